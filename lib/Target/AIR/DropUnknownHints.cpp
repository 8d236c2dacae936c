//===- DropUnknownHints.cpp - Flags, metadata, attributes, names ----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What can go without a change of meaning. Instruction flags that came after LLVM 14 (older readers
// take `or disjoint` for `or`, but refuse `trunc nuw`, and take `getelementptr nuw` for
// `inbounds`), debug information but for lines, metadata but for loop hints, value names.
//
//===----------------------------------------------------------------------===//

#include "Passes.h"
#include "triton-metal/Target/AIR/AIRFunctions.h"

#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace tritonmetal::air {

static void dropNewFlags(Instruction &inst) {
  if (auto *gep = dyn_cast<GetElementPtrInst>(&inst))
    gep->setNoWrapFlags(gep->isInBounds() ? GEPNoWrapFlags::inBounds() : GEPNoWrapFlags::none());
  if (auto *disjoint = dyn_cast<PossiblyDisjointInst>(&inst))
    disjoint->setIsDisjoint(false);
  if (auto *zext = dyn_cast<PossiblyNonNegInst>(&inst))
    zext->setNonNeg(false);
  if (auto *compare = dyn_cast<ICmpInst>(&inst))
    compare->setSameSign(false);
  if (auto *trunc = dyn_cast<TruncInst>(&inst)) {
    trunc->setHasNoUnsignedWrap(false);
    trunc->setHasNoSignedWrap(false);
  }
  if (isa<FPExtInst, FPTruncInst>(inst) && isa<FPMathOperator>(inst))
    inst.copyFastMathFlags(FastMathFlags());
}

static void dropMetadata(Instruction &inst) {
  SmallVector<std::pair<unsigned, MDNode *>, 4> metadata;
  inst.getAllMetadataOtherThanDebugLoc(metadata);
  for (auto [kind, node] : metadata)
    if (kind != LLVMContext::MD_loop)
      inst.setMetadata(kind, nullptr);
}

static void setCallAttributes(CallInst &call, Version air) {
  // Tail call markers mean nothing where everything is inlined.
  call.setTailCallKind(CallInst::TCK_None);
  Expected<AIRFunction> known =
      lookupAIRFunction(call.getContext(), call.getCalledFunction()->getName(), air);
  if (known)
    call.setAttributes(getCallAttributes(call.getContext(), known->group));
  else
    consumeError(known.takeError()); // verifyAIR names it
}

static void dropHints(Function &kernel, Version air) {
  for (Argument &argument : kernel.args())
    argument.setName("");
  for (BasicBlock &block : kernel) {
    block.setName("");
    for (Instruction &inst : block) {
      inst.setName("");
      dropNewFlags(inst);
      dropMetadata(inst);
      if (auto *call = dyn_cast<CallInst>(&inst); call && call->getCalledFunction())
        setCallAttributes(*call, air);
    }
  }
}

/// Threadgroup variables are uninitialised, and 16 bytes is the largest access of a lane.
static void normalizeGlobal(GlobalVariable &global) {
  constexpr unsigned threadgroupSpace = 3;
  if (global.getAddressSpace() == threadgroupSpace) {
    if (isa<UndefValue>(global.getInitializer()))
      global.setInitializer(UndefValue::get(global.getValueType()));
    global.setAlignment(std::max(Align(16), global.getAlign().valueOrOne()));
    global.setUnnamedAddr(GlobalValue::UnnamedAddr::None);
  } else {
    global.setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
  }
  global.setLinkage(GlobalValue::InternalLinkage);
  global.setAttributes({});
  global.clearMetadata();
}

void dropUnknownHints(Module &module, Version air) {
  stripNonLineTableDebugInfo(module);
  for (Function &function : make_early_inc_range(module)) {
    function.setDSOLocal(false);
    if (!function.isDeclaration()) {
      dropHints(function, air);
    } else if (function.use_empty()) {
      function.eraseFromParent();
    } else if (Expected<AIRFunction> known =
                   lookupAIRFunction(module.getContext(), function.getName(), air)) {
      function.setAttributes(getDeclarationAttributes(module.getContext(), known->group));
    } else {
      consumeError(known.takeError()); // verifyAIR names it
    }
  }
  for (GlobalVariable &global : make_early_inc_range(module.globals())) {
    global.removeDeadConstantUsers();
    if (global.use_empty())
      global.eraseFromParent();
    else
      normalizeGlobal(global);
  }
}

} // namespace tritonmetal::air
