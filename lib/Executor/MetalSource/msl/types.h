//===- types.h - Scalars and traits of Metal's library ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The compatibility library: what Metal source takes from <metal_stdlib>, for an ordinary clang in
// C++17. Written from the Metal Shading Language specification. Not a header of the project: its
// files are joined, in the order of MetalSource/CMakeLists.txt, in front of each rewritten source
// (see Rewriter.h). Address spaces are gone by then, so a `device float *` is a `float *`.
//
// Functions that a GPU has are declared with the name that AIR gives them, one declaration for each
// type; all others are written in terms of those. Names that start with __tm are ours.
//
//===----------------------------------------------------------------------===//

typedef _Float16 half;
typedef __bf16 bfloat;
typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
typedef char int8_t;
typedef uchar uint8_t;
typedef short int16_t;
typedef ushort uint16_t;
typedef int int32_t;
typedef uint uint32_t;
typedef long int64_t;
typedef ulong uint64_t;
typedef ulong size_t;
typedef long ptrdiff_t;
typedef ulong uintptr_t;
typedef long intptr_t;

constexpr half operator""h(long double value) { return half(value); }

// What clang++ has in C++17 and Metal's compiler in every mode.
#define METAL_FUNC inline
#define METAL_CONST const
#define METAL_PURE

