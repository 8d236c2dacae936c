// RUN: triton-metal-opt %s --metal-form-loops --canonicalize --cse --metal-verify-loop-form --split-input-file | FileCheck %s

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// A tensor that a `while` carries stays in the array that it was loaded into: the
// condition hands it on as it is, and what the body computes is copied back at its end.
// CHECK-LABEL: metal.kernel @while
// CHECK:       scf.for
// CHECK:         metal.load
// CHECK:         metal.array_store %{{.*}}, %[[A:.*]][
// CHECK:       scf.while
// CHECK-NOT:     array
// CHECK:         scf.condition
// CHECK:       } do {
// CHECK:         metal.array_load %[[A]]
// CHECK:         metal.array_store %{{.*}}, %[[B:.*]][
// CHECK:         metal.array_load %[[B]]
// CHECK:         metal.array_store %{{.*}}, %[[A]]
// CHECK:         scf.yield
// CHECK:       metal.array_load %[[A]]
// CHECK:       metal.store
metal.kernel @while(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %i = metal.coordinate registers = [1, 2, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %r:2 = scf.while (%k = %zero, %a = %v) : (i32, vector<8xf32>) -> (i32, vector<8xf32>) {
    %more = arith.cmpi slt, %k, %n : i32
    scf.condition(%more) %k, %a : i32, vector<8xf32>
  } do {
  ^bb0(%k: i32, %a: vector<8xf32>):
    %b = arith.addf %a, %a : vector<8xf32>
    %next = arith.addi %k, %one : i32
    scf.yield %next, %b : i32, vector<8xf32>
  }
  metal.scatter %r#1, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// Two tensors that a loop exchanges: of each packet both are read before either is
// written. Short ones are carried as values.
// CHECK-LABEL: metal.kernel @exchange
// CHECK-DAG:   %[[A:.*]] = metal.thread_array : <2 x vector<4xf32>>
// CHECK-DAG:   %[[B:.*]] = metal.thread_array : <2 x vector<4xf32>>
// CHECK:       scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%[[S:.*]] = %{{.*}}, %[[T:.*]] = %{{.*}}) -> (vector<2xi32>, vector<2xi32>)
// CHECK:         %[[P:.*]] = metal.array_load %[[X:.*]][
// CHECK:         %[[Q:.*]] = metal.array_load %[[Y:.*]][
// CHECK:         metal.array_store %[[P]], %[[Y]]
// CHECK:         metal.array_store %[[Q]], %[[X]]
// CHECK:         scf.yield %[[T]], %[[S]]
metal.kernel @exchange(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %i = metal.coordinate registers = [1, 2, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %w = arith.mulf %v, %v : vector<8xf32>
  %s = metal.coordinate registers = [1] lanes = [2, 4, 8, 16, 32] simdgroups = [64, 128] : vector<2xi32>
  %t = arith.constant dense<7> : vector<2xi32>
  %r:4 = scf.for %k = %zero to %n step %one iter_args(%a = %v, %b = %w, %c = %s, %d = %t)
      -> (vector<8xf32>, vector<8xf32>, vector<2xi32>, vector<2xi32>) : i32 {
    scf.yield %b, %a, %d, %c : vector<8xf32>, vector<8xf32>, vector<2xi32>, vector<2xi32>
  }
  metal.scatter %r#0, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.scatter %r#1, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  %z = arith.sitofp %r#2 : vector<2xi32> to vector<2xf32>
  %y = arith.sitofp %r#3 : vector<2xi32> to vector<2xf32>
  %q = arith.addf %z, %y : vector<2xf32>
  metal.scatter %q, %x[%s] {alignment = 8 : i32, contiguous = 2 : i32} : vector<2xf32>, !metal.ptr<f32, device>, vector<2xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#c = #metal.argument<name = "c", kind = scalar, element = i1, binding = 1>

// A branch keeps its copies to itself: the array that the first rearrangement fills is
// not there for the second one, which runs whether or not the branch did.
// CHECK-LABEL: metal.kernel @copies
// CHECK:       scf.if %
// CHECK:         metal.array_store %{{.*}}, %[[A:.*]][
// CHECK:       metal.array_store %{{.*}}, %[[B:.*]][
// CHECK-NOT:   metal.array_load %[[A]]
// CHECK:       metal.array_load %[[B]]
metal.kernel @copies(%x: !metal.ptr<f32, device>, %c: i1)
    attributes {arguments = [#x, #c], num_simdgroups = 4 : i32, target = "apple7"} {
  %i = metal.coordinate registers = [1, 2, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<8xi32>
  %o = metal.coordinate registers = [1, 2, 512, 1024] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<16xi32>
  scf.if %c {
    %p = metal.rearrange %i registers = [0, 1, 2, 4] : vector<8xi32> -> vector<16xi32>
    %f = arith.sitofp %p : vector<16xi32> to vector<16xf32>
    metal.scatter %f, %x[%o] {alignment = 4 : i32} : vector<16xf32>, !metal.ptr<f32, device>, vector<16xi32>
  }
  %q = metal.rearrange %i registers = [1, 0, 2, 4] : vector<8xi32> -> vector<16xi32>
  %g = arith.sitofp %q : vector<16xi32> to vector<16xf32>
  metal.scatter %g, %x[%o] {alignment = 4 : i32} : vector<16xf32>, !metal.ptr<f32, device>, vector<16xi32>
  metal.return
}

// -----

#x = #metal.argument<name = "x", kind = pointer, element = f32, binding = 0>
#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 1>

// An inner loop goes on with the array of the outer one, and what it leaves there is
// what the outer loop carries on: one array, no copies.
// CHECK-LABEL: metal.kernel @nested
// CHECK:       %[[A:.*]] = metal.thread_array
// CHECK-NOT:   metal.thread_array
// CHECK:       scf.for
// CHECK:         metal.array_store %{{.*}}, %[[A]]
// CHECK:       scf.for
// CHECK-NEXT:    scf.for
// CHECK-NEXT:      scf.for
// CHECK-NEXT:        metal.array_load %[[A]]
// CHECK-NEXT:        arith.addf
// CHECK-NEXT:        metal.array_store %{{.*}}, %[[A]]
// CHECK-NEXT:      } {metal.unroll}
// CHECK-NEXT:    }
// CHECK-NEXT:  }
metal.kernel @nested(%x: !metal.ptr<f32, device>, %n: i32)
    attributes {arguments = [#x, #n], num_simdgroups = 4 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %i = metal.coordinate registers = [1, 2, 512] lanes = [4, 8, 16, 32, 64] simdgroups = [128, 256] : vector<8xi32>
  %v = metal.gather %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : !metal.ptr<f32, device>, vector<8xi32> -> vector<8xf32>
  %r = scf.for %k = %zero to %n step %one iter_args(%a = %v) -> (vector<8xf32>) : i32 {
    %s = scf.for %l = %zero to %n step %one iter_args(%b = %a) -> (vector<8xf32>) : i32 {
      %c = arith.addf %b, %b : vector<8xf32>
      scf.yield %c : vector<8xf32>
    }
    scf.yield %s : vector<8xf32>
  }
  metal.scatter %r, %x[%i] {alignment = 16 : i32, contiguous = 4 : i32} : vector<8xf32>, !metal.ptr<f32, device>, vector<8xi32>
  metal.return
}
