// RUN: triton-metal-opt %s --split-input-file --verify-diagnostics --ttg-raise-to-tt

// Descriptors in memory that say more than a descriptor of TTIR can.

!desc = !tt.tensordesc<tensor<8x32xf16>>
tt.func @skips(%p: !tt.ptr<f16>, %n: i32, %s: i64) -> !desc {
  %c1 = arith.constant 1 : i32
  %c2 = arith.constant 2 : i32
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{'ttng.tensormap_create' op cannot be raised to TTIR: it skips elements; compile the TTIR of the kernel instead}}
  ttng.tensormap_create %scratch, %p, [%c1, %c1], [%n, %n], [%s], [%c2, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
  tt.return %d : !desc
}

// -----

!desc = !tt.tensordesc<tensor<8x32xf16>>
tt.func @other_type(%p: !tt.ptr<f16>, %n: i32, %s: i64) -> !desc {
  %c1 = arith.constant 1 : i32
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{its element type is not that of the descriptor}}
  ttng.tensormap_create %scratch, %p, [%c1, %c1], [%n, %n], [%s], [%c1, %c1] {elem_type = 10 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
  tt.return %d : !desc
}

// -----

!desc = !tt.tensordesc<tensor<8x32xf16>>
tt.func @interleaved(%p: !tt.ptr<f16>, %n: i32, %s: i64) -> !desc {
  %c1 = arith.constant 1 : i32
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{it interleaves channels}}
  ttng.tensormap_create %scratch, %p, [%c1, %c1], [%n, %n], [%s], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 1 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
  tt.return %d : !desc
}

// -----

!desc = !tt.tensordesc<tensor<8x32xf16>>
tt.func @odd_stride(%p: !tt.ptr<f16>, %n: i32) -> !desc {
  %c1 = arith.constant 1 : i32
  %c33 = arith.constant 33 : i64
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{a stride is no multiple of the element size}}
  ttng.tensormap_create %scratch, %p, [%c1, %c1], [%n, %n], [%c33], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
  tt.return %d : !desc
}

// -----

!desc = !tt.tensordesc<tensor<32xf16>>
tt.func @other_rank(%p: !tt.ptr<f16>, %n: i32, %s: i64) -> !desc {
  %c1 = arith.constant 1 : i32
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{its rank is not that of the descriptor's block}}
  ttng.tensormap_create %scratch, %p, [%c1, %c1], [%n, %n], [%s], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
  tt.return %d : !desc
}

// -----

!desc = !tt.tensordesc<tensor<8x32xf16>>
tt.func @not_made() -> !desc {
  // expected-note @+1 {{allocated here}}
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{it reads memory that nothing before it has written on every way here}}
  %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
  tt.return %d : !desc
}

// -----

// A kernel parameter with the bytes of a descriptor, as hosts passed them up to 3.4.

!desc = !tt.tensordesc<tensor<8x32xf16>>
tt.func @from_host(%raw: !tt.ptr<i8>) -> !desc {
  // expected-error @+1 {{the memory that it accesses is not allocated in this function}}
  %d = ttng.reinterpret_tensor_descriptor %raw : !tt.ptr<i8> to !desc
  tt.return %d : !desc
}

// -----

tt.func @scratch() {
  %c0 = arith.constant 0 : i8
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{'tt.store' op cannot be raised to TTIR: it uses scratch memory for more than tensor descriptors}}
  tt.store %scratch, %c0 : !tt.ptr<i8>
  tt.return
}

// -----

tt.func @odd_offset(%n: i32) {
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 256 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{'tt.addptr' op cannot be raised to TTIR: it is no multiple of a tensor descriptor's size into scratch memory}}
  %s = tt.addptr %scratch, %n : !tt.ptr<i8>, i32
  tt.return
}

// -----

#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
tt.func @address_from_host(%raw: !tt.ptr<i8>, %i: i32) {
  %m = ttg.local_alloc : () -> !ttg.memdesc<8x32xf16, #shared, #smem, mutable>
  // expected-error @+1 {{'ttng.async_tma_copy_local_to_global' op cannot be raised to TTIR: its descriptor is made by the host, as bytes}}
  ttng.async_tma_copy_local_to_global %raw[%i, %i] %m : !tt.ptr<i8>, !ttg.memdesc<8x32xf16, #shared, #smem, mutable>
  tt.return
}

// -----

// Numbered by its width, a float is added as an integer.

#shared = #ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>
#smem = #ttg.shared_memory
!desc = !tt.tensordesc<tensor<8x32xf16>>
tt.func @reduces_bits(%p: !tt.ptr<f16>, %n: i32, %s: i64, %x: tensor<8x32xf16>) {
  %c1 = arith.constant 1 : i32
  %m = ttg.local_alloc : () -> !ttg.memdesc<8x32xf16, #shared, #smem, mutable>
  ttg.local_store %x, %m : tensor<8x32xf16> -> !ttg.memdesc<8x32xf16, #shared, #smem, mutable>
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{its element type is not that of the descriptor}}
  ttng.tensormap_create %scratch, %p, [%c1, %c1], [%n, %n], [%s], [%c1, %c1] {elem_type = 1 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
  ttng.async_tma_reduce add, %d[%n, %n] %m : !desc, !ttg.memdesc<8x32xf16, #shared, #smem, mutable>
  tt.return
}

// -----

!desc = !tt.tensordesc<tensor<8x32xf16>>
tt.func @other_box(%p: !tt.ptr<f16>, %n: i32, %s: i64) -> !desc {
  %c1 = arith.constant 1 : i32
  %c16 = arith.constant 16 : i32
  %scratch = ttg.global_scratch_alloc {alignment = 128 : i32, nbytes = 128 : i32} : !tt.ptr<i8>
  // expected-error @+1 {{'ttng.tensormap_create' op cannot be raised to TTIR: its box does not divide the descriptor's block; compile the TTIR of the kernel instead}}
  ttng.tensormap_create %scratch, %p, [%c16, %c16], [%n, %n], [%s], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  %d = ttng.reinterpret_tensor_descriptor %scratch : !tt.ptr<i8> to !desc
  tt.return %d : !desc
}

// -----

tt.func @memory_of_host(%raw: !tt.ptr<i8>, %p: !tt.ptr<f16>, %n: i32, %s: i64) {
  %c1 = arith.constant 1 : i32
  // expected-error @+1 {{'ttng.tensormap_create' op cannot be raised to TTIR: it fills memory that was not allocated in this function; compile the TTIR of the kernel instead}}
  ttng.tensormap_create %raw, %p, [%c1, %c1], [%n, %n], [%s], [%c1, %c1] {elem_type = 6 : i32, fill_mode = 0 : i32, interleave_layout = 0 : i32, swizzle_mode = 0 : i32} : (!tt.ptr<i8>, !tt.ptr<f16>, i32, i32, i32, i32, i64, i32, i32) -> ()
  tt.return
}
