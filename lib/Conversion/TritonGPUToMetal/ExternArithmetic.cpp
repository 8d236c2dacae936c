//===- ExternArithmetic.cpp - Functions of real numbers -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ExternFunctions.h"

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::metal;

/// Metal's `fast::` variant.
template <typename Op>
static Value applyFast(ElementBuilder &b, ValueRange x) {
  return Op::create(b.getBuilder(), b.getLoc(), x[0], arith::FastMathFlags::afn);
}

template <Value (*expand)(ElementBuilder &, Value)>
static Value unary(ElementBuilder &b, ValueRange x) {
  return expand(b, x[0]);
}

template <Value (*expand)(ElementBuilder &, Value, Value)>
static Value binary(ElementBuilder &b, ValueRange x) {
  return expand(b, x[0], x[1]);
}

static Value fastExp10(ElementBuilder &b, ValueRange x) {
  Value scaled = b.mulf(x[0], b.constant(3.32192802f)); // log2(10)
  return applyFast<math::Exp2Op>(b, scaled);
}

static Value fastPow(ElementBuilder &b, ValueRange x) {
  return math::PowFOp::create(b.getBuilder(), b.getLoc(), x[0], x[1], arith::FastMathFlags::afn);
}

/// x - y, or 0 where x is the smaller one; NaN stays.
static Value dimension(ElementBuilder &b, ValueRange x) {
  Value isSmaller = b.cmpf(arith::CmpFPredicate::OLE, x[0], x[1]);
  return b.select(isSmaller, b.constant(0.0f), b.subf(x[0], x[1]));
}

static Value fuse(ElementBuilder &b, ValueRange x) { return b.fma(x[0], x[1], x[2]); }
static Value norm(ElementBuilder &b, ValueRange x) { return expandNorm(b, x); }
static Value rnorm(ElementBuilder &b, ValueRange x) { return expandRNorm(b, x); }
static Value scale(ElementBuilder &b, ValueRange x) { return expandLdexp(b, x[0], x[1]); }

static Value reciprocalCbrt(ElementBuilder &b, ValueRange x) {
  return b.divf(b.constant(1.0f), expandCbrt(b, x[0]));
}

template <typename Op>
static Value classify(ElementBuilder &b, ValueRange x) {
  Value isSo = Op::create(b.getBuilder(), b.getLoc(), b.i1(), x[0], arith::FastMathFlags::none);
  return b.cast<arith::ExtUIOp>(b.i32(), isSo);
}

static Value signBit(ElementBuilder &b, ValueRange x) {
  return b.shrui(b.bitcast(b.i32(), x[0]), 31);
}

/// NaN becomes 0.
static Value saturate(ElementBuilder &b, ValueRange x) {
  return b.minnum(b.maxnum(x[0], b.constant(0.0f)), b.constant(1.0f));
}

static Value powerOfInteger(ElementBuilder &b, ValueRange x) {
  return b.make<math::PowFOp>(x[0], b.cast<arith::SIToFPOp>(b.f32(), x[1]));
}

