// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// An update nobody asks the old value of is a statement. Minimum and maximum say by the
// type whether there is a sign.

// CHECK-LABEL: void updates(
// CHECK:      atomic_fetch_add_explicit((device atomic_uint *)(x + {{.*}}), {{.*}}, memory_order_relaxed);
// CHECK:      {{u?int}} old = {{.*}}atomic_exchange_explicit((device atomic_uint *)x, {{.*}}, memory_order_relaxed);
// CHECK:      atomic_fetch_max_explicit((device atomic_int *)x, {{.*}}, memory_order_relaxed);
// CHECK:      atomic_fetch_max_explicit((device atomic_uint *)x, {{.*}}, memory_order_relaxed);
// CHECK:      atomic_fetch_add_explicit((device atomic_float *)f, 1.0f, memory_order_relaxed);
metal.kernel @updates(%x: !metal.ptr<i32, device>, %f: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read_write>,
                 #metal.argument<name = "f", kind = pointer, element = f32, binding = 1, access = read_write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %one = arith.constant 1.0 : f32
  %a = metal.atomic_rmw add %i, %x[%i] : i32, !metal.ptr<i32, device>, i32
  %b = metal.atomic_rmw exchange %i, %x[%k0] : i32, !metal.ptr<i32, device>, i32 loc("old")
  %c = metal.atomic_rmw max_signed %b, %x[%k0] : i32, !metal.ptr<i32, device>, i32
  %d = metal.atomic_rmw max_unsigned %b, %x[%k0] : i32, !metal.ptr<i32, device>, i32
  %e = metal.atomic_rmw add %one, %f[%k0] : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// A weak exchange is tried again while memory is as expected. Fences are the strongest
// that Metal has, and the only ones.

// CHECK-LABEL: void lock(
// CHECK:      uint seen = 0{{u?}};
// CHECK-NEXT: while (!atomic_compare_exchange_weak_explicit((device atomic_uint *)x, &seen, 1{{u?}},
// CHECK-NEXT:                                               memory_order_relaxed, memory_order_relaxed) &&
// CHECK-NEXT:        seen == 0{{u?}}) {
// CHECK-NEXT: }
// CHECK:      atomic_thread_fence(mem_flags::mem_device, memory_order_seq_cst, thread_scope_device);
// CHECK:      atomic_load_explicit((device atomic_uint *)x, memory_order_relaxed);
// CHECK:      atomic_thread_fence(mem_flags::mem_device, memory_order_seq_cst, thread_scope_system);
metal.kernel @lock(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read_write>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %k0 = arith.constant 0 : i32
  %k1 = arith.constant 1 : i32
  %a = metal.atomic_compare_exchange %k0, %k1, %x[%k0] : i32, !metal.ptr<i32, device>, i32
  metal.fence acquire, device
  %b = metal.atomic_load %x[%k0] : !metal.ptr<i32, device>, i32 -> i32
  metal.fence release, system
  metal.store %a, %o[%k0] {alignment = 4 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.store %b, %o[%k1] {alignment = 4 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.return
}
