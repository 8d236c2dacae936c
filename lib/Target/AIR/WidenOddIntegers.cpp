//===- WidenOddIntegers.cpp - i4 in i8, i24 in i32 ------------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// LLVM's optimiser may look at four comparisons as one i4, for which AIR has no type, nor a cast
// from <4 x i1>. Every value of an odd width gets a wide twin with zeros above:
//
//   %m = bitcast <2 x i1> %v to i2           %m = (zext %v[1] to i8) << 1 | zext %v[0] to i8
//   %n = add i2 %m, 1                   ->   %n = (%m + 1) & 3
//   %c = icmp slt i2 %n, 0                   %c = icmp slt i8 (ashr (shl %n, 6), 6), 0
//
// Likewise at two bytes, of which each lowest bit counts, as a vector of 16 i1, in a cast or in
// memory: as the bytes that they are.
//
//===----------------------------------------------------------------------===//

#include "Diagnostics.h"
#include "Passes.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace tritonmetal::air {

static bool isOdd(Type *type) {
  if (!type->isIntegerTy() || type->isIntegerTy(1))
    return false;
  unsigned width = type->getIntegerBitWidth();
  return width < 8 || !isPowerOf2_32(width);
}

static bool isMask(Type *type) {
  return type->isVectorTy() && type->getScalarType()->isIntegerTy(1);
}

/// A bit cast between numbers and a vector of i1, whatever the width.
static bool isMaskCast(const Instruction &inst) {
  return isa<BitCastInst>(inst) && isMask(inst.getType()) != isMask(inst.getOperand(0)->getType());
}

/// Whole bytes in memory, as a vector of i1.
static bool isMaskLoad(const Instruction &inst) {
  auto *type = dyn_cast<FixedVectorType>(inst.getType());
  return isa<LoadInst>(inst) && type && isMask(type) && type->getNumElements() % 8 == 0;
}

namespace {
class Widening {
public:
  explicit Widening(Function &kernel) : kernel(kernel), b(kernel.getContext()) {}

  Error run();

private:
  Error widen(Instruction &inst);
  Value *rewrite(Instruction &inst);
  Value *rewriteBinary(BinaryOperator &inst);
  Value *rewriteCast(CastInst &inst);
  Type *integersOf(Type *numbers);
  Value *rewriteMaskCast(Instruction &inst);
  Value *rewriteMaskLoad(LoadInst &load);
  Value *splitIntoBits(Value *numbers, FixedVectorType *mask);
  Value *joinBits(Value *mask, unsigned first, unsigned count, Type *type);
  Value *rewriteSwitch(SwitchInst &inst);
  void completePhis();

  static IntegerType *wideType(Type *odd);
  Value *zeroExtended(Value *value);
  Value *signExtended(Value *value);
  Value *masked(Value *wide, Type *odd);

  Function &kernel;
  IRBuilder<> b;
  MapVector<Instruction *, Value *> twins;
  SmallVector<Instruction *, 16> dead;
};
} // namespace

IntegerType *Widening::wideType(Type *odd) {
  unsigned width = std::max<unsigned>(8, PowerOf2Ceil(odd->getIntegerBitWidth()));
  return IntegerType::get(odd->getContext(), width);
}

/// The twin of an odd value; other values are their own.
Value *Widening::zeroExtended(Value *value) {
  if (!isOdd(value->getType()))
    return value;
  if (auto *inst = dyn_cast<Instruction>(value))
    return twins.lookup(inst);
  IntegerType *type = wideType(value->getType());
  if (auto *number = dyn_cast<ConstantInt>(value))
    return ConstantInt::get(type, number->getZExtValue());
  return ConstantInt::get(type, 0); // undef, poison
}

Value *Widening::signExtended(Value *value) {
  Value *wide = zeroExtended(value);
  if (wide == value)
    return value;
  unsigned unused = wide->getType()->getIntegerBitWidth() - value->getType()->getIntegerBitWidth();
  return b.CreateAShr(b.CreateShl(wide, unused), unused);
}

Value *Widening::masked(Value *wide, Type *odd) {
  APInt mask =
      APInt::getLowBitsSet(wide->getType()->getIntegerBitWidth(), odd->getIntegerBitWidth());
  return b.CreateAnd(wide, b.getInt(mask));
}

