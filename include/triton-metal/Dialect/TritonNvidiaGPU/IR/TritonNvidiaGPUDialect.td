//===- TritonNvidiaGPUDialect.td - NVIDIA's own ops --------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUDIALECT_TD
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUDIALECT_TD

include "mlir/IR/OpBase.td"

def TritonNvidiaGPU_Dialect : Dialect {
  let name = "ttng";
  let cppNamespace = "::tritonmetal::ttng";
  let summary = "What Triton plans for NVIDIA's Hopper and Blackwell GPUs";
  let description = [{
    Matrix products of a group of warps, bulk copies by descriptors, barriers in
    memory, tensor memory. No Apple GPU has any of it: the ops are read so that the
    kernel can be raised back to what it means and planned anew, or refused with the
    line of the op. Nothing here is ever made by us.
  }];
  let dependentDialects = ["::tritonmetal::ttg::TritonGPUDialect"];
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
  }];
}

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUDIALECT_TD
