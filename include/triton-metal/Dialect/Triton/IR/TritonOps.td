//===- TritonOps.td - Ops of the Triton dialect ------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONOPS_TD

// One file for each group of ops:
//   TritonFunctionOps.td     kernels, helper functions, calls
//   TritonProgramOps.td      position in the grid
//   TritonShapeOps.td        ranges, splats, changes of shape
//   TritonCastOps.td         conversions between element types
//   TritonMathOps.td         arithmetic that arith and math lack
//   TritonMemoryOps.td       pointers, loads, stores
//   TritonAtomicOps.td       atomics
//   TritonReduceOps.td       reductions and scans
//   TritonDotOps.td          matrix products
//   TritonExternOps.td       foreign functions
//   TritonDebugOps.td        prints and asserts

include "triton-metal/Dialect/Triton/IR/TritonFunctionOps.td"
include "triton-metal/Dialect/Triton/IR/TritonProgramOps.td"
include "triton-metal/Dialect/Triton/IR/TritonShapeOps.td"
include "triton-metal/Dialect/Triton/IR/TritonCastOps.td"
include "triton-metal/Dialect/Triton/IR/TritonMathOps.td"
include "triton-metal/Dialect/Triton/IR/TritonMemoryOps.td"
include "triton-metal/Dialect/Triton/IR/TritonAtomicOps.td"
include "triton-metal/Dialect/Triton/IR/TritonReduceOps.td"
include "triton-metal/Dialect/Triton/IR/TritonDotOps.td"
include "triton-metal/Dialect/Triton/IR/TritonExternOps.td"
include "triton-metal/Dialect/Triton/IR/TritonDebugOps.td"

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONOPS_TD
