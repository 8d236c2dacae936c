//===- LoopFormControl.cpp - Loops and branches of the source -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LoopFormer.h"
#include "PacketEmitter.h"

#include "mlir/Dialect/UB/IR/UBOps.h"

using namespace mlir;
using namespace tritonmetal::metal;

LogicalResult LoopFormer::processFor(scf::ForOp op) {
  flush();
  CarriedValues carried = planLoop(op, op.getInitArgs(), op.getRegionIterArgs());
  SmallVector<Value> inits = carriedOperands(op.getInitArgs(), carried);
  auto newFor = scf::ForOp::create(builder, op.getLoc(), state.scalar(op.getLowerBound()),
                                   state.scalar(op.getUpperBound()), state.scalar(op.getStep()),
                                   inits, nullptr, op.getUnsignedCmp());
  newFor->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  if (newFor.getNumResults() == 0)
    newFor.getBody()->getTerminator()->erase();
  state.scalars.map(op.getInductionVar(), newFor.getInductionVar());
  bindCarried(op.getRegionIterArgs(), carried, newFor.getRegionIterArgs());

  for (auto [i, argument] : llvm::enumerate(op.getRegionIterArgs()))
    carried.arguments[i] = argument;
  {
    OpBuilder::InsertionGuard guard(builder);
    LoopFormState::Scope scope(state);
    builder.setInsertionPointToEnd(newFor.getBody());
    if (failed(processBody(*op.getBody(), op.getYieldedValues(), carried)))
      return failure();
  }
  bindCarried(op.getResults(), carried, newFor.getResults());
  position = op;
  return success();
}

/// The ops of a block that ends by yielding, some of it into arrays.
LogicalResult LoopFormer::processBody(Block &block, ValueRange yielded,
                                      const CarriedValues &carried) {
  llvm::DenseMap<Value, unsigned> outerYields = std::move(yieldIndex);
  yieldIndex.clear();
  for (auto [i, value] : llvm::enumerate(yielded))
    if (!yieldIndex.try_emplace(value, i).second)
      yieldIndex[value] = ~0u; // yielded twice: copied
  const CarriedValues *outerCarried = loopCarried;
  Block *outerBody = loopBody;
  loopCarried = &carried;
  loopBody = &block;
  LogicalResult result = processBlock(block);
  if (succeeded(result))
    yieldCarried(yielded, carried);
  loopCarried = outerCarried;
  loopBody = outerBody;
  yieldIndex = std::move(outerYields);
  return result;
}

LogicalResult LoopFormer::processBranch(Region &from, Region &to, const CarriedValues &carried) {
  if (from.empty())
    return success();
  OpBuilder::InsertionGuard guard(builder);
  LoopFormState::Scope scope(state);
  Block *target = to.empty() ? builder.createBlock(&to) : &to.front();
  if (target->mightHaveTerminator())
    target->getTerminator()->erase();
  builder.setInsertionPointToEnd(target);
  return processBody(from.front(), from.front().getTerminator()->getOperands(), carried);
}

/// The results of a branch have arrays of their own, or that of the loop around it which
/// carries them on, if nothing else needs what is in that.
CarriedValues LoopFormer::planBranch(scf::IfOp op) {
  CarriedValues carried = planCarried(op.getResults(), /*withArrays=*/false);
  bool isInLoop = loopBody == op->getBlock() && isa<scf::ForOp>(op->getParentOp());
  for (auto [i, value] : llvm::enumerate(op.getResults())) {
    if (carried.counts[i] != 0)
      continue;
    auto it = yieldIndex.find(value);
    if (isInLoop && it != yieldIndex.end() && it->second != ~0u) {
      Value array = loopCarried->arrays[it->second];
      BlockArgument argument = loopCarried->arguments[it->second];
      bool isLast = llvm::all_of(argument.getUsers(), [&](Operation *user) {
        Operation *ancestor = loopBody->findAncestorOpInBlock(*user);
        return !isa<InsertRegistersOp>(user) && ancestor &&
               (ancestor == op || ancestor->isBeforeInBlock(op));
      });
      if (array && isLast && !handedOn.contains({loopBody, array})) {
        carried.arrays[i] = array;
        carried.arguments[i] = argument;
        continue;
      }
    }
    carried.arrays[i] = state.createArray(value.getLoc(), value);
  }
  return carried;
}

