// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Places in memory: of the pointee, of several elements, volatile, of threadgroups.

// CHECK-LABEL: void widths(
// CHECK:      *(device float4 *)(o + tid) = *(device const float4 *)(x + tid);
// CHECK-NEXT: *(device packed_float4 *)(o + 4) = float4(*(device const packed_float4 *)(x + 4));
// CHECK-NEXT: *(device int2 *)o = *(device const int2 *)x;
metal.kernel @widths(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %c4 = arith.constant 4 : i32
  %a = metal.load %x[%i] {alignment = 16 : i32} : !metal.ptr<f32, device>, i32 -> vector<4xf32>
  metal.store %a, %o[%i] {alignment = 16 : i32} : vector<4xf32>, !metal.ptr<f32, device>, i32
  %b = metal.load %x[%c4] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> vector<4xf32>
  metal.store %b, %o[%c4] {alignment = 4 : i32} : vector<4xf32>, !metal.ptr<f32, device>, i32
  %c = metal.load %x[%c0] {alignment = 8 : i32} : !metal.ptr<f32, device>, i32 -> vector<2xi32>
  metal.store %c, %o[%c0] {alignment = 8 : i32} : vector<2xi32>, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void volatile_access(
// CHECK:      float x_value = *(volatile device const float *)(x + tid);
// CHECK-NEXT: *(volatile device float *)(o + tid) = x_value;
metal.kernel @volatile_access(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %a = metal.load %x[%i] {alignment = 4 : i32, isVolatile} : !metal.ptr<f32, device>, i32 -> f32
  metal.store %a, %o[%i] {alignment = 4 : i32, isVolatile} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void shared(
// CHECK:      threadgroup float shared_1[128];
// CHECK-NEXT: threadgroup uchar shared_2[4];
// CHECK-NEXT: shared_1[tid] = x[tid];
// CHECK-NEXT: shared_2[0] = uchar(int(tid) < args.n);
// CHECK-NEXT: threadgroup_barrier(mem_flags::mem_threadgroup);
// CHECK-NEXT: float4 value = *(threadgroup float4 *)shared_1;
// CHECK-NEXT: if (shared_2[1] != 0) {
// CHECK-NEXT: o[tid] = value.w;
// CHECK-NEXT: }
metal.kernel @shared(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %s = metal.threadgroup_alloc 128 : !metal.ptr<f32, threadgroup>
  %b = metal.threadgroup_alloc 4 : !metal.ptr<i1, threadgroup>
  %a = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.store %a, %s[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, threadgroup>, i32
  %m = arith.cmpi slt, %i, %n : i32
  metal.store %m, %b[%c0] {alignment = 1 : i32} : i1, !metal.ptr<i1, threadgroup>, i32
  metal.threadgroup_barrier
  %w = metal.load %s[%c0] {alignment = 16 : i32} : !metal.ptr<f32, threadgroup>, i32 -> vector<4xf32>
  %e = vector.extract %w[3] : f32 from vector<4xf32>
  %q = metal.load %b[%c1] {alignment = 1 : i32} : !metal.ptr<i1, threadgroup>, i32 -> i1
  scf.if %q {
    metal.store %e, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  }
  metal.return
}

// CHECK-LABEL: void indices(
// CHECK:      o[args.n] = x[int(args.n - tid)];
// CHECK-NEXT: long v = long(args.n);
// CHECK-NEXT: o[v] = x[v];
// CHECK-NEXT: device const float *x_start = x + int(pid.y * args.n);
// CHECK-NEXT: o[tid] = x_start[tid] + x_start[1];
metal.kernel @indices(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %j = arith.subi %n, %i : i32
  %a = metal.load %x[%j] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.store %a, %o[%n] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  %w = arith.extsi %n : i32 to i64
  %b = metal.load %x[%w] {alignment = 4 : i32} : !metal.ptr<f32, device>, i64 -> f32
  metal.store %b, %o[%w] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i64
  %g = metal.threadgroup_position y : i32
  %h = arith.muli %g, %n : i32
  %p = metal.offset %x[%h] : !metal.ptr<f32, device>, i32
  %c = metal.load %p[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  %d = metal.load %p[%c1] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  %e = arith.addf %c, %d : f32
  metal.store %e, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void order(
// CHECK:      float o_value = o[tid];
// CHECK-NEXT: o[0] = x[tid];
// CHECK-NEXT: o[1] = o_value;
metal.kernel @order(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %a = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  %b = metal.load %o[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32
  metal.store %a, %o[%c0] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.store %b, %o[%c1] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// Pointers to other elements, addresses, and an argument buffer.
// CHECK-LABEL: struct pointers_args {
// CHECK-NEXT:    device int *x;
// CHECK-NEXT:    long a;
// CHECK-NEXT:    device const float *y;
// CHECK-NEXT:  };
// CHECK:       void pointers(
// CHECK-SAME:    constant pointers_args &args {{\[\[}}buffer(0)]]
// CHECK:         device char *x_view = (device char *)args.x;
// CHECK-NEXT:    x_view[0l] = x_view[tid];
// CHECK-NEXT:    *(device float *)ulong(args.a) = args.y[0l];
// CHECK-NEXT:    ((device long *)((ulong)args.x + args.a))[0l] = args.a;
metal.kernel @pointers(%x: !metal.ptr<i32, device>, %a: i64, %y: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read_write, indirect = true>,
                 #metal.argument<name = "a", kind = scalar, element = i64, binding = 0, offset = 8>,
                 #metal.argument<name = "y", kind = pointer, element = f32, binding = 0, offset = 16, access = read, indirect = true>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i64
  %i = metal.thread_index : i32
  %b = metal.pointer_cast %x : !metal.ptr<i32, device> -> !metal.ptr<i8, device>
  %v = metal.load %b[%i] {alignment = 1 : i32} : !metal.ptr<i8, device>, i32 -> i8
  metal.store %v, %b[%c0] {alignment = 1 : i32} : i8, !metal.ptr<i8, device>, i64
  %null = metal.int_to_ptr %c0 : i64 -> !metal.ptr<i8, device>
  %f = metal.load %y[%c0] {alignment = 4 : i32} : !metal.ptr<f32, device>, i64 -> f32
  metal.store %f, %null[%a] {alignment = 4 : i32} : f32, !metal.ptr<i8, device>, i64
  %address = metal.ptr_to_int %x : !metal.ptr<i32, device> -> i64
  %sum = arith.addi %address, %a : i64
  %p = metal.int_to_ptr %sum : i64 -> !metal.ptr<i64, device>
  metal.store %a, %p[%c0] {alignment = 8 : i32} : i64, !metal.ptr<i64, device>, i64
  metal.return
}
