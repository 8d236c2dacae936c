//===- ElementMoves.h - From one layout to another --------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every op of Triton that moves elements without looking at them (convert_layout, trans,
// reshape, broadcast, expand_dims, join, split, cat) says for each element of its result
// which element of its source it is, and that is linear in the coordinates. So the layout
// of the result, followed by this map, is a layout of the *source*: the one that its
// elements must be moved to. One function does that for all of them.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ELEMENTMOVES_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ELEMENTMOVES_H

#include "triton-metal/Layout/LinearLayout.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include "mlir/IR/Builders.h"

namespace tritonmetal {

/// Moves `registers`, a vector that holds a tensor in layout `from`, to layout `to` of the
/// same tensor, in which threads may hold copies. Takes the cheapest way: nothing,
/// metal.rearrange, shuffles, or threadgroup memory of the size that `family` has, in bands
/// if need be. To be reached by all threads together. Vectors of any element type. Null, with an
/// error at `loc`, for a layout with odd copies that cannot be sent in bands.
mlir::Value moveElements(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value registers,
                         const layout::LinearLayout &from, const layout::LinearLayout &to,
                         const GPUFamily &family);

/// A vector of i1 that holds where neither the lane nor the SIMD-group has one of the bits
/// that stand for copies.
mlir::Value makeOwnerMask(mlir::OpBuilder &builder, mlir::Location loc, int32_t laneCopies,
                          int32_t simdgroupCopies, int64_t registers);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_ELEMENTMOVES_H
