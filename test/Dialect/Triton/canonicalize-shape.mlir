// RUN: triton-metal-opt %s --canonicalize | FileCheck %s
// Changes of shape that are one another's inverse, that add up, or whose source is one value.

// CHECK-LABEL: tt.func @constants(
tt.func @constants() -> (tensor<1x8xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<8x4xf32>, tensor<16xf32>, tensor<8x2xf32>, tensor<8xf32>, f32, tensor<1xi32>) {
  %c = arith.constant 2.0 : f32
  // CHECK-DAG: arith.constant dense<2.000000e+00> : tensor<1x8xf32>
  // CHECK-DAG: arith.constant dense<2.000000e+00> : tensor<4x8xf32>
  // CHECK-DAG: arith.constant dense<2.000000e+00> : tensor<2x4xf32>
  // CHECK-DAG: arith.constant dense<2.000000e+00> : tensor<8x4xf32>
  // CHECK-DAG: arith.constant dense<2.000000e+00> : tensor<16xf32>
  // CHECK-DAG: arith.constant dense<2.000000e+00> : tensor<8x2xf32>
  // CHECK-DAG: arith.constant dense<2.000000e+00> : tensor<8xf32>
  // CHECK-DAG: arith.constant 2.000000e+00 : f32
  // CHECK-DAG: arith.constant dense<-7> : tensor<1xi32>
  // CHECK-NOT: tt.splat
  %0 = tt.splat %c : f32 -> tensor<8xf32>
  %1 = tt.expand_dims %0 {axis = 0 : i32} : tensor<8xf32> -> tensor<1x8xf32>
  %2 = tt.broadcast %1 : tensor<1x8xf32> -> tensor<4x8xf32>
  %3 = tt.reshape %0 : tensor<8xf32> -> tensor<2x4xf32>
  %4 = tt.trans %2 {order = array<i32: 1, 0>} : tensor<4x8xf32> -> tensor<8x4xf32>
  %5 = tt.cat %0, %0 : tensor<8xf32> -> tensor<16xf32>
  %6 = tt.join %0, %0 : tensor<8xf32> -> tensor<8x2xf32>
  %7, %8 = tt.split %6 : tensor<8x2xf32> -> tensor<8xf32>
  %one = tt.splat %c : f32 -> tensor<1xf32>
  %9 = tt.unsplat %one : tensor<1xf32>
  %10 = tt.make_range {start = -7 : i32, end = -6 : i32} : tensor<1xi32>
  tt.return %1, %2, %3, %4, %5, %6, %7, %9, %10 : tensor<1x8xf32>, tensor<4x8xf32>, tensor<2x4xf32>, tensor<8x4xf32>, tensor<16xf32>, tensor<8x2xf32>, tensor<8xf32>, f32, tensor<1xi32>
}

// CHECK-LABEL: tt.func @splats(
// CHECK-SAME: %[[X:[^:]*]]: f32, %[[I:[^:]*]]: tensor<4xi32>)
tt.func @splats(%x: f32, %i: tensor<4xi32>) -> (tensor<4x8xf32>, tensor<2x4xf32>, tensor<8x4xf32>, tensor<16xf32>, tensor<8x2xf32>, tensor<8xf32>, tensor<8xf32>, f32, tensor<4xf32>) {
  // CHECK-DAG: %[[B:.*]] = tt.splat %[[X]] : f32 -> tensor<4x8xf32>
  // CHECK-DAG: %[[R:.*]] = tt.splat %[[X]] : f32 -> tensor<2x4xf32>
  // CHECK-DAG: %[[T:.*]] = tt.splat %[[X]] : f32 -> tensor<8x4xf32>
  // CHECK-DAG: %[[C:.*]] = tt.splat %[[X]] : f32 -> tensor<16xf32>
  // CHECK-DAG: %[[J:.*]] = tt.splat %[[X]] : f32 -> tensor<8x2xf32>
  // CHECK-DAG: %[[H:.*]] = tt.splat %[[X]] : f32 -> tensor<8xf32>
  // CHECK-DAG: %[[G:.*]] = tt.splat %[[X]] : f32 -> tensor<4xf32>
  // CHECK-NEXT: tt.return %[[B]], %[[R]], %[[T]], %[[C]], %[[J]], %[[H]], %[[H]], %[[X]], %[[G]]
  %0 = tt.splat %x : f32 -> tensor<8xf32>
  %1 = tt.expand_dims %0 {axis = 0 : i32} : tensor<8xf32> -> tensor<1x8xf32>
  %2 = tt.broadcast %1 : tensor<1x8xf32> -> tensor<4x8xf32>
  %3 = tt.reshape %0 : tensor<8xf32> -> tensor<2x4xf32>
  %4 = tt.trans %2 {order = array<i32: 1, 0>} : tensor<4x8xf32> -> tensor<8x4xf32>
  %5 = tt.cat %0, %0 : tensor<8xf32> -> tensor<16xf32>
  %6 = tt.join %0, %0 : tensor<8xf32> -> tensor<8x2xf32>
  %7, %8 = tt.split %6 : tensor<8x2xf32> -> tensor<8xf32>
  %one = tt.splat %x : f32 -> tensor<1xf32>
  %9 = tt.unsplat %one : tensor<1xf32>
  %10 = tt.gather %0[%i] {axis = 0 : i32} : (tensor<8xf32>, tensor<4xi32>) -> tensor<4xf32>
  tt.return %2, %3, %4, %5, %6, %7, %8, %9, %10 : tensor<4x8xf32>, tensor<2x4xf32>, tensor<8x4xf32>, tensor<16xf32>, tensor<8x2xf32>, tensor<8xf32>, tensor<8xf32>, f32, tensor<4xf32>
}

