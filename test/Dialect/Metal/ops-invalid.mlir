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
  // expected-error @+1 {{element must be a scalar, a vector of two to four or a SIMD-group matrix, found 'vector<8xf32>'}}
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

tt.func @rearrange_start(%v: vector<4xf32>) {
  // expected-error @+1 {{start 4 is outside the source's 4 registers}}
  %r = metal.rearrange %v registers = [1] start = 4 : vector<4xf32> -> vector<2xf32>
  tt.return
}

// -----

tt.func @rearrange_three(%v: vector<4xf32>) {
  // expected-error @+1 {{needs a power of two of sources, found 3}}
  %r = metal.rearrange %v, %v, %v registers = [1] : vector<4xf32>, vector<4xf32>, vector<4xf32> -> vector<2xf32>
  tt.return
}

// -----

tt.func @rearrange_types(%v: vector<4xf32>, %w: vector<2xf32>) {
  // expected-error @+1 {{needs sources of one type, found}}
  %r = metal.rearrange %v, %w registers = [1] : vector<4xf32>, vector<2xf32> -> vector<2xf32>
  tt.return
}

// -----

tt.func @insert_twice(%v: vector<4xf32>, %w: vector<8xf32>) {
  // expected-error @+1 {{writes a register more than once}}
  %r = metal.insert_registers %v into %w registers = [3, 3] : vector<4xf32> into vector<8xf32>
  tt.return
}

// -----

tt.func @insert_outside(%v: vector<4xf32>, %w: vector<8xf32>) {
  // expected-error @+1 {{register basis 8 is outside the whole's 8 registers}}
  %r = metal.insert_registers %v into %w registers = [1, 8] : vector<4xf32> into vector<8xf32>
  tt.return
}

// -----

tt.func @insert_type(%v: vector<4xf16>, %w: vector<8xf32>) {
  // expected-error @+1 {{keeps the element type, found 'vector<4xf16>' and 'vector<8xf32>'}}
  %r = metal.insert_registers %v into %w registers = [1, 2] : vector<4xf16> into vector<8xf32>
  tt.return
}

// -----

tt.func @view_type(%m: !metal.ptr<f32, threadgroup>) {
  // expected-error @+1 {{views bytes of threadgroup memory as threadgroup memory, found '!metal.ptr<f32, threadgroup>' and '!metal.ptr<f32, threadgroup>'}}
  %p = metal.threadgroup_view %m[0] 4 : !metal.ptr<f32, threadgroup> -> !metal.ptr<f32, threadgroup>
  tt.return
}

// -----

tt.func @view_offset(%m: !metal.ptr<i8, threadgroup>) {
  // expected-error @+1 {{offset must be a multiple of the element's 4 bytes, found 6}}
  %p = metal.threadgroup_view %m[6] 4 : !metal.ptr<i8, threadgroup> -> !metal.ptr<f32, threadgroup>
  tt.return
}

// -----

tt.func @alloc() {
  // expected-error @+1 {{allocates threadgroup memory, found '!metal.ptr<f32, device>'}}
  %p = metal.threadgroup_alloc 4 : !metal.ptr<f32, device>
  tt.return
}

// -----

tt.func @map_pack(%v: vector<4xi32>) {
  // expected-error @+1 {{pack must be a power of two that divides 4 registers, found 8}}
  %r = metal.map %v pack = 8 : (vector<4xi32>) -> vector<4xi32> {
  ^bb0(%a: i32):
    metal.yield %a : i32
  }
  tt.return
}

// -----

tt.func @map_lengths(%v: vector<4xi32>, %w: vector<8xi32>) {
  // expected-error @+1 {{has operands and results of one length, found 'vector<4xi32>' and 'vector<8xi32>'}}
  %r = metal.map %v, %w pack = 1 : (vector<4xi32>, vector<8xi32>) -> vector<4xi32> {
  ^bb0(%a: i32, %b: i32):
    metal.yield %a : i32
  }
  tt.return
}

// -----

tt.func @map_arguments(%v: vector<4xi32>) {
  // expected-error @+1 {{the region takes 2 elements of each operand}}
  %r = metal.map %v pack = 2 : (vector<4xi32>) -> vector<4xi32> {
  ^bb0(%a: i32):
    metal.yield %a, %a : i32, i32
  }
  tt.return
}

// -----

tt.func @map_results(%v: vector<4xi32>) {
  // expected-error @+1 {{the region yields 1 elements of each result}}
  %r = metal.map %v pack = 1 : (vector<4xi32>) -> vector<4xi16> {
  ^bb0(%a: i32):
    metal.yield %a : i32
  }
  tt.return
}