namespace metal {
using ::bfloat;
using ::half;
using ::int16_t;
using ::int32_t;
using ::int64_t;
using ::int8_t;
using ::intptr_t;
using ::ptrdiff_t;
using ::size_t;
using ::uchar;
using ::uint;
using ::uint16_t;
using ::uint32_t;
using ::uint64_t;
using ::uint8_t;
using ::uintptr_t;
using ::ulong;
using ::ushort;

//===----------------------------------------------------------------------===//
// Traits
//===----------------------------------------------------------------------===//

template <typename T, T v>
struct integral_constant {
  static constexpr T value = v;
  using value_type = T;
  using type = integral_constant;
  constexpr operator T() const { return v; }
};
template <bool b>
using bool_constant = integral_constant<bool, b>;
using true_type = bool_constant<true>;
using false_type = bool_constant<false>;

template <bool condition, typename T = void>
struct enable_if {};
template <typename T>
struct enable_if<true, T> {
  using type = T;
};
template <bool condition, typename T = void>
using enable_if_t = typename enable_if<condition, T>::type;

template <bool condition, typename T, typename F>
struct conditional {
  using type = T;
};
template <typename T, typename F>
struct conditional<false, T, F> {
  using type = F;
};
template <bool condition, typename T, typename F>
using conditional_t = typename conditional<condition, T, F>::type;

template <typename T>
struct type_identity {
  using type = T;
};
template <typename T>
using type_identity_t = typename type_identity<T>::type;
template <typename...>
using void_t = void;

#define __tm_TRANSFORM(name, builtin)                                                              \
  template <typename T>                                                                            \
  using name##_t = builtin(T);                                                                     \
  template <typename T>                                                                            \
  struct name {                                                                                    \
    using type = builtin(T);                                                                       \
  };
__tm_TRANSFORM(remove_const, __remove_const)
__tm_TRANSFORM(remove_volatile, __remove_volatile)
__tm_TRANSFORM(remove_cv, __remove_cv)
__tm_TRANSFORM(remove_reference, __remove_reference_t)
__tm_TRANSFORM(remove_pointer, __remove_pointer)
__tm_TRANSFORM(remove_extent, __remove_extent)
__tm_TRANSFORM(make_signed, __make_signed)
__tm_TRANSFORM(make_unsigned, __make_unsigned)
__tm_TRANSFORM(decay, __decay)
__tm_TRANSFORM(underlying_type, __underlying_type)
#undef __tm_TRANSFORM

#define __tm_PREDICATE(name, ...)                                                                  \
  template <typename T>                                                                            \
  constexpr bool name##_v = __VA_ARGS__;                                                           \
  template <typename T>                                                                            \
  struct name : bool_constant<name##_v<T>> {};
__tm_PREDICATE(is_void, __is_void(T))
__tm_PREDICATE(is_integral, __is_integral(T))
__tm_PREDICATE(is_floating_point, __is_floating_point(T) || __is_same(remove_cv_t<T>, half) ||
                                      __is_same(remove_cv_t<T>, bfloat))
__tm_PREDICATE(is_arithmetic, is_integral_v<T> || is_floating_point_v<T>)
__tm_PREDICATE(is_scalar, is_arithmetic_v<T> || __is_pointer(T) || __is_enum(T))
__tm_PREDICATE(is_signed, __is_signed(T) || is_floating_point_v<T>)
__tm_PREDICATE(is_unsigned, __is_unsigned(T))
__tm_PREDICATE(is_pointer, __is_pointer(T))
__tm_PREDICATE(is_reference, __is_reference(T))
__tm_PREDICATE(is_array, __is_array(T))
__tm_PREDICATE(is_enum, __is_enum(T))
__tm_PREDICATE(is_class, __is_class(T))
__tm_PREDICATE(is_union, __is_union(T))
__tm_PREDICATE(is_const, __is_const(T))
__tm_PREDICATE(is_empty, __is_empty(T))
__tm_PREDICATE(is_trivially_copyable, __is_trivially_copyable(T))
#undef __tm_PREDICATE

template <typename T, typename U>
constexpr bool is_same_v = __is_same(T, U);
template <typename T, typename U>
struct is_same : bool_constant<__is_same(T, U)> {};
template <typename From, typename To>
constexpr bool is_convertible_v = __is_convertible(From, To);
template <typename From, typename To>
struct is_convertible : bool_constant<__is_convertible(From, To)> {};
template <typename Base, typename Derived>
constexpr bool is_base_of_v = __is_base_of(Base, Derived);
template <typename Base, typename Derived>
struct is_base_of : bool_constant<__is_base_of(Base, Derived)> {};

template <typename T>
T &&declval() noexcept;
template <typename T>
constexpr remove_reference_t<T> &&move(T &&value) {
  return static_cast<remove_reference_t<T> &&>(value);
}
template <typename T>
constexpr T &&forward(remove_reference_t<T> &value) {
  return static_cast<T &&>(value);
}
template <typename T>
void swap(T &a, T &b) {
  T old = a;
  a = b;
  b = old;
}

template <typename To, typename From>
constexpr To as_type(From value) {
  static_assert(sizeof(To) == sizeof(From), "as_type keeps all bits: both types have one size");
  return __builtin_bit_cast(To, value);
}

//===----------------------------------------------------------------------===//
// Function constants
//===----------------------------------------------------------------------===//

namespace __tm {
void constant_value(void *value, int index) __asm__("air.function_constant");
bool constant_is_defined(const void *variable) __asm__("air.is_function_constant_defined");

/// What the rewriter makes the initial value of constant number `index`.
template <int index>
struct function_constant {
  template <typename T>
  operator T() const {
    T value;
    constant_value(&value, index);
    return value;
  }
};
} // namespace __tm

template <typename T>
bool is_function_constant_defined(const T &constant) {
  return __tm::constant_is_defined(&constant);
}

//===----------------------------------------------------------------------===//
// Limits
//===----------------------------------------------------------------------===//

template <typename T>
struct numeric_limits;

#define __tm_INTEGER_LIMITS(T, bits, least, most)                                                  \
  template <>                                                                                      \
  struct numeric_limits<T> {                                                                       \
    static constexpr bool is_specialized = true, is_integer = true, is_exact = true;               \
    static constexpr bool is_signed = (least) != 0, has_infinity = false;                          \
    static constexpr int digits = bits;                                                            \
    static constexpr T min() { return least; }                                                     \
    static constexpr T max() { return most; }                                                      \
    static constexpr T lowest() { return least; }                                                  \
  };
__tm_INTEGER_LIMITS(bool, 1, 0, 1)
__tm_INTEGER_LIMITS(char, 7, -128, 127)
__tm_INTEGER_LIMITS(uchar, 8, 0, 255)
__tm_INTEGER_LIMITS(short, 15, -32768, 32767)
__tm_INTEGER_LIMITS(ushort, 16, 0, 65535)
__tm_INTEGER_LIMITS(int, 31, -2147483647 - 1, 2147483647)
__tm_INTEGER_LIMITS(uint, 32, 0, 4294967295u)
__tm_INTEGER_LIMITS(long, 63, -9223372036854775807l - 1, 9223372036854775807l)
__tm_INTEGER_LIMITS(ulong, 64, 0, 18446744073709551615ul)
#undef __tm_INTEGER_LIMITS

#define __tm_FLOAT_LIMITS(T, bits, least, most, step)                                              \
  template <>                                                                                      \
  struct numeric_limits<T> {                                                                       \
    static constexpr bool is_specialized = true, is_integer = false, is_exact = false;             \
    static constexpr bool is_signed = true, has_infinity = true, has_quiet_NaN = true;             \
    static constexpr int digits = bits;                                                            \
    static constexpr T min() { return T(least); }                                                  \
    static constexpr T max() { return T(most); }                                                   \
    static constexpr T lowest() { return T(-(most)); }                                             \
    static constexpr T epsilon() { return T(step); }                                               \
    static constexpr T infinity() { return T(__builtin_inff()); }                                  \
    static constexpr T quiet_NaN() { return T(__builtin_nanf("")); }                               \
  };
__tm_FLOAT_LIMITS(half, 11, 0x1p-14f, 65504.0f, 0x1p-10f)
__tm_FLOAT_LIMITS(bfloat, 8, 0x1p-126f, 0x1.fep127f, 0x1p-7f)
__tm_FLOAT_LIMITS(float, 24, 0x1p-126f, 0x1.fffffep127f, 0x1p-23f)
#undef __tm_FLOAT_LIMITS

} // namespace metal

