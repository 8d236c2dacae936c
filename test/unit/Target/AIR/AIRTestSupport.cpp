//===- AIRTestSupport.cpp - Modules from text for AIR tests ---------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Transforms/Utils/Local.h"

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

std::string kernelOf(StringRef moduleText) {
  if (moduleText.starts_with("error: "))
    return moduleText.str();
  size_t start = moduleText.find("define void @k(");
  return moduleText.slice(start, moduleText.find("\n}\n", start) + 3).str();
}

static std::string wrapBody(StringRef body, StringRef globals) {
  return (globals + "\ndefine void @k(ptr addrspace(1) %a, ptr addrspace(1) %b, " +
          "ptr addrspace(2) %s, i32 %i) {\n" + body + "\n  ret void\n}\n")
      .str();
}

std::string buildBody(StringRef body, StringRef globals, unsigned level, ModuleTarget target) {
  return kernelOf(build(wrapBody(body, globals), level, target));
}

std::string storedConstants(const Module &module) {
  std::string text;
  raw_string_ostream stream(text);
  for (const Instruction &inst : instructions(*module.getFunction("k")))
    if (auto *store = dyn_cast<StoreInst>(&inst)) {
      if (isa<Constant>(store->getValueOperand()))
        store->getValueOperand()->print(stream);
      else
        stream << "?";
      stream << "\n";
    }
  return text;
}

void expectSameConstants(StringRef body, StringRef globals) {
  std::string text = wrapBody(body, globals);
  TestModule folded(text);
  for (BasicBlock &block : *folded.module->getFunction("k"))
    SimplifyInstructionsInBlock(&block);
  TestModule legal(text);
  AIROptions options;
  options.optimizationLevel = 0;
  Error error = buildAIR(*legal.module, describe(*legal.module), macOS(15), options);
  ASSERT_FALSE(bool(error)) << toString(std::move(error));
  std::string expected = storedConstants(*folded.module);
  EXPECT_EQ(expected, storedConstants(*legal.module)) << text;
  EXPECT_EQ(expected.find('?'), std::string::npos) << "LLVM could not fold\n" << text;
}

::testing::AssertionResult has(const std::string &text, StringRef part) {
  if (StringRef(text).contains(part))
    return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "'" << part.str() << "' is not in\n" << text;
}

} // namespace tritonmetal::air
