// RUN: triton-metal-opt %s --tritongpu-contract-multiply-add --split-input-file | FileCheck %s

// CHECK-LABEL: @fused
// CHECK-SAME:    (%[[A:.*]]: f32, %[[B:.*]]: f32, %[[C:.*]]: f32, %[[H:.*]]: f16)
tt.func @fused(%a: f32, %b: f32, %c: f32, %h: f16) -> (f32, f32, f32, f16) {
  // CHECK: %[[SUM:.*]] = math.fma %[[A]], %[[B]], %[[C]] : f32
  %p = arith.mulf %a, %b : f32
  %sum = arith.addf %p, %c : f32
  // CHECK: %[[NC:.*]] = arith.negf %[[C]]
  // CHECK: %[[LESS:.*]] = math.fma %[[A]], %[[B]], %[[NC]] : f32
  %q = arith.mulf %a, %b : f32
  %less = arith.subf %q, %c : f32
  // CHECK: %[[NA:.*]] = arith.negf %[[A]]
  // CHECK: %[[FROM:.*]] = math.fma %[[NA]], %[[B]], %[[C]] : f32
  %r = arith.mulf %a, %b : f32
  %from = arith.subf %c, %r : f32
  // CHECK: math.fma %[[H]], %[[H]], %[[H]] : f16
  %s = arith.mulf %h, %h : f16
  %half = arith.addf %h, %s : f16
  tt.return %sum, %less, %from, %half : f32, f32, f32, f16
}

// -----

// A product that something else uses, in another block, or of bf16, is rounded by itself.
// CHECK-LABEL: @apart
// CHECK-NOT:     math.fma
tt.func @apart(%a: f32, %b: bf16, %c: i1) -> (f32, f32, bf16, f32) {
  %p = arith.mulf %a, %a : f32
  %sum = arith.addf %p, %a : f32
  %s = arith.mulf %b, %b : bf16
  %narrow = arith.addf %s, %b : bf16
  %q = arith.mulf %a, %a : f32
  %r = scf.if %c -> f32 {
    %t = arith.addf %q, %a : f32
    scf.yield %t : f32
  } else {
    scf.yield %a : f32
  }
  tt.return %p, %sum, %narrow, %r : f32, f32, bf16, f32
}

// -----

// Of two products the first one is fused; the square of a sum is none.
// CHECK-LABEL: @two
// CHECK:         %[[Q:.*]] = arith.mulf %{{.*}}, %{{.*}}
// CHECK-NEXT:    math.fma %{{.*}}, %{{.*}}, %[[Q]]
// CHECK:         %[[M:.*]] = arith.mulf
// CHECK-NEXT:    arith.addf %[[M]], %[[M]]
tt.func @two(%a: f32, %b: f32) -> (f32, f32) {
  %p = arith.mulf %a, %a : f32
  %q = arith.mulf %b, %b : f32
  %sum = arith.addf %p, %q : f32
  %m = arith.mulf %a, %b : f32
  %twice = arith.addf %m, %m : f32
  tt.return %sum, %twice : f32, f32
}
