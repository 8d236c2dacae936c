//===- AIRTestSupport.cpp - Modules from text for AIR tests ---------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/Support/SourceMgr.h"

#include "gtest/gtest.h"

using namespace llvm;

namespace tritonmetal::air {

TestModule::TestModule(StringRef text) {
  SMDiagnostic diagnostic;
  module = parseAssemblyString(text, diagnostic, *context);
  if (module)
    return;
  std::string message;
  raw_string_ostream stream(message);
  diagnostic.print("test", stream, /*ShowColors=*/false);
  ADD_FAILURE() << message;
  module = std::make_unique<Module>("empty", *context);
}

std::string TestModule::print() const {
  std::string text;
  raw_string_ostream stream(text);
  module->print(stream, nullptr);
  return text;
}

std::string TestModule::printKernel() const {
  std::string text;
  raw_string_ostream stream(text);
  if (Function *kernel = module->getFunction("k"))
    kernel->print(stream);
  return text;
}

static KernelArgument describeArgument(const Argument &argument) {
  std::string name = "arg" + std::to_string(argument.getArgNo());
  Type *type = argument.getType();
  if (!type->isPointerTy()) {
    std::string typeName = type->getScalarSizeInBits() == 16 ? "ushort" : "uint";
    if (auto *vector = dyn_cast<FixedVectorType>(type))
      typeName += std::to_string(vector->getNumElements());
    return KernelArgument::builtIn(name, "thread_position_in_grid", typeName);
  }
  switch (type->getPointerAddressSpace()) {
  case 2:
    return KernelArgument::constantBuffer(name, argument.getArgNo(), "Args", 16, 4);
  case 3:
    return KernelArgument::threadgroupBuffer(name, argument.getArgNo(), "float", 4, 4);
  default:
    return KernelArgument::deviceBuffer(name, argument.getArgNo(), "float", 4, 4,
                                        BufferAccess::ReadWrite);
  }
}

KernelDescription describe(const Module &module) {
  KernelDescription description;
  description.name = "k";
  if (const Function *kernel = module.getFunction("k"))
    for (const Argument &argument : kernel->args())
      description.arguments.push_back(describeArgument(argument));
  return description;
}

ModuleTarget macOS(unsigned major) {
  return cantFail(getModuleTarget(Platform::MacOS, {major, 0}));
}

std::string build(StringRef text, unsigned level, ModuleTarget target) {
  TestModule test(text);
  AIROptions options;
  options.optimizationLevel = level;
  if (Error error = buildAIR(*test.module, describe(*test.module), target, options))
    return "error: " + toString(std::move(error));
  return test.print();
}

} // namespace tritonmetal::air
