//===- Verifier.cpp - The allow-list of AIR -------------------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Knows nothing of how the module was made. What is not listed here is an error, so that a new pass
// of LLVM with a new construct ends in a message and not in a library that Metal refuses.
//
//===----------------------------------------------------------------------===//

#include "Diagnostics.h"
#include "triton-metal/Target/AIR/AIRFunctions.h"
#include "triton-metal/Target/AIR/Legalizer.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::air {

//===----------------------------------------------------------------------===//
// Globals and declarations
//===----------------------------------------------------------------------===//

static Error checkGlobal(const GlobalVariable &global) {
  auto fail = [&](const Twine &what) {
    return createStringError(formatv("global '{0}' {1}", global.getName(), what.str()));
  };
  if (!global.hasInitializer())
    return fail("is declared but not defined");
  if (std::string reason = explainMemoryType(global.getValueType(), false); !reason.empty())
    return fail("cannot be in memory: " + reason);
  switch (global.getAddressSpace()) {
  case 2:
    if (!global.isConstant())
      return fail("is in constant memory but not constant");
    break;
  case 3:
    if (!isa<UndefValue>(global.getInitializer()))
      return fail("is in threadgroup memory, which has no initial value");
    break;
  default:
    return fail("is in address space " + Twine(global.getAddressSpace()) +
                "; variables are in constant (2) or threadgroup (3) memory");
  }
  SmallVector<const Constant *, 8> worklist = {global.getInitializer()};
  while (!worklist.empty()) {
    const Constant *part = worklist.pop_back_val();
    if (isa<ConstantExpr, GlobalValue, ConstantPointerNull>(part))
      return fail("holds an address; constant memory holds numbers only");
    if (isa<ConstantAggregate>(part))
      for (const Use &element : part->operands())
        worklist.push_back(cast<Constant>(element.get()));
  }
  return Error::success();
}

