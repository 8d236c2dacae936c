// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --mlir-print-op-generic | triton-metal-opt | FileCheck %s
// Conversions between element types, of scalars and tensors.

// CHECK-LABEL: tt.func @pointers
tt.func @pointers(%i: i64, %t: tensor<64x!tt.ptr<f32>>) {
  // CHECK: tt.int_to_ptr %{{.*}} : i64 -> !tt.ptr<f32>
  %0 = tt.int_to_ptr %i : i64 -> !tt.ptr<f32>
  // CHECK: tt.ptr_to_int %{{.*}} : tensor<64x!tt.ptr<f32>> -> tensor<64xi64>
  %1 = tt.ptr_to_int %t : tensor<64x!tt.ptr<f32>> -> tensor<64xi64>
  // CHECK: tt.int_to_ptr %{{.*}} : tensor<64xi64> -> tensor<64x!tt.ptr<i8>>
  %2 = tt.int_to_ptr %1 : tensor<64xi64> -> tensor<64x!tt.ptr<i8>>
  // CHECK: tt.ptr_to_int %{{.*}} : !tt.ptr<f32> -> i64
  %3 = tt.ptr_to_int %0 : !tt.ptr<f32> -> i64
  tt.return
}

// CHECK-LABEL: tt.func @bits
tt.func @bits(%v: tensor<64xf32>, %p: tensor<64x!tt.ptr<i1>>, %s: i16) {
  // CHECK: tt.bitcast %{{.*}} : tensor<64xf32> -> tensor<64xi32>
  %0 = tt.bitcast %v : tensor<64xf32> -> tensor<64xi32>
  // CHECK: tt.bitcast %{{.*}} : tensor<64xi32> -> tensor<64xi32>
  %1 = tt.bitcast %0 : tensor<64xi32> -> tensor<64xi32>
  // CHECK: tt.bitcast %{{.*}} : tensor<64x!tt.ptr<i1>> -> tensor<64x!tt.ptr<i8>>
  %2 = tt.bitcast %p : tensor<64x!tt.ptr<i1>> -> tensor<64x!tt.ptr<i8>>
  // CHECK: tt.bitcast %{{.*}} : i16 -> bf16
  %3 = tt.bitcast %s : i16 -> bf16
  tt.return
}

// The clause follows the attributes.
// CHECK-LABEL: tt.func @floats
tt.func @floats(%v: tensor<64xf32>, %s: f64) {
  // CHECK: tt.fp_to_fp %{{.*}}, rounding = rtne : tensor<64xf32> -> tensor<64xf8E4M3FN>
  %0 = tt.fp_to_fp %v, rounding = rtne : tensor<64xf32> -> tensor<64xf8E4M3FN>
  // CHECK: tt.fp_to_fp %{{.*}} {tt.note = 1 : i32}, rounding = rtz : tensor<64xf32> -> tensor<64xbf16>
  %1 = tt.fp_to_fp %v {tt.note = 1 : i32}, rounding = rtz : tensor<64xf32> -> tensor<64xbf16>
  // CHECK: tt.fp_to_fp %{{.*}} : tensor<64xf8E4M3FN> -> tensor<64xf32>
  %2 = tt.fp_to_fp %0 : tensor<64xf8E4M3FN> -> tensor<64xf32>
  // CHECK: tt.fp_to_fp %{{.*}}, rounding = rtne : f64 -> f8E5M2
  %3 = tt.fp_to_fp %s, rounding = rtne : f64 -> f8E5M2
  tt.return
}
