//===- Casts.cpp - Conversions and casts ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Conversions.h"
#include "IntegerOps.h"
#include "Numbers.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

static Word saturate(float value, unsigned bits, bool isSigned) {
  if (value != value)
    return 0;
  // Powers of two are exact in float, so both comparisons are.
  float limit = std::ldexp(1.0f, int(isSigned ? bits - 1 : bits));
  if (value >= limit)
    return isSigned ? integer::signedLimit(false, bits) : truncateTo(~Word(0), bits);
  if (isSigned)
    return value < -limit ? integer::signedLimit(true, bits)
                          : truncateTo(Word(int64_t(value)), bits);
  return value <= 0 ? 0 : Word(value);
}

namespace {
template <bool isSigned>
struct FloatToInteger {
  template <typename Number>
  static Handler get() {
    return [](Group &group, const Operation &inst) {
      unsigned bits = inst.resultBits;
      mapUnary(group, inst, [bits](Word a) { return saturate(Number::decode(a), bits, isSigned); });
    };
  }
};

/// float has a correctly rounded conversion in the host; 16-bit formats go through double, which
/// must not round before them.
template <typename Number, bool isSigned>
Word encodeInteger(Word word, unsigned bits) {
  using Integer = std::conditional_t<isSigned, int64_t, uint64_t>;
  Integer value = isSigned ? Integer(signExtend(word, bits)) : Integer(word);
  if constexpr (std::is_same_v<Number, HalfNumber> || std::is_same_v<Number, BFloatNumber>)
    return Number::encode(toDoubleRoundedToOdd(value));
  else
    return Number::encode(float(value));
}

template <bool isSigned>
struct IntegerToFloat {
  template <typename Number>
  static Handler get() {
    return [](Group &group, const Operation &inst) {
      unsigned bits = inst.bits;
      mapUnary(group, inst, [bits](Word a) { return encodeInteger<Number, isSigned>(a, bits); });
    };
  }
};

template <typename From>
struct FloatToFloatFrom {
  template <typename To>
  static Handler get() {
    return [](Group &group, const Operation &inst) {
      mapUnary(group, inst, [](Word a) { return To::encode(double(From::decode(a))); });
    };
  }
};
} // namespace

static Handler getFloatToFloat(FloatFormat from, FloatFormat to) {
  switch (from) {
  case FloatFormat::Half:
    return chooseFormat<FloatToFloatFrom<HalfNumber>>(to);
  case FloatFormat::BFloat:
    return chooseFormat<FloatToFloatFrom<BFloatNumber>>(to);
  case FloatFormat::FloatFlush:
    return chooseFormat<FloatToFloatFrom<FloatNumber<true>>>(to);
  case FloatFormat::FloatPreserve:
    return chooseFormat<FloatToFloatFrom<FloatNumber<false>>>(to);
  }
  return nullptr;
}

static void zeroExtend(Group &group, const Operation &inst) {
  mapUnary(group, inst, [](Word a) { return a; });
}

static void signExtendTo(Group &group, const Operation &inst) {
  unsigned from = inst.bits, to = inst.resultBits;
  mapUnary(group, inst, [=](Word a) { return truncateTo(Word(signExtend(a, from)), to); });
}

static void truncate(Group &group, const Operation &inst) {
  unsigned to = inst.resultBits;
  mapUnary(group, inst, [=](Word a) { return truncateTo(a, to); });
}

static Handler getIntegerResize(NumberType from, NumberType to) {
  if (to.element.bits <= from.element.bits)
    return truncate;
  return from.isSigned ? signExtendTo : zeroExtend;
}

