// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @space(%x: !metal.ptr<i32, constant>, %v: i32) {
  // expected-error @+1 {{updates device or threadgroup memory, found '!metal.ptr<i32, constant>'}}
  %a = metal.atomic_rmw add %v, %x[%v] : i32, !metal.ptr<i32, constant>, i32
  tt.return
}

// -----

tt.func @float_bits(%x: !metal.ptr<f32, device>, %v: f32, %i: i32) {
  // expected-error @+1 {{'and' takes integers, found 'f32'}}
  %a = metal.atomic_rmw and %v, %x[%i] : f32, !metal.ptr<f32, device>, i32
  tt.return
}

// -----

tt.func @integer_minimum(%x: !metal.ptr<i32, device>, %v: i32, %i: i32) {
  // expected-error @+1 {{'min_float' takes floats, found 'i32'}}
  %a = metal.atomic_rmw min_float %v, %x[%i] : i32, !metal.ptr<i32, device>, i32
  tt.return
}

// -----

tt.func @bool(%x: !metal.ptr<i1, device>, %v: i1, %i: i32) {
  // expected-error @+1 {{updates 8, 16, 32 or 64 bits, found 'i1'}}
  %a = metal.atomic_compare_exchange %v, %v, %x[%i] : i1, !metal.ptr<i1, device>, i32
  tt.return
}

// -----

tt.func @offsets(%x: !metal.ptr<i32, device>, %v: vector<8xi32>, %i: vector<4xi32>) {
  // expected-error @+1 {{has 4 offsets for 8 registers}}
  %a = metal.scatter_atomic add %v, %x[%i] : vector<8xi32>, !metal.ptr<i32, device>, vector<4xi32>
  tt.return
}

// -----

tt.func @exchange_offsets(%x: !metal.ptr<i32, device>, %v: vector<4xi32>, %i: vector<8xi32>) {
  // expected-error @+1 {{has 8 offsets for 4 registers}}
  %a = metal.scatter_compare_exchange %v, %v, %x[%i] : vector<4xi32>, !metal.ptr<i32, device>, vector<8xi32>
  tt.return
}
