//===- TensorValues.h - Tensors from tensors --------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What views of memory mean, in ops on tensors without layouts.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_TENSORVALUES_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_TENSORVALUES_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace tritonmetal {

/// A constant of zeros; null for pointers.
mlir::Value makeZero(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type);

/// The same elements in row-major order; the tensor itself if it has the shape.
mlir::Value reshape(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value tensor,
                    llvm::ArrayRef<int64_t> shape);

/// Dimension i of the result is dimension order[i] of the tensor.
mlir::Value transpose(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value tensor,
                      llvm::ArrayRef<int32_t> order);

/// The same bits as elements of another type of the same width.
mlir::Value bitcast(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value tensor,
                    mlir::Type elementType);

/// True if `extractSlice` can cut the slice out: sizes that are powers of two, offsets
/// that are multiples of them.
bool canExtractSlice(llvm::ArrayRef<int64_t> from, llvm::ArrayRef<int32_t> offsets,
                     llvm::ArrayRef<int64_t> shape);

/// The part of the tensor at the offsets, of a smaller shape: halves of halves.
mlir::Value extractSlice(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value tensor,
                         llvm::ArrayRef<int32_t> offsets, llvm::ArrayRef<int64_t> shape);

/// The elements of a, and behind them along a dimension those of b.
mlir::Value concatenate(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value a, mlir::Value b,
                        unsigned dim);

/// Both tensors along a new dimension `dim`, of size two.
mlir::Value joinAlong(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value a, mlir::Value b,
                      int32_t dim);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_TENSORVALUES_H
