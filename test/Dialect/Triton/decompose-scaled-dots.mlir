// RUN: triton-metal-opt %s --triton-decompose-scaled-dots --split-input-file | FileCheck %s

// What the numbers are is for test/integration/scaled-dots.test; here is the shape of it.

// 8-bit floats that Triton has types for, one of them passed as bytes, and scales for 32 each.
// CHECK-LABEL: tt.func @bytes
// CHECK-SAME:    (%[[A:.*]]: tensor<32x64xf8E4M3FN>, %[[S:.*]]: tensor<32x2xi8>, %[[B:.*]]: tensor<64x16xi8>, %[[T:.*]]: tensor<16x2xi8>, %[[C:.*]]: tensor<32x16xf32>)
// One scale for each run of 32 along K, which is the last dimension of scales and of a.
// CHECK:         %[[WA:.*]] = tt.fp_to_fp %[[A]] : tensor<32x64xf8E4M3FN> -> tensor<32x64xf32>
// CHECK:         arith.mulf %[[WA]], %{{.*}} : tensor<32x64xf32>
// CHECK:         tt.broadcast {{.*}} : tensor<32x2x1xf32> -> tensor<32x2x32xf32>
// CHECK-NEXT:    tt.reshape {{.*}} : tensor<32x2x32xf32> -> tensor<32x64xf32>
// CHECK-NEXT:    %[[LEFT:.*]] = arith.mulf %{{.*}} : tensor<32x64xf32>
// CHECK:         %[[FB:.*]] = tt.bitcast %[[B]] : tensor<64x16xi8> -> tensor<64x16xf8E5M2>
// CHECK:         %[[WB:.*]] = tt.fp_to_fp %[[FB]] : tensor<64x16xf8E5M2> -> tensor<64x16xf32>
// CHECK:         arith.mulf %[[WB]], %{{.*}} : tensor<64x16xf32>
// CHECK:         tt.broadcast {{.*}} : tensor<16x2x1xf32> -> tensor<16x2x32xf32>
// CHECK-NEXT:    tt.reshape {{.*}} : tensor<16x2x32xf32> -> tensor<16x64xf32>
// CHECK-NEXT:    tt.trans {{.*}} {order = array<i32: 1, 0>} : tensor<16x64xf32> -> tensor<64x16xf32>
// CHECK-NEXT:    %[[RIGHT:.*]] = arith.mulf %{{.*}} : tensor<64x16xf32>
// CHECK:         %[[D:.*]] = tt.dot %[[LEFT]], %[[RIGHT]], %[[C]] : tensor<32x64xf32> * tensor<64x16xf32> -> tensor<32x16xf32>
// CHECK-NEXT:    tt.return %[[D]]
tt.func @bytes(%a: tensor<32x64xf8E4M3FN>, %s: tensor<32x2xi8>, %b: tensor<64x16xi8>, %t: tensor<16x2xi8>, %c: tensor<32x16xf32>) -> tensor<32x16xf32> {
  %d = tt.dot_scaled %a scale %s, %b scale %t, %c lhs = e4m3 rhs = e5m2 {fastMath = false} : tensor<32x64xf8E4M3FN>, tensor<32x2xi8> * tensor<64x16xi8>, tensor<16x2xi8> -> tensor<32x16xf32>
  tt.return %d : tensor<32x16xf32>
}

// -----

// Without scales nothing is multiplied, with floats as scales once.
// CHECK-LABEL: tt.func @halves
// CHECK-SAME:    (%[[A:.*]]: tensor<32x64xbf16>, %[[B:.*]]: tensor<64x16xf16>, %[[T:.*]]: tensor<16x4xf8E4M3FN>, %[[C:.*]]: tensor<32x16xf32>)
// CHECK-NOT:     arith.mulf
// CHECK-DAG:     %[[LEFT:.*]] = arith.extf %[[A]] : tensor<32x64xbf16> to tensor<32x64xf32>
// CHECK-DAG:     %[[WIDE:.*]] = arith.extf %[[B]] : tensor<64x16xf16> to tensor<64x16xf32>
// CHECK-DAG:     tt.fp_to_fp %[[T]] : tensor<16x4xf8E4M3FN> -> tensor<16x4xf32>
// CHECK:         tt.broadcast {{.*}} : tensor<16x4x1xf32> -> tensor<16x4x16xf32>
// CHECK:         %[[RIGHT:.*]] = arith.mulf %[[WIDE]], %{{.*}} : tensor<64x16xf32>
// CHECK-NOT:     arith.mulf
// CHECK:         tt.dot %[[LEFT]], %[[RIGHT]], %[[C]] :
tt.func @halves(%a: tensor<32x64xbf16>, %b: tensor<64x16xf16>, %t: tensor<16x4xf8E4M3FN>, %c: tensor<32x16xf32>) -> tensor<32x16xf32> {
  %d = tt.dot_scaled %a, %b scale %t, %c lhs = bf16 rhs = fp16 {fastMath = false} : tensor<32x64xbf16> * tensor<64x16xf16>, tensor<16x4xf8E4M3FN> -> tensor<32x16xf32>
  tt.return %d : tensor<32x16xf32>
}

