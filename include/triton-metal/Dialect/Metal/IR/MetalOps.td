//===- MetalOps.td - Ops of the Metal dialect --------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// One file for each group of ops:
//   MetalArithOps.td     arithmetic that arith lacks
//   MetalKernelOps.td    the kernel, positions in the grid and the threadgroup
//   MetalValueOps.td     ops of the value form only (a vector element a register)
//   MetalCombineOps.td   those of them with a function of elements: map, reduce, scan
//   MetalMemoryOps.td    pointers, loads, stores, threadgroup and thread arrays
//   MetalAtomicOps.td    atomics and fences
//   MetalMatrixOps.td    products of matrices
//   MetalSimdOps.td      barriers and what a SIMD-group does together
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALOPS_TD

include "triton-metal/Dialect/Metal/IR/MetalArithOps.td"
include "triton-metal/Dialect/Metal/IR/MetalAtomicOps.td"
include "triton-metal/Dialect/Metal/IR/MetalCombineOps.td"
include "triton-metal/Dialect/Metal/IR/MetalKernelOps.td"
include "triton-metal/Dialect/Metal/IR/MetalMatrixOps.td"
include "triton-metal/Dialect/Metal/IR/MetalMemoryOps.td"
include "triton-metal/Dialect/Metal/IR/MetalSimdOps.td"
include "triton-metal/Dialect/Metal/IR/MetalValueOps.td"

#endif // TRITON_METAL_DIALECT_METAL_IR_METALOPS_TD
