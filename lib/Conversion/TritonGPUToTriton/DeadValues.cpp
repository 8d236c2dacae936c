//===- DeadValues.cpp - Values that nothing needs --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Needed is what an op with effects reads, what decides about control flow, and what a
// needed value is computed from. A value that a loop carries is needed if its argument or
// its result is; only then is it needed what starts it and what is yielded for it. So
//
//   %r = scf.for … iter_args(%slot = %c0) { …  scf.yield %next }    // %next from %slot
//
// needs none of these four, if nothing else uses them.
//
//===----------------------------------------------------------------------===//

#include "DeadValues.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

class Needs {
public:
  explicit Needs(Operation *function);

  bool isNeeded(Value value) const { return needed.contains(value); }

private:
  void mark(Value value) {
    if (needed.insert(value).second)
      worklist.push_back(value);
  }
  void mark(ValueRange values) {
    for (Value value : values)
      mark(value);
  }
  /// All that the op and what is inside of it read.
  void markReads(Operation *op) {
    op->walk([&](Operation *part) { mark(part->getOperands()); });
  }
  void markRoots(Operation *op);
  void propagate(Value value);
  void propagateResult(OpResult result);
  void propagateArgument(BlockArgument argument);

  llvm::DenseSet<Value> needed;
  SmallVector<Value> worklist;
};

bool isStructured(Operation *op) { return isa<scf::ForOp, scf::IfOp, scf::WhileOp>(op); }

/// An op that may go if nothing needs its results.
bool isRemovable(Operation *op) { return !isStructured(op) && wouldOpBeTriviallyDead(op); }

/// Visits the ops of the function and of its loops and conditionals. What is in the region
/// of a reduction, say, is part of that op.
void forEachOp(Operation *function, function_ref<void(Operation *)> visit) {
  function->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op == function)
      return WalkResult::advance();
    visit(op);
    return isStructured(op) ? WalkResult::advance() : WalkResult::skip();
  });
}

} // namespace

Needs::Needs(Operation *function) {
  forEachOp(function, [&](Operation *op) { markRoots(op); });
  while (!worklist.empty())
    propagate(worklist.pop_back_val());
}

void Needs::markRoots(Operation *op) {
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return mark({loop.getLowerBound(), loop.getUpperBound(), loop.getStep()});
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return mark(branch.getCondition());
  if (auto condition = dyn_cast<scf::ConditionOp>(op))
    return mark(condition.getCondition());
  if (!isa<scf::WhileOp, scf::YieldOp>(op) && !isRemovable(op))
    markReads(op);
}

void Needs::propagateResult(OpResult result) {
  Operation *op = result.getOwner();
  unsigned index = result.getResultNumber();
  if (auto loop = dyn_cast<scf::ForOp>(op)) {
    mark(loop.getInitArgs()[index]);
    mark(loop.getYieldedValues()[index]);
  } else if (auto branch = dyn_cast<scf::IfOp>(op)) {
    mark(branch.thenYield().getOperand(index));
    mark(branch.elseYield().getOperand(index));
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    mark(loop.getConditionOp().getArgs()[index]);
  } else {
    markReads(op);
  }
}

void Needs::propagateArgument(BlockArgument argument) {
  Operation *op = argument.getOwner()->getParentOp();
  unsigned index = argument.getArgNumber();
  if (auto loop = dyn_cast<scf::ForOp>(op)) {
    if (argument == loop.getInductionVar())
      return;
    mark(loop.getTiedLoopInit(argument)->get());
    mark(loop.getTiedLoopYieldedValue(argument)->get());
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    if (argument.getOwner() == loop.getAfterBody())
      return mark(loop.getConditionOp().getArgs()[index]);
    mark(loop.getInits()[index]);
    mark(loop.getYieldOp().getOperand(index));
  }
}

void Needs::propagate(Value value) {
  if (auto result = dyn_cast<OpResult>(value))
    propagateResult(result);
  else
    propagateArgument(cast<BlockArgument>(value));
}

//===----------------------------------------------------------------------===//
// Removal
//===----------------------------------------------------------------------===//

