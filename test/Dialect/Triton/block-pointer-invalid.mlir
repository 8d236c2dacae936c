// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @rank(%a: !tt.ptr<f16>, %s: i64, %i: i32) {
  // expected-error@+1 {{'tt.make_tensor_ptr' op needs a size, a stride and an offset for each of the 2 dimensions of the block, found 1}}
  %0 = tt.make_tensor_ptr %a, [%s], [%s], [%i] {order = array<i32: 0>} : <tensor<4x4xf16>>
  tt.return
}

// -----

tt.func @order(%a: !tt.ptr<f16>, %s: i64, %i: i32) {
  // expected-error@+1 {{'tt.make_tensor_ptr' op order must be a permutation of the 1 dimensions, found [1]}}
  %0 = tt.make_tensor_ptr %a, [%s], [%s], [%i] {order = array<i32: 1>} : <tensor<4xf16>>
  tt.return
}

// -----

tt.func @base(%a: !tt.ptr<f32>, %s: i64, %i: i32) {
  // expected-error@+1 {{'tt.make_tensor_ptr' op failed to verify that base points to the element type of the block}}
  %0 = "tt.make_tensor_ptr"(%a, %s, %s, %i) <{order = array<i32: 0>}> : (!tt.ptr<f32>, i64, i64, i32) -> !tt.ptr<tensor<4xf16>>
  tt.return
}

// -----

tt.func @result(%a: !tt.ptr<f32>, %s: i64, %i: i32) {
  // expected-error@+1 {{'result' must be block pointer, but got '!tt.ptr<f32>'}}
  %0 = tt.make_tensor_ptr %a, [%s], [%s], [%i] {order = array<i32: 0>} : <f32>
  tt.return
}

// -----

tt.func @advance(%a: !tt.ptr<tensor<4x4xf16>>, %i: i32) {
  // expected-error@+1 {{'tt.advance' op needs an offset for each of the 2 dimensions of the block, found 1}}
  %0 = tt.advance %a, [%i] : <tensor<4x4xf16>>
  tt.return
}

// -----

tt.func @advance_pointer(%a: !tt.ptr<f16>, %i: i32) {
  // expected-error@+1 {{'tt.advance' op operand #0 must be block pointer, but got '!tt.ptr<f16>'}}
  %0 = tt.advance %a, [%i] : <f16>
  tt.return
}
