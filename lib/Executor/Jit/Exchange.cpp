//===- Exchange.cpp - What threads hand over at a meeting point ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Exchange.h"

#include "../Interpreter/Decoder.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

static bool isProduct(const ThreadFunction &thread, const CallInst &call) {
  return thread.getAirCall(call)->operation == AirOperation::MatrixMultiplyAccumulate;
}

Exchange::Exchange(ThreadFunction &thread, InterpretedCalls &interpreted,
                   ArrayRef<CallInst *> calls, uint32_t firstColumn)
    : thread(thread), interpreted(interpreted), calls(calls), numColumns(firstColumn) {
  for (const CallInst *call : calls)
    if (isProduct(thread, *call))
      for (const Value *operand : call->args())
        ++uses[operand];
}

uint32_t Exchange::allocate(unsigned count) {
  numColumns += count;
  return numColumns - count;
}

/// The columns of a product's operand.
uint32_t Exchange::getColumns(Value *operand, CallInst &call) {
  auto [place, isNew] = columns.try_emplace(operand, 0);
  if (isNew) {
    place->second = allocate(fragmentElements);
    IRBuilder<> builder(&call);
    interpreted.storeValue(operand, place->second, builder);
  }
  return place->second;
}

/// Whether its columns are free once the product that adds it is done. A value from outside has
/// them for this meeting only; the result of another product may be read by the thread.
bool Exchange::isLastUse(const Value *addend) const {
  return uses.lookup(addend) == 1 && (!results.contains(addend) || addend->hasOneUse());
}

Step::Product Exchange::addProduct(CallInst &call) {
  Step::Product product;
  for (unsigned i = 0; i < 3; ++i)
    product.operands[i] = getColumns(call.getArgOperand(i), call);
  product.result =
      isLastUse(call.getArgOperand(2)) ? product.operands[2] : allocate(fragmentElements);
  columns[&call] = product.result;
  product.name = getMatrixProduct(thread, *cast<CallInst>(thread.sites[thread.getSite(call)]));
  return product;
}

Step Exchange::addStep(CallInst &call) {
  Step step;
  step.site = thread.getSite(call);
  if (isProduct(thread, call)) {
    step.call = interpreted.addOfKind(call);
    step.product = addProduct(call);
    results[&call] = step.product->result;
    return step;
  }
  step.call = interpreted.add(call);
  const InterpretedCall &interpretedCall = interpreted.calls[step.call];
  step.firstColumn = allocate(interpretedCall.program.numColumns);
  results[&call] = step.firstColumn + interpretedCall.resultColumn;
  IRBuilder<> builder(&call);
  interpreted.storeOperands(step.call, call, builder, step.firstColumn);
  return step;
}

std::vector<Step> Exchange::store() {
  std::vector<Step> steps;
  for (CallInst *call : calls)
    steps.push_back(addStep(*call));
  return steps;
}

void Exchange::load() {
  IRBuilder<> builder(calls.back()->getNextNode());
  // The last one first: then what is left of a result's uses are those by the thread.
  for (CallInst *call : llvm::reverse(calls)) {
    if (!call->use_empty())
      call->replaceAllUsesWith(
          interpreted.loadValue(call->getType(), results.lookup(call), builder));
    call->eraseFromParent();
  }
}

} // namespace tritonmetal::executor::jit
