// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [4], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Registers, lanes by the hardware's sum, SIMD-groups through threadgroup memory.
  // CHECK-LABEL: metal.kernel @sum
  tt.func public @sum(%x: !tt.ptr<f32>, %v: f32) {
    %t = tt.splat %v : f32 -> tensor<512xf32, #l>
    // CHECK: %[[R:.*]] = metal.reduce_registers %{{.*}} along = [0, 1] : (vector<4xf32>) -> vector<1xf32>
    // CHECK:   metal.yield
    // CHECK: %[[LANES:.*]] = metal.simd_reduce sum %[[R]] : vector<1xf32>
    // CHECK: %[[BUF:.*]] = metal.threadgroup_alloc 4
    // CHECK: %[[OWN:.*]] = metal.coordinate registers = [] lanes = [0, 0, 0, 0, 0] simdgroups = [1, 2]
    // CHECK: %[[FIRST:.*]] = arith.cmpi eq, %{{.*}}, %c0_i32
    // CHECK: %[[M:.*]] = vector.broadcast %[[FIRST]] : i1 to vector<1xi1>
    // CHECK: metal.scatter %[[LANES]], %[[BUF]][%[[OWN]]], %[[M]]
    // CHECK: %[[PEER:.*]] = metal.coordinate registers = [] lanes = [1, 2, 0, 0, 0] simdgroups = [0, 0]
    // CHECK: %[[P:.*]] = metal.gather %[[BUF]][%[[PEER]]]
    // CHECK: %[[P2:.*]] = metal.simd_shuffle xor %[[P]], %c2_i32
    // CHECK: %[[Q:.*]] = arith.addf %[[P]], %[[P2]] : vector<1xf32>
    // CHECK: %[[Q1:.*]] = metal.simd_shuffle xor %[[Q]], %c1_i32
    // CHECK: %[[TV:.*]] = arith.addf %[[Q]], %[[Q1]] : vector<1xf32>
    // CHECK: %[[T:.*]] = vector.extract %[[TV]][0]
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
  // memory.
  // CHECK-LABEL: metal.kernel @small
  // CHECK-NOT:   metal.threadgroup_alloc
  // CHECK-NOT:   metal.simd_reduce
  tt.func public @small(%x: !tt.ptr<i64>, %v: i64) {
    %t = tt.splat %v : i64 -> tensor<64xi64, #l>
    // CHECK-COUNT-4: metal.simd_shuffle xor {{.*}} : vector<1xi64>
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
  // CHECK:       metal.reduce_registers %[[OWN]] along = [0] : (vector<2xi32>) -> vector<1xi32>
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

// -----

#l = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [4, 8], warpsPerCTA = [4, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Rows of 64 columns along axis 1: register bits 2 (32 columns on) and 0-1; rows 16 apart
  // are register bit 3 and stay apart. No SIMD-group shares a row with another.
  // CHECK-LABEL: metal.kernel @rows
  // CHECK:       metal.reduce_registers %{{.*}} along = [0, 1, 2] : (vector<16xf32>) -> vector<2xf32>
  // CHECK-COUNT-3: metal.simd_shuffle xor {{.*}} : vector<2xf32>
  // CHECK-NOT:   metal.simd_shuffle
  // CHECK-NOT:   metal.threadgroup_alloc
  tt.func public @rows(%x: !tt.ptr<f32>, %v: f32) {
    %t = tt.splat %v : f32 -> tensor<32x64xf32, #l>
    %s = "tt.reduce"(%t) <{axis = 1 : i32}> ({
    ^bb0(%a: f32, %b: f32):
      %c = arith.maximumf %a, %b : f32
      tt.reduce.return %c : f32
    }) : (tensor<32x64xf32, #l>) -> tensor<32xf32, #ttg.slice<{dim = 1, parent = #l}>>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<32x!tt.ptr<f32>, #ttg.slice<{dim = 1, parent = #l}>>
    tt.store %p, %s : tensor<32x!tt.ptr<f32>, #ttg.slice<{dim = 1, parent = #l}>>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [4, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Along axis 0 no lane is free to read another SIMD-group's part: a thread reads all
  // four as registers.
  // CHECK-LABEL: metal.kernel @columns
  // CHECK:       metal.reduce_registers %{{.*}} along = [0] : (vector<2xi32>) -> vector<1xi32>
  // CHECK:       metal.threadgroup_alloc 128
  // CHECK:       metal.coordinate registers = [] lanes = [1, 2, 4, 8, 16] simdgroups = [32, 64] : vector<1xi32>
  // CHECK:       metal.coordinate registers = [32, 64] lanes = [1, 2, 4, 8, 16] simdgroups = [0, 0] : vector<4xi32>
  // CHECK:       metal.reduce_registers %{{.*}} along = [0, 1] : (vector<4xi32>) -> vector<1xi32>
  tt.func public @columns(%x: !tt.ptr<i32>, %v: i32) {
    %t = tt.splat %v : i32 -> tensor<8x32xi32, #l>
    %s = "tt.reduce"(%t) <{axis = 0 : i32}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.maxui %a, %b : i32
      tt.reduce.return %c : i32
    }) : (tensor<8x32xi32, #l>) -> tensor<32xi32, #ttg.slice<{dim = 0, parent = #l}>>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<32x!tt.ptr<i32>, #ttg.slice<{dim = 0, parent = #l}>>
    tt.store %p, %s : tensor<32x!tt.ptr<i32>, #ttg.slice<{dim = 0, parent = #l}>>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Lanes of a butterfly may disagree where the combine treats its arguments differently:
  // all go on with lane 0's.
  // CHECK-LABEL: metal.kernel @agree
  // CHECK-COUNT-5: metal.simd_shuffle xor
  // CHECK:       metal.simd_shuffle index %{{.*}}, %c0_i32
  tt.func public @agree(%x: !tt.ptr<f32>, %v: f32) {
    %t = tt.splat %v : f32 -> tensor<32xf32, #l>
    %s = "tt.reduce"(%t) <{axis = 0 : i32}> ({
    ^bb0(%a: f32, %b: f32):
      %d = arith.subf %b, %a : f32
      %c = arith.addf %a, %d : f32
      tt.reduce.return %c : f32
    }) : (tensor<32xf32, #l>) -> f32
    tt.store %x, %s : !tt.ptr<f32>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // A combine with a branch is kept as a function of elements.
  // CHECK-LABEL: metal.kernel @branch
  // CHECK:       metal.simd_shuffle xor
  // CHECK:       metal.map
  // CHECK:         scf.if
  tt.func public @branch(%x: !tt.ptr<i32>, %v: i32) {
    %t = tt.splat %v : i32 -> tensor<32xi32, #l>
    %s = "tt.reduce"(%t) <{axis = 0 : i32}> ({
    ^bb0(%a: i32, %b: i32):
      %m = arith.cmpi sgt, %a, %b : i32
      %r = scf.if %m -> i32 {
        %p = arith.muli %a, %b : i32
        scf.yield %p : i32
      } else {
        scf.yield %b : i32
      }
      tt.reduce.return %r : i32
    }) : (tensor<32xi32, #l>) -> i32
    tt.store %x, %s : !tt.ptr<i32>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>
#p = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [16, 2], warpsPerCTA = [1, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // How tl.sort finds its partner: the exclusive or of a pair with one of them is the
  // other. One shuffle is left.
  // CHECK-LABEL: metal.kernel @partner
  // CHECK:       %[[PARTNER:.*]] = metal.simd_shuffle xor
  // CHECK-NOT:   arith.xori
  // CHECK:       arith.maxsi %{{.*}}, %[[PARTNER]]
  tt.func public @partner(%x: !tt.ptr<i32>, %v: !tt.ptr<i32>) {
    %vp = tt.splat %v : !tt.ptr<i32> -> tensor<16x2x!tt.ptr<i32>, #p>
    %t = tt.load %vp : tensor<16x2x!tt.ptr<i32>, #p>
    %s = "tt.reduce"(%t) <{axis = 1 : i32}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.xori %a, %b : i32
      tt.reduce.return %c : i32
    }) : (tensor<16x2xi32, #p>) -> tensor<16xi32, #ttg.slice<{dim = 1, parent = #p}>>
    %e = tt.expand_dims %s {axis = 1 : i32} : tensor<16xi32, #ttg.slice<{dim = 1, parent = #p}>> -> tensor<16x1xi32, #p>
    %b = tt.broadcast %e : tensor<16x1xi32, #p> -> tensor<16x2xi32, #p>
    %o = arith.xori %t, %b : tensor<16x2xi32, #p>
    %m = arith.maxsi %t, %o : tensor<16x2xi32, #p>
    %xp = tt.splat %x : !tt.ptr<i32> -> tensor<16x2x!tt.ptr<i32>, #p>
    tt.store %xp, %m : tensor<16x2x!tt.ptr<i32>, #p>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [1, 32], warpsPerCTA = [2, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 2 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Two SIMD-groups with a row each, whose sum takes its arguments in either order: each thread
  // reads what the other SIMD-group's has, 16 bytes at a time.
  // CHECK-LABEL: metal.kernel @trade
  // CHECK-DAG:   %[[OTHER:.*]] = arith.constant dense<128> : vector<4xi32>
  // CHECK:       %[[OWN:.*]] = vector.broadcast
  // CHECK:       %[[M:.*]] = metal.threadgroup_alloc 256
  // CHECK:       %[[P:.*]] = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128]
  // CHECK:       %[[Q:.*]] = arith.xori %[[P]], %[[OTHER]]
  // CHECK:       metal.scatter %[[OWN]], %[[M]][%[[P]]] {alignment = 16 : i32, contiguous = 4 : i32}
  // CHECK:       %[[TRADED:.*]] = metal.gather %[[M]][%[[Q]]] {alignment = 16 : i32, contiguous = 4 : i32}
  // CHECK:       arith.addf %[[OWN]], %[[TRADED]]
  tt.func public @trade(%x: !tt.ptr<f32>, %v: f32) {
    %t = tt.splat %v : f32 -> tensor<2x128xf32, #l>
    %s = "tt.reduce"(%t) <{axis = 0 : i32}> ({
    ^bb0(%a: f32, %b: f32):
      %c = arith.addf %a, %b : f32
      tt.reduce.return %c : f32
    }) : (tensor<2x128xf32, #l>) -> tensor<128xf32, #ttg.slice<{dim = 0, parent = #l}>>
    %r = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #ttg.slice<{dim = 0, parent = #l}>>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>, #ttg.slice<{dim = 0, parent = #l}>>
    %q = tt.addptr %p, %r : tensor<128x!tt.ptr<f32>, #ttg.slice<{dim = 0, parent = #l}>>, tensor<128xi32, #ttg.slice<{dim = 0, parent = #l}>>
    tt.store %q, %s : tensor<128x!tt.ptr<f32>, #ttg.slice<{dim = 0, parent = #l}>>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [1, 32], warpsPerCTA = [2, 1], order = [1, 0]}>

module attributes {"ttg.num-warps" = 2 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // 128 registers of 64 threads are two bands of 16 KB.
  // CHECK-LABEL: metal.kernel @bands
  // CHECK:       %[[M:.*]] = metal.threadgroup_alloc 4096
  // CHECK:       %[[ALL:.*]] = scf.for %[[BAND:.*]] = %{{.*}} to %c2_i32 step {{.*}} iter_args(%[[WHOLE:.*]] = %{{.*}})
  // CHECK-NEXT:    %[[S:.*]] = arith.muli %[[BAND]], %c64_i32
  // CHECK-NEXT:    %[[PART:.*]] = metal.rearrange %{{.*}} shift %[[S]] {{.*}} -> vector<64xi32>
  // CHECK:         metal.scatter %[[PART]], %[[M]]
  // CHECK:         %[[G:.*]] = metal.gather %[[M]]
  // CHECK:         metal.insert_registers %[[G]] into %[[WHOLE]] shift %[[S]]
  // CHECK:       arith.xori %{{.*}}, %[[ALL]]
  tt.func public @bands(%x: !tt.ptr<i32>, %v: i32) {
    %t = tt.splat %v : i32 -> tensor<2x4096xi32, #l>
    %s = "tt.reduce"(%t) <{axis = 0 : i32}> ({
    ^bb0(%a: i32, %b: i32):
      %c = arith.xori %a, %b : i32
      tt.reduce.return %c : i32
    }) : (tensor<2x4096xi32, #l>) -> tensor<4096xi32, #ttg.slice<{dim = 0, parent = #l}>>
    %r = tt.make_range {end = 4096 : i32, start = 0 : i32} : tensor<4096xi32, #ttg.slice<{dim = 0, parent = #l}>>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<4096x!tt.ptr<i32>, #ttg.slice<{dim = 0, parent = #l}>>
    %q = tt.addptr %p, %r : tensor<4096x!tt.ptr<i32>, #ttg.slice<{dim = 0, parent = #l}>>, tensor<4096xi32, #ttg.slice<{dim = 0, parent = #l}>>
    tt.store %q, %s : tensor<4096x!tt.ptr<i32>, #ttg.slice<{dim = 0, parent = #l}>>
    tt.return
  }
}
