//===- Forms.h - Functions that the scheduler calls ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_FORMS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_FORMS_H

#include "InterpretedCalls.h"
#include "MatrixProduct.h"
#include "MeetingPoints.h"

namespace tritonmetal::executor::jit {

/// Threads that never wait: `runThreadgroup` runs them in a loop, whose iterations LLVM may
/// vectorise, since Metal leaves their order open.
void formLoop(ThreadFunction &thread);

/// What is done for threads that have met.
struct Step {
  unsigned site = 0;
  unsigned call = 0;        // in `InterpretedCalls::calls`
  uint32_t firstColumn = 0; // of the call's columns
  /// A multiplication of matrices: see MatrixProduct.h. The call has nothing to work on, and says
  /// what is wrong if not all lanes are there.
  struct Product {
    std::string name;
    MatrixProduct function = nullptr;      // once there is code
    uint32_t operands[3] = {}, result = 0; // first columns
  };
  std::optional<Product> product;
};

/// A meeting point as the scheduler sees it.
struct Stop {
  MeetingPoint::Kind kind = MeetingPoint::Kind::Operations;
  unsigned site = 0;
  std::vector<Step> steps;
};

/// The form of a kernel in which threads meet.
struct Coroutine {
  std::vector<Stop> stops;
  uint32_t numColumns = 0; // that a SIMD-group needs
};

/// `startThread`, a coroutine that suspends at each of `points`. Positions in `Coroutine::stops`
/// are what threads leave in `SimdgroupState::sites`.
Coroutine formCoroutine(ThreadFunction &thread, InterpretedCalls &calls,
                        llvm::ArrayRef<MeetingPoint> points);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_FORMS_H
