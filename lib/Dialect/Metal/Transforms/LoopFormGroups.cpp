//===- LoopFormGroups.cpp - Groups of ops that share a loop -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LoopFormer.h"
#include "PacketEmitter.h"

#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// Registers that an op goes through: of its source for a reduction, of the part for an
/// insertion.
static int64_t groupSizeOf(Operation *op) {
  if (isa<InsertRegistersOp, ReduceRegistersOp>(op) || op->getNumResults() == 0)
    return LoopFormState::registersOf(op->getOperand(0));
  return LoopFormState::registersOf(op->getResult(0));
}

/// True if different registers of `offsets` are known to be different numbers.
static bool isInjective(Value offsets) {
  Operation *op = offsets.getDefiningOp();
  if (auto coordinate = dyn_cast_or_null<CoordinateOp>(op))
    return areDisjoint(coordinate.getRegisters()) &&
           !llvm::is_contained(coordinate.getRegisters(), 0);
  if (isa_and_nonnull<arith::ExtSIOp>(op))
    return isInjective(op->getOperand(0));
  if (!isa_and_nonnull<arith::AddIOp>(op))
    return false;
  auto isUniform = [](Value value) {
    return isa_and_nonnull<vector::BroadcastOp>(value.getDefiningOp());
  };
  return (isUniform(op->getOperand(0)) && isInjective(op->getOperand(1))) ||
         (isUniform(op->getOperand(1)) && isInjective(op->getOperand(0)));
}

static std::pair<Value, Value> baseAndOffsets(Operation *op) {
  if (auto gather = dyn_cast<GatherOp>(op))
    return {gather.getBase(), gather.getOffsets()};
  auto scatter = cast<ScatterOp>(op);
  return {scatter.getBase(), scatter.getOffsets()};
}

/// Ops that lanes do together: they touch no memory, and any order of them will do.
static bool isExchange(Operation *op) { return isa<LaneGatherOp, SimdReduceOp, SimdShuffleOp>(op); }

/// True if the two lead to different parameters of a kernel that promises that these do
/// not overlap.
static bool areDisjointArguments(Value a, Value b) {
  auto kernel = a.getParentRegion()->getParentOfType<KernelOp>();
  if (!kernel || !kernel.getDisjointArguments())
    return false;
  PointerOrigins originsA = getPointerOrigins(a), originsB = getPointerOrigins(b);
  return !originsA.isAnywhere() && !originsB.isAnywhere() &&
         llvm::none_of(originsA.values,
                       [&](Value origin) { return originsB.values.contains(origin); });
}

/// True if the two are different variables of threadgroup memory, or places in it that do not
/// overlap.
static bool areDisjointVariables(Value a, Value b) {
  if (a.getDefiningOp<ThreadgroupAllocOp>() && b.getDefiningOp<ThreadgroupAllocOp>())
    return a != b;
  auto viewA = a.getDefiningOp<ThreadgroupViewOp>(), viewB = b.getDefiningOp<ThreadgroupViewOp>();
  if (!viewA || !viewB)
    return false;
  auto getEnd = [](ThreadgroupViewOp view) {
    return view.getOffset() +
           view.getCount() * getByteSize(view.getResult().getType().getPointee());
  };
  return viewA.getMemory() != viewB.getMemory() || getEnd(viewA) <= viewB.getOffset() ||
         getEnd(viewB) <= viewA.getOffset();
}

/// True unless sharing a loop keeps the meaning of `a`, all registers, then `b`.
bool LoopFormer::conflicts(Operation *a, Operation *b) {
  if (isExchange(a) || isExchange(b))
    return false;
  if (!isa<GatherOp, ScatterOp>(a) || !isa<GatherOp, ScatterOp>(b))
    return !isPure(a) && !isPure(b);
  auto isVolatile = [](Operation *op) {
    if (auto gather = dyn_cast<GatherOp>(op))
      return gather.getIsVolatile();
    return cast<ScatterOp>(op).getIsVolatile();
  };
  if (isVolatile(a) || isVolatile(b))
    return true;
  if (isa<GatherOp>(a) && isa<GatherOp>(b))
    return false;
  auto [baseA, offsetsA] = baseAndOffsets(a);
  auto [baseB, offsetsB] = baseAndOffsets(b);
  if (cast<PointerType>(baseA.getType()).getSpace() !=
      cast<PointerType>(baseB.getType()).getSpace())
    return false;
  if (areDisjointArguments(baseA, baseB) || areDisjointVariables(baseA, baseB))
    return false;
  // The same elements, each touched by one packet only: packets do not interfere.
  return !(baseA == baseB && offsetsA == offsetsB && isInjective(offsetsA));
}

