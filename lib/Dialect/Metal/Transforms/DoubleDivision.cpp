//===- DoubleDivision.cpp - Quotients and roots of doubles ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A first guess comes from f32 arithmetic, which may be off by several units of its last
// place; Newton's method makes it right to 60 bits, and the exact remainder decides the
// last bit. No division of integers, which Apple GPUs do not have for 64 bits.
//
//===----------------------------------------------------------------------===//

#include "Doubles.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;
using namespace tritonmetal::metal::doubles;

//===----------------------------------------------------------------------===//
// Quotient
//===----------------------------------------------------------------------===//

/// The upper 24 bits of a normalized significand as an f32, exactly.
static Value upperBits(Word significand) {
  ElementBuilder &b = significand.getBuilder();
  return b.cast<arith::UIToFPOp>(b.f32(), (significand >> 40).truncate(32).getValue());
}

/// An f32 below 2^32 to a word.
static Word toWord(ElementBuilder &b, Value number) {
  return Word(b, b.cast<arith::FPToUIOp>(b.i32(), number)).extend();
}

/// y = 2^126 / s lies between 2^62 and 2^63. With y = Y (1 + d), the upper half of s * y is
/// 2^62 (1 + d), and y - y d = Y (1 - d^2).
Word doubles::reciprocal(Word significand) {
  ElementBuilder &b = significand.getBuilder();
  Value guess = b.divf(b.constant(0x1p54f), upperBits(significand));
  Word y = toWord(b, guess) << 32;
  auto error = [&] { return y.constant(uint64_t(1) << 62) - multiplyHigh(significand, y); };
  // 2^-21 becomes 2^-41, becomes 2^-61; the factors are cut to what fits 64 bits.
  y = y + shiftSigned((y >> 32) * shiftSigned(error(), 10), 20);
  return y + shiftSigned((y >> 31) * error(), 31);
}

/// Of significands of 53 bits: floor(a * 2^56 / b) in 56 or 57 bits and whether something
/// remains.
static Word divideSignificands(Word a, Word b) {
  Word quotient = (multiplyHigh(a, reciprocal(b)) - 32) >> 6; // right or one too small
  Word divisor = b >> 11;
  Word rest = (a << 45) - quotient * divisor; // modulo 2^64, below 2 * divisor
  Word isSmall = rest >= divisor;
  rest = rest - select(isSmall, divisor, 0);
  quotient = quotient + isSmall.extend();
  return (quotient << 1) | (rest != 0).extend();
}

Word doubles::divide(Word a, Word b) {
  Word magnitudeA = a & kMagnitude, magnitudeB = b & kMagnitude;
  Word sign = (a ^ b) & kSign;
  Parts x = splitNormalized(magnitudeA), y = splitNormalized(magnitudeB);
  // 0 / y is done by the special cases; x / 0, too.
  Word quotient = divideSignificands(x.significand, y.significand | kSign);
  Word isShort = ((quotient >> 57) ^ 1) & 1;
  Word field = x.exponent - y.exponent - isShort + (kBias - 1);
  Word result = roundToDouble(sign, field, quotient << 4 << isShort);

  Word isNaNResult = (max(magnitudeA, magnitudeB) > kInfinity) |
                     ((magnitudeA == magnitudeB) & ((magnitudeA == 0) | (magnitudeA == kInfinity)));
  Word isInfinite = (magnitudeA >= kInfinity) | (magnitudeB == 0);
  Word isZero = (magnitudeB >= kInfinity) | (magnitudeA == 0);
  result = select(isZero, sign, result);
  result = select(isInfinite, sign | kInfinity, result);
  return select(isNaNResult, kNaN, result);
}

//===----------------------------------------------------------------------===//
// Square root
//===----------------------------------------------------------------------===//

/// y = 2^93 / sqrt(s) for 2^62 <= s < 2^64, to 41 bits: one step of Newton's method,
/// y = y (1 + (1 - s y^2) / 2).
static Word reciprocalRoot(Word significand) {
  ElementBuilder &b = significand.getBuilder();
  Value guess = b.divf(b.constant(0x1p42f), b.sqrt(upperBits(significand)));
  Word y = toWord(b, guess); // 2^62 / sqrt(s), 30 or 31 bits
  Word error = y.constant(uint64_t(1) << 60) - multiplyHigh(significand, y * y);
  return (y << 31) + shiftSigned(y * shiftSigned(error, 9), 21);
}

/// floor(sqrt(s) * 2^23), 55 bits, and whether something remains.
static Word rootOfSignificand(Word significand) {
  Word y = reciprocalRoot(significand);
  Word root = multiplyHigh(significand, y); // sqrt(s) * 2^29, to 41 bits
  Word rest = (significand >> 6) - multiplyHigh(root, root);
  root = root + shiftSigned((y >> 31) * rest, 28); // to 57 bits
  root = (root - 32) >> 6;                         // right or one too small
  rest = (significand << 46) - root * root;        // modulo 2^64, below 4 * root
  Word next = (root << 1) + 1;
  Word isSmall = rest >= next;
  rest = rest - select(isSmall, next, 0);
  root = root + isSmall.extend();
  return (root << 1) | (rest != 0).extend();
}

Word doubles::squareRoot(Word a) {
  Parts x = splitNormalized(a & kMagnitude);
  // The exponent of s, which counts from bit 0, is odd where that of the number is even.
  Word isOdd = x.exponent & 1;
  Word root = rootOfSignificand((x.significand | kSign) >> isOdd);
  Word field = shiftSigned(x.exponent + isOdd + (kBias - 3), 1);
  Word result = roundToDouble(a.constant(0), field, root << 6);
  result = select((a & kMagnitude) == 0, a, result);
  result = select(a == kInfinity, a, result);
  return select(isNaN(a) | ((a > kSign)), kNaN, result);
}
