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

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_ORDERDEVICEMEMORY
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

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
    if (next.offsets)
      next.isEarlier |= isWithin(next.offsets) || isWithin(next.base);
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

/// Of atomics, which read and write; none for other ops.
static std::optional<DeviceAccess> atomicAccessOf(Operation *op) {
  std::optional<DeviceAccess> access;
  std::optional<AtomicKind> kind;
  if (auto update = dyn_cast<ScatterAtomicOp>(op)) {
    kind = update.getKind();
    if ((access = accessThrough(update.getBase(), true))) {
      access->offsets = update.getOffsets();
      access->mask = update.getMask();
    }
  } else if (auto exchange = dyn_cast<ScatterCompareExchangeOp>(op)) {
    if ((access = accessThrough(exchange.getBase(), true))) {
      access->offsets = exchange.getOffsets();
      access->mask = exchange.getMask();
    }
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
    auto separate = [this](Operation *op) {
      OpBuilder builder(op);
      ThreadgroupBarrierOp::create(builder, op->getLoc(), /*device=*/true);
      ++numBarriers;
    };
    getOperation().walk([&](KernelOp kernel) {
      AccessSeparator<DeviceAccess>(accessOf, isDeviceBarrier, separate).walk(kernel);
    });
  }
};
} // namespace
