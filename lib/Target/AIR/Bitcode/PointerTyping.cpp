//===- PointerTyping.cpp - One pointee for each pointer value -------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PointerTyping.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace tritonmetal::air {

/// The constant integer operand `index` of a node, or `missing`.
static uint64_t integerOperand(const MDNode &node, unsigned index, uint64_t missing) {
  if (index >= node.getNumOperands())
    return missing;
  auto *value = mdconst::dyn_extract_or_null<ConstantInt>(node.getOperand(index));
  return value && value->getValue().isIntN(32) ? value->getZExtValue() : missing;
}

/// The string operand that follows the string `key`.
static StringRef stringAfter(const MDNode &node, StringRef key) {
  for (unsigned i = 0; i + 1 < node.getNumOperands(); ++i) {
    auto *name = dyn_cast_or_null<MDString>(node.getOperand(i).get());
    if (name && name->getString() == key)
      if (auto *value = dyn_cast_or_null<MDString>(node.getOperand(i + 1).get()))
        return value->getString();
  }
  return {};
}

/// The type that the use reads, writes or steps over, if it does so.
static Type *accessedType(const Use &use) {
  const auto *inst = cast<Instruction>(use.getUser());
  unsigned operand = use.getOperandNo();
  if (auto *gep = dyn_cast<GetElementPtrInst>(inst))
    return operand == gep->getPointerOperandIndex() ? gep->getSourceElementType() : nullptr;
  if (isa<LoadInst>(inst))
    return inst->getType();
  if (isa<StoreInst>(inst) && operand == StoreInst::getPointerOperandIndex())
    return inst->getOperand(0)->getType();
  if (isa<AtomicRMWInst, AtomicCmpXchgInst>(inst) && operand == 0)
    return inst->getOperand(1)->getType();
  return nullptr;
}

PointerTyping::PointerTyping(const Module &module, TypeTable &types, const PointeeTypes &hints)
    : types(types) {
  for (const GlobalVariable &global : module.globals())
    pointers[&global] = types.pointerTo(types.get(global.getValueType()), global.getAddressSpace());

  for (const Function &function : module)
    for (const Argument &argument : function.args())
      if (argument.getType()->isPointerTy())
        if (Type *hint = hints.lookup(argument))
          setPointee(&argument, types.get(hint));
  typeKernelArguments(module);
  // Declarations first: what a call passes depends on its callee's parameters.
  for (bool declarations : {true, false})
    for (const Function &function : module)
      if (function.isDeclaration() == declarations)
        typeArguments(function, hints);
  for (const Function &function : module)
    typeBody(function);
}

void PointerTyping::setPointee(const Value *value, TypeId pointee) {
  pointers.try_emplace(value, types.pointerTo(pointee, value->getType()->getPointerAddressSpace()));
}

TypeId PointerTyping::memoryPointer(const Type *type) const {
  return types.get(const_cast<Type *>(type));
}

/// `!air.kernel` holds {function, outputs, {arguments}}; an argument node names its parameter first
/// and its MSL type after "air.arg_type_name".
void PointerTyping::typeKernelArguments(const Module &module) {
  const NamedMDNode *kernels = module.getNamedMetadata("air.kernel");
  if (!kernels)
    return;
  for (const MDNode *kernel : kernels->operands()) {
    if (kernel->getNumOperands() < 3)
      continue;
    auto *function = mdconst::dyn_extract_or_null<Function>(kernel->getOperand(0));
    auto *arguments = dyn_cast_or_null<MDNode>(kernel->getOperand(2).get());
    if (!function || !arguments)
      continue;
    for (const MDOperand &operand : arguments->operands()) {
      auto *node = dyn_cast_or_null<MDNode>(operand.get());
      if (!node)
        continue;
      uint64_t index = integerOperand(*node, 0, function->arg_size());
      if (index >= function->arg_size() || !function->getArg(index)->getType()->isPointerTy())
        continue;
      StringRef name = stringAfter(*node, "air.arg_type_name");
      if (Type *type = typeFromMSLName(module.getContext(), name))
        setPointee(function->getArg(index), types.get(type));
    }
  }
}

