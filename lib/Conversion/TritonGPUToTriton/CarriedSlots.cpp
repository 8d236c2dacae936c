//===- CarriedSlots.cpp - Contents of slots as values ----------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// First every loop and conditional gets its new arguments and results, started and
// yielded by placeholders, since the values that they will have may come from ops that
// get theirs later. Then the placeholders are replaced.
//
//===----------------------------------------------------------------------===//

#include "CarriedSlots.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

/// A value that is to be replaced: all uses of it are operands of loops and yields.
struct Placeholder {
  Definition *source;
  UnrealizedConversionCastOp op;
};

class ValueMaker {
public:
  void extend(scf::ForOp loop, ArrayRef<Definition *> definitions);
  void extend(scf::IfOp branch, ArrayRef<Definition *> definitions);
  void fill();

private:
  Value makePlaceholder(OpBuilder &builder, Location loc, Definition *source) {
    auto op = UnrealizedConversionCastOp::create(builder, loc, source->type, ValueRange());
    placeholders.push_back({source->resolve(), op});
    return op.getResult(0);
  }
  void appendYields(Block *block, ArrayRef<Definition *> definitions, unsigned source);

  SmallVector<Placeholder> placeholders;
};

} // namespace

// What is written may be replaced along the way, so ask the op that writes it.
Value tritonmetal::getValue(const Definition &definition) {
  return definition.kind == Definition::Written ? definition.op->getOperand(0) : definition.value;
}

/// Lets the block yield one source of each definition as well.
void ValueMaker::appendYields(Block *block, ArrayRef<Definition *> definitions, unsigned source) {
  Operation *yield = block->getTerminator();
  OpBuilder builder(yield);
  SmallVector<Value> values;
  for (Definition *definition : definitions)
    values.push_back(makePlaceholder(builder, yield->getLoc(), definition->sources[source]));
  yield->insertOperands(yield->getNumOperands(), values);
}

/// The definitions are arguments, results, or both of them for one slot: an argument may
/// be needed without its result, never the other way round.
void ValueMaker::extend(scf::ForOp loop, ArrayRef<Definition *> definitions) {
  OpBuilder builder(loop);
  SmallVector<Definition *> arguments;
  for (Definition *definition : definitions)
    if (definition->kind == Definition::LoopArgument)
      arguments.push_back(definition);
  SmallVector<Value> starts(loop.getInitArgs());
  for (Definition *argument : arguments)
    starts.push_back(makePlaceholder(builder, loop.getLoc(), argument->sources[0]));

  auto extended =
      scf::ForOp::create(builder, loop.getLoc(), loop.getLowerBound(), loop.getUpperBound(),
                         loop.getStep(), starts, /*bodyBuilder=*/nullptr, loop.getUnsignedCmp());
  extended->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
  extended.getRegion().takeBody(loop.getRegion());
  unsigned count = loop.getNumResults();
  for (auto [index, argument] : llvm::enumerate(arguments)) {
    argument->value = extended.getBody()->addArgument(argument->type, loop.getLoc());
    for (Definition *result : definitions)
      if (result->kind == Definition::LoopResult && result->sources[0]->resolve() == argument)
        result->value = extended.getResult(count + index);
  }
  appendYields(extended.getBody(), arguments, /*source=*/1);
  loop.replaceAllUsesWith(extended.getResults().take_front(count));
  loop.erase();
}

void ValueMaker::extend(scf::IfOp branch, ArrayRef<Definition *> definitions) {
  OpBuilder builder(branch);
  SmallVector<Type> types(branch.getResultTypes());
  for (Definition *definition : definitions)
    types.push_back(definition->type);
  auto extended = scf::IfOp::create(builder, branch.getLoc(), types, branch.getCondition(),
                                    /*addThenBlock=*/false, /*addElseBlock=*/false);
  extended->setDiscardableAttrs(branch->getDiscardableAttrDictionary());
  extended.getThenRegion().takeBody(branch.getThenRegion());
  if (branch.getElseRegion().empty()) {
    builder.createBlock(&extended.getElseRegion());
    scf::YieldOp::create(builder, branch.getLoc());
  } else {
    extended.getElseRegion().takeBody(branch.getElseRegion());
  }
  appendYields(extended.thenBlock(), definitions, /*source=*/0);
  appendYields(extended.elseBlock(), definitions, /*source=*/1);
  unsigned count = branch.getNumResults();
  for (auto [index, definition] : llvm::enumerate(definitions))
    definition->value = extended.getResult(count + index);
  branch.replaceAllUsesWith(extended.getResults().take_front(count));
  branch.erase();
}

void ValueMaker::fill() {
  for (Placeholder &placeholder : placeholders) {
    Definition *source = placeholder.source;
    placeholder.op.getResult(0).replaceAllUsesWith(getValue(*source));
    placeholder.op.erase();
  }
}

void tritonmetal::makeValues(ArrayRef<Definition *> definitions,
                             function_ref<Value(Type)> makeUnwritten) {
  llvm::MapVector<Operation *, SmallVector<Definition *>> byOp;
  for (Definition *definition : definitions) {
    if (definition->kind == Definition::Unwritten)
      definition->value = makeUnwritten(definition->type);
    else if (definition->kind != Definition::Written)
      byOp[definition->op].push_back(definition);
  }
  ValueMaker maker;
  for (auto &[op, needed] : byOp) {
    if (auto loop = dyn_cast<scf::ForOp>(op))
      maker.extend(loop, needed);
    else
      maker.extend(cast<scf::IfOp>(op), needed);
  }
  maker.fill();
}
