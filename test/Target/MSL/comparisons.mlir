// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Comparisons and choices.

// CHECK-LABEL: void integers(
// CHECK:      int a = x[0];
// CHECK-NEXT: int b = x[1];
// CHECK-NEXT: o[0] = uchar(a == b);
// CHECK-NEXT: o[1] = uchar(a != b);
// CHECK-NEXT: o[2] = uchar(a < b);
// CHECK-NEXT: o[3] = uchar(a >= b);
// CHECK-NEXT: o[4] = uchar(uint(a) < uint(b));
// CHECK-NEXT: o[5] = uchar(uint(a) >= uint(b));
// CHECK-NEXT: o[6] = uchar(int(tid) < a);
// CHECK-NEXT: o[7] = uchar(tid < 5);
// CHECK-NEXT: o[8] = uchar(uint(a) > 5u);
metal.kernel @integers(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i1, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i1, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("b")
  %r0 = arith.cmpi eq, %a, %b : i32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r1 = arith.cmpi ne, %a, %b : i32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r2 = arith.cmpi slt, %a, %b : i32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r3 = arith.cmpi sge, %a, %b : i32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r4 = arith.cmpi ult, %a, %b : i32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r5 = arith.cmpi uge, %a, %b : i32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %k = arith.constant 5 : i32
  %r6 = arith.cmpi slt, %i, %a : i32
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r7 = arith.cmpi slt, %i, %k : i32
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r8 = arith.cmpi ugt, %a, %k : i32
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  metal.return
}

// CHECK-LABEL: void floats(
// CHECK:      float a = x[0];
// CHECK-NEXT: float b = x[1];
// CHECK-NEXT: o[0] = uchar(a == b);
// CHECK-NEXT: o[1] = uchar(a > b);
// CHECK-NEXT: o[2] = uchar(a < b || a > b);
// CHECK-NEXT: o[3] = uchar(!(isnan(a) || isnan(b)));
// CHECK-NEXT: o[4] = uchar(!(a < b || a > b));
// CHECK-NEXT: o[5] = uchar(!(a <= b));
// CHECK-NEXT: o[6] = uchar(!(a < b));
// CHECK-NEXT: o[7] = uchar(!(a >= b));
// CHECK-NEXT: o[8] = uchar(!(a > b));
// CHECK-NEXT: o[9] = uchar(a != b);
// CHECK-NEXT: o[10] = uchar(isnan(a));
// CHECK-NEXT: o[11] = uchar(true);
metal.kernel @floats(%x: !metal.ptr<f32, device>, %o: !metal.ptr<i1, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i1, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("b")
  %r0 = arith.cmpf oeq, %a, %b : f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r1 = arith.cmpf ogt, %a, %b : f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r2 = arith.cmpf one, %a, %b : f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r3 = arith.cmpf ord, %a, %b : f32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r4 = arith.cmpf ueq, %a, %b : f32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r5 = arith.cmpf ugt, %a, %b : f32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r6 = arith.cmpf uge, %a, %b : f32
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r7 = arith.cmpf ult, %a, %b : f32
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r8 = arith.cmpf ule, %a, %b : f32
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r9 = arith.cmpf une, %a, %b : f32
  %n9 = arith.constant 9 : i32
  metal.store %r9, %o[%n9] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r10 = arith.cmpf uno, %a, %a : f32
  %n10 = arith.constant 10 : i32
  metal.store %r10, %o[%n10] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r11 = arith.cmpf true, %a, %b : f32
  %n11 = arith.constant 11 : i32
  metal.store %r11, %o[%n11] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  metal.return
}

// CHECK-LABEL: void bools(
// CHECK:      bool a = x[0] != 0;
// CHECK-NEXT: bool b = x[1] != 0;
// CHECK-NEXT: bool c = x[2] != 0;
// CHECK-NEXT: o[0] = uchar(a && b);
// CHECK-NEXT: o[1] = uchar(a || b);
// CHECK-NEXT: o[2] = uchar(a || (b && c));
// CHECK-NEXT: o[3] = uchar(a != b);
// CHECK-NEXT: o[4] = uchar(!a);
// CHECK-NEXT: o[5] = uchar(a == b);
// CHECK-NEXT: o[6] = uchar(int(a) < int(b));
// CHECK-NEXT: o[7] = uchar(int(b) < int(a));
// CHECK-NEXT: o[8] = uchar(a ? b : c);
metal.kernel @bools(%x: !metal.ptr<i1, device>, %o: !metal.ptr<i1, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i1, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i1, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i1, device>, i32 -> i1 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i1, device>, i32 -> i1 loc("b")
  %k2 = arith.constant 2 : i32
  %c = metal.load %x[%k2] {alignment = 1 : i32} : !metal.ptr<i1, device>, i32 -> i1 loc("c")
  %r0 = arith.andi %a, %b : i1
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r1 = arith.ori %a, %b : i1
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %d = arith.andi %b, %c : i1
  %r2 = arith.ori %a, %d : i1
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r3 = arith.xori %a, %b : i1
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %t = arith.constant true
  %r4 = arith.xori %a, %t : i1
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r5 = arith.cmpi eq, %a, %b : i1
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r6 = arith.cmpi ult, %a, %b : i1
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r7 = arith.cmpi slt, %a, %b : i1
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  %r8 = arith.select %a, %b, %c : i1
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : i1, !metal.ptr<i1, device>, i32
  metal.return
}

// CHECK-LABEL: void choices(
// CHECK:      float a = x[0];
// CHECK-NEXT: float b = x[1];
// CHECK-NEXT: float c = x[2];
// CHECK-NEXT: o[0] = a < b ? a : 0.0f;
// CHECK-NEXT: bool test = b > c;
// CHECK-NEXT: float v = test ? a : test ? b : c;
// CHECK-NEXT: o[1] = v;
// CHECK-NEXT: o[2] = test ? v + c : a;
metal.kernel @choices(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("b")
  %k2 = arith.constant 2 : i32
  %c = metal.load %x[%k2] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("c")
  %p = arith.cmpf olt, %a, %b : f32
  %z = arith.constant 0.0 : f32
  %r0 = arith.select %p, %a, %z : f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %q = arith.cmpf ogt, %b, %c : f32
  %s = arith.select %q, %b, %c : f32
  %r1 = arith.select %q, %a, %s : f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %u = arith.addf %r1, %c : f32
  %r2 = arith.select %q, %u, %a : f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}
