// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Views of shared memory, each with what its rules refuse.

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!n = !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !n, %i: i32) {
  // expected-error@+1 {{'ttg.memdesc_index' op makes 32x16 of the source, but the result is 16x16}}
  %0 = ttg.memdesc_index %m[%i] : !n -> !ttg.memdesc<16x16xf16, #s, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !ttg.memdesc<3x32x16xf16, #s, #smem>, %i: i32) {
  // expected-error@+1 {{'ttg.memdesc_index' op must keep immutable memory immutable}}
  %0 = ttg.memdesc_index %m[%i] : !ttg.memdesc<3x32x16xf16, #s, #smem> -> !m
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#t = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 1]}>
#smem = #ttg.shared_memory
!n = !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !n, %i: i32) {
  // expected-error@+1 {{'ttg.memdesc_index' op must keep the layout, found #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}> and #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 1]}>}}
  %0 = ttg.memdesc_index %m[%i] : !n -> !ttg.memdesc<32x16xf16, #t, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!n = !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !n, %i: i32) {
  // expected-error@+1 {{'ttg.memdesc_index' op must keep the element type, found 'f16' and 'i16'}}
  %0 = ttg.memdesc_index %m[%i] : !n -> !ttg.memdesc<32x16xi16, #s, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !ttg.memdesc<2x32x16xf16, #s, #smem, mutable, 3x32x16>, %i: i32) {
  // expected-error@+1 {{'ttg.memdesc_index' op works on whole buffers, found a part of one}}
  %0 = ttg.memdesc_index %m[%i] : !ttg.memdesc<2x32x16xf16, #s, #smem, mutable, 3x32x16> -> !m
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
!p = !ttg.memdesc<32x8xf16, #s, #smem, mutable, 32x16>
tt.func @f(%m: !m) {
  // expected-error@+1 {{'ttg.memdesc_subslice' op needs offsets that are multiples of the result's size, found 4 for size 8 in dimension 1}}
  %0 = ttg.memdesc_subslice %m[0, 4] : !m -> !p
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
!p = !ttg.memdesc<32x8xf16, #s, #smem, mutable, 32x16>
tt.func @f(%m: !m) {
  // expected-error@+1 {{'ttg.memdesc_subslice' op reaches to 24 in dimension 1, but the source has 16}}
  %0 = ttg.memdesc_subslice %m[0, 16] : !m -> !p
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
!p = !ttg.memdesc<32x8xf16, #s, #smem, mutable, 32x16>
tt.func @f(%m: !m) {
  // expected-error@+1 {{'ttg.memdesc_subslice' op needs 2 offsets and a result of that rank, found 1 and 2}}
  %0 = ttg.memdesc_subslice %m[8] : !m -> !p
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m) {
  // expected-error@+1 {{'ttg.memdesc_subslice' op must keep the shape of the allocation, 32x16, found 32x8}}
  %0 = ttg.memdesc_subslice %m[0, 8] : !m -> !ttg.memdesc<32x8xf16, #s, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
!n = !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !n, %i: i32) {
  // expected-error@+1 {{'ttg.memdesc_subview' op needs 3 offsets, found 2}}
  %0 = ttg.memdesc_subview %m[%i, %i] : !n -> !m
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
!n = !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m, %i: i32) {
  // expected-error@+1 {{'ttg.memdesc_subview' op must keep the rank or drop the first dimension, found 2 and 3}}
  %0 = ttg.memdesc_subview %m[%i, %i] : !m -> !n
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m, %i: i32) {
  // expected-error@+1 {{'ttg.memdesc_subview' op makes a part of 32 in dimension 1, but the source has 16}}
  %0 = ttg.memdesc_subview %m[%i, %i] : !m -> !ttg.memdesc<32x32xf16, #s, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m) {
  // expected-error@+2 {{order must be a permutation of the 2 dimensions}}
  // expected-error@+1 {{'ttg.memdesc_trans' op failed to infer returned types}}
  %0 = ttg.memdesc_trans %m {order = array<i32: 0, 0>} : !m -> !m
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#t = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 1]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m) {
  // expected-error@+2 {{'ttg.memdesc_trans' op inferred type(s) '!ttg.memdesc<16x32xf16, #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 1]}>, #ttg.shared_memory, mutable>' are incompatible with return type(s) of operation '!ttg.memdesc<32x16xf16,}}
  // expected-error@+1 {{'ttg.memdesc_trans' op failed to infer returned types}}
  %0 = ttg.memdesc_trans %m {order = array<i32: 1, 0>} : !m -> !ttg.memdesc<32x16xf16, #t, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m) {
  // expected-error@+2 {{are incompatible with return type(s) of operation '!ttg.memdesc<16x32xf16, #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>}}
  // expected-error@+1 {{'ttg.memdesc_trans' op failed to infer returned types}}
  %0 = ttg.memdesc_trans %m {order = array<i32: 1, 0>} : !m -> !ttg.memdesc<16x32xf16, #s, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!n = !ttg.memdesc<3x32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !n) {
  // expected-error@+2 {{cannot permute the dimensions of '!ttg.memdesc<3x32x16xf16}}
  // expected-error@+1 {{'ttg.memdesc_trans' op failed to infer returned types}}
  %0 = ttg.memdesc_trans %m {order = array<i32: 1, 0, 2>} : !n -> !n
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
tt.func @f(%m: !ttg.memdesc<2x32x16xf16, #s, #smem>) {
  // expected-error@+2 {{cannot permute the dimensions of '!ttg.memdesc<2x32x16xf16}}
  // expected-error@+1 {{'ttg.memdesc_trans' op failed to infer returned types}}
  %0 = ttg.memdesc_trans %m {order = array<i32: 1, 0, 2>} : !ttg.memdesc<2x32x16xf16, #s, #smem> -> !ttg.memdesc<32x2x16xf16, #s, #smem>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
tt.func @f(%m: !ttg.memdesc<3x16xf16, #s, #smem>) {
  // expected-error@+2 {{cannot permute the dimensions of '!ttg.memdesc<3x16xf16}}
  // expected-error@+1 {{'ttg.memdesc_trans' op failed to infer returned types}}
  %0 = ttg.memdesc_trans %m {order = array<i32: 1, 0>} : !ttg.memdesc<3x16xf16, #s, #smem> -> !ttg.memdesc<3x16xf16, #s, #smem>
  tt.return
}

// -----

#w = #ttg.swizzled_shared<{vec = 2, perPhase = 1, maxPhase = 4, order = [1, 0]}>
#smem = #ttg.shared_memory
tt.func @f(%m: !ttg.memdesc<4x8xf16, #w, #smem>) {
  // expected-error@+1 {{'ttg.memdesc_subslice' op cuts dimension 0 into parts of 2, through the swizzle of #ttg.swizzled_shared<{vec = 2, perPhase = 1, maxPhase = 4, order = [1, 0]}>}}
  %0 = ttg.memdesc_subslice %m[2, 0] : !ttg.memdesc<4x8xf16, #w, #smem> -> !ttg.memdesc<2x8xf16, #w, #smem, 4x8>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#t = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [0, 1]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m) {
  // expected-error@+1 {{'ttg.memdesc_reshape' op needs a result with layout #ttg.shared_linear<{offset = }}
  %0 = ttg.memdesc_reshape %m : !m -> !ttg.memdesc<16x32xf16, #t, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!p = !ttg.memdesc<32x8xf16, #s, #smem, mutable, 32x16>
tt.func @f(%m: !p) {
  // expected-error@+1 {{'ttg.memdesc_reshape' op works on whole buffers, found a part of one}}
  %0 = ttg.memdesc_reshape %m : !p -> !ttg.memdesc<8x32xf16, #s, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m) {
  // expected-error@+1 {{'ttg.memdesc_reshape' op must keep the number of elements, found 512 in 32x16 and 1024 in 32x32}}
  %0 = ttg.memdesc_reshape %m : !m -> !ttg.memdesc<32x32xf16, #s, #smem, mutable>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m) {
  // expected-error@+1 {{'ttg.memdesc_reinterpret' op must keep the memory space, found #ttg.shared_memory and #ttng.tensor_memory}}
  %0 = ttg.memdesc_reinterpret %m : !m -> !ttg.memdesc<128x64xf32, #ttng.tensor_memory_encoding<blockM = 128, blockN = 64, colStride = 1>, #ttng.tensor_memory, mutable>
  tt.return
}
