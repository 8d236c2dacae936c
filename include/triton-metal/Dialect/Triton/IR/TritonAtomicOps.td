//===- TritonAtomicOps.td - Atomics on device memory -------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONATOMICOPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONATOMICOPS_TD

include "triton-metal/Dialect/Triton/IR/TritonMemoryOps.td"

def Triton_AtomicRMWOp : Triton_Op<"atomic_rmw", [
    MaskMatches<"ptr">, SameLayout,
    TypesMatchWith<"value is what the pointer points to", "ptr", "val",
                   "::tritonmetal::tt::getPointeeLike($_self)">,
    AllTypesMatch<["val", "result"]>]> {
  let summary = "atomic read, modify, write";
  let description = [{
    Gives the old value of each element. Where the mask is false nothing happens
    and the result is undefined. A scalar one happens once for the program.

    ```mlir
    %old = tt.atomic_rmw fadd, acq_rel, gpu, %p, %v, %mask
      : (tensor<64x!tt.ptr<f32>>, tensor<64xf32>, tensor<64xi1>) -> tensor<64xf32>
    ```
  }];
  let arguments = (ins Triton_RMWOp:$atomic_rmw_op,
                       Arg<Triton_PointerLike, "", [MemRead, MemWrite]>:$ptr, Triton_Value:$val,
                       Optional<Triton_BoolLike>:$mask, Triton_MemSemantic:$sem,
                       Triton_MemSyncScope:$scope);
  let results = (outs Triton_Value:$result);
  let assemblyFormat = [{
    $atomic_rmw_op `,` $sem `,` $scope `,` $ptr `,` $val (`,` $mask^)? attr-dict `:`
    functional-type(operands, $result)
  }];
  let hasCanonicalizeMethod = 1;
  let hasVerifier = 1;
}

def Triton_AtomicCASOp : Triton_Op<"atomic_cas", [
    SameLayout,
    TypesMatchWith<"compared value is what the pointer points to", "ptr", "cmp",
                   "::tritonmetal::tt::getPointeeLike($_self)">,
    AllTypesMatch<["cmp", "val", "result"]>]> {
  let summary = "atomic compare and swap";
  let description = [{
    Writes `val` where memory holds the bits of `cmp`; gives the old value.

    ```mlir
    %old = tt.atomic_cas acquire, sys, %p, %c0, %c1 : (!tt.ptr<i32>, i32, i32) -> i32
    ```
  }];
  let arguments = (ins Arg<Triton_PointerLike, "", [MemRead, MemWrite]>:$ptr, Triton_Value:$cmp,
                       Triton_Value:$val, Triton_MemSemantic:$sem, Triton_MemSyncScope:$scope);
  let results = (outs Triton_Value:$result);
  let assemblyFormat = [{
    $sem `,` $scope `,` $ptr `,` $cmp `,` $val attr-dict `:` functional-type(operands, $result)
  }];
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONATOMICOPS_TD
