//===- Passes.td - TTIR to TTGIR ---------------------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_CONVERSION_TRITONTOTRITONGPU_PASSES_TD
#define TRITON_METAL_CONVERSION_TRITONTOTRITONGPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertTritonToTritonGPU : Pass<"convert-triton-to-tritongpu", "::mlir::ModuleOp"> {
  let summary = "Give every tensor a layout (TTIR to TTGIR)";
  let description = [{
    Every tensor gets a default blocked layout: one element a thread, row-major, lanes
    along the fastest dimension first. Where an op ties the layouts of its operands and
    results together, `ttg.convert_layout` goes between. The module learns its numbers
    of threads. Later passes choose better layouts and remove the conversions.

    ```mlir
    module {
      tt.func public @k(%x: tensor<64xf32>) {
        %e = tt.expand_dims %x {axis = 0 : i32} : tensor<64xf32> -> tensor<1x64xf32>
    ```
    becomes
    ```mlir
    #blocked = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
    #blocked1 = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [2, 2], order = [1, 0]}>
    module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32,
                       ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32} {
      tt.func public @k(%x: tensor<64xf32, #blocked>) {
        %0 = ttg.convert_layout %x : tensor<64xf32, #blocked>
          -> tensor<64xf32, #ttg.slice<{dim = 0, parent = #blocked1}>>
        %e = tt.expand_dims %0 {axis = 0 : i32} : … -> tensor<1x64xf32, #blocked1>
    ```
    A module in which tensors have layouts is TTGIR already and stays as it is.
    Fails if `num-warps` or `threads-per-warp` is no power of two, if only some tensors
    have a layout, and at accesses through block pointers and constants that are not
    `dense`.
  }];
  let options = [
    Option<"numWarps", "num-warps", "int", /*default=*/"4",
           "SIMD-groups in a threadgroup, a power of two up to 32">,
    Option<"threadsPerWarp", "threads-per-warp", "int", /*default=*/"32",
           "Lanes in a SIMD-group, a power of two up to 64">,
    Option<"target", "target", "std::string", /*default=*/"\"apple7\"", "GPU family to plan for">
  ];
  let dependentDialects = ["::tritonmetal::ttg::TritonGPUDialect"];
}

#endif // TRITON_METAL_CONVERSION_TRITONTOTRITONGPU_PASSES_TD
