//===- Threadgroup.cpp - A threadgroup while it runs ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Threadgroup.h"

#include "FaultReport.h"

#include "../Frontend/BuiltInValues.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

#include <numeric>

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// SIMD-groups and what their pointers point to
//===----------------------------------------------------------------------===//

std::vector<uint64_t> layOutStorages(const Launch &launch) {
  constexpr uint64_t alignment = 4096; // pages have one storage each
  std::vector<uint64_t> origins{0};
  for (const Storage &storage : launch.storages)
    origins.push_back(origins.back() + alignTo(storage.size(), alignment));
  return origins;
}

Threadgroup::Threadgroup(const LaunchPlan &plan, RunContext &context)
    : plan(plan), context(context), block(plan.layout.size) {
  if (context.checks.races)
    shadow = std::make_unique<ShadowMemory>(plan.layout.size);
  if (context.checks.races || context.checks.uninit)
    written = WrittenBits(plan.layout.size);
  const Program &program = plan.program;
  unsigned count = unsigned(divideCeil(countThreads(plan.launch.threadsPerThreadgroup), numLanes));
  for (unsigned i = 0; i < count; ++i) {
    groups.push_back(std::make_unique<Group>(context, i));
    Group &group = *groups.back();
    addChecks(group);
    addArgumentObjects(group);
    addGlobalObjects(group);
    addPointeeObjects(group);
    group.threadMemory.resize(program.threadMemory * numLanes);
    if (context.checks.uninit)
      group.threadWritten = WrittenBits(group.threadMemory.size());
    for (const ThreadVariable &variable : program.variables) {
      MemoryObject object;
      object.kind = MemoryObject::Kind::Thread;
      object.data = group.threadMemory.data() + variable.offset;
      object.size = variable.size;
      object.laneStride = program.threadMemory;
      object.origin = variable.offset;
      if (context.checks.uninit)
        object.written = &group.threadWritten;
      group.variables.push_back(object);
    }
  }
}

void Threadgroup::addChecks(Group &group) {
  group.tracksStores = context.checks.races || context.checks.uninit;
  group.deviceClock.shadow = context.deviceShadow.get();
  group.threadgroupClock.shadow = shadow.get();
  if (!context.checks.races || !plan.program.ordersMemory)
    return;
  group.deviceClock.sync = &context.deviceSync;
  group.threadgroupClock.sync = &sync;
}

/// Lets checks see accesses to threadgroup or device memory.
void Threadgroup::addChecks(Group &group, MemoryObject &object) {
  bool isDevice = object.kind == MemoryObject::Kind::Device;
  if (context.checks.races)
    object.clock = isDevice ? &group.deviceClock : &group.threadgroupClock;
  if (group.tracksStores && !isDevice)
    object.written = &written;
}

void Threadgroup::addArgumentObjects(Group &group) {
  std::vector<uint64_t> origins = layOutStorages(plan.launch);
  const auto &arguments = plan.interface.arguments;
  group.objects.resize(1 + arguments.size());
  for (size_t i = 0; i < arguments.size(); ++i) {
    const KernelArgument &argument = arguments[i];
    if (!argument.isBuffer())
      continue;
    MemoryObject &object = group.objects[1 + i];
    object.bound = false;
    if (argument.space == AddressSpace::Threadgroup) {
      object.kind = MemoryObject::Kind::Threadgroup;
      object.data = block.data() + plan.layout.arguments[i].offset;
      object.size = plan.layout.arguments[i].size;
      object.origin = plan.layout.arguments[i].offset;
      object.bound = object.size != 0;
      addChecks(group, object);
    } else {
      bool constant = argument.space == AddressSpace::Constant;
      object.kind = constant ? MemoryObject::Kind::Constant : MemoryObject::Kind::Device;
      object.readable = constant || argument.readable;
      object.writable = !constant && argument.writable;
      for (const BoundBuffer &buffer : plan.launch.buffers) {
        if (buffer.binding != argument.binding)
          continue;
        Storage &storage = plan.launch.storages[buffer.storage];
        object.bound = true;
        object.data = storage.data() + buffer.offset;
        object.size = storage.size() - buffer.offset;
        object.origin = origins[buffer.storage] + buffer.offset;
      }
      if (!constant)
        addChecks(group, object);
    }
    Word address = makeAddress(plan.program.getParameterObject(unsigned(i)));
    Column &column = group.write(plan.program.parameters[i]);
    std::fill(std::begin(column.lanes), std::end(column.lanes), address);
  }
}

