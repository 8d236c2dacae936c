//===- FloatClasses.cpp - Questions about a float's kind, by its bits ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FloatClasses.h"

#include "llvm/ADT/FloatingPointMode.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Each class without its sign is a range of magnitudes: [first, last] as unsigned integers.
static Value *buildTest(IRBuilder<> &builder, Value *x, FPClassTest mask) {
  Type *type = x->getType();
  const fltSemantics &semantics = type->getScalarType()->getFltSemantics();
  Type *integer = type->getWithNewType(builder.getIntNTy(type->getScalarSizeInBits()));
  APInt infinity = APFloat::getInf(semantics).bitcastToAPInt();
  APInt quiet = APFloat::getQNaN(semantics).bitcastToAPInt();
  APInt normal = APFloat::getSmallestNormalized(semantics).bitcastToAPInt();
  APInt largest = APInt::getSignedMaxValue(infinity.getBitWidth());
  APInt zero(infinity.getBitWidth(), 0);
  struct Range {
    FPClassTest positive, negative;
    APInt first, last;
  };
  const Range ranges[] = {{fcPosZero, fcNegZero, zero, zero},
                          {fcPosSubnormal, fcNegSubnormal, zero + 1, normal - 1},
                          {fcPosNormal, fcNegNormal, normal, infinity - 1},
                          {fcPosInf, fcNegInf, infinity, infinity},
                          {fcSNan, fcSNan, infinity + 1, quiet - 1},
                          {fcQNan, fcQNan, quiet, largest}};
  Value *bits = builder.CreateBitCast(x, integer);
  Value *magnitude = builder.CreateAnd(bits, ConstantInt::get(integer, largest));
  Value *isNegative = builder.CreateICmpSLT(bits, Constant::getNullValue(integer));
  Value *result = Constant::getNullValue(isNegative->getType());
  for (const Range &range : ranges) {
    if (!(mask & (range.positive | range.negative)))
      continue;
    Value *distance = builder.CreateSub(magnitude, ConstantInt::get(integer, range.first));
    Value *isWithin =
        builder.CreateICmpULE(distance, ConstantInt::get(integer, range.last - range.first));
    if (!(mask & range.negative))
      isWithin = builder.CreateAnd(isWithin, builder.CreateNot(isNegative));
    if (!(mask & range.positive))
      isWithin = builder.CreateAnd(isWithin, isNegative);
    result = builder.CreateOr(result, isWithin);
  }
  return result;
}

void expandFloatClasses(Function &function) {
  for (Instruction &inst : make_early_inc_range(instructions(function))) {
    auto *call = dyn_cast<IntrinsicInst>(&inst);
    if (!call || call->getIntrinsicID() != Intrinsic::is_fpclass)
      continue;
    IRBuilder<> builder(call);
    auto mask = FPClassTest(cast<ConstantInt>(call->getArgOperand(1))->getZExtValue());
    call->replaceAllUsesWith(buildTest(builder, call->getArgOperand(0), mask));
    call->eraseFromParent();
  }
}

} // namespace tritonmetal::executor
