//===- MetalMemoryOps.td - Pointers, loads, stores, arrays --*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALMEMORYOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALMEMORYOPS_TD

include "triton-metal/Dialect/Metal/IR/MetalBase.td"

def Metal_OffsetOp : Metal_Op<"offset", [Pure, AllTypesMatch<["base", "result"]>]> {
  let summary = "pointer plus a number of elements";
  let description = [{
    The index is signed. Example: `%row = metal.offset %x[%i] : !metal.ptr<f32, device>, i32`
    is `device float *row = x + i;`
  }];
  let arguments = (ins Metal_PointerType:$base, Metal_Index:$index);
  let results = (outs Metal_PointerType:$result);
  let assemblyFormat = "$base `[` $index `]` attr-dict `:` type($base) `,` type($index)";
  let hasFolder = 1;
}

def Metal_PointerCastOp : Metal_Op<"pointer_cast", [Pure]> {
  let summary = "the same address, to elements of another type";
  let description = [{
    Example: `%b = metal.pointer_cast %x : !metal.ptr<i32, device> -> !metal.ptr<i8, device>`
    is `device char *b = (device char *)x;`
  }];
  let arguments = (ins Metal_PointerType:$source);
  let results = (outs Metal_PointerType:$result);
  let assemblyFormat = "$source attr-dict `:` type($source) `->` type($result)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Metal_PtrToIntOp : Metal_Op<"ptr_to_int", [Pure]> {
  let summary = "pointer into device memory to address";
  let description = [{
    The address is what the GPU uses: what `MTLBuffer.gpuAddress` gives a host.

    Example: `%a = metal.ptr_to_int %x : !metal.ptr<f32, device> -> i64` is
    `ulong a = (ulong)x;`
  }];
  let arguments = (ins Metal_PointerType:$source);
  let results = (outs I64:$result);
  let assemblyFormat = "$source attr-dict `:` type($source) `->` type($result)";
  let hasVerifier = 1;
}

def Metal_IntToPtrOp : Metal_Op<"int_to_ptr", [Pure]> {
  let summary = "address to pointer into device memory";
  let description = [{
    Where each register has an address of its own, the base is the address 0 and
    the offsets are the addresses:

    ```mlir
    %null = metal.int_to_ptr %c0 : i64 -> !metal.ptr<i8, device>
    %v = metal.gather %null[%addresses] {alignment = 4 : i32}
      : !metal.ptr<i8, device>, vector<4xi64> -> vector<4xf32>
    ```
    which Metal writes `*(device const float *)address` for each.
  }];
  let arguments = (ins I64:$source);
  let results = (outs Metal_PointerType:$result);
  let assemblyFormat = "$source attr-dict `:` type($source) `->` type($result)";
  let hasVerifier = 1;
}

