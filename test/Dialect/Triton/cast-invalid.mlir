// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @number(%a: i32) {
  // expected-error@+1 {{'tt.bitcast' op cannot cast between a pointer and a number: 'i32' to '!tt.ptr<i32>'; use tt.ptr_to_int or tt.int_to_ptr}}
  %0 = tt.bitcast %a : i32 -> !tt.ptr<i32>
  tt.return
}

// -----

tt.func @space(%a: !tt.ptr<i32>) {
  // expected-error@+1 {{'tt.bitcast' op cannot cast from address space 1 to 3}}
  %0 = tt.bitcast %a : !tt.ptr<i32> -> !tt.ptr<i32, 3>
  tt.return
}

// -----

tt.func @width(%a: tensor<4xi32>) {
  // expected-error@+1 {{'tt.bitcast' op needs types of one width, found 'i32' and 'f16'}}
  %0 = tt.bitcast %a : tensor<4xi32> -> tensor<4xf16>
  tt.return
}

// -----

tt.func @shape(%a: tensor<4xi32>) {
  // expected-error@+1 {{'tt.bitcast' op all non-scalar operands/results must have the same shape and base type}}
  %0 = tt.bitcast %a : tensor<4xi32> -> tensor<8xf32>
  tt.return
}

// -----

tt.func @narrow(%a: i32) {
  // expected-error@+1 {{'tt.int_to_ptr' op operand #0 must be i64 or tensor of i64, but got 'i32'}}
  %0 = tt.int_to_ptr %a : i32 -> !tt.ptr<i32>
  tt.return
}

// -----

tt.func @block(%a: !tt.ptr<tensor<4xf32>>) {
  // expected-error@+1 {{'tt.ptr_to_int' op operand #0 must be pointer or tensor of pointers, but got '!tt.ptr<tensor<4xf32>>'}}
  %0 = tt.ptr_to_int %a : !tt.ptr<tensor<4xf32>> -> i64
  tt.return
}

// -----

tt.func @mixed(%a: tensor<4xi64>) {
  // expected-error@+1 {{'tt.int_to_ptr' op}}
  %0 = tt.int_to_ptr %a : tensor<4xi64> -> !tt.ptr<f32>
  tt.return
}

// -----

tt.func @rounding(%a: tensor<4xf32>) {
  // expected-error@+1 {{'tt.fp_to_fp' op narrows 'f32' to 'f8E5M2', so it must name its rounding, rtne or rtz}}
  %0 = tt.fp_to_fp %a : tensor<4xf32> -> tensor<4xf8E5M2>
  tt.return
}

// -----

tt.func @integer(%a: tensor<4xf32>) {
  // expected-error@+1 {{'tt.fp_to_fp' op result #0 must be float or tensor of floats, but got 'tensor<4xi32>'}}
  %0 = tt.fp_to_fp %a : tensor<4xf32> -> tensor<4xi32>
  tt.return
}
