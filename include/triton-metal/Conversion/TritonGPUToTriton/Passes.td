//===- Passes.td - TTGIR back to TTIR ----------------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_CONVERSION_TRITONGPUTOTRITON_PASSES_TD
#define TRITON_METAL_CONVERSION_TRITONGPUTOTRITON_PASSES_TD

include "mlir/Pass/PassBase.td"

def RaiseToTriton : Pass<"ttg-raise-to-tt", "::mlir::ModuleOp"> {
  let summary = "What TTGIR for another GPU means, as TTIR";
  let description = [{
    Takes back what Triton decided for the GPU that it planned for: layouts, staging in
    shared memory, asynchronous and bulk copies, matrix instructions, software pipelines.

    ```mlir
    %m = ttg.local_alloc : () -> !ttg.memdesc<2x32x32xf16, #shared, #smem, mutable>
    %s0 = ttg.memdesc_index %m[%c0] : … -> !ttg.memdesc<32x32xf16, #shared, #smem, mutable>
    %t0 = ttg.async_copy_global_to_local %p0, %s0 mask %k : … -> <32x32xf16, …>
    %g0 = ttg.async_commit_group tokens %t0
    scf.for %i = … iter_args(%w = %c0, %r = %c-1, %g = %g0) {
      …                                       // %r1, %w1: %r + 1, %w + 1 modulo 2
      ttg.async_wait %g {num = 0 : i32}
      %a = ttg.memdesc_index %m[%r1]
      %d = ttng.warp_group_dot %a, %b, %c
      %s1 = ttg.memdesc_index %m[%w1]
      %t1 = ttg.async_copy_global_to_local %p, %s1
    ```
    becomes
    ```mlir
    %x0 = tt.load %p0, %k, %zeros
    scf.for %i = … iter_args(%a = %x0) {
      %d = tt.dot %a, %b, %c
      %x1 = tt.load %p
      scf.yield %x1
    ```

    The contents of buffers become values: for each read the write that made what it
    reads is found, by the slot's residue modulo the number of slots, through loops and
    conditionals. Device memory is accessed in the order in which the TTGIR begins its
    accesses, which is one that it allows. `docs/rationale/raising.md` has the proofs.

    `gpu.barrier` and `ttg.barrier` stay where they order device memory. Refused, with the
    op's location: reads whose write is not certain, writes to parts of buffers, warps that
    run different code, tensor memory, barriers that threads arrive at, and whatever has no
    known meaning in TTIR. Nothing of the module is lost silently.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect",
                           "::tritonmetal::tt::TritonDialect"];
}

def UndoPrefetch : Pass<"tt-undo-prefetch", "::tritonmetal::tt::FuncOp"> {
  let summary = "Load in the iteration that uses the value";
  let description = [{
    Where a loop carries values that it loaded some iterations before they are used, and
    the values before the loop were loaded for the first iterations alike, it loads them
    when they are used.

    ```mlir
    %x0 = tt.load %p, %some
    %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%q = %x0, %ptr = %p) {
      … %q …
      %next = tt.addptr %ptr, %step
      %more = arith.cmpi slt, %i, %nLessOne            // splat, %some: %n > 0
      %x1 = tt.load %next, %more
      scf.yield %x1, %next
    ```
    becomes
    ```mlir
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%ptr = %p) {
      %x = tt.load %ptr
      … %x …
      %next = tt.addptr %ptr, %step
      scf.yield %next
    ```
    What was computed early with it, from the induction variable, moves along. Loads move
    past other loads; past writes only with the note `tt.may_load_late` of
    `ttg-raise-to-tt`, that they were asynchronous copies which might read that late. They
    stay if the first values cannot be shown to be what the loop would load. The notes go.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

#endif // TRITON_METAL_CONVERSION_TRITONGPUTOTRITON_PASSES_TD
