//===- Profile.h - Cost counters of a launch ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a launch does that costs time on a GPU, counted while the interpreter runs it, and what that
// says about the time on each chip. The counters are exact; the times are an estimate (Estimate.h).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_PROFILE_H
#define TRITON_METAL_EXECUTOR_PROFILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <array>
#include <cstdint>
#include <string>

namespace llvm {
class raw_ostream;
}

namespace tritonmetal::executor {

enum class InstructionClass : uint8_t {
#define INSTRUCTION_CLASS(Class, name) Class,
#include "triton-metal/Executor/InstructionKinds.def"
};

enum class InstructionKind : uint8_t {
#define INSTRUCTION_KIND(Kind, Class, name, cost) Kind,
#include "triton-metal/Executor/InstructionKinds.def"
};

struct InstructionKindInfo {
  InstructionClass instructionClass;
  llvm::StringRef name; // "ffma32"
  llvm::StringRef cost; // a row of targets.json; empty: free
};

constexpr unsigned numInstructionClasses = 0
#define INSTRUCTION_CLASS(Class, name) +1
#include "triton-metal/Executor/InstructionKinds.def"
    ;
constexpr unsigned numInstructionKinds = 0
#define INSTRUCTION_KIND(Kind, Class, name, cost) +1
#include "triton-metal/Executor/InstructionKinds.def"
    ;

const InstructionKindInfo &getInfo(InstructionKind kind);
/// `fp32`
llvm::StringRef getName(InstructionClass instructionClass);

/// Bytes of a line of the caches (metal-benchmarks).
constexpr uint64_t cacheLineBytes = 128;
constexpr unsigned numThreadgroupBanks = 32;

/// Counts over all threadgroups of a launch. Unless it says otherwise, a counter counts SIMD-group
/// instructions: 32 lanes that load count once.
struct Profile {
  uint64_t threadgroups = 0; // that ran
  uint64_t simdgroups = 0;
  uint64_t instructions = 0;     // of LLVM
  uint64_t laneInstructions = 0; // the same, once for each active lane
  uint64_t branches = 0;         // conditional ones and switches
  uint64_t divergentBranches = 0;

  struct Memory {
    uint64_t loads = 0, stores = 0;
    uint64_t loadBytes = 0, storeBytes = 0; // over active lanes
  };
  Memory device, constant, threadgroup, thread;
  uint64_t atomics = 0;

  uint64_t threadgroupBarriers = 0; // once for a threadgroup
  uint64_t simdgroupBarriers = 0;
  uint64_t simdOperations = 0;   // shuffles, votes, reductions, scans
  uint64_t matrixOperations = 0; // loads, stores, multiply-accumulates

  // Only with `ExecutionOptions::profile`.
  std::array<uint64_t, numInstructionKinds> kinds{}; // scalar operations
  /// Distinct lines of each access to device memory.
  uint64_t deviceLoadLines = 0, deviceStoreLines = 0, deviceAtomicLines = 0;
  uint64_t threadgroupLines = 0; // lines of device memory that a threadgroup touches, once for each
  uint64_t readLines = 0, writtenLines = 0; // lines that the launch reads and writes, once for all
  /// Accesses to threadgroup memory with 32 banks of 4 bytes (apple7, apple8): cycles, and how many
  /// of them are because words fall into one bank. Likewise with banks of 8 bytes.
  uint64_t threadgroupCycles = 0, bankConflicts = 0;
  uint64_t wideThreadgroupCycles = 0, wideBankConflicts = 0;

  // Facts about the kernel and its launch, which do not add up.
  uint64_t threadsPerThreadgroup = 0;
  uint64_t threadgroupBytes = 0;
  uint64_t registers = 0;   // of 32 bits, live at once in a thread: an estimate
  uint64_t threadBytes = 0; // local variables in memory
  uint64_t gridThreadgroups = 0;
  uint64_t sampledThreadgroups = 0; // that ran and stand for the whole grid; 0: all ran
  uint64_t readableLines = 0, writableLines = 0; // of the buffers that were read, or written

  uint64_t getCount(InstructionClass instructionClass) const;
  /// Makes those that ran stand for the whole grid.
  void scale();
};

/// Calls `visit(name, value)` for each counter that is not an instruction kind, in the order of the
/// reports.
void forEachCounter(Profile &profile, llvm::function_ref<void(llvm::StringRef, uint64_t &)> visit);
void forEachFact(Profile &profile, llvm::function_ref<void(llvm::StringRef, uint64_t &)> visit);

/// Tables for people: instructions, memory, time on each chip.
void printProfile(const Profile &profile, llvm::StringRef kernel, llvm::raw_ostream &os);
/// The same as one JSON object, which has the version as `schema_version`.
constexpr int64_t profileSchemaVersion = 2;
void printProfileAsJson(const Profile &profile, llvm::StringRef kernel, llvm::raw_ostream &os);
/// Two of these objects side by side, with ratios. Error: text that is no profile.
llvm::Error compareProfiles(llvm::StringRef first, llvm::StringRef firstName,
                            llvm::StringRef second, llvm::StringRef secondName,
                            llvm::raw_ostream &os);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_PROFILE_H
