//===- Forms.h - Functions that the scheduler calls ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_FORMS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_FORMS_H

#include "InterpretedCalls.h"
#include "MeetingPoints.h"

namespace tritonmetal::executor::jit {

/// Threads that never wait: `runThreadgroup` runs them in a loop, whose iterations LLVM may
/// vectorise, since Metal leaves their order open.
void formLoop(ThreadFunction &thread);

/// A meeting point as the scheduler sees it.
struct Stop {
  MeetingPoint::Kind kind = MeetingPoint::Kind::Operation;
  unsigned site = 0;
  std::optional<unsigned> call; // in `InterpretedCalls::calls`
  /// A function that does the same on the columns if all lanes are there; empty if there is none.
  std::string product;
};

/// `startThread`, a coroutine that suspends at each of `points`. Positions in the result are what
/// threads leave in `SimdgroupState::sites`.
std::vector<Stop> formCoroutine(ThreadFunction &thread, InterpretedCalls &calls,
                                llvm::ArrayRef<MeetingPoint> points);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_FORMS_H
