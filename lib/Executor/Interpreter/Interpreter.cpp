//===- Interpreter.cpp - Runs a launch, threadgroup after threadgroup ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interpreter.h"
#include "Decoder.h"
#include "Threadgroup.h"

#include "../Frontend/BuiltInValues.h"
#include "../Profile/DeviceLines.h"
#include "../Profile/Registers.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

static Expected<ThreadgroupLayout> layOut(const KernelInterface &interface, const Launch &launch,
                                          const Program &program) {
  std::vector<ThreadgroupVariable> variables;
  for (const GlobalObject &global : program.globals)
    variables.push_back(global.addressSpace == 3
                            ? ThreadgroupVariable{global.size, global.alignment}
                            : ThreadgroupVariable());
  return layOutThreadgroupMemory(interface, launch, variables);
}

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

namespace {
/// Runs one threadgroup after the other, as long as that works:
///
///   threadgroup 0   waits for threadgroup 1, so that one starts, too
///   threadgroup 1   does its part and ends
///   threadgroup 0   goes on: the kernel needs both at once, which is worth a warning
///
/// Those that wait have their turn again when somebody has changed memory.
class LaunchRunner {
public:
  LaunchRunner(const LaunchPlan &plan, const ExecutionOptions &options);

  RunResult run();

private:
  struct Resident {
    std::unique_ptr<Threadgroup> threadgroup;
    uint64_t seenEffects = 0; // `RunContext::deviceEffects` after its last turn
    uint64_t waitedUntil = 0; // how many had started when it was seen waiting; 0: it does not wait
    RawFault wait;            // where
  };

  void start();
  bool canStart() const;
  bool canAdvance(const Resident &resident) const;
  bool advance(Resident &resident);
  bool runRound();
  void addFacts(Profile &profile) const;

  const LaunchPlan &plan;
  RunContext context;
  uint64_t total; // threadgroups in the grid
  uint64_t count; // those that run
  std::atomic<uint64_t> *finished;
  uint64_t started = 0;
  size_t maxResident;
  bool isStalled = false; // all wait, and no other can start
  std::vector<Resident> residents;
  std::vector<std::unique_ptr<Threadgroup>> idle;
  std::optional<Fault> fault;
};
} // namespace

/// Memory for threadgroups that are under way, and their number.
static constexpr uint64_t residentBytes = uint64_t(1) << 28;
static constexpr uint64_t mostResident = 1024;
/// Instructions that threadgroups run on when all of them wait and none is left to start: loops
/// that give up by themselves have ended by then.
static constexpr uint64_t stalledSteps = 1000000, stalledStepsEach = 20000;

LaunchRunner::LaunchRunner(const LaunchPlan &plan, const ExecutionOptions &options)
    : plan(plan), total(uint64_t(plan.launch.threadgroups[0]) * plan.launch.threadgroups[1] *
                        plan.launch.threadgroups[2]),
      count(std::min(total, options.sample.value_or(total))),
      finished(options.finishedThreadgroups) {
  context.program = &plan.program;
  context.checks = options.checks;
  context.countsCosts = options.profile;
  if (options.profile)
    context.deviceLines = std::make_unique<DeviceLines>(layOutStorages(plan.launch).back());
  context.maxSteps = options.maxSteps;
  context.schedule = Schedule(options.schedule);
  if (options.schedule)
    context.paths = std::make_unique<ForwardPaths>(plan.program);
  if (options.checks.races)
    context.deviceShadow = std::make_unique<ShadowMemory>(layOutStorages(plan.launch).back());
  maxResident = size_t(
      std::clamp<uint64_t>(residentBytes / Threadgroup::estimateBytes(plan), 4, mostResident));
}

void LaunchRunner::start() {
  if (idle.empty())
    idle.push_back(std::make_unique<Threadgroup>(plan, context));
  residents.emplace_back().threadgroup = std::move(idle.back());
  idle.pop_back();
  // A sample is spread over the grid.
  uint64_t number = context.schedule.getThreadgroup(started++, count) * total / count;
  residents.back().threadgroup->start(unlinearise(number, plan.launch.threadgroups));
}

bool LaunchRunner::canStart() const { return started < count && residents.size() < maxResident; }

/// Those that wait need not look again before memory has changed.
bool LaunchRunner::canAdvance(const Resident &resident) const {
  return isStalled || resident.waitedUntil == 0 || resident.seenEffects != context.deviceEffects;
}

