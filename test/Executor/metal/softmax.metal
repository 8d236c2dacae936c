// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py softmax %t/softmax
// RUN: %run_both %s --launch=%t/softmax/launch.json --check=all | count 0
// RUN: %python %S/Inputs/metal_case.py softmax_half %t/softmax_half
// RUN: %run_both %s --launch=%t/softmax_half/launch.json --check=all | count 0
// RUN: %python %S/Inputs/metal_case.py softmax_bfloat %t/softmax_bfloat
// RUN: %run_both %s --launch=%t/softmax_bfloat/launch.json --check=all | count 0

// Online softmax of rows, for float, half and bfloat by one template; #pragma METAL and precise.

#include <metal_stdlib>

#pragma METAL fp math_mode(safe)
#pragma METAL fp contract(off)

using namespace metal;

template <typename T, uint elements>
[[kernel]] void softmax(const device T *in [[buffer(0)]], device T *out [[buffer(1)]],
                        constant uint &columns [[buffer(2)]],
                        threadgroup float *shared [[threadgroup(0)]],
                        uint row [[threadgroup_position_in_grid]],
                        ushort lid [[thread_index_in_threadgroup]],
                        ushort threads [[threads_per_threadgroup]],
                        ushort lane [[thread_index_in_simdgroup]],
                        ushort simd [[simdgroup_index_in_threadgroup]]) {
  in += row * columns;
  out += row * columns;
  float largest = -numeric_limits<float>::infinity(), sum = 0;
  for (uint start = lid * elements; start < columns; start += threads * elements) {
    float values[elements];
    for (uint k = 0; k < elements; ++k)
      values[k] = start + k < columns ? float(in[start + k]) : -INFINITY;
    float before = largest;
    for (uint k = 0; k < elements; ++k)
      largest = max(largest, values[k]);
    sum *= precise::exp(before - largest);
    for (uint k = 0; k < elements; ++k)
      sum += precise::exp(values[k] - largest);
  }

  float groupLargest = simd_max(largest);
  sum = simd_sum(largest == -INFINITY ? 0.0f : sum * exp(largest - groupLargest));
  if (lane == 0) {
    shared[2 * simd] = groupLargest;
    shared[2 * simd + 1] = sum;
  }
  threadgroup_barrier(mem_flags::mem_threadgroup);
  float total = 0;
  largest = -INFINITY;
  const ushort groups = (threads + 31) / 32;
  for (ushort i = 0; i < groups; ++i)
    largest = max(largest, shared[2 * i]);
  for (ushort i = 0; i < groups; ++i)
    total += shared[2 * i + 1] * fast::exp(shared[2 * i] - largest);

  for (uint i = lid; i < columns; i += threads)
    out[i] = T(precise::exp(float(in[i]) - largest) / total);
}

#define INSTANTIATE(name, type)                                                                    \
  template [[host_name("softmax_" #name)]] [[kernel]] decltype(softmax<type, 4>) softmax<type, 4>;

INSTANTIATE(float32, float)
INSTANTIATE(float16, half)
INSTANTIATE(bfloat16, bfloat)
