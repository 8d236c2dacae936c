//===- PowerFunctions.cpp - Exponentials, logarithms, roots -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

#include <limits>

using namespace mlir;
using namespace tritonmetal::metal;
using arith::CmpFPredicate;

static constexpr float kInfinity = std::numeric_limits<float>::infinity();
static constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// log(2) in two floats.
static constexpr float kLog2High = 0.693147182f;
static constexpr float kLog2Low = -1.90465430e-9f;

/// expm1(x) = x + x^2 * P(x) for |x| < 0.35
static const float kExpm1[] = {0.000198459573f, 0.00139416533f, 0.00833339151f,
                               0.0416663475f,   0.166666657f,   0.5f};
/// log1p(x) = x + x^2 * P(x) for -0.25 <= x <= 0.5
static const float kLog1p[] = {-0.0449157394f, 0.104497209f,  -0.131630987f,
                               0.14482145f,    -0.166476965f, 0.199905932f,
                               -0.250000566f,  0.333334535f,  -0.5f};

/// x = j log(2) + f;  expm1(x) = 2^j expm1(f) + (2^j - 1), at half the size because
/// 2^128 is no float. j is read off the bits of x / log(2) + 1.5 * 2^23, whose last bit
/// counts ones; for NaN it is some number, and f is NaN.
Value tritonmetal::metal::expandExpm1(ElementBuilder &b, Value x) {
  Value low = b.constant(-18.0f);
  Value t = b.clampAbove(x, 89.0f);
  t = b.select(b.cmpf(CmpFPredicate::OLT, t, low), low, t);
  Value shift = b.constant(12582912.0f); // 1.5 * 2^23
  Value shifted = b.fma(t, b.constant(1.44269502f), shift);
  Value j = b.subf(shifted, shift);
  Value f = b.fma(j, b.constant(-kLog2High), t);
  f = b.fma(j, b.constant(-kLog2Low), f);
  Value series = b.fma(b.mulf(f, f), b.polynomial(f, kExpm1), f);
  // 2^(j-1): the low bits of `shifted` are j, and 126 is the exponent of 1/2.
  Value bits = b.shli(b.addi(b.bitcast(b.i32(), shifted), b.constant(b.i32(), int64_t(126))), 23);
  Value half = b.bitcast(b.f32(), bits);
  Value result = b.fma(series, half, b.subf(half, b.constant(0.5f)));
  result = b.addf(result, result);
  // Keeps the sign of zero, and what half the size would flush.
  return b.select(b.isLess(b.absf(x), 1e-30f), x, result);
}

/// 1 + x = 2^i (1 + m) with m in [-0.25, 0.5];  log1p(x) = i log(2) + log1p(m). The
/// scaling by 2^-i happens on exponent bits, so m has no rounding error of 1 + x.
Value tritonmetal::metal::expandLog1p(ElementBuilder &b, Value x) {
  Value one = b.constant(1.0f);
  Value sumBits = b.bitcast(b.i32(), b.addf(x, one));
  Value exponent = b.andi(b.subi(sumBits, b.constant(b.i32(), int64_t(0x3f400000))), // 0.75
                          b.constant(b.i32(), int64_t(0xff800000)));
  Value scaledX = b.bitcast(b.f32(), b.subi(b.bitcast(b.i32(), x), exponent));
  Value four =
      b.bitcast(b.f32(), b.subi(b.constant(b.i32(), int64_t(0x40800000)), exponent)); // 4 * 2^-i
  Value m = b.addf(scaledX, b.fma(b.constant(0.25f), four, b.constant(-1.0f)));
  Value i = b.mulf(b.cast<arith::SIToFPOp>(b.f32(), exponent), b.constant(1.1920929e-7f)); // 2^-23
  Value series = b.fma(b.mulf(m, m), b.polynomial(m, kLog1p), m);
  Value result = b.fma(i, b.constant(kLog2High), series);
  // Infinity, NaN and zero give themselves; -1 gives -infinity; below there is nothing.
  Value minusOne = b.constant(-1.0f);
  Value edge =
      b.select(b.cmpf(CmpFPredicate::OEQ, x, minusOne), b.constant(-kInfinity), b.constant(kNaN));
  result = b.select(b.cmpf(CmpFPredicate::OGT, x, minusOne), result, edge);
  Value isItself = b.ori(b.cmpf(CmpFPredicate::UEQ, x, b.constant(kInfinity)),
                         b.cmpf(CmpFPredicate::OEQ, x, b.constant(0.0f)));
  return b.select(isItself, x, result);
}

