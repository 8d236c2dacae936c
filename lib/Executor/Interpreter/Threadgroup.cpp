//===- Threadgroup.cpp - A threadgroup while it runs ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Threadgroup.h"

#include "FaultReport.h"

#include "../Frontend/BuiltInValues.h"

#include "llvm/IR/DerivedTypes.h"
#include "llvm/IR/Function.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Instructions that a SIMD-group runs before the next one has its turn, so that one that waits for
/// another in a loop lets it go on.
static constexpr uint64_t sliceLength = 10000;

//===----------------------------------------------------------------------===//
// SIMD-groups and what their pointers point to
//===----------------------------------------------------------------------===//

Threadgroup::Threadgroup(const LaunchPlan &plan, RunContext &context)
    : plan(plan), context(context), block(plan.layout.size) {
  if (context.checks.races || context.checks.uninit)
    shadow = std::make_unique<ThreadgroupShadow>(plan.layout.size);
  const Program &program = plan.program;
  unsigned count = unsigned(divideCeil(countThreads(plan.launch.threadsPerThreadgroup), numLanes));
  for (unsigned i = 0; i < count; ++i) {
    groups.push_back(std::make_unique<Group>(context, i));
    Group &group = *groups.back();
    group.shadow = shadow.get();
    addArgumentObjects(group);
    addGlobalObjects(group);
    addPointeeObjects(group);
    group.threadMemory.resize(program.threadMemory * numLanes);
    for (const ThreadVariable &variable : program.variables) {
      MemoryObject object;
      object.kind = MemoryObject::Kind::Thread;
      object.data = group.threadMemory.data() + variable.offset;
      object.size = variable.size;
      object.laneStride = program.threadMemory;
      group.variables.push_back(object);
    }
  }
}

void Threadgroup::addArgumentObjects(Group &group) {
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
      object.blockOffset = plan.layout.arguments[i].offset;
      object.bound = object.size != 0;
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
      }
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
      object.blockOffset = plan.layout.variables[i].offset;
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
  for (size_t storage : plan.launch.getPointees()) {
    MemoryObject object;
    object.kind = MemoryObject::Kind::Device;
    object.data = plan.launch.storages[storage].data();
    object.size = plan.launch.storages[storage].size();
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
  if (shadow)
    shadow->reset();
  for (unsigned i = 0; i < numGroups; ++i) {
    Group &group = *groups[i];
    std::fill(group.threadMemory.begin(), group.threadMemory.end(), unwrittenByte);
    setBuiltIns(group);
    unsigned lanes = std::min(numThreads - i * numLanes, numLanes);
    group.start(lanes == numLanes ? allLanes : (LaneMask(1) << lanes) - 1);
  }
}

void Threadgroup::report(const Group &group, const RawFault &raw) {
  Fault::Thread thread;
  thread.threadgroup = position;
  thread.thread = unlinearise(group.index * numLanes + raw.lane, threads);
  thread.simdgroup = group.index;
  thread.lane = raw.lane;
  fault = describeFault(raw, plan.program, plan.interface, group.objects, thread);
}

/// All groups wait at a barrier or ended. False after a fault.
bool Threadgroup::releaseBarrier() {
  auto active = ArrayRef(groups).take_front(numGroups);
  const Group &waiting = **llvm::find_if(
      active, [](const auto &group) { return group->status == Group::Status::AtBarrier; });
  for (const auto &group : active) {
    bool ended = group->status == Group::Status::Finished;
    if (!ended && group->barrierSite == waiting.barrierSite)
      continue;
    RawFault raw;
    raw.kind = FaultKind::BarrierDivergence;
    raw.site = waiting.barrierSite;
    raw.message =
        formatv("waits at a barrier that SIMD-group {0} {1}", group->index,
                ended ? "never reaches: it has ended" : "does not reach: it waits at another one");
    report(waiting, raw);
    return false;
  }
  for (const auto &group : active)
    group->status = Group::Status::Running;
  ++context.profile.threadgroupBarriers;
  constexpr uint32_t threadgroupFlag = 2; // mem_flags::mem_threadgroup
  if (shadow && (waiting.barrierFlags & threadgroupFlag))
    shadow->advance();
  return true;
}

Threadgroup::State Threadgroup::advance() {
  bool allWait = true, allEnded = true;
  for (unsigned i = 0; i < numGroups; ++i) {
    Group &group = *groups[i];
    bool idle = group.status == Group::Status::Finished || group.status == Group::Status::AtBarrier;
    Group::Status status = idle ? group.status : group.run(sliceLength);
    if (status == Group::Status::Faulted) {
      report(group, *group.fault);
      return State::Faulted;
    }
    allEnded &= status == Group::Status::Finished;
    allWait &= status != Group::Status::Paused;
  }
  if (allEnded)
    return State::Finished;
  return allWait && !releaseBarrier() ? State::Faulted : State::Running;
}

} // namespace tritonmetal::executor
