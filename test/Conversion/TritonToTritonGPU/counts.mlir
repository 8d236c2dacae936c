// RUN: triton-metal-opt %s --convert-triton-to-tritongpu=num-warps=1 | FileCheck %s --check-prefix=ONE
// RUN: triton-metal-opt %s --convert-triton-to-tritongpu="num-warps=32 target=apple10" | FileCheck %s --check-prefix=ALL
// RUN: triton-metal-opt %s --convert-triton-to-tritongpu="num-warps=2 threads-per-warp=64" | FileCheck %s --check-prefix=WIDE
// Layouts for other numbers of threads: lanes before SIMD-groups, the fastest dimension
// first, what remains along the slowest. Tensors may be smaller than that.

// ONE-DAG: #[[L1:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [1], order = [0]}>
// ONE-DAG: #[[L2:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [8, 4], warpsPerCTA = [1, 1], order = [1, 0]}>
// ONE-DAG: #[[L3:.+]] = #ttg.blocked<{sizePerThread = [1, 1, 1], threadsPerWarp = [4, 4, 2], warpsPerCTA = [1, 1, 1], order = [2, 1, 0]}>
// ONE-DAG: #[[L4:.+]] = #ttg.blocked<{sizePerThread = [1, 1, 1, 1], threadsPerWarp = [1, 1, 1, 32], warpsPerCTA = [1, 1, 1, 1], order = [3, 2, 1, 0]}>
// ONE: module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 1 : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 32 : i32}
// ONE: tt.func @shapes(tensor<1xf32, #[[L1]]>, tensor<1048576xf32, #[[L1]]>, tensor<8x4xf64, #[[L2]]>, tensor<2x4x2xi1, #[[L3]]>, tensor<1x1x1x64xi8, #[[L4]]>)

// ALL-DAG: #[[L1:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [32], order = [0]}>
// ALL-DAG: #[[L2:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [8, 4], warpsPerCTA = [32, 1], order = [1, 0]}>
// ALL-DAG: #[[L3:.+]] = #ttg.blocked<{sizePerThread = [1, 1, 1], threadsPerWarp = [4, 4, 2], warpsPerCTA = [32, 1, 1], order = [2, 1, 0]}>
// ALL-DAG: #[[L4:.+]] = #ttg.blocked<{sizePerThread = [1, 1, 1, 1], threadsPerWarp = [1, 1, 1, 32], warpsPerCTA = [16, 1, 1, 2], order = [3, 2, 1, 0]}>
// ALL: module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 32 : i32, ttg.target = "metal:apple10", "ttg.threads-per-warp" = 32 : i32}
// ALL: tt.func @shapes(tensor<1xf32, #[[L1]]>, tensor<1048576xf32, #[[L1]]>, tensor<8x4xf64, #[[L2]]>, tensor<2x4x2xi1, #[[L3]]>, tensor<1x1x1x64xi8, #[[L4]]>)

// WIDE-DAG: #[[L1:.+]] = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [64], warpsPerCTA = [2], order = [0]}>
// WIDE-DAG: #[[L2:.+]] = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [16, 4], warpsPerCTA = [2, 1], order = [1, 0]}>
// WIDE-DAG: #[[L3:.+]] = #ttg.blocked<{sizePerThread = [1, 1, 1], threadsPerWarp = [8, 4, 2], warpsPerCTA = [2, 1, 1], order = [2, 1, 0]}>
// WIDE-DAG: #[[L4:.+]] = #ttg.blocked<{sizePerThread = [1, 1, 1, 1], threadsPerWarp = [1, 1, 1, 64], warpsPerCTA = [2, 1, 1, 1], order = [3, 2, 1, 0]}>
// WIDE: module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 2 : i32, ttg.target = "metal:apple7", "ttg.threads-per-warp" = 64 : i32}
// WIDE: tt.func @shapes(tensor<1xf32, #[[L1]]>, tensor<1048576xf32, #[[L1]]>, tensor<8x4xf64, #[[L2]]>, tensor<2x4x2xi1, #[[L3]]>, tensor<1x1x1x64xi8, #[[L4]]>)

tt.func @shapes(tensor<1xf32>, tensor<1048576xf32>, tensor<8x4xf64>, tensor<2x4x2xi1>, tensor<1x1x1x64xi8>)
