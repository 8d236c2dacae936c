//===- GammaFunctions.cpp - The gamma function ------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

#include <limits>

using namespace mlir;
using namespace tritonmetal::metal;

static constexpr float kInfinity = std::numeric_limits<float>::infinity();
static constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// log Gamma(1 + z) = z P(z) for -0.3 <= z <= 0.7
static const float kLogGammaAt1[] = {-0.0143605964f, 0.0530150197f, -0.0911613703f, 0.107457861f,
                                     -0.113703854f,  0.125157312f,  -0.143789634f,  0.169550061f,
                                     -0.207395613f,  0.270581454f,  -0.400685489f,  0.822467029f,
                                     -0.577215672f};
/// log Gamma(2 + z) = z P(z) for -0.5 <= z <= 1
static const float kLogGammaAt2[] = {7.5093335e-06f,   -3.9087714e-05f, 0.000104949075f,
                                     -0.000229236073f, 0.000509854057f, -0.00119125529f,
                                     0.00289023225f,   -0.00738569535f, 0.0205808375f,
                                     -0.0673522949f,   0.322467029f,    0.422784328f};
/// log Gamma(x) = P(x - 5.5) for 3 <= x <= 8
static const float kLogGammaMiddle[] = {
    2.30179792e-10f,  -1.40697243e-09f, 4.04032718e-09f,  -2.63235354e-08f, 2.12802632e-07f,
    -1.44672356e-06f, 1.0158511e-05f,   -7.74146538e-05f, 0.000653780065f,  -0.00660152314f,
    0.0996711925f,    1.61109316f,      3.95781398f};
/// log Gamma(x) = (x - 1/2) log(x) - x + log(2 pi) / 2 + P(1/x^2) / x for x >= 8
static const float kStirlingLog[] = {0.000780034694f, -0.00277769845f, 0.0833333358f};
/// Gamma(x) = sqrt(2 pi) x^(x - 1/2) exp(-x) P(1/x) for x >= 8
static const float kStirling[] = {1.5656653e-05f, -0.0027083056f, 0.00347344903f, 0.0833333135f,
                                  1.0f};
/// atanh(s) = s + s^3 P(s^2), its series, for |s| <= 0.2
static const float kAtanh[] = {0.0909090936f, 0.111111112f, 0.142857149f, 0.200000003f,
                               0.333333343f};

/// For a >= 0.
static Value logGammaOfPositive(ElementBuilder &b, Value a) {
  Value one = b.constant(1.0f), half = b.constant(0.5f);
  Value logarithm = b.log(a);
  Value reciprocal = b.divf(one, a);
  Value tail = b.mulf(reciprocal, b.polynomial(b.mulf(reciprocal, reciprocal), kStirlingLog));
  // log(2 pi) / 2 - 1/2
  tail = b.addf(tail, b.constant(0.418938533f));
  Value large = b.fma(b.subf(a, half), b.subf(logarithm, one), tail);
  Value middle = b.polynomial(b.subf(a, b.constant(5.5f)), kLogGammaMiddle);
  Value z = b.subf(a, b.constant(2.0f));
  Value nearTwo = b.mulf(z, b.polynomial(z, kLogGammaAt2));
  // Below 0.7: log Gamma(1 + a) - log(a).
  Value isSmall = b.isLess(a, 0.7f);
  z = b.select(isSmall, a, b.subf(a, one));
  Value nearOne = b.mulf(z, b.polynomial(z, kLogGammaAt1));
  nearOne = b.select(isSmall, b.subf(nearOne, logarithm), nearOne);

  Value result = b.select(b.isLess(a, 8.0f), middle, large);
  result = b.select(b.isLess(a, 3.0f), nearTwo, result);
  return b.select(b.isLess(a, 1.5f), nearOne, result);
}

/// Gamma(-a) Gamma(a) = -pi / (a sin(pi a)).
Value tritonmetal::metal::expandLGamma(ElementBuilder &b, Value x) {
  Value a = b.absf(x);
  Value positive = logGammaOfPositive(b, a);
  Value sine = b.absf(expandSinPi(b, a));
  Value reflected = b.subf(b.constant(1.14472985f), b.log(b.mulf(a, sine))); // log(pi)
  reflected = b.subf(reflected, positive);
  // Where a sin(pi a) has no room below.
  reflected = b.select(b.isLess(a, 1e-6f), b.negf(b.log(a)), reflected);
  Value result = b.select(b.isLess(x, 0.0f), reflected, positive);
  return b.select(b.isEqual(a, kInfinity), a, result);
}

/// s + e = a + b exactly.
static std::pair<Value, Value> addExactly(ElementBuilder &b, Value x, Value y) {
  Value sum = b.addf(x, y);
  Value part = b.subf(sum, x);
  Value error = b.addf(b.subf(x, b.subf(sum, part)), b.subf(y, part));
  return {sum, error};
}

