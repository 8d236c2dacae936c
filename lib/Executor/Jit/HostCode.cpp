//===- HostCode.cpp - From LLVM IR to code in memory ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HostCode.h"

#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Verifier.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/SubtargetFeature.h"
#include "llvm/Transforms/Coroutines/CoroCleanup.h"
#include "llvm/Transforms/Coroutines/CoroEarly.h"
#include "llvm/Transforms/Coroutines/CoroSplit.h"
#include "llvm/Transforms/InstCombine/InstCombine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/IndVarSimplify.h"
#include "llvm/Transforms/Scalar/LICM.h"
#include "llvm/Transforms/Scalar/LoopPassManager.h"
#include "llvm/Transforms/Scalar/LoopRotation.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"
#include "llvm/Transforms/Vectorize/LoopVectorize.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

HostCompiler::HostCompiler(std::unique_ptr<TargetMachine> machine) : machine(std::move(machine)) {}
HostCompiler::HostCompiler(HostCompiler &&) = default;
HostCompiler::~HostCompiler() = default;

Expected<HostCompiler> HostCompiler::create() {
  if (InitializeNativeTarget() || InitializeNativeTargetAsmPrinter())
    return createStringError("this build of LLVM generates no code for the host");
  Triple triple(sys::getProcessTriple());
  std::string message;
  const Target *target = TargetRegistry::lookupTarget(triple, message);
  if (!target)
    return createStringError(message);
  SubtargetFeatures features;
  for (const auto &feature : sys::getHostCPUFeatures())
    features.AddFeature(feature.first(), feature.second);
  std::unique_ptr<TargetMachine> machine(target->createTargetMachine(
      triple, sys::getHostCPUName(), features.getString(), TargetOptions(), Reloc::PIC_,
      CodeModel::Small, CodeGenOptLevel::Default, /*JIT=*/true));
  if (!machine)
    return createStringError("this build of LLVM generates no code for the host");
  return HostCompiler(std::move(machine));
}

HostFeatures HostCompiler::getFeatures() const {
  HostFeatures features;
  // x86 has conversions of half in an extension only; elsewhere LLVM's own are right.
  if (machine->getTargetTriple().isX86())
    features.halfConversions = sys::getHostCPUFeatures().lookup("f16c");
  return features;
}

void HostCompiler::setTarget(Module &module) const {
  module.setTargetTriple(machine->getTargetTriple());
  module.setDataLayout(machine->createDataLayout());
}

//===----------------------------------------------------------------------===//
// Optimisation
//===----------------------------------------------------------------------===//

/// Kernels arrive optimised; what is left to do comes from our own lowering.
static FunctionPassManager makeSimplification() {
  FunctionPassManager passes;
  passes.addPass(SROAPass(SROAOptions::ModifyCFG));
  passes.addPass(EarlyCSEPass(/*UseMemorySSA=*/true));
  passes.addPass(InstCombinePass());
  passes.addPass(SimplifyCFGPass());
  return passes;
}

static FunctionPassManager makeLoopOptimisation() {
  FunctionPassManager passes;
  LoopPassManager loops;
  loops.addPass(LoopRotatePass());
  loops.addPass(LICMPass(LICMOptions()));
  passes.addPass(createFunctionToLoopPassAdaptor(std::move(loops), /*UseMemorySSA=*/true));
  passes.addPass(InstCombinePass());
  passes.addPass(createFunctionToLoopPassAdaptor(IndVarSimplifyPass()));
  passes.addPass(LoopVectorizePass());
  passes.addPass(InstCombinePass());
  passes.addPass(SimplifyCFGPass());
  passes.addPass(EarlyCSEPass());
  return passes;
}

void HostCompiler::optimise(Module &module, bool isCoroutine) const {
  assert(!verifyModule(module, &errs()) && "lowering makes valid modules");
  LoopAnalysisManager loopAnalyses;
  FunctionAnalysisManager functionAnalyses;
  CGSCCAnalysisManager callGraphAnalyses;
  ModuleAnalysisManager moduleAnalyses;
  PassBuilder builder(machine.get());
  builder.registerModuleAnalyses(moduleAnalyses);
  builder.registerCGSCCAnalyses(callGraphAnalyses);
  builder.registerFunctionAnalyses(functionAnalyses);
  builder.registerLoopAnalyses(loopAnalyses);
  builder.crossRegisterProxies(loopAnalyses, functionAnalyses, callGraphAnalyses, moduleAnalyses);

  ModulePassManager passes;
  if (isCoroutine)
    passes.addPass(CoroEarlyPass());
  passes.addPass(createModuleToFunctionPassAdaptor(makeSimplification()));
  if (isCoroutine) {
    passes.addPass(createModuleToPostOrderCGSCCPassAdaptor(CoroSplitPass()));
    passes.addPass(CoroCleanupPass());
    passes.addPass(createModuleToFunctionPassAdaptor(makeSimplification()));
  }
  passes.addPass(createModuleToFunctionPassAdaptor(makeLoopOptimisation()));
  passes.run(module, moduleAnalyses);
}

Expected<std::unique_ptr<MemoryBuffer>> HostCompiler::compile(Module &module) const {
  SmallVector<char, 0> bytes;
  raw_svector_ostream stream(bytes);
  legacy::PassManager passes;
  MCContext *context = nullptr;
  if (machine->addPassesToEmitMC(passes, context, stream, /*DisableVerify=*/true))
    return createStringError("this build of LLVM generates no code for the host");
  passes.run(module);
  return std::make_unique<SmallVectorMemoryBuffer>(std::move(bytes),
                                                   /*RequiresNullTerminator=*/false);
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

struct LoadedCode::Implementation {
  std::unique_ptr<orc::LLJIT> jit;
};

LoadedCode::LoadedCode() : implementation(std::make_unique<Implementation>()) {}
LoadedCode::~LoadedCode() = default;

Expected<std::unique_ptr<LoadedCode>> LoadedCode::load(std::unique_ptr<MemoryBuffer> object,
                                                       ArrayRef<HostSymbol> symbols) {
  // Code is compiled before it gets here: a platform would only bring a runtime for IR modules.
  auto jit = orc::LLJITBuilder()
                 .setPlatformSetUp(orc::setUpInactivePlatform)
                 .setLinkProcessSymbolsByDefault(true)
                 .create();
  if (!jit)
    return jit.takeError();
  orc::SymbolMap map;
  for (const HostSymbol &symbol : symbols)
    map[(*jit)->mangleAndIntern(symbol.name)] = {orc::ExecutorAddr::fromPtr(symbol.address),
                                                 JITSymbolFlags::Exported};
  if (Error error = (*jit)->getMainJITDylib().define(orc::absoluteSymbols(std::move(map))))
    return std::move(error);
  if (Error error = (*jit)->addObjectFile(std::move(object)))
    return std::move(error);
  std::unique_ptr<LoadedCode> code(new LoadedCode());
  code->implementation->jit = std::move(*jit);
  return std::move(code);
}

Expected<void *> LoadedCode::find(StringRef name) {
  auto address = implementation->jit->lookup(name);
  if (!address)
    return address.takeError();
  return address->toPtr<void *>();
}

} // namespace tritonmetal::executor::jit
