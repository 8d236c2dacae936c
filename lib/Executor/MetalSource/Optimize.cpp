//===- Optimize.cpp - LLVM's scalar passes for kernels from source ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Clang leaves every variable in memory and every pointer in address space 0. These passes are the
// least after which a kernel looks like one from an archive; loops with few turns are unrolled, so
// that arrays of matrices become values.
//
// Analyses are registered by hand, not by llvm::PassBuilder, which would link and construct every
// pass of LLVM.
//
//===----------------------------------------------------------------------===//

#include "MetalModule.h"

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
#include "llvm/IR/Module.h"
#include "llvm/IR/PassInstrumentation.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/ADCE.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/GVN.h"
#include "llvm/Transforms/Scalar/InferAddressSpaces.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/LoopRotation.h"
#include "llvm/Transforms/Scalar/LoopUnrollPass.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"

using namespace llvm;

namespace tritonmetal::executor {

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
  functions.registerPass([] {
    AAManager manager;
    manager.registerFunctionAnalysis<BasicAA>();
    manager.registerFunctionAnalysis<ScopedNoAliasAA>();
    return manager;
  });
}

static SimplifyCFGPass simplifyCFG() {
  return SimplifyCFGPass(SimplifyCFGOptions().needCanonicalLoops(true));
}

static void addCleanup(FunctionPassManager &passes) {
  passes.addPass(SROAPass(SROAOptions::ModifyCFG));
  passes.addPass(EarlyCSEPass(/*UseMemorySSA=*/false));
  passes.addPass(simplifyCFG());
  passes.addPass(InstCombinePass());
}

static FunctionPassManager makePipeline() {
  constexpr unsigned genericSpace = 0;
  FunctionPassManager passes;
  passes.addPass(InferAddressSpacesPass(genericSpace));
  LoopPassManager loops;
  loops.addPass(LoopRotatePass(/*EnableHeaderDuplication=*/true));
  loops.addPass(LICMPass(LICMOptions()));
  passes.addPass(createFunctionToLoopPassAdaptor(std::move(loops), /*UseMemorySSA=*/true));
  passes.addPass(createFunctionToLoopPassAdaptor(LoopFullUnrollPass(/*OptLevel=*/2)));
  addCleanup(passes);
  // Addresses that were in arrays of the thread before.
  passes.addPass(InferAddressSpacesPass(genericSpace));
  passes.addPass(GVNPass(GVNOptions().setPRE(false).setLoadPRE(false)));
  passes.addPass(ADCEPass());
  passes.addPass(simplifyCFG());
  passes.addPass(InstCombinePass());
  return passes;
}

static void runOnFunctions(Module &module, FunctionPassManager passes) {
  Managers managers;
  for (Function &function : module) {
    if (function.isDeclaration())
      continue;
    passes.run(function, managers.functions);
    managers.functions.clear();
  }
}

void simplifyFunctions(Module &module) {
  FunctionPassManager passes;
  addCleanup(passes);
  runOnFunctions(module, std::move(passes));
}

void optimizeKernels(Module &module) { runOnFunctions(module, makePipeline()); }

} // namespace tritonmetal::executor
