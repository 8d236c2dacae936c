//===- PacketFold.cpp - What goes along with a packet loop -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "PacketFold.h"

#include "RegisterReduction.h"
#include "RegisterScan.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

int64_t tritonmetal::metal::compressBits(int64_t index, int64_t mask) {
  int64_t result = 0;
  for (unsigned bit = 0, place = 0; mask >> bit; ++bit)
    if (mask >> bit & 1)
      result |= (index >> bit & 1) << place++;
  return result;
}

std::unique_ptr<PacketFold> PacketFold::create(LoopFormState &state, Operation *op,
                                               PacketShape shape, bool descending) {
  if (auto reduce = dyn_cast<ReduceRegistersOp>(op))
    return std::make_unique<RegisterReduction>(state, reduce, shape, descending);
  return std::make_unique<RegisterScan>(state, cast<ScanRegistersOp>(op), shape);
}

PacketFold::PacketFold(LoopFormState &state, Operation *op, ArrayRef<int32_t> along,
                       PacketShape shape, bool descending)
    : state(state), op(op), function(state, op->getRegion(0)), shape(shape),
      descending(descending) {
  for (int32_t bit : along)
    alongMask |= int32_t(1) << bit;
  unsigned packetBits = llvm::Log2_64(shape.packetSize());
  packetAlong = alongMask >> packetBits;
  for (unsigned bit = 0; bit < llvm::Log2_64(shape.packets()); ++bit) {
    bool goesAlong = packetAlong >> bit & 1;
    slotBases.push_back(goesAlong ? 0 : slots);
    slots *= goesAlong ? 1 : 2;
  }
}

size_t PacketFold::carriedCount() const { return isCarried() ? columns * operandCount() : 0; }

PacketFold::Values PacketFold::start(OpBuilder &builder) {
  Values result;
  if (!isCarried())
    return result;
  for (unsigned column = 0; column < columns; ++column)
    for (unsigned n = 0; n < operandCount(); ++n) {
      Type type = pieceType(n, length);
      Type element = getElementTypeOrSelf(type);
      TypedAttr value = function.getIdentity(element);
      if (!value)
        value = cast<TypedAttr>(builder.getZeroAttr(element)); // replaced by the first packet
      if (auto vector = dyn_cast<VectorType>(type))
        value = DenseElementsAttr::get(vector, Attribute(value));
      result.push_back(arith::ConstantOp::create(builder, op->getLoc(), value));
    }
  return result;
}

/// True in the first packet that reaches the accumulators of its slot.
Value PacketFold::isFirst(OpBuilder &builder, Value number) {
  Location loc = op->getLoc();
  Value bits = number;
  if (packetAlong != shape.packets() - 1)
    bits = arith::AndIOp::create(builder, loc, number, i32Constant(builder, loc, packetAlong));
  return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, bits,
                               i32Constant(builder, loc, descending ? packetAlong : 0));
}

Value PacketFold::entryIndex(OpBuilder &builder, Value number, unsigned column) {
  Location loc = op->getLoc();
  SmallVector<int32_t> bases;
  for (int32_t basis : slotBases)
    bases.push_back(basis * columns);
  Value index = buildLinear(builder, loc, number, bases);
  return column == 0 ? index
                     : arith::AddIOp::create(builder, loc, index, i32Constant(builder, loc, column))
                           .getResult();
}

PacketFold::Values PacketFold::createArrays(int64_t elements) {
  Values result;
  for (unsigned n = 0; n < operandCount(); ++n) {
    auto type = ThreadArrayType::get(op->getContext(), slots * columns, pieceType(n, elements));
    result.push_back(ThreadArrayOp::create(state.entry, op->getLoc(), type));
  }
  return result;
}

void PacketFold::writeSlot(OpBuilder &builder, Value number, unsigned column,
                           ArrayRef<Value> targets, ArrayRef<Value> values) {
  Value index = entryIndex(builder, number, column);
  for (auto [array, value] : llvm::zip(targets, values))
    ArrayStoreOp::create(builder, op->getLoc(), value, array, index);
}

PacketFold::Values PacketFold::keep(OpBuilder &builder, Value number,
                                    ArrayRef<Values> accumulators) {
  Values carried;
  for (auto [column, values] : llvm::enumerate(accumulators)) {
    if (number && isInArrays())
      writeSlot(builder, number, column, arrays, values);
    else if (!number || isCarried())
      llvm::append_range(carried, values);
  }
  return carried;
}

PacketFold::Folded PacketFold::fold(OpBuilder &builder, Value number, unsigned column,
                                    ArrayRef<Value> carried, ArrayRef<Value> incoming,
                                    bool needsBefore) {
  if (!number || packetAlong == 0)
    return {Values(incoming), Values(incoming)};
  if (isCarried())
    return foldCarried(builder, number,
                       Values(carried.slice(column * operandCount(), operandCount())), incoming,
                       needsBefore);
  if (arrays.empty())
    arrays = createArrays(length);
  auto load = [&]() {
    Values accumulated;
    Value index = entryIndex(builder, number, column);
    for (Value array : arrays) {
      Type type = cast<ThreadArrayType>(array.getType()).getElementType();
      accumulated.push_back(ArrayLoadOp::create(builder, op->getLoc(), type, array, index));
    }
    return accumulated;
  };
  return foldInBranch(builder, number, load, incoming, needsBefore);
}

PacketFold::Folded PacketFold::foldCarried(OpBuilder &builder, Value number, Values accumulated,
                                           ArrayRef<Value> incoming, bool needsBefore) {
  bool hasIdentity = bool(function.getIdentity(getElementTypeOrSelf(incoming.front())));
  if (hasIdentity && !needsBefore)
    return {{}, function.combine(builder, accumulated, incoming, length)};
  if (!function.isSpeculatable())
    return foldInBranch(builder, number, [&]() { return accumulated; }, incoming, needsBefore);
  Location loc = op->getLoc();
  Values combined = function.combine(builder, accumulated, incoming, length);
  Value first = isFirst(builder, number);
  for (auto [n, value] : llvm::enumerate(incoming)) {
    combined[n] = arith::SelectOp::create(builder, loc, first, value, combined[n]);
    if (needsBefore)
      accumulated[n] = arith::SelectOp::create(builder, loc, first, value, accumulated[n]);
  }
  return {accumulated, combined};
}

/// Nothing is read or combined for the first packet: arrays are not initialised, and
/// the combine may not be defined on a made-up value.
PacketFold::Folded PacketFold::foldInBranch(OpBuilder &builder, Value number,
                                            function_ref<Values()> accumulated,
                                            ArrayRef<Value> incoming, bool needsBefore) {
  Location loc = op->getLoc();
  Values taken(incoming);
  if (needsBefore)
    llvm::append_range(taken, incoming);
  auto ifOp = scf::IfOp::create(builder, loc, TypeRange(ValueRange(taken)),
                                isFirst(builder, number), /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(ifOp.thenBlock());
  scf::YieldOp::create(builder, loc, taken);
  builder.setInsertionPointToEnd(ifOp.elseBlock());
  Values before = accumulated();
  Values yielded = function.combine(builder, before, incoming, length);
  if (needsBefore)
    llvm::append_range(yielded, before);
  scf::YieldOp::create(builder, loc, yielded);
  auto results = llvm::to_vector_of<Value>(ifOp.getResults());
  return {Values(ArrayRef(results).drop_front(incoming.size())),
          Values(ArrayRef(results).take_front(incoming.size()))};
}
