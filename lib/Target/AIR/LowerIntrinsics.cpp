//===- LowerIntrinsics.cpp - From `llvm.*` to `air.*` ---------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Apple's loader aborts on many LLVM intrinsics, on their vector forms and even on unused
// declarations, so none is left. Vector calls are taken apart:
//
//   %r = call <2 x float> @llvm.fma.v2f32(...)     ->     two calls of @air.fma.f32
//
// What each scalar call becomes is in IntrinsicExpansion.
//
//===----------------------------------------------------------------------===//

#include "Diagnostics.h"
#include "IntrinsicExpansion.h"
#include "Passes.h"

#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/LowerMemIntrinsics.h"

using namespace llvm;

namespace tritonmetal::air {

namespace {
class IntrinsicLowering {
public:
  IntrinsicLowering(IntrinsicInst &call, Version air)
      : call(call), id(call.getIntrinsicID()), builder(&call), expansion(builder, air) {
    if (isa<FPMathOperator>(call))
      builder.setFastMathFlags(call.getFastMathFlags());
  }

  /// Replaces and erases the call.
  Error run();

private:
  bool dropHint();
  bool lowerMemory();
  bool lowerOverflow();
  Value *lowerReduction();
  Value *combine(Value *a, Value *c);
  Value *lowerElementwise();
  void replaceBy(Value *value);

