// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --canonicalize --cse --split-input-file | FileCheck %s

// One fragment each: nothing is to be said about their numbers.
// CHECK-LABEL: metal.kernel @single(
// CHECK:         %[[A:.*]] = vector.broadcast %{{.*}} : f16 to vector<2xf16>
// CHECK:         %[[B:.*]] = vector.broadcast %{{.*}} : f16 to vector<2xf16>
// CHECK:         %[[C:.*]] = vector.broadcast %{{.*}} : f32 to vector<2xf32>
// CHECK:         %[[D:.*]] = metal.matrix_multiply %[[A]] rows = [] depth = [], %[[B]] depth = [] columns = [], %[[C]] rows = [] columns = [] size = 8 : vector<2xf16>, vector<2xf16>, vector<2xf32>
// CHECK:         metal.scatter %[[D]]
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @single(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<8x8xf16, #l>
    %b = tt.splat %y : f16 -> tensor<8x8xf16, #r>
    %c = tt.splat %z : f32 -> tensor<8x8xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x8xf16, #l> * tensor<8x8xf16, #r> -> tensor<8x8xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x8x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// Registers that choose a fragment, in the order of coordinates: along N two fragments
// interleave, along K four.
// CHECK-LABEL: metal.kernel @many(
// CHECK:         metal.matrix_multiply %{{.*}} rows = [8] depth = [2, 4], %{{.*}} depth = [4, 8] columns = [2, 16], %{{.*}} rows = [8] columns = [2, 4] size = 8 : vector<16xf16>, vector<32xf16>, vector<16xf32>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 2], columns = 4}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 4}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 4}>
module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @many(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<32x32xf16, #l>
    %b = tt.splat %y : f16 -> tensor<32x64xf16, #r>
    %c = tt.splat %z : f32 -> tensor<32x64xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<32x32xf16, #l> * tensor<32x64xf16, #r> -> tensor<32x64xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<32x64x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<32x64x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// A batch: what is left of it to a SIMD-group.
// CHECK-LABEL: metal.kernel @batch(
// CHECK:         metal.matrix_multiply %{{.*}} rows = [] depth = [], %{{.*}} depth = [] columns = [2], %{{.*}} rows = [] columns = [2] size = 8 {aBatch = array<i32: 2>, bBatch = array<i32: 4>, cBatch = array<i32: 4>} : vector<4xf16>, vector<8xf16>, vector<8xf32>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [2, 1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 2 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @batch(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<4x8x8xf16, #l>
    %b = tt.splat %y : f16 -> tensor<4x8x16xf16, #r>
    %c = tt.splat %z : f32 -> tensor<4x8x16xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<4x8x8xf16, #l> * tensor<4x8x16xf16, #r> -> tensor<4x8x16xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<4x8x16x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<4x8x16x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// Fragments of 16 rows have eight elements in a lane.
// CHECK-LABEL: metal.kernel @large(
// CHECK:         metal.matrix_multiply %{{.*}} rows = [8] depth = [], %{{.*}} depth = [] columns = [8], %{{.*}} rows = [16] columns = [8] size = 16 : vector<16xf16>, vector<16xf16>, vector<32xf32>
#m = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [1, 1], columns = 8}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @large(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<32x16xf16, #l>
    %b = tt.splat %y : f16 -> tensor<16x32xf16, #r>
    %c = tt.splat %z : f32 -> tensor<32x32xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<32x16xf16, #l> * tensor<16x32xf16, #r> -> tensor<32x32xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<32x32x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<32x32x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// The large unit multiplies bytes and adds them up in words; the small one floats, in f32.
// CHECK-LABEL: metal.kernel @bytes(
// CHECK-NOT:     arith.sitofp
// CHECK:         metal.matrix_multiply {{.*}} size = 16 : vector<8xi8>, vector<16xi8>, vector<16xi32>
// CHECK-NOT:     arith.fptosi
// CHECK:         arith.sitofp {{.*}} : vector<2xi8> to vector<2xf16>
// CHECK:         metal.matrix_multiply {{.*}} size = 8 : vector<2xf16>, vector<2xf16>, vector<2xf32>
// CHECK:         arith.fptosi
#m = #ttg.simdgroup_matrix<{size = 16, warpsPerCTA = [1, 1], columns = 8}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
#m8 = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l8 = #ttg.dot_op<{opIdx = 0, parent = #m8, kWidth = 1}>
#r8 = #ttg.dot_op<{opIdx = 1, parent = #m8, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @bytes(%p: !tt.ptr<i32>, %x: i8, %y: i8, %z: i32) {
    %a = tt.splat %x : i8 -> tensor<16x16xi8, #l>
    %b = tt.splat %y : i8 -> tensor<16x16xi8, #r>
    %c = tt.splat %z : i32 -> tensor<16x16xi32, #m>
    %d = tt.dot %a, %b, %c : tensor<16x16xi8, #l> * tensor<16x16xi8, #r> -> tensor<16x16xi32, #m>
    %q = tt.splat %p : !tt.ptr<i32> -> tensor<16x16x!tt.ptr<i32>, #m>
    tt.store %q, %d : tensor<16x16x!tt.ptr<i32>, #m>
    %a8 = tt.splat %x : i8 -> tensor<8x8xi8, #l8>
    %b8 = tt.splat %y : i8 -> tensor<8x8xi8, #r8>
    %c8 = tt.splat %z : i32 -> tensor<8x8xi32, #m8>
    %d8 = tt.dot %a8, %b8, %c8 : tensor<8x8xi8, #l8> * tensor<8x8xi8, #r8> -> tensor<8x8xi32, #m8>
    %q8 = tt.splat %p : !tt.ptr<i32> -> tensor<8x8x!tt.ptr<i32>, #m8>
    tt.store %q8, %d8 : tensor<8x8x!tt.ptr<i32>, #m8>
    tt.return
  }
}

