// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --cse --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Levels: 4 registers, 32 lanes, then 4 SIMD-groups and 2 tiles of registers together.
  // CHECK-LABEL: metal.kernel @levels
  tt.func public @levels(%x: !tt.ptr<i32>, %v: i32) {
    %i = tt.make_range {end = 1024 : i32, start = 0 : i32} : tensor<1024xi32, #l>
    // CHECK: %[[S0:.*]] = metal.scan_registers %{{.*}} along = [0, 1] : (vector<8xi32>) -> vector<8xi32>
    // CHECK: %[[T1:.*]] = metal.rearrange %[[S0]] registers = [4] start = 3 : vector<8xi32> -> vector<2xi32>
    // Five steps over lanes, the lanes before, the last lane.
    // CHECK-COUNT-7: metal.simd_shuffle index
    // CHECK-NOT: metal.simd_shuffle
    // CHECK: %[[BUF:.*]] = metal.threadgroup_alloc 8
    // CHECK: metal.scatter %{{.*}}, %[[BUF]]
    // CHECK: metal.coordinate registers = [1, 2, 4] lanes = [0, 0, 0, 0, 0] simdgroups = [0, 0]
    // CHECK: %[[PARTS:.*]] = metal.gather %[[BUF]]
    // CHECK: %[[E:.*]] = metal.scan_registers %[[PARTS]] along = [0, 1, 2] exclusive : (vector<8xi32>) -> vector<8xi32>
    // CHECK: %[[OWN:.*]]:2 = metal.reduce_registers %[[E]], %{{.*}} along = [0, 1]
    // Tiles and SIMD-groups before, lanes before, then the elements.
    // CHECK: %[[ABOVE:.*]] = metal.rearrange %{{.*}} registers = [0, 0, 1] : vector<2xi32> -> vector<8xi32>
    // CHECK: arith.addi %[[ABOVE]], %[[S0]] : vector<8xi32>
    %s = "tt.scan"(%i) <{axis = 0 : i32, reverse = false}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.addi %a, %b : i32
      tt.scan.return %c : i32
    }) : (tensor<1024xi32, #l>) -> tensor<1024xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<1024x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<1024x!tt.ptr<i32>, #l>, tensor<1024xi32, #l>
    tt.store %q, %s : tensor<1024x!tt.ptr<i32>, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // In reverse the totals are in register 0, and the halves of lanes change places.
  // CHECK-LABEL: metal.kernel @reverse
  // CHECK: %[[S0:.*]] = metal.scan_registers %{{.*}} along = [0, 1] reverse : (vector<4xi32>) -> vector<4xi32>
  // CHECK: metal.rearrange %[[S0]] registers = [] : vector<4xi32> -> vector<1xi32>
  // CHECK: %[[LANE:.*]] = metal.lane_index
  // CHECK: arith.ori %[[LANE]], %c1_i32
  // CHECK: metal.simd_shuffle index
  // CHECK-NOT: metal.threadgroup_alloc
  tt.func public @reverse(%x: !tt.ptr<i32>, %v: i32) {
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #l>
    %s = "tt.scan"(%i) <{axis = 0 : i32, reverse = true}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.addi %a, %b : i32
      tt.scan.return %c : i32
    }) : (tensor<128xi32, #l>) -> tensor<128xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<128x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<128x!tt.ptr<i32>, #l>, tensor<128xi32, #l>
    tt.store %q, %s : tensor<128x!tt.ptr<i32>, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [1, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Along axis 0 a thread holds all: one op.
  // CHECK-LABEL: metal.kernel @within_a_thread
  // CHECK: metal.scan_registers %{{.*}} along = [0, 1, 2]
  // CHECK-NOT: arith.addi {{.*}} : vector
  // CHECK-NOT: metal.simd_shuffle
  tt.func public @within_a_thread(%x: !tt.ptr<i32>, %v: i32) {
    %t = tt.splat %v : i32 -> tensor<8x32xi32, #l>
    %s = "tt.scan"(%t) <{axis = 0 : i32, reverse = false}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.addi %a, %b : i32
      tt.scan.return %c : i32
    }) : (tensor<8x32xi32, #l>) -> tensor<8x32xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<8x32x!tt.ptr<i32>, #l>
    tt.store %p, %s : tensor<8x32x!tt.ptr<i32>, #l>
    tt.return
  }
}

// -----

#g = #ttg.linear<{register = [[2], [1]], lane = [[4], [8], [16], [32], [64]], warp = [], block = []}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Registers in another order than the axis are put in order, and back.
  // CHECK-LABEL: metal.kernel @odd_register_order
  // CHECK: %[[ORDERED:.*]] = metal.coordinate registers = [1, 2]
  // CHECK: metal.scan_registers %[[ORDERED]] along = [0, 1]
  // CHECK: metal.rearrange %{{.*}} registers = [2, 1] : vector<4xi32> -> vector<4xi32>
  tt.func public @odd_register_order(%x: !tt.ptr<i32>, %v: i32) {
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #g>
    %s = "tt.scan"(%i) <{axis = 0 : i32, reverse = false}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.addi %a, %b : i32
      tt.scan.return %c : i32
    }) : (tensor<128xi32, #g>) -> tensor<128xi32, #g>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<128x!tt.ptr<i32>, #g>
    %q = tt.addptr %p, %i : tensor<128x!tt.ptr<i32>, #g>, tensor<128xi32, #g>
    tt.store %q, %s : tensor<128x!tt.ptr<i32>, #g>
    tt.return
  }
}
