// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Ops on tensors and memory, each with what its rules refuse.

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
tt.func @f(%x: tensor<8x16xf16, #b>) {
  // expected-error@+1 {{'ttg.convert_layout' op needs a layout on both tensors, found 'tensor<8x16xf16, #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>>' and 'tensor<8x16xf16>'}}
  %0 = ttg.convert_layout %x : tensor<8x16xf16, #b> -> tensor<8x16xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<8x16xi8>) {
  // expected-error@+1 {{'ttg.fp4_to_fp' op axis must be 0 to 1, found 2}}
  %0 = ttg.fp4_to_fp %x {axis = 2 : i32} : tensor<8x16xi8> -> tensor<8x32xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<8x16xi8>) {
  // expected-error@+1 {{'ttg.fp4_to_fp' op needs a result of size 16 in dimension 0, found 8}}
  %0 = ttg.fp4_to_fp %x {axis = 0 : i32} : tensor<8x16xi8> -> tensor<8x32xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<8x16xi8>) {
  // expected-error@+1 {{'ttg.fp4_to_fp' op makes f16, bf16 or f32, found 'f64'}}
  %0 = ttg.fp4_to_fp %x {axis = 1 : i32} : tensor<8x16xi8> -> tensor<8x32xf64>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
tt.func @f(%x: tensor<8x16xi8, #b>) {
  // expected-error@+1 {{'ttg.fp4_to_fp' op needs a layout on both tensors or on none}}
  %0 = ttg.fp4_to_fp %x {axis = 1 : i32} : tensor<8x16xi8, #b> -> tensor<8x32xf16>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
tt.func @f(%x: tensor<8x16xi8, #b>) {
  // expected-error@+1 {{'ttg.fp4_to_fp' op needs a result whose layout has the pairs of #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}> in neighbouring registers, found #ttg.blocked<{sizePerThread = [1, 4]}}
  %0 = ttg.fp4_to_fp %x {axis = 1 : i32} : tensor<8x16xi8, #b> -> tensor<8x32xf16, #b>
  tt.return
}

// -----

tt.func @f(%x: tensor<8x64xi8>, %s: tensor<8x2xi8>) {
  // expected-error@+1 {{'ttg.upcast_mxfp' op needs one scale for 32 elements, 4 in dimension 1, found 'tensor<8x2xi8>'}}
  %0 = ttg.upcast_mxfp %x, %s fp_type = e2m1 : tensor<8x64xi8>, tensor<8x2xi8> -> tensor<8x128xbf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<8x64xi8>, %s: tensor<8x2xi8>) {
  // expected-error@+1 {{'ttg.upcast_mxfp' op needs a result of size 64 in dimension 1, found 'tensor<8x128xbf16>'}}
  %0 = ttg.upcast_mxfp %x, %s fp_type = e5m2 : tensor<8x64xi8>, tensor<8x2xi8> -> tensor<8x128xbf16>
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'ttg.global_scratch_alloc' op alignment must be a power of two, found 24}}
  %0 = ttg.global_scratch_alloc {alignment = 24 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'ttg.global_scratch_alloc' op nbytes must not be negative, found -1}}
  %0 = ttg.global_scratch_alloc {alignment = 16 : i32, nbytes = -1 : i32} : !tt.ptr<i8>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!i = !ttg.memdesc<32x16xf16, #s, #smem>
