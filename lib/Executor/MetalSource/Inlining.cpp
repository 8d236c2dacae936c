//===- Inlining.cpp - One function for each kernel ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MetalModule.h"

#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Calls inlined into one kernel: more are a recursion or no kernel for a CPU.
static constexpr unsigned maxInlinedCalls = 1 << 18;

/// The library has no lines of its own: what is inlined from there takes the line of the call.
static void dropLibraryLocations(Module &module) {
  for (Function &function : module) {
    DISubprogram *subprogram = function.getSubprogram();
    bool isLibrary = subprogram && subprogram->getFilename().starts_with("metal/");
    if (!isLibrary)
      continue;
    function.setSubprogram(nullptr);
    for (Instruction &inst : instructions(function))
      inst.setDebugLoc(DebugLoc());
  }
}

namespace {
/// Inlines from the leaves up, so that each function is inlined complete.
class Inliner {
public:
  Error visit(Function &function);

private:
  Error inlineCalls(Function &function);

  enum class State { Open, Done };
  DenseMap<Function *, State> states;
};
} // namespace

static Error failRecursion(const Function &function) {
  return createStringError(formatv("function '{0}' calls itself, which Metal does not allow",
                                   demangle(function.getName())));
}

Error Inliner::visit(Function &function) {
  auto [state, isNew] = states.try_emplace(&function, State::Open);
  if (!isNew)
    return state->second == State::Open ? failRecursion(function) : Error::success();
  SmallVector<Function *> callees;
  for (Instruction &inst : instructions(function)) {
    auto *call = dyn_cast<CallBase>(&inst);
    if (!call)
      continue;
    if (!call->getCalledFunction())
      return createStringError(
          formatv("function '{0}' calls a function through a pointer, which is not supported",
                  demangle(function.getName())));
    if (!call->getCalledFunction()->isDeclaration())
      callees.push_back(call->getCalledFunction());
  }
  for (Function *callee : callees)
    if (Error error = visit(*callee))
      return error;
  states[&function] = State::Done;
  return inlineCalls(function);
}

Error Inliner::inlineCalls(Function &function) {
  SmallVector<CallInst *> calls;
  for (Instruction &inst : instructions(function))
    if (auto *call = dyn_cast<CallInst>(&inst))
      if (!call->getCalledFunction()->isDeclaration())
        calls.push_back(call);
  for (CallInst *call : calls) {
    InlineFunctionInfo info;
    std::string name = demangle(call->getCalledFunction()->getName());
    InlineResult result = InlineFunction(*call, info, /*MergeAttributes=*/false,
                                         /*CalleeAAR=*/nullptr, /*InsertLifetime=*/false);
    if (!result.isSuccess())
      return createStringError(
          formatv("cannot inline '{0}': {1}", name, result.getFailureReason()));
    if (function.getInstructionCount() > maxInlinedCalls)
      return createStringError(formatv("kernel '{0}' has more than {1} instructions",
                                       demangle(function.getName()), maxInlinedCalls));
  }
  return Error::success();
}

Error inlineEverything(Module &module) {
  dropLibraryLocations(module);
  SmallVector<Function *> roots;
  for (Function &function : module) {
    function.removeFnAttr(Attribute::NoInline);
    bool isRoot = function.getSection() == "air.static_init" ||
                  function.getLinkage() == GlobalValue::ExternalLinkage;
    if (!function.isDeclaration() && isRoot)
      roots.push_back(&function);
  }
  Inliner inliner;
  for (Function *root : roots)
    if (Error error = inliner.visit(*root))
      return error;
  for (Function &function : make_early_inc_range(module)) {
    function.removeDeadConstantUsers();
    if (function.use_empty() && !is_contained(roots, &function))
      function.eraseFromParent();
  }
  return Error::success();
}

} // namespace tritonmetal::executor
