//===- SubsetInstructions.cpp - Instructions that AIR can say -------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Newer flags are refused although dropping them would be right: the legaliser clears them, so one
// that arrives here says that a step was forgotten.
//
//===----------------------------------------------------------------------===//

#include "SubsetChecker.h"

#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace tritonmetal::air {

bool SubsetChecker::checkInstruction(const Instruction &inst) {
  if (inst.hasDbgRecords())
    return fail("debug records are not written; strip debug info to line tables");
  SmallVector<std::pair<unsigned, MDNode *>, 4> attachments;
  inst.getAllMetadata(attachments);
  return checkOpcode(inst) && checkOperands(inst) && checkFlags(inst) && checkAtomics(inst) &&
         checkAttachments(attachments, inst.getContext());
}

bool SubsetChecker::checkOpcode(const Instruction &inst) {
  switch (inst.getOpcode()) {
  case Instruction::AddrSpaceCast:
    return fail("'addrspacecast' has no AIR form: address spaces are separate memories; resolve "
                "it to one address space");
  case Instruction::Call:
    return checkCall(cast<CallInst>(inst));
  case Instruction::Alloca: {
    auto &alloca = cast<AllocaInst>(inst);
    if (alloca.isUsedWithInAlloca() || alloca.isSwiftError())
      return fail("'alloca' with inalloca or swifterror has no AIR form");
    if (alloca.getAddressSpace() != 0)
      return fail("'alloca' in address space " + Twine(alloca.getAddressSpace()) +
                  "; thread memory is address space 0");
    return checkType(alloca.getAllocatedType());
  }
  case Instruction::GetElementPtr:
    return checkType(cast<GetElementPtrInst>(inst).getSourceElementType());
  case Instruction::Ret:
  case Instruction::Br:
  case Instruction::Switch:
  case Instruction::Unreachable:
  case Instruction::FNeg:
  case Instruction::Load:
  case Instruction::Store:
  case Instruction::Fence:
  case Instruction::AtomicCmpXchg:
  case Instruction::AtomicRMW:
  case Instruction::Trunc:
  case Instruction::ZExt:
  case Instruction::SExt:
  case Instruction::FPToUI:
  case Instruction::FPToSI:
  case Instruction::UIToFP:
  case Instruction::SIToFP:
  case Instruction::FPTrunc:
  case Instruction::FPExt:
  case Instruction::PtrToInt:
  case Instruction::IntToPtr:
  case Instruction::BitCast:
  case Instruction::ICmp:
  case Instruction::FCmp:
  case Instruction::PHI:
  case Instruction::Select:
  case Instruction::ExtractElement:
  case Instruction::InsertElement:
  case Instruction::ShuffleVector:
  case Instruction::ExtractValue:
  case Instruction::InsertValue:
  case Instruction::Freeze:
    return true;
  default:
    if (inst.isBinaryOp())
      return true;
    return fail("instruction '" + Twine(inst.getOpcodeName()) + "' has no AIR form");
  }
}

bool SubsetChecker::checkOperands(const Instruction &inst) {
  if (!checkType(inst.getType()))
    return false;
  for (const Use &use : inst.operands()) {
    if (isa<MetadataAsValue>(use.get()))
      return fail("metadata as an operand of '" + Twine(inst.getOpcodeName()) +
                  "' has no AIR form");
    if (auto *constant = dyn_cast<Constant>(use.get())) {
      if (!checkConstant(constant))
        return false;
    } else if (!checkType(use->getType())) {
      return false;
    }
  }
  return true;
}

bool SubsetChecker::checkFlags(const Instruction &inst) {
  auto newer = [&](StringRef flag, unsigned version) {
    return fail("'" + flag + "' needs LLVM " + Twine(version) + ", AIR is LLVM 14; clear the flag");
  };
  if (auto *gep = dyn_cast<GetElementPtrInst>(&inst)) {
    GEPNoWrapFlags flags = gep->getNoWrapFlags();
    if (flags.hasNoUnsignedWrap())
      return newer("getelementptr nuw", 20);
    if (flags.hasNoUnsignedSignedWrap() && !flags.isInBounds())
      return newer("getelementptr nusw", 20);
  }
  if (auto *either = dyn_cast<PossiblyDisjointInst>(&inst))
    if (either->isDisjoint())
      return newer("or disjoint", 18);
  if (auto *truncation = dyn_cast<TruncInst>(&inst))
    if (truncation->hasNoSignedWrap() || truncation->hasNoUnsignedWrap())
      return newer(truncation->hasNoSignedWrap() ? "trunc nsw" : "trunc nuw", 19);
  if (isa<PossiblyNonNegInst>(inst) && inst.hasNonNeg())
    return newer(isa<ZExtInst>(inst) ? "zext nneg" : "uitofp nneg", 18);
  if (auto *compare = dyn_cast<ICmpInst>(&inst))
    if (compare->hasSameSign())
      return newer("icmp samesign", 20);
  if (inst.isCast() && isa<FPMathOperator>(inst) && inst.getFastMathFlags().any())
    return newer((inst.getOpcodeName() + Twine(" with fast-math flags")).str(), 20);
  return true;
}

bool SubsetChecker::checkScope(const Instruction &inst, SyncScope::ID scope) {
  if (scope == SyncScope::SingleThread || scope == SyncScope::System)
    return true;
  SmallVector<StringRef, 8> names;
  inst.getContext().getSyncScopeNames(names);
  return fail("sync scope '" + names[scope] + "' of '" + inst.getOpcodeName() +
              "' is not one of the default scope and 'singlethread'");
}

bool SubsetChecker::checkAtomics(const Instruction &inst) {
  if (auto *rmw = dyn_cast<AtomicRMWInst>(&inst)) {
    if (rmw->getOperation() > AtomicRMWInst::FSub)
      return fail("'atomicrmw " + AtomicRMWInst::getOperationName(rmw->getOperation()) +
                  "' needs an LLVM newer than 14, which AIR is");
    return checkScope(inst, rmw->getSyncScopeID());
  }
  if (auto *exchange = dyn_cast<AtomicCmpXchgInst>(&inst))
    return checkScope(inst, exchange->getSyncScopeID());
  if (auto *fence = dyn_cast<FenceInst>(&inst))
    return checkScope(inst, fence->getSyncScopeID());
  if (auto *load = dyn_cast<LoadInst>(&inst))
    return checkScope(inst, load->getSyncScopeID());
  if (auto *store = dyn_cast<StoreInst>(&inst))
    return checkScope(inst, store->getSyncScopeID());
  return true;
}

bool SubsetChecker::checkCall(const CallInst &call) {
  if (call.isInlineAsm())
    return fail("inline assembly has no AIR form");
  const Function *callee = call.getCalledFunction();
  if (!callee)
    return fail("indirect call, or call in another type than the callee's; AIR calls functions by "
                "name only");
  if (call.hasOperandBundles())
    return fail("operand bundle '" + call.getOperandBundleAt(0).getTagName() + "' on a call of '" +
                callee->getName() + "' has no AIR form");
  return checkAttributes(call.getAttributes());
}

} // namespace tritonmetal::air
