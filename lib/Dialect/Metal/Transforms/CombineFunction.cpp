//===- CombineFunction.cpp - A region of elements, applied to chunks -------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "CombineFunction.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
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

TypedAttr CombineFunction::getIdentity(Type type) {
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

bool CombineFunction::isVectorizable() {
  return llvm::all_of(region.front().without_terminator(), [](Operation &inner) {
    return isa<arith::ConstantOp>(inner) ||
           (inner.hasTrait<OpTrait::Elementwise>() && inner.getNumRegions() == 0);
  });
}

bool CombineFunction::isSpeculatable() {
  return llvm::all_of(region.front().without_terminator(),
                      [](Operation &inner) { return mlir::isSpeculatable(&inner); });
}

/// What a value from outside of the region is in the new kernel.
Value CombineFunction::captured(Value value) { return state.scalar(value); }

CombineFunction::Values CombineFunction::applyScalar(OpBuilder &builder,
                                                     ArrayRef<Value> arguments) {
  Block &block = region.front();
  IRMapping mapping;
  llvm::SetVector<Value> above;
  getUsedValuesDefinedAbove(region, above);
  for (Value value : above)
    mapping.map(value, captured(value));
  mapping.map(block.getArguments(), ValueRange(arguments));
  for (Operation &inner : block.without_terminator())
    builder.clone(inner, mapping);
  Values result;
  for (Value value : block.getTerminator()->getOperands())
    result.push_back(mapping.lookup(value));
  return result;
}

CombineFunction::Values CombineFunction::applyVector(OpBuilder &builder, ArrayRef<Value> arguments,
                                                     int64_t count) {
  Block &block = region.front();
  IRMapping mapping;
  mapping.map(block.getArguments(), ValueRange(arguments));
  auto lookup = [&](Value value) -> Value {
    if (Value known = mapping.lookupOrNull(value))
      return known;
    Value uniform = captured(value);
    Type type = LoopFormState::pieceType(uniform.getType(), count);
    Value splat = vector::BroadcastOp::create(builder, uniform.getLoc(), type, uniform);
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

CombineFunction::Values CombineFunction::apply(OpBuilder &builder, ArrayRef<Value> arguments,
                                               int64_t count) {
  if (count == 1)
    return applyScalar(builder, arguments);
  if (isVectorizable())
    return applyVector(builder, arguments, count);
  Location loc = region.getParentOp()->getLoc();
  SmallVector<Values> columns(region.front().getTerminator()->getNumOperands());
  for (int64_t i = 0; i < count; ++i) {
    Values scalars;
    for (Value argument : arguments)
      scalars.push_back(takeElements(builder, loc, argument, i));
    for (auto [column, value] : llvm::zip(columns, applyScalar(builder, scalars)))
      column.push_back(value);
  }
  Values result;
  for (Values &column : columns)
    result.push_back(joinElements(builder, loc, column));
  return result;
}

CombineFunction::Values CombineFunction::combine(OpBuilder &builder, ArrayRef<Value> accumulated,
                                                 ArrayRef<Value> incoming, int64_t count) {
  Values arguments(accumulated);
  llvm::append_range(arguments, incoming);
  return apply(builder, arguments, count);
}

Value tritonmetal::metal::takeElements(OpBuilder &builder, Location loc, Value chunk,
                                       ArrayRef<int64_t> indices) {
  auto type = dyn_cast<VectorType>(chunk.getType());
  if (!type || llvm::equal(indices, llvm::seq<int64_t>(0, type.getNumElements())))
    return chunk;
  if (indices.size() == 1)
    return vector::ExtractOp::create(builder, loc, chunk, indices.front());
  return vector::ShuffleOp::create(builder, loc, chunk, chunk, indices);
}

/// The vector that all elements are taken from, and their places in it; null if there is none.
static Value findSource(ArrayRef<Value> elements, SmallVectorImpl<int64_t> &places) {
  Value source;
  for (Value element : elements) {
    auto extract = element.getDefiningOp<vector::ExtractOp>();
    if (!extract || extract.getNumIndices() != 1 || extract.hasDynamicPosition() ||
        (source && extract.getSource() != source))
      return {};
    source = extract.getSource();
    places.push_back(extract.getStaticPosition().front());
  }
  return source;
}

Value tritonmetal::metal::joinElements(OpBuilder &builder, Location loc, ArrayRef<Value> pieces) {
  if (pieces.size() == 1)
    return pieces.front();
  if (!isa<VectorType>(pieces.front().getType())) {
    SmallVector<int64_t> places;
    if (Value source = findSource(pieces, places))
      return vector::ShuffleOp::create(builder, loc, source, source, places);
    auto type = VectorType::get({int64_t(pieces.size())}, pieces.front().getType());
    return vector::FromElementsOp::create(builder, loc, type, pieces);
  }
  assert(pieces.size() == 2 && "a chunk is at most two vectors of two");
  return vector::ShuffleOp::create(builder, loc, pieces[0], pieces[1],
                                   ArrayRef<int64_t>{0, 1, 2, 3});
}
