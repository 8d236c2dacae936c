//===- BesselFunctions.cpp - Bessel functions of order 0 and 1 ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

#include <array>
#include <limits>

using namespace mlir;
using namespace tritonmetal::metal;

static constexpr float kInfinity = std::numeric_limits<float>::infinity();
static constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

namespace {
/// Of J0, Y0 (order 0) or J1, Y1 (order 1).
struct BesselOrder {
  /// The two zeros of J below 8, in two floats each.
  float zeros[2], zerosLow[2];
  /// x < 8, u = x^2: J(x) / ((u - zero^2) (u - zero^2)), over x for J1, by u - 32
  std::array<float, 10> regular;
  /// x < 8: what Y has besides 2/pi (log(x) J(x) - 1/x), over x for Y1, by u - 32
  std::array<float, 13> singular;
  /// x >= 8: sqrt(2 / (pi x)) M cos(x - angle + phase / x), and sin for Y, by 1 / x^2
  std::array<float, 5> modulus, phase;
  float angle;
  /// I(x) by x^2, over x for I1, for x < 6; then sqrt(x) exp(-x) I(x) by 1/x
  std::array<float, 10> modified;
  std::array<float, 9> modifiedFar;
};
} // namespace

static const BesselOrder kOrders[] = {
    {{2.40482545f, 5.52007818f},
     {1.08705905e-07f, -7.19341458e-08f},
     {-8.00063235e-23f, 3.67405711e-20f, -1.36117219e-17f, 4.06668946e-15f, -9.4096161e-13f,
      1.61907321e-10f, -1.95782182e-08f, 1.52699522e-06f, -6.62435705e-05f, 0.00114349381f},
     {-2.81176059e-25f, 1.49179668e-22f, -6.46527404e-20f, 2.29105041e-17f, -6.38987595e-15f,
      1.34945982e-12f, -2.03920034e-10f, 2.00324379e-08f, -1.02762965e-06f, 4.39838641e-06f,
      0.00160849269f, -0.0258886218f, -0.382250667f},
     {3.34515953f, -0.514112175f, 0.103367127f, -0.0624997206f, 1.0f},
     {-11.9060755f, 1.50942898f, -0.208914801f, 0.0651029348f, -0.125f},
     0.785398163f,
     {4.52113265e-17f, 8.05699179e-15f, 2.46096026e-12f, 4.69433437e-10f, 6.78411567e-08f,
      6.78144761e-06f, 0.000434029091f, 0.0156249963f, 0.25f, 1.0f},
     {-174.051117f, 104.532753f, -23.5748234f, 2.90673375f, -0.140733555f, 0.0359657891f,
      0.0279253852f, 0.0498687699f, 0.398942292f}},
    {{3.83170605f, 7.01558685f},
     {-7.68505899e-08f, -1.83211725e-07f},
     {-3.34494537e-24f, 1.67584651e-21f, -6.84559682e-19f, 2.27464769e-16f, -5.92796144e-14f,
      1.16750516e-11f, -1.6503916e-09f, 1.54882983e-07f, -8.42975896e-06f, 0.000194989363f},
     {-1.1478997e-26f, 6.66300793e-24f, -3.19824032e-21f, 1.26964934e-18f, -4.03649581e-16f,
      9.96076323e-14f, -1.82807051e-11f, 2.3409088e-09f, -1.87300103e-07f, 7.17383091e-06f,
      2.28198951e-05f, -0.00760554476f, 0.0707598552f},
     {-4.57517815f, 0.768720269f, -0.193169743f, 0.187499642f, 1.0f},
     {16.1173611f, -2.20684075f, 0.370067149f, -0.164060935f, 0.375f},
     2.35619449f,
     {2.17313478e-18f, 4.62459555e-16f, 1.5274991e-13f, 3.35722526e-11f, 5.65247715e-09f,
      6.7815796e-07f, 5.42535308e-05f, 0.00260416651f, 0.0625f, 0.5f},
     {187.501068f, -113.423599f, 25.6564484f, -3.18828773f, 0.145703435f, -0.0483141467f,
      -0.0466133505f, -0.14960444f, 0.398942292f}},
};

static constexpr float kTwoOverPi = 0.636619772f;

/// x^2 - zero^2, right to the last place where x is near the zero.
static Value aboutZero(ElementBuilder &b, Value x, float zero, float low) {
  Value difference = b.subf(b.subf(x, b.constant(zero)), b.constant(low));
  return b.mulf(difference, b.addf(x, b.constant(zero)));
}

