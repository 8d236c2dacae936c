// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @load(%p: !tt.ptr<i8>, %i: i32) {
  // expected-error@+1 {{'tt.experimental_descriptor_load' op needs an index for each of the 2 dimensions of the tensor, found 1}}
  %0 = tt.experimental_descriptor_load %p[%i] : !tt.ptr<i8> -> tensor<4x4xf16>
  tt.return
}

// -----

tt.func @store(%p: !tt.ptr<i8>, %i: i32, %v: tensor<4xf16>) {
  // expected-error@+1 {{'tt.experimental_descriptor_store' op needs an index for each of the 1 dimensions of the tensor, found 2}}
  tt.experimental_descriptor_store %p[%i, %i], %v : !tt.ptr<i8>, tensor<4xf16>
  tt.return
}

// -----

tt.func @pointee(%p: !tt.ptr<f32>, %i: i32) {
  // expected-error@+1 {{'tt.experimental_descriptor_load' op operand #0 must be pointer to i8, but got '!tt.ptr<f32>'}}
  %0 = tt.experimental_descriptor_load %p[%i] : !tt.ptr<f32> -> tensor<4xf16>
  tt.return
}
