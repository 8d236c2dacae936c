// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// f32 functions are named with their variant; exact ones and those of f16 have none.

// CHECK-LABEL: void floats(
// CHECK:      float a = x[0];
// CHECK-NEXT: float b = x[1];
// CHECK-NEXT: float c = x[2];
// CHECK-NEXT: o[0] = a + b;
// CHECK-NEXT: o[1] = a - (b - c);
// CHECK-NEXT: o[2] = a * b + c;
// CHECK-NEXT: o[3] = (a + b) / c;
// CHECK-NEXT: float v = -a;
// CHECK-NEXT: o[4] = b - v;
// CHECK-NEXT: o[5] = -v * v;
// CHECK-NEXT: o[6] = precise::fmax(a, b);
// CHECK-NEXT: o[7] = precise::fmin(a, b);
// CHECK-NEXT: o[8] = precise::fmod(a, b);
metal.kernel @floats(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>) attributes {
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
  %r0 = arith.addf %a, %b : f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %d = arith.subf %b, %c : f32
  %r1 = arith.subf %a, %d : f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %p = arith.mulf %a, %b : f32
  %r2 = arith.addf %p, %c : f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %s = arith.addf %a, %b : f32
  %r3 = arith.divf %s, %c : f32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %n = arith.negf %a : f32
  %r4 = arith.subf %b, %n : f32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %nn = arith.negf %n : f32
  %r5 = arith.mulf %nn, %n : f32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r6 = arith.maxnumf %a, %b : f32
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r7 = arith.minnumf %a, %b : f32
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r8 = arith.remf %a, %b : f32
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void functions(
// CHECK:      float a = x[0];
// CHECK-NEXT: float b = x[1];
// CHECK-NEXT: float c = x[2];
// CHECK-NEXT: o[0] = precise::sqrt(a);
// CHECK-NEXT: o[1] = precise::rsqrt(a);
// CHECK-NEXT: o[2] = precise::exp(a);
// CHECK-NEXT: o[3] = precise::exp2(a);
// CHECK-NEXT: o[4] = precise::log(a);
// CHECK-NEXT: o[5] = precise::log2(a);
// CHECK-NEXT: o[6] = precise::log10(a);
// CHECK-NEXT: o[7] = precise::sin(a);
// CHECK-NEXT: o[8] = precise::cos(a);
// CHECK-NEXT: o[9] = precise::tan(a);
// CHECK-NEXT: o[10] = precise::asin(a);
// CHECK-NEXT: o[11] = precise::acos(a);
// CHECK-NEXT: o[12] = precise::atan(a);
// CHECK-NEXT: o[13] = precise::sinh(a);
// CHECK-NEXT: o[14] = precise::cosh(a);
// CHECK-NEXT: o[15] = precise::tanh(a);
// CHECK-NEXT: o[16] = precise::asinh(a);
// CHECK-NEXT: o[17] = precise::acosh(a);
// CHECK-NEXT: o[18] = precise::atanh(a);
// CHECK-NEXT: o[19] = fabs(a);
// CHECK-NEXT: o[20] = floor(a);
// CHECK-NEXT: o[21] = ceil(a);
// CHECK-NEXT: o[22] = trunc(a);
// CHECK-NEXT: o[23] = round(a);
// CHECK-NEXT: o[24] = rint(a);
// CHECK-NEXT: o[25] = precise::pow(a, b);
// CHECK-NEXT: o[26] = precise::atan2(a, b);
// CHECK-NEXT: o[27] = copysign(a, b);
// CHECK-NEXT: o[28] = fma(a, b, c);
metal.kernel @functions(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>) attributes {
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
  %r0 = math.sqrt %a : f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r1 = math.rsqrt %a : f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r2 = math.exp %a : f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r3 = math.exp2 %a : f32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r4 = math.log %a : f32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r5 = math.log2 %a : f32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r6 = math.log10 %a : f32
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r7 = math.sin %a : f32
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r8 = math.cos %a : f32
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r9 = math.tan %a : f32
  %n9 = arith.constant 9 : i32
  metal.store %r9, %o[%n9] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r10 = math.asin %a : f32
  %n10 = arith.constant 10 : i32
  metal.store %r10, %o[%n10] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r11 = math.acos %a : f32
  %n11 = arith.constant 11 : i32
  metal.store %r11, %o[%n11] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r12 = math.atan %a : f32
  %n12 = arith.constant 12 : i32
  metal.store %r12, %o[%n12] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r13 = math.sinh %a : f32
  %n13 = arith.constant 13 : i32
  metal.store %r13, %o[%n13] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r14 = math.cosh %a : f32
  %n14 = arith.constant 14 : i32
  metal.store %r14, %o[%n14] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r15 = math.tanh %a : f32
  %n15 = arith.constant 15 : i32
  metal.store %r15, %o[%n15] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r16 = math.asinh %a : f32
  %n16 = arith.constant 16 : i32
  metal.store %r16, %o[%n16] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r17 = math.acosh %a : f32
  %n17 = arith.constant 17 : i32
  metal.store %r17, %o[%n17] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r18 = math.atanh %a : f32
  %n18 = arith.constant 18 : i32
  metal.store %r18, %o[%n18] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r19 = math.absf %a : f32
  %n19 = arith.constant 19 : i32
  metal.store %r19, %o[%n19] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r20 = math.floor %a : f32
  %n20 = arith.constant 20 : i32
  metal.store %r20, %o[%n20] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r21 = math.ceil %a : f32
  %n21 = arith.constant 21 : i32
  metal.store %r21, %o[%n21] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r22 = math.trunc %a : f32
  %n22 = arith.constant 22 : i32
  metal.store %r22, %o[%n22] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r23 = math.round %a : f32
  %n23 = arith.constant 23 : i32
  metal.store %r23, %o[%n23] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r24 = math.roundeven %a : f32
  %n24 = arith.constant 24 : i32
  metal.store %r24, %o[%n24] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r25 = math.powf %a, %b : f32
  %n25 = arith.constant 25 : i32
  metal.store %r25, %o[%n25] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r26 = math.atan2 %a, %b : f32
  %n26 = arith.constant 26 : i32
  metal.store %r26, %o[%n26] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r27 = math.copysign %a, %b : f32
  %n27 = arith.constant 27 : i32
  metal.store %r27, %o[%n27] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r28 = math.fma %a, %b, %c : f32
  %n28 = arith.constant 28 : i32
  metal.store %r28, %o[%n28] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void fast_functions(
// CHECK:      float a = x[0];
// CHECK-NEXT: o[0] = fast::exp(a);
// CHECK-NEXT: o[1] = fast::exp2(a);
// CHECK-NEXT: o[2] = fast::log2(a);
// CHECK-NEXT: o[3] = fast::sin(a);
// CHECK-NEXT: o[4] = fast::rsqrt(a);
// CHECK-NEXT: o[5] = floor(a);
metal.kernel @fast_functions(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("a")
  %r0 = math.exp %a fastmath<afn> : f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r1 = math.exp2 %a fastmath<afn> : f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r2 = math.log2 %a fastmath<afn> : f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r3 = math.sin %a fastmath<afn> : f32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r4 = math.rsqrt %a fastmath<afn> : f32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r5 = math.floor %a fastmath<afn> : f32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void halves(
// CHECK:      half a = x[0];
// CHECK-NEXT: half b = x[1];
// CHECK-NEXT: half c = x[2];
// CHECK-NEXT: o[0] = sqrt(a);
// CHECK-NEXT: o[1] = fma(a, b, c);
// CHECK-NEXT: o[2] = fmax(a, b);
metal.kernel @halves(%x: !metal.ptr<f16, device>, %o: !metal.ptr<f16, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f16, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f16, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<f16, device>, i32 -> f16 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<f16, device>, i32 -> f16 loc("b")
  %k2 = arith.constant 2 : i32
  %c = metal.load %x[%k2] {alignment = 1 : i32} : !metal.ptr<f16, device>, i32 -> f16 loc("c")
  %r0 = math.sqrt %a : f16
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f16, !metal.ptr<f16, device>, i32
  %r1 = math.fma %a, %b, %c : f16
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f16, !metal.ptr<f16, device>, i32
  %r2 = arith.maxnumf %a, %b : f16
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f16, !metal.ptr<f16, device>, i32
  metal.return
}

// CHECK-LABEL: void constants(
// CHECK:      o[0] = 0.1f;
// CHECK-NEXT: o[1] = INFINITY;
// CHECK-NEXT: o[2] = -INFINITY;
// CHECK-NEXT: o[3] = NAN;
// CHECK-NEXT: o[4] = as_type<float>(0x7fc00001u);
// CHECK-NEXT: o[5] = -0.0f;
// CHECK-NEXT: o[6] = as_type<float>(0x1u);
// CHECK-NEXT: o[7] = 3.4028235e+38f;
// CHECK-NEXT: o[8] = 16777216.0f;
metal.kernel @constants(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %r0 = arith.constant 0.1 : f32
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r1 = arith.constant 0x7F800000 : f32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r2 = arith.constant 0xFF800000 : f32
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r3 = arith.constant 0x7FC00000 : f32
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r4 = arith.constant 0x7FC00001 : f32
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r5 = arith.constant -0.0 : f32
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r6 = arith.constant 0x00000001 : f32
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r7 = arith.constant 3.40282347e+38 : f32
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %r8 = arith.constant 16777216.0 : f32
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}
