// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Sizes that nobody knows, or counts to: ops look at their tensors before the function looks at its
// body.

tt.func @unsplat(%x: tensor<?xf32>) {
  // expected-error@+1 {{'tt.unsplat' op needs a tensor of one element}}
  %0 = tt.unsplat %x : tensor<?xf32>
  tt.return
}

// -----

tt.func @reshape(%x: tensor<?xf32>) {
  // expected-error@+1 {{'tt.reshape' op operand #0 must be static tensor of integer or floating-point or pointer values, but got 'tensor<?xf32>'}}
  %0 = tt.reshape %x : tensor<?xf32> -> tensor<2x4xf32>
  tt.return
}

// -----

tt.func @asm(%x: tensor<?xi8>) {
  // expected-error@+1 {{'tt.elementwise_inline_asm' op operand #0 must be variadic of integer, float, pointer or tensor of them, but got 'tensor<?xi8>'}}
  %0 = tt.elementwise_inline_asm "" {constraints = "=r,r", packed_element = 4 : i32, pure = true} %x : tensor<?xi8> -> tensor<?xi8>
  tt.return
}

// -----

tt.func @map(%a: tensor<?xi32>) {
  // expected-error@+1 {{'tt.map_elementwise' op operand #0 must be variadic of static tensor of integer or floating-point or pointer values, but got 'tensor<?xi32>'}}
  %0 = "tt.map_elementwise"(%a) <{pack = 2 : i32}> ({
  ^bb0(%x: i32, %y: i32):
    tt.map_elementwise.return %x, %y : i32, i32
  }) : (tensor<?xi32>) -> tensor<?xi32>
  tt.return
}

// -----

tt.func @endless(%x: tensor<9223372036854775807x2xf32>) {
  // expected-error@+1 {{'tt.reshape' op operand #0 must be static tensor of integer or floating-point or pointer values, but got 'tensor<9223372036854775807x2xf32>'}}
  %0 = tt.reshape %x : tensor<9223372036854775807x2xf32> -> tensor<2x9223372036854775807xf32>
  tt.return
}

// -----

// What can be counted is left to the function.
tt.func @large(%x: tensor<4194304xf32>) {
  // expected-error@+1 {{'tt.reshape' op has a tensor with more elements than allowed: 'tensor<2x2097152xf32>', at most 1048576 are}}
  %0 = tt.reshape %x : tensor<4194304xf32> -> tensor<2x2097152xf32>
  tt.return
}

// -----

// None at all, and none of a dimension that others multiply.
tt.func @none(%x: tensor<1048576x0xf32>) {
  // expected-error@+1 {{'tt.reshape' op has a tensor with a dimension of 0 in 'tensor<0xf32>'; every dimension must be a power of two}}
  %0 = tt.reshape %x : tensor<1048576x0xf32> -> tensor<0xf32>
  tt.return
}
