//===- TritonGPUBase.td - What all op files share ----------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUBASE_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUBASE_TD

include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "triton-metal/Dialect/Triton/IR/TritonBase.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUAttributes.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUEnums.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUTypes.td"

class TritonGPU_Op<string mnemonic, list<Trait> traits = []>
    : Op<TritonGPU_Dialect, mnemonic, traits>;

// Device memory is the default resource, memory that threads share another one: an access
// of one never orders the other.
def SharedMemory : Resource<"::tritonmetal::ttg::SharedMemory">;

def TritonGPU_MemDesc : DialectType<TritonGPU_Dialect,
    CPred<"::llvm::isa<::tritonmetal::ttg::MemDescType>($_self)">, "memory descriptor",
    "::tritonmetal::ttg::MemDescType">;
def TritonGPU_AsyncToken : DialectType<TritonGPU_Dialect,
    CPred<"::llvm::isa<::tritonmetal::ttg::AsyncTokenType>($_self)">, "async token",
    "::tritonmetal::ttg::AsyncTokenType">,
    BuildableType<"$_builder.getType<::tritonmetal::ttg::AsyncTokenType>()">;

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUBASE_TD
