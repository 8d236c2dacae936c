//===- Profile.cpp - Cost counters of a launch ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Profile.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Every counter with its name, in the order of the reports.
static void forEachCounter(Profile &profile, function_ref<void(StringRef, uint64_t &)> visit) {
  visit("threadgroups", profile.threadgroups);
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
  visit("atomics", profile.atomics);
  visit("threadgroup_barriers", profile.threadgroupBarriers);
  visit("simdgroup_barriers", profile.simdgroupBarriers);
  visit("simd_operations", profile.simdOperations);
  visit("matrix_operations", profile.matrixOperations);
  visit("device_segments", profile.deviceSegments);
  visit("bank_conflicts", profile.bankConflicts);
}

Profile &Profile::operator+=(const Profile &other) {
  Profile addend = other;
  std::vector<uint64_t> values;
  forEachCounter(addend, [&](StringRef, uint64_t &value) { values.push_back(value); });
  size_t next = 0;
  forEachCounter(*this, [&](StringRef, uint64_t &value) { value += values[next++]; });
  return *this;
}

void printProfile(const Profile &profile, StringRef kernel, raw_ostream &os) {
  os << "kernel: " << kernel << '\n';
  Profile copy = profile;
  forEachCounter(copy,
                 [&](StringRef name, uint64_t &value) { os << name << ": " << value << '\n'; });
}

void printProfileAsJson(const Profile &profile, StringRef kernel, raw_ostream &os) {
  json::OStream writer(os, 2);
  writer.object([&] {
    writer.attribute("schema_version", 1);
    writer.attribute("kernel", json::isUTF8(kernel) ? kernel.str() : json::fixUTF8(kernel));
    Profile copy = profile;
    forEachCounter(copy, [&](StringRef name, uint64_t &value) { writer.attribute(name, value); });
  });
  os << '\n';
}

} // namespace tritonmetal::executor
