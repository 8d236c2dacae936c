//===- Prepare.cpp - One function, and only what the GPU knows ------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What must hold before optimisation, because no pass could establish it later or because the
// optimiser profits: a single function, constant tables in constant memory, declarations with true
// attributes. Types are checked here too, while instructions still have their source locations.
//
//===----------------------------------------------------------------------===//

#include "Diagnostics.h"
#include "KernelMetadata.h"
#include "Passes.h"
#include "triton-metal/Target/AIR/AIRFunctions.h"
#include "triton-metal/Target/AIR/Conventions.h"
#include "triton-metal/Target/AIR/Legalizer.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace tritonmetal::air {

//===----------------------------------------------------------------------===//
// One function
//===----------------------------------------------------------------------===//

namespace {
/// Depth-first search for a cycle of calls.
class RecursionFinder {
public:
  /// The first call found that leads back to its own function, or null.
  const CallBase *find(Function &function) {
    State &state = states[&function];
    if (state == State::Done)
      return nullptr;
    state = State::Active;
    for (Instruction &inst : instructions(function)) {
      auto *call = dyn_cast<CallBase>(&inst);
      Function *callee = call ? call->getCalledFunction() : nullptr;
      if (!callee || callee->isDeclaration())
        continue;
      if (states.lookup(callee) == State::Active)
        return call;
      if (const CallBase *found = find(*callee))
        return found;
    }
    states[&function] = State::Done;
    return nullptr;
  }

private:
  enum class State { New, Active, Done };
  DenseMap<Function *, State> states;
};
} // namespace

static Error inlineCalls(Function &kernel) {
  if (const CallBase *call = RecursionFinder().find(kernel))
    return makeError(*call, "'" + call->getCalledFunction()->getName() +
                                "' calls itself; the GPU has no stack to recurse on");
  SmallVector<CallBase *, 16> worklist;
  auto addCalls = [&](Function &function) {
    for (Instruction &inst : instructions(function))
      if (auto *call = dyn_cast<CallBase>(&inst);
          call && call->getCalledFunction() && !call->getCalledFunction()->isDeclaration())
        worklist.push_back(call);
  };
  addCalls(kernel);
  while (!worklist.empty()) {
    CallBase *call = worklist.pop_back_val();
    std::string name = call->getCalledFunction()->getName().str();
    InlineFunctionInfo info;
    InlineResult result = InlineFunction(*call, info);
    if (!result.isSuccess())
      return makeError(*call, "call to '" + Twine(name) +
                                  "' cannot be inlined: " + result.getFailureReason());
    worklist.append(info.InlinedCallSites.begin(), info.InlinedCallSites.end());
    erase_if(worklist, [](CallBase *inlined) {
      Function *callee = inlined->getCalledFunction();
      return !callee || callee->isDeclaration();
    });
  }
  return Error::success();
}

/// Drops what nothing refers to, in rounds: an unused table may have been the last user of another.
static void eraseUnused(Module &module, const Function &kernel) {
  for (bool changed = true; changed;) {
    changed = false;
    for (Function &function : make_early_inc_range(module))
      if (&function != &kernel && function.use_empty()) {
        function.eraseFromParent();
        changed = true;
      }
    for (GlobalVariable &global : make_early_inc_range(module.globals())) {
      global.removeDeadConstantUsers();
      bool reserved = global.getName() == "llvm.used" || global.getName() == "llvm.compiler.used";
      if (reserved || (global.use_empty() && !global.getName().starts_with("llvm."))) {
        global.eraseFromParent();
        changed = true;
      }
    }
  }
}

//===----------------------------------------------------------------------===//
// Globals
//===----------------------------------------------------------------------===//

/// @table = private constant [4 x float] ...
/// becomes
/// @table = internal unnamed_addr addrspace(2) constant [4 x float] ...
static void moveToConstantMemory(GlobalVariable &global) {
  auto *moved = new GlobalVariable(*global.getParent(), global.getValueType(), /*isConstant=*/true,
                                   GlobalValue::InternalLinkage, global.getInitializer(), "",
                                   &global, GlobalValue::NotThreadLocal, /*AddressSpace=*/2);
  moved->takeName(&global);
  moved->setAlignment(global.getAlign());
  // The cast disappears when address spaces are inferred.
  global.replaceAllUsesWith(ConstantExpr::getAddrSpaceCast(moved, global.getType()));
  global.eraseFromParent();
}

