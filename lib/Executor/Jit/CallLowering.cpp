//===- CallLowering.cpp - Calls that are not arithmetic on floats ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Functions that LLVM has an instruction or intrinsic for become that; others are the
// interpreter's. Those at which threads meet stay for the coroutine.
//
//===----------------------------------------------------------------------===//

#include "AtomicLowering.h"
#include "InterpretedCalls.h"
#include "Lowering.h"
#include "Numbers.h"
#include "ScalarCalls.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

/// The upper half of the product.
static Value *multiplyHigh(IRBuilderBase &builder, Value *a, Value *b, bool isSigned) {
  Type *type = a->getType();
  unsigned bits = type->getScalarSizeInBits();
  Type *wide = withElement(type, builder.getIntNTy(2 * bits));
  auto extend = [&](Value *value) {
    return isSigned ? builder.CreateSExt(value, wide) : builder.CreateZExt(value, wide);
  };
  Value *product = builder.CreateMul(extend(a), extend(b));
  return builder.CreateTrunc(builder.CreateLShr(product, ConstantInt::get(wide, bits)), type);
}

static Value *lowerInteger(ThreadFunction &thread, CallInst &call, const AirCall &air,
                           IRBuilderBase &builder) {
  bool isSigned = !air.types.empty() && air.types[0].isSigned();
  Value *a = call.getArgOperand(0);
  Value *b = call.arg_size() > 1 ? call.getArgOperand(1) : nullptr;
  auto binary = [&](Intrinsic::ID signedId, Intrinsic::ID unsignedId, Value *left, Value *right) {
    return builder.CreateBinaryIntrinsic(isSigned ? signedId : unsignedId, left, right);
  };
  switch (air.operation) {
  case AirOperation::Abs:
    return isSigned ? builder.CreateBinaryIntrinsic(Intrinsic::abs, a, builder.getFalse()) : a;
  case AirOperation::Min:
    return binary(Intrinsic::smin, Intrinsic::umin, a, b);
  case AirOperation::Max:
    return binary(Intrinsic::smax, Intrinsic::umax, a, b);
  case AirOperation::Min3:
    return binary(Intrinsic::smin, Intrinsic::umin, binary(Intrinsic::smin, Intrinsic::umin, a, b),
                  call.getArgOperand(2));
  case AirOperation::Max3:
    return binary(Intrinsic::smax, Intrinsic::umax, binary(Intrinsic::smax, Intrinsic::umax, a, b),
                  call.getArgOperand(2));
  case AirOperation::Clz:
    return builder.CreateBinaryIntrinsic(Intrinsic::ctlz, a, builder.getFalse());
  case AirOperation::Ctz:
    return builder.CreateBinaryIntrinsic(Intrinsic::cttz, a, builder.getFalse());
  case AirOperation::PopCount:
    return builder.CreateUnaryIntrinsic(Intrinsic::ctpop, a);
  case AirOperation::ReverseBits:
    return builder.CreateUnaryIntrinsic(Intrinsic::bitreverse, a);
  case AirOperation::MulHi:
    return multiplyHigh(builder, a, b, isSigned);
  case AirOperation::All:
    return builder.CreateAndReduce(a);
  case AirOperation::Any:
    return builder.CreateOrReduce(a);
  default: {
    SmallVector<Value *, 4> operands(call.args());
    return createIntegerCall(thread, builder, air.operation, isSigned, call.getType(), operands);
  }
  }
}

//===----------------------------------------------------------------------===//
// LLVM's intrinsics
//===----------------------------------------------------------------------===//

static void lowerIntrinsic(ThreadFunction &thread, IntrinsicInst &call) {
  switch (call.getIntrinsicID()) {
  case Intrinsic::abs:
  case Intrinsic::ctlz:
  case Intrinsic::cttz: // zero and the least number have results
    call.setArgOperand(1, ConstantInt::getFalse(call.getContext()));
    return;
  case Intrinsic::trap:
  case Intrinsic::debugtrap:
    thread.createTrap(&call, thread.getSite(call), {FaultKind::Trap});
    call.eraseFromParent();
    return;
  case Intrinsic::assume:
  case Intrinsic::lifetime_start:
  case Intrinsic::lifetime_end:
  case Intrinsic::experimental_noalias_scope_decl:
    call.eraseFromParent();
    return;
  default:
    return;
  }
}

//===----------------------------------------------------------------------===//
// All calls
//===----------------------------------------------------------------------===//

static void lowerCall(ThreadFunction &thread, InterpretedCalls &calls, CallInst &call,
                      const AirCall &air) {
  IRBuilder<> builder(&call);
  Value *value = nullptr;
  switch (air.group) {
  case AirGroup::Math: // what is left are LLVM's own, that the lowering of floats has made
  case AirGroup::Barrier:
  case AirGroup::CrossLane:
  case AirGroup::Matrix:
    return;
  case AirGroup::Atomic:
  case AirGroup::Fence:
  case AirGroup::Coherent:
    return lowerAirAtomic(thread, call, air);
  case AirGroup::Integer:
    value = lowerInteger(thread, call, air, builder);
    break;
  default:
    break;
  }
  if (!value)
    value = calls.create(call, builder);
  if (!call.getType()->isVoidTy())
    call.replaceAllUsesWith(value);
  call.eraseFromParent();
}

void lowerCalls(ThreadFunction &thread, InterpretedCalls &calls) {
  std::vector<llvm::Instruction *> insts;
  for (llvm::Instruction &inst : instructions(thread.get()))
    insts.push_back(&inst);
  for (llvm::Instruction *inst : insts) {
    if (const AirCall *air = thread.getAirCall(*inst))
      lowerCall(thread, calls, *cast<CallInst>(inst), *air);
    else if (auto *call = dyn_cast<IntrinsicInst>(inst))
      lowerIntrinsic(thread, *call);
    else if (inst->isAtomic())
      lowerNativeAtomic(thread, *inst);
    else if (isa<UnreachableInst>(inst))
      thread.createTrap(inst, thread.getSite(*inst), {FaultKind::Trap});
  }
}

} // namespace tritonmetal::executor::jit
