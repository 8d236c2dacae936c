//===- TritonNvidiaGPUEnums.td - Enumerations, of which there are none *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUENUMS_TD
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUENUMS_TD

include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUDialect.td"

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUENUMS_TD
