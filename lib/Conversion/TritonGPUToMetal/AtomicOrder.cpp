//===- AtomicOrder.cpp - Which atomics need fences ------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "AtomicOrder.h"

#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace tritonmetal;

/// Whether `op` is in a loop, of whatever form.
static bool isRepeated(Operation *op) {
  for (; op && !isa<tt::FuncOp>(op); op = op->getParentOp()) {
    if (isa<LoopLikeOpInterface>(op))
      return true;
    Region *region = op->getParentRegion();
    if (region && !region->hasOneBlock())
      return true; // branches may lead back
  }
  return false;
}

namespace {
/// What a module does to device memory.
struct Accesses {
  unsigned atomics = 0;
  bool isOldValueUsed = false;
  bool isRepeated = false;
  bool readsVolatile = false;
  bool writesPlainly = false;

  void note(Operation *op);
};
} // namespace

void Accesses::note(Operation *op) {
  if (isa<tt::AtomicRMWOp, tt::AtomicCASOp>(op)) {
    ++atomics;
    isOldValueUsed |= !op->use_empty();
    isRepeated |= ::isRepeated(op);
    return;
  }
  if (isa<tt::DescriptorReduceOp>(op)) {
    ++atomics;
    isRepeated |= ::isRepeated(op);
    return;
  }
  isRepeated |= isa<tt::CallOp>(op); // how often its callee is called is not looked at
  if (auto load = dyn_cast<tt::LoadOp>(op))
    readsVolatile |= load.getIsVolatile();
  if (op->getNumRegions() != 0 || isa<tt::AssertOp, tt::CallOp, tt::LoadOp, tt::PrintOp>(op))
    return;
  auto memory = dyn_cast<MemoryEffectOpInterface>(op);
  bool isPure = memory ? !memory.hasEffect<MemoryEffects::Write>() : isMemoryEffectFree(op);
  writesPlainly |= !isPure;
}

AtomicOrder::AtomicOrder(Operation *root) {
  Accesses accesses;
  root->walk([&](Operation *op) {
    if (!op->hasTrait<OpTrait::IsTerminator>())
      accesses.note(op);
  });
  bool isUnseen = !accesses.isOldValueUsed && !accesses.readsVolatile;
  bool isAlone = accesses.atomics == 1 && !accesses.isRepeated && !accesses.writesPlainly;
  relaxed = isUnseen || isAlone;
}

bool AtomicOrder::releases(tt::MemSemantic semantic) const {
  return !relaxed &&
         (semantic == tt::MemSemantic::Release || semantic == tt::MemSemantic::AcquireRelease);
}

bool AtomicOrder::acquires(tt::MemSemantic semantic) const {
  return !relaxed &&
         (semantic == tt::MemSemantic::Acquire || semantic == tt::MemSemantic::AcquireRelease);
}

metal::MemoryScope tritonmetal::getFenceScope(tt::MemSyncScope scope) {
  switch (scope) {
  case tt::MemSyncScope::CTA:
    return metal::MemoryScope::Threadgroup;
  case tt::MemSyncScope::GPU:
    return metal::MemoryScope::Device;
  case tt::MemSyncScope::System:
    return metal::MemoryScope::System;
  }
  llvm_unreachable("all scopes are known");
}
