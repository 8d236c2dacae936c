//===- matrix.h - SIMD-group matrices and small matrices ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lane has two elements of a SIMD-group matrix, next to each other in a row; AIR passes matrices
// as vectors of 64, of which a lane sets and reads elements 0 and 1.
//
//===----------------------------------------------------------------------===//

namespace metal {

namespace __tm {

template <typename T>
using matrix64 = T __attribute__((ext_vector_type(64)));
using long2 = long __attribute__((ext_vector_type(2)));

template <typename T>
matrix64<T> widen(const vec<T, 2> &elements) {
  matrix64<T> matrix = {}; // what other lanes own has to be something
  matrix[0] = elements.__v[0];
  matrix[1] = elements.__v[1];
  return matrix;
}
template <typename T>
vec<T, 2> narrow(matrix64<T> matrix) {
  return vec<T, 2>(T(matrix[0]), T(matrix[1]));
}

#define __tm_MATRIX(T, suffix)                                                                     \
  matrix64<T> matrix_fill(T)                                                                       \
      __asm__("air.simdgroup_matrix_8x8_init_filled.v64" suffix "." suffix) __tm_TOGETHER;         \
  matrix64<T> matrix_diagonal(T)                                                                   \
      __asm__("air.simdgroup_matrix_8x8_init_diag.v64" suffix "." suffix) __tm_TOGETHER;           \
  matrix64<T> matrix_load(const T *, long2 extents, long2 strides, long2 origin)                   \
      __asm__("air.simdgroup_matrix_8x8_load.v64" suffix ".p0" suffix) __tm_TOGETHER;              \
  void matrix_store(matrix64<T>, T *, long2 extents, long2 strides, long2 origin)                  \
      __asm__("air.simdgroup_matrix_8x8_store.v64" suffix ".p0" suffix) __tm_TOGETHER;
__tm_MATRIX(float, "f32") __tm_MATRIX(half, "f16") __tm_MATRIX(bfloat, "bf16")
#undef __tm_MATRIX

#define __tm_MULTIPLY(D, A, B, d, a, b)                                                            \
  matrix64<D> matrix_multiply_accumulate(matrix64<A>, matrix64<B>, matrix64<D>)                    \
      __asm__("air.simdgroup_matrix_8x8_multiply_accumulate.v64" d ".v64" a ".v64" b ".v64" d)     \
          __tm_TOGETHER;
__tm_MULTIPLY(float, float, float, "f32", "f32", "f32")
__tm_MULTIPLY(float, float, half, "f32", "f32", "f16")
__tm_MULTIPLY(float, half, float, "f32", "f16", "f32")
__tm_MULTIPLY(float, half, half, "f32", "f16", "f16")
__tm_MULTIPLY(float, float, bfloat, "f32", "f32", "bf16")
__tm_MULTIPLY(float, bfloat, float, "f32", "bf16", "f32")
__tm_MULTIPLY(float, bfloat, bfloat, "f32", "bf16", "bf16")
__tm_MULTIPLY(half, half, half, "f16", "f16", "f16")
__tm_MULTIPLY(bfloat, bfloat, bfloat, "bf16", "bf16", "bf16")
#undef __tm_MULTIPLY

} // namespace __tm

template <typename T, int Cols, int Rows>
struct simdgroup_matrix {
  static_assert(Cols == 8 && Rows == 8, "a simdgroup_matrix has 8 columns and 8 rows");
  static_assert(__is_same(T, float) || __is_same(T, half) || __is_same(T, bfloat),
                "the elements of a simdgroup_matrix are float, half or bfloat");
  using storage_type = vec<T, 2>;

  simdgroup_matrix() = default;
  explicit simdgroup_matrix(T diagonal)
      : __elements(__tm::narrow<T>(__tm::matrix_diagonal(diagonal))) {}

  storage_type &thread_elements() { return __elements; }
  const storage_type &thread_elements() const { return __elements; }

