// RUN: triton-metal-translate %s -o %t.metal
// RUN: FileCheck %s --input-file=%t.metal
// RUN: %check_metal %t.metal

// SIMD-group matrices, by the elements of a lane and as a whole.

// CHECK:       #include <metal_simdgroup_matrix>

// CHECK-LABEL: void small(
// CHECK:       simdgroup_half8x8 [[A:.*]][2];
// CHECK:       simdgroup_float8x8 [[C:.*]][1];
// CHECK:       half2 [[V:.*]] = *(device const half2 *)x;
// CHECK-NEXT:  [[A]][1].thread_elements()[0] = [[V]].x;
// CHECK-NEXT:  [[A]][1].thread_elements()[1] = [[V]].y;
// A constant, and one element for both, are not made vectors first.
// CHECK-NEXT:  [[C]][0].thread_elements()[0] = 1.0f;
// CHECK-NEXT:  [[C]][0].thread_elements()[1] = 1.0f;
// CHECK:       [[A]][0].thread_elements()[0] = [[E:.*]];
// CHECK-NEXT:  [[A]][0].thread_elements()[1] = [[E]];
// CHECK-NEXT:  simdgroup_multiply_accumulate([[C]][0], [[A]][0], [[A]][1], [[C]][0]);
// CHECK:       float2([[C]][0].thread_elements()[0], [[C]][0].thread_elements()[1])
metal.kernel @small(%x: !metal.ptr<f16, device>, %o: !metal.ptr<f32, device>) attributes {
    arguments = [#metal.argument<name = "x", kind = pointer, element = f16, binding = 0, access = read>,
                 #metal.argument<name = "o", kind = pointer, element = f32, binding = 1, access = write>],
    num_simdgroups = 1 : i32, target = "apple7"} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %a = metal.thread_array : <2 x !metal.simdgroup_matrix<8x8xf16>>
  %c = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xf32>>
  %v = metal.load %x[%zero] {alignment = 4 : i32} : !metal.ptr<f16, device>, i32 -> vector<2xf16>
  metal.fragment_store %v, %a[%one] : vector<2xf16>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>
  %ones = arith.constant dense<1.0> : vector<2xf32>
  metal.fragment_store %ones, %c[%zero] : vector<2xf32>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>>
  %e = metal.load %x[%one] {alignment = 2 : i32} : !metal.ptr<f16, device>, i32 -> f16
  %both = vector.broadcast %e : f16 to vector<2xf16>
  metal.fragment_store %both, %a[%zero] : vector<2xf16>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>
  metal.simdgroup_multiply_accumulate %a[%zero], %a[%one], %c[%zero] : !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<2 x !metal.simdgroup_matrix<8x8xf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>>
  %r = metal.fragment_load %c[%zero] : !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>> -> vector<2xf32>
  metal.store %r, %o[%zero] {alignment = 8 : i32} : vector<2xf32>, !metal.ptr<f32, device>, i32
  metal.return
}

// CHECK-LABEL: void bfloats(
// CHECK:       simdgroup_bfloat8x8 [[B:.*]][1];
// CHECK:       simdgroup_float8x8 [[F:.*]][1];
// CHECK:       [[F]][0] = make_filled_simdgroup_matrix<float, 8, 8>(0.5f);
// CHECK-NEXT:  simdgroup_multiply_accumulate([[F]][0], [[B]][0], [[B]][0], [[F]][0]);
metal.kernel @bfloats() attributes {arguments = [], num_simdgroups = 1 : i32, target = "apple9"} {
  %zero = arith.constant 0 : i32
  %b = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xbf16>>
  %f = metal.thread_array : <1 x !metal.simdgroup_matrix<8x8xf32>>
  %v = arith.constant 0.5 : f32
  metal.fragment_fill %v, %f[%zero] : f32, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>>
  metal.simdgroup_multiply_accumulate %b[%zero], %b[%zero], %f[%zero] : !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xbf16>>, !metal.thread_array<1 x !metal.simdgroup_matrix<8x8xf32>>
  metal.return
}
