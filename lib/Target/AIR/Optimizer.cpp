//===- Optimizer.cpp - LLVM's scalar passes for AIR -----------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Analyses are registered by hand, not by llvm::PassBuilder, which would link and construct every
// pass of LLVM: a tiny kernel takes less time than that.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/Optimizer.h"

#include "AddressSpaceAA.h"
#include "Passes.h"

#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/BasicAliasAnalysis.h"
#include "llvm/Analysis/BlockFrequencyInfo.h"
#include "llvm/Analysis/BranchProbabilityInfo.h"
#include "llvm/Analysis/LastRunTrackingAnalysis.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/MemoryDependenceAnalysis.h"
#include "llvm/Analysis/MemorySSA.h"
#include "llvm/Analysis/OptimizationRemarkEmitter.h"
#include "llvm/Analysis/PostDominators.h"
#include "llvm/Analysis/ProfileSummaryInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScopedNoAliasAA.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/Analysis/TargetTransformInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/IR/PassInstrumentation.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/ADCE.h"
#include "llvm/Transforms/Scalar/DCE.h"
#include "llvm/Transforms/Scalar/DeadStoreElimination.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/GVN.h"
#include "llvm/Transforms/Scalar/InferAddressSpaces.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopDeletion.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/LoopRotation.h"
#include "llvm/Transforms/Scalar/LoopUnrollPass.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"

using namespace llvm;

namespace tritonmetal::air {

namespace {
/// The analysis managers, wired to each other.
class Managers {
public:
  Managers();

  FunctionAnalysisManager functions;

private:
  void registerFunctionAnalyses();
  void registerAliasAnalyses();

  LoopAnalysisManager loops;
  ModuleAnalysisManager modules;
};
} // namespace

Managers::Managers() {
  registerFunctionAnalyses();
  registerAliasAnalyses();
  loops.registerPass([] { return PassInstrumentationAnalysis(); });
  loops.registerPass([this] { return FunctionAnalysisManagerLoopProxy(functions); });
  modules.registerPass([] { return PassInstrumentationAnalysis(); });
  modules.registerPass([] { return ProfileSummaryAnalysis(); });
  modules.registerPass([this] { return FunctionAnalysisManagerModuleProxy(functions); });
}

void Managers::registerFunctionAnalyses() {
  functions.registerPass([] { return PassInstrumentationAnalysis(); });
  functions.registerPass([this] { return ModuleAnalysisManagerFunctionProxy(modules); });
  functions.registerPass([this] { return LoopAnalysisManagerFunctionProxy(loops); });
  functions.registerPass([] { return AssumptionAnalysis(); });
  functions.registerPass([] { return BlockFrequencyAnalysis(); });
  functions.registerPass([] { return BranchProbabilityAnalysis(); });
  functions.registerPass([] { return DominatorTreeAnalysis(); });
  functions.registerPass([] { return LastRunTrackingAnalysis(); });
  functions.registerPass([] { return LoopAnalysis(); });
  functions.registerPass([] { return MemoryDependenceAnalysis(); });
  functions.registerPass([] { return MemorySSAAnalysis(); });
  functions.registerPass([] { return OptimizationRemarkEmitterAnalysis(); });
  functions.registerPass([] { return PostDominatorTreeAnalysis(); });
  functions.registerPass([] { return ScalarEvolutionAnalysis(); });
  functions.registerPass([] { return TargetIRAnalysis(); });
  // No function is what a C library calls by that name.
  TargetLibraryInfoImpl noLibrary{Triple()};
  noLibrary.disableAllFunctions();
  functions.registerPass([&] { return TargetLibraryAnalysis(noLibrary); });
}

void Managers::registerAliasAnalyses() {
  functions.registerPass([] { return BasicAA(); });
  functions.registerPass([] { return ScopedNoAliasAA(); });
  functions.registerPass([] { return AddressSpaceAA(); });
  functions.registerPass([] {
    AAManager manager;
    manager.registerFunctionAnalysis<AddressSpaceAA>();
    manager.registerFunctionAnalysis<BasicAA>();
    manager.registerFunctionAnalysis<ScopedNoAliasAA>();
    return manager;
  });
}

static SimplifyCFGPass simplifyCFG() {
  return SimplifyCFGPass(SimplifyCFGOptions().needCanonicalLoops(true));
}

/// Memory of the thread to registers, and what follows from it.
static void addCleanup(FunctionPassManager &passes) {
  passes.addPass(SROAPass(SROAOptions::ModifyCFG));
  passes.addPass(EarlyCSEPass(/*UseMemorySSA=*/false));
  passes.addPass(simplifyCFG());
  passes.addPass(InstCombinePass());
}

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
  addCleanup(passes);
  if (hasLoops) {
    if (level >= 2)
      addLoopPasses(passes);
    passes.addPass(LoopUnrollPass(LoopUnrollOptions(level, /*OnlyWhenForced=*/true)));
    addCleanup(passes);
  }
  if (level >= 2)
    passes.addPass(GVNPass(GVNOptions().setPRE(false).setLoadPRE(level >= 3)));
  if (level >= 3) {
    passes.addPass(DSEPass());
    addCleanup(passes);
    if (hasLoops)
      addLoopPasses(passes);
  }
  passes.addPass(ADCEPass());
  passes.addPass(simplifyCFG());
  passes.addPass(InstCombinePass());
  return passes;
}

void optimizeModule(Module &module, unsigned level) {
  Managers managers;
  for (Function &function : module) {
    if (function.isDeclaration())
      continue;
    bool hasLoops = !managers.functions.getResult<LoopAnalysis>(function).empty();
    FunctionPassManager passes = makePipeline(level, hasLoops);
    passes.run(function, managers.functions);
    managers.functions.clear();
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
  Managers managers;
  constexpr unsigned genericSpace = 0;
  InferAddressSpacesPass(genericSpace).run(kernel, managers.functions);
}

} // namespace tritonmetal::air
