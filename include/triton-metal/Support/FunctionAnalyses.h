//===- FunctionAnalyses.h - What LLVM's function passes ask for -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// LLVM's scalar passes need analyses that are registered and wired to each other.
// llvm::PassBuilder does that for all there are, and so links and constructs every pass
// of LLVM: milliseconds at each start. Here are those that the passes we run ask for.
//
//   FunctionAnalyses analyses;
//   passes.run(function, analyses.functions);
//   analyses.functions.clear();                 // before the next function
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_SUPPORT_FUNCTIONANALYSES_H
#define TRITON_METAL_SUPPORT_FUNCTIONANALYSES_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Analysis/AliasAnalysis.h"
#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Analysis/LoopAnalysisManager.h"
#include "llvm/IR/PassManager.h"

namespace tritonmetal {

class FunctionAnalyses {
public:
  /// `addAliases` registers alias analyses of the caller, which are asked first. No function
  /// is taken for one of a C library, whatever its name.
  explicit FunctionAnalyses(
      llvm::function_ref<void(llvm::FunctionAnalysisManager &, llvm::AAManager &)> addAliases =
          [](llvm::FunctionAnalysisManager &, llvm::AAManager &) {});
  FunctionAnalyses(const FunctionAnalyses &) = delete; // the managers point to each other
  FunctionAnalyses &operator=(const FunctionAnalyses &) = delete;

  llvm::FunctionAnalysisManager functions;

private:
  void registerFunctionAnalyses();

  llvm::LoopAnalysisManager loops;
  llvm::ModuleAnalysisManager modules;
};

/// Control flow made simple, loops kept in the form that loop passes want.
void addSimplifyCFG(llvm::FunctionPassManager &passes);

/// Memory of the thread to registers, and what follows from it.
void addScalarCleanup(llvm::FunctionPassManager &passes);

} // namespace tritonmetal

#endif // TRITON_METAL_SUPPORT_FUNCTIONANALYSES_H