/// 10^x = 2^n 10^f with n = round(x log2(10)), f = x - n log10(2) in two steps. 2^n in
/// two factors, since 2^128 is no float.
Value tritonmetal::metal::expandExp10(ElementBuilder &b, Value x) {
  constexpr float kLog2Of10 = 3.32192802f;
  // log10(2) in two floats, the first with 14 bits, so that its product with n is exact.
  constexpr float kHigh = 0.301025390625f, kLow = 4.60503898e-6f;
  Value t = b.clampAbove(x, 39.0f);
  t = b.select(b.isLess(t, -46.0f), b.constant(-46.0f), t);
  Value n = b.rint(b.mulf(t, b.constant(kLog2Of10)));
  Value f = b.fma(n, b.constant(-kHigh), t);
  f = b.fma(n, b.constant(-kLow), f);
  Value power = b.exp2(b.mulf(f, b.constant(kLog2Of10)));
  // For NaN the exponent is some number.
  Value exponent = b.cast<arith::FPToSIOp>(b.i32(), b.select(b.isNaN(x), b.constant(0.0f), n));
  return expandLdexp(b, power, exponent);
}

/// A third of the exponent for a start, by integer division of the bits; then two steps
/// of Halley's method, t (t^3 + 2x) / (2t^3 + x), and one of Newton's, whose residual
/// t^3 - x is computed with one rounding. Works on a magnitude with an exponent that no
/// cube leaves.
Value tritonmetal::metal::expandCbrt(ElementBuilder &b, Value x) {
  Value magnitude = b.absf(x);
  Value isSmall = b.isLess(magnitude, 1e-20f), isLarge = b.isGreater(magnitude, 1e30f);
  Value one = b.constant(1.0f);
  Value up = b.select(isSmall, b.constant(0x1p30f), b.select(isLarge, b.constant(0x1p-30f), one));
  Value down = b.select(isSmall, b.constant(0x1p-10f), b.select(isLarge, b.constant(0x1p10f), one));
  Value a = b.mulf(magnitude, up);
  Value third = b.make<arith::DivUIOp>(b.bitcast(b.i32(), a), b.word(3));
  Value t = b.bitcast(b.f32(), b.addi(third, b.word(0x2a5137a0)));
  for (int step = 0; step < 2; ++step) {
    Value cube = b.mulf(b.mulf(t, t), t);
    Value numerator = b.addf(b.addf(a, a), cube), denominator = b.addf(b.addf(cube, cube), a);
    t = b.mulf(t, b.divf(numerator, denominator));
  }
  Value square = b.mulf(t, t);
  Value squareRest = b.fma(t, t, b.negf(square));
  Value residual = b.fma(square, t, b.negf(a));
  residual = b.fma(squareRest, t, residual);
  t = b.subf(t, b.divf(residual, b.mulf(square, b.constant(3.0f))));
  Value result = b.copysign(b.mulf(t, down), x);
  // Zero, infinity and NaN give themselves; a denormal counts as zero.
  Value isItself = b.cmpf(CmpFPredicate::UEQ, magnitude, b.constant(kInfinity));
  result = b.select(isItself, b.addf(x, x), result);
  return b.select(b.isEqual(x, 0.0f), b.copysign(b.constant(0.0f), x), result);
}

/// Components by a power of two near the largest; `undo` is its reciprocal.
static SmallVector<Value> scaleComponents(ElementBuilder &b, ValueRange components, Value &undo) {
  Value largest = b.absf(components[0]);
  for (Value component : components.drop_front())
    largest = b.maxnum(largest, b.absf(component));
  Value isLarge = b.isGreater(largest, 0x1p60f), isSmall = b.isLess(largest, 0x1p-50f);
  Value one = b.constant(1.0f);
  Value scale =
      b.select(isLarge, b.constant(0x1p-70f), b.select(isSmall, b.constant(0x1p80f), one));
  undo = b.select(isLarge, b.constant(0x1p70f), b.select(isSmall, b.constant(0x1p-80f), one));
  SmallVector<Value> scaled;
  for (Value component : components)
    scaled.push_back(b.mulf(component, scale));
  return scaled;
}

static Value sumSquares(ElementBuilder &b, ArrayRef<Value> components) {
  Value sum = b.mulf(components[0], components[0]);
  for (Value component : components.drop_front())
    sum = b.fma(component, component, sum);
  return sum;
}

/// Whether a component is infinite: then so is the length, even beside NaN.
static Value isAnyInfinite(ElementBuilder &b, ValueRange components) {
  Value result;
  for (Value component : components) {
    Value isInfinite = b.isEqual(b.absf(component), kInfinity);
    result = result ? b.ori(result, isInfinite) : isInfinite;
  }
  return result;
}

Value tritonmetal::metal::expandNorm(ElementBuilder &b, ValueRange components) {
  Value undo;
  SmallVector<Value> scaled = scaleComponents(b, components, undo);
  Value result = b.mulf(b.sqrt(sumSquares(b, scaled)), undo);
  return b.select(isAnyInfinite(b, components), b.constant(kInfinity), result);
}

Value tritonmetal::metal::expandRNorm(ElementBuilder &b, ValueRange components) {
  Value undo;
  SmallVector<Value> scaled = scaleComponents(b, components, undo);
  Value one = b.constant(1.0f);
  Value length = b.sqrt(sumSquares(b, scaled));
  // 2^80 / length and 2^-70 / length: the reciprocal of the power is the other one.
  Value result = b.mulf(b.divf(one, length), b.divf(one, undo));
  return b.select(isAnyInfinite(b, components), b.constant(0.0f), result);
}
