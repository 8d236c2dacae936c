//===- TritonAMDGPUDialect.td - AMD's own ops --------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUDIALECT_TD
#define TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUDIALECT_TD

include "mlir/IR/OpBase.td"

def TritonAMDGPU_Dialect : Dialect {
  let name = "amdg";
  let cppNamespace = "::tritonmetal::amdg";
  let summary = "What Triton plans for AMD's GPUs";
  let description = [{
    Accesses by a uniform pointer and 32-bit offsets, slices of distributed tensors,
    unpacking of small floats. The ops are read so that the kernel can be raised back to
    what it means and planned anew. Nothing here is ever made by us. Up to 3.5 the
    dialect is called `amdgpu`.
  }];
  let dependentDialects = ["::tritonmetal::ttg::TritonGPUDialect"];
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
  }];
}

#endif // TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUDIALECT_TD
