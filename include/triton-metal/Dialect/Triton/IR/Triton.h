//===- Triton.h - The Triton dialect ----------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Types and ops of `tt`: what Triton's front end prints. TritonDialect.td says
// what the dialect means, TritonOps.td which file has which ops.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITON_H
#define TRITON_METAL_DIALECT_TRITON_IR_TRITON_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "triton-metal/Dialect/Triton/IR/TritonDialect.h.inc"
#include "triton-metal/Dialect/Triton/IR/TritonEnums.h.inc"

#define GET_TYPEDEF_CLASSES
#include "triton-metal/Dialect/Triton/IR/TritonTypes.h.inc"

namespace tritonmetal::tt {

/// True for a pointer to a tensor.
bool isBlockPointer(mlir::Type type);

/// True for a pointer, also to a tensor, and for a tensor of pointers.
bool isPointerLike(mlir::Type type);

/// What an access through `type` reads or writes: the pointee, or a tensor of it
/// with the shape and layout of the tensor of pointers. `type` itself if it is no
/// pointer, so that verifiers can say so.
mlir::Type getPointeeLike(mlir::Type type);

/// `i1`, or a tensor of it with the shape and layout of what `type` accesses.
mlir::Type getMaskType(mlir::Type type);

/// `type` with another element type, or `element` itself for a scalar.
mlir::Type withElementType(mlir::Type type, mlir::Type element);

/// Pointer to one element of the block that a block pointer points to; `type` itself
/// if it is none.
mlir::Type getBlockElementPointer(mlir::Type type);

/// True for a static shape whose elements can be counted. How many a tensor may have is
/// checked with the rest of the function.
bool hasCountableShape(mlir::Type tensor);

/// Bytes between two elements of this type in memory; `i1` takes a whole byte.
/// 0 for a type that has no size.
unsigned getElementBytes(mlir::Type scalar);

/// True if values of `lhs` can stand where `rhs` is expected: equal, or tensors
/// whose layouts place every element alike.
bool areEquivalentTypes(mlir::Type lhs, mlir::Type rhs);

namespace detail {
/// Inferred types against found ones: equivalent, where an inferred tensor without a
/// layout stands for any layout.
bool areCompatibleTypes(mlir::TypeRange inferred, mlir::TypeRange found);

mlir::LogicalResult verifySameLayout(mlir::Operation *op, mlir::TypeRange operands,
                                     mlir::TypeRange results);
} // namespace detail

/// All tensor operands and results of the op have the same layout.
template <typename ConcreteType>
class SameLayout : public mlir::OpTrait::TraitBase<ConcreteType, SameLayout> {
public:
  static mlir::LogicalResult verifyTrait(mlir::Operation *op) {
    return detail::verifySameLayout(op, op->getOperandTypes(), op->getResultTypes());
  }
};

/// All tensor operands of the op have the same layout.
template <typename ConcreteType>
class SameOperandsLayout : public mlir::OpTrait::TraitBase<ConcreteType, SameOperandsLayout> {
public:
  static mlir::LogicalResult verifyTrait(mlir::Operation *op) {
    return detail::verifySameLayout(op, op->getOperandTypes(), {});
  }
};

} // namespace tritonmetal::tt

#define GET_OP_CLASSES
#include "triton-metal/Dialect/Triton/IR/TritonOps.h.inc"

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITON_H
