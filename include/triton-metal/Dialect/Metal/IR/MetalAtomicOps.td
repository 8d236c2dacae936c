//===- MetalAtomicOps.td - Atomics and fences --------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every atomic is relaxed: it orders nothing but the accesses to its own address.
// That is all Metal had before MSL 4.1. More order is a metal.fence beside it:
//
//   metal.fence release, device
//   %old = metal.atomic_rmw add %one, %counter[%c0] : i32, !metal.ptr<i32, device>, i32
//   metal.fence acquire, device
//
// The first two ops are of the value form, one atomic for each register; the others
// are what one thread does once.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_IR_METALATOMICOPS_TD
#define TRITON_METAL_DIALECT_METAL_IR_METALATOMICOPS_TD

include "triton-metal/Dialect/Metal/IR/MetalValueOps.td"

class Metal_MaskOf<string values> : OptionalTypesMatchWith<
    "mask has an i1 for each register", values, "mask",
    "::mlir::VectorType::get(::mlir::cast<::mlir::VectorType>($_self).getShape(), "
    "::mlir::IntegerType::get($_self.getContext(), 1))">;

def Metal_ScatterAtomicOp : Metal_ValueOp<"scatter_atomic", [
    AllTypesMatch<["value", "result"]>, Metal_MaskOf<"value">]> {
  let summary = "update one element for each register, atomically";
  let description = [{
    Register r updates `base + offsets[r]` (in pointees, signed; natural alignment)
    with `value[r]` where `mask[r]` holds, and gets the old value. Where the mask is
    false nothing is touched and the result is zero. Registers, and threads, may
    meet at one address; their order is not specified. The value may be of another
    type than the pointee.

    ```mlir
    %old = metal.scatter_atomic add %v, %x[%i], %m
      : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
    ```
  }];
  let arguments = (ins Metal_AtomicKind:$kind, Metal_Vector:$value,
                       Arg<Metal_PointerType, "", [MemRead, MemWrite]>:$base,
                       Metal_IndexVector:$offsets, Optional<Metal_MaskVector>:$mask);
  let results = (outs Metal_Vector:$result);
  let assemblyFormat = [{
    $kind $value `,` $base `[` $offsets `]` (`,` $mask^)? attr-dict
    `:` type($value) `,` type($base) `,` type($offsets)
  }];
  let hasVerifier = 1;
}

def Metal_ScatterCompareExchangeOp : Metal_ValueOp<"scatter_compare_exchange", [
    AllTypesMatch<["expected", "desired", "result"]>, Metal_MaskOf<"expected">]> {
  let summary = "replace one element for each register if it is as expected";
  let description = [{
    Register r writes `desired[r]` to `base + offsets[r]` if memory holds the bits of
    `expected[r]`, and gets the old value; otherwise as `metal.scatter_atomic`.

    ```mlir
    %old = metal.scatter_compare_exchange %e, %d, %x[%i]
      : vector<8xi32>, !metal.ptr<i32, device>, vector<8xi32>
    ```
  }];
  let arguments = (ins Metal_Vector:$expected, Metal_Vector:$desired,
                       Arg<Metal_PointerType, "", [MemRead, MemWrite]>:$base,
                       Metal_IndexVector:$offsets, Optional<Metal_MaskVector>:$mask);
  let results = (outs Metal_Vector:$result);
  let assemblyFormat = [{
    $expected `,` $desired `,` $base `[` $offsets `]` (`,` $mask^)? attr-dict
    `:` type($expected) `,` type($base) `,` type($offsets)
  }];
  let hasVerifier = 1;
}

def Metal_AtomicRMWOp : Metal_Op<"atomic_rmw", [AllTypesMatch<["value", "result"]>]> {
  let summary = "update one element atomically";
  let description = [{
    Gives the old value. The signed index counts pointees, as in `metal.load`; the
    value may be of another type than the pointee. What Metal does not do in one
    function, `metal-expand-atomics` writes as a loop of compare and exchange.

    Example: `%old = metal.atomic_rmw add %v, %x[%i] : i32, !metal.ptr<i32, device>, i32`
    is `atomic_fetch_add_explicit((device atomic_int *)(x + i), v, memory_order_relaxed)`.
  }];
  let arguments = (ins Metal_AtomicKind:$kind, Metal_Scalar:$value,
                       Arg<Metal_PointerType, "", [MemRead, MemWrite]>:$base, Metal_Index:$index);
  let results = (outs Metal_Scalar:$result);
  let assemblyFormat = [{
    $kind $value `,` $base `[` $index `]` attr-dict
    `:` type($value) `,` type($base) `,` type($index)
  }];
  let hasVerifier = 1;
}

def Metal_AtomicCompareExchangeOp : Metal_Op<"atomic_compare_exchange", [
    AllTypesMatch<["expected", "desired", "result"]>]> {
  let summary = "replace one element if it is as expected, atomically";
  let description = [{
    Writes `desired` if memory holds the bits of `expected`; gives the old value.

    Example: `%old = metal.atomic_compare_exchange %e, %d, %x[%i] : i32, !metal.ptr<i32, device>, i32`
  }];
  let arguments = (ins Metal_Scalar:$expected, Metal_Scalar:$desired,
                       Arg<Metal_PointerType, "", [MemRead, MemWrite]>:$base, Metal_Index:$index);
  let results = (outs Metal_Scalar:$result);
  let assemblyFormat = [{
    $expected `,` $desired `,` $base `[` $index `]` attr-dict
    `:` type($expected) `,` type($base) `,` type($index)
  }];
  let hasVerifier = 1;
}

def Metal_AtomicLoadOp : Metal_Op<"atomic_load"> {
  let summary = "read 32 bits that others may change at the same time";
  let description = [{
    Has the effect of a write as well: each one reads memory anew.

    Example: `%w = metal.atomic_load %x[%i] : !metal.ptr<i32, device>, i32 -> i32`
  }];
  let arguments = (ins Arg<Metal_PointerType, "", [MemRead, MemWrite]>:$base, Metal_Index:$index);
  let results = (outs I32:$result);
  let assemblyFormat = [{
    $base `[` $index `]` attr-dict `:` type($base) `,` type($index) `->` type($result)
  }];
}

def Metal_FenceOp : Metal_Op<"fence", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "keep this thread's accesses to device memory in order";
  let description = [{
    With an atomic beside it an acquire or a release for the threads of `scope`.
    A fence orders nothing for other threads of the threadgroup: between them is
    `metal.threadgroup_barrier device`.

    Example: `metal.fence release, device` is `atomic_thread_fence(mem_flags::mem_device,
    memory_order_release, thread_scope_device);`
  }];
  let arguments = (ins Metal_MemoryOrder:$order, Metal_MemoryScope:$scope);
  let assemblyFormat = "$order `,` $scope attr-dict";
}

#endif // TRITON_METAL_DIALECT_METAL_IR_METALATOMICOPS_TD
