//===- LinearLayoutConversions.h - Encodings to linear layouts --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every layout is a linear map (Layout/LinearLayout.h). Inputs are "register",
// "lane" and "warp" in this order, outputs "dim0", "dim1", … with the sizes of the
// tensor; a cluster of CTAs adds the input "block". For example, on tensor<512>
//
//   #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [2], order = [0]}>
//   register = [[1], [2], [256]]   lane = [[4], [8], [16], [32], [64]]   warp = [[128]]
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_LINEARLAYOUTCONVERSIONS_H
#define TRITON_METAL_DIALECT_TRITONGPU_IR_LINEARLAYOUTCONVERSIONS_H

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Layout/LinearLayout.h"

#include "mlir/IR/BuiltinTypes.h"

namespace tritonmetal::ttg {

/// Layout of a tensor that passed the verifier and whose layout is one of ours
/// (`isLinearLayout`). Every element is in some thread; free bits of lane and warp
/// (`LinearLayout::getFreeVariableMasks`) tell the threads that hold copies. Computed once and kept
/// by the dialect.
const layout::LinearLayout &toLinearLayout(mlir::RankedTensorType type);

/// The same for a layout on a tensor of this shape; `hasLinearLayout` holds.
const layout::LinearLayout &toLinearLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout);

/// True if `toLinearLayout` knows this kind of layout.
bool isLinearLayout(mlir::Attribute layout);

/// True if `toLinearLayout` knows this kind of layout, it has the rank of the shape,
/// and the shape is that of a tensor: powers of two, and not more elements than allowed
/// in the tensor or in the registers of one thread.
bool hasLinearLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout);

/// The encoding of a layout that reaches every element: `linear` where its rules hold,
/// else `generic_linear`.
mlir::Attribute makeLinearEncoding(mlir::MLIRContext *context, const layout::LinearLayout &layout);

/// Layout of the transposed tensor: result dimension i is source dimension order[i].
/// Blocked layouts stay blocked, others become linear.
mlir::Attribute transposeLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout,
                                mlir::ArrayRef<int32_t> order);

/// The same for the outputs of a linear layout, which are "dim0", "dim1", …
layout::LinearLayout transposeOutDims(const layout::LinearLayout &layout,
                                      mlir::ArrayRef<int32_t> order);

/// Layout of the reshaped tensor (row-major), in which every element stays in its
/// register.
mlir::Attribute reshapeLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout,
                              mlir::ArrayRef<int64_t> newShape);

/// Layout of two tensors of `shape` joined along a new last dimension, of size 2: pairs
/// lie in neighbouring registers.
mlir::Attribute joinLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout);

/// Layout of either half of a tensor whose last dimension, of size 2, is cut. Failure
/// if pairs do not lie in two registers of one thread.
mlir::FailureOr<mlir::Attribute> splitLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout);

//===----------------------------------------------------------------------===//
// Shared memory
//===----------------------------------------------------------------------===//

/// True if `toSharedLayout` knows this layout in memory on this shape: not for partitioned
/// and padded 4-bit layouts and transposed ones of more than two dimensions, nor for sizes
/// that no tensor has.
bool hasSharedLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout);

/// Which element is at each place of one buffer: the input "offset", in elements, and
/// "block" in a cluster, to "dim0", "dim1", … For `padded_shared` this is the place before
/// padding, `getPaddedOffset` of the attribute adds it. `hasSharedLayout` holds.
layout::LinearLayout toSharedLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout);

/// The same for the buffers of a memory descriptor, if their layout is known. A view that
/// starts elsewhere in the allocation has the places of the allocation.
std::optional<layout::LinearLayout> toSharedLayout(MemDescType type);

/// Shape of one buffer of the allocation: without the dimension that counts buffers.
mlir::ArrayRef<int64_t> getBufferShape(MemDescType type);

/// Layout of the same bytes when dimensions are permuted: result dimension i is source
/// dimension order[i]. Null if no layout can say it.
mlir::Attribute transposeSharedLayout(mlir::Attribute layout, mlir::ArrayRef<int32_t> order);

/// Layout of the same bytes under another shape, row-major; null if there is none.
mlir::Attribute reshapeSharedLayout(mlir::ArrayRef<int64_t> shape, mlir::Attribute layout,
                                    mlir::ArrayRef<int64_t> newShape);

/// True if both put every element of this shape at the same place.
bool areEquivalentSharedLayouts(mlir::ArrayRef<int64_t> shape, mlir::Attribute lhs,
                                mlir::Attribute rhs);

} // namespace tritonmetal::ttg

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_LINEARLAYOUTCONVERSIONS_H
