// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Matrix products.

// CHECK-LABEL: tt.func @precision
tt.func @precision(%a: tensor<32x16xf16>, %b: tensor<16x32xf16>, %c: tensor<32x32xf32>, %x: tensor<32x32xf32>) {
  // CHECK: tt.dot %{{.*}}, %{{.*}}, %{{.*}} : tensor<32x16xf16> * tensor<16x32xf16> -> tensor<32x32xf32>
  %0 = tt.dot %a, %b, %c : tensor<32x16xf16> * tensor<16x32xf16> -> tensor<32x32xf32>
  // CHECK: tt.dot %{{.*}}, %{{.*}}, %{{[a-z0-9_]*}} : tensor<32x16xf16> * tensor<16x32xf16> -> tensor<32x32xf32>
  %1 = tt.dot %a, %b, %c, inputPrecision = ieee : tensor<32x16xf16> * tensor<16x32xf16> -> tensor<32x32xf32>
  // CHECK: tt.dot %{{.*}}, %{{.*}}, %{{.*}}, inputPrecision = tf32 : tensor<32x32xf32> * tensor<32x32xf32> -> tensor<32x32xf32>
  %2 = tt.dot %x, %x, %c, inputPrecision = tf32 : tensor<32x32xf32> * tensor<32x32xf32> -> tensor<32x32xf32>
  // CHECK: tt.dot %{{.*}}, %{{.*}}, %{{.*}}, inputPrecision = tf32x3 {maxNumImpreciseAcc = 32 : i32} : tensor<32x32xf32> * tensor<32x32xf32> -> tensor<32x32xf32>
  %3 = tt.dot %x, %x, %c, inputPrecision = tf32x3 {maxNumImpreciseAcc = 32 : i32} : tensor<32x32xf32> * tensor<32x32xf32> -> tensor<32x32xf32>
  // CHECK: inputPrecision = bf16x3 :
  %4 = "tt.dot"(%x, %x, %c) <{inputPrecision = 3 : i32, maxNumImpreciseAcc = 0 : i32}> : (tensor<32x32xf32>, tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
  // CHECK: inputPrecision = bf16x6 :
  %5 = tt.dot %x, %x, %c, inputPrecision = bf16x6 : tensor<32x32xf32> * tensor<32x32xf32> -> tensor<32x32xf32>
  tt.return
}

// CHECK-LABEL: tt.func @elements
tt.func @elements(%a: tensor<2x8x4xi8>, %b: tensor<2x4x8xi8>, %c: tensor<2x8x8xi32>, %e: tensor<16x16xf8E4M3FN>, %f: tensor<16x16xf8E5M2>, %d: tensor<16x16xf32>) {
  // CHECK: tt.dot %{{.*}}, %{{.*}}, %{{.*}} : tensor<2x8x4xi8> * tensor<2x4x8xi8> -> tensor<2x8x8xi32>
  %0 = tt.dot %a, %b, %c : tensor<2x8x4xi8> * tensor<2x4x8xi8> -> tensor<2x8x8xi32>
  // CHECK: tt.dot %{{.*}}, %{{.*}}, %{{.*}} : tensor<16x16xf8E4M3FN> * tensor<16x16xf8E5M2> -> tensor<16x16xf32>
  %1 = tt.dot %e, %f, %d : tensor<16x16xf8E4M3FN> * tensor<16x16xf8E5M2> -> tensor<16x16xf32>
  tt.return
}

// CHECK-LABEL: tt.func @scaled
tt.func @scaled(%A: tensor<128x64xi8>, %S: tensor<128x4xi8>, %B: tensor<64x128xi8>, %c: tensor<128x128xf32>,
                %E: tensor<32x64xf8E4M3FN>, %T: tensor<32x2xi8>, %H: tensor<64x32xbf16>, %d: tensor<32x32xf32>,
                %U: tensor<64x128xi8>, %V: tensor<128x8xf8E4M3FN>) {
  // CHECK: tt.dot_scaled %{{.*}} scale %{{.*}}, %{{.*}} scale %{{.*}}, %{{.*}} lhs = e2m1 rhs = e2m1 {fastMath = false} : tensor<128x64xi8>, tensor<128x4xi8> * tensor<64x128xi8>, tensor<128x4xi8> -> tensor<128x128xf32>
  %0 = tt.dot_scaled %A scale %S, %B scale %S, %c lhs = e2m1 rhs = e2m1 {fastMath = false} : tensor<128x64xi8>, tensor<128x4xi8> * tensor<64x128xi8>, tensor<128x4xi8> -> tensor<128x128xf32>
  // CHECK: tt.dot_scaled %{{.*}} scale %{{.*}}, %{{.*}}, %{{.*}} lhs = e4m3 rhs = bf16 {fastMath = true} : tensor<32x64xf8E4M3FN>, tensor<32x2xi8> * tensor<64x32xbf16> -> tensor<32x32xf32>
  %1 = tt.dot_scaled %E scale %T, %H, %d lhs = e4m3 rhs = bf16 {fastMath = true} : tensor<32x64xf8E4M3FN>, tensor<32x2xi8> * tensor<64x32xbf16> -> tensor<32x32xf32>
  // CHECK: tt.dot_scaled %{{.*}}, %{{.*}}, %{{.*}} lhs = e4m3 rhs = bf16 {fastMath = false} : tensor<32x64xf8E4M3FN> * tensor<64x32xbf16> -> tensor<32x32xf32>
  %2 = tt.dot_scaled %E, %H, %d lhs = e4m3 rhs = bf16 {fastMath = false} : tensor<32x64xf8E4M3FN> * tensor<64x32xbf16> -> tensor<32x32xf32>
  // Two elements to a byte along M.
  // CHECK: tt.dot_scaled %{{.*}}, %{{.*}} scale %{{.*}}, %{{.*}} lhs = e2m1 rhs = e2m1 {fastMath = false, lhs_k_pack = false} : tensor<64x128xi8> * tensor<64x128xi8>, tensor<128x8xf8E4M3FN> -> tensor<128x128xf32>
  %3 = tt.dot_scaled %U, %B scale %V, %c lhs = e2m1 rhs = e2m1 {fastMath = false, lhs_k_pack = false, rhs_k_pack = true} : tensor<64x128xi8> * tensor<64x128xi8>, tensor<128x8xf8E4M3FN> -> tensor<128x128xf32>
  // CHECK: tt.dot_scaled %{{.*}}, %{{.*}}, %{{.*}} lhs = e4m3 rhs = bf16 {fastMath = false} : tensor<32x64xf8E4M3FN>
  %4 = "tt.dot_scaled"(%E, %H, %d) <{a_elem_type = 0 : i32, b_elem_type = 5 : i32, operandSegmentSizes = array<i32: 1, 1, 1, 0, 0>}> : (tensor<32x64xf8E4M3FN>, tensor<64x32xbf16>, tensor<32x32xf32>) -> tensor<32x32xf32>
  tt.return
}

// The first builds of Triton 3.2 know no keyword for scales and no fastMath.
// CHECK-LABEL: tt.func @old_scaled
tt.func @old_scaled(%A: tensor<128x64xi8>, %S: tensor<128x4xi8>, %B: tensor<64x128xi8>, %c: tensor<128x128xf32>) {
  // CHECK: tt.dot_scaled %{{.*}} scale %{{.*}}, %{{.*}} scale %{{.*}}, %{{.*}} lhs = e2m1 rhs = e2m1 {fastMath = false} : tensor<128x64xi8>, tensor<128x4xi8> * tensor<64x128xi8>, tensor<128x4xi8> -> tensor<128x128xf32>
  %0 = tt.dot_scaled %A, %S, %B, %S, %c lhs = e2m1 rhs = e2m1 : tensor<128x64xi8>, tensor<128x4xi8> * tensor<64x128xi8>, tensor<128x4xi8> -> tensor<128x128xf32>
  // CHECK: tt.dot_scaled %{{.*}} scale %{{.*}}, %{{.*}}, %{{.*}} lhs = e2m1 rhs = e2m1 {fastMath = false} : tensor<128x64xi8>, tensor<128x4xi8> * tensor<64x128xi8> -> tensor<128x128xf32>
  %1 = tt.dot_scaled %A, %S, %B, %c lhs = e2m1 rhs = e2m1 : tensor<128x64xi8>, tensor<128x4xi8> * tensor<64x128xi8> -> tensor<128x128xf32>
  tt.return
}
