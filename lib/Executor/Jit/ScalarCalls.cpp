//===- ScalarCalls.cpp - The interpreter's functions of single numbers ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScalarCalls.h"

#include "../Air/ScalarMath.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

namespace {
class ScalarCallBuilder {
public:
  ScalarCallBuilder(ThreadFunction &thread, IRBuilderBase &builder, FunctionCallee callee,
                    std::optional<unsigned> bits)
      : thread(thread), builder(builder), callee(callee), bits(bits) {
    auto &function = *cast<Function>(callee.getCallee());
    function.setOnlyReadsMemory();
    function.setOnlyAccessesArgMemory();
    function.setWillReturn();
  }

  Value *create(Type *type, ArrayRef<Value *> operands);

private:
  Value *createForElement(Type *element, ArrayRef<Value *> operands);
  Value *getWords(unsigned count);

  ThreadFunction &thread;
  IRBuilderBase &builder;
  FunctionCallee callee;
  std::optional<unsigned> bits; // a second argument
  Value *words = nullptr;
};
} // namespace

/// A variable of the thread.
Value *ScalarCallBuilder::getWords(unsigned count) {
  if (!words) {
    BasicBlock &entry = thread.get().getEntryBlock();
    IRBuilder<> atEntry(&entry, entry.begin());
    words = atEntry.CreateAlloca(ArrayType::get(builder.getInt64Ty(), count), nullptr, "words");
  }
  return words;
}

Value *ScalarCallBuilder::createForElement(Type *element, ArrayRef<Value *> operands) {
  Value *memory = getWords(unsigned(operands.size()));
  for (size_t i = 0; i < operands.size(); ++i) {
    Value *operandBits = builder.CreateBitCast(
        operands[i], builder.getIntNTy(operands[i]->getType()->getScalarSizeInBits()));
    builder.CreateStore(builder.CreateZExt(operandBits, builder.getInt64Ty()),
                        builder.CreateConstInBoundsGEP1_64(builder.getInt64Ty(), memory, i));
  }
  SmallVector<Value *, 2> arguments{memory};
  if (bits)
    arguments.push_back(builder.getInt32(*bits));
  Value *word = builder.CreateCall(callee, arguments);
  return builder.CreateBitCast(
      builder.CreateTrunc(word, builder.getIntNTy(element->getScalarSizeInBits())), element);
}

Value *ScalarCallBuilder::create(Type *type, ArrayRef<Value *> operands) {
  auto *vector = dyn_cast<FixedVectorType>(type);
  if (!vector)
    return createForElement(type, operands);
  Value *result = Constant::getNullValue(type);
  for (unsigned i = 0; i < vector->getNumElements(); ++i) {
    SmallVector<Value *, 4> elements;
    for (Value *operand : operands)
      elements.push_back(operand->getType()->isVectorTy() ? builder.CreateExtractElement(operand, i)
                                                          : operand);
    result = builder.CreateInsertElement(result,
                                         createForElement(vector->getElementType(), elements), i);
  }
  return result;
}

static std::pair<FloatFormat, StringRef> getFormat(const Type *element, DenormalMode denormals) {
  if (element->isHalfTy())
    return {FloatFormat::Half, "Half"};
  if (element->isBFloatTy())
    return {FloatFormat::BFloat, "BFloat"};
  return denormals == DenormalMode::Flush
             ? std::pair<FloatFormat, StringRef>(FloatFormat::FloatFlush, "Float")
             : std::pair<FloatFormat, StringRef>(FloatFormat::FloatPreserve, "Float");
}

Value *createMathCall(ThreadFunction &thread, IRBuilderBase &builder, AirOperation operation,
                      Type *type, ArrayRef<Value *> operands) {
  auto [format, formatName] = getFormat(type->getScalarType(), thread.options.denormals);
  ScalarMath function = getScalarMath(operation, format);
  if (!function)
    return nullptr;
  FunctionCallee callee =
      thread.getHostFunction((getName(operation) + "." + formatName).str(), builder.getInt64Ty(),
                             {builder.getPtrTy()}, reinterpret_cast<void *>(function));
  return ScalarCallBuilder(thread, builder, callee, std::nullopt).create(type, operands);
}

Value *createIntegerCall(ThreadFunction &thread, IRBuilderBase &builder, AirOperation operation,
                         bool isSigned, Type *type, ArrayRef<Value *> operands) {
  ScalarInteger function = getScalarInteger(operation, isSigned);
  if (!function)
    return nullptr;
  FunctionCallee callee = thread.getHostFunction(
      (getName(operation) + (isSigned ? ".Signed" : ".Unsigned")).str(), builder.getInt64Ty(),
      {builder.getPtrTy(), builder.getInt32Ty()}, reinterpret_cast<void *>(function));
  return ScalarCallBuilder(thread, builder, callee, type->getScalarSizeInBits())
      .create(type, operands);
}

} // namespace tritonmetal::executor::jit
