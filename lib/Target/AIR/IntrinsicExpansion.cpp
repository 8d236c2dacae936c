//===- IntrinsicExpansion.cpp - Scalar meanings of LLVM intrinsics --------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IntrinsicExpansion.h"

#include "triton-metal/Target/AIR/AIRFunctions.h"

#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace tritonmetal::air {

std::string getTypeSuffix(Type *type, char sign) {
  std::string text = sign ? std::string(1, sign) + "." : "";
  if (type->isBFloatTy())
    return text + "bf16";
  return text + (type->isIntegerTy() ? "i" : "f") + std::to_string(type->getScalarSizeInBits());
}

Value *IntrinsicExpansion::call(const Twine &name, Arguments arguments) {
  Module *module = b.GetInsertBlock()->getModule();
  Function *callee = getOrDeclareAIRFunction(*module, name.str(), air);
  assert(callee && "the table lacks a function that the legaliser calls");
  return b.CreateCall(callee, arguments);
}

//===----------------------------------------------------------------------===//
// Floating point
//===----------------------------------------------------------------------===//

/// Intrinsics that are one function of AIR; null otherwise. Halfway cases of llvm.roundeven and
/// llvm.nearbyint go to even, as air.rint does: there is one rounding mode.
static const char *getFloatFunction(Intrinsic::ID id) {
  switch (id) {
#define SAME_NAME(NAME)                                                                            \
  case Intrinsic::NAME:                                                                            \
    return #NAME;
    SAME_NAME(acos)
    SAME_NAME(asin)
    SAME_NAME(atan)
    SAME_NAME(atan2)
    SAME_NAME(ceil)
    SAME_NAME(cos)
    SAME_NAME(cosh)
    SAME_NAME(exp)
    SAME_NAME(exp10)
    SAME_NAME(exp2)
    SAME_NAME(fabs)
    SAME_NAME(floor)
    SAME_NAME(fma)
    SAME_NAME(log)
    SAME_NAME(log10)
    SAME_NAME(log2)
    SAME_NAME(pow)
    SAME_NAME(rint)
    SAME_NAME(round)
    SAME_NAME(sin)
    SAME_NAME(sinh)
    SAME_NAME(sqrt)
    SAME_NAME(tan)
    SAME_NAME(tanh)
    SAME_NAME(trunc)
#undef SAME_NAME
  case Intrinsic::fmuladd:
    return "fma";
  case Intrinsic::minnum:
  case Intrinsic::minimumnum:
    return "fmin";
  case Intrinsic::maxnum:
  case Intrinsic::maximumnum:
    return "fmax";
  case Intrinsic::nearbyint:
  case Intrinsic::roundeven:
    return "rint";
  default:
    return nullptr;
  }
}

/// bfloat has no functions: computed in float. That is exact to one rounding for everything but
/// fma, whose second rounding could be seen.
Value *IntrinsicExpansion::callFloat(StringRef name, Arguments arguments) {
  Type *type = arguments.front()->getType();
  if (!type->isBFloatTy())
    return call("air." + name + "." + getTypeSuffix(type), arguments);
  if (name == "fma")
    return nullptr;
  SmallVector<Value *, 3> extended;
  for (Value *argument : arguments)
    extended.push_back(b.CreateFPExt(argument, b.getFloatTy()));
  return b.CreateFPTrunc(call("air." + name + ".f32", extended), type);
}

Value *IntrinsicExpansion::bitsOf(Value *value) {
  return b.CreateBitCast(value, b.getIntNTy(value->getType()->getScalarSizeInBits()));
}

/// llvm.minimum and llvm.maximum: NaN if an operand is, and -0 < +0. Selects, since arithmetic
/// would flush denormals.
Value *IntrinsicExpansion::propagatingMinMax(bool minimum, Value *a, Value *c) {
  Value *aBits = bitsOf(a);
  Value *aNegative = b.CreateICmpSLT(aBits, ConstantInt::get(aBits->getType(), 0));
  Value *less = minimum ? b.CreateFCmpOLT(a, c) : b.CreateFCmpOGT(a, c);
  Value *zeroOrder = minimum ? aNegative : b.CreateNot(aNegative);
  Value *takeA = b.CreateOr(less, b.CreateAnd(b.CreateFCmpOEQ(a, c), zeroOrder));
  Value *ordered = b.CreateSelect(takeA, a, c);
  return b.CreateSelect(b.CreateFCmpUNO(a, c), ConstantFP::getNaN(a->getType()), ordered);
}

