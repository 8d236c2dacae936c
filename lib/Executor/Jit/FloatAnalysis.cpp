//===- FloatAnalysis.cpp - Which bits of floats matter ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FloatAnalysis.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

FloatAnalysis::FloatAnalysis(const ThreadFunction &thread) : thread(thread) {
  findFlushed();
  findObserved();
}

/// Instructions that hand on the bits of their operands, but for the sign.
static bool passesOn(const llvm::Instruction &inst) {
  switch (inst.getOpcode()) {
  case llvm::Instruction::PHI:
  case llvm::Instruction::Select:
  case llvm::Instruction::Freeze:
  case llvm::Instruction::FNeg:
  case llvm::Instruction::ExtractElement:
  case llvm::Instruction::InsertElement:
  case llvm::Instruction::ShuffleVector:
    return inst.getType()->isFPOrFPVectorTy();
  default:
    return false;
  }
}

static bool isDenormal(const Constant *constant) {
  if (auto *number = dyn_cast<ConstantFP>(constant))
    return number->getValueAPF().isDenormal();
  if (isa<UndefValue>(constant) || constant->isNullValue())
    return false;
  auto *vector = dyn_cast<FixedVectorType>(constant->getType());
  if (!vector)
    return true;
  for (unsigned i = 0; i < vector->getNumElements(); ++i) {
    const Constant *element = constant->getAggregateElement(i);
    if (!element || isDenormal(element))
      return true;
  }
  return false;
}

//===----------------------------------------------------------------------===//
// Denormals
//===----------------------------------------------------------------------===//

bool FloatAnalysis::isFlushed(const Value *value) const {
  if (auto *constant = dyn_cast<Constant>(value))
    return !isDenormal(constant);
  return flushed.contains(value);
}

bool FloatAnalysis::makesFlushed(const llvm::Instruction &inst) const {
  if (const AirCall *call = thread.getAirCall(inst)) {
    if (call->group == AirGroup::Convert)
      return true;
    return call->group == AirGroup::Math && call->operation != AirOperation::Fabs &&
           call->operation != AirOperation::CopySign && call->operation != AirOperation::NextAfter;
  }
  return isa<BinaryOperator>(inst) || isa<CastInst>(inst);
}

void FloatAnalysis::findFlushed() {
  SmallVector<const llvm::Instruction *> passing;
  for (const llvm::Instruction &inst : instructions(thread.get())) {
    if (!inst.getType()->getScalarType()->isFloatTy())
      continue;
    if (passesOn(inst)) {
      passing.push_back(&inst);
      flushed.insert(&inst);
    } else if (!isa<BitCastInst>(inst) && makesFlushed(inst)) {
      flushed.insert(&inst);
    }
  }
  bool changed = true;
  while (changed) {
    changed = false;
    for (const llvm::Instruction *inst : passing) {
      bool all = llvm::all_of(inst->operands(), [&](const Use &operand) {
        return !operand->getType()->isFPOrFPVectorTy() || isFlushed(operand);
      });
      if (!all)
        changed |= flushed.erase(inst);
    }
  }
}

//===----------------------------------------------------------------------===//
// NaN
//===----------------------------------------------------------------------===//

/// Whether a user that does not pass on its operand looks at its bits.
bool FloatAnalysis::observes(const Use &use) const {
  auto &user = *cast<llvm::Instruction>(use.getUser());
  if (const AirCall *call = thread.getAirCall(user)) {
    if (call->group == AirGroup::Convert)
      return false;
    return call->group != AirGroup::Math || call->operation == AirOperation::Fabs ||
           call->operation == AirOperation::CopySign;
  }
  return !isa<BinaryOperator, FCmpInst>(user) && (!isa<CastInst>(user) || isa<BitCastInst>(user));
}

void FloatAnalysis::findObserved() {
  SmallVector<const llvm::Instruction *> worklist;
  auto observe = [&](const Value *value) {
    auto *inst = dyn_cast<llvm::Instruction>(value);
    if (inst && observed.insert(inst).second && passesOn(*inst))
      worklist.push_back(inst);
  };
  for (const llvm::Instruction &inst : instructions(thread.get())) {
    if (passesOn(inst))
      continue;
    for (const Use &operand : inst.operands())
      if (operand->getType()->isFPOrFPVectorTy() && observes(operand))
        observe(operand);
  }
  while (!worklist.empty())
    for (const Use &operand : worklist.pop_back_val()->operands())
      if (operand->getType()->isFPOrFPVectorTy())
        observe(operand);
}

} // namespace tritonmetal::executor::jit
