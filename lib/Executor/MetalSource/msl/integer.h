//===- integer.h - Functions of integers, choices and geometry ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

namespace metal {

// Undefined templates of these namespaces are AIR's functions: `min<int>` is air.min.s.i32, and in
// `__bits`, where the sign plays no role, `popcount<int>` is air.popcount.i32 (see AirNames.cpp).
namespace __air {
template <typename T>
T abs(T) __tm_PURE;
template <typename T>
T min(T, T) __tm_PURE;
template <typename T>
T max(T, T) __tm_PURE;
template <typename T>
T mul_hi(T, T) __tm_PURE;
} // namespace __air
namespace __bits {
template <typename T>
T popcount(T) __tm_PURE;
template <typename T>
T reverse_bits(T) __tm_PURE;
// The second operand says whether the result for zero is open; it is not.
template <typename T>
T clz(T, bool) __tm_PURE;
template <typename T>
T ctz(T, bool) __tm_PURE;
} // namespace __bits

// The body reads x, y and z of the integer type T; U is the unsigned type of its size.
#define __tm_INTEGER(vectors, parameters, name, ...)                                               \
  template <typename T, typename = enable_if_t<is_integral_v<T>>>                                  \
  auto name parameters {                                                                           \
    using U [[maybe_unused]] = make_unsigned_t<T>;                                                 \
    [[maybe_unused]] constexpr int bits = sizeof(T) * 8;                                           \
    return __VA_ARGS__;                                                                            \
  }                                                                                                \
  vectors(name)
#define __tm_INTEGER_1(name, ...) __tm_INTEGER(__tm_VECTORS_1, (T x), name, __VA_ARGS__)
#define __tm_INTEGER_2(name, ...) __tm_INTEGER(__tm_VECTORS_2, (T x, T y), name, __VA_ARGS__)
#define __tm_INTEGER_3(name, ...) __tm_INTEGER(__tm_VECTORS_3, (T x, T y, T z), name, __VA_ARGS__)

__tm_INTEGER_1(abs, __air::abs(x))
__tm_INTEGER_1(popcount, __bits::popcount(x))
__tm_INTEGER_1(reverse_bits, __bits::reverse_bits(x))
__tm_INTEGER_1(clz, __bits::clz(x, false))
__tm_INTEGER_1(ctz, __bits::ctz(x, false))
__tm_INTEGER_2(min, __air::min(x, y))
__tm_INTEGER_2(max, __air::max(x, y))
__tm_INTEGER_2(mulhi, __air::mul_hi(x, y))
__tm_INTEGER_3(min3, __air::min(x, __air::min(y, z)))
__tm_INTEGER_3(max3, __air::max(x, __air::max(y, z)))
__tm_INTEGER_3(clamp, __air::min(__air::max(x, y), z))
__tm_INTEGER_3(median3, __air::max(__air::min(x, y), __air::min(__air::max(x, y), z)))
__tm_INTEGER_3(madhi, T(__air::mul_hi(x, y) + z))
// Sums and differences that stop at the ends of the type, means that do not overflow.
__tm_INTEGER_2(addsat, __builtin_elementwise_add_sat(x, y))
__tm_INTEGER_2(subsat, __builtin_elementwise_sub_sat(x, y))
__tm_INTEGER_2(hadd, T((x >> 1) + (y >> 1) + (x & y & 1)))
__tm_INTEGER_2(rhadd, T((x >> 1) + (y >> 1) + ((x | y) & 1)))
__tm_INTEGER_2(absdiff, x > y ? U(U(x) - U(y)) : U(U(y) - U(x)))
__tm_INTEGER_2(rotate, T(U(U(x) << (y & (bits - 1))) | U(U(x) >> (-y & (bits - 1)))))

template <typename T>
T extract_bits(T x, uint offset, uint width) {
  constexpr uint bits = sizeof(T) * 8;
  return width == 0 ? T(0) : T(T(x << (bits - width - offset)) >> (bits - width));
}
template <typename T>
T insert_bits(T base, T inserted, uint offset, uint width) {
  using U = make_unsigned_t<T>;
  if (width == 0)
    return base;
  U mask = U(U(U(~U(0)) >> (sizeof(T) * 8 - width)) << offset);
  return T((U(base) & U(~mask)) | (U(U(inserted) << offset) & mask));
}
#undef __tm_INTEGER
#undef __tm_INTEGER_1
#undef __tm_INTEGER_2
#undef __tm_INTEGER_3
#undef __tm_VECTORS_1
#undef __tm_VECTORS_2
#undef __tm_VECTORS_3

// 24-bit factors: what is above is not read.
inline int mul24(int x, int y) { return (x << 8 >> 8) * (y << 8 >> 8); }
inline uint mul24(uint x, uint y) { return (x & 0xffffffu) * (y & 0xffffffu); }
inline int mad24(int x, int y, int z) { return mul24(x, y) + z; }
inline uint mad24(uint x, uint y, uint z) { return mul24(x, y) + z; }

//===----------------------------------------------------------------------===//
// Choices
//===----------------------------------------------------------------------===//

template <typename T, typename = enable_if_t<is_arithmetic_v<T>>>
T select(T no, type_identity_t<T> yes, bool condition) {
  return condition ? yes : no;
}
template <typename T, int N>
vec<T, N> select(const vec<T, N> &no, const type_identity_t<vec<T, N>> &yes,
                 const vec<bool, N> &condition) {
  return __tm::map(no, yes, condition, [](T a, T b, bool c) { return c ? b : a; });
}
template <typename T, int N>
vec<T, N> select(const vec<T, N> &no, const type_identity_t<vec<T, N>> &yes, bool condition) {
  return condition ? yes : no;
}

template <int N>
bool all(const vec<bool, N> &a) {
  bool result = a[0] && a[1];
  if constexpr (N > 2)
    result = result && a[2];
  if constexpr (N > 3)
    result = result && a[3];
  return result;
}
template <int N>
bool any(const vec<bool, N> &a) {
  return !all(!a);
}
inline bool all(bool a) { return a; }
inline bool any(bool a) { return a; }

//===----------------------------------------------------------------------===//
// Geometry: sums go from the first element to the last
//===----------------------------------------------------------------------===//

template <typename T, int N>
T dot(const vec<T, N> &a, const vec<T, N> &b) {
  T sum = a[0] * b[0] + a[1] * b[1];
  if constexpr (N > 2)
    sum += a[2] * b[2];
  if constexpr (N > 3)
    sum += a[3] * b[3];
  return sum;
}
template <typename T>
vec<T, 3> cross(const vec<T, 3> &a, const vec<T, 3> &b) {
  return vec<T, 3>(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]);
}
template <typename T, int N>
T length_squared(const vec<T, N> &a) {
  return dot(a, a);
}
template <typename T, int N>
T length(const vec<T, N> &a) {
  return sqrt(dot(a, a));
}
template <typename T, int N>
T distance_squared(const vec<T, N> &a, const vec<T, N> &b) {
  return length_squared(a - b);
}
template <typename T, int N>
T distance(const vec<T, N> &a, const vec<T, N> &b) {
  return length(a - b);
}
template <typename T, int N>
vec<T, N> normalize(const vec<T, N> &a) {
  return a * rsqrt(dot(a, a));
}
template <typename T, int N>
vec<T, N> faceforward(const vec<T, N> &n, const vec<T, N> &incident, const vec<T, N> &reference) {
  return dot(reference, incident) < T(0) ? n : -n;
}
template <typename T, int N>
vec<T, N> reflect(const vec<T, N> &incident, const vec<T, N> &normal) {
  return incident - normal * (T(2) * dot(normal, incident));
}
namespace fast {
using metal::distance;
using metal::length;
using metal::normalize;
} // namespace fast

} // namespace metal
