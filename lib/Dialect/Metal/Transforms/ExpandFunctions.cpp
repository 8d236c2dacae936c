//===- ExpandFunctions.cpp - Functions by polynomials -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// f32 functions that Metal does not have, in the arithmetic that it has. Coefficients
// are weighted least-squares fits with iterated weights (Lawson), which come close to
// the minimax polynomial, against 40-digit values.
//
// Largest error on every 37th float, with correctly rounded exp and exp2:
//
//   erf    1.2 ulp     erfc   3.9 ulp     expm1  1.5 ulp     log1p  1.3 ulp
//
// The tail of erfc adds the error of the GPU's own exp (up to 4 ulp in MSL).
//
//===----------------------------------------------------------------------===//

#include "ExpandMath.h"

#include <limits>

using namespace mlir;
using namespace tritonmetal::metal;
using arith::CmpFPredicate;

static constexpr float kInfinity = std::numeric_limits<float>::infinity();

// log(2) in two floats.
static constexpr float kLog2High = 0.693147182f;
static constexpr float kLog2Low = -1.90465430e-9f;

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
/// expm1(x) = x + x^2 * P(x) for |x| < 0.35
static const float kExpm1[] = {0.000198459573f, 0.00139416533f, 0.00833339151f,
                               0.0416663475f,   0.166666657f,   0.5f};
/// log1p(x) = x + x^2 * P(x) for -0.25 <= x <= 0.5
static const float kLog1p[] = {-0.0449157394f, 0.104497209f,  -0.131630987f,
                               0.14482145f,    -0.166476965f, 0.199905932f,
                               -0.250000566f,  0.333334535f,  -0.5f};

static Value expandErf(ElementBuilder &b, OpBuilder &builder, Location loc, Value x) {
  Value magnitude = b.absf(x);
  Value near = b.fma(b.polynomial(b.mulf(x, x), kErfNear), x, x);
  Value t = b.clampAbove(magnitude, 3.95f);
  Value tail = math::Exp2Op::create(builder, loc, b.mulf(t, b.polynomial(t, kErfFar)));
  Value far = b.copysign(b.subf(b.constant(1.0f), tail), x);
  // NaN takes the first branch.
  return b.select(b.cmpf(CmpFPredicate::OGE, magnitude, b.constant(0.9375f)), far, near);
}

/// Near 0: 1 - erf(x), with one rounding less. Elsewhere exp(-x^2) is computed as
/// exp(s) (1 + e), where s + e is -x^2 to twice the precision.
static Value expandErfc(ElementBuilder &b, OpBuilder &builder, Location loc, Value x) {
  Value one = b.constant(1.0f), two = b.constant(2.0f);
  Value magnitude = b.absf(x);
  Value near = b.fma(b.negf(x), b.polynomial(b.mulf(x, x), kErfNear), b.subf(one, x));
  Value a = b.clampAbove(magnitude, 10.2f);
  Value p = b.divf(b.subf(a, two), b.addf(a, two));
  Value scaled = b.divf(b.polynomial(p, kErfcScaled), b.fma(two, a, one));
  Value square = b.mulf(a, a);
  Value rest = b.fma(b.negf(a), a, square);
  Value power = math::ExpOp::create(builder, loc, b.negf(square));
  Value right = b.mulf(b.fma(power, rest, power), scaled);
  Value left = b.subf(two, right);
  Value far = b.select(b.cmpf(CmpFPredicate::OLT, x, b.constant(0.0f)), left, right);
  // NaN takes the first branch.
  return b.select(b.cmpf(CmpFPredicate::OGE, magnitude, b.constant(0.5f)), far, near);
}

/// x = j log(2) + f;  expm1(x) = 2^j expm1(f) + (2^j - 1), at half the size because
/// 2^128 is no float. j is read off the bits of x / log(2) + 1.5 * 2^23, whose last bit
/// counts ones; for NaN it is some number, and f is NaN.
static Value expandExpm1(ElementBuilder &b, OpBuilder &, Location, Value x) {
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
  // Keeps the sign of zero.
  return b.select(b.cmpf(CmpFPredicate::OEQ, x, b.constant(0.0f)), x, result);
}

/// 1 + x = 2^i (1 + m) with m in [-0.25, 0.5];  log1p(x) = i log(2) + log1p(m). The
/// scaling by 2^-i happens on exponent bits, so m has no rounding error of 1 + x.
static Value expandLog1p(ElementBuilder &b, OpBuilder &, Location, Value x) {
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
  Value edge = b.select(b.cmpf(CmpFPredicate::OEQ, x, minusOne), b.constant(-kInfinity),
                        b.constant(std::numeric_limits<float>::quiet_NaN()));
  result = b.select(b.cmpf(CmpFPredicate::OGT, x, minusOne), result, edge);
  Value isItself = b.ori(b.cmpf(CmpFPredicate::UEQ, x, b.constant(kInfinity)),
                         b.cmpf(CmpFPredicate::OEQ, x, b.constant(0.0f)));
  return b.select(isItself, x, result);
}

namespace {

/// math.erf %x : vector<4xf32>  ->  what `expand` writes for it
template <typename MathOp>
struct ExpandFunction final : OpRewritePattern<MathOp> {
  using Expansion = Value (*)(ElementBuilder &, OpBuilder &, Location, Value);
  ExpandFunction(MLIRContext *context, Expansion expand)
      : OpRewritePattern<MathOp>(context), expand(expand) {}

  LogicalResult matchAndRewrite(MathOp op, PatternRewriter &rewriter) const override {
    if (!getElementTypeOrSelf(op.getType()).isF32())
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getOperand());
    rewriter.replaceOp(op, expand(b, rewriter, op.getLoc(), op.getOperand()));
    return success();
  }

  Expansion expand;
};

/// math.clampf %x to [%lo, %hi]  ->  arith.minimumf (arith.maximumf %x, %lo), %hi
struct ExpandClamp final : OpRewritePattern<math::ClampFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(math::ClampFOp op, PatternRewriter &rewriter) const override {
    Value raised = arith::MaximumFOp::create(rewriter, op.getLoc(), op.getValue(), op.getMin());
    rewriter.replaceOpWithNewOp<arith::MinimumFOp>(op, raised, op.getMax());
    return success();
  }
};

/// %s, %c = math.sincos %x  ->  math.sin %x, math.cos %x
struct ExpandSincos final : OpRewritePattern<math::SincosOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(math::SincosOp op, PatternRewriter &rewriter) const override {
    Value sine = math::SinOp::create(rewriter, op.getLoc(), op.getOperand(), op.getFastmath());
    Value cosine = math::CosOp::create(rewriter, op.getLoc(), op.getOperand(), op.getFastmath());
    rewriter.replaceOp(op, {sine, cosine});
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateFunctionPatterns(RewritePatternSet &patterns) {
  MLIRContext *context = patterns.getContext();
  patterns.add<ExpandFunction<math::ErfOp>>(context, expandErf);
  patterns.add<ExpandFunction<math::ErfcOp>>(context, expandErfc);
  patterns.add<ExpandFunction<math::ExpM1Op>>(context, expandExpm1);
  patterns.add<ExpandFunction<math::Log1pOp>>(context, expandLog1p);
  patterns.add<ExpandClamp, ExpandSincos>(context);
}
