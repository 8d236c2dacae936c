// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Functions of a SIMD-group. bool, bfloat and 64 bits travel in other types.

// CHECK-LABEL: void shuffles(
// CHECK:      float a = x[0];
// CHECK-NEXT: o[0] = simd_shuffle_xor(a, 16);
// CHECK-NEXT: o[1] = simd_shuffle(a, ushort(lane));
// CHECK-NEXT: o[2] = simd_shuffle_up(a, 16);
// CHECK-NEXT: o[3] = simd_shuffle_down(a, 16);
// CHECK-NEXT: o[4] = simd_sum(a);
// CHECK-NEXT: o[5] = simd_max(a);
metal.kernel @shuffles(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("a")
  %k = arith.constant 16 : i32
  %r0 = metal.simd_shuffle xor %a, %k : f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %t = metal.lane_index : i32
  %r1 = metal.simd_shuffle index %a, %t : f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r2 = metal.simd_shuffle up %a, %k : f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r3 = metal.simd_shuffle down %a, %k : f32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r4 = metal.simd_reduce sum %a : f32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r5 = metal.simd_reduce max_signed %a : f32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void integers(
// CHECK:      int a = x[0];
// CHECK-NEXT: int b = x[1];
// CHECK-NEXT: o[0] = simd_min(a);
// CHECK-NEXT: o[1] = simd_min(uint(a));
// CHECK-NEXT: o[2] = simd_xor(uint(a));
// CHECK-NEXT: bool test = a == b;
// CHECK-NEXT: o[3] = int(simd_or(uchar(test)) != 0);
// CHECK-NEXT: o[4] = int(simd_shuffle_xor(uchar(test), 1) != 0);
metal.kernel @integers(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("b")
  %r0 = metal.simd_reduce min_signed %a : i32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r1 = metal.simd_reduce min_unsigned %a : i32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r2 = metal.simd_reduce xor %a : i32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %p = arith.cmpi eq, %a, %b : i32
  %q = metal.simd_reduce or %p : i1
  %r3 = arith.extui %q : i1 to i32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %k = arith.constant 1 : i32
  %s = metal.simd_shuffle xor %p, %k : i1
  %r4 = arith.extui %s : i1 to i32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.return
}

// CHECK-LABEL: void wide(
// CHECK:      o[0] = as_type<long>(simd_shuffle_xor(as_type<uint2>(x[0]), 1));
// CHECK-NEXT: threadgroup_barrier(mem_flags::mem_threadgroup);
// CHECK-NEXT: threadgroup_barrier(mem_flags::mem_device | mem_flags::mem_threadgroup);
metal.kernel @wide(%x: !metal.ptr<i64, device>, %o: !metal.ptr<i64, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i64, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i64, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i64, device>, i32 -> i64 loc("a")
  %k = arith.constant 1 : i32
  %r0 = metal.simd_shuffle xor %a, %k : i64
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  metal.threadgroup_barrier
  metal.threadgroup_barrier device
  metal.return
}

// CHECK-LABEL: void storage(
// CHECK:      o[0] = as_type<bfloat>(simd_shuffle_xor(as_type<ushort>(x[0]), 1));
metal.kernel @storage(%x: !metal.ptr<bf16, device>, %o: !metal.ptr<bf16, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = bf16, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = bf16, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<bf16, device>, i32 -> bf16 loc("a")
  %k = arith.constant 1 : i32
  %r0 = metal.simd_shuffle xor %a, %k : bf16
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : bf16, !metal.ptr<bf16, device>, i32
  metal.return
}
