//===- Inlining.cpp - Which values are part of an expression ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Inlining.h"

#include "Names.h"

#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"
#include "triton-metal/Dialect/Metal/IR/SourceLines.h"

#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace tritonmetal::metal {

/// Operations that one statement holds before it becomes hard to read.
static constexpr unsigned maxSize = 5;
/// Operations between a load and its statement that are looked at.
static constexpr unsigned maxDistance = 64;

/// Constants, positions in the grid, and counters of loops.
static bool isLeaf(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto loop = dyn_cast<scf::ForOp>(argument.getOwner()->getParentOp());
    return loop && argument == loop.getInductionVar();
  }
  Operation *op = value.getDefiningOp();
  return isa_and_nonnull<arith::ConstantOp, ThreadgroupPositionOp, ThreadgroupsPerGridOp,
                         ThreadIndexOp, LaneIndexOp, SimdgroupIndexOp>(op);
}

/// `lane == 0`, `tid * 4`, and `k * 4 + 1`, the place of an element in an array.
static bool isSimple(Operation *op) {
  if (auto sum = dyn_cast<arith::AddIOp>(op); sum && matchPattern(sum.getRhs(), m_Constant())) {
    auto multiple = sum.getLhs().getDefiningOp<arith::MulIOp>();
    if (multiple && llvm::all_of(multiple->getOperands(), isLeaf))
      return true;
  }
  return isa<arith::CmpIOp, arith::AddIOp, arith::MulIOp, arith::AndIOp, arith::ShRUIOp>(op) &&
         llvm::all_of(op->getOperands(), isLeaf);
}

/// `words.xy`, which is as short as a name of its own.
static bool isSwizzle(Operation *op) {
  auto shuffle = dyn_cast<vector::ShuffleOp>(op);
  return shuffle && shuffle.getV1() == shuffle.getV2();
}

static bool isWrittenAnywhere(Operation *op) {
  bool isNull = isa<IntToPtrOp>(op) && isNullPointer(op->getResult(0));
  return isSimple(op) || isSwizzle(op) || isNull ||
         isa<arith::ConstantOp, arith::IndexCastOp, ub::PoisonOp, ConstantTableOp,
             ThreadgroupPositionOp, ThreadgroupsPerGridOp, ThreadIndexOp, LaneIndexOp,
             SimdgroupIndexOp, vector::BroadcastOp, vector::ExtractOp>(op);
}

static bool isSimdOp(Operation *op) { return isa<SimdShuffleOp, SimdReduceOp>(op); }

/// Ops that are statements or declarations of their own.
static bool isStatement(Operation *op) {
  if (auto load = dyn_cast<LoadOp>(op))
    return load.getIsVolatile();
  return op->getNumResults() != 1 || op->getNumRegions() > 0 ||
         isa<AtomicCompareExchangeOp, AtomicLoadOp, AtomicRMWOp, ThreadArrayOp, ThreadgroupAllocOp,
             ThreadgroupViewOp, vector::InsertOp>(op);
}

/// Whether the text of `user` has this operand more than once.
static bool printsTwice(OpOperand &use) {
  Operation *user = use.getOwner();
  if (isWrittenAnywhere(user))
    return !user->hasOneUse();
  if (auto compare = dyn_cast<arith::CmpFOp>(user))
    return compare.getPredicate() == arith::CmpFPredicate::ONE ||
           compare.getPredicate() == arith::CmpFPredicate::UEQ;
  if (isa<AtomicCompareExchangeOp>(user))
    return use.getOperandNumber() == 0; // the expected value
  return isa<FragmentStoreOp, vector::ShuffleOp, vector::ToElementsOp>(user) ||
         (isSimdOp(user) && isa<VectorType>(use.get().getType()));
}

/// Whether `user` may leave an operand unevaluated.
static bool isConditional(Operation *user) {
  return isa<arith::SelectOp>(user) ||
         (isa<arith::AndIOp, arith::OrIOp>(user) && user->getResult(0).getType().isInteger(1));
}

/// Whether `op`, or something in it, may change what `reader` reads or must keep its
/// distance from it.
static bool isBarrierFor(Operation *op, Operation *reader) {
  if (isSimdOp(reader))
    return op->getNumRegions() > 0;
  WalkResult result = op->walk([&](Operation *inner) {
    bool conflicts = true;
    if (auto load = dyn_cast<ArrayLoadOp>(reader)) {
      auto store = dyn_cast<ArrayStoreOp>(inner);
      conflicts = store && store.getArray() == load.getArray();
    } else if (isa<ArrayStoreOp, ArrayLoadOp, FragmentFillOp, FragmentLoadOp, FragmentStoreOp,
                   SimdgroupMultiplyAccumulateOp, ThreadArrayOp, ThreadgroupAllocOp>(inner) ||
               isSimdOp(inner)) {
      conflicts = false;
    } else if (auto load = dyn_cast<LoadOp>(inner)) {
      conflicts = load.getIsVolatile();
    } else if (auto store = dyn_cast<StoreOp>(inner)) {
      conflicts = store.getBase().getType().getSpace() ==
                  cast<LoadOp>(reader).getBase().getType().getSpace();
    } else {
      conflicts = !isMemoryEffectFree(inner) && inner->getNumRegions() == 0;
    }
    return conflicts ? WalkResult::interrupt() : WalkResult::advance();
  });
  return result.wasInterrupted();
}

