// REQUIRES: clang
// RUN: %python %S/Inputs/metal_case.py internals %t
// RUN: %run_both %s --launch=%t/launch.json --check=all | count 0

// Libraries of kernels overload functions for types of their own, in terms of what Apple's own
// headers are made of. Logs go nowhere.

#include <metal_logging>
#include <metal_stdlib>

constant metal::os_log logger("kernels", "test");

struct Complex {
  float re, im;
};

namespace metal {
Complex exp(Complex x) {
  float size = __metal_exp(x.re, __METAL_MAYBE_FAST_MATH__);
  return {size * __metal_cos(x.im, false), size * __metal_sin(x.im, false)};
}
Complex simd_sum(Complex x) { return {__metal_simd_sum(x.re), __metal_simd_sum(x.im)}; }
Complex simd_shuffle_down(Complex x, ushort delta) {
  return {__metal_simd_shuffle_down(x.re, delta), __metal_simd_shuffle_down(x.im, delta)};
}
} // namespace metal

static float pick(const thread float values[2], uint lane [[thread_index_in_simdgroup]]) {
  return values[lane & 1];
}

kernel void internals(device const float2 *in [[buffer(0)]], device float2 *powers [[buffer(1)]],
                      device float *sums [[buffer(2)]],
                      uint lane [[thread_index_in_simdgroup]]) {
  Complex x = {in[lane].x, in[lane].y};
  Complex power = metal::exp(x);
  powers[lane] = float2(power.re, power.im);
  Complex sum = metal::simd_sum(x);
  Complex next = metal::simd_shuffle_down(x, 1);
  float values[2] = {next.re, next.im};
  logger.log_info("lane %u has %f", lane, values[0]);
  if (lane == 0) {
    sums[0] = sum.re;
    sums[1] = sum.im;
  }
  if (lane < 2)
    sums[2 + lane] = pick(values, lane);
}
