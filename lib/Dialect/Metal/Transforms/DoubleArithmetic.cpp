//===- DoubleArithmetic.cpp - Sums and products of doubles ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Doubles.h"

using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

//===----------------------------------------------------------------------===//
// Sum
//===----------------------------------------------------------------------===//

/// The smaller number is shifted to the place of the larger one. Significands have their
/// leading bit at bit 61: one bit above for a carry, nine below, of which two and a sticky
/// one would do.
///
///   1.5 + 1.0:  00110… + 00100…  = 01010…     nothing to shift: the exponent grows by 1
///   1.5 - 1.0:  00110… - 00100…  = 00010…     two bits to bit 62, one too many: it shrinks
Word doubles::add(Word a, Word b) {
  Word isSwapped = (a & kMagnitude) < (b & kMagnitude);
  Word x = select(isSwapped, b, a), y = select(isSwapped, a, b);
  Word magnitude = x & kMagnitude;
  Parts large = split(magnitude), small = split(y & kMagnitude);
  Word distance = min(large.exponent - small.exponent, 63);
  Word aligned = shiftSticky(small.significand << 9, distance);
  Word signs = a ^ b, differ = signMask(signs);
  Word sum = (large.significand << 9) + (aligned ^ differ) - differ;

  // A subnormal result is not shifted to the top; its exponent field comes out as 0.
  Word shift = min(countZeros(sum) - 1, large.exponent);
  Word normalized = sum << shift;
  Word rounded = (normalized + 0x1ff + ((normalized >> 10) & 1)) >> 10;
  Word result = min(((large.exponent - shift) << 52) + rounded, kInfinity) | (x & kSign);
  // x - x is +0, of infinities a NaN: the next bit pattern.
  Word cancels = signs == kSign;
  result = select(cancels, 0, result);
  return select(magnitude >= kInfinity, x | cancels.extend(), result);
}

Word doubles::subtract(Word a, Word b) { return add(a, b ^ kSign); }

//===----------------------------------------------------------------------===//
// Product
//===----------------------------------------------------------------------===//

/// Leading bits at 63 and 61 make the upper half of the product start at bit 60 or 61;
/// the lower half only counts as zero or not. A factor of 0 has 64 zeros; what comes of it
/// is not used.
Word doubles::multiply(Word a, Word b) {
  Word magnitudeA = a & kMagnitude, magnitudeB = b & kMagnitude;
  Parts x = split(magnitudeA), y = split(magnitudeB);
  Word zerosX = countZeros(x.significand), zerosY = countZeros(y.significand);
  Word isZero = (zerosX | zerosY) > 63;
  Word place = zerosY - 2;
  Word factorX = x.significand << zerosX, factorY = y.significand << place;
  Word high = multiplyHigh(factorX, factorY), low = factorX * factorY;
  Word product = high | (low != 0).extend();
  // As in roundMagnitude, for a leading bit at 60 or 61. 1 * 1 has 11 and 9 zeros.
  Word isLong = high >> 61;
  Word field = x.exponent + y.exponent - zerosX - place - (kBias - 19);
  Word shift = signedMin(signedMax(field.constant(8) - field, isLong + 8), 63);
  Word rounded = (signedMax(field + isLong, 0) << 52) + shiftRounded(product, shift);
  Word result = select(isZero, 0, min(rounded, kInfinity));

  // Infinity times zero is a NaN, and so is what is larger than infinity.
  Word larger = max(magnitudeA, magnitudeB);
  Word special = select(isZero, kNaN, larger);
  return select(larger >= kInfinity, special, result) | ((a ^ b) & kSign);
}

//===----------------------------------------------------------------------===//
// Product and sum
//===----------------------------------------------------------------------===//

namespace {
/// An integer of 128 bits.
struct Wide {
  Word high, low;
};
} // namespace

static Wide select(Word condition, Wide a, Wide b) {
  return {select(condition, a.high, b.high), select(condition, a.low, b.low)};
}

