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

// -----

tt.func @dims(%d: !tt.ptr<i8>, %p: !tt.ptr<f16>, %i: i32, %s: i64) {
  // expected-error@+1 {{'tt.experimental_tensormap_create' op needs 0 values of global_stride for 1 dimension, found 1}}
  tt.experimental_tensormap_create %d, %p, [%i], [%i], [%s], [%i] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 3 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i64, i32) -> ()
  tt.return
}

// -----

tt.func @none(%d: !tt.ptr<i8>, %p: !tt.ptr<f16>) {
  // expected-error@+1 {{'tt.experimental_tensormap_create' op needs at least one dimension}}
  tt.experimental_tensormap_create %d, %p, [], [], [], [] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 3 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>) -> ()
  tt.return
}

// -----

tt.func @mode(%d: !tt.ptr<i8>, %p: !tt.ptr<f16>, %i: i32) {
  // expected-error@+1 {{'tt.experimental_tensormap_create' op attribute 'swizzle_mode' failed to satisfy constraint: 32-bit signless integer attribute whose value is non-negative whose maximum value is 3}}
  tt.experimental_tensormap_create %d, %p, [%i], [%i], [], [%i] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 4 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32) -> ()
  tt.return
}

// -----

tt.func @fence(%d: !tt.ptr<f32>) {
  // expected-error@+1 {{'tt.experimental_tensormap_fenceproxy_acquire' op operand #0 must be pointer to i8, but got '!tt.ptr<f32>'}}
  tt.experimental_tensormap_fenceproxy_acquire %d : !tt.ptr<f32>
  tt.return
}

// -----

tt.func @reinterpret(%d: !tt.ptr<f32>) {
  // expected-error@+1 {{'tt.reinterpret_tensor_descriptor' op operand #0 must be pointer to i8, but got '!tt.ptr<f32>'}}
  %0 = tt.reinterpret_tensor_descriptor %d : !tt.ptr<f32> to !tt.tensordesc<tensor<4xf32>>
  tt.return
}
