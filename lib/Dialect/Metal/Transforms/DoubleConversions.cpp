//===- DoubleConversions.cpp - Doubles and other numbers --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Doubles.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

//===----------------------------------------------------------------------===//
// Integral doubles
//===----------------------------------------------------------------------===//

/// The lower 1075 - exponent bits are the fraction. Adding to the magnitude carries into
/// the exponent, so 1 may become 2 in the same step; below 1 the exponent would not fit,
/// and the result is 0 or 1.
Word doubles::roundToInteger(Word a, Rounding rounding) {
  Word magnitude = a & kMagnitude, sign = a & kSign;
  Word count = a.constant(kBias + 52) - (magnitude >> 52);
  Word isSmall = magnitude < kOne;
  Word bits = signedClamp(count, 1, 52);
  Word unit = a.constant(1) << bits, ones = unit - 1;
  Word bias = a.constant(0), ofSmall = a.constant(0);
  switch (rounding) {
  case Rounding::Truncate:
    break;
  case Rounding::Floor:
    bias = ones & signMask(a);
    ofSmall = select(magnitude > a.constant(0), signMask(a) & kOne, 0);
    break;
  case Rounding::Ceil:
    bias = ones & ~signMask(a);
    ofSmall = select(magnitude > a.constant(0), ~signMask(a) & kOne, 0);
    break;
  case Rounding::Away:
    bias = unit >> 1;
    ofSmall = select(magnitude >= kOne - kLeadingBit, a.constant(kOne), 0);
    break;
  case Rounding::Even:
    bias = (ones >> 1) + ((magnitude >> bits) & 1);
    ofSmall = select(magnitude > kOne - kLeadingBit, a.constant(kOne), 0);
    break;
  }
  Word rounded = (magnitude + bias) & ~ones;
  Word result = select(isSmall, ofSmall, rounded) | sign;
  Word isIntegral = magnitude >= uint64_t(kBias + 52) << 52; // infinities and NaN, too
  return select(isIntegral, a, result);
}

//===----------------------------------------------------------------------===//
// Other formats
//===----------------------------------------------------------------------===//

/// A subnormal f32 is a normal double.
Word doubles::extendFloat(Word bits) {
  Word wide = bits.extend();
  Word sign = (wide & 0x80000000) << 32, magnitude = wide & 0x7fffffff;
  constexpr uint64_t kBiases = uint64_t(kBias - 127) << 52;
  Word normal = (magnitude << 29) + kBiases;
  Word isSpecial = magnitude >= 0x7f800000;
  normal = normal + select(isSpecial, normal.constant(kBiases), 0);
  // magnitude * 2^-149: bit 63 - zeros leads.
  Word zeros = leadingZeros(magnitude);
  Word exponent = zeros.constant(63 - 149 + kBias - 1) - zeros;
  Word subnormal = (exponent << 52) + ((magnitude << zeros) >> 11);
  subnormal = select(magnitude == 0, magnitude, subnormal);
  return select(magnitude < 0x00800000, subnormal, normal) | sign;
}

/// As roundToDouble does, for fewer bits.
Word doubles::narrow(Word a, unsigned exponentBits, unsigned fractionBits, bool towardZero) {
  Word magnitude = a & kMagnitude;
  Parts parts = split(magnitude);
  int64_t bias = (int64_t(1) << (exponentBits - 1)) - 1, drop = 52 - fractionBits;
  uint64_t infinity = ((uint64_t(1) << exponentBits) - 1) << fractionBits;
  Word exponent = parts.exponent - uint64_t(kBias - bias);
  Word shift = signedClamp(exponent.constant(drop + 1) - exponent, drop, 63);
  Word field = signedMax(exponent, 1) - 1;
  Word kept = towardZero ? parts.significand >> shift : shiftRounded(parts.significand, shift);
  Word result = min((field << fractionBits) + kept, towardZero ? infinity - 1 : infinity);
  result = select(magnitude >= kInfinity, infinity, result);
  uint64_t nan = infinity | uint64_t(1) << (fractionBits - 1);
  result = select(magnitude > kInfinity, nan, result);
  unsigned width = 1 + exponentBits + fractionBits;
  return (result | ((a >> (64 - width)) & (uint64_t(1) << (width - 1)))).truncate(width);
}

Word doubles::narrowToOdd(Word a) {
  Word narrowed = narrow(a, 8, 23, /*towardZero=*/true);
  Word isInexact = (extendFloat(narrowed) ^ a) != 0;
  return narrowed | isInexact.extend(32);
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

Word doubles::fromInteger(Word integer, bool isSigned) {
  unsigned width = getElementTypeOrSelf(integer.getValue()).getIntOrFloatBitWidth();
  Word wide = integer;
  if (width < 64)
    wide = isSigned ? integer.cast<arith::ExtSIOp>(64) : integer.extend();
  Word mask = isSigned ? signMask(wide) : wide.constant(0);
  Word magnitude = isSigned ? (wide ^ mask) - mask : wide;
  Word zeros = leadingZeros(magnitude);
  Word normalized = magnitude << zeros;
  Word kept = normalized >> 11;
  if (width > 53)
    kept = shiftRounded((normalized >> 1) | (normalized & 1), normalized.constant(10));
  Word result = ((zeros.constant(63 + kBias - 1) - zeros) << 52) + kept;
  return select(magnitude == 0, magnitude, result | (mask & kSign));
}

/// Toward zero. What does not fit leaves some bits.
Word doubles::toInteger(Word a, unsigned width) {
  Parts parts = split(a & kMagnitude);
  Word right = signedClamp(a.constant(kBias + 52) - parts.exponent, 0, 63);
  Word left = signedClamp(parts.exponent - (kBias + 52), 0, 63);
  Word magnitude = (parts.significand >> right) << left;
  Word mask = signMask(a);
  Word result = (magnitude ^ mask) - mask;
  return width == 64 ? result : result.truncate(width);
}
