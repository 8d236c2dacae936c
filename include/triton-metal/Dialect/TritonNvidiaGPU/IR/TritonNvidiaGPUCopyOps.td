//===- TritonNvidiaGPUCopyOps.td - Bulk copies -------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Copies of blocks between device and shared memory by a tensor descriptor. Coordinates
// are those of the block's first element; elements outside the tensor read as the padding
// and are not written.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUCOPYOPS_TD
#define TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUCOPYOPS_TD

include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUBase.td"

def TritonNvidiaGPU_AsyncTMACopyGlobalToLocalOp
    : TritonNvidiaGPU_Op<"async_tma_copy_global_to_local"> {
  let summary = "begin to copy a block into shared memory";
  let description = [{
    The barrier counts the bytes that arrive.

    ```mlir
    ttng.async_tma_copy_global_to_local %d[%i, %j] %m, %b, %pred
      : !tt.tensordesc<tensor<64x64xf16, #shared>>, !ttg.memdesc<1xi64, #shared1, #smem, mutable> -> !ttg.memdesc<64x64xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonNvidiaGPU_Descriptor, "", [MemRead]>:$desc, Variadic<I32>:$coord,
                       Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$barrier,
                       Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$result, I1:$pred,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       DefaultValuedAttr<Triton_EvictionPolicy,
                                         "::tritonmetal::tt::EvictionPolicy::Normal">:$evict,
                       DefaultValuedAttr<BoolAttr, "false">:$isVolatile, UnitAttr:$multicast);
  let assemblyFormat = [{
    $desc `[` $coord `]` $result `,` $barrier `,` $pred
    oilist(`cacheModifier` `=` $cache | `evictionPolicy` `=` $evict)
    attr-dict `:` qualified(type($desc)) `,` qualified(type($barrier)) `->`
    qualified(type($result))
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_AsyncTMACopyLocalToGlobalOp
    : TritonNvidiaGPU_Op<"async_tma_copy_local_to_global"> {
  let summary = "begin to copy a block into device memory";
  let description = [{
    ```mlir
    ttng.async_tma_copy_local_to_global %d[%i, %j] %m
      : !tt.tensordesc<tensor<64x64xf16, #shared>>, !ttg.memdesc<64x64xf16, #shared, #smem>
    ```
  }];
  let arguments = (ins Arg<TritonNvidiaGPU_Descriptor, "", [MemWrite]>:$desc, Variadic<I32>:$coord,
                       Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$src);
  let assemblyFormat = [{
    $desc `[` $coord `]` $src attr-dict `:` qualified(type($desc)) `,` qualified(type($src))
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_AsyncTMAReduceOp : TritonNvidiaGPU_Op<"async_tma_reduce"> {
  let summary = "begin to combine a block with device memory";
  let description = [{
    Atomic for each element. The descriptor's element type says whether `min` and `max`
    are signed.

    ```mlir
    ttng.async_tma_reduce add, %d[%i, %j] %m
      : !tt.tensordesc<tensor<64x64xf16, #shared>>, !ttg.memdesc<64x64xf16, #shared, #smem>
    ```
  }];
  let arguments = (ins Triton_DescriptorReduceKind:$kind,
                       Arg<TritonNvidiaGPU_Descriptor, "", [MemRead, MemWrite]>:$desc,
                       Variadic<I32>:$coord,
                       Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$src);
  let assemblyFormat = [{
    $kind `,` $desc `[` $coord `]` $src attr-dict `:`
    qualified(type($desc)) `,` qualified(type($src))
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_AsyncTMAGatherOp : TritonNvidiaGPU_Op<"async_tma_gather"> {
  let summary = "begin to copy rows picked by index into shared memory";
  let description = [{
    ```mlir
    ttng.async_tma_gather %d[%x, %j] %m, %b, %pred
      : !tt.tensordesc<tensor<1x64xf16, #shared>>, tensor<32xi32, #b>, i32, !ttg.memdesc<1xi64, #shared1, #smem, mutable>, !ttg.memdesc<32x64xf16, #shared, #smem, mutable>, i1
    ```
  }];
  let arguments = (ins Arg<TritonNvidiaGPU_Descriptor, "", [MemRead]>:$desc,
                       RankedTensorOf<[I16, I32]>:$x_offsets, I32:$y_offset,
                       Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$barrier,
                       Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$result, I1:$pred);
  let assemblyFormat = [{
    $desc `[` $x_offsets `,` $y_offset `]` $result `,` $barrier `,` $pred attr-dict `:`
    type(operands)
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_AsyncTMAScatterOp : TritonNvidiaGPU_Op<"async_tma_scatter"> {
  let summary = "begin to copy rows into device memory, to places picked by index";
  let description = [{
    ```mlir
    ttng.async_tma_scatter %d[%x, %j] %m
      : !tt.tensordesc<tensor<1x64xf16, #shared>>, tensor<32xi32, #b>, i32, !ttg.memdesc<32x64xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonNvidiaGPU_Descriptor, "", [MemWrite]>:$desc,
                       RankedTensorOf<[I16, I32]>:$x_offsets, I32:$y_offset,
                       Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$src);
  let assemblyFormat = [{
    $desc `[` $x_offsets `,` $y_offset `]` $src attr-dict `:` type(operands)
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_TMAStoreWaitOp : TritonNvidiaGPU_Op<"async_tma_store_wait", [
    MemoryEffects<[MemRead<SharedMemory>, MemWrite<SharedMemory>, MemWrite]>]> {
  let summary = "wait until at most `pendings` copies still read shared memory";
  let description = [{
    ```mlir
    ttng.async_tma_store_wait {pendings = 0 : i32}
    ```
  }];
  let arguments = (ins I32Attr:$pendings);
  let assemblyFormat = "attr-dict";
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Descriptors as bytes in memory
//===----------------------------------------------------------------------===//

def TritonNvidiaGPU_TensormapCreateOp : TritonNvidiaGPU_Op<"tensormap_create", [
    AttrSizedOperandSegments]> {
  let summary = "fill the 128 bytes of a descriptor";
  let description = [{
    Dimensions are fastest first; `global_stride` is in bytes and leaves out the fastest
    dimension.

    ```mlir
    ttng.tensormap_create %d, %p, [%b0, %b1], [%g0, %g1], [%s1], [%e0, %e1]
      {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 3 : i32}
      : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
    ```
  }];
  let arguments = (ins Arg<Triton_Pointer, "", [MemWrite]>:$desc_ptr, Triton_Pointer:$global_address,
                       Variadic<I32>:$box_dim, Variadic<I32>:$global_dim,
                       Variadic<I64>:$global_stride, Variadic<I32>:$element_stride,
                       ConfinedAttr<I32Attr, [IntNonNegative, IntMaxValue<15>]>:$elem_type,
                       ConfinedAttr<I32Attr, [IntNonNegative, IntMaxValue<2>]>:$interleave_layout,
                       ConfinedAttr<I32Attr, [IntNonNegative, IntMaxValue<3>]>:$swizzle_mode,
                       ConfinedAttr<I32Attr, [IntNonNegative, IntMaxValue<1>]>:$fill_mode);
  let assemblyFormat = [{
    $desc_ptr `,` $global_address `,` `[` $box_dim `]` `,` `[` $global_dim `]` `,`
    `[` $global_stride `]` `,` `[` $element_stride `]` attr-dict `:`
    functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def TritonNvidiaGPU_TensormapFenceproxyAcquireOp
    : TritonNvidiaGPU_Op<"tensormap_fenceproxy_acquire"> {
  let summary = "make written descriptor bytes visible";
  let description = [{
    ```mlir
    ttng.tensormap_fenceproxy_acquire %d : !tt.ptr<i8>
    ```
  }];
  let arguments = (ins Arg<Triton_Pointer, "", [MemWrite]>:$desc_ptr);
  let assemblyFormat = "$desc_ptr attr-dict `:` qualified(type($desc_ptr))";
}

def TritonNvidiaGPU_ReinterpretTensorDescOp
    : TritonNvidiaGPU_Op<"reinterpret_tensor_descriptor", [Pure]> {
  let summary = "descriptor bytes as a descriptor";
  let description = [{
    ```mlir
    %t = ttng.reinterpret_tensor_descriptor %p : !tt.ptr<i8> to !tt.tensordesc<tensor<64x64xf16, #shared>>
    ```
  }];
  let arguments = (ins Triton_Pointer:$rawDesc);
  let results = (outs Triton_TensorDescType:$result);
  let assemblyFormat = [{
    $rawDesc attr-dict `:` qualified(type($rawDesc)) `to` qualified(type($result))
  }];
}

def TritonNvidiaGPU_TensorDescToTMAPtrOp
    : TritonNvidiaGPU_Op<"tensor_desc_to_tma_ptr", [Pure]> {
  let summary = "a descriptor as its bytes (up to 3.4)";
  let description = [{
    ```mlir
    %p = ttng.tensor_desc_to_tma_ptr %t : !tt.tensordesc<tensor<64x64xf16>> to !tt.ptr<i8>
    ```
  }];
  let arguments = (ins Triton_TensorDescType:$desc);
  let results = (outs Triton_Pointer:$ptr);
  let assemblyFormat = [{
    $desc attr-dict `:` qualified(type($desc)) `to` qualified(type($ptr))
  }];
}

#endif // TRITON_METAL_DIALECT_TRITONNVIDIAGPU_IR_TRITONNVIDIAGPUCOPYOPS_TD
