// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Sums of offsets stay 32 bits wide where they are known to fit.
  // CHECK-LABEL: metal.kernel @sums
  tt.func public @sums(%x: !tt.ptr<i32>) {
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<128x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<128x!tt.ptr<i32>, #l>, tensor<128xi32, #l>
    %r = tt.addptr %q, %i : tensor<128x!tt.ptr<i32>, #l>, tensor<128xi32, #l>
    // CHECK: %[[SUM:.*]] = arith.addi %[[I:.*]], %[[I]] : vector<1xi32>
    // CHECK: %[[V:.*]] = metal.gather %[[X:.*]][%[[SUM]]] {{.*}} : <i32, device>, vector<1xi32>
    %v = tt.load %r : tensor<128x!tt.ptr<i32>, #l>
    // Numbers from memory may be anything.
    // CHECK-DAG: %[[A:.*]] = arith.extsi %[[I]] : vector<1xi32> to vector<1xi64>
    // CHECK-DAG: %[[B:.*]] = arith.extsi %[[V]] : vector<1xi32> to vector<1xi64>
    // CHECK: %[[WIDE:.*]] = arith.addi %[[A]], %[[B]] : vector<1xi64>
    // CHECK: metal.scatter %[[V]], %[[X]][%[[WIDE]]]
    %s = tt.addptr %q, %v : tensor<128x!tt.ptr<i32>, #l>, tensor<128xi32, #l>
    tt.store %s, %v : tensor<128x!tt.ptr<i32>, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // A loop that moves all pointers alike carries the base; the offsets are not carried.
  // CHECK-LABEL: metal.kernel @carried
  tt.func public @carried(%x: !tt.ptr<f32>, %n: i32) {
    %c1 = arith.constant 1 : i32
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #l>
    %k = arith.constant dense<64> : tensor<128xi32, #l>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>, #l>
    %q = tt.addptr %p, %i : tensor<128x!tt.ptr<f32>, #l>, tensor<128xi32, #l>
    // CHECK: scf.for {{.*}} iter_args(%[[BASE:.*]] = %{{.*}}) -> (!metal.ptr<f32, device>)
    // CHECK:   metal.gather %[[BASE]][%{{.*}}] {{.*}} vector<1xi32>
    // CHECK:   %[[NEXT:.*]] = metal.offset %[[BASE]][%c64_i32]
    // CHECK:   scf.yield %[[NEXT]]
    %r = scf.for %j = %c1 to %n step %c1 iter_args(%s = %q) -> (tensor<128x!tt.ptr<f32>, #l>) : i32 {
      %v = tt.load %s {isVolatile = true} : tensor<128x!tt.ptr<f32>, #l>
      %t = tt.addptr %s, %k : tensor<128x!tt.ptr<f32>, #l>, tensor<128xi32, #l>
      scf.yield %t : tensor<128x!tt.ptr<f32>, #l>
    }
    tt.return
  }

}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // A loop that adds something of its own to each ends in 64 bits.
  // CHECK-LABEL: metal.kernel @growing
  tt.func public @growing(%x: !tt.ptr<f32>, %n: i32) {
    %c1 = arith.constant 1 : i32
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #l>
    %p = tt.splat %x : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>, #l>
    // CHECK: scf.for {{.*}} iter_args(%[[OFFSETS:.*]] = %{{.*}}) -> (vector<1xi64>)
    %r = scf.for %j = %c1 to %n step %c1 iter_args(%s = %p) -> (tensor<128x!tt.ptr<f32>, #l>) : i32 {
      // CHECK: metal.gather %{{.*}}[%[[OFFSETS]]]
      %v = tt.load %s {isVolatile = true} : tensor<128x!tt.ptr<f32>, #l>
      %t = tt.addptr %s, %i : tensor<128x!tt.ptr<f32>, #l>, tensor<128xi32, #l>
      scf.yield %t : tensor<128x!tt.ptr<f32>, #l>
    }
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Chosen for each element: addresses. Chosen for all: the base.
  // CHECK-LABEL: metal.kernel @chosen
  // CHECK-SAME: (%[[X:.*]]: !metal.ptr<f32, device>, %[[Y:.*]]: !metal.ptr<f32, device>, %[[C:.*]]: i1)
  tt.func public @chosen(%x: !tt.ptr<f32>, %y: !tt.ptr<f32>, %c: i1) {
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #l>
    %k = arith.constant dense<64> : tensor<128xi32, #l>
    %xs = tt.splat %x : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>, #l>
    %ys = tt.splat %y : !tt.ptr<f32> -> tensor<128x!tt.ptr<f32>, #l>
    %m = arith.cmpi slt, %i, %k : tensor<128xi32, #l>
    // CHECK-DAG: metal.ptr_to_int %[[X]]
    // CHECK-DAG: metal.ptr_to_int %[[Y]]
    // CHECK: %[[P:.*]] = arith.select %{{.*}} : vector<1xi1>, vector<1xi64>
    %p = arith.select %m, %xs, %ys : tensor<128xi1, #l>, tensor<128x!tt.ptr<f32>, #l>
    // CHECK: %[[BYTES:.*]] = arith.muli %{{.*}} : vector<1xi64>
    // CHECK: %[[Q:.*]] = arith.addi %[[P]], %[[BYTES]] : vector<1xi64>
    %q = tt.addptr %p, %i : tensor<128x!tt.ptr<f32>, #l>, tensor<128xi32, #l>
    // CHECK: %[[NULL:.*]] = metal.int_to_ptr %c0_i64 : i64 -> <i8, device>
    // CHECK: %[[V:.*]] = metal.gather %[[NULL]][%[[Q]]] {alignment = 4 : i32} : <i8, device>, vector<1xi64> -> vector<1xf32>
    %v = tt.load %q : tensor<128x!tt.ptr<f32>, #l>
    // CHECK: %[[B:.*]] = arith.select %[[C]], %[[X]], %[[Y]] : !metal.ptr<f32, device>
    // CHECK: metal.scatter %[[V]], %[[B]]
    %r = arith.select %c, %xs, %ys : tensor<128x!tt.ptr<f32>, #l>
    %s = tt.addptr %r, %i : tensor<128x!tt.ptr<f32>, #l>, tensor<128xi32, #l>
    tt.store %s, %v : tensor<128x!tt.ptr<f32>, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Elements of one size, smaller ones, and larger ones.
  // CHECK-LABEL: metal.kernel @cast
  tt.func public @cast(%x: !tt.ptr<i32>) {
    %i = tt.make_range {end = 128 : i32, start = 0 : i32} : tensor<128xi32, #l>
    %xs = tt.splat %x : !tt.ptr<i32> -> tensor<128x!tt.ptr<i32>, #l>
    %p = tt.addptr %xs, %i : tensor<128x!tt.ptr<i32>, #l>, tensor<128xi32, #l>
    // CHECK: %[[F:.*]] = metal.pointer_cast %{{.*}} : <i32, device> -> <f32, device>
    // CHECK: metal.gather %[[F]][%[[I:.*]]] {{.*}} vector<1xi32> -> vector<1xf32>
    %f = tt.bitcast %p : tensor<128x!tt.ptr<i32>, #l> -> tensor<128x!tt.ptr<f32>, #l>
    %a = tt.load %f {isVolatile = true} : tensor<128x!tt.ptr<f32>, #l>
    // CHECK: %[[H:.*]] = metal.pointer_cast %{{.*}} : <i32, device> -> <i16, device>
    // CHECK: %[[TWICE:.*]] = arith.muli %[[I]], %{{.*}} : vector<1xi32>
    // CHECK: metal.gather %[[H]][%[[TWICE]]]
    %h = tt.bitcast %p : tensor<128x!tt.ptr<i32>, #l> -> tensor<128x!tt.ptr<i16>, #l>
    %b = tt.load %h {isVolatile = true} : tensor<128x!tt.ptr<i16>, #l>
    // CHECK: metal.ptr_to_int
    // CHECK: metal.gather %{{.*}} : <i8, device>, vector<1xi64> -> vector<1xi64>
    %l = tt.bitcast %p : tensor<128x!tt.ptr<i32>, #l> -> tensor<128x!tt.ptr<i64>, #l>
    %c = tt.load %l {isVolatile = true} : tensor<128x!tt.ptr<i64>, #l>
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK-LABEL: metal.kernel @barriers
  tt.func public @barriers() {
    // CHECK: metal.threadgroup_barrier device
    gpu.barrier
    // CHECK: metal.threadgroup_barrier{{$}}
    ttg.local_barrier
    // CHECK: metal.threadgroup_barrier{{$}}
    ttg.barrier local
    // CHECK: metal.threadgroup_barrier device
    ttg.barrier all
    tt.return
  }
}
