//===- WidenedVectors.cpp - Vectors as wide as a matrix that are none ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WidenedVectors.h"

#include "../Interpreter/Decoder.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::executor {

/// The element, from the vector that it was in first.
static Value *follow(IRBuilder<> &builder, Value *vector, unsigned index) {
  while (true) {
    if (auto *shuffle = dyn_cast<ShuffleVectorInst>(vector)) {
      int source = shuffle->getMaskValue(index);
      if (source < 0)
        return PoisonValue::get(vector->getType()->getScalarType());
      auto width = int(cast<FixedVectorType>(shuffle->getOperand(0)->getType())->getNumElements());
      vector = shuffle->getOperand(source < width ? 0 : 1);
      index = unsigned(source % width);
      continue;
    }
    auto *insert = dyn_cast<InsertElementInst>(vector);
    auto *position = insert ? dyn_cast<ConstantInt>(insert->getOperand(2)) : nullptr;
    if (!position)
      return builder.CreateExtractElement(vector, uint64_t(index));
    if (position->getValue() == index)
      return insert->getOperand(1);
    vector = insert->getOperand(0);
  }
}

static bool isBeyond(const Value *vector, unsigned index) {
  return isMatrix(vector->getType()) && index >= fragmentElements;
}

/// Elements of the result that a lane holds.
static unsigned countOwn(const ShuffleVectorInst &shuffle) {
  return isMatrix(shuffle.getType()) ? fragmentElements
                                     : cast<FixedVectorType>(shuffle.getType())->getNumElements();
}

static bool readsBeyond(const ShuffleVectorInst &shuffle) {
  int width = int(cast<FixedVectorType>(shuffle.getOperand(0)->getType())->getNumElements());
  return any_of(shuffle.getShuffleMask().take_front(countOwn(shuffle)), [&](int source) {
    return source >= 0 && isBeyond(shuffle.getOperand(0), unsigned(source % width));
  });
}

static Value *rebuild(ShuffleVectorInst &shuffle) {
  IRBuilder<> builder(&shuffle);
  Value *result = PoisonValue::get(shuffle.getType());
  for (unsigned i = 0; i < countOwn(shuffle); ++i) {
    Value *element = follow(builder, &shuffle, i);
    if (!isa<PoisonValue>(element))
      result = builder.CreateInsertElement(result, element, uint64_t(i));
  }
  return result;
}

void lookThroughWidenedVectors(Function &function) {
  for (Instruction &inst : make_early_inc_range(instructions(function))) {
    Value *replacement = nullptr;
    if (auto *shuffle = dyn_cast<ShuffleVectorInst>(&inst)) {
      if (readsBeyond(*shuffle))
        replacement = rebuild(*shuffle);
    } else if (auto *extract = dyn_cast<ExtractElementInst>(&inst)) {
      auto *position = dyn_cast<ConstantInt>(extract->getIndexOperand());
      if (position && position->getValue().ult(matrixElements) &&
          isBeyond(extract->getVectorOperand(), unsigned(position->getZExtValue()))) {
        IRBuilder<> builder(extract);
        replacement =
            follow(builder, extract->getVectorOperand(), unsigned(position->getZExtValue()));
      }
    }
    if (!replacement)
      continue;
    inst.replaceAllUsesWith(replacement);
    inst.eraseFromParent();
  }
}

} // namespace tritonmetal::executor