tt.func @f() {
  // expected-error@+1 {{'ttg.local_alloc' op without a source needs mutable memory, found '!ttg.memdesc<32x16xf16, #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>, #ttg.shared_memory>'}}
  %0 = ttg.local_alloc : () -> !i
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!i = !ttg.memdesc<32x16xf16, #s, #smem>
tt.func @f(%x: tensor<16x32xf16, #b>) {
  // expected-error@+1 {{'ttg.local_alloc' op needs tensor and memory of one shape, found 16x32 and 32x16}}
  %0 = ttg.local_alloc %x : (tensor<16x32xf16, #b>) -> !i
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!i = !ttg.memdesc<32x16xf16, #s, #smem>
tt.func @f(%x: tensor<32x16xf32, #b>) {
  // expected-error@+1 {{'ttg.local_alloc' op needs tensor and memory of one element type, found 'f32' and 'f16'}}
  %0 = ttg.local_alloc %x : (tensor<32x16xf32, #b>) -> !i
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
tt.func @f() {
  // expected-error@+1 {{'ttg.local_alloc' op makes a whole allocation, found a view of 32x16}}
  %0 = ttg.local_alloc : () -> !ttg.memdesc<32x8xf16, #s, #smem, mutable, 32x16>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f() {
  // expected-error@+1 {{'ttg.local_alloc' op alignment must be a power of two, found 3}}
  %0 = ttg.local_alloc {alignment = 3 : i32} : () -> !m
  tt.return
}

// -----

tt.func @f(%x: tensor<8x16xf16>) {
  // expected-error@+1 {{'ttg.local_dealloc' op operand #0 must be memory descriptor, but got 'tensor<8x16xf16>'}}
  ttg.local_dealloc %x : tensor<8x16xf16>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m) {
  // expected-error@+1 {{'ttg.local_load' op needs tensor and memory of one shape, found 32x8 and 32x16}}
  %0 = ttg.local_load %m : !m -> tensor<32x8xf16, #b>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!i = !ttg.memdesc<32x16xf16, #s, #smem>
tt.func @f(%m: !i, %x: tensor<32x16xf16, #b>) {
  // expected-error@+1 {{'ttg.local_store' op writes to immutable memory}}
  ttg.local_store %x, %m : tensor<32x16xf16, #b> -> !i
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m, %x: tensor<32x16xi16, #b>) {
  // expected-error@+1 {{'ttg.local_store' op needs tensor and memory of one element type, found 'i16' and 'f16'}}
  ttg.local_store %x, %m : tensor<32x16xi16, #b> -> !m
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m, %i: tensor<8x16xi32, #b>) {
  // expected-error@+1 {{'ttg.local_gather' op axis must be 0 to 1, found 2}}
  %0 = ttg.local_gather %m[%i] {axis = 2 : i32} : !m, tensor<8x16xi32, #b> -> tensor<8x16xf16, #b>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m, %i: tensor<8x16xi32, #b>) {
  // expected-error@+1 {{'ttg.local_gather' op needs values with the shape and layout of the indices}}
  %0 = ttg.local_gather %m[%i] {axis = 0 : i32} : !m, tensor<8x16xi32, #b> -> tensor<16x8xf16, #b>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m, %i: tensor<8xi32>) {
  // expected-error@+1 {{'ttg.local_gather' op needs indices of the memory's rank 2, found 1}}
  %0 = ttg.local_gather %m[%i] {axis = 0 : i32} : !m, tensor<8xi32> -> tensor<8xf16>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!i = !ttg.memdesc<32x16xf16, #s, #smem>
tt.func @f(%m: !i, %i: tensor<8x16xi32, #b>, %x: tensor<8x16xf16, #b>) {
  // expected-error@+1 {{'ttg.local_scatter' op writes to immutable memory}}
  ttg.local_scatter %m[%i], %x {axis = 0 : i32} : !i, tensor<8x16xi32, #b>, tensor<8x16xf16, #b>
  tt.return
}

// -----

#b = #ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [8, 4], warpsPerCTA = [4, 1], order = [1, 0]}>
#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%m: !m, %i: tensor<8x16xi32, #b>, %x: tensor<8x16xf32, #b>) {
  // expected-error@+1 {{'ttg.local_scatter' op needs values and memory of one element type, found 'f32' and 'f16'}}
  ttg.local_scatter %m[%i], %x {axis = 0 : i32} : !m, tensor<8x16xi32, #b>, tensor<8x16xf32, #b>
  tt.return
}
