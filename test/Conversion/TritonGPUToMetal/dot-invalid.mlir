// RUN: triton-metal-opt %s --convert-tritongpu-to-metal --split-input-file --verify-diagnostics

#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @bytes(%p: !tt.ptr<i8>, %x: i8, %y: i8, %z: i8) {
    %a = tt.splat %x : i8 -> tensor<8x8xi8, #l>
    %b = tt.splat %y : i8 -> tensor<8x8xi8, #r>
    %c = tt.splat %z : i8 -> tensor<8x8xi8, #m>
    // expected-error @+1 {{'tt.dot' op multiplies 'i8' and 'i8' into 'i8', which has no lowering yet; use floats of up to 32 bits, f64 into f64, or i8 into i32}}
    %d = tt.dot %a, %b, %c : tensor<8x8xi8, #l> * tensor<8x8xi8, #r> -> tensor<8x8xi8, #m>
    %q = tt.splat %p : !tt.ptr<i8> -> tensor<8x8x!tt.ptr<i8>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<i8>, #m>
    tt.return
  }
}

// -----

#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @shorts(%p: !tt.ptr<i32>, %x: i16, %y: i16, %z: i32) {
    %a = tt.splat %x : i16 -> tensor<8x8xi16, #l>
    %b = tt.splat %y : i16 -> tensor<8x8xi16, #r>
    %c = tt.splat %z : i32 -> tensor<8x8xi32, #m>
    // expected-error @+1 {{'tt.dot' op multiplies 'i16' and 'i16' into 'i32', which has no lowering yet; use floats of up to 32 bits, f64 into f64, or i8 into i32}}
    %d = tt.dot %a, %b, %c : tensor<8x8xi16, #l> * tensor<8x8xi16, #r> -> tensor<8x8xi32, #m>
    %q = tt.splat %p : !tt.ptr<i32> -> tensor<8x8x!tt.ptr<i32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<i32>, #m>
    tt.return
  }
}

// -----

#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @mixed(%p: !tt.ptr<f32>, %x: i8, %y: i8, %z: f32) {
    %a = tt.splat %x : i8 -> tensor<8x8xi8, #l>
    %b = tt.splat %y : i8 -> tensor<8x8xi8, #r>
    %c = tt.splat %z : f32 -> tensor<8x8xf32, #m>
    // expected-error @+1 {{'tt.dot' op multiplies 'i8' and 'i8' into 'f32', which has no lowering yet; use floats of up to 32 bits, f64 into f64, or i8 into i32}}
    %d = tt.dot %a, %b, %c : tensor<8x8xi8, #l> * tensor<8x8xi8, #r> -> tensor<8x8xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<8x8x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

#m = #ttg.simdgroup_matrix<{size = 8, warpsPerCTA = [1, 1], columns = 2}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 1}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 1}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @sums(%p: !tt.ptr<i32>, %x: f16, %y: f16, %z: i32) {
    %a = tt.splat %x : f16 -> tensor<8x8xf16, #l>
    %b = tt.splat %y : f16 -> tensor<8x8xf16, #r>
    %c = tt.splat %z : i32 -> tensor<8x8xi32, #m>
    // expected-error @+1 {{'tt.dot' op multiplies 'f16' and 'f16' into 'i32', which has no lowering yet; use floats of up to 32 bits, f64 into f64, or i8 into i32}}
    %d = tt.dot %a, %b, %c : tensor<8x8xf16, #l> * tensor<8x8xf16, #r> -> tensor<8x8xi32, #m>
    %q = tt.splat %p : !tt.ptr<i32> -> tensor<8x8x!tt.ptr<i32>, #m>
    tt.store %q, %d : tensor<8x8x!tt.ptr<i32>, #m>
    tt.return
  }
}

// -----

#m = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [1, 1], order = [1, 0]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @blocked(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<32x16xf16, #l>
    %b = tt.splat %y : f16 -> tensor<16x32xf16, #r>
    %c = tt.splat %z : f32 -> tensor<32x32xf32, #m>
    // expected-error @+1 {{'tt.dot' op has a layout that no matrix unit of Apple's has: #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [1, 1], order = [1, 0]}>; plan it anew with --replan=always}}
    %d = tt.dot %a, %b, %c : tensor<32x16xf16, #l> * tensor<16x32xf16, #r> -> tensor<32x32xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<32x32x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<32x32x!tt.ptr<f32>, #m>
    tt.return
  }
}

// -----

#m = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [1, 1], instrShape = [16, 8]}>
#l = #ttg.dot_op<{opIdx = 0, parent = #m, kWidth = 2}>
#r = #ttg.dot_op<{opIdx = 1, parent = #m, kWidth = 2}>
module attributes {"ttg.num-warps" = 1 : i32, "ttg.threads-per-warp" = 32 : i32} {
  tt.func public @foreign(%p: !tt.ptr<f32>, %x: f16, %y: f16, %z: f32) {
    %a = tt.splat %x : f16 -> tensor<32x16xf16, #l>
    %b = tt.splat %y : f16 -> tensor<16x32xf16, #r>
    %c = tt.splat %z : f32 -> tensor<32x32xf32, #m>
    // expected-error @+1 {{'tt.dot' op has a layout that no matrix unit of Apple's has: #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [1, 1], instrShape = [16, 8]}>; plan it anew with --replan=always}}
    %d = tt.dot %a, %b, %c : tensor<32x16xf16, #l> * tensor<16x32xf16, #r> -> tensor<32x32xf32, #m>
    %q = tt.splat %p : !tt.ptr<f32> -> tensor<32x32x!tt.ptr<f32>, #m>
    tt.store %q, %d : tensor<32x32x!tt.ptr<f32>, #m>
    tt.return
  }
}
