//===- AtomicLowering.h - Atomic operations of several host threads ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threadgroups run on several host threads, so atomics are the host's, sequentially consistent
// whatever order is asked for. Floats are updated in a loop around a compare and exchange, with the
// arithmetic of Numbers.h.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_ATOMICLOWERING_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_ATOMICLOWERING_H

#include "ThreadFunction.h"

namespace tritonmetal::executor::jit {

/// Replaces a call of the groups Atomic, Fence and Coherent.
void lowerAirAtomic(ThreadFunction &thread, llvm::CallInst &call, const AirCall &air);
/// Changes or replaces atomicrmw, cmpxchg, fence, and atomic loads and stores.
void lowerNativeAtomic(ThreadFunction &thread, llvm::Instruction &inst);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_ATOMICLOWERING_H
