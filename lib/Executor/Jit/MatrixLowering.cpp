//===- MatrixLowering.cpp - SIMD-group matrices as what a lane owns ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of an 8x8 matrix, <64 x T> in AIR, a lane owns the elements 0 and 1 (see Air/MatrixMath.h):
//
//   %c = phi <64 x float> [%zero], [%d]                 %c = phi <2 x float> [%zero], [%d]
//   %a = call <64 x half> @air.simdgroup_..._load(..)   %a = two loads of half
//   %d = call <64 x float> @..._multiply_accumulate     %d = call <2 x float> @..., of all lanes
//   %x = extractelement <64 x float> %d, i32 1          %x = extractelement <2 x float> %d, i32 1
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "../Air/MatrixMath.h"
#include "../Interpreter/Decoder.h"

#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

namespace {
class MatrixLowering {
public:
  explicit MatrixLowering(ThreadFunction &thread) : thread(thread), builder(thread.getContext()) {}

  void run();

private:
  static Type *getPairType(const Type *matrix) {
    return FixedVectorType::get(matrix->getScalarType(), fragmentElements);
  }
  /// The lane's part of a matrix; other values are what they are.
  Value *getPart(Value *value);
  bool concernsMatrices(const llvm::Instruction &inst) const;
  /// What takes the place of `inst`; null if it has no result.
  Value *lower(llvm::Instruction &inst);
  Value *lowerShuffle(ShuffleVectorInst &inst);
  Value *lowerCall(CallInst &call, const AirCall &air);
  Value *fill(CallInst &call, bool diagonal);
  Value *access(CallInst &call, bool isLoad);
  Value *retype(CallInst &call, const AirCall &air);
  Value *getRow();
  Value *getColumn(unsigned element);

  ThreadFunction &thread;
  IRBuilder<> builder;
  DenseMap<const Value *, Value *> parts;
  std::vector<std::pair<PHINode *, PHINode *>> phis;
};
} // namespace

Value *MatrixLowering::getPart(Value *value) {
  if (!isMatrix(value->getType()))
    return value;
  if (auto *constant = dyn_cast<Constant>(value)) {
    SmallVector<Constant *, fragmentElements> elements;
    for (unsigned i = 0; i < fragmentElements; ++i)
      elements.push_back(constant->getAggregateElement(i));
    return ConstantVector::get(elements);
  }
  return parts.lookup(value);
}

bool MatrixLowering::concernsMatrices(const llvm::Instruction &inst) const {
  const AirCall *air = thread.getAirCall(inst);
  return isMatrix(inst.getType()) || (air && air->operation == AirOperation::MatrixStore) ||
         llvm::any_of(inst.operands(), [](const Use &use) { return isMatrix(use->getType()); });
}

//===----------------------------------------------------------------------===//
// Positions: `getPositionIn8x8` of a lane that is not known yet
//===----------------------------------------------------------------------===//

/// ((lane >> 2) & 4) + ((lane >> 1) & 3)
Value *MatrixLowering::getRow() {
  Value *lane = builder.CreateURem(thread.getIndex(), builder.getInt32(numLanes));
  Value *upper = builder.CreateAnd(builder.CreateLShr(lane, 2), 4);
  Value *row = builder.CreateAdd(upper, builder.CreateAnd(builder.CreateLShr(lane, 1), 3));
  return builder.CreateZExt(row, builder.getInt64Ty());
}