// -----

// Two elements to a byte, along K on both sides: along the last dimension of a, and along
// the first of b, which is turned around for it.
// CHECK-LABEL: tt.func @along_k
// CHECK:         tt.join {{.*}} : tensor<32x32xi8> -> tensor<32x32x2xi8>
// CHECK-NEXT:    tt.reshape {{.*}} : tensor<32x32x2xi8> -> tensor<32x64xi8>
// CHECK:         tt.trans {{.*}} : tensor<32x16xi8> -> tensor<16x32xi8>
// CHECK:         tt.join {{.*}} : tensor<16x32xi8> -> tensor<16x32x2xi8>
// CHECK-NEXT:    tt.reshape {{.*}} : tensor<16x32x2xi8> -> tensor<16x64xi8>
// CHECK-NEXT:    tt.trans {{.*}} : tensor<16x64xi8> -> tensor<64x16xi8>
// CHECK:         tt.dot {{.*}} : tensor<32x64xf32> * tensor<64x16xf32> -> tensor<32x16xf32>
tt.func @along_k(%a: tensor<32x32xi8>, %b: tensor<32x16xi8>, %c: tensor<32x16xf32>) -> tensor<32x16xf32> {
  %d = tt.dot_scaled %a, %b, %c lhs = e2m1 rhs = e2m1 {fastMath = false} : tensor<32x32xi8> * tensor<32x16xi8> -> tensor<32x16xf32>
  tt.return %d : tensor<32x16xf32>
}

// -----

// Along M and along N.
// CHECK-LABEL: tt.func @along_others
// CHECK:         tt.trans {{.*}} : tensor<16x64xi8> -> tensor<64x16xi8>
// CHECK:         tt.join {{.*}} : tensor<64x16xi8> -> tensor<64x16x2xi8>
// CHECK-NEXT:    tt.reshape {{.*}} : tensor<64x16x2xi8> -> tensor<64x32xi8>
// CHECK-NEXT:    tt.trans {{.*}} : tensor<64x32xi8> -> tensor<32x64xi8>
// CHECK:         tt.join {{.*}} : tensor<64x8xi8> -> tensor<64x8x2xi8>
// CHECK-NEXT:    tt.reshape {{.*}} : tensor<64x8x2xi8> -> tensor<64x16xi8>
// CHECK:         tt.dot {{.*}} : tensor<32x64xf32> * tensor<64x16xf32> -> tensor<32x16xf32>
tt.func @along_others(%a: tensor<16x64xi8>, %b: tensor<64x8xi8>, %c: tensor<32x16xf32>) -> tensor<32x16xf32> {
  %d = tt.dot_scaled %a, %b, %c lhs = e2m1 rhs = e2m1 {fastMath = false, lhs_k_pack = false, rhs_k_pack = false} : tensor<16x64xi8> * tensor<64x8xi8> -> tensor<32x16xf32>
  tt.return %d : tensor<32x16xf32>
}

// -----

// Six bits in a byte, into the exponent and fraction of f16.
// CHECK-LABEL: tt.func @six_bits
// CHECK:         %[[LOW:.*]] = arith.constant dense<1.638400e+04> : tensor<32x64xf16>
// CHECK:         %[[A:.*]] = arith.mulf %{{.*}}, %[[LOW]] : tensor<32x64xf16>
// CHECK:         arith.extf %[[A]] : tensor<32x64xf16> to tensor<32x64xf32>
// CHECK:         %[[HIGH:.*]] = arith.constant dense<4.096000e+03> : tensor<64x16xf16>
// CHECK:         %[[B:.*]] = arith.mulf %{{.*}}, %[[HIGH]] : tensor<64x16xf16>
// CHECK:         arith.extf %[[B]] : tensor<64x16xf16> to tensor<64x16xf32>
tt.func @six_bits(%a: tensor<32x64xi8>, %b: tensor<64x16xi8>, %c: tensor<32x16xf32>) -> tensor<32x16xf32> {
  %d = tt.dot_scaled %a, %b, %c lhs = e2m3 rhs = e3m2 {fastMath = false} : tensor<32x64xi8> * tensor<64x16xi8> -> tensor<32x16xf32>
  tt.return %d : tensor<32x16xf32>
}

