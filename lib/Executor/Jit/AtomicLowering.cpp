//===- AtomicLowering.cpp - Atomic operations of several host threads ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AtomicLowering.h"

#include "Numbers.h"

#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

static constexpr AtomicOrdering ordering = AtomicOrdering::SequentiallyConsistent;

namespace {
class AtomicLowering {
public:
  AtomicLowering(ThreadFunction &thread, llvm::Instruction &inst)
      : thread(thread), inst(inst), builder(&inst), site(thread.getSite(inst)) {}

  Value *load(Value *pointer, Type *type);
  void store(Value *pointer, Value *value);
  Value *loadVolatile(Value *pointer, Type *type);
  void storeVolatile(Value *pointer, Value *value);
  /// The old value.
  Value *update(AtomicRMWInst::BinOp op, Value *pointer, Value *operand);
  Value *updateFloat(AtomicRMWInst::BinOp op, Value *pointer, Value *operand);
  /// The old value and whether it was the expected one.
  Value *compareExchange(Value *pointer, Value *expected, Value *desired);
  Value *compareExchangeThroughMemory(Value *pointer, Value *expectedPointer, Value *desired);

  void replace(Value *value) {
    if (value && !inst.getType()->isVoidTy())
      inst.replaceAllUsesWith(value);
    inst.eraseFromParent();
  }

private:
  Align getAlign(const Value *value) const {
    return Align(value->getType()->getScalarSizeInBits() / 8);
  }
  Value *toBits(Value *value) {
    return builder.CreateBitCast(value, builder.getIntNTy(value->getType()->getScalarSizeInBits()));
  }
  llvm::Instruction *mark(llvm::Instruction *access) {
    thread.setSite(*access, site);
    return access;
  }

  ThreadFunction &thread;
  llvm::Instruction &inst;
  IRBuilder<> builder;
  unsigned site;
};
} // namespace

Value *AtomicLowering::load(Value *pointer, Type *type) {
  Type *bits = builder.getIntNTy(type->getScalarSizeInBits());
  LoadInst *access =
      builder.CreateAlignedLoad(bits, pointer, Align(bits->getIntegerBitWidth() / 8));
  access->setAtomic(ordering);
  return builder.CreateBitCast(mark(access), type);
}

void AtomicLowering::store(Value *pointer, Value *value) {
  StoreInst *access = builder.CreateAlignedStore(toBits(value), pointer, getAlign(value));
  access->setAtomic(ordering);
  mark(access);
}

/// Of whole vectors, which no host accesses at once.
Value *AtomicLowering::loadVolatile(Value *pointer, Type *type) {
  Align align(type->getScalarSizeInBits() / 8);
  return mark(builder.CreateAlignedLoad(type, pointer, align, /*isVolatile=*/true));
}

void AtomicLowering::storeVolatile(Value *pointer, Value *value) {
  mark(builder.CreateAlignedStore(value, pointer, getAlign(value), /*isVolatile=*/true));
}

Value *AtomicLowering::update(AtomicRMWInst::BinOp op, Value *pointer, Value *operand) {
  AtomicRMWInst *access =
      builder.CreateAtomicRMW(op, pointer, toBits(operand), getAlign(operand), ordering);
  return builder.CreateBitCast(mark(access), operand->getType());
}

Value *AtomicLowering::updateFloat(AtomicRMWInst::BinOp op, Value *pointer, Value *operand) {
  if (op == AtomicRMWInst::Xchg)
    return update(op, pointer, operand);
  Type *type = operand->getType();
  Value *first = toBits(load(pointer, type));
  BasicBlock *before = inst.getParent();
  BasicBlock *after = SplitBlock(before, inst.getIterator());
  BasicBlock *loop = BasicBlock::Create(thread.getContext(), "update", &thread.get(), after);
  before->getTerminator()->setSuccessor(0, loop);
  builder.SetInsertPoint(loop);
  PHINode *old = builder.CreatePHI(first->getType(), 2);
  old->addIncoming(first, before);

  NumberBuilder numbers(thread, builder);
  Value *a = numbers.toFloat(builder.CreateBitCast(old, type)), *b = numbers.toFloat(operand);
  Value *result;
  switch (op) {
  case AtomicRMWInst::FAdd:
    result = builder.CreateFAdd(a, b);
    break;
  case AtomicRMWInst::FSub:
    result = builder.CreateFSub(a, b);
    break;
  default:
    result = numbers.createExtreme(a, b, op == AtomicRMWInst::FMax);
    break;
  }
  Value *desired = toBits(numbers.fromFloat(result, type, /*canonical=*/true));
  llvm::Instruction *exchange = mark(
      builder.CreateAtomicCmpXchg(pointer, old, desired, getAlign(operand), ordering, ordering));
  old->addIncoming(builder.CreateExtractValue(exchange, 0), loop);
  builder.CreateCondBr(builder.CreateExtractValue(exchange, 1), after, loop);
  builder.SetInsertPoint(&inst);
  return builder.CreateBitCast(old, type);
}

Value *AtomicLowering::compareExchange(Value *pointer, Value *expected, Value *desired) {
  Value *exchange = mark(builder.CreateAtomicCmpXchg(pointer, toBits(expected), toBits(desired),
                                                     getAlign(desired), ordering, ordering));
  Value *old = builder.CreateBitCast(builder.CreateExtractValue(exchange, 0), desired->getType());
  Value *equal = builder.CreateExtractValue(exchange, 1);
  Value *result = Constant::getNullValue(inst.getType());
  return builder.CreateInsertValue(builder.CreateInsertValue(result, old, 0), equal, 1);
}

