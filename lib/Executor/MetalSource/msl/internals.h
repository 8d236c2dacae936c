//===- internals.h - What Apple's own library is made of ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Libraries of kernels that overload functions for types of their own call what Apple's headers
// call: `__metal_exp(x, fast)`. Here only for sources that do.
//
//===----------------------------------------------------------------------===//

#define __METAL_MAYBE_FAST_MATH__ false
#define __METAL_FAST_MATH__ false
#define __METAL_PRECISE_MATH__ false

#define __tm_MATH_1(name)                                                                          \
  template <typename T>                                                                            \
  T __metal_##name(T x, bool = false) {                                                            \
    return metal::name(x);                                                                         \
  }
#define __tm_MATH_2(name)                                                                          \
  template <typename T>                                                                            \
  T __metal_##name(T x, T y, bool = false) {                                                       \
    return metal::name(x, y);                                                                      \
  }
#define __tm_MATH_3(name)                                                                          \
  template <typename T>                                                                            \
  T __metal_##name(T x, T y, T z, bool = false) {                                                  \
    return metal::name(x, y, z);                                                                   \
  }
__tm_MATH_1(sqrt) __tm_MATH_1(rsqrt) __tm_MATH_1(exp) __tm_MATH_1(exp2) __tm_MATH_1(exp10)
__tm_MATH_1(log) __tm_MATH_1(log2) __tm_MATH_1(log10) __tm_MATH_1(sin) __tm_MATH_1(cos)
__tm_MATH_1(tan) __tm_MATH_1(asin) __tm_MATH_1(acos) __tm_MATH_1(atan) __tm_MATH_1(sinh)
__tm_MATH_1(cosh) __tm_MATH_1(tanh) __tm_MATH_1(asinh) __tm_MATH_1(acosh) __tm_MATH_1(atanh)
__tm_MATH_1(sinpi) __tm_MATH_1(cospi) __tm_MATH_1(tanpi) __tm_MATH_1(fabs) __tm_MATH_1(floor)
__tm_MATH_1(ceil) __tm_MATH_1(trunc) __tm_MATH_1(rint) __tm_MATH_1(round) __tm_MATH_1(fract)
__tm_MATH_2(atan2) __tm_MATH_2(pow) __tm_MATH_2(powr) __tm_MATH_2(fmod) __tm_MATH_2(fmax)
__tm_MATH_2(fmin) __tm_MATH_2(divide) __tm_MATH_2(nextafter) __tm_MATH_3(fma)
__tm_MATH_3(fmin3) __tm_MATH_3(fmax3) __tm_MATH_3(fmedian3)
#undef __tm_MATH_1
#undef __tm_MATH_2
#undef __tm_MATH_3

template <typename T>
T __metal_ldexp(T x, int exponent, bool = false) {
  return metal::ldexp(x, exponent);
}
template <typename T>
T __metal_frexp(T x, int *exponent) {
  return metal::frexp(x, *exponent);
}

#define __tm_LANES_1(name)                                                                         \
  template <typename T>                                                                            \
  T __metal_##name(T x) {                                                                          \
    return metal::name(x);                                                                         \
  }
#define __tm_LANES_2(name)                                                                         \
  template <typename T>                                                                            \
  T __metal_##name(T x, ushort lane) {                                                             \
    return metal::name(x, lane);                                                                   \
  }
__tm_LANES_1(simd_sum) __tm_LANES_1(simd_product) __tm_LANES_1(simd_min) __tm_LANES_1(simd_max)
__tm_LANES_1(simd_and) __tm_LANES_1(simd_or) __tm_LANES_1(simd_xor)
__tm_LANES_1(simd_broadcast_first) __tm_LANES_1(simd_prefix_inclusive_sum)
__tm_LANES_1(simd_prefix_exclusive_sum) __tm_LANES_1(simd_prefix_inclusive_product)
__tm_LANES_1(simd_prefix_exclusive_product)
__tm_LANES_2(simd_broadcast) __tm_LANES_2(simd_shuffle) __tm_LANES_2(simd_shuffle_xor)
__tm_LANES_2(simd_shuffle_up) __tm_LANES_2(simd_shuffle_down)
__tm_LANES_2(simd_shuffle_rotate_up) __tm_LANES_2(simd_shuffle_rotate_down)
#undef __tm_LANES_1
#undef __tm_LANES_2

template <typename T>
T __metal_simd_shuffle_and_fill_up(T x, T y, ushort delta, ushort modulo) {
  return metal::simd_shuffle_and_fill_up(x, y, delta, modulo);
}
template <typename T>
T __metal_simd_shuffle_and_fill_down(T x, T y, ushort delta, ushort modulo) {
  return metal::simd_shuffle_and_fill_down(x, y, delta, modulo);
}

ushort __tm_lane() __asm__("air.get_thread_index_in_simdgroup.i16")
    __attribute__((const, nothrow));
ushort __tm_lanes() __asm__("air.get_simdgroup_size.i16") __attribute__((const, nothrow));
inline ushort __metal_get_thread_index_in_simdgroup(ushort) { return __tm_lane(); }
inline ushort __metal_get_simdgroup_size(ushort) { return __tm_lanes(); }
