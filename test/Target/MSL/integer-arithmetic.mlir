// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Integers wrap around in the IR; in Metal only unsigned ones do. A result that cannot
// reach the end of its type stays as it would be written by hand.

// CHECK-LABEL: void i32(
// CHECK:      int a = x[0];
// CHECK-NEXT: int b = x[1];
// CHECK-NEXT: int c = x[2];
// CHECK-NEXT: o[0] = uint(a) + b;
// CHECK-NEXT: o[1] = uint(a) - b;
// CHECK-NEXT: o[2] = uint(a) * b;
// CHECK-NEXT: o[3] = uint(a) - 1;
// CHECK-NEXT: o[4] = (uint(a) + b) * c;
// CHECK-NEXT: o[5] = a + uint(b) * c;
// CHECK-NEXT: o[6] = a - (uint(b) - c);
// CHECK-NEXT: o[7] = ~a;
// CHECK-NEXT: o[8] = a + 2147483648u;
metal.kernel @i32(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("b")
  %k2 = arith.constant 2 : i32
  %c = metal.load %x[%k2] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("c")
  %r0 = arith.addi %a, %b : i32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r1 = arith.subi %a, %b : i32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r2 = arith.muli %a, %b : i32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %m1 = arith.constant -1 : i32
  %r3 = arith.addi %a, %m1 : i32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %s = arith.addi %a, %b : i32
  %r4 = arith.muli %s, %c : i32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %p = arith.muli %b, %c : i32
  %r5 = arith.addi %a, %p : i32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %q = arith.subi %b, %c : i32
  %r6 = arith.subi %a, %q : i32
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r7 = arith.xori %a, %m1 : i32
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %big = arith.constant -2147483648 : i32
  %r8 = arith.addi %a, %big : i32
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.return
}

// CHECK-LABEL: void positions(
// CHECK:      o[0] = pid.x * 1024 + tid * 4;
// CHECK-NEXT: int v = tid * 4 / (lane == 0 ? 1 : lane);
// CHECK-NEXT: o[1] = v;
// CHECK-NEXT: o[2] = lane & 3;
// CHECK-NEXT: o[3] = tid >> 3;
metal.kernel @positions(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %four = arith.constant 4 : i32
  %w = arith.constant 1024 : i32
  %g = metal.threadgroup_position x : i32
  %l = metal.lane_index : i32
  %t = arith.muli %i, %four : i32
  %u = arith.muli %g, %w : i32
  %r0 = arith.addi %u, %t : i32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r1 = arith.divui %t, %l : i32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %three = arith.constant 3 : i32
  %r2 = arith.andi %l, %three : i32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r3 = arith.shrui %i, %three : i32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.return
}

// CHECK-LABEL: void bits(
// CHECK:      int a = x[0];
// CHECK-NEXT: int b = x[1];
// CHECK-NEXT: int c = x[2];
// CHECK-NEXT: o[0] = a & 0xff;
// CHECK-NEXT: o[1] = a | -256;
// CHECK-NEXT: o[2] = a ^ b;
// CHECK-NEXT: o[3] = uint(a) << 5;
// CHECK-NEXT: o[4] = uint(a) >> b;
// CHECK-NEXT: o[5] = a >> b;
// CHECK-NEXT: o[6] = a | (b & c);
// CHECK-NEXT: o[7] = uint(a) << (uint(b) + c);
// CHECK-NEXT: o[8] = clz(a);
// CHECK-NEXT: o[9] = ctz(a);
// CHECK-NEXT: o[10] = popcount(a);
// CHECK-NEXT: o[11] = abs(a);
metal.kernel @bits(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("b")
  %k2 = arith.constant 2 : i32
  %c = metal.load %x[%k2] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("c")
  %mask = arith.constant 255 : i32
  %r0 = arith.andi %a, %mask : i32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %n = arith.constant -256 : i32
  %r1 = arith.ori %a, %n : i32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r2 = arith.xori %a, %b : i32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %k = arith.constant 5 : i32
  %r3 = arith.shli %a, %k : i32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r4 = arith.shrui %a, %b : i32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r5 = arith.shrsi %a, %b : i32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %e = arith.andi %b, %c : i32
  %r6 = arith.ori %a, %e : i32
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %f = arith.addi %b, %c : i32
  %r7 = arith.shli %a, %f : i32
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r8 = math.ctlz %a : i32
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r9 = math.cttz %a : i32
  %n9 = arith.constant 9 : i32
  metal.store %r9, %o[%n9] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r10 = math.ctpop %a : i32
  %n10 = arith.constant 10 : i32
  metal.store %r10, %o[%n10] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r11 = math.absi %a : i32
  %n11 = arith.constant 11 : i32
  metal.store %r11, %o[%n11] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.return
}

