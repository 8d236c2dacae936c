//===- TritonGPUOps.td - Ops of the TritonGPU dialect ------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Ops on distributed tensors are here; TritonGPUMemDescOps.td has those on memory,
// TritonGPUAsyncOps.td asynchronous copies and barriers, TritonGPUWarpOps.td what warps do
// apart from each other.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUOPS_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUOPS_TD

include "triton-metal/Dialect/TritonGPU/IR/TritonGPUAsyncOps.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUBase.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUMemDescOps.td"
include "triton-metal/Dialect/TritonGPU/IR/TritonGPUWarpOps.td"

def TritonGPU_ConvertLayoutOp : TritonGPU_Op<"convert_layout", [
    Pure, SameOperandsAndResultElementType, SameOperandsAndResultShape]> {
  let summary = "move a tensor into another layout";
  let description = [{
    The same elements, held by other threads: free, a permutation of registers,
    shuffles within SIMD-groups, or a trip through threadgroup memory.

    ```mlir
    %r = ttg.convert_layout %x : tensor<64x64xf32, #blocked> -> tensor<64x64xf32, #blocked1>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
  let hasVerifier = 1;
}

def TritonGPU_Fp4ToFpOp : TritonGPU_Op<"fp4_to_fp", [Pure]> {
  let summary = "unpack pairs of 4-bit floats";
  let description = [{
    Each byte holds two e2m1 numbers, neighbours along `axis` of the result: element 2i
    is in the low half, 2i+1 in the high half. The codes 0 to 7 are 0, 0.5, 1, 1.5, 2,
    3, 4, 6; bit 3 is the sign.

    ```mlir
    %r = ttg.fp4_to_fp %x {axis = 1 : i32} : tensor<128x64xi8, #a> -> tensor<128x128xbf16, #b>
    ```
  }];
  let arguments = (ins RankedTensorOf<[I8]>:$src, I32Attr:$axis);
  let results = (outs Triton_FloatTensor:$result);
  let assemblyFormat = "$src attr-dict `:` type($src) `->` type($result)";
  let hasVerifier = 1;
}

def TritonGPU_UpcastMXFPOp : TritonGPU_Op<"upcast_mxfp", [Pure]> {
  let summary = "scale a microscaling operand (3.2)";
  let description = [{
    Each 32 elements along the last dimension have one exponent in `scale`, biased by
    127; `fp_type` is the format of the elements, e2m1 in pairs.

    ```mlir
    %r = ttg.upcast_mxfp %x, %s fp_type = e5m2 : tensor<64x64xi8, #a>, tensor<64x2xi8, #s> -> tensor<64x64xbf16, #b>
    ```
  }];
  let arguments = (ins RankedTensorOf<[AnyFloat, I8]>:$src, RankedTensorOf<[I8]>:$scale,
                       Triton_ScaleDotElemType:$fp_type);
  let results = (outs Triton_FloatTensor:$result);
  let assemblyFormat = [{
    $src `,` $scale `fp_type` `=` $fp_type attr-dict `:`
    type($src) `,` type($scale) `->` type($result)
  }];
  let hasVerifier = 1;
}

def TritonGPU_GlobalScratchAllocOp : TritonGPU_Op<"global_scratch_alloc", [
    MemoryEffects<[MemAlloc]>]> {
  let summary = "device memory of one program, until it ends";
  let description = [{
    ```mlir
    %p = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
    ```
  }];
  let arguments = (ins I32Attr:$nbytes, I32Attr:$alignment,
                       UnitAttr:$third_party_allocation, UnitAttr:$shared_cluster_state);
  let results = (outs Triton_Pointer:$result);
  let assemblyFormat = "attr-dict `:` qualified(type($result))";
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUOPS_TD
