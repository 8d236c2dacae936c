// RUN: triton-metal-opt %s --canonicalize | FileCheck %s
// The same folds where results have layouts of their own.

#b1 = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#b2 = #ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [1, 0]}>
#l2 = #ttg.linear<{register = [[0, 1]], lane = [[1, 0], [2, 0], [4, 0], [8, 0], [16, 0]], warp = [[32, 0], [64, 0]], block = []}>
#flat = #ttg.linear<{register = [[1]], lane = [[2], [4], [8], [16], [32]], warp = [[64], [128]], block = []}>

// CHECK-LABEL: tt.func @splats(
tt.func @splats(%x: f32) -> (tensor<128x2xf32, #b2>, tensor<128x2xf32, #b2>) {
  %c = arith.constant dense<1.0> : tensor<128x1xf32, #b2>
  // CHECK-DAG: arith.constant dense<1.000000e+00> : tensor<128x2xf32, #blocked{{[0-9]*}}>
  %0 = tt.broadcast %c : tensor<128x1xf32, #b2> -> tensor<128x2xf32, #b2>
  // CHECK-DAG: tt.splat %{{.*}} : f32 -> tensor<128x2xf32, #blocked{{[0-9]*}}>
  %1 = tt.splat %x : f32 -> tensor<128xf32, #ttg.slice<{dim = 1, parent = #b2}>>
  %2 = tt.expand_dims %1 {axis = 1 : i32} : tensor<128xf32, #ttg.slice<{dim = 1, parent = #b2}>> -> tensor<128x1xf32, #b2>
  %3 = tt.broadcast %2 : tensor<128x1xf32, #b2> -> tensor<128x2xf32, #b2>
  tt.return %0, %3 : tensor<128x2xf32, #b2>, tensor<128x2xf32, #b2>
}

// An equivalent layout is another type: the pair stays.
// CHECK-LABEL: tt.func @pairs(
tt.func @pairs(%j: tensor<128x2xf32, #l2>, %k: tensor<128x2xf32, #b2>) -> (tensor<128x2xf32, #b2>, tensor<128x2xf32, #b2>) {
  // CHECK: %[[L:.*]], %[[R:.*]] = tt.split
  // CHECK: %[[J:.*]] = tt.join %[[L]], %[[R]]
  %0, %1 = tt.split %j : tensor<128x2xf32, #l2> -> tensor<128xf32, #b1>
  %2 = tt.join %0, %1 : tensor<128xf32, #b1> -> tensor<128x2xf32, #b2>
  // CHECK: tt.return %[[J]], %arg1
  %3, %4 = tt.split %k : tensor<128x2xf32, #b2> -> tensor<128xf32, #b1>
  %5 = tt.join %3, %4 : tensor<128xf32, #b1> -> tensor<128x2xf32, #b2>
  tt.return %2, %5 : tensor<128x2xf32, #b2>, tensor<128x2xf32, #b2>
}

// CHECK-LABEL: tt.func @reshapes(
// CHECK-SAME: %[[X:[^:]*]]: tensor<128x2xf32
tt.func @reshapes(%x: tensor<128x2xf32, #b2>) -> (tensor<128x2xf32, #b2>, tensor<128x2xf32, #l2>) {
  %0 = tt.reshape %x : tensor<128x2xf32, #b2> -> tensor<256xf32, #flat>
  %1 = tt.reshape %0 : tensor<256xf32, #flat> -> tensor<128x2xf32, #b2>
  // CHECK: %[[R:.*]] = tt.reshape %[[X]] : tensor<128x2xf32, #blocked{{[0-9]*}}> -> tensor<128x2xf32, #linear{{[0-9]*}}>
  // CHECK: tt.return %[[X]], %[[R]]
  %2 = tt.reshape %0 : tensor<256xf32, #flat> -> tensor<128x2xf32, #l2>
  tt.return %1, %2 : tensor<128x2xf32, #b2>, tensor<128x2xf32, #l2>
}
