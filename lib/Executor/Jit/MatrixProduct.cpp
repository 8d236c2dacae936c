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
  ProductBuilder(ThreadFunction &thread, Function &function)
      : function(function), builder(BasicBlock::Create(thread.getContext(), "", &function)),
        numbers(thread, builder) {}

  void build(const CallInst &inst);

private:
  enum Parameter { Left, Right, Addend, Result };
  using Rows = SmallVector<Value *, matrixSize>; // of floats

  Value *getColumn(Parameter parameter, unsigned element) {
    return builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), function.getArg(parameter),
                                              uint64_t(element) * sizeof(Column));
  }
  Rows loadRows(Parameter parameter, Type *element);
  void storeRows(const Rows &rows, Type *element);

  Function &function;
  IRBuilder<> builder;
  NumberBuilder numbers;
};
} // namespace

ProductBuilder::Rows ProductBuilder::loadRows(Parameter parameter, Type *element) {
  Type *words = FixedVectorType::get(builder.getInt64Ty(), numLanes);
  Type *bits = FixedVectorType::get(builder.getIntNTy(element->getScalarSizeInBits()), numLanes);
  Value *elements[fragmentElements];
  for (unsigned i = 0; i < fragmentElements; ++i) {
    Value *lanes =
        builder.CreateAlignedLoad(words, getColumn(parameter, i), Align(alignof(Column)));
    elements[i] = numbers.toFloat(numbers.fromBits(builder.CreateTrunc(lanes, bits), element));
  }
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
    builder.CreateAlignedStore(builder.CreateZExt(bits, words), getColumn(Result, i),
                               Align(alignof(Column)));
  }
}

void ProductBuilder::build(const CallInst &inst) {
  auto getElement = [&](unsigned i) { return inst.getArgOperand(i)->getType()->getScalarType(); };
  Rows left = loadRows(Left, getElement(Left)), right = loadRows(Right, getElement(Right));
  Rows sums = loadRows(Addend, getElement(Addend));
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

std::string getMatrixProduct(ThreadFunction &thread, const CallInst &inst) {
  std::string name = "product";
  raw_string_ostream stream(name);
  stream << '.' << *inst.getType()->getScalarType();
  for (const Value *operand : inst.args())
    stream << '.' << *operand->getType()->getScalarType();
  if (thread.module->getFunction(name))
    return name;
  LLVMContext &context = thread.getContext();
  SmallVector<Type *, 4> parameters(4, PointerType::get(context, 0));
  auto *function = Function::Create(FunctionType::get(Type::getVoidTy(context), parameters, false),
                                    GlobalValue::ExternalLinkage, name, *thread.module);
  function->setDoesNotThrow();
  ProductBuilder(thread, *function).build(inst);
  return name;
}

} // namespace tritonmetal::executor::jit
