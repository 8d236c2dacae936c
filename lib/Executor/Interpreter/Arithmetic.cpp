//===- Arithmetic.cpp - Arithmetic, comparison and select instructions ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IntegerOps.h"
#include "Numbers.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

static Handler getIntegerHandler(unsigned opcode) {
  switch (opcode) {
  case llvm::Instruction::Add:
    return integerBinary<integer::add>;
  case llvm::Instruction::Sub:
    return integerBinary<integer::sub>;
  case llvm::Instruction::Mul:
    return integerBinary<integer::mul>;
  case llvm::Instruction::UDiv:
    return integerBinary<integer::udiv>;
  case llvm::Instruction::SDiv:
    return integerBinary<integer::sdiv>;
  case llvm::Instruction::URem:
    return integerBinary<integer::urem>;
  case llvm::Instruction::SRem:
    return integerBinary<integer::srem>;
  case llvm::Instruction::And:
    return integerBinary<integer::bitAnd>;
  case llvm::Instruction::Or:
    return integerBinary<integer::bitOr>;
  case llvm::Instruction::Xor:
    return integerBinary<integer::bitXor>;
  case llvm::Instruction::Shl:
    return integerBinary<integer::shl>;
  case llvm::Instruction::LShr:
    return integerBinary<integer::lshr>;
  case llvm::Instruction::AShr:
    return integerBinary<integer::ashr>;
  default:
    return nullptr;
  }
}

namespace {
template <CmpInst::Predicate predicate>
struct IntegerCompare {
  static void run(Group &group, const Operation &inst) {
    unsigned bits = inst.bits;
    mapBinary(group, inst, [bits](Word a, Word b) -> Word {
      switch (predicate) {
      case CmpInst::ICMP_EQ:
        return a == b;
      case CmpInst::ICMP_NE:
        return a != b;
      case CmpInst::ICMP_UGT:
        return a > b;
      case CmpInst::ICMP_UGE:
        return a >= b;
      case CmpInst::ICMP_ULT:
        return a < b;
      case CmpInst::ICMP_ULE:
        return a <= b;
      case CmpInst::ICMP_SGT:
        return signExtend(a, bits) > signExtend(b, bits);
      case CmpInst::ICMP_SGE:
        return signExtend(a, bits) >= signExtend(b, bits);
      case CmpInst::ICMP_SLT:
        return signExtend(a, bits) < signExtend(b, bits);
      default:
        return signExtend(a, bits) <= signExtend(b, bits);
      }
    });
  }
};
} // namespace

static Handler getCompareHandler(CmpInst::Predicate predicate) {
  switch (predicate) {
  case CmpInst::ICMP_EQ:
    return IntegerCompare<CmpInst::ICMP_EQ>::run;
  case CmpInst::ICMP_NE:
    return IntegerCompare<CmpInst::ICMP_NE>::run;
  case CmpInst::ICMP_UGT:
    return IntegerCompare<CmpInst::ICMP_UGT>::run;
  case CmpInst::ICMP_UGE:
    return IntegerCompare<CmpInst::ICMP_UGE>::run;
  case CmpInst::ICMP_ULT:
    return IntegerCompare<CmpInst::ICMP_ULT>::run;
  case CmpInst::ICMP_ULE:
    return IntegerCompare<CmpInst::ICMP_ULE>::run;
  case CmpInst::ICMP_SGT:
    return IntegerCompare<CmpInst::ICMP_SGT>::run;
  case CmpInst::ICMP_SGE:
    return IntegerCompare<CmpInst::ICMP_SGE>::run;
  case CmpInst::ICMP_SLT:
    return IntegerCompare<CmpInst::ICMP_SLT>::run;
  case CmpInst::ICMP_SLE:
    return IntegerCompare<CmpInst::ICMP_SLE>::run;
  default:
    return nullptr;
  }
}

//===----------------------------------------------------------------------===//
// Floats
//===----------------------------------------------------------------------===//

