//===- BufferCollector.cpp - Allocations and who accesses them -------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "BufferCollector.h"

#include "PromoteBuffers.h"
#include "RaiseOps.h"
#include "Refusal.h"

using namespace mlir;
using namespace tritonmetal;

/// Larger rings than this do not occur, and residues of their indices could overflow.
static constexpr int64_t kMaxDepth = 1 << 20;

//===----------------------------------------------------------------------===//
// Following
//===----------------------------------------------------------------------===//

std::optional<SmallVector<Value>> tritonmetal::getCarriers(OpOperand &use) {
  Operation *user = use.getOwner();
  unsigned index = use.getOperandNumber();
  if (auto loop = dyn_cast<scf::ForOp>(user)) {
    if (index < loop.getNumControlOperands())
      return std::nullopt;
    index -= loop.getNumControlOperands();
    return SmallVector<Value>{loop.getRegionIterArg(index), loop.getResult(index)};
  }
  if (!isa<scf::YieldOp>(user))
    return std::nullopt;
  if (auto loop = dyn_cast<scf::ForOp>(user->getParentOp()))
    return SmallVector<Value>{loop.getRegionIterArg(index), loop.getResult(index)};
  if (auto branch = dyn_cast<scf::IfOp>(user->getParentOp()))
    return SmallVector<Value>{branch.getResult(index)};
  return std::nullopt;
}

LogicalResult BufferCollector::reach(Draft &draft, Value value, Operation *through) {
  auto [it, isNew] = homes.try_emplace(value, draft.allocation);
  if (isNew)
    worklist.push_back(value);
  if (it->second == draft.allocation)
    return success();
  auto diagnostic = refuse(through, "it may stand for either of two buffers");
  diagnostic.attachNote(it->second->getLoc()) << "one is allocated here";
  diagnostic.attachNote(draft.allocation->getLoc()) << "the other here";
  return failure();
}

/// A step from one descriptor to another in scratch memory, in bytes.
LogicalResult BufferCollector::followOffset(Draft &draft, tt::AddPtrOp op) {
  if (op.getPtr() == draft.allocation->getResult(0)) {
    std::optional<int64_t> bytes = getIntegerConstant(op.getOffset());
    auto multiply = op.getOffset().getDefiningOp<arith::MulIOp>();
    if (bytes && *bytes >= 0 && *bytes % kDescriptorBytes == 0) {
      draft.fixed.push_back({op.getResult(), uint64_t(*bytes / kDescriptorBytes)});
      return reach(draft, op.getResult(), op);
    }
    for (unsigned side : {0, 1}) {
      if (!multiply || getIntegerConstant(multiply->getOperand(side)) != kDescriptorBytes)
        continue;
      draft.indexed.push_back({op.getResult(), multiply->getOperand(1 - side)});
      return reach(draft, op.getResult(), op);
    }
  }
  return refuse(op, "it is no multiple of a tensor descriptor's size into scratch memory");
}

LogicalResult BufferCollector::followUse(Draft &draft, OpOperand &use) {
  Operation *user = use.getOwner();
  Value value = use.get();
  if (std::optional<SmallVector<Value>> carriers = getCarriers(use)) {
    for (Value carrier : *carriers)
      if (failed(reach(draft, carrier, user)))
        return failure();
    return success();
  }
  if (auto index = dyn_cast<ttg::MemDescIndexOp>(user)) {
    if (value != draft.allocation->getResult(0))
      return refuse(index, "it takes a part of one buffer of several");
    draft.indexed.push_back({index.getResult(), index.getIndex()});
    return reach(draft, index.getResult(), index);
  }
  if (isa<ttg::LocalLoadOp, ttng::ReinterpretTensorDescOp>(user)) {
    draft.reads.push_back({user, value, user->hasAttr(kMayBeUnwrittenAttrName)});
    return success();
  }
  if (isa<ttg::LocalStoreOp>(user) && use.getOperandNumber() == 1) {
    draft.writes.push_back({user, value});
    return success();
  }
  if (isa<ttng::TensormapCreateOp>(user) && use.getOperandNumber() == 0) {
    draft.writes.push_back({user, value});
    return success();
  }
  if (auto offset = dyn_cast<tt::AddPtrOp>(user))
    return followOffset(draft, offset);
  if (isa<ttg::LocalDeallocOp, ttng::TensormapFenceproxyAcquireOp>(user))
    return success();
  return refuse(user, isa<ttg::LocalAllocOp>(draft.allocation)
                          ? "it uses shared memory in a way that values cannot"
                          : "it uses scratch memory for more than tensor descriptors");
}

