// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py attention %t/attention
// RUN: %run_both %s --launch=%t/attention/launch.json --check=all | count 0

// Decoding attention: one query, keys over SIMD-groups, running softmax, merge in threadgroup
// memory; grouped heads, a mask, a struct with arrays.

#include <metal_stdlib>

using namespace metal;

struct AttentionParams {
  int keys;
  int strides[2]; // of heads and of keys
  int queriesPerHead;
  float scale;
};

template <typename T, int D>
[[kernel]] void attention(const device T *queries [[buffer(0)]], const device T *keys [[buffer(1)]],
                          const device T *values [[buffer(2)]], device T *out [[buffer(3)]],
                          constant AttentionParams &params [[buffer(4)]],
                          const device bool *mask [[buffer(5)]],
                          uint head [[threadgroup_position_in_grid]],
                          uint simd [[simdgroup_index_in_threadgroup]],
                          uint lane [[thread_index_in_simdgroup]],
                          uint simds [[simdgroups_per_threadgroup]]) {
  constexpr int perLane = D / 32;
  threadgroup float outputs[4][D];
  threadgroup float2 stats[4];
  typedef float U;

  thread U q[perLane], o[perLane];
  const int offset = head / params.queriesPerHead * params.strides[0] + lane * perLane;
  for (int i = 0; i < perLane; ++i) {
    q[i] = static_cast<U>(queries[head * D + lane * perLane + i]) * params.scale;
    o[i] = 0;
  }

  U largest = -1e30f, sum = 0;
  for (int key = simd; key < params.keys; key += simds) {
    if (!mask[key])
      continue;
    const device T *k = keys + offset + key * params.strides[1];
    const device T *v = values + offset + key * params.strides[1];
    U score = 0;
    for (int i = 0; i < perLane; ++i)
      score += q[i] * U(k[i]);
    score = simd_sum(score);
    U next = max(largest, score);
    U factor = exp(largest - next), weight = exp(score - next);
    largest = next;
    sum = sum * factor + weight;
    for (int i = 0; i < perLane; ++i)
      o[i] = o[i] * factor + weight * U(v[i]);
  }

  for (int i = 0; i < perLane; ++i)
    outputs[simd][lane * perLane + i] = o[i];
  if (lane == 0)
    stats[simd] = float2(largest, sum);
  threadgroup_barrier(mem_flags::mem_threadgroup);
  if (simd != 0)
    return;
  U total = 0;
  for (uint s = 0; s < simds; ++s)
    largest = max(largest, stats[s].x);
  for (uint s = 0; s < simds; ++s)
    total += stats[s].y * exp(stats[s].x - largest);
  for (int i = 0; i < perLane; ++i) {
    U value = 0;
    for (uint s = 0; s < simds; ++s)
      value += outputs[s][lane * perLane + i] * exp(stats[s].x - largest);
    out[head * D + lane * perLane + i] = static_cast<T>(value / total);
  }
}

template [[host_name("attention_half_64")]] [[kernel]]
decltype(attention<half, 64>) attention<half, 64>;
