//===- RoundedArithmetic.cpp - Operations that round otherwise ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

#include "mlir/IR/TypeUtilities.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace tritonmetal::metal;
using arith::CmpFPredicate;

static constexpr float kInfinity = std::numeric_limits<float>::infinity();

//===----------------------------------------------------------------------===//
// The operation is done to nearest; the error of that, which a float holds, says whether
// the neighbour is the one that is asked for.
//===----------------------------------------------------------------------===//

/// `result` or a neighbour; `error` is what the exact number has beyond it (only its sign
/// counts). An infinite result of finite operands has an error of the other sign.
static Value adjust(ElementBuilder &b, Value result, Value error, Direction direction) {
  if (direction == Direction::Nearest)
    return result;
  Value zero = b.constant(0.0f);
  Value isAbove = b.isLess(zero, error), isBelow = b.isLess(error, zero);
  Value bits = b.bitcast(b.i32(), result);
  Value isNegative = b.cmpi(arith::CmpIPredicate::slt, bits, b.word(0));
  Value none = b.word(0), one = b.word(1), minusOne = b.word(uint32_t(-1));
  // Bits count the magnitude.
  Value step;
  switch (direction) {
  case Direction::Up:
    step = b.select(isAbove, b.select(isNegative, minusOne, one), none);
    break;
  case Direction::Down:
    step = b.select(isBelow, b.select(isNegative, one, minusOne), none);
    break;
  default:
    step = b.select(b.select(isNegative, isAbove, isBelow), minusOne, none);
  }
  return b.bitcast(b.f32(), b.addi(bits, step));
}

static Value isFinite(ElementBuilder &b, Value x) { return b.isLess(b.absf(x), kInfinity); }

/// What x + y has beyond `sum`.
static Value getSumError(ElementBuilder &b, Value x, Value y, Value sum) {
  Value part = b.subf(sum, x);
  Value error = b.addf(b.subf(x, b.subf(sum, part)), b.subf(y, part));
  Value overflows =
      b.andi(b.isEqual(b.absf(sum), kInfinity), b.andi(isFinite(b, x), isFinite(b, y)));
  return b.select(overflows, b.negf(sum), error);
}

Value tritonmetal::metal::expandRoundedAdd(ElementBuilder &b, Value x, Value y,
                                           Direction direction) {
  Value sum = b.addf(x, y);
  if (direction == Direction::Nearest)
    return sum;
  Value result = adjust(b, sum, getSumError(b, x, y, sum), direction);
  if (direction != Direction::Down)
    return result;
  // x - x is -0, unless x is a zero of that sign.
  Value isCancelled = b.andi(b.isEqual(sum, 0.0f), b.cmpf(CmpFPredicate::UNE, x, b.constant(0.0f)));
  return b.select(isCancelled, b.constant(-0.0f), result);
}

Value tritonmetal::metal::expandRoundedMul(ElementBuilder &b, Value x, Value y,
                                           Direction direction) {
  Value product = b.mulf(x, y);
  return adjust(b, product, b.fma(x, y, b.negf(product)), direction);
}

Value tritonmetal::metal::expandRoundedDiv(ElementBuilder &b, Value x, Value y,
                                           Direction direction) {
  Value quotient = b.divf(x, y);
  Value rest = b.fma(b.negf(quotient), y, x);
  return adjust(b, quotient, b.mulf(rest, b.copysign(b.constant(1.0f), y)), direction);
}

Value tritonmetal::metal::expandRoundedSqrt(ElementBuilder &b, Value x, Direction direction) {
  Value root = b.sqrt(x);
  return adjust(b, root, b.fma(b.negf(root), root, x), direction);
}

/// S. Boldo, J.-M. Muller, "Some functions computable with a fused-mac" (2005): the error
/// of an fma is the sum of two floats.
Value tritonmetal::metal::expandRoundedFma(ElementBuilder &b, Value x, Value y, Value z,
                                           Direction direction) {
  Value result = b.fma(x, y, z);
  if (direction == Direction::Nearest)
    return result;
  Value product = b.mulf(x, y);
  Value productLow = b.fma(x, y, b.negf(product));
  Value low = b.addf(z, productLow);
  Value lowLow = getSumError(b, z, productLow, low);
  Value high = b.addf(product, low);
  Value highLow = getSumError(b, product, low, high);
  Value first = b.addf(b.subf(high, result), highLow);
  Value error = b.addf(first, lowLow);
  Value areFinite = b.andi(isFinite(b, x), b.andi(isFinite(b, y), isFinite(b, z)));
  Value overflows = b.andi(b.isEqual(b.absf(result), kInfinity), areFinite);
  return adjust(b, result, b.select(overflows, b.negf(result), error), direction);
}

