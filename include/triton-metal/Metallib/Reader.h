//===- Reader.h - Bytes to metallib model -----------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A strict reader. It believes no number of the file before it has compared it with the bytes that
// are there: sections must follow each other from the first byte of the file to the last without
// gap or overlap, groups must fill their section, references must meet the start of what they refer
// to. It allocates no more than a small multiple of the input's size. Messages give what was found
// and what is allowed:
//
//   function list ends at byte 512, past the end of the file (480 bytes)
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_METALLIB_READER_H
#define TRITON_METAL_METALLIB_READER_H

#include "triton-metal/Metallib/Library.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

namespace tritonmetal::metallib {

/// What to do about a function whose HASH is not the SHA-256 of its module.
enum class HashCheck {
  Require, // refuse the file
  Report,  // read on; `hashMatches` tells
};

/// Decodes an archive. The result holds copies, not references into `buffer`.
llvm::Expected<Library> readLibrary(llvm::MemoryBufferRef buffer,
                                    HashCheck hashCheck = HashCheck::Require);

/// A function whose module stays where it is in the archive's bytes.
struct FunctionView {
  std::string name;
  FunctionType type = FunctionType::Kernel;
  Hash hash{};
  llvm::ArrayRef<uint8_t> module; // as stored

  /// The bitcode, after a look at its hash. Errors: another hash, no bitcode.
  llvm::Expected<llvm::ArrayRef<uint8_t>> readBitcode() const;
};

/// The functions of an archive, in its order. Reads the header and the function list, and nothing
/// of the other sections: what it takes to find one function among thousands. The results point
/// into `buffer`.
llvm::Expected<std::vector<FunctionView>> listFunctions(llvm::MemoryBufferRef buffer);

/// The bitcode in a module as stored: behind the wrapper, without padding; raw bitcode is taken as
/// it is. The result points into `bytes`.
llvm::Expected<llvm::ArrayRef<uint8_t>> unwrapBitcode(llvm::ArrayRef<uint8_t> bytes);

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_METALLIB_READER_H
