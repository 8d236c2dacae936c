//===- FunctionNumbering.cpp - Value numbers inside a function ------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionNumbering.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::air {

Constant *shuffleMask(const ShuffleVectorInst &shuffle) {
  Type *i32 = Type::getInt32Ty(shuffle.getContext());
  SmallVector<Constant *, 16> elements;
  for (int element : shuffle.getShuffleMask())
    elements.push_back(element < 0 ? UndefValue::get(i32)
                                   : static_cast<Constant *>(ConstantInt::get(i32, element)));
  return ConstantVector::get(elements);
}

FunctionNumbering::FunctionNumbering(const Function &function, TypeTable &types,
                                     const PointerTyping &typing,
                                     const DenseMap<const Value *, unsigned> &globals,
                                     const ConstantTable &moduleConstants)
    : types(types), typing(typing), casts(function, typing),
      constants(types, typing, globals, &moduleConstants,
                moduleConstants.end() + function.arg_size()) {
  unsigned next = moduleConstants.end();
  for (const Argument &argument : function.args())
    values[&argument] = next++;
  for (const BasicBlock &block : function)
    blocks.try_emplace(&block, blocks.size());
  for (const Step &step : casts.steps())
    if (step.inst)
      enterConstants(*step.inst);

  next = constants.end();
  for (const Step &step : casts.steps()) {
    if (step.inst)
      instructionPositions[step.inst] = nextResults.size();
    nextResults.push_back(next);
    if (step.inst && step.inst->getType()->isVoidTy())
      continue;
    if (step.inst)
      values[step.inst] = next;
    ++next;
  }
}

void FunctionNumbering::enterConstants(const Instruction &inst) {
  for (const Use &use : inst.operands())
    if (auto *operand = dyn_cast<Constant>(use.get()))
      constants.enter(operand, typing.wanted(use));
  if (auto *jump = dyn_cast<SwitchInst>(&inst))
    for (const auto &branch : jump->cases())
      constants.enter(branch.getCaseValue(), types.get(branch.getCaseValue()->getType()));
  if (auto *shuffle = dyn_cast<ShuffleVectorInst>(&inst)) {
    Constant *mask = shuffleMask(*shuffle);
    constants.enter(mask, types.get(mask->getType()));
  }
}

unsigned FunctionNumbering::operand(const Use &use) const {
  if (auto *constant = dyn_cast<Constant>(use.get()))
    return constants.numberOf(constant, typing.wanted(use));
  if (std::optional<unsigned> step = casts.castOf(use))
    return nextResults[*step];
  return values.lookup(use.get());
}

unsigned FunctionNumbering::constant(const Constant *constant) const {
  return constants.numberOf(constant, types.get(constant->getType()));
}

} // namespace tritonmetal::air
