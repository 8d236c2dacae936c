// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Ops on tensors and memory, printed as Triton 3.6 prints them.

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#c = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 32], warpsPerCTA = [1, 4], order = [1, 0]}>
#d = #ttg.blocked<{sizePerThread = [1, 8], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#t = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 1]}>
#s3 = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [2, 1, 0]}>
#smem = #ttg.shared_memory
!buffer = !ttg.memdesc<32x16xf16, #s, #smem, mutable>

module attributes {"ttg.num-warps" = 4 : i32} {

// CHECK-LABEL: @tensors
tt.func @tensors(%x: tensor<32x32xf16, #b>, %p: tensor<32x32xi8, #b>, %q: tensor<32x2xi8, #b>) {
  // CHECK: ttg.convert_layout %{{.*}} : tensor<32x32xf16, #blocked> -> tensor<32x32xf16, #blocked1>
  %0 = ttg.convert_layout %x : tensor<32x32xf16, #b> -> tensor<32x32xf16, #c>
  // CHECK: ttg.fp4_to_fp %{{.*}} {axis = 1 : i32} : tensor<32x32xi8, #blocked> -> tensor<32x64xbf16, #blocked2>
  %1 = ttg.fp4_to_fp %p {axis = 1 : i32} : tensor<32x32xi8, #b> -> tensor<32x64xbf16, #d>
  // CHECK: ttg.upcast_mxfp %{{.*}}, %{{.*}} fp_type = e2m1 : tensor<32x32xi8, #blocked>, tensor<32x2xi8, #blocked> -> tensor<32x64xbf16, #blocked2>
  %e = ttg.upcast_mxfp %p, %q fp_type = e2m1 : tensor<32x32xi8, #b>, tensor<32x2xi8, #b> -> tensor<32x64xbf16, #d>
  // CHECK: ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 256 : i32} : !tt.ptr<i8>
  %2 = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 256 : i32} : !tt.ptr<i8>
  // CHECK: ttg.global_scratch_alloc {alignment = 8 : i32, nbytes = 0 : i32, shared_cluster_state, third_party_allocation} : !tt.ptr<i8>
  %3 = ttg.global_scratch_alloc {alignment = 8 : i32, nbytes = 0 : i32, shared_cluster_state, third_party_allocation} : !tt.ptr<i8>
  tt.return
}

