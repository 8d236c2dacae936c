// RUN: triton-metal-opt %s --metal-allocate-threadgroup-memory --split-input-file --verify-diagnostics

// expected-error @+1 {{kernel 'much' needs 49152 bytes of threadgroup memory; apple7 allows 32768; use smaller tiles or fewer stages}}
metal.kernel @much() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple7"} {
  %i = metal.thread_index : i32
  // expected-note @+1 {{the largest part of it, with 32768 bytes, is here}}
  %a = metal.threadgroup_alloc 8192 : !metal.ptr<f32, threadgroup>
  %b = metal.threadgroup_alloc 4096 : !metal.ptr<f32, threadgroup>
  %v = metal.load %b[%i] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  %w = metal.load %a[%i] {alignment = 4 : i32} : !metal.ptr<f32, threadgroup>, i32 -> f32
  metal.return
}

// -----

// expected-error @+1 {{is for 'apple', which is no GPU family}}
metal.kernel @unknown() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple"} {
  %a = metal.threadgroup_alloc 8 : !metal.ptr<f32, threadgroup>
  metal.return
}
