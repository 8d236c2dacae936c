// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Conversions: the sign of the operation decides how a number grows.

// CHECK-LABEL: void from_i32(
// CHECK:      int a = x[0];
// CHECK-NEXT: o[0] = long(a);
// CHECK-NEXT: o[1] = long(uint(a));
// CHECK-NEXT: o[2] = long(tid);
metal.kernel @from_i32(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i64, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i64, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %r0 = arith.extsi %a : i32 to i64
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  %r1 = arith.extui %a : i32 to i64
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  %r2 = arith.extui %i : i32 to i64
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  metal.return
}

// CHECK-LABEL: void to_i8(
// CHECK:      int a = x[0];
// CHECK-NEXT: o[0] = char(a);
// CHECK-NEXT: float bits = as_type<float>(a);
// CHECK-NEXT: o[1] = char(bits);
// CHECK-NEXT: o[2] = uchar(bits);
metal.kernel @to_i8(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i8, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i8, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %r0 = arith.trunci %a : i32 to i8
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i8, !metal.ptr<i8, device>, i32
  %f = arith.bitcast %a : i32 to f32
  %r1 = arith.fptosi %f : f32 to i8
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i8, !metal.ptr<i8, device>, i32
  %r2 = arith.fptoui %f : f32 to i8
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i8, !metal.ptr<i8, device>, i32
  metal.return
}

// CHECK-LABEL: void to_f32(
// CHECK:      int a = x[0];
// CHECK-NEXT: int b = x[1];
// CHECK-NEXT: o[0] = float(a);
// CHECK-NEXT: o[1] = float(uint(a));
// CHECK-NEXT: o[2] = as_type<float>(a);
// CHECK-NEXT: bool test = a == b;
// CHECK-NEXT: o[3] = float(test);
// CHECK-NEXT: o[4] = test ? float(-1) : float(0);
metal.kernel @to_f32(%x: !metal.ptr<i32, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("b")
  %r0 = arith.sitofp %a : i32 to f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r1 = arith.uitofp %a : i32 to f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r2 = arith.bitcast %a : i32 to f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %p = arith.cmpi eq, %a, %b : i32
  %r3 = arith.uitofp %p : i1 to f32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r4 = arith.sitofp %p : i1 to f32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void bools(
// CHECK:      bool v = (x[0] & 1) != 0;
// CHECK-NEXT: o[0] = int(v);
// CHECK-NEXT: o[1] = -int(v);
metal.kernel @bools(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %p = arith.trunci %a : i32 to i1
  %r0 = arith.extui %p : i1 to i32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r1 = arith.extsi %p : i1 to i32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.return
}

// CHECK-LABEL: void halves(
// CHECK:      half a = x[0];
// CHECK-NEXT: half b = x[1];
// CHECK-NEXT: o[0] = float(a);
// CHECK-NEXT: float v = float(a + b);
// CHECK-NEXT: o[1] = v;
// CHECK-NEXT: o[2] = float(half(v) * 1.5h);
metal.kernel @halves(%x: !metal.ptr<f16, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f16, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<f16, device>, i32 -> f16 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<f16, device>, i32 -> f16 loc("b")
  %r0 = arith.extf %a : f16 to f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %s = arith.addf %a, %b : f16
  %r1 = arith.extf %s : f16 to f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %w = arith.truncf %r1 : f32 to f16
  %k = arith.constant 1.5 : f16
  %v = arith.mulf %w, %k : f16
  %r2 = arith.extf %v : f16 to f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void bf16(
// CHECK:      bfloat a = x[0];
// CHECK-NEXT: o[0] = as_type<short>(a);
// CHECK-NEXT: o[1] = as_type<short>(true ? a : bfloat(1.5f));
metal.kernel @bf16(%x: !metal.ptr<bf16, device>, %o: !metal.ptr<i16, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = bf16, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i16, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<bf16, device>, i32 -> bf16 loc("a")
  %r0 = arith.bitcast %a : bf16 to i16
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %k = arith.constant 1.5 : bf16
  %p = arith.constant true
  %s = arith.select %p, %a, %k : bf16
  %r1 = arith.bitcast %s : bf16 to i16
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  metal.return
}
