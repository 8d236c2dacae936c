// RUN: triton-metal-opt %s --metal-check-features=deployment-target=macos14.0 --split-input-file --verify-diagnostics

metal.kernel @fence() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple9"} {
  // expected-error @below {{atomic_thread_fence needs Metal 3.2 (macos15.0 or later); macos14.0 has Metal 3.1; give the atomic sem="relaxed" if it orders no other accesses, or compile for a later system}}
  metal.fence release, device
  metal.return
}

// -----

#l = #metal.argument<name = "l", kind = pointer, element = i64, binding = 0>
metal.kernel @wide(%x: !metal.ptr<i64, device>) attributes {arguments = [#l], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  %v = arith.constant 1 : i64
  // expected-error-re @below {{{{.*}}; use 32 bits, or compile for a later GPU}}
  %a = metal.atomic_rmw max_unsigned %v, %x[%i] : i64, !metal.ptr<i64, device>, i32
  metal.return
}

// -----

metal.kernel @large_matrix() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple9"} {
  %zero = arith.constant 0 : i32
  %a = metal.thread_array : <1 x !metal.simdgroup_matrix<16x16xf32>>
  // expected-error @below {{the 16x16x16 matrix unit needs GPU family apple10 or later; the target is apple9; use a layout of size 8, or compile for a later GPU}}
  metal.simdgroup_multiply_accumulate %a[%zero], %a[%zero], %a[%zero] : !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>, !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>, !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>
  metal.return
}
