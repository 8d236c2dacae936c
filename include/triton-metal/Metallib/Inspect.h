//===- Inspect.h - Describe a metallib for people ---------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Says what is in an archive, ours or anybody's: its header, and for each function what the record
// and the module's metadata say about versions, arguments and constants.
//
//   archive: format 1.2.8, executable, macOS 15.0, 64-bit, 5448 bytes
//   uuid: ab6c30ea-f1a4-33ec-8914-fc8ad17e2913
//
//   kernel 'vadd'
//     versions: AIR 2.7, Metal 3.2
//     module: 4560 bytes, hash matches
//     triple: air64-apple-macosx15.0.0
//     arguments:
//       0: buffer 0, device, read, float 'a'
//       3: thread_position_in_grid, uint 'i'
//
//   warnings: none
//
// A warning is whatever is legal in the container but not what Apple's tools write, or where two
// places of the file disagree: hash and module, header and triple, record and metadata, opaque
// pointers, unknown tags.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_METALLIB_INSPECT_H
#define TRITON_METAL_METALLIB_INSPECT_H

#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace tritonmetal::metallib {

enum class InspectFormat { Text, JSON };

/// Writes the description to `out`. Error: the container itself is malformed; nothing is written
/// then. A module that cannot be read, or whose hash is wrong, is a warning in the description, and
/// nothing of it is shown.
llvm::Error inspect(llvm::MemoryBufferRef buffer, InspectFormat format, llvm::raw_ostream &out);

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_METALLIB_INSPECT_H
