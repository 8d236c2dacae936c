//===- TritonAMDGPUAttributes.td - Hints for AMD's scheduler *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUATTRIBUTES_TD
#define TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUATTRIBUTES_TD

include "mlir/IR/AttrTypeBase.td"
include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUDialect.td"

def TritonAMDGPU_SchedHintVariantAttr : AttrDef<TritonAMDGPU_Dialect, "SchedHintVariant"> {
  let mnemonic = "SchedHintVariant";
  let summary = "how instructions of a loop are to be interleaved";
  let description = [{
    ```mlir
    #amdg.SchedHintVariant<local_prefetch>
    ```
  }];
  let parameters = (ins StringRefParameter<"name of the variant">:$name);
  let hasCustomAssemblyFormat = 1;
}

def TritonAMDGPU_InstCounterAttr : AttrDef<TritonAMDGPU_Dialect, "InstCounter"> {
  let mnemonic = "InstCounter";
  let summary = "how many instructions of one kind a loop has (up to 3.5)";
  let description = [{
    ```mlir
    #amdg.InstCounter<0, none>
    ```
  }];
  let parameters = (ins "unsigned":$value, "::mlir::Type":$type);
  let assemblyFormat = "`<` $value `,` $type `>`";
}

#endif // TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUATTRIBUTES_TD
