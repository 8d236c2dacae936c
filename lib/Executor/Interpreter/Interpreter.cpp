//===- Interpreter.cpp - Runs a launch, threadgroup after threadgroup ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decoder.h"
#include "FaultReport.h"
#include "Group.h"
#include "Shadow.h"

#include "triton-metal/Executor/Executor.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Instructions that a SIMD-group runs before the next one has its turn, so that one that waits for
/// another in a loop lets it go on.
static constexpr uint64_t sliceLength = 10000;
/// What threadgroup and thread memory holds before it is written: visible in results, and no number
/// that a test would expect.
static constexpr uint8_t unwrittenByte = 0xa5;
/// More calls than this after inlining are a recursion or a program that nobody wrote by hand.
static constexpr unsigned maxInlinedCalls = 1 << 14;

//===----------------------------------------------------------------------===//
// Preparation
//===----------------------------------------------------------------------===//

/// The next call of a function with a body.
static CallInst *findCall(Function &function) {
  for (llvm::Instruction &inst : instructions(function))
    if (auto *call = dyn_cast<CallInst>(&inst))
      if (call->getCalledFunction() && !call->getCalledFunction()->isDeclaration())
        return call;
  return nullptr;
}

static Error inlineCalls(Function &function) {
  for (unsigned count = 0; CallInst *call = findCall(function); ++count) {
    InlineFunctionInfo info;
    std::string name = call->getCalledFunction()->getName().str();
    if (count >= maxInlinedCalls || call->getCalledFunction() == &function ||
        !InlineFunction(*call, info).isSuccess())
      return createStringError(
          formatv("kernel '{0}' calls '{1}', which cannot be inlined", function.getName(), name));
  }
  return Error::success();
}

/// Constants that a host gives values to when it makes a pipeline have none here.
static Error checkFunctionConstants(const Module &module) {
  NamedMDNode *constants = module.getNamedMetadata("air.function_constants");
  if (!constants || constants->getNumOperands() == 0)
    return Error::success();
  return createStringError("kernels with function constants are not supported");
}

//===----------------------------------------------------------------------===//
// Memory of a threadgroup
//===----------------------------------------------------------------------===//

namespace {
/// Where each threadgroup buffer and variable lies in a threadgroup's block of memory.
struct ThreadgroupLayout {
  std::vector<uint64_t> globals;   // by `Program::globals`; 0 for those elsewhere
  std::vector<uint64_t> arguments; // by parameter; likewise
  std::vector<uint64_t> argumentSizes;
  uint64_t size = 0;
};

class LaunchRunner {
public:
  LaunchRunner(const LoadedKernel &kernel, Launch &launch, Program program,
               const ExecutionOptions &options)
      : interface(kernel.interface), parameters(*kernel.function), launch(launch),
        program(std::move(program)) {
    context.program = &this->program;
    context.checks = options.checks;
    context.countMemory = options.profile;
    context.budget = options.maxInstructions;
  }

  Expected<RunResult> run();

private:
  Error layOutThreadgroupMemory();
  void makeGroups();
  void addArgumentObjects(Group &group);
  void addGlobalObjects(Group &group);
  void setBuiltIns(Group &group, const Size3 &threadgroup, const Size3 &threads);
  uint64_t getBuiltIn(BuiltIn builtIn, unsigned axis, const Group &group, unsigned lane,
                      const Size3 &threadgroup, const Size3 &threads) const;
  bool runThreadgroup(const Size3 &threadgroup);
  bool runToBarrier(unsigned numGroups, const Size3 &threadgroup, const Size3 &threads);
  bool releaseBarrier(unsigned numGroups, const Size3 &threadgroup, const Size3 &threads);
  void report(const Group &group, const RawFault &raw, const Size3 &threadgroup,
              const Size3 &threads);

  const KernelInterface &interface;
  const Function &parameters;
  Launch &launch;
  Program program;
  RunContext context;
  ThreadgroupLayout layout;
  std::vector<uint8_t> block; // threadgroup memory
  std::vector<std::unique_ptr<Group>> groups;
  std::unique_ptr<ThreadgroupShadow> shadow;
  std::optional<Fault> fault;
};
} // namespace

