//===- Worker.cpp - A host thread that runs threadgroups ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Worker.h"

#include "HostFaults.h"

#include "../Frontend/BuiltInValues.h"
#include "../GuardedMemory.h"
#include "../Interpreter/FaultReport.h"
#include "../Interpreter/Threadgroup.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace tritonmetal::executor::jit {

static constexpr uint64_t arenaBlock = uint64_t(1) << 18;

void *FrameArena::allocate(uint64_t size) {
  size = alignTo(size, frameAlignment);
  while (block < blocks.size() && blocks[block].size() - used < size + frameAlignment) {
    ++block;
    used = 0;
  }
  if (block == blocks.size())
    blocks.emplace_back(std::max(size + frameAlignment, arenaBlock));
  uint8_t *memory = blocks[block].data() + used;
  auto *aligned =
      reinterpret_cast<uint8_t *>(alignTo(reinterpret_cast<uint64_t>(memory), frameAlignment));
  used = uint64_t(aligned - blocks[block].data()) + size;
  return aligned;
}

//===----------------------------------------------------------------------===//
// SIMD-groups
//===----------------------------------------------------------------------===//

Simdgroup::Simdgroup(const CompiledKernel &kernel, RunContext &context, unsigned index)
    : group(context, index), kernel(kernel), columns(kernel.numColumns) {
  state.columns = columns.data();
}

void Simdgroup::start(ThreadgroupState &threadgroup, LaneMask lanes) {
  group.start(lanes, /*threadgroup=*/0);
  waiting = 0;
  LaneMask finished = 0;
  forEachLane(lanes, [&](unsigned lane) {
    currentLane = lane;
    frames[lane] =
        callCompiled(kernel.startThread, &threadgroup, &state, group.index * numLanes + lane);
    finished |= LaneMask(state.sites[lane] == finishedSite) << lane;
  });
  group.exit(finished);
}

void Simdgroup::resume(LaneMask lanes) {
  LaneMask finished = 0;
  forEachLane(lanes, [&](unsigned lane) {
    currentLane = lane;
    callCompiled(frames[lane]->resume, frames[lane]);
    finished |= LaneMask(state.sites[lane] == finishedSite) << lane;
  });
  group.exit(finished);
}

bool Simdgroup::execute(const InterpretedCall &call, LaneMask lanes, uint32_t firstColumn) {
  group.attach(call.program, columns.data() + firstColumn);
  group.mask = lanes;
  for (const Operation &operation : call.getOperations()) {
    operation.handler(group, operation);
    if (group.fault)
      return false;
  }
  return true;
}

/// What `lanes` have met for. False after a fault, which `group` has.
bool Simdgroup::perform(const Stop &stop, LaneMask lanes) {
  for (const Step &step : stop.steps) {
    if (step.product && lanes == allLanes) {
      auto getColumns = [&](uint32_t first) { return columns.data() + first; };
      const uint32_t *operands = step.product->operands;
      callCompiled(step.product->function, getColumns(operands[0]), getColumns(operands[1]),
                   getColumns(operands[2]), getColumns(step.product->result));
    } else if (!execute(kernel.calls[step.call], lanes, step.firstColumn)) {
      group.fault->site = step.site;
      return false;
    }
  }
  return true;
}

/// The lanes of `live` at the first of the places where they wait.
static LaneMask findFirst(const uint32_t *sites, LaneMask live, uint32_t &first) {
  auto findLanes = [&] {
    LaneMask lanes = 0;
    for (unsigned lane = 0; lane < numLanes; ++lane)
      lanes |= LaneMask(sites[lane] == first) << lane;
    return lanes & live;
  };
  first = sites[llvm::countr_zero(live)];
  LaneMask lanes = findLanes();
  if (lanes == live) // most often
    return lanes;
  forEachLane(live, [&](unsigned lane) { first = std::min(first, sites[lane]); });
  return findLanes();
}

