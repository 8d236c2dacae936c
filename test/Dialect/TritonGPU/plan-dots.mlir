// RUN: triton-metal-opt %s --tritongpu-plan-dots --split-input-file | FileCheck %s

// The squarest share of the result. Conversions go around the dot, whose other attributes stay.
// CHECK-DAG:   #[[B:.*]] = #ttg.blocked
// CHECK-DAG:   #[[M:.*]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 8}>
// CHECK-LABEL: tt.func @square
// CHECK-SAME:    (%[[A:.*]]: tensor<64x32xf16, {{.*}}>, %[[R:.*]]: tensor<32x64xf16, {{.*}}>, %[[C:.*]]: tensor<64x64xf32, #[[B]]>)
// CHECK-DAG:     %[[MA:.*]] = ttg.convert_layout %[[A]] : {{.*}} -> tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #[[M]], kWidth = [[#K:]]}>>
// CHECK-DAG:     %[[MB:.*]] = ttg.convert_layout %[[R]] : {{.*}} -> tensor<32x64xf16, #ttg.dot_op<{opIdx = 1, parent = #[[M]], kWidth = [[#K]]}>>
// CHECK-DAG:     %[[MC:.*]] = ttg.convert_layout %[[C]] : {{.*}} -> tensor<64x64xf32, #[[M]]>
// CHECK:         %[[MD:.*]] = tt.dot %[[MA]], %[[MB]], %[[MC]], inputPrecision = tf32 {maxNumImpreciseAcc = 3 : i32} : {{.*}} -> tensor<64x64xf32, #[[M]]>
// CHECK:         %[[D:.*]] = ttg.convert_layout %[[MD]] : tensor<64x64xf32, #[[M]]> -> tensor<64x64xf32, #[[B]]>
// CHECK:         tt.return %[[D]]
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @square(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #b>) -> tensor<64x64xf32, #b> {
    %d = tt.dot %a, %b, %c, inputPrecision = tf32 {maxNumImpreciseAcc = 3 : i32} : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #b>
    tt.return %d : tensor<64x64xf32, #b>
  }
}

// -----

// Of a tall result SIMD-groups have rows, and of a wide one columns.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [4, 1], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @tall
// CHECK:         tt.dot {{.*}} -> tensor<256x16xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @tall(%a: tensor<256x32xf16, #l>, %b: tensor<32x16xf16, #r>, %c: tensor<256x16xf32, #b>) -> tensor<256x16xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<256x32xf16, #l> * tensor<32x16xf16, #r> -> tensor<256x16xf32, #b>
    tt.return %d : tensor<256x16xf32, #b>
  }
}

// -----

// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 4], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @wide
// CHECK:         tt.dot {{.*}} -> tensor<16x256xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @wide(%a: tensor<16x32xf16, #l>, %b: tensor<32x256xf16, #r>, %c: tensor<16x256xf32, #b>) -> tensor<16x256xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<16x32xf16, #l> * tensor<32x256xf16, #r> -> tensor<16x256xf32, #b>
    tt.return %d : tensor<16x256xf32, #b>
  }
}

// -----

// Eight SIMD-groups: the longer side is shared by more.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 4], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @eight
// CHECK:         tt.dot {{.*}} -> tensor<64x128xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [8, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 8 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @eight(%a: tensor<64x32xf16, #l>, %b: tensor<32x128xf16, #r>, %c: tensor<64x128xf32, #b>) -> tensor<64x128xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<64x32xf16, #l> * tensor<32x128xf16, #r> -> tensor<64x128xf32, #b>
    tt.return %d : tensor<64x128xf32, #b>
  }
}

// -----

// One SIMD-group has all of it.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @one
// CHECK:         tt.dot {{.*}} -> tensor<64x64xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [1, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @one(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #b>) -> tensor<64x64xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #b>
    tt.return %d : tensor<64x64xf32, #b>
  }
}

// -----

// As many SIMD-groups as there can be.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [4, 8], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @many
// CHECK:         tt.dot {{.*}} -> tensor<128x256xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [32, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 32 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @many(%a: tensor<128x32xf16, #l>, %b: tensor<32x256xf16, #r>, %c: tensor<128x256xf32, #b>) -> tensor<128x256xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<128x32xf16, #l> * tensor<32x256xf16, #r> -> tensor<128x256xf32, #b>
    tt.return %d : tensor<128x256xf32, #b>
  }
}

// -----

