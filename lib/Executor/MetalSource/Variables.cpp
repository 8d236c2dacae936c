//===- Variables.cpp - Variables outside of functions, in AIR's address spaces ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Clang puts all of them in address space 0:
//
//   @_ZZ3addPfE4tile = internal global [64 x float] zeroinitializer     ; threadgroup float
//   tile[64]
//   @_ZL5table = internal constant [2 x float] ...                      ; constant float table[2]
//   @_ZL1n = internal global i32 0                                      ; function constant n
//
// In AIR they are in 3, 2 and 2.
//
//===----------------------------------------------------------------------===//

#include "MetalModule.h"

#include "llvm/Demangle/Demangle.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::executor {

static constexpr unsigned constantSpace = 2, threadgroupSpace = 3;
/// Apple's compiler aligns threadgroup variables to 16 bytes.
static const Align threadgroupAlign(16);

/// `tile` of `add(float*)::tile`.
static std::string getSourceName(const GlobalVariable &variable) {
  std::string name = demangle(variable.getName());
  size_t at = name.rfind("::");
  return at == std::string::npos ? name : name.substr(at + 2);
}

/// Puts `variable` into an address space; everything keeps using it through a cast, which inference
/// removes.
static GlobalVariable *moveTo(unsigned space, GlobalVariable &variable, bool isConstant,
                              Constant *initializer) {
  auto *moved = new GlobalVariable(*variable.getParent(), variable.getValueType(), isConstant,
                                   GlobalValue::InternalLinkage, initializer, "", &variable,
                                   GlobalValue::NotThreadLocal, space);
  moved->setAlignment(variable.getAlign());
  moved->setName(getSourceName(variable));
  variable.replaceAllUsesWith(ConstantExpr::getAddrSpaceCast(moved, variable.getType()));
  variable.eraseFromParent();
  return moved;
}

/// Whether instructions outside of constructors change what `value` points to.
static bool isChanged(const Value *value) {
  return any_of(value->users(), [value](const User *user) {
    if (auto *store = dyn_cast<StoreInst>(user))
      return store->getPointerOperand() == value &&
             store->getFunction()->getSection() != "air.static_init";
    bool isAddress = isa<ConstantExpr>(user) || isa<GetElementPtrInst>(user);
    return isAddress && isChanged(user);
  });
}

Error placeVariables(Module &module, const ModuleAnnotations &annotations) {
  if (Error error = placeFunctionConstants(module, annotations.constants))
    return error;
  for (GlobalVariable *variable : annotations.threadgroupVariables) {
    GlobalVariable *moved = moveTo(threadgroupSpace, *variable, /*isConstant=*/false,
                                   UndefValue::get(variable->getValueType()));
    moved->setAlignment(std::max(moved->getAlign().valueOrOne(), threadgroupAlign));
  }
  for (GlobalVariable &variable : make_early_inc_range(module.globals())) {
    variable.removeDeadConstantUsers();
    if (variable.getName().starts_with("llvm.") || variable.getAddressSpace() != 0)
      continue;
    if (variable.use_empty() && variable.hasLocalLinkage()) {
      variable.eraseFromParent();
      continue;
    }
    if (!variable.hasInitializer() || (!variable.isConstant() && isChanged(&variable)))
      return createStringError(
          formatv("variable '{0}' would be shared by all threads; variables outside of kernels are "
                  "'constant', those of a threadgroup are declared in the kernel",
                  getSourceName(variable)));
    moveTo(constantSpace, variable, variable.isConstant(), variable.getInitializer());
  }
  return Error::success();
}

} // namespace tritonmetal::executor