Value *Widening::rewriteBinary(BinaryOperator &inst) {
  bool isSigned = inst.getOpcode() == Instruction::SDiv || inst.getOpcode() == Instruction::SRem ||
                  inst.getOpcode() == Instruction::AShr;
  Value *left = isSigned ? signExtended(inst.getOperand(0)) : zeroExtended(inst.getOperand(0));
  bool signedRight = isSigned && inst.getOpcode() != Instruction::AShr;
  Value *right = signedRight ? signExtended(inst.getOperand(1)) : zeroExtended(inst.getOperand(1));
  return masked(b.CreateBinOp(inst.getOpcode(), left, right), inst.getType());
}

/// Casts where one side or both are odd.
Value *Widening::rewriteCast(CastInst &inst) {
  Type *type = isOdd(inst.getType()) ? wideType(inst.getType()) : inst.getType();
  Value *source = inst.getOperand(0);
  Value *result = nullptr;
  switch (inst.getOpcode()) {
  case Instruction::Trunc:
  case Instruction::ZExt:
    result = b.CreateZExtOrTrunc(zeroExtended(source), type);
    break;
  case Instruction::SExt:
    result = b.CreateSExtOrTrunc(signExtended(source), type);
    break;
  case Instruction::UIToFP:
  case Instruction::FPToUI:
  case Instruction::FPToSI:
  case Instruction::PtrToInt:
  case Instruction::IntToPtr:
    result = b.CreateCast(inst.getOpcode(), zeroExtended(source), type);
    break;
  case Instruction::SIToFP:
    result = b.CreateSIToFP(signExtended(source), type);
    break;
  default:
    return nullptr;
  }
  return type == inst.getType() ? result : masked(result, inst.getType());
}

/// Bit by bit out of an integer, or out of the integers of a vector, the first one lowest.
Value *Widening::splitIntoBits(Value *numbers, FixedVectorType *mask) {
  auto *vector = dyn_cast<FixedVectorType>(numbers->getType());
  unsigned width = vector ? vector->getScalarSizeInBits() : mask->getNumElements();
  Value *result = PoisonValue::get(mask);
  for (unsigned lane = 0; lane < mask->getNumElements(); ++lane) {
    Value *number = vector ? b.CreateExtractElement(numbers, lane / width) : numbers;
    Value *bit = b.CreateTrunc(b.CreateLShr(number, lane % width), b.getInt1Ty());
    result = b.CreateInsertElement(result, bit, lane);
  }
  return result;
}

Value *Widening::joinBits(Value *mask, unsigned first, unsigned count, Type *type) {
  Value *result = ConstantInt::get(type, 0);
  for (unsigned lane = 0; lane < count; ++lane)
    result = b.CreateOr(
        result, b.CreateShl(b.CreateZExt(b.CreateExtractElement(mask, first + lane), type), lane));
  return result;
}

/// The integers in a mask's place: the numbers' own type but for floats and odd widths.
Type *Widening::integersOf(Type *numbers) {
  if (auto *vector = dyn_cast<FixedVectorType>(numbers))
    return VectorType::getInteger(vector);
  return isOdd(numbers) ? wideType(numbers) : b.getIntNTy(numbers->getScalarSizeInBits());
}

Value *Widening::rewriteMaskCast(Instruction &inst) {
  Value *source = inst.getOperand(0);
  bool toMask = isMask(inst.getType());
  auto *mask = cast<FixedVectorType>(toMask ? inst.getType() : source->getType());
  Type *numbers = toMask ? source->getType() : inst.getType();
  auto *vector = dyn_cast<FixedVectorType>(numbers);
  if (vector ? isOdd(vector->getElementType()) : mask->getNumElements() > 64)
    return nullptr;
  Type *integers = integersOf(numbers);
  if (toMask)
    return splitIntoBits(b.CreateBitCast(zeroExtended(source), integers), mask);
  if (!vector) {
    Value *joined = joinBits(source, 0, mask->getNumElements(), integers);
    return isOdd(numbers) ? joined : b.CreateBitCast(joined, numbers);
  }
  unsigned width = integers->getScalarSizeInBits();
  Value *result = PoisonValue::get(integers);
  for (unsigned i = 0; i < vector->getNumElements(); ++i)
    result = b.CreateInsertElement(
        result, joinBits(source, i * width, width, integers->getScalarType()), i);
  return b.CreateBitCast(result, numbers);
}

