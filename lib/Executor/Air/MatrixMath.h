//===- MatrixMath.h - SIMD-group matrices, lane by lane ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A SIMD-group owns a matrix together. Of an 8x8 matrix, a value <64 x T> in AIR, each lane owns
// the elements 0 and 1, which are neighbours in a row:
//
//           column  0  1  2  3  4  5  6  7
//   row 0     lane  0  0  1  1  8  8  9  9
//   row 1           2  2  3  3 10 10 11 11
//   row 4          16 16 17 17 24 24 25 25
//
// Of a 16x16 matrix, a value <8 x T>, a lane owns four neighbours in a row, and four in the row
// eight further down. Neither map is in Metal's specification: public kernels rely on them.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_AIR_MATRIXMATH_H
#define TRITON_METAL_LIB_EXECUTOR_AIR_MATRIXMATH_H

#include "../Interpreter/Numbers.h"

#include "triton-metal/Executor/AirFunctions.h"

namespace tritonmetal::executor {

struct MatrixPosition {
  unsigned row = 0, column = 0;
};

/// Where `element`, 0 or 1, of `lane` is in an 8x8 matrix.
constexpr MatrixPosition getPositionIn8x8(unsigned lane, unsigned element) {
  unsigned quad = lane >> 2;
  return {(quad & 4) + (lane >> 1 & 3), 2 * (quad & 2) + 2 * (lane & 1) + element};
}

/// Where `element`, 0 to 7, of `lane` is in a 16x16 matrix.
constexpr MatrixPosition getPositionIn16x16(unsigned lane, unsigned element) {
  return {(lane >> 1 & 3) + 4 * (lane >> 4 & 1) + 8 * (element >> 2),
          4 * (lane & 1) + 8 * (lane >> 3 & 1) + (element & 3)};
}

/// Formats of the operands and the result of a multiplication.
struct MatrixFormats {
  FloatFormat result, left, right, addend;
};

/// D = A * B + C over all 32 lanes, whoever takes part: columns of two elements each. The sums are
/// in float, along k, one fused multiply-add after the other, and are rounded to the result's
/// format at the end.
void multiplyAccumulate8x8(const MatrixFormats &formats, const Column *left, const Column *right,
                           const Column *addend, Column *result);

/// The same with columns of eight elements; A and B may be transposed.
void multiplyAccumulate16x16(const MatrixFormats &formats, const Column *left, bool transposeLeft,
                             const Column *right, bool transposeRight, const Column *addend,
                             Column *result);

/// Bytes, each operand with or without sign, and sums of 32 bits that wrap.
void multiplyAccumulateBytes16x16(bool leftSigned, const Column *left, bool transposeLeft,
                                  bool rightSigned, const Column *right, bool transposeRight,
                                  const Column *addend, Column *result);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_AIR_MATRIXMATH_H
