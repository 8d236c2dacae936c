//===- TritonGPUAsyncOps.td - Asynchronous copies, barriers *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUASYNCOPS_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUASYNCOPS_TD

include "triton-metal/Dialect/TritonGPU/IR/TritonGPUBase.td"

def TritonGPU_AsyncCopyGlobalToLocalOp : TritonGPU_Op<"async_copy_global_to_local", [
    AttrSizedOperandSegments, DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    MaskMatches<"src">,
    OptionalTypesMatchWith<"other is what the pointer points to", "src", "other",
                           "::tritonmetal::tt::getPointeeLike($_self)">]> {
  let summary = "begin to copy device memory into shared memory";
  let description = [{
    The copy is complete after a wait for the group that it was committed to. Where the
    mask is false the memory becomes `other`, or 0 without one.

    ```mlir
    %t = ttg.async_copy_global_to_local %p, %m mask %k other %o cacheModifier = cg {contiguity = 8 : i32}
      : tensor<32x16x!tt.ptr<f16>, #blocked> -> <32x16xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Triton_PointerTensor:$src, TritonGPU_MemDesc:$result,
                       Optional<Triton_BoolLike>:$mask, Optional<Triton_Value>:$other,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       DefaultValuedAttr<Triton_EvictionPolicy,
                                         "::tritonmetal::tt::EvictionPolicy::Normal">:$evict,
                       DefaultValuedAttr<BoolAttr, "false">:$isVolatile,
                       DefaultValuedAttr<I32Attr, "1">:$contiguity);
  let results = (outs TritonGPU_AsyncToken:$token);
  let assemblyFormat = [{
    $src `,` $result (`mask` $mask^)? (`other` $other^)?
    oilist(`cacheModifier` `=` $cache | `evictionPolicy` `=` $evict)
    attr-dict `:` type($src) `->` type($result)
  }];
  let hasVerifier = 1;
}

def TritonGPU_AsyncCommitGroupOp : TritonGPU_Op<"async_commit_group", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>]>]> {
  let summary = "make one group of the copies since the last one";
  let description = [{
    Groups complete in order. Up to 3.4 the word `tokens` is absent.

    ```mlir
    %g = ttg.async_commit_group tokens %t, %u
    ```
  }];
  let arguments = (ins Variadic<TritonGPU_AsyncToken>:$inputTokens);
  let results = (outs TritonGPU_AsyncToken:$asyncToken);
  let assemblyFormat = "`` custom<GroupTokens>($inputTokens) attr-dict";
}

def TritonGPU_AsyncWaitOp : TritonGPU_Op<"async_wait", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>]>]> {
  let summary = "wait until at most `num` groups are under way";
  let description = [{
    Each thread waits for its own copies; this is no barrier.

    ```mlir
    %w = ttg.async_wait %g {num = 1 : i32}
    ```
  }];
  let arguments = (ins Variadic<TritonGPU_AsyncToken>:$asyncToken, I32Attr:$num);
  let results = (outs TritonGPU_AsyncToken:$retToken);
  let assemblyFormat = "($asyncToken^)? attr-dict";
  let hasVerifier = 1;
}

def TritonGPU_BarrierOp : TritonGPU_Op<"barrier", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "wait for all threads of the CTA";
  let description = [{
    Accesses before it to the named memories are seen after it. From 3.7 on;
    `ttg.local_barrier` and `gpu.barrier` before.

    ```mlir
    ttg.barrier local|global_read
    ttg.barrier all
    ```
  }];
  let arguments = (ins TritonGPU_AddrSpace:$addrSpace);
  let assemblyFormat = "custom<Memories>($addrSpace) attr-dict";
}

def TritonGPU_LocalBarrierOp : TritonGPU_Op<"local_barrier", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>]>]> {
  let summary = "wait for all threads, and order shared memory (3.6)";
  let description = [{
    ```mlir
    ttg.local_barrier
    ```
  }];
  let assemblyFormat = "attr-dict";
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUASYNCOPS_TD