bool LoopFormer::mustPrecede(Operation *op) {
  if (group.empty())
    return false;
  if (groupSizeOf(op) != groupRegisters)
    return true;
  for (Value operand : op->getOperands()) {
    Operation *def = operand.getDefiningOp();
    if (!group.contains(def))
      continue;
    if (auto rearrange = dyn_cast<RearrangeOp>(op);
        rearrange && isWithinPackets(rearrange, state.shapeFor(groupRegisters)) &&
        !isa<InsertRegistersOp, ReduceRegistersOp>(def))
      continue;
    if (isa<InsertRegistersOp, ReduceRegistersOp>(def) || isa<RearrangeOp>(op) ||
        (isa<InsertRegistersOp>(op) && operand == cast<InsertRegistersOp>(op).getWhole()))
      return true; // needs all packets of the group
  }
  // One loop has one direction.
  if (auto scan = dyn_cast<ScanRegistersOp>(op))
    for (Operation *member : group)
      if (auto other = dyn_cast<ScanRegistersOp>(member))
        if (other.getReverse() != scan.getReverse())
          return true;
  return !isPure(op) &&
         llvm::any_of(group, [&](Operation *member) { return conflicts(member, op); });
}

LogicalResult LoopFormer::join(Operation *op) {
  if (mustPrecede(op))
    flush();
  if (auto rearrange = dyn_cast<RearrangeOp>(op))
    keepSources(rearrange);
  if (auto insert = dyn_cast<InsertRegistersOp>(op); insert && !startInsertion(insert))
    return success();
  groupRegisters = groupSizeOf(op);
  group.insert(op);
  return success();
}

/// Whether a member of the group reads packets of its source that may be written already, if
/// the loop writes where the source is.
bool LoopFormer::readsOtherPackets(Operation *member) {
  auto rearrange = dyn_cast<RearrangeOp>(member);
  return rearrange && !isWithinPackets(rearrange, state.shapeFor(groupRegisters));
}

bool LoopFormer::isNeededLater(Value value) {
  return llvm::any_of(value.getUsers(), [&](Operation *user) { return !group.contains(user); });
}

/// The carried array that `value` may be written to as it is computed: it is what
/// the loop body or the branch yields, and nothing reads the array's old values after this group.
Value LoopFormer::directTarget(Value value) {
  auto it = yieldIndex.find(value);
  if (!loopBody || it == yieldIndex.end() || it->second == ~0u ||
      value.getDefiningOp()->getBlock() != loopBody)
    return {};
  Value array = loopCarried->arrays[it->second];
  if (!array || handedOn.contains({loopBody, array}))
    return {};
  BlockArgument argument = loopCarried->arguments[it->second];
  if (!argument)
    return array; // one that nothing was in
  for (Operation *user : argument.getUsers()) {
    if (isa<InsertRegistersOp>(user))
      return {}; // has taken it over
    if (group.contains(user)) {
      if (readsOtherPackets(user))
        return {};
      continue;
    }
    // Of a branch: what is outside of it comes before, or in place of it.
    Operation *ancestor = loopBody->findAncestorOpInBlock(*user);
    bool isOutside = !ancestor && argument.getOwner() != loopBody;
    if (!isOutside && (!ancestor || !ancestor->isBeforeInBlock(position)))
      return {};
  }
  return array;
}

/// The array of a value that this group is the last to read, register by register:
/// `value`, of the same type and computed from it, may take its place.
Value LoopFormer::dyingArray(Value value, const llvm::SmallDenseSet<Value> &takenOver) {
  for (Operation *member : group) {
    if (isa<InsertRegistersOp>(member))
      continue;
    for (Value operand : member->getOperands()) {
      auto it = state.wide.find(operand);
      if (it == state.wide.end() || !it->second.array || takenOver.contains(it->second.array) ||
          operand.getType() != value.getType() || yieldIndex.contains(operand) ||
          state.isFragment(value) != bool(LoopFormState::getFragment(it->second.array)) ||
          !ownsArray(operand, member->getBlock()))
        continue;
      bool dies = llvm::all_of(operand.getUsers(), [&](Operation *user) {
        return group.contains(user)
                   ? !isa<InsertRegistersOp>(user) && !readsOtherPackets(user)
                   : user->getBlock() == member->getBlock() && user->isBeforeInBlock(group.front());
      });
      if (!dies)
        continue;
      if (isa<BlockArgument>(operand))
        handedOn.insert({loopBody, it->second.array});
      return it->second.array;
    }
  }
  return {};
}

/// Whether the array of `value` is nobody else's: that of an op of this block (of a `for`, the
/// array that it carried), or what the loop around it carries.
bool LoopFormer::ownsArray(Value value, Block *block) {
  if (Operation *def = value.getDefiningOp())
    return def->getBlock() == block &&
           (def->getNumRegions() == 0 || def->hasTrait<ValueFormOp>() || isa<scf::ForOp>(def));
  if (!loopBody || block != loopBody || value.getParentBlock() != loopBody)
    return false;
  unsigned number = cast<BlockArgument>(value).getArgNumber();
  Value array = state.wide.find(value)->second.array;
  return number != 0 && loopCarried->arrays[number - 1] == array &&
         !handedOn.contains({loopBody, array});
}

Value LoopFormer::arrayFor(Value value, llvm::SmallDenseSet<Value> &takenOver) {
  if (Value array = directTarget(value)) {
    takenOver.insert(array);
    return array;
  }
  Value array = dyingArray(value, takenOver);
  if (!array)
    return state.createArray(value.getLoc(), value);
  takenOver.insert(array);
  return array;
}