/// Completes the pointees of all parameters and enters the function's type.
void PointerTyping::typeArguments(const Function &function, const PointeeTypes &hints) {
  SmallVector<Type *, 4> named = pointeesFromName(function);
  unsigned pointerIndex = 0;
  for (const Argument &argument : function.args())
    if (argument.getType()->isPointerTy())
      if (Type *pointee = named[pointerIndex++])
        setPointee(&argument, types.get(pointee));

  // One walk finds the first access through each value; it is instruction order, not the order of
  // use lists, so that the output depends on the program only.
  for (const Instruction &inst : instructions(function))
    for (const Use &use : inst.operands())
      noteAccess(use);

  SmallVector<TypeId, 8> params;
  for (const Argument &argument : function.args()) {
    if (argument.getType()->isPointerTy()) {
      auto access = firstAccess.find(&argument);
      setPointee(&argument, access != firstAccess.end()
                                ? access->second
                                : types.get(Type::getInt8Ty(function.getContext())));
    }
    params.push_back(typeOf(&argument));
  }
  TypeId result = memoryPointer(function.getReturnType());
  if (function.getReturnType()->isPointerTy())
    if (Type *hint = hints.lookup(function)) {
      result = types.pointerTo(types.get(hint), function.getReturnType()->getPointerAddressSpace());
      results[&function] = result;
    }
  functions[&function] = types.functionType(result, params);
  pointers[&function] = types.pointerTo(functions[&function], function.getAddressSpace());
}

void PointerTyping::noteAccess(const Use &use) {
  const Value *value = use.get();
  if (!value->getType()->isPointerTy() || isa<Constant>(value))
    return;
  if (Type *accessed = accessedType(use)) {
    firstAccess.try_emplace(value, types.get(accessed));
    return;
  }
  auto *call = dyn_cast<CallBase>(use.getUser());
  if (!call || !call->isArgOperand(&use))
    return;
  const Argument *param = call->getCalledFunction()->getArg(call->getArgOperandNo(&use));
  auto known = pointers.find(param);
  if (known != pointers.end())
    firstAccess.try_emplace(value, types.pointee(known->second));
}

void PointerTyping::typeBody(const Function &function) {
  for (const Instruction &inst : instructions(function)) {
    if (!inst.getType()->isPointerTy())
      continue;
    if (auto *call = dyn_cast<CallBase>(&inst)) {
      auto hinted = results.find(call->getCalledFunction());
      pointers[&inst] = hinted != results.end() ? hinted->second : memoryPointer(inst.getType());
      continue;
    }
    setPointee(&inst, instructionPointee(inst));
  }
}

TypeId PointerTyping::instructionPointee(const Instruction &inst) const {
  if (auto *alloca = dyn_cast<AllocaInst>(&inst))
    return types.get(alloca->getAllocatedType());
  if (auto *gep = dyn_cast<GetElementPtrInst>(&inst))
    return types.get(gep->getResultElementType());
  bool free = isa<PHINode, SelectInst, FreezeInst, CastInst>(inst);
  auto access = firstAccess.find(&inst);
  if (free && access != firstAccess.end())
    return access->second;
  return types.get(Type::getInt8Ty(inst.getContext()));
}

TypeId PointerTyping::typeOf(const Value *value) const {
  if (value->getType()->isPointerTy()) {
    auto known = pointers.find(value);
    if (known != pointers.end())
      return known->second;
  }
  return types.get(value->getType());
}

TypeId PointerTyping::valueType(const GlobalValue &global) const {
  if (auto *function = dyn_cast<Function>(&global))
    return functions.lookup(function);
  return types.get(global.getValueType());
}

TypeId PointerTyping::wanted(const Use &use) const {
  const Value *value = use.get();
  if (!value->getType()->isPointerTy())
    return types.get(value->getType());

  const auto *inst = cast<Instruction>(use.getUser());
  if (Type *accessed = accessedType(use))
    return types.pointerTo(types.get(accessed), value->getType()->getPointerAddressSpace());
  if (auto *call = dyn_cast<CallBase>(inst)) {
    if (call->isCallee(&use))
      return typeOf(value);
    return typeOf(call->getCalledFunction()->getArg(call->getArgOperandNo(&use)));
  }
  if (isa<PHINode, SelectInst, FreezeInst>(inst))
    return typeOf(inst);
  if (isa<CastInst>(inst))
    return typeOf(value);
  if (isa<ICmpInst>(inst)) {
    const Value *first = inst->getOperand(0);
    const Value *typed = isa<Constant>(first) ? inst->getOperand(1) : first;
    return isa<Constant>(typed) ? memoryPointer(value->getType()) : typeOf(typed);
  }
  return memoryPointer(value->getType());
}

} // namespace tritonmetal::air
