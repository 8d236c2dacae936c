//===- EmitAIRTestSupport.cpp - Kernels as text, AIR as a module *- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "EmitAIRTestSupport.h"

#include "ModuleComparison.h"

#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace tritonmetal;

Emission::Emission(llvm::StringRef text) {
  DialectRegistry registry;
  registry.insert<metal::MetalDialect, math::MathDialect>();
  context.appendDialectRegistry(registry);
  context.getDiagEngine().registerHandler(
      [this](Diagnostic &diagnostic) { diagnostics += diagnostic.str() + "\n"; });
  module = parseSourceString<ModuleOp>(text, &context);
  EXPECT_TRUE(module) << diagnostics;
  PassManager passes(&context, ModuleOp::getOperationName());
  passes.addPass(metal::createExpandMath());
  EXPECT_TRUE(succeeded(passes.run(*module))) << diagnostics;
}

metal::KernelOp Emission::getKernel() { return *module->getOps<metal::KernelOp>().begin(); }

bool Emission::emit(unsigned macOS, unsigned optimizationLevel) {
  metal::AIREmissionOptions options;
  options.target = llvm::cantFail(air::getModuleTarget(air::Platform::MacOS, {macOS, 0}));
  options.air.optimizationLevel = optimizationLevel;
  options.wantText = true;
  kernels.clear();
  return succeeded(metal::emitAIR(*module, options, kernels));
}

std::string makeKernel(llvm::StringRef element, llvm::StringRef body, llvm::StringRef access) {
  return ("metal.kernel @k(%x: !metal.ptr<" + element +
          ", device>) attributes {arguments = [#metal.argument<name = \"x\", kind = pointer, "
          "element = " +
          element + ", binding = 0, access = " + access +
          ">], num_simdgroups = 2 : i32, target = \"apple7\"} {\n" + body + "\nmetal.return\n}\n")
      .str();
}

std::unique_ptr<llvm::Module> readBack(const metal::EmittedKernel &kernel,
                                       llvm::LLVMContext &context) {
  llvm::MemoryBufferRef buffer(kernel.bitcode, kernel.name);
  llvm::Expected<std::unique_ptr<llvm::Module>> module = llvm::parseBitcodeFile(buffer, context);
  if (!module) {
    ADD_FAILURE() << llvm::toString(module.takeError());
    return nullptr;
  }
  EXPECT_FALSE(llvm::verifyModule(**module, &llvm::errs()));
  llvm::SMDiagnostic diagnostic;
  auto meant = llvm::parseAssemblyString(kernel.text, diagnostic, context);
  EXPECT_TRUE(meant) << diagnostic.getMessage().str();
  if (meant)
    EXPECT_EQ(test::compareModules(*meant, **module), "");
  return std::move(*module);
}
