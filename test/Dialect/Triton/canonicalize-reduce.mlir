// RUN: triton-metal-opt %s --canonicalize --split-input-file | FileCheck %s
// Along a dimension of one element nothing is combined.

// CHECK-LABEL: tt.func @one(
// CHECK-SAME: %[[V:[^:]*]]: tensor<1xf32>, %[[I:[^:]*]]: tensor<1xi32>)
tt.func @one(%v: tensor<1xf32>, %i: tensor<1xi32>) -> (f32, i32) {
  // CHECK-DAG: %[[A:.*]] = tt.unsplat %[[V]] : tensor<1xf32>
  // CHECK-DAG: %[[B:.*]] = tt.unsplat %[[I]] : tensor<1xi32>
  // CHECK: tt.return %[[A]], %[[B]]
  %0:2 = "tt.reduce"(%v, %i) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: i32, %c: f32, %d: i32):
    %s = arith.addf %a, %c : f32
    tt.reduce.return %s, %d : f32, i32
  }) : (tensor<1xf32>, tensor<1xi32>) -> (f32, i32)
  tt.return %0#0, %0#1 : f32, i32
}

// -----

// CHECK-LABEL: tt.func @column(
// CHECK-SAME: %[[V:[^:]*]]: tensor<8x1xf32>, %[[W:[^:]*]]: tensor<8x2xf32>)
tt.func @column(%v: tensor<8x1xf32>, %w: tensor<8x2xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<1xf32>) {
  // CHECK: %[[A:.*]] = tt.reshape %[[V]] : tensor<8x1xf32> -> tensor<8xf32>
  %0 = "tt.reduce"(%v) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.reduce.return %s : f32
  }) : (tensor<8x1xf32>) -> tensor<8xf32>
  // CHECK: %[[B:.*]] = "tt.reduce"(%[[W]])
  %1 = "tt.reduce"(%w) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.reduce.return %s : f32
  }) : (tensor<8x2xf32>) -> tensor<8xf32>
  // CHECK: %[[C:.*]] = "tt.reduce"(%[[V]]) <{axis = 0 : i32}>
  %2 = "tt.reduce"(%v) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.reduce.return %s : f32
  }) : (tensor<8x1xf32>) -> tensor<1xf32>
  // CHECK: tt.return %[[A]], %[[B]], %[[C]]
  tt.return %0, %1, %2 : tensor<8xf32>, tensor<8xf32>, tensor<1xf32>
}

// -----

// With layouts only where a reshape has the layout that the reduction has.
#b = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
#r = #ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-LABEL: tt.func @layouts(
tt.func @layouts(%v: tensor<128x1xf32, #b>, %w: tensor<128x1xf32, #r>) -> (tensor<128xf32, #ttg.slice<{dim = 1, parent = #b}>>, tensor<128xf32, #ttg.slice<{dim = 1, parent = #r}>>) {
  // CHECK: tt.reshape
  %0 = "tt.reduce"(%v) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    tt.reduce.return %a : f32
  }) : (tensor<128x1xf32, #b>) -> tensor<128xf32, #ttg.slice<{dim = 1, parent = #b}>>
  // Here each thread holds the element twice, and once after the reduction.
  // CHECK: "tt.reduce"
  %1 = "tt.reduce"(%w) <{axis = 1 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    tt.reduce.return %a : f32
  }) : (tensor<128x1xf32, #r>) -> tensor<128xf32, #ttg.slice<{dim = 1, parent = #r}>>
  tt.return %0, %1 : tensor<128xf32, #ttg.slice<{dim = 1, parent = #b}>>, tensor<128xf32, #ttg.slice<{dim = 1, parent = #r}>>
}

// -----

// CHECK-LABEL: tt.func @scans(
// CHECK-SAME: %[[V:[^:]*]]: tensor<8x1xf32>)
tt.func @scans(%v: tensor<8x1xf32>) -> (tensor<8x1xf32>, tensor<8x1xf32>) {
  %0 = "tt.scan"(%v) <{axis = 1 : i32, reverse = true}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.scan.return %s : f32
  }) : (tensor<8x1xf32>) -> tensor<8x1xf32>
  // CHECK: %[[A:.*]] = "tt.scan"(%[[V]]) <{axis = 0 : i32, reverse = true}>
  %1 = "tt.scan"(%v) <{axis = 0 : i32, reverse = true}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.scan.return %s : f32
  }) : (tensor<8x1xf32>) -> tensor<8x1xf32>
  // CHECK: tt.return %[[V]], %[[A]]
  tt.return %0, %1 : tensor<8x1xf32>, tensor<8x1xf32>
}
