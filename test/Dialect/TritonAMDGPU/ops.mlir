// RUN: triton-metal-opt %s | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// AMD's ops, printed as Triton 3.6 prints them.

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [4, 16], warpsPerCTA = [4, 1], order = [1, 0]}>
#c = #ttg.blocked<{sizePerThread = [1, 1], threadsPerWarp = [1, 64], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!buffer = !ttg.memdesc<64x64xf16, #s, #smem, mutable>

module attributes {"ttg.num-warps" = 4 : i32, "ttg.threads-per-warp" = 64 : i32} {

// CHECK-LABEL: @buffers
tt.func @buffers(%p: !tt.ptr<f16>, %o: tensor<64x64xi32, #b>, %k: tensor<64x64xi1, #b>, %x: tensor<64x64xf16, #b>, %s: i32, %m: !buffer) {
  // CHECK: amdg.buffer_load %{{.*}}[%{{.*}}] : tensor<64x64xf16, #blocked>
  %0 = amdg.buffer_load %p[%o] : tensor<64x64xf16, #b>
  // CHECK: amdg.buffer_load %{{.*}}[%{{.*}}], %{{.*}}, %{{.*}} cacheModifier = cg stride = %{{.*}} {contiguity = 4 : i32} : tensor<64x64xf16, #blocked>
  %1 = amdg.buffer_load %p[%o], %k, %x cacheModifier = cg stride = %s {contiguity = 4 : i32} : tensor<64x64xf16, #b>
  // CHECK: amdg.buffer_store %{{.*}}, %{{.*}}[%{{.*}}] : tensor<64x64xf16, #blocked>
  amdg.buffer_store %0, %p[%o] : tensor<64x64xf16, #b>
  // CHECK: amdg.buffer_store %{{.*}}, %{{.*}}[%{{.*}}], %{{.*}} cacheModifier = wt stride = %{{.*}} : tensor<64x64xf16, #blocked>
  amdg.buffer_store %1, %p[%o], %k cacheModifier = wt stride = %s : tensor<64x64xf16, #b>
  // CHECK: amdg.buffer_atomic_rmw fadd, acq_rel, gpu, %{{.*}}, %{{.*}}[%{{.*}}] : tensor<64x64xf16, #blocked>
  %2 = amdg.buffer_atomic_rmw fadd, acq_rel, gpu, %x, %p[%o] : tensor<64x64xf16, #b>
  // CHECK: amdg.buffer_atomic_rmw fadd, relaxed, cta, %{{.*}}, %{{.*}}[%{{.*}}], %{{.*}} stride = %{{.*}} : tensor<64x64xf16, #blocked>
  %3 = amdg.buffer_atomic_rmw fadd, relaxed, cta, %x, %p[%o], %k stride = %s : tensor<64x64xf16, #b>
  // CHECK: amdg.buffer_atomic_cas acq_rel, gpu, %{{.*}}, %{{.*}}, %{{.*}}[%{{.*}}] stride = %{{.*}} : tensor<64x64xf16, #blocked>
  %4 = amdg.buffer_atomic_cas acq_rel, gpu, %x, %x, %p[%o] stride = %s : tensor<64x64xf16, #b>
  // CHECK: amdg.buffer_atomic_cas acq_rel, gpu, %{{.*}}, %{{.*}}, %{{.*}}[%{{.*}}] : tensor<64x64xf16, #blocked>
  %5 = amdg.buffer_atomic_cas acq_rel, gpu, %x, %x, %p[%o] : tensor<64x64xf16, #b>
  // CHECK: amdg.buffer_load_to_local %{{.*}}[%{{.*}}] into %{{.*}} : <f16>[tensor<64x64xi32, #blocked>] -> <64x64xf16, #shared, #smem, mutable>
  %6 = amdg.buffer_load_to_local %p[%o] into %m : <f16>[tensor<64x64xi32, #b>] -> <64x64xf16, #s, #smem, mutable>
  // CHECK: amdg.buffer_load_to_local %{{.*}}[%{{.*}}] mask = %{{.*}} other = %{{.*}} stride = %{{.*}} cacheModifier = ca into %{{.*}} {contiguity = 2 : i32} : <f16>[tensor<64x64xi32, #blocked>] tensor<64x64xf16, #blocked> -> <64x64xf16, #shared, #smem, mutable>
  %7 = amdg.buffer_load_to_local %p[%o] mask = %k other = %x stride = %s cacheModifier = ca into %m {contiguity = 2 : i32} : !tt.ptr<f16>[tensor<64x64xi32, #b>] tensor<64x64xf16, #b> -> !buffer
  tt.return
}

// CHECK-LABEL: @tensors
tt.func @tensors(%x: tensor<64x64xf16, #b>, %m: !ttg.memdesc<64x64xi8, #s, #smem>, %t: !ttg.async.token) {
  // CHECK: %[[P:.*]] = amdg.extract_slice %{{.*}} [32, 0] : tensor<64x64xf16, #blocked> to tensor<32x64xf16, #blocked>
  %0 = amdg.extract_slice %x [32, 0] : tensor<64x64xf16, #b> to tensor<32x64xf16, #b>
  // CHECK: amdg.concat %[[P]], %[[P]] : tensor<32x64xf16, #blocked>, tensor<32x64xf16, #blocked> -> tensor<64x64xf16, #blocked>
  %1 = amdg.concat %0, %0 : tensor<32x64xf16, #b>, tensor<32x64xf16, #b> -> tensor<64x64xf16, #b>
  // CHECK: amdg.in_thread_transpose %{{.*}} : tensor<64x64xf16, #blocked> -> tensor<64x64xf16, #blocked1>
  %2 = amdg.in_thread_transpose %x : tensor<64x64xf16, #b> -> tensor<64x64xf16, #c>
  // CHECK: amdg.local_load_packed_tranposed %{{.*}} : !ttg.memdesc<64x64xi8, #shared, #smem> -> tensor<128x32xi8, #blocked>
  %3 = amdg.local_load_packed_tranposed %m : !ttg.memdesc<64x64xi8, #s, #smem> -> tensor<128x32xi8, #b>
  // CHECK: amdg.local_load_packed_tranposed %{{.*}} token %{{.*}} : !ttg.memdesc
  %4 = amdg.local_load_packed_tranposed %m token %t : !ttg.memdesc<64x64xi8, #s, #smem> -> tensor<128x32xi8, #b>
  tt.return
}

// CHECK-LABEL: @floats
tt.func @floats(%x: tensor<64x64xi8, #b>, %s: tensor<64x4xi8, #b>, %f: tensor<64x64xf8E5M2, #b>, %e: tensor<64x64xbf16, #b>, %w: tensor<64x128xbf16, #b>) {
  // CHECK: amdg.upcast_mxfp %{{.*}}, %{{.*}} fp_type = e2m1 : tensor<64x64xi8, #blocked>, tensor<64x4xi8, #blocked> -> tensor<64x128xbf16, #blocked>
  %0 = amdg.upcast_mxfp %x, %s fp_type = e2m1 : tensor<64x64xi8, #b>, tensor<64x4xi8, #b> -> tensor<64x128xbf16, #b>
  // CHECK: amdg.upcast_mxfp %{{.*}}, %{{.*}} fp_type = e5m2 {fastMath = false} : tensor<64x64xi8, #blocked>, tensor<64x4xi8, #blocked> -> tensor<64x64xbf16, #blocked>
  %3 = amdg.upcast_mxfp %x, %s fp_type = e5m2 {fastMath = false} : tensor<64x64xi8, #b>, tensor<64x4xi8, #b> -> tensor<64x64xbf16, #b>
  // CHECK: amdg.scaled_upcast_fp4 %{{.*}} scale %{{.*}} {axis = 1 : i32} : tensor<64x64xi8, #blocked>, tensor<64x128xbf16, #blocked> -> tensor<64x128xbf16, #blocked>
  %1 = amdg.scaled_upcast_fp4 %x scale %w {axis = 1 : i32} : tensor<64x64xi8, #b>, tensor<64x128xbf16, #b> -> tensor<64x128xbf16, #b>
  // CHECK: amdg.scaled_upcast_fp8 %{{.*}} scale %{{.*}} : tensor<64x64xf8E5M2, #blocked>, tensor<64x64xbf16, #blocked> -> tensor<64x64xbf16, #blocked>
  %2 = amdg.scaled_upcast_fp8 %f scale %e : tensor<64x64xf8E5M2, #b>, tensor<64x64xbf16, #b> -> tensor<64x64xbf16, #b>
  tt.return
}

// CHECK-LABEL: @hints
tt.func @hints(%c: i1, %t: !ttg.async.token) {
  // CHECK: amdg.async_wait %{{.*}} {num_inst = 1 : i32}
  %0 = amdg.async_wait %t {num_inst = 1 : i32}
  // CHECK: amdg.async_wait {num_inst = 0 : i32}
  %1 = amdg.async_wait {num_inst = 0 : i32}
  // CHECK: amdg.cond_barrier %{{.*}}
  amdg.cond_barrier %c
  // CHECK: amdg.instruction_sched_hint {isBufferLoadsAEnabled = false, numDsReadsA = #amdg.InstCounter<0, none>, variant = #amdg.SchedHintVariant<local_prefetch>}
  amdg.instruction_sched_hint {isBufferLoadsAEnabled = false, numDsReadsA = #amdg.InstCounter<0, none>, variant = #amdg.SchedHintVariant<local_prefetch>}
  tt.return
}

}
