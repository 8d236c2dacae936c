// RUN: triton-metal-opt %s --canonicalize --cse | FileCheck %s
// What may be removed or merged follows from what an op does to memory.

#a = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!x = tensor<32x16xf16, #a>
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
!i = !ttg.memdesc<32x16xf16, #s, #smem>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 32 : i32} {

// Unused views, immutable allocations and reads go; writes, copies, waits and barriers stay.
// CHECK-LABEL: @unused
// CHECK-NEXT:    ttg.local_store
// CHECK-NEXT:    ttg.async_copy_global_to_local
// CHECK-NEXT:    ttg.async_commit_group
// CHECK-NEXT:    ttg.async_wait
// CHECK-NEXT:    ttg.barrier local
// CHECK-NEXT:    ttg.local_barrier
// CHECK-NEXT:    tt.return
tt.func @unused(%m: !m, %r: !ttg.memdesc<2x32x16xf16, #s, #smem, mutable>, %x: !x, %p: tensor<32x16x!tt.ptr<f16>, #a>, %i: i32) {
  %0 = ttg.memdesc_index %r[%i] : !ttg.memdesc<2x32x16xf16, #s, #smem, mutable> -> !m
  %1 = ttg.local_alloc %x : (!x) -> !i
  %2 = ttg.local_load %m : !m -> !x
  ttg.local_store %x, %m : !x -> !m
  %3 = ttg.async_copy_global_to_local %p, %m : tensor<32x16x!tt.ptr<f16>, #a> -> !m
  %4 = ttg.async_commit_group tokens %3
  %5 = ttg.async_wait %4 {num = 0 : i32}
  ttg.barrier local
  ttg.local_barrier
  %6 = ttg.warp_id
  tt.return
}

// Immutable memory is a value; what can be written is a place.
// CHECK-LABEL: @allocations
// CHECK-NEXT:    %[[A:.*]] = ttg.local_alloc %arg0 : (tensor<32x16xf16, #blocked>) -> !ttg.memdesc<32x16xf16, #shared, #smem>
// CHECK-NEXT:    %[[B:.*]] = ttg.local_alloc : ()
// CHECK-NEXT:    %[[C:.*]] = ttg.local_alloc : ()
// CHECK-NEXT:    tt.return %[[A]], %[[A]], %[[B]], %[[C]]
tt.func @allocations(%x: !x) -> (!i, !i, !m, !m) {
  %0 = ttg.local_alloc %x : (!x) -> !i
  %1 = ttg.local_alloc %x : (!x) -> !i
  %2 = ttg.local_alloc : () -> !m
  %3 = ttg.local_alloc : () -> !m
  tt.return %0, %1, %2, %3 : !i, !i, !m, !m
}

// Two reads are one, unless something is written in between.
// CHECK-LABEL: @reads
// CHECK-NEXT:    %[[A:.*]] = ttg.local_load
// CHECK-NEXT:    ttg.local_store
// CHECK-NEXT:    %[[B:.*]] = ttg.local_load
// CHECK-NEXT:    tt.return %[[A]], %[[A]], %[[B]]
tt.func @reads(%m: !m, %x: !x) -> (!x, !x, !x) {
  %0 = ttg.local_load %m : !m -> !x
  %1 = ttg.local_load %m : !m -> !x
  ttg.local_store %x, %m : !x -> !m
  %2 = ttg.local_load %m : !m -> !x
  tt.return %0, %1, %2 : !x, !x, !x
}

}
