//===- ExpandFunctions.cpp - Functions of the math dialect ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// See SpecialFunctions.h for what they become.
//
//===----------------------------------------------------------------------===//

#include "ExpandMath.h"

#include "triton-metal/Dialect/Metal/Transforms/SpecialFunctions.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace {

/// math.erf %x : vector<4xf32>  ->  what `expand` writes for it
template <typename MathOp>
struct ExpandFunction final : OpRewritePattern<MathOp> {
  using Expansion = Value (*)(ElementBuilder &, Value);
  ExpandFunction(MLIRContext *context, Expansion expand)
      : OpRewritePattern<MathOp>(context), expand(expand) {}

  LogicalResult matchAndRewrite(MathOp op, PatternRewriter &rewriter) const override {
    if (!getElementTypeOrSelf(op.getType()).isF32())
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getOperand());
    rewriter.replaceOp(op, expand(b, op.getOperand()));
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
  patterns.add<ExpandFunction<math::CbrtOp>>(context, expandCbrt);
  patterns.add<ExpandFunction<math::ErfOp>>(context, expandErf);
  patterns.add<ExpandFunction<math::ErfcOp>>(context, expandErfc);
  patterns.add<ExpandFunction<math::ExpM1Op>>(context, expandExpm1);
  patterns.add<ExpandFunction<math::Log1pOp>>(context, expandLog1p);
  patterns.add<ExpandClamp, ExpandSincos>(context);
}
