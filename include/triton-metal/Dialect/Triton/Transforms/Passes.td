//===- Passes.td - Rewrites of TTIR ------------------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_TD
#define TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def RewriteBlockAccesses : Pass<"triton-rewrite-block-accesses", "::mlir::ModuleOp"> {
  let summary = "Turn block pointers and tensor descriptors into tensors of pointers";
  let description = [{
    A block pointer becomes its base, shape, strides and offsets, as values of their
    own that loops and branches carry; a tensor descriptor becomes the first three
    and what it reads as outside of its shape. An access becomes one through a tensor
    of pointers, masked in the dimensions that are checked.

    ```mlir
    %p = tt.make_tensor_ptr %x, [%n], [%c1], [%i] {order = array<i32: 0>} : <tensor<64xf32>>
    %v = tt.load %p {boundaryCheck = array<i32: 0>, padding = 1 : i32} : !tt.ptr<tensor<64xf32>>
    ```
    becomes
    ```mlir
    %first = tt.addptr %x, %i                     // offset times stride, in 64 bits
    %r = tt.make_range {start = 0 : i32, end = 64 : i32} : tensor<64xi32>
    %q = tt.addptr (tt.splat %first), %r
    %m = 0 <= %i + %r < %n                        // as 32-bit compares of %r with scalars
    %v = tt.load %q, %m, %zero : tensor<64x!tt.ptr<f32>>
    ```
    The part of the address that is the same for the whole block is added to the scalar
    base, so that what remains for each element is small and does not change in loops.

    A descriptor parameter `%d: !tt.tensordesc<tensor<8x16xf32>>` becomes parameters of
    its own: a pointer, the shape and the strides (i64 each, the last stride is 1) and,
    for floats, an i1 that says whether elements outside are NaN instead of zero. Their
    attribute `metal.role` names the part. Triton demands that the address and all other
    strides are multiples of 16 bytes, which is noted in `tt.divisibility`.

    Refused: descriptor reductions on types for which there is no atomic, and functions
    called with block pointers or descriptors that were not inlined.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::tritonmetal::tt::TritonDialect"];
}

#endif // TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_TD
