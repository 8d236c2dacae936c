//===- DoubleParts.cpp - Taking doubles apart and together ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Doubles.h"

using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

/// A normal number less its exponent field plus the leading bit; a subnormal has field 0,
/// counts as 1, and loses the leading bit again.
Parts doubles::split(Word magnitude) {
  Word exponent = max(magnitude >> 52, 1);
  return {exponent, magnitude + kLeadingBit - (exponent << 52)};
}

Parts doubles::splitNormalized(Word magnitude) {
  Parts parts = split(magnitude);
  Word zeros = leadingZeros(parts.significand);
  return {parts.exponent + 11 - zeros, parts.significand << zeros};
}

/// Adds just less than half of the last bit that is kept, and half to an odd one.
Word doubles::shiftRounded(Word significand, Word shift) {
  Word half = significand.constant(~uint64_t(0)) >> (shift.constant(65) - shift);
  return (significand + half + ((significand >> shift) & 1)) >> shift;
}

/// The leading bit, shifted to bit 52, adds 1 to the exponent field; rounding up to the
/// next power of two does so, too. Below the normal range there is no leading bit left.
Word doubles::roundMagnitude(Word field, Word significand) {
  Word shift = signedClamp(field.constant(9) - field, 9, 63);
  Word rounded = (signedMax(field, 0) << 52) + shiftRounded(significand, shift);
  return min(rounded, kInfinity);
}

Word doubles::roundToDouble(Word sign, Word field, Word significand) {
  return roundMagnitude(field, significand) | sign;
}

Word doubles::roundNormalized(Word sign, Word exponent, Word significand) {
  Word zeros = leadingZeros(significand);
  Word normalized = significand << zeros;
  Word sticky = (normalized >> 2) | ((normalized & 3) != 0).extend();
  return roundToDouble(sign, exponent - 1 - zeros, sticky);
}

Word doubles::isNaN(Word a) { return (a & kMagnitude) > kInfinity; }
