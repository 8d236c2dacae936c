//===- BlockAccess.h - Pointers and masks of a block ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Element [i, j] of the block at (r, c) of a tensor in memory:
//
//   pointer   (base + r * stride0 + c * stride1) + i * stride0 + j * stride1
//   inside    0 <= r + i < shape0  and  0 <= c + j < shape1
//
// The parenthesis is a scalar. So is what i is compared with, in 32 bits:
//
//   clamp(-r, 0, 64) <= i < clamp(shape0 - r, 0, 64)          of 64 rows
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITON_TRANSFORMS_BLOCKACCESS_H
#define TRITON_METAL_LIB_DIALECT_TRITON_TRANSFORMS_BLOCKACCESS_H

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/SmallBitVector.h"

namespace tritonmetal::tt {

/// A tensor in memory.
struct MemoryView {
  mlir::Value base;                       // !tt.ptr<T>
  llvm::SmallVector<mlir::Value> shape;   // i64
  llvm::SmallVector<mlir::Value> strides; // i64, in elements; null is 1
};

struct BlockAccess {
  mlir::Value pointers; // tensor of pointers
  mlir::Value mask;     // tensor of i1; null where all is inside
};

/// The block with its first element at `offsets` (i32); `checked` names the dimensions
/// in which elements may be outside. `shape` is the block's, or leaves out leading
/// dimensions in which that has size 1.
BlockAccess accessBlock(mlir::OpBuilder &builder, mlir::Location loc, const MemoryView &view,
                        mlir::ValueRange offsets, llvm::ArrayRef<int64_t> shape,
                        const llvm::SmallBitVector &checked);

/// Row k is what row `rows[k]` of the tensor holds from column `column` (i32) on. All
/// is checked.
BlockAccess accessRows(mlir::OpBuilder &builder, mlir::Location loc, const MemoryView &view,
                       mlir::Value rows, mlir::Value column, int64_t columns);

/// Zero, or NaN, as a scalar.
mlir::Value makePadding(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type element,
                        bool isNaN);

} // namespace tritonmetal::tt

#endif // TRITON_METAL_LIB_DIALECT_TRITON_TRANSFORMS_BLOCKACCESS_H
