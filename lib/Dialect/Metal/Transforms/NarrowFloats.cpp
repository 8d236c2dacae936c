//===- NarrowFloats.cpp - Conversions of narrow floats ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/NarrowFloats.h"

#include "mlir/IR/TypeUtilities.h"

#include <cmath>

using namespace mlir;
using namespace tritonmetal::metal;
using arith::CmpIPredicate;

namespace {
/// A format of 16 or 8 bits in numbers.
struct NarrowFormat {
  explicit NarrowFormat(FloatType type) {
    const llvm::fltSemantics &semantics = type.getFloatSemantics();
    width = type.getWidth();
    fraction = APFloat::semanticsPrecision(semantics) - 1;
    bias = 1 - APFloat::semanticsMinExponent(semantics);
    largest = APFloat::getLargest(semantics).bitcastToAPInt().getZExtValue();
    hasInfinity = APFloat::semanticsHasInf(semantics);
    nan = APFloat::getQNaN(semantics).bitcastToAPInt().getZExtValue();
    // FNUZ: finite, NaN, unsigned zero. Its NaN is where -0 would be.
    hasUnsignedZero = nan == 1u << (width - 1);
  }

  unsigned width, fraction;
  int bias;
  uint32_t largest, nan;
  bool hasInfinity, hasUnsignedZero;
};
} // namespace

bool tritonmetal::metal::isByteFloat(Type type) {
  Type element = getElementTypeOrSelf(type);
  return isa<FloatType>(element) && element.getIntOrFloatBitWidth() == 8;
}

static FloatType getFloatType(Value value) {
  return cast<FloatType>(getElementTypeOrSelf(value.getType()));
}

/// The magnitude of an f32 below the least normal number, in units of the least one.
static Value countUnits(ElementBuilder &b, Value magnitude, const NarrowFormat &format,
                        bool towardZero) {
  int unit = 1 - format.bias - int(format.fraction);
  Value number = b.bitcast(b.f32(), magnitude);
  if (towardZero) {
    Value scaled = b.mulf(number, b.constant(std::ldexp(1.0f, -unit)));
    return b.cast<arith::FPToSIOp>(b.i32(), scaled);
  }
  // The last place of 2^(23 + unit) is one unit: the addition rounds.
  Value shift = b.constant(std::ldexp(1.0f, 23 + unit));
  return b.subi(b.bitcast(b.i32(), b.addf(number, shift)), b.bitcast(b.i32(), shift));
}

/// A normal number, or more, without the bits that the format has no room for.
static Value roundNormal(ElementBuilder &b, Value magnitude, const NarrowFormat &format,
                         bool towardZero) {
  unsigned excess = 23 - format.fraction;
  Value rebased = b.subi(magnitude, b.word(uint32_t(127 - format.bias) << 23));
  if (!towardZero) {
    Value odd = b.andi(b.shrui(rebased, excess), b.word(1));
    rebased = b.addi(rebased, b.addi(odd, b.word((1u << (excess - 1)) - 1)));
  }
  return b.shrui(rebased, excess);
}

Value tritonmetal::metal::encodeNarrow(ElementBuilder &b, Value value, FloatType type,
                                       NarrowRounding rounding) {
  NarrowFormat format(type);
  Value bits = b.bitcast(b.i32(), value);
  Value magnitude = b.andi(bits, b.word(0x7fffffff));
  Value infinity = b.word(0x7f800000);
  Value leastNormal = b.word(uint32_t(128 - format.bias) << 23);
  bool overflows = format.hasInfinity && !rounding.saturates;

  Value isSmall = b.cmpi(CmpIPredicate::ult, magnitude, leastNormal);
  Value large = roundNormal(b, magnitude, format, rounding.towardZero);
  // The count is asked for where it fits only.
  Value counted = b.select(isSmall, magnitude, b.word(0));
  Value result = b.select(isSmall, countUnits(b, counted, format, rounding.towardZero), large);
  Value limit = b.word(overflows && !rounding.towardZero ? format.largest + 1 : format.largest);
  result = b.make<arith::MinUIOp>(result, limit);
  if (overflows && rounding.towardZero)
    result = b.select(b.cmpi(CmpIPredicate::eq, magnitude, infinity), b.word(format.largest + 1),
                      result);
  Value sign = b.andi(b.shrui(bits, 32 - format.width), b.word(1u << (format.width - 1)));
  if (format.hasUnsignedZero)
    sign = b.select(b.cmpi(CmpIPredicate::eq, result, b.word(0)), b.word(0), sign);
  result = b.ori(result, sign);
  result = b.select(b.cmpi(CmpIPredicate::ugt, magnitude, infinity), b.word(format.nan), result);
  Value narrow = b.cast<arith::TruncIOp>(b.integer(format.width), result);
  return b.bitcast(b.typeOf(type), narrow);
}

/// f8E5M2 is the upper half of f16.
///   f8E4M3FN, likewise the FNUZ ones:
///     %h = bitcast (magnitude shl 7) : f16        the same digits in a wrong bias
///     %h * 2^(15 - B)                             f16 keeps denormals
static Value decodeThroughHalf(ElementBuilder &b, Value bits, const NarrowFormat &format) {
  if (format.hasInfinity)
    return b.bitcast(b.f16(), b.shli(bits, 8));
  Value magnitude = b.andi(bits, b.constant(b.i16(), int64_t(0x7f)));
  Value sign = b.shli(b.andi(bits, b.constant(b.i16(), int64_t(0x80))), 8);
  Value digits = b.ori(b.shli(magnitude, 10 - format.fraction), sign);
  Value scale = b.constant(b.f16(), std::ldexp(1.0, 15 - format.bias));
  Value result = b.mulf(b.bitcast(b.f16(), digits), scale);
  Value nan = b.constant(b.i16(), int64_t(format.nan));
  Value isNaN = b.cmpi(CmpIPredicate::eq, format.hasUnsignedZero ? bits : magnitude, nan);
  return b.select(isNaN, b.bitcast(b.f16(), b.constant(b.i16(), int64_t(0x7e00))), result);
}

/// f8E5M2FNUZ reaches below and above what the digits mean in f16.
static Value decodeByInteger(ElementBuilder &b, Value byte, const NarrowFormat &format) {
  Value bits = b.cast<arith::ExtUIOp>(b.i32(), byte);
  Value magnitude = b.andi(bits, b.word(0x7f));
  Value normal =
      b.addi(b.shli(magnitude, 23 - format.fraction), b.word(uint32_t(127 - format.bias) << 23));
  Value unit = b.constant(std::ldexp(1.0f, 1 - format.bias - int(format.fraction)));
  Value denormal = b.mulf(b.cast<arith::UIToFPOp>(b.f32(), magnitude), unit);
  Value isSmall = b.cmpi(CmpIPredicate::ult, magnitude, b.word(1u << format.fraction));
  Value result = b.select(isSmall, b.bitcast(b.i32(), denormal), normal);
  result = b.ori(result, b.shli(b.andi(bits, b.word(0x80)), 24));
  Value isNaN = b.cmpi(CmpIPredicate::eq, bits, b.word(format.nan));
  return b.bitcast(b.f32(), b.select(isNaN, b.word(0x7fc00000), result));
}

Value tritonmetal::metal::decodeByte(ElementBuilder &b, Value value, FloatType type) {
  NarrowFormat format(getFloatType(value));
  Value byte = b.bitcast(b.i8(), value);
  if (format.hasUnsignedZero && format.fraction == 2) {
    Value result = decodeByInteger(b, byte, format);
    return type.isF32() ? result : b.cast<arith::TruncFOp>(b.typeOf(type), result);
  }
  Value half = decodeThroughHalf(b, b.cast<arith::ExtUIOp>(b.i16(), byte), format);
  return type.isF16() ? half : b.cast<arith::ExtFOp>(b.typeOf(type), half);
}

/// The exponent of the rounded float says how many bits of the magnitude to drop: 24
/// stay, the last of which is set if a dropped one was. They are scaled back exactly.
Value tritonmetal::metal::convertToOdd(ElementBuilder &b, Value value, bool isSigned) {
  Type type = value.getType();
  Value zero = b.constant(type, int64_t(0)), one = b.constant(type, int64_t(1));
  Value isNegative = isSigned ? b.cmpi(CmpIPredicate::slt, value, zero) : Value();
  Value magnitude = isSigned ? b.select(isNegative, b.subi(zero, value), value) : value;
  Value rounded = b.bitcast(b.i32(), b.cast<arith::UIToFPOp>(b.f32(), magnitude));
  Value excess = b.subi(b.shrui(rounded, 23), b.word(127 + 23));
  excess = b.make<arith::MaxSIOp>(excess, b.word(0));
  Value shift = excess;
  if (getElementTypeOrSelf(type).getIntOrFloatBitWidth() == 64)
    shift = b.cast<arith::ExtUIOp>(type, excess);
  Value kept = b.make<arith::ShRUIOp>(magnitude, shift);
  Value isInexact = b.cmpi(CmpIPredicate::ne, b.make<arith::ShLIOp>(kept, shift), magnitude);
  kept = b.ori(kept, b.select(isInexact, one, zero));
  Value scale = b.bitcast(b.f32(), b.shli(b.addi(excess, b.word(127)), 23));
  if (getElementTypeOrSelf(type).getIntOrFloatBitWidth() == 64)
    kept = b.cast<arith::TruncIOp>(b.i32(), kept);
  Value result = b.mulf(b.cast<arith::UIToFPOp>(b.f32(), kept), scale);
  return isSigned ? b.select(isNegative, b.negf(result), result) : result;
}
