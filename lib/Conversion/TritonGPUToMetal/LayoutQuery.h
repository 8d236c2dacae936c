//===- LayoutQuery.h - What the patterns ask of a layout --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_LAYOUTQUERY_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_LAYOUTQUERY_H

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Layout/LinearLayout.h"

#include "mlir/IR/BuiltinTypes.h"

namespace tritonmetal {

/// One coordinate of a layout: what each bit of register, lane and SIMD-group adds.
struct ThreadBases {
  llvm::SmallVector<int32_t> registers, lanes, simdgroups;
};
ThreadBases getThreadBases(mlir::RankedTensorType type, unsigned dim);

/// Bits of the thread index (lanes 0-4, SIMD-groups from 5) that change nothing:
/// threads that differ in them only hold the same elements.
int32_t getReplicatedThreadBits(mlir::RankedTensorType type);

/// Registers from bit 0 on that hold neighbouring elements of dimension `dim`.
int64_t getContiguousRegisters(mlir::RankedTensorType type, unsigned dim);

/// The layout in which an op needs the elements of its source, so that every register
/// of its result finds its element in the same register. Threads may need copies.
layout::LinearLayout getSourceLayout(tt::BroadcastOp op);
layout::LinearLayout getSourceLayout(tt::ExpandDimsOp op);
layout::LinearLayout getSourceLayout(tt::ReshapeOp op);
layout::LinearLayout getSourceLayout(tt::TransOp op);
layout::LinearLayout getSourceLayout(ttg::ConvertLayoutOp op);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_LAYOUTQUERY_H
