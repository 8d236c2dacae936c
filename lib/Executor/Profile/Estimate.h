//===- Estimate.h - Time of a launch on each chip ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A roofline: each part of a chip takes its time for what it has to do, all at once, and the
// slowest one decides.
//
//   memory        lines that the launch touches, once, through the bandwidth that copies reach
//   cache         lines of every access from L1; lines that a threadgroup touches, from L2
//   instructions  cycles that they occupy a partition of a core
//   threadgroup   cycles of accesses to threadgroup memory, one a core and cycle
//
// Facts come from lib/TargetInfo/targets.json. What is not known of a chip (its clock, its
// bandwidth) leaves out the parts that need it.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_PROFILE_ESTIMATE_H
#define TRITON_METAL_LIB_EXECUTOR_PROFILE_ESTIMATE_H

#include "triton-metal/Executor/Profile.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

namespace tritonmetal::executor {

struct ChipEstimate {
  const Chip *chip = nullptr;
  unsigned cores = 0;              // of the largest variant
  unsigned residentSimdgroups = 0; // on a core, by registers; 0: not known
  std::optional<double> memory, cache, instructions, threadgroup; // microseconds
  double total = 0;      // the largest of those that are known, and the dispatch
  llvm::StringRef bound; // "memory"; empty if nothing is known
};

/// The cycles that so many operations of a kind occupy a partition.
double getIssueCycles(InstructionKind kind, uint64_t count);

/// For all chips, in the order of the table.
std::vector<ChipEstimate> estimateTimes(const Profile &profile);

/// What the estimate takes for granted, a sentence each.
llvm::ArrayRef<llvm::StringLiteral> getAssumptions();

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_PROFILE_ESTIMATE_H
