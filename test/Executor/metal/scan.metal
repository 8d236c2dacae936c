// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py scan %t/scan
// RUN: %run_both %s --launch=%t/scan/launch.json --check=all | count 0

// Inclusive scan of a row by prefix sums of SIMD-groups, with an address-space overload of a loader
// and a carry. Loads are overloaded by the memory they read, as libraries of kernels have it.

#include <metal_stdlib>
using namespace metal;

template <typename T>
METAL_FUNC vec<T, 4> load4(const device T *p) {
  return vec<T, 4>(p[0], p[1], p[2], p[3]);
}
template <typename T>
METAL_FUNC vec<T, 4> load4(const threadgroup T *q) {
  return vec<T, 4>(q[0], q[1], q[2], q[3]);
}
template <typename T>
METAL_FUNC vec<T, 4> load4(constant T *r) {
  return vec<T, 4>(r[0], r[1], r[2], r[3]);
}

kernel void scan(device const int *x, device int *out, constant uint &columns,
                 constant int *start, uint lane [[thread_index_in_simdgroup]],
                 uint simd [[simdgroup_index_in_threadgroup]],
                 uint row [[threadgroup_position_in_grid]]) {
  threadgroup int totals[8];
  x += row * columns;
  out += row * columns;
  int carry = load4(start).w;
  const int4 index(0, 1, 2, 3), zero = 0;
  for (uint base = 0; base < columns; base += 1024) {
    uint at = base + (simd * 32 + lane) * 4;
    int4 v = at < columns ? load4(x + at) : zero;
    v.y += v.x;
    v.z += v.y;
    v.w += v.z;
    int before = simd_prefix_exclusive_sum(v.w);
    if (lane == 31)
      totals[simd] = before + v.w;
    threadgroup_barrier(mem_flags::mem_threadgroup);
    int4 lower = load4(totals), upper = load4(totals + 4);
    int4 counted = select(zero, lower, index < int(simd)) +
                   select(zero, upper, index + 4 < int(simd));
    if (at < columns)
      *(device packed_int4 *)(out + at) =
          v + (carry + before + counted.x + counted.y + counted.z + counted.w);
    int4 all = lower + upper;
    carry += all.x + all.y + all.z + all.w;
    threadgroup_barrier(mem_flags::mem_threadgroup);
  }
}
