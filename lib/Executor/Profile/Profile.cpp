//===- Profile.cpp - Cost counters of a launch ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Profile.h"

#include <algorithm>

using namespace llvm;

namespace tritonmetal::executor {

const InstructionKindInfo &getInfo(InstructionKind kind) {
  static const InstructionKindInfo table[] = {
#define INSTRUCTION_KIND(Kind, Class, name, cost) {InstructionClass::Class, name, cost},
#include "triton-metal/Executor/InstructionKinds.def"
  };
  return table[unsigned(kind)];
}

StringRef getName(InstructionClass instructionClass) {
  static const StringLiteral names[] = {
#define INSTRUCTION_CLASS(Class, name) name,
#include "triton-metal/Executor/InstructionKinds.def"
  };
  return names[unsigned(instructionClass)];
}

uint64_t Profile::getCount(InstructionClass instructionClass) const {
  uint64_t count = 0;
  for (unsigned kind = 0; kind < numInstructionKinds; ++kind)
    if (getInfo(InstructionKind(kind)).instructionClass == instructionClass)
      count += kinds[kind];
  return count;
}

void forEachCounter(Profile &profile, function_ref<void(StringRef, uint64_t &)> visit) {
  visit("threadgroups", profile.threadgroups);
  visit("simdgroups", profile.simdgroups);
  visit("instructions", profile.instructions);
  visit("lane_instructions", profile.laneInstructions);
  visit("branches", profile.branches);
  visit("divergent_branches", profile.divergentBranches);
  const std::pair<StringLiteral, Profile::Memory *> memories[] = {
      {"device", &profile.device},
      {"constant", &profile.constant},
      {"threadgroup", &profile.threadgroup},
      {"thread", &profile.thread}};
  for (auto [name, memory] : memories) {
    visit((name + "_loads").str(), memory->loads);
    visit((name + "_load_bytes").str(), memory->loadBytes);
    visit((name + "_stores").str(), memory->stores);
    visit((name + "_store_bytes").str(), memory->storeBytes);
  }
  visit("device_load_lines", profile.deviceLoadLines);
  visit("device_store_lines", profile.deviceStoreLines);
  visit("device_atomic_lines", profile.deviceAtomicLines);
  visit("device_lines_per_threadgroup", profile.threadgroupLines);
  visit("device_lines_read", profile.readLines);
  visit("device_lines_written", profile.writtenLines);
  visit("threadgroup_cycles", profile.threadgroupCycles);
  visit("bank_conflicts", profile.bankConflicts);
  visit("threadgroup_cycles_8_byte_banks", profile.wideThreadgroupCycles);
  visit("bank_conflicts_8_byte_banks", profile.wideBankConflicts);
  visit("atomics", profile.atomics);
  visit("threadgroup_barriers", profile.threadgroupBarriers);
  visit("simdgroup_barriers", profile.simdgroupBarriers);
  visit("simd_operations", profile.simdOperations);
  visit("matrix_operations", profile.matrixOperations);
}

void forEachFact(Profile &profile, function_ref<void(StringRef, uint64_t &)> visit) {
  visit("grid_threadgroups", profile.gridThreadgroups);
  visit("sampled_threadgroups", profile.sampledThreadgroups);
  visit("threads_per_threadgroup", profile.threadsPerThreadgroup);
  visit("registers", profile.registers);
  visit("thread_bytes", profile.threadBytes);
  visit("threadgroup_bytes", profile.threadgroupBytes);
}

/// Every threadgroup does as much as the average of those that ran. Lines that the launch touches
/// are not more than the buffers have.
void Profile::scale() {
  if (threadgroups == 0 || threadgroups >= gridThreadgroups)
    return;
  sampledThreadgroups = threadgroups;
  double factor = double(gridThreadgroups) / double(threadgroups);
  auto grow = [&](uint64_t &value) { value = uint64_t(double(value) * factor + 0.5); };
  forEachCounter(*this, [&](StringRef, uint64_t &value) { grow(value); });
  for (uint64_t &count : kinds)
    grow(count);
  readLines = std::min(readLines, readableLines);
  writtenLines = std::min(writtenLines, writableLines);
}

} // namespace tritonmetal::executor