// Halves of different values stay two.
// CHECK-LABEL: tt.func @different(
tt.func @different(%x: f32, %y: f32) -> (tensor<16xf32>, tensor<8x2xf32>) {
  %0 = tt.splat %x : f32 -> tensor<8xf32>
  %1 = tt.splat %y : f32 -> tensor<8xf32>
  // CHECK: tt.cat
  %2 = tt.cat %0, %1 : tensor<8xf32> -> tensor<16xf32>
  // CHECK: tt.join
  %3 = tt.join %0, %1 : tensor<8xf32> -> tensor<8x2xf32>
  tt.return %2, %3 : tensor<16xf32>, tensor<8x2xf32>
}

// CHECK-LABEL: tt.func @nothing(
// CHECK-SAME: %[[X:[^:]*]]: tensor<8x4xf32>
tt.func @nothing(%x: tensor<8x4xf32>) -> (tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>) {
  // CHECK-NEXT: tt.return %[[X]], %[[X]], %[[X]], %[[X]], %[[X]]
  %0 = tt.broadcast %x : tensor<8x4xf32> -> tensor<8x4xf32>
  %1 = tt.reshape %x allow_reorder : tensor<8x4xf32> -> tensor<8x4xf32>
  %2 = tt.trans %x {order = array<i32: 0, 1>} : tensor<8x4xf32> -> tensor<8x4xf32>
  %3 = tt.reshape %x : tensor<8x4xf32> -> tensor<32xf32>
  %4 = tt.reshape %3 : tensor<32xf32> -> tensor<8x4xf32>
  %5 = tt.trans %x {order = array<i32: 1, 0>} : tensor<8x4xf32> -> tensor<4x8xf32>
  %6 = tt.trans %5 {order = array<i32: 1, 0>} : tensor<4x8xf32> -> tensor<8x4xf32>
  tt.return %0, %1, %2, %4, %6 : tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>
}

// A transposed square has the shape it had.
// CHECK-LABEL: tt.func @square(
tt.func @square(%x: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: tt.trans
  %0 = tt.trans %x {order = array<i32: 1, 0>} : tensor<4x4xf32> -> tensor<4x4xf32>
  tt.return %0 : tensor<4x4xf32>
}

// CHECK-LABEL: tt.func @sums(
// CHECK-SAME: %[[X:[^:]*]]: tensor<2x4x8xf32>, %[[Y:[^:]*]]: tensor<1x1x8xf32>)
tt.func @sums(%x: tensor<2x4x8xf32>, %y: tensor<1x1x8xf32>) -> (tensor<4x8x2xf32>, tensor<8x2x4xf32>, tensor<16x4xf32>, tensor<2x4x8xf32>) {
  // Twice around is once backwards: the order composes from right to left.
  // CHECK-DAG: tt.trans %[[X]] {order = array<i32: 1, 2, 0>} : tensor<2x4x8xf32> -> tensor<4x8x2xf32>
  // CHECK-DAG: tt.trans %[[X]] {order = array<i32: 2, 0, 1>} : tensor<2x4x8xf32> -> tensor<8x2x4xf32>
  %0 = tt.trans %x {order = array<i32: 1, 2, 0>} : tensor<2x4x8xf32> -> tensor<4x8x2xf32>
  %1 = tt.trans %0 {order = array<i32: 1, 2, 0>} : tensor<4x8x2xf32> -> tensor<8x2x4xf32>
  // CHECK-DAG: tt.reshape %[[X]] : tensor<2x4x8xf32> -> tensor<16x4xf32>
  %2 = tt.reshape %x : tensor<2x4x8xf32> -> tensor<64xf32>
  %3 = tt.reshape %2 : tensor<64xf32> -> tensor<16x4xf32>
  // CHECK-DAG: tt.broadcast %[[Y]] : tensor<1x1x8xf32> -> tensor<2x4x8xf32>
  %4 = tt.broadcast %y : tensor<1x1x8xf32> -> tensor<2x1x8xf32>
  %5 = tt.broadcast %4 : tensor<2x1x8xf32> -> tensor<2x4x8xf32>
  tt.return %0, %1, %3, %5 : tensor<4x8x2xf32>, tensor<8x2x4xf32>, tensor<16x4xf32>, tensor<2x4x8xf32>
}

