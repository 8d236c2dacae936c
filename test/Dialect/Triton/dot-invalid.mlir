// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @rank(%a: tensor<4xf16>, %c: tensor<4x4xf32>) {
  // expected-error@+1 {{'tt.dot' op works on tensors of rank 2, or 3 with a batch; found 1, 1 and 2}}
  %0 = tt.dot %a, %a, %c : tensor<4xf16> * tensor<4xf16> -> tensor<4x4xf32>
  tt.return
}

// -----

tt.func @shape(%a: tensor<4x8xf16>, %c: tensor<4x8xf32>) {
  // expected-error@+1 {{'tt.dot' op cannot multiply 4x8 by 4x8 into 4x8}}
  %0 = tt.dot %a, %a, %c : tensor<4x8xf16> * tensor<4x8xf16> -> tensor<4x8xf32>
  tt.return
}

// -----

tt.func @batch(%a: tensor<2x4x4xf16>, %b: tensor<4x4x4xf16>, %c: tensor<2x4x4xf32>) {
  // expected-error@+1 {{'tt.dot' op cannot multiply 2x4x4 by 4x4x4 into 2x4x4}}
  %0 = tt.dot %a, %b, %c : tensor<2x4x4xf16> * tensor<4x4x4xf16> -> tensor<2x4x4xf32>
  tt.return
}

// -----

tt.func @width(%a: tensor<4x4xf16>, %b: tensor<4x4xf32>) {
  // expected-error@+1 {{'tt.dot' op needs operands of one element width, found 'f16' and 'f32'}}
  %0 = tt.dot %a, %b, %b : tensor<4x4xf16> * tensor<4x4xf32> -> tensor<4x4xf32>
  tt.return
}

// -----

tt.func @precision(%a: tensor<4x4xf32>) {
  // expected-error@+1 {{invalid properties {inputPrecision = 9 : i32} for op tt.dot: Invalid attribute `inputPrecision` in property conversion: 9 : i32}}
  %0 = "tt.dot"(%a, %a, %a) <{inputPrecision = 9 : i32}> : (tensor<4x4xf32>, tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  tt.return
}

// -----

tt.func @pointers(%a: tensor<4x4x!tt.ptr<f32>>) {
  // expected-error@+1 {{'tt.dot' op operand #0 must be static tensor of integer or floating-point values, but got 'tensor<4x4x!tt.ptr<f32>>'}}
  %0 = tt.dot %a, %a, %a : tensor<4x4x!tt.ptr<f32>> * tensor<4x4x!tt.ptr<f32>> -> tensor<4x4x!tt.ptr<f32>>
  tt.return
}

// -----

tt.func @format(%a: tensor<32x32xf16>, %c: tensor<32x32xf32>) {
  // expected-error@+1 {{'tt.dot_scaled' op a of format e4m3 cannot be a tensor of 'f16'}}
  %0 = tt.dot_scaled %a, %a, %c lhs = e4m3 rhs = fp16 {fastMath = false} : tensor<32x32xf16> * tensor<32x32xf16> -> tensor<32x32xf32>
  tt.return
}

// -----

tt.func @unknown(%a: tensor<32x32xf16>, %c: tensor<32x32xf32>) {
  // expected-error@+1 {{'e9m9' is no element format of a scaled operand; expected e4m3, e5m2, e2m3, e3m2, e2m1, bf16 or fp16}}
  %0 = tt.dot_scaled %a, %a, %c lhs = e9m9 rhs = fp16 {fastMath = false} : tensor<32x32xf16> * tensor<32x32xf16> -> tensor<32x32xf32>
  tt.return
}

// -----

tt.func @pack(%a: tensor<32x32xf16>, %c: tensor<32x32xf32>) {
  // expected-error@+1 {{'tt.dot_scaled' op can pack only e2m1 along another dimension than K, but the format of a is fp16}}
  %0 = tt.dot_scaled %a, %a, %c lhs = fp16 rhs = fp16 {fastMath = false, lhs_k_pack = false} : tensor<32x32xf16> * tensor<32x32xf16> -> tensor<32x32xf32>
  tt.return
}

// -----

tt.func @scaled_shape(%a: tensor<32x32xi8>, %b: tensor<32x32xf16>, %c: tensor<32x32xf32>) {
  // expected-error@+1 {{'tt.dot_scaled' op cannot multiply 32x64 by 32x32 elements into 32x32}}
  %0 = tt.dot_scaled %a, %b, %c lhs = e2m1 rhs = fp16 {fastMath = false} : tensor<32x32xi8> * tensor<32x32xf16> -> tensor<32x32xf32>
  tt.return
}

// -----

tt.func @scale(%a: tensor<32x64xf8E5M2>, %s: tensor<32x1xi8>, %b: tensor<64x32xf16>, %c: tensor<32x32xf32>) {
  // expected-error@+1 {{'tt.dot_scaled' op needs one scale for 32 or 16 of the 32x64 elements of a, found 32x1}}
  %0 = tt.dot_scaled %a scale %s, %b, %c lhs = e5m2 rhs = fp16 {fastMath = false} : tensor<32x64xf8E5M2>, tensor<32x1xi8> * tensor<64x32xf16> -> tensor<32x32xf32>
  tt.return
}

// -----

tt.func @scale_type(%a: tensor<32x64xf8E5M2>, %s: tensor<32x2xf16>, %b: tensor<64x32xf16>, %c: tensor<32x32xf32>) {
  // expected-error@+1 {{'tt.dot_scaled' op operand #3 must be static tensor of 8-bit signless integer or f8E4M3FN type values, but got 'tensor<32x2xf16>'}}
  %0 = tt.dot_scaled %a scale %s, %b, %c lhs = e5m2 rhs = fp16 {fastMath = false} : tensor<32x64xf8E5M2>, tensor<32x2xf16> * tensor<64x32xf16> -> tensor<32x32xf32>
  tt.return
}

// -----

tt.func @scaled_rank(%a: tensor<32xf16>, %c: tensor<32x32xf32>) {
  // expected-error@+1 {{'tt.dot_scaled' op works on tensors of rank 2, or 3 with a batch; found 1, 1 and 2}}
  %0 = tt.dot_scaled %a, %a, %c lhs = fp16 rhs = fp16 {fastMath = false} : tensor<32xf16> * tensor<32xf16> -> tensor<32x32xf32>
  tt.return
}

// -----

tt.func @operands(%a: tensor<32x32xf16>, %c: tensor<32x32xf32>) {
  // expected-error@+1 {{expected two operands, each with a scale or without, and an accumulator}}
  %0 = tt.dot_scaled %a, %a lhs = fp16 rhs = fp16 {fastMath = false} : tensor<32x32xf16> * tensor<32x32xf16> -> tensor<32x32xf32>
  tt.return
}
