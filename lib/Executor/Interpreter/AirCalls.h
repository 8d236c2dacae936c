//===- AirCalls.h - Calls of air.* functions, by group ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each function adds the instructions of one call. Its name and signature are known to be right;
// what remains to be refused (a matrix of another type than its pointer) fails in the decoder.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_AIRCALLS_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_AIRCALLS_H

#include "Decoder.h"

#include "triton-metal/Executor/AirFunctions.h"

namespace tritonmetal::executor {

// MathFunctions.cpp
void decodeAirMath(Decoder &decoder, const llvm::CallInst &call, const AirCall &air);
// Simd.cpp
void decodeBarrier(Decoder &decoder, const llvm::CallInst &call, const AirCall &air);
void decodeCrossLane(Decoder &decoder, const llvm::CallInst &call, const AirCall &air);
// Atomics.cpp
void decodeAtomic(Decoder &decoder, const llvm::CallInst &call, const AirCall &air);
void decodeCoherent(Decoder &decoder, const llvm::CallInst &call, const AirCall &air);
void decodeFence(Decoder &decoder, const llvm::CallInst &call);
// Matrix.cpp
void decodeMatrix(Decoder &decoder, const llvm::CallInst &call, const AirCall &air);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_AIRCALLS_H
