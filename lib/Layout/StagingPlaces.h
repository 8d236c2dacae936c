//===- StagingPlaces.h - Places without bank conflicts ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_LAYOUT_STAGINGPLACES_H
#define TRITON_METAL_LIB_LAYOUT_STAGINGPLACES_H

#include "llvm/ADT/SmallVector.h"

#include <cstdint>

namespace tritonmetal::layout {

/// Elements as vectors over GF(2).
using Vectors = llvm::SmallVector<uint64_t>;

/// What the threads of one side access together.
struct AccessVectors {
  Vectors registers;  // by bit of the access's number
  Vectors lanes;      // without copies, low bits first
  Vectors simdgroups; // the same
  Vectors copies;     // the lanes and SIMD-groups left out: what their bits stand for
};

struct Places {
  /// Bit i of a place stands for this element. A basis of the elements of a band.
  Vectors elements;
  /// log2 of the neighbouring places that travel at once, first ones of `elements`. They are
  /// sums of the side's registers.
  int storeWidthLog2 = 0, loadWidthLog2 = 0;
};

/// Chooses places such that neither side has bank conflicts, in accesses as wide as possible.
/// Each side spans all elements. `maxWidthLog2` and `rowLog2` count elements.
Places choosePlaces(const AccessVectors &store, const AccessVectors &load, int maxWidthLog2,
                    int rowLog2);

} // namespace tritonmetal::layout

#endif // TRITON_METAL_LIB_LAYOUT_STAGINGPLACES_H
