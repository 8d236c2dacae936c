// RUN: triton-metal-opt %s --canonicalize | FileCheck %s
// Casts that do nothing, that add up, or whose source is constant.

// CHECK-LABEL: tt.func @bits(
// CHECK-SAME: %[[X:[^:]*]]: tensor<8xf32>, %[[P:[^:]*]]: !tt.ptr<f32>)
tt.func @bits(%x: tensor<8xf32>, %p: !tt.ptr<f32>) -> (tensor<8xf32>, tensor<8xf32>, !tt.ptr<i8>, !tt.ptr<f32>) {
  %0 = tt.bitcast %x : tensor<8xf32> -> tensor<8xf32>
  %1 = tt.bitcast %x : tensor<8xf32> -> tensor<8xi32>
  %2 = tt.bitcast %1 : tensor<8xi32> -> tensor<8xf32>
  // CHECK-NEXT: %[[Q:.*]] = tt.bitcast %[[P]] : !tt.ptr<f32> -> !tt.ptr<i8>
  // CHECK-NEXT: tt.return %[[X]], %[[X]], %[[Q]], %[[P]]
  %3 = tt.bitcast %p : !tt.ptr<f32> -> !tt.ptr<i1>
  %4 = tt.bitcast %3 : !tt.ptr<i1> -> !tt.ptr<i8>
  %5 = tt.bitcast %4 : !tt.ptr<i8> -> !tt.ptr<f32>
  tt.return %0, %2, %4, %5 : tensor<8xf32>, tensor<8xf32>, !tt.ptr<i8>, !tt.ptr<f32>
}

// CHECK-LABEL: tt.func @constant_bits(
tt.func @constant_bits() -> (tensor<4xi32>, f16, i16, tensor<2xf32>, i8) {
  // CHECK-DAG: arith.constant dense<-2147483648> : tensor<4xi32>
  %0 = arith.constant dense<-0.0> : tensor<4xf32>
  %1 = tt.bitcast %0 : tensor<4xf32> -> tensor<4xi32>
  // A NaN keeps its bits.
  // CHECK-DAG: arith.constant 0x7E01 : f16
  // CHECK-DAG: arith.constant 32257 : i16
  %2 = arith.constant 32257 : i16
  %3 = tt.bitcast %2 : i16 -> f16
  %4 = tt.bitcast %3 : f16 -> i16
  // CHECK-DAG: arith.constant dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
  %5 = arith.constant dense<[1065353216, 1073741824]> : tensor<2xi32>
  %6 = tt.bitcast %5 : tensor<2xi32> -> tensor<2xf32>
  // CHECK-DAG: arith.constant 56 : i8
  %7 = arith.constant 1.0 : f8E4M3FN
  %8 = tt.bitcast %7 : f8E4M3FN -> i8
  // CHECK-NOT: tt.bitcast
  tt.return %1, %3, %4, %6, %8 : tensor<4xi32>, f16, i16, tensor<2xf32>, i8
}

// CHECK-LABEL: tt.func @addresses(
// CHECK-SAME: %[[P:[^:]*]]: tensor<8x!tt.ptr<f32>>, %[[I:[^:]*]]: i64, %[[L:[^:]*]]: !tt.ptr<f32, 3>)
tt.func @addresses(%p: tensor<8x!tt.ptr<f32>>, %i: i64, %l: !tt.ptr<f32, 3>) -> (tensor<8x!tt.ptr<f32>>, tensor<8x!tt.ptr<i32>>, i64, i64, !tt.ptr<f32>) {
  // CHECK-DAG: %[[B:.*]] = tt.bitcast %[[P]] : tensor<8x!tt.ptr<f32>> -> tensor<8x!tt.ptr<i32>>
  %0 = tt.ptr_to_int %p : tensor<8x!tt.ptr<f32>> -> tensor<8xi64>
  %1 = tt.int_to_ptr %0 : tensor<8xi64> -> tensor<8x!tt.ptr<f32>>
  %2 = tt.int_to_ptr %0 : tensor<8xi64> -> tensor<8x!tt.ptr<i32>>
  %3 = tt.int_to_ptr %i : i64 -> !tt.ptr<f16>
  %4 = tt.ptr_to_int %3 : !tt.ptr<f16> -> i64
  %5 = tt.bitcast %3 : !tt.ptr<f16> -> !tt.ptr<i8>
  %6 = tt.ptr_to_int %5 : !tt.ptr<i8> -> i64
  // Another address space stays what it is.
  // CHECK-DAG: %[[A:.*]] = tt.ptr_to_int %[[L]] : !tt.ptr<f32, 3> -> i64
  // CHECK-DAG: %[[G:.*]] = tt.int_to_ptr %[[A]] : i64 -> !tt.ptr<f32>
  %7 = tt.ptr_to_int %l : !tt.ptr<f32, 3> -> i64
  %8 = tt.int_to_ptr %7 : i64 -> !tt.ptr<f32>
  // CHECK: tt.return %[[P]], %[[B]], %[[I]], %[[I]], %[[G]]
  tt.return %1, %2, %4, %6, %8 : tensor<8x!tt.ptr<f32>>, tensor<8x!tt.ptr<i32>>, i64, i64, !tt.ptr<f32>
}

// CHECK-LABEL: tt.func @floats(
// CHECK-SAME: %[[X:[^:]*]]: tensor<8xf32>)
tt.func @floats(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, f64, f8E4M3FN, f16, f32) {
  %0 = tt.fp_to_fp %x : tensor<8xf32> -> tensor<8xf32>
  // CHECK-DAG: %[[A:.*]] = arith.constant dense<1.500000e+00> : tensor<8xf32>
  %1 = arith.constant dense<1.5> : tensor<8xf8E5M2>
  %2 = tt.fp_to_fp %1 : tensor<8xf8E5M2> -> tensor<8xf32>
  // CHECK-DAG: %[[INF:.*]] = arith.constant 0x7FF0000000000000 : f64
  %3 = arith.constant 0x7C00 : f16
  %4 = tt.fp_to_fp %3 : f16 -> f64
  // What is rounded, and NaN, is left alone.
  // CHECK-DAG: tt.fp_to_fp %{{.*}}, rounding = rtne : f32 -> f8E4M3FN
  %5 = arith.constant 1000.0 : f32
  %6 = tt.fp_to_fp %5, rounding = rtne : f32 -> f8E4M3FN
  // CHECK-DAG: tt.fp_to_fp %{{.*}}, rounding = rtz : f32 -> f16
  %7 = arith.constant 0.1 : f32
  %8 = tt.fp_to_fp %7, rounding = rtz : f32 -> f16
  // CHECK-DAG: tt.fp_to_fp %{{.*}} : f16 -> f32
  %9 = arith.constant 0x7E00 : f16
  %10 = tt.fp_to_fp %9 : f16 -> f32
  // CHECK: tt.return %[[X]], %[[A]], %[[INF]],
  tt.return %0, %2, %4, %6, %8, %10 : tensor<8xf32>, tensor<8xf32>, f64, f8E4M3FN, f16, f32
}