Value *IntrinsicExpansion::copySign(Value *magnitude, Value *sign) {
  Value *bits = bitsOf(magnitude);
  unsigned width = bits->getType()->getIntegerBitWidth();
  APInt mask = APInt::getSignMask(width);
  Value *result =
      b.CreateOr(b.CreateAnd(bits, b.getInt(~mask)), b.CreateAnd(bitsOf(sign), b.getInt(mask)));
  return b.CreateBitCast(result, magnitude->getType());
}

/// llvm.is.fpclass, on the bits: comparisons would take denormals for zeros.
Value *IntrinsicExpansion::isClass(Value *value, uint64_t classes) {
  Value *bits = bitsOf(value);
  const fltSemantics &semantics = value->getType()->getFltSemantics();
  unsigned width = bits->getType()->getIntegerBitWidth();
  auto number = [&](const APInt &constant) { return b.getInt(constant); };
  APInt infinity = APFloat::getInf(semantics).bitcastToAPInt();
  APInt normal = APFloat::getSmallestNormalized(semantics).bitcastToAPInt();
  APInt quiet = APFloat::getQNaN(semantics).bitcastToAPInt();
  Value *magnitude = b.CreateAnd(bits, number(APInt::getSignedMaxValue(width)));
  Value *negative = b.CreateICmpSLT(bits, number(APInt(width, 0)));
  Value *result = b.getFalse();
  auto addRange = [&](unsigned positiveClass, unsigned negativeClass, const APInt &low,
                      const APInt &high) { // low <= magnitude <= high
    bool positive = classes & positiveClass, alsoNegative = classes & negativeClass;
    if (!positive && !alsoNegative)
      return;
    Value *inside = b.CreateICmpULE(b.CreateSub(magnitude, number(low)), number(high - low));
    if (positive != alsoNegative)
      inside = b.CreateAnd(inside, positive ? b.CreateNot(negative) : negative);
    result = b.CreateOr(result, inside);
  };
  addRange(fcPosZero, fcNegZero, APInt(width, 0), APInt(width, 0));
  addRange(fcPosSubnormal, fcNegSubnormal, APInt(width, 1), normal - 1);
  addRange(fcPosNormal, fcNegNormal, normal, infinity - 1);
  addRange(fcPosInf, fcNegInf, infinity, infinity);
  addRange(fcSNan, fcSNan, infinity + 1, quiet - 1);
  addRange(fcQNan, fcQNan, quiet, APInt::getSignedMaxValue(width));
  return result;
}

/// llvm.fpto{s,u}i.sat: clamped to the integers of the result, 0 for NaN. The bounds are compared
/// as floats: below `low` or above `high` (the largest float that fits) is out of range.
Value *IntrinsicExpansion::saturatingConversion(bool isSigned, Value *value, Type *result) {
  if (!value->getType()->isFloatTy())
    value = b.CreateFPExt(value, b.getFloatTy());
  unsigned width = result->getIntegerBitWidth();
  APInt lowest = isSigned ? APInt::getSignedMinValue(width) : APInt::getMinValue(width);
  APInt highest = isSigned ? APInt::getSignedMaxValue(width) : APInt::getMaxValue(width);
  auto bound = [&](const APInt &integer) {
    APFloat number(APFloat::IEEEsingle());
    number.convertFromAPInt(integer, isSigned, APFloat::rmTowardZero);
    return ConstantFP::get(b.getFloatTy(), number);
  };
  Value *converted = isSigned ? b.CreateFPToSI(value, result) : b.CreateFPToUI(value, result);
  Value *tooLow = b.CreateFCmpOLT(value, bound(lowest));
  Value *tooHigh = b.CreateFCmpOGT(value, bound(highest));
  converted = b.CreateSelect(tooLow, b.getInt(lowest), converted);
  converted = b.CreateSelect(tooHigh, b.getInt(highest), converted);
  return b.CreateSelect(b.CreateFCmpUNO(value, value), ConstantInt::get(result, 0), converted);
}

