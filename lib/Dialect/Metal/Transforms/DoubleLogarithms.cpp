//===- DoubleLogarithms.cpp - log, log2, log10 of doubles -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   log(x) = k log(2) + log(m), x = m 2^k, sqrt(1/2) <= m < sqrt(2)
//   log(m) = 2 atanh(q) = 2 q (1 + q^2 / 3 + q^4 / 5 + …), q = (m - 1) / (m + 1)
//
// m - 1 is exact, so q and log(m) are right to 60 bits however close m is to 1.
//
//===----------------------------------------------------------------------===//

#include "DoubleFunctions.h"

using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

//===----------------------------------------------------------------------===//
// 128 bits
//===----------------------------------------------------------------------===//

Fixed doubles::shiftRight(Fixed a, Word bits) {
  return {a.high >> bits, (a.low >> bits) | ((a.high << 1) << (bits ^ 63))};
}

Fixed doubles::shiftRightAny(Fixed a, Word bits) {
  Fixed shifted = shiftRight(a, signedClamp(bits, 0, 63));
  return shiftRight(shifted, signedClamp(bits - 63, 0, 63));
}

Word doubles::shiftLeft(Fixed a, Word bits) {
  return (a.high << bits) | ((a.low >> 1) >> (bits ^ 63));
}

Fixed doubles::add(Fixed a, Fixed b) {
  Word low = a.low + b.low;
  return {a.high + b.high + (low < a.low).extend(), low};
}

Fixed doubles::negateIf(Word mask, Fixed a) {
  Word one = mask & 1, low = (a.low ^ mask) + one;
  return {(a.high ^ mask) + (low < one).extend(), low};
}

Fixed doubles::select(Word condition, Fixed a, Fixed b) {
  return {metal::select(condition, a.high, b.high), metal::select(condition, a.low, b.low)};
}

//===----------------------------------------------------------------------===//
// Logarithm
//===----------------------------------------------------------------------===//

Centered doubles::center(Word significand) {
  Word isHalved = significand >= 0xb504f333f9de6484; // sqrt(2) * 2^63
  Word distance = metal::select(isHalved, -significand, significand ^ kSign);
  Word zeros = leadingZeros(distance);
  Word one = metal::select(isHalved, significand.constant(kSign), kSign >> 1);
  return {isHalved, zeros, distance << zeros, (significand >> 1) + one};
}

/// q^2 < 0.0295, so that the thirteenth term is below 2^-65.
Word doubles::arctangentSeries(Word square, uint64_t first, unsigned from) {
  constexpr unsigned kTerms = 13;
  Word sum = square.constant(first / (2 * kTerms - 1));
  for (unsigned i = kTerms - 1; i-- > from;)
    sum = multiplyHigh(sum, square) + first / (2 * i + 1);
  return sum;
}

namespace {
struct LogarithmScale {
  uint64_t half;  // log(e) / 2 in the base of the logarithm, in units of 2^-64
  uint64_t ofTwo; // log(2), likewise; 0 for 1
};
} // namespace

static LogarithmScale getScale(Base base) {
  switch (base) {
  case Base::E:
    return {0x8000000000000000, 0xb17217f7d1cf79ab};
  case Base::Two:
    return {0xb8aa3b295c17f0bb, 0};
  case Base::Ten:
    return {0x3796f62a4dca1c65, 0x4d104d427de7fbcc};
  }
  llvm_unreachable("all bases are listed");
}

/// k log(2), the point between the two words.
static Fixed multiplyByLogarithm(Word k, uint64_t ofTwo) {
  if (ofTwo == 0)
    return {k, k.constant(0)};
  return {multiplyHigh(k, ofTwo) - (signMask(k) & ofTwo), k * ofTwo};
}

/// Of a positive finite number.
static Word logarithmOfNumber(Word a, Base base) {
  Parts x = splitNormalized(a);
  Centered m = center(x.significand);
  LogarithmScale scale = getScale(base);
  // q = quotient * 2^(-63 - zeros)
  Word quotient = multiplyHigh(m.numerator, reciprocal(m.denominator));
  Word fixed = (quotient << 1) >> m.zeros;
  Word series = arctangentSeries(multiplyHigh(fixed, fixed), scale.half, 0);
  Word part = multiplyHigh(quotient, series); // |log(m)| * 2^(61 + zeros)

  Word k = x.exponent + m.isHalved.extend() - kBias;
  Word isNegativePart = -m.isHalved.extend();
  Word aligned = (part >> (max(m.zeros, 3) - 3)) << (m.zeros.constant(3) - min(m.zeros, 3));
  aligned = (aligned ^ isNegativePart) - isNegativePart;
  Fixed sum = add(multiplyByLogarithm(k, scale.ofTwo), Fixed{signMask(aligned), aligned});
  Word isNegativeSum = signMask(sum.high);
  sum = negateIf(isNegativeSum, sum);

  // Without k all bits of the part count.
  Word isAlone = k == 0, zero = k.constant(0);
  sum = select(isAlone, Fixed{zero, part}, sum);
  Word sign = metal::select(isAlone, isNegativePart, isNegativeSum) & kSign;
  Word field = metal::select(isAlone, zero - m.zeros + 3, zero) + (kBias + 62);
  Word isLow = sum.high == 0;
  sum = select(isLow, Fixed{sum.low, zero}, sum);
  Word shift = leadingZeros(sum.high);
  Word significand = shiftLeft(sum, shift);
  field = field - (isLow.extend() << 6);
  Word sticky = (significand >> 2) | ((significand & 3) != 0).extend();
  Word result = roundToDouble(sign, field - shift, sticky);
  return metal::select(sum.high == 0, 0, result);
}

Word doubles::logarithm(Word a, Base base) {
  Word result = logarithmOfNumber(a & kMagnitude, base);
  result = metal::select(a == kInfinity, a, result);
  result = metal::select(a > kInfinity, kNaN, result);
  return metal::select((a & kMagnitude) == 0, kSign | kInfinity, result);
}
