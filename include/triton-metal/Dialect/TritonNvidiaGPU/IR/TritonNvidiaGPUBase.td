//===- TritonNvidiaGPUBase.td - What all op files share ----*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUBASE_TD
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUBASE_TD

include "triton-metal/Dialect/TritonGPU/IR/TritonGPUBase.td"
include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUAttributes.td"

class TritonNvidiaGPU_Op<string mnemonic, list<Trait> traits = []>
    : Op<TritonNvidiaGPU_Dialect, mnemonic, traits>;

// Until 3.4 some ops take the bytes of a descriptor.
def TritonNvidiaGPU_Descriptor : AnyTypeOf<[Triton_TensorDescType, Triton_Pointer],
                                           "tensor descriptor or pointer to one">;

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUBASE_TD
