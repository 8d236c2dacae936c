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

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// Each round has a tile of its own, however the loop moves it: an element's thread is always the same,
// in every round of the loop around as well.
// CHECK-LABEL: metal.kernel @tiles
// CHECK-NOT:   metal.threadgroup_barrier
// CHECK:       metal.return
metal.kernel @tiles(%p: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#p, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c512 = arith.constant 512 : i32
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<4xi32>
  scf.for %r = %c0 to %n step %c1 : i32 {
    scf.for %k = %c0 to %n step %c512 : i32 {
      %m = vector.broadcast %k : i32 to vector<4xi32>
      %j = arith.addi %m, %i : vector<4xi32>
      %v = metal.gather %p[%j] {alignment = 4 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
      metal.scatter %v, %p[%j] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
    }
  }
  metal.return
}

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// CHECK-LABEL: metal.kernel @moved_bases
// CHECK:       scf.for
// CHECK-NEXT:    metal.offset
// CHECK-NEXT:    metal.scatter
// CHECK:       scf.for
// CHECK-NEXT:    metal.threadgroup_barrier device
// CHECK-NEXT:    metal.scatter
// CHECK:       scf.for
// CHECK-NEXT:    metal.scatter
// CHECK-NOT:     metal.threadgroup_barrier
// CHECK:       metal.return
metal.kernel @moved_bases(%p: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#p, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c512 = arith.constant 512 : i32
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<4xi32>
  %one = arith.constant dense<1.0> : vector<4xf32>
  scf.for %k = %c0 to %n step %c512 : i32 {
    %q = metal.offset %p[%k] : !metal.ptr<f32, device>, i32
    metal.scatter %one, %q[%i] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  }
  metal.threadgroup_barrier device
  %last = scf.for %k = %c0 to %n step %c512 iter_args(%q = %p) -> (!metal.ptr<f32, device>) : i32 {
    metal.scatter %one, %q[%i] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
    %c256 = arith.constant 256 : i32
    %r = metal.offset %q[%c256] : !metal.ptr<f32, device>, i32
    scf.yield %r : !metal.ptr<f32, device>
  }
  metal.threadgroup_barrier device
  %end = scf.for %k = %c0 to %n step %c512 iter_args(%q = %p) -> (!metal.ptr<f32, device>) : i32 {
    metal.scatter %one, %q[%i] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
    %r = metal.offset %q[%c512] : !metal.ptr<f32, device>, i32
    scf.yield %r : !metal.ptr<f32, device>
  }
  metal.return
}

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// Tiles that overlap, rounds that may count through negative numbers, and tiles that the loop around
// moves: the threads change.
// CHECK-LABEL: metal.kernel @overlapping_tiles
// CHECK:       scf.for
// CHECK:         metal.threadgroup_barrier device
// CHECK-NEXT:    metal.scatter
// CHECK:       scf.for
// CHECK-NEXT:    metal.offset
// CHECK-NEXT:    metal.threadgroup_barrier device
// CHECK-NEXT:    metal.scatter
// CHECK:       scf.for
// CHECK:         scf.for
// CHECK-NEXT:      metal.offset
// CHECK-NEXT:      metal.threadgroup_barrier device
// CHECK-NEXT:      metal.scatter
metal.kernel @overlapping_tiles(%p: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#p, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c512 = arith.constant 512 : i32
  %c511 = arith.constant 511 : i32
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<4xi32>
  %one = arith.constant dense<1.0> : vector<4xf32>
  scf.for %k = %c0 to %n step %c511 : i32 {
    %m = vector.broadcast %k : i32 to vector<4xi32>
    %j = arith.addi %i, %m : vector<4xi32>
    metal.scatter %one, %p[%j] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  }
  metal.threadgroup_barrier device
  scf.for %k = %n to %n step %c512 : i32 {
    %q = metal.offset %p[%k] : !metal.ptr<f32, device>, i32
    metal.scatter %one, %q[%i] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
  }
  metal.threadgroup_barrier device
  scf.for %r = %c0 to %n step %c1 : i32 {
    %row = metal.offset %p[%r] : !metal.ptr<f32, device>, i32
    scf.for %k = %c0 to %n step %c512 : i32 {
      %q = metal.offset %row[%k] : !metal.ptr<f32, device>, i32
      metal.scatter %one, %q[%i] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, vector<4xi32>
    }
  }
  metal.return
}

// -----

#p = #metal.argument<name = "p", kind = pointer, element = f16, binding = 0>

// An atomic on a half changes the word around it, the other half of which is another thread's.
// CHECK-LABEL: metal.kernel @halves
// CHECK:       metal.scatter
// CHECK-NEXT:  metal.threadgroup_barrier device
// CHECK-NEXT:  metal.scatter_atomic
metal.kernel @halves(%p: !metal.ptr<f16, device>)
    attributes {arguments = [#p], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [] lanes = [1, 2, 4, 8, 16] simdgroups = [32, 64] : vector<1xi32>
  %one = arith.constant dense<1.0> : vector<1xf16>
  metal.scatter %one, %p[%i] {alignment = 2 : i32} : vector<1xf16>, !metal.ptr<f16, device>, vector<1xi32>
  %a = metal.scatter_atomic add %one, %p[%i] : vector<1xf16>, !metal.ptr<f16, device>, vector<1xi32>
  metal.return
}
