// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Pointers to blocks, up to Triton 3.6.

// CHECK-LABEL: tt.func @blocks
tt.func @blocks(%a: !tt.ptr<f16>, %M: i64, %s: i64, %i: i32, %l: !tt.ptr<i8, 3>) {
  // CHECK: tt.make_tensor_ptr %{{.*}}, [%{{.*}}, %{{.*}}], [%{{.*}}, %{{.*}}], [%{{.*}}, %{{.*}}] {order = array<i32: 1, 0>} : <tensor<64x32xf16>>
  %0 = tt.make_tensor_ptr %a, [%M, %M], [%s, %s], [%i, %i] {order = array<i32: 1, 0>} : <tensor<64x32xf16>>
  // CHECK: tt.advance %{{.*}}, [%{{.*}}, %{{.*}}] : <tensor<64x32xf16>>
  %1 = tt.advance %0, [%i, %i] : <tensor<64x32xf16>>
  // CHECK: tt.make_tensor_ptr %{{.*}}, [%{{.*}}], [%{{.*}}], [%{{.*}}] {order = array<i32: 0>} : <tensor<8xi8>, 3>
  %2 = tt.make_tensor_ptr %l, [%M], [%s], [%i] {order = array<i32: 0>} : !tt.ptr<tensor<8xi8>, 3>
  // CHECK: tt.advance %{{.*}}, [%{{.*}}] : <tensor<8xi8>, 3>
  %3 = tt.advance %2, [%i] : !tt.ptr<tensor<8xi8>, 3>
  // CHECK: tt.make_tensor_ptr %{{.*}}, [%{{.*}}], [%{{.*}}], [%{{.*}}] {order = array<i32: 0>} : <tensor<8xf16>>
  %4 = "tt.make_tensor_ptr"(%a, %M, %s, %i) <{order = array<i32: 0>}> : (!tt.ptr<f16>, i64, i64, i32) -> !tt.ptr<tensor<8xf16>>
  // CHECK: tt.load %{{.*}} {boundaryCheck = array<i32: 0>, padding = 1 : i32} : !tt.ptr<tensor<8xf16>>
  %5 = tt.load %4 {boundaryCheck = array<i32: 0>, padding = 1 : i32} : !tt.ptr<tensor<8xf16>>
  tt.return
}
