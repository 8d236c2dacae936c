//===- ArgumentOverlap.h - Which arguments need to be apart -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MSL promises its compiler that buffer arguments never overlap. That only matters
// where one thread may read through one argument after it wrote through another: a
// compiler that trusts the promise could move the read in front.
//
//   y[i] = f(x[i])                 the read comes first: x and y may overlap
//   for (…) y[i] = f(x[i + 1])     the read of a later round follows the write
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_TRANSFORMS_ARGUMENTOVERLAP_H
#define TRITON_METAL_DIALECT_METAL_TRANSFORMS_ARGUMENTOVERLAP_H

#include "triton-metal/Dialect/Metal/IR/Metal.h"

namespace tritonmetal::metal {

/// Pairs (read, written) of different parameter numbers such that a load through the
/// first may follow a store through the second, or two stores may be exchanged, in
/// one thread. Sorted, without duplicates. A pointer that cannot be followed to its
/// parameter counts as every pointer parameter. Where a kernel has `disjoint_arguments`,
/// all pairs of which one is written. Requires: `access` is set.
llvm::SmallVector<std::pair<unsigned, unsigned>> findOrderedPairs(KernelOp kernel);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_TRANSFORMS_ARGUMENTOVERLAP_H
