//===- TritonGPUMemDescOps.td - Memory that threads share --*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A memory descriptor is a value: views make new ones of the same memory. Nothing here is
// a barrier; whoever lowers these ops orders a write and a read of two threads.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUMEMDESCOPS_TD
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUMEMDESCOPS_TD

include "triton-metal/Dialect/TritonGPU/IR/TritonGPUBase.td"

def TritonGPU_LocalAllocOp : TritonGPU_Op<"local_alloc", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "allocate shared memory";
  let description = [{
    With a source the memory holds it from the start, and may then be immutable. It lives
    until `ttg.local_dealloc` or, without one, the last use of a view of it.

    ```mlir
    %m = ttg.local_alloc %x : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem>
    %n = ttg.local_alloc : () -> !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Optional<Triton_Tensor>:$src, OptionalAttr<I32Attr>:$alignment);
  let results = (outs TritonGPU_MemDesc:$result);
  let assemblyFormat = "($src^)? attr-dict `:` functional-type(operands, results)";
  let hasCanonicalizeMethod = 1;
  let hasVerifier = 1;
}

def TritonGPU_LocalDeallocOp : TritonGPU_Op<"local_dealloc"> {
  let summary = "end the life of an allocation";
  let description = [{
    ```mlir
    ttg.local_dealloc %m : !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemFree<SharedMemory>]>:$src);
  let assemblyFormat = "$src attr-dict `:` qualified(type($src))";
}

