// A threadgroup of 256 threads for each row of 1024 columns.

#include <metal_stdlib>

using namespace metal;

constant constexpr uint columns = 1024, threads = 256, groups = threads / 32;

kernel void softmax(device const float *in [[buffer(0)]], device float *out [[buffer(1)]],
                    uint row [[threadgroup_position_in_grid]],
                    uint thread_index [[thread_index_in_threadgroup]],
                    uint lane [[thread_index_in_simdgroup]],
                    uint group [[simdgroup_index_in_threadgroup]]) {
  threadgroup float partial[groups];
  in += row * columns;
  out += row * columns;
  float x[columns / threads];
  float largest = -INFINITY;
  for (uint i = 0; i < columns / threads; ++i) {
    x[i] = in[i * threads + thread_index];
    largest = max(largest, x[i]);
  }
  largest = simd_max(largest);
  if (lane == 0)
    partial[group] = largest;
  threadgroup_barrier(mem_flags::mem_threadgroup);
  largest = simd_max(partial[lane % groups]);
  threadgroup_barrier(mem_flags::mem_threadgroup);

  float sum = 0;
  for (uint i = 0; i < columns / threads; ++i) {
    x[i] = exp(x[i] - largest);
    sum += x[i];
  }
  sum = simd_sum(sum);
  if (lane == 0)
    partial[group] = sum;
  threadgroup_barrier(mem_flags::mem_threadgroup);
  sum = simd_sum(lane < groups ? partial[lane] : 0.0f);
  for (uint i = 0; i < columns / threads; ++i)
    out[i * threads + thread_index] = x[i] / sum;
}
