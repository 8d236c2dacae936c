// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Blackwell's ops are read, so that compiling can refuse them where they stand.

#b = #ttg.blocked<{sizePerThread = [1, 64], threadsPerWarp = [32, 1], warpsPerCTA = [4, 1], order = [0, 1]}>
// CHECK-DAG: #[[$S:shared[0-9]*]] = #ttg.nvmma_shared
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
// CHECK-DAG: #[[$BAR:shared[0-9]*]] = #ttg.swizzled_shared
#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
// CHECK-DAG: #[[$TM:tmem[0-9]*]] = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
#tmem = #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>
// CHECK-DAG: #[[$OLD:tmem[0-9]*]] = #ttng.tensor_memory_encoding<blockM = 64, blockN = 32, unpacked = true, CTASplitM = 2, twoCTAs = true>
#old = #ttng.tensor_memory_encoding<blockM = 64, blockN = 32, unpacked = true, CTASplitM = 2, twoCTAs = true>
// CHECK-DAG: #tmem_scales = #ttng.tensor_memory_scales_encoding<>
#scales = #ttng.tensor_memory_scales_encoding<>
!barrier = !ttg.memdesc<1xi64, #bar, #smem, mutable>
!acc = !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory, mutable>
!scale = !ttg.memdesc<128x2xi8, #scales, #ttng.tensor_memory>

