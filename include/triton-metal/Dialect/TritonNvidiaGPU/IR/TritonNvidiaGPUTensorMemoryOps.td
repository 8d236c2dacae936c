//===- TritonNvidiaGPUTensorMemoryOps.td - Blackwell -------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Products in tensor memory. They are read as Triton 3.6 prints them, so that they can
// be refused where they stand.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUTENSORMEMORYOPS_TD
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUTENSORMEMORYOPS_TD

include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUBase.td"

def TensorMemory : Resource<"::tritonmetal::ttng::TensorMemory">;

def TritonNvidiaGPU_TMEMAllocOp : TritonNvidiaGPU_Op<"tmem_alloc", [
    MemoryEffects<[MemAlloc<TensorMemory>]>]> {
  let summary = "allocate tensor memory";
  let description = [{
    ```mlir
    %m, %t = ttng.tmem_alloc %x : (tensor<128x64xf32, #blocked>) -> (!ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>, !ttg.async.token)
    ```
  }];
  let arguments = (ins Optional<Triton_NumberTensor>:$src);
  let results = (outs TritonGPU_MemDesc:$result, Optional<TritonGPU_AsyncToken>:$token);
  let assemblyFormat = "($src^)? attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def TritonNvidiaGPU_TMEMLoadOp : TritonNvidiaGPU_Op<"tmem_load"> {
  let summary = "read tensor memory";
  let description = [{
    ```mlir
    %x, %u = ttng.tmem_load %m[%t] : !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable> -> tensor<128x64xf32, #blocked>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemRead<TensorMemory>]>:$src,
                       Optional<TritonGPU_AsyncToken>:$dep);
  let results = (outs Triton_NumberTensor:$result, Optional<TritonGPU_AsyncToken>:$token);
  let assemblyFormat = [{
    $src `` custom<Token>($dep, type($token)) attr-dict `:` qualified(type($src)) `->`
    type($result)
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_TMEMStoreOp : TritonNvidiaGPU_Op<"tmem_store"> {
  let summary = "write tensor memory";
  let description = [{
    ```mlir
    %u = ttng.tmem_store %x, %m[%t], %pred : tensor<128x64xf32, #blocked> -> !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemWrite<TensorMemory>]>:$dst,
                       Optional<TritonGPU_AsyncToken>:$dep, Triton_NumberTensor:$src, I1:$pred);
  let results = (outs Optional<TritonGPU_AsyncToken>:$token);
  let assemblyFormat = [{
    $src `,` $dst `` custom<Token>($dep, type($token)) `,` $pred attr-dict `:`
    type($src) `->` qualified(type($dst))
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_TMEMSubSliceOp : TritonNvidiaGPU_Op<"tmem_subslice", [Pure]> {
  let summary = "columns of tensor memory from `N` on";
  let description = [{
    ```mlir
    %p = ttng.tmem_subslice %m {N = 64 : i32} : !ttg.memdesc<128x128xf32, #tmem, #ttng.tensor_memory, mutable> -> !ttg.memdesc<128x64xf32, #tmem1, #ttng.tensor_memory, mutable, 128x128>
    ```
  }];
  let arguments = (ins TritonGPU_MemDesc:$src, I32Attr:$N);
  let results = (outs TritonGPU_MemDesc:$result);
  let assemblyFormat = [{
    $src attr-dict `:` qualified(type($src)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_TMEMCopyOp : TritonNvidiaGPU_Op<"tmem_copy"> {
  let summary = "begin to copy shared memory into tensor memory";
  let description = [{
    ```mlir
    ttng.tmem_copy %s, %m, %b : !ttg.memdesc<128x16xi8, #shared, #smem>, !ttg.memdesc<128x16xi8, #tmem, #ttng.tensor_memory, mutable>, !ttg.memdesc<1xi64, #shared1, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$src,
                       Arg<TritonGPU_MemDesc, "", [MemWrite<TensorMemory>]>:$dst,
                       Optional<TritonGPU_MemDesc>:$barrier);
  let assemblyFormat = [{
    $src `,` $dst (`,` $barrier^)? attr-dict `:`
    qualified(type($src)) `,` qualified(type($dst)) (`,` qualified(type($barrier))^)?
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

def TritonNvidiaGPU_TCGen5MMAOp : TritonNvidiaGPU_Op<"tc_gen5_mma", [AttrSizedOperandSegments]> {
  let summary = "begin a matrix product into tensor memory";
  let description = [{
    `d = a * b + d`, or `a * b` where `useD` is false; nothing where `pred` is false.

    ```mlir
    %u = ttng.tc_gen5_mma %a, %b, %d[%t], %useD, %pred, %bar[%true] {is_async}
      : !ttg.memdesc<128x64xf16, #shared, #smem>, !ttg.memdesc<64x128xf16, #shared, #smem>, !ttg.memdesc<128x128xf32, #tmem, #ttng.tensor_memory, mutable>, !ttg.memdesc<1xi64, #shared1, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$a,
                       Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$b,
                       Arg<TritonGPU_MemDesc, "", [MemRead<TensorMemory>,
                                                   MemWrite<TensorMemory>]>:$d,
                       Optional<TritonGPU_AsyncToken>:$acc_dep, I1:$useD, I1:$pred,
                       Variadic<TritonGPU_MemDesc>:$barriers, Variadic<I1>:$barrier_preds,
                       UnitAttr:$is_async, UnitAttr:$two_ctas);
  let results = (outs Optional<TritonGPU_AsyncToken>:$token);
  let assemblyFormat = [{
    $a `,` $b `,` $d `` custom<Token>($acc_dep, type($token)) `,` $useD `,` $pred
    `` custom<BarriersAndPreds>($barriers, $barrier_preds) attr-dict `:`
    qualified(type($a)) `,` qualified(type($b)) `,` qualified(type($d))
    (`,` qualified(type($barriers))^)?
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_TCGen5MMAScaledOp : TritonNvidiaGPU_Op<"tc_gen5_mma_scaled", [
    AttrSizedOperandSegments]> {
  let summary = "begin a matrix product of microscaling operands";
  let description = [{
    ```mlir
    ttng.tc_gen5_mma_scaled %a, %b, %d, %sa, %sb, %useD, %pred lhs = e4m3 rhs = e2m1
      : !ttg.memdesc<128x64xf8E4M3FN, #shared, #smem>, !ttg.memdesc<32x128xi8, #shared, #smem>, !ttg.memdesc<128x128xf32, #tmem, #ttng.tensor_memory, mutable>, !ttg.memdesc<128x2xi8, #scales, #ttng.tensor_memory>, !ttg.memdesc<128x2xi8, #scales, #ttng.tensor_memory>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$a,
                       Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$b,
                       Arg<TritonGPU_MemDesc, "", [MemRead<TensorMemory>,
                                                   MemWrite<TensorMemory>]>:$d,
                       Optional<TritonGPU_AsyncToken>:$acc_dep,
                       Arg<TritonGPU_MemDesc, "", [MemRead<TensorMemory>]>:$a_scale,
                       Arg<TritonGPU_MemDesc, "", [MemRead<TensorMemory>]>:$b_scale,
                       Triton_ScaleDotElemType:$a_type, Triton_ScaleDotElemType:$b_type,
                       I1:$useD, I1:$pred, Variadic<TritonGPU_MemDesc>:$barriers,
                       Variadic<I1>:$barrier_preds, UnitAttr:$is_async, UnitAttr:$two_ctas);
  let results = (outs Optional<TritonGPU_AsyncToken>:$token);
  let assemblyFormat = [{
    $a `,` $b `,` $d `` custom<Token>($acc_dep, type($token)) `,` $a_scale `,` $b_scale `,`
    $useD `,` $pred `lhs` `=` $a_type `rhs` `=` $b_type
    `` custom<BarriersAndPreds>($barriers, $barrier_preds) attr-dict `:`
    qualified(type($a)) `,` qualified(type($b)) `,` qualified(type($d)) `,`
    qualified(type($a_scale)) `,` qualified(type($b_scale)) (`,` qualified(type($barriers))^)?
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_TCGen5CommitOp : TritonNvidiaGPU_Op<"tc_gen5_commit"> {
  let summary = "let a barrier know when all products so far are complete";
  let description = [{
    ```mlir
    ttng.tc_gen5_commit %b, %pred : !ttg.memdesc<1xi64, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$barrier,
                       Optional<I1>:$pred, UnitAttr:$two_ctas);
  let assemblyFormat = "$barrier (`,` $pred^)? attr-dict `:` qualified(type($barrier))";
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUTENSORMEMORYOPS_TD
