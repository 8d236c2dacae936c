//===- PTXConversions.cpp - cvt --------------------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   cvt.rn.f16.f32 d, a                  to nearest; rz, rm, rp
//   cvt.rzi.s32.f32 d, a                 to an integer; out of range saturates
//   cvt.rn.bf16x2.f32 d, hi, lo          two floats into one word
//   cvt.rn.satfinite.e4m3x2.f32 d, hi, lo
//   cvt.rn.f16x2.e4m3x2 d, a
//   cvt.rna.tf32.f32 d, a                13 bits cut, ties away from zero
//
//===----------------------------------------------------------------------===//

#include "PTX.h"

#include "triton-metal/Dialect/Metal/Transforms/NarrowFloats.h"
#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace tritonmetal::ptx {

using metal::Direction;
using metal::ElementBuilder;

static mlir::Type getElement(ElementBuilder &b, Type type) {
  OpBuilder &builder = b.getBuilder();
  switch (type.kind) {
  case Type::BFloat:
    return builder.getBF16Type();
  case Type::E4M3:
    return Float8E4M3FNType::get(builder.getContext());
  case Type::E5M2:
    return Float8E5M2Type::get(builder.getContext());
  default:
    return type.width == 16 ? mlir::Type(builder.getF16Type()) : mlir::Type(builder.getF32Type());
  }
}

/// The direction among `.rn`, `.rzi` and so on; what an integer takes is the one to zero.
static Direction getDirection(const Statement &s, bool toInteger) {
  for (auto [letter, direction] : {std::pair("rz", Direction::TowardZero),
                                   {"rm", Direction::Down},
                                   {"rp", Direction::Up},
                                   {"rn", Direction::Nearest}})
    if (s.has(letter) || s.has(std::string(letter) + "i"))
      return direction;
  return toInteger ? Direction::TowardZero : Direction::Nearest;
}

/// An f32 in a narrower format; null where PTX has no such rounding.
static Value narrow(ElementBuilder &b, const Statement &s, Value value, Type to) {
  Direction direction = getDirection(s, false);
  bool towardZero = direction == Direction::TowardZero;
  if (direction != Direction::Nearest && !towardZero)
    return {};
  if (s.has("relu")) // NaN stays
    value = b.select(b.isLess(value, 0.0f), b.constant(0.0f), value);
  if (s.has("sat"))
    value = b.minnum(b.maxnum(value, b.constant(0.0f)), b.constant(1.0f));
  auto format = cast<FloatType>(getElement(b, to));
  bool isByte = to.width == 8;
  if (isByte != s.has("satfinite") || to.kind == Type::TF32)
    return {};
  if (isByte || (format.isF16() && towardZero))
    return metal::encodeNarrow(b, value, format, {towardZero, isByte});
  auto result = arith::TruncFOp::create(b.getBuilder(), b.getLoc(), b.typeOf(format), value);
  if (towardZero)
    result.setRoundingmode(arith::RoundingMode::toward_zero);
  return result;
}

static Value toSingle(ElementBuilder &b, Value value) {
  if (metal::isByteFloat(value.getType()))
    return metal::decodeByte(b, value, b.getBuilder().getF32Type());
  return getElementTypeOrSelf(value.getType()).isF32() ? value
                                                       : b.cast<arith::ExtFOp>(b.f32(), value);
}

/// {low, high} of the same format in one word.
static Value pack(ElementBuilder &b, Value low, Value high) {
  unsigned width = getWidth(low);
  mlir::Type wide = b.integer(2 * width);
  auto widen = [&](Value value) {
    return b.cast<arith::ExtUIOp>(wide, b.bitcast(b.integer(width), value));
  };
  return b.ori(widen(low), b.shli(widen(high), width));
}

/// x rounded to an integer that stays a float: cvt.rni.f32.f32
static Value roundToIntegral(ElementBuilder &b, const Statement &s, Value x) {
  switch (getDirection(s, false)) {
  case Direction::Nearest:
    return b.rint(x);
  case Direction::TowardZero:
    return b.apply<math::TruncOp>(x);
  case Direction::Down:
    return b.apply<math::FloorOp>(x);
  case Direction::Up:
    return b.apply<math::CeilOp>(x);
  }
  return {};
}

/// Integers saturate to the range of the destination with `.sat` only.
static Value convertIntegers(ElementBuilder &b, const Statement &s, Value x, Type to, Type from) {
  if (s.has("sat"))
    return {};
  mlir::Type type = b.integer(to.width);
  if (to.width == from.width)
    return x;
  if (to.width < from.width)
    return b.cast<arith::TruncIOp>(type, x);
  return from.kind == Type::Signed ? b.cast<arith::ExtSIOp>(type, x)
                                   : b.cast<arith::ExtUIOp>(type, x);
}

