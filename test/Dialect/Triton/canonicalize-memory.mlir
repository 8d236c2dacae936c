// RUN: triton-metal-opt %s --canonicalize --split-input-file | FileCheck %s
// Pointers and masks.

// CHECK-LABEL: tt.func @zero(
// CHECK-SAME: %[[P:[^:]*]]: !tt.ptr<f32>, %[[T:[^:]*]]: tensor<4x!tt.ptr<f32>>, %[[B:[^:]*]]: !tt.ptr<tensor<4x4xf32>>)
tt.func @zero(%p: !tt.ptr<f32>, %t: tensor<4x!tt.ptr<f32>>, %b: !tt.ptr<tensor<4x4xf32>>) -> (!tt.ptr<f32>, tensor<4x!tt.ptr<f32>>, !tt.ptr<tensor<4x4xf32>>) {
  %c0 = arith.constant 0 : i64
  %i0 = arith.constant 0 : i32
  %z = arith.constant dense<0> : tensor<4xi32>
  // CHECK-NEXT: tt.return %[[P]], %[[T]], %[[B]]
  %0 = tt.addptr %p, %c0 : !tt.ptr<f32>, i64
  %1 = tt.addptr %t, %z : tensor<4x!tt.ptr<f32>>, tensor<4xi32>
  %2 = tt.advance %b, [%i0, %i0] : <tensor<4x4xf32>>
  tt.return %0, %1, %2 : !tt.ptr<f32>, tensor<4x!tt.ptr<f32>>, !tt.ptr<tensor<4x4xf32>>
}

// -----

// CHECK-LABEL: tt.func @move(
tt.func @move(%b: !tt.ptr<tensor<4x4xf32>>) -> !tt.ptr<tensor<4x4xf32>> {
  %i0 = arith.constant 0 : i32
  %i1 = arith.constant 1 : i32
  // CHECK: tt.advance
  %0 = tt.advance %b, [%i0, %i1] : <tensor<4x4xf32>>
  tt.return %0 : !tt.ptr<tensor<4x4xf32>>
}

// -----

// The sum of two constants has the wider type.
// CHECK-LABEL: tt.func @constants(
// CHECK-SAME: %[[P:[^:]*]]: !tt.ptr<f32>, %[[T:[^:]*]]: tensor<4x!tt.ptr<f32>>)
tt.func @constants(%p: !tt.ptr<f32>, %t: tensor<4x!tt.ptr<f32>>) -> (!tt.ptr<f32>, !tt.ptr<f32>, tensor<4x!tt.ptr<f32>>) {
  %3 = arith.constant 3 : i32
  %4 = arith.constant -5 : i32
  %5 = arith.constant 5 : i64
  %c = arith.constant dense<16> : tensor<4xi32>
  // CHECK-DAG: %[[C:.*]] = arith.constant -2 : i32
  // CHECK-DAG: %[[D:.*]] = arith.constant 8 : i64
  // CHECK-DAG: %[[E:.*]] = arith.constant dense<32> : tensor<4xi32>
  // CHECK-DAG: tt.addptr %[[P]], %[[C]] : !tt.ptr<f32>, i32
  %0 = tt.addptr %p, %3 : !tt.ptr<f32>, i32
  %1 = tt.addptr %0, %4 : !tt.ptr<f32>, i32
  // CHECK-DAG: tt.addptr %[[P]], %[[D]] : !tt.ptr<f32>, i64
  %2 = tt.addptr %0, %5 : !tt.ptr<f32>, i64
  // CHECK-DAG: tt.addptr %[[T]], %[[E]] : tensor<4x!tt.ptr<f32>>, tensor<4xi32>
  %6 = tt.addptr %t, %c : tensor<4x!tt.ptr<f32>>, tensor<4xi32>
  %7 = tt.addptr %6, %c : tensor<4x!tt.ptr<f32>>, tensor<4xi32>
  tt.return %1, %2, %7 : !tt.ptr<f32>, !tt.ptr<f32>, tensor<4x!tt.ptr<f32>>
}

// -----

