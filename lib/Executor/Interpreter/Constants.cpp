//===- Constants.cpp - Constants and global variables of a program ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decoder.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/GlobalVariable.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace llvm;

namespace tritonmetal::executor {

static constexpr uint64_t maxGlobalSize = uint64_t(1) << 26;

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

static Column splat(Word value) {
  Column column;
  std::fill_n(column.lanes, numLanes, value);
  return column;
}

uint32_t Decoder::getConstant(Word value) {
  auto [place, isNew] = scalarConstants.try_emplace(value, uint32_t(program.constants.size()));
  if (isNew)
    program.constants.push_back(splat(value));
  return place->second | constantBit;
}

bool Decoder::evaluatePointer(const Constant *constant, Word &address) {
  if (isa<ConstantPointerNull>(constant)) {
    address = 0;
    return true;
  }
  if (auto *variable = dyn_cast<GlobalVariable>(constant)) {
    std::optional<unsigned> index = getGlobal(*variable);
    address = index ? makeAddress(program.getGlobalObject(*index)) : 0;
    return index.has_value();
  }
  if (auto *gep = dyn_cast<GEPOperator>(constant)) {
    APInt offset(64, 0);
    if (!gep->accumulateConstantOffset(getLayout(), offset) ||
        !evaluatePointer(cast<Constant>(gep->getPointerOperand()), address))
      return false;
    address += offset.getZExtValue();
    return true;
  }
  return evaluateExpression(constant, address);
}

/// The few constant expressions that pointers to variables appear in.
bool Decoder::evaluateExpression(const Constant *constant, Word &value) {
  auto *expression = dyn_cast<ConstantExpr>(constant);
  if (!expression)
    return false;
  auto evaluate = [&](const Value *operand, Word &result) {
    SmallVector<Word, 1> words;
    if (!appendConstant(cast<Constant>(operand), words) || words.size() != 1)
      return false;
    result = words[0];
    return true;
  };
  Word left = 0, right = 0;
  switch (expression->getOpcode()) {
  case llvm::Instruction::PtrToInt:
  case llvm::Instruction::IntToPtr:
  case llvm::Instruction::BitCast:
  case llvm::Instruction::AddrSpaceCast:
  case llvm::Instruction::Trunc:
    if (!evaluate(expression->getOperand(0), value))
      return false;
    break;
  case llvm::Instruction::Add:
  case llvm::Instruction::Sub:
    if (!evaluate(expression->getOperand(0), left) || !evaluate(expression->getOperand(1), right))
      return false;
    value = expression->getOpcode() == llvm::Instruction::Add ? left + right : left - right;
    break;
  default:
    return false;
  }
  unsigned bits = getElement(constant->getType()).bits;
  value &= ~Word(0) >> (64 - bits);
  return true;
}

bool Decoder::appendConstant(const Constant *constant, SmallVectorImpl<Word> &words) {
  Type *type = constant->getType();
  unsigned count = getNumColumns(type);
  if (isa<UndefValue>(constant) || constant->isNullValue()) {
    words.append(count, 0);
    return !failed();
  }
  if (type->isAggregateType() || type->isVectorTy()) {
    unsigned elements = type->isStructTy()  ? type->getStructNumElements()
                        : type->isArrayTy() ? unsigned(type->getArrayNumElements())
                                            : count;
    for (unsigned i = 0; i < elements; ++i) {
      Constant *element = constant->getAggregateElement(i);
      if (!element || !appendConstant(element, words))
        return false;
    }
    return true;
  }
  Word word = 0;
  if (auto *integer = dyn_cast<ConstantInt>(constant)) {
    getElement(type);
    word = failed() ? 0 : integer->getZExtValue();
  } else if (auto *number = dyn_cast<ConstantFP>(constant)) {
    getElement(type);
    word = failed() ? 0 : number->getValueAPF().bitcastToAPInt().getZExtValue();
  } else if (type->isPointerTy() ? !evaluatePointer(constant, word)
                                 : !evaluateExpression(constant, word)) {
    return false;
  }
  words.push_back(word);
  return !failed();
}

uint32_t Decoder::getConstantColumns(const Constant *constant) {
  auto found = constants.find(constant);
  if (found != constants.end())
    return found->second;
  SmallVector<Word, 8> words;
  if (!appendConstant(constant, words)) {
    fail("a constant that the executor does not know");
    return 0;
  }
  uint32_t column = constantBit;
  if (words.size() == 1) {
    column = getConstant(words[0]);
  } else {
    column |= uint32_t(program.constants.size());
    for (Word word : words)
      program.constants.push_back(splat(word));
  }
  constants[constant] = column;
  return column;
}

//===----------------------------------------------------------------------===//
// Variables
//===----------------------------------------------------------------------===//

namespace {
/// The bytes of an initialiser.
class InitializerWriter {
public:
  explicit InitializerWriter(const DataLayout &layout) : layout(layout) {}

