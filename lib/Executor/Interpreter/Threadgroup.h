//===- Threadgroup.h - A threadgroup while it runs ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Its block of memory and its SIMD-groups, which take turns. In one round each of them runs a
// slice, unless it waits at a barrier or has ended; when all wait, the barrier opens:
//
//   round         1        2        3
//   SIMD-group 0  slice    barrier  slice
//   SIMD-group 1  slice    slice,   slice
//                          barrier
//
// A threadgroup waits for another one if all of its SIMD-groups that run do.
//
// An object serves one threadgroup of the grid after the other.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_THREADGROUP_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_THREADGROUP_H

#include "Group.h"

#include "../Frontend/ThreadgroupLayout.h"

#include <memory>

namespace tritonmetal::executor {

/// What all threadgroups of a launch share.
struct LaunchPlan {
  const KernelInterface &interface;
  const llvm::Function &function;
  Launch &launch;
  Program &program;
  const ThreadgroupLayout &layout;
};

/// Where each storage starts in the shadow of device memory, and its size at the end.
std::vector<uint64_t> layOutStorages(const Launch &launch);

/// The fault of `waiting`, which is at a barrier where SIMD-group `other` does not come.
RawFault describeMissedBarrier(const Group &waiting, unsigned other, bool otherHasEnded);

class Threadgroup {
public:
  enum class State : uint8_t { Running, Finished, Faulted };

  Threadgroup(const LaunchPlan &plan, RunContext &context);

  /// Becomes the threadgroup at `position` of the grid, with nothing run yet.
  void start(const Size3 &position);
  /// Runs one round.
  State advance();

  /// Whether it does nothing but wait in loops.
  bool isWaiting() const;
  /// A fault at the place where it waits, or a warning.
  RawFault makeWaitingFault(FaultKind kind) const;
  void warn(const RawFault &raw);
  /// It waits for nothing that will ever come: becomes a fault.
  void failWaiting();
  /// Bytes of memory that each object takes, about.
  static uint64_t estimateBytes(const LaunchPlan &plan);

  /// Set once the state is `Faulted`.
  std::optional<Fault> fault;

private:
  void addChecks(Group &group);
  void addChecks(Group &group, MemoryObject &object);
  void addArgumentObjects(Group &group);
  void addGlobalObjects(Group &group);
  void addPointeeObjects(Group &group);
  void setBuiltIns(Group &group);
  bool checkBarrier(const Group &waiting);
  bool releaseBarrier();
  Fault describe(const Group &group, const RawFault &raw) const;
  void describeWarnings(Group &group);

  const LaunchPlan &plan;
  RunContext &context;
  Size3 position{};
  Size3 threads{}; // of this threadgroup
  unsigned numGroups = 0;
  llvm::SmallVector<unsigned, maxSimdgroups> order; // in which SIMD-groups have their turns
  std::vector<uint8_t> block;                       // threadgroup memory
  std::vector<std::unique_ptr<Group>> groups;
  std::unique_ptr<ShadowMemory> shadow; // of the block, if races are looked for
  Synchronisation sync;                 // in threadgroup memory
  WrittenBits written;                  // of the block
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_THREADGROUP_H