  IntrinsicInst &call;
  Intrinsic::ID id;
  IRBuilder<> builder;
  IntrinsicExpansion expansion;
};
} // namespace

void IntrinsicLowering::replaceBy(Value *value) {
  call.replaceAllUsesWith(value);
  call.eraseFromParent();
}

/// What only tells the optimiser something, or asks it.
bool IntrinsicLowering::dropHint() {
  switch (id) {
  case Intrinsic::assume:
  case Intrinsic::donothing:
  case Intrinsic::experimental_noalias_scope_decl:
  case Intrinsic::lifetime_end:
  case Intrinsic::lifetime_start:
  case Intrinsic::pseudoprobe:
  case Intrinsic::sideeffect:
  case Intrinsic::dbg_assign:
  case Intrinsic::dbg_declare:
  case Intrinsic::dbg_label:
  case Intrinsic::dbg_value:
    call.eraseFromParent();
    return true;
  case Intrinsic::annotation:
  case Intrinsic::arithmetic_fence:
  case Intrinsic::expect:
  case Intrinsic::expect_with_probability:
  case Intrinsic::ssa_copy:
    replaceBy(call.getArgOperand(0));
    return true;
  case Intrinsic::is_constant:
    replaceBy(builder.getFalse());
    return true;
  default:
    return false;
  }
}

bool IntrinsicLowering::lowerMemory() {
  auto *memory = dyn_cast<MemIntrinsic>(&call);
  if (!memory)
    return false;
  TargetTransformInfo costs(call.getDataLayout());
  if (auto *set = dyn_cast<MemSetInst>(memory)) {
    expandMemSetAsLoop(set);
  } else if (auto *copy = dyn_cast<MemCpyInst>(memory)) {
    expandMemCpyAsLoop(copy, costs);
  } else {
    auto *move = cast<MemMoveInst>(memory);
    // Different address spaces never overlap: a copy will do.
    if (move->getDestAddressSpace() == move->getSourceAddressSpace())
      expandMemMoveAsLoop(move, costs);
    else if (auto *length = dyn_cast<ConstantInt>(move->getLength()))
      createMemCpyLoopKnownSize(move, move->getRawSource(), move->getRawDest(), length,
                                move->getSourceAlign().valueOrOne(),
                                move->getDestAlign().valueOrOne(), move->isVolatile(),
                                move->isVolatile(), /*CanOverlap=*/false, costs);
    else
      createMemCpyLoopUnknownSize(move, move->getRawSource(), move->getRawDest(), move->getLength(),
                                  move->getSourceAlign().valueOrOne(),
                                  move->getDestAlign().valueOrOne(), move->isVolatile(),
                                  move->isVolatile(), /*CanOverlap=*/false, costs);
  }
  call.eraseFromParent();
  return true;
}

/// %s = call {i32, i1} @llvm.uadd.with.overflow.i32(...) and its `extractvalue`s.
bool IntrinsicLowering::lowerOverflow() {
  bool simple = isa<WithOverflowInst>(call) && !call.getArgOperand(0)->getType()->isVectorTy() &&
                all_of(call.users(), [](User *user) { return isa<ExtractValueInst>(user); });
  if (!simple)
    return false;
  auto [value, overflow] =
      expansion.expandOverflow(id, call.getArgOperand(0), call.getArgOperand(1));
  for (User *user : make_early_inc_range(call.users())) {
    auto *extract = cast<ExtractValueInst>(user);
    extract->replaceAllUsesWith(extract->getIndices()[0] == 0 ? value : overflow);
    extract->eraseFromParent();
  }
  call.eraseFromParent();
  return true;
}

static bool isReduction(const IntrinsicInst &call) {
  return call.getCalledFunction()->getName().starts_with("llvm.vector.reduce.");
}

/// One step of a reduction, or null if `id` is none.
Value *IntrinsicLowering::combine(Value *a, Value *c) {
  switch (id) {
  case Intrinsic::vector_reduce_add:
    return builder.CreateAdd(a, c);
  case Intrinsic::vector_reduce_mul:
    return builder.CreateMul(a, c);
  case Intrinsic::vector_reduce_and:
    return builder.CreateAnd(a, c);
  case Intrinsic::vector_reduce_or:
    return builder.CreateOr(a, c);
  case Intrinsic::vector_reduce_xor:
    return builder.CreateXor(a, c);
  case Intrinsic::vector_reduce_fadd:
    return builder.CreateFAdd(a, c);
  case Intrinsic::vector_reduce_fmul:
    return builder.CreateFMul(a, c);
  case Intrinsic::vector_reduce_smin:
  case Intrinsic::vector_reduce_smax:
  case Intrinsic::vector_reduce_umin:
  case Intrinsic::vector_reduce_umax:
  case Intrinsic::vector_reduce_fmin:
  case Intrinsic::vector_reduce_fmax:
  case Intrinsic::vector_reduce_fminimum:
  case Intrinsic::vector_reduce_fmaximum:
    return expansion.expand(getMinMaxReductionIntrinsicOp(id), {a, c}, a->getType());
  default:
    return nullptr;
  }
}

/// Element after element: the order that a floating-point sum without `reassoc` has.
Value *IntrinsicLowering::lowerReduction() {
  if (!isReduction(call))
    return nullptr;
  unsigned last = call.arg_size() - 1; // fadd and fmul have a start value before the vector
  auto *type = dyn_cast<FixedVectorType>(call.getArgOperand(last)->getType());
  if (!type)
    return nullptr;
  Value *result = last == 1 ? call.getArgOperand(0) : nullptr;
  for (unsigned lane = 0; lane < type->getNumElements(); ++lane) {
    Value *element = builder.CreateExtractElement(call.getArgOperand(last), lane);
    result = result ? combine(result, element) : element;
    if (!result)
      return nullptr;
  }
  return result;
}

Value *IntrinsicLowering::lowerElementwise() {
  if (call.arg_empty())
    return nullptr;
  SmallVector<Value *, 4> arguments(call.args());
  auto *type = dyn_cast<FixedVectorType>(call.getType());
  if (!type)
    return expansion.expand(id, arguments, call.getType());
  Value *result = PoisonValue::get(type);
  for (unsigned lane = 0; lane < type->getNumElements(); ++lane) {
    SmallVector<Value *, 4> elements;
    for (Value *argument : arguments)
      elements.push_back(argument->getType()->isVectorTy()
                             ? builder.CreateExtractElement(argument, lane)
                             : argument);
    Value *element = expansion.expand(id, elements, type->getElementType());
    if (!element)
      return nullptr;
    result = builder.CreateInsertElement(result, element, lane);
  }
  return result;
}

Error IntrinsicLowering::run() {
  if (dropHint() || lowerMemory() || lowerOverflow())
    return Error::success();
  bool scalarizable = !call.getType()->isVectorTy() || isTriviallyVectorizable(id) ||
                      isTriviallyScalarizable(id, nullptr) || id == Intrinsic::is_fpclass;
  Value *value = lowerReduction();
  if (!value && scalarizable)
    value = lowerElementwise();
  if (!value)
    return makeError(call,
                     "'" + call.getCalledFunction()->getName() + "' has no counterpart in AIR");
  replaceBy(value);
  return Error::success();
}

static Error lowerCalls(Function &kernel, Version air, bool reductionsOnly) {
  SmallVector<IntrinsicInst *, 32> calls;
  for (Instruction &inst : instructions(kernel))
    if (auto *call = dyn_cast<IntrinsicInst>(&inst);
        call && (!reductionsOnly || isReduction(*call)))
      calls.push_back(call);
  for (IntrinsicInst *call : calls)
    if (Error error = IntrinsicLowering(*call, air).run())
      return error;
  return Error::success();
}

Error expandReductions(Function &kernel, Version air) {
  return lowerCalls(kernel, air, /*reductionsOnly=*/true);
}

Error lowerIntrinsics(Function &kernel, Version air) {
  for (Instruction &inst : instructions(kernel))
    inst.dropDbgRecords();
  return lowerCalls(kernel, air, /*reductionsOnly=*/false);
}

} // namespace tritonmetal::air