// Less than a fragment of each, and more SIMD-groups than fragments. No more columns and depth
// interleave than there are.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [{{[124]}}, {{[124]}}], columns = 2}>
// CHECK-LABEL: tt.func @tiny
// CHECK:         tt.dot {{.*}}kWidth = 1}>> * {{.*}}kWidth = 1}>> -> tensor<1x4xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @tiny(%a: tensor<1x2xf16, #l>, %b: tensor<2x4xf16, #r>, %c: tensor<1x4xf32, #b>) -> tensor<1x4xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<1x2xf16, #l> * tensor<2x4xf16, #r> -> tensor<1x4xf32, #b>
    tt.return %d : tensor<1x4xf32, #b>
  }
}

// -----

// One fragment's columns, four of depth.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [4, 1], columns = 2}>
// CHECK-LABEL: tt.func @narrow
// CHECK:         tt.dot {{.*}}kWidth = 4}>> * {{.*}}kWidth = 4}>> -> tensor<32x8xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @narrow(%a: tensor<32x32xf16, #l>, %b: tensor<32x8xf16, #r>, %c: tensor<32x8xf32, #b>) -> tensor<32x8xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<32x32xf16, #l> * tensor<32x8xf16, #r> -> tensor<32x8xf32, #b>
    tt.return %d : tensor<32x8xf32, #b>
  }
}

// -----

// Two fragments of depth.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 8}>
// CHECK-LABEL: tt.func @shallow
// CHECK:         tt.dot {{.*}}kWidth = 2}>> * {{.*}}kWidth = 2}>> -> tensor<64x64xi32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @shallow(%a: tensor<64x16xi8, #l>, %b: tensor<16x64xi8, #r>, %c: tensor<64x64xi32, #b>) -> tensor<64x64xi32, #b> {
    %d = tt.dot %a, %b, %c : tensor<64x16xi8, #l> * tensor<16x64xi8, #r> -> tensor<64x64xi32, #b>
    tt.return %d : tensor<64x64xi32, #b>
  }
}

// -----

// SIMD-groups share a batch first, and then what is left of it.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2, 2], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @batch
// CHECK:         tt.dot {{.*}} -> tensor<2x32x32xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 1, 4], threadsPerWarp = [1, 8, 4], warpsPerCTA = [8, 1, 1], order = [2, 1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 8 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @batch(%a: tensor<2x32x32xf16, #l>, %b: tensor<2x32x32xf16, #r>, %c: tensor<2x32x32xf32, #b>) -> tensor<2x32x32xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<2x32x32xf16, #l> * tensor<2x32x32xf16, #r> -> tensor<2x32x32xf32, #b>
    tt.return %d : tensor<2x32x32xf32, #b>
  }
}

// -----

// A batch of more than the SIMD-groups.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [4, 1, 1], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @large_batch
// CHECK:         tt.dot {{.*}} -> tensor<16x16x16xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 1, 4], threadsPerWarp = [1, 8, 4], warpsPerCTA = [4, 1, 1], order = [2, 1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @large_batch(%a: tensor<16x16x16xf16, #l>, %b: tensor<16x16x16xf16, #r>, %c: tensor<16x16x16xf32, #b>) -> tensor<16x16x16xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<16x16x16xf16, #l> * tensor<16x16x16xf16, #r> -> tensor<16x16x16xf32, #b>
    tt.return %d : tensor<16x16x16xf32, #b>
  }
}

// -----

// A dot that feeds another one through element-wise ops, and that one, have rows only. A dot
// whose result is another's accumulator is no such.
// CHECK-DAG:   #[[ROWS:matrix[0-9]*]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [4, 1], columns = {{[0-9]+}}}>
// CHECK-DAG:   #[[SQUARE:matrix[0-9]*]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @chained
// CHECK:         tt.dot {{.*}} -> tensor<64x64xf32, #[[ROWS]]>
// CHECK:         tt.dot {{.*}} -> tensor<64x128xf32, #[[ROWS]]>
// CHECK-LABEL: tt.func @apart
// CHECK:         tt.dot {{.*}} -> tensor<64x64xf32, #[[SQUARE]]>
// CHECK:         tt.dot {{.*}} -> tensor<64x64xf32, #[[SQUARE]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @chained(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #b>,
                   %v: tensor<64x128xf16, #r>, %o: tensor<64x128xf32, #b>) -> tensor<64x128xf32, #b> {
    %s = tt.dot %a, %b, %c : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #b>
    %e = math.exp %s : tensor<64x64xf32, #b>
    %h = arith.truncf %e : tensor<64x64xf32, #b> to tensor<64x64xf16, #b>
    %p = ttg.convert_layout %h : tensor<64x64xf16, #b> -> tensor<64x64xf16, #l>
    %d = tt.dot %p, %v, %o : tensor<64x64xf16, #l> * tensor<64x128xf16, #r> -> tensor<64x128xf32, #b>
    tt.return %d : tensor<64x128xf32, #b>
  }
  tt.func @apart(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #b>,
                 %q: tensor<64x64xf16, #l>, %v: tensor<64x64xf16, #r>) -> tensor<64x64xf32, #b> {
    %s = tt.dot %a, %b, %c : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #b>
    %d = tt.dot %q, %v, %s : tensor<64x64xf16, #l> * tensor<64x64xf16, #r> -> tensor<64x64xf32, #b>
    tt.return %d : tensor<64x64xf32, #b>
  }
}

