//===- UndefinedLowering.cpp - Results where LLVM leaves them open ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The interpreter has a result for everything (IntegerOps.h, Vectors.cpp); so has this:
//
//   undef, poison           zero
//   %s = shl i32 %a, %n     select (icmp ult %n, 32), (shl %a, (and %n, 31)), 0
//   %q = udiv i32 %a, %b    select (icmp eq %b, 0), -1, (udiv %a, (select (icmp eq %b, 0), 1, %b))
//
// Guards that LLVM can see through are not made.
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/Support/KnownBits.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

static Constant *replaceUndefined(Constant *constant) {
  Type *type = constant->getType();
  if (isa<UndefValue>(constant))
    return type->isTokenTy() ? constant : Constant::getNullValue(type);
  if (!isa<ConstantAggregate>(constant))
    return constant;
  SmallVector<Constant *> elements;
  for (Use &element : constant->operands())
    elements.push_back(replaceUndefined(cast<Constant>(element)));
  if (auto *structure = dyn_cast<StructType>(type))
    return ConstantStruct::get(structure, elements);
  return type->isArrayTy() ? ConstantArray::get(cast<ArrayType>(type), elements)
                           : ConstantVector::get(elements);
}

/// Elements of a shuffle that come from nowhere are zero: those of another zero vector.
static void replaceUndefinedElements(ShuffleVectorInst &shuffle) {
  if (!llvm::is_contained(shuffle.getShuffleMask(), PoisonMaskElem))
    return;
  SmallVector<int> mask(shuffle.getShuffleMask());
  SmallVector<int> fill;
  for (int i = 0, size = int(mask.size()); i < size; ++i) {
    bool undefined = mask[i] == PoisonMaskElem;
    fill.push_back(undefined ? size : i);
    mask[i] = undefined ? 0 : mask[i];
  }
  shuffle.setShuffleMask(mask);
  IRBuilder<> builder(shuffle.getNextNode());
  auto *filled = cast<Instruction>(builder.Insert(
      new ShuffleVectorInst(&shuffle, Constant::getNullValue(shuffle.getType()), fill)));
  shuffle.replaceUsesWithIf(filled, [&](Use &use) { return use.getUser() != filled; });
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

namespace {
class IntegerLowering {
public:
  IntegerLowering(BinaryOperator &inst, const DataLayout &layout)
      : inst(inst), builder(&inst), type(inst.getType()), a(inst.getOperand(0)),
        b(inst.getOperand(1)), known(computeKnownBits(b, layout)) {}

  /// What takes the place of the instruction; null if it may stay.
  Value *lower() {
    switch (inst.getOpcode()) {
    case llvm::Instruction::Shl:
    case llvm::Instruction::LShr:
    case llvm::Instruction::AShr:
      return lowerShift();
    case llvm::Instruction::UDiv:
    case llvm::Instruction::URem:
      return known.isNonZero() ? nullptr : lowerDivision(/*isSigned=*/false);
    case llvm::Instruction::SDiv:
    case llvm::Instruction::SRem:
      return known.isNonZero() && !known.Zero.isZero() ? nullptr : lowerDivision(/*isSigned=*/true);
    default:
      return nullptr;
    }
  }

private:
  Value *lowerShift() {
    unsigned bits = type->getScalarSizeInBits();
    if (known.getMaxValue().ult(bits))
      return nullptr;
    Value *last = ConstantInt::get(type, bits - 1);
    Value *inRange = builder.CreateICmpULE(b, last);
    Value *amount = builder.CreateSelect(inRange, b, last);
    Value *shifted = builder.CreateBinOp(inst.getOpcode(), a, amount);
    if (inst.getOpcode() == llvm::Instruction::AShr)
      return shifted;
    return builder.CreateSelect(inRange, shifted, Constant::getNullValue(type));
  }

  /// A divisor of -1 overflows for the least number; it negates.
  Value *lowerDivision(bool isSigned) {
    bool isRemainder =
        inst.getOpcode() == llvm::Instruction::URem || inst.getOpcode() == llvm::Instruction::SRem;
    Value *zero = Constant::getNullValue(type), *one = ConstantInt::get(type, 1);
    Value *isZero = builder.CreateICmpEQ(b, zero);
    Value *isMinusOne = builder.CreateICmpEQ(b, Constant::getAllOnesValue(type));
    Value *unsafe = isSigned ? builder.CreateOr(isZero, isMinusOne) : isZero;
    Value *divisor = builder.CreateSelect(unsafe, one, b);
    Value *result = builder.CreateBinOp(inst.getOpcode(), a, divisor);
    if (isSigned)
      result = builder.CreateSelect(isMinusOne, isRemainder ? zero : builder.CreateNeg(a), result);
    return builder.CreateSelect(isZero, isRemainder ? a : Constant::getAllOnesValue(type), result);
  }

  BinaryOperator &inst;
  IRBuilder<> builder;
  Type *type;
  Value *a, *b;
  KnownBits known;
};
} // namespace

//===----------------------------------------------------------------------===//
// Positions in vectors
//===----------------------------------------------------------------------===//

static unsigned getNumElements(const Value *vector) {
  return cast<FixedVectorType>(vector->getType())->getNumElements();
}

/// Past the end, extraction gives the first element and insertion changes nothing.
static void limitExtraction(ExtractElementInst &inst) {
  Value *index = inst.getIndexOperand();
  if (isa<ConstantInt>(index))
    return;
  IRBuilder<> builder(&inst);
  Value *inRange = builder.CreateICmpULT(
      index, ConstantInt::get(index->getType(), getNumElements(inst.getVectorOperand())));
  inst.setOperand(1,
                  builder.CreateSelect(inRange, index, Constant::getNullValue(index->getType())));
}

static void limitInsertion(InsertElementInst &inst) {
  Value *index = inst.getOperand(2);
  if (isa<ConstantInt>(index))
    return;
  IRBuilder<> builder(&inst);
  Value *inRange =
      builder.CreateICmpULT(index, ConstantInt::get(index->getType(), getNumElements(&inst)));
  inst.setOperand(2,
                  builder.CreateSelect(inRange, index, Constant::getNullValue(index->getType())));
  builder.SetInsertPoint(inst.getNextNode());
  auto *chosen = cast<Instruction>(builder.CreateSelect(inRange, &inst, inst.getOperand(0)));
  inst.replaceUsesWithIf(chosen, [&](Use &use) { return use.getUser() != chosen; });
}

void lowerUndefined(ThreadFunction &thread) {
  std::vector<llvm::Instruction *> insts;
  for (llvm::Instruction &inst : instructions(thread.get()))
    insts.push_back(&inst);
  for (llvm::Instruction *inst : insts) {
    for (Use &operand : inst->operands())
      if (auto *constant = dyn_cast<Constant>(operand))
        operand.set(replaceUndefined(constant));
    if (auto *shuffle = dyn_cast<ShuffleVectorInst>(inst)) {
      replaceUndefinedElements(*shuffle);
    } else if (auto *extract = dyn_cast<ExtractElementInst>(inst)) {
      limitExtraction(*extract);
    } else if (auto *insert = dyn_cast<InsertElementInst>(inst)) {
      limitInsertion(*insert);
    } else if (auto *binary = dyn_cast<BinaryOperator>(inst);
               binary && inst->getType()->isIntOrIntVectorTy()) {
      if (Value *value = IntegerLowering(*binary, thread.module->getDataLayout()).lower()) {
        binary->replaceAllUsesWith(value);
        binary->eraseFromParent();
      }
    }
  }
}

} // namespace tritonmetal::executor::jit
