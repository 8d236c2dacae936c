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
// Kernels multiply matrices by the hundred, and each place to wait costs time to compile and to
// run. Operations of one block that need nothing of each other share one, that of the last:
//
//   %c = multiply(%a, %b, %zero)     hands over %a, %b, zero
//   %v = load float, ptr %p
//   %s = simd_sum(%v)                hands over %v
//   %d = multiply(%a, %e, %c)        hands over %e; all wait here
//                                    the SIMD-group's operations, one after the other
//   store %s                         the first use of a result
//
// A multiplication may take the result of one in front of it, since what it takes is where the
// other leaves it. A barrier, and whatever writes memory that others see, stays between what is
// around it (see PendingOperations.h).
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_MEETINGPOINTS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_MEETINGPOINTS_H

#include "ThreadFunction.h"

#include "llvm/ADT/SmallVector.h"

namespace tritonmetal::executor::jit {

struct MeetingPoint {
  enum class Kind : uint8_t {
    Operations, // the interpreter executes them for the lanes that are there
    Barrier,    // of the threadgroup; likewise
    EndOfTurn,
    Yield, // an end of turn after which other SIMD-groups run
  };
  Kind kind = Kind::Operations;
  /// The operations in their order, or the branch at the end of the body.
  llvm::SmallVector<unsigned, 1> sites;
  /// Stores to variables that come behind it, and those that need not be done.
  llvm::SmallVector<unsigned, 0> delayed, overwritten;
  /// Loads that get what one of these stores would have stored: {load, store}.
  llvm::SmallVector<std::pair<unsigned, unsigned>, 0> forwarded;

  /// Where threads wait.
  unsigned getSite() const { return sites.back(); }
};

/// All meeting points of a kernel, in the order in which lanes that wait go on.
std::vector<MeetingPoint> findMeetingPoints(const ThreadFunction &thread);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_MEETINGPOINTS_H
