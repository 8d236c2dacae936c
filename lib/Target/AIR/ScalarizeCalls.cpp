//===- ScalarizeCalls.cpp - Vector math, element by element ---------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which vector forms of `air.*` math exist is not known for all, and the GPU's compiler takes them
// apart anyway:
//
//   call <2 x float> @air.sqrt.v2f32(...)     ->     two calls of @air.sqrt.f32
//   call i1 @air.any.v2i1(<2 x i1> %m)        ->     or i1 (%m[0], %m[1])
//
//===----------------------------------------------------------------------===//

#include "IntrinsicExpansion.h"
#include "Passes.h"
#include "triton-metal/Target/AIR/AIRFunctions.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::air {

/// "air.convert.f.v2f16.f.v2f32" is "air.convert.f.f16.f.f32" for each element.
static std::string getScalarName(StringRef name) {
  SmallVector<StringRef, 8> parts;
  name.split(parts, '.');
  for (StringRef &part : parts)
    if (part.size() > 2 && part[0] == 'v' && isDigit(part[1]))
      part = part.drop_front().drop_while(isDigit);
  return join(parts, ".");
}

static Value *combineMask(IRBuilderBase &builder, Value *mask, bool all) {
  Value *result = builder.CreateExtractElement(mask, uint64_t(0));
  for (unsigned lane = 1; lane < cast<FixedVectorType>(mask->getType())->getNumElements(); ++lane) {
    Value *element = builder.CreateExtractElement(mask, lane);
    result = all ? builder.CreateAnd(result, element) : builder.CreateOr(result, element);
  }
  return result;
}

static Value *scalarize(CallInst &call, Version air) {
  IRBuilder<> builder(&call);
  if (isa<FPMathOperator>(call))
    builder.setFastMathFlags(call.getFastMathFlags());
  StringRef name = call.getCalledFunction()->getName();
  auto *type = dyn_cast<FixedVectorType>(call.getType());
  if (!type)
    return combineMask(builder, call.getArgOperand(0), name.starts_with("air.all"));
  std::string scalarName = getScalarName(name);
  Value *result = PoisonValue::get(type);
  for (unsigned lane = 0; lane < type->getNumElements(); ++lane) {
    SmallVector<Value *, 4> elements;
    for (Value *argument : call.args())
      elements.push_back(argument->getType()->isVectorTy()
                             ? builder.CreateExtractElement(argument, lane)
                             : argument);
    Value *element = IntrinsicExpansion(builder, air).call(scalarName, elements);
    result = builder.CreateInsertElement(result, element, lane);
  }
  return result;
}

static bool isVectorMath(const CallInst &call, Version air) {
  const Function *callee = call.getCalledFunction();
  bool vectors = any_of(call.args(), [](const Use &use) { return use->getType()->isVectorTy(); });
  if (!callee || !vectors)
    return false;
  Expected<AIRFunction> known = lookupAIRFunction(call.getContext(), callee->getName(), air);
  if (!known) {
    consumeError(known.takeError());
    return false;
  }
  return known->group == FunctionGroup::Math;
}

void scalarizeCalls(Function &kernel, Version air) {
  for (Instruction &inst : make_early_inc_range(instructions(kernel)))
    if (auto *call = dyn_cast<CallInst>(&inst); call && isVectorMath(*call, air)) {
      call->replaceAllUsesWith(scalarize(*call, air));
      call->eraseFromParent();
    }
}

} // namespace tritonmetal::air
