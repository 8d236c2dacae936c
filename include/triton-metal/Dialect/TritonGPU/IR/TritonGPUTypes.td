//===- TritonGPUTypes.td - Types of the TritonGPU dialect --*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUTYPES_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUTYPES_TD

include "mlir/IR/AttrTypeBase.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUDialect.td"

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUTYPES_TD
