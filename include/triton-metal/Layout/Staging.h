//===- Staging.h - A trip through threadgroup memory ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A tensor goes from one layout to another through memory that all threads share: each
// thread writes what it holds, waits, and reads what it must hold next. Three things are
// decided here, all of them linear maps over bits (LinearLayout.h):
//
// The place of an element. Memory is 128 bytes wide: 32 banks of 4 bytes, each of which
// serves one address at a time. The place is a linear function S of the element, chosen so
// that the lanes that access memory together hit different banks both when they write and
// when they read. Where rows are written and columns are read, the column is XORed by the
// row:
//
//   tensor<32x32xf32>, lanes of the source along dim1, those of the destination along dim0
//   S(i, j) = 32 * i + (j ^ i)
//
// S is found as follows. The writing lanes span a subspace A of the elements, the reading
// ones B. A bank is what is left of an element modulo the subspace C of elements whose
// places differ by whole rows. All lanes of A hit different banks iff A and C meet in 0
// only; and B likewise. Two subspaces of one dimension always have a common complement: pair
// up a basis of A modulo B with one of B modulo A and take the sums, and what neither has.
//
// The width of accesses. Up to 16 bytes travel at once: neighbouring places that are
// registers of one thread, on both sides or on one of them. So elements that a thread holds
// on both sides become neighbours.
//
// Bands. A tensor that does not fit is sent in 2^k bands, one after the other. Which band an
// element is in is linear, too, and depends on nothing but the register that the destination
// holds it in, so every thread reads the same number of registers each time. If it depends
// on the register alone in the source as well, threads write a part of their registers;
// else they look at all, and write those in the band.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LAYOUT_STAGING_H
#define TRITON_METAL_LAYOUT_STAGING_H

#include "triton-metal/Layout/LinearLayout.h"

namespace tritonmetal::layout {

/// A linear function of register, lane and SIMD-group: the image of each bit.
struct ThreadFunction {
  llvm::SmallVector<int32_t> registers, lanes, simdgroups;
};

/// How one layout is written or read. Numbers of bands act by XOR, bit by bit.
struct StagingSide {
  /// Bit i of the number of an access stands for this register of the layout. Registers that
  /// hold copies are left out.
  llvm::SmallVector<int32_t> registers;
  /// What each bit of the number of a band adds to the register.
  llvm::SmallVector<int32_t> bandRegisters;
  /// Place in memory, in elements, by access number, lane and SIMD-group.
  ThreadFunction places;
  /// What each bit of the number of a band adds to the place.
  llvm::SmallVector<int32_t> bandPlaces;
  /// Accesses 0 to width - 1 (and so on) go to neighbouring places, the first of them at a
  /// multiple of the width.
  int32_t width = 1;
};

struct Staging {
  /// Elements in memory, a power of two.
  int64_t size = 1;
  /// log2 of the number of bands.
  int numBandBits = 0;
  StagingSide store, load;
  /// Bits of lane and SIMD-group that hold copies: only threads without them write.
  int32_t laneCopies = 0, simdgroupCopies = 0;
  /// The bits of a band's number that are no matter of the source's registers alone. An access
  /// writes if `comparedBands` of it, XOR what each bit of the band adds, is the band in these.
  int32_t comparedBandBits = 0;
  ThreadFunction comparedBands;
  llvm::SmallVector<int32_t> bandComparedBands;
  /// For each bit of the destination's register, the access of `load` that it comes from, with
  /// the bits of the band above those of the access.
  llvm::SmallVector<int32_t> results;
};

struct StagingLimits {
  int64_t bytes = 32768;    // of threadgroup memory
  int32_t accessBytes = 16; // the widest access of a thread
  int32_t rowBytes = 128;   // all banks together
};

/// Both layouts reach every element of one tensor: the same output dimensions by name and size,
/// the same input dimensions "register", "lane" and "warp", and the same lanes and SIMD-groups.
/// `elementBytes` is a power of two. None if the tensor does not fit and the destination has too
/// few registers to cut it into bands: where a band has less than an element a thread, or where
/// threads that hold copies hold them in other registers (bases that are sums of others).
std::optional<Staging> planStaging(const LinearLayout &src, const LinearLayout &dst,
                                   int32_t elementBytes, const StagingLimits &limits = {});

} // namespace tritonmetal::layout

#endif // TRITON_METAL_LAYOUT_STAGING_H
