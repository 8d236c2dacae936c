// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Names come from Python: valid, no words of the language, different in one scope.

// CHECK-LABEL: void softly(
// CHECK:      float x_value = x[tid];
// CHECK-NEXT: float max_ = x_value + x_value;
// CHECK-NEXT: float v_float4 = max_ * x_value;
// CHECK-NEXT: float a_b_c = v_float4 * max_;
// CHECK-NEXT: float v1st = a_b_c * v_float4;
// CHECK-NEXT: float args_1 = v1st * a_b_c;
// CHECK-NEXT: float x_y = args_1 * v1st;
// CHECK-NEXT: float x_1 = x_y * args_1;
// CHECK-NEXT: float inner = x_1 * x_y;
// CHECK-NEXT: float outer = inner * x_1;
// CHECK-NEXT: o[tid] = outer * inner;
// CHECK-NEXT: o[0] = outer;
metal.kernel @softly(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>, %n: i32) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>,
                 #metal.argument<name = "n", kind = scalar, element = i32, binding = 2, access = read>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %i = metal.thread_index : i32
  %a = metal.load %x[%i] {alignment = 4 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("max")
  %b = arith.addf %a, %a : f32 loc("max")
  %c = arith.mulf %b, %a : f32 loc("float4")
  %d = arith.mulf %c, %b : f32 loc("a.b c")
  %e = arith.mulf %d, %c : f32 loc("1st")
  %f = arith.mulf %e, %d : f32 loc("args")
  %g = arith.mulf %f, %e : f32 loc("__x__y")
  %h = arith.mulf %g, %f : f32 loc("x")
  %k = arith.mulf %h, %g : f32 loc(callsite("inner"("lib.py":1:2) at "outer"("k.py":3:4)))
  %l = arith.mulf %k, %h : f32 loc(callsite("lib.py":1:2 at "outer"("k.py":3:4)))
  %m = arith.mulf %l, %k : f32 loc("tid")
  metal.store %m, %o[%i] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.store %l, %o[%c0] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}
