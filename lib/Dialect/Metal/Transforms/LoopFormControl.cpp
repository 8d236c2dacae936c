//===- LoopFormControl.cpp - Loops and branches of the source -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LoopFormer.h"
#include "PacketEmitter.h"

using namespace mlir;
using namespace tritonmetal::metal;

LogicalResult LoopFormer::processFor(scf::ForOp op) {
  flush();
  CarriedValues carried = planCarried(op.getRegionIterArgs());
  SmallVector<Value> inits = carriedOperands(op.getInitArgs(), carried);
  auto newFor = scf::ForOp::create(builder, op.getLoc(), state.scalar(op.getLowerBound()),
                                   state.scalar(op.getUpperBound()), state.scalar(op.getStep()),
                                   inits, nullptr, op.getUnsignedCmp());
  newFor->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  if (newFor.getNumResults() == 0)
    newFor.getBody()->getTerminator()->erase();
  state.scalars.map(op.getInductionVar(), newFor.getInductionVar());
  bindCarried(op.getRegionIterArgs(), carried, newFor.getRegionIterArgs());

  llvm::DenseMap<Value, unsigned> outerYields = std::move(yieldIndex);
  yieldIndex.clear();
  for (auto [i, value] : llvm::enumerate(op.getYieldedValues()))
    if (!yieldIndex.try_emplace(value, i).second)
      yieldIndex[value] = ~0u; // yielded twice: copied
  const CarriedValues *outerCarried = loopCarried;
  Block *outerBody = loopBody;
  loopCarried = &carried;
  loopBody = op.getBody();
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(newFor.getBody());
    if (failed(processBlock(*op.getBody())))
      return failure();
    yieldCarried(op.getYieldedValues(), carried);
  }
  loopCarried = outerCarried;
  loopBody = outerBody;
  yieldIndex = std::move(outerYields);
  bindCarried(op.getResults(), carried, newFor.getResults());
  position = op;
  return success();
}

LogicalResult LoopFormer::processBranch(Region &from, Region &to, const CarriedValues &carried) {
  if (from.empty())
    return success();
  OpBuilder::InsertionGuard guard(builder);
  Block *target = to.empty() ? builder.createBlock(&to) : &to.front();
  if (target->mightHaveTerminator())
    target->getTerminator()->erase();
  builder.setInsertionPointToEnd(target);
  Block *outerBody = loopBody;
  loopBody = nullptr; // a branch writes no array of the loop around it directly
  LogicalResult result = processBlock(from.front());
  loopBody = outerBody;
  if (succeeded(result))
    yieldCarried(from.front().getTerminator()->getOperands(), carried);
  return result;
}

LogicalResult LoopFormer::processIf(scf::IfOp op) {
  flush();
  CarriedValues carried = planCarried(op.getResults());
  SmallVector<Type> types;
  for (auto [result, count] : llvm::zip(op.getResults(), carried.counts)) {
    if (!LoopFormState::isWide(result))
      types.push_back(result.getType());
    else
      types.append(count, LoopFormState::pieceType(result.getType(), state.shapeOf(result).chunk));
  }
  bool withElse = !op.getElseRegion().empty();
  auto newIf =
      scf::IfOp::create(builder, op.getLoc(), types, state.scalar(op.getCondition()), withElse);
  newIf->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  if (failed(processBranch(op.getThenRegion(), newIf.getThenRegion(), carried)) ||
      failed(processBranch(op.getElseRegion(), newIf.getElseRegion(), carried)))
    return failure();
  bindCarried(op.getResults(), carried, newIf.getResults());
  position = op;
  return success();
}

LogicalResult LoopFormer::processWhile(scf::WhileOp op) {
  flush();
  if (llvm::any_of(op->getOperands(), LoopFormState::isWide) ||
      llvm::any_of(op->getResults(), LoopFormState::isWide))
    return op.emitOpError("carries a tensor, which is not supported in a `while` loop yet; "
                          "carry scalars, or use a `for` loop");
  SmallVector<Value> inits;
  for (Value init : op.getInits())
    inits.push_back(state.scalar(init));
  auto newWhile = scf::WhileOp::create(builder, op.getLoc(), op.getResultTypes(), inits);
  for (auto [from, to] : llvm::zip(op->getRegions(), newWhile->getRegions())) {
    OpBuilder::InsertionGuard guard(builder);
    Block &oldBlock = from.front();
    SmallVector<Location> locs;
    for (BlockArgument argument : oldBlock.getArguments())
      locs.push_back(argument.getLoc());
    Block *block = builder.createBlock(&to, {}, oldBlock.getArgumentTypes(), locs);
    state.scalars.map(oldBlock.getArguments(), block->getArguments());
    Block *outerBody = loopBody;
    loopBody = nullptr;
    if (failed(processBlock(oldBlock)))
      return failure();
    loopBody = outerBody;
    builder.clone(*oldBlock.getTerminator(), state.scalars);
  }
  state.scalars.map(op.getResults(), newWhile.getResults());
  position = op;
  return success();
}

