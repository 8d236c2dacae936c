//===- Normalise.cpp - The form of a kernel that both engines run ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Normalise.h"

#include "FloatClasses.h"
#include "WidenedVectors.h"

#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include "llvm/Transforms/Utils/LoopSimplify.h"

using namespace llvm;

namespace tritonmetal::executor {

/// More calls than this after inlining are a recursion or a program that nobody wrote by hand.
static constexpr unsigned maxInlinedCalls = 1 << 14;

/// The next call of a function with a body.
static CallInst *findCall(Function &function) {
  for (Instruction &inst : instructions(function))
    if (auto *call = dyn_cast<CallInst>(&inst))
      if (call->getCalledFunction() && !call->getCalledFunction()->isDeclaration())
        return call;
  return nullptr;
}

static Error inlineCalls(Function &function) {
  for (unsigned count = 0; CallInst *call = findCall(function); ++count) {
    InlineFunctionInfo info;
    std::string name = call->getCalledFunction()->getName().str();
    if (count >= maxInlinedCalls || call->getCalledFunction() == &function ||
        !InlineFunction(*call, info).isSuccess())
      return createStringError(
          formatv("kernel '{0}' calls '{1}', which cannot be inlined", function.getName(), name));
  }
  return Error::success();
}

/// "May be fused" becomes "is fused", as Metal's compiler does it.
static void fuseMultiplyAdds(Function &function) {
  for (Instruction &inst : instructions(function))
    if (auto *call = dyn_cast<IntrinsicInst>(&inst))
      if (call->getIntrinsicID() == Intrinsic::fmuladd)
        call->setCalledFunction(Intrinsic::getOrInsertDeclaration(function.getParent(),
                                                                  Intrinsic::fma, call->getType()));
}

/// Flags, attributes and metadata that allow other results than the plain instruction has.
static void dropPermissions(Function &function) {
  for (Instruction &inst : instructions(function)) {
    inst.dropPoisonGeneratingFlags();
    inst.dropUBImplyingAttrsAndMetadata();
    if (isa<FPMathOperator>(inst))
      inst.copyFastMathFlags(FastMathFlags());
  }
}

/// One end of each loop's body, where lanes that took different ways through it meet again before
/// the next turn.
static void uniteLatches(Function &function) {
  DominatorTree dominators(function);
  LoopInfo loops(dominators);
  for (Loop *loop : loops.getLoopsInPreorder())
    if (!loop->getLoopLatch())
      simplifyLoop(loop, &dominators, &loops, nullptr, nullptr, nullptr, /*PreserveLCSSA=*/false);
}

Error normaliseKernel(LoadedKernel &kernel) {
  if (Error error = inlineCalls(*kernel.function))
    return error;
  fuseMultiplyAdds(*kernel.function);
  expandFloatClasses(*kernel.function);
  lookThroughWidenedVectors(*kernel.function);
  dropPermissions(*kernel.function);
  uniteLatches(*kernel.function);
  return Error::success();
}

} // namespace tritonmetal::executor
