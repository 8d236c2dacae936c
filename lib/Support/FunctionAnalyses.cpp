//===- FunctionAnalyses.cpp - What LLVM's function passes ask for ---------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Support/FunctionAnalyses.h"

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
#include "llvm/IR/PassInstrumentation.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"

using namespace llvm;

namespace tritonmetal {

FunctionAnalyses::FunctionAnalyses(
    function_ref<void(FunctionAnalysisManager &, AAManager &)> addAliases) {
  registerFunctionAnalyses();
  AAManager aliases;
  addAliases(functions, aliases);
  functions.registerPass([] { return BasicAA(); });
  functions.registerPass([] { return ScopedNoAliasAA(); });
  aliases.registerFunctionAnalysis<BasicAA>();
  aliases.registerFunctionAnalysis<ScopedNoAliasAA>();
  functions.registerPass([&] { return std::move(aliases); });
  loops.registerPass([] { return PassInstrumentationAnalysis(); });
  loops.registerPass([this] { return FunctionAnalysisManagerLoopProxy(functions); });
  modules.registerPass([] { return PassInstrumentationAnalysis(); });
  modules.registerPass([] { return ProfileSummaryAnalysis(); });
  modules.registerPass([this] { return FunctionAnalysisManagerModuleProxy(functions); });
}

void FunctionAnalyses::registerFunctionAnalyses() {
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

void addSimplifyCFG(FunctionPassManager &passes) {
  passes.addPass(SimplifyCFGPass(SimplifyCFGOptions().needCanonicalLoops(true)));
}

void addScalarCleanup(FunctionPassManager &passes) {
  passes.addPass(SROAPass(SROAOptions::ModifyCFG));
  passes.addPass(EarlyCSEPass(/*UseMemorySSA=*/false));
  addSimplifyCFG(passes);
  passes.addPass(InstCombinePass());
}

} // namespace tritonmetal
