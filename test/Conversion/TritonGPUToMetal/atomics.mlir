// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --split-input-file | FileCheck %s

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Nobody looks at an old value: the order is dropped. 32 elements on 128 threads: three
  // SIMD-groups of four hold copies and do nothing.
  // CHECK-LABEL: metal.kernel @histogram
  // CHECK-NOT:   metal.fence
  // CHECK:       %[[COPY:.*]] = arith.andi %{{.*}}, %c96_i32
  // CHECK:       %[[OWNS:.*]] = arith.cmpi eq, %[[COPY]], %c0_i32
  // CHECK:       metal.scatter_atomic add %{{.*}}, %{{.*}}[%{{.*}}], %{{.*}} : vector<1xi32>, <i32, device>, vector<1xi32>
  // CHECK-NOT:   threadgroup
  tt.func public @histogram(%x: !tt.ptr<i32>) {
    %i = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<32x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<32x!tt.ptr<i32>, #l>, tensor<32xi32, #l>
    %old = tt.atomic_rmw add, acq_rel, gpu, %q, %i : (tensor<32x!tt.ptr<i32>, #l>, tensor<32xi32, #l>) -> tensor<32xi32, #l>
    tt.return
  }
}

// -----

#l = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // Those that hold copies get the old values through threadgroup memory.
  // CHECK-LABEL: metal.kernel @copies
  // CHECK:       %[[OLD:.*]] = metal.scatter_atomic exchange
  // CHECK:       %[[SHARED:.*]] = metal.threadgroup_alloc 32 : <i32, threadgroup>
  // CHECK:       metal.scatter %[[OLD]], %[[SHARED]]
  // CHECK:       metal.gather %[[SHARED]]
  tt.func public @copies(%x: !tt.ptr<i32>) {
    %i = tt.make_range {end = 32 : i32, start = 0 : i32} : tensor<32xi32, #l>
    %p = tt.splat %x : !tt.ptr<i32> -> tensor<32x!tt.ptr<i32>, #l>
    %q = tt.addptr %p, %i : tensor<32x!tt.ptr<i32>, #l>, tensor<32xi32, #l>
    %old = tt.atomic_rmw exch, relaxed, gpu, %q, %i : (tensor<32x!tt.ptr<i32>, #l>, tensor<32xi32, #l>) -> tensor<32xi32, #l>
    tt.store %q, %old : tensor<32x!tt.ptr<i32>, #l>
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // A lock: what was done before is released, what follows is acquired, in all threads.
  // CHECK-LABEL: metal.kernel @lock
  // CHECK:       metal.threadgroup_barrier device
  // CHECK:       scf.if %{{.*}} {
  // CHECK-NEXT:    metal.fence release, device
  // CHECK-NEXT:    %[[OLD:.*]] = metal.atomic_compare_exchange
  // CHECK-NEXT:    metal.fence acquire, device
  // CHECK-NEXT:    metal.store %[[OLD]], %[[SHARED:.*]][
  // CHECK-NEXT:  } {metal.divergent}
  // CHECK-NEXT:  metal.threadgroup_barrier device
  // CHECK-NEXT:  metal.load %[[SHARED]][
  // The unlock: nothing is acquired where the old value is not looked at.
  // CHECK:       metal.threadgroup_barrier device
  // CHECK:       scf.if %{{.*}} {
  // CHECK-NEXT:    metal.fence release, system
  // CHECK-NEXT:    metal.atomic_rmw exchange
  // CHECK-NEXT:  } {metal.divergent}
  // CHECK-NEXT:  metal.return
  tt.func public @lock(%x: !tt.ptr<i32>, %y: !tt.ptr<i32>) {
    %c0 = arith.constant 0 : i32
    %c1 = arith.constant 1 : i32
    %true = arith.constant true
    %old = tt.atomic_cas acq_rel, gpu, %x, %c0, %c1 : (!tt.ptr<i32>, i32, i32) -> i32
    tt.store %y, %old : !tt.ptr<i32>
    %a = tt.atomic_rmw exch, release, sys, %x, %c0, %true : (!tt.ptr<i32>, i32, i1) -> i32
    tt.return
  }
}

// -----

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // One atomic, in no loop, and no other store: who sees its old value sees all there is.
  // CHECK-LABEL: metal.kernel @alone
  // CHECK-NOT:   metal.fence
  // CHECK:       metal.atomic_rmw add
  tt.func public @alone(%x: !tt.ptr<i32>) {
    %c1 = arith.constant 1 : i32
    %old = tt.atomic_rmw add, acq_rel, gpu, %x, %c1 : (!tt.ptr<i32>, i32) -> i32
    tt.print " ticket " {hex = false, isSigned = array<i32: 1>} : %old : i32
    tt.return
  }
}
