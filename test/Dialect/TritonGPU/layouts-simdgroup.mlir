// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// Layouts of Apple's matrix units: of results, of batches of them, and of operands.

// CHECK-DAG: #[[$M:matrix[0-9]*]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>
#small = #ttg.simdgroup_matrix<{columns = 4, size = 8, warpsPerCTA = [2, 2]}>
// CHECK-DAG: #[[$L:matrix[0-9]*]] = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [4, 1], columns = 32}>
#large = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [4, 1], columns = 32}>
// CHECK-DAG: #[[$B:matrix[0-9]*]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [4, 1, 1], columns = 2}>
#batch = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [4, 1, 1], columns = 2}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK: @results(%{{.*}}: tensor<32x32xf32, #[[$M]]>, %{{.*}}: tensor<16x16xf16, #[[$L]]>, %{{.*}}: tensor<4x8x8xf32, #[[$B]]>, %{{.*}}: tensor<32xf32, #ttg.slice<{dim = 1, parent = #[[$M]]}>>)
  tt.func @results(%a: tensor<32x32xf32, #small>, %b: tensor<16x16xf16, #large>, %c: tensor<4x8x8xf32, #batch>,
                   %d: tensor<32xf32, #ttg.slice<{dim = 1, parent = #small}>>) {
    tt.return
  }

  // CHECK-LABEL: tt.func @dot
  // CHECK: tt.dot %{{.*}} : tensor<32x16xf16, #ttg.dot_op<{opIdx = 0, parent = #[[$M]], kWidth = 2}>> * tensor<16x32xf16, #ttg.dot_op<{opIdx = 1, parent = #[[$M]], kWidth = 2}>> -> tensor<32x32xf32, #[[$M]]>
  tt.func @dot(%a: tensor<32x16xf16, #ttg.dot_op<{opIdx = 0, parent = #small, kWidth = 2}>>,
               %b: tensor<16x32xf16, #ttg.dot_op<{opIdx = 1, parent = #small, kWidth = 2}>>,
               %c: tensor<32x32xf32, #small>) {
    %d = tt.dot %a, %b, %c : tensor<32x16xf16, #ttg.dot_op<{opIdx = 0, parent = #small, kWidth = 2}>> * tensor<16x32xf16, #ttg.dot_op<{opIdx = 1, parent = #small, kWidth = 2}>> -> tensor<32x32xf32, #small>
    tt.return
  }
}
