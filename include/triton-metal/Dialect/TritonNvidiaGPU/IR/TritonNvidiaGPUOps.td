//===- TritonNvidiaGPUOps.td - Ops of Hopper ---------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Matrix products, fences and clusters are here, barriers in TritonNvidiaGPUBarrierOps.td,
// bulk copies in TritonNvidiaGPUCopyOps.td, Blackwell's in TritonNvidiaGPUTensorMemoryOps.td.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUOPS_TD
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUOPS_TD

include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUBarrierOps.td"
include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUBase.td"
include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUCopyOps.td"
include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUTensorMemoryOps.td"

def TritonNvidiaGPU_WarpGroupDotOp : TritonNvidiaGPU_Op<"warp_group_dot", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>, AllTypesMatch<["c", "d"]>]> {
  let summary = "matrix product of a group of four warps";
  let description = [{
    `d = a * b + c`, or `a * b` where `useC` is false. An asynchronous one has its result,
    and is done with its operands in memory, after a wait.

    ```mlir
    %d = ttng.warp_group_dot %a, %b, %c {inputPrecision = 0 : i32, isAsync = true}
      : !ttg.memdesc<64x32xf16, #shared, #smem> * !ttg.memdesc<32x64xf16, #shared1, #smem> -> tensor<64x64xf32, #mma>
    ```
  }];
  let arguments = (ins AnyTypeOf<[Triton_NumberTensor, TritonGPU_MemDesc],
                                 "tensor or memory descriptor">:$a,
                       TritonGPU_MemDesc:$b, Triton_NumberTensor:$c, Optional<I1>:$useC,
                       DefaultValuedAttr<Triton_InputPrecision,
                                         "::tritonmetal::tt::InputPrecision::IEEE">:$inputPrecision,
                       DefaultValuedAttr<I32Attr, "0">:$maxNumImpreciseAcc,
                       DefaultValuedAttr<BoolAttr, "false">:$isAsync);
  let results = (outs Triton_NumberTensor:$d);
  let assemblyFormat = [{
    $a `,` $b `,` $c (`,` $useC^)? attr-dict `:`
    type($a) `*` qualified(type($b)) `->` type($d)
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_WarpGroupDotWaitOp : TritonNvidiaGPU_Op<"warp_group_dot_wait", [
    DeclareOpInterfaceMethods<InferTypeOpInterface>]> {
  let summary = "wait until at most `pendings` products are under way";
  let description = [{
    The results are the operands, after the wait.

    ```mlir
    %r:2 = ttng.warp_group_dot_wait %acc, %a {pendings = 1 : i32} : tensor<64x64xf32, #mma>, !ttg.memdesc<64x32xf16, #shared, #smem>
    ```
  }];
  let arguments = (ins Variadic<AnyTypeOf<[Triton_NumberTensor, TritonGPU_MemDesc],
                                          "tensor or memory descriptor">>:$inputs,
                       I32Attr:$pendings);
  let results = (outs Variadic<AnyType>:$outputs);
  let assemblyFormat = "$inputs attr-dict `:` type($inputs)";
  let hasVerifier = 1;
}

def TritonNvidiaGPU_FenceAsyncSharedOp : TritonNvidiaGPU_Op<"fence_async_shared", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>]>]> {
  let summary = "show writes to shared memory to the units that read it on their own";
  let description = [{
    ```mlir
    ttng.fence_async_shared {bCluster = false}
    ```
  }];
  let arguments = (ins BoolAttr:$bCluster);
  let assemblyFormat = "attr-dict";
}

def TritonNvidiaGPU_ClusterArriveOp : TritonNvidiaGPU_Op<"cluster_arrive", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>]>]> {
  let summary = "one half of a barrier of a cluster";
  let description = [{
    ```mlir
    ttng.cluster_arrive {relaxed = true}
    ```
  }];
  let arguments = (ins BoolAttr:$relaxed);
  let assemblyFormat = "attr-dict";
}

def TritonNvidiaGPU_ClusterWaitOp : TritonNvidiaGPU_Op<"cluster_wait", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>]>]> {
  let summary = "the other half of a barrier of a cluster";
  let description = [{
    ```mlir
    ttng.cluster_wait
    ```
  }];
  let assemblyFormat = "attr-dict";
}

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUOPS_TD
