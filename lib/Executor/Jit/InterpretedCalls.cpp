//===- InterpretedCalls.cpp - Instructions that the interpreter executes ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InterpretedCalls.h"

#include "../Interpreter/Decoder.h"

#include "llvm/IR/Constants.h"

#include <cstddef>

using namespace llvm;

namespace tritonmetal::executor::jit {

/// A kernel of this one instruction, whose operands are parameters unless they are constants.
static Function *wrap(const llvm::Instruction &inst, Module &module) {
  SmallVector<Type *> types;
  for (const Use &operand : inst.operands())
    if (!isa<Constant>(operand))
      types.push_back(operand->getType());
  LLVMContext &context = inst.getContext();
  auto *function = Function::Create(FunctionType::get(Type::getVoidTy(context), types, false),
                                    GlobalValue::InternalLinkage, "call", module);
  IRBuilder<> builder(BasicBlock::Create(context, "", function));
  llvm::Instruction *copy = inst.clone();
  unsigned parameter = 0;
  for (Use &operand : copy->operands())
    if (!isa<Constant>(operand))
      operand.set(function->getArg(parameter++));
  builder.Insert(copy);
  builder.CreateRetVoid();
  return function;
}

unsigned InterpretedCalls::add(const llvm::Instruction &inst) {
  std::optional<unsigned> site = thread.findSite(inst);
  const llvm::Instruction &source = site ? *thread.sites[*site] : inst;
  Function *function = wrap(source, *thread.module);
  InterpretedCall call;
  Decoder decoder(*function, thread.options);
  // The decoder has accepted the kernel, and with it this instruction.
  call.program = cantFail(decoder.decode());
  unsigned parameter = 0;
  for (const Use &operand : source.operands())
    call.operandColumns.push_back(isa<Constant>(operand)
                                      ? std::nullopt
                                      : std::optional(call.program.parameters[parameter++]));
  if (!inst.getType()->isVoidTy())
    call.resultColumn = decoder.getResult(function->front().front());
  call.site = site.value_or(0);
  function->eraseFromParent();
  call.program.sites.assign(call.program.sites.size(), thread.sites[call.site]);
  calls.push_back(std::move(call));
  return unsigned(calls.size() - 1);
}

unsigned InterpretedCalls::addOfKind(const CallInst &call) {
  const auto *source = cast<CallInst>(thread.sites[thread.getSite(call)]);
  auto [place, isNew] = kinds.try_emplace(source->getCalledFunction(), 0);
  if (isNew)
    place->second = add(call);
  return place->second;
}

//===----------------------------------------------------------------------===//
// Columns
//===----------------------------------------------------------------------===//

/// The thread's word in a column.
Value *InterpretedCalls::getSlot(IRBuilderBase &builder, uint32_t column) {
  Value *columns =
      thread.loadMember(builder, thread.getSimdgroup(), offsetof(SimdgroupState, columns),
                        builder.getPtrTy(), "columns");
  Value *lane = builder.CreateURem(thread.getIndex(), builder.getInt32(numLanes));
  // The lane first: all slots of a lane have one base, and a constant each.
  Value *first = builder.CreateInBoundsGEP(builder.getInt64Ty(), columns,
                                           builder.CreateZExt(lane, builder.getInt64Ty()));
  return builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), first,
                                            uint64_t(column) * sizeof(Column));
}

/// The scalars of a value, in the order of its columns.
static void getScalars(Value *value, IRBuilderBase &builder, SmallVectorImpl<Value *> &scalars) {
  Type *type = value->getType();
  if (auto *vector = dyn_cast<FixedVectorType>(type)) {
    for (unsigned i = 0; i < vector->getNumElements(); ++i)
      scalars.push_back(builder.CreateExtractElement(value, i));
  } else if (type->isAggregateType()) {
    unsigned count =
        type->isStructTy() ? type->getStructNumElements() : unsigned(type->getArrayNumElements());
    for (unsigned i = 0; i < count; ++i)
      getScalars(builder.CreateExtractValue(value, i), builder, scalars);
  } else {
    scalars.push_back(value);
  }
}

/// The opposite: `next` gives the scalars, by their types.
static Value *buildValue(Type *type, IRBuilderBase &builder, function_ref<Value *(Type *)> next) {
  Value *result = Constant::getNullValue(type);
  if (auto *vector = dyn_cast<FixedVectorType>(type)) {
    for (unsigned i = 0; i < vector->getNumElements(); ++i)
      result = builder.CreateInsertElement(result, next(vector->getElementType()), i);
    return result;
  }
  if (!type->isAggregateType())
    return next(type);
  unsigned count =
      type->isStructTy() ? type->getStructNumElements() : unsigned(type->getArrayNumElements());
  for (unsigned i = 0; i < count; ++i) {
    Type *element =
        type->isStructTy() ? type->getStructElementType(i) : type->getArrayElementType();
    result = builder.CreateInsertValue(result, buildValue(element, builder, next), i);
  }
  return result;
}

void InterpretedCalls::storeValue(Value *value, uint32_t column, IRBuilderBase &builder) {
  SmallVector<Value *, 4> scalars;
  getScalars(value, builder, scalars);
  for (Value *scalar : scalars) {
    Value *bits = scalar->getType()->isPointerTy()
                      ? builder.CreatePtrToInt(scalar, builder.getInt64Ty())
                      : builder.CreateBitCast(
                            scalar, builder.getIntNTy(scalar->getType()->getScalarSizeInBits()));
    builder.CreateStore(builder.CreateZExt(bits, builder.getInt64Ty()), getSlot(builder, column++));
  }
}

Value *InterpretedCalls::loadValue(Type *type, uint32_t column, IRBuilderBase &builder) {
  return buildValue(type, builder, [&](Type *scalar) -> Value * {
    Value *word = builder.CreateLoad(builder.getInt64Ty(), getSlot(builder, column++));
    if (scalar->isPointerTy())
      return builder.CreateIntToPtr(word, scalar);
    Value *bits = builder.CreateTrunc(word, builder.getIntNTy(scalar->getScalarSizeInBits()));
    return builder.CreateBitCast(bits, scalar);
  });
}

void InterpretedCalls::storeOperands(unsigned call, const llvm::Instruction &inst,
                                     IRBuilderBase &builder, uint32_t base) {
  for (const Use &operand : inst.operands())
    if (std::optional<uint32_t> column = calls[call].operandColumns[operand.getOperandNo()])
      storeValue(operand, base + *column, builder);
}

Value *InterpretedCalls::create(const llvm::Instruction &inst, IRBuilderBase &builder) {
  unsigned call = add(inst);
  storeOperands(call, inst, builder);
  FunctionCallee interpret = thread.getHostFunction(
      names::interpret, builder.getVoidTy(),
      {builder.getPtrTy(), builder.getInt32Ty(), builder.getPtrTy(), builder.getInt32Ty()});
  Value *lane = builder.CreateURem(thread.getIndex(), builder.getInt32(numLanes));
  builder.CreateCall(
      interpret, {thread.getThreadgroup(), builder.getInt32(call), thread.getSimdgroup(), lane});
  return inst.getType()->isVoidTy() ? nullptr
                                    : loadValue(inst.getType(), calls[call].resultColumn, builder);
}

} // namespace tritonmetal::executor::jit