/// False if it has ended.
bool LaunchRunner::advance(Resident &resident) {
  Threadgroup &threadgroup = *resident.threadgroup;
  Threadgroup::State state = threadgroup.advance();
  resident.seenEffects = context.deviceEffects;
  if (threadgroup.isWaiting()) {
    if (resident.waitedUntil == 0) {
      resident.waitedUntil = started;
      resident.wait = threadgroup.makeWaitingFault(FaultKind::NeedsResidency);
    }
    return true;
  }
  // It waited, and goes on only now that others have started.
  if (resident.waitedUntil != 0 && resident.waitedUntil < started) {
    resident.wait.values = {{"under way", utostr(residents.size())}};
    threadgroup.warn(resident.wait);
  }
  resident.waitedUntil = 0;
  if (state == Threadgroup::State::Running)
    return true;
  fault = std::move(threadgroup.fault);
  ++context.profile.threadgroups;
  if (finished)
    ++*finished;
  return false;
}

/// Gives every threadgroup a turn. Whether anybody did more than wait.
bool LaunchRunner::runRound() {
  bool progresses = false;
  for (size_t i = 0; i < residents.size() && !fault; ++i) {
    if (!canAdvance(residents[i]))
      continue;
    bool ended = !advance(residents[i]);
    progresses |= residents[i].waitedUntil == 0;
    if (!ended)
      continue;
    idle.push_back(std::move(residents[i].threadgroup));
    residents.erase(residents.begin() + i--);
  }
  return progresses;
}

RunResult LaunchRunner::run() {
  uint64_t stalledSince = 0; // in instructions
  while (!fault && (started < count || !residents.empty())) {
    while (residents.size() < context.schedule.getMinResident() && canStart())
      start();
    if (runRound()) {
      isStalled = false;
    } else if (canStart()) {
      start();
    } else if (!isStalled) {
      isStalled = true;
      stalledSince = context.profile.instructions;
    } else if (context.profile.instructions - stalledSince >
               stalledSteps + residents.size() * stalledStepsEach) {
      residents.front().threadgroup->failWaiting();
      fault = std::move(residents.front().threadgroup->fault);
    }
  }
  RunResult result;
  result.fault = std::move(fault);
  result.warnings = context.warnings.take();
  result.profile = context.profile;
  addFacts(result.profile);
  return result;
}

void LaunchRunner::addFacts(Profile &profile) const {
  profile.threadsPerThreadgroup = countThreads(plan.launch.threadsPerThreadgroup);
  profile.threadgroupBytes = plan.layout.size;
  profile.threadBytes = plan.program.threadMemory;
  profile.gridThreadgroups = total;
  if (!context.countsCosts)
    return;
  profile.registers = estimateRegisters(plan.function);
  std::vector<uint64_t> origins = layOutStorages(plan.launch);
  for (size_t i = 0; i + 1 < origins.size(); ++i) {
    uint64_t first = origins[i] / cacheLineBytes, end = origins[i + 1] / cacheLineBytes;
    uint64_t lines = llvm::divideCeil(plan.launch.storages[i].size(), cacheLineBytes);
    if (context.deviceLines->isTouched(first, end, /*writes=*/false))
      profile.readableLines += lines;
    if (context.deviceLines->isTouched(first, end, /*writes=*/true))
      profile.writableLines += lines;
  }
  profile.scale();
}

namespace {
class InterpretedKernel final : public Executable {
public:
  InterpretedKernel(const LoadedKernel &kernel, Program program, const ExecutionOptions &options)
      : kernel(kernel), program(std::move(program)), options(options) {}

  Expected<RunResult> run(Launch &launch) override {
    Expected<ThreadgroupLayout> layout = layOut(kernel.interface, launch, program);
    if (!layout)
      return layout.takeError();
    std::vector<size_t> pointees = launch.getPointees();
    if (program.globals.size() + program.variables.size() + pointees.size() > maxObjects / 2)
      return createStringError("more than half of all memory objects are buffers behind pointers");
    auto getAddress = [&](size_t storage, uint64_t offset) -> uint64_t {
      size_t position = llvm::find(pointees, storage) - pointees.begin();
      return makeAddress(program.getPointeeObject(position)) + offset;
    };
    storePointers(launch, getAddress);
    LaunchPlan plan{kernel.interface, *kernel.function, launch, program, *layout};
    RunResult result = LaunchRunner(plan, options).run();
    erasePointers(launch, getAddress);
    return result;
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
