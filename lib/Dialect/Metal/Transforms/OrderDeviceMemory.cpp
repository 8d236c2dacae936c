//===- OrderDeviceMemory.cpp - One thread's writes, another's reads --------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A Triton program reads and writes memory in its own order. Its threads do not:
//
//   %x = metal.gather %y[%i]       thread 130 holds a copy of element 2 and reads y[2],
//   metal.scatter %z, %y[%i]       perhaps after thread 2 has written it
//
// so that conflicting accesses through one argument get a barrier between. None is
// needed if each element is touched by the same thread both times: same offsets, same
// mask, no copies, and no round of a loop between in which the offsets changed.
// Elements that a tensor store writes are taken to be different ones; if they were
// not, the program itself would not say which value stays.
//
// The rounds of a loop may move the tile by at least its extent. Then no element is in
// the tiles of two rounds, and as much as if nothing moved its thread is always the same:
//
//   scf.for %k = 0 to %n step 128 {       tiles [0, 128), [128, 256), …
//     metal.scatter %v, %y[%i + %k]       %i from 0 to 127
//
// Atomics of one kind whose old values nobody sees may come in any order.
//
// Accesses through different arguments: the launch metadata lists them under
// `must_not_overlap`, unless both are at the same offsets, as in-place kernels have it.
//
//===----------------------------------------------------------------------===//

#include "OpenAccesses.h"

#include "triton-metal/Dialect/Metal/IR/Marks.h"
#include "triton-metal/Dialect/Metal/IR/PointerOrigins.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_ORDERDEVICEMEMORY
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

/// The constant that `value` is; 0 for others.
static int64_t getConstant(Value value) {
  APInt constant;
  return matchPattern(value, m_ConstantInt(&constant)) ? constant.getSExtValue() : 0;
}

/// How many numbers from its least on the coordinates can be; none for what is no coordinate.
static std::optional<int64_t> getExtent(Value offsets) {
  if (auto extension = offsets.getDefiningOp<arith::ExtSIOp>())
    return getExtent(extension.getIn());
  auto coordinate = offsets.getDefiningOp<CoordinateOp>();
  if (!coordinate)
    return std::nullopt;
  int32_t bits = 0;
  for (ArrayRef<int32_t> bases :
       {coordinate.getRegisters(), coordinate.getLanes(), coordinate.getSimdgroups()})
    for (int32_t basis : bases)
      bits |= basis;
  return int64_t(bits) + 1;
}

/// The loop whose induction variable `value` is, if it counts up from a number that is not
/// negative in steps of at least `extent`: no two rounds' tiles meet, nor do they after
/// offsets of 32 bits have wrapped around.
static bool countsTiles(Value value, int64_t extent) {
  if (auto extension = value.getDefiningOp<arith::ExtSIOp>())
    value = extension.getIn();
  scf::ForOp loop = scf::getForInductionVarOwner(value);
  APInt first;
  return loop && !loop.getUnsignedCmp() && getConstant(loop.getStep()) >= extent &&
         matchPattern(loop.getLowerBound(), m_ConstantInt(&first)) && first.isNonNegative();
}

/// Whether the pointer is moved by at least `extent` elements a round; gives what it is at first.
static Value getFirstOfTiles(Value base, int64_t extent) {
  auto argument = dyn_cast<BlockArgument>(base);
  auto loop = argument ? dyn_cast<scf::ForOp>(argument.getOwner()->getParentOp()) : scf::ForOp();
  if (!loop)
    return {};
  auto moved = loop.getTiedLoopYieldedValue(argument)->get().getDefiningOp<OffsetOp>();
  if (!moved || moved.getBase() != base || getConstant(moved.getIndex()) < extent)
    return {};
  return loop.getTiedLoopInit(argument)->get();
}

/// The base and offsets that decide which thread touches which element: without the steps of
/// a loop from tile to tile.
static std::pair<Value, Value> getAnchors(Value base, Value offsets) {
  if (std::optional<int64_t> extent = getExtent(offsets)) {
    if (Value first = getFirstOfTiles(base, *extent))
      return {first, offsets};
    auto moved = base.getDefiningOp<OffsetOp>();
    if (moved && countsTiles(moved.getIndex(), *extent))
      return {moved.getBase(), offsets};
    return {base, offsets};
  }
  auto sum = offsets.getDefiningOp<arith::AddIOp>();
  if (!sum)
    return {base, offsets};
  for (auto [tile, start] : {std::pair(sum.getLhs(), sum.getRhs()), {sum.getRhs(), sum.getLhs()}}) {
    std::optional<int64_t> extent = getExtent(tile);
    auto broadcast = start.getDefiningOp<vector::BroadcastOp>();
    if (extent && broadcast && countsTiles(broadcast.getSource(), *extent))
      return {base, tile};
  }
  return {base, offsets};
}

namespace {

struct DeviceAccess {
  Value origin;        // parameter of the kernel; null if unknown
  Value base, offsets; // of a gather or scatter
  Value mask;
  bool isWrite = false;
  bool isOwner = false;   // a write by one of several threads that hold copies
  bool isEarlier = false; // in an earlier round of a loop, where the addresses were others
  bool isByFirst = false; // an atomic that thread 0 does
  std::optional<AtomicKind> commutes; // with updates of this kind

  bool operator==(const DeviceAccess &other) const {
    return origin == other.origin && base == other.base && offsets == other.offsets &&
           mask == other.mask && isWrite == other.isWrite && isOwner == other.isOwner &&
           isEarlier == other.isEarlier && isByFirst == other.isByFirst &&
           commutes == other.commutes;
  }

