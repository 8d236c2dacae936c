// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics
// AMD's ops, each with what its rules refuse.

tt.func @f(%p: !tt.ptr<f16>, %o: tensor<64x64xi32>) {
  // expected-error@+1 {{'amdg.buffer_load' op contiguity must be a power of two, found 3}}
  %0 = amdg.buffer_load %p[%o] {contiguity = 3 : i32} : tensor<64x64xf16>
  tt.return
}

// -----

// expected-note@+1 {{prior use here}}
tt.func @f(%p: !tt.ptr<f32>, %o: tensor<64x64xi32>) {
  // expected-error@+1 {{use of value '%p' expects different type than prior uses: '!tt.ptr<f16>' vs '!tt.ptr<f32>'}}
  %0 = amdg.buffer_load %p[%o] : tensor<64x64xf16>
  tt.return
}

// -----

tt.func @f(%p: !tt.ptr<f16>, %o: tensor<64x64xi32>, %x: tensor<64x64xf16>) {
  // expected-error@+1 {{'amdg.buffer_store' op contiguity must be a power of two, found 0}}
  amdg.buffer_store %x, %p[%o] {contiguity = 0 : i32} : tensor<64x64xf16>
  tt.return
}

// -----

// expected-note@+1 {{prior use here}}
tt.func @f(%p: !tt.ptr<f16>, %o: tensor<64xi32>, %x: tensor<64x64xf16>) {
  // expected-error@+1 {{use of value '%o' expects different type than prior uses: 'tensor<64x64xi32>' vs 'tensor<64xi32>'}}
  %0 = amdg.buffer_atomic_rmw fadd, acq_rel, gpu, %x, %p[%o] : tensor<64x64xf16>
  tt.return
}

// -----