// A sum that its type does not hold needs 64 bits, where addresses wrap as well.
// CHECK-LABEL: tt.func @overflow(
// CHECK-SAME: %[[P:[^:]*]]: !tt.ptr<f32>)
tt.func @overflow(%p: !tt.ptr<f32>) -> (!tt.ptr<f32>, !tt.ptr<f32>, !tt.ptr<f32>) {
  %a = arith.constant 2147483647 : i32
  %b = arith.constant -100 : i8
  %c = arith.constant 9223372036854775807 : i64
  // CHECK-DAG: %[[A:.*]] = arith.constant 4294967294 : i64
  // CHECK-DAG: %[[B:.*]] = arith.constant -200 : i64
  // CHECK-DAG: %[[C:.*]] = arith.constant -2 : i64
  // CHECK-DAG: tt.addptr %[[P]], %[[A]] : !tt.ptr<f32>, i64
  %0 = tt.addptr %p, %a : !tt.ptr<f32>, i32
  %1 = tt.addptr %0, %a : !tt.ptr<f32>, i32
  // CHECK-DAG: tt.addptr %[[P]], %[[B]] : !tt.ptr<f32>, i64
  %2 = tt.addptr %p, %b : !tt.ptr<f32>, i8
  %3 = tt.addptr %2, %b : !tt.ptr<f32>, i8
  // CHECK-DAG: tt.addptr %[[P]], %[[C]] : !tt.ptr<f32>, i64
  %4 = tt.addptr %p, %c : !tt.ptr<f32>, i64
  %5 = tt.addptr %4, %c : !tt.ptr<f32>, i64
  tt.return %1, %3, %5 : !tt.ptr<f32>, !tt.ptr<f32>, !tt.ptr<f32>
}

// -----

// Offsets that nobody knows are never added to each other: their sum could wrap.
// CHECK-LABEL: tt.func @unknown(
// CHECK-SAME: %[[P:[^:]*]]: !tt.ptr<f32>, %[[A:[^:]*]]: i32, %[[B:[^:]*]]: i32)
tt.func @unknown(%p: !tt.ptr<f32>, %a: i32, %b: i32) -> !tt.ptr<f32> {
  // CHECK-NEXT: %[[Q:.*]] = tt.addptr %[[P]], %[[A]]
  // CHECK-NEXT: %[[R:.*]] = tt.addptr %[[Q]], %[[B]]
  // CHECK-NEXT: tt.return %[[R]]
  %0 = tt.addptr %p, %a : !tt.ptr<f32>, i32
  %1 = tt.addptr %0, %b : !tt.ptr<f32>, i32
  tt.return %1 : !tt.ptr<f32>
}

// -----

// What all elements share goes to the scalar pointer: a splat, before or after what differs,
// or a constant.
// CHECK-LABEL: tt.func @uniform(
// CHECK-SAME: %[[P:[^:]*]]: !tt.ptr<f32>, %[[A:[^:]*]]: i32)
tt.func @uniform(%p: !tt.ptr<f32>, %a: i32) -> tensor<4x!tt.ptr<f32>> {
  // CHECK-NEXT: %[[Q:.*]] = tt.addptr %[[P]], %[[A]] : !tt.ptr<f32>, i32
  // CHECK-NEXT: %[[S:.*]] = tt.splat %[[Q]] : !tt.ptr<f32> -> tensor<4x!tt.ptr<f32>>
  // CHECK-NEXT: tt.return %[[S]]
  %0 = tt.splat %p : !tt.ptr<f32> -> tensor<4x!tt.ptr<f32>>
  %1 = tt.splat %a : i32 -> tensor<4xi32>
  %2 = tt.addptr %0, %1 : tensor<4x!tt.ptr<f32>>, tensor<4xi32>
  tt.return %2 : tensor<4x!tt.ptr<f32>>
}

// CHECK-LABEL: tt.func @late(
// CHECK-SAME: %[[P:[^:]*]]: !tt.ptr<f32>, %[[A:[^:]*]]: i32, %[[X:[^:]*]]: tensor<4xi64>)
tt.func @late(%p: !tt.ptr<f32>, %a: i32, %x: tensor<4xi64>) -> tensor<4x!tt.ptr<f32>> {
  // CHECK-NEXT: %[[Q:.*]] = tt.addptr %[[P]], %[[A]] : !tt.ptr<f32>, i32
  // CHECK-NEXT: %[[S:.*]] = tt.splat %[[Q]] : !tt.ptr<f32> -> tensor<4x!tt.ptr<f32>>
  // CHECK-NEXT: %[[V:.*]] = tt.addptr %[[S]], %[[X]] : tensor<4x!tt.ptr<f32>>, tensor<4xi64>
  // CHECK-NEXT: tt.return %[[V]]
  %0 = tt.splat %p : !tt.ptr<f32> -> tensor<4x!tt.ptr<f32>>
  %1 = tt.splat %a : i32 -> tensor<4xi32>
  %2 = tt.addptr %0, %x : tensor<4x!tt.ptr<f32>>, tensor<4xi64>
  %3 = tt.addptr %2, %1 : tensor<4x!tt.ptr<f32>>, tensor<4xi32>
  tt.return %3 : tensor<4x!tt.ptr<f32>>
}