// -----

// Sums in f16 of f16, as the unit has them.
// CHECK-LABEL: metal.kernel @half_sums(
// CHECK-NOT:     arith.{{ext|trunc}}f
// CHECK:         metal.matrix_multiply {{.*}} : vector<2xf16>, vector<2xf16>, vector<2xf16>
// CHECK-NOT:     arith.{{ext|trunc}}f
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @half_sums(%p: !tt.ptr<f16>, %x: f16, %y: f16, %z: f16) {
    %a = tt.splat %x : f16 -> tensor<8x8xf16, #l>
    %b = tt.splat %y : f16 -> tensor<8x8xf16, #r>
    %c = tt.splat %z : f16 -> tensor<8x8xf16, #m>
    %d = tt.dot %a, %b, %c : tensor<8x8xf16, #l> * tensor<8x8xf16, #r> -> tensor<8x8xf16, #m>
    %q = tt.splat %p : !tt.ptr<f16> -> tensor<8x8x!tt.ptr<f16>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f16>, #m>
    tt.return
  }
}

// -----

// Sums in f16 of f32 are added up in f32 and rounded once.
// CHECK-LABEL: metal.kernel @rounded(
// CHECK:         %[[C:.*]] = arith.extf %{{.*}} : vector<2xf16> to vector<2xf32>
// CHECK:         %[[D:.*]] = metal.matrix_multiply %{{.*}}, %{{.*}}, %[[C]] {{.*}} : vector<2xf32>, vector<2xf32>, vector<2xf32>
// CHECK:         arith.truncf %[[D]] : vector<2xf32> to vector<2xf16>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @rounded(%p: !tt.ptr<f16>, %x: f32, %y: f32, %z: f16) {
    %a = tt.splat %x : f32 -> tensor<8x8xf32, #l>
    %b = tt.splat %y : f32 -> tensor<8x8xf32, #r>
    %c = tt.splat %z : f16 -> tensor<8x8xf16, #m>
    %d = tt.dot %a, %b, %c : tensor<8x8xf32, #l> * tensor<8x8xf32, #r> -> tensor<8x8xf16, #m>
    %q = tt.splat %p : !tt.ptr<f16> -> tensor<8x8x!tt.ptr<f16>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f16>, #m>
    tt.return
  }
}

// -----

// A unit that does not take bf16 by elements multiplies f32.
// CHECK-LABEL: metal.kernel @bfloats(
// CHECK:         %[[A:.*]] = arith.extf %{{.*}} : vector<2xbf16> to vector<2xf32>
// CHECK:         %[[B:.*]] = arith.extf %{{.*}} : vector<2xbf16> to vector<2xf32>
// CHECK:         metal.matrix_multiply %[[A]] {{.*}}, %[[B]] {{.*}} : vector<2xf32>, vector<2xf32>, vector<2xf32>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.target" = "metal:apple7", "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @bfloats(%p: !tt.ptr<f32>, %x: bf16, %y: bf16, %z: f32) {
    %a = tt.splat %x : bf16 -> tensor<8x8xbf16, #l>
    %b = tt.splat %y : bf16 -> tensor<8x8xbf16, #r>
    %c = tt.splat %z : f32 -> tensor<8x8xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x8xbf16, #l> * tensor<8x8xbf16, #r> -> tensor<8x8xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x8x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// Later ones do.
