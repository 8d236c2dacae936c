// RUN: triton-metal-opt %s | FileCheck %s
// Ops under the names of older versions, as they stand beside each other in files of 3.2 and 3.3.

#blocked = #triton_gpu.blocked<{sizePerThread = [1, 8], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#shared = #triton_gpu.shared<{vec = 8, perPhase = 1, maxPhase = 1, order = [1, 0], hasLeadingOffset = false}>
#shared1 = #triton_gpu.shared<{vec = 8, perPhase = 1, maxPhase = 1, order = [0, 1], hasLeadingOffset = false}>
#shared2 = #triton_gpu.shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0], hasLeadingOffset = false}>
// CHECK: module attributes {"ttg.num-ctas" = 1 : i32, "ttg.num-warps" = 4 : i32, ttg.target = "cuda:90", "ttg.threads-per-warp" = 32 : i32}
module attributes {"triton_gpu.num-ctas" = 1 : i32, "triton_gpu.num-warps" = 4 : i32, triton_gpu.target = "cuda:90", "triton_gpu.threads-per-warp" = 32 : i32} {

// CHECK-LABEL: tt.func @memory
tt.func @memory(%t: tensor<32x32xf16, #blocked>, %p: tensor<32x32x!tt.ptr<f16>, #blocked>) {
  // CHECK: ttg.local_alloc %{{.*}} : (tensor<32x32xf16, #blocked>) -> !ttg.memdesc<32x32xf16, #shared, #smem>
  %0 = triton_gpu.local_alloc %t : (tensor<32x32xf16, #blocked>) -> !tt.memdesc<32x32xf16, #shared, #triton_gpu.shared_memory>
  // CHECK: ttg.memdesc_trans %{{.*}} {order = array<i32: 1, 0>} : !ttg.memdesc<32x32xf16, #shared, #smem> -> !ttg.memdesc<32x32xf16, #shared1, #smem>
  %1 = tt.trans %0 {order = array<i32: 1, 0>} : !tt.memdesc<32x32xf16, #shared, #triton_gpu.shared_memory> -> !tt.memdesc<32x32xf16, #shared1, #triton_gpu.shared_memory>
  // CHECK: %[[BUFFER:.*]] = ttg.local_alloc : () ->
  %2 = triton_gpu.local_alloc  : () -> !tt.memdesc<32x32xf16, #shared, #triton_gpu.shared_memory, mutable>
  // CHECK: %[[COPY:.*]] = ttg.async_copy_global_to_local %{{.*}}, %[[BUFFER]] : tensor<32x32x!tt.ptr<f16>, #blocked> -> <32x32xf16, #shared, #smem, mutable>
  %3 = triton_gpu.async_copy_global_to_local %p, %2 : tensor<32x32x!tt.ptr<f16>, #blocked> -> <32x32xf16, #shared, #triton_gpu.shared_memory, mutable>
  // CHECK: %[[GROUP:.*]] = ttg.async_commit_group tokens %[[COPY]]
  %4 = triton_gpu.async_commit_group %3
  // CHECK: ttg.async_wait %[[GROUP]] {num = 0 : i32}
  %5 = triton_gpu.async_wait %4 {num = 0 : i32}
  tt.return
}

// CHECK-LABEL: tt.func @descriptors
tt.func @descriptors(%d: !tt.ptr<i8>, %i: i32, %b: !tt.memdesc<1xi64, #shared2, #triton_gpu.shared_memory, mutable>) {
  // CHECK: %[[T:.*]] = ttng.reinterpret_tensor_descriptor %{{.*}} : !tt.ptr<i8> to !tt.tensordesc<tensor<32x32xf16>>
  %0 = tt.reinterpret_tensor_descriptor %d : !tt.ptr<i8> to !tt.tensordesc<tensor<32x32xf16>>
  // CHECK: tt.descriptor_load %[[T]][%{{.*}}, %{{.*}}] : !tt.tensordesc<tensor<32x32xf16>> -> tensor<32x32xf16, #blocked>
  %1 = tt.experimental_descriptor_load %0[%i, %i] : !tt.tensordesc<tensor<32x32xf16>> -> tensor<32x32xf16, #blocked>
  // CHECK: tt.descriptor_store %[[T]][%{{.*}}, %{{.*}}], %{{.*}} : !tt.tensordesc<tensor<32x32xf16>>, tensor<32x32xf16, #blocked>
  tt.experimental_descriptor_store %0[%i, %i], %1 : !tt.tensordesc<tensor<32x32xf16>>, tensor<32x32xf16, #blocked>
  // CHECK: ttng.tensormap_fenceproxy_acquire %{{.*}} : !tt.ptr<i8>
  tt.experimental_tensormap_fenceproxy_acquire %d : !tt.ptr<i8>
  // CHECK: ttng.init_barrier %{{.*}}, 1 : !ttg.memdesc<1xi64, #shared2, #smem, mutable>
  triton_nvidia_gpu.init_barrier %b, 1 : <1xi64, #shared2, #triton_gpu.shared_memory, mutable>
  tt.return
}

// CHECK-LABEL: tt.func @generic
tt.func @generic(%t: tensor<32x32xf16, #blocked>) {
  // CHECK: ttg.convert_layout %{{.*}} : tensor<32x32xf16, #blocked> -> tensor<32x32xf16, #blocked>
  %0 = "triton_gpu.convert_layout"(%t) : (tensor<32x32xf16, #blocked>) -> tensor<32x32xf16, #blocked>
  tt.return
}
}