// CHECK-LABEL: tt.func @constant(
// CHECK-SAME: %[[P:[^:]*]]: !tt.ptr<f32>, %[[X:[^:]*]]: tensor<4xi64>)
tt.func @constant(%p: !tt.ptr<f32>, %x: tensor<4xi64>) -> tensor<4x!tt.ptr<f32>> {
  // CHECK-NEXT: %[[C:.*]] = arith.constant 7 : i32
  // CHECK-NEXT: %[[Q:.*]] = tt.addptr %[[P]], %[[C]] : !tt.ptr<f32>, i32
  // CHECK-NEXT: %[[S:.*]] = tt.splat %[[Q]]
  // CHECK-NEXT: %[[V:.*]] = tt.addptr %[[S]], %[[X]]
  // CHECK-NEXT: tt.return %[[V]]
  %c = arith.constant dense<7> : tensor<4xi32>
  %0 = tt.splat %p : !tt.ptr<f32> -> tensor<4x!tt.ptr<f32>>
  %1 = tt.addptr %0, %x : tensor<4x!tt.ptr<f32>>, tensor<4xi64>
  %2 = tt.addptr %1, %c : tensor<4x!tt.ptr<f32>>, tensor<4xi32>
  tt.return %2 : tensor<4x!tt.ptr<f32>>
}

// -----

// Pointers that are needed anyway are not computed twice.
// CHECK-LABEL: tt.func @shared(
tt.func @shared(%p: !tt.ptr<f32>, %a: i32, %x: tensor<4xi64>) -> (tensor<4x!tt.ptr<f32>>, tensor<4x!tt.ptr<f32>>) {
  %0 = tt.splat %p : !tt.ptr<f32> -> tensor<4x!tt.ptr<f32>>
  %1 = tt.splat %a : i32 -> tensor<4xi32>
  // CHECK: %[[S:.*]] = tt.splat %arg0
  // CHECK: %[[Q:.*]] = tt.addptr %[[S]], %arg2
  // CHECK: tt.addptr %[[Q]],
  %2 = tt.addptr %0, %x : tensor<4x!tt.ptr<f32>>, tensor<4xi64>
  %3 = tt.addptr %2, %1 : tensor<4x!tt.ptr<f32>>, tensor<4xi32>
  tt.return %2, %3 : tensor<4x!tt.ptr<f32>>, tensor<4x!tt.ptr<f32>>
}

// -----

// CHECK-LABEL: tt.func @loads(
// CHECK-SAME: %[[P:[^:]*]]: tensor<4x!tt.ptr<f32>>, %[[S:[^:]*]]: !tt.ptr<f32>, %[[O:[^:]*]]: tensor<4xf32>, %[[M:[^:]*]]: tensor<4xi1>)
tt.func @loads(%p: tensor<4x!tt.ptr<f32>>, %s: !tt.ptr<f32>, %o: tensor<4xf32>, %m: tensor<4xi1>) -> (tensor<4xf32>, tensor<4xf32>, f32, f32, tensor<4xf32>) {
  %true = arith.constant dense<true> : tensor<4xi1>
  %false = arith.constant dense<false> : tensor<4xi1>
  %t = arith.constant true
  %f = arith.constant false
  // CHECK-DAG: %[[Z:.*]] = arith.constant 0.000000e+00 : f32
  // CHECK-DAG: %[[A:.*]] = tt.load %[[P]] cacheModifier = cg : tensor<4x!tt.ptr<f32>>
  %0 = tt.load %p, %true, %o cacheModifier = cg : tensor<4x!tt.ptr<f32>>
  %1 = tt.load %p, %false, %o : tensor<4x!tt.ptr<f32>>
  // CHECK-DAG: %[[B:.*]] = tt.load %[[S]] : !tt.ptr<f32>
  %2 = tt.load %s, %t : !tt.ptr<f32>
  %3 = tt.load %s, %f : !tt.ptr<f32>
  // CHECK-DAG: %[[C:.*]] = tt.load %[[P]], %[[M]], %[[O]] : tensor<4x!tt.ptr<f32>>
  %4 = tt.load %p, %m, %o : tensor<4x!tt.ptr<f32>>
  // CHECK: tt.return %[[A]], %[[O]], %[[B]], %[[Z]], %[[C]]
  tt.return %0, %1, %2, %3, %4 : tensor<4xf32>, tensor<4xf32>, f32, f32, tensor<4xf32>
}

