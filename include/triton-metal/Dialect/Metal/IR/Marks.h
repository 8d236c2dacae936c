//===- Marks.h - Discardable attributes of the value form -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Facts that the conversion from TTGIR knows and later passes need. Losing one costs
// speed where it says so, else correctness: passes that rebuild these ops keep them.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_MARKS_H
#define TRITON_METAL_DIALECT_METAL_IR_MARKS_H

#include "llvm/ADT/StringRef.h"

namespace tritonmetal::metal {

/// On an `scf.if`: its condition may differ between the threads of a threadgroup.
constexpr llvm::StringLiteral kDivergentAttrName = "metal.divergent";

/// On a `metal.scatter`: several threads hold copies of its elements, one of them
/// writes. What the others read there before may come late.
constexpr llvm::StringLiteral kOneCopyAttrName = "metal.one_copy";

/// On a kernel, the numbers of its parameters whose memory other threadgroups change
/// while it runs; on a load or store, that it is through one of them. Metal calls such
/// memory coherent(device).
constexpr llvm::StringLiteral kCoherentAttrName = "metal.coherent";

/// On a kernel, the numbers of its parameters whose elements are smaller than the words
/// that atomics change: their buffers have a size that is a multiple of 4.
constexpr llvm::StringLiteral kWholeWordsAttrName = "metal.whole_words";

/// On a kernel, what it computes otherwise than asked for, in words (an array of strings).
constexpr llvm::StringLiteral kSubstitutionsAttrName = "metal.substitutions";

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_IR_MARKS_H
