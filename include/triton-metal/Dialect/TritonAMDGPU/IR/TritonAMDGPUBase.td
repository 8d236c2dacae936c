//===- TritonAMDGPUBase.td - What all op files share -------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUBASE_TD
#define TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUBASE_TD

include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUAttributes.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUBase.td"

class TritonAMDGPU_Op<string mnemonic, list<Trait> traits = []>
    : Op<TritonAMDGPU_Dialect, mnemonic, traits>;

#endif // TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUBASE_TD
