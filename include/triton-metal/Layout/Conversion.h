//===- Conversion.h - How to get from one layout to another -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Two layouts of one tensor have inputs "register", "lane", "warp" (and perhaps "block"). Where
// does a thread find the element that it must hold next? The cheapest answer wins:
//
//   None                 same register of the same thread
//   RegisterPermutation  another register of the same thread, the same one in all threads
//   LaneShuffle          a register of a lane of the same SIMD-group
//   ThreadgroupMemory    another SIMD-group
//
// Example. 8 elements, source register = [[1]], lane = [[2], [4]]. Destination
//   register = [[1], [2]], lane = [[0], [4]]: LaneShuffle. Register bit 1 of the destination moves
//   to lane bit 0 of the source; lane bit 0 of the destination moves nowhere:
//   register = [[1, 0], [0, 1]], lane = [[0, 0], [0, 2]] -> (register, lane).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LAYOUT_CONVERSION_H
#define TRITON_METAL_LAYOUT_CONVERSION_H

#include "triton-metal/Layout/LinearLayout.h"

namespace tritonmetal::layout {

enum class ConversionKind { None, RegisterPermutation, LaneShuffle, ThreadgroupMemory };

llvm::StringRef toString(ConversionKind kind);

struct Conversion {
  ConversionKind kind = ConversionKind::ThreadgroupMemory;

  /// None and RegisterPermutation: for each bit of the destination's register the source registers
  /// that it moves to, as in `registerMap`.
  llvm::SmallVector<int32_t> registerBases;

  /// All but ThreadgroupMemory: from a position (register, lane, warp, ...) of the destination to
  /// the one in the source that holds its element. All dimensions but "register" and "lane" are
  /// identities. A lane is asked for its own registers wherever they suffice.
  LinearLayout source;
};

/// The cheapest way to convert. Both layouts have the same output dimensions by name and size, and
/// the same inputs but for the number of registers.
Conversion planConversion(const LinearLayout &src, const LinearLayout &dst);

/// Bases m, one a register bit of `dst`, such that register r of every thread in `dst` holds the
/// element of register XOR{m[i] : bit i of r} of the same thread in `src`. None if there are no
/// such bases. A bit with the same basis in both stays; else, of registers with equal contents
/// (zero or dependent bases in `src`), those with low bits are taken.
std::optional<llvm::SmallVector<int32_t>> registerMap(const LinearLayout &src,
                                                      const LinearLayout &dst);

} // namespace tritonmetal::layout

#endif // TRITON_METAL_LAYOUT_CONVERSION_H
