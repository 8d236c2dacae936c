//===- Group.cpp - A SIMD-group while it runs ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Group.h"

#include "../Profile/DeviceLines.h"

namespace tritonmetal::executor {

RunContext::RunContext() = default;
RunContext::~RunContext() = default;

Group::Group(RunContext &context, unsigned index)
    : context(context), index(index), columnStorage(context.program->numColumns),
      columns(columnStorage.data()), constants(context.program->constants.data()) {}

void Group::start(LaneMask mask, uint32_t threadgroup) {
  started = mask;
  exited = 0;
  next = nullptr;
  waiting.assign(1, {0, mask});
  fault.reset();
  newWarnings.clear();
  for (MemoryClock *clock : {&deviceClock, &threadgroupClock}) {
    MemoryClock fresh;
    fresh.shadow = clock->shadow;
    fresh.sync = clock->sync;
    fresh.stamp.threadgroup = threadgroup;
    *clock = fresh;
  }
  steps = quietSince = lastAtomic = 0;
  status = Status::EndOfBlock;
}

void Group::attach(const Program &program, Column *storage) {
  context.program = &program;
  columns = storage;
  constants = program.constants.data();
  status = Status::Running;
}

void Group::take(uint32_t edge, LaneMask lanes) {
  if (lanes == 0)
    return;
  const Program &program = *context.program;
  const Edge &taken = program.edges[edge];
  for (const Copy *copy = program.copies.data() + taken.firstCopy, *end = copy + taken.copies;
       copy != end; ++copy) {
    const Column &from = read(copy->from);
    Column &to = write(copy->to);
    forEachLane(lanes, [&](unsigned lane) { to.lanes[lane] = from.lanes[lane]; });
  }
  auto *place = waiting.end();
  while (place != waiting.begin() && place[-1].block < taken.target)
    --place;
  if (place != waiting.begin() && place[-1].block == taken.target)
    place[-1].lanes |= lanes;
  else
    waiting.insert(place, {taken.target, lanes});
}

/// The lowest, or one of those that no others lead to.
size_t Group::chooseWaiting() const {
  size_t chosen = waiting.size() - 1;
  if (!context.paths || waiting.size() == 1)
    return chosen;
  unsigned candidates = 1;
  for (size_t i = 0; i + 1 < waiting.size(); ++i) {
    bool waits = llvm::any_of(waiting, [&](const Waiting &other) {
      return other.block != waiting[i].block && context.paths->lead(other.block, waiting[i].block);
    });
    if (!waits && context.schedule.choose(++candidates) == 0)
      chosen = i;
  }
  return chosen;
}

bool Group::isSpinning() const {
  constexpr uint64_t quietSteps = 10000, betweenAtomics = 1000;
  return canRun() && steps - quietSince >= quietSteps && lastAtomic > quietSince &&
         steps - lastAtomic <= betweenAtomics;
}

uint32_t Group::getNextSite() const {
  const Block &block = context.program->blocks[waiting.back().block];
  return context.program->instructions[block.first + block.count - 1].site;
}

bool Group::enterNextBlock() {
  if (waiting.empty()) {
    status = Status::Finished;
    return false;
  }
  size_t chosen = chooseWaiting();
  const Block &block = context.program->blocks[waiting[chosen].block];
  mask = waiting[chosen].lanes;
  waiting.erase(waiting.begin() + chosen);
  next = &context.program->instructions[block.first];
  if (block.count > context.maxSteps - steps) {
    RawFault raw;
    raw.kind = FaultKind::StepLimit;
    raw.site = next[block.count - 1].site; // where the loop goes on, most often
    raw.lane = llvm::countr_zero(mask);
    fail(std::move(raw));
    return false;
  }
  steps += block.count;
  context.profile.instructions += block.count;
  context.profile.laneInstructions += uint64_t(block.count) * llvm::popcount(mask);
  if (context.countsCosts)
    for (const KindCount &kind :
         llvm::ArrayRef(context.program->kinds).slice(block.firstKind, block.kinds))
      context.profile.kinds[unsigned(kind.kind)] += kind.count;
  return true;
}

Group::Status Group::run(uint64_t slice) {
  uint64_t stop = steps + slice;
  while (true) {
    if (status == Status::EndOfBlock) {
      if (steps >= stop)
        return Status::Paused; // in the middle of nothing: resumes at the next block
      if (!enterNextBlock())
        return status;
    }
    status = Status::Running;
    do {
      const Operation &inst = *next++;
      inst.handler(*this, inst);
    } while (status == Status::Running);
    if (status != Status::EndOfBlock)
      return status;
  }
}

void Group::fail(RawFault raw) {
  if (!fault)
    fault = std::move(raw);
  status = Status::Faulted;
}

void Group::warn(RawFault raw) {
  if (context.warnings.add(raw.kind, raw.site))
    newWarnings.push_back(std::move(raw));
}

void Group::fail(FaultKind kind, const Operation &inst, unsigned lane) {
  RawFault raw;
  raw.kind = kind;
  raw.site = inst.site;
  raw.lane = lane;
  fail(std::move(raw));
}

//===----------------------------------------------------------------------===//
// Warnings
//===----------------------------------------------------------------------===//

bool WarningLog::add(FaultKind kind, uint32_t site) {
  auto [found, isNew] = index.try_emplace({unsigned(kind), site}, faults.size());
  if (isNew)
    faults.emplace_back().count = 0;
  ++faults[found->second].count;
  return isNew;
}

void WarningLog::describe(FaultKind kind, uint32_t site, Fault fault) {
  Fault &known = faults[index.lookup({unsigned(kind), site})];
  fault.count = known.count;
  known = std::move(fault);
}

std::vector<Fault> WarningLog::take() {
  index.clear();
  return std::move(faults);
}

} // namespace tritonmetal::executor
