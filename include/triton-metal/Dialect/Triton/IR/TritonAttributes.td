//===- TritonAttributes.td - Attributes of the Triton dialect *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONATTRIBUTES_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONATTRIBUTES_TD

// The dialect has enumerations only; layouts are attributes of the `ttg` dialect.
include "triton-metal/Dialect/Triton/IR/TritonDialect.td"
include "triton-metal/Dialect/Triton/IR/TritonEnums.td"

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONATTRIBUTES_TD
