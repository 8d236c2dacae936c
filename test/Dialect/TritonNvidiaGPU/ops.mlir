// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Hopper's ops, printed as Triton 3.6 prints them.

#b = #ttg.blocked<{sizePerThread = [1], threadsPerWarp = [32], warpsPerCTA = [4], order = [0]}>
#mma = #ttg.nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], instrShape = [16, 64, 16]}>
// CHECK-DAG: #[[$S:shared[0-9]*]] = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
#s = #ttg.nvmma_shared<{swizzlingByteWidth = 128, transposed = false, elementBitWidth = 16}>
// CHECK-DAG: #[[$BAR:shared[0-9]*]] = #ttg.swizzled_shared
#bar = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0]}>
#smem = #ttg.shared_memory
!barrier = !ttg.memdesc<1xi64, #bar, #smem, mutable>
!block = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
!desc = !tt.tensordesc<tensor<64x64xf16, #s>>

module attributes {"ttg.num-warps" = 4 : i32} {

// CHECK-LABEL: @products
tt.func @products(%a: !ttg.memdesc<64x64xf16, #s, #smem>, %b: !block, %r: tensor<64x64xf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 2}>>, %c: tensor<64x64xf32, #mma>, %use: i1) {
  // CHECK: %[[D:.*]] = ttng.warp_group_dot %{{.*}}, %{{.*}}, %{{.*}} {inputPrecision = 0 : i32, isAsync = true, maxNumImpreciseAcc = 32 : i32} : !ttg.memdesc<64x64xf16, #[[$S]], #smem> * !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable> -> tensor<64x64xf32, #mma>
  %0 = ttng.warp_group_dot %a, %b, %c {inputPrecision = 0 : i32, isAsync = true, maxNumImpreciseAcc = 32 : i32} : !ttg.memdesc<64x64xf16, #s, #smem> * !block -> tensor<64x64xf32, #mma>
  // CHECK: ttng.warp_group_dot %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<64x64xf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 2}>> * !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable> -> tensor<64x64xf32, #mma>
  %1 = ttng.warp_group_dot %r, %b, %c, %use : tensor<64x64xf16, #ttg.dot_op<{opIdx = 0, parent = #mma, kWidth = 2}>> * !block -> tensor<64x64xf32, #mma>
  // CHECK: ttng.warp_group_dot_wait %[[D]] {pendings = 0 : i32} : tensor<64x64xf32, #mma>
  %2 = ttng.warp_group_dot_wait %0 {pendings = 0 : i32} : tensor<64x64xf32, #mma>
  // CHECK: %{{.*}}:2 = ttng.warp_group_dot_wait %[[D]], %{{.*}} {pendings = 1 : i32} : tensor<64x64xf32, #mma>, !ttg.memdesc<64x64xf16, #[[$S]], #smem>
  %3:2 = ttng.warp_group_dot_wait %0, %a {pendings = 1 : i32} : tensor<64x64xf32, #mma>, !ttg.memdesc<64x64xf16, #s, #smem>
  tt.return
}

// CHECK-LABEL: @barriers
tt.func @barriers(%b: !barrier, %m: !block, %phase: i32, %pred: i1) {
  // CHECK: ttng.init_barrier %{{.*}}, 1 : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.init_barrier %b, 1 : !barrier
  // CHECK: ttng.barrier_expect %{{.*}}, 16384, %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.barrier_expect %b, 16384, %pred : !barrier
  // CHECK: ttng.barrier_expect %{{.*}}, 16 {loop.stage = 0 : i32}, %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.barrier_expect %b, 16 {loop.stage = 0 : i32}, %pred : !barrier
  // CHECK: ttng.wait_barrier %{{.*}}, %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.wait_barrier %b, %phase : !barrier
  // CHECK: ttng.wait_barrier %{{.*}}, %{{.*}}, %{{.*}} deps %{{.*}}, %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>, !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable>, !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable>
  ttng.wait_barrier %b, %phase, %pred deps %m, %m : !barrier, !block, !block
  // CHECK: ttng.arrive_barrier %{{.*}}, 2 : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.arrive_barrier %b, 2 : !barrier
  // CHECK: ttng.arrive_barrier %{{.*}}, 1, %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.arrive_barrier %b, 1, %pred : !barrier
  // CHECK: ttng.async_copy_mbarrier_arrive %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.async_copy_mbarrier_arrive %b : !barrier
  // CHECK: ttng.async_copy_mbarrier_arrive %{{.*}} {noIncrement} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.async_copy_mbarrier_arrive %b {noIncrement} : !barrier
  // CHECK: ttng.inval_barrier %{{.*}} : !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>
  ttng.inval_barrier %b : !barrier
  // CHECK: ttng.fence_async_shared {bCluster = false}
  ttng.fence_async_shared {bCluster = false}
  // CHECK: ttng.cluster_arrive {relaxed = true}
  ttng.cluster_arrive {relaxed = true}
  // CHECK: ttng.cluster_wait{{$}}
  ttng.cluster_wait
  tt.return
}

// CHECK-LABEL: @copies
tt.func @copies(%d: !desc, %old: !tt.ptr<i8>, %r: !tt.tensordesc<tensor<1x64xf16, #s>>, %m: !block, %b: !barrier, %i: i32, %x: tensor<64xi32, #b>, %pred: i1) {
  // CHECK: ttng.async_tma_copy_global_to_local %{{.*}}[%{{.*}}, %{{.*}}] %{{.*}}, %{{.*}}, %{{.*}} : !tt.tensordesc<tensor<64x64xf16, #[[$S]]>>, !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable> -> !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable>
  ttng.async_tma_copy_global_to_local %d[%i, %i] %m, %b, %pred : !desc, !barrier -> !block
  // CHECK: ttng.async_tma_copy_global_to_local %{{.*}}[%{{.*}}] %{{.*}}, %{{.*}}, %{{.*}} cacheModifier = ca evictionPolicy = evict_last {isVolatile = true, multicast} : !tt.ptr<i8>, !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable> -> !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable>
  ttng.async_tma_copy_global_to_local %old[%i] %m, %b, %pred cacheModifier = ca evictionPolicy = evict_last {isVolatile = true, multicast} : !tt.ptr<i8>, !barrier -> !block
  // CHECK: ttng.async_tma_copy_local_to_global %{{.*}}[%{{.*}}, %{{.*}}] %{{.*}} : !tt.tensordesc<tensor<64x64xf16, #[[$S]]>>, !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable>
  ttng.async_tma_copy_local_to_global %d[%i, %i] %m : !desc, !block
  // CHECK: ttng.async_tma_reduce add, %{{.*}}[%{{.*}}, %{{.*}}] %{{.*}} : !tt.tensordesc<tensor<64x64xf16, #[[$S]]>>, !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable>
  ttng.async_tma_reduce add, %d[%i, %i] %m : !desc, !block
  // CHECK: ttng.async_tma_gather %{{.*}}[%{{.*}}, %{{.*}}] %{{.*}}, %{{.*}}, %{{.*}} : !tt.tensordesc<tensor<1x64xf16, #[[$S]]>>, tensor<64xi32, #blocked>, i32, !ttg.memdesc<1xi64, #[[$BAR]], #smem, mutable>, !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable>, i1
  ttng.async_tma_gather %r[%x, %i] %m, %b, %pred : !tt.tensordesc<tensor<1x64xf16, #s>>, tensor<64xi32, #b>, i32, !barrier, !block, i1
  // CHECK: ttng.async_tma_scatter %{{.*}}[%{{.*}}, %{{.*}}] %{{.*}} : !tt.tensordesc<tensor<1x64xf16, #[[$S]]>>, tensor<64xi32, #blocked>, i32, !ttg.memdesc<64x64xf16, #[[$S]], #smem, mutable>
  ttng.async_tma_scatter %r[%x, %i] %m : !tt.tensordesc<tensor<1x64xf16, #s>>, tensor<64xi32, #b>, i32, !block
  // CHECK: ttng.async_tma_store_wait {pendings = 0 : i32}
  ttng.async_tma_store_wait {pendings = 0 : i32}
  tt.return
}

// CHECK-LABEL: @descriptors
tt.func @descriptors(%d: !tt.ptr<i8>, %p: !tt.ptr<f16>, %i: i32, %s: i64) {
  // CHECK: ttng.tensormap_create %{{.*}}, %{{.*}}, [%{{.*}}, %{{.*}}], [%{{.*}}, %{{.*}}], [%{{.*}}], [%{{.*}}, %{{.*}}] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 3 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  ttng.tensormap_create %d, %p, [%i, %i], [%i, %i], [%s], [%i, %i] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 3 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  // CHECK: ttng.tensormap_create %{{.*}}, %{{.*}}, [%{{.*}}], [%{{.*}}], [], [%{{.*}}]
  ttng.tensormap_create %d, %p, [%i], [%i], [], [%i] {elem_type = 0 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32) -> ()
  // CHECK: ttng.tensormap_fenceproxy_acquire %{{.*}} : !tt.ptr<i8>
  ttng.tensormap_fenceproxy_acquire %d : !tt.ptr<i8>
  // CHECK: %[[T:.*]] = ttng.reinterpret_tensor_descriptor %{{.*}} : !tt.ptr<i8> to !tt.tensordesc<tensor<64x64xf16, #[[$S]]>>
  %0 = ttng.reinterpret_tensor_descriptor %d : !tt.ptr<i8> to !desc
  // CHECK: ttng.tensor_desc_to_tma_ptr %[[T]] : !tt.tensordesc<tensor<64x64xf16, #[[$S]]>> to !tt.ptr<i8>
  %1 = ttng.tensor_desc_to_tma_ptr %0 : !desc to !tt.ptr<i8>
  tt.return
}

}
