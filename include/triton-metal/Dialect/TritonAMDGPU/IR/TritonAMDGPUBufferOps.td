//===- TritonAMDGPUBufferOps.td - Pointer plus offsets -----*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Each element is at the one pointer plus its own offset, counted in elements. `stride` is
// a hint for the cache.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUBUFFEROPS_TD
#define TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUBUFFEROPS_TD

include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUBase.td"

class PointerMatches<string of> : TypesMatchWith<
    "ptr points to the elements of " # of, of, "ptr",
    "::tritonmetal::tt::PointerType::get(::mlir::getElementTypeOrSelf($_self))">;
class OffsetsMatch<string of> : TypesMatchWith<
    "offsets are i32 with the shape of " # of, of, "offsets",
    "::tritonmetal::tt::withElementType($_self, ::mlir::IntegerType::get($_self.getContext(), 32))">;
class BitsMatch<string of> : OptionalTypesMatchWith<
    "mask is i1 with the shape of " # of, of, "mask",
    "::tritonmetal::tt::withElementType($_self, ::mlir::IntegerType::get($_self.getContext(), 1))">;

def TritonAMDGPU_BufferLoadOp : TritonAMDGPU_Op<"buffer_load", [
    AttrSizedOperandSegments, PointerMatches<"result">, OffsetsMatch<"result">,
    BitsMatch<"result">,
    OptionalTypesMatchWith<"other is what is read", "result", "other", "$_self">]> {
  let summary = "read device memory";
  let description = [{
    Where the mask is false the result is `other`, or 0 without one.

    ```mlir
    %v = amdg.buffer_load %p[%o], %mask, %other cacheModifier = cg stride = %s : tensor<128x64xbf16, #b>
    ```
  }];
  let arguments = (ins Arg<Triton_Pointer, "", [MemRead]>:$ptr, Triton_I32Tensor:$offsets,
                       Optional<I32>:$stride,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       Optional<RankedTensorOf<[I1]>>:$mask, Optional<Triton_NumberTensor>:$other,
                       DefaultValuedAttr<I32Attr, "1">:$contiguity);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = [{
    $ptr `[` $offsets `]` (`,` $mask^)? (`,` $other^)?
    oilist(`cacheModifier` `=` $cache) (`stride` `=` $stride^)? attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def TritonAMDGPU_BufferStoreOp : TritonAMDGPU_Op<"buffer_store", [
    AttrSizedOperandSegments, PointerMatches<"value">, OffsetsMatch<"value">,
    BitsMatch<"value">]> {
  let summary = "write device memory";
  let description = [{
    ```mlir
    amdg.buffer_store %v, %p[%o], %mask stride = %s : tensor<128x64xbf16, #b>
    ```
  }];
  let arguments = (ins Triton_NumberTensor:$value, Arg<Triton_Pointer, "", [MemWrite]>:$ptr,
                       Triton_I32Tensor:$offsets, Optional<I32>:$stride,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       Optional<RankedTensorOf<[I1]>>:$mask,
                       DefaultValuedAttr<I32Attr, "1">:$contiguity);
  let assemblyFormat = [{
    $value `,` $ptr `[` $offsets `]` (`,` $mask^)?
    oilist(`cacheModifier` `=` $cache) (`stride` `=` $stride^)? attr-dict `:` type($value)
  }];
  let hasVerifier = 1;
}

def TritonAMDGPU_BufferAtomicRMWOp : TritonAMDGPU_Op<"buffer_atomic_rmw", [
    AttrSizedOperandSegments, PointerMatches<"result">, OffsetsMatch<"result">,
    BitsMatch<"result">, AllTypesMatch<["result", "value"]>]> {
  let summary = "change device memory and return what was there";
  let description = [{
    ```mlir
    %r = amdg.buffer_atomic_rmw fadd, acq_rel, gpu, %v, %p[%o], %mask stride = %s : tensor<128xf32, #b>
    ```
  }];
  let arguments = (ins Triton_RMWOp:$atomic_rmw_op,
                       Arg<Triton_Pointer, "", [MemRead, MemWrite]>:$ptr,
                       Triton_I32Tensor:$offsets, Triton_NumberTensor:$value,
                       Optional<I32>:$stride, Triton_MemSemantic:$sem, Triton_MemSyncScope:$scope,
                       Optional<RankedTensorOf<[I1]>>:$mask);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = [{
    $atomic_rmw_op `,` $sem `,` $scope `,` $value `,` $ptr `[` $offsets `]` (`,` $mask^)?
    (`stride` `=` $stride^)? attr-dict `:` type($result)
  }];
}

def TritonAMDGPU_BufferAtomicCASOp : TritonAMDGPU_Op<"buffer_atomic_cas", [
    PointerMatches<"result">, OffsetsMatch<"result">, AllTypesMatch<["result", "val", "cmp"]>]> {
  let summary = "exchange device memory where it is as expected";
  let description = [{
    ```mlir
    %r = amdg.buffer_atomic_cas acq_rel, gpu, %cmp, %val, %p[%o] stride = %s : tensor<128xi32, #b>
    ```
  }];
  let arguments = (ins Arg<Triton_Pointer, "", [MemRead, MemWrite]>:$ptr,
                       Triton_I32Tensor:$offsets, Triton_NumberTensor:$cmp,
                       Triton_NumberTensor:$val, Optional<I32>:$stride, Triton_MemSemantic:$sem,
                       Triton_MemSyncScope:$scope);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = [{
    $sem `,` $scope `,` $cmp `,` $val `,` $ptr `[` $offsets `]` (`stride` `=` $stride^)?
    attr-dict `:` type($result)
  }];
}

def TritonAMDGPU_BufferLoadToLocalOp : TritonAMDGPU_Op<"buffer_load_to_local", [
    AttrSizedOperandSegments, BitsMatch<"offsets">]> {
  let summary = "begin to copy device memory into shared memory";
  let description = [{
    Complete after a wait for its group, as `ttg.async_copy_global_to_local`.

    ```mlir
    %t = amdg.buffer_load_to_local %p[%o] mask = %mask other = %other stride = %s into %m
      : <f16>[tensor<32x64xi32, #b>] tensor<32x64xf16, #b> -> <32x64xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$dest,
                       Arg<Triton_Pointer, "", [MemRead]>:$ptr, Triton_I32Tensor:$offsets,
                       Optional<RankedTensorOf<[I1]>>:$mask, Optional<Triton_NumberTensor>:$other,
                       Optional<I32>:$stride,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       DefaultValuedAttr<I32Attr, "1">:$contiguity);
  let results = (outs TritonGPU_AsyncToken:$token);
  let assemblyFormat = [{
    $ptr `[` $offsets `]` (`mask` `=` $mask^)? (`other` `=` $other^)? (`stride` `=` $stride^)?
    oilist(`cacheModifier` `=` $cache) `into` $dest attr-dict `:`
    type($ptr) `[` type($offsets) `]` type($other) `->` type($dest)
  }];
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITONAMDGPU_IR_TRITONAMDGPUBUFFEROPS_TD
