//===- Interpreter.cpp - Runs a launch, threadgroup after threadgroup ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interpreter.h"
#include "Decoder.h"
#include "FaultReport.h"
#include "Group.h"
#include "Shadow.h"

#include "../Frontend/BuiltInValues.h"
#include "../Frontend/ThreadgroupLayout.h"

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
// Memory of a threadgroup
//===----------------------------------------------------------------------===//

namespace {
class LaunchRunner {
public:
  LaunchRunner(const LoadedKernel &kernel, Launch &launch, Program &program,
               const ExecutionOptions &options)
      : interface(kernel.interface), parameters(*kernel.function), launch(launch),
        program(program) {
    context.program = &program;
    context.checks = options.checks;
    context.countMemory = options.profile;
    context.budget = options.maxInstructions;
  }

  Expected<RunResult> run();

private:
  Error makeThreadgroupMemory();
  void makeGroups();
  void addArgumentObjects(Group &group);
  void addGlobalObjects(Group &group);
  void setBuiltIns(Group &group, const Size3 &threadgroup, const Size3 &threads);
  bool runThreadgroup(const Size3 &threadgroup);
  bool runToBarrier(unsigned numGroups, const Size3 &threadgroup, const Size3 &threads);
  bool releaseBarrier(unsigned numGroups, const Size3 &threadgroup, const Size3 &threads);
  void report(const Group &group, const RawFault &raw, const Size3 &threadgroup,
              const Size3 &threads);

  const KernelInterface &interface;
  const Function &parameters;
  Launch &launch;
  Program &program;
  RunContext context;
  ThreadgroupLayout layout;
  std::vector<uint8_t> block; // threadgroup memory
  std::vector<std::unique_ptr<Group>> groups;
  std::unique_ptr<ThreadgroupShadow> shadow;
  std::optional<Fault> fault;
};
} // namespace

