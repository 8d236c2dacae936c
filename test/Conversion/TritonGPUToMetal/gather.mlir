// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --cse --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [4, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Each row lies in the lanes of one SIMD-group, which ask each other.
  // CHECK-LABEL: metal.kernel @lanes
  // CHECK-NOT:   metal.threadgroup_alloc
  // CHECK:       %[[LANES:.*]] = arith.andi %{{.*}}, %{{.*}} : vector<2xi32>
  // CHECK:       metal.lane_gather %{{.*}}[%{{.*}}] : vector<2xf32>, vector<2xi32>
  tt.func public @lanes(%x: !tt.ptr<f32>, %v: f32, %i: i32) {
    %t = tt.splat %v : f32 -> tensor<8x32xf32, #l>
    %j = tt.splat %i : i32 -> tensor<8x32xi32, #l>
    %g = tt.gather %t[%j] {axis = 1 : i32} : (tensor<8x32xf32, #l>, tensor<8x32xi32, #l>) -> tensor<8x32xf32, #l>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<8x32x!tt.ptr<f32>, #l>
    tt.store %p, %g : tensor<8x32x!tt.ptr<f32>, #l>
    tt.return
  }

}

// -----

#l = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [4, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Along the other axis elements come from other SIMD-groups. An index out of range
  // counts by its low bits.
  // CHECK-LABEL: metal.kernel @memory
  // CHECK:       %[[BUF:.*]] = metal.threadgroup_alloc 256
  // CHECK:       metal.coordinate registers = [128] lanes = [1, 2, 4, 8, 16] simdgroups = [32, 64]
  // CHECK:       metal.scatter %{{.*}}, %[[BUF]]
  // CHECK:       metal.gather %[[BUF]]
  tt.func public @memory(%x: !tt.ptr<f32>, %v: f32, %i: i64) {
    %t = tt.splat %v : f32 -> tensor<8x32xf32, #l>
    %j = tt.splat %i : i64 -> tensor<8x32xi64, #l>
    %g = tt.gather %t[%j] {axis = 0 : i32} : (tensor<8x32xf32, #l>, tensor<8x32xi64, #l>) -> tensor<8x32xf32, #l>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<8x32x!tt.ptr<f32>, #l>
    tt.store %p, %g : tensor<8x32x!tt.ptr<f32>, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // 32 KB in two bands of 16 KB: each is written and read under masks.
  // CHECK-LABEL: metal.kernel @bands
  // CHECK:       metal.threadgroup_alloc 4096
  // CHECK:       scf.for %[[BAND:.*]] = %c0_i32 to %c2_i32 step %c1_i32 iter_args(%[[SO_FAR:.*]] = %{{.*}})
  // CHECK:         metal.scatter %{{.*}}, %{{.*}}[%{{.*}}], %{{.*}}
  // CHECK:         %[[R:.*]] = metal.gather %{{.*}}[%{{.*}}], %{{.*}}, %[[SO_FAR]]
  // CHECK:         scf.yield %[[R]]
  tt.func public @bands(%x: !tt.ptr<f32>, %v: f32) {
    %t = tt.splat %v : f32 -> tensor<8192xf32, #l>
    %j = tt.make_range {end = 8192 : i32, start = 0 : i32} : tensor<8192xi32, #l>
    %g = tt.gather %t[%j] {axis = 0 : i32} : (tensor<8192xf32, #l>, tensor<8192xi32, #l>) -> tensor<8192xf32, #l>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<8192x!tt.ptr<f32>, #l>
    %q = tt.addptr %p, %j : tensor<8192x!tt.ptr<f32>, #l>, tensor<8192xi32, #l>
    tt.store %q, %g : tensor<8192x!tt.ptr<f32>, #l>
    tt.return
  }
}