LogicalResult LoopFormer::processIf(scf::IfOp op) {
  flush();
  CarriedValues carried = planBranch(op);
  SmallVector<Type> types = typesOf(op.getResults(), carried);
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

/// The new block for one region of a `while`, with `carried` as its arguments.
Block *LoopFormer::openWhileRegion(Block &from, Region &to, const CarriedValues &carried,
                                   TypeRange types) {
  SmallVector<Location> locs;
  for (auto [argument, count] : llvm::zip(from.getArguments(), carried.counts))
    locs.append(count, argument.getLoc());
  Block *block = builder.createBlock(&to, {}, types, locs);
  bindCarried(from.getArguments(), carried, block->getArguments());
  return block;
}

/// What the second region and the results have. An array of the first region holds until
/// that runs again, so it is handed on as it is; other values are copied into new ones.
CarriedValues LoopFormer::planForwarded(scf::WhileOp op) {
  CarriedValues forwarded = planCarried(op.getAfterArguments(), /*withArrays=*/false);
  for (auto [i, value] : llvm::enumerate(op.getConditionOp().getArgs())) {
    if (forwarded.counts[i] != 0)
      continue;
    auto it = state.wide.find(value);
    bool isOfLoop = op.getBefore().isAncestor(value.getParentRegion());
    if (isOfLoop && it != state.wide.end() && it->second.array)
      forwarded.arrays[i] = it->second.array;
    else
      forwarded.arrays[i] = state.createArray(value.getLoc(), value);
  }
  return forwarded;
}

/// The first region, which decides whether the second one runs and what it gets.
LogicalResult LoopFormer::processCondition(scf::WhileOp op, CarriedValues &forwarded) {
  LoopFormState::Scope scope(state);
  if (failed(processBlock(*op.getBeforeBody())))
    return failure();
  scf::ConditionOp condition = op.getConditionOp();
  forwarded = planForwarded(op);
  SmallVector<Value> passed = carriedOperands(condition.getArgs(), forwarded);
  scf::ConditionOp::create(builder, condition.getLoc(), state.scalar(condition.getCondition()),
                           passed);
  return success();
}

LogicalResult LoopFormer::processWhile(scf::WhileOp op) {
  flush();
  CarriedValues carried = planLoop(op, op.getInits(), op.getBeforeArguments());
  SmallVector<Value> inits = carriedOperands(op.getInits(), carried);
  CarriedValues forwarded = planCarried(op.getResults(), /*withArrays=*/false);
  SmallVector<Type> types = typesOf(op.getResults(), forwarded);
  auto newWhile = scf::WhileOp::create(builder, op.getLoc(), types, inits);
  newWhile->setDiscardableAttrs(op->getDiscardableAttrDictionary());

  Block *outerBody = loopBody;
  loopBody = nullptr; // no array of a `for` around it is written directly
  {
    OpBuilder::InsertionGuard guard(builder);
    openWhileRegion(*op.getBeforeBody(), newWhile.getBefore(), carried,
                    TypeRange(ValueRange(inits)));
    if (failed(processCondition(op, forwarded)))
      return failure();
    LoopFormState::Scope scope(state);
    openWhileRegion(*op.getAfterBody(), newWhile.getAfter(), forwarded, types);
    if (failed(processBlock(*op.getAfterBody())))
      return failure();
    yieldCarried(op.getYieldOp().getOperands(), carried);
  }
  loopBody = outerBody;
  bindCarried(op.getResults(), forwarded, newWhile.getResults());
  position = op;
  return success();
}

//===----------------------------------------------------------------------===//
// Wide values across control flow
//===----------------------------------------------------------------------===//

CarriedValues LoopFormer::planCarried(ValueRange oldValues, bool withArrays) {
  CarriedValues carried;
  for (Value value : oldValues) {
    bool isArray = LoopFormState::isWide(value) && !state.shapeOf(value).fitsOnePacket();
    carried.arrays.push_back(isArray && withArrays ? state.createArray(value.getLoc(), value)
                                                   : Value());
    carried.counts.push_back(isArray                        ? 0
                             : LoopFormState::isWide(value) ? state.shapeOf(value).chunksPerPacket
                                                            : 1);
    carried.arguments.push_back({});
  }
  return carried;
}

/// The array of an initial value that nothing but `loop` reads from here on.
Value LoopFormer::arrayToTakeOver(Operation *loop, Value initial) {
  auto it = state.wide.find(initial);
  if (it == state.wide.end() || !it->second.array)
    return {};
  // Of what a `while` hands on, several values may be one array.
  bool ownsArray =
      !initial.getDefiningOp<scf::WhileOp>() &&
      (initial.getDefiningOp() || isa<scf::ForOp>(initial.getParentBlock()->getParentOp()));
  bool isLastUse = llvm::all_of(initial.getUses(), [&](OpOperand &use) {
    Operation *user = use.getOwner();
    return user == loop || (user->getBlock() == loop->getBlock() && user->isBeforeInBlock(loop));
  });
  bool isCarriedOnce = llvm::count(loop->getOperands(), initial) == 1;
  if (!ownsArray || !isLastUse || !isCarriedOnce || initial.getParentBlock() != loop->getBlock())
    return {};
  return it->second.array;
}

/// As planCarried; an initial value that ends here leaves its array to the loop.
CarriedValues LoopFormer::planLoop(Operation *loop, ValueRange initial, ValueRange arguments) {
  CarriedValues carried = planCarried(arguments, /*withArrays=*/false);
  for (auto [i, value] : llvm::enumerate(initial)) {
    if (carried.counts[i] != 0)
      continue;
    Value array = arrayToTakeOver(loop, value);
    if (!array)
      array = state.createArray(arguments[i].getLoc(), arguments[i]);
    else if (isa<BlockArgument>(value))
      handedOn.insert({value.getParentBlock(), array});
    carried.arrays[i] = array;
  }
  return carried;
}

/// Of the new values, in order.
SmallVector<Type> LoopFormer::typesOf(ValueRange oldValues, const CarriedValues &carried) {
  SmallVector<Type> types;
  for (auto [value, count] : llvm::zip(oldValues, carried.counts))
    types.append(count, LoopFormState::isWide(value)
                            ? LoopFormState::pieceType(value.getType(), state.shapeOf(value).chunk)
                            : value.getType());
  return types;
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
/// two arrays may be exchanged. What is filled with one value comes last: others may be copies
/// of what the array had before.
void LoopFormer::copyInto(ArrayRef<std::pair<Value, Value>> valueAndArray) {
  llvm::MapVector<int64_t, SmallVector<std::pair<Value, Value>>> byRegisters;
  for (auto pair : valueAndArray)
    if (!canFillFragments(pair.first, pair.second))
      byRegisters[LoopFormState::registersOf(pair.first)].push_back(pair);
  for (auto &[registers, pairs] : byRegisters) {
    PacketShape shape = state.shapeFor(registers);
    Location loc = withoutName(pairs.front().first.getLoc());
    auto loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                                   i32Constant(builder, loc, shape.packets()),
                                   i32Constant(builder, loc, 1));
    bool hasFragments = llvm::any_of(pairs, [&](auto &pair) {
      return state.isFragment(pair.first) || LoopFormState::getFragment(pair.second);
    });
    state.markUnroll(loop, hasFragments ? 0 : registers);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(loop.getBody()->getTerminator());
    PacketEmitter packet(state, builder, shape, loop.getInductionVar());
    for (auto &[value, array] : pairs)
      for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
        packet.getChunk(value, k);
    for (auto &[value, array] : pairs)
      packet.store(value, array);
  }
  for (auto [value, array] : valueAndArray)
    if (canFillFragments(value, array))
      fillFragments(value, array);
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
    if (copy.first.template getDefiningOp<ub::PoisonOp>())
      return true; // there is nothing to copy
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
