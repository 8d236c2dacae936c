//===- vector.h - Vectors and packed vectors ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A vector is a class around one value of clang's vector type, so that loads and stores are those
// of the whole vector, as in AIR. The elements and swizzles are properties:
//
//   v.yx = w;    calls    v.__put_yx(w)
//
// The program that joins the library with a source knows which swizzles the source has, and defines
// __tm_SWIZZLES_2 to __tm_SWIZZLES_4 with those: all would be 1,000 declarations for each type.
// A bool takes a byte, as in memory.
//
//===----------------------------------------------------------------------===//

namespace metal {

template <typename T, int N = 4>
struct vec;
template <typename T, int N>
struct packed_vec;

namespace __tm {

template <typename T>
struct stored {
  using type = T;
};
template <>
struct stored<bool> {
  using type = uchar;
};
template <typename T, int N>
using native = typename stored<T>::type __attribute__((ext_vector_type(N)));

/// How many elements a value brings to the constructor of a vector.
template <typename T>
constexpr int count = is_arithmetic_v<T> || __is_enum(T) ? 1 : -100;
template <typename T, int N>
constexpr int count<vec<T, N>> = N;
template <typename T, int N>
constexpr int count<packed_vec<T, N>> = N;

template <typename S>
constexpr S element(S value, int) {
  return value;
}
template <typename T, int N>
constexpr T element(const vec<T, N> &value, int i) {
  return T(value.__v[i]);
}
template <typename T, int N>
constexpr T element(const packed_vec<T, N> &value, int i) {
  return value.__e[i];
}

/// Element i of the parts, one after the other.
template <int i, typename T, typename First, typename... Rest>
constexpr T pick(const First &first, const Rest &...rest) {
  if constexpr (i < count<First>)
    return T(element(first, i));
  else
    return pick<i - count<First>, T>(rest...);
}

/// A scalar that converts by itself to an element of type T.
template <typename S, typename T>
constexpr bool converts = is_arithmetic_v<S> && (is_floating_point_v<T> || !is_floating_point_v<S>);

} // namespace __tm

#define __tm_ELEMENT(name, i)                                                                      \
  constexpr T __get_##name() const { return T(__v[i]); }                                           \
  void __put_##name(T value) & { __v[i] = value; }                                                 \
  __declspec(property(get = __get_##name, put = __put_##name)) T name;
// `order` tells swizzles of different lengths apart: it is the number of elements.
#define __tm_SWIZZLE(order, name, ...)                                                             \
  vec<T, order> __get_##name() const { return __swizzle<__VA_ARGS__>(); }                          \
  void __put_##name(const vec<T, order> &value) & { __assign<__VA_ARGS__>(value); }                \
  __declspec(property(get = __get_##name, put = __put_##name)) vec<T, order> name;

#define __tm_VECTOR_MEMBERS(N)                                                                     \
  using __element = typename __tm::stored<T>::type;                                                \
  __tm::native<T, N> __v;                                                                          \
  vec() = default;                                                                                 \
  template <typename S, typename = enable_if_t<is_arithmetic_v<S> || __is_enum(S)>>                \
  constexpr vec(S value) : __v(__element(T(value))) {}                                             \
  template <typename V, typename = enable_if_t<__is_same(V, volatile vec)>, typename = void>       \
  vec(V &other) : __v(other.__v) {}                                                                \
  template <typename V, typename = enable_if_t<__is_same(V, vec)>>                                 \
  void operator=(const V &other) volatile {                                                        \
    __v = other.__v;                                                                               \
  }                                                                                                \
  T &operator[](int i) { return reinterpret_cast<T *>(&__v)[i]; }                                  \
  const T &operator[](int i) const { return reinterpret_cast<const T *>(&__v)[i]; }                \
  template <int... I>                                                                              \
  vec<T, sizeof...(I)> __swizzle() const {                                                         \
    vec<T, sizeof...(I)> result;                                                                   \
    result.__v = __builtin_shufflevector(__v, __v, I...);                                          \
    return result;                                                                                 \
  }                                                                                                \
  template <int... I>                                                                              \
  void __assign(const vec<T, sizeof...(I)> &value) {                                               \
    int from = 0;                                                                                  \
    ((__v[I] = value.__v[from++]), ...);                                                           \
  }

template <typename T>
struct vec<T, 2> {
  __tm_VECTOR_MEMBERS(2)
  template <typename A, typename B, typename = enable_if_t<__tm::count<A> + __tm::count<B> == 2>>
  constexpr vec(const A &a, const B &b) : __v{__element(T(a)), __element(T(b))} {}
  template <typename U, typename = enable_if_t<!__is_same(T, U)>>
  constexpr explicit vec(const vec<U, 2> &o)
      : __v{__element(T(U(o.__v[0]))), __element(T(U(o.__v[1])))} {}
  __tm_ELEMENT(x, 0) __tm_ELEMENT(y, 1) __tm_ELEMENT(r, 0) __tm_ELEMENT(g, 1)
  __tm_SWIZZLES_2
};

/// The padding behind the third element is not copied: copies are not those of the compiler.
template <typename T>
struct vec<T, 3> {
  __tm_VECTOR_MEMBERS(3)
  constexpr vec(const vec &other) : __v(other.__v) {}
  vec &operator=(const vec &other) {
    __v = other.__v;
    return *this;
  }
  template <typename... Parts,
            typename = enable_if_t<(sizeof...(Parts) > 1) && (0 + ... + __tm::count<Parts>) == 3>>
  constexpr vec(const Parts &...parts)
      : __v{__element(__tm::pick<0, T>(parts...)), __element(__tm::pick<1, T>(parts...)),
            __element(__tm::pick<2, T>(parts...))} {}
  template <typename U, typename = enable_if_t<!__is_same(T, U)>>
  constexpr explicit vec(const vec<U, 3> &o)
      : __v{__element(T(U(o.__v[0]))), __element(T(U(o.__v[1]))), __element(T(U(o.__v[2])))} {}
  __tm_ELEMENT(x, 0) __tm_ELEMENT(y, 1) __tm_ELEMENT(z, 2)
  __tm_ELEMENT(r, 0) __tm_ELEMENT(g, 1) __tm_ELEMENT(b, 2)
  __tm_SWIZZLES_2 __tm_SWIZZLES_3
};

template <typename T>
struct vec<T, 4> {
  __tm_VECTOR_MEMBERS(4)
  template <typename... Parts,
            typename = enable_if_t<(sizeof...(Parts) > 1) && (0 + ... + __tm::count<Parts>) == 4>>
  constexpr vec(const Parts &...parts)
      : __v{__element(__tm::pick<0, T>(parts...)), __element(__tm::pick<1, T>(parts...)),
            __element(__tm::pick<2, T>(parts...)), __element(__tm::pick<3, T>(parts...))} {}
  template <typename U, typename = enable_if_t<!__is_same(T, U)>>
  constexpr explicit vec(const vec<U, 4> &o)
      : __v{__element(T(U(o.__v[0]))), __element(T(U(o.__v[1]))), __element(T(U(o.__v[2]))),
            __element(T(U(o.__v[3])))} {}
  __tm_ELEMENT(x, 0) __tm_ELEMENT(y, 1) __tm_ELEMENT(z, 2) __tm_ELEMENT(w, 3)
  __tm_ELEMENT(r, 0) __tm_ELEMENT(g, 1) __tm_ELEMENT(b, 2) __tm_ELEMENT(a, 3)
  __tm_SWIZZLES_2 __tm_SWIZZLES_3 __tm_SWIZZLES_4
};

#undef __tm_ELEMENT
#undef __tm_SWIZZLE
#undef __tm_VECTOR_MEMBERS

//===----------------------------------------------------------------------===//
// Packed vectors: aligned like an element, and of three elements not longer than that
//===----------------------------------------------------------------------===//

namespace __tm {
template <typename T, int N>
struct packed_elements;
template <typename T>
struct packed_elements<T, 2> {
  union {
    T __e[2];
    struct {
      T x, y;
    };
    struct {
      T r, g;
    };
  };
};
template <typename T>
struct packed_elements<T, 3> {
  union {
    T __e[3];
    struct {
      T x, y, z;
    };
    struct {
      T r, g, b;
    };
  };
};
template <typename T>
struct packed_elements<T, 4> {
  union {
    T __e[4];
    struct {
      T x, y, z, w;
    };
    struct {
      T r, g, b, a;
    };
  };
};
} // namespace __tm

template <typename T, int N>
struct packed_vec : __tm::packed_elements<T, N> {
  using __tm::packed_elements<T, N>::__e;
  packed_vec() = default;
  packed_vec(const vec<T, N> &v) { __builtin_memcpy(__e, &v, sizeof(__e)); }
  template <typename... Parts,
            typename = enable_if_t<(sizeof...(Parts) > 1) && (0 + ... + __tm::count<Parts>) == N>>
  packed_vec(const Parts &...parts) : packed_vec(vec<T, N>(parts...)) {}
  operator vec<T, N>() const {
    vec<T, N> v;
    __builtin_memcpy(&v, __e, sizeof(__e));
    return v;
  }
  T &operator[](int i) { return __e[i]; }
  const T &operator[](int i) const { return __e[i]; }
};

//===----------------------------------------------------------------------===//
// Operators: of two vectors, and of a vector and a scalar that converts to its elements
//===----------------------------------------------------------------------===//

// The body reads the operands as `a` and `b`, both vectors. Packed vectors are read first.
#define __tm_OPERATOR(op, R, ...)                                                                  \
  template <typename T, int N>                                                                     \
  vec<R, N> operator op(const vec<T, N> &a, const vec<T, N> &b) __VA_ARGS__                        \
  template <typename T, int N, typename S, typename = enable_if_t<__tm::converts<S, T>>>           \
  vec<R, N> operator op(const vec<T, N> &a, S b) {                                                 \
    return a op vec<T, N>(b);                                                                      \
  }                                                                                                \
  template <typename T, int N, typename S, typename = enable_if_t<__tm::converts<S, T>>>           \
  vec<R, N> operator op(S a, const vec<T, N> &b) {                                                 \
    return vec<T, N>(a) op b;                                                                      \
  }                                                                                                \
  template <typename T, int N>                                                                     \
  vec<R, N> operator op(const packed_vec<T, N> &a, const packed_vec<T, N> &b) {                    \
    return vec<T, N>(a) op vec<T, N>(b);                                                           \
  }                                                                                                \
  template <typename T, int N>                                                                     \
  vec<R, N> operator op(const packed_vec<T, N> &a, const vec<T, N> &b) {                           \
    return vec<T, N>(a) op b;                                                                      \
  }                                                                                                \
  template <typename T, int N>                                                                     \
  vec<R, N> operator op(const vec<T, N> &a, const packed_vec<T, N> &b) {                           \
    return a op vec<T, N>(b);                                                                      \
  }                                                                                                \
  template <typename T, int N, typename S, typename = enable_if_t<__tm::converts<S, T>>>           \
  vec<R, N> operator op(const packed_vec<T, N> &a, S b) {                                          \
    return vec<T, N>(a) op vec<T, N>(b);                                                           \
  }                                                                                                \
  template <typename T, int N, typename S, typename = enable_if_t<__tm::converts<S, T>>>           \
  vec<R, N> operator op(S a, const packed_vec<T, N> &b) {                                          \
    return vec<T, N>(a) op vec<T, N>(b);                                                           \
  }
#define __tm_ARITHMETIC(op)                                                                        \
  __tm_OPERATOR(op, T, {                                                                           \
    vec<T, N> r;                                                                                   \
    r.__v = a.__v op b.__v;                                                                        \
    return r;                                                                                      \
  })                                                                                               \
  template <typename T, int N, typename B>                                                         \
  vec<T, N> &operator op##=(vec<T, N> &a, const B &b) {                                            \
    return a = a op b;                                                                             \
  }                                                                                                \
  template <typename T, int N, typename B>                                                         \
  packed_vec<T, N> &operator op##=(packed_vec<T, N> &a, const B &b) {                              \
    return a = a op b;                                                                             \
  }
#define __tm_COMPARISON(op)                                                                        \
  __tm_OPERATOR(op, bool, {                                                                        \
    vec<bool, N> r;                                                                                \
    r.__v = -__builtin_convertvector(a.__v op b.__v, __tm::native<uchar, N>);                      \
    return r;                                                                                      \
  })
#define __tm_LOGIC(op, bits)                                                                       \
  template <int N>                                                                                 \
  vec<bool, N> operator op(const vec<bool, N> &a, const vec<bool, N> &b) {                         \
    return a bits b;                                                                               \
  }

__tm_ARITHMETIC(+) __tm_ARITHMETIC(-) __tm_ARITHMETIC(*) __tm_ARITHMETIC(/) __tm_ARITHMETIC(%)
__tm_ARITHMETIC(&) __tm_ARITHMETIC(|) __tm_ARITHMETIC(^) __tm_ARITHMETIC(<<) __tm_ARITHMETIC(>>)
__tm_COMPARISON(==) __tm_COMPARISON(!=) __tm_COMPARISON(<) __tm_COMPARISON(<=) __tm_COMPARISON(>)
__tm_COMPARISON(>=)
__tm_LOGIC(&&, &) __tm_LOGIC(||, |)
#undef __tm_OPERATOR
#undef __tm_ARITHMETIC
#undef __tm_COMPARISON
#undef __tm_LOGIC

template <typename T, int N>
vec<T, N> operator-(const vec<T, N> &a) {
  vec<T, N> r;
  r.__v = -a.__v;
  return r;
}
template <typename T, int N>
vec<T, N> operator+(const vec<T, N> &a) {
  return a;
}
template <typename T, int N>
vec<T, N> operator~(const vec<T, N> &a) {
  vec<T, N> r;
  r.__v = ~a.__v;
  return r;
}
template <int N>
vec<bool, N> operator!(const vec<bool, N> &a) {
  vec<bool, N> r;
  r.__v = a.__v ^ uchar(1);
  return r;
}
template <typename T, int N>
vec<T, N> &operator++(vec<T, N> &a) {
  return a += T(1);
}
template <typename T, int N>
vec<T, N> &operator--(vec<T, N> &a) {
  return a -= T(1);
}
template <typename T, int N>
vec<T, N> operator++(vec<T, N> &a, int) {
  vec<T, N> old = a;
  a += T(1);
  return old;
}
template <typename T, int N>
vec<T, N> operator--(vec<T, N> &a, int) {
  vec<T, N> old = a;
  a -= T(1);
  return old;
}

template <typename T>
struct is_vector : false_type {};
template <typename T, int N>
struct is_vector<vec<T, N>> : true_type {};
template <typename T>
constexpr bool is_vector_v = is_vector<T>::value;

/// The element of a vector, or the scalar itself.
template <typename T>
struct make_scalar {
  using type = T;
};
template <typename T, int N>
struct make_scalar<vec<T, N>> {
  using type = T;
};
template <typename T>
using make_scalar_t = typename make_scalar<T>::type;
template <typename T>
constexpr int vec_elements_v = __tm::count<T>;

template <typename T, size_t N>
struct array {
  T __elems[N];
  T &operator[](size_t i) { return __elems[i]; }
  constexpr const T &operator[](size_t i) const { return __elems[i]; }
  constexpr size_t size() const { return N; }
  T *begin() { return __elems; }
  T *end() { return __elems + N; }
  const T *begin() const { return __elems; }
  const T *end() const { return __elems + N; }
};

/// f of the elements at each place, written out: what is unrolled needs no pass for it.
namespace __tm {
template <int N, typename F>
auto each(F f) {
  vec<decltype(f(0)), N> result;
  result.__v[0] = f(0);
  result.__v[1] = f(1);
  if constexpr (N > 2)
    result.__v[2] = f(2);
  if constexpr (N > 3)
    result.__v[3] = f(3);
  return result;
}
template <typename T, int N, typename F>
auto map(const vec<T, N> &a, F f) {
  return each<N>([&](int i) { return f(T(a.__v[i])); });
}
template <typename T, typename U, int N, typename F>
auto map(const vec<T, N> &a, const vec<U, N> &b, F f) {
  return each<N>([&](int i) { return f(T(a.__v[i]), U(b.__v[i])); });
}
template <typename T, typename U, typename V, int N, typename F>
auto map(const vec<T, N> &a, const vec<U, N> &b, const vec<V, N> &c, F f) {
  return each<N>([&](int i) { return f(T(a.__v[i]), U(b.__v[i]), V(c.__v[i])); });
}
} // namespace __tm

} // namespace metal

#define __tm_NAMES(T, name)                                                                        \
  typedef metal::vec<T, 2> name##2;                                                                \
  typedef metal::vec<T, 3> name##3;                                                                \
  typedef metal::vec<T, 4> name##4;                                                                \
  typedef metal::packed_vec<T, 2> packed_##name##2;                                                \
  typedef metal::packed_vec<T, 3> packed_##name##3;                                                \
  typedef metal::packed_vec<T, 4> packed_##name##4;                                                \
  namespace metal {                                                                                \
  using ::name##2;                                                                                 \
  using ::name##3;                                                                                 \
  using ::name##4;                                                                                 \
  using ::packed_##name##2;                                                                        \
  using ::packed_##name##3;                                                                        \
  using ::packed_##name##4;                                                                        \
  }
__tm_NAMES(bool, bool) __tm_NAMES(char, char) __tm_NAMES(uchar, uchar) __tm_NAMES(short, short)
__tm_NAMES(ushort, ushort) __tm_NAMES(int, int) __tm_NAMES(uint, uint) __tm_NAMES(long, long)
__tm_NAMES(ulong, ulong) __tm_NAMES(half, half) __tm_NAMES(bfloat, bfloat)
__tm_NAMES(float, float)
#undef __tm_NAMES