/// J for 0 <= a < 8.
static Value regularNear(ElementBuilder &b, Value a, unsigned index) {
  const BesselOrder &order = kOrders[index];
  Value t = b.fma(a, a, b.constant(-32.0f));
  Value result = b.polynomial(t, order.regular);
  for (int i = 0; i < 2; ++i)
    result = b.mulf(result, aboutZero(b, a, order.zeros[i], order.zerosLow[i]));
  return index == 1 ? b.mulf(result, a) : result;
}

/// J or Y for a >= 8. The angle is split, so that a goes into the functions as it is.
static Value oscillation(ElementBuilder &b, Value a, unsigned index, bool isSingular) {
  const BesselOrder &order = kOrders[index];
  Value reciprocal = b.divf(b.constant(1.0f), a);
  Value square = b.mulf(reciprocal, reciprocal);
  Value amplitude = b.mulf(b.polynomial(square, order.modulus),
                           b.sqrt(b.mulf(b.constant(kTwoOverPi), reciprocal)));
  Value angle =
      b.subf(b.constant(order.angle), b.mulf(b.polynomial(square, order.phase), reciprocal));
  Value sine = b.apply<math::SinOp>(a), cosine = b.apply<math::CosOp>(a);
  Value sineAngle = b.apply<math::SinOp>(angle), cosineAngle = b.apply<math::CosOp>(angle);
  Value wave = isSingular ? b.fma(sine, cosineAngle, b.negf(b.mulf(cosine, sineAngle)))
                          : b.fma(cosine, cosineAngle, b.mulf(sine, sineAngle));
  Value result = b.mulf(amplitude, wave);
  return b.select(b.isEqual(a, kInfinity), b.constant(0.0f), result);
}

static Value expandJ(ElementBuilder &b, Value x, unsigned index) {
  Value a = b.absf(x);
  Value near = regularNear(b, b.clampAbove(a, 8.0f), index);
  Value result = b.select(b.isLess(a, 8.0f), near, oscillation(b, a, index, false));
  if (index == 0)
    return result;
  return b.select(b.isLess(x, 0.0f), b.negf(result), result);
}

static Value expandY(ElementBuilder &b, Value x, unsigned index) {
  Value a = b.clampAbove(x, 8.0f);
  Value term = b.mulf(b.log(a), regularNear(b, a, index));
  Value rest = b.polynomial(b.fma(a, a, b.constant(-32.0f)), kOrders[index].singular);
  if (index == 1) {
    term = b.subf(term, b.divf(b.constant(1.0f), a));
    rest = b.mulf(rest, a);
  }
  Value near = b.fma(term, b.constant(kTwoOverPi), rest);
  Value result = b.select(b.isLess(x, 8.0f), near, oscillation(b, x, index, true));
  result = b.select(b.isEqual(x, 0.0f), b.constant(-kInfinity), result);
  return b.select(b.isLess(x, 0.0f), b.constant(kNaN), result);
}

/// exp(x) goes in twice as exp(x / 2): I(91) is a float, exp(91) is not.
static Value expandI(ElementBuilder &b, Value x, unsigned index) {
  const BesselOrder &order = kOrders[index];
  Value a = b.absf(x);
  Value capped = b.clampAbove(a, 6.0f);
  Value near = b.polynomial(b.mulf(capped, capped), order.modified);
  if (index == 1)
    near = b.mulf(near, capped);
  Value reciprocal = b.divf(b.constant(1.0f), a);
  Value power = b.exp(b.mulf(a, b.constant(0.5f)));
  Value far = b.divf(b.polynomial(reciprocal, order.modifiedFar), b.sqrt(a));
  far = b.mulf(b.mulf(far, power), power);
  far = b.select(b.isEqual(a, kInfinity), a, far);
  Value result = b.select(b.isLess(a, 6.0f), near, far);
  return index == 1 ? b.copysign(result, x) : result;
}

Value tritonmetal::metal::expandBesselJ0(ElementBuilder &b, Value x) { return expandJ(b, x, 0); }
Value tritonmetal::metal::expandBesselJ1(ElementBuilder &b, Value x) { return expandJ(b, x, 1); }
Value tritonmetal::metal::expandBesselY0(ElementBuilder &b, Value x) { return expandY(b, x, 0); }
Value tritonmetal::metal::expandBesselY1(ElementBuilder &b, Value x) { return expandY(b, x, 1); }
Value tritonmetal::metal::expandBesselI0(ElementBuilder &b, Value x) { return expandI(b, x, 0); }
Value tritonmetal::metal::expandBesselI1(ElementBuilder &b, Value x) { return expandI(b, x, 1); }
