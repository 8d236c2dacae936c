// RUN: triton-metal-opt %s --convert-metal-to-llvm --split-input-file --verify-diagnostics

metal.kernel @value_form() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{failed to legalize operation 'metal.coordinate'}}
  %i = metal.coordinate registers = [1] lanes = [2, 4, 8, 16, 32] simdgroups = [] : vector<2xi32>
  metal.return
}

// -----

metal.kernel @reduction(%n: i64) attributes {
    arguments = [#metal.argument<name = "n", kind = scalar, element = i64, binding = 0>],
    num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{'metal.simd_reduce' op has no counterpart in AIR for 'i64'; combine its lanes by metal.simd_shuffle}}
  // expected-error @below {{failed to legalize operation 'metal.simd_reduce'}}
  %s = metal.simd_reduce sum %n : i64
  metal.return
}

// -----

metal.kernel @unexpanded(%v: f32) attributes {
    arguments = [#metal.argument<name = "v", kind = scalar, element = f32, binding = 0>],
    num_simdgroups = 1 : i32, target = "apple7"} {
  // expected-error @below {{failed to legalize operation 'math.erf'}}
  %e = math.erf %v : f32
  metal.return
}

// -----

metal.kernel @filled(%v: f32) attributes {
    arguments = [#metal.argument<name = "v", kind = scalar, element = f32, binding = 0>],
    num_simdgroups = 1 : i32, target = "apple10"} {
  %zero = arith.constant 0 : i32
  %a = metal.thread_array : <1 x !metal.simdgroup_matrix<16x16xf32>>
  // expected-error @below {{'metal.fragment_fill' op has a counterpart in AIR for 8x8 fragments only}}
  // expected-error @below {{failed to legalize operation 'metal.fragment_fill'}}
  metal.fragment_fill %v, %a[%zero] : f32, !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>
  metal.return
}
