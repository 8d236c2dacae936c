// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // A 32-bit offset on a base stays 32 bits wide; one that is the same for all moves the base.
  // CHECK-LABEL: metal.kernel @widths
  tt.func public @widths(%x: !tt.ptr<f32>, %n: i32) {
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #l>
    %s = tt.splat %n : i32 -> tensor<128xi32, #l>
    // CHECK: %[[ROW:.*]] = metal.offset %{{.*}}[%{{.*}}] : <f32, device>, i32
    %row = tt.addptr %x, %n : !tt.ptr<f32>, i32
    %p = tt.splat %row : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>, #l>
    %q = tt.addptr %p, %i : tensor<128x!tt.ptr<f32>, #l>, tensor<128xi32, #l>
    // CHECK: metal.gather %[[ROW]][%{{.*}}] {{.*}} vector<1xi32> -> vector<1xf32>
    %v = tt.load %q : tensor<128x!tt.ptr<f32>, #l>
    %r = tt.addptr %q, %s : tensor<128x!tt.ptr<f32>, #l>, tensor<128xi32, #l>
    // CHECK: %[[MOVED:.*]] = metal.offset %[[ROW]][%{{.*}}] : <f32, device>, i32
    // CHECK: metal.scatter %{{.*}}, %[[MOVED]][%{{.*}}] {{.*}} vector<1xi32>
    tt.store %r, %v : tensor<128x!tt.ptr<f32>, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // 64 elements on 128 threads: SIMD-groups 2 and 3 hold copies and do not store.
  // CHECK-LABEL: metal.kernel @copies
  tt.func public @copies(%x: !tt.ptr<f32>) {
    %i = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32, #l>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<64x!tt.ptr<f32>, #l>
    %q = tt.addptr %p, %i : tensor<64x!tt.ptr<f32>, #l>, tensor<64xi32, #l>
    // CHECK: %[[V:.*]] = metal.gather %{{.*}}[%{{[0-9]*}}] {
    %v = tt.load %q : tensor<64x!tt.ptr<f32>, #l>
    // CHECK: %[[T:.*]] = metal.thread_index
    // CHECK: %[[BITS:.*]] = arith.andi %[[T]], %c64_i32
    // CHECK: %[[OWN:.*]] = arith.cmpi eq, %[[BITS]], %c0_i32
    // CHECK: %[[MASK:.*]] = vector.broadcast %[[OWN]] : i1 to vector<1xi1>
    // CHECK: metal.scatter %[[V]], %{{.*}}, %[[MASK]]
    tt.store %q, %v : tensor<64x!tt.ptr<f32>, #l>
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Scalars: every thread reads, thread 0 writes; a mask guards both.
  // CHECK-LABEL: metal.kernel @scalars
  tt.func public @scalars(%x: !tt.ptr<f32>, %m: i1, %o: f32) {
    // CHECK: %[[V:.*]] = scf.if %[[M:.*]] -> (f32) {
    // CHECK:   metal.load %{{.*}}[%c0_i32] {alignment = 4 : i32}
    // CHECK: } else {
    // CHECK-NEXT: scf.yield %{{.*}} : f32
    %v = tt.load %x, %m, %o : !tt.ptr<f32>
    // CHECK: %[[T:.*]] = metal.thread_index
    // CHECK: %[[F:.*]] = arith.cmpi eq, %[[T]], %c0_i32
    // CHECK: %[[C:.*]] = arith.andi %[[F]], %[[M]]
    // CHECK: scf.if %[[C]] {
    // CHECK-NEXT: metal.store %[[V]]
    // CHECK-NEXT: } {metal.divergent}
    tt.store %x, %v, %m : !tt.ptr<f32>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // What is volatile may change between two threads' reads: one reads for all that hold the element.
  // CHECK-LABEL: metal.kernel @volatile
  tt.func public @volatile(%x: !tt.ptr<i32>, %y: !tt.ptr<i32>) {
    // CHECK: %[[SHARED:.*]] = metal.threadgroup_alloc 1 : <i32, threadgroup>
    // CHECK: %[[FIRST:.*]] = arith.cmpi eq, %{{.*}}, %c0_i32
    // CHECK: scf.if %[[FIRST]] {
    // CHECK-NEXT: %[[V:.*]] = metal.load %{{.*}}[%c0_i32] {alignment = 4 : i32, isVolatile}
    // CHECK-NEXT: metal.store %[[V]], %[[SHARED]]
    // CHECK-NEXT: } {metal.divergent}
    // CHECK: metal.load %[[SHARED]]
    %v = tt.load %x {isVolatile = true} : !tt.ptr<i32>
    // CHECK: %[[OWN:.*]] = vector.broadcast %{{.*}} : i1 to vector<1xi1>
    // CHECK: %[[W:.*]] = metal.gather %{{.*}}[%{{.*}}], %[[OWN]] {alignment = 4 : i32, isVolatile}
    // CHECK: metal.threadgroup_alloc 64 : <i32, threadgroup>
    // CHECK: metal.scatter %[[W]]
    // CHECK: metal.gather
    %i = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<64x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<64x!tt.ptr<i32>, #l>, tensor<64xi32, #l>
    %w = tt.load %q {isVolatile = true} : tensor<64x!tt.ptr<i32>, #l>
    %o = tt.splat %y : !tt.ptr<i32> -> tensor<64x!tt.ptr<i32>, #l>
    %r = tt.addptr %o, %w : tensor<64x!tt.ptr<i32>, #l>, tensor<64xi32, #l>
    %s = tt.splat %v : i32 -> tensor<64xi32, #l>
    tt.store %r, %s : tensor<64x!tt.ptr<i32>, #l>
    tt.return
  }
}
