//===- CastPlan.cpp - Where pointer views are made ------------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CastPlan.h"

#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::air {

CastPlan::CastPlan(const Function &function, const PointerTyping &typing) : typing(typing) {
  for (const BasicBlock &block : function)
    planBlock(block);
}

void CastPlan::planBlock(const BasicBlock &block) {
  BlockCasts made;
  for (const Instruction &inst : block) {
    if (inst.isTerminator()) {
      SmallPtrSet<const BasicBlock *, 4> seen;
      for (const BasicBlock *successor : successors(&block))
        if (seen.insert(successor).second)
          for (const PHINode &phi : successor->phis())
            for (const Use &use : phi.incoming_values())
              if (phi.getIncomingBlock(use) == &block)
                planUse(use, made);
    }
    if (!isa<PHINode>(inst))
      for (const Use &use : inst.operands())
        planUse(use, made);
    stream.push_back({&inst, nullptr, 0});
  }
}

void CastPlan::planUse(const Use &use, BlockCasts &made) {
  const Value *value = use.get();
  if (!value->getType()->isPointerTy() || isa<Constant>(value))
    return;
  TypeId wanted = typing.wanted(use);
  if (wanted == typing.typeOf(value))
    return;
  auto [it, isNew] = made.try_emplace({value, wanted}, stream.size());
  if (isNew)
    stream.push_back({nullptr, value, wanted});
  casts[&use] = it->second;
}

std::optional<unsigned> CastPlan::castOf(const Use &use) const {
  auto it = casts.find(&use);
  if (it == casts.end())
    return std::nullopt;
  return it->second;
}

} // namespace tritonmetal::air
