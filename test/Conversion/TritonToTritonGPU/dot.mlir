// RUN: triton-metal-opt %s --split-input-file --convert-triton-to-tritongpu | FileCheck %s
// Each thread computes a square of a dot's result and reads its rows and columns.

// CHECK-DAG: #[[D:.+]] = #ttg.blocked<{sizePerThread = [4, 4], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-DAG: #[[L:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [2, 2], order = [1, 0]}>
// CHECK-LABEL: tt.func @large(
// CHECK:       %[[A:.+]] = ttg.convert_layout %{{.*}} -> tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #[[D]]}>>
// CHECK:       %[[B:.+]] = ttg.convert_layout %{{.*}} : tensor<32x64xf16, #[[L]]> -> tensor<32x64xf16, #ttg.dot_op<{opIdx = 1, parent = #[[D]]}>>
// CHECK:       %[[C:.+]] = ttg.convert_layout %{{.*}} : tensor<64x64xf32, #[[L]]> -> tensor<64x64xf32, #[[D]]>
// CHECK:       %[[R:.+]] = tt.dot %[[A]], %[[B]], %[[C]], inputPrecision = tf32 : {{.*}} -> tensor<64x64xf32, #[[D]]>
// CHECK:       ttg.convert_layout %[[R]] : tensor<64x64xf32, #[[D]]> -> tensor<64x64xf32, #[[L]]>
tt.func @large(%a: tensor<64x32xf16>, %b: tensor<32x64xf16>, %c: tensor<64x64xf32>) {
  %0 = tt.dot %a, %b, %c, inputPrecision = tf32 : tensor<64x32xf16> * tensor<32x64xf16> -> tensor<64x64xf32>
  tt.return
}

// -----

// 16 elements for a thread are needed for a square of 4, 4 for one of 2.

// CHECK-DAG: #[[TWO:.+]] = #ttg.blocked<{sizePerThread = [2, 2], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-DAG: #[[ONE:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
// CHECK-DAG: #[[THIN:.+]] = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [1, 32], warpsPerCTA = [1, 4], order = [1, 0]}>
// CHECK-LABEL: tt.func @small(
// CHECK:       tt.dot {{.*}} -> tensor<32x32xf32, #[[TWO]]>
// CHECK:       tt.dot {{.*}} -> tensor<16x16xf32, #[[ONE]]>
// CHECK:       tt.dot {{.*}} -> tensor<1x4096xf32, #[[THIN]]>
tt.func @small(%a: tensor<32x16xf16>, %b: tensor<16x32xf16>, %c: tensor<32x32xf32>, %d: tensor<16x16xf16>, %e: tensor<16x16xf32>,
               %f: tensor<1x1xf16>, %g: tensor<1x4096xf16>, %h: tensor<1x4096xf32>) {
  %0 = tt.dot %a, %b, %c : tensor<32x16xf16> * tensor<16x32xf16> -> tensor<32x32xf32>
  %1 = tt.dot %d, %d, %e : tensor<16x16xf16> * tensor<16x16xf16> -> tensor<16x16xf32>
  %2 = tt.dot %f, %g, %h : tensor<1x1xf16> * tensor<1x4096xf16> -> tensor<1x4096xf32>
  tt.return
}

// -----

// A batch is the slowest dimension and not part of the square.

// CHECK-DAG: #[[D:.+]] = #ttg.blocked<{sizePerThread = [1, 4, 4], threadsPerWarp = [1, 4, 8], warpsPerCTA = [2, 2, 1], order = [2, 1, 0]}>
// CHECK-LABEL: tt.func @batch(
// CHECK:       tt.dot {{.*}} : tensor<4x32x16xf32, #ttg.dot_op<{opIdx = 0, parent = #[[D]]}>> * tensor<4x16x32xf32, #ttg.dot_op<{opIdx = 1, parent = #[[D]]}>> -> tensor<4x32x32xf32, #[[D]]>
tt.func @batch(%a: tensor<4x32x16xf32>, %b: tensor<4x16x32xf32>, %c: tensor<4x32x32xf32>) {
  %0 = tt.dot %a, %b, %c : tensor<4x32x16xf32> * tensor<4x16x32xf32> -> tensor<4x32x32xf32>
  tt.return
}
