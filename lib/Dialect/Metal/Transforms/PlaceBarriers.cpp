//===- PlaceBarriers.cpp - Barriers between threadgroup accesses -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Walks structured control flow in order with the set of accesses that no barrier
// has followed yet ("open"). An access that conflicts with an open one of another
// thread gets a barrier in front, which closes all.
//
//   for … {                      open at the first entry: {}
//     store p[simdgroup]         the second time round: {read p}  -> barrier
//     barrier
//     load p[lane]               open: {read p}
//   }
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include <limits>

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_PLACEBARRIERS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

namespace {

struct SharedAccess {
  Value memory; // the threadgroup_alloc; null if unknown
  bool isWrite = false;
  // Bytes of it that may be touched.
  int64_t begin = 0, end = std::numeric_limits<int64_t>::max();

  bool operator==(const SharedAccess &other) const {
    return memory == other.memory && isWrite == other.isWrite && begin == other.begin &&
           end == other.end;
  }
  bool conflictsWith(const SharedAccess &other) const {
    bool sameMemory = !memory || !other.memory ||
                      (memory == other.memory && begin < other.end && other.begin < end);
    return sameMemory && (isWrite || other.isWrite);
  }
};

/// Accesses since the last barrier; a handful, so a vector does.
class OpenAccesses {
public:
  bool add(SharedAccess access) {
    if (llvm::is_contained(accesses, access))
      return false;
    accesses.push_back(access);
    return true;
  }
  bool merge(const OpenAccesses &other) {
    bool changed = false;
    for (const SharedAccess &access : other.accesses)
      changed |= add(access);
    return changed;
  }
  bool conflictsWith(ArrayRef<SharedAccess> others) const {
    return llvm::any_of(accesses, [&](const SharedAccess &mine) {
      return llvm::any_of(others,
                          [&](const SharedAccess &other) { return mine.conflictsWith(other); });
    });
  }
  void clear() { accesses.clear(); }

private:
  SmallVector<SharedAccess> accesses;
};

class BarrierPlacer {
public:
  void placeIn(Block &block, OpenAccesses &open);
  unsigned inserted = 0;

private:
  void placeInLoop(Operation *loop, OpenAccesses &open);
  void placeInBranches(Operation *branch, OpenAccesses &open);
  void placeBefore(Operation *op, ArrayRef<SharedAccess> accesses, OpenAccesses &open);
};

} // namespace

static std::optional<SharedAccess> accessThrough(Value pointer, bool isWrite) {
  if (cast<PointerType>(pointer.getType()).getSpace() != MemorySpace::Threadgroup)
    return std::nullopt;
  while (isa_and_nonnull<OffsetOp, PointerCastOp>(pointer.getDefiningOp()))
    pointer = pointer.getDefiningOp()->getOperand(0);
  SharedAccess access{Value(), isWrite};
  if (auto view = pointer.getDefiningOp<ThreadgroupViewOp>()) {
    pointer = view.getMemory();
    access.begin = view.getOffset();
    access.end = access.begin +
                 int64_t(view.getCount() * getByteSize(view.getResult().getType().getPointee()));
  }
  if (pointer.getDefiningOp<ThreadgroupAllocOp>())
    access.memory = pointer;
  return access;
}

static std::optional<SharedAccess> accessOf(Operation *op) {
  if (auto load = dyn_cast<LoadOp>(op))
    return accessThrough(load.getBase(), false);
  if (auto gather = dyn_cast<GatherOp>(op))
    return accessThrough(gather.getBase(), false);
  if (auto store = dyn_cast<StoreOp>(op))
    return accessThrough(store.getBase(), true);
  if (auto scatter = dyn_cast<ScatterOp>(op))
    return accessThrough(scatter.getBase(), true);
  return std::nullopt;
}

static SmallVector<SharedAccess> accessesWithin(Operation *op) {
  SmallVector<SharedAccess> accesses;
  op->walk([&](Operation *inner) {
    if (auto access = accessOf(inner))
      accesses.push_back(*access);
  });
  return accesses;
}

void BarrierPlacer::placeBefore(Operation *op, ArrayRef<SharedAccess> accesses,
                                OpenAccesses &open) {
  if (open.conflictsWith(accesses)) {
    OpBuilder builder(op);
    ThreadgroupBarrierOp::create(builder, op->getLoc(), /*device=*/false);
    ++inserted;
    open.clear();
  }
  for (const SharedAccess &access : accesses)
    open.add(access);
}

/// The body is walked until what is open at its end brings nothing new to its start.
void BarrierPlacer::placeInLoop(Operation *loop, OpenAccesses &open) {
  OpenAccesses entry = open;
  bool changed = true;
  while (changed) {
    OpenAccesses current = entry;
    for (Region &region : loop->getRegions())
      for (Block &block : region)
        placeIn(block, current);
    changed = entry.merge(current);
  }
  open = entry;
}

void BarrierPlacer::placeInBranches(Operation *branch, OpenAccesses &open) {
  OpenAccesses before = open;
  for (Region &region : branch->getRegions())
    for (Block &block : region) {
      OpenAccesses current = before;
      placeIn(block, current);
      open.merge(current);
    }
}

void BarrierPlacer::placeIn(Block &block, OpenAccesses &open) {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    if (isa<ThreadgroupBarrierOp>(op))
      open.clear();
    else if (auto access = accessOf(&op))
      placeBefore(&op, *access, open);
    else if (isa<scf::ForOp, scf::WhileOp>(op))
      placeInLoop(&op, open);
    else if (op.hasAttr("metal.divergent"))
      placeBefore(&op, accessesWithin(&op), open); // no barrier inside
    else if (op.getNumRegions() != 0)
      placeInBranches(&op, open);
  }
}

namespace {
struct PlaceBarriers final : tritonmetal::metal::impl::PlaceBarriersBase<PlaceBarriers> {
  void runOnOperation() override {
    getOperation().walk([&](KernelOp kernel) {
      BarrierPlacer placer;
      OpenAccesses open;
      for (Block &block : kernel.getBody())
        placer.placeIn(block, open);
      numBarriers += placer.inserted;
    });
  }
};
} // namespace
