//===- TritonNvidiaGPUAttributes.td - Tensor memory --------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUATTRIBUTES_TD
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUATTRIBUTES_TD

include "mlir/IR/AttrTypeBase.td"
include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUDialect.td"

def TritonNvidiaGPU_TensorMemoryAttr : AttrDef<TritonNvidiaGPU_Dialect, "TensorMemory"> {
  let mnemonic = "tensor_memory";
  let summary = "the memory of Blackwell's matrix units";
  let description = [{
    A memory space of `!ttg.memdesc`.

    ```mlir
    #ttng.tensor_memory
    ```
  }];
}

def TritonNvidiaGPU_TensorMemoryEncodingAttr
    : AttrDef<TritonNvidiaGPU_Dialect, "TensorMemoryEncoding"> {
  let mnemonic = "tensor_memory_encoding";
  let summary = "blocks of a matrix in tensor memory";
  let description = [{
    From 3.6 on elements are `colStride` apart; before, `unpacked` says whether each
    takes 32 bits.

    ```mlir
    #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
    #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, unpacked = true>
    ```
  }];
  let parameters = (ins "unsigned":$blockM, "unsigned":$blockN,
                        OptionalParameter<"std::optional<unsigned>">:$colStride,
                        OptionalParameter<"::mlir::BoolAttr">:$unpacked,
                        DefaultValuedParameter<"unsigned", "1">:$CTASplitM,
                        DefaultValuedParameter<"unsigned", "1">:$CTASplitN,
                        DefaultValuedParameter<"bool", "false">:$twoCTAs);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def TritonNvidiaGPU_TensorMemoryScalesEncodingAttr
    : AttrDef<TritonNvidiaGPU_Dialect, "TensorMemoryScalesEncoding"> {
  let mnemonic = "tensor_memory_scales_encoding";
  let summary = "scales of a microscaling operand in tensor memory";
  let description = [{
    ```mlir
    #ttng.tensor_memory_scales_encoding<>
    ```
  }];
  let parameters = (ins DefaultValuedParameter<"unsigned", "1">:$CTASplitM,
                        DefaultValuedParameter<"unsigned", "1">:$CTASplitN);
  let assemblyFormat = "`<` struct(params) `>`";
}

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUATTRIBUTES_TD
