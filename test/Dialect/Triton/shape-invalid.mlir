// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @size() {
  // expected-error@+1 {{'tt.make_range' op from 0 to 64 has 64 elements, but the result is 'tensor<32xi32>'}}
  %0 = tt.make_range {end = 64 : i32, start = 0 : i32} : tensor<32xi32>
  tt.return
}

// -----

tt.func @backwards() {
  // expected-error@+1 {{'tt.make_range' op from 4 to 0 has -4 elements, but the result is 'tensor<4xi32>'}}
  %0 = tt.make_range {end = 0 : i32, start = 4 : i32} : tensor<4xi32>
  tt.return
}

// -----

tt.func @rank() {
  // expected-error@+1 {{'tt.make_range' op makes a tensor of rank 1, found 'tensor<2x2xi32>'}}
  %0 = tt.make_range {end = 4 : i32, start = 0 : i32} : tensor<2x2xi32>
  tt.return
}

// -----

tt.func @range_element() {
  // expected-error@+1 {{'tt.make_range' op result #0 must be static tensor of 32-bit signless integer values, but got 'tensor<4xi64>'}}
  %0 = tt.make_range {end = 4 : i32, start = 0 : i32} : tensor<4xi64>
  tt.return
}

// -----

tt.func @splat(%s: f32) {
  // expected-error@+1 {{'tt.splat' op must keep the element type, found 'f32' and 'f16'}}
  %0 = tt.splat %s : f32 -> tensor<4xf16>
  tt.return
}

// -----

tt.func @unsplat(%s: tensor<2xf32>) {
  // expected-error@+1 {{'tt.unsplat' op needs a tensor of one element}}
  %0 = tt.unsplat %s : tensor<2xf32>
  tt.return
}

// -----

tt.func @axis(%s: tensor<4xf32>) {
  // expected-error@+2 {{'tt.expand_dims' op failed to infer returned types}}
  // expected-error@+1 {{'tt.expand_dims' op axis must be 0 to 1, found 2}}
  %0 = tt.expand_dims %s {axis = 2 : i32} : tensor<4xf32> -> tensor<4x1xf32>
  tt.return
}

// -----

tt.func @expand(%s: tensor<4xf32>) {
  // expected-error@+2 {{'tt.expand_dims' op failed to infer returned types}}
  // expected-error@+1 {{'tt.expand_dims' op inferred type(s) 'tensor<1x4xf32>' are incompatible with return type(s) of operation 'tensor<4x1xf32>'}}
  %0 = tt.expand_dims %s {axis = 0 : i32} : tensor<4xf32> -> tensor<4x1xf32>
  tt.return
}

// -----

tt.func @broadcast_rank(%s: tensor<4xf32>) {
  // expected-error@+1 {{'tt.broadcast' op must keep the rank, found 1 and 2; use tt.expand_dims}}
  %0 = tt.broadcast %s : tensor<4xf32> -> tensor<4x4xf32>
  tt.return
}

// -----

tt.func @broadcast_size(%s: tensor<1x2xf32>) {
  // expected-error@+1 {{'tt.broadcast' op grows dimension 1 from 2 to 4, but only a size of 1 can grow}}
  %0 = tt.broadcast %s : tensor<1x2xf32> -> tensor<4x4xf32>
  tt.return
}

// -----

tt.func @broadcast_element(%s: tensor<1x4xf32>) {
  // expected-error@+1 {{'tt.broadcast' op must keep the element type, found 'f32' and 'f16'}}
  %0 = tt.broadcast %s : tensor<1x4xf32> -> tensor<4x4xf16>
  tt.return
}

// -----

tt.func @reshape(%s: tensor<8xf32>) {
  // expected-error@+1 {{'tt.reshape' op must keep the number of elements, found 8 in 8 and 16 in 4x4}}
  %0 = tt.reshape %s : tensor<8xf32> -> tensor<4x4xf32>
  tt.return
}

// -----

tt.func @reshape_element(%s: tensor<8xf32>) {
  // expected-error@+1 {{'tt.reshape' op must keep the element type, found 'f32' and 'i32'}}
  %0 = tt.reshape %s : tensor<8xf32> -> tensor<2x4xi32>
  tt.return
}

// -----

tt.func @reorder(%s: tensor<8xf32>) {
  // expected-error@+1 {{'tt.reshape' op attribute 'allow_reorder' failed to satisfy constraint: unit attribute}}
  %0 = tt.reshape %s {allow_reorder = 1 : i32} : tensor<8xf32> -> tensor<2x4xf32>
  tt.return
}

// -----