Simdgroup::Status Simdgroup::run() {
  while (LaneMask live = group.getLive()) {
    uint32_t first;
    LaneMask lanes = findFirst(state.sites, live, first);
    const Stop &stop = kernel.stops[first];
    if (!perform(stop, lanes))
      return Status::Faulted;
    if (stop.kind == MeetingPoint::Kind::Barrier) {
      group.barrierSite = stop.site;
      waiting = lanes;
      return Status::AtBarrier;
    }
    resume(lanes);
    if (stop.kind == MeetingPoint::Kind::Yield)
      return Status::Yielded;
  }
  return Status::Finished;
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

Worker::Worker(const CompiledKernel &kernel, Launch &launch) : kernel(kernel), launch(launch) {
  context.program = &kernel.program;
  context.checks = kernel.options.checks;
  memory = allocateGuarded(kernel.layout.size);
  const auto &interface = kernel.kernel.interface;
  objects.resize(1 + interface.arguments.size());
  arguments.resize(interface.arguments.size());
  sizes.resize(interface.arguments.size());
  for (const KernelArgument &argument : interface.arguments)
    addArgument(argument);
  addPointees();
  bool isLoop = kernel.runThreadgroup != nullptr;
  unsigned threads = isLoop ? 1 : countThreads(launch.threadsPerThreadgroup);
  for (unsigned i = 0; i < divideCeil(threads, numLanes); ++i)
    simdgroups.push_back(std::make_unique<Simdgroup>(kernel, context, i));
}

void Worker::addArgument(const KernelArgument &argument) {
  unsigned parameter = argument.parameter;
  MemoryObject &object = objects[1 + parameter];
  object.bound = false;
  if (!argument.isBuffer())
    return;
  if (argument.space == AddressSpace::Threadgroup) {
    object.size = kernel.layout.arguments[parameter].size;
    object.bound = object.size != 0;
    return;
  }
  for (const BoundBuffer &buffer : launch.buffers) {
    if (buffer.binding != argument.binding)
      continue;
    Storage &storage = launch.storages[buffer.storage];
    object.bound = true;
    object.data = arguments[parameter] = storage.data() + buffer.offset;
    object.size = sizes[parameter] = storage.size() - buffer.offset;
    buffers.push_back({kernel.program.getParameterObject(parameter),
                       reinterpret_cast<uint64_t>(object.data), object.size});
  }
}

/// Buffers that only pointers in memory lead to.
void Worker::addPointees() {
  std::vector<size_t> pointees = launch.getPointees();
  objects.resize(kernel.program.getPointeeObject(pointees.size()));
  for (size_t i = 0; i < pointees.size(); ++i) {
    const Storage &storage = launch.storages[pointees[i]];
    unsigned object = kernel.program.getPointeeObject(i);
    objects[object].size = storage.size();
    buffers.push_back({object, reinterpret_cast<uint64_t>(storage.data()), storage.size()});
  }
}

Worker::~Worker() { freeGuarded(memory, kernel.layout.size); }

void Worker::prepare(const Size3 &position) {
  std::fill_n(memory, kernel.layout.size, unwrittenByte);
  arena.reset();
  state.position = position;
  state.threads = getThreads(launch, position);
  state.memory = memory;
  state.arguments = arguments.data();
  state.argumentSizes = sizes.data();
  state.worker = this;
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

void Worker::runLoop() {
  current = simdgroups[0].get();
  callCompiled(kernel.runThreadgroup, &state, &current->state);
}

/// All SIMD-groups wait at a barrier or have ended. False after a fault.
bool Worker::openBarrier(unsigned numGroups) {
  auto active = ArrayRef(simdgroups).take_front(numGroups);
  const Group *waiting = nullptr;
  for (const auto &simdgroup : active)
    if (!waiting && simdgroup->group.getLive() != 0)
      waiting = &simdgroup->group;
  for (const auto &simdgroup : active) {
    const Group &group = simdgroup->group;
    bool ended = group.getLive() == 0;
    if (ended ? !context.checks.divergence : group.barrierSite == waiting->barrierSite)
      continue;
    fail(describeMissedBarrier(*waiting, group.index, ended), waiting->index * numLanes);
    return false;
  }
  for (const auto &simdgroup : active) {
    current = simdgroup.get();
    current->passBarrier();
  }
  return true;
}

void Worker::runCoroutines() {
  unsigned numThreads = countThreads(state.threads);
  unsigned numGroups = unsigned(divideCeil(numThreads, numLanes));
  for (unsigned i = 0; i < numGroups; ++i) {
    unsigned lanes = std::min(numThreads - i * numLanes, numLanes);
    current = simdgroups[i].get();
    current->start(state, allLanes >> (numLanes - lanes));
  }
  // Nothing here owns memory: faults in compiled code jump out of it.
  bool barrier = true;
  while (barrier) {
    barrier = false;
    bool busy = true;
    for (unsigned i = 0; i < numGroups; ++i)
      simdgroups[i]->atBarrier = false;
    while (busy) {
      busy = false;
      for (unsigned i = 0; i < numGroups; ++i) {
        current = simdgroups[i].get();
        if (current->atBarrier)
          continue;
        Simdgroup::Status status = current->run();
        if (status == Simdgroup::Status::Faulted) {
          RawFault &groupFault = *current->group.fault;
          return fail(std::move(groupFault), current->group.index * numLanes + groupFault.lane);
        }
        busy |= status == Simdgroup::Status::Yielded;
        current->atBarrier = status == Simdgroup::Status::AtBarrier;
        barrier |= current->atBarrier;
      }
    }
    if (barrier && !openBarrier(numGroups))
      return;
  }
}

bool Worker::runThreadgroup(const Size3 &position) {
  prepare(position);
  raw.reset();
  std::optional<Escape> escape =
      runGuarded([&] { kernel.runThreadgroup ? runLoop() : runCoroutines(); });
  if (escape && escape->address) {
    fault = describeHostFault();
    return false;
  }
  if (raw)
    describe();
  return !raw;
}

//===----------------------------------------------------------------------===//
// Faults
//===----------------------------------------------------------------------===//

void Worker::fail(RawFault what, unsigned index) {
  raw = std::move(what);
  faultyThread = index;
}

bool Worker::isAccessible(uint64_t address, uint64_t bytes) const {
  auto isIn = [&](uint64_t start, uint64_t size) {
    uint64_t offset = address - start;
    return offset <= size && bytes <= size - offset;
  };
  return isIn(reinterpret_cast<uint64_t>(memory), kernel.layout.size) ||
         llvm::any_of(buffers,
                      [&](const Buffer &buffer) { return isIn(buffer.start, buffer.size); });
}

/// The buffer that an address is in, or so near that somebody must have meant it.
const Worker::Buffer *Worker::findNearest(uint64_t address) const {
  for (const Buffer &buffer : buffers)
    if (address - buffer.start + guardSize < buffer.size + 2 * guardSize)
      return &buffer;
  return nullptr;
}

void Worker::trap(uint32_t site, unsigned index, const Trap &trap) {
  RawFault what = describeTrap(kernel.program, objects, site, trap);
  const Buffer *buffer = trap.kind == FaultKind::WildPointer ? findNearest(trap.offset) : nullptr;
  if (buffer) {
    what.kind = FaultKind::OutOfBounds;
    what.address = makeAddress(buffer->object) + (trap.offset - buffer->start);
  }
  fail(std::move(what), index);
  escape();
}

Fault::Thread Worker::getThread(unsigned index) const {
  Fault::Thread thread;
  thread.threadgroup = state.position;
  thread.thread = unlinearise(index, state.threads);
  thread.simdgroup = index / numLanes;
  thread.lane = index % numLanes;
  return thread;
}

void Worker::describe() {
  raw->lane = faultyThread % numLanes;
  FaultContext facts{kernel.program, kernel.kernel.interface, launch, objects, {}};
  fault = describeFault(*raw, facts, state.position, faultyThread);
}

/// Where compiled code was is not known; a run with checks tells more.
Fault Worker::describeHostFault() const {
  Fault result;
  result.kind = FaultKind::OutOfBounds;
  result.what =
      "kernel '" + kernel.kernel.interface.name + "' accesses memory outside of its buffers";
  if (!kernel.runThreadgroup && current)
    result.thread = getThread(current->getCurrentThread());
  return result;
}

//===----------------------------------------------------------------------===//
// What compiled code calls
//===----------------------------------------------------------------------===//

void Worker::interpret(unsigned call, SimdgroupState &, unsigned lane) {
  const InterpretedCall &target = kernel.calls[call];
  unsigned thread = current->group.index * numLanes + lane;
  if (current->execute(target, LaneMask(1) << lane))
    return;
  RawFault what = std::move(*current->group.fault);
  what.site = target.site;
  fail(std::move(what), thread);
  escape();
}

} // namespace tritonmetal::executor::jit
