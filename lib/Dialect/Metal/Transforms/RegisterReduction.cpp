//===- RegisterReduction.cpp - metal.reduce_registers in a loop ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "RegisterReduction.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal::metal;

static TypedAttr getFloatIdentity(Operation *op, FloatType type) {
  const llvm::fltSemantics &semantics = type.getFloatSemantics();
  std::optional<APFloat> value =
      TypeSwitch<Operation *, std::optional<APFloat>>(op)
          .Case<arith::AddFOp>([&](auto) { return APFloat::getZero(semantics, true); })
          .Case<arith::MulFOp>([&](auto) { return APFloat::getOne(semantics); })
          .Case<arith::MaxNumFOp, arith::MinNumFOp>(
              [&](auto) { return APFloat::getQNaN(semantics); })
          .Case<arith::MaximumFOp>([&](auto) { return APFloat::getInf(semantics, true); })
          .Case<arith::MinimumFOp>([&](auto) { return APFloat::getInf(semantics, false); })
          .Default([](Operation *) { return std::nullopt; });
  return value ? FloatAttr::get(type, *value) : TypedAttr();
}

static TypedAttr getIntegerIdentity(Operation *op, IntegerType type) {
  unsigned width = type.getWidth();
  std::optional<APInt> value =
      TypeSwitch<Operation *, std::optional<APInt>>(op)
          .Case<arith::AddIOp, arith::OrIOp, arith::XOrIOp, arith::MaxUIOp>(
              [&](auto) { return APInt::getZero(width); })
          .Case<arith::MulIOp>([&](auto) { return APInt(width, 1); })
          .Case<arith::AndIOp, arith::MinUIOp>([&](auto) { return APInt::getAllOnes(width); })
          .Case<arith::MaxSIOp>([&](auto) { return APInt::getSignedMinValue(width); })
          .Case<arith::MinSIOp>([&](auto) { return APInt::getSignedMaxValue(width); })
          .Default([](Operation *) { return std::nullopt; });
  return value ? IntegerAttr::get(type, *value) : TypedAttr();
}

TypedAttr tritonmetal::metal::getIdentity(Region &region, Type type) {
  Block &block = region.front();
  if (block.getNumArguments() != 2 || !llvm::hasNItems(block.begin(), block.end(), 2))
    return {};
  Operation *op = &block.front();
  bool combinesBoth = op->getNumOperands() == 2 && op->getNumResults() == 1 &&
                      op->getOperand(0) != op->getOperand(1) &&
                      llvm::all_of(op->getOperands(),
                                   [&](Value operand) {
                                     return llvm::is_contained(block.getArguments(), operand);
                                   }) &&
                      block.getTerminator()->getOperand(0) == op->getResult(0);
  if (!combinesBoth)
    return {};
  if (auto floatType = dyn_cast<FloatType>(type))
    return getFloatIdentity(op, floatType);
  return getIntegerIdentity(op, cast<IntegerType>(type));
}

bool RegisterReduction::isVectorizable() {
  return llvm::all_of(op.getCombine().front().without_terminator(), [](Operation &inner) {
    return isa<arith::ConstantOp>(inner) ||
           (inner.hasTrait<OpTrait::Elementwise>() && inner.getNumRegions() == 0);
  });
}

RegisterReduction::Values RegisterReduction::start(OpBuilder &builder) {
  Values result;
  for (Value source : op.getSources()) {
    Type type = LoopFormState::pieceType(source.getType(), shape.chunk);
    Type element = getElementTypeOrSelf(type);
    TypedAttr value = getIdentity(op.getCombine(), element);
    if (!value)
      value = cast<TypedAttr>(builder.getZeroAttr(element)); // replaced by the first chunk
    if (auto vector = dyn_cast<VectorType>(type))
      value = DenseElementsAttr::get(vector, Attribute(value));
    result.push_back(arith::ConstantOp::create(builder, op.getLoc(), value));
  }
  return result;
}

RegisterReduction::Values RegisterReduction::combineScalar(OpBuilder &builder,
                                                           ArrayRef<Value> arguments) {
  Block &block = op.getCombine().front();
  IRMapping mapping = state.scalars;
  mapping.map(block.getArguments(), ValueRange(arguments));
  for (Operation &inner : block.without_terminator())
    builder.clone(inner, mapping);
  Values result;
  for (Value value : block.getTerminator()->getOperands())
    result.push_back(mapping.lookup(value));
  return result;
}