  bool write(const Constant *constant, uint8_t *bytes) {
    if (isa<UndefValue>(constant) || constant->isNullValue())
      return true;
    Type *type = constant->getType();
    if (auto *structure = dyn_cast<StructType>(type)) {
      const StructLayout *offsets = layout.getStructLayout(structure);
      for (unsigned i = 0; i < structure->getNumElements(); ++i)
        if (!writeElement(constant, i, bytes + offsets->getElementOffset(i).getFixedValue()))
          return false;
      return true;
    }
    if (type->isArrayTy() || type->isVectorTy())
      return writeSequence(constant, bytes);
    APInt bits;
    if (auto *integer = dyn_cast<ConstantInt>(constant))
      bits = integer->getValue();
    else if (auto *number = dyn_cast<ConstantFP>(constant))
      bits = number->getValueAPF().bitcastToAPInt();
    else
      return false;
    if (bits.getBitWidth() > 64)
      return false;
    uint64_t word = bits.getZExtValue();
    std::memcpy(bytes, &word, divideCeil(bits.getBitWidth(), 8));
    return true;
  }

private:
  bool writeElement(const Constant *constant, unsigned index, uint8_t *bytes) {
    Constant *element = constant->getAggregateElement(index);
    return element && write(element, bytes);
  }
  bool writeSequence(const Constant *constant, uint8_t *bytes) {
    Type *type = constant->getType();
    auto *vector = dyn_cast<FixedVectorType>(type);
    if (type->isVectorTy() && (!vector || vector->getElementType()->isIntegerTy(1)))
      return false; // packed bits
    Type *element = vector ? vector->getElementType() : type->getArrayElementType();
    uint64_t count = vector ? vector->getNumElements() : type->getArrayNumElements();
    uint64_t stride = layout.getTypeAllocSize(element).getFixedValue();
    for (uint64_t i = 0; i < count; ++i)
      if (!writeElement(constant, unsigned(i), bytes + i * stride))
        return false;
    return true;
  }

  const DataLayout &layout;
};
} // namespace

std::optional<unsigned> Decoder::getGlobal(const GlobalVariable &variable) {
  auto found = globals.find(&variable);
  if (found != globals.end())
    return found->second;
  auto reject = [&](const Twine &why) {
    fail("global variable '" + variable.getName() + "' " + why);
    return std::nullopt;
  };
  GlobalObject object;
  object.name = variable.getName().str();
  object.addressSpace = variable.getAddressSpace();
  if (object.addressSpace != 2 && object.addressSpace != 3)
    return reject("is in address space " + Twine(object.addressSpace) +
                  "; variables are in 2 (constant) or 3 (threadgroup)");
  Type *type = variable.getValueType();
  if (!type->isSized() || getLayout().getTypeAllocSize(type).isScalable())
    return reject("has no fixed size");
  object.size = getLayout().getTypeAllocSize(type).getFixedValue();
  if (object.size > maxGlobalSize)
    return reject("has " + Twine(object.size) + " bytes; " + Twine(maxGlobalSize) + " is the most");
  object.alignment = variable.getAlign().value_or(getLayout().getABITypeAlign(type)).value();
  if (object.addressSpace == 2) {
    if (!variable.hasInitializer())
      return reject("is not defined");
    object.initial.resize(object.size);
    if (!InitializerWriter(getLayout()).write(variable.getInitializer(), object.initial.data()))
      return reject("has an initialiser that the executor does not know");
  }
  unsigned index = unsigned(program.globals.size());
  program.globals.push_back(std::move(object));
  globals[&variable] = index;
  return index;
}

} // namespace tritonmetal::executor