Error LaunchRunner::makeThreadgroupMemory() {
  std::vector<ThreadgroupVariable> variables;
  for (const GlobalObject &global : program.globals)
    variables.push_back(global.addressSpace == 3
                            ? ThreadgroupVariable{global.size, global.alignment}
                            : ThreadgroupVariable());
  Expected<ThreadgroupLayout> laidOut = layOutThreadgroupMemory(interface, launch, variables);
  if (!laidOut)
    return laidOut.takeError();
  layout = std::move(*laidOut);
  block.resize(layout.size);
  if (context.checks.races || context.checks.uninit) {
    shadow = std::make_unique<ThreadgroupShadow>(layout.size);
    context.shadow = shadow.get();
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// SIMD-groups and what their pointers point to
//===----------------------------------------------------------------------===//

void LaunchRunner::addArgumentObjects(Group &group) {
  group.objects.resize(1 + interface.arguments.size());
  for (size_t i = 0; i < interface.arguments.size(); ++i) {
    const KernelArgument &argument = interface.arguments[i];
    if (!argument.isBuffer())
      continue;
    MemoryObject &object = group.objects[1 + i];
    object.bound = false;
    if (argument.space == AddressSpace::Threadgroup) {
      object.kind = MemoryObject::Kind::Threadgroup;
      object.data = block.data() + layout.arguments[i].offset;
      object.size = layout.arguments[i].size;
      object.blockOffset = layout.arguments[i].offset;
      object.bound = object.size != 0;
    } else {
      bool constant = argument.space == AddressSpace::Constant;
      object.kind = constant ? MemoryObject::Kind::Constant : MemoryObject::Kind::Device;
      object.readable = constant || argument.readable;
      object.writable = !constant && argument.writable;
      for (const BoundBuffer &buffer : launch.buffers) {
        if (buffer.binding != argument.binding)
          continue;
        object.bound = true;
        object.data = launch.storages[buffer.storage].data() + buffer.offset;
        object.size = launch.storages[buffer.storage].size() - buffer.offset;
      }
    }
    Word address = makeAddress(program.getParameterObject(unsigned(i)));
    Column &column = group.write(program.parameters[i]);
    std::fill(std::begin(column.lanes), std::end(column.lanes), address);
  }
}

void LaunchRunner::addGlobalObjects(Group &group) {
  for (size_t i = 0; i < program.globals.size(); ++i) {
    GlobalObject &global = program.globals[i];
    MemoryObject object;
    object.size = global.size;
    if (global.addressSpace == 3) {
      object.kind = MemoryObject::Kind::Threadgroup;
      object.data = block.data() + layout.variables[i].offset;
      object.blockOffset = layout.variables[i].offset;
    } else {
      object.kind = MemoryObject::Kind::Constant;
      object.data = global.initial.data();
      object.writable = false;
    }
    group.objects.push_back(object);
  }
}

void LaunchRunner::makeGroups() {
  const Size3 &threads = launch.threadsPerThreadgroup;
  unsigned count = unsigned(divideCeil(threads[0] * threads[1] * threads[2], numLanes));
  for (unsigned i = 0; i < count; ++i) {
    groups.push_back(std::make_unique<Group>(context, i));
    Group &group = *groups.back();
    addArgumentObjects(group);
    addGlobalObjects(group);
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

//===----------------------------------------------------------------------===//
// Built-ins
//===----------------------------------------------------------------------===//

void LaunchRunner::setBuiltIns(Group &group, const Size3 &threadgroup, const Size3 &threads) {
  for (const KernelArgument &argument : interface.arguments) {
    if (argument.isBuffer())
      continue;
    const Type *type = parameters.getArg(argument.parameter)->getType();
    unsigned bits = type->getScalarSizeInBits();
    auto *vector = dyn_cast<FixedVectorType>(type);
    for (unsigned axis = 0, n = vector ? vector->getNumElements() : 1; axis < n; ++axis) {
      Column &column = group.write(program.parameters[argument.parameter], axis);
      for (unsigned lane = 0; lane < numLanes; ++lane)
        column.lanes[lane] =
            truncateTo(getBuiltIn(*argument.builtIn, axis, launch,
                                  {threadgroup, threads, group.index * numLanes + lane}),
                       bits);
    }
  }
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

void LaunchRunner::report(const Group &group, const RawFault &raw, const Size3 &threadgroup,
                          const Size3 &threads) {
  Fault::Thread thread;
  thread.threadgroup = threadgroup;
  thread.thread = unlinearise(group.index * numLanes + raw.lane, threads);
  thread.simdgroup = group.index;
  thread.lane = raw.lane;
  fault = describeFault(raw, program, interface, group.objects, thread);
}

/// All groups wait at a barrier or ended. False after a fault.
bool LaunchRunner::releaseBarrier(unsigned numGroups, const Size3 &threadgroup,
                                  const Size3 &threads) {
  const Group *waiting = nullptr;
  for (unsigned i = 0; i < numGroups && !waiting; ++i)
    if (groups[i]->status == Group::Status::AtBarrier)
      waiting = groups[i].get();
  for (unsigned i = 0; i < numGroups; ++i) {
    const Group &group = *groups[i];
    bool ended = group.status == Group::Status::Finished;
    if (!ended && group.barrierSite == waiting->barrierSite)
      continue;
    RawFault raw;
    raw.site = waiting->barrierSite;
    raw.message =
        formatv("waits at a barrier that SIMD-group {0} {1}", i,
                ended ? "never reaches: it has ended" : "does not reach: it waits at another one");
    report(*waiting, raw, threadgroup, threads);
    return false;
  }
  ++context.profile.threadgroupBarriers;
  constexpr uint32_t threadgroupFlag = 2; // mem_flags::mem_threadgroup
  if (shadow && (waiting->barrierFlags & threadgroupFlag))
    shadow->advance();
  return true;
}

/// Runs every group to its next barrier or its end. False after a fault.
bool LaunchRunner::runToBarrier(unsigned numGroups, const Size3 &threadgroup,
                                const Size3 &threads) {
  bool busy = true;
  SmallVector<bool, 32> arrived(numGroups, false);
  while (busy) {
    busy = false;
    for (unsigned i = 0; i < numGroups; ++i) {
      Group &group = *groups[i];
      if (arrived[i] || group.status == Group::Status::Finished)
        continue;
      Group::Status status = group.run(sliceLength);
      if (status == Group::Status::Faulted) {
        report(group, *group.fault, threadgroup, threads);
        return false;
      }
      arrived[i] = status != Group::Status::Paused;
      busy |= !arrived[i];
    }
  }
  return true;
}

bool LaunchRunner::runThreadgroup(const Size3 &threadgroup) {
  Size3 threads = getThreads(launch, threadgroup);
  unsigned numThreads = countThreads(threads);
  unsigned numGroups = unsigned(divideCeil(numThreads, numLanes));
  std::fill(block.begin(), block.end(), unwrittenByte);
  if (shadow)
    shadow->reset();
  for (unsigned i = 0; i < numGroups; ++i) {
    Group &group = *groups[i];
    std::fill(group.threadMemory.begin(), group.threadMemory.end(), unwrittenByte);
    setBuiltIns(group, threadgroup, threads);
    unsigned lanes = std::min(numThreads - i * numLanes, numLanes);
    group.start(lanes == numLanes ? allLanes : (LaneMask(1) << lanes) - 1);
  }
  while (true) {
    if (!runToBarrier(numGroups, threadgroup, threads))
      return false;
    bool ended = llvm::all_of(ArrayRef(groups).take_front(numGroups), [](const auto &group) {
      return group->status == Group::Status::Finished;
    });
    if (ended)
      return true;
    if (!releaseBarrier(numGroups, threadgroup, threads))
      return false;
  }
}

Expected<RunResult> LaunchRunner::run() {
  if (Error error = makeThreadgroupMemory())
    return std::move(error);
  makeGroups();
  const Size3 &grid = launch.threadgroups;
  RunResult result;
  for (uint32_t z = 0; z < grid[2] && !fault; ++z)
    for (uint32_t y = 0; y < grid[1] && !fault; ++y)
      for (uint32_t x = 0; x < grid[0] && !fault; ++x) {
        runThreadgroup({x, y, z});
        ++context.profile.threadgroups;
      }
  result.fault = std::move(fault);
  result.profile = context.profile;
  return result;
}

namespace {
class InterpretedKernel final : public Executable {
public:
  InterpretedKernel(const LoadedKernel &kernel, Program program, const ExecutionOptions &options)
      : kernel(kernel), program(std::move(program)), options(options) {}

  Expected<RunResult> run(Launch &launch) override {
    return LaunchRunner(kernel, launch, program, options).run();
  }

private:
  const LoadedKernel &kernel;
  Program program;
  ExecutionOptions options;
};
} // namespace

Expected<std::unique_ptr<Executable>> makeInterpreter(const LoadedKernel &kernel,
                                                      const ExecutionOptions &options) {
  Expected<Program> program = Decoder(*kernel.function, options).decode();
  if (!program)
    return program.takeError();
  return std::make_unique<InterpretedKernel>(kernel, std::move(*program), options);
}

} // namespace tritonmetal::executor
