//===- DoubleTurns.cpp - sin, cos, tan of doubles ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// |x| = (quadrant + f) pi / 2, -1/2 <= f <= 1/2, by the method of Payne and Hanek: of
// 2 / pi, to 1,280 bits, only 192 matter for an x, since whole turns before them drop out
// and what is behind is too small. Where a double comes nearest to a multiple of pi / 2,
// f is about 2^-61: 64 bits of it are left.
//
//   sin(r) = r - r * r^2 (1/3! - r^2 (1/5! - …)), r = f pi / 2
//   cos(r) = 1 -     r^2 (1/2! - r^2 (1/4! - …))
//
//===----------------------------------------------------------------------===//

#include "DoubleFunctions.h"

using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

/// 2 / pi * 2^-53 from the bit of value 2 on.
static constexpr uint64_t kTwoOverPi[] = {
    0x0000000000000145, 0xf306dc9c882a53f8, 0x4eafa3ea69bb81b6, 0xc52b3278872083fc,
    0xa2c757bd778ac36e, 0x48dc74849ba5c00c, 0x925dd413a32439fc, 0x3bd63962534e7dd1,
    0x046bea5d768909d3, 0x38e04d68befc8273, 0x23ac7306a673e939, 0x08bf177bf250763f,
    0xf12fffbc0b301fde, 0x5e2316b414da3eda, 0x6cfd9e4f96136e9e, 0x8c7ecd3cbfd45aea,
    0x4f758fd7cbe2f67a, 0x0e73ef14a525d4d7, 0xf6bf623f1aba10ac, 0x06608df8f6d757e1};

namespace {
/// Of an angle: r = +-significand * 2^(exponent - bias - 63), at most pi / 4.
struct Angle {
  Word quadrant;
  Word isNegativeMask;
  Word significand; // leading bit 62 or 63
  Word exponent;
};
} // namespace

/// Four words of 2 / pi from number `index` on, by its bits: the choice between words that
/// are 8 apart, then 4, 2, 1. Number 16 is the last.
static llvm::SmallVector<Word> chooseWords(Word index) {
  llvm::SmallVector<Word> words;
  Word isLast = (index & 16) != 0;
  for (unsigned i = 0; i < 19; ++i) {
    Word word = index.constant(kTwoOverPi[i]);
    words.push_back(i < 4 ? metal::select(isLast, kTwoOverPi[i + 16], word) : word);
  }
  for (unsigned distance = 8; distance != 0; distance /= 2) {
    Word isFar = (index & distance) != 0;
    for (unsigned i = 0; i < 3 + distance; ++i)
      words[i] = metal::select(isFar, words[i + distance], words[i]);
    words.truncate(3 + distance);
  }
  return words;
}

/// Of a number from pi / 4 on.
static Angle reduceLarge(Word magnitude) {
  Parts x = split(magnitude);
  Word place = signedMax(x.exponent - (kBias - 1), 0);
  llvm::SmallVector<Word> words = chooseWords(place >> 6);
  Word offset = place & 63;
  auto aligned = [&](unsigned i) { return shiftLeft({words[i], words[i + 1]}, offset); };
  Fixed product = {x.significand * aligned(0), x.significand.constant(0)};
  product = add(product, {multiplyHigh(x.significand, aligned(1)), x.significand * aligned(1)});
  product = add(product, {x.significand.constant(0), multiplyHigh(x.significand, aligned(2))});

  Fixed fraction = {shiftLeft(product, product.high.constant(2)), product.low << 2};
  Word isUpper = signMask(fraction.high);
  fraction = negateIf(isUpper, fraction);
  Word zeros = leadingZeros(fraction.high);
  constexpr uint64_t kHalfPi = 0xc90fdaa22168c234; // * 2^63
  return {(product.high >> 62) + (isUpper & 1), isUpper,
          multiplyHigh(shiftLeft(fraction, zeros), kHalfPi), zeros.constant(kBias) - zeros};
}

static Angle reduce(Word magnitude) {
  constexpr uint64_t kQuarterPi = 0x3fe921fb54442d18;
  Angle large = reduceLarge(magnitude);
  Parts small = splitNormalized(magnitude);
  Word isSmall = magnitude <= kQuarterPi, zero = magnitude.constant(0);
  return {metal::select(isSmall, zero, large.quadrant),
          metal::select(isSmall, zero, large.isNegativeMask),
          metal::select(isSmall, small.significand, large.significand),
          metal::select(isSmall, small.exponent, large.exponent)};
}

/// square * (1 / n! - square * (1 / (n + 2)! - …)) in units of 2^-64.
static Word alternatingSeries(Word square, unsigned n) {
  auto reciprocalFactorial = [](unsigned number) {
    uint64_t value = ~uint64_t(0);
    for (unsigned i = 2; i <= number; ++i)
      value /= i;
    return value;
  };
  unsigned last = n + 18;
  Word sum = square.constant(reciprocalFactorial(last));
  for (unsigned k = last - 2; k >= n; k -= 2)
    sum = square.constant(reciprocalFactorial(k)) - multiplyHigh(sum, square);
  return multiplyHigh(sum, square);
}

Word doubles::turn(Word a, Turn function) {
  Word magnitude = a & kMagnitude;
  Angle angle = reduce(magnitude);
  Word fixed = angle.significand >> min(angle.exponent.constant(kBias) - angle.exponent, 63);
  Word square = multiplyHigh(fixed, fixed) << 2;
  Word sine = angle.significand - multiplyHigh(angle.significand, alternatingSeries(square, 3));
  Word cosine = square.constant(kSign) - (alternatingSeries(square, 2) >> 1);
  Word exponentOfCosine = square.constant(kBias);

  // cos(x) = sin(x + pi / 2); tan(r + pi / 2) = -cos(r) / sin(r)
  Word quadrant = function == Turn::Cosine ? angle.quadrant + 1 : angle.quadrant;
  Word isOdd = (quadrant & 1) != 0;
  Word significand = metal::select(isOdd, cosine, sine);
  Word exponent = metal::select(isOdd, exponentOfCosine, angle.exponent);
  Word sign = metal::select(isOdd, square.constant(0), angle.isNegativeMask & kSign);
  sign = sign ^ ((quadrant << 62) & kSign);
  if (function == Turn::Tangent) {
    Word divisor = metal::select(isOdd, sine, cosine);
    Word zeros = leadingZeros(divisor), shift = leadingZeros(significand);
    Word inverse = reciprocal((divisor << zeros) | kSign);
    exponent = exponent - shift + zeros + (kBias + 1) -
               metal::select(isOdd, angle.exponent, exponentOfCosine);
    significand = multiplyHigh(significand << shift, inverse);
    sign = (angle.isNegativeMask ^ (quadrant << 63)) & kSign;
  }
  if (function != Turn::Cosine)
    sign = sign ^ (a & kSign);
  Word result = roundNormalized(sign, exponent, significand);
  if (function != Turn::Cosine)
    result = metal::select(magnitude == 0, a, result);
  return metal::select(magnitude >= kInfinity, kNaN, result);
}
