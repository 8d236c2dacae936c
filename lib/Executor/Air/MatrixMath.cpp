//===- MatrixMath.cpp - SIMD-group matrices, lane by lane ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MatrixMath.h"

using namespace llvm;

namespace tritonmetal::executor {

static float decode(Word word, FloatFormat format) {
  switch (format) {
  case FloatFormat::Half:
    return HalfNumber::decode(word);
  case FloatFormat::BFloat:
    return BFloatNumber::decode(word);
  case FloatFormat::FloatFlush:
    return FloatNumber<true>::decode(word);
  case FloatFormat::FloatPreserve:
    return FloatNumber<false>::decode(word);
  }
  return 0;
}

static Word encode(float value, FloatFormat format) {
  switch (format) {
  case FloatFormat::Half:
    return HalfNumber::encode(value);
  case FloatFormat::BFloat:
    return BFloatNumber::encode(value);
  case FloatFormat::FloatFlush:
    return FloatNumber<true>::encode(value);
  case FloatFormat::FloatPreserve:
    return FloatNumber<false>::encode(value);
  }
  return 0;
}

template <unsigned size>
static constexpr MatrixPosition getPosition(unsigned lane, unsigned element) {
  return size == 8 ? getPositionIn8x8(lane, element) : getPositionIn16x16(lane, element);
}

namespace {
template <typename T, unsigned size>
using Matrix = T[size][size];
} // namespace

/// Collects what the lanes own; `transpose` exchanges rows and columns.
template <typename T, unsigned size, typename Decode>
static void gather(const Column *columns, bool transpose, Decode decode, Matrix<T, size> &matrix) {
  for (unsigned element = 0; element < size * size / numLanes; ++element)
    for (unsigned lane = 0; lane < numLanes; ++lane) {
      MatrixPosition at = getPosition<size>(lane, element);
      T &target = transpose ? matrix[at.column][at.row] : matrix[at.row][at.column];
      target = decode(columns[element].lanes[lane]);
    }
}

template <typename T, unsigned size, typename Encode>
static void scatter(const Matrix<T, size> &matrix, Encode encode, Column *columns) {
  for (unsigned element = 0; element < size * size / numLanes; ++element)
    for (unsigned lane = 0; lane < numLanes; ++lane) {
      MatrixPosition at = getPosition<size>(lane, element);
      columns[element].lanes[lane] = encode(matrix[at.row][at.column]);
    }
}

template <unsigned size>
static void multiplyAccumulate(const MatrixFormats &formats, const Column *left, bool transposeLeft,
                               const Column *right, bool transposeRight, const Column *addend,
                               Column *result) {
  Matrix<float, size> a, b, sum;
  auto with = [](FloatFormat format) {
    return [format](Word word) { return decode(word, format); };
  };
  gather<float, size>(left, transposeLeft, with(formats.left), a);
  gather<float, size>(right, transposeRight, with(formats.right), b);
  gather<float, size>(addend, false, with(formats.addend), sum);
  for (unsigned row = 0; row < size; ++row)
    for (unsigned k = 0; k < size; ++k)
      for (unsigned column = 0; column < size; ++column)
        sum[row][column] = std::fma(a[row][k], b[k][column], sum[row][column]);
  scatter<float, size>(sum, [&](float value) { return encode(value, formats.result); }, result);
}

void multiplyAccumulate8x8(const MatrixFormats &formats, const Column *left, const Column *right,
                           const Column *addend, Column *result) {
  multiplyAccumulate<8>(formats, left, false, right, false, addend, result);
}

void multiplyAccumulate16x16(const MatrixFormats &formats, const Column *left, bool transposeLeft,
                             const Column *right, bool transposeRight, const Column *addend,
                             Column *result) {
  multiplyAccumulate<16>(formats, left, transposeLeft, right, transposeRight, addend, result);
}

void multiplyAccumulateBytes16x16(bool leftSigned, const Column *left, bool transposeLeft,
                                  bool rightSigned, const Column *right, bool transposeRight,
                                  const Column *addend, Column *result) {
  constexpr unsigned size = 16;
  Matrix<uint32_t, size> a, b, sum;
  auto widen = [](bool isSigned) {
    return [isSigned](Word byte) { return isSigned ? uint32_t(int8_t(byte)) : uint32_t(byte); };
  };
  gather<uint32_t, size>(left, transposeLeft, widen(leftSigned), a);
  gather<uint32_t, size>(right, transposeRight, widen(rightSigned), b);
  gather<uint32_t, size>(addend, false, [](Word word) { return uint32_t(word); }, sum);
  for (unsigned row = 0; row < size; ++row)
    for (unsigned k = 0; k < size; ++k)
      for (unsigned column = 0; column < size; ++column)
        sum[row][column] += a[row][k] * b[k][column];
  scatter<uint32_t, size>(sum, [](uint32_t value) -> Word { return value; }, result);
}

} // namespace tritonmetal::executor
