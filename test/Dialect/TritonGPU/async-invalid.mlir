// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// Asynchronous copies, barriers and predicates, each with what its rules refuse.

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!i = !ttg.memdesc<32x16xf16, #s, #smem>
!ptrs = tensor<32x16x!tt.ptr<f16>>
tt.func @f(%p: !ptrs, %m: !i) {
  // expected-error@+1 {{'ttg.async_copy_global_to_local' op writes to immutable memory}}
  %0 = ttg.async_copy_global_to_local %p, %m : !ptrs -> !i
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%p: tensor<16x16x!tt.ptr<f16>>, %m: !m) {
  // expected-error@+1 {{into memory of another shape}}
  %0 = ttg.async_copy_global_to_local %p, %m : tensor<16x16x!tt.ptr<f16>> -> !m
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
tt.func @f(%p: tensor<32x16x!tt.ptr<f32>>, %m: !m) {
  // expected-error@+1 {{'ttg.async_copy_global_to_local' op copies 'f32' into memory of 'f16'}}
  %0 = ttg.async_copy_global_to_local %p, %m : tensor<32x16x!tt.ptr<f32>> -> !m
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!m = !ttg.memdesc<32x16xf16, #s, #smem, mutable>
!ptrs = tensor<32x16x!tt.ptr<f16>>
tt.func @f(%p: !ptrs, %m: !m) {
  // expected-error@+1 {{'ttg.async_copy_global_to_local' op contiguity must be a power of two, found 3}}
  %0 = ttg.async_copy_global_to_local %p, %m {contiguity = 3 : i32} : !ptrs -> !m
  tt.return
}

// -----

// expected-note@+1 {{prior use here}}
tt.func @f(%x: i32) {
  // expected-error@+1 {{use of value '%x' expects different type than prior uses: '!ttg.async.token' vs 'i32'}}
  %0 = ttg.async_commit_group tokens %x
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'ttg.async_wait' op num must not be negative, found -1}}
  %0 = ttg.async_wait {num = -1 : i32}
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{unknown memory 'everything'; known are none, local, global_read, global_write, tensor_read, tensor_write, all}}
  ttg.barrier local|everything
  tt.return
}

// -----

tt.func @f(%x: i32) {
  // expected-error@+1 {{'ttg.local_barrier' op requires zero operands}}
  "ttg.local_barrier"(%x) : (i32) -> ()
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'ttg.warp_id' op result #0 must be 32-bit signless integer, but got 'i64'}}
  %0 = "ttg.warp_id"() : () -> i64
  tt.return
}

// -----

tt.func @f(%i: i32) {
  // expected-error@+1 {{'ttg.predicate_stage' op stage must be 0 to maxStage, 2, found 3}}
  %0 = ttg.predicate_stage %i, %i, %i maxStage 2 stage 3 : i32 -> i1
  tt.return
}

// -----

tt.func @f(%p: i1, %x: i32) {
  %0 = "ttg.mask"(%p) ({
    // expected-error@+1 {{'ttg.mask.return' op must return the types of the results, 'f32', found 'i32'}}
    ttg.mask.return %x : i32
  }) : (i1) -> f32
  tt.return
}

// -----

tt.func @f(%p: i1, %x: i32) {
  // expected-error@+1 {{'ttg.mask' op needs a region that ends in 'ttg.mask.return'}}
  "ttg.mask"(%p) ({
    llvm.unreachable
  }) : (i1) -> ()
  tt.return
}

// -----

tt.func @f(%x: i32) {
  // expected-error@+1 {{'ttg.mask.return' op expects parent op 'ttg.mask'}}
  ttg.mask.return %x : i32
  tt.return
}