/// 2 * ((lane >> 2) & 2) + 2 * (lane & 1) + element
Value *MatrixLowering::getColumn(unsigned element) {
  Value *lane = builder.CreateURem(thread.getIndex(), builder.getInt32(numLanes));
  Value *upper = builder.CreateAnd(builder.CreateLShr(lane, 1), 4);
  Value *column = builder.CreateAdd(upper, builder.CreateShl(builder.CreateAnd(lane, 1), 1));
  column = builder.CreateAdd(column, builder.getInt32(element));
  return builder.CreateZExt(column, builder.getInt64Ty());
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

Value *MatrixLowering::fill(CallInst &call, bool diagonal) {
  Value *value = call.getArgOperand(0);
  Value *result = Constant::getNullValue(getPairType(call.getType()));
  for (unsigned i = 0; i < fragmentElements; ++i) {
    Value *element = value;
    if (diagonal)
      element = builder.CreateSelect(builder.CreateICmpEQ(getRow(), getColumn(i)), value,
                                     Constant::getNullValue(value->getType()));
    result = builder.CreateInsertElement(result, element, i);
  }
  return result;
}

/// Element (r, c) is at pointer[(y + r) * strides.y + (x + c) * strides.x]. Before AIR 2.8 the
/// operands were the elements of a row, the origin, and whether to exchange r and c.
Value *MatrixLowering::access(CallInst &call, bool isLoad) {
  unsigned first = isLoad ? 0 : 1; // the pointer
  auto operand = [&](unsigned i) { return call.getArgOperand(first + i); };
  bool hasStrides = operand(1)->getType()->isVectorTy();
  Value *origin = operand(hasStrides ? 3 : 2);
  Value *inRow =
      hasStrides ? builder.CreateExtractElement(operand(2), uint64_t(0)) : builder.getInt64(1);
  Value *ofRows = hasStrides ? builder.CreateExtractElement(operand(2), 1) : operand(1);
  Value *transpose = hasStrides ? builder.getFalse() : operand(3);

  Type *element = (isLoad ? call.getType() : call.getArgOperand(0)->getType())->getScalarType();
  Align align(element->getScalarSizeInBits() / 8);
  Value *pair =
      isLoad ? Constant::getNullValue(getPairType(call.getType())) : getPart(call.getArgOperand(0));
  for (unsigned i = 0; i < fragmentElements; ++i) {
    Value *row = builder.CreateSelect(transpose, getColumn(i), getRow());
    Value *column = builder.CreateSelect(transpose, getRow(), getColumn(i));
    Value *y = builder.CreateAdd(builder.CreateExtractElement(origin, 1), row);
    Value *x = builder.CreateAdd(builder.CreateExtractElement(origin, uint64_t(0)), column);
    Value *index = builder.CreateAdd(builder.CreateMul(y, ofRows), builder.CreateMul(x, inRow));
    Value *address = builder.CreateGEP(element, operand(0), index);
    llvm::Instruction *access;
    if (isLoad) {
      access = builder.CreateAlignedLoad(element, address, align);
      pair = builder.CreateInsertElement(pair, access, i);
    } else {
      access = builder.CreateAlignedStore(builder.CreateExtractElement(pair, i), address, align);
    }
    thread.setSite(*access, thread.getSite(call));
  }
  return isLoad ? pair : nullptr;
}

/// The same call with parts in place of matrices.
Value *MatrixLowering::retype(CallInst &call, const AirCall &air) {
  SmallVector<Type *> types;
  SmallVector<Value *> operands;
  for (Value *operand : call.args()) {
    operands.push_back(getPart(operand));
    types.push_back(operands.back()->getType());
  }
  auto *type = FunctionType::get(getPairType(call.getType()), types, false);
  Function *callee = Function::Create(type, GlobalValue::ExternalLinkage,
                                      call.getCalledFunction()->getName(), *thread.module);
  thread.setAirCall(*callee, air);
  CallInst *result = builder.CreateCall(callee, operands);
  thread.setSite(*result, thread.getSite(call));
  return result;
}

Value *MatrixLowering::lowerCall(CallInst &call, const AirCall &air) {
  switch (air.operation) {
  case AirOperation::MatrixFill:
    return fill(call, /*diagonal=*/false);
  case AirOperation::MatrixDiagonal:
    return fill(call, /*diagonal=*/true);
  case AirOperation::MatrixLoad:
    return access(call, /*isLoad=*/true);
  case AirOperation::MatrixStore:
    return access(call, /*isLoad=*/false);
  default:
    return retype(call, air);
  }
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

bool keepsPart(const ShuffleVectorInst &inst) {
  const Type *from = inst.getOperand(0)->getType(), *to = inst.getType();
  auto isPair = [](const Type *type) {
    return cast<FixedVectorType>(type)->getNumElements() == fragmentElements;
  };
  return (isMatrix(from) || isMatrix(to)) && (isMatrix(from) || isPair(from)) &&
         (isMatrix(to) || isPair(to)) && inst.getMaskValue(0) == 0 && inst.getMaskValue(1) == 1;
}

/// Of vectors, matrices or both; elements that the lane does not own are not used.
Value *MatrixLowering::lowerShuffle(ShuffleVectorInst &inst) {
  if (keepsPart(inst))
    return getPart(inst.getOperand(0));
  int width = int(cast<FixedVectorType>(inst.getOperand(0)->getType())->getNumElements());
  Type *type = isMatrix(inst.getType()) ? getPairType(inst.getType()) : inst.getType();
  unsigned count = cast<FixedVectorType>(type)->getNumElements();
  Value *result = Constant::getNullValue(type);
  for (unsigned i = 0; i < count; ++i) {
    int source = inst.getMaskValue(i);
    if (source < 0)
      continue;
    Value *vector = getPart(inst.getOperand(source < width ? 0 : 1));
    result = builder.CreateInsertElement(
        result, builder.CreateExtractElement(vector, uint64_t(source % width)), i);
  }
  return result;
}

Value *MatrixLowering::lower(llvm::Instruction &inst) {
  if (const AirCall *air = thread.getAirCall(inst))
    return lowerCall(cast<CallInst>(inst), *air);
  if (auto *phi = dyn_cast<PHINode>(&inst)) {
    PHINode *part = builder.CreatePHI(getPairType(phi->getType()), phi->getNumIncomingValues());
    phis.push_back({phi, part});
    return part;
  }
  if (auto *shuffle = dyn_cast<ShuffleVectorInst>(&inst))
    return lowerShuffle(*shuffle);
  if (auto *load = dyn_cast<LoadInst>(&inst)) {
    auto *part = builder.CreateAlignedLoad(getPairType(inst.getType()), load->getPointerOperand(),
                                           load->getAlign());
    thread.setSite(*part, thread.getSite(inst));
    return part;
  }
  // The others do with two elements what they did with 64.
  llvm::Instruction *part = inst.clone();
  for (Use &operand : part->operands())
    operand.set(getPart(operand));
  if (isMatrix(inst.getType()))
    part->mutateType(getPairType(inst.getType()));
  return builder.Insert(part);
}

void MatrixLowering::run() {
  std::vector<llvm::Instruction *> replaced;
  ReversePostOrderTraversal<Function *> blocks(&thread.get());
  for (BasicBlock *block : blocks)
    for (llvm::Instruction &inst : *block)
      if (concernsMatrices(inst))
        replaced.push_back(&inst);
  for (llvm::Instruction *inst : replaced) {
    builder.SetInsertPoint(inst);
    Value *part = lower(*inst);
    parts[inst] = part;
    if (!isMatrix(inst->getType()) && !inst->getType()->isVoidTy())
      inst->replaceAllUsesWith(part);
  }
  for (auto [phi, part] : phis)
    for (unsigned i = 0; i < phi->getNumIncomingValues(); ++i)
      part->addIncoming(getPart(phi->getIncomingValue(i)), phi->getIncomingBlock(i));
  for (llvm::Instruction *inst : replaced)
    inst->dropAllReferences();
  for (llvm::Instruction *inst : replaced)
    inst->eraseFromParent();
}

void lowerMatrices(ThreadFunction &thread) { MatrixLowering(thread).run(); }

} // namespace tritonmetal::executor::jit
