//===- BitsOfVectors.cpp - Single bits out of long masks ------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// LLVM's optimiser sees the lowest bit of a byte as an element of a vector of bits, which
// may have 32 elements. AIR has no such vector; an integer of as many bits does as well:
//
//   %v = load <32 x i1>, ptr %p                   %v = load i32, ptr %p
//   %b = extractelement <32 x i1> %v, i64 8  ->   %s = lshr i32 %v, 8
//                                                 %b = trunc i32 %s to i1
//
//===----------------------------------------------------------------------===//

#include "Passes.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::air {

/// The integer that `mask` is made of; null if it is none, or has to be nothing else.
static Value *makeInteger(Instruction *mask, Type *integer) {
  IRBuilder<> b(mask);
  if (auto *cast = dyn_cast<BitCastInst>(mask))
    return b.CreateBitCast(cast->getOperand(0), integer);
  auto *load = dyn_cast<LoadInst>(mask);
  if (!load || !load->isSimple())
    return nullptr;
  LoadInst *whole = b.CreateAlignedLoad(integer, load->getPointerOperand(), load->getAlign());
  whole->copyMetadata(*load);
  return whole;
}

static void rewrite(Instruction *mask) {
  auto *type = cast<FixedVectorType>(mask->getType());
  SmallVector<ExtractElementInst *> users;
  for (User *user : mask->users()) {
    auto *extract = dyn_cast<ExtractElementInst>(user);
    if (!extract || !isa<ConstantInt>(extract->getIndexOperand()))
      return;
    users.push_back(extract);
  }
  Value *integer = makeInteger(mask, IntegerType::get(mask->getContext(), type->getNumElements()));
  if (!integer)
    return;
  for (ExtractElementInst *extract : users) {
    IRBuilder<> b(extract);
    Value *bit =
        b.CreateLShr(integer, cast<ConstantInt>(extract->getIndexOperand())->getZExtValue());
    extract->replaceAllUsesWith(b.CreateTrunc(bit, extract->getType()));
    extract->eraseFromParent();
  }
  mask->eraseFromParent();
}

void readBitsOfVectors(Function &kernel) {
  SmallVector<Instruction *> masks;
  for (Instruction &inst : instructions(kernel)) {
    auto *type = dyn_cast<FixedVectorType>(inst.getType());
    if (type && type->getElementType()->isIntegerTy(1) && type->getNumElements() > 4 &&
        isPowerOf2_32(type->getNumElements()) && type->getNumElements() <= 64)
      masks.push_back(&inst);
  }
  for (Instruction *mask : masks)
    rewrite(mask);
}

} // namespace tritonmetal::air