// CHECK-LABEL: @memory
tt.func @memory(%x: tensor<32x16xf16, #b>, %i: tensor<32x16xi32, #b>, %token: !ttg.async.token) {
  // CHECK: %[[A:.*]] = ttg.local_alloc %{{.*}} : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem>
  %0 = ttg.local_alloc %x : (tensor<32x16xf16, #b>) -> !ttg.memdesc<32x16xf16, #s, #smem>
  // CHECK: %[[M:.*]] = ttg.local_alloc : () -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
  %1 = ttg.local_alloc : () -> !buffer
  // CHECK: ttg.local_alloc {alignment = 16 : i32} : () -> !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable>
  %2 = ttg.local_alloc {alignment = 16 : i32} : () -> !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>
  // CHECK: ttg.local_load %[[A]] : !ttg.memdesc<32x16xf16, #shared, #smem> -> tensor<32x16xf16, #blocked1>
  %3 = ttg.local_load %0 : !ttg.memdesc<32x16xf16, #s, #smem> -> tensor<32x16xf16, #c>
  // CHECK: ttg.local_load %[[M]] token %{{.*}} : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> tensor<32x16xf16, #blocked>
  %4 = ttg.local_load %1 token %token : !buffer -> tensor<32x16xf16, #b>
  // CHECK: ttg.local_store %{{.*}}, %[[M]] : tensor<32x16xf16, #blocked> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
  ttg.local_store %4, %1 : tensor<32x16xf16, #b> -> !buffer
  // CHECK: ttg.local_gather %[[M]][%{{.*}}] {axis = 0 : i32} : !ttg.memdesc<32x16xf16, #shared, #smem, mutable>, tensor<32x16xi32, #blocked> -> tensor<32x16xf16, #blocked>
  %5 = ttg.local_gather %1[%i] {axis = 0 : i32} : !buffer, tensor<32x16xi32, #b> -> tensor<32x16xf16, #b>
  // CHECK: ttg.local_scatter %[[M]][%{{.*}}], %{{.*}} {axis = 1 : i32} : !ttg.memdesc<32x16xf16, #shared, #smem, mutable>, tensor<32x16xi32, #blocked>, tensor<32x16xf16, #blocked>
  ttg.local_scatter %1[%i], %x {axis = 1 : i32} : !buffer, tensor<32x16xi32, #b>, tensor<32x16xf16, #b>
  // CHECK: ttg.local_dealloc %{{.*}} : !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable>
  ttg.local_dealloc %2 : !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>
  tt.return
}

// CHECK-LABEL: @views
tt.func @views(%m: !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>, %i: i32) {
  // CHECK: %[[B:.*]] = ttg.memdesc_index %{{.*}}[%{{.*}}] : !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
  %0 = ttg.memdesc_index %m[%i] : !ttg.memdesc<3x32x16xf16, #s, #smem, mutable> -> !buffer
  // CHECK: ttg.memdesc_subslice %[[B]][0, 8] : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x8xf16, #shared, #smem, mutable, 32x16>
  %1 = ttg.memdesc_subslice %0[0, 8] : !buffer -> !ttg.memdesc<32x8xf16, #s, #smem, mutable, 32x16>
  // CHECK: ttg.memdesc_subview %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}] : !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable>
  %2 = ttg.memdesc_subview %m[%i, %i, %i] : !ttg.memdesc<3x32x16xf16, #s, #smem, mutable> -> !buffer
  // Up to 3.2 views for reading are immutable, in 3.5 buffers remember the allocation.
  // CHECK: ttg.memdesc_subview %[[B]][%{{.*}}, %{{.*}}] : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x8xf16, #shared, #smem>
  %r = ttg.memdesc_subview %0[%i, %i] : !buffer -> !ttg.memdesc<32x8xf16, #s, #smem>
  // CHECK: ttg.memdesc_index %{{.*}}[%{{.*}}] : !ttg.memdesc<3x32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xf16, #shared, #smem, mutable, 3x32x16>
  %o = ttg.memdesc_index %m[%i] : !ttg.memdesc<3x32x16xf16, #s, #smem, mutable> -> !ttg.memdesc<32x16xf16, #s, #smem, mutable, 3x32x16>
  // CHECK: ttg.memdesc_trans %[[B]] {order = array<i32: 1, 0>} : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<16x32xf16, #shared1, #smem, mutable>
  %3 = ttg.memdesc_trans %0 {order = array<i32: 1, 0>} : !buffer -> !ttg.memdesc<16x32xf16, #t, #smem, mutable>
  // CHECK: ttg.memdesc_reshape %[[B]] : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x4x4xf16, #shared2, #smem, mutable>
  %4 = ttg.memdesc_reshape %0 : !buffer -> !ttg.memdesc<32x4x4xf16, #s3, #smem, mutable>
  // CHECK: ttg.memdesc_reinterpret %[[B]] : !ttg.memdesc<32x16xf16, #shared, #smem, mutable> -> !ttg.memdesc<32x16xi16, #shared, #smem, mutable>
  %5 = ttg.memdesc_reinterpret %0 : !buffer -> !ttg.memdesc<32x16xi16, #s, #smem, mutable>
  tt.return
}

// CHECK-LABEL: @async
tt.func @async(%p: tensor<32x16x!tt.ptr<f16>, #b>, %m: !buffer, %k: tensor<32x16xi1, #b>, %o: tensor<32x16xf16, #b>) {
  // CHECK: %[[A:.*]] = ttg.async_copy_global_to_local %{{.*}}, %{{.*}} : tensor<32x16x!tt.ptr<f16>, #blocked> -> <32x16xf16, #shared, #smem, mutable>
  %0 = ttg.async_copy_global_to_local %p, %m : tensor<32x16x!tt.ptr<f16>, #b> -> <32x16xf16, #s, #smem, mutable>
  // CHECK: %[[B:.*]] = ttg.async_copy_global_to_local %{{.*}}, %{{.*}} mask %{{.*}} other %{{.*}} cacheModifier = cg evictionPolicy = evict_first {contiguity = 8 : i32} : tensor<32x16x!tt.ptr<f16>, #blocked> -> <32x16xf16, #shared, #smem, mutable>
  %1 = ttg.async_copy_global_to_local %p, %m mask %k other %o evictionPolicy = evict_first cacheModifier = cg {contiguity = 8 : i32} : tensor<32x16x!tt.ptr<f16>, #b> -> !buffer
  // CHECK: ttg.async_copy_global_to_local %{{.*}}, %{{.*}} mask %{{.*}} {isVolatile = true} : tensor<32x16x!tt.ptr<f16>, #blocked> -> <32x16xf16, #shared, #smem, mutable>
  %2 = ttg.async_copy_global_to_local %p, %m mask %k {isVolatile = true} : tensor<32x16x!tt.ptr<f16>, #b> -> <32x16xf16, #s, #smem, mutable>
  // CHECK: %[[G:.*]] = ttg.async_commit_group tokens %[[A]], %[[B]]
  %3 = ttg.async_commit_group tokens %0, %1
  // CHECK: ttg.async_commit_group tokens %[[A]], %[[B]] {loop.stage = 1 : i32}
  %4 = ttg.async_commit_group %0, %1 {loop.stage = 1 : i32}
  // CHECK: ttg.async_commit_group{{$}}
  %5 = ttg.async_commit_group
  // CHECK: ttg.async_wait %[[G]], %{{.*}} {num = 1 : i32}
  %6 = ttg.async_wait %3, %4 {num = 1 : i32}
  // CHECK: ttg.async_wait {num = 0 : i32}
  %7 = ttg.async_wait  {num = 0 : i32}
  tt.return
}

// CHECK-LABEL: @barriers
tt.func @barriers() {
  // CHECK: ttg.barrier local{{$}}
  ttg.barrier local
  // CHECK: ttg.barrier local|global_read|global_write{{$}}
  ttg.barrier local|global_read|global_write
  // CHECK: ttg.barrier all{{$}}
  ttg.barrier all
  // CHECK: ttg.barrier none{{$}}
  ttg.barrier none
  // CHECK: ttg.local_barrier{{$}}
  ttg.local_barrier
  tt.return
}

// CHECK-LABEL: @predicates
tt.func @predicates(%i: i32, %x: i32) {
  // CHECK: ttg.warp_id{{$}}
  %0 = ttg.warp_id
  // CHECK: ttg.warp_id {omitUniformHint}
  %1 = ttg.warp_id {omitUniformHint}
  // CHECK: %[[P:.*]] = ttg.predicate_stage %{{.*}}, %{{.*}}, %{{.*}} maxStage 2 stage 0 : i32 -> i1
  %2 = ttg.predicate_stage %i, %x, %i maxStage 2 stage 0 : i32 -> i1
  // CHECK: "ttg.mask"(%[[P]]) ({
  // CHECK:   ttg.mask.return %{{.*}} : i32
  // CHECK: }) : (i1) -> i32
  %3 = "ttg.mask"(%2) ({
    ttg.mask.return %x : i32
  }) : (i1) -> i32
  // CHECK: ttg.mask.return{{$}}
  "ttg.mask"(%2) ({
    ttg.mask.return
  }) : (i1) -> ()
  tt.return
}

}
