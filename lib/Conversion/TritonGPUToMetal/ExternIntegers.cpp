//===- ExternIntegers.cpp - Functions of integers -------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ExternFunctions.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

static unsigned getWidth(Value value) {
  return getElementTypeOrSelf(value.getType()).getIntOrFloatBitWidth();
}

static Value toI32(ElementBuilder &b, Value value) {
  return getWidth(value) == 64 ? b.cast<arith::TruncIOp>(b.i32(), value) : value;
}

template <typename Op>
static Value count(ElementBuilder &b, ValueRange x) {
  return toI32(b, b.apply<Op>(x[0]));
}

/// The place of the lowest one, from 1; 0 if there is none.
static Value findFirst(ElementBuilder &b, ValueRange x) {
  Value zero = b.constant(x[0].getType(), int64_t(0));
  Value place = toI32(b, b.apply<math::CountTrailingZerosOp>(x[0]));
  Value isZero = b.cmpi(arith::CmpIPredicate::eq, x[0], zero);
  return b.select(isZero, b.word(0), b.addi(place, b.word(1)));
}

/// Swaps neighbours of 1, 2, 4, … bits.
static Value reverseBits(ElementBuilder &b, ValueRange x) {
  Value value = x[0];
  unsigned width = getWidth(value);
  for (unsigned step = 1; step < width; step *= 2) {
    APInt mask = APInt::getSplat(width, APInt::getLowBitsSet(2 * step, step));
    Value low = b.constant(value.getType(), mask);
    Value left = b.shli(b.andi(value, low), step);
    value = b.ori(left, b.andi(b.shrui(value, step), low));
  }
  return value;
}

/// Four bytes of y:x, each chosen by the lower three bits of a nibble.
static Value permuteBytes(ElementBuilder &b, ValueRange x) {
  Value result;
  for (int i = 0; i < 4; ++i) {
    Value selector = b.andi(b.shrui(x[2], 4 * i), b.word(7));
    Value isSecond = b.cmpi(arith::CmpIPredicate::ugt, selector, b.word(3));
    Value source = b.select(isSecond, x[1], x[0]);
    Value shift = b.shli(b.andi(selector, b.word(3)), 3);
    Value byte = b.andi(b.make<arith::ShRUIOp>(source, shift), b.word(0xff));
    result = result ? b.ori(result, b.shli(byte, 8 * i)) : byte;
  }
  return result;
}

/// (x + y) / 2, or (x + y + 1) / 2, without overflow.
template <bool isSigned, bool roundsUp>
static Value average(ElementBuilder &b, ValueRange x) {
  Value difference = b.xori(x[0], x[1]);
  Value half = isSigned ? b.shrsi(difference, 1) : b.shrui(difference, 1);
  return roundsUp ? b.subi(b.ori(x[0], x[1]), half) : b.addi(b.andi(x[0], x[1]), half);
}

/// |x - y| + z
template <bool isSigned>
static Value sumDistance(ElementBuilder &b, ValueRange x) {
  Value most = isSigned ? b.make<arith::MaxSIOp>(x[0], x[1]) : b.make<arith::MaxUIOp>(x[0], x[1]);
  Value least = isSigned ? b.make<arith::MinSIOp>(x[0], x[1]) : b.make<arith::MinUIOp>(x[0], x[1]);
  return b.addi(b.subi(most, least), x[2]);
}

/// The lower half of the product of the lower 24 bits.
template <bool isSigned>
static Value multiply24(ElementBuilder &b, ValueRange x) {
  auto cut = [&](Value value) {
    return isSigned ? b.shrsi(b.shli(value, 8), 8) : b.andi(value, b.word(0xffffff));
  };
  return b.muli(cut(x[0]), cut(x[1]));
}

template <typename Op>
static Value high(ElementBuilder &b, ValueRange x) {
  return Op::create(b.getBuilder(), b.getLoc(), x[0], x[1]).getHigh();
}

ArrayRef<ExternFunction> tritonmetal::getExternIntegers() {
  static const ExternFunction functions[] = {
      {"abs", "i:i", unaryOp<math::AbsIOp>},
      {"brev", "i:i", reverseBits},
      {"brevll", "l:l", reverseBits},
      {"byte_perm", "iii:i", permuteBytes},
      {"clz", "i:i", count<math::CountLeadingZerosOp>},
      {"clzll", "l:i", count<math::CountLeadingZerosOp>},
      {"ffs", "i:i", findFirst},
      {"ffsll", "l:i", findFirst},
      {"hadd", "ii:i", average<true, false>},
      {"llabs", "l:l", unaryOp<math::AbsIOp>},
      {"llmax", "ll:l", binaryOp<arith::MaxSIOp>},
      {"llmin", "ll:l", binaryOp<arith::MinSIOp>},
      {"max", "ii:i", binaryOp<arith::MaxSIOp>},
      {"min", "ii:i", binaryOp<arith::MinSIOp>},
      {"mul24", "ii:i", multiply24<true>},
      {"mul64hi", "ll:l", high<arith::MulSIExtendedOp>},
      {"mulhi", "ii:i", high<arith::MulSIExtendedOp>},
      {"popc", "i:i", count<math::CtPopOp>},
      {"popcll", "l:i", count<math::CtPopOp>},
      {"rhadd", "ii:i", average<true, true>},
      {"sad", "iii:i", sumDistance<true>},
      {"uhadd", "ii:i", average<false, false>},
      {"ullmax", "ll:l", binaryOp<arith::MaxUIOp>},
      {"ullmin", "ll:l", binaryOp<arith::MinUIOp>},
      {"umax", "ii:i", binaryOp<arith::MaxUIOp>},
      {"umin", "ii:i", binaryOp<arith::MinUIOp>},
      {"umul24", "ii:i", multiply24<false>},
      {"umul64hi", "ll:l", high<arith::MulUIExtendedOp>},
      {"umulhi", "ii:i", high<arith::MulUIExtendedOp>},
      {"urhadd", "ii:i", average<false, true>},
      {"usad", "iii:i", sumDistance<false>},
  };
  return functions;
}
