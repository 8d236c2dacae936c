//===- Optimizer.cpp - LLVM's scalar passes for AIR -----------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/Optimizer.h"

#include "AddressSpaceAA.h"
#include "Passes.h"

#include "triton-metal/Support/FunctionAnalyses.h"

#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/ADCE.h"
#include "llvm/Transforms/Scalar/DCE.h"
#include "llvm/Transforms/Scalar/DeadStoreElimination.h"
#include "llvm/Transforms/Scalar/GVN.h"
#include "llvm/Transforms/Scalar/InferAddressSpaces.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopDeletion.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/LoopRotation.h"
#include "llvm/Transforms/Scalar/LoopUnrollPass.h"

using namespace llvm;

namespace tritonmetal::air {

static void addLoopPasses(FunctionPassManager &passes) {
  LoopPassManager loops;
  loops.addPass(LoopRotatePass(/*EnableHeaderDuplication=*/true));
  loops.addPass(LICMPass(LICMOptions()));
  passes.addPass(createFunctionToLoopPassAdaptor(std::move(loops), /*UseMemorySSA=*/true));
  passes.addPass(createFunctionToLoopPassAdaptor(LoopDeletionPass()));
}

static FunctionPassManager makePipeline(unsigned level, bool hasLoops) {
  FunctionPassManager passes;
  if (level == 0) {
    passes.addPass(DCEPass());
    return passes;
  }
  addScalarCleanup(passes);
  if (hasLoops) {
    if (level >= 2)
      addLoopPasses(passes);
    passes.addPass(LoopUnrollPass(LoopUnrollOptions(level, /*OnlyWhenForced=*/true)));
    addScalarCleanup(passes);
  }
  if (level >= 2)
    passes.addPass(GVNPass(GVNOptions().setPRE(false).setLoadPRE(level >= 3)));
  if (level >= 3) {
    passes.addPass(DSEPass());
    addScalarCleanup(passes);
    if (hasLoops)
      addLoopPasses(passes);
  }
  passes.addPass(ADCEPass());
  addSimplifyCFG(passes);
  passes.addPass(InstCombinePass());
  return passes;
}

void optimizeModule(Module &module, unsigned level) {
  FunctionAnalyses analyses([](FunctionAnalysisManager &functions, AAManager &aliases) {
    functions.registerPass([] { return AddressSpaceAA(); });
    aliases.registerFunctionAnalysis<AddressSpaceAA>();
  });
  for (Function &function : module) {
    if (function.isDeclaration())
      continue;
    bool hasLoops = !analyses.functions.getResult<LoopAnalysis>(function).empty();
    FunctionPassManager passes = makePipeline(level, hasLoops);
    passes.run(function, analyses.functions);
    analyses.functions.clear();
  }
}

static bool containsAddressSpaceCast(const Value *value) {
  if (isa<AddrSpaceCastOperator>(value))
    return true;
  auto *expression = dyn_cast<ConstantExpr>(value);
  return expression && any_of(expression->operands(), [](const Use &operand) {
           return containsAddressSpaceCast(operand.get());
         });
}

void removeGenericPointers(Function &kernel) {
  bool any = any_of(instructions(kernel), [](const Instruction &inst) {
    return isa<AddrSpaceCastInst>(inst) || any_of(inst.operands(), [](const Use &operand) {
             return containsAddressSpaceCast(operand.get());
           });
  });
  if (!any)
    return;
  FunctionAnalyses analyses([](FunctionAnalysisManager &functions, AAManager &aliases) {
    functions.registerPass([] { return AddressSpaceAA(); });
    aliases.registerFunctionAnalysis<AddressSpaceAA>();
  });
  constexpr unsigned genericSpace = 0;
  InferAddressSpacesPass(genericSpace).run(kernel, analyses.functions);
}

} // namespace tritonmetal::air
