// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // The hidden parameter comes last; each element takes nine words of it.
  // CHECK-LABEL: metal.kernel @print
  // CHECK-SAME:  %[[LOG:[a-z0-9]*]]: !metal.ptr<i32, device>) attributes
  // CHECK-SAME:  #metal.argument<name = "log", kind = pointer, element = i32, binding = 1, role = log>
  // CHECK-SAME:  metal.log_sites = [{file = "{{.*}}", hex = false, kind = "print", line = {{[0-9]+}} : i32, operands = [{shape = array<i64: 32>, signed = true, type = f16}], text = " x: "}]
  // CHECK:       %[[SLOT:.*]] = metal.scatter_atomic add %{{.*}}, %[[LOG]]
  // CHECK:       arith.cmpi sle, %[[SLOT]]
  // CHECK-COUNT-9: metal.scatter %{{.*}}, %[[LOG]]
  tt.func public @print(%x: !tt.ptr<f16>) {
    %i = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32, #l>
    %p = tt.splat %x : !tt.ptr<f16> -> tensor<32x!tt.ptr<f16>, #l>
    %q = tt.addptr %p, %i : tensor<32x!tt.ptr<f16>, #l>, tensor<32xi32, #l>
    %v = tt.load %q : tensor<32x!tt.ptr<f16>, #l>
    tt.print " x: " {hex = false, isSigned = array<i32: 1>} : %v : tensor<32xf16, #l>
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK-LABEL: metal.kernel @assert
  // CHECK:       kind = "assert"
  // CHECK:       metal.scatter_compare_exchange
  // CHECK-COUNT-9: metal.scatter
  tt.func public @assert(%n: i32) {
    %c0 = arith.constant 0 : i32
    %c = arith.cmpi sgt, %n, %c0 : i32
    tt.assert %c, "positive" : i1
    tt.return
  }
}
