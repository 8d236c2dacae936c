//===- Writer.h - Metallib model to bytes -----------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_METALLIB_WRITER_H
#define TRITON_METAL_METALLIB_WRITER_H

#include "triton-metal/Metallib/Library.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

namespace tritonmetal::metallib {

/// Appends the archive to `out`; on an error `out` is as before. Offsets, sizes and counts come
/// from the contents, hashes are written as the functions have them. Errors: an index out of range,
/// a string with a zero byte, a tag or section beyond what its length field can say.
llvm::Error writeLibrary(const Library &library, llvm::SmallVectorImpl<char> &out);

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_METALLIB_WRITER_H