/// Shifted right by 0 to 127 bits, the last bit sticky.
static Wide shiftSticky(Wide a, Word bits) {
  Word isFar = bits >= 64, zero = bits.constant(0);
  Word high = select(isFar, zero, a.high), low = select(isFar, a.high, a.low);
  Word lost = select(isFar, a.low, zero);
  Word near = bits & 63, rest = near ^ 63;
  Word dropped = lost | ((low << 1) << rest);
  Word shifted = (low >> near) | ((high << 1) << rest);
  return {high >> near, shifted | (dropped != 0).extend()};
}

/// The negative of a where all bits of `mask` are set.
static Wide negateIf(Word mask, Wide a) {
  Word one = mask & 1, low = (a.low ^ mask) + one;
  return {(a.high ^ mask) + (low < one).extend(), low};
}

static Wide add(Wide a, Wide b) {
  Word low = a.low + b.low;
  return {a.high + b.high + (low < a.low).extend(), low};
}

/// Of a finite sum; both as integers with their leading bit at bit 125 or 126, so that
/// nothing of the product is lost before it is added.
static Word fuseFinite(Word a, Word b, Word c) {
  Parts x = splitNormalized(a & kMagnitude), y = splitNormalized(b & kMagnitude);
  Parts z = splitNormalized(c & kMagnitude);
  Word signOfProduct = (a ^ b) & kSign, signOfAddend = c & kSign;
  Word factor = y.significand >> 1;
  Wide product = {multiplyHigh(x.significand, factor), x.significand * factor};
  Wide addend = {z.significand >> 1, c.constant(0)};
  // Value = integer * 2^exponent. A zero is smaller than everything else.
  constexpr int64_t kLeast = -100000;
  Word exponentOfProduct =
      select(product.high == 0, uint64_t(kLeast), x.exponent + y.exponent - (2 * (kBias + 63) - 1));
  Word exponentOfAddend = select(addend.high == 0, uint64_t(kLeast), z.exponent - (kBias + 126));
  Word distance = exponentOfProduct - exponentOfAddend;
  Word isAddendLarge = isNegative(distance);
  Word mask = signMask(distance);
  distance = min((distance ^ mask) - mask, 127);
  Wide large = select(isAddendLarge, addend, product);
  Wide small = shiftSticky(select(isAddendLarge, product, addend), distance);
  Word exponent = select(isAddendLarge, exponentOfAddend, exponentOfProduct);
  Word sign = select(isAddendLarge, signOfAddend, signOfProduct);

  Word differ = signMask(a ^ b ^ c);
  Wide sum = add(large, negateIf(differ, small));
  Word isWrong = differ & signMask(sum.high); // the smaller exponent had the larger number
  sum = negateIf(isWrong, sum);
  sign = sign ^ (isWrong & kSign);
  Word isZero = (sum.high | sum.low) == 0;

  Word isLow = sum.high == 0;
  sum = select(isLow, Wide{sum.low, sum.high}, sum);
  Word zeros = leadingZeros(sum.high);
  Word significand = (sum.high << zeros) | ((sum.low >> 1) >> (zeros ^ 63));
  Word isInexact = ((sum.low << zeros) | (significand & 3)) != 0;
  Word field = exponent + (64 + kBias + 62) - zeros - (isLow.extend() << 6);
  Word result = roundToDouble(sign, field, (significand >> 2) | isInexact.extend());
  return select(isZero, signOfProduct & signOfAddend, result);
}

Word doubles::fuse(Word a, Word b, Word c) {
  Word magnitudeA = a & kMagnitude, magnitudeB = b & kMagnitude, magnitudeC = c & kMagnitude;
  Word larger = max(magnitudeA, magnitudeB), smaller = min(magnitudeA, magnitudeB);
  Word isInfiniteProduct = larger >= kInfinity, isInfiniteSum = magnitudeC >= kInfinity;
  Word ofProduct = select(smaller == 0, larger.constant(kNaN), larger);
  ofProduct = ofProduct | ((a ^ b) & kSign);
  Word isOpposite = isInfiniteSum & isNegative(a ^ b ^ c);
  Word special = select(isOpposite | isNaN(c), c.constant(kNaN), ofProduct);
  special = select(isInfiniteProduct, special, c);
  return select(isInfiniteProduct | isInfiniteSum, special, fuseFinite(a, b, c));
}
