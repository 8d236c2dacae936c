//===- TritonGPUOps.td - Ops of the TritonGPU dialect ------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUOPS_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUOPS_TD

include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "triton-metal/Dialect/Triton/IR/TritonBase.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUAttributes.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUEnums.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUTypes.td"

class TritonGPU_Op<string mnemonic, list<Trait> traits = []>
    : Op<TritonGPU_Dialect, mnemonic, traits>;

def TritonGPU_ConvertLayoutOp : TritonGPU_Op<"convert_layout", [
    Pure, SameOperandsAndResultElementType, SameOperandsAndResultShape]> {
  let summary = "move a tensor into another layout";
  let description = [{
    The same elements, held by other threads: free, a permutation of registers,
    shuffles within SIMD-groups, or a trip through threadgroup memory.

    ```mlir
    %r = ttg.convert_layout %x : tensor<64x64xf32, #blocked> -> tensor<64x64xf32, #blocked1>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUOPS_TD
