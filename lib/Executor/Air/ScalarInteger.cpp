//===- ScalarInteger.cpp - Integer functions of single numbers ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScalarMath.h"

#include "../Interpreter/IntegerOps.h"

using namespace llvm;

namespace tritonmetal::executor {

template <Word (*op)(Word, unsigned)>
static Word unary(const Word *operands, unsigned bits) {
  return op(operands[0], bits);
}

template <IntegerOp op>
static Word binary(const Word *operands, unsigned bits) {
  return op(operands[0], operands[1], bits);
}

/// The operation twice: min3, max3.
template <IntegerOp op>
static Word ternary(const Word *operands, unsigned bits) {
  return op(op(operands[0], operands[1], bits), operands[2], bits);
}

static Word keep(Word a, unsigned) { return a; }
static Word countOnes(Word a, unsigned) { return llvm::popcount(a); }

/// The exact value of an operand.
template <bool isSigned>
static __int128 widen(Word word, unsigned bits) {
  return isSigned ? __int128(signExtend(word, bits)) : __int128(word);
}

/// |a - b|, which fits the unsigned type of the same width.
template <bool isSigned>
static Word absoluteDifference(const Word *operands, unsigned bits) {
  __int128 difference = widen<isSigned>(operands[0], bits) - widen<isSigned>(operands[1], bits);
  return truncateTo(Word(difference < 0 ? -difference : difference), bits);
}

template <bool isSigned>
static Word clampTo(const Word *operands, unsigned bits) {
  constexpr IntegerOp least = isSigned ? integer::smin : integer::umin;
  constexpr IntegerOp most = isSigned ? integer::smax : integer::umax;
  return least(most(operands[0], operands[1], bits), operands[2], bits);
}

/// (a + b + up) / 2 without overflow, rounded down.
template <bool isSigned, unsigned up>
static Word halvingAdd(const Word *operands, unsigned bits) {
  __int128 sum = widen<isSigned>(operands[0], bits) + widen<isSigned>(operands[1], bits) + up;
  return truncateTo(Word(sum >> 1), bits);
}

template <bool isSigned>
static Word multiplyHigh(const Word *operands, unsigned bits) {
  return isSigned ? integer::smulHigh(operands[0], operands[1], bits)
                  : integer::umulHigh(operands[0], operands[1], bits);
}

template <bool isSigned>
static Word multiplyHighAdd(const Word *operands, unsigned bits) {
  return truncateTo(multiplyHigh<isSigned>(operands, bits) + operands[2], bits);
}

template <bool isSigned>
static Word multiplyAddSaturated(const Word *operands, unsigned bits) {
  if (isSigned)
    return integer::clampSigned(widen<true>(operands[0], bits) * widen<true>(operands[1], bits) +
                                    widen<true>(operands[2], bits),
                                bits);
  // Not a signed type: the product of two 64-bit numbers needs all of its 128 bits.
  unsigned __int128 exact = (unsigned __int128)(operands[0]) * operands[1] + operands[2];
  Word limit = truncateTo(~Word(0), bits);
  return exact > limit ? limit : Word(exact);
}

/// The product of the low 24 bits of both operands.
template <bool isSigned>
static Word multiply24(const Word *operands, unsigned bits) {
  auto low = [](Word word) {
    return isSigned ? Word(signExtend(word & 0xffffff, 24)) : word & 0xffffff;
  };
  return truncateTo(low(operands[0]) * low(operands[1]), bits);
}

template <bool isSigned>
static Word multiplyAdd24(const Word *operands, unsigned bits) {
  return truncateTo(multiply24<isSigned>(operands, bits) + operands[2], bits);
}

/// Position and width of a bit field; a field that is not inside the number is cut (Metal leaves
/// it undefined).
struct BitField {
  unsigned offset, width;
  Word mask;
  BitField(Word offsetWord, Word widthWord, unsigned bits)
      : offset(unsigned(std::min<Word>(offsetWord, bits))),
        width(unsigned(std::min<Word>(widthWord, bits - offset))),
        mask(width == 0 ? 0 : ~Word(0) >> (64 - width)) {}
};

template <bool isSigned>
static Word extractBits(const Word *operands, unsigned bits) {
  BitField field(operands[1], operands[2], bits);
  if (field.width == 0)
    return 0;
  Word value = operands[0] >> field.offset & field.mask;
  return isSigned ? truncateTo(Word(signExtend(value, field.width)), bits) : value;
}

static Word insertBits(const Word *operands, unsigned bits) {
  BitField field(operands[2], operands[3], bits);
  if (field.width == 0)
    return operands[0];
  Word mask = field.mask << field.offset;
  return (operands[0] & ~mask) | (operands[1] << field.offset & mask);
}

/// Bits that leave at the top come back at the bottom; only the distance modulo the width counts.
static Word rotateLeft(const Word *operands, unsigned bits) {
  unsigned distance = unsigned(operands[1] % bits);
  if (distance == 0)
    return operands[0];
  return truncateTo(operands[0] << distance | operands[0] >> (bits - distance), bits);
}

template <bool isSigned>
static ScalarInteger getInteger(AirOperation operation) {
  constexpr IntegerOp least = isSigned ? integer::smin : integer::umin;
  constexpr IntegerOp most = isSigned ? integer::smax : integer::umax;
  switch (operation) {
  case AirOperation::Abs:
    return unary < isSigned ? integer::absolute : keep > ;
  case AirOperation::AbsDiff:
    return absoluteDifference<isSigned>;
  case AirOperation::Min:
    return binary<least>;
  case AirOperation::Max:
    return binary<most>;
  case AirOperation::Min3:
    return ternary<least>;
  case AirOperation::Max3:
    return ternary<most>;
  case AirOperation::ClampInteger:
    return clampTo<isSigned>;
  case AirOperation::AddSat:
    return binary < isSigned ? integer::saddSat : integer::uaddSat > ;
  case AirOperation::SubSat:
    return binary < isSigned ? integer::ssubSat : integer::usubSat > ;
  case AirOperation::Hadd:
    return halvingAdd<isSigned, 0>;
  case AirOperation::Rhadd:
    return halvingAdd<isSigned, 1>;
  case AirOperation::MulHi:
    return multiplyHigh<isSigned>;
  case AirOperation::MadHi:
    return multiplyHighAdd<isSigned>;
  case AirOperation::MadSat:
    return multiplyAddSaturated<isSigned>;
  case AirOperation::Mul24:
    return multiply24<isSigned>;
  case AirOperation::Mad24:
    return multiplyAdd24<isSigned>;
  case AirOperation::ExtractBits:
    return extractBits<isSigned>;
  default:
    return nullptr;
  }
}

ScalarInteger getScalarInteger(AirOperation operation, bool isSigned) {
  switch (operation) {
  case AirOperation::InsertBits:
    return insertBits;
  case AirOperation::Clz:
    return unary<integer::countLeadingZeros>;
  case AirOperation::Ctz:
    return unary<integer::countTrailingZeros>;
  case AirOperation::PopCount:
    return unary<countOnes>;
  case AirOperation::ReverseBits:
    return unary<integer::reverseBits>;
  case AirOperation::Rotate:
    return rotateLeft;
  default:
    return isSigned ? getInteger<true>(operation) : getInteger<false>(operation);
  }
}

} // namespace tritonmetal::executor
