//===- Doubles.h - 64-bit floats in integers --------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What metal-emulate-doubles writes for an op: straight-line code on the bits of its
// operands, the same for a scalar and a vector. All results are rounded once, to nearest
// even; subnormal numbers, infinities and zeros of both signs come out as IEEE 754 says.
// A NaN is some NaN.
//
//   sign 1 bit | exponent field 11 bits | fraction 52 bits
//
// Words used below: the *magnitude* is the bits without the sign; the *significand* is the
// fraction with the leading bit that is not stored, scaled as each function says.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_DOUBLES_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_DOUBLES_H

#include "Words.h"

namespace tritonmetal::metal::doubles {

constexpr uint64_t kSign = uint64_t(1) << 63;
constexpr uint64_t kMagnitude = kSign - 1;
constexpr uint64_t kLeadingBit = uint64_t(1) << 52;
constexpr uint64_t kInfinity = uint64_t(0x7ff) << 52;
constexpr uint64_t kNaN = uint64_t(0x7ff8) << 48;
constexpr uint64_t kOne = uint64_t(0x3ff) << 52;
constexpr int64_t kBias = 1023;

//===----------------------------------------------------------------------===//
// Parts of numbers: DoubleParts.cpp
//===----------------------------------------------------------------------===//

/// A finite magnitude is significand * 2^(exponent - bias - 52); the leading bit of the
/// significand is bit 52, or lower for a subnormal, whose exponent is 1 like that of the
/// smallest normal numbers.
struct Parts {
  Word exponent, significand;
};
Parts split(Word magnitude);

/// The same with the leading bit of the significand at bit 63 for subnormals, too: the
/// value is significand * 2^(exponent - bias - 63). Zero has significand 0.
Parts splitNormalized(Word magnitude);

/// The double next to significand * 2^(field + 1 - bias - 61). The leading bit of the
/// significand is bit 61; its last bit stands for all that is below it. `field` is the
/// exponent field less the 1 that the leading bit adds, below 4095: what is too large becomes
/// infinity, too small subnormal or zero. `sign` is the sign bit in place. A significand of
/// 0 is the caller's to avoid.
Word roundToDouble(Word sign, Word field, Word significand);
Word roundMagnitude(Word field, Word significand); // without a sign

/// The double next to significand * 2^(exponent - bias - 63), the leading bit anywhere.
Word roundNormalized(Word sign, Word exponent, Word significand);

/// significand >> shift, rounded, for 2 <= shift <= 63; the significand has 63 bits.
Word shiftRounded(Word significand, Word shift);

Word isNaN(Word a);

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

// DoubleArithmetic.cpp
Word add(Word a, Word b);
Word subtract(Word a, Word b);
Word multiply(Word a, Word b);
Word fuse(Word a, Word b, Word c); // a * b + c, rounded once

// DoubleDivision.cpp
Word divide(Word a, Word b);
Word squareRoot(Word a);
Word remainder(Word a, Word b); // of the truncated quotient, exact: fmod
/// 2^126 / significand, to 60 bits, for a leading bit 63.
Word reciprocal(Word significand);

// DoubleComparisons.cpp
Word compare(mlir::arith::CmpFPredicate predicate, Word a, Word b);
/// A NaN gives way to a number (`isNumber`) or stays; -0 is less than +0.
Word extremum(Word a, Word b, bool isMaximum, bool isNumber);

// DoubleConversions.cpp
enum class Rounding { Floor, Ceil, Truncate, Away, Even }; // Away, Even: to nearest
Word roundToInteger(Word a, Rounding rounding);
/// From an f32 by its bits, an i32.
Word extendFloat(Word bits);
/// The bits of a narrower format, in as many bits: `exponentBits` and `fractionBits` wide.
Word narrow(Word a, unsigned exponentBits, unsigned fractionBits, bool towardZero);
/// To an f32 whose last bit says whether something was lost, so that rounding it further
/// gives what rounding once would.
Word narrowToOdd(Word a);
Word fromInteger(Word integer, bool isSigned);
Word toInteger(Word a, unsigned width);

//===----------------------------------------------------------------------===//
// Functions, within 2 ulp
//===----------------------------------------------------------------------===//

enum class Base { E, Two, Ten };
Word exponential(Word a, Base base); // DoubleExponentials.cpp
Word logarithm(Word a, Base base);   // DoubleLogarithms.cpp
Word power(Word a, Word b);          // DoublePowers.cpp
enum class Turn { Sine, Cosine, Tangent };
Word turn(Word a, Turn function); // DoubleTurns.cpp

} // namespace tritonmetal::metal::doubles

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_DOUBLES_H
