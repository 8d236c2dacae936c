// RUN: triton-metal-opt %s --metal-emulate-doubles --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f64, binding = 0, access = read_write>
#s = #metal.argument<name = "s", kind = scalar, element = f64, binding = 1>

// What only moves values changes its type; the arguments are described as the host sees them.
// CHECK-LABEL: metal.kernel @moves(
// CHECK-SAME:    %{{[^:]*}}: !metal.ptr<i64, device>, %[[S:.*]]: i64)
// CHECK-SAME:    #metal.argument<name = "s", kind = scalar, element = f64, binding = 1>
// CHECK:         arith.constant 4607182418800017408 : i64
// CHECK:         arith.constant dense<[0, -9223372036854775808]> : vector<2xi64>
// CHECK:         %[[A:.*]] = metal.thread_array : <2 x vector<2xi64>>
// CHECK:         %[[V:.*]] = metal.load {{.*}} : <i64, device>, i32 -> i64
// CHECK:         scf.for {{.*}} iter_args(%{{.*}} = %[[V]]) -> (i64)
// CHECK:           arith.select %{{.*}}, %{{.*}}, %[[S]] : i64
// CHECK:         metal.store %{{.*}} : i64, <i64, device>, i32
// CHECK:         metal.store %[[V]], {{.*}} : i64, <i64, device>, i32
metal.kernel @moves(%x: !metal.ptr<f64, device>, %s: f64)
    attributes {arguments = [#x, #s], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %unit = arith.constant 1.0 : f64
  %zeros = arith.constant dense<[0.0, -0.0]> : vector<2xf64>
  %a = metal.thread_array : !metal.thread_array<2 x vector<2xf64>>
  metal.array_store %zeros, %a[%i] : !metal.thread_array<2 x vector<2xf64>>
  %v = metal.load %x[%i] {alignment = 8 : i32} : !metal.ptr<f64, device>, i32 -> f64
  %r = scf.for %k = %i to %one step %one iter_args(%w = %v) -> (f64) : i32 {
    %c = arith.cmpi eq, %k, %i : i32
    %n = arith.select %c, %w, %s : f64
    metal.store %unit, %x[%k] {alignment = 8 : i32} : f64, !metal.ptr<f64, device>, i32
    scf.yield %n : f64
  }
  metal.store %r, %x[%i] {alignment = 8 : i32} : f64, !metal.ptr<f64, device>, i32
  %bits = arith.bitcast %v : f64 to i64
  metal.store %bits, %x[%i] {alignment = 8 : i32} : i64, !metal.ptr<f64, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f64, binding = 0, access = read_write>

// Signs and comparisons are a few ops on the bits.
// CHECK-LABEL: metal.kernel @bits
// CHECK:         %[[V:.*]] = metal.load {{.*}} -> vector<2xi64>
// CHECK:         %[[SIGN:.*]] = arith.constant dense<-9223372036854775808> : vector<2xi64>
// CHECK:         %[[N:.*]] = arith.xori %[[V]], %[[SIGN]] : vector<2xi64>
// CHECK:         %[[MAGNITUDE:.*]] = arith.constant dense<9223372036854775807> : vector<2xi64>
// CHECK:         %[[A:.*]] = arith.andi %[[N]], %[[MAGNITUDE]] : vector<2xi64>
// CHECK:         %[[M:.*]] = arith.maxui
// CHECK:         %[[INF:.*]] = arith.constant dense<9218868437227405312> : vector<2xi64>
// CHECK:         arith.cmpi ugt, %[[M]], %[[INF]] : vector<2xi64>
// CHECK-NOT:     f64
metal.kernel @bits(%x: !metal.ptr<f64, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 8 : i32} : !metal.ptr<f64, device>, i32 -> vector<2xf64>
  %n = arith.negf %v : vector<2xf64>
  %a = math.absf %n : vector<2xf64>
  %c = arith.cmpf uno, %a, %v : vector<2xf64>
  %r = arith.select %c, %a, %n : vector<2xi1>, vector<2xf64>
  metal.store %r, %x[%i] {alignment = 8 : i32} : vector<2xf64>, !metal.ptr<f64, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f64, binding = 0, access = read_write>

// A product is one code for all elements of a packet, without a branch; a remainder is a loop
// for each element.
// CHECK-LABEL: metal.kernel @arithmetic
// CHECK-COUNT-1: metal.multiply_high {{.*}} : vector<2xi64>
// CHECK-NOT:     scf.if
// CHECK-COUNT-2: scf.while
// CHECK:         } attributes {metal.divergent}
// CHECK:         vector.from_elements
// CHECK-NOT:     scf.while
metal.kernel @arithmetic(%x: !metal.ptr<f64, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 8 : i32} : !metal.ptr<f64, device>, i32 -> vector<2xf64>
  %p = arith.mulf %v, %v : vector<2xf64>
  %r = arith.remf %p, %v : vector<2xf64>
  metal.store %r, %x[%i] {alignment = 8 : i32} : vector<2xf64>, !metal.ptr<f64, device>, i32
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0, access = read_write>

// Other formats: f8 by way of an f32 that remembers what it lost, bf16 from f32.
// CHECK-LABEL: metal.kernel @formats
// CHECK:         arith.extf %{{.*}} : bf16 to f32
// CHECK:         arith.truncf %{{.*}} : f32 to f8E5M2
// CHECK-NOT:     f64
metal.kernel @formats(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 2 : i32} : !metal.ptr<f32, device>, i32 -> bf16
  %d = arith.extf %v : bf16 to f64
  %s, %c = math.sincos %d : f64
  %e = arith.truncf %s : f64 to f8E5M2
  %f = arith.truncf %c : f64 to f16
  metal.store %e, %x[%i] {alignment = 1 : i32} : f8E5M2, !metal.ptr<f32, device>, i32
  metal.store %f, %x[%i] {alignment = 2 : i32} : f16, !metal.ptr<f32, device>, i32
  metal.return
}