def Metal_LoadOp : Metal_Op<"load", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "read one scalar or one short vector";
  let description = [{
    Reads `result` from `base + index`, where the signed index counts elements of
    the pointee, whatever the width of the result. The result may be of another
    type than the pointee: 16 bytes of `f16` travel as `vector<4xi32>`.
    `alignment` is the known alignment of the address in bytes.

    ```mlir
    %v = metal.load %x[%i] {alignment = 16 : i32} : !metal.ptr<f32, device>, i32 -> vector<4xf32>
    ```
    is `float4 v = *(device const float4 *)(x + i);`
  }];
  let arguments = (ins Metal_PointerType:$base, Metal_Index:$index,
                       I32Attr:$alignment, UnitAttr:$isVolatile);
  let results = (outs Metal_ScalarOrVector:$result);
  let assemblyFormat = [{
    $base `[` $index `]` attr-dict `:` type($base) `,` type($index) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Metal_StoreOp : Metal_Op<"store"> {
  let summary = "write one scalar or one short vector";
  let description = [{
    The counterpart of `metal.load`.

    ```mlir
    metal.store %v, %x[%i] {alignment = 16 : i32} : vector<4xf32>, !metal.ptr<f32, device>, i32
    ```
  }];
  let arguments = (ins Metal_ScalarOrVector:$value,
                       Arg<Metal_PointerType, "", [MemWrite]>:$base, Metal_Index:$index,
                       I32Attr:$alignment, UnitAttr:$isVolatile);
  let assemblyFormat = [{
    $value `,` $base `[` $index `]` attr-dict `:` type($value) `,` type($base) `,` type($index)
  }];
  let hasVerifier = 1;
}

def Metal_ThreadgroupAllocOp : Metal_Op<"threadgroup_alloc", [MemoryEffects<[MemAlloc]>]> {
  let summary = "a variable in threadgroup memory";
  let description = [{
    `count` elements, shared by the threads of a threadgroup, uninitialised. The
    address is a multiple of the element's size and of `alignment` bytes.

    In the value form it may stand in any block and lives from there to its last
    use in that block: each time control comes by it is a new variable.
    `metal-allocate-threadgroup-memory` moves all of them to the entry block, where
    they live for the whole kernel.

    Example: `%p = metal.threadgroup_alloc 8 : !metal.ptr<f32, threadgroup>` is
    `threadgroup float p[8];`
  }];
  let arguments = (ins I64Attr:$count, DefaultValuedAttr<I32Attr, "1">:$alignment);
  let results = (outs Metal_PointerType:$result);
  let assemblyFormat = "$count attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Metal_ThreadgroupViewOp : Metal_Op<"threadgroup_view", [Pure]> {
  let summary = "a part of a threadgroup variable, under a type of its own";
  let description = [{
    `count` elements from byte `offset` of the variable on. So one variable of bytes
    serves values of several types, one after the other.

    Example: `%p = metal.threadgroup_view %m[1024] 64 : !metal.ptr<i8, threadgroup> -> !metal.ptr<f32, threadgroup>`
    is `threadgroup float *p = (threadgroup float *)(m + 1024);`
  }];
  let arguments = (ins Metal_PointerType:$memory, I64Attr:$offset, I64Attr:$count);
  let results = (outs Metal_PointerType:$result);
  let assemblyFormat = [{
    $memory `[` $offset `]` $count attr-dict `:` type($memory) `->` type($result)
  }];
  let hasVerifier = 1;
}

def Metal_ConstantTableOp : Metal_Op<"constant_table", [Pure]> {
  let summary = "numbers that are part of the program, in constant memory";
  let description = [{
    The elements of `values`, one after the other; elements of one bit have no
    place in memory and are bytes.

    Example: `%p = metal.constant_table dense<[1, 2, 4]> : tensor<3xi32> -> !metal.ptr<i32, constant>`
    is `constant int table[3] = {1, 2, 4};` in front of the kernel.
  }];
  let arguments = (ins ElementsAttr:$values);
  let results = (outs Metal_PointerType:$result);
  let assemblyFormat = "$values attr-dict `->` type($result)";
  let hasVerifier = 1;
}

def Metal_ThreadArrayOp : Metal_Op<"thread_array", [MemoryEffects<[MemAlloc]>]> {
  let summary = "a local array of this thread";
  let description = [{
    Uninitialised; stands in the entry block.
    Example: `%a = metal.thread_array : !metal.thread_array<64 x vector<4xf32>>`
  }];
  let results = (outs Metal_ThreadArrayType:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

class Metal_ArrayAccessOp<string mnemonic, list<Trait> traits = []> : Metal_Op<mnemonic, traits #
    [TypesMatchWith<"value is an element of the array", "array", "value",
        "::mlir::cast<ThreadArrayType>($_self).getElementType()">]>;

def Metal_ArrayLoadOp : Metal_ArrayAccessOp<"array_load"> {
  let summary = "read one element of a thread array";
  let description = [{
    Example: `%v = metal.array_load %a[%i] : !metal.thread_array<64 x vector<4xf32>>`
  }];
  let arguments = (ins Arg<Metal_ThreadArrayType, "", [MemRead]>:$array, I32:$index);
  let results = (outs Metal_ScalarOrVector:$value);
  let assemblyFormat = "$array `[` $index `]` attr-dict `:` type($array)";
}

def Metal_ArrayStoreOp : Metal_ArrayAccessOp<"array_store"> {
  let summary = "write one element of a thread array";
  let description = [{
    Example: `metal.array_store %v, %a[%i] : !metal.thread_array<64 x vector<4xf32>>`
  }];
  let arguments = (ins Metal_ScalarOrVector:$value,
                       Arg<Metal_ThreadArrayType, "", [MemWrite]>:$array, I32:$index);
  let assemblyFormat = "$value `,` $array `[` $index `]` attr-dict `:` type($array)";
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALMEMORYOPS_TD
