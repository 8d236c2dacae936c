// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// C++ computes small integers in `int`, and literals are `int`. Operators do not mind;
// overloads and as_type are given exactly the type that the op asks for.

// CHECK-LABEL: void small(
// CHECK:      short a = x[0];
// CHECK-NEXT: o[0] = min(a, short(100));
// CHECK-NEXT: bool test = a < 0;
// CHECK-NEXT: o[1] = max(short(test ? 7 : a), a);
// CHECK-NEXT: o[2] = as_type<short>(as_type<half>(short(test ? 7 : a)) + as_type<half>(a));
// CHECK-NEXT: ushort b = ushort(ushort(a) / 3);
// CHECK-NEXT: o[3] = b == 65535 ? short(b) : 5;
metal.kernel @small(%x: !metal.ptr<i16, device>, %o: !metal.ptr<i16, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i16, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i16, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %k0 = arith.constant 0 : i32
  %k1 = arith.constant 1 : i32
  %k2 = arith.constant 2 : i32
  %k3 = arith.constant 3 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i16, device>, i32 -> i16 loc("a")
  %hundred = arith.constant 100 : i16
  %r0 = arith.minsi %a, %hundred : i16
  metal.store %r0, %o[%k0] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %zero = arith.constant 0 : i16
  %seven = arith.constant 7 : i16
  %isNegative = arith.cmpi slt, %a, %zero : i16
  %s = arith.select %isNegative, %seven, %a : i16
  %r1 = arith.maxsi %s, %a : i16
  metal.store %r1, %o[%k1] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %s2 = arith.select %isNegative, %seven, %a : i16
  %h = arith.bitcast %s2 : i16 to f16
  %g = arith.bitcast %a : i16 to f16
  %sum = arith.addf %h, %g : f16
  %r2 = arith.bitcast %sum : f16 to i16
  metal.store %r2, %o[%k2] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  %three = arith.constant 3 : i16
  %b = arith.divui %a, %three : i16 loc("b")
  %all = arith.constant -1 : i16
  %isAll = arith.cmpi eq, %b, %all : i16
  %five = arith.constant 5 : i16
  %r3 = arith.select %isAll, %b, %five : i16
  metal.store %r3, %o[%k3] {alignment = 1 : i32} : i16, !metal.ptr<i16, device>, i32
  metal.return
}

// Where both operands repeat one scalar, one of them is written as a vector.
// CHECK-LABEL: void repeated(
// CHECK:      int a = x[0];
// CHECK:      as_type<float2>(uint2(int2(a)) * uint(a));
// CHECK-NEXT: {{.*}}select(bits, bits + bits, int2(a) > a)
metal.kernel @repeated(%x: !metal.ptr<i32, device>, %o: !metal.ptr<i32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = i32, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = i32, binding = 1, access = write>],
    num_simdgroups = 4 : i32, target = "apple7"} {
  %k0 = arith.constant 0 : i32
  %a = metal.load %x[%k0] {alignment = 1 : i32} : !metal.ptr<i32, device>, i32 -> i32 loc("a")
  %v = vector.broadcast %a : i32 to vector<2xi32>
  %p = arith.muli %v, %v : vector<2xi32>
  %f = arith.bitcast %p : vector<2xi32> to vector<2xf32>
  %q = arith.addf %f, %f : vector<2xf32>
  %c = arith.cmpi sgt, %v, %v : vector<2xi32>
  %s = arith.select %c, %q, %f : vector<2xi1>, vector<2xf32>
  %b = arith.bitcast %s : vector<2xf32> to vector<2xi32>
  metal.store %b, %o[%k0] {alignment = 8 : i32} : vector<2xi32>, !metal.ptr<i32, device>, i32
  metal.return
}
