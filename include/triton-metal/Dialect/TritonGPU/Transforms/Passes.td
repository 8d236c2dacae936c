//===- Passes.td - Choice of layouts -----------------------*- tablegen -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_TRANSFORMS_PASSES_TD
#define TRITON_METAL_DIALECT_TRITONGPU_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def ApproximateFunctions : Pass<"tritongpu-approximate-functions", "::mlir::ModuleOp"> {
  let summary = "Permit the GPU's fast functions";
  let description = [{
    Adds `afn` to the fast-math flags of every function of the `math` dialect, for
    which both outputs take Metal's `fast::` variant of f32. Sums, products, divisions
    and what Triton calls precise (`tt.precise_sqrt`) stay as they are.

    ```mlir
    %e = math.exp %x : tensor<512xf32, #l>  =>  %e = math.exp %x fastmath<afn> : tensor<512xf32, #l>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def Coalesce : Pass<"tritongpu-coalesce", "::mlir::ModuleOp"> {
  let summary = "Give memory accesses layouts in which lanes touch neighbouring addresses";
  let description = [{
    Axis information tells in which dimension an access is contiguous and how it is
    aligned. That dimension becomes the fastest, and a thread takes as many of its
    elements as one access of 16 bytes holds, as are contiguous and aligned, and as
    there are for each thread. All accesses of a function with the same shape and order
    of dimensions get one layout, that of the widest. Conversions go around each access.
    Where no access is contiguous, all stay as they are.

    ```mlir
    %v = tt.load %p : tensor<1024x!tt.ptr<f32>, #blocked>
    ```
    becomes, if `%p` is contiguous and aligned to 16 bytes,
    ```mlir
    #blocked1 = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
    %0 = ttg.convert_layout %p : tensor<1024x!tt.ptr<f32>, #blocked> -> tensor<1024x!tt.ptr<f32>, #blocked1>
    %1 = tt.load %0 : tensor<1024x!tt.ptr<f32>, #blocked1>
    %v = ttg.convert_layout %1 : tensor<1024xf32, #blocked1> -> tensor<1024xf32, #blocked>
    ```
    Requires: blocked layouts on memory accesses; others are left alone.
  }];
  let dependentDialects = ["::tritonmetal::ttg::TritonGPUDialect"];
}

def ContractMultiplyAdd : Pass<"tritongpu-contract-multiply-add", "::mlir::ModuleOp"> {
  let summary = "Fuse products of one use with the addition that uses them";
  let description = [{
    Forms `math.fma` where Triton's own compiler does (`enable_fp_fusion`): a product
    of f32 or f16, used once, by an addition or a subtraction of the same block. What
    is not fused here is rounded after each operation in both outputs.

    ```mlir
    %p = arith.mulf %a, %b : tensor<512xf32, #l>
    %r = arith.subf %c, %p : tensor<512xf32, #l>
    ```
    becomes
    ```mlir
    %n = arith.negf %a : tensor<512xf32, #l>
    %r = math.fma %n, %b, %c : tensor<512xf32, #l>
    ```
    Works on scalars and tensors, so on any stage; comes before the expansions of
    functions, which count on their own rounding.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect"];
}

def PeelMasks : Pass<"tritongpu-peel-masks", "::mlir::ModuleOp"> {
  let summary = "Load without masks where a scalar tells that all are true";
  let description = [{
    In the body of a loop, a load whose mask compares sums of scalars and known numbers gets a
    second copy without that comparison, chosen by one test of the scalars. The test is exact
    about overflow: where it holds, nothing in the mask wraps and all of it is true. Its parts
    that the loop does not change are computed before the loop. Of a mask, comparisons that no
    scalar answers stay in both copies. A product goes along with loads that bring its operands
    in its own layout.

    ```mlir
    %ks = tt.splat %k : i32 -> tensor<32xi32, #l>
    %i = arith.addi %ks, %range : tensor<32xi32, #l>      // 0 … 31
    %end = tt.splat %K : i32 -> tensor<32xi32, #l>
    %m = arith.cmpi slt, %i, %end : tensor<32xi32, #l>
    %a = tt.load %p, %m, %zero : tensor<32x!tt.ptr<f16>, #l>
    ```
    becomes
    ```mlir
    %0 = arith.maxsi %K, %c-2147483617 : i32              // before the loop
    %1 = arith.subi %0, %c31 : i32                        // before the loop
    %whole = arith.cmpi slt, %k, %1 : i32
    %a = scf.if %whole -> (tensor<32xf16, #l>) {
      %2 = tt.load %p : tensor<32x!tt.ptr<f16>, #l>
      scf.yield %2 : tensor<32xf16, #l>
    } else {
      %2 = tt.load %p, %m, %zero : tensor<32x!tt.ptr<f16>, #l>
      scf.yield %2 : tensor<32xf16, #l>
    }
    ```
    Left alone are volatile loads, loads of more registers than may be live at once, and, in
    loops without products, those of few accesses. Requires: layouts.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect"];
}

def PrefetchLoads : Pass<"tritongpu-prefetch-loads", "::mlir::ModuleOp"> {
  let summary = "Load what products take one step ahead, where a loop asks for it";
  let description = [{
    In a loop with `tt.num_stages` of 2 or more, which Triton prints for
    `tl.range(…, num_stages=N)`, operands of products that go through threadgroup memory are
    loaded while the products of the step before run: the loop carries them in registers.

    ```mlir
    scf.for %k = %c0 to %K step %c32 iter_args(%sum = %zero) -> (…) {
      %p = tt.addptr %base, … %k …
      %a = tt.load %p
      %s = tt.dot %a, …
      scf.yield %s
    } {tt.num_stages = 3 : i32}
    ```
    becomes
    ```mlir
    %runs = arith.cmpi slt, %c0, %K
    %first = tt.load …, (tt.splat %runs)
    scf.for %k = %c0 to %K step %c32 iter_args(%sum = %zero, %a = %first) -> (…) {
      %rest = arith.subi %K, %k
      %goesOn = arith.cmpi ugt, %rest, %c32
      %next = tt.load …, (tt.splat %goesOn)
      %s = tt.dot %a, …
      scf.yield %s, %next
    }
    ```
    Left alone are loops that write memory, volatile loads, places that depend on what was
    loaded, operands that a product loads in its own layout, and tiles of more than
    `max-registers`. Requires: layouts, planned dots.
  }];
  let options = [Option<"maxRegisters", "max-registers", "unsigned", /*default=*/"32",
                        "Registers of 32 bits of a lane for what waits">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect"];
}

def PlanDots : Pass<"tritongpu-plan-dots", "::mlir::ModuleOp"> {
  let summary = "Give dots the layouts of the matrix units";
  let description = [{
    The result of each dot gets a `simdgroup_matrix` layout, in which SIMD-groups share
    its rows and columns so that together they read as little as possible of the
    operands; dots that feed one another share rows only, so that no element has to leave
    its SIMD-group between them. Conversions go around each dot. Stores of a result
    that lie row by row in memory get its layout.

    ```mlir
    %d = tt.dot %a, %b, %c : tensor<64x32xf16, #dot_op0> * tensor<32x64xf16, #dot_op1> -> tensor<64x64xf32, #blocked>
    ```
    becomes, with four SIMD-groups,
    ```mlir
    #matrix = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 8}>
    %0 = ttg.convert_layout %a : tensor<64x32xf16, #dot_op0> -> tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #matrix, kWidth = 4}>>
    %1 = ttg.convert_layout %b : tensor<32x64xf16, #dot_op1> -> tensor<32x64xf16, #ttg.dot_op<{opIdx = 1, parent = #matrix, kWidth = 4}>>
    %2 = ttg.convert_layout %c : tensor<64x64xf32, #blocked> -> tensor<64x64xf32, #matrix>
    %3 = tt.dot %0, %1, %2 : … -> tensor<64x64xf32, #matrix>
    %d = ttg.convert_layout %3 : tensor<64x64xf32, #matrix> -> tensor<64x64xf32, #blocked>
    ```
    On families that prefer it (`prefer_direct_device_loads_gemm` in targets.json) an
    operand that comes from a load of 8 contiguous bytes or more in each lane is loaded in
    the operand's layout, its registers in the order of memory; elsewhere, and otherwise,
    it goes through threadgroup memory.

    With `large-fragments`, dots of f16, bf16, fp8 and i8 that are at least 16 in all
    directions get fragments of 16x16, which only apple10 has and only AIR reaches.

    Requires: layouts for 32 lanes. Dots whose result has another than a blocked layout
    are left alone, and so are those of f64, which no matrix unit knows.
  }];
  let options = [Option<"largeFragments", "large-fragments", "bool", /*default=*/"false",
                        "Use fragments of 16x16 where operands and sizes allow">];
  let dependentDialects = ["::tritonmetal::ttg::TritonGPUDialect"];
}

def ExpandDoubleDots : Pass<"tritongpu-expand-double-dots", "::mlir::ModuleOp"> {
  let summary = "Turn products of f64 into loops of multiply-add";
  let description = [{
    For each k in turn a column of a times a row of b is added to the sum, each element
    rounded once. Sums keep a blocked layout, and get one instead of any other; slices are
    picked from what the operands were before they were converted.

    ```mlir
    %d = tt.dot %a, %b, %c : tensor<32x16xf64, #dot_op0> * tensor<16x64xf64, #dot_op1> -> tensor<32x64xf64, #blocked>
    ```
    becomes
    ```mlir
    %d = scf.for %k = %c0 to %c16 step %c1 iter_args(%sum = %c) -> tensor<32x64xf64, #blocked> {
      %i = tt.splat %k : i32 -> tensor<32x1xi32, #blocked>
      %column = tt.gather %a[%i] {axis = 1 : i32} : … -> tensor<32x1xf64, #blocked>
      %j = tt.splat %k : i32 -> tensor<1x64xi32, #blocked>
      %row = tt.gather %b[%j] {axis = 0 : i32} : … -> tensor<1x64xf64, #blocked>
      %next = math.fma (tt.broadcast %column), (tt.broadcast %row), %sum
      scf.yield %next
    }
    ```
    Requires: every tensor has a layout. What comes after has to know f64
    (metal-emulate-doubles).
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::math::MathDialect",
                           "::mlir::scf::SCFDialect", "::tritonmetal::ttg::TritonGPUDialect"];
}

def RemoveLayoutConversions
    : Pass<"tritongpu-remove-layout-conversions", "::mlir::ModuleOp"> {
  let summary = "Choose layouts so that few conversions remain";
  let description = [{
    Memory accesses, dots and ops without a rule of their own keep their layouts;
    everything else adopts one. Starting from the access that moves the most bytes,
    its layout spreads along operands, results, loops and branches to all that have
    none yet. Where two layouts meet, cheap producers (ranges, splats, constants,
    address arithmetic) are computed once more in the other layout, and only what is
    left is converted.

    ```mlir
    %r = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #blocked>
    %p = tt.addptr %x, %r : tensor<512x!tt.ptr<f32>, #blocked>, tensor<512xi32, #blocked>
    %q = ttg.convert_layout %p : tensor<512x!tt.ptr<f32>, #blocked> -> tensor<512x!tt.ptr<f32>, #blocked1>
    %v = tt.load %q : tensor<512x!tt.ptr<f32>, #blocked1>
    %w = ttg.convert_layout %v : tensor<512xf32, #blocked1> -> tensor<512xf32, #blocked>
    %e = math.exp %w : tensor<512xf32, #blocked>
    ```
    becomes
    ```mlir
    %r = tt.make_range {end = 512 : i32, start = 0 : i32} : tensor<512xi32, #blocked1>
    %p = tt.addptr %x, %r : tensor<512x!tt.ptr<f32>, #blocked1>, tensor<512xi32, #blocked1>
    %v = tt.load %p : tensor<512x!tt.ptr<f32>, #blocked1>
    %e = math.exp %v : tensor<512xf32, #blocked1>
    ```
    Requires: every tensor has a layout.
  }];
  let dependentDialects = ["::tritonmetal::ttg::TritonGPUDialect"];
}

#endif // TRITON_METAL_DIALECT_TRITONGPU_TRANSFORMS_PASSES_TD