  vec<T, 2> __elements;
};

using simdgroup_float8x8 = simdgroup_matrix<float, 8, 8>;
using simdgroup_half8x8 = simdgroup_matrix<half, 8, 8>;
using simdgroup_bfloat8x8 = simdgroup_matrix<bfloat, 8, 8>;

template <typename T, int Cols, int Rows>
simdgroup_matrix<T, Cols, Rows> make_filled_simdgroup_matrix(T value) {
  simdgroup_matrix<T, Cols, Rows> matrix;
  matrix.__elements = __tm::narrow<T>(__tm::matrix_fill(value));
  return matrix;
}
template <typename T, int Cols, int Rows>
simdgroup_matrix<T, Cols, Rows> make_diagonal_simdgroup_matrix(T value) {
  return simdgroup_matrix<T, Cols, Rows>(value);
}

namespace __tm {
/// What AIR 2.8 takes for rows that start every `row` elements: {extents, strides, origin}, each
/// {column, row}, swapped where the matrix is transposed.
struct placement {
  long2 extents, strides, origin;
  placement(ulong row, const vec<ulong, 2> &at, bool transposed) {
    long pitch = long(row), x = long(at.x), y = long(at.y);
    extents = transposed ? long2{8, pitch} : long2{pitch, 8};
    strides = transposed ? long2{pitch, 1} : long2{1, pitch};
    origin = transposed ? long2{y, x} : long2{x, y};
  }
};
} // namespace __tm

template <typename T>
void simdgroup_load(simdgroup_matrix<T, 8, 8> &matrix, const T *source, ulong elements_per_row = 8,
                    const vec<ulong, 2> &matrix_origin = 0, bool transpose_matrix = false) {
  __tm::placement place(elements_per_row, matrix_origin, transpose_matrix);
  matrix.__elements =
      __tm::narrow<T>(__tm::matrix_load(source, place.extents, place.strides, place.origin));
}
template <typename T>
void simdgroup_store(const simdgroup_matrix<T, 8, 8> &matrix, T *target, ulong elements_per_row = 8,
                     const vec<ulong, 2> &matrix_origin = 0, bool transpose_matrix = false) {
  __tm::placement place(elements_per_row, matrix_origin, transpose_matrix);
  __tm::matrix_store(__tm::widen(matrix.__elements), target, place.extents, place.strides,
                     place.origin);
}

template <typename D, typename A, typename B>
void simdgroup_multiply_accumulate(simdgroup_matrix<D, 8, 8> &d,
                                   const simdgroup_matrix<A, 8, 8> &a,
                                   const simdgroup_matrix<B, 8, 8> &b,
                                   const simdgroup_matrix<D, 8, 8> &c) {
  d.__elements = __tm::narrow<D>(__tm::matrix_multiply_accumulate(
      __tm::widen(a.__elements), __tm::widen(b.__elements), __tm::widen(c.__elements)));
}
template <typename D, typename A, typename B>
void simdgroup_multiply(simdgroup_matrix<D, 8, 8> &d, const simdgroup_matrix<A, 8, 8> &a,
                        const simdgroup_matrix<B, 8, 8> &b) {
  simdgroup_multiply_accumulate(d, a, b, make_filled_simdgroup_matrix<D, 8, 8>(D(0)));
}
template <typename T>
simdgroup_matrix<T, 8, 8> operator*(const simdgroup_matrix<T, 8, 8> &a,
                                    const simdgroup_matrix<T, 8, 8> &b) {
  simdgroup_matrix<T, 8, 8> product;
  simdgroup_multiply(product, a, b);
  return product;
}

//===----------------------------------------------------------------------===//
// float4x4 and its family: columns
//===----------------------------------------------------------------------===//

template <typename T, int Cols, int Rows>
struct matrix {
  vec<T, Rows> columns[Cols];

  matrix() = default;
  explicit matrix(T diagonal) {
    for (int c = 0; c < Cols; ++c)
      for (int r = 0; r < Rows; ++r)
        columns[c][r] = c == r ? diagonal : T(0);
  }
  template <typename... Vectors, typename = enable_if_t<sizeof...(Vectors) == Cols && (Cols > 1)>>
  matrix(const Vectors &...vectors) : columns{vec<T, Rows>(vectors)...} {}
  vec<T, Rows> &operator[](int i) { return columns[i]; }
  const vec<T, Rows> &operator[](int i) const { return columns[i]; }
};

template <typename T, int C, int R>
vec<T, R> operator*(const matrix<T, C, R> &m, const vec<T, C> &v) {
  vec<T, R> sum = m[0] * v[0];
  for (int c = 1; c < C; ++c)
    sum += m[c] * v[c];
  return sum;
}
template <typename T, int C, int R>
vec<T, C> operator*(const vec<T, R> &v, const matrix<T, C, R> &m) {
  vec<T, C> result;
  for (int c = 0; c < C; ++c)
    result[c] = dot(v, m[c]);
  return result;
}
template <typename T, int C, int K, int R>
matrix<T, C, R> operator*(const matrix<T, K, R> &a, const matrix<T, C, K> &b) {
  matrix<T, C, R> result;
  for (int c = 0; c < C; ++c)
    result[c] = a * b[c];
  return result;
}
template <typename T, int C, int R>
matrix<T, C, R> operator*(const matrix<T, C, R> &m, type_identity_t<T> s) {
  matrix<T, C, R> result;
  for (int c = 0; c < C; ++c)
    result[c] = m[c] * s;
  return result;
}
template <typename T, int C, int R>
matrix<T, C, R> operator+(const matrix<T, C, R> &a, const matrix<T, C, R> &b) {
  matrix<T, C, R> result;
  for (int c = 0; c < C; ++c)
    result[c] = a[c] + b[c];
  return result;
}
template <typename T, int C, int R>
matrix<T, R, C> transpose(const matrix<T, C, R> &m) {
  matrix<T, R, C> result;
  for (int c = 0; c < C; ++c)
    for (int r = 0; r < R; ++r)
      result[r][c] = m[c][r];
  return result;
}

} // namespace metal

#define __tm_MATRICES(T, C)                                                                        \
  typedef metal::matrix<T, C, 2> T##C##x2;                                                         \
  typedef metal::matrix<T, C, 3> T##C##x3;                                                         \
  typedef metal::matrix<T, C, 4> T##C##x4;                                                         \
  namespace metal {                                                                                \
  using ::T##C##x2;                                                                                \
  using ::T##C##x3;                                                                                \
  using ::T##C##x4;                                                                                \
  }
__tm_MATRICES(float, 2) __tm_MATRICES(float, 3) __tm_MATRICES(float, 4)
__tm_MATRICES(half, 2) __tm_MATRICES(half, 3) __tm_MATRICES(half, 4)
#undef __tm_MATRICES
#undef __tm_PURE
#undef __tm_TOGETHER
