//===- Builder.h - Kernels to a metallib ------------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a compiler needs to make an archive that Apple's loader takes, one module per kernel:
//
//   KernelModule kernel;
//   kernel.name = "vadd";
//   kernel.bitcode = bitcode;                            // raw: 'B' 'C' 0xC0 0xDE ...
//   kernel.air = {2, 7};
//   kernel.language = {3, 2};
//   Expected<Library> library = buildLibrary(kernel, {Platform::MacOS, {15, 0}, ""});
//   ... writeLibrary(*library, out)
//
// The result depends on nothing but these arguments: no time, no random number.
//
// What is left out on purpose: reflection buffers (RFLT, RBUF). The runtime takes argument
// reflection from the module's own `!air.kernel` metadata. From format 1.2.7 on the list itself is
// written with a count of zero, because Apple's inspection tools want to read that count.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_METALLIB_BUILDER_H
#define TRITON_METAL_METALLIB_BUILDER_H

#include "triton-metal/Metallib/Deployment.h"
#include "triton-metal/Metallib/Library.h"
#include "llvm/Support/Error.h"

namespace tritonmetal::metallib {

/// One kernel with the module that defines it, and nothing else.
struct KernelModule {
  std::string name;
  llvm::ArrayRef<uint8_t> bitcode; // without wrapper
  Version air;                     // as in the module's `!air.version`
  Version language;                // as in the module's `!air.language_version`
  std::vector<FunctionConstant> constants;
  std::optional<SourcePosition> position;
};

struct BuildOptions {
  Platform platform = Platform::MacOS;
  Version os{15, 0, 0};
  /// File name of the archive, which format 1.2.9 repeats inside. Empty: the first kernel's name
  /// with the ending `.metallib`. No directories: the bytes must not depend on where they lie.
  std::string libraryName;
};

/// Wraps, hashes and lists the kernels. Errors: no kernel, two kernels of one name, a deployment
/// target without a row in the table, AIR or language newer than that target reads, bitcode that is
/// empty, wrapped already, or not bitcode.
llvm::Expected<Library> buildLibrary(llvm::ArrayRef<KernelModule> kernels,
                                     const BuildOptions &options);

/// Puts LLVM's Darwin wrapper in front and pads with zeros to a multiple of 16 bytes. The length in
/// the wrapper is that of `bitcode`; readers take padding for records if it is counted in.
llvm::Expected<Module> wrapBitcode(llvm::ArrayRef<uint8_t> bitcode);

/// A UUID of version 3 (MD5) over names and modules: the same for equal archives, different for
/// different ones, since systems may use it as a cache key.
Uuid deriveUuid(const Library &library);

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_METALLIB_BUILDER_H
