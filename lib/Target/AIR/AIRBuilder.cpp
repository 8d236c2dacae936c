//===- AIRBuilder.cpp - From an LLVM module to a legal AIR module ---------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/AIRBuilder.h"

#include "triton-metal/Target/AIR/Conventions.h"
#include "triton-metal/Target/AIR/Legalizer.h"
#include "triton-metal/Target/AIR/Optimizer.h"

#include "llvm/IR/Module.h"

using namespace llvm;

namespace tritonmetal::air {

Error buildAIR(Module &module, const KernelDescription &kernel, const ModuleTarget &target,
               const AIROptions &options) {
  if (Error error = prepareModule(module, kernel, target, options))
    return error;
  optimizeModule(module, options.optimizationLevel);
  if (Error error = legalizeModule(module, target))
    return error;
  if (Error error = applyConventions(module, kernel, target, options))
    return error;
  return verifyAIR(module, target);
}

} // namespace tritonmetal::air
