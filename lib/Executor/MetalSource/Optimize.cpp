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
//===----------------------------------------------------------------------===//

#include "MetalModule.h"

#include "triton-metal/Support/FunctionAnalyses.h"

#include "llvm/IR/Module.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/ADCE.h"
#include "llvm/Transforms/Scalar/GVN.h"
#include "llvm/Transforms/Scalar/InferAddressSpaces.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/LoopRotation.h"
#include "llvm/Transforms/Scalar/LoopUnrollPass.h"

using namespace llvm;

namespace tritonmetal::executor {

static FunctionPassManager makePipeline() {
  constexpr unsigned genericSpace = 0;
  FunctionPassManager passes;
  passes.addPass(InferAddressSpacesPass(genericSpace));
  LoopPassManager loops;
  loops.addPass(LoopRotatePass(/*EnableHeaderDuplication=*/true));
  loops.addPass(LICMPass(LICMOptions()));
  passes.addPass(createFunctionToLoopPassAdaptor(std::move(loops), /*UseMemorySSA=*/true));
  passes.addPass(createFunctionToLoopPassAdaptor(LoopFullUnrollPass(/*OptLevel=*/2)));
  addScalarCleanup(passes);
  // Addresses that were in arrays of the thread before.
  passes.addPass(InferAddressSpacesPass(genericSpace));
  passes.addPass(GVNPass(GVNOptions().setPRE(false).setLoadPRE(false)));
  passes.addPass(ADCEPass());
  addSimplifyCFG(passes);
  passes.addPass(InstCombinePass());
  return passes;
}

static void runOnFunctions(Module &module, FunctionPassManager passes) {
  FunctionAnalyses analyses;
  for (Function &function : module) {
    if (function.isDeclaration())
      continue;
    passes.run(function, analyses.functions);
    analyses.functions.clear();
  }
}

void simplifyFunctions(Module &module) {
  FunctionPassManager passes;
  addScalarCleanup(passes);
  runOnFunctions(module, std::move(passes));
}

void optimizeKernels(Module &module) { runOnFunctions(module, makePipeline()); }

} // namespace tritonmetal::executor
