//===- ExternDoubles.cpp - Double forms of device libraries ---------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Those that metal-emulate-doubles has code for, `__nv_exp` or `__ocml_exp_f64`.
//
//===----------------------------------------------------------------------===//

#include "ExternFunctions.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal;
using metal::ElementBuilder;

static Type f64(ElementBuilder &b) { return b.typeOf(b.getBuilder().getF64Type()); }

static Value fuse(ElementBuilder &b, ValueRange x) { return b.fma(x[0], x[1], x[2]); }

static Value reciprocal(ElementBuilder &b, ValueRange x) {
  return b.divf(b.constant(x[0].getType(), 1.0), x[0]);
}

static Value exp10(ElementBuilder &b, ValueRange x) {
  return b.make<math::PowFOp>(b.constant(x[0].getType(), 10.0), x[0]);
}

static Value powerOfInteger(ElementBuilder &b, ValueRange x) {
  return b.make<math::PowFOp>(x[0], b.cast<arith::SIToFPOp>(f64(b), x[1]));
}

/// x - y, or 0 where x is the smaller one; NaN stays.
static Value dimension(ElementBuilder &b, ValueRange x) {
  Value isSmaller = b.cmpf(arith::CmpFPredicate::OLE, x[0], x[1]);
  return b.select(isSmaller, b.constant(x[0].getType(), 0.0), b.subf(x[0], x[1]));
}

template <typename Op>
static Value classify(ElementBuilder &b, ValueRange x) {
  Value isSo = Op::create(b.getBuilder(), b.getLoc(), b.i1(), x[0], arith::FastMathFlags::none);
  return b.cast<arith::ExtUIOp>(b.i32(), isSo);
}

static Value toBits(ElementBuilder &b, ValueRange x) { return b.bitcast(b.integer(64), x[0]); }
static Value fromBits(ElementBuilder &b, ValueRange x) { return b.bitcast(f64(b), x[0]); }

/// A half of the bits; the sign is the uppermost.
template <unsigned shift>
static Value part(ElementBuilder &b, ValueRange x) {
  return b.cast<arith::TruncIOp>(b.i32(), b.shrui(toBits(b, x), shift));
}

static Value fromParts(ElementBuilder &b, ValueRange x) {
  Value high = b.shli(b.cast<arith::ExtUIOp>(b.integer(64), x[0]), 32);
  return b.bitcast(f64(b), b.ori(high, b.cast<arith::ExtUIOp>(b.integer(64), x[1])));
}

template <bool towardZero>
static Value toFloat(ElementBuilder &b, ValueRange x) {
  auto narrow = arith::TruncFOp::create(b.getBuilder(), b.getLoc(), b.f32(), x[0]);
  if (towardZero)
    narrow.setRoundingmode(arith::RoundingMode::toward_zero);
  return narrow;
}

template <typename CastOp>
static Value fromInteger(ElementBuilder &b, ValueRange x) {
  return b.cast<CastOp>(f64(b), x[0]);
}

ArrayRef<ExternFunction> tritonmetal::getExternDoubles() {
  static const ExternFunction functions[] = {
      {"ceil", "d:d", unaryOp<math::CeilOp>},
      {"copysign", "dd:d", binaryOp<math::CopySignOp>},
      {"cos", "d:d", unaryOp<math::CosOp>},
      {"dadd_rn", "dd:d", binaryOp<arith::AddFOp>},
      {"ddiv_rn", "dd:d", binaryOp<arith::DivFOp>},
      {"dmul_rn", "dd:d", binaryOp<arith::MulFOp>},
      {"double2float_rn", "d:f", toFloat<false>},
      {"double2float_rz", "d:f", toFloat<true>},
      {"double2hiint", "d:i", part<32>},
      {"double2loint", "d:i", part<0>},
      {"double_as_longlong", "d:l", toBits},
      {"drcp_rn", "d:d", reciprocal},
      {"dsqrt_rn", "d:d", unaryOp<math::SqrtOp>},
      {"dsub_rn", "dd:d", binaryOp<arith::SubFOp>},
      {"exp", "d:d", unaryOp<math::ExpOp>},
      {"exp10", "d:d", exp10},
      {"exp2", "d:d", unaryOp<math::Exp2Op>},
      {"fabs", "d:d", unaryOp<math::AbsFOp>},
      {"fdim", "dd:d", dimension},
      {"floor", "d:d", unaryOp<math::FloorOp>},
      {"fma", "ddd:d", fuse},
      {"fma_rn", "ddd:d", fuse},
      {"fmax", "dd:d", binaryOp<arith::MaxNumFOp>},
      {"fmin", "dd:d", binaryOp<arith::MinNumFOp>},
      {"fmod", "dd:d", binaryOp<arith::RemFOp>},
      {"hiloint2double", "ii:d", fromParts},
      {"int2double_rn", "i:d", fromInteger<arith::SIToFPOp>},
      {"isfinited", "d:i", classify<math::IsFiniteOp>},
      {"isinfd", "d:i", classify<math::IsInfOp>},
      {"isnand", "d:i", classify<math::IsNaNOp>},
      {"ll2double_rn", "l:d", fromInteger<arith::SIToFPOp>},
      {"log", "d:d", unaryOp<math::LogOp>},
      {"log10", "d:d", unaryOp<math::Log10Op>},
      {"log2", "d:d", unaryOp<math::Log2Op>},
      {"longlong_as_double", "l:d", fromBits},
      {"nearbyint", "d:d", unaryOp<math::RoundEvenOp>},
      {"pow", "dd:d", binaryOp<math::PowFOp>},
      {"powi", "di:d", powerOfInteger},
      {"rint", "d:d", unaryOp<math::RoundEvenOp>},
      {"round", "d:d", unaryOp<math::RoundOp>},
      {"rsqrt", "d:d", unaryOp<math::RsqrtOp>},
      {"sin", "d:d", unaryOp<math::SinOp>},
      {"sqrt", "d:d", unaryOp<math::SqrtOp>},
      {"tan", "d:d", unaryOp<math::TanOp>},
      {"trunc", "d:d", unaryOp<math::TruncOp>},
      {"uint2double_rn", "i:d", fromInteger<arith::UIToFPOp>},
      {"ull2double_rn", "l:d", fromInteger<arith::UIToFPOp>},
  };
  return functions;
}