static Error prepareGlobals(Module &module) {
  for (GlobalVariable &global : make_early_inc_range(module.globals())) {
    auto fail = [&](const Twine &what) {
      return createStringError(formatv("global '{0}' {1}", global.getName(), what.str()));
    };
    if (global.getName().starts_with("llvm."))
      return fail("has a meaning that AIR does not have");
    if (std::string reason = explainMemoryType(global.getValueType(), false); !reason.empty())
      return fail("cannot be in memory: " + reason);
    if (!global.hasInitializer())
      return fail("is declared but not defined");
    if (global.isThreadLocal())
      return fail("is thread-local; use an alloca of the kernel");
    if (global.getAddressSpace() == 0 && global.isConstant())
      moveToConstantMemory(global);
    else if (global.getAddressSpace() == 0)
      return fail("is a variable outside of a function; only threadgroup memory can be, "
                  "in address space 3");
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Declarations and instructions
//===----------------------------------------------------------------------===//

static Error prepareDeclaration(Function &function, const ModuleTarget &target) {
  if (function.isIntrinsic())
    return Error::success();
  LLVMContext &context = function.getContext();
  Expected<AIRFunction> known = lookupAIRFunction(context, function.getName(), target.air);
  if (!known)
    return known.takeError();
  if (function.getFunctionType() != known->type)
    return createStringError(formatv("AIR function '{0}' is declared as {1} but is {2}",
                                     function.getName(), printType(function.getFunctionType()),
                                     printType(known->type)));
  function.setAttributes(getOptimizerAttributes(context, known->group));
  for (User *user : function.users())
    if (auto *call = dyn_cast<CallBase>(user))
      call->setAttributes({});
  return Error::success();
}

static Error checkInstruction(const Instruction &inst) {
  if (auto *call = dyn_cast<CallBase>(&inst)) {
    if (call->isInlineAsm())
      return makeError(inst, "inline assembly; AIR has none");
    if (!call->getCalledFunction())
      return makeError(inst, "indirect call; the GPU calls functions by name only");
    if (call->getCalledFunction()->getFunctionType() != call->getFunctionType())
      return makeError(inst, "call of '" + call->getCalledFunction()->getName() +
                                 "' with another type than it has");
  }
  return checkTypes(inst, /*oddIntegers=*/true);
}

/// Attributes that the optimiser should see, instead of what the caller wrote. fp32 denormals are
/// zero on the GPU, so constants fold that way too (half keeps them); structs in constant memory
/// can be read ahead of a condition; pointers may overlap unless the options say otherwise.
static void setOptimizerAttributes(Function &kernel, const KernelDescription &description,
                                   bool disjointBuffers) {
  kernel.setAttributes({});
  for (auto [parameter, argument] : zip_equal(kernel.args(), description.arguments)) {
    AttrBuilder builder(kernel.getContext());
    builder.addAttribute(Attribute::NoUndef);
    if (argument.kind == KernelArgument::Kind::ConstantBuffer) {
      builder.addAlignmentAttr(argument.alignment);
      builder.addDereferenceableAttr(argument.size);
    }
    if (argument.kind == KernelArgument::Kind::DeviceBuffer && disjointBuffers)
      builder.addAttribute(Attribute::NoAlias);
    parameter.addAttrs(builder);
  }
  kernel.addFnAttr(Attribute::NoUnwind);
  kernel.addFnAttr(Attribute::MustProgress);
  kernel.addFnAttr("denormal-fp-math-f32", "preserve-sign,preserve-sign");
}

Error prepareModule(Module &module, const KernelDescription &description,
                    const ModuleTarget &target, const AIROptions &options) {
  Function *kernel = module.getFunction(description.name);
  if (!kernel || kernel->isDeclaration())
    return createStringError(
        formatv("the module has no definition of kernel '{0}'", description.name));
  if (Error error = checkKernelArguments(*kernel, description))
    return error;
  module.setDataLayout(getAIRDataLayout());
  if (Error error = inlineCalls(*kernel))
    return error;
  for (const Instruction &inst : instructions(*kernel))
    if (Error error = checkInstruction(inst))
      return error;
  if (Error error = expandReductions(*kernel, target.air))
    return error;
  eraseUnused(module, *kernel);
  if (Error error = prepareGlobals(module))
    return error;
  for (Function &function : module) {
    if (&function == kernel)
      continue;
    if (!function.isDeclaration())
      return createStringError(formatv("the address of function '{0}' is taken; the GPU calls "
                                       "functions by name only",
                                       function.getName()));
    if (Error error = prepareDeclaration(function, target))
      return error;
  }
  setOptimizerAttributes(*kernel, description, options.disjointBuffers);
  removeGenericPointers(*kernel);
  return Error::success();
}

} // namespace tritonmetal::air
