// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py elementwise %t/elementwise
// RUN: %run_both %s --launch=%t/elementwise/launch.json --check=all | count 0

// Elementwise: vectors in and out, a tail, swizzles, constructors, a table in constant memory.

#include <metal_stdlib>
using namespace metal;

struct Params {
  uint count;
  float scale;
  packed_float3 offset;
};

constant float weights[4] = {0.5f, 1.0f, 1.5f, 2.0f};
constant float4 ramp = float4(1, 2, 3, 4);

template <typename T>
inline T leaky(T x) {
  return x > 0 ? x : x * T(0.125);
}

kernel void elementwise(device const float4 *x [[buffer(0)]],
                        device const half4 *h [[buffer(1)]],
                        device float4 *out [[buffer(2)]],
                        device uchar4 *bits [[buffer(3)]],
                        constant Params &params [[buffer(4)]],
                        uint i [[thread_position_in_grid]]) {
  if (i >= params.count)
    return;
  float4 a = x[i] * params.scale + ramp;
  a.yx = a.xy;
  a.zw += float2(h[i].w, h[i].z);
  float3 moved = a.xyz + params.offset;
  float4 r = float4(moved, leaky(a.w)) * weights[i % 4];
  bool4 isLarge = r > 1.0;
  out[i] = select(r, -r, isLarge);
  bits[i] = uchar4(isLarge) | uchar4(any(isLarge) ? 2 : 0, all(isLarge) ? 4 : 0, 0, uchar(i));
}
