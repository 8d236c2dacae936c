//===- Stamp.h - Who accessed a byte, and when ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Time is counted for each kind of memory on its own, since a barrier orders only those it names.
// Within a threadgroup, `interval` is the number of its barriers so far and `simdEpoch` that of its
// SIMD-group's barriers since the last of them:
//
//   SIMD-group 0:  | interval 0                     | interval 1
//                  | simdEpoch 0 | 1     | 2        | simdEpoch 0
//                                ^ simdgroup_barrier ^ threadgroup_barrier
//
// `tick` counts the SIMD-group's releases (SyncGraph.h).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_STAMP_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_STAMP_H

#include "triton-metal/Executor/Options.h"

namespace tritonmetal::executor {

constexpr unsigned maxSimdgroups = maxThreadsPerThreadgroup / numLanes;

struct Stamp {
  static constexpr uint32_t maxSimdEpoch = (1 << 16) - 1, maxTick = (1 << 12) - 1;

  Stamp() : site(0), thread(0), simdEpoch(0), tick(0), atomic(0), unchanged(0) {}

  uint32_t threadgroup = 0; // threadgroups are numbered from 1 as they start; 0: never
  uint32_t interval = 0;
  uint64_t site : 24;   // in `Program::sites`
  uint64_t thread : 10; // index in the threadgroup
  uint64_t simdEpoch : 16;
  uint64_t tick : 12;
  uint64_t atomic : 1;
  uint64_t unchanged : 1; // a store of what was there already

  unsigned getSimdgroup() const { return unsigned(thread) / numLanes; }
  bool isSameThread(const Stamp &other) const {
    return threadgroup == other.threadgroup && thread == other.thread;
  }
  bool isSameInterval(const Stamp &other) const {
    return threadgroup == other.threadgroup && interval == other.interval;
  }
};
static_assert(sizeof(Stamp) == 16, "there is one for every four bytes that a kernel touches");

/// Whether program order or a barrier is between an access and a later one.
inline bool isOrdered(const Stamp &before, const Stamp &now) {
  if (before.threadgroup != now.threadgroup)
    return false;
  if (before.interval != now.interval || before.thread == now.thread)
    return true;
  return before.getSimdgroup() == now.getSimdgroup() && before.simdEpoch != now.simdEpoch;
}

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_STAMP_H
