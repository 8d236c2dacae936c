// RUN: triton-metal-opt %s --convert-metal-to-llvm | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// Functions with an error are calls, element by element; `afn` chooses the fast one.
// CHECK-LABEL: llvm.func @calls
// CHECK:         %[[V0:.*]] = llvm.extractelement %[[V:.*]][%{{.*}}] : vector<2xf32>
// CHECK:         %[[E0:.*]] = llvm.call @air.exp.f32(%[[V0]]) : (f32) -> f32
// CHECK:         llvm.insertelement %[[E0]]
// CHECK:         llvm.call @air.exp.f32
// CHECK:         %[[E:.*]] = llvm.insertelement
// CHECK-COUNT-2: llvm.call @air.fast_exp2.f32
// CHECK-COUNT-2: llvm.call @air.pow.f32
// CHECK-COUNT-2: llvm.call @air.fmod.f32
// CHECK-COUNT-2: llvm.call @air.fast_sqrt.f32
metal.kernel @calls(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 8 : i32} : !metal.ptr<f32, device>, i32 -> vector<2xf32>
  %a = math.exp %v : vector<2xf32>
  %b = math.exp2 %a fastmath<afn> : vector<2xf32>
  %c = math.powf %b, %v : vector<2xf32>
  %d = arith.remf %c, %v : vector<2xf32>
  %e = math.sqrt %d fastmath<afn> : vector<2xf32>
  metal.store %e, %x[%i] {alignment = 8 : i32} : vector<2xf32>, !metal.ptr<f32, device>, i32
  metal.return
}

// Exact functions are intrinsics; fast-math flags are those of the IR.
// CHECK-LABEL: llvm.func @intrinsics
// CHECK:         llvm.intr.sqrt(%{{.*}}) : (vector<4xf32>) -> vector<4xf32>
// CHECK:         llvm.intr.fma
// CHECK:         llvm.intr.rint
// CHECK:         llvm.intr.maxnum
// CHECK:         llvm.fadd %{{.*}}, %{{.*}} : vector<4xf32>
// CHECK:         llvm.fmul %{{.*}}, %{{.*}} {fastmathFlags = #llvm.fastmath<contract>} : vector<4xf32>
metal.kernel @intrinsics(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 16 : i32} : !metal.ptr<f32, device>, i32 -> vector<4xf32>
  %a = math.sqrt %v : vector<4xf32>
  %b = math.fma %a, %v, %v : vector<4xf32>
  %c = math.roundeven %b : vector<4xf32>
  %d = arith.maxnumf %c, %v : vector<4xf32>
  %e = arith.addf %d, %v : vector<4xf32>
  %f = arith.mulf %e, %v fastmath<contract> : vector<4xf32>
  metal.store %f, %x[%i] {alignment = 16 : i32} : vector<4xf32>, !metal.ptr<f32, device>, i32
  metal.return
}

// No division has a case that is undefined in LLVM; a harmless constant needs no guard.
// CHECK-LABEL: llvm.func @divisions
// CHECK:         %[[N:.*]] = llvm.load
// CHECK:         %[[ISZERO:.*]] = llvm.icmp "eq" %[[N]], %{{.*}}
// CHECK:         %[[ISMIN:.*]] = llvm.icmp "eq" %[[T:.*]], %{{.*}}
// CHECK:         %[[ISONE:.*]] = llvm.icmp "eq" %[[N]], %{{.*}}
// CHECK:         %[[OVERFLOWS:.*]] = llvm.and %[[ISMIN]], %[[ISONE]]
// CHECK:         %[[BAD:.*]] = llvm.or %[[ISZERO]], %[[OVERFLOWS]]
// CHECK:         %[[DIVISOR:.*]] = llvm.select %[[BAD]], %{{.*}}, %[[N]]
// CHECK:         llvm.sdiv %[[T]], %[[DIVISOR]]
// CHECK:         %[[SAFE:.*]] = llvm.select %{{.*}}, %{{.*}}, %[[N]]
// CHECK-NEXT:    llvm.urem %{{.*}}, %[[SAFE]]
// CHECK-NOT:     llvm.select
// CHECK:         llvm.sdiv %{{.*}}, %[[SEVEN:.*]] : i32
metal.kernel @divisions(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %seven = arith.constant 7 : i32
  %t = metal.thread_index : i32
  %a = arith.divsi %t, %n : i32
  %b = arith.remui %a, %n : i32
  %c = arith.divsi %b, %seven : i32
  %f = arith.sitofp %c : i32 to f32
  metal.store %f, %x[%t] {alignment = 4 : i32} : f32, !metal.ptr<f32, device>, i32
  metal.return
}

// Integer arithmetic wraps: no nsw, no nuw. Counts of zero are defined.
// CHECK-LABEL: llvm.func @integers
// CHECK:         llvm.add %{{.*}}, %{{.*}} : i32
// CHECK:         llvm.mul %{{.*}}, %{{.*}} : i32
// CHECK:         llvm.intr.smin
// CHECK:         "llvm.intr.ctlz"(%{{.*}}) <{is_zero_poison = false}>
// CHECK:         "llvm.intr.abs"(%{{.*}}) <{is_int_min_poison = false}>
metal.kernel @integers(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %a = arith.addi %n, %n : i32
  %b = arith.muli %a, %n : i32
  %c = arith.minsi %b, %n : i32
  %d = math.ctlz %c : i32
  %e = math.absi %d : i32
  metal.store %e, %x[%e] {alignment = 4 : i32} : i32, !metal.ptr<f32, device>, i32
  metal.return
}

// The upper half of a product, element by element.
// CHECK-LABEL: llvm.func @multiply_high
// CHECK-COUNT-2: llvm.call @air.mul_hi.u.i64(%{{.*}}, %{{.*}}) : (i64, i64) -> i64
metal.kernel @multiply_high(%x: !metal.ptr<f32, device>)
    attributes {arguments = [#x], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = arith.constant 0 : i32
  %v = metal.load %x[%i] {alignment = 8 : i32} : !metal.ptr<f32, device>, i32 -> vector<2xi64>
  %h = metal.multiply_high %v, %v : vector<2xi64>
  metal.store %h, %x[%i] {alignment = 8 : i32} : vector<2xi64>, !metal.ptr<f32, device>, i32
  metal.return
}
