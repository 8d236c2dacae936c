//===- SmallFloats.h - Operands in four and eight bits ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What Triton does with operands of scaled dots, in ops on tensors without layouts.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SMALLFLOATS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SMALLFLOATS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace tritonmetal {

/// Bytes of two e2m1 numbers each as floats, twice as many along `axis`: neighbours, the low
/// half first. The floats are f16, bf16 or f32.
mlir::Value expandFp4(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value bytes,
                      unsigned axis, mlir::RankedTensorType type);

/// A bf16 tensor times 2^(e - 127), where neighbours in the last dimension share an exponent
/// e, a byte; 255 makes NaN of them.
mlir::Value scaleBlocks(mlir::OpBuilder &builder, mlir::Location loc, mlir::Value tensor,
                        mlir::Value exponents);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SMALLFLOATS_H
