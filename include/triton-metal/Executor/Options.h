//===- Options.h - How a launch is executed ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_OPTIONS_H
#define TRITON_METAL_EXECUTOR_OPTIONS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <atomic>
#include <cstdint>
#include <optional>

namespace tritonmetal::executor {

/// 32 lanes per SIMD-group on every Apple GPU that runs Metal 2 or later (Metal feature set
/// tables).
constexpr unsigned numLanes = 32;
/// Threads per threadgroup, on every GPU family (Metal feature set tables).
constexpr unsigned maxThreadsPerThreadgroup = 1024;
/// Bytes of threadgroup memory, on every GPU family from Apple4 on (Metal feature set tables).
constexpr unsigned maxThreadgroupMemory = 32768;

/// Faults that are looked for. Those that leave nothing to go on with (an access outside of every
/// buffer, SIMD-groups that wait at different barriers) are reported in any case.
struct CheckSet {
  bool bounds = false;
  bool races = false;      // in threadgroup memory, and in device memory that is written
  bool divergence = false; // barriers and SIMD-group functions that not all threads reach
  bool uninit = false;     // reads of threadgroup and thread memory that nobody wrote
  bool arithmetic = false; // warnings: undefined shifts and divisions, NaN made of numbers
  bool all = false;        // asked for by that name: what the engine has
};

/// Parses `bounds,races` or `all`. Error: a name that is not a check.
llvm::Expected<CheckSet> parseChecks(llvm::StringRef list);

/// What fp32 arithmetic does with denormal operands and results. fp16 and bf16 keep them.
enum class DenormalMode { Flush, Preserve };

/// See Executor.h.
enum class Engine { Interpreter, Jit };

struct ExecutionOptions {
  Engine engine = Engine::Interpreter;
  CheckSet checks;
  DenormalMode denormals = DenormalMode::Flush;
  /// Instructions that one thread may run, those of its SIMD-group's other lanes included; more is
  /// a fault. Real kernels stay below a hundredth of it.
  uint64_t maxSteps = 100000000;
  /// Shuffles everything that Metal leaves open, the same way for the same seed.
  std::optional<uint64_t> schedule;
  /// Also count what costs time to count.
  bool profile = false;
  /// Run so many threadgroups, spread over the grid; the profile is scaled to all of them.
  std::optional<uint64_t> sample;
  /// Host threads of the JIT; 0: as many as the host has.
  unsigned threads = 0;
  /// Counts threadgroups that have ended, for who watches; null: nobody does.
  std::atomic<uint64_t> *finishedThreadgroups = nullptr;
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_OPTIONS_H
