//===- ErrorFunctions.cpp - erf and its kin ---------------------*- C++ -*-===//
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

/// erf(x) = x + x * P(x^2) for |x| < 0.9375
static const float kErfNear[] = {-0.000594314246f, 0.00498437881f, -0.0267611071f,
                                 0.112816818f,     -0.376124829f,  0.128379151f};
/// erf(x) = 1 - 2^(x * P(x)) for 0.9 < x < 3.95; then it is 1
static const float kErfFar[] = {0.000309596391f, -0.0046454519f, 0.0330464467f,
                                -0.151896864f,   -0.917120278f,  -1.62811017f};
/// (1 + 2x) exp(x^2) erfc(x) = P((x - 2) / (x + 2)) for 0 <= x < 10.2
static const float kErfcScaled[] = {
    -0.000399449607f, -0.00122800237f, 0.00131330988f, 0.00863009784f, -0.00806014333f,
    -0.0542038828f,   0.164055422f,    -0.166031465f,  -0.0927639827f, 1.27697837f};
/// The same for all x >= 0.
static const float kErfcxScaled[] = {
    -1.98998478e-05f, -2.0355681e-05f, 0.000128052183f, 0.000221873066f, -0.000438786083f,
    -0.00146441348f,  0.00126593886f,  0.00872478727f,  -0.00803312007f, -0.0542203076f,
    0.16405122f,      -0.166030377f,   -0.0927638263f,  1.27697837f};
/// erfinv(x) = x P(w - 2.5), w = -log(1 - x^2) < 5
static const float kErfInvNear[] = {4.67193229e-10f, -8.7390104e-09f,  1.59843054e-08f,
                                    4.65417401e-07f, -3.42341423e-06f, -4.95969198e-06f,
                                    0.00021825773f,  -0.00125274854f,  -0.00417731982f,
                                    0.246640295f,    1.50140929f};
/// erfinv(x) = x P(sqrt(w) - 3), 5 <= w < 16
static const float kErfInvFar[] = {-3.26353183e-05f, 0.000165715217f, -0.00027429004f,
                                   -0.000127439489f, 0.00147426489f,  -0.00356347952f,
                                   0.00568771176f,   -0.00764343096f, 0.00944530964f,
                                   1.00167525f,      2.83297682f};
/// erfcinv(y) = (1 - y) P(sqrt(w) - 6.5), 16 <= w < 88
static const float kErfcInvFar[] = {
    -3.40276163e-09f, 2.74862657e-08f,  -1.09088937e-07f, 5.1877015e-07f, -2.8717061e-06f,
    1.17119034e-05f,  -1.08953091e-05f, -0.000510768092f, 1.0091095f,     6.36459351f};

Value tritonmetal::metal::expandErf(ElementBuilder &b, Value x) {
  Value magnitude = b.absf(x);
  Value near = b.fma(b.polynomial(b.mulf(x, x), kErfNear), x, x);
  Value t = b.clampAbove(magnitude, 3.95f);
  Value tail = b.exp2(b.mulf(t, b.polynomial(t, kErfFar)));
  Value far = b.copysign(b.subf(b.constant(1.0f), tail), x);
  // NaN takes the first branch.
  return b.select(b.cmpf(CmpFPredicate::OGE, magnitude, b.constant(0.9375f)), far, near);
}

/// exp(-a^2), where the argument is a + low: exp(s) (1 + e), s + e = -(a + low)^2 to
/// twice the precision.
static Value expandGauss(ElementBuilder &b, Value a, Value low) {
  Value square = b.mulf(a, a);
  Value rest = b.fma(b.negf(a), a, square);
  if (low)
    rest = b.fma(b.mulf(a, b.constant(-2.0f)), low, rest);
  Value power = b.exp(b.negf(square));
  return b.fma(power, rest, power);
}

/// Near 0: 1 - erf(x), with one rounding less. Elsewhere exp(-x^2) times a quotient.
/// `low`, if there is one, is what x has beyond its 24 bits.
static Value expandErfcOf(ElementBuilder &b, Value x, Value low) {
  Value one = b.constant(1.0f), two = b.constant(2.0f);
  Value magnitude = b.absf(x);
  Value near = b.fma(b.negf(x), b.polynomial(b.mulf(x, x), kErfNear), b.subf(one, x));
  Value isNegative = b.isLess(x, 0.0f);
  Value a = b.clampAbove(magnitude, 10.2f);
  Value p = b.divf(b.subf(a, two), b.addf(a, two));
  Value scaled = b.divf(b.polynomial(p, kErfcScaled), b.fma(two, a, one));
  if (low)
    low = b.select(isNegative, b.negf(low), low);
  Value right = b.mulf(expandGauss(b, a, low), scaled);
  Value far = b.select(isNegative, b.subf(two, right), right);
  // NaN takes the first branch.
  return b.select(b.cmpf(CmpFPredicate::OGE, magnitude, b.constant(0.5f)), far, near);
}