tt.func @order(%s: tensor<2x4xf32>) {
  // expected-error@+2 {{'tt.trans' op failed to infer returned types}}
  // expected-error@+1 {{'tt.trans' op order must be a permutation of the 2 dimensions, found [0, 0]}}
  %0 = tt.trans %s {order = array<i32: 0, 0>} : tensor<2x4xf32> -> tensor<4x2xf32>
  tt.return
}

// -----

tt.func @trans(%s: tensor<2x4xf32>) {
  // expected-error@+2 {{'tt.trans' op failed to infer returned types}}
  // expected-error@+1 {{'tt.trans' op inferred type(s) 'tensor<4x2xf32>' are incompatible with return type(s) of operation 'tensor<2x4xf32>'}}
  %0 = tt.trans %s {order = array<i32: 1, 0>} : tensor<2x4xf32> -> tensor<2x4xf32>
  tt.return
}

// -----

tt.func @cat(%s: tensor<4xf32>) {
  // expected-error@+1 {{'tt.cat' op result must have twice the 4 elements of an operand, found 4}}
  %0 = tt.cat %s, %s : tensor<4xf32> -> tensor<4xf32>
  tt.return
}

// -----

tt.func @join(%s: tensor<4xf32>) {
  // expected-error@+1 {{'tt.join' op joins two tensors of 4 into one of 4x2, found 2x4}}
  %0 = tt.join %s, %s : tensor<4xf32> -> tensor<2x4xf32>
  tt.return
}

// -----

tt.func @split(%s: tensor<4x4xf32>) {
  // expected-error@+2 {{'tt.split' op failed to infer returned types}}
  // expected-error@+1 {{'tt.split' op needs a tensor of rank 2 or more with a last dimension of 2}}
  %0, %1 = tt.split %s : tensor<4x4xf32> -> tensor<4xf32>
  tt.return
}

// -----

tt.func @gather_rank(%s: tensor<4x4xf32>, %i: tensor<4xi32>) {
  // expected-error@+1 {{'tt.gather' op needs indices of the source's rank 2, found 1}}
  %0 = tt.gather %s[%i] {axis = 0 : i32} : (tensor<4x4xf32>, tensor<4xi32>) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @gather_size(%s: tensor<4x4xf32>, %i: tensor<8x8xi32>) {
  // expected-error@+1 {{'tt.gather' op needs indices of size 4 in dimension 1, found 8}}
  %0 = tt.gather %s[%i] {axis = 0 : i32} : (tensor<4x4xf32>, tensor<8x8xi32>) -> tensor<8x8xf32>
  tt.return
}

// -----

tt.func @gather_result(%s: tensor<4xf32>, %i: tensor<8xi32>) {
  // expected-error@+2 {{'tt.gather' op failed to infer returned types}}
  // expected-error@+1 {{'tt.gather' op inferred type(s) 'tensor<8xf32>' are incompatible with return type(s) of operation 'tensor<4xf32>'}}
  %0 = tt.gather %s[%i] {axis = 0 : i32} : (tensor<4xf32>, tensor<8xi32>) -> tensor<4xf32>
  tt.return
}

// -----

tt.func @gather_axis(%s: tensor<4xf32>, %i: tensor<8xi32>) {
  // expected-error@+1 {{'tt.gather' op axis must be 0 to 0, found -1}}
  %0 = tt.gather %s[%i] {axis = -1 : i32} : (tensor<4xf32>, tensor<8xi32>) -> tensor<8xf32>
  tt.return
}

// -----

tt.func @gather_element(%s: tensor<4xf32>, %i: tensor<8xi32>) {
  // expected-error@+2 {{'tt.gather' op failed to infer returned types}}
  // expected-error@+1 {{'tt.gather' op inferred type(s) 'tensor<8xf32>' are incompatible with return type(s) of operation 'tensor<8xi32>'}}
  %0 = tt.gather %s[%i] {axis = 0 : i32} : (tensor<4xf32>, tensor<8xi32>) -> tensor<8xi32>
  tt.return
}

// -----

tt.func @histogram(%s: tensor<4x4xi32>) {
  // expected-error@+1 {{'tt.histogram' op works on tensors of rank 1, found 'tensor<4x4xi32>' and 'tensor<8xi32>'}}
  %0 = tt.histogram %s : tensor<4x4xi32> -> tensor<8xi32>
  tt.return
}

// -----

tt.func @histogram_mask(%s: tensor<4xi32>, %m: tensor<8xi1>) {
  // expected-error@+1 {{'tt.histogram' op failed to verify that mask is i1 with the shape of src}}
  %0 = "tt.histogram"(%s, %m) : (tensor<4xi32>, tensor<8xi1>) -> tensor<8xi32>
  tt.return
}
