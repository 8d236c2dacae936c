//===- Passes.td - Rewrites of TTIR ------------------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_TD
#define TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def DecomposeScaledDots : Pass<"triton-decompose-scaled-dots", "::mlir::ModuleOp"> {
  let summary = "Turn scaled products into plain ones of f32";
  let description = [{
    The operands of each `tt.dot_scaled` are unpacked, brought to f32 and multiplied by
    their scales, all of it exactly; a scale of 255 makes NaN, unless `fastMath` is set.

    ```mlir
    %d = tt.dot_scaled %a scale %s, %b, %c lhs = e4m3 rhs = bf16 {fastMath = false}
      : tensor<32x64xf8E4M3FN>, tensor<32x2xi8> * tensor<64x32xbf16> -> tensor<32x32xf32>
    ```
    becomes
    ```mlir
    %0 = tt.fp_to_fp %a : tensor<32x64xf8E4M3FN> -> tensor<32x64xf32>
    %1 = …                                        // 2^(s - 127) for each element, in two factors
    %2 = %0 * %1
    %3 = arith.extf %b : tensor<64x32xbf16> to tensor<64x32xf32>
    %d = tt.dot %2, %3, %c : tensor<32x64xf32> * tensor<64x32xf32> -> tensor<32x32xf32>
    ```
    Requires: tensors without layouts; scaled products with layouts are left alone.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::tritonmetal::tt::TritonDialect"];
}

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

def StructureControlFlow : Pass<"triton-structure-control-flow", "::mlir::ModuleOp"> {
  let summary = "Write branches between blocks as scf";
  let description = [{
    Functions of several blocks (an early return in Python) become functions of one:
    `cf.cond_br` becomes `scf.if`, a loop of blocks becomes `scf.while`, and of several
    returns one remains, at the end. So do regions of several blocks inside of ops.

    ```mlir
      cf.cond_br %done, ^bb1, ^bb2
    ^bb1:
      tt.return
    ^bb2:
      tt.store %p, %v : !tt.ptr<f32>
      tt.return
    ```
    becomes
    ```mlir
      scf.if %done {
      } else {
        tt.store %p, %v : !tt.ptr<f32>
      }
      tt.return
    ```
    Blocks that nothing reaches go. A value that some path does not define is zero there,
    or poison if it is a pointer.

    Fails on terminators other than `cf` branches and returns.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
                           "::mlir::scf::SCFDialect", "::mlir::ub::UBDialect"];
}

def InlineCalls : Pass<"triton-inline-calls", "::mlir::ModuleOp"> {
  let summary = "Replace every tt.call by the body of what it calls";
  let description = [{
    A kernel is one Metal function, so `noinline` functions are inlined as well. What is
    left in the module are kernels: functions that are public and that nothing calls.

    ```mlir
    tt.func private @twice(%a: f32) -> f32 { … }
    tt.func public @k(…) {
      %r = tt.call @twice(%v) : (f32) -> f32
    ```
    becomes the kernel with the body of `@twice` in place of the call.

    Fails on recursion, on calls of a function without a body or of several blocks (see
    triton-structure-control-flow), and where the kernel would grow beyond 200,000 ops.
  }];
}

#endif // TRITON_METAL_DIALECT_TRITON_TRANSFORMS_PASSES_TD