// CHECK-LABEL: metal.kernel @bfloat_units(
// CHECK-NOT:     arith.{{ext|trunc}}f
// CHECK:         metal.matrix_multiply {{.*}} : vector<2xbf16>, vector<2xbf16>, vector<2xf32>
// CHECK-NOT:     arith.{{ext|trunc}}f
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.target" = "metal:apple9", "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @bfloat_units(%p: !tt.ptr<f32>, %x: bf16, %y: bf16, %z: f32) {
    %a = tt.splat %x : bf16 -> tensor<8x8xbf16, #l>
    %b = tt.splat %y : bf16 -> tensor<8x8xbf16, #r>
    %c = tt.splat %z : f32 -> tensor<8x8xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x8xbf16, #l> * tensor<8x8xbf16, #r> -> tensor<8x8xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x8x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// Sums in bf16 would lose much: they are rounded once.
// CHECK-LABEL: metal.kernel @bfloat_sums(
// CHECK:         %[[C:.*]] = arith.extf %{{.*}} : vector<2xbf16> to vector<2xf32>
// CHECK:         %[[D:.*]] = metal.matrix_multiply %{{.*}}, %{{.*}}, %[[C]] {{.*}} : vector<2xbf16>, vector<2xbf16>, vector<2xf32>
// CHECK:         arith.truncf %[[D]] : vector<2xf32> to vector<2xbf16>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.target" = "metal:apple9", "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @bfloat_sums(%p: !tt.ptr<bf16>, %x: bf16, %y: bf16, %z: bf16) {
    %a = tt.splat %x : bf16 -> tensor<8x8xbf16, #l>
    %b = tt.splat %y : bf16 -> tensor<8x8xbf16, #r>
    %c = tt.splat %z : bf16 -> tensor<8x8xbf16, #m>
    %d = tt.dot %a, %b, %c : tensor<8x8xbf16, #l> * tensor<8x8xbf16, #r> -> tensor<8x8xbf16, #m>
    %q = tt.splat %p : !tt.ptr<bf16> -> tensor<8x8x!tt.ptr<bf16>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<bf16>, #m>
    tt.return
  }
}

// -----

// 8-bit floats are numbers of f16, those of both kinds.
// CHECK-LABEL: metal.kernel @byte_floats(
// CHECK:         %[[A:.*]] = arith.extf %{{.*}} : vector<2xf8E4M3FN> to vector<2xf16>
// CHECK:         %[[B:.*]] = arith.extf %{{.*}} : vector<2xf8E5M2> to vector<2xf16>
// CHECK:         metal.matrix_multiply %[[A]] {{.*}}, %[[B]] {{.*}} : vector<2xf16>, vector<2xf16>, vector<2xf32>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @byte_floats(%p: !tt.ptr<f32>, %x: f8E4M3FN, %y: f8E5M2, %z: f32) {
    %a = tt.splat %x : f8E4M3FN -> tensor<8x8xf8E4M3FN, #l>
    %b = tt.splat %y : f8E5M2 -> tensor<8x8xf8E5M2, #r>
    %c = tt.splat %z : f32 -> tensor<8x8xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x8xf8E4M3FN, #l> * tensor<8x8xf8E5M2, #r> -> tensor<8x8xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x8x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// Integers as well; sums in f32 start at zero, and are added to the integers before.
