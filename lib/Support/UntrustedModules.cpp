//===- UntrustedModules.cpp - Reading modules of anybody ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Support/UntrustedModules.h"

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
