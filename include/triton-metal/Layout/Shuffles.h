//===- Shuffles.h - Moves between the lanes of a SIMD-group -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A lane may read a register of the lane whose number differs by a constant (XOR): that costs
// little, while reading any lane costs 15 times as much. All lanes then offer the same register.
// But the lanes of a conversion want different ones. So it takes three steps:
//
//   offer     each lane puts its registers in an order of its own
//   exchange  register r goes to the lane whose number differs by C(r)
//   receive   each lane puts what came in an order of its own
//
// A lane's own order is a choice between two registers for each bit that decides. Example: the
// pairs of a 2x2 transposition, lanes 0 and 1 with registers a and b of each.
//
//   offer     lane 0: a0 b0   lane 1: b1 a1     (registers change places where lane bit 0 is set)
//   exchange  lane 0: a0 a1   lane 1: b1 b0     (register 1 crosses)
//   receive   lane 0: a0 a1   lane 1: b0 b1     (the same change)
//
// Let the destination's register r of lane l be the source's A(r) + B(l) of lane C(r) + E(l). The
// lane that register r comes from may differ by C(r) only, so the receiver orders by some Q with
// C(Q(l)) = E(l) + l, which exists iff all E(l) + l are images of C. Then the offered order
// follows: the source's register A(r) + P(C(r)) + P(l) with P = B + A Q.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LAYOUT_SHUFFLES_H
#define TRITON_METAL_LAYOUT_SHUFFLES_H

#include "triton-metal/Layout/LinearLayout.h"

namespace tritonmetal::layout {

/// Register numbers change by XOR with `registers` in threads where an odd number of the bits
/// `lanes` of the lane and `simdgroups` of the SIMD-group is set.
struct RegisterChoice {
  int32_t registers;
  int32_t lanes, simdgroups;
};

struct Shuffles {
  /// Choices among the source's registers, one after the other.
  llvm::SmallVector<RegisterChoice> offers;
  /// Then, for each bit of the destination's register, the register that it takes.
  llvm::SmallVector<int32_t> offered;
  /// What the number of the lane that register r is read from differs by: for each bit of r.
  llvm::SmallVector<int32_t> distances;
  /// The same sorted by distance: a basis of the registers of distance 0, and what leads from
  /// them to the others. `places` says for each bit of a register where it is among these: a bit
  /// for each of `near`, and above them one for each of `steps`.
  struct Step {
    int32_t registers, distance;
  };
  llvm::SmallVector<int32_t> near;
  llvm::SmallVector<Step> steps;
  llvm::SmallVector<int32_t> places;
  /// Choices among the registers received.
  llvm::SmallVector<RegisterChoice> choices;
};

/// How to convert by shuffles over constant distances; none if it takes more than that. The
/// layouts are as for planConversion.
std::optional<Shuffles> planShuffles(const LinearLayout &src, const LinearLayout &dst);

} // namespace tritonmetal::layout

#endif // TRITON_METAL_LAYOUT_SHUFFLES_H