void Threadgroup::addGlobalObjects(Group &group) {
  for (size_t i = 0; i < plan.program.globals.size(); ++i) {
    GlobalObject &global = plan.program.globals[i];
    MemoryObject object;
    object.size = global.size;
    if (global.addressSpace == 3) {
      object.kind = MemoryObject::Kind::Threadgroup;
      object.data = block.data() + plan.layout.variables[i].offset;
      object.origin = plan.layout.variables[i].offset;
      addChecks(group, object);
    } else {
      object.kind = MemoryObject::Kind::Constant;
      object.data = global.initial.data();
      object.writable = false;
    }
    group.objects.push_back(object);
  }
}

/// What a kernel does with memory that it finds through a pointer, no metadata says.
void Threadgroup::addPointeeObjects(Group &group) {
  std::vector<uint64_t> origins = layOutStorages(plan.launch);
  for (size_t storage : plan.launch.getPointees()) {
    MemoryObject object;
    object.kind = MemoryObject::Kind::Device;
    object.data = plan.launch.storages[storage].data();
    object.size = plan.launch.storages[storage].size();
    object.origin = origins[storage];
    addChecks(group, object);
    group.objects.push_back(object);
  }
}

void Threadgroup::setBuiltIns(Group &group) {
  for (const KernelArgument &argument : plan.interface.arguments) {
    if (argument.isBuffer())
      continue;
    const Type *type = plan.function.getArg(argument.parameter)->getType();
    unsigned bits = type->getScalarSizeInBits();
    auto *vector = dyn_cast<FixedVectorType>(type);
    for (unsigned axis = 0, n = vector ? vector->getNumElements() : 1; axis < n; ++axis) {
      Column &column = group.write(plan.program.parameters[argument.parameter], axis);
      for (unsigned lane = 0; lane < numLanes; ++lane)
        column.lanes[lane] =
            truncateTo(getBuiltIn(*argument.builtIn, axis, plan.launch,
                                  {position, threads, group.index * numLanes + lane}),
                       bits);
    }
  }
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

void Threadgroup::start(const Size3 &where) {
  position = where;
  threads = getThreads(plan.launch, where);
  unsigned numThreads = countThreads(threads);
  numGroups = unsigned(divideCeil(numThreads, numLanes));
  std::fill(block.begin(), block.end(), unwrittenByte);
  written.clear();
  sync.clear();
  order.resize(numGroups);
  std::iota(order.begin(), order.end(), 0);
  context.started.push_back(position);
  context.profile.simdgroups += numGroups;
  uint32_t number = uint32_t(context.started.size());
  if (shadow)
    shadow->forgetBefore(number);
  for (unsigned i = 0; i < numGroups; ++i) {
    Group &group = *groups[i];
    std::fill(group.threadMemory.begin(), group.threadMemory.end(), unwrittenByte);
    group.threadWritten.clear();
    setBuiltIns(group);
    unsigned lanes = std::min(numThreads - i * numLanes, numLanes);
    group.start(lanes == numLanes ? allLanes : (LaneMask(1) << lanes) - 1, number);
  }
}

Fault Threadgroup::describe(const Group &group, const RawFault &raw) const {
  FaultContext facts{plan.program, plan.interface, plan.launch, group.objects, context.started};
  return describeFault(raw, facts, position, group.index * numLanes + raw.lane);
}

RawFault describeMissedBarrier(const Group &waiting, unsigned other, bool otherHasEnded) {
  RawFault raw;
  raw.kind = FaultKind::BarrierDivergence;
  raw.site = waiting.barrierSite;
  raw.message = formatv("waits at a barrier that SIMD-group {0} {1}", other,
                        otherHasEnded ? "never reaches: it has ended"
                                      : "does not reach: it waits at another one");
  return raw;
}

void Threadgroup::describeWarnings(Group &group) {
  for (const RawFault &raw : group.newWarnings)
    context.warnings.describe(raw.kind, raw.site, describe(group, raw));
  group.newWarnings.clear();
}

/// Whether all SIMD-groups wait where one of them does. On Apple's GPUs those that have ended hold
/// up nobody, which Metal does not promise.
bool Threadgroup::checkBarrier(const Group &waiting) {
  for (const auto &group : ArrayRef(groups).take_front(numGroups)) {
    bool ended = group->status == Group::Status::Finished;
    if (ended ? !context.checks.divergence : group->barrierSite == waiting.barrierSite)
      continue;
    fault = describe(waiting, describeMissedBarrier(waiting, group->index, ended));
    return false;
  }
  return true;
}

/// All groups wait at a barrier or ended. False after a fault.
bool Threadgroup::releaseBarrier() {
  auto active = ArrayRef(groups).take_front(numGroups);
  const Group &waiting = **llvm::find_if(
      active, [](const auto &group) { return group->status == Group::Status::AtBarrier; });
  if (!checkBarrier(waiting))
    return false;
  ++context.profile.threadgroupBarriers;
  SmallVector<MemoryClock *, maxSimdgroups> deviceClocks;
  SmallVector<MemoryClock *, maxSimdgroups> threadgroupClocks;
  for (const auto &group : active) {
    if (group->status == Group::Status::AtBarrier)
      group->status = Group::Status::Running;
    group->noteProgress();
    group->forEachClock(waiting.barrierFlags, [&](MemoryClock &clock) {
      ++clock.stamp.interval;
      clock.stamp.simdEpoch = 0;
      (&clock == &group->deviceClock ? deviceClocks : threadgroupClocks).push_back(&clock);
    });
  }
  for (ArrayRef<MemoryClock *> clocks : {ArrayRef(deviceClocks), ArrayRef(threadgroupClocks)})
    if (!clocks.empty() && clocks[0]->sync)
      clocks[0]->sync->barrier(clocks);
  return true;
}

Threadgroup::State Threadgroup::advance() {
  bool allWait = true, allEnded = true;
  context.schedule.shuffle(order);
  for (unsigned i : order) {
    Group &group = *groups[i];
    if (group.canRun()) {
      if (context.schedule.isShuffled())
        context.firstLane = context.schedule.choose(numLanes);
      group.run(context.schedule.chooseSlice());
      describeWarnings(group);
    }
    if (group.status == Group::Status::Faulted) {
      fault = describe(group, *group.fault);
      return State::Faulted;
    }
    allEnded &= group.status == Group::Status::Finished;
    allWait &= !group.canRun();
  }
  if (allEnded)
    return State::Finished;
  return allWait && !releaseBarrier() ? State::Faulted : State::Running;
}

//===----------------------------------------------------------------------===//
// Waiting
//===----------------------------------------------------------------------===//

bool Threadgroup::isWaiting() const {
  bool anySpins = false;
  for (const auto &group : ArrayRef(groups).take_front(numGroups)) {
    if (group->canRun() && !group->isSpinning())
      return false;
    anySpins |= group->canRun();
  }
  return anySpins;
}

/// Where it waits: the first SIMD-group that does.
RawFault Threadgroup::makeWaitingFault(FaultKind kind) const {
  const Group &group = **llvm::find_if(groups, [](const auto &group) { return group->canRun(); });
  RawFault raw;
  raw.kind = kind;
  raw.site = group.getNextSite();
  raw.lane = countr_zero(group.getNextLanes());
  raw.group = group.index;
  return raw;
}

void Threadgroup::warn(const RawFault &raw) {
  if (context.warnings.add(raw.kind, raw.site))
    context.warnings.describe(raw.kind, raw.site, describe(*groups[raw.group], raw));
}

void Threadgroup::failWaiting() {
  RawFault raw = makeWaitingFault(FaultKind::Deadlock);
  fault = describe(*groups[raw.group], raw);
}

uint64_t Threadgroup::estimateBytes(const LaunchPlan &plan) {
  uint64_t groups = divideCeil(countThreads(plan.launch.threadsPerThreadgroup), numLanes);
  uint64_t perGroup =
      plan.program.numColumns * sizeof(Column) + plan.program.threadMemory * numLanes;
  return groups * (perGroup + sizeof(Group)) + plan.layout.size;
}

} // namespace tritonmetal::executor
