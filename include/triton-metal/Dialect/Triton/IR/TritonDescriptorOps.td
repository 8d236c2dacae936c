//===- TritonDescriptorOps.td - Tensor descriptors ---------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONDESCRIPTOROPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONDESCRIPTOROPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

// Indices are element offsets of the block, of any sign. Each element is tested
// against the tensor's shape: outside it reads as the padding, and is not written.

def Triton_MakeTensorDescOp : Triton_Op<"make_tensor_descriptor", [
    Pure, SameVariadicOperandSize]> {
  let summary = "describe a tensor in memory";
  let description = [{
    Strides are in elements and the last one is 1. `padding` is what elements
    outside the shape read as: zero, or NaN.

    ```mlir
    %d = tt.make_tensor_descriptor %base, [%m, %k], [%sm, %c1] : <f16>, <tensor<64x64xf16>>
    ```
  }];
  let arguments = (ins Triton_Pointer:$base, Variadic<I32>:$shape, Variadic<I64>:$strides,
                       DefaultValuedAttr<Triton_PaddingOption,
                                         "::tritonmetal::tt::PaddingOption::Zero">:$padding);
  let results = (outs Triton_TensorDescType:$result);
  let assemblyFormat = [{
    $base `,` `[` $shape `]` `,` `[` $strides `]` attr-dict `:` type($base) `,` type($result)
  }];
  let hasVerifier = 1;
}

def Triton_DescriptorLoadOp : Triton_Op<"descriptor_load"> {
  let summary = "read a block";
  let description = [{
    The result has the block's elements; its shape may leave out leading ones.

    ```mlir
    %v = tt.descriptor_load %d[%i, %j] : !tt.tensordesc<tensor<64x64xf16>> -> tensor<64x64xf16>
    ```
  }];
  let arguments = (ins Arg<Triton_TensorDescType, "", [MemRead]>:$desc, Variadic<I32>:$indices,
                       DefaultValuedAttr<Triton_CacheModifier,
                                         "::tritonmetal::tt::CacheModifier::None">:$cache,
                       DefaultValuedAttr<Triton_EvictionPolicy,
                                         "::tritonmetal::tt::EvictionPolicy::Normal">:$evict);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = [{
    $desc `[` $indices `]`
    oilist(`cacheModifier` `=` $cache | `evictionPolicy` `=` $evict)
    attr-dict `:` qualified(type($desc)) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Triton_DescriptorStoreOp : Triton_Op<"descriptor_store"> {
  let summary = "write a block";
  let description = [{
    ```mlir
    tt.descriptor_store %d[%i, %j], %v : !tt.tensordesc<tensor<64x64xf16>>, tensor<64x64xf16>
    ```
  }];
  let arguments = (ins Arg<Triton_TensorDescType, "", [MemWrite]>:$desc, Triton_NumberTensor:$src,
                       Variadic<I32>:$indices);
  let assemblyFormat = [{
    $desc `[` $indices `]` `,` $src attr-dict `:` qualified(type($desc)) `,` type($src)
  }];
  let hasVerifier = 1;
}

def Triton_DescriptorReduceOp : Triton_Op<"descriptor_reduce"> {
  let summary = "combine a block with what is in memory";
  let description = [{
    Atomic for each element, in no order. The descriptor's element type says
    whether `min` and `max` are signed.

    ```mlir
    tt.descriptor_reduce add, %d[%i, %j], %v : !tt.tensordesc<tensor<64x64xf16>>, tensor<64x64xf16>
    ```
  }];
  let arguments = (ins Triton_DescriptorReduceKind:$kind,
                       Arg<Triton_TensorDescType, "", [MemRead, MemWrite]>:$desc,
                       Triton_NumberTensor:$src, Variadic<I32>:$indices);
  let assemblyFormat = [{
    $kind `,` $desc `[` $indices `]` `,` $src attr-dict `:` qualified(type($desc)) `,` type($src)
  }];
  let hasVerifier = 1;
}

def Triton_DescriptorGatherOp : Triton_Op<"descriptor_gather"> {
  let summary = "read rows picked by index";
  let description = [{
    The block is one row. Row k of the result is what row `x_offsets[k]` of the
    tensor holds from column `y_offset` on.

    ```mlir
    %v = tt.descriptor_gather %d[%x, %j]
      : (!tt.tensordesc<tensor<1x64xf16>>, tensor<32xi32>, i32) -> tensor<32x64xf16>
    ```
  }];
  let arguments = (ins Arg<Triton_TensorDescType, "", [MemRead]>:$desc,
                       Triton_TensorOf<[I16, I32]>:$x_offsets, I32:$y_offset);
  let results = (outs Triton_NumberTensor:$result);
  let assemblyFormat = [{
    $desc `[` $x_offsets `,` $y_offset `]` attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def Triton_DescriptorScatterOp : Triton_Op<"descriptor_scatter"> {
  let summary = "write rows picked by index";
  let description = [{
    ```mlir
    tt.descriptor_scatter %d[%x, %j], %v
      : !tt.tensordesc<tensor<1x64xf16>>, tensor<32xi32>, i32, tensor<32x64xf16>
    ```
  }];
  let arguments = (ins Arg<Triton_TensorDescType, "", [MemWrite]>:$desc,
                       Triton_TensorOf<[I16, I32]>:$x_offsets, I32:$y_offset,
                       Triton_NumberTensor:$src);
  let assemblyFormat = [{
    $desc `[` $x_offsets `,` $y_offset `]` `,` $src attr-dict `:` type(operands)
  }];
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONDESCRIPTOROPS_TD
