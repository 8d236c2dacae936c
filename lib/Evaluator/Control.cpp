//===- Control.cpp - Loops, branches, calls -------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Conditions are scalars, so a program takes one way. Only in the region of a
// reduction may a condition stand for many places at once (Tensor.h); where they
// differ both sides run and each place keeps its own result.
//
//===----------------------------------------------------------------------===//

#include "Machine.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

namespace tritonmetal::evaluator {

static SmallVector<RuntimeValue> getValues(const Machine &machine, ValueRange values) {
  SmallVector<RuntimeValue> result;
  for (Value value : values)
    result.push_back(machine.getValue(value));
  return result;
}

static void setResults(Machine &machine, Operation *op, ArrayRef<RuntimeValue> values) {
  for (auto [result, value] : llvm::zip_equal(op->getResults(), values))
    machine.set(result, value);
}

static LogicalResult evaluateFor(Machine &machine, Operation *op) {
  auto loop = cast<scf::ForOp>(op);
  Kind kind = getKind(loop.getInductionVar().getType());
  uint64_t upper = machine.get(loop.getUpperBound()).data[0];
  uint64_t index = machine.get(loop.getLowerBound()).data[0];
  int64_t step = signExtend(machine.get(loop.getStep()).data[0], kind.width);
  if (step <= 0)
    return machine.fail(op, "a loop has the step " + llvm::Twine(step) + ", which is not positive");
  bool isUnsigned = loop.getUnsignedCmp();
  SmallVector<RuntimeValue> carried = getValues(machine, loop.getInitArgs()), arguments;
  while (isUnsigned ? index < upper
                    : signExtend(index, kind.width) < signExtend(upper, kind.width)) {
    arguments.assign(1, Tensor::scalar(kind, index));
    arguments.append(carried.begin(), carried.end());
    if (failed(machine.runRegion(loop.getRegion(), arguments, carried)))
      return failure();
    // A bound near the type's end: the last step would wrap, so the loop ends.
    uint64_t next = truncate(index + uint64_t(step), kind.width);
    if (isUnsigned ? next < index : signExtend(next, kind.width) < signExtend(index, kind.width))
      break;
    index = next;
  }
  setResults(machine, op, carried);
  return success();
}

static LogicalResult evaluateWhile(Machine &machine, Operation *op) {
  auto loop = cast<scf::WhileOp>(op);
  SmallVector<RuntimeValue> carried = getValues(machine, loop.getInits()), results;
  while (true) {
    if (failed(machine.runRegion(loop.getBefore(), carried, results)))
      return failure();
    bool goesOn = results.front().tensor->data[0]; // scf.condition's first operand
    carried.assign(results.begin() + 1, results.end());
    if (!goesOn)
      break;
    if (failed(machine.runRegion(loop.getAfter(), carried, results)))
      return failure();
    carried = results;
  }
  setResults(machine, op, carried);
  return success();
}

/// Both sides of a condition that is not the same everywhere.
static LogicalResult evaluateDivergentIf(Machine &machine, scf::IfOp op, const Tensor &condition) {
  if (!machine.isInBatch())
    return machine.fail(op, "a condition of many values has no meaning here");
  SmallVector<RuntimeValue> taken, others;
  if (failed(machine.runRegion(op.getThenRegion(), {}, taken)))
    return failure();
  if (!op.getElseRegion().empty() && failed(machine.runRegion(op.getElseRegion(), {}, others)))
    return failure();
  for (auto [i, result] : llvm::enumerate(op.getResults())) {
    const Tensor &a = *taken[i].tensor, &b = *others[i].tensor;
    Tensor merged(condition.shape, a.kind);
    for (int64_t k = 0; k < condition.size(); ++k)
      merged.data[size_t(k)] = condition.data[size_t(k)] ? a.at(k) : b.at(k);
    machine.set(result, std::move(merged));
  }
  return success();
}

static LogicalResult evaluateIf(Machine &machine, Operation *op) {
  auto branch = cast<scf::IfOp>(op);
  const Tensor condition = machine.get(branch.getCondition()); // a copy: regions change the map
  if (llvm::any_of(condition.data, [&](uint64_t bit) { return bit != condition.data[0]; }))
    return evaluateDivergentIf(machine, branch, condition);
  Region &region = condition.data[0] ? branch.getThenRegion() : branch.getElseRegion();
  SmallVector<RuntimeValue> results;
  if (!region.empty() && failed(machine.runRegion(region, {}, results)))
    return failure();
  setResults(machine, op, results);
  return success();
}

static LogicalResult evaluateCall(Machine &machine, Operation *op) {
  auto call = cast<tt::CallOp>(op);
  auto callee = SymbolTable::lookupNearestSymbolFrom<tt::FuncOp>(op, call.getCalleeAttr());
  if (!callee || callee.getBody().empty())
    return machine.fail(op, "calls '" + call.getCallee() + "', which has no body");
  SmallVector<RuntimeValue> results;
  if (failed(machine.call(op, callee, getValues(machine, op->getOperands()), results)))
    return failure();
  setResults(machine, op, results);
  return success();
}

/// Ops that only order what other threads see, or that promise something.
static LogicalResult evaluateNothing(Machine &machine, Operation *op) { return success(); }

void addControl(HandlerTable &table) {
  table["scf.for"] = evaluateFor;
  table["scf.while"] = evaluateWhile;
  table["scf.if"] = evaluateIf;
  table["tt.call"] = evaluateCall;
  table["gpu.barrier"] = evaluateNothing;
  table["ttg.barrier"] = evaluateNothing;
  table["llvm.intr.assume"] = evaluateNothing;
}

} // namespace tritonmetal::evaluator