// -----

// Volatile loads are left alone; so is what has no constant to stand for it.
// CHECK-LABEL: tt.func @kept_loads(
tt.func @kept_loads(%s: !tt.ptr<f32>, %p: !tt.ptr<!tt.ptr<f32>>) -> !tt.ptr<f32> {
  %t = arith.constant true
  %f = arith.constant false
  // CHECK: tt.load %{{.*}}, %{{.*}} {isVolatile = true} : !tt.ptr<f32>
  %0 = tt.load %s, %t {isVolatile = true} : !tt.ptr<f32>
  // CHECK: tt.load %{{.*}}, %{{.*}} {isVolatile = true} : !tt.ptr<f32>
  %1 = tt.load %s, %f {isVolatile = true} : !tt.ptr<f32>
  // CHECK: tt.load %{{.*}}, %{{.*}} : !tt.ptr<!tt.ptr<f32>>
  %2 = tt.load %p, %f : !tt.ptr<!tt.ptr<f32>>
  tt.return %2 : !tt.ptr<f32>
}

// -----

// CHECK-LABEL: tt.func @stores(
// CHECK-SAME: %[[P:[^:]*]]: tensor<4x!tt.ptr<f32>>, %[[V:[^:]*]]: tensor<4xf32>, %[[M:[^:]*]]: tensor<4xi1>)
tt.func @stores(%p: tensor<4x!tt.ptr<f32>>, %v: tensor<4xf32>, %m: tensor<4xi1>) {
  %true = arith.constant dense<true> : tensor<4xi1>
  %false = arith.constant dense<false> : tensor<4xi1>
  // CHECK-NEXT: tt.store %[[P]], %[[V]] : tensor<4x!tt.ptr<f32>>
  // CHECK-NEXT: tt.store %[[P]], %[[V]], %[[M]] : tensor<4x!tt.ptr<f32>>
  // CHECK-NEXT: tt.return
  tt.store %p, %v, %true : tensor<4x!tt.ptr<f32>>
  tt.store %p, %v, %false : tensor<4x!tt.ptr<f32>>
  tt.store %p, %v, %m : tensor<4x!tt.ptr<f32>>
  tt.return
}

// -----

// An atomic that never happens still orders memory, unless it is relaxed.
// CHECK-LABEL: tt.func @atomics(
tt.func @atomics(%p: !tt.ptr<i32>, %v: i32) -> (i32, i32, i32) {
  %t = arith.constant true
  %f = arith.constant false
  // CHECK-DAG: %[[Z:.*]] = arith.constant 0 : i32
  // CHECK-DAG: %[[F:.*]] = arith.constant false
  // CHECK: %[[A:.*]] = tt.atomic_rmw add, acq_rel, gpu, %arg0, %arg1 : (!tt.ptr<i32>, i32) -> i32
  %0 = tt.atomic_rmw add, acq_rel, gpu, %p, %v, %t : (!tt.ptr<i32>, i32, i1) -> i32
  %1 = tt.atomic_rmw add, relaxed, gpu, %p, %v, %f : (!tt.ptr<i32>, i32, i1) -> i32
  // CHECK: %[[B:.*]] = tt.atomic_rmw add, release, gpu, %arg0, %arg1, %[[F]]
  %2 = tt.atomic_rmw add, release, gpu, %p, %v, %f : (!tt.ptr<i32>, i32, i1) -> i32
  // CHECK: tt.return %[[A]], %[[Z]], %[[B]]
  tt.return %0, %1, %2 : i32, i32, i32
}

// -----

// Code that nobody reaches may define values in a circle.
// CHECK-LABEL: tt.func @circle(
// CHECK-NEXT: tt.return
// CHECK-NEXT: }
tt.func @circle() {
  tt.return
^bb1:
  %c = arith.constant 1 : i32
  %0 = tt.addptr %1, %c : !tt.ptr<f32>, i32
  %1 = tt.addptr %0, %c : !tt.ptr<f32>, i32
  cf.br ^bb1
}
