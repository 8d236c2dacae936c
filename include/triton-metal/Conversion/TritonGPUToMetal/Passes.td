//===- Passes.td - TTGIR to the Metal dialect ---------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_CONVERSION_TRITONGPUTOMETAL_PASSES_TD
#define TRITON_METAL_CONVERSION_TRITONGPUTOMETAL_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertTritonGPUToMetal : Pass<"convert-tritongpu-to-metal", "::mlir::ModuleOp"> {
  let summary = "Turn planned Triton kernels into Metal kernels, as one thread sees them";
  let description = [{
    Every tensor has a layout; a thread's share of it becomes `vector<R x T>`, one
    element for each register of the layout. A tensor of pointers becomes a uniform
    base and a vector of offsets, 32 bits wide where one 32-bit offset is all that
    was added to the base, else 64. Parameters get their bindings here.

    ```mlir
    tt.func public @copy(%x: !tt.ptr<f32> {tt.divisibility = 16 : i32}, %n: i32) {
      %i = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #blocked>
      %p = tt.splat %x : !tt.ptr<f32> -> tensor<512x!tt.ptr<f32>, #blocked>
      %q = tt.addptr %p, %i : tensor<512x!tt.ptr<f32>, #blocked>, tensor<512xi32, #blocked>
      %v = tt.load %q : tensor<512x!tt.ptr<f32>, #blocked>
    ```
    becomes, with four registers a thread,
    ```mlir
    metal.kernel @copy(%x: !metal.ptr<f32, device>, %n: i32) attributes {…} {
      %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64]
                            simdgroups = [128, 256] : vector<4xi32>
      %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32}
        : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
    ```
    Requires: one kernel, calls inlined, every tensor with a layout that converts
    to a linear layout of 32 lanes. What has no lowering is refused at its own
    location, with the way out.
  }];
  let options = [
    Option<"disjointArguments", "disjoint-arguments", "bool", /*default=*/"false",
           "Assume that buffers do not overlap if one of them is written">,
    Option<"emulateDoubles", "emulate-doubles", "bool", /*default=*/"false",
           "Take arithmetic on f64 (for metal-emulate-doubles) instead of refusing it">
  ];
  let dependentDialects = ["::tritonmetal::metal::MetalDialect", "::mlir::math::MathDialect",
                           "::mlir::scf::SCFDialect", "::mlir::ub::UBDialect",
                           "::mlir::vector::VectorDialect"];
}

#endif // TRITON_METAL_CONVERSION_TRITONGPUTOMETAL_PASSES_TD