namespace {
struct Add {
  static float apply(float a, float b) { return a + b; }
};
struct Subtract {
  static float apply(float a, float b) { return a - b; }
};
struct Multiply {
  static float apply(float a, float b) { return a * b; }
};
struct Divide {
  static float apply(float a, float b) { return a / b; }
};
struct Remainder {
  static float apply(float a, float b) { return std::fmod(a, b); }
};

/// float has more than twice the precision of the 16-bit formats plus two bits, so rounding its
/// sum, product, quotient to them is rounding the exact one.
template <typename Op>
struct FloatBinary {
  template <typename Number>
  static void run(Group &group, const Operation &inst) {
    mapBinary(group, inst, [](Word a, Word b) {
      return Number::encode(Op::apply(Number::decode(a), Number::decode(b)));
    });
  }
  template <typename Number>
  static Handler get() {
    return run<Number>;
  }
};

/// LLVM numbers its predicates by the relations they hold for: equal 1, greater 2, less 4,
/// unordered 8.
struct FloatCompare {
  template <typename Number>
  static void run(Group &group, const Operation &inst) {
    mapBinary(group, inst, [&](Word left, Word right) -> Word {
      float a = Number::decode(left), b = Number::decode(right);
      unsigned relation = a == b ? 1 : a > b ? 2 : a < b ? 4 : 8;
      return (inst.immediate & relation) != 0;
    });
  }
  template <typename Number>
  static Handler get() {
    return run<Number>;
  }
};
} // namespace

static Handler getFloatHandler(unsigned opcode, FloatFormat format) {
  switch (opcode) {
  case llvm::Instruction::FAdd:
    return chooseFormat<FloatBinary<Add>>(format);
  case llvm::Instruction::FSub:
    return chooseFormat<FloatBinary<Subtract>>(format);
  case llvm::Instruction::FMul:
    return chooseFormat<FloatBinary<Multiply>>(format);
  case llvm::Instruction::FDiv:
    return chooseFormat<FloatBinary<Divide>>(format);
  case llvm::Instruction::FRem:
    return chooseFormat<FloatBinary<Remainder>>(format);
  default:
    return nullptr;
  }
}

static void negate(Group &group, const Operation &inst) {
  Word sign = Word(1) << (inst.bits - 1);
  mapUnary(group, inst, [sign](Word a) { return a ^ sign; });
}

//===----------------------------------------------------------------------===//
// Select
//===----------------------------------------------------------------------===//

static void selectByElement(Group &group, const Operation &inst) {
  mapTernary(group, inst, [](Word condition, Word a, Word b) { return condition & 1 ? a : b; });
}

static void selectWhole(Group &group, const Operation &inst) {
  const Column &condition = group.read(inst.operands[0]);
  for (uint32_t e = 0; e < inst.count; ++e) {
    const Column &a = group.read(inst.operands[1], e);
    const Column &b = group.read(inst.operands[2], e);
    Column &result = group.write(inst.result, e);
    forEachLane(group.mask, [&](unsigned l) {
      result.lanes[l] = condition.lanes[l] & 1 ? a.lanes[l] : b.lanes[l];
    });
  }
}

bool decodeArithmetic(Decoder &decoder, const llvm::Instruction &inst) {
  if (auto *binary = dyn_cast<BinaryOperator>(&inst)) {
    Handler handler = getIntegerHandler(binary->getOpcode());
    if (!handler)
      handler = getFloatHandler(binary->getOpcode(), decoder.getFloatFormat(inst.getType()));
    decoder.emit(inst, handler, {inst.getOperand(0), inst.getOperand(1)});
    return true;
  }
  if (auto *compare = dyn_cast<ICmpInst>(&inst)) {
    decoder.emit(inst, getCompareHandler(compare->getPredicate()),
                 {inst.getOperand(0), inst.getOperand(1)});
    return true;
  }
  if (auto *compare = dyn_cast<FCmpInst>(&inst)) {
    FloatFormat format = decoder.getFloatFormat(compare->getOperand(0)->getType());
    decoder.emit(inst, chooseFormat<FloatCompare>(format), {inst.getOperand(0), inst.getOperand(1)})
        .immediate = compare->getPredicate();
    return true;
  }
  if (inst.getOpcode() == llvm::Instruction::FNeg) {
    decoder.emit(inst, negate, {inst.getOperand(0)});
    return true;
  }
  if (auto *select = dyn_cast<SelectInst>(&inst)) {
    bool byElement = select->getCondition()->getType()->isVectorTy();
    decoder.emit(inst, byElement ? selectByElement : selectWhole,
                 {select->getCondition(), select->getTrueValue(), select->getFalseValue()});
    return true;
  }
  return false;
}

} // namespace tritonmetal::executor