module attributes {"ttg.num-warps" = 4 : i32} {

// CHECK-LABEL: @memory
// CHECK-SAME: !ttg.memdesc<64x32xf16, #[[$OLD]], #ttng.tensor_memory>
tt.func @memory(%x: tensor<128x64xf32, #b>, %pred: i1, %s: !ttg.memdesc<128x64xf32, #s, #smem>, %b: !barrier, %o: !ttg.memdesc<64x32xf16, #old, #ttng.tensor_memory>) {
  // CHECK: %[[M:.*]], %[[T:.*]] = ttng.tmem_alloc : () -> (!ttg.memdesc<128x64xf32, #[[$TM]], #ttng.tensor_memory, mutable>, !ttg.async.token)
  %m, %t = ttng.tmem_alloc : () -> (!acc, !ttg.async.token)
  // CHECK: ttng.tmem_alloc %{{.*}} : (tensor<128x64xf32, #blocked>) -> !ttg.memdesc<128x64xf32, #[[$TM]], #ttng.tensor_memory>
  %n = ttng.tmem_alloc %x : (tensor<128x64xf32, #b>) -> !ttg.memdesc<128x64xf32, #tmem, #ttng.tensor_memory>
  // CHECK: %{{.*}}, %[[U:.*]] = ttng.tmem_load %[[M]][%[[T]]] : !ttg.memdesc<128x64xf32, #[[$TM]], #ttng.tensor_memory, mutable> -> tensor<128x64xf32, #blocked>
  %r, %u = ttng.tmem_load %m[%t] : !acc -> tensor<128x64xf32, #b>
  // CHECK: ttng.tmem_load %[[M]] : !ttg.memdesc
  %q = ttng.tmem_load %m : !acc -> tensor<128x64xf32, #b>
  // CHECK: %{{.*}} = ttng.tmem_store %{{.*}}, %[[M]][%[[U]]], %{{.*}} : tensor<128x64xf32, #blocked> -> !ttg.memdesc<128x64xf32, #[[$TM]], #ttng.tensor_memory, mutable>
  %v = ttng.tmem_store %x, %m[%u], %pred : tensor<128x64xf32, #b> -> !acc
  // CHECK: %{{.*}} = ttng.tmem_store %{{.*}}, %[[M]][], %{{.*}} : tensor
  %w = ttng.tmem_store %x, %m[], %pred : tensor<128x64xf32, #b> -> !acc
  // CHECK: ttng.tmem_store %{{.*}}, %[[M]], %{{.*}} : tensor
  ttng.tmem_store %x, %m, %pred : tensor<128x64xf32, #b> -> !acc
  // CHECK: ttng.tmem_subslice %[[M]] {N = 32 : i32} : !ttg.memdesc<128x64xf32, #[[$TM]], #ttng.tensor_memory, mutable> -> !ttg.memdesc<128x32xf32, #[[$TM]], #ttng.tensor_memory, mutable, 128x64>
  %p = ttng.tmem_subslice %m {N = 32 : i32} : !acc -> !ttg.memdesc<128x32xf32, #tmem, #ttng.tensor_memory, mutable, 128x64>
  // CHECK: ttng.tmem_copy %{{.*}}, %[[M]], %{{.*}} : !ttg.memdesc<128x64xf32, #[[$S]], #smem>, !ttg.memdesc<128x64xf32, #[[$TM]], #ttng.tensor_memory, mutable>, !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.tmem_copy %s, %m, %b : !ttg.memdesc<128x64xf32, #s, #smem>, !acc, !barrier
  // CHECK: ttng.tmem_copy %{{.*}}, %[[M]] : !ttg.memdesc
  ttng.tmem_copy %s, %m : !ttg.memdesc<128x64xf32, #s, #smem>, !acc
  tt.return
}

// CHECK-LABEL: @products
tt.func @products(%a: !ttg.memdesc<128x64xf16, #s, #smem>, %b: !ttg.memdesc<64x64xf16, #s, #smem>, %d: !acc, %t: !ttg.async.token, %use: i1, %bar: !barrier, %sa: !scale) {
  // CHECK: %{{.*}} = ttng.tc_gen5_mma %{{.*}}, %{{.*}}, %{{.*}}[%{{.*}}], %{{.*}}, %{{.*}}, %{{.*}}[%{{.*}}] {is_async} : !ttg.memdesc<128x64xf16, #[[$S]], #smem>, !ttg.memdesc<64x64xf16, #[[$S]], #smem>, !ttg.memdesc<128x64xf32, #[[$TM]], #ttng.tensor_memory, mutable>, !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  %0 = ttng.tc_gen5_mma %a, %b, %d[%t], %use, %use, %bar[%use] {is_async} : !ttg.memdesc<128x64xf16, #s, #smem>, !ttg.memdesc<64x64xf16, #s, #smem>, !acc, !barrier
  // CHECK: ttng.tc_gen5_mma %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : !ttg.memdesc
  ttng.tc_gen5_mma %a, %b, %d, %use, %use : !ttg.memdesc<128x64xf16, #s, #smem>, !ttg.memdesc<64x64xf16, #s, #smem>, !acc
  // CHECK: %{{.*}} = ttng.tc_gen5_mma_scaled %{{.*}}, %{{.*}}, %{{.*}}[], %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} lhs = e4m3 rhs = e2m1, %{{.*}}[%{{.*}}] : !ttg.memdesc<128x64xf16, #[[$S]], #smem>, !ttg.memdesc<64x64xf16, #[[$S]], #smem>, !ttg.memdesc<128x64xf32, #[[$TM]], #ttng.tensor_memory, mutable>, !ttg.memdesc<128x2xi8, #tmem_scales, #ttng.tensor_memory>, !ttg.memdesc<128x2xi8, #tmem_scales, #ttng.tensor_memory>, !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  %1 = ttng.tc_gen5_mma_scaled %a, %b, %d[], %sa, %sa, %use, %use lhs = e4m3 rhs = e2m1, %bar[%use] : !ttg.memdesc<128x64xf16, #s, #smem>, !ttg.memdesc<64x64xf16, #s, #smem>, !acc, !scale, !scale, !barrier
  // CHECK: ttng.tc_gen5_commit %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.tc_gen5_commit %bar : !barrier
  // CHECK: ttng.tc_gen5_commit %{{.*}}, %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.tc_gen5_commit %bar, %use : !barrier
  tt.return
}

}
