//===- TurnFunctions.cpp - sin(pi x) and cos(pi x) --------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

#include <limits>

using namespace mlir;
using namespace tritonmetal::metal;

// pi in two floats.
static constexpr float kPiHigh = 3.14159274f;
static constexpr float kPiLow = -8.74227766e-08f;
static constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// sin(pi r) = pi r + r^3 P(r^2) and cos(pi r) = 1 + r^2 P(r^2) for |r| <= 0.25
static const float kSine[] = {0.081229575f, -0.599228799f, 2.55016351f, -5.16771269f};
static const float kCosine[] = {0.232125416f, -1.33513784f, 4.05871058f, -4.93480206f};

namespace {
/// x = n / 2 + r, exactly: n quarter turns, of which `turns` counts up to two each way.
struct QuarterTurns {
  QuarterTurns(ElementBuilder &b, Value x) {
    // From 2^25 on all floats are even numbers, and twice the largest is none.
    Value magnitude = b.absf(x);
    Value isEven =
        b.andi(b.isGreater(magnitude, 0x1p25f), b.isLess(magnitude, b.constant(kInfinity)));
    x = b.select(isEven, b.copysign(b.constant(0.0f), x), x);
    Value n = b.rint(b.addf(x, x));
    Value r = b.fma(n, b.constant(-0.5f), x);
    Value square = b.mulf(r, r);
    turns = b.fma(b.rint(b.mulf(n, b.constant(0.25f))), b.constant(-4.0f), n);
    Value low = b.fma(b.polynomial(square, kSine), square, b.constant(kPiLow));
    sine = b.fma(r, b.constant(kPiHigh), b.mulf(r, low));
    cosine = b.fma(square, b.polynomial(square, kCosine), b.constant(1.0f));
    isOdd = b.isEqual(b.absf(turns), 1.0f);
    isHalf = b.isEqual(b.absf(turns), 2.0f);
  }

  Value turns, sine, cosine, isOdd, isHalf;
};
} // namespace

/// Quarter turns -1, 0, 1, 2: -cos, sin, cos, -sin of the rest.
Value tritonmetal::metal::expandSinPi(ElementBuilder &b, Value x) {
  QuarterTurns q(b, x);
  Value result = b.select(q.isOdd, q.cosine, q.sine);
  Value isNegative = b.ori(q.isHalf, b.isEqual(q.turns, -1.0f));
  return b.select(isNegative, b.negf(result), result);
}

/// Quarter turns -1, 0, 1, 2: sin, cos, -sin, -cos of the rest.
Value tritonmetal::metal::expandCosPi(ElementBuilder &b, Value x) {
  QuarterTurns q(b, x);
  Value result = b.select(q.isOdd, q.sine, q.cosine);
  Value isNegative = b.ori(q.isHalf, b.isEqual(q.turns, 1.0f));
  return b.select(isNegative, b.negf(result), result);
}
