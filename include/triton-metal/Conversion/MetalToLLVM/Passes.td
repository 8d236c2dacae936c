//===- Passes.td - Metal dialect to LLVM dialect -----------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_CONVERSION_METALTOLLVM_PASSES_TD
#define TRITON_METAL_CONVERSION_METALTOLLVM_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertMetalToLLVM : Pass<"convert-metal-to-llvm", "::mlir::ModuleOp"> {
  let summary = "Lower kernels in loop form to LLVM functions that call air.* functions";
  let description = [{
    Every `metal.kernel` becomes an `llvm.func`, whose parameters are those that
    `getKernelParameters` lists: pointers in order, a constant struct for each
    binding of scalars, then the positions that the kernel reads. What the GPU does
    beyond plain LLVM is a call of an external `air.*` function.

    ```mlir
    metal.kernel @scale(%x: !metal.ptr<f32, device>, %n: i32) attributes {…} {
      %t = metal.thread_index : i32
      %v = metal.load %x[%t] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
      %e = math.exp %v : f32
      metal.store %e, %x[%n] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
      metal.return
    }
    ```
    becomes
    ```mlir
    llvm.func @air.exp.f32(f32) -> f32
    llvm.func @scale(%x: !llvm.ptr<1>, %args: !llvm.ptr<2>, %t: i32) {
      %n = llvm.load %args {alignment = 4} : !llvm.ptr<2> -> i32
      %p = llvm.getelementptr inbounds %x[%t] : (!llvm.ptr<1>, i32) -> !llvm.ptr<1>, f32
      %v = llvm.load %p {alignment = 4} : !llvm.ptr<1> -> f32
      %e = llvm.call @air.exp.f32(%v) : (f32) -> f32
      %q = llvm.getelementptr inbounds %x[%n] : (!llvm.ptr<1>, i32) -> !llvm.ptr<1>, f32
      llvm.store %e, %q {alignment = 4} : f32, !llvm.ptr<1>
      llvm.return
    }
    ```
    Exact functions (square root, fma, rounding, min/max, bit counts) become LLVM
    intrinsics, which the optimiser knows and the AIR legaliser renames; those with
    an error become air.* calls, `fast_` with `fastmath<afn>`, so that no folding
    depends on the host's libm. Integer arithmetic wraps; division by zero and the
    overflowing signed division do not end in undefined behaviour, as the GPU does
    not trap. Loops marked `metal.unroll` carry `llvm.loop.unroll.full`.

    Requires the loop form (`metal-verify-loop-form`) after `metal-expand-math`;
    what has no counterpart fails with the op's location.
  }];
  let options = [
    Option<"airMinor", "air-minor", "unsigned", /*default=*/"7",
           "Minor version of AIR 2.x: from 9 on, barriers have three operands">
  ];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::mlir::cf::ControlFlowDialect"];
}

#endif // TRITON_METAL_CONVERSION_METALTOLLVM_PASSES_TD
