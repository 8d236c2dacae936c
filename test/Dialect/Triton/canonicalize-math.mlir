// RUN: triton-metal-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: tt.func @mulhiui(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xi32>)
tt.func @mulhiui(%x: tensor<4xi32>) -> (tensor<4xi32>, i32, i64, tensor<4xi32>) {
  // CHECK-DAG: %[[Z:.*]] = arith.constant dense<0> : tensor<4xi32>
  %zero = arith.constant dense<0> : tensor<4xi32>
  %0 = tt.mulhiui %x, %zero : tensor<4xi32>
  // 0xFFFFFFFF squared is 0xFFFFFFFE00000001: unsigned.
  // CHECK-DAG: %[[M:.*]] = arith.constant -2 : i32
  %m1 = arith.constant -1 : i32
  %1 = tt.mulhiui %m1, %m1 : i32
  // CHECK-DAG: %[[N:.*]] = arith.constant 6 : i64
  %7 = arith.constant 7 : i64
  %m = arith.constant -1 : i64
  %2 = tt.mulhiui %7, %m : i64
  // CHECK-DAG: %[[R:.*]] = tt.mulhiui %[[X]], %[[X]]
  %3 = tt.mulhiui %x, %x : tensor<4xi32>
  // CHECK: tt.return %[[Z]], %[[M]], %[[N]], %[[R]]
  tt.return %0, %1, %2, %3 : tensor<4xi32>, i32, i64, tensor<4xi32>
}

// CHECK-LABEL: tt.func @precise_divf(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4xf32>)
tt.func @precise_divf(%x: tensor<4xf32>) -> (tensor<4xf32>, f32, f32, f32) {
  %one = arith.constant dense<1.0> : tensor<4xf32>
  %0 = tt.precise_divf %x, %one : tensor<4xf32>
  // CHECK-DAG: %[[T:.*]] = arith.constant 0.333333343 : f32
  // CHECK-DAG: %[[INF:.*]] = arith.constant 0xFF800000 : f32
  %c1 = arith.constant 1.0 : f32
  %c3 = arith.constant 3.0 : f32
  %c0 = arith.constant 0.0 : f32
  %cm = arith.constant -2.0 : f32
  %1 = tt.precise_divf %c1, %c3 : f32
  %2 = tt.precise_divf %cm, %c0 : f32
  // CHECK-DAG: %[[NAN:.*]] = tt.precise_divf
  %3 = tt.precise_divf %c0, %c0 : f32
  // CHECK: tt.return %[[X]], %[[T]], %[[INF]], %[[NAN]]
  tt.return %0, %1, %2, %3 : tensor<4xf32>, f32, f32, f32
}
