// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Arithmetic that arith and math lack.

// CHECK-LABEL: tt.func @floats
tt.func @floats(%x: tensor<64xf32>, %s: f32, %h: f16) {
  // CHECK: tt.clampf %{{.*}}, %{{.*}}, %{{.*}}, propagateNan = none : tensor<64xf32>
  %0 = tt.clampf %x, %x, %x, propagateNan = none : tensor<64xf32>
  // CHECK: tt.clampf %{{.*}}, %{{.*}}, %{{.*}}, propagateNan = all : f16
  %1 = tt.clampf %h, %h, %h, propagateNan = all : f16
  // CHECK: tt.clampf %{{.*}}, propagateNan = all : f32
  %2 = "tt.clampf"(%s, %s, %s) <{propagateNan = 65535 : i32}> : (f32, f32, f32) -> f32
  // CHECK: tt.precise_sqrt %{{.*}} : tensor<64xf32>
  %3 = tt.precise_sqrt %x : tensor<64xf32>
  // CHECK: tt.precise_divf %{{.*}}, %{{.*}} : f32
  %4 = tt.precise_divf %s, %s : f32
  tt.return
}

// CHECK-LABEL: tt.func @integers
tt.func @integers(%x: tensor<64xi32>, %s: i64) {
  // CHECK: tt.mulhiui %{{.*}}, %{{.*}} : tensor<64xi32>
  %0 = tt.mulhiui %x, %x : tensor<64xi32>
  // CHECK: tt.mulhiui %{{.*}}, %{{.*}} : i64
  %1 = tt.mulhiui %s, %s : i64
  tt.return
}