static bool isKnownModifier(StringRef word) {
  return llvm::is_contained({"rn", "rz", "rm", "rp", "rni", "rzi", "rmi", "rpi", "rna", "ftz",
                             "sat", "satfinite", "relu"},
                            word);
}

/// cvt.rn.f16x2.e4m3x2 d, a
Value Translator::convertPacked(const Statement &s, Type to, Type from) {
  Value bits = readBits(s, 1, from.bits());
  if (!bits)
    return {};
  Value halves[2];
  for (unsigned part = 0; part < 2; ++part) {
    Value own = resize(part ? b.shrui(bits, from.width) : bits, from.width, false);
    Value single = toSingle(b, b.bitcast(b.typeOf(getElement(b, from)), own));
    halves[part] = narrow(b, s, single, to);
  }
  return halves[0] && halves[1] ? pack(b, halves[0], halves[1]) : Value();
}

/// cvt.rn.bf16x2.f32 d, high, low
Value Translator::convertPair(const Statement &s, Type to, Type from) {
  if (s.operands.size() != 3 || !from.isFloat())
    return {};
  Value high = readFloat(s, 1, from), low = readFloat(s, 2, from);
  if (!high || !low)
    return {};
  high = narrow(b, s, toSingle(b, high), to);
  low = narrow(b, s, toSingle(b, low), to);
  return high && low ? pack(b, low, high) : Value();
}

Value Translator::convertInteger(const Statement &s, Type to, Type from) {
  Value x = readBits(s, 1, from.width);
  if (!x)
    return {};
  if (to.isInteger())
    return convertIntegers(b, s, x, to, from);
  bool isSigned = from.kind == Type::Signed;
  x = resize(x, std::max(32u, from.width), isSigned);
  if (to.width == 32)
    return metal::expandRoundedCast(b, x, isSigned, getDirection(s, false));
  if (getDirection(s, false) != Direction::Nearest || to.width < 16)
    return {};
  mlir::Type type = b.typeOf(getElement(b, to));
  return isSigned ? b.cast<arith::SIToFPOp>(type, x) : b.cast<arith::UIToFPOp>(type, x);
}

Value Translator::convertFloat(const Statement &s, Type to, Type from) {
  Value x = from.width < 16 ? Value() : readFloat(s, 1, from);
  if (!x)
    return {};
  if (to.isInteger()) {
    bool isSigned = to.kind == Type::Signed;
    return metal::expandRoundedCast(b, toSingle(b, x), b.integer(to.width), isSigned,
                                    getDirection(s, true));
  }
  bool isIntegral = s.has("rni") || s.has("rzi") || s.has("rmi") || s.has("rpi");
  if (isIntegral)
    return to.width == from.width && !s.has("sat") ? roundToIntegral(b, s, x) : Value();
  Value single = toSingle(b, x);
  if (to.width != 32)
    return narrow(b, s, single, to);
  return s.has("sat") ? b.minnum(b.maxnum(single, b.constant(0.0f)), b.constant(1.0f)) : single;
}

/// The last two words of the name are the types.
Value Translator::translateConversion(const Statement &s) {
  if (s.name.size() < 3)
    return {};
  Type to = parseType(s.name[s.name.size() - 2]), from = parseType(s.name.back());
  for (StringRef modifier : ArrayRef<std::string>(s.name).slice(1, s.name.size() - 3))
    if (!isKnownModifier(modifier))
      return {};
  bool isDouble = (to.isFloat() && to.width == 64) || (from.isFloat() && from.width == 64);
  if (isDouble)
    reason = "computes in f64, which Metal GPUs do not have";
  if (to.kind == Type::None || from.kind == Type::None || isDouble)
    return {};
  if (to.kind == Type::TF32) {
    Value bits = readBits(s, 1, 32);
    return bits && s.has("rna") ? b.andi(b.addi(bits, b.word(0x1000)), b.word(0xffffe000))
                                : Value();
  }
  if (to.isPacked)
    return from.isPacked ? convertPacked(s, to, from) : convertPair(s, to, from);
  if (from.isPacked)
    return {};
  return from.isInteger() ? convertInteger(s, to, from)
         : from.isFloat() ? convertFloat(s, to, from)
                          : Value();
}

} // namespace tritonmetal::ptx
