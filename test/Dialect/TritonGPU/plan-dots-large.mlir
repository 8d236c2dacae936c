// RUN: triton-metal-opt %s --tritongpu-plan-dots=large-fragments --split-input-file | FileCheck %s

// The unit of apple10, for operands of up to 16 bits.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [2, 2], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @halves
// CHECK:         tt.dot {{.*}} -> tensor<64x64xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @halves(%a: tensor<64x32xf16, #l>, %b: tensor<32x64xf16, #r>, %c: tensor<64x64xf32, #b>) -> tensor<64x64xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<64x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<64x64xf32, #b>
    tt.return %d : tensor<64x64xf32, #b>
  }
}

// -----

// Bytes are brought to f16.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [2, 2], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @bytes
// CHECK:         tt.dot {{.*}} -> tensor<64x64xi32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @bytes(%a: tensor<64x32xi8, #l>, %b: tensor<32x64xi8, #r>, %c: tensor<64x64xi32, #b>) -> tensor<64x64xi32, #b> {
    %d = tt.dot %a, %b, %c : tensor<64x32xi8, #l> * tensor<32x64xi8, #r> -> tensor<64x64xi32, #b>
    tt.return %d : tensor<64x64xi32, #b>
  }
}

// -----

// It rounds f32 to fewer bits.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @floats
// CHECK:         tt.dot {{.*}} -> tensor<64x64xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @floats(%a: tensor<64x32xf32, #l>, %b: tensor<32x64xf32, #r>, %c: tensor<64x64xf32, #b>) -> tensor<64x64xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<64x32xf32, #l> * tensor<32x64xf32, #r> -> tensor<64x64xf32, #b>
    tt.return %d : tensor<64x64xf32, #b>
  }
}

// -----

// One of its fragments to a SIMD-group: the four neighbours that a lane has.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [2, 2], columns = 4}>
// CHECK-LABEL: tt.func @least
// CHECK:         tt.dot {{.*}} -> tensor<32x32xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @least(%a: tensor<32x16xf16, #l>, %b: tensor<16x32xf16, #r>, %c: tensor<32x32xf32, #b>) -> tensor<32x32xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<32x16xf16, #l> * tensor<16x32xf16, #r> -> tensor<32x32xf32, #b>
    tt.return %d : tensor<32x32xf32, #b>
  }
}

// -----

// Less than one along K.
// CHECK:       #[[M:matrix]] = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = {{[0-9]+}}}>
// CHECK-LABEL: tt.func @shallow
// CHECK:         tt.dot {{.*}} -> tensor<64x64xf32, #[[M]]>
#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #b}>
#r = #ttg.dot_op<{opIdx = 1, parent = #b}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func @shallow(%a: tensor<64x8xf16, #l>, %b: tensor<8x64xf16, #r>, %c: tensor<64x64xf32, #b>) -> tensor<64x64xf32, #b> {
    %d = tt.dot %a, %b, %c : tensor<64x8xf16, #l> * tensor<8x64xf16, #r> -> tensor<64x64xf32, #b>
    tt.return %d : tensor<64x64xf32, #b>
  }
}
