//===- PrintProfile.cpp - Profiles for people and for tools ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Estimate.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static double getCycles(const Profile &profile, InstructionClass instructionClass) {
  double cycles = 0;
  for (unsigned i = 0; i < numInstructionKinds; ++i)
    if (getInfo(InstructionKind(i)).instructionClass == instructionClass)
      cycles += getIssueCycles(InstructionKind(i), profile.kinds[i]);
  return cycles;
}

static void printShape(const Profile &profile, raw_ostream &os) {
  os << profile.gridThreadgroups << " threadgroups of " << profile.threadsPerThreadgroup
     << " threads, " << profile.threadgroupBytes << " bytes of threadgroup memory each\n";
  os << profile.registers << " registers a thread live at most, " << profile.threadBytes
     << " bytes of local variables\n";
}

static void printInstructions(const Profile &profile, raw_ostream &os) {
  double lanes = profile.instructions == 0
                     ? 0
                     : double(profile.laneInstructions) / double(profile.instructions);
  os << '\n'
     << profile.instructions << " instructions of SIMD-groups, " << format("%.1f", lanes)
     << " of 32 lanes active; " << profile.branches << " branches, " << profile.divergentBranches
     << " of them divergent\n";
  os << format("  %-16s %14s %14s\n", "class", "operations", "cycles");
  for (unsigned i = 0; i < numInstructionClasses; ++i) {
    InstructionClass instructionClass = InstructionClass(i);
    if (uint64_t count = profile.getCount(instructionClass))
      os << format("  %-16s %14llu %14.0f\n", getName(instructionClass).data(),
                   (unsigned long long)count, getCycles(profile, instructionClass));
  }
}

static void printMemory(const Profile &profile, raw_ostream &os) {
  os << "\nmemory             accesses          bytes\n";
  auto row = [&](const char *name, uint64_t accesses, uint64_t bytes) {
    if (accesses != 0)
      os << format("  %-16s %8llu %14llu", name, (unsigned long long)accesses,
                   (unsigned long long)bytes);
    return accesses != 0;
  };
  auto lines = [&](uint64_t count, uint64_t bytes) {
    os << format("  %llu lines, %.0f %% of them used\n", (unsigned long long)count,
                 count == 0 ? 0 : 100.0 * double(bytes) / double(count * cacheLineBytes));
  };
  const Profile::Memory &device = profile.device, &threadgroup = profile.threadgroup;
  if (row("device loads", device.loads, device.loadBytes))
    lines(profile.deviceLoadLines, device.loadBytes);
  if (row("device stores", device.stores, device.storeBytes))
    lines(profile.deviceStoreLines, device.storeBytes);
  if (row("constant loads", profile.constant.loads, profile.constant.loadBytes))
    os << '\n';
  if (row("threadgroup", threadgroup.loads + threadgroup.stores,
          threadgroup.loadBytes + threadgroup.storeBytes))
    os << "  " << profile.threadgroupCycles << " cycles, " << profile.bankConflicts
       << " of them by bank conflicts\n";
  if (row("thread", profile.thread.loads + profile.thread.stores,
          profile.thread.loadBytes + profile.thread.storeBytes))
    os << '\n';
  os << "  " << profile.readLines << " lines are read and " << profile.writtenLines << " written; "
     << profile.threadgroupLines << " if each threadgroup counts its own\n";
  os << "  " << profile.atomics << " atomics on " << profile.deviceAtomicLines << " lines, "
     << profile.threadgroupBarriers << " threadgroup barriers, " << profile.simdgroupBarriers
     << " SIMD-group barriers\n";
}

static void printTime(std::optional<double> microseconds, raw_ostream &os) {
  if (microseconds)
    os << format(" %12.1f", *microseconds);
  else
    os << format(" %12s", "?");
}

static void printEstimates(const Profile &profile, raw_ostream &os) {
  os << "\nmicroseconds, estimated\n";
  os << format("  %-15s %5s %12s %12s %12s %12s %12s  %s\n", "chip", "cores", "memory", "cache",
               "instructions", "threadgroup", "total", "bound by");
  for (const ChipEstimate &estimate : estimateTimes(profile)) {
    os << format("  %-15s %5u", estimate.chip->name.data(), estimate.cores);
    printTime(estimate.memory, os);
    printTime(estimate.cache, os);
    printTime(estimate.instructions, os);
    printTime(estimate.threadgroup, os);
    bool known = !estimate.bound.empty();
    printTime(known ? std::optional<double>(estimate.total) : std::nullopt, os);
    os << "  " << (known ? estimate.bound : "?") << '\n';
  }
  os << "\nThe estimate assumes:\n";
  for (StringRef assumption : getAssumptions())
    os << "  - " << assumption << '\n';
}

void printProfile(const Profile &profile, StringRef kernel, raw_ostream &os) {
  os << "kernel: " << kernel << '\n';
  printShape(profile, os);
  if (profile.sampledThreadgroups != 0)
    os << profile.sampledThreadgroups << " threadgroups ran; counts are scaled to all of them\n";
  printInstructions(profile, os);
  printMemory(profile, os);
  printEstimates(profile, os);
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

static void printEstimate(const ChipEstimate &estimate, json::OStream &writer) {
  // What is estimated has no more digits.
  auto attribute = [&](StringRef name, std::optional<double> time) {
    if (!time)
      return;
    writer.attributeBegin(name);
    writer.rawValue(formatv("{0:F3}", *time).str());
    writer.attributeEnd();
  };
  writer.object([&] {
    writer.attribute("chip", estimate.chip->name);
    writer.attribute("cores", estimate.cores);
    if (estimate.residentSimdgroups != 0)
      writer.attribute("resident_simdgroups", estimate.residentSimdgroups);
    attribute("memory", estimate.memory);
    attribute("cache", estimate.cache);
    attribute("instructions", estimate.instructions);
    attribute("threadgroup", estimate.threadgroup);
    if (estimate.bound.empty())
      return;
    attribute("total", estimate.total);
    writer.attribute("bound", estimate.bound);
  });
}

void printProfileAsJson(const Profile &profile, StringRef kernel, raw_ostream &os) {
  json::OStream writer(os, 2);
  Profile copy = profile;
  auto print = [&](StringRef name, uint64_t &value) { writer.attribute(name, value); };
  writer.object([&] {
    writer.attribute("schema_version", profileSchemaVersion);
    writer.attribute("kernel", json::isUTF8(kernel) ? kernel.str() : json::fixUTF8(kernel));
    writer.attributeObject("facts", [&] { forEachFact(copy, print); });
    writer.attributeObject("counters", [&] { forEachCounter(copy, print); });
    writer.attributeObject("classes", [&] {
      for (unsigned i = 0; i < numInstructionClasses; ++i)
        writer.attribute(getName(InstructionClass(i)), profile.getCount(InstructionClass(i)));
    });
    writer.attributeObject("kinds", [&] {
      for (unsigned i = 0; i < numInstructionKinds; ++i)
        if (profile.kinds[i] != 0)
          writer.attribute(getInfo(InstructionKind(i)).name, profile.kinds[i]);
    });
    writer.attributeArray("estimates", [&] {
      for (const ChipEstimate &estimate : estimateTimes(profile))
        printEstimate(estimate, writer);
    });
    writer.attributeArray("assumptions", [&] {
      for (StringRef assumption : getAssumptions())
        writer.value(assumption);
    });
  });
  os << '\n';
}

} // namespace tritonmetal::executor
