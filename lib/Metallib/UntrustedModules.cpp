//===- UntrustedModules.cpp - Reading modules of anybody ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/UntrustedModules.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/CommandLine.h"

using namespace llvm;

void tritonmetal::leaveDebugInfoToVerifier() {
  // LLVM has no other handle on it than an option of its own tools.
  static bool done = [] {
    constexpr StringLiteral name = "disable-auto-upgrade-debug-info";
    auto &options = cl::getRegisteredOptions();
    auto option = options.find(name);
    return option != options.end() && !option->second->addOccurrence(/*pos=*/0, name, "true");
  }();
  (void)done;
}

static bool isPlainFlag(const MDNode &flag) {
  if (flag.getNumOperands() != 3 || !mdconst::dyn_extract_or_null<ConstantInt>(flag.getOperand(0)))
    return false;
  auto *name = dyn_cast_or_null<MDString>(flag.getOperand(1));
  return name && (mdconst::dyn_extract_or_null<ConstantInt>(flag.getOperand(2)) ||
                  (name->getString() == "SDK Version" &&
                   mdconst::dyn_extract_or_null<ConstantDataArray>(flag.getOperand(2))));
}

void tritonmetal::dropOddModuleFlags(Module &module) {
  NamedMDNode *flags = module.getModuleFlagsMetadata();
  if (!flags)
    return;
  SmallVector<MDNode *> plain;
  for (MDNode *flag : flags->operands())
    if (isPlainFlag(*flag))
      plain.push_back(flag);
  if (plain.size() == flags->getNumOperands())
    return;
  flags->clearOperands();
  for (MDNode *flag : plain)
    flags->addOperand(flag);
}
