// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

#n = #metal.argument<name = "n", kind = scalar, element = i32, binding = 0>
// expected-error @+1 {{'metal.kernel' op has 2 parameters but 'arguments' describes 1}}
metal.kernel @count(%n: i32, %m: i32)
    attributes {arguments = [#n], num_simdgroups = 4 : i32, target = "apple7"} {
  metal.return
}

// -----

#n = #metal.argument<name = "n", kind = pointer, element = i32, binding = 0>
// expected-error @+1 {{parameter 0 of type 'i32' does not agree with its description}}
metal.kernel @kind(%n: i32) attributes {arguments = [#n], num_simdgroups = 4 : i32, target = "apple7"} {
  metal.return
}

// -----

// expected-error @+1 {{number of SIMD-groups must be a power of two from 1 to 32, found 48}}
metal.kernel @groups() attributes {arguments = [], num_simdgroups = 48 : i32, target = "apple7"} {
  metal.return
}

// -----

tt.func private @pointee(
  // expected-error @+1 {{pointee must be an integer or a float, found 'tuple<>'}}
  !metal.ptr<tuple<>, device>)

// -----

tt.func private @array(
  // expected-error @+1 {{element must be a scalar or a vector of two to four, found 'vector<8xf32>'}}
  !metal.thread_array<4 x vector<8xf32>>)

// -----

tt.func @coordinate() {
  // expected-error @+1 {{has 1 register bases for 4 registers}}
  %i = metal.coordinate registers = [1] lanes = [4, 8, 16, 32, 64] simdgroups = [] : vector<4xi32>
  tt.return
}

// -----

tt.func @lanes() {
  // expected-error @+1 {{needs 5 lane bases, for 32 lanes, found 2}}
  %i = metal.coordinate registers = [1, 2] lanes = [4, 8] simdgroups = [] : vector<4xi32>
  tt.return
}

// -----

tt.func @gather(%p: !metal.ptr<f32, device>, %i: vector<4xi32>) {
  // expected-error @+1 {{contiguous must be a power of two that divides 4 registers, found 3}}
  %v = metal.gather %p[%i] {alignment = 4 : i32, contiguous = 3 : i32} : !metal.ptr<f32, device>, vector<4xi32> -> vector<4xf32>
  tt.return
}

// -----

tt.func @cast(%p: !metal.ptr<f32, device>) {
  // expected-error @+1 {{keeps the memory, found '!metal.ptr<f32, device>' and '!metal.ptr<f32, threadgroup>'}}
  %q = metal.pointer_cast %p : !metal.ptr<f32, device> -> !metal.ptr<f32, threadgroup>
  tt.return
}

// -----

tt.func @address(%p: !metal.ptr<f32, threadgroup>) {
  // expected-error @+1 {{knows addresses in device memory only, found '!metal.ptr<f32, threadgroup>'}}
  %a = metal.ptr_to_int %p : !metal.ptr<f32, threadgroup> -> i64
  tt.return
}

// -----

tt.func @pointer(%a: i64) {
  // expected-error @+1 {{knows addresses in device memory only, found '!metal.ptr<f32, constant>'}}
  %p = metal.int_to_ptr %a : i64 -> !metal.ptr<f32, constant>
  tt.return
}

// -----

tt.func @alignment(%p: !metal.ptr<f32, device>, %i: i32) {
  // expected-error @+1 {{alignment must be a power of two, found 6}}
  %v = metal.load %p[%i] {alignment = 6 : i32} : !metal.ptr<f32, device>, i32 -> f32
  tt.return
}

// -----

tt.func @rearrange(%v: vector<4xf32>) {
  // expected-error @+1 {{register basis 4 is outside the source's 4 registers}}
  %r = metal.rearrange %v registers = [1, 4] : vector<4xf32> -> vector<4xf32>
  tt.return
}

// -----

tt.func @alloc() {
  // expected-error @+1 {{allocates threadgroup memory, found '!metal.ptr<f32, device>'}}
  %p = metal.threadgroup_alloc 4 : !metal.ptr<f32, device>
  tt.return
}
