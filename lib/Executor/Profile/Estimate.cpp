//===- Estimate.cpp - Time of a launch on each chip ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Estimate.h"

#include <algorithm>

using namespace llvm;

namespace tritonmetal::executor {

ArrayRef<StringLiteral> getAssumptions() {
  static const StringLiteral assumptions[] = {
      "the largest variant of each chip, at the clock under load; nobody else uses it",
      "memory, caches, instructions and threadgroup memory work at the same time: the slowest part "
      "decides, and latency is hidden",
      "each line of memory comes from memory once; what the system cache keeps between launches is "
      "not looked at",
      "each line that a threadgroup touches comes from L2 once; every access reads L1",
      "instructions cost what was measured on M1 and M2, on all chips; the GPU's compiler neither "
      "merges nor adds any; what is the same for all lanes is computed by each SIMD-group",
      "products of 8x8 matrices come at the rate that each chip sustains, and nothing else issues "
      "meanwhile",
      "branches cost one cycle, integer divisions 40 (32 bits) or 160; atomics cost what a store "
      "does",
      "a threadgroup stays on one core, and all cores have the same number of them",
  };
  return assumptions;
}

double getIssueCycles(InstructionKind kind, uint64_t count) {
  StringRef cost = getInfo(kind).cost;
  std::optional<InstructionCost> row = lookupInstructionCost(cost);
  return row ? row->issueCycles * double(count) : 0;
}

static bool isMatrix8(InstructionKind kind) {
  return kind == InstructionKind::Matrix8Fp16 || kind == InstructionKind::Matrix8Fp32;
}

/// Cycles of one partition for products of 8x8 matrices. Issued back to back they take longer than
/// each takes to issue: what the chip sustains is its peak, which no estimate exceeds.
static double getMatrixCycles(const Chip &chip, uint64_t count) {
  constexpr double multiplyAdds = 8 * 8 * 8;
  if (chip.matrixFmaPerCoreCycle == 0)
    return 0;
  return multiplyAdds * chip.family->partitionsPerCore / chip.matrixFmaPerCoreCycle * double(count);
}

/// Cycles of one partition. A chip may issue fp32 or fp16 at another rate than the measured ones.
static double sumIssueCycles(const Profile &profile, const Chip &chip) {
  constexpr double measuredFlops = 256; // a core and cycle, M1 and M2
  double fp32 = chip.fp32FlopsPerCoreCycle ? measuredFlops / chip.fp32FlopsPerCoreCycle : 1;
  double fp16 = chip.fp16FlopsPerCoreCycle ? measuredFlops / chip.fp16FlopsPerCoreCycle : 1;
  double cycles = 0;
  for (unsigned i = 0; i < numInstructionKinds; ++i) {
    InstructionKind kind = InstructionKind(i);
    InstructionClass instructionClass = getInfo(kind).instructionClass;
    double factor = instructionClass == InstructionClass::Fp32   ? fp32
                    : instructionClass == InstructionClass::Fp16 ? fp16
                                                                 : 1;
    double issue = factor * getIssueCycles(kind, profile.kinds[i]);
    cycles += isMatrix8(kind) ? std::max(issue, getMatrixCycles(chip, profile.kinds[i])) : issue;
  }
  return cycles;
}

/// Bytes a microsecond.
static std::optional<double> getBandwidth(const Chip &chip) {
  constexpr double perGigabyte = 1e3;
  if (chip.measuredBandwidthGbps != 0)
    return perGigabyte * chip.measuredBandwidthGbps;
  if (chip.bandwidthGbps.empty())
    return std::nullopt;
  return perGigabyte * getCostModel().dramFraction * chip.bandwidthGbps.back();
}

static ChipEstimate estimate(const Profile &profile, const Chip &chip) {
  const CostModel &model = getCostModel();
  const GPUFamily &family = *chip.family;
  ChipEstimate result;
  result.chip = &chip;
  result.cores = chip.coreCounts.empty() ? 0 : chip.coreCounts.back();
  if (!family.residentSimdgroups.empty())
    result.residentSimdgroups = family.getResidentSimdgroups(unsigned(profile.registers));

  if (std::optional<double> bandwidth = getBandwidth(chip))
    result.memory = double(profile.readLines + profile.writtenLines) * cacheLineBytes / *bandwidth;
  double clock = chip.clockGhz * 1e3; // cycles a microsecond
  double cores = double(std::min<uint64_t>(result.cores, profile.threadgroups));
  if (clock != 0 && cores != 0) {
    double coreCycles = clock * cores;
    uint64_t lines = profile.deviceLoadLines + profile.deviceStoreLines + profile.deviceAtomicLines;
    double l1 = double(lines) * cacheLineBytes / model.l1BytesPerCoreClock;
    double l2 = double(profile.threadgroupLines) * cacheLineBytes / model.l2BytesPerCoreClock;
    result.cache = std::max(l1, l2) / coreCycles;
    result.instructions = sumIssueCycles(profile, chip) / (coreCycles * family.partitionsPerCore);
    bool wide = family.threadgroupBankBytes == 8;
    result.threadgroup =
        double(wide ? profile.wideThreadgroupCycles : profile.threadgroupCycles) / coreCycles;
  }

  const std::pair<StringLiteral, std::optional<double>> parts[] = {
      {"memory", result.memory},
      {"cache", result.cache},
      {"instructions", result.instructions},
      {"threadgroup", result.threadgroup}};
  double most = 0;
  for (auto [name, time] : parts)
    if (time && *time >= most) {
      most = *time;
      result.bound = name;
    }
  result.total = most + model.dispatchMicroseconds;
  return result;
}

std::vector<ChipEstimate> estimateTimes(const Profile &profile) {
  std::vector<ChipEstimate> estimates;
  for (const Chip &chip : getChips())
    estimates.push_back(estimate(profile, chip));
  return estimates;
}

} // namespace tritonmetal::executor
