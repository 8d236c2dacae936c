//===- ScalarMath.cpp - Floating-point functions of single numbers ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScalarMath.h"

#include <cmath>
#include <limits>

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Functions that the host's library lacks
//===----------------------------------------------------------------------===//

static constexpr double pi = 3.14159265358979323846;

static double reciprocalSquareRoot(double x) { return 1 / std::sqrt(x); }
static double exponential10(double x) { return std::pow(10.0, x); }

/// Multiples of pi are reduced exactly to a quarter of a turn, where the library is called with
/// what does not vanish by cancellation: zeros are exact, and large arguments keep their meaning.
static double sineOfPi(double x) {
  double r = std::remainder(x, 2.0); // in [-1, 1]
  if (std::fabs(r) > 0.5)
    r = std::copysign(1 - std::fabs(r), r);
  return r == 0 ? std::copysign(0.0, x) : std::sin(pi * r);
}
static double cosineOfPi(double x) {
  double r = std::fabs(std::remainder(x, 2.0));
  return r <= 0.25 ? std::cos(pi * r) : std::sin(pi * (0.5 - r)) + 0.0;
}
static double tangentOfPi(double x) {
  double r = std::remainder(x, 1.0); // in [-0.5, 0.5]
  if (r == 0)
    return std::copysign(0.0, x);
  return std::fabs(r) == 0.5 ? std::copysign(std::numeric_limits<double>::infinity(), r)
                             : std::tan(pi * r);
}

static double saturate(double x) { return std::fmin(std::fmax(x, 0.0), 1.0); } // NaN becomes 0

/// 1, -1, a zero of the same sign, and 0 for NaN.
static double signOf(double x) { return x != x ? 0 : x == 0 ? x : std::copysign(1.0, x); }

static double minimum(double a, double b) { return minimumNumber(float(a), float(b)); }
static double maximum(double a, double b) { return maximumNumber(float(a), float(b)); }

/// pow for a base that is not negative.
static double powerOfPositive(double x, double y) {
  return x < 0 ? std::numeric_limits<double>::quiet_NaN() : std::pow(x, y);
}

//===----------------------------------------------------------------------===//
// One operand, or two
//===----------------------------------------------------------------------===//

using Unary = double (*)(double);
using Binary = double (*)(double, double);

template <typename Number, Unary function>
static Word unary(const Word *operands) {
  return Number::encode(function(Number::decode(operands[0])));
}

template <typename Number, Binary function>
static Word binary(const Word *operands) {
  return Number::encode(function(Number::decode(operands[0]), Number::decode(operands[1])));
}

template <typename Number>
static ScalarMath getElementary(AirOperation operation) {
  switch (operation) {
  case AirOperation::Sqrt:
    return unary<Number, std::sqrt>;
  case AirOperation::Rsqrt:
    return unary<Number, reciprocalSquareRoot>;
  case AirOperation::Sin:
    return unary<Number, std::sin>;
  case AirOperation::Cos:
    return unary<Number, std::cos>;
  case AirOperation::Tan:
    return unary<Number, std::tan>;
  case AirOperation::Asin:
    return unary<Number, std::asin>;
  case AirOperation::Acos:
    return unary<Number, std::acos>;
  case AirOperation::Atan:
    return unary<Number, std::atan>;
  case AirOperation::Sinh:
    return unary<Number, std::sinh>;
  case AirOperation::Cosh:
    return unary<Number, std::cosh>;
  case AirOperation::Tanh:
    return unary<Number, std::tanh>;
  case AirOperation::Asinh:
    return unary<Number, std::asinh>;
  case AirOperation::Acosh:
    return unary<Number, std::acosh>;
  case AirOperation::Atanh:
    return unary<Number, std::atanh>;
  case AirOperation::SinPi:
    return unary<Number, sineOfPi>;
  case AirOperation::CosPi:
    return unary<Number, cosineOfPi>;
  case AirOperation::TanPi:
    return unary<Number, tangentOfPi>;
  case AirOperation::Exp:
    return unary<Number, std::exp>;
  case AirOperation::Exp2:
    return unary<Number, std::exp2>;
  case AirOperation::Exp10:
    return unary<Number, exponential10>;
  case AirOperation::Log:
    return unary<Number, std::log>;
  case AirOperation::Log2:
    return unary<Number, std::log2>;
  case AirOperation::Log10:
    return unary<Number, std::log10>;
  case AirOperation::Atan2:
    return binary<Number, std::atan2>;
  case AirOperation::Pow:
    return binary<Number, std::pow>;
  case AirOperation::Powr:
    return binary<Number, powerOfPositive>;
  default:
    return nullptr;
  }
}

//===----------------------------------------------------------------------===//
// Bit patterns: denormals and the payloads of NaNs stay
//===----------------------------------------------------------------------===//

template <unsigned bits>
static Word clearSign(const Word *operands) {
  return operands[0] & ~(Word(1) << (bits - 1));
}

template <unsigned bits>
static Word copySign(const Word *operands) {
  Word sign = Word(1) << (bits - 1);
  return (operands[0] & ~sign) | (operands[1] & sign);
}

/// The neighbour of the first operand towards the second.
template <typename Number>
static Word nextAfter(const Word *operands) {
  constexpr unsigned bits = Number::bits;
  Word sign = Word(1) << (bits - 1);
  Word from = operands[0], to = operands[1];
  float a = Number::decodeExactly(from), b = Number::decodeExactly(to);
  if (a != a || b != b)
    return Number::encode(a + b);
  if (a == b)
    return to;
  if (a == 0)
    return (b < 0 ? sign : 0) | 1;
  return (a < b) == ((from & sign) == 0) ? from + 1 : from - 1;
}

