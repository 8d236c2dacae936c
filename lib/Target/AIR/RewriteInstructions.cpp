//===- RewriteInstructions.cpp - Instructions in AIR's form ---------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   sitofp i32 %i to float                 call float @air.convert.f.f32.s.i32(i32 %i)
//   sitofp i32 %i to bfloat                fptrunc (air.convert.f.f32.s.i32 %i) to bfloat
//   fpext <2 x half> %v to <2 x float>     element by element; GPUs miscompile the vector form
//   frem float %x, %y                      call float @air.fmod.f32(float %x, float %y)
//   load i1, store i1                      of i8, a whole byte of 0 or 1
//   shufflevector of <64 x T>              extracts and inserts of the elements that move: the
//                                          other ones belong to other lanes
//   getelementptr i8 of getelementptr i8   one of the sum; chains of bytes are miscompiled
//   alloca in a loop                       in the entry block
//   unreachable                            ret void
//
//===----------------------------------------------------------------------===//

#include "Diagnostics.h"
#include "IntrinsicExpansion.h"
#include "Passes.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace tritonmetal::air {

/// Elements of a SIMD-group matrix value: 8 x 8, two of them in each lane.
static constexpr unsigned matrixElements = 64;

namespace {
class InstructionRewriter {
public:
  InstructionRewriter(Function &kernel, Version air)
      : kernel(kernel), builder(kernel.getContext()), expansion(builder, air) {}

  void run();

private:
  /// The replacement, or null to leave the instruction alone.
  Value *rewrite(Instruction &inst);
  Value *rewriteCast(CastInst &cast);
  Value *rewriteElements(Instruction &inst);
  Value *convert(CastInst &cast, Value *source, Type *type);
  Value *convertToInteger(bool isSigned, Value *source, Type *type);
  Value *convertToFloat(bool isSigned, Value *source, Type *type);
  Value *rewriteRemainder(Value *left, Value *right);
  Value *rewriteLoad(LoadInst &load);
  void rewriteStore(StoreInst &store);
  Value *rewriteShuffle(ShuffleVectorInst &shuffle);
  Value *mergeByteOffsets(GetElementPtrInst &gep);
  void moveToEntry(AllocaInst &alloca);

  Function &kernel;
  IRBuilder<> builder;
  IntrinsicExpansion expansion;
};
} // namespace

//===----------------------------------------------------------------------===//
// Casts and remainders
//===----------------------------------------------------------------------===//

/// Conversion of a scalar between integer and floating point.
Value *InstructionRewriter::convert(CastInst &cast, Value *source, Type *type) {
  switch (cast.getOpcode()) {
  case Instruction::FPToSI:
  case Instruction::FPToUI:
    return convertToInteger(cast.getOpcode() == Instruction::FPToSI, source, type);
  case Instruction::SIToFP:
  case Instruction::UIToFP:
    return convertToFloat(cast.getOpcode() == Instruction::SIToFP, source, type);
  case Instruction::PtrToAddr:
    return builder.CreatePtrToInt(source, type);
  default: // fpext, fptrunc of an element
    return builder.CreateCast(cast.getOpcode(), source, type);
  }
}

Value *InstructionRewriter::convertToInteger(bool isSigned, Value *source, Type *type) {
  if (source->getType()->isBFloatTy())
    source = builder.CreateFPExt(source, builder.getFloatTy());
  if (type->isIntegerTy(1)) // only 0 and 1 (or -1) have a defined result
    return builder.CreateTrunc(convertToInteger(true, source, builder.getInt32Ty()), type);
  return expansion.call("air.convert." + getTypeSuffix(type, isSigned ? 's' : 'u') + "." +
                            getTypeSuffix(source->getType(), 'f'),
                        source);
}

Value *InstructionRewriter::convertToFloat(bool isSigned, Value *source, Type *type) {
  if (source->getType()->isIntegerTy(1))
    return builder.CreateSelect(source, ConstantFP::get(type, isSigned ? -1.0 : 1.0),
                                ConstantFP::get(type, 0.0));
  Type *target = type->isBFloatTy() ? builder.getFloatTy() : type;
  Value *result = expansion.call("air.convert." + getTypeSuffix(target, 'f') + "." +
                                     getTypeSuffix(source->getType(), isSigned ? 's' : 'u'),
                                 source);
  return target == type ? result : builder.CreateFPTrunc(result, type);
}

Value *InstructionRewriter::rewriteCast(CastInst &cast) {
  Instruction::CastOps opcode = cast.getOpcode();
  bool vector = cast.getType()->isVectorTy();
  bool concerned = opcode == Instruction::FPToSI || opcode == Instruction::FPToUI ||
                   opcode == Instruction::SIToFP || opcode == Instruction::UIToFP ||
                   opcode == Instruction::PtrToAddr ||
                   (vector && (opcode == Instruction::FPExt || opcode == Instruction::FPTrunc));
  if (!concerned)
    return nullptr;
  return vector ? rewriteElements(cast) : convert(cast, cast.getOperand(0), cast.getType());
}

/// frem is C's fmod, which is exact; so is the way through float for bfloat.
Value *InstructionRewriter::rewriteRemainder(Value *left, Value *right) {
  Type *type = left->getType();
  if (!type->isBFloatTy())
    return expansion.call("air.fmod." + getTypeSuffix(type), {left, right});
  Value *result =
      expansion.call("air.fmod.f32", {builder.CreateFPExt(left, builder.getFloatTy()),
                                      builder.CreateFPExt(right, builder.getFloatTy())});
  return builder.CreateFPTrunc(result, type);
}

