//===- EmitAIR.cpp - From the Metal dialect to AIR bitcode ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/EmitAIR.h"

#include "AttachLines.h"

#include "triton-metal/Conversion/MetalToLLVM/Passes.h"
#include "triton-metal/Target/AIR/BitcodeWriter.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

using namespace mlir;

namespace tritonmetal::metal {

/// A copy of `kernel`, alone in its module, as LLVM dialect.
static OwningOpRef<ModuleOp> lowerAlone(KernelOp kernel, unsigned airMinor) {
  OwningOpRef<ModuleOp> module = ModuleOp::create(kernel.getLoc());
  OpBuilder::atBlockEnd(module->getBody()).clone(*kernel);
  PassManager passes(kernel.getContext(), ModuleOp::getOperationName());
  ConvertMetalToLLVMOptions options;
  options.airMinor = airMinor;
  passes.addPass(createConvertMetalToLLVM(options));
  if (failed(passes.run(*module)))
    return {};
  return module;
}

/// Types that reach the host must have a name there.
static LogicalResult checkElementTypes(KernelOp kernel) {
  for (unsigned i = 0, e = kernel.getNumArguments(); i < e; ++i) {
    ArgumentAttr info = kernel.getArgumentInfo(i);
    if (getMSLTypeName(info.getElement()).empty())
      return kernel.emitError() << "argument '" << info.getName() << "' of kernel '"
                                << kernel.getName() << "' has type " << info.getElement()
                                << ", which Metal does not have";
  }
  return success();
}

static LogicalResult emitKernel(KernelOp kernel, const AIREmissionOptions &options,
                                std::vector<EmittedKernel> &kernels) {
  if (failed(checkElementTypes(kernel)))
    return failure();
  air::KernelDescription description = describeKernel(kernel);
  OwningOpRef<ModuleOp> lowered = lowerAlone(kernel, options.target.air.minor);
  if (!lowered)
    return failure();
  if (options.debugInfo)
    attachLines(*lowered);
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module =
      translateModuleToLLVMIR(*lowered, context, kernel.getName());
  if (!module)
    return failure();

  auto fail = [&](llvm::Error error) {
    return kernel.emitError() << "kernel '" << kernel.getName()
                              << "' cannot be emitted as AIR: " << llvm::toString(std::move(error));
  };
  air::AIROptions airOptions = options.air;
  airOptions.disjointBuffers |= kernel.getDisjointArguments();
  if (llvm::Error error = air::buildAIR(*module, description, options.target, airOptions))
    return fail(std::move(error));
  SmallVector<char, 0> bitcode;
  if (llvm::Error error = air::writeAIRBitcode(*module, bitcode))
    return fail(std::move(error));

  EmittedKernel emitted;
  emitted.name = description.name;
  emitted.bitcode.assign(bitcode.begin(), bitcode.end());
  if (options.wantText) {
    llvm::raw_string_ostream stream(emitted.text);
    module->print(stream, nullptr);
  }
  kernels.push_back(std::move(emitted));
  return success();
}

LogicalResult emitAIR(ModuleOp module, const AIREmissionOptions &options,
                      std::vector<EmittedKernel> &kernels) {
  registerBuiltinDialectTranslation(*module.getContext());
  registerLLVMDialectTranslation(*module.getContext());
  for (KernelOp kernel : module.getOps<KernelOp>())
    if (failed(emitKernel(kernel, options, kernels)))
      return failure();
  return success();
}

} // namespace tritonmetal::metal
