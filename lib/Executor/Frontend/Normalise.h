//===- Normalise.h - The form of a kernel that both engines run ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kernels come from several compilers, with permissions to change what they compute: fast-math
// flags, contraction, undefined results. Two engines that use such permissions differently
// disagree. Here they are settled, once for both, and always on the strict side:
//
//   %p = fmul fast float %a, %b                    %p = fmul float %a, %b
//   %s = call float @llvm.fmuladd.f32(...)   ->    %s = call float @llvm.fma.f32(...)
//   %i = add nsw i32 %n, 1                         %i = add i32 %n, 1
//   call void @helper(...)                         (its body)
//
// Loops get one latch each: where lanes of a SIMD-group meet again must not depend on an engine.
//
// An engine computes each instruction of the result on its own, with the rounding of its type (see
// Numbers.h); wrapping, shifting too far and dividing by zero have results (see IntegerOps.h).
// What remains open on purpose: the order of threads between barriers.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_FRONTEND_NORMALISE_H
#define TRITON_METAL_LIB_EXECUTOR_FRONTEND_NORMALISE_H

#include "triton-metal/Executor/KernelArchive.h"

namespace tritonmetal::executor {

/// Normalises the function of `kernel`; a second time changes nothing. Error: calls that
/// cannot be inlined.
llvm::Error normaliseKernel(LoadedKernel &kernel);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_FRONTEND_NORMALISE_H
