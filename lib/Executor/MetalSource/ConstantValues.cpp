//===- ConstantValues.cpp - Function constants, as AIR has them ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   constant int n [[function_constant(0)]];
//
// is a variable whose constructor asks the library for its value:
//
//   call void @air.function_constant(ptr %value, i32 0)
//   %n = load i32, ptr %value
//   store i32 %n, ptr @n
//
// In AIR the constructor copies a variable that the host sets, and which has a row of its own in
// the metadata:
//
//   @n.MTL_FC_INIT_0 = internal addrspace(2) externally_initialized constant i32 undef
//   !air.function_constants = !{!{ptr addrspace(2) @n.MTL_FC_INIT_0, !"int", !"n", i32 0, i1 true}}
//
//===----------------------------------------------------------------------===//

#include "MetalModule.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace tritonmetal::executor {

static constexpr unsigned constantSpace = 2;

namespace {
struct PlacedConstant {
  const AnnotatedConstant &source;
  GlobalVariable *initial; // set by the host
  bool isOptional = false; // the kernel asks whether it is set
};
} // namespace

/// A vector's class has one member, which is what the host sets.
static Type *unwrap(Type *type) {
  while (auto *structure = dyn_cast<StructType>(type)) {
    if (structure->getNumElements() != 1)
      break;
    type = structure->getElementType(0);
  }
  return type;
}

static GlobalVariable *addInitialValue(const AnnotatedConstant &constant) {
  Type *type = unwrap(constant.variable->getValueType());
  auto *value = new GlobalVariable(*constant.variable->getParent(), type, /*isConstant=*/true,
                                   GlobalValue::InternalLinkage, UndefValue::get(type),
                                   formatv("{0}.MTL_FC_INIT_{1}", constant.name, constant.index),
                                   constant.variable, GlobalValue::NotThreadLocal, constantSpace,
                                   /*isExternallyInitialized=*/true);
  value->setSection("air.fc_initializer");
  value->setAlignment(constant.variable->getAlign());
  return value;
}

/// The library's call for the value copies the variable that the host sets.
static void replaceValueCalls(Module &module, unsigned index, GlobalVariable &initial) {
  Function *getter = module.getFunction("air.function_constant");
  if (!getter)
    return;
  for (User *user : make_early_inc_range(getter->users())) {
    auto *call = cast<CallInst>(user);
    auto *number = dyn_cast<ConstantInt>(call->getArgOperand(1));
    if (!number || number->getZExtValue() != index)
      continue;
    IRBuilder<> builder(call);
    Value *value = builder.CreateAlignedLoad(initial.getValueType(), &initial, initial.getAlign());
    builder.CreateAlignedStore(value, call->getArgOperand(0), initial.getAlign());
    call->eraseFromParent();
  }
}

/// The library asks about the variable of the source; AIR about the one that the host sets.
static Error replaceQuestions(Module &module, MutableArrayRef<PlacedConstant> constants) {
  Function *question = module.getFunction("air.is_function_constant_defined");
  if (!question)
    return Error::success();
  LLVMContext &context = module.getContext();
  question->setName("");
  auto *type = FunctionType::get(question->getReturnType(),
                                 {PointerType::get(context, constantSpace)}, /*isVarArg=*/false);
  FunctionCallee air = module.getOrInsertFunction("air.is_function_constant_defined", type);
  for (User *user : make_early_inc_range(question->users())) {
    auto *call = cast<CallInst>(user);
    const Value *asked = call->getArgOperand(0)->stripPointerCasts();
    auto *found = find_if(constants, [&](const PlacedConstant &constant) {
      return constant.source.variable == asked;
    });
    if (found == constants.end())
      return createStringError(
          "is_function_constant_defined takes a constant declared with [[function_constant(n)]]");
    found->isOptional = true;
    call->replaceAllUsesWith(CallInst::Create(air, {found->initial}, "", call->getIterator()));
    call->eraseFromParent();
  }
  question->eraseFromParent();
  return Error::success();
}

static void addRow(Module &module, const PlacedConstant &constant) {
  LLVMContext &context = module.getContext();
  auto number = [&](Type *type, uint64_t value) {
    return ConstantAsMetadata::get(ConstantInt::get(type, value));
  };
  module.getOrInsertNamedMetadata("air.function_constants")
      ->addOperand(MDNode::get(context, {ValueAsMetadata::get(constant.initial),
                                         MDString::get(context, constant.source.type),
                                         MDString::get(context, constant.source.name),
                                         number(Type::getInt32Ty(context), constant.source.index),
                                         number(Type::getInt1Ty(context), !constant.isOptional)}));
}

Error placeFunctionConstants(Module &module, ArrayRef<AnnotatedConstant> constants) {
  std::vector<PlacedConstant> placed;
  for (const AnnotatedConstant &constant : constants) {
    placed.push_back({constant, addInitialValue(constant)});
    replaceValueCalls(module, constant.index, *placed.back().initial);
  }
  if (Error error = replaceQuestions(module, placed))
    return error;
  for (const PlacedConstant &constant : placed)
    addRow(module, constant);
  return Error::success();
}

//===----------------------------------------------------------------------===//
// What the kernel does not use
//===----------------------------------------------------------------------===//

static void eraseDeadInstructions(Function &function) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (Instruction &inst : make_early_inc_range(instructions(function)))
      if (isInstructionTriviallyDead(&inst)) {
        inst.eraseFromParent();
        changed = true;
      }
  }
}

/// Erases a variable that is written only. Returns whether it was.
static bool eraseIfUnread(GlobalVariable &variable) {
  variable.removeDeadConstantUsers();
  bool isUnread = all_of(variable.users(), [&](User *user) {
    auto *store = dyn_cast<StoreInst>(user);
    return store && store->getPointerOperand() == &variable;
  });
  if (!isUnread || variable.isExternallyInitialized() ||
      variable.getAddressSpace() != constantSpace)
    return false;
  for (User *user : make_early_inc_range(variable.users()))
    cast<StoreInst>(user)->eraseFromParent();
  variable.eraseFromParent();
  return true;
}

void eraseUnusedConstants(Module &module) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (GlobalVariable &variable : make_early_inc_range(module.globals()))
      changed |= eraseIfUnread(variable);
    for (Function &function : module)
      if (function.getSection() == "air.static_init")
        eraseDeadInstructions(function);
  }
  NamedMDNode *list = module.getNamedMetadata("air.function_constants");
  if (!list)
    return;
  SmallVector<MDNode *> used;
  for (MDNode *node : list->operands()) {
    auto *variable =
        cast<GlobalVariable>(cast<ValueAsMetadata>(node->getOperand(0).get())->getValue());
    if (variable->use_empty())
      variable->eraseFromParent();
    else
      used.push_back(node);
  }
  list->clearOperands();
  for (MDNode *node : used)
    list->addOperand(node);
  if (used.empty())
    list->eraseFromParent();
}

} // namespace tritonmetal::executor
