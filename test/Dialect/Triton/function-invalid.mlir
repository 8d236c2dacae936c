// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Kernels, helpers and calls that nobody can run, each with its message.

tt.func @missing() {
  // expected-error@+1 {{'tt.call' op calls 'nobody', which is no tt.func of this module}}
  tt.call @nobody() : () -> ()
  tt.return
}

// -----

tt.func private @one(%a: i32)
tt.func @count(%a: i32) {
  // expected-error@+1 {{'tt.call' op has 2 arguments, but 'one' has 1}}
  tt.call @one(%a, %a) : (i32, i32) -> ()
  tt.return
}

// -----

tt.func private @one(%a: i32)
tt.func @argument(%a: f32) {
  // expected-error@+1 {{'tt.call' op argument 0 has type 'f32', but 'one' has 'i32'}}
  tt.call @one(%a) : (f32) -> ()
  tt.return
}

// -----

tt.func private @one() -> i32
tt.func @result() {
  // expected-error@+1 {{'tt.call' op result 0 has type 'f32', but 'one' has 'i32'}}
  %0 = tt.call @one() : () -> f32
  tt.return
}

// -----

tt.func @empty() -> i32 {
  // expected-error@+1 {{'tt.return' op has 0 operands, but function @empty returns 1}}
  tt.return
}

// -----

tt.func @other(%a: f32) -> i32 {
  // expected-error@+1 {{'tt.return' op operand 0 has type 'f32', but function @other returns 'i32'}}
  tt.return %a : f32
}

// -----

tt.func @nested() {
  // expected-error@+1 {{'tt.func' op expects parent op 'builtin.module'}}
  tt.func @inner() {
    tt.return
  }
  tt.return
}

// -----

// expected-error@+1 {{has a tensor with a dimension of 6 in 'tensor<6xf32>'; every dimension must be a power of two}}
tt.func @odd(%a: tensor<6xf32>) {
  tt.return
}

// -----

// expected-error@+1 {{has a tensor with more elements than allowed: 'tensor<2048x1024xf32>', at most 1048576 are}}
tt.func @large(%a: tensor<2048x1024xf32>) {
  tt.return
}

// -----

// expected-error@+1 {{has a tensor without a static shape: 'tensor<?xf32>'}}
tt.func @dynamic(%a: tensor<?xf32>) {
  tt.return
}

// -----

// expected-error@+1 {{has a tensor of rank 0: 'tensor<f32>'; use a scalar or a tensor of one dimension}}
tt.func @scalar(%a: tensor<f32>) {
  tt.return
}

// -----

// expected-error@+1 {{has a tensor with a dimension of 48 in 'tensor<48x32xf16>'; every dimension must be a power of two}}
tt.func @block(%a: !tt.ptr<tensor<48x32xf16>>) {
  tt.return
}

// -----

// expected-error@+1 {{has a tensor with a dimension of 48 in 'tensor<48x32xf16>'; every dimension must be a power of two}}
tt.func @descriptor(%a: !tt.tensordesc<tensor<48x32xf16>>) {
  tt.return
}

// -----

// The body is looked at too, whatever op makes the tensor.
tt.func @body() {
  // expected-error@+1 {{'arith.constant' op has a tensor with a dimension of 3 in 'tensor<3xi32>'; every dimension must be a power of two}}
  %0 = arith.constant dense<0> : tensor<3xi32>
  tt.return
}
