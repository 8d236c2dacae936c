//===- RepeatEmitter.cpp - Items that have become loops -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "RepeatItems.h"

#include "LoopFormState.h"
#include "VaryingCoordinates.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace {

/// What an input of an item is in the new code: a value, or something to be made of the
/// counters.
struct Bound {
  Value value;
  const RepeatInput *varying = nullptr;
};

class RepeatEmitter {
public:
  explicit RepeatEmitter(OpBuilder &builder) : builder(builder) {}

  SmallVector<Value> emitLoop(const RepeatItem &item, ArrayRef<Bound> inputs);

private:
  SmallVector<Value> emitOp(const RepeatItem &item, ArrayRef<Bound> inputs);
  SmallVector<SmallVector<Value>> emitBody(const RepeatItem &item, ArrayRef<Bound> inputs,
                                           ValueRange carried);
  Value get(Location loc, const Bound &bound);
  void setStart(RearrangeOp op, const RepeatInput &start);

  OpBuilder &builder;
  SmallVector<Value> counters; // of the loops around, outermost first
};

} // namespace

Value RepeatEmitter::get(Location loc, const Bound &bound) {
  if (!bound.varying)
    return bound.value;
  const RepeatInput &input = *bound.varying;
  if (input.kind == RepeatInput::Coordinate)
    return buildCoordinate(builder, loc, input.points, input.coordinates, counters);
  if (input.kind == RepeatInput::Splat && llvm::all_equal(input.numbers)) {
    auto value = DenseElementsAttr::get(
        cast<VectorType>(input.type),
        Attribute(builder.getI32IntegerAttr(int32_t(input.numbers.front()))));
    return arith::ConstantOp::create(builder, loc, value);
  }
  Value number = buildVarying(builder, loc, input.points, input.numbers, counters);
  if (input.kind == RepeatInput::Splat)
    return vector::BroadcastOp::create(builder, loc, input.type, number);
  return number;
}

/// A start that varies is a shift by whole chunks: a product, so that everybody sees that.
void RepeatEmitter::setStart(RearrangeOp op, const RepeatInput &start) {
  if (llvm::all_equal(start.numbers))
    return;
  uint64_t bits = 0;
  for (int64_t number : start.numbers)
    bits |= uint64_t(number);
  int64_t factor = int64_t(bits & -bits);
  SmallVector<int64_t> quotients =
      llvm::map_to_vector(start.numbers, [&](int64_t number) { return number / factor; });
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(op);
  Value number = buildVarying(builder, op.getLoc(), start.points, quotients, counters);
  Value shift = arith::MulIOp::create(builder, op.getLoc(), number,
                                      i32Constant(builder, op.getLoc(), factor));
  op.setStart(0);
  op.getShiftMutable().assign(shift);
}

SmallVector<Value> RepeatEmitter::emitOp(const RepeatItem &item, ArrayRef<Bound> inputs) {
  Location loc = item.ops.front()->getLoc();
  SmallVector<Value> values;
  for (const Bound &input : inputs)
    values.push_back(input.varying && input.varying->kind == RepeatInput::Start ? Value()
                                                                                : get(loc, input));
  Operation *op = builder.clone(*item.ops.front());
  SmallVector<OpOperand *> operands = getOutsideOperands(op);
  for (auto [operand, value] : llvm::zip(operands, values))
    operand->set(value);
  if (operands.size() < inputs.size())
    setStart(cast<RearrangeOp>(op), *inputs.back().varying);
  return llvm::to_vector_of<Value>(op->getResults());
}

SmallVector<SmallVector<Value>>
RepeatEmitter::emitBody(const RepeatItem &loop, ArrayRef<Bound> inputs, ValueRange carried) {
  SmallVector<SmallVector<Value>> results;
  for (auto [item, sources] : llvm::zip(loop.body, loop.sources)) {
    SmallVector<Bound> own;
    for (const RepeatSource &source : sources) {
      if (source.kind == RepeatSource::Outside)
        own.push_back(inputs[source.number]);
      else if (source.kind == RepeatSource::Carried)
        own.push_back({carried[source.number]});
      else
        own.push_back({results[source.number][source.result]});
    }
    results.push_back(item.isLoop() ? emitLoop(item, own) : emitOp(item, own));
  }
  return results;
}

SmallVector<Value> RepeatEmitter::emitLoop(const RepeatItem &item, ArrayRef<Bound> inputs) {
  Location loc = withoutName(item.ops.front()->getLoc());
  SmallVector<Value> inits;
  for (const RepeatCarried &carried : item.carried)
    inits.push_back(get(loc, inputs[carried.input]));
  Value passes = get(loc, inputs.front());
  Value first = i32Constant(builder, loc, 0);
  Value step = i32Constant(builder, loc, 1);
  auto loop = scf::ForOp::create(builder, loc, first, passes, step, inits);
  if (inits.empty())
    loop.getBody()->getTerminator()->erase();
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(loop.getBody());
  counters.push_back(loop.getInductionVar());
  SmallVector<SmallVector<Value>> results = emitBody(item, inputs, loop.getRegionIterArgs());
  counters.pop_back();
  SmallVector<Value> yielded;
  for (const RepeatCarried &carried : item.carried)
    yielded.push_back(results[carried.item][carried.result]);
  scf::YieldOp::create(builder, loc, yielded);
  return llvm::to_vector_of<Value>(loop.getResults());
}

SmallVector<Value> tritonmetal::metal::emitLoop(OpBuilder &builder, const RepeatItem &item,
                                                const IRMapping &values) {
  SmallVector<Bound> inputs;
  for (const RepeatInput &input : item.inputs)
    inputs.push_back(input.isVarying() ? Bound{Value(), &input}
                                       : Bound{values.lookupOrDefault(input.value)});
  return RepeatEmitter(builder).emitLoop(item, inputs);
}
