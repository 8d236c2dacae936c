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
// An object serves one threadgroup of the grid after the other.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_THREADGROUP_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_THREADGROUP_H

#include "Group.h"
#include "Shadow.h"

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

class Threadgroup {
public:
  enum class State : uint8_t { Running, Finished, Faulted };

  Threadgroup(const LaunchPlan &plan, RunContext &context);

  /// Becomes the threadgroup at `position` of the grid, with nothing run yet.
  void start(const Size3 &position);
  /// Runs one round.
  State advance();

  const Size3 &getPosition() const { return position; }
  /// Set once the state is `Faulted`.
  std::optional<Fault> fault;

private:
  void addArgumentObjects(Group &group);
  void addGlobalObjects(Group &group);
  void addPointeeObjects(Group &group);
  void setBuiltIns(Group &group);
  bool releaseBarrier();
  void report(const Group &group, const RawFault &raw);

  const LaunchPlan &plan;
  RunContext &context;
  Size3 position{};
  Size3 threads{}; // of this threadgroup
  unsigned numGroups = 0;
  std::vector<uint8_t> block; // threadgroup memory
  std::vector<std::unique_ptr<Group>> groups;
  std::unique_ptr<ThreadgroupShadow> shadow;
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_THREADGROUP_H
