//===- DoubleExponentials.cpp - exp, exp2, exp10 of doubles -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Functions of doubles are computed in fixed point: 64 bits hold eleven more than a double
// does, and a product is its upper half, one instruction.
//
//   exp(x) = 2^t, t = x * log2(e) = whole + fraction, 0 <= fraction < 1
//          = 2^whole * (c0 + c1 * fraction + … + c12 * fraction^12)
//
//===----------------------------------------------------------------------===//

#include "DoubleFunctions.h"

using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

/// 2^f for 0 <= f < 1, interpolated at the Chebyshev points, from the highest power on, in
/// units of 2^-63; relative error 2^-63.9. The sum of all is below 2^64.
static constexpr uint64_t kPowersOfTwo[] = {
    0x000000001401d369, 0x00000000e27387f7, 0x0000000f45624b0b, 0x000000da70b0a35b,
    0x00000b161a100ad1, 0x00007ff2f27e9c54, 0x00050c245036819f, 0x002bb0ffce15b168,
    0x013b2ab6fbca8770, 0x071ac235c124e35e, 0x1ebfbdff82c5b519, 0x58b90bfbe8e7bc26,
    0x8000000000000000};

Word doubles::powerOfTwo(Fixed exponent, Word isNegativeMask, Word sign) {
  Word whole = exponent.high >> 51;
  Word fraction = (exponent.high << 13) | (exponent.low >> 51);
  // -(whole + fraction) = (-1 - whole) + (1 - fraction), or -whole without a fraction.
  Word hasNone = (fraction == 0).extend();
  whole = (whole ^ isNegativeMask) + (hasNone & isNegativeMask);
  fraction = (fraction ^ isNegativeMask) - isNegativeMask;
  Word significand = whole.constant(kPowersOfTwo[0]);
  for (uint64_t coefficient : llvm::ArrayRef(kPowersOfTwo).drop_front())
    significand = multiplyHigh(significand, fraction) + coefficient;
  Word sticky = (significand >> 2) | ((significand & 3) != 0).extend();
  return roundToDouble(sign, signedMin(whole, kBias + 1) + (kBias - 1), sticky);
}

namespace {
/// log2 of the base, 128 bits, the first of which is worth 2^weight.
struct BaseLogarithm {
  uint64_t high, low;
  int64_t weight;
};
} // namespace

static BaseLogarithm getLogarithm(Base base) {
  switch (base) {
  case Base::E:
    return {0xb8aa3b295c17f0bb, 0xbe87fed0691d3e88, 0};
  case Base::Two:
    return {0x8000000000000000, 0, 0};
  case Base::Ten:
    return {0xd49a784bcd1b8afe, 0x492bf6ff4dafdb4c, 1};
  }
  llvm_unreachable("all bases are listed");
}

/// Infinities are large numbers here, and come out as 0 and infinity.
Word doubles::exponential(Word a, Base base) {
  Parts x = splitNormalized(a & kMagnitude);
  BaseLogarithm logarithm = getLogarithm(base);
  Fixed product = {multiplyHigh(x.significand, logarithm.high), x.significand * logarithm.high};
  if (logarithm.low != 0) {
    Word low = multiplyHigh(x.significand, logarithm.low) + product.low;
    product = {product.high + (low < product.low).extend(), low};
  }
  // The first bit of the product is worth 2^(exponent - bias + weight + 1), or half of
  // that; that of a Fixed 2^12. What would be larger is so large that it does not matter.
  Word shift = x.exponent.constant(kBias + 11 - logarithm.weight) - x.exponent;
  Word result = powerOfTwo(shiftRightAny(product, shift), signMask(a), a.constant(0));
  return select(isNaN(a), kNaN, result);
}