//===----------------------------------------------------------------------===//
// Conversions
//===----------------------------------------------------------------------===//

/// Cutting the bit below the 24 leading ones makes the nearest float the one toward zero.
Value tritonmetal::metal::expandRoundedCast(ElementBuilder &b, Value integer, bool isSigned,
                                            Direction direction) {
  Type type = integer.getType();
  if (direction == Direction::Nearest)
    return isSigned ? b.cast<arith::SIToFPOp>(b.f32(), integer)
                    : b.cast<arith::UIToFPOp>(b.f32(), integer);
  Value zero = b.constant(type, int64_t(0));
  Value isNegative = b.cmpi(arith::CmpIPredicate::slt, integer, zero);
  if (!isSigned)
    isNegative = b.constant(b.i1(), int64_t(0));
  Value magnitude = b.select(isNegative, b.subi(zero, integer), integer);
  Value below = b.shrui(magnitude, 24);
  Value cut = b.andi(magnitude, b.xori(below, b.constant(type, int64_t(-1))));
  Value bits = b.bitcast(b.i32(), b.cast<arith::UIToFPOp>(b.f32(), cut));
  Value back = b.cast<arith::FPToUIOp>(type, b.bitcast(b.f32(), bits));
  Value isInexact = b.cmpi(arith::CmpIPredicate::ne, back, magnitude);
  if (direction != Direction::TowardZero) {
    Value one = b.constant(b.i1(), int64_t(1));
    Value grows = direction == Direction::Down ? isNegative : b.xori(isNegative, one);
    bits = b.addi(bits, b.cast<arith::ExtUIOp>(b.i32(), b.andi(isInexact, grows)));
  }
  Value result = b.bitcast(b.f32(), bits);
  return b.select(isNegative, b.negf(result), result);
}

/// What does not fit becomes the nearest integer that does; NaN becomes 0, and the least
/// number where it has 64 bits.
Value tritonmetal::metal::expandRoundedCast(ElementBuilder &b, Value x, Type type, bool isSigned,
                                            Direction direction) {
  Value rounded;
  switch (direction) {
  case Direction::Nearest:
    rounded = b.rint(x);
    break;
  case Direction::TowardZero:
    rounded = b.apply<math::TruncOp>(x);
    break;
  case Direction::Down:
    rounded = b.apply<math::FloorOp>(x);
    break;
  case Direction::Up:
    rounded = b.apply<math::CeilOp>(x);
    break;
  }
  unsigned width = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
  float limit = std::ldexp(1.0f, int(isSigned ? width - 1 : width));
  Value fits = b.isLess(rounded, limit);
  Value isTooLow = b.isLess(rounded, isSigned ? -limit : 0.0f);
  Value isTooHigh = b.cmpf(CmpFPredicate::OGE, rounded, b.constant(limit));
  // The conversion is asked for what fits only.
  Value zero = b.constant(0.0f);
  Value number = b.select(
      b.andi(fits, b.cmpf(CmpFPredicate::OGE, rounded, b.constant(isSigned ? -limit : 0.0f))),
      rounded, zero);
  Value result =
      isSigned ? b.cast<arith::FPToSIOp>(type, number) : b.cast<arith::FPToUIOp>(type, number);
  auto constant = [&](const APInt &value) { return b.constant(type, value); };
  APInt least = isSigned ? APInt::getSignedMinValue(width) : APInt::getZero(width);
  APInt most = isSigned ? APInt::getSignedMaxValue(width) : APInt::getMaxValue(width);
  result = b.select(isTooLow, constant(least), result);
  result = b.select(isTooHigh, constant(most), result);
  APInt ofNaN = width == 64 ? APInt::getSignedMinValue(64) : APInt::getZero(width);
  return b.select(b.isNaN(x), constant(ofNaN), result);
}
