//===- Profile.h - Cost counters of a launch ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_PROFILE_H
#define TRITON_METAL_EXECUTOR_PROFILE_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <string>

namespace llvm {
class raw_ostream;
}

namespace tritonmetal::executor {

/// Counts over all threadgroups of a launch. Unless it says otherwise, a counter counts SIMD-group
/// instructions: 32 lanes that load count once. The sizes of segments and banks are a model, not
/// values measured on a GPU.
struct Profile {
  uint64_t threadgroups = 0;
  uint64_t instructions = 0;
  uint64_t laneInstructions = 0; // the same, once for each active lane
  uint64_t branches = 0;         // conditional ones and switches
  uint64_t divergentBranches = 0;

  struct Memory {
    uint64_t loads = 0, stores = 0;
    uint64_t loadBytes = 0, storeBytes = 0; // over active lanes
  };
  Memory device, constant, threadgroup, thread;
  uint64_t atomics = 0;

  uint64_t threadgroupBarriers = 0;
  uint64_t simdgroupBarriers = 0;
  uint64_t simdOperations = 0;   // shuffles, votes, reductions, scans
  uint64_t matrixOperations = 0; // loads, stores, multiply-accumulates

  // Only with `ExecutionOptions::profile`.
  uint64_t deviceSegments = 0; // distinct 64-byte segments that an access touches
  uint64_t bankConflicts = 0;  // extra cycles, with 32 banks of 4 bytes

  Profile &operator+=(const Profile &other);
};

/// One counter a line, "name: number".
void printProfile(const Profile &profile, llvm::StringRef kernel, llvm::raw_ostream &os);
/// One JSON object, in the order of the text.
void printProfileAsJson(const Profile &profile, llvm::StringRef kernel, llvm::raw_ostream &os);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_PROFILE_H
