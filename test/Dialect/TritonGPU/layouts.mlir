// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// Layouts over threads, as Triton prints them. A line of the test is printed back as it
// stands, unless the check says otherwise.

// CHECK-DAG: #[[$B:blocked[0-9]*]] = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#blocked = #ttg.blocked<{order = [1, 0], warpsPerCTA = [4, 1], sizePerThread = [1, 4], threadsPerWarp = [8, 4]}>

// CHECK-DAG: #[[$L:linear[0-9]*]] = #ttg.linear<{register = {{\[}}[0, 1], [8, 0]], lane = {{\[}}[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], warp = {{\[}}[16, 0], [0, 0]], block = []}>
#linear = #ttg.linear<{register = [[0, 1], [8, 0]], lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], warp = [[16, 0], [0, 0]], block = []}>

// CHECK-DAG: #[[$G:linear[0-9]*]] = #ttg.generic_linear<{register = {{\[}}[0, 1]], lane = {{\[}}[1, 1], [0, 2], [2, 0], [4, 0], [8, 0]], warp = {{\[}}[0, 0], [0, 3]], block = []}>
#generic = #ttg.generic_linear<{register = [[0, 1]], lane = [[1, 1], [0, 2], [2, 0], [4, 0], [8, 0]], warp = [[0, 0], [0, 3]], block = []}>

// CHECK-DAG: #[[$M2:mma[0-9]*]] = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], instrShape = [16, 8]}>
#mma = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], instrShape = [16, 8]}>

// CHECK-DAG: #[[$MB:mma[0-9]*]] = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [4, 1, 1], instrShape = [1, 16, 8]}>
#mma_batch = #ttg.nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [4, 1, 1], instrShape = [1, 16, 8]}>

// CHECK-DAG: #[[$M3:mma[0-9]*]] = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64, 16]}>
#wgmma = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64, 16]}>

// CHECK-DAG: #[[$W1:mma[0-9]*]] = #ttg.amd_wmma<{version = 1, isTranspose = false, warpsPerCTA = [2, 2]}>
#wmma = #ttg.amd_wmma<{version = 1, isTranspose = false, warpsPerCTA = [2, 2]}>

// CHECK-DAG: #[[$W2:mma[0-9]*]] = #ttg.amd_wmma<{version = 3, isTranspose = true, warpsPerCTA = [2, 2], tilesPerWarp = [1, 2], instrShape = [16, 16, 32]}>
#wmma_tiles = #ttg.amd_wmma<{version = 3, isTranspose = true, warpsPerCTA = [2, 2], tilesPerWarp = [1, 2], instrShape = [16, 16, 32]}>

// Triton 3.7, where the older keys can say the same, and where they cannot.
// CHECK-DAG: #[[$W3:mma[0-9]*]] = #ttg.amd_wmma<{version = 2, isTranspose = false, warpsPerCTA = [2, 2], tilesPerWarp = [2, 1]}>
#wmma_same = #ttg.amd_wmma<{version = 2, isTranspose = false, ctaLayout = {register = [[1, 0]], warp = [[0, 1], [2, 0]]}}>
// CHECK-DAG: #[[$W4:mma[0-9]*]] = #ttg.amd_wmma<{version = 2, isTranspose = false, ctaLayout = {warp = {{\[}}[1, 0], [0, 1]]}}>
#wmma_bases = #ttg.amd_wmma<{version = 2, ctaLayout = {warp = [[1, 0], [0, 1]]}}>
// CHECK-DAG: #[[$W5:mma[0-9]*]] = #ttg.amd_wmma<{version = 2, isTranspose = false, ctaLayout = {register = {{\[}}[4, 0]], warp = {{\[}}[1, 0], [2, 0]]}}>
#wmma_far = #ttg.amd_wmma<{version = 2, ctaLayout = {register = [[4, 0]], warp = [[1, 0], [2, 0]]}}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK: @blocked(%{{.*}}: tensor<32x32xf32, #[[$B]]>, %{{.*}}: tensor<32xf32, #ttg.slice<{dim = 1, parent = #[[$B]]}>>, %{{.*}}: tensor<32x16xf32, #ttg.dot_op<{opIdx = 0, parent = #[[$B]]}>>)
  tt.func @blocked(%a: tensor<32x32xf32, #blocked>,
                   %b: tensor<32xf32, #ttg.slice<{parent = #blocked, dim = 1}>>,
                   %c: tensor<32x16xf32, #ttg.dot_op<{opIdx = 0, parent = #blocked, kWidth = 0}>>) {
    tt.return
  }
  // CHECK: @linear(%{{.*}}: tensor<32x8xf32, #[[$L]]>, %{{.*}}: tensor<16x4xf32, #[[$G]]>)
  tt.func @linear(%a: tensor<32x8xf32, #linear>, %b: tensor<16x4xf32, #generic>) {
    tt.return
  }
  // CHECK: @nvidia(%{{.*}}: tensor<64x64xf32, #[[$M2]]>, %{{.*}}: tensor<8x64x64xf32, #[[$MB]]>, %{{.*}}: tensor<64x64xf32, #[[$M3]]>
  // CHECK-SAME: tensor<64x32xf16, #ttg.dot_op<{opIdx = 1, parent = #[[$M2]], kWidth = 2}>>
  // The width that 3.2 leaves out is added as the text is read.
  // CHECK-SAME: tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #[[$M3]], kWidth = 2}>>
  tt.func @nvidia(%a: tensor<64x64xf32, #mma>, %b: tensor<8x64x64xf32, #mma_batch>,
                  %c: tensor<64x64xf32, #wgmma>,
                  %d: tensor<64x32xf16, #ttg.dot_op<{opIdx = 1, parent = #mma, kWidth = 2}>>,
                  %e: tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #wgmma}>>) {
    tt.return
  }
  // CHECK: @rdna(%{{.*}}: tensor<64x64xf32, #[[$W1]]>, %{{.*}}: tensor<64x64xf32, #[[$W2]]>, %{{.*}}: tensor<64x64xf32, #[[$W3]]>, %{{.*}}: tensor<64x64xf32, #[[$W4]]>, %{{.*}}: tensor<64x64xf32, #[[$W5]]>)
  tt.func @rdna(%a: tensor<64x64xf32, #wmma>, %b: tensor<64x64xf32, #wmma_tiles>,
                %c: tensor<64x64xf32, #wmma_same>, %d: tensor<64x64xf32, #wmma_bases>,
                %e: tensor<64x64xf32, #wmma_far>) {
    tt.return
  }
}