#define CHAR_BIT 8
#define SCHAR_MIN (-128)
#define SCHAR_MAX 127
#define UCHAR_MAX 255
#define CHAR_MIN SCHAR_MIN
#define CHAR_MAX SCHAR_MAX
#define SHRT_MIN (-32768)
#define SHRT_MAX 32767
#define USHRT_MAX 65535
#define INT_MIN (-2147483647 - 1)
#define INT_MAX 2147483647
#define UINT_MAX 4294967295u
#define LONG_MIN (-9223372036854775807l - 1)
#define LONG_MAX 9223372036854775807l
#define ULONG_MAX 18446744073709551615ul

#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define HUGE_VALF __builtin_inff()
#define HUGE_VALH half(__builtin_inff())
#define MAXFLOAT 0x1.fffffep127f
#define MAXHALF half(65504.0f)
#define FLT_DIG 6
#define FLT_MANT_DIG 24
#define FLT_MAX_EXP 128
#define FLT_MIN_EXP (-125)
#define FLT_MAX 0x1.fffffep127f
#define FLT_MIN 0x1p-126f
#define FLT_EPSILON 0x1p-23f
#define HALF_DIG 3
#define HALF_MANT_DIG 11
#define HALF_MAX half(65504.0f)
#define HALF_MIN half(0x1p-14f)
#define HALF_EPSILON half(0x1p-10f)

#define M_E_F 2.71828182845904523536f
#define M_LOG2E_F 1.44269504088896340736f
#define M_LOG10E_F 0.43429448190325182765f
#define M_LN2_F 0.69314718055994530942f
#define M_LN10_F 2.30258509299404568402f
#define M_PI_F 3.14159265358979323846f
#define M_PI_2_F 1.57079632679489661923f
#define M_PI_4_F 0.78539816339744830962f
#define M_1_PI_F 0.31830988618379067154f
#define M_2_PI_F 0.63661977236758134308f
#define M_2_SQRTPI_F 1.12837916709551257390f
#define M_SQRT2_F 1.41421356237309504880f
#define M_SQRT1_2_F 0.70710678118654752440f
#define M_E_H half(M_E_F)
#define M_LOG2E_H half(M_LOG2E_F)
#define M_LN2_H half(M_LN2_F)
#define M_PI_H half(M_PI_F)
#define M_PI_2_H half(M_PI_2_F)
#define M_1_PI_H half(M_1_PI_F)
#define M_SQRT2_H half(M_SQRT2_F)
