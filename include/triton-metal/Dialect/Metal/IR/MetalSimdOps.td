//===- MetalSimdOps.td - Barriers and SIMD-group ops --------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// All of these must be reached by every thread of the threadgroup (barriers) or
// every lane of the SIMD-group (the others) together. They are given a memory
// effect so that no pass moves them under a condition.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALSIMDOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALSIMDOPS_TD

include "triton-metal/Dialect/Metal/IR/MetalBase.td"

def Metal_ThreadgroupBarrierOp
    : Metal_Op<"threadgroup_barrier", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "wait for all threads of the threadgroup";
  let description = [{
    Orders accesses to threadgroup memory, and with `device` also those to device
    memory, before and after it among the threads of the threadgroup.
    Example: `metal.threadgroup_barrier` is
    `threadgroup_barrier(mem_flags::mem_threadgroup);`
  }];
  let arguments = (ins UnitAttr:$device);
  let assemblyFormat = "(`device` $device^)? attr-dict";
}

def Metal_SimdShuffleOp : Metal_Op<"simd_shuffle",
    [MemoryEffects<[MemRead]>, AllTypesMatch<["value", "result"]>]> {
  let summary = "read another lane's value";
  let description = [{
    `xor`: lane `own ^ lane`; `index`: lane `lane`; `up`: `own - lane`; `down`:
    `own + lane`. Out of range: undefined. On a vector, which in the value form may be
    of any length, each element on its own.
    Example: `%w = metal.simd_shuffle xor %v, %c16 : f32` is `simd_shuffle_xor(v, 16)`.
  }];
  let arguments = (ins Metal_ShuffleKind:$kind, Metal_ScalarOrVector:$value, I32:$lane);
  let results = (outs Metal_ScalarOrVector:$result);
  let assemblyFormat = "$kind $value `,` $lane attr-dict `:` type($value)";
}

def Metal_SimdReduceOp : Metal_Op<"simd_reduce",
    [MemoryEffects<[MemRead]>, AllTypesMatch<["value", "result"]>]> {
  let summary = "combine the values of all 32 lanes";
  let description = [{
    Every lane gets the result. Example: `%s = metal.simd_reduce sum %v : f32` is
    `simd_sum(v)`.
  }];
  let arguments = (ins Metal_SimdReduction:$kind, Metal_ScalarOrVector:$value);
  let results = (outs Metal_ScalarOrVector:$result);
  let assemblyFormat = "$kind $value attr-dict `:` type($value)";
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALSIMDOPS_TD
