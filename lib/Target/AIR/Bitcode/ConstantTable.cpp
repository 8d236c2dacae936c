//===- ConstantTable.cpp - Typed constants and their numbers --------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConstantTable.h"

#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamWriter.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalValue.h"

using namespace llvm;

namespace tritonmetal::air {

uint64_t signedOperand(int64_t value) {
  uint64_t bits = value;
  // The most negative number comes out as 1, "minus zero", which readers know.
  return value >= 0 ? bits << 1 : (-bits << 1) | 1;
}

/// The elements that an AGGREGATE record lists: what has no element-wise data record of its own.
static unsigned listedElements(const Constant *constant) {
  if (isa<GlobalValue>(constant) || constant->isNullValue() || isa<UndefValue>(constant) ||
      isa<ConstantDataSequential>(constant))
    return 0;
  Type *type = constant->getType();
  if (auto *array = dyn_cast<ArrayType>(type))
    return array->getNumElements();
  if (auto *vector = dyn_cast<FixedVectorType>(type))
    return vector->getNumElements(); // also a ConstantInt or ConstantFP that splats over a vector
  return type->isStructTy() ? type->getStructNumElements() : 0;
}

bool ConstantTable::isOwnGlobal(const Constant *constant, TypeId type) const {
  return isa<GlobalValue>(constant) && typing.typeOf(constant) == type;
}

bool ConstantTable::isKnown(Key key) const {
  return numbers.contains(key) || (parent && parent->isKnown(key));
}

void ConstantTable::enter(const Constant *constant, TypeId type) {
  Key key(constant, type);
  if (isOwnGlobal(constant, type) || isKnown(key))
    return;
  for (unsigned i = 0, count = listedElements(constant); i < count; ++i) {
    const Constant *element = constant->getAggregateElement(i);
    enter(element, types.get(element->getType()));
  }
  numbers[key] = end();
  order.push_back(key);
}

unsigned ConstantTable::numberOf(const Constant *constant, TypeId type) const {
  if (isOwnGlobal(constant, type))
    return globals.lookup(constant);
  auto it = numbers.find({constant, type});
  if (it != numbers.end())
    return it->second;
  assert(parent && "a constant was used that nobody entered");
  return parent->numberOf(constant, type);
}

unsigned ConstantTable::recordAggregate(const Constant *constant, Record &operands) const {
  for (unsigned i = 0, count = listedElements(constant); i < count; ++i) {
    const Constant *element = constant->getAggregateElement(i);
    operands.push_back(numberOf(element, types.get(element->getType())));
  }
  return bitc::CST_CODE_AGGREGATE;
}

static uint64_t floatBits(const APFloat &value) { return value.bitcastToAPInt().getZExtValue(); }

/// Fills in the operands of the constant's record and returns its code.
unsigned ConstantTable::record(const Key &key, Record &operands) const {
  const auto *constant = key.first;
  if (isa<GlobalValue>(constant)) {
    TypeId from = typing.typeOf(constant);
    operands = {bitc::CAST_BITCAST, from, numberOf(constant, from)};
    return bitc::CST_CODE_CE_CAST;
  }
  if (constant->isNullValue())
    return bitc::CST_CODE_NULL;
  if (isa<PoisonValue>(constant))
    return bitc::CST_CODE_POISON;
  if (isa<UndefValue>(constant))
    return bitc::CST_CODE_UNDEF;
  if (auto *data = dyn_cast<ConstantDataSequential>(constant)) {
    bool isInteger = data->getElementType()->isIntegerTy();
    for (unsigned i = 0; i < data->getNumElements(); ++i)
      operands.push_back(isInteger ? data->getElementAsInteger(i)
                                   : floatBits(data->getElementAsAPFloat(i)));
    return bitc::CST_CODE_DATA;
  }
  if (listedElements(constant) != 0)
    return recordAggregate(constant, operands);
  if (auto *number = dyn_cast<ConstantFP>(constant)) {
    operands.push_back(floatBits(number->getValueAPF()));
    return bitc::CST_CODE_FLOAT;
  }
  const APInt &value = cast<ConstantInt>(constant)->getValue();
  if (value.getBitWidth() <= 64) {
    operands.push_back(signedOperand(value.getSExtValue()));
    return bitc::CST_CODE_INTEGER;
  }
  for (unsigned i = 0; i < value.getActiveWords(); ++i)
    operands.push_back(signedOperand(value.getRawData()[i]));
  return bitc::CST_CODE_WIDE_INTEGER;
}

void ConstantTable::write(BitstreamWriter &stream) const {
  if (order.empty())
    return;
  stream.EnterSubblock(bitc::CONSTANTS_BLOCK_ID, 4);
  std::optional<TypeId> current;
  for (const Key &key : order) {
    if (current != key.second)
      stream.EmitRecord(bitc::CST_CODE_SETTYPE, SmallVector<uint64_t, 1>{key.second});
    current = key.second;
    Record operands;
    unsigned code = record(key, operands);
    stream.EmitRecord(code, operands);
  }
  stream.ExitBlock();
}

} // namespace tritonmetal::air