/// Whether something from `first` up to `last`, in one block, is a barrier for `reader`.
static bool hasBarrier(Operation *first, Operation *last, Operation *reader) {
  unsigned distance = 0;
  for (Operation *op = first; op != last; op = op->getNextNode())
    if (++distance > maxDistance || isBarrierFor(op, reader))
      return true;
  return false;
}

/// The same on the way from `reader` to `statement`, which may be in branches below.
static bool isCrossed(Operation *reader, Operation *statement) {
  for (; statement->getBlock() != reader->getBlock(); statement = statement->getParentOp())
    if (hasBarrier(&statement->getBlock()->front(), statement, reader))
      return true;
  return hasBarrier(reader->getNextNode(), statement, reader);
}

/// Whether `statement` is in the block of `op`, or in branches of it: not in a loop.
static bool isBelow(Operation *op, Operation *statement) {
  while (statement->getBlock() != op->getBlock()) {
    statement = statement->getParentOp();
    if (!isa_and_nonnull<scf::IfOp>(statement))
      return false;
  }
  return true;
}

Inlining::Place Inlining::getPlaceAt(Operation *user) const {
  if (auto it = places.find(user); it != places.end()) {
    Place place = it->second;
    place.isConditional |= isConditional(user);
    return place;
  }
  return {user, isConditional(user), /*isClosed=*/false};
}

bool Inlining::isOnLineOf(Operation *op, Operation *statement) const {
  if (!linesOf)
    return true;
  FileLineColLoc line = getSourceLine(op->getLoc(), *linesOf);
  FileLineColLoc other = getSourceLine(statement->getLoc(), *linesOf);
  return !line || !other ||
         (line.getFilename() == other.getFilename() && line.getLine() == other.getLine());
}

bool Inlining::canMoveTo(OpOperand &use, const Place &place) const {
  Operation *op = use.get().getDefiningOp();
  if (!place.statement || (place.isClosed && !isSwizzle(op)) || !isBelow(op, place.statement))
    return false;
  if (printsTwice(use) || isStatement(op) || !isOnLineOf(op, place.statement))
    return false;
  // The condition of a loop is computed again and again.
  if (isa<scf::ForOp>(use.getOwner()) &&
      (use.getOperandNumber() == 1 || use.getOperandNumber() == 2))
    return false;
  unsigned limit =
      maxSize *
      std::max(1u, isa<scf::YieldOp>(place.statement) ? place.statement->getNumOperands() : 1u);
  if (sizes.lookup(place.statement) >= limit)
    return false;
  if (isPure(op))
    return true;
  // All lanes meet in a SIMD-group's function, so it stays where it is.
  bool stays = place.isConditional || op->getBlock() != place.statement->getBlock();
  if (!isa<LoadOp, ArrayLoadOp>(op) && (!isSimdOp(op) || stays))
    return false;
  return !isCrossed(op, place.statement);
}

void Inlining::visit(Operation *op) {
  for (Region &region : op->getRegions())
    for (Block &block : llvm::reverse(region))
      visitBlock(block);
  bool isUsed = llvm::any_of(op->getUsers(), [&](Operation *user) { return isNeeded(user); });
  if (!isUsed && !op->hasTrait<OpTrait::IsTerminator>() && wouldOpBeTriviallyDead(op))
    return;
  needed.insert(op);
  if (isWrittenAnywhere(op)) {
    Place place = {nullptr, true, true};
    if (op->hasOneUse())
      place = getPlaceAt(*op->user_begin());
    if (place.statement && place.statement->getBlock() != op->getBlock())
      place.statement = nullptr;
    places[op] = place;
    return;
  }
  if (op->getNumResults() != 1 || !op->hasOneUse())
    return;
  OpOperand &use = *op->use_begin();
  Place place = getPlaceAt(use.getOwner());
  if (!canMoveTo(use, place))
    return;
  StringRef name = getNameHint(op->getResult(0));
  if (!name.empty())
    place.isClosed = true;
  ++sizes[place.statement];
  places[op] = place;
}

void Inlining::visitBlock(Block &block) {
  for (Operation &op : llvm::reverse(block))
    visit(&op);
}

} // namespace tritonmetal::metal
