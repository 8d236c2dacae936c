//===- MatrixProduct.cpp - Multiplication of 8x8 matrices as code of its own ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MatrixProduct.h"

#include "Numbers.h"

#include "../Air/MatrixMath.h"
#include "../Interpreter/Decoder.h"

#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

static constexpr unsigned matrixSize = 8;

namespace {
class ProductBuilder {
public:
  ProductBuilder(ThreadFunction &thread, const InterpretedCall &call, Function &function)
      : call(call), function(function),
        builder(BasicBlock::Create(thread.getContext(), "", &function)), numbers(thread, builder) {}

  void build(const CallInst &inst);

private:
  using Rows = SmallVector<Value *, matrixSize>; // of floats

  Value *getColumn(uint32_t column) {
    return builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), function.getArg(0),
                                              uint64_t(column) * sizeof(Column));
  }
  Value *loadLanes(uint32_t column, Type *element);
  Rows getRows(const Value *operand, unsigned position);
  void storeRows(const Rows &rows, Type *element);

  const InterpretedCall &call;
  Function &function;
  IRBuilder<> builder;
  NumberBuilder numbers;
};
} // namespace

/// One element of each lane.
Value *ProductBuilder::loadLanes(uint32_t column, Type *element) {
  Type *words = FixedVectorType::get(builder.getInt64Ty(), numLanes);
  Type *bits = FixedVectorType::get(builder.getIntNTy(element->getScalarSizeInBits()), numLanes);
  Value *lanes = builder.CreateAlignedLoad(words, getColumn(column), Align(alignof(Column)));
  return numbers.fromBits(builder.CreateTrunc(lanes, bits), element);
}

ProductBuilder::Rows ProductBuilder::getRows(const Value *operand, unsigned position) {
  Type *element = operand->getType()->getScalarType();
  Value *elements[fragmentElements];
  std::optional<uint32_t> column = call.operandColumns[position];
  for (unsigned i = 0; i < fragmentElements; ++i)
    elements[i] = numbers.toFloat(
        column ? loadLanes(*column + i, element)
               : ConstantVector::getSplat(ElementCount::getFixed(numLanes),
                                          cast<Constant>(operand)->getAggregateElement(i)));
  int source[matrixSize][matrixSize];
  for (unsigned i = 0; i < fragmentElements; ++i)
    for (unsigned lane = 0; lane < numLanes; ++lane) {
      MatrixPosition at = getPositionIn8x8(lane, i);
      source[at.row][at.column] = int(i * numLanes + lane);
    }
  Rows rows;
  for (auto &row : source)
    rows.push_back(builder.CreateShuffleVector(elements[0], elements[1], row));
  return rows;
}

void ProductBuilder::storeRows(const Rows &rows, Type *element) {
  SmallVector<Value *> all(rows.begin(), rows.end());
  while (all.size() > 1) { // to one vector of all elements, row by row
    SmallVector<Value *> pairs;
    for (size_t i = 0; i < all.size(); i += 2) {
      unsigned size = cast<FixedVectorType>(all[i]->getType())->getNumElements();
      SmallVector<int> mask(2 * size);
      for (unsigned k = 0; k < 2 * size; ++k)
        mask[k] = int(k);
      pairs.push_back(builder.CreateShuffleVector(all[i], all[i + 1], mask));
    }
    all = std::move(pairs);
  }
  Type *words = FixedVectorType::get(builder.getInt64Ty(), numLanes);
  for (unsigned i = 0; i < fragmentElements; ++i) {
    int mask[numLanes];
    for (unsigned lane = 0; lane < numLanes; ++lane) {
      MatrixPosition at = getPositionIn8x8(lane, i);
      mask[lane] = int(at.row * matrixSize + at.column);
    }
    Value *lanes = builder.CreateShuffleVector(all[0], mask);
    Value *bits = numbers.toBits(numbers.fromFloat(lanes, element, /*canonical=*/true));
    builder.CreateAlignedStore(builder.CreateZExt(bits, words), getColumn(call.resultColumn + i),
                               Align(alignof(Column)));
  }
}

void ProductBuilder::build(const CallInst &inst) {
  Rows left = getRows(inst.getArgOperand(0), 0), right = getRows(inst.getArgOperand(1), 1);
  Rows sums = getRows(inst.getArgOperand(2), 2);
  for (unsigned row = 0; row < matrixSize; ++row)
    for (unsigned k = 0; k < matrixSize; ++k) {
      SmallVector<int, matrixSize> splat(matrixSize, int(k));
      Value *factor = builder.CreateShuffleVector(left[row], splat);
      sums[row] = builder.CreateIntrinsic(Intrinsic::fma, {factor->getType()},
                                          {factor, right[k], sums[row]});
    }
  storeRows(sums, inst.getType()->getScalarType());
  builder.CreateRetVoid();
}

/// Products with one name are the same: its columns and types are all that a product consists of,
/// unless an operand is a constant.
static std::string getName(const InterpretedCall &call, const CallInst &inst, unsigned number) {
  std::string name = "product";
  raw_string_ostream stream(name);
  auto add = [&](const Type *type, uint32_t column) {
    stream << '.' << *type->getScalarType() << '.' << column;
  };
  add(inst.getType(), call.resultColumn);
  bool hasConstants = false;
  for (auto [operand, column] : zip(inst.args(), call.operandColumns)) {
    hasConstants |= !column;
    add(operand->getType(), column.value_or(0));
  }
  if (hasConstants)
    stream << ".of." << number;
  return name;
}

std::string createMatrixProduct(ThreadFunction &thread, const InterpretedCall &call,
                                unsigned number) {
  const auto &inst = *cast<CallInst>(thread.sites[call.site]);
  std::string name = getName(call, inst, number);
  if (thread.module->getFunction(name))
    return name;
  LLVMContext &context = thread.getContext();
  auto *function = Function::Create(
      FunctionType::get(Type::getVoidTy(context), {PointerType::get(context, 0)}, false),
      GlobalValue::ExternalLinkage, name, *thread.module);
  function->setDoesNotThrow();
  ProductBuilder(thread, call, *function).build(inst);
  return name;
}

} // namespace tritonmetal::executor::jit
