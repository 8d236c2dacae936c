//===- Registers.cpp - Registers that a kernel keeps busy ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Registers.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Matrices are <64 x T>, of which a lane holds two elements.
static constexpr unsigned matrixElements = 64, fragmentElements = 2;

/// In halves of a register. A pointer is an offset to a base that all lanes share.
static uint64_t getHalves(const Type *type) {
  if (type->isVoidTy())
    return 0;
  if (auto *structure = dyn_cast<StructType>(type)) {
    uint64_t sum = 0;
    for (const Type *element : structure->elements())
      sum += getHalves(element);
    return sum;
  }
  if (auto *array = dyn_cast<ArrayType>(type))
    return array->getNumElements() * getHalves(array->getElementType());
  if (auto *vector = dyn_cast<FixedVectorType>(type)) {
    unsigned elements = vector->getNumElements();
    bool isMatrix = elements == matrixElements && vector->getElementType()->isFloatingPointTy();
    return (isMatrix ? fragmentElements : elements) * getHalves(vector->getElementType());
  }
  if (type->isPointerTy())
    return 2;
  unsigned bits = type->getScalarSizeInBits();
  return bits <= 16 ? 1 : bits <= 32 ? 2 : 4;
}

namespace {
class Liveness {
public:
  explicit Liveness(const Function &function) : function(function) {}

  uint64_t findMost();

private:
  void markUses(const Value &value);
  void markLiveIn(const Value &value, const BasicBlock *block, const BasicBlock *definition);
  uint64_t findMost(const BasicBlock &block) const;

  const Function &function;
  DenseMap<const BasicBlock *, DenseSet<const Value *>> liveIn;
};
} // namespace

/// Buffers are bases, which all lanes share; local variables are memory.
static bool isRegister(const Value &value) {
  if (isa<AllocaInst>(value))
    return false;
  auto *argument = dyn_cast<Argument>(&value);
  return !argument || !argument->getType()->isPointerTy();
}

/// From a use upwards, until the definition or where the value is known to be live.
void Liveness::markLiveIn(const Value &value, const BasicBlock *block,
                          const BasicBlock *definition) {
  SmallVector<const BasicBlock *, 16> worklist{block};
  while (!worklist.empty()) {
    const BasicBlock *next = worklist.pop_back_val();
    if (next == definition || !liveIn[next].insert(&value).second)
      continue;
    for (const BasicBlock *predecessor : predecessors(next))
      worklist.push_back(predecessor);
  }
}

/// An operand of a phi is used at the end of the block that it comes from.
void Liveness::markUses(const Value &value) {
  if (!isRegister(value))
    return;
  auto *inst = dyn_cast<Instruction>(&value);
  const BasicBlock *definition = inst ? inst->getParent() : nullptr;
  for (const Use &use : value.uses()) {
    auto *user = cast<Instruction>(use.getUser());
    auto *phi = dyn_cast<PHINode>(user);
    if (!phi) {
      // A phi's value exists before its block starts, which needs no care: only blocks above count.
      markLiveIn(value, user->getParent(), definition);
      continue;
    }
    const BasicBlock *source = phi->getIncomingBlock(use);
    if (source != definition)
      markLiveIn(value, source, definition);
  }
}

uint64_t Liveness::findMost(const BasicBlock &block) const {
  DenseSet<const Value *> live;
  uint64_t halves = 0;
  auto add = [&](const Value *value) {
    if ((isa<Instruction>(value) || isa<Argument>(value)) && isRegister(*value) &&
        live.insert(value).second)
      halves += getHalves(value->getType());
  };
  for (const BasicBlock *successor : successors(&block)) {
    auto found = liveIn.find(successor);
    if (found != liveIn.end())
      for (const Value *value : found->second)
        add(value);
    for (const PHINode &phi : successor->phis())
      add(phi.getIncomingValueForBlock(&block));
  }
  uint64_t most = halves;
  for (const Instruction &inst : reverse(block)) {
    if (isa<PHINode>(inst))
      break;
    if (live.erase(&inst))
      halves -= getHalves(inst.getType());
    for (const Value *operand : inst.operands())
      add(operand);
    most = std::max(most, halves);
  }
  return most;
}

uint64_t Liveness::findMost() {
  for (const Argument &argument : function.args())
    markUses(argument);
  for (const BasicBlock &block : function)
    for (const Instruction &inst : block)
      markUses(inst);
  uint64_t most = 0;
  for (const BasicBlock &block : function)
    most = std::max(most, findMost(block));
  return most;
}

uint64_t estimateRegisters(const Function &function) {
  return (Liveness(function).findMost() + 1) / 2;
}

} // namespace tritonmetal::executor