// CHECK-LABEL: metal.kernel @integers(
// CHECK:         %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : vector<2xf32>
// CHECK:         %[[C:.*]] = vector.broadcast %{{.*}} : i32 to vector<2xi32>
// CHECK:         %[[A:.*]] = arith.sitofp %{{.*}} : vector<256xi8> to vector<256xf16>
// CHECK:         %[[B:.*]] = arith.sitofp %{{.*}} : vector<256xi8> to vector<256xf16>
// CHECK:         %[[S:.*]] = metal.matrix_multiply %[[A]] rows = [] depth = [2, 4, 8, 16, 32, 64, 128], %[[B]] {{.*}}, %[[ZERO]] rows = [] columns = [] size = 8 : vector<256xf16>, vector<256xf16>, vector<2xf32>
// CHECK:         %[[I:.*]] = arith.fptosi %[[S]] : vector<2xf32> to vector<2xi32>
// CHECK:         arith.addi %[[C]], %[[I]] : vector<2xi32>
// CHECK-NOT:     metal.matrix_multiply
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 4}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 4}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @integers(%p: !tt.ptr<i32>, %x: i8, %y: i8, %z: i32) {
    %a = tt.splat %x : i8 -> tensor<8x1024xi8, #l>
    %b = tt.splat %y : i8 -> tensor<1024x8xi8, #r>
    %c = tt.splat %z : i32 -> tensor<8x8xi32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x1024xi8, #l> * tensor<1024x8xi8, #r> -> tensor<8x8xi32, #m>
    %q = tt.splat %p : !tt.ptr<i32> -> tensor<8x8x!tt.ptr<i32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<i32>, #m>
    tt.return
  }
}

// -----

// More products than f32 adds up exactly: in chunks of 1024 along K.
// CHECK-LABEL: metal.kernel @chunks(
// CHECK:         %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : vector<2xf32>
// CHECK:         %[[C:.*]] = vector.broadcast %{{.*}} : i32 to vector<2xi32>
// CHECK:         %[[S0:.*]] = metal.matrix_multiply %{{.*}} rows = [] depth = [2, 4, 8, 16, 32, 64, 128], %{{.*}} depth = [2, 4, 8, 16, 32, 64, 128] columns = [], %[[ZERO]] rows = [] columns = [] size = 8 :
// CHECK:         %[[I0:.*]] = arith.fptosi %[[S0]]
// CHECK:         %[[D0:.*]] = arith.addi %[[C]], %[[I0]]
// CHECK:         %[[S1:.*]] = metal.matrix_multiply {{.*}}, %[[ZERO]] rows = [] columns = [] size = 8 {aStart = 256 : i32, bStart = 256 : i32} :
// CHECK:         %[[I1:.*]] = arith.fptosi %[[S1]]
// CHECK:         %[[D1:.*]] = arith.addi %[[D0]], %[[I1]]
// CHECK:         {aStart = 512 : i32, bStart = 512 : i32}
// CHECK:         {aStart = 768 : i32, bStart = 768 : i32}
// CHECK-NOT:     metal.matrix_multiply
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 4}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 4}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @chunks(%p: !tt.ptr<i32>, %x: i8, %y: i8, %z: i32) {
    %a = tt.splat %x : i8 -> tensor<8x4096xi8, #l>
    %b = tt.splat %y : i8 -> tensor<4096x8xi8, #r>
    %c = tt.splat %z : i32 -> tensor<8x8xi32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x4096xi8, #l> * tensor<4096x8xi8, #r> -> tensor<8x8xi32, #m>
    %q = tt.splat %p : !tt.ptr<i32> -> tensor<8x8x!tt.ptr<i32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<i32>, #m>
    tt.return
  }
}

// -----

// Chunks of a whole matrix: where they start depends on how registers are laid out.
// CHECK-LABEL: metal.kernel @wide_chunks(
// CHECK:         metal.matrix_multiply %{{.*}} rows = [512] depth = [2, 4, 8, 16, 32, 64, 128], %{{.*}} depth = [{{[0-9]+}}, {{[0-9]+}}, {{[0-9]+}}, {{[0-9]+}}, {{[0-9]+}}, {{[0-9]+}}, {{[0-9]+}}] columns = [2], %{{.*}} size = 8 :
// CHECK:         metal.matrix_multiply %{{.*}} size = 8 {aStart = 256 : i32, bStart = 512 : i32} :
// CHECK-NOT:     metal.matrix_multiply
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 4}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 4}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 4}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @wide_chunks(%p: !tt.ptr<i32>, %x: i8, %y: i8, %z: i32) {
    %a = tt.splat %x : i8 -> tensor<16x2048xi8, #l>
    %b = tt.splat %y : i8 -> tensor<2048x16xi8, #r>
    %c = tt.splat %z : i32 -> tensor<16x16xi32, #m>
    %d = tt.dot %a, %b, %c : tensor<16x2048xi8, #l> * tensor<2048x16xi8, #r> -> tensor<16x16xi32, #m>
    %q = tt.splat %p : !tt.ptr<i32> -> tensor<16x16x!tt.ptr<i32>, #m>
    tt.store %q, %d : tensor<16x16x!tt.ptr<i32>, #m>
    tt.return
  }
}