Error LaunchRunner::layOutThreadgroupMemory() {
  constexpr uint64_t argumentAlignment = 16; // Metal: lengths are multiples of it
  for (const KernelArgument &argument : interface.arguments) {
    uint64_t bytes = 0;
    if (argument.isBuffer() && argument.space == AddressSpace::Threadgroup)
      for (const ThreadgroupAllocation &allocation : launch.threadgroupMemory)
        if (allocation.index == argument.binding)
          bytes = allocation.bytes;
    layout.size = alignTo(layout.size, argumentAlignment);
    layout.arguments.push_back(layout.size);
    layout.argumentSizes.push_back(bytes);
    layout.size += bytes;
  }
  for (const GlobalObject &global : program.globals) {
    bool inBlock = global.addressSpace == 3;
    if (inBlock)
      layout.size = alignTo(layout.size, global.alignment);
    layout.globals.push_back(inBlock ? layout.size : 0);
    layout.size += inBlock ? global.size : 0;
  }
  if (layout.size > maxThreadgroupMemory)
    return createStringError(formatv("kernel '{0}' takes {1} bytes of threadgroup memory; {2} is "
                                     "the most",
                                     interface.name, layout.size, maxThreadgroupMemory));
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
      object.data = block.data() + layout.arguments[i];
      object.size = layout.argumentSizes[i];
      object.blockOffset = layout.arguments[i];
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
      object.data = block.data() + layout.globals[i];
      object.blockOffset = layout.globals[i];
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

static Size3 unlinearise(unsigned index, const Size3 &extent) {
  return {index % extent[0], index / extent[0] % extent[1], index / extent[0] / extent[1]};
}

static unsigned countThreads(const Size3 &extent) { return extent[0] * extent[1] * extent[2]; }

uint64_t LaunchRunner::getBuiltIn(BuiltIn builtIn, unsigned axis, const Group &group, unsigned lane,
                                  const Size3 &threadgroup, const Size3 &threads) const {
  constexpr unsigned quadLanes = 4;
  unsigned index = group.index * numLanes + lane;
  const Size3 &full = launch.threadsPerThreadgroup;
  switch (builtIn) {
  case BuiltIn::ThreadPositionInGrid:
    return uint64_t(threadgroup[axis]) * full[axis] + unlinearise(index, threads)[axis];
  case BuiltIn::ThreadsPerGrid:
  case BuiltIn::GridSize:
    return launch.threadsPerGrid[axis];
  case BuiltIn::GridOrigin:
    return 0;
  case BuiltIn::ThreadPositionInThreadgroup:
    return unlinearise(index, threads)[axis];
  case BuiltIn::ThreadsPerThreadgroup:
    return threads[axis];
  case BuiltIn::DispatchThreadsPerThreadgroup:
    return full[axis];
  case BuiltIn::ThreadgroupPositionInGrid:
    return threadgroup[axis];
  case BuiltIn::ThreadgroupsPerGrid:
    return launch.threadgroups[axis];
  case BuiltIn::ThreadIndexInThreadgroup:
    return index;
  case BuiltIn::SimdgroupIndexInThreadgroup:
    return group.index;
  case BuiltIn::ThreadIndexInSimdgroup:
    return lane;
  case BuiltIn::ThreadsPerSimdgroup:
  case BuiltIn::ThreadExecutionWidth:
    return numLanes;
  case BuiltIn::SimdgroupsPerThreadgroup:
    return divideCeil(countThreads(threads), numLanes);
  case BuiltIn::DispatchSimdgroupsPerThreadgroup:
    return divideCeil(countThreads(full), numLanes);
  case BuiltIn::QuadgroupIndexInThreadgroup:
    return index / quadLanes;
  case BuiltIn::ThreadIndexInQuadgroup:
    return index % quadLanes;
  case BuiltIn::QuadgroupsPerThreadgroup:
    return divideCeil(countThreads(threads), quadLanes);
  }
  llvm_unreachable("every built-in is listed");
}

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
        column.lanes[lane] = truncateTo(
            getBuiltIn(*argument.builtIn, axis, group, lane, threadgroup, threads), bits);
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
  Size3 threads;
  for (unsigned axis = 0; axis < 3; ++axis)
    threads[axis] = std::min(launch.threadsPerThreadgroup[axis],
                             launch.threadsPerGrid[axis] -
                                 threadgroup[axis] * launch.threadsPerThreadgroup[axis]);
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
  if (Error error = layOutThreadgroupMemory())
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

Expected<RunResult> interpret(LoadedKernel &kernel, Launch &launch,
                              const ExecutionOptions &options) {
  if (Error error = checkFunctionConstants(*kernel.module))
    return std::move(error);
  if (Error error = inlineCalls(*kernel.function))
    return std::move(error);
  Expected<Program> program = Decoder(*kernel.function, options).decode();
  if (!program)
    return program.takeError();
  return LaunchRunner(kernel, launch, std::move(*program), options).run();
}

} // namespace tritonmetal::executor
