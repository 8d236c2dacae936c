// RUN: not triton-metal-translate %s -o %t.metal 2>&1 | FileCheck %s

// No matrices of 16x16 in Metal source.
// CHECK: error: 'metal.thread_array' op has matrices of 16x16, which Metal source cannot name; use --matrix-unit=8x8
metal.kernel @large() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple10"} {
  %a = metal.thread_array : !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>
  %zero = arith.constant 0 : i32
  metal.simdgroup_multiply_accumulate %a[%zero], %a[%zero], %a[%zero]
    : !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>, !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>, !metal.thread_array<1 x !metal.simdgroup_matrix<16x16xf32>>
  metal.return
}
