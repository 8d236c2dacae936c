//===- BFloatLowering.cpp - bfloat as 16 bits ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Once arithmetic is lowered, bfloat values are only moved. As integers they are the same on every
// host; as bfloat, LLVM would recognise operations on their bits and convert to float and back, in
// ways that depend on the host:
//
//   %v = load <2 x bfloat>, ptr %p                      %v = load <2 x i16>, ptr %p
//   %s = call bfloat @air.simd_shuffle.bf16(...)   ->   %s = call i16 @air.simd_shuffle.bf16(...)
//
//===----------------------------------------------------------------------===//

#include "Lowering.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

/// `type` with i16 in place of bfloat.
static Type *mapType(Type *type) {
  if (type->isBFloatTy())
    return Type::getInt16Ty(type->getContext());
  if (auto *vector = dyn_cast<FixedVectorType>(type))
    return FixedVectorType::get(mapType(vector->getElementType()), vector->getNumElements());
  if (auto *array = dyn_cast<ArrayType>(type))
    return ArrayType::get(mapType(array->getElementType()), array->getNumElements());
  auto *structure = dyn_cast<StructType>(type);
  if (!structure)
    return type;
  SmallVector<Type *> elements;
  for (Type *element : structure->elements())
    elements.push_back(mapType(element));
  return StructType::get(type->getContext(), elements, structure->isPacked());
}

static Constant *mapConstant(Constant *constant) {
  Type *type = constant->getType(), *mapped = mapType(type);
  if (mapped == type)
    return constant;
  if (constant->isNullValue())
    return Constant::getNullValue(mapped);
  if (auto *number = dyn_cast<ConstantFP>(constant); number && !type->isVectorTy())
    return ConstantInt::get(mapped, number->getValueAPF().bitcastToAPInt());
  SmallVector<Constant *> elements;
  unsigned count = type->isStructTy()  ? type->getStructNumElements()
                   : type->isArrayTy() ? unsigned(type->getArrayNumElements())
                                       : cast<FixedVectorType>(type)->getNumElements();
  for (unsigned i = 0; i < count; ++i)
    elements.push_back(mapConstant(constant->getAggregateElement(i)));
  if (auto *structure = dyn_cast<StructType>(mapped))
    return ConstantStruct::get(structure, elements);
  return type->isArrayTy() ? ConstantArray::get(cast<ArrayType>(mapped), elements)
                           : ConstantVector::get(elements);
}

/// A call at which threads meet, with mapped types.
static void mapCall(ThreadFunction &thread, CallInst &call) {
  const AirCall *air = thread.getAirCall(call);
  FunctionType *type = call.getFunctionType();
  SmallVector<Type *> parameters;
  for (Type *parameter : type->params())
    parameters.push_back(mapType(parameter));
  auto *mapped = FunctionType::get(mapType(type->getReturnType()), parameters, false);
  if (!air || mapped == type)
    return;
  Function *callee = Function::Create(mapped, GlobalValue::ExternalLinkage,
                                      call.getCalledFunction()->getName(), *thread.module);
  thread.setAirCall(*callee, *air);
  call.setCalledFunction(callee);
}

void lowerBFloats(ThreadFunction &thread) {
  for (llvm::Instruction &inst : instructions(thread.get())) {
    for (Use &operand : inst.operands())
      if (auto *constant = dyn_cast<Constant>(operand))
        operand.set(mapConstant(constant));
    inst.mutateType(mapType(inst.getType()));
    if (auto *call = dyn_cast<CallInst>(&inst))
      mapCall(thread, *call);
  }
}

} // namespace tritonmetal::executor::jit