tt.func @f(%p: !tt.ptr<f16>, %o: tensor<64x64xi32>, %x: tensor<64x64xf16>) {
  // expected-error@+1 {{'amdg.buffer_atomic_cas' op failed to verify that all of {result, val, cmp} have same type}}
  %0 = "amdg.buffer_atomic_cas"(%p, %o, %x, %o) <{sem = 4 : i32, scope = 1 : i32}> : (!tt.ptr<f16>, tensor<64x64xi32>, tensor<64x64xf16>, tensor<64x64xi32>) -> tensor<64x64xf16>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
tt.func @f(%p: !tt.ptr<f16>, %o: tensor<64x64xi32>, %m: !ttg.memdesc<64x64xf16, #s, #smem>) {
  // expected-error@+1 {{'amdg.buffer_load_to_local' op writes to immutable memory}}
  %0 = amdg.buffer_load_to_local %p[%o] into %m : <f16>[tensor<64x64xi32>] -> <64x64xf16, #s, #smem>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!buffer = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
tt.func @f(%p: !tt.ptr<f16>, %o: tensor<64xi32>, %m: !buffer) {
  // expected-error@+1 {{'amdg.buffer_load_to_local' op needs memory with the shape of the offsets}}
  %0 = amdg.buffer_load_to_local %p[%o] into %m : <f16>[tensor<64xi32>] -> !buffer
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!buffer = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
tt.func @f(%p: !tt.ptr<f32>, %o: tensor<64x64xi32>, %m: !buffer) {
  // expected-error@+1 {{'amdg.buffer_load_to_local' op copies 'f32' into memory of 'f16'}}
  %0 = amdg.buffer_load_to_local %p[%o] into %m : <f32>[tensor<64x64xi32>] -> !buffer
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!buffer = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
tt.func @f(%p: !tt.ptr<f16>, %o: tensor<64x64xi32>, %m: !buffer, %x: tensor<64xf16>) {
  // expected-error@+1 {{'amdg.buffer_load_to_local' op other must be 'tensor<64x64xf16>', found 'tensor<64xf16>'}}
  %0 = amdg.buffer_load_to_local %p[%o] other = %x into %m : <f16>[tensor<64x64xi32>] tensor<64xf16> -> !buffer
  tt.return
}

// -----

tt.func @f(%x: tensor<64x64xf16>) {
  // expected-error@+1 {{'amdg.extract_slice' op takes 32 elements from 48 on in dimension 0, but the source has 64}}
  %0 = amdg.extract_slice %x [48, 0] : tensor<64x64xf16> to tensor<32x64xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<64x64xf16>) {
  // expected-error@+1 {{'amdg.extract_slice' op needs 2 offsets and a result of that rank, found 1 and 2}}
  %0 = amdg.extract_slice %x [0] : tensor<64x64xf16> to tensor<32x64xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<64x64xf16>) {
  // expected-error@+1 {{'amdg.extract_slice' op must keep the element type, found 'f16' and 'f32'}}
  %0 = amdg.extract_slice %x [0, 0] : tensor<64x64xf16> to tensor<32x64xf32>
  tt.return
}

// -----

tt.func @f(%x: tensor<32x64xf16>) {
  // expected-error@+1 {{'amdg.concat' op needs 2 parts, found 1}}
  %0 = amdg.concat %x : tensor<32x64xf16> -> tensor<64x64xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<32x64xf16>, %y: tensor<32x32xf16>) {
  // expected-error@+1 {{'amdg.concat' op needs parts of one type, found 'tensor<32x64xf16>' and 'tensor<32x32xf16>'}}
  %0 = amdg.concat %x, %y : tensor<32x64xf16>, tensor<32x32xf16> -> tensor<64x64xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<32x64xf16>) {
  // expected-error@+1 {{'amdg.concat' op cannot fill 'tensor<64x32xf16>' with parts of 'tensor<32x64xf16>'}}
  %0 = amdg.concat %x : tensor<32x64xf16> -> tensor<64x32xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<32x64xf16>) {
  // expected-error@+1 {{'amdg.in_thread_transpose' op needs a layout on both tensors}}
  %0 = amdg.in_thread_transpose %x : tensor<32x64xf16> -> tensor<32x64xf16>
  tt.return
}

// -----

#s = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!buffer = !ttg.memdesc<64x64xf16, #s, #smem, mutable>
tt.func @f(%m: !buffer) {
  // expected-error@+1 {{'amdg.local_load_packed_tranposed' op reads pairs in i8, found 'f16' and 'f16'}}
  %0 = amdg.local_load_packed_tranposed %m : !buffer -> tensor<64x64xf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<64x64xi8>, %s: tensor<64x4xi8>) {
  // expected-error@+1 {{'amdg.upcast_mxfp' op makes 8192 elements, but the result is 'tensor<64x64xbf16>'}}
  %0 = amdg.upcast_mxfp %x, %s fp_type = e2m1 : tensor<64x64xi8>, tensor<64x4xi8> -> tensor<64x64xbf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<64x64xi8>, %s: tensor<64x128xbf16>) {
  // expected-error@+1 {{'amdg.scaled_upcast_fp4' op doubles dimension 0 of 'tensor<64x64xi8>', but the result is 'tensor<64x128xbf16>'}}
  %0 = amdg.scaled_upcast_fp4 %x scale %s {axis = 0 : i32} : tensor<64x64xi8>, tensor<64x128xbf16> -> tensor<64x128xbf16>
  tt.return
}

// -----

tt.func @f(%x: tensor<64x64xf16>, %s: tensor<64x64xbf16>) {
  // expected-error@+1 {{'amdg.scaled_upcast_fp8' op widens floats of 8 bits, found 'f16'}}
  %0 = amdg.scaled_upcast_fp8 %x scale %s : tensor<64x64xf16>, tensor<64x64xbf16> -> tensor<64x64xbf16>
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'amdg.async_wait' op num_inst must not be negative, found -1}}
  %0 = amdg.async_wait {num_inst = -1 : i32}
  tt.return
}

// -----

tt.func @f(%x: i32) {
  // expected-error@+1 {{'amdg.cond_barrier' op operand #0 must be 1-bit signless integer, but got 'i32'}}
  "amdg.cond_barrier"(%x) : (i32) -> ()
  tt.return
}

// -----

tt.func @f() {
  // expected-error@+1 {{'amdg.instruction_sched_hint' op needs a #amdg.SchedHintVariant for 'variant', found 1 : i32}}
  amdg.instruction_sched_hint {variant = 1 : i32}
  tt.return
}
