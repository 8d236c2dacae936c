//===- FloatParts.cpp - Exponents, neighbours, remainders -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

#include <limits>

using namespace mlir;
using namespace tritonmetal::metal;
using arith::CmpFPredicate;

static constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// 2^e for -126 <= e <= 127.
static Value powerOfTwo(ElementBuilder &b, Value e) {
  return b.bitcast(b.f32(), b.shli(b.addi(e, b.word(127)), 23));
}

/// In three factors that a float has.
Value tritonmetal::metal::expandLdexp(ElementBuilder &b, Value x, Value exponent) {
  Value low = b.word(uint32_t(-126)), high = b.word(127);
  Value rest = b.make<arith::MaxSIOp>(exponent, b.word(uint32_t(-378)));
  rest = b.make<arith::MinSIOp>(rest, b.word(381));
  Value result = x;
  for (int i = 0; i < 3; ++i) {
    Value part = b.make<arith::MinSIOp>(b.make<arith::MaxSIOp>(rest, low), high);
    result = b.mulf(result, powerOfTwo(b, part));
    rest = b.subi(rest, part);
  }
  return result;
}

/// The exponent of a finite number that is not zero; of a denormal that of its bits,
/// counted in 2^-149.
static Value getExponent(ElementBuilder &b, Value magnitude) {
  Value exponent = b.subi(b.shrui(magnitude, 23), b.word(127));
  Value counted = b.bitcast(b.i32(), b.cast<arith::UIToFPOp>(b.f32(), magnitude));
  counted = b.subi(b.shrui(counted, 23), b.word(127 + 149));
  Value isDenormal = b.cmpi(arith::CmpIPredicate::ult, magnitude, b.word(0x00800000));
  return b.select(isDenormal, counted, exponent);
}

static Value getMagnitude(ElementBuilder &b, Value x) {
  return b.andi(b.bitcast(b.i32(), x), b.word(0x7fffffff));
}

Value tritonmetal::metal::expandLogb(ElementBuilder &b, Value x) {
  Value magnitude = getMagnitude(b, x);
  Value result = b.cast<arith::SIToFPOp>(b.f32(), getExponent(b, magnitude));
  Value isZero = b.cmpi(arith::CmpIPredicate::eq, magnitude, b.word(0));
  Value isFinite = b.cmpi(arith::CmpIPredicate::ult, magnitude, b.word(0x7f800000));
  result = b.select(isFinite, result, b.bitcast(b.f32(), magnitude));
  return b.select(isZero, b.constant(-kInfinity), result);
}

Value tritonmetal::metal::expandIlogb(ElementBuilder &b, Value x) {
  Value magnitude = getMagnitude(b, x);
  Value result = getExponent(b, magnitude);
  Value infinity = b.word(0x7f800000), least = b.word(0x80000000);
  Value isInfinite = b.cmpi(arith::CmpIPredicate::eq, magnitude, infinity);
  result = b.select(isInfinite, b.word(0x7fffffff), result);
  Value isNaN = b.cmpi(arith::CmpIPredicate::ugt, magnitude, infinity);
  Value isZero = b.cmpi(arith::CmpIPredicate::eq, magnitude, b.word(0));
  return b.select(b.ori(isNaN, isZero), least, result);
}

/// Bits of floats to integers in the same order, and back: negative ones count down.
static Value reorder(ElementBuilder &b, Value bits) {
  Value isNegative = b.cmpi(arith::CmpIPredicate::slt, bits, b.word(0));
  return b.select(isNegative, b.subi(b.word(0x80000000), bits), bits);
}

Value tritonmetal::metal::expandNextAfter(ElementBuilder &b, Value from, Value to) {
  Value fromBits = b.bitcast(b.i32(), from), toBits = b.bitcast(b.i32(), to);
  Value start = reorder(b, fromBits), end = reorder(b, toBits);
  Value isBelow = b.cmpi(arith::CmpIPredicate::slt, start, end);
  Value next = b.addi(start, b.select(isBelow, b.word(1), b.word(uint32_t(-1))));
  Value bits = reorder(b, next);
  // The zero next to a negative number is -0.
  Value sign = b.andi(fromBits, b.word(0x80000000));
  bits = b.select(b.cmpi(arith::CmpIPredicate::eq, next, b.word(0)), sign, bits);
  bits = b.select(b.cmpi(arith::CmpIPredicate::eq, start, end), toBits, bits);
  Value isUnordered = b.cmpf(CmpFPredicate::UNO, from, to);
  return b.select(isUnordered, b.addf(from, to), b.bitcast(b.f32(), bits));
}

/// fmod by 2y, which is exact, leaves at most two subtractions of y. 2y may be
/// infinite: then x is below it anyway.
Value tritonmetal::metal::expandRemainder(ElementBuilder &b, Value x, Value y) {
  Value divisor = b.absf(y);
  Value twice = b.addf(divisor, divisor);
  Value isHuge = b.isEqual(twice, kInfinity);
  Value magnitude = b.absf(x);
  Value rest = b.make<arith::RemFOp>(magnitude, b.select(isHuge, divisor, twice));
  rest = b.select(isHuge, magnitude, rest);
  // Twice: subtract y while more than a half is left, a tie going to the even quotient.
  Value once = b.subf(rest, divisor);
  Value isOver = b.cmpf(CmpFPredicate::OGT, b.addf(rest, rest), divisor);
  Value isOverTwice = b.cmpf(CmpFPredicate::OGE, b.addf(once, once), divisor);
  Value result = b.select(isOverTwice, b.subf(once, divisor), once);
  result = b.select(isOver, result, rest);
  // The sign of x, also for zero.
  Value bits = b.andi(b.bitcast(b.i32(), x), b.word(0x80000000));
  result = b.bitcast(b.f32(), b.xori(b.bitcast(b.i32(), result), bits));
  Value isInfinite = b.isEqual(divisor, kInfinity);
  Value isFinite = b.isLess(magnitude, kInfinity);
  result = b.select(b.andi(isInfinite, isFinite), x, result);
  Value isBad = b.ori(b.isEqual(magnitude, kInfinity), b.isEqual(y, 0.0f));
  Value nan = b.constant(std::numeric_limits<float>::quiet_NaN());
  result = b.select(isBad, nan, result);
  return b.select(b.cmpf(CmpFPredicate::UNO, x, y), b.addf(x, y), result);
}
