//===- MetalBase.td - What all op files share --------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALBASE_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALBASE_TD

include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "triton-metal/Dialect/Metal/IR/MetalAttributes.td"
include "triton-metal/Dialect/Metal/IR/MetalTypes.td"

class Metal_Op<string mnemonic, list<Trait> traits = []> : Op<Metal_Dialect, mnemonic, traits>;

// A scalar, or a vector of them: one value for each register.
def Metal_Scalar : AnyTypeOf<[AnySignlessInteger, AnyFloat], "scalar">;
def Metal_Vector : VectorOfRankAndType<[1], [AnySignlessInteger, AnyFloat]>;
def Metal_ScalarOrVector : AnyTypeOf<[Metal_Scalar, Metal_Vector], "scalar or vector">;
def Metal_Index : AnyTypeOf<[I32, I64], "32- or 64-bit index">;
def Metal_IndexVector : VectorOfRankAndType<[1], [I32, I64]>;
def Metal_MaskVector : VectorOfRankAndType<[1], [I1]>;

// Implemented by exactly the ops that the loop form does not have.
def Metal_ValueFormOp : NativeOpTrait<"ValueFormOp"> {
  let cppNamespace = "::tritonmetal::metal";
}

class Metal_ValueOp<string mnemonic, list<Trait> traits = []>
    : Metal_Op<mnemonic, traits # [Metal_ValueFormOp]>;

#endif // TRITON_METAL_DIALECT_METAL_IR_METALBASE_TD
