//===- Group.cpp - A SIMD-group while it runs ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Group.h"

namespace tritonmetal::executor {

Group::Group(RunContext &context, unsigned index)
    : context(context), index(index), columnStorage(context.program->numColumns),
      columns(columnStorage.data()), constants(context.program->constants.data()) {}

void Group::start(LaneMask mask) {
  started = mask;
  exited = 0;
  next = nullptr;
  waiting.assign(1, {0, mask});
  fault.reset();
  simdgroupEpoch = 0;
  steps = 0;
  status = Status::EndOfBlock;
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

bool Group::enterLowestBlock() {
  if (waiting.empty()) {
    status = Status::Finished;
    return false;
  }
  const Block &block = context.program->blocks[waiting.back().block];
  mask = waiting.pop_back_val().lanes;
  next = &context.program->instructions[block.first];
  if (block.count > context.maxSteps - steps) {
    RawFault raw;
    raw.kind = FaultKind::StepLimit;
    raw.site = next->site;
    raw.lane = llvm::countr_zero(mask);
    fail(std::move(raw));
    return false;
  }
  steps += block.count;
  context.profile.instructions += block.count;
  context.profile.laneInstructions += uint64_t(block.count) * llvm::popcount(mask);
  return true;
}

Group::Status Group::run(uint64_t slice) {
  uint64_t stop = steps + slice;
  while (true) {
    if (status == Status::EndOfBlock) {
      if (steps >= stop)
        return Status::Paused; // in the middle of nothing: resumes at the lowest block
      if (!enterLowestBlock())
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

void Group::fail(FaultKind kind, const Operation &inst, unsigned lane) {
  RawFault raw;
  raw.kind = kind;
  raw.site = inst.site;
  raw.lane = lane;
  fail(std::move(raw));
}

} // namespace tritonmetal::executor
