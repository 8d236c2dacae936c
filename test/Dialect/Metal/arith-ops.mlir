// RUN: triton-metal-opt %s | triton-metal-opt | FileCheck %s
// RUN: triton-metal-opt %s --canonicalize | FileCheck %s --check-prefix=FOLD

// CHECK-LABEL: tt.func @syntax
// CHECK: metal.multiply_high %{{.*}}, %{{.*}} : i64
// CHECK: metal.multiply_high %{{.*}}, %{{.*}} : vector<4xi32>
tt.func @syntax(%a: i64, %v: vector<4xi32>) -> (i64, vector<4xi32>) {
  %h = metal.multiply_high %a, %a : i64
  %w = metal.multiply_high %v, %v : vector<4xi32>
  tt.return %h, %w : i64, vector<4xi32>
}

// (2^64 - 1) * 2 = 2^64 + (2^64 - 2)
// FOLD-LABEL: tt.func @constants
// FOLD:       %[[ONE:.*]] = arith.constant 1 : i64
// FOLD-NEXT:  tt.return %[[ONE]]
tt.func @constants() -> i64 {
  %a = arith.constant -1 : i64
  %b = arith.constant 2 : i64
  %h = metal.multiply_high %a, %b : i64
  tt.return %h : i64
}
