// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Ranges, splats and changes of shape, without layouts.

// CHECK-LABEL: tt.func @ranges
tt.func @ranges() {
  // CHECK: tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  %0 = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<64xi32>
  // CHECK: tt.make_range {end = -4 : i32, start = -8 : i32} : tensor<4xi32>
  %1 = tt.make_range {start = -8 : i32, end = -4 : i32} : tensor<4xi32>
  tt.return
}

// CHECK-LABEL: tt.func @splats
tt.func @splats(%s: f32, %p: !tt.ptr<f16>, %one: tensor<1xf32>, %cell: tensor<1x1xi64>) {
  // CHECK: tt.splat %{{.*}} : f32 -> tensor<8x16xf32>
  %0 = tt.splat %s : f32 -> tensor<8x16xf32>
  // CHECK: tt.splat %{{.*}} : !tt.ptr<f16> -> tensor<64x!tt.ptr<f16>>
  %1 = tt.splat %p : !tt.ptr<f16> -> tensor<64x!tt.ptr<f16>>
  // CHECK: tt.unsplat %{{.*}} : tensor<1xf32>
  %2 = tt.unsplat %one : tensor<1xf32>
  // CHECK: tt.unsplat %{{.*}} : tensor<1x1xi64>
  %3 = tt.unsplat %cell : tensor<1x1xi64>
  %4 = arith.addf %2, %s : f32
  tt.return
}

// CHECK-LABEL: tt.func @shapes
tt.func @shapes(%a: tensor<64xf32>, %x: tensor<8x16xf32>) {
  // CHECK: tt.expand_dims %{{.*}} {axis = 0 : i32} : tensor<64xf32> -> tensor<1x64xf32>
  %0 = tt.expand_dims %a {axis = 0 : i32} : tensor<64xf32> -> tensor<1x64xf32>
  // CHECK: tt.broadcast %{{.*}} : tensor<1x64xf32> -> tensor<8x64xf32>
  %1 = tt.broadcast %0 : tensor<1x64xf32> -> tensor<8x64xf32>
  // CHECK: tt.expand_dims %{{.*}} {axis = 1 : i32} : tensor<64xf32> -> tensor<64x1xf32>
  %2 = tt.expand_dims %a {axis = 1 : i32} : tensor<64xf32> -> tensor<64x1xf32>
  // CHECK: tt.trans %{{.*}} {order = array<i32: 1, 0>} : tensor<8x16xf32> -> tensor<16x8xf32>
  %3 = tt.trans %x {order = array<i32: 1, 0>} : tensor<8x16xf32> -> tensor<16x8xf32>
  // CHECK: tt.cat %{{.*}}, %{{.*}} : tensor<64xf32> -> tensor<128xf32>
  %4 = tt.cat %a, %a : tensor<64xf32> -> tensor<128xf32>
  // CHECK: tt.join %{{.*}}, %{{.*}} : tensor<64xf32> -> tensor<64x2xf32>
  %5 = tt.join %a, %a : tensor<64xf32> -> tensor<64x2xf32>
  // CHECK: %{{.*}}, %{{.*}} = tt.split %{{.*}} : tensor<64x2xf32> -> tensor<64xf32>
  %6, %7 = tt.split %5 : tensor<64x2xf32> -> tensor<64xf32>
  tt.return
}

// CHECK-LABEL: tt.func @reshapes
tt.func @reshapes(%a: tensor<64xf32>) {
  // CHECK: tt.reshape %{{.*}} : tensor<64xf32> -> tensor<8x8xf32>
  %0 = tt.reshape %a : tensor<64xf32> -> tensor<8x8xf32>
  // CHECK: tt.reshape %{{.*}} allow_reorder : tensor<64xf32> -> tensor<8x8xf32>
  %1 = tt.reshape %a allow_reorder : tensor<64xf32> -> tensor<8x8xf32>
  // CHECK: tt.reshape %{{.*}} efficient_layout : tensor<64xf32> -> tensor<8x8xf32>
  %2 = tt.reshape %a efficient_layout : tensor<64xf32> -> tensor<8x8xf32>
  // CHECK: tt.reshape %{{.*}} allow_reorder efficient_layout : tensor<64xf32> -> tensor<2x2x2x2x2x2xf32>
  %3 = tt.reshape %a allow_reorder efficient_layout : tensor<64xf32> -> tensor<2x2x2x2x2x2xf32>
  // CHECK: tt.reshape %{{.*}} allow_reorder {tt.note = 1 : i32} : tensor<64xf32> -> tensor<8x8xf32>
  %4 = tt.reshape %a allow_reorder {tt.note = 1 : i32} : tensor<64xf32> -> tensor<8x8xf32>
  tt.return
}

// Triton 3.0 prints a number in place of the keyword.
// CHECK-LABEL: tt.func @old_reshapes
tt.func @old_reshapes(%a: tensor<64xf32>) {
  // CHECK: tt.reshape %{{.*}} : tensor<64xf32> -> tensor<8x8xf32>
  %0 = tt.reshape %a {allow_reorder = false} : tensor<64xf32> -> tensor<8x8xf32>
  // CHECK: tt.reshape %{{.*}} allow_reorder : tensor<64xf32> -> tensor<8x8xf32>
  %1 = tt.reshape %a {allow_reorder = true} : tensor<64xf32> -> tensor<8x8xf32>
  // CHECK: tt.reshape %{{.*}} allow_reorder efficient_layout : tensor<64xf32> -> tensor<8x8xf32>
  %2 = tt.reshape %a {allow_reorder = true, efficient_layout} : tensor<64xf32> -> tensor<8x8xf32>
  tt.return
}

// CHECK-LABEL: tt.func @gathers
tt.func @gathers(%a: tensor<16x32xf32>, %i: tensor<16x64xi32>, %j: tensor<16x32xi64>) {
  // CHECK: tt.gather %{{.*}}[%{{.*}}] {axis = 1 : i32} : (tensor<16x32xf32>, tensor<16x64xi32>) -> tensor<16x64xf32>
  %0 = tt.gather %a[%i] {axis = 1 : i32} : (tensor<16x32xf32>, tensor<16x64xi32>) -> tensor<16x64xf32>
  // CHECK: tt.gather %{{.*}}[%{{.*}}] {axis = 0 : i32, efficient_layout} : (tensor<16x32xf32>, tensor<16x32xi64>) -> tensor<16x32xf32>
  %1 = tt.gather %a[%j] {axis = 0 : i32, efficient_layout} : (tensor<16x32xf32>, tensor<16x32xi64>) -> tensor<16x32xf32>
  tt.return
}

// CHECK-LABEL: tt.func @histograms
tt.func @histograms(%i: tensor<64xi32>, %m: tensor<64xi1>) {
  // CHECK: tt.histogram %{{.*}} : tensor<64xi32> -> tensor<16xi32>
  %0 = tt.histogram %i : tensor<64xi32> -> tensor<16xi32>
  // CHECK: tt.histogram %{{.*}}, %{{.*}} : tensor<64xi32> -> tensor<16xi32>
  %1 = tt.histogram %i, %m : tensor<64xi32> -> tensor<16xi32>
  tt.return
}
