//===- math.h - Functions of floating-point numbers ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `precise` and `fast` name AIR's two families; a function without either is the precise one, which
// is also a correct `fast` one. Half has one family. Scalars are overloads, as in Metal, so that
// pow(x, 2) finds the function of floats; vectors go element by element.
//
//===----------------------------------------------------------------------===//

namespace metal {

#define __tm_PURE __attribute__((const, nothrow))

namespace __tm {
/// The vector type of operands of which some may be scalars that are repeated.
template <typename... Operands>
struct joined_vector {};
template <typename T, int N, typename... Rest>
struct joined_vector<vec<T, N>, Rest...> {
  using type = vec<T, N>;
};
template <typename S, typename... Rest>
struct joined_vector<S, Rest...> : joined_vector<Rest...> {};
template <typename... Operands>
using joined = typename joined_vector<Operands...>::type;
} // namespace __tm

// The scalar functions of AIR, and the same for the elements of vectors.
#define __tm_VECTORS_1(name)                                                                       \
  template <typename T, int N>                                                                     \
  auto name(const vec<T, N> &a) {                                                                  \
    return __tm::map(a, [](T x) { return name(x); });                                              \
  }
#define __tm_VECTORS_2(name)                                                                       \
  template <typename A, typename B, typename V = __tm::joined<A, B>>                               \
  V name(const A &a, const B &b) {                                                                 \
    return __tm::map(V(a), V(b), [](auto x, auto y) { return name(x, y); });                       \
  }
#define __tm_VECTORS_3(name)                                                                       \
  template <typename A, typename B, typename C, typename V = __tm::joined<A, B, C>>                \
  V name(const A &a, const B &b, const C &c) {                                                     \
    return __tm::map(V(a), V(b), V(c), [](auto x, auto y, auto z) { return name(x, y, z); });      \
  }
#define __tm_UNARY(name, air)                                                                      \
  float name(float) __asm__("air." air #name ".f32") __tm_PURE;                                    \
  half name(half) __asm__("air." #name ".f16") __tm_PURE;                                          \
  __tm_VECTORS_1(name)
#define __tm_BINARY(name, air)                                                                     \
  float name(float, float) __asm__("air." air #name ".f32") __tm_PURE;                             \
  half name(half, half) __asm__("air." #name ".f16") __tm_PURE;                                    \
  __tm_VECTORS_2(name)

#define __tm_VARIANTS(air)                                                                         \
  __tm_UNARY(sqrt, air) __tm_UNARY(rsqrt, air) __tm_UNARY(exp, air) __tm_UNARY(exp2, air)          \
  __tm_UNARY(exp10, air) __tm_UNARY(log, air) __tm_UNARY(log2, air) __tm_UNARY(log10, air)         \
  __tm_UNARY(sin, air) __tm_UNARY(cos, air) __tm_UNARY(tan, air) __tm_UNARY(asin, air)             \
  __tm_UNARY(acos, air) __tm_UNARY(atan, air) __tm_UNARY(sinh, air) __tm_UNARY(cosh, air)          \
  __tm_UNARY(tanh, air) __tm_UNARY(asinh, air) __tm_UNARY(acosh, air) __tm_UNARY(atanh, air)       \
  __tm_UNARY(sinpi, air) __tm_UNARY(cospi, air) __tm_UNARY(tanpi, air) __tm_UNARY(fabs, air)       \
  __tm_UNARY(floor, air) __tm_UNARY(ceil, air) __tm_UNARY(trunc, air) __tm_UNARY(rint, air)        \
  __tm_UNARY(round, air) __tm_UNARY(fract, air) __tm_UNARY(saturate, air)                          \
  __tm_BINARY(atan2, air) __tm_BINARY(pow, air) __tm_BINARY(powr, air) __tm_BINARY(fmod, air)      \
  __tm_BINARY(fmax, air) __tm_BINARY(fmin, air)

__tm_VARIANTS("")
namespace precise = metal;
namespace fast {
__tm_VARIANTS("fast_")
}
#undef __tm_VARIANTS

// Exact, so of one kind.
float fma(float, float, float) __asm__("air.fma.f32") __tm_PURE;
half fma(half, half, half) __asm__("air.fma.f16") __tm_PURE;
__tm_VECTORS_3(fma)
float copysign(float, float) __asm__("air.copysign.f32") __tm_PURE;
half copysign(half, half) __asm__("air.copysign.f16") __tm_PURE;
__tm_VECTORS_2(copysign)
float nextafter(float, float) __asm__("air.nextafter.f32") __tm_PURE;
half nextafter(half, half) __asm__("air.nextafter.f16") __tm_PURE;
__tm_VECTORS_2(nextafter)
namespace fast {
using metal::copysign;
using metal::fma;
} // namespace fast

//===----------------------------------------------------------------------===//
// What follows from those
//===----------------------------------------------------------------------===//

#define __tm_DERIVED_1(T, name, ...)                                                               \
  inline T name(T x) __VA_ARGS__
#define __tm_DERIVED_2(T, name, ...)                                                               \
  inline T name(T x, T y) __VA_ARGS__
#define __tm_DERIVED_3(T, name, ...)                                                               \
  inline T name(T x, T y, T z) __VA_ARGS__
#define __tm_BOTH(macro, name, ...) macro(float, name, __VA_ARGS__) macro(half, name, __VA_ARGS__)

__tm_BOTH(__tm_DERIVED_1, abs, { return fabs(x); })
__tm_BOTH(__tm_DERIVED_2, max, { return fmax(x, y); })
__tm_BOTH(__tm_DERIVED_2, min, { return fmin(x, y); })
__tm_BOTH(__tm_DERIVED_2, fdim, { return x > y ? x - y : x <= y ? 0 : x + y; })
__tm_BOTH(__tm_DERIVED_2, divide, { return x / y; })
__tm_BOTH(__tm_DERIVED_2, step, { return y < x ? 0 : 1; })
__tm_BOTH(__tm_DERIVED_1, sign, { return x > 0 ? 1 : x < 0 ? -1 : x == 0 ? x : 0; })
__tm_BOTH(__tm_DERIVED_3, fmax3, { return fmax(x, fmax(y, z)); })
__tm_BOTH(__tm_DERIVED_3, fmin3, { return fmin(x, fmin(y, z)); })
__tm_BOTH(__tm_DERIVED_3, max3, { return fmax(x, fmax(y, z)); })
__tm_BOTH(__tm_DERIVED_3, min3, { return fmin(x, fmin(y, z)); })
__tm_BOTH(__tm_DERIVED_3, median3, { return fmax(fmin(x, y), fmin(fmax(x, y), z)); })
__tm_BOTH(__tm_DERIVED_3, fmedian3, { return fmax(fmin(x, y), fmin(fmax(x, y), z)); })
__tm_BOTH(__tm_DERIVED_3, clamp, { return fmin(fmax(x, y), z); })
__tm_BOTH(__tm_DERIVED_3, mix, { return x + (y - x) * z; })
__tm_BOTH(__tm_DERIVED_3, smoothstep, {
  auto t = clamp((z - x) / (y - x), decltype(x)(0), decltype(x)(1));
  return t * t * (3 - 2 * t);
})
__tm_VECTORS_2(fdim)
__tm_VECTORS_2(divide)
__tm_VECTORS_2(step)
__tm_VECTORS_3(fmax3)
__tm_VECTORS_3(fmin3)
__tm_VECTORS_3(fmedian3)
__tm_VECTORS_3(mix)
__tm_VECTORS_3(smoothstep)
__tm_VECTORS_1(sign)
namespace fast {
using metal::clamp;
using metal::divide;
using metal::max;
using metal::min;
} // namespace fast

template <typename T>
T sincos(T x, T &cosine) {
  cosine = cos(x);
  return sin(x);
}
template <typename T>
T modf(T x, T &whole) {
  whole = trunc(x);
  return copysign(x - whole, x);
}

/// x times two to the power of `exponent`: in three steps, each of which has its factor.
inline float ldexp(float x, int exponent) {
  for (int step = 0; step < 3; ++step) {
    int part = exponent < -126 ? -126 : exponent > 127 ? 127 : exponent;
    x *= as_type<float>(uint(part + 127) << 23);
    exponent -= part;
  }
  return x;
}
inline half ldexp(half x, int exponent) { return half(ldexp(float(x), exponent)); }
template <typename T, int N>
vec<T, N> ldexp(const vec<T, N> &a, const vec<int, N> &b) {
  return __tm::map(a, b, [](T x, int y) { return ldexp(x, y); });
}

/// INT_MIN for zero, INT_MAX for infinity and NaN. Denormals are flushed, as by all arithmetic.
inline int ilogb(float x) {
  int exponent = int(as_type<uint>(x) >> 23 & 0xff);
  return exponent == 0 ? INT_MIN : exponent == 0xff ? INT_MAX : exponent - 127;
}
inline int ilogb(half x) { return ilogb(float(x)); }

inline float frexp(float x, int &exponent) {
  int power = ilogb(x);
  exponent = power == INT_MIN || power == INT_MAX ? 0 : power + 1;
  return power == INT_MIN || power == INT_MAX
             ? x
             : as_type<float>((as_type<uint>(x) & 0x807fffffu) | 126u << 23);
}
inline half frexp(half x, int &exponent) { return half(frexp(float(x), exponent)); }

//===----------------------------------------------------------------------===//
// Kinds of numbers
//===----------------------------------------------------------------------===//

#define __tm_KIND(name, ...)                                                                       \
  __tm_KIND_OF(float, uint, 0x7fffffff, 0x7f800000, 0x00800000, name, __VA_ARGS__)                 \
  __tm_KIND_OF(half, ushort, 0x7fff, 0x7c00, 0x0400, name, __VA_ARGS__)                            \
  __tm_KIND_OF(bfloat, ushort, 0x7fff, 0x7f80, 0x0080, name, __VA_ARGS__)                          \
  __tm_VECTORS_1(name)
#define __tm_KIND_OF(T, Bits, magnitudes, infinite, normal, name, ...)                             \
  inline bool name(T x) {                                                                          \
    Bits bits = as_type<Bits>(x) & magnitudes;                                                     \
    constexpr Bits infinity = infinite, least = normal;                                            \
    (void)bits, (void)infinity, (void)least;                                                       \
    return __VA_ARGS__;                                                                            \
  }
__tm_KIND(isnan, x != x)
__tm_KIND(isinf, bits == infinity)
__tm_KIND(isfinite, bits < infinity)
__tm_KIND(isnormal, bits >= least && bits < infinity)
__tm_KIND(signbit, bits != as_type<decltype(bits)>(x))
#undef __tm_KIND
#undef __tm_KIND_OF

template <typename T>
auto isunordered(T x, T y) {
  return isnan(x) || isnan(y);
}
template <typename T>
auto isordered(T x, T y) {
  return !isunordered(x, y);
}

#undef __tm_UNARY
#undef __tm_BINARY
#undef __tm_DERIVED_1
#undef __tm_DERIVED_2
#undef __tm_DERIVED_3
#undef __tm_BOTH

} // namespace metal
