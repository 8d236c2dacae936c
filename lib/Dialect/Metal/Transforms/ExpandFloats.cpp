//===- ExpandFloats.cpp - Comparisons of floats in other words --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ExpandMath.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// Whether `value` is a constant of which no element is NaN / zero.
static bool isKnownNot(Value value, bool (*isFault)(const APFloat &)) {
  APFloat scalar(0.0);
  if (matchPattern(value, m_ConstantFloat(&scalar)))
    return !isFault(scalar);
  DenseFPElementsAttr elements;
  return matchPattern(value, m_Constant(&elements)) && llvm::none_of(elements, isFault);
}

static bool isNaN(const APFloat &value) { return value.isNaN(); }
static bool isZero(const APFloat &value) { return value.isZero(); }

namespace {

/// %m = arith.maximumf %a, %b : f32
///   ->  a > b ? a : b
///       a == b ? bits(a) and bits(b)      (equal values have equal bits, zeros apart:
///                                          +0 and -0 give +0; for minimumf `or` gives -0)
///       a or b is NaN ? a + b             (a quiet NaN)
/// What constants or fast-math flags rule out is left out.
template <typename ExtremumOp, arith::CmpFPredicate better>
struct ExpandExtremum final : OpRewritePattern<ExtremumOp> {
  using OpRewritePattern<ExtremumOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(ExtremumOp op, PatternRewriter &rewriter) const override {
    constexpr bool isMaximum = better == arith::CmpFPredicate::OGT;
    Value a = op.getLhs(), c = op.getRhs();
    ElementBuilder b(rewriter, op.getLoc(), a);
    Value result = b.select(b.cmpf(better, a, c), a, c);
    arith::FastMathFlags flags = op.getFastmath();
    if (!isKnownNot(a, isZero) && !isKnownNot(c, isZero) &&
        !bitEnumContainsAny(flags, arith::FastMathFlags::nsz)) {
      Type bits = b.integer(getElementTypeOrSelf(a.getType()).getIntOrFloatBitWidth());
      Value x = b.bitcast(bits, a), y = b.bitcast(bits, c);
      Value both = b.bitcast(a.getType(), isMaximum ? b.andi(x, y) : b.ori(x, y));
      result = b.select(b.cmpf(arith::CmpFPredicate::OEQ, a, c), both, result);
    }
    if (!bitEnumContainsAny(flags, arith::FastMathFlags::nnan)) {
      Value first = isKnownNot(a, isNaN) ? c : a;
      Value second = isKnownNot(c, isNaN) ? a : c;
      if (!isKnownNot(first, isNaN) || !isKnownNot(second, isNaN)) {
        Value isUnordered = b.cmpf(arith::CmpFPredicate::UNO, first, second);
        result = b.select(isUnordered, b.addf(a, c), result);
      }
    }
    rewriter.replaceOp(op, result);
    return success();
  }
};

/// math.isnan %x     ->  x != x
/// math.isinf %x     ->  |x| == infinity
/// math.isfinite %x  ->  |x| < infinity
/// math.isnormal %x  ->  the exponent is neither 0 nor all ones
template <typename ClassOp>
struct ExpandClass final : OpRewritePattern<ClassOp> {
  using OpRewritePattern<ClassOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(ClassOp op, PatternRewriter &rewriter) const override {
    Value x = op.getOperand();
    ElementBuilder b(rewriter, op.getLoc(), x);
    if (std::is_same_v<ClassOp, math::IsNaNOp>) {
      rewriter.replaceOp(op, b.isNaN(x));
      return success();
    }
    // On bits, so that no optimisation for finite numbers decides the question.
    auto element = cast<FloatType>(getElementTypeOrSelf(x.getType()));
    const llvm::fltSemantics &semantics = element.getFloatSemantics();
    Type bits = b.integer(element.getWidth());
    Value magnitude =
        b.andi(b.bitcast(bits, x), b.constant(bits, APInt::getSignedMaxValue(element.getWidth())));
    Value infinity = b.constant(bits, APFloat::getInf(semantics).bitcastToAPInt());
    Value result;
    if (std::is_same_v<ClassOp, math::IsInfOp>)
      result = b.cmpi(arith::CmpIPredicate::eq, magnitude, infinity);
    else
      result = b.cmpi(arith::CmpIPredicate::ult, magnitude, infinity);
    if (std::is_same_v<ClassOp, math::IsNormalOp>) {
      Value smallest = b.constant(bits, APFloat::getSmallestNormalized(semantics).bitcastToAPInt());
      result = b.andi(result, b.cmpi(arith::CmpIPredicate::uge, magnitude, smallest));
    }
    rewriter.replaceOp(op, result);
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateFloatPatterns(RewritePatternSet &patterns) {
  patterns.add<ExpandExtremum<arith::MaximumFOp, arith::CmpFPredicate::OGT>,
               ExpandExtremum<arith::MinimumFOp, arith::CmpFPredicate::OLT>,
               ExpandClass<math::IsNaNOp>, ExpandClass<math::IsInfOp>,
               ExpandClass<math::IsFiniteOp>, ExpandClass<math::IsNormalOp>>(patterns.getContext());
}
