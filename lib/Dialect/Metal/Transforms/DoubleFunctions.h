//===- DoubleFunctions.h - What functions of doubles share ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_DOUBLEFUNCTIONS_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_DOUBLEFUNCTIONS_H

#include "Doubles.h"

namespace tritonmetal::metal::doubles {

/// A number of 128 bits; where its point is, the user says.
struct Fixed {
  Word high, low;
};

/// Shifted right by 0 to 63 bits.
Fixed shiftRight(Fixed a, Word bits);
/// Shifted right by any number of bits, taken as signed; negative ones count as 0.
Fixed shiftRightAny(Fixed a, Word bits);
/// The upper word of a number shifted left by 0 to 63 bits.
Word shiftLeft(Fixed a, Word bits);
Fixed add(Fixed a, Fixed b);
/// The negative where all bits of `mask` are set.
Fixed negateIf(Word mask, Fixed a);
Fixed select(Word condition, Fixed a, Fixed b);

/// 2^t or 2^-t (where all bits of the mask are set), with the sign bit `sign`; t >= 0 has
/// its point behind bit 51 of the upper word. DoubleExponentials.cpp
Word powerOfTwo(Fixed exponent, Word isNegativeMask, Word sign);

/// A significand s, leading bit 63, as m = s * 2^-63 or, for s >= sqrt(2) * 2^63, as
/// m = s * 2^-64; then the logarithm of m is a series in q = (m - 1) / (m + 1), which is
/// between -0.172 and 0.172.
struct Centered {
  Word isHalved;    // i1: m < 1, q < 0
  Word zeros;       // in front of m - 1
  Word numerator;   // |m - 1|, leading bit 63 (or zero)
  Word denominator; // m + 1, leading bit 63: |q| = numerator / denominator / 2^(zeros + 1)
};
Centered center(Word significand); // DoubleLogarithms.cpp

/// atanh(q) / q = 1 + q^2 / 3 + q^4 / 5 + …, times first / 2^64, from term `from` on (which
/// the power of q^2 is left out of); `square` is q^2 in units of 2^-64.
Word arctangentSeries(Word square, uint64_t first, unsigned from);

} // namespace tritonmetal::metal::doubles

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_DOUBLEFUNCTIONS_H