LogicalResult BufferCollector::follow(Draft &draft) {
  if (failed(reach(draft, draft.allocation->getResult(0), draft.allocation)))
    return failure();
  while (!worklist.empty()) {
    Value value = worklist.pop_back_val();
    for (OpOperand &use : value.getUses())
      if (failed(followUse(draft, use)))
        return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Buffers
//===----------------------------------------------------------------------===//

/// Uses come in any order; the program's is the one to report errors in.
static void sortByPosition(std::vector<SlotAccess> &accesses,
                           const DenseMap<Operation *, unsigned> &positions) {
  llvm::sort(accesses, [&](const SlotAccess &a, const SlotAccess &b) {
    return positions.lookup(a.op) < positions.lookup(b.op);
  });
}

void BufferCollector::add(Draft &draft, uint64_t depth, Type slotType) {
  auto collected = std::make_unique<CollectedBuffer>();
  collected->buffer = {draft.allocation, depth, slotType, std::move(draft.writes),
                       std::move(draft.reads)};
  collected->indices = std::make_unique<SlotIndices>(depth, ranges);
  collected->indices->define(draft.allocation->getResult(0), 0);
  for (auto [view, index] : draft.indexed)
    collected->indices->define(view, index);
  for (auto [view, slot] : draft.fixed)
    collected->indices->define(view, slot);
  buffers.push_back(std::move(collected));
}

LogicalResult BufferCollector::finishShared(Draft &draft, ttg::LocalAllocOp allocation) {
  ttg::MemDescType type = allocation.getType();
  ArrayRef<int64_t> shape = type.getShape();
  uint64_t depth = 1;
  if (!draft.indexed.empty()) {
    if (shape.front() > kMaxDepth)
      return refuse(allocation, "it makes too many buffers at once");
    if (allocation.getSrc())
      return refuse(allocation, "it is written as a whole and read in parts");
    depth = shape.front();
    shape = shape.drop_front();
  }
  for (const std::vector<SlotAccess> *accesses : {&draft.writes, &draft.reads})
    for (const SlotAccess &access : *accesses)
      if (cast<ttg::MemDescType>(access.view.getType()).getShape() != shape)
        return refuse(access.op, "it accesses several buffers at once");
  add(draft, depth, RankedTensorType::get(shape, type.getElementType()));
  return success();
}

/// Every creation of a descriptor makes one of the type that the uses expect.
LogicalResult BufferCollector::finishScratch(Draft &draft, ttg::GlobalScratchAllocOp allocation) {
  Type type = draft.reads.front().op->getResult(0).getType();
  for (const SlotAccess &read : draft.reads)
    if (read.op->getResult(0).getType() != type)
      return refuse(read.op, "another use sees the descriptor with another type");
  for (SlotAccess &write : draft.writes) {
    Operation *made =
        makeDescriptor(cast<ttng::TensormapCreateOp>(write.op), cast<tt::TensorDescType>(type));
    if (!made)
      return failure();
    write.op = made;
  }
  add(draft, std::max<uint64_t>(1, allocation.getNbytes() / kDescriptorBytes), type);
  return success();
}

LogicalResult BufferCollector::collect(tt::FuncOp function) {
  SmallVector<Operation *> allocations;
  DenseMap<Operation *, unsigned> positions;
  function->walk<WalkOrder::PreOrder>([&](Operation *op) {
    positions[op] = positions.size();
    if (isa<ttg::LocalAllocOp, ttg::GlobalScratchAllocOp>(op))
      allocations.push_back(op);
  });
  for (Operation *allocation : allocations) {
    Draft draft{allocation, {}, {}, {}, {}};
    if (failed(follow(draft)))
      return failure();
    sortByPosition(draft.writes, positions);
    sortByPosition(draft.reads, positions);
    if (draft.reads.empty()) { // whatever is written, nobody sees it
      for (const SlotAccess &write : draft.writes)
        if (isa<ttng::TensormapCreateOp>(write.op))
          write.op->erase();
      continue;
    }
    auto shared = dyn_cast<ttg::LocalAllocOp>(allocation);
    LogicalResult result = shared
                               ? finishShared(draft, shared)
                               : finishScratch(draft, cast<ttg::GlobalScratchAllocOp>(allocation));
    if (failed(result))
      return failure();
  }
  WalkResult hasHome = function->walk([&](Operation *op) -> WalkResult {
    if (!isa<ttg::LocalLoadOp, ttg::LocalStoreOp, ttng::ReinterpretTensorDescOp>(op))
      return WalkResult::advance();
    if (homes.contains(op->getOperand(isa<ttg::LocalStoreOp>(op) ? 1 : 0)))
      return WalkResult::advance();
    return refuse(op, "the memory that it accesses is not allocated in this function");
  });
  return failure(hasHome.wasInterrupted());
}
