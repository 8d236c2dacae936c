//===- TritonGPUEnums.td - Enumerations of the TritonGPU dialect *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUENUMS_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUENUMS_TD

include "mlir/IR/EnumAttr.td"

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUENUMS_TD