void emitConversion(Decoder &decoder, const llvm::Instruction &inst, const Value *operand,
                    NumberType from, NumberType to) {
  Handler handler;
  if (from.element.isFloat() && to.element.isFloat())
    handler = getFloatToFloat(decoder.getFloatFormat(operand->getType()),
                              decoder.getFloatFormat(inst.getType()));
  else if (from.element.isFloat())
    handler = to.isSigned
                  ? chooseFormat<FloatToInteger<true>>(decoder.getFloatFormat(operand->getType()))
                  : chooseFormat<FloatToInteger<false>>(decoder.getFloatFormat(operand->getType()));
  else if (to.element.isFloat())
    handler = from.isSigned
                  ? chooseFormat<IntegerToFloat<true>>(decoder.getFloatFormat(inst.getType()))
                  : chooseFormat<IntegerToFloat<false>>(decoder.getFloatFormat(inst.getType()));
  else
    handler = getIntegerResize(from, to);
  decoder.emit(inst, handler, {operand});
}

//===----------------------------------------------------------------------===//
// Bit casts
//===----------------------------------------------------------------------===//

/// Elements of another width: all bits of a lane in a row, the first element lowest.
static void repack(Group &group, const Operation &inst) {
  uint32_t sources = inst.operands[1];
  forEachLane(group.mask, [&](unsigned lane) {
    Word packed[matrixElements + 1] = {};
    for (uint32_t e = 0; e < sources; ++e) {
      Word value = group.read(inst.operands[0], e).lanes[lane];
      unsigned position = e * inst.bits, shift = position % 64;
      packed[position / 64] |= value << shift;
      if (shift + inst.bits > 64)
        packed[position / 64 + 1] |= value >> (64 - shift);
    }
    for (uint32_t e = 0; e < inst.count; ++e) {
      unsigned position = e * inst.resultBits, shift = position % 64;
      Word value = packed[position / 64] >> shift;
      if (shift + inst.resultBits > 64)
        value |= packed[position / 64 + 1] << (64 - shift);
      group.write(inst.result, e).lanes[lane] = truncateTo(value, inst.resultBits);
    }
  });
}

static void decodeBitCast(Decoder &decoder, const llvm::Instruction &inst) {
  const Value *operand = inst.getOperand(0);
  if (isMatrix(operand->getType()) != isMatrix(inst.getType()))
    return decoder.fail(inst, "bit cast between a SIMD-group matrix and another type");
  unsigned sources = decoder.getNumColumns(operand->getType());
  unsigned results = decoder.getNumColumns(inst.getType());
  ElementType from = decoder.getElement(operand->getType());
  if (sources == results) {
    decoder.emit(inst, zeroExtend, {operand});
    return;
  }
  if (isMatrix(inst.getType()) || sources * from.bits > 64 * matrixElements)
    return decoder.fail(inst, "unsupported bit cast");
  decoder.emit(inst, repack, {operand}).operands[1] = sources;
}

bool decodeCast(Decoder &decoder, const llvm::Instruction &inst) {
  auto *cast = dyn_cast<CastInst>(&inst);
  if (!cast)
    return false;
  const Value *operand = cast->getOperand(0);
  ElementType from = decoder.getElement(operand->getType());
  ElementType to = decoder.getElement(inst.getType());
  switch (cast->getOpcode()) {
  case llvm::Instruction::BitCast:
    decodeBitCast(decoder, inst);
    return true;
  case llvm::Instruction::SExt:
  case llvm::Instruction::SIToFP:
    emitConversion(decoder, inst, operand, {from, true}, {to, true});
    return true;
  case llvm::Instruction::FPToSI:
    emitConversion(decoder, inst, operand, {from}, {to, true});
    return true;
  case llvm::Instruction::AddrSpaceCast: // addresses name their object in every space
  case llvm::Instruction::Trunc:
  case llvm::Instruction::ZExt:
  case llvm::Instruction::PtrToInt:
  case llvm::Instruction::PtrToAddr:
  case llvm::Instruction::IntToPtr:
  case llvm::Instruction::UIToFP:
  case llvm::Instruction::FPToUI:
  case llvm::Instruction::FPExt:
  case llvm::Instruction::FPTrunc:
    emitConversion(decoder, inst, operand, {from}, {to});
    return true;
  default:
    return false;
  }
}

} // namespace tritonmetal::executor