namespace {

/// What an op carries for nobody, by position.
struct Unneeded {
  llvm::BitVector results;
  llvm::BitVector starts; // of a `scf.while`, whose results are other values
};

Unneeded findUnneeded(Operation *op, const Needs &needs) {
  Unneeded unneeded{llvm::BitVector(op->getNumResults()), {}};
  auto isUnneeded = [&](Value value) { return !needs.isNeeded(value); };
  for (OpResult result : op->getResults()) {
    unsigned index = result.getResultNumber();
    bool isCarried = false;
    if (auto loop = dyn_cast<scf::ForOp>(op))
      isCarried = needs.isNeeded(loop.getRegionIterArg(index));
    else if (auto loop = dyn_cast<scf::WhileOp>(op))
      isCarried = needs.isNeeded(loop.getAfterArguments()[index]);
    unneeded.results[index] = isUnneeded(result) && !isCarried;
  }
  if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    unneeded.starts.resize(loop.getInits().size());
    for (BlockArgument argument : loop.getBeforeArguments())
      unneeded.starts[argument.getArgNumber()] = isUnneeded(argument);
  }
  return unneeded;
}

/// Takes the operands of loops and yields away; their arguments and results remain.
void eraseOperands(Operation *op, const Unneeded &unneeded) {
  if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    llvm::BitVector passed(1); // the condition itself
    for (unsigned i = 0; i < unneeded.results.size(); ++i) {
      passed.resize(passed.size() + 1);
      passed[i + 1] = unneeded.results[i];
    }
    loop.getConditionOp()->eraseOperands(passed);
    loop.getYieldOp()->eraseOperands(unneeded.starts);
    loop->eraseOperands(unneeded.starts);
    return;
  }
  for (Region &region : op->getRegions())
    for (Block &block : region)
      block.getTerminator()->eraseOperands(unneeded.results);
  if (auto loop = dyn_cast<scf::ForOp>(op)) {
    llvm::BitVector starts(loop.getNumControlOperands());
    for (unsigned i = 0; i < unneeded.results.size(); ++i) {
      starts.resize(starts.size() + 1);
      starts[loop.getNumControlOperands() + i] = unneeded.results[i];
    }
    loop->eraseOperands(starts);
  }
}

/// The op with the operands and regions that are left, and without the other results.
void eraseResults(Operation *op, const Unneeded &unneeded) {
  if (auto loop = dyn_cast<scf::ForOp>(op)) {
    llvm::BitVector arguments(loop.getNumInductionVars());
    for (unsigned i = 0; i < unneeded.results.size(); ++i) {
      arguments.resize(arguments.size() + 1);
      arguments[loop.getNumInductionVars() + i] = unneeded.results[i];
    }
    loop.getBody()->eraseArguments(arguments);
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    loop.getBeforeBody()->eraseArguments(unneeded.starts);
    loop.getAfterBody()->eraseArguments(unneeded.results);
  }
  if (unneeded.results.none())
    return;
  OpBuilder builder(op);
  OperationState state(op->getLoc(), op->getName());
  state.addOperands(op->getOperands());
  state.addAttributes(op->getAttrDictionary().getValue());
  for (OpResult result : op->getResults())
    if (!unneeded.results[result.getResultNumber()])
      state.addTypes(result.getType());
  for (Region &region : op->getRegions())
    state.addRegion()->takeBody(region);
  Operation *smaller = builder.create(state);
  unsigned next = 0;
  for (OpResult result : op->getResults())
    if (!unneeded.results[result.getResultNumber()])
      result.replaceAllUsesWith(smaller->getResult(next++));
  op->erase();
}

} // namespace

void tritonmetal::removeDeadValues(Operation *function) {
  Needs needs(function);
  SmallVector<std::pair<Operation *, Unneeded>> carriers;
  SmallVector<Operation *> dead;
  forEachOp(function, [&](Operation *op) {
    if (isStructured(op))
      carriers.push_back({op, findUnneeded(op, needs)});
    else if (isRemovable(op) &&
             llvm::none_of(op->getResults(), [&](Value value) { return needs.isNeeded(value); }))
      dead.push_back(op);
  });
  for (auto &[op, unneeded] : carriers)
    eraseOperands(op, unneeded);
  for (Operation *op : llvm::reverse(dead)) {
    op->dropAllUses(); // all of them dead or erased above
    op->erase();
  }
  for (auto &[op, unneeded] : carriers)
    eraseResults(op, unneeded);
}
