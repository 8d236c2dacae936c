//===- Machine.cpp - One program while it runs ----------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Machine.h"

#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace tritonmetal::evaluator {

Machine::Machine(DeviceMemory &memory, const EvaluatorOptions &options, EvaluationResult &result)
    : memory(memory), options(options), result(result) {
  addArithmetic(table);
  addCasts(table);
  addMath(table);
  addExterns(table);
  addInlineAssembly(table);
  addShapes(table);
  addAccesses(table);
  addAtomics(table);
  addViews(table);
  addCombines(table);
  addDots(table);
  addControl(table);
  addDebug(table);
}

LogicalResult Machine::fail(Operation *op, const llvm::Twine &message) {
  if (!result.fault)
    result.fault =
        EvaluationFault{message.str(), op->getName().getStringRef().str(), op->getLoc(), program};
  return failure();
}

Handler Machine::findHandler(Operation *op) {
  auto [place, isNew] = handlers.try_emplace(op->getName().getAsOpaquePointer(), nullptr);
  if (isNew)
    place->second = table.lookup(op->getName().getStringRef());
  return place->second;
}

LogicalResult Machine::runOp(Operation *op) {
  if (++steps > options.maxSteps)
    return fail(op, "the launch ran for " + llvm::Twine(options.maxSteps) +
                        " ops without an end; --max-steps allows more");
  if (Handler handler = findHandler(op))
    return handler(*this, op);
  return fail(op, "the evaluator does not know this op");
}

void Machine::bind(Block *block, ArrayRef<RuntimeValue> arguments) {
  for (auto [argument, value] : llvm::zip_equal(block->getArguments(), arguments))
    set(argument, value);
}

/// Runs one block. `next` is where it branches to, or null if it ended the region with `results`.
LogicalResult Machine::runBlock(Block *block, Block *&next,
                                SmallVectorImpl<RuntimeValue> &results) {
  for (Operation &op : block->without_terminator())
    if (failed(runOp(&op)))
      return failure();
  Operation *terminator = block->getTerminator();
  if (++steps > options.maxSteps)
    return fail(terminator, "the launch ran for " + llvm::Twine(options.maxSteps) +
                                " ops without an end; --max-steps allows more");
  auto read = [&](ValueRange operands) {
    results.clear();
    for (Value operand : operands)
      results.push_back(getValue(operand));
  };
  next = nullptr;
  if (auto branch = dyn_cast<cf::BranchOp>(terminator)) {
    read(branch.getDestOperands());
    next = branch.getDest();
  } else if (auto branch = dyn_cast<cf::CondBranchOp>(terminator)) {
    bool taken = get(branch.getCondition()).data[0];
    read(taken ? branch.getTrueDestOperands() : branch.getFalseDestOperands());
    next = taken ? branch.getTrueDest() : branch.getFalseDest();
  } else {
    read(terminator->getOperands());
  }
  return success();
}

LogicalResult Machine::runRegion(Region &region, ArrayRef<RuntimeValue> arguments,
                                 SmallVectorImpl<RuntimeValue> &results) {
  Block *block = &region.front();
  bind(block, arguments);
  while (true) {
    Block *next;
    if (failed(runBlock(block, next, results)))
      return failure();
    if (!next)
      return success();
    bind(next, results);
    block = next;
  }
}

LogicalResult Machine::call(Operation *site, Operation *function, ArrayRef<RuntimeValue> arguments,
                            SmallVectorImpl<RuntimeValue> &results) {
  if (llvm::is_contained(calls, function))
    return fail(site, "recursive calls have no meaning in Triton");
  calls.push_back(function);
  LogicalResult done = runRegion(function->getRegion(0), arguments, results);
  calls.pop_back();
  return done;
}

LogicalResult Machine::runProgram(Operation *function, ArrayRef<RuntimeValue> arguments,
                                  executor::Size3 program, executor::Size3 grid) {
  this->program = program;
  this->grid = grid;
  values.clear();
  SmallVector<RuntimeValue> results;
  return call(function, function, arguments, results);
}

} // namespace tritonmetal::evaluator
