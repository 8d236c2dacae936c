//===- PTXArithmetic.cpp - Integers, floats, packed halves -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "PTX.h"

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace tritonmetal::ptx {

using arith::CmpIPredicate;
using metal::Direction;
using metal::ElementBuilder;

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

static Value multiplyHigh(ElementBuilder &b, Value x, Value y, bool isSigned) {
  OpBuilder &builder = b.getBuilder();
  if (isSigned)
    return arith::MulSIExtendedOp::create(builder, b.getLoc(), x, y).getHigh();
  return arith::MulUIExtendedOp::create(builder, b.getLoc(), x, y).getHigh();
}

/// x + y without wrapping: s32 only.
static Value addSaturated(ElementBuilder &b, Value x, Value y, bool subtracts) {
  mlir::Type wide = b.integer(64);
  Value a = b.cast<arith::ExtSIOp>(wide, x), c = b.cast<arith::ExtSIOp>(wide, y);
  Value sum = subtracts ? b.subi(a, c) : b.addi(a, c);
  sum = b.make<arith::MaxSIOp>(sum, b.constant(wide, int64_t(INT32_MIN)));
  sum = b.make<arith::MinSIOp>(sum, b.constant(wide, int64_t(INT32_MAX)));
  return b.cast<arith::TruncIOp>(b.i32(), sum);
}

/// mul and mad: the lower or upper half, or both (wide); mul24 and mad24.
Value Translator::translateProduct(const Statement &s, Type type, Value x, Value y) {
  bool isSigned = type.kind == Type::Signed;
  StringRef op = s.opcode();
  if (op.ends_with("24")) {
    auto cut = [&](Value value) {
      return isSigned ? b.shrsi(b.shli(value, 8), 8) : b.andi(value, b.word(0xffffff));
    };
    x = cut(x);
    y = cut(y);
    if (!s.has("lo"))
      return {};
  }
  Value product;
  if (s.has("wide"))
    product = b.muli(resize(x, 2 * type.width, isSigned), resize(y, 2 * type.width, isSigned));
  else if (s.has("hi"))
    product = multiplyHigh(b, x, y, isSigned);
  else
    product = b.muli(x, y);
  if (!op.starts_with("mad"))
    return product;
  Value addend = readBits(s, 3, getWidth(product));
  return addend && !s.has("sat") && !s.has("cc") ? b.addi(product, addend) : Value();
}

/// add, sub, mul.lo, mul.hi, mul.wide, mad, sad, div, rem, abs, neg, min, max
Value Translator::translateInteger(const Statement &s, Type type) {
  if (!type.isInteger() || type.kind == Type::Bits)
    return {};
  bool isSigned = type.kind == Type::Signed;
  StringRef op = s.opcode();
  Value x = readBits(s, 1, type.width);
  Value y = s.operands.size() > 2 ? readBits(s, 2, type.width) : Value();
  if (!x || (s.operands.size() > 2 && !y))
    return {};
  if (op == "abs" && isSigned && !y)
    return b.apply<math::AbsIOp>(x);
  if (op == "neg" && !y)
    return b.subi(b.constant(x.getType(), int64_t(0)), x);
  if (!y)
    return {};
  if (op == "add" || op == "sub") {
    if (s.has("sat"))
      return isSigned && type.width == 32 ? addSaturated(b, x, y, op == "sub") : Value();
    if (s.has("cc"))
      return {};
    return op == "add" ? b.addi(x, y) : b.subi(x, y);
  }
  if (op == "mul" || op == "mad" || op == "mul24" || op == "mad24")
    return translateProduct(s, type, x, y);
  if (op == "div")
    return isSigned ? b.make<arith::DivSIOp>(x, y) : b.make<arith::DivUIOp>(x, y);
  if (op == "rem")
    return isSigned ? b.make<arith::RemSIOp>(x, y) : b.make<arith::RemUIOp>(x, y);
  if (s.has("relu"))
    return {};
  Value least = isSigned ? b.make<arith::MinSIOp>(x, y) : b.make<arith::MinUIOp>(x, y);
  Value most = isSigned ? b.make<arith::MaxSIOp>(x, y) : b.make<arith::MaxUIOp>(x, y);
  if (op == "min" || op == "max")
    return op == "min" ? least : most;
  if (op == "sad")
    if (Value addend = readBits(s, 3, type.width))
      return b.addi(b.subi(most, least), addend);
  return {};
}

//===----------------------------------------------------------------------===//
// Bits
//===----------------------------------------------------------------------===//

/// Shifts past the width give zero, or copies of the sign.
static Value shift(ElementBuilder &b, StringRef op, Value x, Value amount, bool isSigned) {
  unsigned width = getWidth(x);
  if (width != getWidth(amount))
    amount = width > getWidth(amount) ? b.cast<arith::ExtUIOp>(x.getType(), amount)
                                      : b.cast<arith::TruncIOp>(x.getType(), amount);
  Value last = b.constant(x.getType(), int64_t(width - 1));
  Value fits = b.cmpi(CmpIPredicate::ule, amount, last);
  Value capped = b.select(fits, amount, last);
  if (op == "shr" && isSigned)
    return b.make<arith::ShRSIOp>(x, capped);
  Value shifted =
      op == "shl" ? b.make<arith::ShLIOp>(x, capped) : b.make<arith::ShRUIOp>(x, capped);
  return b.select(fits, shifted, b.constant(x.getType(), int64_t(0)));
}

static Value lowBits(ElementBuilder &b, mlir::Type type, Value count) {
  Value one = b.constant(type, int64_t(1));
  Value shifted = shift(b, "shl", one, count, false);
  return b.subi(shifted, one);
}

/// bfe: `length` bits of x from `start`; the sign is the highest of them that x has.
static Value extractField(ElementBuilder &b, Value x, Value start, Value length, bool isSigned) {
  mlir::Type type = x.getType();
  unsigned width = getWidth(x);
  start = b.andi(start, b.word(0xff));
  length = b.andi(length, b.word(0xff));
  Value field = b.andi(shift(b, "shr", x, start, isSigned), lowBits(b, type, length));
  if (!isSigned)
    return field;
  Value last = b.make<arith::MinUIOp>(b.subi(b.addi(start, length), b.word(1)), b.word(width - 1));
  Value sign = b.andi(shift(b, "shr", x, last, false), b.constant(type, int64_t(1)));
  Value isEmpty = b.cmpi(CmpIPredicate::eq, length, b.word(0));
  Value upper = b.xori(lowBits(b, type, length), b.constant(type, int64_t(-1)));
  Value isNegative = b.cmpi(CmpIPredicate::ne, sign, b.constant(type, int64_t(0)));
  Value result = b.select(isNegative, b.ori(field, upper), field);
  return b.select(isEmpty, b.constant(type, int64_t(0)), result);
}

static Value insertField(ElementBuilder &b, Value field, Value into, Value start, Value length) {
  start = b.andi(start, b.word(0xff));
  length = b.andi(length, b.word(0xff));
  Value mask = shift(b, "shl", lowBits(b, into.getType(), length), start, false);
  Value moved = shift(b, "shl", field, start, false);
  Value rest = b.andi(into, b.xori(mask, b.constant(into.getType(), int64_t(-1))));
  return b.ori(b.andi(moved, mask), rest);
}

/// Bytes of high:low by nibbles of the selector; its highest bit asks for copies of the
/// byte's sign.
static Value permuteBytes(ElementBuilder &b, Value low, Value high, Value selector) {
  Value result;
  for (int i = 0; i < 4; ++i) {
    Value nibble = b.shrui(selector, 4 * i);
    Value isHigh = b.cmpi(CmpIPredicate::ne, b.andi(nibble, b.word(4)), b.word(0));
    Value place = b.shli(b.andi(nibble, b.word(3)), 3);
    Value byte = b.make<arith::ShRUIOp>(b.select(isHigh, high, low), place);
    byte = b.andi(byte, b.word(0xff));
    Value isSign = b.cmpi(CmpIPredicate::ne, b.andi(nibble, b.word(8)), b.word(0));
    Value copies = b.andi(b.shrsi(b.shli(byte, 24), 31), b.word(0xff));
    byte = b.shli(b.select(isSign, copies, byte), 8 * i);
    result = result ? b.ori(result, byte) : byte;
  }
  return result;
}

/// The function of three bits whose table is `table`.
static Value applyTable(ElementBuilder &b, ArrayRef<Value> x, uint64_t table) {
  mlir::Type type = x[0].getType();
  Value ones = b.constant(type, int64_t(-1)), result = b.constant(type, int64_t(0));
  for (unsigned row = 0; row < 8; ++row) {
    if (!(table >> row & 1))
      continue;
    Value term = ones;
    for (unsigned i = 0; i < 3; ++i)
      term = b.andi(term, row >> (2 - i) & 1 ? x[i] : b.xori(x[i], ones));
    result = b.ori(result, term);
  }
  return result;
}

static Value reverseBits(ElementBuilder &b, Value value) {
  unsigned width = getWidth(value);
  for (unsigned step = 1; step < width; step *= 2) {
    Value mask =
        b.constant(value.getType(), APInt::getSplat(width, APInt::getLowBitsSet(2 * step, step)));
    value = b.ori(b.shli(b.andi(value, mask), step), b.andi(b.shrui(value, step), mask));
  }
  return value;
}

/// shf: the 64 bits high:low, shifted; the lower or upper half of that.
static Value funnelShift(ElementBuilder &b, const Statement &s, Value low, Value high,
                         Value amount) {
  mlir::Type wide = b.integer(64);
  Value both =
      b.ori(b.cast<arith::ExtUIOp>(wide, low), b.shli(b.cast<arith::ExtUIOp>(wide, high), 32));
  amount = s.has("wrap") ? b.andi(amount, b.word(31)) : b.make<arith::MinUIOp>(amount, b.word(32));
  Value count = b.cast<arith::ExtUIOp>(wide, amount);
  if (s.has("r"))
    return b.cast<arith::TruncIOp>(b.i32(), b.make<arith::ShRUIOp>(both, count));
  return b.cast<arith::TruncIOp>(b.i32(), b.shrui(b.make<arith::ShLIOp>(both, count), 32));
}

/// Of one operand: not, popc, clz, brev
static Value applyUnary(ElementBuilder &b, StringRef op, Value x) {
  if (op == "not")
    return b.xori(x, b.constant(x.getType(), int64_t(-1)));
  if (op == "brev")
    return reverseBits(b, x);
  if (op != "popc" && op != "clz")
    return {};
  Value count = op == "popc" ? b.apply<math::CtPopOp>(x) : b.apply<math::CountLeadingZerosOp>(x);
  return getWidth(x) == 64 ? b.cast<arith::TruncIOp>(b.i32(), count) : count;
}

/// Of three words: prmt, shf, lop3
static Value applyTernary(ElementBuilder &b, const Statement &s, Value x, Value y, Value z) {
  StringRef op = s.opcode();
  unsigned count = s.operands.size();
  if (op == "prmt" && count == 4 && s.name.size() == 2)
    return permuteBytes(b, x, y, z);
  if (op == "shf" && count == 4 && (s.has("l") || s.has("r")))
    return funnelShift(b, s, x, y, z);
  uint64_t table;
  if (op == "lop3" && count == 5 && s.name.size() == 2 &&
      !StringRef(s.operands[4].front()).getAsInteger(0, table))
    return applyTable(b, {x, y, z}, table);
  return {};
}

/// and, or, xor, not, shl, shr, bfe, bfi, prmt, lop3, shf, popc, clz, brev
Value Translator::translateBits(const Statement &s, Type type) {
  if (type.kind != Type::Predicate && !type.isInteger())
    return {};
  StringRef op = s.opcode();
  unsigned count = s.operands.size();
  Value x = readBits(s, 1, type.width);
  if (!x || count < 2)
    return {};
  if (count == 2)
    return applyUnary(b, op, x);
  bool isSigned = type.kind == Type::Signed;
  if (op == "shl" || op == "shr") {
    Value amount = readBits(s, 2, 32);
    return amount && count == 3 ? shift(b, op, x, amount, isSigned) : Value();
  }
  if (op == "bfe") {
    Value start = readBits(s, 2, 32), length = readBits(s, 3, 32);
    return start && length ? extractField(b, x, start, length, isSigned) : Value();
  }
  Value y = readBits(s, 2, type.width);
  if (!y)
    return {};
  if (op == "bfi") {
    Value start = readBits(s, 3, 32), length = readBits(s, 4, 32);
    return start && length ? insertField(b, x, y, start, length) : Value();
  }
  if (count == 3)
    return op == "and"   ? b.andi(x, y)
           : op == "or"  ? b.ori(x, y)
           : op == "xor" ? b.xori(x, y)
                         : Value();
  Value z = type.width == 32 ? readBits(s, 3, type.width) : Value();
  return z ? applyTernary(b, s, x, y, z) : Value();
}

//===----------------------------------------------------------------------===//
// Floats
//===----------------------------------------------------------------------===//

static Direction getDirection(const Statement &s) {
  return s.has("rz")   ? Direction::TowardZero
         : s.has("rm") ? Direction::Down
         : s.has("rp") ? Direction::Up
                       : Direction::Nearest;
}

/// What PTX has for f32 only, by its rounding.
static Value computeRounded(ElementBuilder &b, const Statement &s, ArrayRef<Value> x) {
  StringRef op = s.opcode();
  Direction direction = getDirection(s);
  if (op == "add" && x.size() == 2)
    return metal::expandRoundedAdd(b, x[0], x[1], direction);
  if (op == "sub" && x.size() == 2)
    return metal::expandRoundedAdd(b, x[0], b.negf(x[1]), direction);
  if (op == "mul" && x.size() == 2)
    return metal::expandRoundedMul(b, x[0], x[1], direction);
  if ((op == "fma" || op == "mad") && x.size() == 3)
    return metal::expandRoundedFma(b, x[0], x[1], x[2], direction);
  if (op == "div" && x.size() == 2)
    return metal::expandRoundedDiv(b, x[0], x[1], direction);
  if (op == "rcp" && x.size() == 1)
    return metal::expandRoundedDiv(b, b.constant(1.0f), x[0], direction);
  if (op == "sqrt" && x.size() == 1)
    return metal::expandRoundedSqrt(b, x[0], direction);
  return {};
}

static Value computeFunction(ElementBuilder &b, StringRef op, Value x) {
  if (op == "ex2")
    return b.exp2(x);
  if (op == "lg2")
    return b.apply<math::Log2Op>(x);
  if (op == "rsqrt")
    return b.apply<math::RsqrtOp>(x);
  if (op == "sin")
    return b.apply<math::SinOp>(x);
  if (op == "cos")
    return b.apply<math::CosOp>(x);
  if (op == "tanh")
    return b.apply<math::TanhOp>(x);
  if (op == "abs")
    return b.absf(x);
  if (op == "neg")
    return b.negf(x);
  return {};
}

/// On operands of one float type.
Value Translator::computeFloat(const Statement &s, ArrayRef<Value> x) {
  StringRef op = s.opcode();
  bool isSingle = getElementTypeOrSelf(x[0].getType()).isF32();
  Value result;
  if ((op == "min" || op == "max") && x.size() == 2) {
    if (s.has("xorsign"))
      return {};
    bool isMin = op == "min";
    if (s.has("NaN"))
      result =
          isMin ? b.make<arith::MinimumFOp>(x[0], x[1]) : b.make<arith::MaximumFOp>(x[0], x[1]);
    else
      result = isMin ? b.minnum(x[0], x[1]) : b.maxnum(x[0], x[1]);
  } else if (op == "copysign" && x.size() == 2) {
    result = b.copysign(x[1], x[0]); // the sign is the first operand's
  } else if (isSingle) {
    result = computeRounded(b, s, x);
  } else if (getDirection(s) != Direction::Nearest) {
    return {};
  } else if (op == "add" && x.size() == 2) {
    result = b.addf(x[0], x[1]);
  } else if (op == "sub" && x.size() == 2) {
    result = b.subf(x[0], x[1]);
  } else if (op == "mul" && x.size() == 2) {
    result = b.mulf(x[0], x[1]);
  } else if (op == "fma" && x.size() == 3) {
    result = b.fma(x[0], x[1], x[2]);
  }
  if (!result && x.size() == 1)
    result = computeFunction(b, op, x[0]);
  if (!result)
    return {};
  mlir::Type type = result.getType();
  if (s.has("relu"))
    result = b.maxnum(result, b.constant(type, 0.0));
  if (s.has("sat"))
    result = b.minnum(b.maxnum(result, b.constant(type, 0.0)), b.constant(type, 1.0));
  return result;
}

Value Translator::translateFloat(const Statement &s, Type type) {
  if (type.kind != Type::Float && type.kind != Type::BFloat)
    return {};
  if (type.width == 64) {
    reason = "computes in f64, which Metal GPUs do not have";
    return {};
  }
  SmallVector<Value> x;
  for (unsigned i = 1; i < s.operands.size(); ++i) {
    x.push_back(readFloat(s, i, type));
    if (!x.back())
      return {};
  }
  return x.empty() ? Value() : computeFloat(s, x);
}

/// Two halves of one word: fma.rn.f16x2 d, a, b, c;
Value Translator::translatePacked(const Statement &s, Type type) {
  if ((type.kind != Type::Float && type.kind != Type::BFloat) || type.width != 16)
    return {};
  OpBuilder &builder = b.getBuilder();
  mlir::Type half = b.typeOf(type.kind == Type::BFloat ? mlir::Type(builder.getBF16Type())
                                                       : mlir::Type(builder.getF16Type()));
  Value result;
  for (unsigned part = 0; part < 2; ++part) {
    SmallVector<Value> x;
    for (unsigned i = 1; i < s.operands.size(); ++i) {
      Value word = readBits(s, i, 32);
      if (!word)
        return {};
      Value bits = part ? b.shrui(word, 16) : word;
      x.push_back(b.bitcast(half, resize(bits, 16, false)));
    }
    Value value = x.empty() ? Value() : computeFloat(s, x);
    if (!value)
      return {};
    Value bits = resize(b.bitcast(b.i16(), value), 32, false);
    result = part ? b.ori(result, b.shli(bits, 16)) : bits;
  }
  return result;
}

} // namespace tritonmetal::ptx