RegisterReduction::Values
RegisterReduction::combineVector(OpBuilder &builder, ArrayRef<Value> arguments, int64_t count) {
  Block &block = op.getCombine().front();
  IRMapping mapping;
  mapping.map(block.getArguments(), ValueRange(arguments));
  auto lookup = [&](Value value) -> Value {
    if (Value known = mapping.lookupOrNull(value))
      return known;
    Value uniform = state.scalar(value);
    Value splat = vector::BroadcastOp::create(
        builder, op.getLoc(), LoopFormState::pieceType(uniform.getType(), count), uniform);
    mapping.map(value, splat);
    return splat;
  };
  for (Operation &inner : block.without_terminator()) {
    if (auto constant = dyn_cast<arith::ConstantOp>(inner)) {
      auto type = VectorType::get({count}, constant.getType());
      auto value = DenseElementsAttr::get(type, Attribute(constant.getValue()));
      mapping.map(constant.getResult(),
                  arith::ConstantOp::create(builder, inner.getLoc(), value).getResult());
      continue;
    }
    for (Value operand : inner.getOperands())
      lookup(operand);
    Operation *copy = builder.clone(inner, mapping);
    for (OpResult result : copy->getResults())
      result.setType(LoopFormState::pieceType(result.getType(), count));
  }
  Values result;
  for (Value value : block.getTerminator()->getOperands())
    result.push_back(lookup(value));
  return result;
}

RegisterReduction::Values RegisterReduction::combine(OpBuilder &builder,
                                                     ArrayRef<Value> accumulated,
                                                     ArrayRef<Value> incoming, int64_t count) {
  Values arguments(accumulated);
  llvm::append_range(arguments, incoming);
  if (count == 1)
    return combineScalar(builder, arguments);
  if (isVectorizable())
    return combineVector(builder, arguments, count);
  Location loc = op.getLoc();
  SmallVector<Values> columns(size());
  for (int64_t i = 0; i < count; ++i) {
    Values scalars;
    for (Value argument : arguments)
      scalars.push_back(vector::ExtractOp::create(builder, loc, argument, i));
    Values combined = combineScalar(builder, scalars);
    for (size_t n = 0; n < size(); ++n)
      columns[n].push_back(combined[n]);
  }
  Values result;
  for (Values &column : columns)
    result.push_back(vector::FromElementsOp::create(
        builder, loc, VectorType::get({count}, column[0].getType()), column));
  return result;
}

RegisterReduction::Values RegisterReduction::combinePacket(OpBuilder &builder,
                                                           PacketEmitter &packet,
                                                           Value packetNumber,
                                                           ArrayRef<Value> partials) {
  Values accumulated(partials);
  bool startsEmpty = partials.empty();
  bool needsChoice =
      !startsEmpty && !getIdentity(op.getCombine(), getElementTypeOrSelf(partials[0]));
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k) {
    Values incoming;
    for (Value source : op.getSources())
      incoming.push_back(packet.getChunk(source, k));
    if (k == 0 && startsEmpty) {
      accumulated = incoming;
      continue;
    }
    Values combined = combine(builder, accumulated, incoming, shape.chunk);
    if (k == 0 && needsChoice) {
      Location loc = op.getLoc();
      Value isFirst = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, packetNumber,
                                            i32Constant(builder, loc, 0));
      for (size_t n = 0; n < size(); ++n)
        combined[n] = arith::SelectOp::create(builder, loc, isFirst, incoming[n], combined[n]);
    }
    accumulated = combined;
  }
  return accumulated;
}

RegisterReduction::Values RegisterReduction::finish(OpBuilder &builder, ArrayRef<Value> partials) {
  Location loc = op.getLoc();
  Values current(partials);
  for (int64_t half = shape.chunk / 2; half >= 1; half /= 2) {
    Values low, high;
    for (Value value : current) {
      if (half == 1) {
        low.push_back(vector::ExtractOp::create(builder, loc, value, 0));
        high.push_back(vector::ExtractOp::create(builder, loc, value, 1));
        continue;
      }
      low.push_back(vector::ShuffleOp::create(builder, loc, value, value, ArrayRef<int64_t>{0, 1}));
      high.push_back(
          vector::ShuffleOp::create(builder, loc, value, value, ArrayRef<int64_t>{2, 3}));
    }
    current = combine(builder, low, high, half);
  }
  return current;
}
