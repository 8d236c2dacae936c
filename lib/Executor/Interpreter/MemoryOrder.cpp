//===- MemoryOrder.cpp - What an atomic asks for ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MemoryOrder.h"

#include "triton-metal/Executor/AirFunctions.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::executor {

MemoryOrder makeMemoryOrder(uint64_t order, uint64_t scope) {
  enum { Acquire = 2, Release = 3, AcquireRelease = 4, SequentiallyConsistent = 5 };
  constexpr uint64_t wholeDevice = 2; // 0: thread, 1: threadgroup, 4: SIMD-group
  bool both = order == AcquireRelease || order == SequentiallyConsistent;
  return {order == Acquire || both, order == Release || both, scope == wholeDevice};
}

static MemoryOrder makeMemoryOrder(AtomicOrdering order) {
  return {isAcquireOrStronger(order), isReleaseOrStronger(order), true};
}

MemoryOrder getMemoryOrder(const CallInst &call, const AirCall &air) {
  auto getNumber = [&](std::optional<unsigned> operand) -> uint64_t {
    auto *constant = operand ? dyn_cast<ConstantInt>(call.getArgOperand(*operand)) : nullptr;
    return constant ? constant->getZExtValue() : 0;
  };
  return makeMemoryOrder(getNumber(air.getOrderOperand()), getNumber(air.getScopeOperand()));
}

MemoryOrder getMemoryOrder(const llvm::Instruction &inst) {
  if (auto *load = dyn_cast<LoadInst>(&inst))
    return makeMemoryOrder(load->getOrdering());
  if (auto *store = dyn_cast<StoreInst>(&inst))
    return makeMemoryOrder(store->getOrdering());
  if (auto *update = dyn_cast<AtomicRMWInst>(&inst))
    return makeMemoryOrder(update->getOrdering());
  if (auto *exchange = dyn_cast<AtomicCmpXchgInst>(&inst))
    return makeMemoryOrder(exchange->getSuccessOrdering());
  return {};
}

} // namespace tritonmetal::executor