Value tritonmetal::metal::expandErfc(ElementBuilder &b, Value x) {
  return expandErfcOf(b, x, Value());
}

/// For negative x: exp(x^2) (2 - erfc(|x|)) = 2 exp(x^2) - erfcx(|x|).
Value tritonmetal::metal::expandErfcx(ElementBuilder &b, Value x) {
  Value one = b.constant(1.0f), two = b.constant(2.0f);
  Value a = b.absf(x);
  Value capped = b.clampAbove(a, 1e18f);
  Value p = b.divf(b.subf(capped, two), b.addf(capped, two));
  Value right = b.divf(b.polynomial(p, kErfcxScaled), b.fma(two, a, one));
  Value square = b.mulf(a, a);
  Value rest = b.fma(a, a, b.negf(square));
  Value power = b.exp(square);
  power = b.select(b.isLess(power, kInfinity), b.fma(power, rest, power), power);
  Value left = b.subf(b.mulf(two, power), right);
  return b.select(b.isLess(x, 0.0f), left, right);
}

/// x / (1 - y) for w = -log(y (2 - y)), with the far range that only erfcinv reaches.
static Value invertError(ElementBuilder &b, Value w, bool isFar) {
  Value root = b.sqrt(b.maxnum(w, b.constant(0.0f)));
  Value result = b.polynomial(b.subf(root, b.constant(3.0f)), kErfInvFar);
  if (isFar) {
    Value far = b.polynomial(b.subf(root, b.constant(6.5f)), kErfcInvFar);
    result = b.select(b.isGreater(root, 4.0f), far, result);
  }
  Value near = b.polynomial(b.subf(w, b.constant(2.5f)), kErfInvNear);
  return b.select(b.isLess(w, 5.0f), near, result);
}

/// M. Giles, "Approximating the erfinv function" (2011), has the variable w.
Value tritonmetal::metal::expandErfInv(ElementBuilder &b, Value x) {
  Value w = b.negf(b.log(b.fma(b.negf(x), x, b.constant(1.0f))));
  Value result = b.mulf(x, invertError(b, w, /*isFar=*/false));
  Value magnitude = b.absf(x);
  Value edge =
      b.select(b.isEqual(magnitude, 1.0f), b.copysign(b.constant(kInfinity), x), b.constant(kNaN));
  return b.select(b.isLess(magnitude, 1.0f), result, edge);
}

Value tritonmetal::metal::expandErfcInv(ElementBuilder &b, Value y) {
  Value one = b.constant(1.0f), two = b.constant(2.0f), zero = b.constant(0.0f);
  Value w = b.negf(b.log(b.mulf(y, b.subf(two, y))));
  Value result = b.mulf(b.subf(one, y), invertError(b, w, /*isFar=*/true));
  Value edge = b.select(b.isEqual(y, 2.0f), b.constant(-kInfinity), b.constant(kNaN));
  edge = b.select(b.isEqual(y, 0.0f), b.constant(kInfinity), edge);
  return b.select(b.andi(b.isLess(zero, y), b.isLess(y, two)), result, edge);
}

/// erfc(-x / sqrt(2)) / 2; what the quotient has beyond 24 bits counts in the tail.
Value tritonmetal::metal::expandNormCdf(ElementBuilder &b, Value x) {
  constexpr float kHigh = 0.707106769f, kLow = 1.21016175e-8f; // sqrt(1/2)
  Value t = b.clampAbove(x, 20.0f);
  t = b.select(b.isLess(t, -20.0f), b.constant(-20.0f), t);
  Value high = b.mulf(t, b.constant(-kHigh));
  Value low = b.fma(t, b.constant(-kHigh), b.negf(high));
  low = b.fma(t, b.constant(-kLow), low);
  return b.mulf(expandErfcOf(b, high, low), b.constant(0.5f));
}

Value tritonmetal::metal::expandNormCdfInv(ElementBuilder &b, Value p) {
  Value scaled = expandErfcInv(b, b.addf(p, p));
  return b.mulf(scaled, b.constant(-1.41421354f));
}