//===----------------------------------------------------------------------===//
// Wide values across control flow
//===----------------------------------------------------------------------===//

CarriedValues LoopFormer::planCarried(ValueRange oldValues) {
  CarriedValues carried;
  for (Value value : oldValues) {
    bool isArray = LoopFormState::isWide(value) && !state.shapeOf(value).fitsOnePacket();
    carried.arrays.push_back(isArray ? state.createArray(value.getLoc(), value) : Value());
    carried.counts.push_back(isArray                        ? 0
                             : LoopFormState::isWide(value) ? state.shapeOf(value).chunksPerPacket
                                                            : 1);
  }
  return carried;
}

void LoopFormer::bindCarried(ValueRange oldValues, const CarriedValues &carried,
                             ValueRange newValues) {
  for (auto [i, value] : llvm::enumerate(oldValues)) {
    if (carried.arrays[i]) {
      state.wide[value].array = carried.arrays[i];
      continue;
    }
    ValueRange own = newValues.take_front(carried.counts[i]);
    newValues = newValues.drop_front(carried.counts[i]);
    if (LoopFormState::isWide(value))
      state.wide[value].chunks = llvm::to_vector_of<Value>(own);
    else
      state.scalars.map(value, own.front());
  }
}

SmallVector<Value> LoopFormer::chunksOf(Value wide) {
  PacketShape shape = state.shapeOf(wide);
  PacketEmitter packet(state, builder, shape, Value());
  SmallVector<Value> chunks;
  for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
    chunks.push_back(packet.getChunk(wide, k));
  return chunks;
}

/// Copies values into arrays, all of one packet before the next, reads first: so
/// two arrays may be exchanged.
void LoopFormer::copyInto(ArrayRef<std::pair<Value, Value>> valueAndArray) {
  llvm::MapVector<int64_t, SmallVector<std::pair<Value, Value>>> byRegisters;
  for (auto pair : valueAndArray)
    byRegisters[LoopFormState::registersOf(pair.first)].push_back(pair);
  for (auto &[registers, pairs] : byRegisters) {
    PacketShape shape = state.shapeFor(registers);
    Location loc = withoutName(pairs.front().first.getLoc());
    auto loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                                   i32Constant(builder, loc, shape.packets()),
                                   i32Constant(builder, loc, 1));
    state.markUnroll(loop, registers);
    ++state.numLoops;
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(loop.getBody()->getTerminator());
    PacketEmitter packet(state, builder, shape, loop.getInductionVar());
    for (auto &[value, array] : pairs)
      for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
        packet.getChunk(value, k);
    for (auto &[value, array] : pairs)
      packet.store(value, array);
  }
}

SmallVector<Value> LoopFormer::carriedOperands(ValueRange oldValues, const CarriedValues &carried) {
  SmallVector<Value> operands;
  SmallVector<std::pair<Value, Value>> copies;
  for (auto [i, value] : llvm::enumerate(oldValues)) {
    if (carried.arrays[i])
      copies.push_back({value, carried.arrays[i]});
    else if (LoopFormState::isWide(value))
      llvm::append_range(operands, chunksOf(value));
    else
      operands.push_back(state.scalar(value));
  }
  llvm::erase_if(copies, [&](auto &copy) {
    auto it = state.wide.find(copy.first);
    return it != state.wide.end() && it->second.array == copy.second; // written in place
  });
  copyInto(copies);
  return operands;
}

void LoopFormer::yieldCarried(ValueRange yielded, const CarriedValues &carried) {
  Location loc = builder.getUnknownLoc();
  if (position)
    loc = position->getLoc();
  scf::YieldOp::create(builder, loc, carriedOperands(yielded, carried));
}
