//===- Frontend.cpp - Input text to the last common stage ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Frontend.h"

#include "Replan.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Pipelines/Pipelines.h"
#include "triton-metal/Reader/Reader.h"

#include "mlir/Pass/PassManager.h"

using namespace mlir;
using namespace tritonmetal;

void tritonmetal::registerFrontendDialects(DialectRegistry &registry) {
  registerTritonDialects(registry);
  registry.insert<metal::MetalDialect, vector::VectorDialect>();
}

/// Only AIR reaches the 16x16 matrix unit; Metal's front end knows 8x8.
static bool mayUseLargeFragments(const CompileOptions &options) {
  bool isAIR = options.output == OutputKind::Metallib || options.output == OutputKind::AIR ||
               options.output == OutputKind::LLVM;
  return isAIR && whyNoLargeFragments(options).empty();
}

/// Where in the order of stages a module is.
enum class Stage { TTIR, TTGIR, ValueForm, LoopForm };

static std::optional<Stage> findStage(ModuleOp module, StringRef name) {
  if (!module.getOps<metal::KernelOp>().empty()) {
    WalkResult valueForm = module.walk([](Operation *op) {
      return op->hasTrait<metal::ValueFormOp>() ? WalkResult::interrupt() : WalkResult::advance();
    });
    return valueForm.wasInterrupted() ? Stage::ValueForm : Stage::LoopForm;
  }
  if (!module.getOps<tt::FuncOp>().empty())
    return module->hasAttr(ttg::kNumWarpsAttrName) ? Stage::TTGIR : Stage::TTIR;
  emitError(getWholeFile(module.getContext(), name))
      << "holds no kernel: expected a 'tt.func' (or a 'metal.kernel')";
  return std::nullopt;
}

/// A plan that is kept, for this target from now on.
static void setTarget(ModuleOp module, const CompileOptions &options) {
  module->setAttr(
      ttg::kTargetAttrName,
      StringAttr::get(module.getContext(), "metal:" + options.target.family->name.str()));
}

/// The stage that the output is made from.
static Stage wantedStage(OutputKind output) {
  if (output == OutputKind::TTIR)
    return Stage::TTIR;
  return output == OutputKind::TTGIR ? Stage::TTGIR : Stage::LoopForm;
}

OwningOpRef<ModuleOp> tritonmetal::lowerToStage(const Input &input, const CompileOptions &options,
                                                MLIRContext &context) {
  OwningOpRef<ModuleOp> module =
      readModule(input.text, input.name, context, {options.sourceTarget, options.sourcePrefixes});
  if (!module)
    return {};
  std::optional<Stage> stage = findStage(*module, input.name);
  if (!stage)
    return {};
  Stage wanted = wantedStage(options.output);
  PassManager pm(&context, ModuleOp::getOperationName());
  std::optional<unsigned> numWarps = options.numWarps;
  if (*stage == Stage::TTGIR) {
    bool isAsked = wanted == Stage::TTIR && options.replan != Replan::Never;
    FailureOr<bool> isReplanned = isAsked ? true : mustReplan(*module, options);
    if (failed(isReplanned))
      return {};
    if (*isReplanned) {
      numWarps = numWarps.value_or(getPlannedWarps(*module));
      buildTritonGPUToTritonPipeline(pm);
      stage = Stage::TTIR;
    } else {
      setTarget(*module, options);
    }
  }
  if (*stage > wanted) {
    emitError(getWholeFile(&context, input.name))
        << "is past the stage that was asked for; start from the kernel's TTIR";
    return {};
  }
  if (*stage == Stage::TTIR && wanted > Stage::TTIR)
    buildTritonToTritonGPUPipeline(pm,
                                   {int(numWarps.value_or(4)), options.target.family->name.str(),
                                    mayUseLargeFragments(options), options.fp64 == FP64::Emulate});
  MetalOptions metalOptions;
  metalOptions.largeFragments = mayUseLargeFragments(options);
  metalOptions.registerBudget = options.target.family->registerBudget;
  metalOptions.fpFusion = options.fpFusion;
  metalOptions.fastFunctions = options.fpMode == FPMode::Fast;
  metalOptions.emulateDoubles = options.fp64 == FP64::Emulate;
  metalOptions.deploymentTarget = options.deployment.str();
  metalOptions.allowOverlap = options.overlap == Overlap::Allowed;
  metalOptions.disjointArguments = options.overlap == Overlap::None;
  if (*stage <= Stage::TTGIR && wanted == Stage::LoopForm)
    buildTritonGPUToMetalPipeline(pm, metalOptions);
  else if (*stage == Stage::ValueForm)
    buildLoopFormPipeline(pm, metalOptions);
  else if (*stage == Stage::LoopForm)
    pm.addPass(metal::createVerifyLoopForm()); // somebody else's loop form
  if (failed(pm.run(*module)))
    return {};
  return module;
}
