// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --cse | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // 64 elements on 128 threads: half of them hold copies, which count once. Numbers
  // without a bin count nowhere.
  // CHECK-LABEL: metal.kernel @histogram
  // CHECK-DAG:   %[[ONES:.*]] = arith.constant dense<1> : vector<1xi32>
  // CHECK-DAG:   %[[BINS:.*]] = arith.constant dense<16> : vector<1xi32>
  // CHECK:       arith.cmpi ult, %{{.*}}, %[[BINS]]
  // CHECK:       %[[BUF:.*]] = metal.threadgroup_alloc 16
  // CHECK:       metal.scatter %{{.*}}, %[[BUF]]
  // CHECK:       metal.scatter_atomic add %[[ONES]], %[[BUF]][%{{.*}}], %{{.*}}
  // CHECK:       metal.gather %[[BUF]]
  tt.func public @histogram(%x: !tt.ptr<i32>, %v: i32, %c: i1) {
    %t = tt.splat %v : i32 -> tensor<64xi32, #l>
    %m = tt.splat %c : i1 -> tensor<64xi1, #l>
    %h = tt.histogram %t, %m : tensor<64xi32, #l> -> tensor<16xi32, #l>
    %i = tt.make_range {end = 16 : i32, start = 0 : i32} : tensor<16xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<16x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<16x!tt.ptr<i32>, #l>, tensor<16xi32, #l>
    tt.store %q, %h : tensor<16x!tt.ptr<i32>, #l>
    tt.return
  }
}
