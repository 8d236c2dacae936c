// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// Layouts of AMD's CDNA GPUs, whose warps have 64 lanes: spellings of 3.0 to 3.7.

// CHECK-DAG: #[[$A:mma[0-9]*]] = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [32, 32, 8], isTransposed = true}>
#now = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [32, 32, 8], isTransposed = true}>
// CHECK-DAG: #[[$B:mma[0-9]*]] = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [16, 16, 4], isTransposed = false, tilesPerWarp = [2, 1], elementBitWidth = 64}>
#full = #ttg.amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [16, 16, 4], isTransposed = false, tilesPerWarp = [2, 1], elementBitWidth = 64}>
// CHECK-DAG: #[[$C:mma[0-9]*]] = #ttg.amd_mfma<{version = 2, warpsPerCTA = [4, 1], instrShape = [32, 32], isTransposed = false}>
#old = #ttg.amd_mfma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [32, 32], isTransposed = false}>
// CHECK-DAG: #[[$D:mma[0-9]*]] = #ttg.amd_mfma<{version = 4, warpsPerCTA = [4, 1], instrShape = [16, 16], isTransposed = true, tilesPerWarp = [1, 2], elementBitWidth = 64}>
#typed = #ttg.amd_mfma<{version = 4, tilesPerWarp = [1, 2], warpsPerCTA = [4, 1], instrShape = [16, 16], isTransposed = true, elementType = f64}>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 64 : i32} {
  // CHECK: @cdna(%{{.*}}: tensor<64x64xf32, #[[$A]]>, %{{.*}}: tensor<64x64xf64, #[[$B]]>, %{{.*}}: tensor<128x64xf32, #[[$C]]>, %{{.*}}: tensor<64x64xf64, #[[$D]]>
  // CHECK-SAME: tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #[[$A]], kWidth = 4}>>
  tt.func @cdna(%a: tensor<64x64xf32, #now>, %b: tensor<64x64xf64, #full>,
                %c: tensor<128x64xf32, #old>, %d: tensor<64x64xf64, #typed>,
                %e: tensor<64x32xf16, #ttg.dot_op<{opIdx = 0, parent = #now, kWidth = 4}>>) {
    tt.return
  }
}
