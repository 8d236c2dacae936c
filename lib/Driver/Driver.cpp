//===- Driver.cpp - Input text to artifacts --------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Driver/Driver.h"

#include "Emit.h"
#include "Explain.h"
#include "Frontend.h"

#include "triton-metal/Reader/Messages.h"

#include "mlir/IR/MLIRContext.h"

using namespace mlir;
using namespace tritonmetal;

llvm::ArrayRef<OutputKindInfo> tritonmetal::getOutputKinds() {
  static const OutputKindInfo kinds[] = {
      {OutputKind::MSL, "msl", ".metal"},         {OutputKind::Metallib, "metallib", ".metallib"},
      {OutputKind::AIR, "air", ".air"},           {OutputKind::LLVM, "llvm", ".ll"},
      {OutputKind::MetalIR, "metal-ir", ".mlir"}, {OutputKind::TTGIR, "ttgir", ".ttgir"},
      {OutputKind::TTIR, "ttir", ".ttir"},
  };
  return kinds;
}

static LogicalResult compileAll(llvm::ArrayRef<Input> inputs, const CompileOptions &options,
                                Artifacts &artifacts, Explanations &explanations,
                                MLIRContext &context) {
  std::vector<OwningOpRef<ModuleOp>> modules;
  for (const Input &input : inputs) {
    modules.push_back(lowerToStage(input, options, context));
    if (!modules.back())
      return failure();
    explanations.finish(*modules.back());
  }
  return emitArtifacts(modules, inputs, options, artifacts);
}

CompileResult tritonmetal::compile(llvm::ArrayRef<Input> inputs, const CompileOptions &options,
                                   Artifacts &artifacts, llvm::raw_ostream &messages) {
  Explanations explanations; // longer than the context
  DialectRegistry registry;
  registerFrontendDialects(registry);
  // One kernel at a time: a pool of threads would cost more than it saves.
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  Messages printed(inputs, context, messages, options.messages);
  if (options.explain != ExplainFormat::None)
    explanations.listenTo(context);
  Artifacts made;
  bool isDone = succeeded(compileAll(inputs, options, made, explanations, context));
  if (isDone && printed.getNumErrors() == 0) { // warnings may count as errors
    artifacts = std::move(made);
    explanations.print(options.explain, messages);
    return CompileResult::Done;
  }
  if (printed.getNumErrors() != 0)
    return CompileResult::Rejected;
  messages << inputs.front().name << ": internal error: a stage failed without giving a reason\n";
  return CompileResult::InternalError;
}