// Where one of two reshapes may reorder, both together may; a hint on the last one stays.
// CHECK-LABEL: tt.func @reorder(
// CHECK-SAME: %[[X:[^:]*]]: tensor<64xf32>)
tt.func @reorder(%x: tensor<64xf32>) -> (tensor<2x32xf32>, tensor<4x16xf32>, tensor<64xf32>) {
  %0 = tt.reshape %x allow_reorder : tensor<64xf32> -> tensor<8x8xf32>
  // CHECK-DAG: tt.reshape %[[X]] allow_reorder : tensor<64xf32> -> tensor<2x32xf32>
  %1 = tt.reshape %0 : tensor<8x8xf32> -> tensor<2x32xf32>
  %2 = tt.reshape %x efficient_layout : tensor<64xf32> -> tensor<8x8xf32>
  // CHECK-DAG: tt.reshape %[[X]] allow_reorder efficient_layout : tensor<64xf32> -> tensor<4x16xf32>
  %3 = tt.reshape %2 allow_reorder efficient_layout : tensor<8x8xf32> -> tensor<4x16xf32>
  // Any order, so also the one before.
  // CHECK: tt.return %{{.*}}, %{{.*}}, %[[X]]
  %4 = tt.reshape %0 : tensor<8x8xf32> -> tensor<64xf32>
  tt.return %1, %3, %4 : tensor<2x32xf32>, tensor<4x16xf32>, tensor<64xf32>
}

// CHECK-LABEL: tt.func @pairs(
// CHECK-SAME: %[[A:[^:]*]]: tensor<8xf32>, %[[B:[^:]*]]: tensor<8xf32>, %[[J:[^:]*]]: tensor<8x2xf32>)
tt.func @pairs(%a: tensor<8xf32>, %b: tensor<8xf32>, %j: tensor<8x2xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8x2xf32>, tensor<8x2xf32>) {
  %0 = tt.join %a, %b : tensor<8xf32> -> tensor<8x2xf32>
  %1, %2 = tt.split %0 : tensor<8x2xf32> -> tensor<8xf32>
  %3, %4 = tt.split %j : tensor<8x2xf32> -> tensor<8xf32>
  %5 = tt.join %3, %4 : tensor<8xf32> -> tensor<8x2xf32>
  // Halves that changed places.
  // CHECK: %[[L:.*]], %[[R:.*]] = tt.split %[[J]]
  // CHECK: %[[S:.*]] = tt.join %[[R]], %[[L]]
  %6 = tt.join %4, %3 : tensor<8xf32> -> tensor<8x2xf32>
  // CHECK: tt.return %[[A]], %[[B]], %[[J]], %[[S]]
  tt.return %1, %2, %5, %6 : tensor<8xf32>, tensor<8xf32>, tensor<8x2xf32>, tensor<8x2xf32>
}

// Code that nobody reaches may define values in a circle.
// CHECK-LABEL: tt.func @circle(
// CHECK-NEXT: tt.return
// CHECK-NEXT: }
tt.func @circle() {
  tt.return
^bb1:
  %0 = tt.trans %1 {order = array<i32: 1, 2, 0>} : tensor<2x2x2xf32> -> tensor<2x2x2xf32>
  %1 = tt.trans %0 {order = array<i32: 1, 2, 0>} : tensor<2x2x2xf32> -> tensor<2x2x2xf32>
  %2 = tt.broadcast %2 : tensor<1x4xf32> -> tensor<1x4xf32>
  cf.br ^bb1
}
