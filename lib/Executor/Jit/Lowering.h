//===- Lowering.h - From AIR to what the host runs, step by step ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes over a thread's code, in this order. After them it has no `air.*` call left but those at
// which threads meet, and computes on any host what the interpreter computes:
//
//   lowerMatrices    <64 x T>, of which a lane owns two elements, becomes <2 x T>
//   lowerUndefined   undefined values, shifts too far, divisions by zero get results
//   lowerFloats      arithmetic, comparisons, conversions and functions of floats
//   lowerCalls       the other functions
//   lowerBFloats     bfloat values, which are only moved by now, become i16
//   lowerMemory      accesses, with checks if they are asked for
//   limitSteps       loops end
//
// Then one of `formLoop` and `formCoroutine` makes a function that the scheduler calls.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_LOWERING_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_LOWERING_H

#include "ThreadFunction.h"

namespace tritonmetal::executor::jit {

class InterpretedCalls;

void lowerMatrices(ThreadFunction &thread);
/// Whether a lane's part of the result is that of the first operand: clang stores matrices as
/// pairs. Both are one value after `lowerMatrices`.
bool keepsPart(const llvm::ShuffleVectorInst &inst);
void lowerUndefined(ThreadFunction &thread);
void lowerFloats(ThreadFunction &thread, InterpretedCalls &calls);
void lowerCalls(ThreadFunction &thread, InterpretedCalls &calls);
void lowerBFloats(ThreadFunction &thread);
void lowerMemory(ThreadFunction &thread);
void limitSteps(ThreadFunction &thread);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_LOWERING_H
