// RUN: triton-metal-opt %s --metal-check-features=deployment-target=macos13.0 --verify-diagnostics

// f32 and f16 are multiplied everywhere.
metal.kernel @matrices() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple9"} {
  %zero = arith.constant 0 : i32
  %h = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xf16>>
  %b = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xbf16>>
  %f = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xf32>>
  metal.simdgroup_multiply_accumulate %h[%zero], %h[%zero], %f[%zero] : !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>>
  // expected-error @below {{a SIMD-group matrix of bfloat needs Metal 3.1 (macos14.0 or later); macos13.0 has Metal 3.0; compile for a later system}}
  metal.simdgroup_multiply_accumulate %b[%zero], %b[%zero], %f[%zero] : !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>>
  metal.return
}