// CHECK-LABEL: void division(
// CHECK:      int a = x[0];
// CHECK-NEXT: int b = x[1];
// CHECK-NEXT: o[0] = a / 7;
// CHECK-NEXT: o[1] = uint(a) % 7u;
// CHECK-NEXT: int v = uint(a) / (uint(b) == 0 ? 1 : uint(b));
// CHECK-NEXT: o[2] = v;
// CHECK-NEXT: int v_1 = a / (b == 0 || (a == int(0x80000000u) && b == -1) ? 1 : b);
// CHECK-NEXT: o[3] = v_1;
// CHECK-NEXT: o[4] = a % (b == 0 || (a == int(0x80000000u) && b == -1) ? 1 : b);
// CHECK-NEXT: o[5] = min(a, b);
// CHECK-NEXT: o[6] = max(uint(a), uint(b));
metal.kernel @division(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("b")
  %k = arith.constant 7 : i32
  %r0 = arith.divsi %a, %k : i32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r1 = arith.remui %a, %k : i32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r2 = arith.divui %a, %b : i32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r3 = arith.divsi %a, %b : i32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r4 = arith.remsi %a, %b : i32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r5 = arith.minsi %a, %b : i32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %r6 = arith.maxui %a, %b : i32
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.return
}

// CHECK-LABEL: void i16(
// CHECK:      short a = x[0];
// CHECK-NEXT: short b = x[1];
// CHECK-NEXT: o[0] = short(uint(a) + uint(b));
// CHECK-NEXT: o[1] = short(uint(a) * uint(b));
// CHECK-NEXT: o[2] = ushort(ushort(a) >> 3);
// CHECK-NEXT: o[3] = short(a >> 3);
// CHECK-NEXT: o[4] = short(a / 3);
// CHECK-NEXT: o[5] = short(a & b);
// CHECK-NEXT: o[6] = max(a, b);
metal.kernel @i16(%x: !metal.ptr<i16, device>, %o: !metal.ptr<i16, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i16, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i16, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i16, device>, i32 -> i16 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i16, device>, i32 -> i16 loc("b")
  %r0 = arith.addi %a, %b : i16
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %r1 = arith.muli %a, %b : i16
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %k = arith.constant 3 : i16
  %r2 = arith.shrui %a, %k : i16
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %r3 = arith.shrsi %a, %k : i16
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %r4 = arith.divsi %a, %k : i16
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %r5 = arith.andi %a, %b : i16
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %r6 = arith.maxsi %a, %b : i16
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  metal.return
}

// CHECK-LABEL: void i64(
// CHECK:      long a = x[0];
// CHECK-NEXT: long b = x[1];
// CHECK-NEXT: o[0] = ulong(a) + b;
// CHECK-NEXT: o[1] = ulong(a) * 4294967296l;
// CHECK-NEXT: long v = a / (b == 0 || (a == long(0x8000000000000000ul) && b == -1) ? 1 : b);
// CHECK-NEXT: o[2] = v;
// CHECK-NEXT: o[3] = a ^ long(0x8000000000000000ul);
// CHECK-NEXT: o[4] = a >> b;
metal.kernel @i64(%x: !metal.ptr<i64, device>, %o: !metal.ptr<i64, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i64, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i64, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i64, device>, i32 -> i64 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<i64, device>, i32 -> i64 loc("b")
  %r0 = arith.addi %a, %b : i64
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  %k = arith.constant 4294967296 : i64
  %r1 = arith.muli %a, %k : i64
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  %r2 = arith.divsi %a, %b : i64
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  %least = arith.constant -9223372036854775808 : i64
  %r3 = arith.xori %a, %least : i64
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  %r4 = arith.shrsi %a, %b : i64
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : i64, !metal.ptr<i64, device>, i32
  metal.return
}

// CHECK-LABEL: void multiply_high(
// CHECK:       mulhi({{.*}}ulong({{.*}}
metal.kernel @multiply_high(%x: !metal.ptr<i64, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i64, binding = 0, access = read_write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 8 : i32} : !metal.ptr<i64, device>, i32 -> i64 loc("v")
  %h = metal.multiply_high %v, %v : i64
  metal.store %h, %x[%i] {alignment = 8 : i32} : i64, !metal.ptr<i64, device>, i32
  metal.return
}
