// RUN: triton-metal-opt %s --triton-rewrite-block-accesses --split-input-file --verify-diagnostics

// expected-error @+1 {{has a block pointer as a parameter, which no host can pass}}
tt.func public @parameter(%p: !tt.ptr<tensor<8xf32>>) {
  tt.return
}

// -----

// expected-error @+1 {{takes or returns a block pointer or a tensor descriptor, and is not inlined; drop `noinline`}}
tt.func private @helper(%d: !tt.tensordesc<tensor<8x16xf32>>) {
  tt.return
}

// -----

tt.func public @bounded(%d: !tt.tensordesc<tensor<8x16xui32>>, %i: i32) {
  %v = arith.constant dense<7> : tensor<8x16xi32>
  // expected-error @+1 {{increments or decrements up to a bound, for which Metal has no atomic; use atomic_add}}
  tt.descriptor_reduce inc, %d[%i, %i], %v : !tt.tensordesc<tensor<8x16xui32>>, tensor<8x16xi32>
  tt.return
}

// -----

tt.func public @raw(%p: !tt.ptr<i8>) {
  // expected-error @+1 {{works on a block pointer or a tensor descriptor in a way that has no lowering; use a tensor of pointers}}
  %d = tt.reinterpret_tensor_descriptor %p : !tt.ptr<i8> to !tt.tensordesc<tensor<8x16xf32>>
  tt.return
}