/// A cast or remainder of vectors, element by element.
Value *InstructionRewriter::rewriteElements(Instruction &inst) {
  auto *type = cast<FixedVectorType>(inst.getType());
  Value *result = PoisonValue::get(type);
  for (unsigned lane = 0; lane < type->getNumElements(); ++lane) {
    Value *first = builder.CreateExtractElement(inst.getOperand(0), lane);
    Value *element =
        isa<CastInst>(inst)
            ? convert(cast<CastInst>(inst), first, type->getElementType())
            : rewriteRemainder(first, builder.CreateExtractElement(inst.getOperand(1), lane));
    result = builder.CreateInsertElement(result, element, lane);
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

Value *InstructionRewriter::rewriteLoad(LoadInst &load) {
  if (!load.getType()->isIntegerTy(1))
    return nullptr;
  Value *byte = builder.CreateAlignedLoad(builder.getInt8Ty(), load.getPointerOperand(),
                                          load.getAlign(), load.isVolatile());
  return builder.CreateTrunc(byte, load.getType());
}

void InstructionRewriter::rewriteStore(StoreInst &store) {
  if (!store.getValueOperand()->getType()->isIntegerTy(1))
    return;
  Value *byte = builder.CreateZExt(store.getValueOperand(), builder.getInt8Ty());
  builder.CreateAlignedStore(byte, store.getPointerOperand(), store.getAlign(), store.isVolatile());
  store.eraseFromParent();
}

static bool isByteOffset(const GetElementPtrInst &gep) {
  return gep.getSourceElementType()->isIntegerTy(8) && gep.getNumIndices() == 1;
}

Value *InstructionRewriter::mergeByteOffsets(GetElementPtrInst &gep) {
  auto *base = dyn_cast<GetElementPtrInst>(gep.getPointerOperand());
  if (!base || !isByteOffset(gep) || !isByteOffset(*base))
    return nullptr;
  Value *first = base->getOperand(1), *second = gep.getOperand(1);
  Type *offset = builder.getInt64Ty();
  Value *sum = builder.CreateAdd(builder.CreateSExtOrTrunc(first, offset),
                                 builder.CreateSExtOrTrunc(second, offset));
  bool inBounds = gep.isInBounds() && base->isInBounds();
  return builder.CreateGEP(gep.getSourceElementType(), base->getPointerOperand(), sum, "",
                           inBounds ? GEPNoWrapFlags::inBounds() : GEPNoWrapFlags::none());
}

void InstructionRewriter::moveToEntry(AllocaInst &alloca) {
  BasicBlock &entry = kernel.getEntryBlock();
  if (alloca.getParent() != &entry && isa<ConstantInt>(alloca.getArraySize()))
    alloca.moveBefore(entry, entry.getFirstInsertionPt());
}

//===----------------------------------------------------------------------===//
// Matrices
//===----------------------------------------------------------------------===//

/// shufflevector %a, %b, <64, 1, 2, ..., 63>  ->  insertelement %a, (extractelement %b, 0), 0
Value *InstructionRewriter::rewriteShuffle(ShuffleVectorInst &shuffle) {
  auto *source = cast<FixedVectorType>(shuffle.getOperand(0)->getType());
  auto *type = cast<FixedVectorType>(shuffle.getType());
  if (source->getNumElements() != matrixElements && type->getNumElements() != matrixElements)
    return nullptr;
  ArrayRef<int> mask = shuffle.getShuffleMask();
  int count = source->getNumElements();
  auto countKept = [&](int offset) {
    unsigned kept = 0;
    for (auto [lane, from] : enumerate(mask))
      kept += from == int(lane) + offset;
    return kept;
  };
  bool sameType = source == type;
  int offset = sameType && countKept(count) > countKept(0) ? count : 0;
  Value *result = sameType ? shuffle.getOperand(offset / count) : PoisonValue::get(type);
  for (auto [lane, from] : enumerate(mask)) {
    if (from < 0 || (sameType && from == int(lane) + offset))
      continue;
    Value *element = builder.CreateExtractElement(shuffle.getOperand(from / count), from % count);
    result = builder.CreateInsertElement(result, element, lane);
  }
  return result;
}

Value *InstructionRewriter::rewrite(Instruction &inst) {
  if (auto *cast = dyn_cast<CastInst>(&inst))
    return rewriteCast(*cast);
  if (auto *load = dyn_cast<LoadInst>(&inst))
    return rewriteLoad(*load);
  if (auto *gep = dyn_cast<GetElementPtrInst>(&inst))
    return mergeByteOffsets(*gep);
  if (auto *shuffle = dyn_cast<ShuffleVectorInst>(&inst))
    return rewriteShuffle(*shuffle);
  if (inst.getOpcode() == Instruction::FRem)
    return inst.getType()->isVectorTy() ? rewriteElements(inst)
                                        : rewriteRemainder(inst.getOperand(0), inst.getOperand(1));
  return nullptr;
}

void InstructionRewriter::run() {
  for (BasicBlock &block : kernel) {
    for (Instruction &inst : make_early_inc_range(block)) {
      builder.SetInsertPoint(&inst);
      builder.setFastMathFlags(isa<FPMathOperator>(inst) ? inst.getFastMathFlags()
                                                         : FastMathFlags());
      if (auto *alloca = dyn_cast<AllocaInst>(&inst)) {
        moveToEntry(*alloca);
      } else if (auto *store = dyn_cast<StoreInst>(&inst)) {
        rewriteStore(*store);
      } else if (isa<UnreachableInst>(inst)) {
        builder.CreateRetVoid();
        inst.eraseFromParent();
      } else if (Value *replacement = rewrite(inst)) {
        inst.replaceAllUsesWith(replacement);
        RecursivelyDeleteTriviallyDeadInstructions(&inst);
      }
    }
  }
}

void rewriteInstructions(Function &kernel, Version air) { InstructionRewriter(kernel, air).run(); }

} // namespace tritonmetal::air
