//===- Metal.h - The Metal dialect ------------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// One Metal kernel seen by one thread: types, attributes and ops. Made by
// convert-tritongpu-to-metal, taken by the MSL printer, by the lowering to AIR
// and by the launch metadata. MetalDialect.td describes the two forms.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METAL_H
#define TRITON_METAL_DIALECT_METAL_IR_METAL_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "triton-metal/Dialect/Metal/IR/MetalDialect.h.inc"
#include "triton-metal/Dialect/Metal/IR/MetalEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/Metal/IR/MetalAttributes.h.inc"

#define GET_TYPEDEF_CLASSES
#include "triton-metal/Dialect/Metal/IR/MetalTypes.h.inc"

namespace tritonmetal::metal {

/// Marks the ops that only the value form has.
template <typename ConcreteType>
class ValueFormOp : public mlir::OpTrait::TraitBase<ConcreteType, ValueFormOp> {};

/// Bytes that one element takes in memory; `i1` takes a whole byte, as Triton
/// stores it. 0 for a type that has no size.
unsigned getByteSize(mlir::Type scalarOrVector);

} // namespace tritonmetal::metal

#define GET_OP_CLASSES
#include "triton-metal/Dialect/Metal/IR/MetalOps.h.inc"

#endif // TRITON_METAL_DIALECT_METAL_IR_METAL_H
