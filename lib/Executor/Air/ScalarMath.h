//===- ScalarMath.h - air.* functions of single numbers ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Functions from bit patterns to bit patterns, the same for every engine. Floating-point ones
// compute in double with the host's library and round once. `fast_` variants give the same: what
// Metal promises of them is weaker, never different.
//
//   air.exp.f32(x)        float(exp(double(x)))
//   air.rsqrt.f16(x)      half(1 / sqrt(double(x)))
//
// Basic arithmetic among them (sqrt, fma, fmod, floor ...) is exact or correctly rounded; the
// others are so in all but a few cases in a billion, where double itself rounds over a tie.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_AIR_SCALARMATH_H
#define TRITON_METAL_LIB_EXECUTOR_AIR_SCALARMATH_H

#include "../Interpreter/Numbers.h"

#include "triton-metal/Executor/AirFunctions.h"

namespace tritonmetal::executor {

/// The function of one element, given one word for each of its operands.
using ScalarMath = Word (*)(const Word *operands);

/// Operations of the Math group with one result for each element: all but SinCos, which is Sin and
/// Cos, and Dot. Null for others. `Ldexp` takes an i32 as its second operand.
ScalarMath getScalarMath(AirOperation operation, FloatFormat format);

/// Likewise for the Integer group, but All and Any; `bits` is the width of the result.
using ScalarInteger = Word (*)(const Word *operands, unsigned bits);
ScalarInteger getScalarInteger(AirOperation operation, bool isSigned);

/// The sum of the products of `count` elements, rounded once.
Word computeDot(const Word *a, const Word *b, unsigned count, FloatFormat format);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_AIR_SCALARMATH_H
