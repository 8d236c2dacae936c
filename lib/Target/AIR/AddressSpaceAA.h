//===- AddressSpaceAA.h - Memories that never overlap -----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// AIR has no generic address space: thread, device, constant and threadgroup memory are disjoint,
// and nothing writes constant memory while a kernel runs. So in
//
//   %x = load float, ptr addrspace(1) %a
//   store float %y, ptr addrspace(3) %tile
//   %z = load float, ptr addrspace(1) %a          ; the same as %x
//
// the second load goes. LLVM asks its targets for this; there is no LLVM target for AIR.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_ADDRESSSPACEAA_H
#define TRITON_METAL_LIB_TARGET_AIR_ADDRESSSPACEAA_H

#include "llvm/Analysis/AliasAnalysis.h"

namespace tritonmetal::air {

class AddressSpaceAAResult : public llvm::AAResultBase {
public:
  bool invalidate(llvm::Function &, const llvm::PreservedAnalyses &,
                  llvm::FunctionAnalysisManager::Invalidator &) {
    return false;
  }

  llvm::AliasResult alias(const llvm::MemoryLocation &a, const llvm::MemoryLocation &b,
                          llvm::AAQueryInfo &, const llvm::Instruction *) {
    return spaceOf(a) == spaceOf(b) ? llvm::AliasResult::MayAlias : llvm::AliasResult::NoAlias;
  }

  llvm::ModRefInfo getModRefInfoMask(const llvm::MemoryLocation &location, llvm::AAQueryInfo &,
                                     bool) {
    constexpr unsigned constantSpace = 2;
    return spaceOf(location) == constantSpace ? llvm::ModRefInfo::NoModRef
                                              : llvm::ModRefInfo::ModRef;
  }

private:
  static unsigned spaceOf(const llvm::MemoryLocation &location) {
    return location.Ptr->getType()->getPointerAddressSpace();
  }
};

class AddressSpaceAA : public llvm::AnalysisInfoMixin<AddressSpaceAA> {
public:
  using Result = AddressSpaceAAResult;
  Result run(llvm::Function &, llvm::FunctionAnalysisManager &) { return Result(); }

private:
  friend llvm::AnalysisInfoMixin<AddressSpaceAA>;
  static inline llvm::AnalysisKey Key;
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_ADDRESSSPACEAA_H