// -----

// A scale of 255 makes NaN,
// CHECK-LABEL: tt.func @careful
// CHECK:         %[[NAN:.*]] = arith.cmpi eq, %{{.*}} : tensor<32x2xi32>
// CHECK:         arith.select %[[NAN]], %{{.*}} : tensor<32x2xi1>, tensor<32x2xf32>
tt.func @careful(%a: tensor<32x64xbf16>, %s: tensor<32x2xi8>, %b: tensor<64x16xbf16>, %c: tensor<32x16xf32>) -> tensor<32x16xf32> {
  %d = tt.dot_scaled %a scale %s, %b, %c lhs = bf16 rhs = bf16 {fastMath = false} : tensor<32x64xbf16>, tensor<32x2xi8> * tensor<64x16xbf16> -> tensor<32x16xf32>
  tt.return %d : tensor<32x16xf32>
}

// -----

// unless the kernel promises that there is none.
// CHECK-LABEL: tt.func @fast
// CHECK-NOT:     arith.select
// CHECK:         tt.dot
tt.func @fast(%a: tensor<32x64xbf16>, %s: tensor<32x2xi8>, %b: tensor<64x16xbf16>, %c: tensor<32x16xf32>) -> tensor<32x16xf32> {
  %d = tt.dot_scaled %a scale %s, %b, %c lhs = bf16 rhs = bf16 {fastMath = true} : tensor<32x64xbf16>, tensor<32x2xi8> * tensor<64x16xbf16> -> tensor<32x16xf32>
  tt.return %d : tensor<32x16xf32>
}

// -----

// Batches of both, and the last two dimensions change places.
// CHECK-LABEL: tt.func @batch
// CHECK:         tt.trans {{.*}} {order = array<i32: 0, 2, 1>} : tensor<4x32x16xi8> -> tensor<4x16x32xi8>
// CHECK:         tt.reshape {{.*}} : tensor<4x16x32x2xi8> -> tensor<4x16x64xi8>
// CHECK:         tt.broadcast {{.*}} : tensor<4x16x2x1xf32> -> tensor<4x16x2x32xf32>
// CHECK:         tt.trans {{.*}} {order = array<i32: 0, 2, 1>} : tensor<4x16x64xf32> -> tensor<4x64x16xf32>
// CHECK:         tt.dot {{.*}} : tensor<4x32x64xf32> * tensor<4x64x16xf32> -> tensor<4x32x16xf32>
tt.func @batch(%a: tensor<4x32x64xi8>, %s: tensor<4x32x2xi8>, %b: tensor<4x32x16xi8>, %t: tensor<4x16x2xi8>, %c: tensor<4x32x16xf32>) -> tensor<4x32x16xf32> {
  %d = tt.dot_scaled %a scale %s, %b scale %t, %c lhs = e5m2 rhs = e2m1 {fastMath = false} : tensor<4x32x64xi8>, tensor<4x32x2xi8> * tensor<4x32x16xi8>, tensor<4x16x2xi8> -> tensor<4x32x16xf32>
  tt.return %d : tensor<4x32x16xf32>
}

// -----

// Layouts have been planned for the product as it is.
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK-LABEL: tt.func @planned
  // CHECK:         tt.dot_scaled
  tt.func @planned(%a: tensor<32x64xbf16, #b>, %b: tensor<64x16xbf16, #b>, %c: tensor<32x16xf32, #b>) -> tensor<32x16xf32, #b> {
    %d = tt.dot_scaled %a, %b, %c lhs = bf16 rhs = bf16 {fastMath = false} : tensor<32x64xbf16, #b> * tensor<64x16xbf16, #b> -> tensor<32x16xf32, #b>
    tt.return %d : tensor<32x16xf32, #b>
  }
}
