// RUN: not triton-metal-translate %s -o %t.metal --deployment-target=macos13.0 2>&1 | FileCheck %s

// Metal source has matrices of bfloat from 3.1 on.
// CHECK: error: 'metal.thread_array' op has matrices of bfloat, which Metal has from 3.1 on; use --deployment-target=macos14.0 or later
metal.kernel @small() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple9"} {
  %a = metal.thread_array : !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>
  %zero = arith.constant 0 : i32
  metal.simdgroup_multiply_accumulate %a[%zero], %a[%zero], %a[%zero]
    : !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>
  metal.return
}
