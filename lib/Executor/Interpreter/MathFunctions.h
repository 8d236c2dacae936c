//===- MathFunctions.h - Floating-point functions by their AIR names ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Functions compute in double with the host's library and round once. `fast_` variants give the
// same: what Metal promises of them is weaker, never different.
//
//   air.exp.f32(x)        float(exp(double(x)))
//   air.rsqrt.f16(x)      half(1 / sqrt(double(x)))
//
// Basic arithmetic among them (sqrt, fma, fmod, floor ...) is exact or correctly rounded; the
// others are so in all but a few cases in a billion, where double itself rounds over a tie.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MATHFUNCTIONS_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MATHFUNCTIONS_H

#include "Decoder.h"

#include "llvm/ADT/StringRef.h"

namespace tritonmetal::executor {

/// Adds the instruction for function `name` ("exp", "fmin") of half, bfloat or float scalars or
/// vectors. False if there is none of that name with that many operands.
bool emitMath(Decoder &decoder, const llvm::Instruction &inst, llvm::StringRef name,
              llvm::ArrayRef<const llvm::Value *> operands);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MATHFUNCTIONS_H