// -----

tt.func @along_empty(%v: vector<4xf32>) {
  // expected-error @+1 {{needs a bit of the register number to go along}}
  %r = metal.reduce_registers %v along = [] : (vector<4xf32>) -> vector<4xf32> {
  ^bb0(%a: f32, %b: f32):
    metal.yield %a : f32
  }
  tt.return
}

// -----

tt.func @along_order(%v: vector<4xf32>) {
  // expected-error @+1 {{goes along ascending bits of the number of 4 registers, found [1, 0]}}
  %r = metal.scan_registers %v along = [1, 0] : (vector<4xf32>) -> vector<4xf32> {
  ^bb0(%a: f32, %b: f32):
    metal.yield %a : f32
  }
  tt.return
}

// -----

tt.func @reduced_length(%v: vector<8xf32>) {
  // expected-error @+1 {{makes 'vector<4xf32>' of 'vector<8xf32>', found 'vector<2xf32>'}}
  %r = metal.reduce_registers %v along = [1] : (vector<8xf32>) -> vector<2xf32> {
  ^bb0(%a: f32, %b: f32):
    metal.yield %a : f32
  }
  tt.return
}

// -----

tt.func @combine_arguments(%v: vector<8xf32>) {
  // expected-error @+1 {{needs sources, results and 2 region arguments for each source}}
  %r = metal.scan_registers %v along = [1] : (vector<8xf32>) -> vector<8xf32> {
  ^bb0(%a: f32):
    metal.yield %a : f32
  }
  tt.return
}

// -----

tt.func @combine_types(%v: vector<8xf32>) {
  // expected-error @+1 {{region argument 1 has type 'i32', its source has elements of 'f32'}}
  %r = metal.scan_registers %v along = [1] : (vector<8xf32>) -> vector<8xf32> {
  ^bb0(%a: f32, %b: i32):
    metal.yield %a : f32
  }
  tt.return
}

// -----

tt.func @combine_yield(%v: vector<8xf32>, %i: i32) {
  // expected-error @+1 {{yields something else than elements of its results}}
  %r = metal.scan_registers %v along = [1] : (vector<8xf32>) -> vector<8xf32> {
  ^bb0(%a: f32, %b: f32):
    metal.yield %i : i32
  }
  tt.return
}

// -----

tt.func @combine_lengths(%v: vector<8xf32>, %w: vector<4xf32>) {
  // expected-error @+1 {{works on values of as many registers, found 'vector<8xf32>' and 'vector<4xf32>'}}
  %r:2 = metal.scan_registers %v, %w along = [0] : (vector<8xf32>, vector<4xf32>) -> (vector<8xf32>, vector<8xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32, %d: f32):
    metal.yield %a, %b : f32, f32
  }
  tt.return
}

// -----

tt.func @lane_gather(%v: vector<4xf32>, %l: vector<2xi32>) {
  // expected-error @+1 {{has 2 lanes for 4 registers}}
  %r = metal.lane_gather %v[%l] : vector<4xf32>, vector<2xi32>
  tt.return
}

// -----

tt.func @product_of_bytes(%a: i8) {
  // expected-error @+1 {{operand #0 must be i32, i64, or a vector of them, but got 'i8'}}
  %h = metal.multiply_high %a, %a : i8
  tt.return
}

// -----

tt.func @table_space() {
  // expected-error@+1 {{is in constant memory, found '!metal.ptr<i32, device>'}}
  %t = metal.constant_table dense<[1, 2]> : tensor<2xi32> -> !metal.ptr<i32, device>
  tt.return
}

// -----

tt.func @table_rank() {
  // expected-error@+1 {{expects one row of elements, dense<...>}}
  %t = metal.constant_table dense<[[1, 2]]> : tensor<1x2xi32> -> !metal.ptr<i32, constant>
  tt.return
}

// -----

tt.func @table_element() {
  // expected-error@+1 {{has elements of 'i32' behind a '!metal.ptr<i16, constant>'}}
  %t = metal.constant_table dense<[1, 2]> : tensor<2xi32> -> !metal.ptr<i16, constant>
  tt.return
}

// -----

tt.func @table_bits() {
  // expected-error@+1 {{has elements of 'i1' behind a '!metal.ptr<i1, constant>'}}
  %t = metal.constant_table dense<[true, false]> : tensor<2xi1> -> !metal.ptr<i1, constant>
  tt.return
}
