//===- TritonRawDescriptorOps.td - Descriptors as bytes in memory *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONRAWDESCRIPTOROPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONRAWDESCRIPTOROPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

// Until Triton 3.2 a descriptor is a pointer to 128 bytes in NVIDIA's format, which
// only the host or NVIDIA's own code can fill. The ops are read so that they can be
// refused by name.

class Triton_RawDescriptorOp<string mnemonic, list<Trait> traits = []>
    : Triton_Op<mnemonic, traits>;

def Triton_ExperimentalDescriptorLoadOp : Triton_RawDescriptorOp<"experimental_descriptor_load"> {
  let summary = "read a block through raw descriptor bytes";
  let description = [{
    ```mlir
    %v = tt.experimental_descriptor_load %p[%i, %j] : !tt.ptr<i8> -> tensor<64x64xf16>
    ```
  }];
  let arguments = (ins Arg<Triton_BytePointer, "", [MemRead]>:$desc_ptr, Variadic<I32>:$indices,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       DefaultValuedAttr<Triton_EvictionPolicy,
                                         "::tritonmetal::tt::EvictionPolicy::Normal">:$evict);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = [{
    $desc_ptr `[` $indices `]`
    oilist(`cacheModifier` `=` $cache | `evictionPolicy` `=` $evict)
    attr-dict `:` qualified(type($desc_ptr)) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Triton_ExperimentalDescriptorStoreOp : Triton_RawDescriptorOp<"experimental_descriptor_store"> {
  let summary = "write a block through raw descriptor bytes";
  let description = [{
    ```mlir
    tt.experimental_descriptor_store %p[%i, %j], %v : !tt.ptr<i8>, tensor<64x64xf16>
    ```
  }];
  let arguments = (ins Arg<Triton_BytePointer, "", [MemWrite]>:$desc_ptr, Triton_NumberTensor:$src,
                       Variadic<I32>:$indices);
  let assemblyFormat = [{
    $desc_ptr `[` $indices `]` `,` $src attr-dict `:` qualified(type($desc_ptr)) `,` type($src)
  }];
  let hasVerifier = 1;
}

def Triton_ExperimentalTensormapCreateOp : Triton_RawDescriptorOp<"experimental_tensormap_create", [
    AttrSizedOperandSegments]> {
  let summary = "fill raw descriptor bytes";
  let description = [{
    Dimensions are fastest first; `global_stride` is in bytes and leaves out the
    fastest one.

    ```mlir
    tt.experimental_tensormap_create %d, %p, [%b0, %b1], [%g0, %g1], [%s1], [%e0, %e1]
      {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 3 : i32}
      : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
    ```
  }];
  let arguments = (ins Arg<Triton_BytePointer, "", [MemWrite]>:$desc_ptr,
                       Triton_Pointer:$global_address, Variadic<I32>:$box_dim,
                       Variadic<I32>:$global_dim, Variadic<I64>:$global_stride,
                       Variadic<I32>:$element_stride,
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

def Triton_ExperimentalTensormapFenceproxyAcquireOp
    : Triton_RawDescriptorOp<"experimental_tensormap_fenceproxy_acquire"> {
  let summary = "make written descriptor bytes visible";
  let description = [{
    ```mlir
    tt.experimental_tensormap_fenceproxy_acquire %d : !tt.ptr<i8>
    ```
  }];
  let arguments = (ins Arg<Triton_BytePointer, "", [MemWrite]>:$desc_ptr);
  let assemblyFormat = "$desc_ptr attr-dict `:` qualified(type($desc_ptr))";
}

def Triton_ReinterpretTensorDescOp
    : Triton_RawDescriptorOp<"reinterpret_tensor_descriptor", [Pure]> {
  let summary = "raw descriptor bytes as a descriptor";
  let description = [{
    ```mlir
    %t = tt.reinterpret_tensor_descriptor %p : !tt.ptr<i8> to !tt.tensordesc<tensor<64x64xf16>>
    ```
  }];
  let arguments = (ins Triton_BytePointer:$rawDesc);
  let results = (outs Triton_TensorDescType:$result);
  let assemblyFormat = [{
    $rawDesc attr-dict `:` qualified(type($rawDesc)) `to` qualified(type($result))
  }];
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONRAWDESCRIPTOROPS_TD
