// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// Short vectors: swizzles, constructors, and scalars that repeat themselves.

// CHECK-LABEL: void elements(
// CHECK:      float a = x[0];
// CHECK-NEXT: float b = x[1];
// CHECK-NEXT: float4 v = *(device const float4 *)(x + tid);
// CHECK-NEXT: o[0] = v.z;
// CHECK-NEXT: o[1] = v[lane];
// CHECK-NEXT: float4 sum = v * a + 0.5f;
// CHECK-NEXT: o[2] = sum.x;
// CHECK-NEXT: float4 v_1 = v;
// CHECK-NEXT: v_1.y = a;
// CHECK-NEXT: o[3] = v_1.w;
// CHECK-NEXT: o[4] = float4(a, b, v.z, sum.x).y;
// CHECK-NEXT: o[5] = v.xy.xyxy.w;
// CHECK-NEXT: bool4 test = v < 0.5f;
// CHECK-NEXT: o[6] = select(float4(0.5f), v, test).x;
// CHECK-NEXT: o[7] = (float4(1.0f, 2.0f, 3.0f, 4.0f) - v).x;
// CHECK-NEXT: o[8] = float4(test).x;
metal.kernel @elements(%x: !metal.ptr<f32, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("a")
  %k1 = arith.constant 1 : i32
  %b = metal.load %x[%k1] {alignment = 1 : i32} : !metal.ptr<f32, device>, i32 -> f32 loc("b")
  %v = metal.load %x[%i] {alignment = 16 : i32} : !metal.ptr<f32, device>, i32 -> vector<4xf32> loc("v")
  %r0 = vector.extract %v[2] : f32 from vector<4xf32>
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %t = metal.lane_index : i32
  %k = arith.index_cast %t : i32 to index
  %r1 = vector.extract %v[%k] : f32 from vector<4xf32>
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %s = vector.broadcast %a : f32 to vector<4xf32>
  %m = arith.mulf %v, %s : vector<4xf32>
  %h = arith.constant dense<0.5> : vector<4xf32>
  %d = arith.addf %m, %h : vector<4xf32>
  %r2 = vector.extract %d[0] : f32 from vector<4xf32>
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %w = vector.insert %a, %v[1] : f32 into vector<4xf32>
  %r3 = vector.extract %w[3] : f32 from vector<4xf32>
  %n3 = arith.constant 3 : i32
  metal.store %r3, %o[%n3] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %q = vector.from_elements %a, %b, %r0, %r2 : vector<4xf32>
  %r4 = vector.extract %q[1] : f32 from vector<4xf32>
  %n4 = arith.constant 4 : i32
  metal.store %r4, %o[%n4] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %p = vector.shuffle %v, %v [0, 1] : vector<4xf32>, vector<4xf32>
  %j = vector.shuffle %p, %p [0, 1, 2, 3] : vector<2xf32>, vector<2xf32>
  %r5 = vector.extract %j[3] : f32 from vector<4xf32>
  %n5 = arith.constant 5 : i32
  metal.store %r5, %o[%n5] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %c4 = arith.cmpf olt, %v, %h : vector<4xf32>
  %g = arith.select %c4, %v, %h : vector<4xi1>, vector<4xf32>
  %r6 = vector.extract %g[0] : f32 from vector<4xf32>
  %n6 = arith.constant 6 : i32
  metal.store %r6, %o[%n6] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %e = arith.constant dense<[1.0, 2.0, 3.0, 4.0]> : vector<4xf32>
  %f = arith.subf %e, %v : vector<4xf32>
  %r7 = vector.extract %f[0] : f32 from vector<4xf32>
  %n7 = arith.constant 7 : i32
  metal.store %r7, %o[%n7] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  %y = arith.uitofp %c4 : vector<4xi1> to vector<4xf32>
  %r8 = vector.extract %y[0] : f32 from vector<4xf32>
  %n8 = arith.constant 8 : i32
  metal.store %r8, %o[%n8] {alignment = 1 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void integers(
// CHECK:      uint4 product = (uint4(*(device const int4 *)(x + tid)) + uint(x[0])) * 3u;
// CHECK-NEXT: uint4 v = product >> 3u;
// CHECK-NEXT: int4 v_1 = (int4(product) >> 3) / select(int4(v), int4(1),
// CHECK-NEXT: (int4(v) == 0) | (((int4(product) >> 3) == int(0x80000000u)) & (int4(v) == -1)));
// CHECK-NEXT: int4 v_2 = int4(v / 3u);
// CHECK-NEXT: int4 v_3 = select(v_2, v_1, (v_1 < v_2) & (uint4(v_1) < 3u));
// CHECK-NEXT: o[0] = v_3.x;
// CHECK-NEXT: o[1] = as_type<int>(as_type<float4>(v_3).y);
// CHECK-NEXT: o[2] = max(uint4(v_1) ^ uint4(v_2), uint4(3u)).z;
metal.kernel @integers(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %v = metal.load %x[%i] {alignment = 16 : i32} : !metal.ptr<i32, device>, i32 -> vector<4xi32> loc("v")
  %s = vector.broadcast %a : i32 to vector<4xi32>
  %d = arith.addi %v, %s : vector<4xi32>
  %k = arith.constant dense<3> : vector<4xi32>
  %m = arith.muli %d, %k : vector<4xi32>
  %q = arith.shrsi %m, %k : vector<4xi32>
  %u = arith.shrui %m, %k : vector<4xi32>
  %z = arith.divsi %q, %u : vector<4xi32>
  %t = arith.divui %u, %k : vector<4xi32>
  %l = arith.cmpi slt, %z, %t : vector<4xi32>
  %c4 = arith.cmpi ult, %z, %k : vector<4xi32>
  %n = arith.andi %l, %c4 : vector<4xi1>
  %g = arith.select %n, %z, %t : vector<4xi1>, vector<4xi32>
  %r0 = vector.extract %g[0] : i32 from vector<4xi32>
  %n0 = arith.constant 0 : i32
  metal.store %r0, %o[%n0] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %h = vector.bitcast %g : vector<4xi32> to vector<4xf32>
  %e = vector.extract %h[1] : f32 from vector<4xf32>
  %r1 = arith.bitcast %e : f32 to i32
  %n1 = arith.constant 1 : i32
  metal.store %r1, %o[%n1] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  %y = arith.xori %z, %t : vector<4xi32>
  %w = arith.maxui %y, %k : vector<4xi32>
  %r2 = vector.extract %w[2] : i32 from vector<4xi32>
  %n2 = arith.constant 2 : i32
  metal.store %r2, %o[%n2] {alignment = 1 : i32} : i32, !metal.ptr<i32, device>, i32
  metal.return
}