void LoopFormer::flush() {
  if (group.empty())
    return;
  emitGroup(state.shapeFor(groupRegisters));
  group.clear();
}

/// The values of the group that outlive it, each with the array that keeps it; null
/// where one packet is all and chunks are kept as SSA values.
SmallVector<std::pair<Value, Value>> LoopFormer::planKept(PacketShape shape) {
  SmallVector<std::pair<Value, Value>> kept;
  llvm::SmallDenseSet<Value> takenOver;
  for (Operation *op : group) {
    if (isa<InsertRegistersOp, ReduceRegistersOp>(op))
      continue;
    for (Value result : op->getResults())
      if (isNeededLater(result))
        kept.push_back({result, shape.fitsOnePacket() ? Value() : arrayFor(result, takenOver)});
  }
  return kept;
}

bool LoopFormer::isDescending() {
  return llvm::any_of(group, [](Operation *op) {
    auto scan = dyn_cast<ScanRegistersOp>(op);
    return scan && scan.getReverse();
  });
}

void LoopFormer::createFolds(PacketShape shape) {
  folds.clear();
  bool descending = isDescending();
  for (Operation *op : group)
    if (isa<ReduceRegistersOp, ScanRegistersOp>(op))
      folds[op] = PacketFold::create(state, op, shape, descending);
}

/// Computes one packet: all ops in order, then what is kept. Returns what reductions
/// and scans carry on, given what those of the packets before did.
SmallVector<Value> LoopFormer::emitPacket(PacketShape shape, Value number, ArrayRef<Value> carried,
                                          ArrayRef<std::pair<Value, Value>> kept) {
  PacketEmitter packet(state, builder, shape, number);
  SmallVector<Value> carriedOn;
  for (Operation *op : group) {
    auto fold = folds.find(op);
    if (fold == folds.end()) {
      packet.emit(op);
      continue;
    }
    size_t count = number ? fold->second->carriedCount() : 0;
    llvm::append_range(carriedOn,
                       fold->second->step(builder, packet, number, carried.take_front(count)));
    carried = carried.drop_front(count);
  }
  for (auto &[value, array] : kept) {
    if (array)
      packet.store(value, array);
    else
      for (int64_t k = 0; k < shape.chunksPerPacket; ++k)
        state.wide[value].chunks.push_back(packet.getChunk(value, k));
  }
  return carriedOn;
}

/// The packet loop; returns what reductions and scans carried to its end.
SmallVector<Value> LoopFormer::emitPacketLoop(PacketShape shape,
                                              ArrayRef<std::pair<Value, Value>> kept) {
  Location loc = withoutName(group.front()->getLoc());
  SmallVector<Value> inits;
  for (auto &[op, fold] : folds)
    llvm::append_range(inits, fold->start(builder));
  auto loop = scf::ForOp::create(builder, loc, i32Constant(builder, loc, 0),
                                 i32Constant(builder, loc, shape.packets()),
                                 i32Constant(builder, loc, 1), inits);
  bool hasFragments = llvm::any_of(group, [&](Operation *op) {
    auto isFragment = [&](Value value) { return state.isFragment(value); };
    // What fragments are made of is read in a loop that is unrolled: then it is written in one,
    // too, and its array is registers.
    auto becomesFragment = [&](Operation *user) {
      return isa<RearrangeOp>(user) && state.isFragment(user->getResult(0));
    };
    return llvm::any_of(op->getOperands(), isFragment) ||
           llvm::any_of(op->getResults(), isFragment) ||
           llvm::any_of(op->getUsers(), becomesFragment);
  });
  state.markUnroll(loop, hasFragments ? 0 : shape.registers);
  if (inits.empty())
    loop.getBody()->getTerminator()->erase();
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(loop.getBody());
  Value number = loop.getInductionVar();
  if (isDescending())
    number =
        arith::SubIOp::create(builder, loc, i32Constant(builder, loc, shape.packets() - 1), number);
  SmallVector<Value> carried = llvm::to_vector_of<Value>(loop.getRegionIterArgs());
  scf::YieldOp::create(builder, loc, emitPacket(shape, number, carried, kept));
  return llvm::to_vector_of<Value>(loop.getResults());
}

void LoopFormer::emitGroup(PacketShape shape) {
  createFolds(shape);
  SmallVector<std::pair<Value, Value>> kept = planKept(shape);
  bool isLoop = !shape.fitsOnePacket();
  SmallVector<Value> combined =
      isLoop ? emitPacketLoop(shape, kept) : emitPacket(shape, Value(), {}, kept);
  for (auto &[value, array] : kept)
    if (array)
      state.wide[value].array = array;
  ArrayRef<Value> rest = combined;
  for (auto &[op, fold] : folds) {
    size_t count = isLoop ? fold->carriedCount() : fold->leftCount();
    fold->finish(builder, rest.take_front(count));
    rest = rest.drop_front(count);
  }
}
