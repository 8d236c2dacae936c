//===- SpecialFunctions.h - Functions of f32 that Metal lacks ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Each writes a function of f32, element by element, in arithmetic and functions that
// Metal has. The measured error of each stands in docs/numerics.md, and the test
// test/unit/Numerics holds it to that.
//
// Coefficients are those of Chebyshev interpolations of 40-digit values (erf, erfc,
// expm1 and log1p: least-squares fits with iterated weights), rounded to f32.
//
// f32 arithmetic flushes denormals: an argument below 2^-126 counts as zero.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_METAL_TRANSFORMS_SPECIALFUNCTIONS_H
#define TRITON_METAL_DIALECT_METAL_TRANSFORMS_SPECIALFUNCTIONS_H

#include "triton-metal/Dialect/Metal/Transforms/ElementBuilder.h"

namespace tritonmetal::metal {

using mlir::Value;

// Error function and the normal distribution: ErrorFunctions.cpp
Value expandErf(ElementBuilder &b, Value x);
Value expandErfc(ElementBuilder &b, Value x);
Value expandErfcx(ElementBuilder &b, Value x); // exp(x^2) erfc(x)
Value expandErfInv(ElementBuilder &b, Value x);
Value expandErfcInv(ElementBuilder &b, Value x);
Value expandNormCdf(ElementBuilder &b, Value x);
Value expandNormCdfInv(ElementBuilder &b, Value x);

// Exponentials, logarithms, roots, lengths: PowerFunctions.cpp
Value expandExpm1(ElementBuilder &b, Value x);
Value expandLog1p(ElementBuilder &b, Value x);
Value expandExp10(ElementBuilder &b, Value x);
Value expandCbrt(ElementBuilder &b, Value x);
/// The square root of the sum of two to four squares, without overflow on the way.
Value expandNorm(ElementBuilder &b, mlir::ValueRange components);
/// Its reciprocal.
Value expandRNorm(ElementBuilder &b, mlir::ValueRange components);

// sin(pi x), cos(pi x): TurnFunctions.cpp
Value expandSinPi(ElementBuilder &b, Value x);
Value expandCosPi(ElementBuilder &b, Value x);

// GammaFunctions.cpp
Value expandLGamma(ElementBuilder &b, Value x); // log |Gamma(x)|
Value expandTGamma(ElementBuilder &b, Value x);

// Bessel functions: BesselFunctions.cpp
Value expandBesselJ0(ElementBuilder &b, Value x);
Value expandBesselJ1(ElementBuilder &b, Value x);
Value expandBesselY0(ElementBuilder &b, Value x);
Value expandBesselY1(ElementBuilder &b, Value x);
Value expandBesselI0(ElementBuilder &b, Value x);
Value expandBesselI1(ElementBuilder &b, Value x);

// The parts of a float; exact: FloatParts.cpp
Value expandLdexp(ElementBuilder &b, Value x, Value exponent); // i32
Value expandLogb(ElementBuilder &b, Value x);
Value expandIlogb(ElementBuilder &b, Value x); // i32; CUDA's numbers for 0, NaN, infinity
Value expandNextAfter(ElementBuilder &b, Value from, Value to);
Value expandRemainder(ElementBuilder &b, Value x, Value y); // IEEE's

/// Rounding of one operation: RoundedArithmetic.cpp. Exact as long as no result, and no
/// error of a product or quotient, falls below the normal numbers.
enum class Direction { Nearest, TowardZero, Down, Up };
Value expandRoundedAdd(ElementBuilder &b, Value x, Value y, Direction direction);
Value expandRoundedMul(ElementBuilder &b, Value x, Value y, Direction direction);
Value expandRoundedDiv(ElementBuilder &b, Value x, Value y, Direction direction);
Value expandRoundedSqrt(ElementBuilder &b, Value x, Direction direction);
Value expandRoundedFma(ElementBuilder &b, Value x, Value y, Value z, Direction direction);
/// An integer of 32 or 64 bits to f32; exact for every integer.
Value expandRoundedCast(ElementBuilder &b, Value integer, bool isSigned, Direction direction);
/// An f32 to an integer of `type`.
Value expandRoundedCast(ElementBuilder &b, Value x, mlir::Type type, bool isSigned,
                        Direction direction);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_DIALECT_METAL_TRANSFORMS_SPECIALFUNCTIONS_H
