//===- PointerUses.cpp - What a function does through a pointer -----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PointerUses.h"

#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::air {

/// Adds what `use` does; returns whether the user is another pointer to the same memory.
static bool addUse(const Use &use, PointerUses &uses) {
  const User *user = use.getUser();
  if (isa<GetElementPtrInst, PHINode, SelectInst, FreezeInst, BitCastInst>(user))
    return true;
  if (isa<ICmpInst>(user))
    return false;
  if (isa<LoadInst>(user)) {
    uses.reads = true;
  } else if (auto *store = dyn_cast<StoreInst>(user);
             store && use.getOperandNo() == StoreInst::getPointerOperandIndex()) {
    uses.writes = true;
  } else if (auto *call = dyn_cast<CallInst>(user); call && call->getCalledFunction()) {
    StringRef name = call->getCalledFunction()->getName();
    bool atomic = name.starts_with("air.atomic.");
    uses.reads |= !name.starts_with("air.simdgroup_matrix_8x8_store") &&
                  !name.starts_with("air.store.") && !(atomic && name.contains(".store."));
    uses.writes |= !name.starts_with("air.simdgroup_matrix_8x8_load") &&
                   !name.starts_with("air.load.") && !(atomic && name.contains(".load."));
    uses.escapes |= !name.starts_with("air.");
  } else {
    uses.reads = uses.writes = uses.escapes = true;
  }
  return false;
}

PointerUses collectPointerUses(const Value &pointer) {
  PointerUses uses;
  SmallVector<const Value *, 16> worklist = {&pointer};
  SmallPtrSet<const Value *, 16> seen = {&pointer};
  while (!worklist.empty())
    for (const Use &use : worklist.pop_back_val()->uses())
      if (addUse(use, uses) && seen.insert(use.getUser()).second)
        worklist.push_back(use.getUser());
  return uses;
}

} // namespace tritonmetal::air
