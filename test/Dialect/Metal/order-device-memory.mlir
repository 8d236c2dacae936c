// RUN: triton-metal-opt %s --metal-order-device-memory --split-input-file | FileCheck %s

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#q = #metal.argument<name = "q", kind = pointer, element = f32, binding = 1>

// In place, each element in one thread: nothing to order.
// CHECK-LABEL: metal.kernel @same_threads
// CHECK-NOT:   metal.threadgroup_barrier
// CHECK:       metal.return
metal.kernel @same_threads(%p: !metal.ptr<f32, device>, %q: !metal.ptr<f32, device>)
    attributes {arguments = [#p, #q], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<4xi32>
  %v = metal.gather %p[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
  metal.scatter %v, %p[%i] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  %w = metal.gather %p[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
  metal.return
}

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#q = #metal.argument<name = "q", kind = pointer, element = f32, binding = 1>

// Threads that hold copies read what the owner writes.
// CHECK-LABEL: metal.kernel @copies
// CHECK:       metal.gather
// CHECK-NEXT:  metal.threadgroup_barrier device
// CHECK-NEXT:  metal.scatter
// CHECK-NOT:   metal.threadgroup_barrier
metal.kernel @copies(%p: !metal.ptr<f32, device>, %q: !metal.ptr<f32, device>)
    attributes {arguments = [#p, #q], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [] lanes = [1, 2, 4, 8, 16] simdgroups = [0, 0] : vector<1xi32>
  %v = metal.gather %p[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<1xi32> -> vector<1xf32>
  metal.scatter %v, %p[%i] {alignment = 4 : i32, metal.one_copy} : vector<1xf32>, !metal.ptr<f32, device>, vector<1xi32>
  metal.scatter %v, %p[%i] {alignment = 4 : i32, metal.one_copy} : vector<1xf32>, !metal.ptr<f32, device>, vector<1xi32>
  metal.return
}

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#q = #metal.argument<name = "q", kind = pointer, element = f32, binding = 1>

// Other offsets, other masks: other threads. Reads do not wait for reads, nor for what
// happens behind another argument.
// CHECK-LABEL: metal.kernel @other_threads
// CHECK:       metal.scatter
// CHECK-NEXT:  metal.gather %arg1
// CHECK-NEXT:  metal.threadgroup_barrier device
// CHECK-NEXT:  metal.gather
// CHECK-NEXT:  metal.gather
// CHECK-NEXT:  metal.threadgroup_barrier device
// CHECK-NEXT:  metal.scatter
metal.kernel @other_threads(%p: !metal.ptr<f32, device>, %q: !metal.ptr<f32, device>)
    attributes {arguments = [#p, #q], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [] lanes = [1, 2, 4, 8, 16] simdgroups = [32, 64] : vector<1xi32>
  %j = metal.coordinate registers = [] lanes = [64, 32, 16, 8, 4] simdgroups = [2, 1] : vector<1xi32>
  %one = arith.constant dense<1.0> : vector<1xf32>
  %m = arith.cmpi slt, %i, %j : vector<1xi32>
  metal.scatter %one, %p[%i] {alignment = 4 : i32} : vector<1xf32>, !metal.ptr<f32, device>, vector<1xi32>
  %u = metal.gather %q[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<1xi32> -> vector<1xf32>
  %v = metal.gather %p[%j] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<1xi32> -> vector<1xf32>
  %w = metal.gather %p[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<1xi32> -> vector<1xf32>
  metal.scatter %one, %p[%i], %m {alignment = 4 : i32} : vector<1xf32>, !metal.ptr<f32, device>, vector<1xi32>
  metal.return
}

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#q = #metal.argument<name = "q", kind = pointer, element = f32, binding = 1>

// In a loop whose offsets change, a round may read what another thread wrote in the one
// before; where they do not change, it cannot.
// CHECK-LABEL: metal.kernel @rounds
// CHECK:       scf.for
// CHECK:         metal.threadgroup_barrier device
// CHECK-NEXT:    metal.gather
// CHECK-NEXT:    metal.scatter
// CHECK:       scf.for
// CHECK-NOT:     metal.threadgroup_barrier
// CHECK:       metal.return
metal.kernel @rounds(%p: !metal.ptr<f32, device>, %q: !metal.ptr<f32, device>)
    attributes {arguments = [#p, #q], num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c8 = arith.constant 8 : i32
  %i = metal.coordinate registers = [] lanes = [1, 2, 4, 8, 16] simdgroups = [32, 64] : vector<1xi32>
  scf.for %k = %c0 to %c8 step %c1 : i32 {
    %n = vector.broadcast %k : i32 to vector<1xi32>
    %j = arith.addi %i, %n : vector<1xi32>
    %v = metal.gather %p[%j] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<1xi32> -> vector<1xf32>
    metal.scatter %v, %p[%j] {alignment = 4 : i32} : vector<1xf32>, !metal.ptr<f32, device>, vector<1xi32>
  }
  scf.for %k = %c0 to %c8 step %c1 : i32 {
    %v = metal.gather %q[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<1xi32> -> vector<1xf32>
    metal.scatter %v, %q[%i] {alignment = 4 : i32} : vector<1xf32>, !metal.ptr<f32, device>, vector<1xi32>
  }
  metal.return
}

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#q = #metal.argument<name = "q", kind = pointer, element = f32, binding = 1>

// One thread writes a scalar that all read: before its branch and behind it.
// CHECK-LABEL: metal.kernel @scalar
// CHECK:       metal.load
// CHECK:       metal.threadgroup_barrier device
// CHECK-NEXT:  scf.if
// CHECK-NEXT:    metal.store
// CHECK-NEXT:  } {metal.divergent}
// CHECK-NEXT:  metal.threadgroup_barrier device
// CHECK-NEXT:  metal.load
metal.kernel @scalar(%p: !metal.ptr<f32, device>, %q: !metal.ptr<f32, device>)
    attributes {arguments = [#p, #q], num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %t = metal.thread_index : i32
  %first = arith.cmpi eq, %t, %c0 : i32
  %v = metal.load %p[%c0] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  scf.if %first {
    metal.store %v, %p[%c0] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  } {metal.divergent}
  %w = metal.load %p[%c0] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.return
}

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// A base that moves in a loop: what one thread wrote, another may read in the next round.
// CHECK-LABEL: metal.kernel @moving
// CHECK:       scf.for
// CHECK-NEXT:    metal.threadgroup_barrier device
// CHECK-NEXT:    metal.gather
// CHECK-NEXT:    metal.scatter
metal.kernel @moving(%p: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#p, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<4xi32>
  %last = scf.for %k = %n to %n step %n iter_args(%q = %p) -> (!metal.ptr<f32, device>) : i32 {
    %v = metal.gather %q[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
    metal.scatter %v, %q[%i] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
    %r = metal.offset %q[%n] : !metal.ptr<f32, device>, i32
    scf.yield %r : !metal.ptr<f32, device>
  }
  metal.return
}