// -----

// Fewer than 8 along K: lanes that hold copies, of columns of a and of rows of b, have zeros
// instead.
// CHECK-LABEL: metal.kernel @shallow(
// CHECK-DAG:     %[[NONE:.*]] = arith.constant dense<0> : vector<2xi32>
// CHECK-DAG:     %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : vector<2xf16>
// CHECK:         %[[COLUMNS:.*]] = metal.coordinate registers = [0] lanes = [1, 0, 0, 2, 0] simdgroups = []
// CHECK:         %[[OWN:.*]] = arith.cmpi eq, %[[COLUMNS]], %[[NONE]]
// CHECK:         %[[A:.*]] = arith.select %[[OWN]], %{{.*}}, %[[ZERO]]
// CHECK:         %[[ROWS:.*]] = metal.coordinate registers = [0] lanes = [0, 0, 1, 0, 2] simdgroups = []
// CHECK:         %[[HELD:.*]] = arith.cmpi eq, %[[ROWS]], %[[NONE]]
// CHECK:         %[[B:.*]] = arith.select %[[HELD]], %{{.*}}, %[[ZERO]]
// CHECK:         metal.matrix_multiply %[[A]] rows = [] depth = [], %[[B]] depth
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @shallow(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<8x2xf16, #l>
    %b = tt.splat %y : f16 -> tensor<2x8xf16, #r>
    %c = tt.splat %z : f32 -> tensor<8x8xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x2xf16, #l> * tensor<2x8xf16, #r> -> tensor<8x8xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x8x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// One along K: the second register of a is a copy, too.
// CHECK-LABEL: metal.kernel @flat(
// CHECK:         metal.coordinate registers = [1] lanes = [2, 0, 0, 4, 0] simdgroups = []
// CHECK:         metal.coordinate registers = [0] lanes = [0, 1, 2, 0, 4] simdgroups = []
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @flat(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<8x1xf16, #l>
    %b = tt.splat %y : f16 -> tensor<1x8xf16, #r>
    %c = tt.splat %z : f32 -> tensor<8x8xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x1xf16, #l> * tensor<1x8xf16, #r> -> tensor<8x8xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x8x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// Fewer rows and columns than a fragment has: copies are as good as anything.
// CHECK-LABEL: metal.kernel @small(
// CHECK-NOT:     arith.select
// CHECK:         metal.matrix_multiply %{{.*}} rows = [] depth = [2], %{{.*}} depth = [2] columns = [], %{{.*}} rows = [] columns = [] size = 8 : vector<4xf16>, vector<4xf16>, vector<2xf32>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @small(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<2x16xf16, #l>
    %b = tt.splat %y : f16 -> tensor<16x1xf16, #r>
    %c = tt.splat %z : f32 -> tensor<2x1xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<2x16xf16, #l> * tensor<16x1xf16, #r> -> tensor<2x1xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<2x1x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<2x1x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// More columns interleave than there are: the fragments beyond are copies as well.
// CHECK-LABEL: metal.kernel @narrow(
// CHECK:         metal.matrix_multiply %{{.*}} rows = [] depth = [], %{{.*}} depth = [] columns = [2, 4], %{{.*}} rows = [] columns = [2, 4] size = 8 : vector<2xf16>, vector<8xf16>, vector<8xf32>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 8}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @narrow(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<8x8xf16, #l>
    %b = tt.splat %y : f16 -> tensor<8x2xf16, #r>
    %c = tt.splat %z : f32 -> tensor<8x2xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x8xf16, #l> * tensor<8x2xf16, #r> -> tensor<8x2xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x2x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x2x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

// And more along K than there is: only those that are there are multiplied.
// CHECK-LABEL: metal.kernel @brief(
// CHECK:         metal.matrix_multiply %{{.*}} rows = [] depth = [2], %{{.*}} depth = [4] columns = [2], %{{.*}} rows = [] columns = [2] size = 8 : vector<8xf16>, vector<16xf16>, vector<4xf32>
#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 4}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 4}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 4}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @brief(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<8x2xf16, #l>
    %b = tt.splat %y : f16 -> tensor<2x2xf16, #r>
    %c = tt.splat %z : f32 -> tensor<8x2xf32, #m>
    %d = tt.dot %a, %b, %c : tensor<8x2xf16, #l> * tensor<2x2xf16, #r> -> tensor<8x2xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x2x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x2x!tt.ptr<f32>, #m>
    tt.return
  }
}
