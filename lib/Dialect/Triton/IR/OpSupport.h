//===- OpSupport.h - What the verifiers and folders share -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITON_IR_OPSUPPORT_H
#define TRITON_METAL_LIB_DIALECT_TRITON_IR_OPSUPPORT_H

#include "triton-metal/Dialect/Triton/IR/LayoutInterface.h"
#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"

namespace tritonmetal::tt {

/// Attributes in braces, with the checks of a generated parser.
mlir::ParseResult parseOpAttributes(mlir::OpAsmParser &parser, mlir::OperationState &state);

/// "8x16" for messages.
std::string formatShape(mlir::ArrayRef<int64_t> shape);

/// The scalar of which all elements of `value` are copies, as a value: of a splat, or
/// of a constant. Null if there is none. `builder` makes the scalar constant.
mlir::Value getUniform(mlir::Value value, mlir::OpBuilder &builder);

/// True if all elements of the mask are known to be `expected`.
bool isConstantMask(mlir::Value mask, bool expected);

/// Both tensors have one element type.
mlir::LogicalResult verifySameElement(mlir::Operation *op, mlir::RankedTensorType from,
                                      mlir::RankedTensorType to);

/// A layout on both tensors or on none.
mlir::LogicalResult verifyBothHaveLayouts(mlir::Operation *op, mlir::RankedTensorType from,
                                          mlir::RankedTensorType to);

/// An op that moves no data leaves its result no choice of layout. `expected` is
/// null for a layout that nobody knows.
mlir::LogicalResult verifyLayout(mlir::Operation *op, mlir::RankedTensorType result,
                                 mlir::Attribute expected);

/// `order` names each of the `rank` dimensions once; `what` is its name.
mlir::LogicalResult verifyPermutation(mlir::Operation *op, mlir::StringRef what,
                                      mlir::ArrayRef<int32_t> order, int64_t rank);

} // namespace tritonmetal::tt

#endif // TRITON_METAL_LIB_DIALECT_TRITON_IR_OPSUPPORT_H