  bool conflictsWith(const DeviceAccess &other) const {
    bool sameMemory = !origin || !other.origin || origin == other.origin;
    if (commutes && commutes == other.commutes)
      return false;
    return sameMemory && (isWrite || other.isWrite) && !isBySameThreads(other);
  }

  DeviceAccess inNextRound(Operation *loop) const {
    DeviceAccess next = *this;
    auto isWithin = [&](Value value) {
      return loop->isAncestor(value.getParentBlock()->getParentOp());
    };
    if (next.offsets) {
      auto [anchor, tile] = getAnchors(next.base, next.offsets);
      next.isEarlier |= isWithin(anchor) || isWithin(tile);
    }
    return next;
  }

private:
  bool isBySameThreads(const DeviceAccess &other) const {
    if (isByFirst && other.isByFirst)
      return true;
    if (!offsets || offsets != other.offsets || base != other.base || isEarlier || other.isEarlier)
      return false;
    if (isWrite && other.isWrite)
      return true; // copies have one owner
    const DeviceAccess &write = isWrite ? *this : other;
    return !write.isOwner && (!write.mask || write.mask == (isWrite ? other : *this).mask);
  }
};

} // namespace

/// Each thread writes words of its own there.
static bool isLog(Value origin) {
  auto argument = dyn_cast_or_null<BlockArgument>(origin);
  auto kernel = argument ? dyn_cast<KernelOp>(argument.getOwner()->getParentOp()) : KernelOp();
  return kernel && kernel.getArgumentInfo(argument.getArgNumber()).getRole() == ArgumentRole::Log;
}

static std::optional<DeviceAccess> accessThrough(Value base, bool isWrite) {
  if (cast<PointerType>(base.getType()).getSpace() != MemorySpace::Device)
    return std::nullopt;
  PointerOrigins origins = getPointerOrigins(base);
  DeviceAccess access;
  if (!origins.isAnywhere() && origins.values.size() == 1)
    access.origin = origins.values.front();
  if (isLog(access.origin))
    return std::nullopt;
  access.base = base;
  access.isWrite = isWrite;
  return access;
}

/// An atomic of less than a word changes the word, in which other threads' elements are.
static void placeAtomic(DeviceAccess &access, Value value, Value offsets, Value mask) {
  if (getByteSize(getElementTypeOrSelf(value)) < 4)
    return;
  access.offsets = offsets;
  access.mask = mask;
}

/// Of atomics, which read and write; none for other ops.
static std::optional<DeviceAccess> atomicAccessOf(Operation *op) {
  std::optional<DeviceAccess> access;
  std::optional<AtomicKind> kind;
  if (auto update = dyn_cast<ScatterAtomicOp>(op)) {
    kind = update.getKind();
    if ((access = accessThrough(update.getBase(), true)))
      placeAtomic(*access, update.getValue(), update.getOffsets(), update.getMask());
  } else if (auto exchange = dyn_cast<ScatterCompareExchangeOp>(op)) {
    if ((access = accessThrough(exchange.getBase(), true)))
      placeAtomic(*access, exchange.getDesired(), exchange.getOffsets(), exchange.getMask());
  } else if (auto update = dyn_cast<AtomicRMWOp>(op)) {
    kind = update.getKind();
    if ((access = accessThrough(update.getBase(), true)))
      access->isByFirst = true;
  } else if (auto exchange = dyn_cast<AtomicCompareExchangeOp>(op)) {
    if ((access = accessThrough(exchange.getBase(), true)))
      access->isByFirst = true;
  }
  if (access && kind && *kind != AtomicKind::Exchange && op->use_empty())
    access->commutes = kind;
  return access;
}

static std::optional<DeviceAccess> accessOf(Operation *op) {
  if (auto atomic = atomicAccessOf(op))
    return atomic;
  if (auto gather = dyn_cast<GatherOp>(op)) {
    auto access = accessThrough(gather.getBase(), false);
    if (access) {
      access->offsets = gather.getOffsets();
      access->mask = gather.getMask();
    }
    return access;
  }
  if (auto scatter = dyn_cast<ScatterOp>(op)) {
    auto access = accessThrough(scatter.getBase(), true);
    if (access) {
      access->offsets = scatter.getOffsets();
      access->mask = scatter.getMask();
      access->isOwner = op->hasAttr(kOneCopyAttrName);
    }
    return access;
  }
  if (auto load = dyn_cast<LoadOp>(op))
    return accessThrough(load.getBase(), false);
  if (auto store = dyn_cast<StoreOp>(op))
    return accessThrough(store.getBase(), true);
  return std::nullopt;
}

static bool isDeviceBarrier(Operation *op) {
  auto barrier = dyn_cast<ThreadgroupBarrierOp>(op);
  return barrier && barrier.getDevice();
}

namespace {
struct OrderDeviceMemory final
    : tritonmetal::metal::impl::OrderDeviceMemoryBase<OrderDeviceMemory> {
  void runOnOperation() override {
    auto separate = [](Operation *op) {
      OpBuilder builder(op);
      ThreadgroupBarrierOp::create(builder, op->getLoc(), /*device=*/true);
    };
    getOperation().walk([&](KernelOp kernel) {
      AccessSeparator<DeviceAccess>(accessOf, isDeviceBarrier, separate).walk(kernel);
    });
  }
};
} // namespace
