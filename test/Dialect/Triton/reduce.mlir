// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Reductions and scans print in the generic form, as Triton prints them.

// CHECK-LABEL: tt.func @sum
tt.func @sum(%v: tensor<1024xf32>) -> f32 {
  // CHECK: %{{.*}} = "tt.reduce"(%{{.*}}) <{axis = 0 : i32}> ({
  // CHECK-NEXT: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
  // CHECK-NEXT: arith.addf
  // CHECK-NEXT: tt.reduce.return %{{.*}} : f32
  // CHECK-NEXT: }) : (tensor<1024xf32>) -> f32
  %0 = "tt.reduce"(%v) <{axis = 0 : i32}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.reduce.return %s : f32
  }) : (tensor<1024xf32>) -> f32
  tt.return %0 : f32
}

// Older files have the axis behind the region.
// CHECK-LABEL: tt.func @arg_max
tt.func @arg_max(%v: tensor<128x4xf32>, %i: tensor<128x4xi32>) {
  // CHECK: %{{.*}}:2 = "tt.reduce"(%{{.*}}, %{{.*}}) <{axis = 1 : i32}> ({
  // CHECK-NEXT: ^bb0(%{{.*}}: f32, %{{.*}}: i32, %{{.*}}: f32, %{{.*}}: i32):
  // CHECK: tt.reduce.return %{{.*}}, %{{.*}} : f32, i32
  // CHECK-NEXT: }) : (tensor<128x4xf32>, tensor<128x4xi32>) -> (tensor<128xf32>, tensor<128xi32>)
  %0:2 = "tt.reduce"(%v, %i) ({
  ^bb0(%v0: f32, %i0: i32, %v1: f32, %i1: i32):
    %c = arith.cmpf ogt, %v0, %v1 : f32
    %r:2 = scf.if %c -> (f32, i32) {
      scf.yield %v0, %i0 : f32, i32
    } else {
      scf.yield %v1, %i1 : f32, i32
    }
    tt.reduce.return %r#0, %r#1 : f32, i32
  }) {axis = 1 : i32} : (tensor<128x4xf32>, tensor<128x4xi32>) -> (tensor<128xf32>, tensor<128xi32>)
  tt.return
}

// CHECK-LABEL: tt.func @scan
tt.func @scan(%v: tensor<128xf32>, %w: tensor<4x2xi64>) {
  // CHECK: "tt.scan"(%{{.*}}) <{axis = 0 : i32, reverse = true}> ({
  // CHECK: tt.scan.return %{{.*}} : f32
  // CHECK-NEXT: }) : (tensor<128xf32>) -> tensor<128xf32>
  %0 = "tt.scan"(%v) <{axis = 0 : i32, reverse = true}> ({
  ^bb0(%a: f32, %b: f32):
    %s = arith.addf %a, %b : f32
    tt.scan.return %s : f32
  }) : (tensor<128xf32>) -> tensor<128xf32>
  // CHECK: "tt.scan"(%{{.*}}) <{axis = 1 : i32, reverse = false}> ({
  %1 = "tt.scan"(%w) <{axis = 1 : i32, reverse = false}> ({
  ^bb0(%a: i64, %b: i64):
    %s = arith.maxsi %a, %b : i64
    tt.scan.return %s : i64
  }) : (tensor<4x2xi64>) -> tensor<4x2xi64>
  tt.return
}
