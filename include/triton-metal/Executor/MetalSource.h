//===- MetalSource.h - Kernels from Metal source ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An installed clang compiles Metal source with our own library to a module like those of Apple's
// compiler: kernels with their argument metadata, calls of air.* functions, address spaces. It
// shows what a source computes. It does not show that Apple's compiler accepts it.
//
//   source --clang -E--> tokens --rewriter--> C++ --clang--> LLVM IR --> AIR-like module
//
// What Metal leaves open is settled: signed integers wrap, floating-point numbers that do not fit
// an integer saturate, nothing is contracted or reassociated.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_METALSOURCE_H
#define TRITON_METAL_EXECUTOR_METALSOURCE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <memory>
#include <string>
#include <vector>

namespace llvm {
class MemoryBuffer;
class raw_ostream;
} // namespace llvm

namespace tritonmetal::executor {

struct MetalSourceOptions {
  std::string clang; // name or path; empty: looked for
  std::vector<std::string> includeFolders;
  std::vector<std::string> definitions; // NAME or NAME=VALUE
  bool warningsAreErrors = false;
};

/// Whether a file is taken for Metal source: its name ends in `.metal`.
bool isMetalSource(llvm::StringRef path);

/// Compiles the kernel `kernel` of the file to bitcode that `loadKernel` reads. Where there is no
/// such kernel, the bitcode has those that there are, so that `loadKernel` can name them. Messages
/// about the source go to `messages`. Errors: no clang, a source that does not compile.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
compileMetalSource(llvm::StringRef path, llvm::StringRef kernel, const MetalSourceOptions &options,
                   llvm::raw_ostream &messages);

/// Checks a source without making anything of it.
llvm::Error checkMetalSource(llvm::StringRef path, const MetalSourceOptions &options,
                             llvm::raw_ostream &messages);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_METALSOURCE_H
