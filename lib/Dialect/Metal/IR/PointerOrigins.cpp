//===- PointerOrigins.cpp - Which arguments a pointer comes from -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"

#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// What block argument `argument` may be; none if it is an origin itself.
static SmallVector<Value> getSources(BlockArgument argument) {
  Operation *parent = argument.getOwner()->getParentOp();
  unsigned index = argument.getArgNumber();
  if (auto loop = dyn_cast<scf::ForOp>(parent)) // argument 0 is the induction variable
    return {loop.getInitArgs()[index - 1], loop.getYieldedValues()[index - 1]};
  auto loop = dyn_cast<scf::WhileOp>(parent);
  if (!loop)
    return {};
  if (argument.getOwner() == loop.getAfterBody())
    return {loop.getConditionOp().getArgs()[index]};
  return {loop.getInits()[index], loop.getYieldOp().getOperand(index)};
}

/// What result `result` may be; none if it is an origin itself.
static SmallVector<Value> getSources(OpResult result) {
  unsigned index = result.getResultNumber();
  using Values = SmallVector<Value>;
  return llvm::TypeSwitch<Operation *, Values>(result.getOwner())
      .Case([](OffsetOp op) { return Values{op.getBase()}; })
      .Case([](PointerCastOp op) { return Values{op.getSource()}; })
      .Case([](arith::SelectOp op) { return Values{op.getTrueValue(), op.getFalseValue()}; })
      .Case([&](scf::IfOp op) {
        return Values{op.thenYield().getOperand(index), op.elseYield().getOperand(index)};
      })
      .Case([&](scf::ForOp op) {
        return Values{op.getInitArgs()[index], op.getYieldedValues()[index]};
      })
      .Case([&](scf::WhileOp op) { return Values{op.getConditionOp().getArgs()[index]}; })
      .Default([](Operation *) { return Values(); });
}

PointerOrigins tritonmetal::metal::getPointerOrigins(Value pointer) {
  PointerOrigins origins;
  llvm::SetVector<Value> seen;
  seen.insert(pointer);
  for (size_t next = 0; next < seen.size(); ++next) {
    Value value = seen[next];
    auto argument = dyn_cast<BlockArgument>(value);
    SmallVector<Value> sources =
        argument ? getSources(argument) : getSources(cast<OpResult>(value));
    if (sources.empty())
      origins.values.insert(value);
    seen.insert(sources.begin(), sources.end());
  }
  return origins;
}

bool PointerOrigins::isAnywhere() const {
  return llvm::any_of(values, [](Value value) {
    auto argument = dyn_cast<BlockArgument>(value);
    if (argument)
      return !isa<KernelOp>(argument.getOwner()->getParentOp()) ||
             !argument.getOwner()->isEntryBlock();
    return !isa<ConstantTableOp, ThreadgroupAllocOp>(value.getDefiningOp());
  });
}

bool tritonmetal::metal::isNullPointer(Value pointer) {
  auto address = pointer.getDefiningOp<IntToPtrOp>();
  return address && matchPattern(address.getSource(), m_Zero());
}