//===----------------------------------------------------------------------===//
// The rest
//===----------------------------------------------------------------------===//

/// In [0, 1), also where rounding would give 1.
template <typename Number>
static Word fraction(const Word *operands) {
  float x = Number::decode(operands[0]);
  if (std::isinf(x))
    return Number::encode(std::copysign(0.0, double(x)));
  Word result = Number::encode(double(x) - std::floor(double(x)));
  return result == Number::encode(1.0) ? result - 1 : result;
}

template <typename Number>
static Word multiplyAdd(const Word *operands) {
  return fuseMultiplyAdd<Number>(Number::decode(operands[0]), Number::decode(operands[1]),
                                 Number::decode(operands[2]));
}

template <typename Number>
static Word clamp(const Word *operands) {
  float raised = maximumNumber(Number::decode(operands[0]), Number::decode(operands[1]));
  return Number::encode(minimumNumber(raised, Number::decode(operands[2])));
}

/// x + (y - x) * a, each step rounded (Metal specification, "mix").
template <typename Number>
static Word mix(const Word *operands) {
  float x = Number::decode(operands[0]), y = Number::decode(operands[1]);
  float difference = Number::decode(Number::encode(y - x));
  float product = Number::decode(Number::encode(difference * Number::decode(operands[2])));
  return Number::encode(x + product);
}

template <typename Number>
static Word minimumOf3(const Word *operands) {
  float least = minimumNumber(Number::decode(operands[0]), Number::decode(operands[1]));
  return Number::encode(minimumNumber(least, Number::decode(operands[2])));
}

template <typename Number>
static Word maximumOf3(const Word *operands) {
  float most = maximumNumber(Number::decode(operands[0]), Number::decode(operands[1]));
  return Number::encode(maximumNumber(most, Number::decode(operands[2])));
}

/// The middle of three; of two numbers and a NaN the smaller one.
template <typename Number>
static Word medianOf3(const Word *operands) {
  float a = Number::decode(operands[0]), b = Number::decode(operands[1]);
  float c = Number::decode(operands[2]);
  float low = minimumNumber(a, b), high = maximumNumber(a, b);
  return Number::encode(maximumNumber(low, minimumNumber(high, c)));
}

template <typename Number>
static Word scaleByPowerOfTwo(const Word *operands) {
  // Past this the result is zero or infinite in every format.
  int exponent = std::clamp(int(signExtend(operands[1], 32)), -1000, 1000);
  return Number::encode(std::ldexp(double(Number::decode(operands[0])), exponent));
}

template <typename Number>
static ScalarMath getMath(AirOperation operation) {
  switch (operation) {
  case AirOperation::Floor:
    return unary<Number, std::floor>;
  case AirOperation::Ceil:
    return unary<Number, std::ceil>;
  case AirOperation::Trunc:
    return unary<Number, std::trunc>;
  case AirOperation::Rint:
    return unary<Number, std::nearbyint>;
  case AirOperation::Round:
    return unary<Number, std::round>;
  case AirOperation::Fract:
    return fraction<Number>;
  case AirOperation::Saturate:
    return unary<Number, saturate>;
  case AirOperation::Sign:
    return unary<Number, signOf>;
  case AirOperation::Fabs:
    return clearSign<Number::bits>;
  case AirOperation::Fmin:
    return binary<Number, minimum>;
  case AirOperation::Fmax:
    return binary<Number, maximum>;
  case AirOperation::Fmod:
    return binary<Number, std::fmod>;
  case AirOperation::NextAfter:
    return nextAfter<Number>;
  case AirOperation::CopySign:
    return copySign<Number::bits>;
  case AirOperation::Fma:
    return multiplyAdd<Number>;
  case AirOperation::Clamp:
    return clamp<Number>;
  case AirOperation::Mix:
    return mix<Number>;
  case AirOperation::Fmin3:
    return minimumOf3<Number>;
  case AirOperation::Fmax3:
    return maximumOf3<Number>;
  case AirOperation::Fmedian3:
    return medianOf3<Number>;
  case AirOperation::Ldexp:
    return scaleByPowerOfTwo<Number>;
  default:
    return getElementary<Number>(operation);
  }
}

ScalarMath getScalarMath(AirOperation operation, FloatFormat format) {
  switch (format) {
  case FloatFormat::Half:
    return getMath<HalfNumber>(operation);
  case FloatFormat::BFloat:
    return getMath<BFloatNumber>(operation);
  case FloatFormat::FloatFlush:
    return getMath<FloatNumber<true>>(operation);
  case FloatFormat::FloatPreserve:
    return getMath<FloatNumber<false>>(operation);
  }
  return nullptr;
}

template <typename Number>
static Word computeDotOf(const Word *a, const Word *b, unsigned count) {
  double sum = 0;
  for (unsigned i = 0; i < count; ++i)
    sum += double(Number::decode(a[i])) * double(Number::decode(b[i]));
  return Number::encode(sum);
}

Word computeDot(const Word *a, const Word *b, unsigned count, FloatFormat format) {
  switch (format) {
  case FloatFormat::Half:
    return computeDotOf<HalfNumber>(a, b, count);
  case FloatFormat::BFloat:
    return computeDotOf<BFloatNumber>(a, b, count);
  case FloatFormat::FloatFlush:
    return computeDotOf<FloatNumber<true>>(a, b, count);
  case FloatFormat::FloatPreserve:
    return computeDotOf<FloatNumber<false>>(a, b, count);
  }
  return 0;
}

} // namespace tritonmetal::executor