ArrayRef<ExternFunction> tritonmetal::getExternArithmetic() {
  static const ExternFunction functions[] = {
      {"acos", "f:f", unaryOp<math::AcosOp>},
      {"acosh", "f:f", unaryOp<math::AcoshOp>},
      {"asin", "f:f", unaryOp<math::AsinOp>},
      {"asinh", "f:f", unaryOp<math::AsinhOp>},
      {"atan", "f:f", unaryOp<math::AtanOp>},
      {"atan2", "ff:f", binaryOp<math::Atan2Op>},
      {"atanh", "f:f", unaryOp<math::AtanhOp>},
      {"cbrt", "f:f", unary<expandCbrt>},
      {"ceil", "f:f", unaryOp<math::CeilOp>},
      {"copysign", "ff:f", binaryOp<math::CopySignOp>},
      {"cos", "f:f", unaryOp<math::CosOp>},
      {"cosh", "f:f", unaryOp<math::CoshOp>},
      {"cospi", "f:f", unary<expandCosPi>},
      {"cyl_bessel_i0", "f:f", unary<expandBesselI0>},
      {"cyl_bessel_i1", "f:f", unary<expandBesselI1>},
      {"erf", "f:f", unary<expandErf>},
      {"erfc", "f:f", unary<expandErfc>},
      {"erfcinv", "f:f", unary<expandErfcInv>},
      {"erfcx", "f:f", unary<expandErfcx>},
      {"erfinv", "f:f", unary<expandErfInv>},
      {"exp", "f:f", unaryOp<math::ExpOp>},
      {"exp10", "f:f", unary<expandExp10>},
      {"exp2", "f:f", unaryOp<math::Exp2Op>},
      {"expm1", "f:f", unary<expandExpm1>},
      {"fabs", "f:f", unaryOp<math::AbsFOp>},
      {"fast_cos", "f:f", applyFast<math::CosOp>},
      {"fast_exp", "f:f", applyFast<math::ExpOp>},
      {"fast_exp10", "f:f", fastExp10},
      {"fast_fdivide", "ff:f", binaryOp<arith::DivFOp>},
      {"fast_log", "f:f", applyFast<math::LogOp>},
      {"fast_log10", "f:f", applyFast<math::Log10Op>},
      {"fast_log2", "f:f", applyFast<math::Log2Op>},
      {"fast_pow", "ff:f", fastPow},
      {"fast_sin", "f:f", applyFast<math::SinOp>},
      {"fast_tan", "f:f", applyFast<math::TanOp>},
      {"fdim", "ff:f", dimension},
      {"fdivide", "ff:f", binaryOp<arith::DivFOp>},
      {"finite", "f:i", classify<math::IsFiniteOp>},
      {"floor", "f:f", unaryOp<math::FloorOp>},
      {"fma", "fff:f", fuse},
      {"fmax", "ff:f", binaryOp<arith::MaxNumFOp>},
      {"fmin", "ff:f", binaryOp<arith::MinNumFOp>},
      {"fmod", "ff:f", binaryOp<arith::RemFOp>},
      {"hypot", "ff:f", norm},
      {"ilogb", "f:i", unary<expandIlogb>},
      {"isfinite", "f:i", classify<math::IsFiniteOp>},
      {"isinf", "f:i", classify<math::IsInfOp>},
      {"isnan", "f:i", classify<math::IsNaNOp>},
      {"j0", "f:f", unary<expandBesselJ0>},
      {"j1", "f:f", unary<expandBesselJ1>},
      {"ldexp", "fi:f", scale},
      {"lgamma", "f:f", unary<expandLGamma>},
      {"log", "f:f", unaryOp<math::LogOp>},
      {"log10", "f:f", unaryOp<math::Log10Op>},
      {"log1p", "f:f", unary<expandLog1p>},
      {"log2", "f:f", unaryOp<math::Log2Op>},
      {"logb", "f:f", unary<expandLogb>},
      {"nearbyint", "f:f", unaryOp<math::RoundEvenOp>},
      {"nextafter", "ff:f", binary<expandNextAfter>},
      {"norm3d", "fff:f", norm},
      {"norm4d", "ffff:f", norm},
      {"normcdf", "f:f", unary<expandNormCdf>},
      {"normcdfinv", "f:f", unary<expandNormCdfInv>},
      {"pow", "ff:f", binaryOp<math::PowFOp>},
      {"powi", "fi:f", powerOfInteger},
      {"rcbrt", "f:f", reciprocalCbrt},
      {"remainder", "ff:f", binary<expandRemainder>},
      {"rhypot", "ff:f", rnorm},
      {"rint", "f:f", unaryOp<math::RoundEvenOp>},
      {"rnorm3d", "fff:f", rnorm},
      {"rnorm4d", "ffff:f", rnorm},
      {"round", "f:f", unaryOp<math::RoundOp>},
      {"rsqrt", "f:f", unaryOp<math::RsqrtOp>},
      {"saturate", "f:f", saturate},
      {"scalbn", "fi:f", scale},
      {"signbit", "f:i", signBit},
      {"sin", "f:f", unaryOp<math::SinOp>},
      {"sinh", "f:f", unaryOp<math::SinhOp>},
      {"sinpi", "f:f", unary<expandSinPi>},
      {"sqrt", "f:f", unaryOp<math::SqrtOp>},
      {"tan", "f:f", unaryOp<math::TanOp>},
      {"tanh", "f:f", unaryOp<math::TanhOp>},
      {"tgamma", "f:f", unary<expandTGamma>},
      {"trunc", "f:f", unaryOp<math::TruncOp>},
      {"y0", "f:f", unary<expandBesselY0>},
      {"y1", "f:f", unary<expandBesselY1>},
  };
  return functions;
}