Value *Widening::rewriteMaskLoad(LoadInst &load) {
  auto *mask = cast<FixedVectorType>(load.getType());
  auto *bytes = FixedVectorType::get(b.getInt8Ty(), mask->getNumElements() / 8);
  return splitIntoBits(
      b.CreateAlignedLoad(bytes, load.getPointerOperand(), load.getAlign(), load.isVolatile()),
      mask);
}

Value *Widening::rewriteSwitch(SwitchInst &inst) {
  auto *wide =
      b.CreateSwitch(zeroExtended(inst.getCondition()), inst.getDefaultDest(), inst.getNumCases());
  for (auto handle : inst.cases())
    wide->addCase(cast<ConstantInt>(zeroExtended(handle.getCaseValue())),
                  handle.getCaseSuccessor());
  return wide;
}

/// The twin or replacement, or null for what no odd value may do (be in memory, be passed on).
Value *Widening::rewrite(Instruction &inst) {
  if (isMaskCast(inst))
    return rewriteMaskCast(inst);
  if (isMaskLoad(inst))
    return rewriteMaskLoad(cast<LoadInst>(inst));
  if (auto *binary = dyn_cast<BinaryOperator>(&inst))
    return rewriteBinary(*binary);
  if (auto *cast = dyn_cast<CastInst>(&inst))
    return rewriteCast(*cast);
  if (auto *branch = dyn_cast<SwitchInst>(&inst))
    return rewriteSwitch(*branch);
  if (auto *phi = dyn_cast<PHINode>(&inst))
    return b.CreatePHI(wideType(phi->getType()), phi->getNumIncomingValues());
  if (auto *select = dyn_cast<SelectInst>(&inst))
    return b.CreateSelect(select->getCondition(), zeroExtended(select->getTrueValue()),
                          zeroExtended(select->getFalseValue()));
  if (isa<FreezeInst>(inst))
    return b.CreateFreeze(zeroExtended(inst.getOperand(0)));
  if (auto *compare = dyn_cast<ICmpInst>(&inst)) {
    bool isSigned = compare->isSigned();
    Value *left = isSigned ? signExtended(inst.getOperand(0)) : zeroExtended(inst.getOperand(0));
    Value *right = isSigned ? signExtended(inst.getOperand(1)) : zeroExtended(inst.getOperand(1));
    return b.CreateICmp(compare->getPredicate(), left, right);
  }
  return nullptr;
}

Error Widening::widen(Instruction &inst) {
  bool odd = isOdd(inst.getType());
  bool concerned =
      odd || isMaskCast(inst) || isMaskLoad(inst) ||
      any_of(inst.operands(), [](const Use &operand) { return isOdd(operand->getType()); });
  if (!concerned)
    return Error::success();
  b.SetInsertPoint(&inst);
  Value *replacement = rewrite(inst);
  if (!replacement)
    return makeError(inst,
                     explainType(odd ? inst.getType() : inst.getOperand(0)->getType(), false) +
                         ", in '" + inst.getOpcodeName() + "'");
  if (odd)
    twins[&inst] = replacement;
  else if (!inst.getType()->isVoidTy())
    inst.replaceAllUsesWith(replacement);
  dead.push_back(&inst);
  return Error::success();
}

void Widening::completePhis() {
  for (auto [inst, twin] : twins)
    if (auto *phi = dyn_cast<PHINode>(inst))
      for (auto [value, block] : zip(phi->incoming_values(), phi->blocks()))
        cast<PHINode>(twin)->addIncoming(zeroExtended(value), block);
}

Error Widening::run() {
  SmallVector<Instruction *, 64> worklist;
  for (BasicBlock *block : ReversePostOrderTraversal<Function *>(&kernel))
    for (Instruction &inst : *block)
      worklist.push_back(&inst);
  for (Instruction *inst : worklist)
    if (Error error = widen(*inst))
      return error;
  completePhis();
  for (Instruction *inst : dead) {
    if (!inst->use_empty())
      inst->replaceAllUsesWith(PoisonValue::get(inst->getType()));
    inst->eraseFromParent();
  }
  return Error::success();
}

Error widenOddIntegers(Function &kernel) { return Widening(kernel).run(); }

} // namespace tritonmetal::air
