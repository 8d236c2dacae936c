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
//   TritonBlockPointerOps.td pointers to blocks of a tensor
//   TritonDescriptorOps.td   descriptors of tensors, accessed by blocks
//   TritonRawDescriptorOps.td  the same as bytes in memory, which is refused later
//   TritonAtomicOps.td       atomics
//   TritonReduceOps.td       reductions and scans
//   TritonMapOps.td          scalar code for each element
//   TritonDotOps.td          matrix products
//   TritonExternOps.td       foreign functions and assembly
//   TritonDebugOps.td        prints and asserts

include "triton-metal/Dialect/Triton/IR/TritonFunctionOps.td"
include "triton-metal/Dialect/Triton/IR/TritonProgramOps.td"
include "triton-metal/Dialect/Triton/IR/TritonShapeOps.td"
include "triton-metal/Dialect/Triton/IR/TritonCastOps.td"
include "triton-metal/Dialect/Triton/IR/TritonMathOps.td"
include "triton-metal/Dialect/Triton/IR/TritonMemoryOps.td"
include "triton-metal/Dialect/Triton/IR/TritonBlockPointerOps.td"
include "triton-metal/Dialect/Triton/IR/TritonDescriptorOps.td"
include "triton-metal/Dialect/Triton/IR/TritonRawDescriptorOps.td"
include "triton-metal/Dialect/Triton/IR/TritonAtomicOps.td"
include "triton-metal/Dialect/Triton/IR/TritonReduceOps.td"
include "triton-metal/Dialect/Triton/IR/TritonMapOps.td"
include "triton-metal/Dialect/Triton/IR/TritonDotOps.td"
include "triton-metal/Dialect/Triton/IR/TritonExternOps.td"
include "triton-metal/Dialect/Triton/IR/TritonDebugOps.td"

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONOPS_TD
