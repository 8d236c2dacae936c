// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// Clusters of CTAs parse, under the keys of all versions; compiling refuses them.

// CHECK-DAG: #[[$A:blocked[0-9]*]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0], CGALayout = {{\[}}[1, 0], [0, 0]]}>
#blocked = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0], CGALayout = [[1, 0], [0, 0]]}>
// The same in 3.5 and before: 2 of 4 CTAs along dimension 0, the other two hold copies.
// CHECK-DAG: #[[$B:blocked[0-9]*]] = #ttg.blocked<{sizePerThread = [2, 1], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0], CGALayout = {{\[}}[1, 0], [0, 0]]}>
#old = #ttg.blocked<{sizePerThread = [2, 1], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0], CTAsPerCGA = [4, 1], CTASplitNum = [2, 1], CTAOrder = [1, 0]}>
// CHECK-DAG: #[[$C:mma[0-9]*]] = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], CGALayout = {{\[}}[1, 0], [0, 1]], instrShape = [16, 64, 16]}>
#mma = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], CTAsPerCGA = [2, 2], CTASplitNum = [2, 2], CTAOrder = [0, 1], instrShape = [16, 64, 16]}>
// CHECK-DAG: #[[$D:shared[0-9]*]] = #ttg.nvmma_shared<{swizzlingByteWidth = 32, transposed = false, elementBitWidth = 8, CGALayout = {{\[}}[1, 0], [0, 1]]}>
#shared = #ttg.nvmma_shared<{swizzlingByteWidth = 32, transposed = false, elementBitWidth = 8, CGALayout = [[1, 0], [0, 1]]}>
// CHECK-DAG: #[[$E:shared[0-9]*]] = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0], CGALayout = {{\[}}[0], [0]]}>
#swizzled = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0], CGALayout = [[0], [0]]}>
// CHECK-DAG: #[[$F:linear[0-9]*]] = #ttg.linear<{register = [], lane = {{\[}}[1], [2], [4], [8], [16]], warp = {{\[}}[32], [64]], block = {{\[}}[0], [128]]}>
#linear = #ttg.linear<{register = [], lane = [[1], [2], [4], [8], [16]], warp = [[32], [64]], block = [[0], [128]]}>
// One CTA is no cluster.
// CHECK-DAG: #[[$G:blocked[0-9]*]] = #ttg.blocked<{sizePerThread = [4, 1], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
#single = #ttg.blocked<{sizePerThread = [4, 1], threadsPerWarp = [2, 16], warpsPerCTA = [4, 1], order = [1, 0], CTAsPerCGA = [1, 1], CTASplitNum = [1, 1], CTAOrder = [1, 0]}>
#smem = #ttg.shared_memory

module attributes {"ttg.num-ctas" = 4 : i32, "ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {
  // CHECK: @cluster(%{{.*}}: tensor<32x32xf32, #[[$A]]>, %{{.*}}: tensor<32x32xf32, #[[$B]]>, %{{.*}}: tensor<128x128xf32, #[[$C]]>, %{{.*}}: tensor<256xf32, #[[$F]]>)
  tt.func @cluster(%a: tensor<32x32xf32, #blocked>, %b: tensor<32x32xf32, #old>,
                   %c: tensor<128x128xf32, #mma>, %d: tensor<256xf32, #linear>) {
    // CHECK: !ttg.memdesc<64x64xi8, #[[$D]], #smem, mutable>
    %0 = ttg.local_alloc : () -> !ttg.memdesc<64x64xi8, #shared, #smem, mutable>
    // CHECK: !ttg.memdesc<1xi64, #[[$E]], #smem, mutable>
    %1 = ttg.local_alloc : () -> !ttg.memdesc<1xi64, #swizzled, #smem, mutable>
    tt.return
  }
}

// CHECK: @single(%{{.*}}: tensor<32x32xf32, #[[$G]]>)
tt.func @single(%a: tensor<32x32xf32, #single>) {
  tt.return
}