/// x * 2^n in three steps, each of a power that is a normal float; more steps would change nothing.
/// A step cannot round, except into the denormals, which are flushed.
Value *IntrinsicExpansion::scaleByPowerOfTwo(Value *value, Value *exponent) {
  Type *type = value->getType();
  if (!type->isFloatTy())
    value = b.CreateFPExt(value, b.getFloatTy());
  exponent = b.CreateSExtOrTrunc(exponent, b.getInt32Ty());
  constexpr int lowest = -126, highest = 127, bias = 127, mantissaBits = 23;
  for (int step = 0; step < 3; ++step) {
    Value *part = call("air.max.s.i32", {exponent, b.getInt32(lowest)});
    part = call("air.min.s.i32", {part, b.getInt32(highest)});
    exponent = b.CreateSub(exponent, part);
    Value *bits = b.CreateShl(b.CreateAdd(part, b.getInt32(bias)), mantissaBits);
    value = b.CreateFMul(value, b.CreateBitCast(bits, b.getFloatTy()));
  }
  return type->isFloatTy() ? value : b.CreateFPTrunc(value, type);
}

Value *IntrinsicExpansion::expandFloat(Intrinsic::ID id, Arguments arguments) {
  if (const char *name = getFloatFunction(id))
    return callFloat(name, arguments);
  switch (id) {
  case Intrinsic::minimum:
  case Intrinsic::maximum:
    return propagatingMinMax(id == Intrinsic::minimum, arguments[0], arguments[1]);
  case Intrinsic::copysign:
    return copySign(arguments[0], arguments[1]);
  case Intrinsic::is_fpclass:
    return isClass(arguments[0], cast<ConstantInt>(arguments[1])->getZExtValue());
  case Intrinsic::ldexp:
    return scaleByPowerOfTwo(arguments[0], arguments[1]);
  case Intrinsic::powi: // made of a pow with approximate functions allowed
    return callFloat("pow", {arguments[0], b.CreateSIToFP(arguments[1], arguments[0]->getType())});
  case Intrinsic::canonicalize:
    return b.CreateFMul(arguments[0], ConstantFP::get(arguments[0]->getType(), 1.0));
  default:
    return nullptr;
  }
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

/// AIR's min and max for the widths that every project reports; a comparison for the others.
Value *IntrinsicExpansion::minMax(Intrinsic::ID id, Value *a, Value *c) {
  bool isSigned = id == Intrinsic::smin || id == Intrinsic::smax;
  bool minimum = id == Intrinsic::smin || id == Intrinsic::umin;
  unsigned width = a->getType()->getIntegerBitWidth();
  if (width == 8 || width == 16 || width == 32)
    return call(Twine("air.") + (minimum ? "min." : "max.") +
                    getTypeSuffix(a->getType(), isSigned ? 's' : 'u'),
                {a, c});
  return b.CreateSelect(b.CreateICmp(MinMaxIntrinsic::getPredicate(id), a, c), a, c);
}

/// The double shift keeps a shift by the full width, which is poison, out of the zero case.
Value *IntrinsicExpansion::funnelShift(bool left, Arguments arguments) {
  Value *high = arguments[0], *low = arguments[1];
  Type *type = high->getType();
  unsigned width = type->getIntegerBitWidth();
  auto number = [&](uint64_t value) { return ConstantInt::get(type, value); };
  Value *amount = isPowerOf2_32(width) ? b.CreateAnd(arguments[2], number(width - 1))
                                       : b.CreateURem(arguments[2], number(width));
  Value *rest = b.CreateSub(number(width - 1), amount);
  if (left)
    return b.CreateOr(b.CreateShl(high, amount), b.CreateLShr(b.CreateLShr(low, number(1)), rest));
  return b.CreateOr(b.CreateShl(b.CreateShl(high, number(1)), rest), b.CreateLShr(low, amount));
}

Value *IntrinsicExpansion::swapBytes(Value *value) {
  Type *type = value->getType();
  unsigned bytes = type->getIntegerBitWidth() / 8;
  Value *result = ConstantInt::get(type, 0);
  for (unsigned byte = 0; byte < bytes; ++byte) {
    Value *low = b.CreateAnd(b.CreateLShr(value, byte * 8), ConstantInt::get(type, 0xff));
    result = b.CreateOr(result, b.CreateShl(low, (bytes - 1 - byte) * 8));
  }
  return result;
}

Value *IntrinsicExpansion::threeWayCompare(bool isSigned, Arguments arguments, Type *result) {
  Value *a = arguments[0], *c = arguments[1];
  Value *greater = isSigned ? b.CreateICmpSGT(a, c) : b.CreateICmpUGT(a, c);
  Value *less = isSigned ? b.CreateICmpSLT(a, c) : b.CreateICmpULT(a, c);
  return b.CreateSub(b.CreateZExt(greater, result), b.CreateZExt(less, result));
}

/// The pointer moved down by the bits that the mask clears, so that it keeps its origin.
Value *IntrinsicExpansion::maskPointer(Value *pointer, Value *mask) {
  Value *cleared = b.CreateAnd(b.CreatePtrToInt(pointer, mask->getType()), b.CreateNot(mask));
  return b.CreateGEP(b.getInt8Ty(), pointer, b.CreateNeg(cleared));
}

Value *IntrinsicExpansion::expandInteger(Intrinsic::ID id, Arguments arguments, Type *result) {
  Value *first = arguments[0];
  auto named = [&](StringRef name) { return ("air." + name + getTypeSuffix(result)).str(); };
  switch (id) {
  case Intrinsic::smin:
  case Intrinsic::smax:
  case Intrinsic::umin:
  case Intrinsic::umax:
    return minMax(id, first, arguments[1]);
  case Intrinsic::abs:
    return call(named("abs.s."), first);
  case Intrinsic::ctlz:
    return call(named("clz."), {first, arguments[1]});
  case Intrinsic::cttz:
    return call(named("ctz."), {first, arguments[1]});
  case Intrinsic::ctpop:
    return call(named("popcount."), first);
  case Intrinsic::bitreverse:
    return call(named("reverse_bits."), first);
  case Intrinsic::bswap:
    return swapBytes(first);
  case Intrinsic::fshl:
  case Intrinsic::fshr:
    return funnelShift(id == Intrinsic::fshl, arguments);
  case Intrinsic::scmp:
  case Intrinsic::ucmp:
    return threeWayCompare(id == Intrinsic::scmp, arguments, result);
  default:
    return nullptr;
  }
}

/// Saturation is overflow and the bound on that side.
Value *IntrinsicExpansion::expandSaturating(Intrinsic::ID id, Arguments arguments) {
  Value *a = arguments[0], *c = arguments[1];
  Type *type = a->getType();
  auto number = [&](const APInt &value) { return ConstantInt::get(type, value); };
  unsigned width = type->getIntegerBitWidth();
  Value *negative = b.CreateICmpSLT(a, ConstantInt::get(type, 0));
  Value *signedBound = b.CreateSelect(negative, number(APInt::getSignedMinValue(width)),
                                      number(APInt::getSignedMaxValue(width)));
  auto choose = [&](Intrinsic::ID overflowing, Value *bound) {
    auto [value, overflow] = expandOverflow(overflowing, a, c);
    return b.CreateSelect(overflow, bound, value);
  };
  Value *allOnes = number(APInt::getAllOnes(width));
  switch (id) {
  case Intrinsic::uadd_sat:
    return choose(Intrinsic::uadd_with_overflow, allOnes);
  case Intrinsic::usub_sat:
    return choose(Intrinsic::usub_with_overflow, ConstantInt::get(type, 0));
  case Intrinsic::sadd_sat:
    return choose(Intrinsic::sadd_with_overflow, signedBound);
  case Intrinsic::ssub_sat:
    return choose(Intrinsic::ssub_with_overflow, signedBound);
  case Intrinsic::ushl_sat:
  case Intrinsic::sshl_sat: {
    bool isSigned = id == Intrinsic::sshl_sat;
    Value *shifted = b.CreateShl(a, c);
    Value *back = isSigned ? b.CreateAShr(shifted, c) : b.CreateLShr(shifted, c);
    return b.CreateSelect(b.CreateICmpNE(back, a), isSigned ? signedBound : allOnes, shifted);
  }
  default:
    return nullptr;
  }
}

Value *IntrinsicExpansion::multiplyHigh(bool isSigned, Value *a, Value *c) {
  return call("air.mul_hi." + getTypeSuffix(a->getType(), isSigned ? 's' : 'u'), {a, c});
}

std::pair<Value *, Value *> IntrinsicExpansion::expandOverflow(Intrinsic::ID id, Value *a,
                                                               Value *c) {
  Value *zero = ConstantInt::get(a->getType(), 0);
  auto signedOverflow = [&](Value *signs) { return b.CreateICmpSLT(signs, zero); };
  switch (id) {
  case Intrinsic::uadd_with_overflow: {
    Value *sum = b.CreateAdd(a, c);
    return {sum, b.CreateICmpULT(sum, a)};
  }
  case Intrinsic::usub_with_overflow:
    return {b.CreateSub(a, c), b.CreateICmpULT(a, c)};
  case Intrinsic::sadd_with_overflow: { // the operands agree in sign, the sum does not
    Value *sum = b.CreateAdd(a, c);
    return {sum, signedOverflow(b.CreateAnd(b.CreateXor(sum, a), b.CreateXor(sum, c)))};
  }
  case Intrinsic::ssub_with_overflow: {
    Value *difference = b.CreateSub(a, c);
    return {difference, signedOverflow(b.CreateAnd(b.CreateXor(a, c), b.CreateXor(difference, a)))};
  }
  case Intrinsic::umul_with_overflow:
    return {b.CreateMul(a, c), b.CreateICmpNE(multiplyHigh(false, a, c), zero)};
  case Intrinsic::smul_with_overflow: { // the high half is the sign of the low one
    Value *product = b.CreateMul(a, c);
    unsigned width = a->getType()->getIntegerBitWidth();
    return {product, b.CreateICmpNE(multiplyHigh(true, a, c), b.CreateAShr(product, width - 1))};
  }
  default:
    return {nullptr, nullptr};
  }
}

/// Integers of other widths, such as llvm.ctpop.i4 of four comparisons, where a wider one gives the
/// same low bits; or llvm.bitreverse.i3 of a swizzled index, which a wider one gives at the top.
Value *IntrinsicExpansion::expandOddInteger(Intrinsic::ID id, Arguments arguments, Type *result) {
  bool isSigned = id == Intrinsic::smin || id == Intrinsic::smax || id == Intrinsic::abs;
  bool widens = isSigned || id == Intrinsic::umin || id == Intrinsic::umax ||
                id == Intrinsic::ctpop || id == Intrinsic::bitreverse;
  unsigned width = result->getIntegerBitWidth();
  if (!widens || width > 64)
    return nullptr;
  Type *wide = b.getIntNTy(std::max<unsigned>(8, PowerOf2Ceil(width)));
  SmallVector<Value *, 2> extended;
  for (Value *argument : arguments)
    extended.push_back(argument->getType() == result ? b.CreateIntCast(argument, wide, isSigned)
                                                     : argument);
  Value *value = expandInteger(id, extended, wide);
  if (id == Intrinsic::bitreverse)
    value = b.CreateLShr(value, wide->getIntegerBitWidth() - width);
  return b.CreateTrunc(value, result);
}

static bool isOddInteger(Type *type) {
  return type->isIntegerTy() &&
         (type->getIntegerBitWidth() < 8 || !isPowerOf2_32(type->getIntegerBitWidth()));
}

Value *IntrinsicExpansion::expand(Intrinsic::ID id, Arguments arguments, Type *result) {
  if (isOddInteger(result) && arguments[0]->getType() == result)
    return expandOddInteger(id, arguments, result);
  if (any_of(arguments, [](Value *argument) {
        return isOddInteger(argument->getType()) && !argument->getType()->isIntegerTy(1);
      }))
    return nullptr;
  if (Value *value = expandFloat(id, arguments))
    return value;
  switch (id) {
  case Intrinsic::fptosi_sat:
  case Intrinsic::fptoui_sat:
    return saturatingConversion(id == Intrinsic::fptosi_sat, arguments[0], result);
  case Intrinsic::uadd_sat:
  case Intrinsic::usub_sat:
  case Intrinsic::sadd_sat:
  case Intrinsic::ssub_sat:
  case Intrinsic::ushl_sat:
  case Intrinsic::sshl_sat:
    return expandSaturating(id, arguments);
  case Intrinsic::ptrmask:
    return maskPointer(arguments[0], arguments[1]);
  default:
    return result->isIntegerTy() ? expandInteger(id, arguments, result) : nullptr;
  }
}

} // namespace tritonmetal::air
