// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Registers, lanes by the hardware's sum, SIMD-groups through threadgroup memory.
  // CHECK-LABEL: metal.kernel @sum
  tt.func public @sum(%x: !tt.ptr<f32>, %v: f32) {
    %t = tt.splat %v : f32 -> tensor<512xf32, #l>
    // CHECK: %[[R:.*]] = metal.reduce_registers %{{.*}} : (vector<4xf32>) -> vector<1xf32>
    // CHECK:   metal.yield
    // CHECK: %[[S:.*]] = vector.extract %[[R]][0]
    // CHECK: %[[LANES:.*]] = metal.simd_reduce sum %[[S]] : f32
    // CHECK: %[[SG:.*]] = metal.simdgroup_index
    // CHECK: %[[LANE:.*]] = metal.lane_index
    // CHECK: %[[BUF:.*]] = metal.threadgroup_alloc 4
    // CHECK: scf.if
    // CHECK-NEXT: metal.store %[[LANES]], %[[BUF]][%[[SG]]]
    // CHECK-NEXT: } {metal.divergent}
    // CHECK: %[[PEER:.*]] = arith.andi %[[LANE]], %c3_i32
    // CHECK: %[[P:.*]] = metal.load %[[BUF]][%[[PEER]]]
    // CHECK: %[[P2:.*]] = metal.simd_shuffle xor %[[P]], %c2_i32
    // CHECK: %[[Q:.*]] = arith.addf %[[P]], %[[P2]]
    // CHECK: %[[Q1:.*]] = metal.simd_shuffle xor %[[Q]], %c1_i32
    // CHECK: %[[T:.*]] = arith.addf %[[Q]], %[[Q1]]
    %s = "tt.reduce"(%t) <{axis = 0 : i32}> ({
    ^bb0(%a: f32, %b: f32):
      %c = arith.addf %a, %b : f32
      tt.reduce.return %c : f32
    }) : (tensor<512xf32, #l>) -> f32
    // CHECK: metal.store %[[T]]
    tt.store %x, %s : !tt.ptr<f32>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // 64 elements fill 16 lanes of one SIMD-group: four shuffles, no threadgroup
  // memory; an i64 goes in halves.
  // CHECK-LABEL: metal.kernel @small
  // CHECK-NOT:   metal.threadgroup_alloc
  // CHECK-NOT:   metal.simd_reduce
  tt.func public @small(%x: !tt.ptr<i64>, %v: i64) {
    %t = tt.splat %v : i64 -> tensor<64xi64, #l>
    // CHECK-COUNT-8: metal.simd_shuffle xor {{.*}} : i32
    // CHECK-NOT: metal.simd_shuffle
    %s = "tt.reduce"(%t) <{axis = 0 : i32}> ({
    ^bb0(%a: i64, %b: i64):
      %c = arith.addi %a, %b : i64
      tt.reduce.return %c : i64
    }) : (tensor<64xi64, #l>) -> i64
    tt.store %x, %s : !tt.ptr<i64>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Two elements: the four registers of a thread hold each twice; a sum counts once.
  // CHECK-LABEL: metal.kernel @copies
  // CHECK:       %[[OWN:.*]] = metal.coordinate registers = [1] lanes = [0, 0, 0, 0, 0] simdgroups = [] : vector<2xi32>
  // CHECK:       metal.reduce_registers %[[OWN]] : (vector<2xi32>) -> vector<1xi32>
  // CHECK-NOT:   metal.simd_shuffle
  tt.func public @copies(%x: !tt.ptr<i32>) {
    %t = tt.make_range {end = 2 : i32, start = 0 : i32} : tensor<2xi32, #l>
    %s = "tt.reduce"(%t) <{axis = 0 : i32}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.addi %a, %b : i32
      tt.reduce.return %c : i32
    }) : (tensor<2xi32, #l>) -> i32
    tt.store %x, %s : !tt.ptr<i32>
    tt.return
  }
}
