//===- PlaceBarriers.cpp - Barriers between threadgroup accesses -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Any two accesses of the same bytes of threadgroup memory conflict if one writes: what
// thread does which is not looked at. OpenAccesses.h has the walk.
//
//===----------------------------------------------------------------------===//

#include "OpenAccesses.h"

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
  SharedAccess inNextRound(Operation *) const { return *this; }
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
  if (auto atomic = dyn_cast<ScatterAtomicOp>(op))
    return accessThrough(atomic.getBase(), true);
  if (auto atomic = dyn_cast<ScatterCompareExchangeOp>(op))
    return accessThrough(atomic.getBase(), true);
  if (auto atomic = dyn_cast<AtomicRMWOp>(op))
    return accessThrough(atomic.getBase(), true);
  if (auto atomic = dyn_cast<AtomicCompareExchangeOp>(op))
    return accessThrough(atomic.getBase(), true);
  return std::nullopt;
}

/// Where a barrier goes that `op` needs: before the rearrangement of what it writes, so that
/// both may share a loop. Nothing but register arithmetic is crossed.
static Operation *findPlace(Operation *op) {
  Operation *place = op;
  for (Operation *before = op->getPrevNode(); before && isPure(before);
       before = before->getPrevNode()) {
    if (isa<RearrangeOp>(before))
      place = before;
    else if (!isa<CoordinateOp, ThreadIndexOp, vector::BroadcastOp>(before) &&
             !isa<arith::ArithDialect>(before->getDialect()))
      break;
  }
  return place;
}

namespace {
struct PlaceBarriers final : tritonmetal::metal::impl::PlaceBarriersBase<PlaceBarriers> {
  void runOnOperation() override {
    auto isBarrier = [](Operation *op) { return isa<ThreadgroupBarrierOp>(op); };
    auto separate = [](Operation *op) {
      OpBuilder builder(findPlace(op));
      ThreadgroupBarrierOp::create(builder, op->getLoc(), /*device=*/false);
    };
    getOperation().walk([&](KernelOp kernel) {
      AccessSeparator<SharedAccess>(accessOf, isBarrier, separate).walk(kernel);
    });
  }
};
} // namespace
