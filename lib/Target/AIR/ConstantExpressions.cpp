//===- ConstantExpressions.cpp - Constant expressions as instructions -----===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Passes.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::air {

/// Where an operand must be computed: before its user, or at the end of the block it comes from.
static Instruction *getInsertionPoint(Instruction &inst, unsigned operand) {
  auto *phi = dyn_cast<PHINode>(&inst);
  return phi ? phi->getIncomingBlock(operand)->getTerminator() : &inst;
}

/// <2 x i64> <i64 0, i64 ptrtoint (...)> is built element by element.
static Instruction *buildVector(ConstantVector &vector, Instruction *before) {
  Value *built = PoisonValue::get(vector.getType());
  Type *indexType = Type::getInt32Ty(vector.getContext());
  for (unsigned lane = 0; lane < vector.getNumOperands(); ++lane)
    built = InsertElementInst::Create(built, vector.getOperand(lane),
                                      ConstantInt::get(indexType, lane), "", before->getIterator());
  return cast<Instruction>(built);
}

static bool containsExpression(const Constant *constant) {
  if (isa<ConstantExpr>(constant))
    return true;
  auto *vector = dyn_cast<ConstantVector>(constant);
  return vector && any_of(vector->operands(),
                          [](const Use &element) { return isa<ConstantExpr>(element.get()); });
}

/// The instructions made are returned for another look: their operands may be expressions again.
static void expandOperands(Instruction &inst, SmallVectorImpl<Instruction *> &worklist) {
  // A phi has one value for each block, also where an edge appears twice.
  SmallMapVector<std::pair<Instruction *, Constant *>, Instruction *, 4> made;
  for (Use &operand : inst.operands()) {
    auto *constant = dyn_cast<Constant>(operand.get());
    if (!constant || !containsExpression(constant))
      continue;
    Instruction *before = getInsertionPoint(inst, operand.getOperandNo());
    Instruction *&replacement = made[{before, constant}];
    if (!replacement) {
      if (auto *expression = dyn_cast<ConstantExpr>(constant)) {
        replacement = expression->getAsInstruction();
        replacement->insertBefore(before->getIterator());
      } else {
        replacement = buildVector(*cast<ConstantVector>(constant), before);
      }
      replacement->setDebugLoc(inst.getDebugLoc());
      for (Instruction *part = replacement; part;) {
        worklist.push_back(part);
        part = isa<InsertElementInst>(part) ? dyn_cast<Instruction>(part->getOperand(0)) : nullptr;
      }
    }
    operand.set(replacement);
  }
}

void expandConstantExpressions(Function &kernel) {
  SmallVector<Instruction *, 32> worklist;
  for (Instruction &inst : instructions(kernel))
    worklist.push_back(&inst);
  while (!worklist.empty())
    expandOperands(*worklist.pop_back_val(), worklist);
}

} // namespace tritonmetal::air
