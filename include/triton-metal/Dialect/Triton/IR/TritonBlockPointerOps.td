//===- TritonBlockPointerOps.td - Pointers to blocks of a tensor *- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_IR_TRITONBLOCKPOINTEROPS_TD
#define TRITON_METAL_DIALECT_TRITON_IR_TRITONBLOCKPOINTEROPS_TD

include "triton-metal/Dialect/Triton/IR/TritonBase.td"

def Triton_MakeTensorPtrOp : Triton_Op<"make_tensor_ptr", [
    Pure, SameVariadicOperandSize,
    TypesMatchWith<"base points to the element type of the block", "result", "base",
                   "::tritonmetal::tt::getBlockElementPointer($_self)">]> {
  let summary = "pointer to a block of a tensor in memory";
  let description = [{
    The tensor starts at `base` and has `shape` and `strides`, in elements; the
    block starts at `offsets`. `order` is a hint: dimensions, fastest first. Up to
    Triton 3.6.

    ```mlir
    %p = tt.make_tensor_ptr %base, [%m, %k], [%sm, %c1], [%i, %c0] {order = array<i32: 1, 0>}
      : <tensor<64x32xf16>>
    ```
  }];
  let arguments = (ins Triton_Pointer:$base, Variadic<I64>:$shape, Variadic<I64>:$strides,
                       Variadic<I32>:$offsets, DenseI32ArrayAttr:$order);
  let results = (outs Triton_BlockPointer:$result);
  let assemblyFormat = [{
    $base `,` `[` $shape `]` `,` `[` $strides `]` `,` `[` $offsets `]` attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def Triton_AdvanceOp : Triton_Op<"advance", [Pure, AllTypesMatch<["ptr", "result"]>]> {
  let summary = "move a block pointer";
  let description = [{
    Adds to the offsets of the block, in elements, one for each dimension. Up to
    Triton 3.6.

    ```mlir
    %q = tt.advance %p, [%c0, %c32] : <tensor<64x32xf16>>
    ```
  }];
  let arguments = (ins Triton_BlockPointer:$ptr, Variadic<I32>:$offsets);
  let results = (outs Triton_BlockPointer:$result);
  let assemblyFormat = "$ptr `,` `[` $offsets `]` attr-dict `:` type($result)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

#endif // TRITON_METAL_DIALECT_TRITON_IR_TRITONBLOCKPOINTEROPS_TD
