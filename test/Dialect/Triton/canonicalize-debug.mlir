// RUN: triton-metal-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: tt.func @asserts(
tt.func @asserts(%c: tensor<4xi1>) {
  %t = arith.constant dense<true> : tensor<4xi1>
  %f = arith.constant dense<false> : tensor<4xi1>
  // CHECK: tt.assert %arg0, "unknown"
  // CHECK-NEXT: tt.assert %{{.*}}, "wrong"
  // CHECK-NEXT: tt.return
  tt.assert %t, "right" : tensor<4xi1>
  tt.assert %c, "unknown" : tensor<4xi1>
  tt.assert %f, "wrong" : tensor<4xi1>
  tt.return
}