/// "Weak" may fail at will; here it does not.
Value *AtomicLowering::compareExchangeThroughMemory(Value *pointer, Value *expectedPointer,
                                                    Value *desired) {
  Type *bits = builder.getIntNTy(desired->getType()->getScalarSizeInBits());
  Align align = getAlign(desired);
  auto *expected = mark(builder.CreateAlignedLoad(bits, expectedPointer, align));
  Value *exchange = mark(
      builder.CreateAtomicCmpXchg(pointer, expected, toBits(desired), align, ordering, ordering));
  Value *old = builder.CreateExtractValue(exchange, 0);
  mark(builder.CreateAlignedStore(old, expectedPointer, align)); // unchanged if they are equal
  return builder.CreateBitCast(old, desired->getType());
}

void lowerAirAtomic(ThreadFunction &thread, CallInst &call, const AirCall &air) {
  AtomicLowering lowering(thread, call);
  Value *pointer = call.getArgOperand(0);
  bool isSigned = !air.types.empty() && air.types[0].isSigned();
  auto update = [&](AtomicRMWInst::BinOp op) {
    lowering.replace(lowering.update(op, pointer, call.getArgOperand(1)));
  };
  auto updateFloat = [&](AtomicRMWInst::BinOp op) {
    lowering.replace(lowering.updateFloat(op, pointer, call.getArgOperand(1)));
  };
  switch (air.operation) {
  case AirOperation::AtomicAdd:
    return update(AtomicRMWInst::Add);
  case AirOperation::AtomicSub:
    return update(AtomicRMWInst::Sub);
  case AirOperation::AtomicMin:
    return update(isSigned ? AtomicRMWInst::Min : AtomicRMWInst::UMin);
  case AirOperation::AtomicMax:
    return update(isSigned ? AtomicRMWInst::Max : AtomicRMWInst::UMax);
  case AirOperation::AtomicAnd:
    return update(AtomicRMWInst::And);
  case AirOperation::AtomicOr:
    return update(AtomicRMWInst::Or);
  case AirOperation::AtomicXor:
    return update(AtomicRMWInst::Xor);
  case AirOperation::AtomicExchange:
    return update(AtomicRMWInst::Xchg);
  case AirOperation::AtomicAddFloat:
    return updateFloat(AtomicRMWInst::FAdd);
  case AirOperation::AtomicSubFloat:
    return updateFloat(AtomicRMWInst::FSub);
  case AirOperation::LoadDeviceCoherent:
  case AirOperation::LoadDeviceCoherentVolatile:
  case AirOperation::LoadSystemCoherent:
  case AirOperation::LoadSystemCoherentVolatile:
    return lowering.replace(lowering.loadVolatile(pointer, call.getType()));
  case AirOperation::StoreDeviceCoherent:
  case AirOperation::StoreDeviceCoherentVolatile:
  case AirOperation::StoreSystemCoherent:
  case AirOperation::StoreSystemCoherentVolatile:
    lowering.storeVolatile(call.getArgOperand(1), call.getArgOperand(0));
    return lowering.replace(nullptr);
  case AirOperation::AtomicLoad:
    return lowering.replace(lowering.load(pointer, call.getType()));
  case AirOperation::AtomicStore:
    lowering.store(pointer, call.getArgOperand(1));
    return lowering.replace(nullptr);
  case AirOperation::AtomicCompareExchange:
    return lowering.replace(lowering.compareExchangeThroughMemory(pointer, call.getArgOperand(1),
                                                                  call.getArgOperand(2)));
  case AirOperation::Fence:
    IRBuilder<>(&call).CreateFence(ordering);
    return lowering.replace(nullptr);
  default:
    llvm_unreachable("every operation of the groups is listed");
  }
}

void lowerNativeAtomic(ThreadFunction &thread, llvm::Instruction &inst) {
  AtomicLowering lowering(thread, inst);
  if (auto *load = dyn_cast<LoadInst>(&inst)) {
    lowering.replace(lowering.load(load->getPointerOperand(), load->getType()));
  } else if (auto *store = dyn_cast<StoreInst>(&inst)) {
    lowering.store(store->getPointerOperand(), store->getValueOperand());
    lowering.replace(nullptr);
  } else if (auto *update = dyn_cast<AtomicRMWInst>(&inst)) {
    Value *pointer = update->getPointerOperand(), *operand = update->getValOperand();
    bool isFloat = operand->getType()->isFloatingPointTy();
    lowering.replace(isFloat ? lowering.updateFloat(update->getOperation(), pointer, operand)
                             : lowering.update(update->getOperation(), pointer, operand));
  } else if (auto *exchange = dyn_cast<AtomicCmpXchgInst>(&inst)) {
    lowering.replace(lowering.compareExchange(exchange->getPointerOperand(),
                                              exchange->getCompareOperand(),
                                              exchange->getNewValOperand()));
  } else if (isa<FenceInst>(inst)) {
    IRBuilder<>(&inst).CreateFence(ordering);
    lowering.replace(nullptr);
  }
}

} // namespace tritonmetal::executor::jit
