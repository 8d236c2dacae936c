// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Descriptors as bytes in memory, from Triton 3.0 to 3.4.

// CHECK-LABEL: tt.func @access
// CHECK-SAME: {tt.nv_tma_desc = 1 : i32}
tt.func @access(%p: !tt.ptr<i8> {tt.nv_tma_desc = 1 : i32}, %q: !tt.ptr<i8, 0>, %i: i32) {
  // CHECK: tt.experimental_descriptor_load %{{.*}}[%{{.*}}, %{{.*}}] : !tt.ptr<i8> -> tensor<64x64xf16>
  %0 = tt.experimental_descriptor_load %p[%i, %i] : !tt.ptr<i8> -> tensor<64x64xf16>
  // CHECK: tt.experimental_descriptor_load %{{.*}}[%{{.*}}] cacheModifier = cg : !tt.ptr<i8, 0> -> tensor<64xf16>
  %1 = tt.experimental_descriptor_load %q[%i] cacheModifier = cg : !tt.ptr<i8, 0> -> tensor<64xf16>
  // CHECK: tt.experimental_descriptor_store %{{.*}}[%{{.*}}, %{{.*}}], %{{.*}} : !tt.ptr<i8>, tensor<64x64xf16>
  tt.experimental_descriptor_store %p[%i, %i], %0 : !tt.ptr<i8>, tensor<64x64xf16>
  tt.return
}

// CHECK-LABEL: tt.func @bytes
tt.func @bytes(%d: !tt.ptr<i8>, %p: !tt.ptr<f16>, %i: i32, %s: i64) {
  // CHECK: tt.experimental_tensormap_create %{{.*}}, %{{.*}}, [%{{.*}}, %{{.*}}], [%{{.*}}, %{{.*}}], [%{{.*}}], [%{{.*}}, %{{.*}}] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 3 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  tt.experimental_tensormap_create %d, %p, [%i, %i], [%i, %i], [%s], [%i, %i] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 3 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  // CHECK: tt.experimental_tensormap_create %{{.*}}, %{{.*}}, [%{{.*}}], [%{{.*}}], [], [%{{.*}}] {elem_type = 0 : i32
  tt.experimental_tensormap_create %d, %p, [%i], [%i], [], [%i] {elem_type = 0 : i32, fill_mode = 1 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32) -> ()
  // CHECK: tt.experimental_tensormap_fenceproxy_acquire %{{.*}} : !tt.ptr<i8>
  tt.experimental_tensormap_fenceproxy_acquire %d : !tt.ptr<i8>
  // CHECK: tt.reinterpret_tensor_descriptor %{{.*}} : !tt.ptr<i8> to !tt.tensordesc<tensor<64x64xf16>>
  %0 = tt.reinterpret_tensor_descriptor %d : !tt.ptr<i8> to !tt.tensordesc<tensor<64x64xf16>>
  // CHECK: tt.reinterpret_tensor_descriptor %{{.*}} : !tt.ptr<i8> to !tt.tensordesc<tensor<8xui8>>
  %1 = "tt.reinterpret_tensor_descriptor"(%d) : (!tt.ptr<i8>) -> !tt.tensordesc<8xui8>
  tt.return
}
