// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics

tt.func @size(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{size must be 8 or 16, found 4}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 4 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @rows(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{needs as many bits of rows, columns, depth and batch in each of the operands that have them}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [] columns = [2, 4] size = 8 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @columns(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{needs as many bits of rows, columns, depth and batch in each of the operands that have them}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [], %c rows = [4] columns = [2] size = 8 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @depth(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{needs as many bits of rows, columns, depth and batch in each of the operands that have them}}
  %d = metal.matrix_multiply %a rows = [] depth = [2], %b depth = [] columns = [2], %c rows = [] columns = [2] size = 8 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @batch(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{needs as many bits of rows, columns, depth and batch in each of the operands that have them}}
  %d = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [2], %c rows = [] columns = [2] size = 8 {aBatch = array<i32: 2>, cBatch = array<i32: 4>} : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @part(%a: vector<3xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{a has 3 registers, in fragments of 2; its bases and start must be multiples of that, below the count}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 : vector<3xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @odd(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{a has 4 registers, in fragments of 2; its bases and start must be multiples of that, below the count}}
  %d = metal.matrix_multiply %a rows = [1] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @outside(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{b has 4 registers, in fragments of 2; its bases and start must be multiples of that, below the count}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [4], %c rows = [4] columns = [2] size = 8 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @negative(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{c has 8 registers, in fragments of 2; its bases and start must be multiples of that, below the count}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [-2] columns = [2] size = 8 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @start(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{a has 4 registers, in fragments of 2; its bases and start must be multiples of that, below the count}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 {aStart = 1 : i32} : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @start_outside(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{b has 4 registers, in fragments of 2; its bases and start must be multiples of that, below the count}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 {bStart = 4 : i32} : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @batches(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{b has 4 registers, in fragments of 2; its bases and start must be multiples of that, below the count}}
  %d = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [2], %c rows = [] columns = [2] size = 8 {aBatch = array<i32: 2>, bBatch = array<i32: 8>, cBatch = array<i32: 4>} : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

// A lane holds eight elements of a 16x16 fragment.
tt.func @large(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{a has 4 registers, in fragments of 8; its bases and start must be multiples of that, below the count}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 16 : vector<4xf16>, vector<4xf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @sums(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<16xf32>) {
  // expected-error @+1 {{c has 8 fragments, but 2 bits of rows, columns and batch}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 : vector<4xf16>, vector<4xf16>, vector<16xf32>
  tt.return
}

// -----

tt.func @few_sums(%a: vector<4xf16>, %b: vector<4xf16>, %c: vector<4xf32>) {
  // expected-error @+1 {{c has 2 fragments, but 2 bits of rows, columns and batch}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [2] columns = [2] size = 8 : vector<4xf16>, vector<4xf16>, vector<4xf32>
  tt.return
}

// -----

tt.func @integers(%a: vector<4xi8>, %b: vector<4xi8>, %c: vector<8xi32>) {
  // expected-error @+1 {{multiplies f16, bf16 or f32 into f32 or, with a size of 8, that type, and with a size of 16 i8 into i32, found 'i8', 'i8' and 'i32'}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 : vector<4xi8>, vector<4xi8>, vector<8xi32>
  tt.return
}

// -----

tt.func @bytes_into_floats(%a: vector<8xi8>, %b: vector<8xi8>, %c: vector<8xf32>) {
  // expected-error @+1 {{multiplies f16, bf16 or f32 into f32 or, with a size of 8, that type, and with a size of 16 i8 into i32, found 'i8', 'i8' and 'f32' with a size of 16}}
  %d = metal.matrix_multiply %a rows = [] depth = [], %b depth = [] columns = [], %c rows = [] columns = [] size = 16 : vector<8xi8>, vector<8xi8>, vector<8xf32>
  tt.return
}

// -----

tt.func @mixed(%a: vector<4xf16>, %b: vector<4xbf16>, %c: vector<8xf32>) {
  // expected-error @+1 {{multiplies f16, bf16 or f32 into f32 or, with a size of 8, that type, and with a size of 16 i8 into i32, found 'f16', 'bf16' and 'f32'}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 : vector<4xf16>, vector<4xbf16>, vector<8xf32>
  tt.return
}

// -----

tt.func @narrow(%a: vector<4xf32>, %b: vector<4xf32>, %c: vector<8xf16>) {
  // expected-error @+1 {{multiplies f16, bf16 or f32 into f32 or, with a size of 8, that type, and with a size of 16 i8 into i32, found 'f32', 'f32' and 'f16'}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 : vector<4xf32>, vector<4xf32>, vector<8xf16>
  tt.return
}

// -----

tt.func @doubles(%a: vector<4xf64>, %b: vector<4xf64>, %c: vector<8xf64>) {
  // expected-error @+1 {{multiplies f16, bf16 or f32 into f32 or, with a size of 8, that type, and with a size of 16 i8 into i32, found 'f64', 'f64' and 'f64'}}
  %d = metal.matrix_multiply %a rows = [2] depth = [], %b depth = [] columns = [2], %c rows = [4] columns = [2] size = 8 : vector<4xf64>, vector<4xf64>, vector<8xf64>
  tt.return
}

// -----

tt.func @load_array(%i: i32) {
  %a = metal.thread_array : <2 x vector<4xf32>>
  // expected-error @+1 {{works on arrays of SIMD-group matrices, found '!metal.thread_array<2 x vector<4xf32>>'}}
  %v = metal.fragment_load %a[%i] : !metal.thread_array<2 x vector<4xf32>> -> vector<4xf32>
  tt.return
}

// -----

tt.func @store_array(%i: i32, %v: vector<2xf32>) {
  %a = metal.thread_array : <2 x f32>
  // expected-error @+1 {{works on arrays of SIMD-group matrices, found '!metal.thread_array<2 x f32>'}}
  metal.fragment_store %v, %a[%i] : vector<2xf32>, !metal.thread_array<2 x f32>
  tt.return
}

// -----

tt.func @load_width(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  // expected-error @+1 {{accesses 'vector<2xf16>' at a multiple of 2 below 2, found 'vector<4xf16>' at 0}}
  %v = metal.fragment_load %a[%i] : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>> -> vector<4xf16>
  tt.return
}

// -----

tt.func @load_element(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  // expected-error @+1 {{accesses 'vector<2xf16>' at a multiple of 2 below 2, found 'vector<2xf32>' at 0}}
  %v = metal.fragment_load %a[%i] : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>> -> vector<2xf32>
  tt.return
}

// -----

tt.func @load_start(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  // expected-error @+1 {{accesses 'vector<2xf16>' at a multiple of 2 below 2, found 'vector<2xf16>' at 2}}
  %v = metal.fragment_load %a[%i] {start = 2 : i32} : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>> -> vector<2xf16>
  tt.return
}

// -----

tt.func @store_whole(%i: i32, %v: vector<8xf32>) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<16x16xf32>>
  // expected-error @+1 {{accesses 'vector<4xf32>' at a multiple of 4 below 8, found 'vector<8xf32>' at 0}}
  metal.fragment_store %v, %a[%i] : vector<8xf32>, !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf32>>
  tt.return
}

// -----

tt.func @store_start(%i: i32, %v: vector<4xf32>) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<16x16xf32>>
  // expected-error @+1 {{accesses 'vector<4xf32>' at a multiple of 4 below 8, found 'vector<4xf32>' at 2}}
  metal.fragment_store %v, %a[%i] {start = 2 : i32} : vector<4xf32>, !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf32>>
  tt.return
}

// -----

tt.func @store_negative(%i: i32, %v: vector<4xf32>) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<16x16xf32>>
  // expected-error @+1 {{accesses 'vector<4xf32>' at a multiple of 4 below 8, found 'vector<4xf32>' at -4}}
  metal.fragment_store %v, %a[%i] {start = -4 : i32} : vector<4xf32>, !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf32>>
  tt.return
}

// -----

tt.func @fill_array(%i: i32, %v: f32) {
  %a = metal.thread_array : <2 x f32>
  // expected-error @+1 {{works on arrays of SIMD-group matrices, found '!metal.thread_array<2 x f32>'}}
  metal.fragment_fill %v, %a[%i] : f32, !metal.thread_array<2 x f32>
  tt.return
}

// -----

tt.func @fill_element(%i: i32, %v: f32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  // expected-error @+1 {{fills with 'f16', found 'f32'}}
  metal.fragment_fill %v, %a[%i] : f32, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>
  tt.return
}

// -----

tt.func @array_a(%i: i32) {
  %a = metal.thread_array : <2 x f16>
  %b = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %c = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  // expected-error @+1 {{works on arrays of SIMD-group matrices, found '!metal.thread_array<2 x f16>'}}
  metal.simdgroup_multiply_accumulate %a[%i], %b[%i], %c[%i] : !metal.thread_array<2 x f16>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>
  tt.return
}

// -----

tt.func @array_b(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %b = metal.thread_array : <2 x f16>
  %c = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  // expected-error @+1 {{works on arrays of SIMD-group matrices, found '!metal.thread_array<2 x f16>'}}
  metal.simdgroup_multiply_accumulate %a[%i], %b[%i], %c[%i] : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x f16>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>
  tt.return
}

// -----

tt.func @array_c(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %b = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %c = metal.thread_array : <2 x f16>
  // expected-error @+1 {{works on arrays of SIMD-group matrices, found '!metal.thread_array<2 x f16>'}}
  metal.simdgroup_multiply_accumulate %a[%i], %b[%i], %c[%i] : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x f16>
  tt.return
}

// -----

tt.func @factors(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %b = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xbf16>>
  %c = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf32>>
  // expected-error @+1 {{multiplies fragments of one type into f32 or, if they are 8x8, that type, and 16x16 ones of i8 into i32, found '!metal.simdgroup_matrix<8x8xf16>', '!metal.simdgroup_matrix<8x8xbf16>' and '!metal.simdgroup_matrix<8x8xf32>'}}
  metal.simdgroup_multiply_accumulate %a[%i], %b[%i], %c[%i] : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xbf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf32>>
  tt.return
}

// -----

tt.func @sizes(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %b = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %c = metal.thread_array : <2 x !metal.simdgroup_matrix<16x16xf32>>
  // expected-error @+1 {{multiplies fragments of one type into f32 or, if they are 8x8, that type, and 16x16 ones of i8 into i32, found '!metal.simdgroup_matrix<8x8xf16>', '!metal.simdgroup_matrix<8x8xf16>' and '!metal.simdgroup_matrix<16x16xf32>'}}
  metal.simdgroup_multiply_accumulate %a[%i], %b[%i], %c[%i] : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf32>>
  tt.return
}

// -----

tt.func @result(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf32>>
  %b = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf32>>
  %c = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  // expected-error @+1 {{multiplies fragments of one type into f32 or, if they are 8x8, that type, and 16x16 ones of i8 into i32, found '!metal.simdgroup_matrix<8x8xf32>', '!metal.simdgroup_matrix<8x8xf32>' and '!metal.simdgroup_matrix<8x8xf16>'}}
  metal.simdgroup_multiply_accumulate %a[%i], %b[%i], %c[%i] : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf32>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf32>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>
  tt.return
}

// -----

tt.func @large_sums(%i: i32) {
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<16x16xf16>>
  %b = metal.thread_array : <2 x !metal.simdgroup_matrix<16x16xf16>>
  // expected-error @+1 {{multiplies fragments of one type into f32 or, if they are 8x8, that type, and 16x16 ones of i8 into i32, found '!metal.simdgroup_matrix<16x16xf16>', '!metal.simdgroup_matrix<16x16xf16>' and '!metal.simdgroup_matrix<16x16xf16>'}}
  metal.simdgroup_multiply_accumulate %a[%i], %b[%i], %a[%i] : !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<16x16xf16>>
  tt.return
}

// -----

tt.func @large_sums_of_values(%a: vector<8xf16>) {
  // expected-error @+1 {{multiplies f16, bf16 or f32 into f32 or, with a size of 8, that type, and with a size of 16 i8 into i32, found 'f16', 'f16' and 'f16' with a size of 16}}
  %d = metal.matrix_multiply %a rows = [] depth = [], %a depth = [] columns = [], %a rows = [] columns = [] size = 16
    : vector<8xf16>, vector<8xf16>, vector<8xf16>
  tt.return
}

// -----

tt.func private @type_size(
  // expected-error @+1 {{a SIMD-group matrix has 8 or 16 rows, found 4}}
  !metal.simdgroup_matrix<4x4xf32>)

// -----

tt.func private @type_element(
  // expected-error @+1 {{a SIMD-group matrix holds f16, bf16 or f32, or i8 or i32 if it is 16x16, found 8x8 of 'i8'}}
  !metal.simdgroup_matrix<8x8xi8>)

// -----

tt.func private @type_large_element(
  // expected-error @+1 {{a SIMD-group matrix holds f16, bf16 or f32, or i8 or i32 if it is 16x16, found 16x16 of 'i16'}}
  !metal.simdgroup_matrix<16x16xi16>)

// -----

tt.func private @type_square(
  // expected-error @+1 {{expected as many rows as columns}}
  !metal.simdgroup_matrix<8x16xf32>)

// -----

tt.func private @type_rank(
  // expected-error @+1 {{expected as many rows as columns}}
  !metal.simdgroup_matrix<8xf32>)