static Error checkDeclaration(const Function &function, Version air) {
  Expected<AIRFunction> known = lookupAIRFunction(function.getContext(), function.getName(), air);
  if (!known)
    return known.takeError();
  if (function.getFunctionType() != known->type)
    return createStringError(formatv("AIR function '{0}' is declared as {1} but is {2}",
                                     function.getName(), printType(function.getFunctionType()),
                                     printType(known->type)));
  if (function.use_empty())
    return createStringError(
        formatv("AIR function '{0}' is declared but not called", function.getName()));
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

static bool isKnownOpcode(unsigned opcode) {
  switch (opcode) {
  case Instruction::Ret:
  case Instruction::Br:
  case Instruction::Switch:
  case Instruction::FNeg:
  case Instruction::Add:
  case Instruction::FAdd:
  case Instruction::Sub:
  case Instruction::FSub:
  case Instruction::Mul:
  case Instruction::FMul:
  case Instruction::UDiv:
  case Instruction::SDiv:
  case Instruction::FDiv:
  case Instruction::URem:
  case Instruction::SRem:
  case Instruction::Shl:
  case Instruction::LShr:
  case Instruction::AShr:
  case Instruction::And:
  case Instruction::Or:
  case Instruction::Xor:
  case Instruction::Alloca:
  case Instruction::Load:
  case Instruction::Store:
  case Instruction::GetElementPtr:
  case Instruction::Trunc:
  case Instruction::ZExt:
  case Instruction::SExt:
  case Instruction::FPTrunc:
  case Instruction::FPExt:
  case Instruction::PtrToInt:
  case Instruction::IntToPtr:
  case Instruction::BitCast:
  case Instruction::ICmp:
  case Instruction::FCmp:
  case Instruction::PHI:
  case Instruction::Call:
  case Instruction::Select:
  case Instruction::ExtractElement:
  case Instruction::InsertElement:
  case Instruction::ShuffleVector:
  case Instruction::Freeze:
    return true;
  default:
    return false;
  }
}

static Error checkAccess(const Instruction &inst, Type *type) {
  if (inst.isAtomic())
    return makeError(inst,
                     Twine("atomic '") + inst.getOpcodeName() + "'; use the air.atomic functions");
  if (type->getScalarType()->isIntegerTy(1))
    return makeError(inst, Twine("'") + inst.getOpcodeName() + "' of " + printType(type) +
                               "; memory holds whole bytes");
  return Error::success();
}

static Error checkForm(const Instruction &inst) {
  if (auto *load = dyn_cast<LoadInst>(&inst))
    return checkAccess(inst, load->getType());
  if (auto *store = dyn_cast<StoreInst>(&inst))
    return checkAccess(inst, store->getValueOperand()->getType());
  if (auto *alloca = dyn_cast<AllocaInst>(&inst);
      alloca && (!alloca->isStaticAlloca() || alloca->getAddressSpace() != 0))
    return makeError(inst, "'alloca' outside of the entry block or of variable size");
  if (isa<FPExtInst, FPTruncInst>(inst) && inst.getType()->isVectorTy())
    return makeError(inst, Twine("vector '") + inst.getOpcodeName() + "'; the GPU miscompiles it");
  if (auto *cast = dyn_cast<BitCastInst>(&inst);
      cast && (cast->getSrcTy()->getScalarType()->isIntegerTy(1) !=
               cast->getDestTy()->getScalarType()->isIntegerTy(1)))
    return makeError(inst, "'bitcast' between a vector of i1 and an integer");
  if (auto *call = dyn_cast<CallInst>(&inst);
      call && (!call->getCalledFunction() || call->hasOperandBundles()))
    return makeError(inst, "indirect call, or one with operand bundles");
  return Error::success();
}

/// bfloat came with MSL 3.1.
static Error checkVersion(const Instruction &inst, Version air) {
  constexpr unsigned firstWithBFloat = 6;
  auto isBFloat = [](const Value *value) {
    return value->getType()->getScalarType()->isBFloatTy();
  };
  bool used = isBFloat(&inst) ||
              any_of(inst.operands(), [&](const Use &operand) { return isBFloat(operand.get()); });
  if (!used || air.minor >= firstWithBFloat)
    return Error::success();
  return makeError(inst, formatv("bfloat needs AIR 2.6 (macOS 14, iOS 17); the module is AIR "
                                 "{0}.{1}",
                                 air.major, air.minor)
                             .str());
}

static Error checkInstruction(const Instruction &inst, Version air) {
  if (!isKnownOpcode(inst.getOpcode()))
    return makeError(inst, Twine("'") + inst.getOpcodeName() + "' does not exist in AIR");
  if (Error error = checkVersion(inst, air))
    return error;
  if (Error error = checkTypes(inst, /*oddIntegers=*/false))
    return error;
  for (const Use &operand : inst.operands())
    if (isa<ConstantExpr>(operand.get()))
      return makeError(inst, Twine("constant expression in '") + inst.getOpcodeName() + "'");
  return checkForm(inst);
}

Error verifyAIR(const Module &module, const ModuleTarget &target) {
  std::string problem;
  raw_string_ostream stream(problem);
  if (verifyModule(module, &stream))
    return createStringError(
        formatv("the module is not valid LLVM IR: {0}", StringRef(problem).split('\n').first));
  if (!module.alias_empty() || !module.ifunc_empty() || !module.getModuleInlineAsm().empty())
    return createStringError("the module has aliases or inline assembly, which AIR does not have");
  for (const GlobalVariable &global : module.globals())
    if (Error error = checkGlobal(global))
      return error;
  const Function *kernel = nullptr;
  for (const Function &function : module) {
    if (function.isDeclaration()) {
      if (Error error = checkDeclaration(function, target.air))
        return error;
      continue;
    }
    if (kernel)
      return createStringError(formatv("functions '{0}' and '{1}'; a module has one kernel and "
                                       "nothing else",
                                       kernel->getName(), function.getName()));
    kernel = &function;
    for (const Instruction &inst : instructions(function))
      if (Error error = checkInstruction(inst, target.air))
        return error;
  }
  return Error::success();
}

} // namespace tritonmetal::air
