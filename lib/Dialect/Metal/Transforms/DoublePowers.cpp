//===- DoublePowers.cpp - pow of doubles ------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// x^y = 2^(y log2(x)). The product may be 1024, so that its absolute error, which is the
// relative one of the result, is 1024 times the relative error of log2(x): that takes about
// 66 bits. The logarithm is computed as in DoubleLogarithms.cpp, with the first term of the
// series and the quotient in 128 bits; the other terms are a hundred times smaller.
//
//===----------------------------------------------------------------------===//

#include "DoubleFunctions.h"

using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

/// a * 2^(3 - bits) for 1 <= bits <= 63.
static Word scaleDown(Word a, Word bits) {
  return (a >> (max(bits, 3) - 3)) << (bits.constant(3) - min(bits, 3));
}

static Fixed multiplyUpper(Word a, Fixed b) {
  Word low = a * b.high, sum = low + multiplyHigh(a, b.low);
  return {multiplyHigh(a, b.high) + (sum < low).extend(), sum};
}

/// numerator / denominator in units of 2^-62 (of the upper word), right to 118 bits: the
/// remainder of a first quotient is less than 8 times the denominator.
static Fixed divideWide(Word numerator, Word denominator) {
  Word inverse = reciprocal(denominator);
  Word quotient = multiplyHigh(numerator, inverse);
  Fixed product = {multiplyHigh(quotient, denominator), quotient * denominator};
  Fixed rest = add(Fixed{numerator >> 2, numerator << 62},
                   negateIf(numerator.constant(~uint64_t(0)), product));
  Word part = (rest.high << 60) | (rest.low >> 4);
  Word correction = multiplyHigh(part, inverse) - (signMask(part) & inverse); // * 2^58
  return {quotient + shiftSigned(correction, 58), correction << 6};
}

namespace {
/// |log2(x)| = value.high * 2^exponent with more bits below, the leading bit at 63.
struct WideLogarithm {
  Fixed value;
  Word exponent;
  Word isNegativeMask;
};
} // namespace

/// |log2(m)| in units of 2^-(61 + zeros) of the upper word.
static Fixed logarithmOfCentered(const Centered &m) {
  constexpr uint64_t kHalfHigh = 0xb8aa3b295c17f0bb, kHalfLow = 0xbe87fed0691d3e88;
  Fixed quotient = divideWide(m.numerator, m.denominator);
  Word fourfold = scaleDown(quotient.high, m.zeros); // 4 q
  Word square = multiplyHigh(fourfold, fourfold);    // 16 q^2
  Word series = arctangentSeries(square >> 4, kHalfHigh, 1);
  Word rest = multiplyHigh(square, series << 2); // of the sum without its first term, * 64
  Fixed sum =
      add(Fixed{rest.constant(kHalfHigh), rest.constant(kHalfLow)}, Fixed{rest >> 6, rest << 58});
  Fixed product = multiplyUpper(quotient.high, sum);
  return add(product, Fixed{product.high.constant(0), multiplyHigh(quotient.low, sum.high)});
}

static WideLogarithm logarithmOfMagnitude(Word magnitude) {
  Parts x = splitNormalized(magnitude);
  Centered m = center(x.significand);
  Fixed part = logarithmOfCentered(m);
  Word isNegativePart = -m.isHalved.extend();
  Word k = x.exponent + m.isHalved.extend() - kBias;
  // With k, the point is behind bit 52 of the upper word.
  Fixed aligned = negateIf(isNegativePart, shiftRight(part, min(m.zeros + 9, 63)));
  Fixed sum = add(Fixed{k << 52, k.constant(0)}, aligned);
  Word isNegativeSum = signMask(sum.high);
  sum = negateIf(isNegativeSum, sum);

  Word isAlone = k == 0;
  sum = select(isAlone, part, sum);
  Word exponent = metal::select(isAlone, -(m.zeros + 61), uint64_t(-52));
  Word shift = leadingZeros(sum.high);
  return {{shiftLeft(sum, shift), sum.low << shift},
          exponent - shift,
          metal::select(isAlone, isNegativePart, isNegativeSum)};
}

namespace {
/// i1 each, of a number that is not NaN.
struct Integrality {
  Word isInteger, isOdd;
};
} // namespace

static Integrality classify(Word magnitude) {
  Parts parts = split(magnitude);
  Word count = parts.exponent.constant(kBias + 52) - parts.exponent; // bits of the fraction
  Word bits = signedClamp(count, 0, 63);
  Word whole = parts.significand >> bits;
  Word isInteger = ((whole << bits) == parts.significand) & (magnitude >= kOne);
  return {isInteger, isInteger & !isNegative(count) & ((whole & 1) != 0)};
}

/// As C's pow: 1 for y = 0 and for x = 1, whatever the other one is.
Word doubles::power(Word a, Word b) {
  Word magnitudeA = a & kMagnitude, magnitudeB = b & kMagnitude;
  Integrality kind = classify(magnitudeB);
  Word sign = metal::select(kind.isOdd, a & kSign, 0);
  WideLogarithm logarithm = logarithmOfMagnitude(magnitudeA);
  Parts y = splitNormalized(magnitudeB);
  Fixed product = multiplyUpper(y.significand, logarithm.value);
  // product.high * 2^(exponents - 1022), for a point behind bit 51.
  Word shift = y.exponent.constant(kBias - 52) - y.exponent - logarithm.exponent;
  Word isNegativeMask = logarithm.isNegativeMask ^ signMask(b);
  Word result = powerOfTwo(shiftRightAny(product, shift), isNegativeMask, sign);

  // The logarithm of 0 and of infinity is infinite, and so is its product.
  Word isExtreme = (magnitudeA == 0) | (magnitudeA == kInfinity) | (magnitudeB == kInfinity);
  Word isZero = (magnitudeA < kOne) ^ isNegative(b);
  Word extreme = metal::select(isZero, sign, sign | kInfinity);
  result = metal::select(isExtreme, extreme, result);
  Word isRoot = isNegative(a) & !kind.isInteger & !isExtreme;
  result = metal::select(isNaN(a) | isNaN(b) | isRoot, kNaN, result);
  Word isOne = (magnitudeB == 0) | (a == kOne) | ((magnitudeA == kOne) & (magnitudeB == kInfinity));
  return metal::select(isOne, kOne, result);
}