def TritonGPU_LocalLoadOp : TritonGPU_Op<"local_load"> {
  let summary = "read shared memory into a tensor";
  let description = [{
    The token orders the read after asynchronous copies.

    ```mlir
    %x = ttg.local_load %m token %t : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> tensor<32x16xf16, #blocked>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$src,
                       Optional<TritonGPU_AsyncToken>:$token);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = [{
    $src (`token` $token^)? attr-dict `:` qualified(type($src)) `->` type($result)
  }];
  let hasVerifier = 1;
}

def TritonGPU_LocalStoreOp : TritonGPU_Op<"local_store"> {
  let summary = "write a tensor to shared memory";
  let description = [{
    ```mlir
    ttg.local_store %x, %m : tensor<32x16xf16, #blocked> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins Triton_Tensor:$src,
                       Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$dst);
  let assemblyFormat = "$src `,` $dst attr-dict `:` type($src) `->` qualified(type($dst))";
  let hasCanonicalizeMethod = 1;
  let hasVerifier = 1;
}

def TritonGPU_LocalGatherOp : TritonGPU_Op<"local_gather"> {
  let summary = "read shared memory at computed places";
  let description = [{
    Each element of the result reads where its index says along `axis`, and at its own
    coordinate in the other dimensions.

    ```mlir
    %x = ttg.local_gather %m[%i] {axis = 0 : i32} : !ttg.memdesc<32x16xf16, #shared, #smem, mutable>, tensor<32x16xi32, #b> -> tensor<32x16xf16, #b>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemRead<SharedMemory>]>:$src,
                       Triton_IntTensor:$indices, I32Attr:$axis);
  let results = (outs Triton_Tensor:$result);
  let assemblyFormat = [{
    $src `[` $indices `]` attr-dict `:` qualified(type($src)) `,` type($indices) `->` type($result)
  }];
  let hasVerifier = 1;
}

def TritonGPU_LocalScatterOp : TritonGPU_Op<"local_scatter"> {
  let summary = "write shared memory at computed places";
  let description = [{
    The reverse of `ttg.local_gather`. Of several elements with one place any may win.

    ```mlir
    ttg.local_scatter %m[%i], %x {axis = 0 : i32} : !ttg.memdesc<32x16xf16, #shared, #smem, mutable>, tensor<32x16xi32, #b>, tensor<32x16xf16, #b>
    ```
  }];
  let arguments = (ins Arg<TritonGPU_MemDesc, "", [MemWrite<SharedMemory>]>:$dst,
                       Triton_IntTensor:$indices, Triton_Tensor:$values, I32Attr:$axis);
  let assemblyFormat = [{
    $dst `[` $indices `]` `,` $values attr-dict `:`
    qualified(type($dst)) `,` type($indices) `,` type($values)
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Views
//===----------------------------------------------------------------------===//

class TritonGPU_ViewOp<string mnemonic, list<Trait> traits = []>
    : TritonGPU_Op<mnemonic, !listconcat([Pure], traits)> {
  let results = (outs TritonGPU_MemDesc:$result);
  let hasVerifier = 1;
}

def TritonGPU_MemDescIndexOp : TritonGPU_ViewOp<"memdesc_index"> {
  let summary = "one buffer of several";
  let description = [{
    Element `index` along the first dimension, which is not checked against its size.

    ```mlir
    %b = ttg.memdesc_index %m[%i] : !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins TritonGPU_MemDesc:$src, I32:$index);
  let assemblyFormat = [{
    $src `[` $index `]` attr-dict `:` qualified(type($src)) `->` qualified(type($result))
  }];
}

def TritonGPU_MemDescSubsliceOp : TritonGPU_ViewOp<"memdesc_subslice"> {
  let summary = "a part of a buffer, at fixed offsets";
  let description = [{
    The part keeps the layout of the whole, also its swizzle: `allocShape` stays.

    ```mlir
    %p = ttg.memdesc_subslice %m[0, 8] : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x8xf16, #shared, #smem, mutable, 32x16>
    ```
  }];
  let arguments = (ins TritonGPU_MemDesc:$src, DenseI32ArrayAttr:$offsets);
  let assemblyFormat = [{
    $src `[` custom<Offsets>($offsets) `]` attr-dict `:`
    qualified(type($src)) `->` qualified(type($result))
  }];
}

def TritonGPU_MemDescSubviewOp : TritonGPU_ViewOp<"memdesc_subview"> {
  let summary = "a part of a buffer, or one buffer of several (up to 3.4)";
  let description = [{
    One offset for each dimension; the first dimension may disappear.

    ```mlir
    %b = ttg.memdesc_subview %m[%i, %zero, %zero] : !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins TritonGPU_MemDesc:$src, Variadic<I32>:$offsets);
  let assemblyFormat = [{
    $src `[` $offsets `]` attr-dict `:` qualified(type($src)) `->` qualified(type($result))
  }];
}

def TritonGPU_MemDescTransOp : TritonGPU_ViewOp<"memdesc_trans", [
    DeclareOpInterfaceMethods<InferTypeOpInterface>]> {
  let summary = "a buffer with its dimensions permuted";
  let description = [{
    Result dimension i is source dimension order[i]; the same bytes.

    ```mlir
    %t = ttg.memdesc_trans %m {order = array<i32: 1, 0>} : !ttg.memdesc<32x16xf16, #shared, #smem> -> !ttg.memdesc<16x32xf16, #shared1, #smem>
    ```
  }];
  let arguments = (ins TritonGPU_MemDesc:$src, DenseI32ArrayAttr:$order);
  let assemblyFormat = [{
    $src attr-dict `:` qualified(type($src)) `->` qualified(type($result))
  }];
  let extraClassDeclaration = [{
    static bool isCompatibleReturnTypes(::mlir::TypeRange inferred, ::mlir::TypeRange found);
  }];
  let hasVerifier = 0;
  let hasFolder = 1;
}

def TritonGPU_MemDescReshapeOp : TritonGPU_ViewOp<"memdesc_reshape"> {
  let summary = "a buffer under another shape, row-major";
  let description = [{
    ```mlir
    %r = ttg.memdesc_reshape %m : !ttg.memdesc<32x16xf16, #shared, #smem> -> !ttg.memdesc<32x4x4xf16, #shared1, #smem>
    ```
  }];
  let arguments = (ins TritonGPU_MemDesc:$src);
  let hasFolder = 1;
  let assemblyFormat = [{
    $src attr-dict `:` qualified(type($src)) `->` qualified(type($result))
  }];
}

def TritonGPU_MemDescReinterpretOp : TritonGPU_ViewOp<"memdesc_reinterpret"> {
  let summary = "the bytes of an allocation as another type";
  let description = [{
    ```mlir
    %r = ttg.memdesc_reinterpret %m : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xi16, #shared, #smem, mutable>
    ```
  }];
  let arguments = (ins TritonGPU_MemDesc:$src);
  let assemblyFormat = [{
    $src attr-dict `:` qualified(type($src)) `->` qualified(type($result))
  }];
  let hasFolder = 1;
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPUMEMDESCOPS_TD
