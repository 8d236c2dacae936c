// RUN: triton-metal-opt %s --metal-place-barriers --split-input-file | FileCheck %s

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// A write and a read of one buffer by different threads are separated once.
// CHECK-LABEL: metal.kernel @exchange
// CHECK:       metal.store
// CHECK-NEXT:  metal.threadgroup_barrier
// CHECK-NEXT:  metal.load
// CHECK-NEXT:  metal.load
// CHECK-NOT:   metal.threadgroup_barrier
metal.kernel @exchange(%o: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#o, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %x = arith.constant 1.0 : f32
  %buf = metal.threadgroup_alloc 128 : !metal.ptr<f32, threadgroup>
  %t = metal.thread_index : i32
  metal.store %x, %buf[%t] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  %a = metal.load %buf[%n] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  %b = metal.load %buf[%n] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// The read of one round and the write of the next one conflict: two barriers.
// CHECK-LABEL: metal.kernel @loop
// CHECK:       scf.for
// CHECK-NEXT:    metal.threadgroup_barrier
// CHECK-NEXT:    metal.store
// CHECK-NEXT:    metal.threadgroup_barrier
// CHECK-NEXT:    metal.load
metal.kernel @loop(%o: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#o, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %x = arith.constant 1.0 : f32
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %buf = metal.threadgroup_alloc 128 : !metal.ptr<f32, threadgroup>
  %t = metal.thread_index : i32
  scf.for %i = %c0 to %n step %c1 : i32 {
    metal.store %x, %buf[%t] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
    %a = metal.load %buf[%n] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
    metal.store %a, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  }
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// Buffers do not conflict with each other, nor does device memory with them.
// CHECK-LABEL: metal.kernel @apart
// CHECK-NOT:   metal.threadgroup_barrier
metal.kernel @apart(%o: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#o, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %x = arith.constant 1.0 : f32
  %p = metal.threadgroup_alloc 128 : !metal.ptr<f32, threadgroup>
  %q = metal.threadgroup_alloc 128 : !metal.ptr<f32, threadgroup>
  metal.store %x, %p[%n] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  %a = metal.load %q[%n] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  metal.store %a, %o[%n] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// -----

#o = #metal.argument<name = "o", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// A branch that only some threads take holds no barrier: it stands in front.
// CHECK-LABEL: metal.kernel @divergent
// CHECK:       metal.load
// CHECK:       metal.threadgroup_barrier
// CHECK-NEXT:  scf.if
// CHECK-NEXT:    metal.store
// CHECK-NOT:   metal.threadgroup_barrier
metal.kernel @divergent(%o: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#o, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %p = metal.threadgroup_alloc 128 : !metal.ptr<f32, threadgroup>
  %t = metal.thread_index : i32
  %first = arith.cmpi eq, %t, %c0 : i32
  %a = metal.load %p[%t] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  scf.if %first {
    metal.store %a, %p[%n] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  } {metal.divergent}
  metal.return
}
