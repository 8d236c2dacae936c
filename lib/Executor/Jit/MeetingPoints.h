//===- MeetingPoints.h - Where threads wait for each other ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A thread runs alone until it comes to a barrier, a function of its SIMD-group or a multiplication
// of matrices. Of the lanes that wait, those at the first place in the interpreter's order of
// blocks go on first, so lanes that took different branches meet again as they do there. One thing
// would be missed that way:
//
//   for (...) {              lanes 0 and 1 wait at the sum of their first turn; lane 2 has gone
//     if (c) sum(x);         past it and comes to the sum of its second turn
//   }
//
// So the end of such a loop's body is a place to wait as well, after all places inside. It is
// needed unless all lanes that go on to another turn pass all places of the body in any case. A
// loop that may wait for another thread in memory (it has atomics, and nobody knows how often it
// runs) lets other SIMD-groups run after each turn.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_MEETINGPOINTS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_MEETINGPOINTS_H

#include "ThreadFunction.h"

namespace tritonmetal::executor::jit {

struct MeetingPoint {
  enum class Kind : uint8_t {
    Operation, // the interpreter executes it for the lanes that are there
    Barrier,   // of the threadgroup; likewise
    EndOfTurn,
    Yield, // an end of turn after which other SIMD-groups run
  };
  Kind kind = Kind::Operation;
  unsigned site = 0; // the operation, or the branch at the end of the body
};

/// All meeting points of a kernel, in the order in which lanes that wait go on.
std::vector<MeetingPoint> findMeetingPoints(const ThreadFunction &thread);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_MEETINGPOINTS_H
