// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Descriptors as bytes in memory, from Triton 3.0 to 3.2.

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
