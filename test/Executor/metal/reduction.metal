// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py reduction %t/reduction
// RUN: %run_both %s --launch=%t/reduction/launch.json --check=all | count 0

// Sum and index of the largest element of each row: SIMD-groups, then threadgroup memory.

#include <metal_stdlib>
#include <metal_simdgroup>

using namespace metal;

struct Best {
  float value;
  uint index;
};

inline Best better(Best a, Best b) {
  bool takesB = b.value > a.value || (b.value == a.value && b.index < a.index);
  return takesB ? b : a;
}

[[kernel, max_total_threads_per_threadgroup(256)]] void
reduction(device const float *x [[buffer(0)]], device float *sums [[buffer(1)]],
          device uint *indices [[buffer(2)]], constant uint &columns [[buffer(3)]],
          uint row [[threadgroup_position_in_grid]], uint tid [[thread_index_in_threadgroup]],
          uint threads [[threads_per_threadgroup]], uint lane [[thread_index_in_simdgroup]],
          uint group [[simdgroup_index_in_threadgroup]],
          uint groups [[simdgroups_per_threadgroup]]) {
  threadgroup float partialSums[32];
  threadgroup Best partialBests[32];
  device const float *data = x + row * columns;

  float sum = 0;
  Best best = {-INFINITY, UINT_MAX};
  for (uint i = tid; i < columns; i += threads) {
    sum += data[i];
    best = better(best, Best{data[i], i});
  }
  sum = simd_sum(sum);
  for (ushort delta = 16; delta > 0; delta /= 2)
    best = better(best, Best{simd_shuffle_down(best.value, delta),
                             simd_shuffle_down(best.index, delta)});
  if (lane == 0) {
    partialSums[group] = sum;
    partialBests[group] = best;
  }
  threadgroup_barrier(mem_flags::mem_threadgroup);
  if (group != 0)
    return;
  sum = simd_sum(lane < groups ? partialSums[lane] : 0.0f);
  best = lane < groups ? partialBests[lane] : Best{-INFINITY, UINT_MAX};
  for (ushort delta = 16; delta > 0; delta /= 2) {
    Best other = {simd_shuffle_down(best.value, delta), simd_shuffle_down(best.index, delta)};
    best = better(best, other);
  }
  if (lane == 0) {
    sums[row] = sum;
    indices[row] = best.index;
  }
}
