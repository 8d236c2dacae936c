//===- Legalizer.cpp - From LLVM 22 to the IR that AIR has ----------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/Legalizer.h"

#include "Passes.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/ValueHandle.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace tritonmetal::air {

/// What rewriting leaves: elements put into a vector and taken out again, shifts by zero.
static void removeLeftovers(Function &kernel) {
  for (BasicBlock &block : kernel)
    SimplifyInstructionsInBlock(&block);
  SmallVector<WeakTrackingVH, 64> candidates;
  for (Instruction &inst : instructions(kernel))
    candidates.push_back(&inst);
  RecursivelyDeleteTriviallyDeadInstructionsPermissive(candidates);
}

static Error legalizeKernel(Function &kernel, Version air) {
  removeUnreachableBlocks(kernel);
  removeGenericPointers(kernel);
  expandConstantExpressions(kernel);
  if (Error error = lowerIntrinsics(kernel, air))
    return error;
  if (Error error = widenOddIntegers(kernel))
    return error;
  rewriteInstructions(kernel, air);
  scalarizeCalls(kernel, air);
  removeLeftovers(kernel);
  expandConstantExpressions(kernel); // simplification makes new ones
  return Error::success();
}

Error legalizeModule(Module &module, const ModuleTarget &target) {
  for (Function &function : module)
    if (!function.isDeclaration())
      if (Error error = legalizeKernel(function, target.air))
        return error;
  dropUnknownHints(module, target.air);
  return Error::success();
}

} // namespace tritonmetal::air
