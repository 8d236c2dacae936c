// RUN: triton-metal-opt %s --tritongpu-plan-dots --tritongpu-expand-double-dots --split-input-file | FileCheck %s

// A loop over k; slices have the layout of the sum.
// CHECK:       #[[B:.*]] = #ttg.blocked
// CHECK-LABEL: tt.func @matrices
// CHECK-SAME:    (%[[A:.*]]: tensor<32x16xf64, {{.*}}>, %[[R:.*]]: tensor<16x64xf64, {{.*}}>, %[[C:.*]]: tensor<32x64xf64, #[[B]]>)
// CHECK-DAG:     %[[ZERO:.*]] = arith.constant 0 : i32
// CHECK-DAG:     %[[ONE:.*]] = arith.constant 1 : i32
// CHECK-DAG:     %[[DEPTH:.*]] = arith.constant 16 : i32
// CHECK:         %[[D:.*]] = scf.for %[[K:.*]] = %[[ZERO]] to %[[DEPTH]] step %[[ONE]] iter_args(%[[SUM:.*]] = %[[C]]) -> (tensor<32x64xf64, #[[B]]>)
// CHECK:           %[[I:.*]] = tt.splat %[[K]] : i32 -> tensor<32x1xi32, #[[B]]>
// CHECK:           %[[COLUMN:.*]] = tt.gather %[[A]][%[[I]]] {axis = 1 : i32} : {{.*}} -> tensor<32x1xf64, #[[B]]>
// CHECK:           %[[LEFT:.*]] = tt.broadcast %[[COLUMN]]
// CHECK:           %[[J:.*]] = tt.splat %[[K]] : i32 -> tensor<1x64xi32, #[[B]]>
// CHECK:           %[[ROW:.*]] = tt.gather %[[R]][%[[J]]] {axis = 0 : i32} : {{.*}} -> tensor<1x64xf64, #[[B]]>
// CHECK:           %[[RIGHT:.*]] = tt.broadcast %[[ROW]]
// CHECK:           %[[NEXT:.*]] = math.fma %[[LEFT]], %[[RIGHT]], %[[SUM]]
// CHECK:           scf.yield %[[NEXT]]
// CHECK:         tt.return %[[D]]
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @matrices(%a: tensor<32x16xf64, #l>, %b: tensor<16x64xf64, #r>, %c: tensor<32x64xf64, #b>) -> tensor<32x64xf64, #b> {
    %d = tt.dot %a, %b, %c : tensor<32x16xf64, #l> * tensor<16x64xf64, #r> -> tensor<32x64xf64, #b>
    tt.return %d : tensor<32x64xf64, #b>
  }
}

// -----

// Of stacks of matrices, k is the last dimension of the left one and the second of the right one.
// CHECK-LABEL: tt.func @stacks
// CHECK-DAG:     %[[DEPTH:.*]] = arith.constant 8 : i32
// CHECK:         scf.for {{.*}} to %[[DEPTH]]
// CHECK:           tt.gather {{.*}} {axis = 2 : i32} : {{.*}} -> tensor<2x4x1xf64, {{.*}}>
// CHECK:           tt.gather {{.*}} {axis = 1 : i32} : {{.*}} -> tensor<2x1x16xf64, {{.*}}>
#b = #ttg.blocked<{sizePerThread = [1, 1, 1], threadsPerWarp = [1, 4, 8], warpsPerCTA = [2, 1, 2], order = [2, 1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @stacks(%a: tensor<2x4x8xf64, #l>, %b: tensor<2x8x16xf64, #r>, %c: tensor<2x4x16xf64, #b>) -> tensor<2x4x16xf64, #b> {
    %d = tt.dot %a, %b, %c : tensor<2x4x8xf64, #l> * tensor<2x8x16xf64, #r> -> tensor<2x4x16xf64, #b>
    tt.return %d : tensor<2x4x16xf64, #b>
  }
}

// -----

// A layout that is one of a certain shape only: the sum gets a blocked one.
// CHECK-DAG:   #[[M:.*]] = #ttg.simdgroup_matrix
// CHECK-DAG:   #[[B:.*]] = #ttg.blocked
// CHECK-LABEL: tt.func @other_layout
// CHECK:         %[[START:.*]] = ttg.convert_layout %{{.*}} : tensor<8x8xf64, #[[M]]> -> tensor<8x8xf64, #[[B]]>
// CHECK:         %[[D:.*]] = scf.for {{.*}} iter_args(%{{.*}} = %[[START]]) -> (tensor<8x8xf64, #[[B]]>)
// CHECK:         ttg.convert_layout %[[D]] : tensor<8x8xf64, #[[B]]> -> tensor<8x8xf64, #[[M]]>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @other_layout(%a: tensor<8x8xf64, #l>, %b: tensor<8x8xf64, #r>, %c: tensor<8x8xf64, #m>) -> tensor<8x8xf64, #m> {
    %d = tt.dot %a, %b, %c : tensor<8x8xf64, #l> * tensor<8x8xf64, #r> -> tensor<8x8xf64, #m>
    tt.return %d : tensor<8x8xf64, #m>
  }
}

// -----

// Operands are taken from where they were: in their layout, each thread has whole rows and columns.
// CHECK-LABEL: tt.func @converted
// CHECK-SAME:    (%[[A:[a-z0-9]*]]: {{.*}}, %[[R:[a-z0-9]*]]: {{.*}}, %
// CHECK:         tt.gather %[[A]][
// CHECK:         tt.gather %[[R]][
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @converted(%a: tensor<32x16xf64, #b>, %b: tensor<16x64xf64, #b>, %c: tensor<32x64xf64, #b>) -> tensor<32x64xf64, #b> {
    %x = ttg.convert_layout %a : tensor<32x16xf64, #b> -> tensor<32x16xf64, #l>
    %y = ttg.convert_layout %b : tensor<16x64xf64, #b> -> tensor<16x64xf64, #r>
    %d = tt.dot %x, %y, %c : tensor<32x16xf64, #l> * tensor<16x64xf64, #r> -> tensor<32x64xf64, #b>
    tt.return %d : tensor<32x64xf64, #b>
  }
}

// -----

// Other products stay.
// CHECK-LABEL: tt.func @floats
// CHECK-NOT:     scf.for
// CHECK:         tt.dot
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @floats(%a: tensor<32x16xf32, #l>, %b: tensor<16x64xf32, #r>, %c: tensor<32x64xf32, #b>) -> tensor<32x64xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<32x16xf32, #l> * tensor<16x64xf32, #r> -> tensor<32x64xf32, #b>
    tt.return %d : tensor<32x64xf32, #b>
  }
}