/// Gamma(y + low) for 8 <= y < 45 by Stirling's formula. Its power is 2^E with
///
///   E = k A + (A log(m) - y) log2(e),   y = 2^k m,  A = y - 1/2
///
/// to about 32 bits after the point: every product and sum with its error.
static Value stirling(ElementBuilder &b, Value y, Value low) {
  Value one = b.constant(1.0f), two = b.constant(2.0f);
  // m in [0.75, 1.5)
  Value bits = b.bitcast(b.i32(), y);
  Value exponent = b.andi(b.subi(bits, b.word(0x3f400000)), b.word(0xff800000));
  Value m = b.bitcast(b.f32(), b.subi(bits, exponent));
  Value k = b.cast<arith::SIToFPOp>(b.f32(), b.shrsi(exponent, 23));
  // log(m) = 2 atanh(s), s = f / d = (m - 1) / (m + 1)
  Value f = b.subf(m, one), d = b.addf(m, one);
  Value dLow = b.subf(m, b.subf(d, one));
  Value s = b.divf(f, d);
  Value rest = b.fma(b.negf(s), dLow, b.fma(b.negf(s), d, f));
  Value square = b.mulf(s, s);
  Value logHigh = b.addf(s, s);
  Value logLow =
      b.mulf(two, b.fma(b.mulf(s, square), b.polynomial(square, kAtanh), b.divf(rest, d)));
  // T = A log(m) - y; d/dy of the whole is about log(y) - 1 / (2y).
  Value a = b.subf(y, b.constant(0.5f));
  Value product = b.mulf(a, logHigh);
  Value error = b.fma(a, logLow, b.fma(a, logHigh, b.negf(product)));
  auto [t, sumError] = addExactly(b, product, b.negf(y));
  Value slope = b.subf(b.log(y), b.divf(b.constant(0.5f), y));
  Value tLow = b.fma(low, slope, b.addf(error, sumError));
  // times log2(e), in two floats
  constexpr float kHigh = 1.44269502f, kLow = 1.92596303e-8f;
  Value e = b.mulf(t, b.constant(kHigh));
  Value eLow = b.fma(t, b.constant(kLow), b.fma(t, b.constant(kHigh), b.negf(e)));
  eLow = b.fma(tLow, b.constant(kHigh), eLow);
  Value shift = b.mulf(k, a);
  eLow = b.addf(eLow, b.fma(k, a, b.negf(shift)));
  auto [sum, lastError] = addExactly(b, shift, e);
  Value n = b.rint(sum);
  Value fraction = b.addf(b.subf(sum, n), b.addf(eLow, lastError));
  Value scale = b.mulf(b.polynomial(b.divf(one, y), kStirling), b.constant(2.50662827f));
  Value power = b.mulf(b.exp2(fraction), scale); // sqrt(2 pi)
  return expandLdexp(b, power, b.cast<arith::FPToSIOp>(b.i32(), n));
}

/// Below 8: Gamma(x + 8) / (x (x + 1) … (x + 7)). Negative numbers by reflection.
Value tritonmetal::metal::expandTGamma(ElementBuilder &b, Value x) {
  Value one = b.constant(1.0f), eight = b.constant(8.0f);
  Value a = b.clampAbove(b.absf(x), 45.0f);
  Value isSmall = b.isLess(a, 8.0f);
  Value raised = b.addf(a, eight);
  Value y = b.select(isSmall, raised, a);
  Value low = b.select(isSmall, b.subf(a, b.subf(raised, eight)), b.constant(0.0f));
  y = b.select(b.isNaN(x), eight, y); // has an exponent
  Value product = a;
  for (int i = 1; i < 8; ++i)
    product = b.mulf(product, b.addf(a, b.constant(float(i))));
  Value positive = b.divf(stirling(b, y, low), b.select(isSmall, product, one));
  Value turn = b.mulf(a, expandSinPi(b, b.absf(x)));
  Value reflected = b.divf(b.divf(b.constant(-3.14159274f), turn), positive);
  reflected = b.select(b.isEqual(turn, 0.0f), b.constant(kNaN), reflected);
  // 1 / x where a sin(pi a) has no room below.
  reflected = b.select(b.isLess(a, 1e-9f), b.divf(one, x), reflected);
  Value result = b.select(b.isLess(x, 0.0f), reflected, positive);
  result = b.select(b.isEqual(x, 0.0f), b.copysign(b.constant(kInfinity), x), result);
  result = b.select(b.isEqual(x, kInfinity), x, result);
  result = b.select(b.isEqual(x, -kInfinity), b.constant(kNaN), result);
  return b.select(b.isNaN(x), x, result);
}
