// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py layer_norm %t/layer_norm
// RUN: %run_both %s --launch=%t/layer_norm/launch.json --check=all | count 0
// RUN: %python %S/Inputs/metal_case.py rms_norm %t/rms_norm
// RUN: %run_both %s --launch=%t/rms_norm/launch.json --check=all | count 0

// Layer norm and RMS norm: one policy class each, function constants for the optional weights.

#include <metal_stdlib>
using namespace metal;

constant bool has_weight [[function_constant(0)]];
constant bool has_bias [[function_constant(1)]];
constant int rows_per_group [[function_constant(2)]];
constant int rows = is_function_constant_defined(rows_per_group) ? rows_per_group : 1;

struct NormArgs {
  int columns;
  float epsilon;
};

struct LayerNorm {
  float2 sums = 0;
  void add(float x) thread { sums += float2(x, x * x); }
  float2 finish(float2 total, float count, float epsilon) const thread {
    float mean = total.x / count;
    return float2(mean, rsqrt(total.y / count - mean * mean + epsilon));
  }
};

struct RmsNorm {
  float2 sums = 0;
  void add(float x) thread { sums.y += x * x; }
  float2 finish(float2 total, float count, float epsilon) const thread {
    return {0, metal::precise::rsqrt(total.y / count + epsilon)};
  }
};

template <typename Norm>
kernel void norm(device const float *x [[buffer(0)]],
                 device const float *weight [[buffer(1), function_constant(has_weight)]],
                 device const float *bias [[buffer(2), function_constant(has_bias)]],
                 device float *out [[buffer(3)]], constant NormArgs &args [[buffer(4)]],
                 uint3 group [[threadgroup_position_in_grid]],
                 ushort lane [[thread_index_in_simdgroup]],
                 ushort simd [[simdgroup_index_in_threadgroup]]) {
  const int row = int(group.x) * rows + simd;
  if (simd >= rows)
    return;
  x += row * args.columns;
  out += row * args.columns;
  Norm state;
  for (int i = lane; i < args.columns; i += 32)
    state.add(x[i]);
  float2 total = simd_sum(state.sums);
  float2 center = state.finish(total, args.columns, args.epsilon);
  for (int i = lane; i < args.columns; i += 32) {
    float y = (x[i] - center.x) * center.y;
    if (has_weight)
      y *= weight[i];
    if (has_bias)
      y += bias[i];
    out[i] = y;
  }
}

template [[host_name("layer_norm")]] kernel void
norm<LayerNorm>(device const float *x, device const float *weight, device const float *bias,
                device float *out, constant NormArgs &args, uint3 group, ushort lane, ushort simd);
template [[host_name("rms_norm")]] [[kernel]] decltype(norm<RmsNorm>) norm<RmsNorm>;