// -----

// Scores of 16 rows have two fragments of rows; what is left of four SIMD-groups has columns.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @few_rows
// CHECK:         tt.dot {{.*}} -> tensor<16x64xf32, #[[M]]>
// CHECK:         tt.dot {{.*}} -> tensor<16x64xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @few_rows(%a: tensor<16x64xf16, #l>, %b: tensor<64x64xf16, #r>, %c: tensor<16x64xf32, #b>) -> tensor<16x64xf32, #b> {
    %s = tt.dot %a, %b, %c : tensor<16x64xf16, #l> * tensor<64x64xf16, #r> -> tensor<16x64xf32, #b>
    %h = arith.truncf %s : tensor<16x64xf32, #b> to tensor<16x64xf16, #b>
    %p = ttg.convert_layout %h : tensor<16x64xf16, #b> -> tensor<16x64xf16, #l>
    %d = tt.dot %p, %b, %c : tensor<16x64xf16, #l> * tensor<64x64xf16, #r> -> tensor<16x64xf32, #b>
    tt.return %d : tensor<16x64xf32, #b>
  }
}

// -----

// In loops and branches as well.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix
// CHECK-LABEL: tt.func @nested
// CHECK:         scf.for
// CHECK:           scf.if
// CHECK:             tt.dot {{.*}} -> tensor<64x64xf32, #[[M]]>
// CHECK-NEXT:        ttg.convert_layout
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @nested(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #b>, %n: i32, %more: i1) -> tensor<64x64xf32, #b> {
    %zero = arith.constant 0 : i32
    %one = arith.constant 1 : i32
    %r = scf.for %i = %zero to %n step %one iter_args(%s = %c) -> (tensor<64x64xf32, #b>) : i32 {
      %t = scf.if %more -> tensor<64x64xf32, #b> {
        %d = tt.dot %a, %b, %s : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #b>
        scf.yield %d : tensor<64x64xf32, #b>
      } else {
        scf.yield %s : tensor<64x64xf32, #b>
      }
      scf.yield %t : tensor<64x64xf32, #b>
    }
    tt.return %r : tensor<64x64xf32, #b>
  }
}

// -----

// Dots that have a layout of the matrix unit keep it.
// CHECK-LABEL: tt.func @planned
// CHECK-NOT:     ttg.convert_layout
// CHECK:         tt.dot
// CHECK-NOT:     ttg.convert_layout
#m = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [4, 1], columns = 4}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @planned(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #m>) -> tensor<64x64xf32, #m> {
    %d = tt.dot %a, %b, %c : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #m>
    tt.return %d : tensor<64x64xf32, #m>
  }
}

// -----

// Layouts of other machines are no blocked ones.
// CHECK-LABEL: tt.func @foreign
// CHECK-NOT:     ttg.convert_layout
// CHECK:         tt.dot
// CHECK-NOT:     ttg.convert_layout
#m = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], instrShape = [16, 8]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 2}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 2}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @foreign(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #m>) -> tensor<64x64xf32, #m> {
    %d = tt.dot %a, %b, %c : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #m>
    tt.return %d : tensor<64x64xf32, #m>
  }
}

// -----

// Matrix units have 32 lanes.
// CHECK-LABEL: tt.func @lanes
// CHECK-NOT:     ttg.convert_layout
// CHECK:         tt.dot
// CHECK-NOT:     ttg.convert_layout
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [16, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 64 : i32} {
  tt.func @lanes(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #b>) -> tensor<64x64xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #b>
    tt.return %d : tensor<64x64xf32, #b>
  }
}
