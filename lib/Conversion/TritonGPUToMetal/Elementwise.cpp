//===- Elementwise.cpp - Register-wise arithmetic --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "triton-metal/Dialect/Metal/Transforms/NarrowFloats.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/UB/IR/UBOps.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

///   %c = arith.addf %a, %b : tensor<512xf32, #l>
/// becomes
///   %c = arith.addf %a, %b : vector<4xf32>
struct ElementwiseLowering final : ConversionPattern {
  ElementwiseLowering(const TypeConverter &converter, MLIRContext *context)
      : ConversionPattern(converter, MatchAnyOpTypeTag(), /*benefit=*/1, context) {}

  LogicalResult matchAndRewrite(Operation *op, ArrayRef<Value> operands,
                                ConversionPatternRewriter &rewriter) const override {
    if (!op->hasTrait<OpTrait::Elementwise>() || op->getNumRegions() != 0)
      return rewriter.notifyMatchFailure(op, "not elementwise");
    SmallVector<Type> types;
    if (failed(getTypeConverter()->convertTypes(op->getResultTypes(), types)) ||
        types.size() != op->getNumResults())
      return rewriter.notifyMatchFailure(op, "works on pointers");
    OperationState state(op->getLoc(), op->getName(), operands, types,
                         op->getDiscardableAttrDictionary().getValue());
    state.propertiesAttr = op->getPropertiesAsAttribute();
    rewriter.replaceOp(op, rewriter.create(state));
    return success();
  }
};

/// Poison may be anything; zero is the same in every run and on both outputs.
///   %c = ub.poison : tensor<512xf32, #l>
/// becomes
///   %c = arith.constant dense<0.0> : vector<4xf32>
struct PoisonLowering final : OpConversionPattern<ub::PoisonOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(ub::PoisonOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = getTypeConverter()->convertType(op.getType());
    if (!type || !getElementTypeOrSelf(type).isIntOrIndexOrFloat())
      return rewriter.notifyMatchFailure(op, "is a pointer");
    rewriter.replaceOpWithNewOp<arith::ConstantOp>(op, cast<TypedAttr>(rewriter.getZeroAttr(type)));
    return success();
  }
};

/// Correctly rounded division and square root are what safe math gives anyway.
///   %q = tt.precise_divf %a, %b : tensor<512xf32, #l>
/// becomes
///   %q = arith.divf %a, %b : vector<4xf32>
template <typename From, typename To>
struct PreciseLowering final : OpConversionPattern<From> {
  using OpConversionPattern<From>::OpConversionPattern;

  LogicalResult matchAndRewrite(From op, typename From::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<To>(op, adaptor.getOperands());
    return success();
  }
};

///   %r = tt.clampf %x, %lo, %hi, propagateNan = all
/// becomes
///   %a = arith.maxnumf %x, %lo
///   %b = arith.minnumf %a, %hi
///   %n = arith.cmpf uno, %x, %x
///   %r = arith.select %n, %x, %b        (the last two for `all` only)
struct ClampLowering final : OpConversionPattern<tt::ClampFOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::ClampFOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value x = adaptor.getX();
    Value low = arith::MaxNumFOp::create(rewriter, loc, x, adaptor.getMin());
    Value result = arith::MinNumFOp::create(rewriter, loc, low, adaptor.getMax());
    if (op.getPropagateNan() == tt::PropagateNan::All) {
      Value isNan = arith::CmpFOp::create(rewriter, loc, arith::CmpFPredicate::UNO, x, x);
      result = arith::SelectOp::create(rewriter, loc, isNan, x, result);
    }
    rewriter.replaceOp(op, result);
    return success();
  }
};

///   %h = tt.mulhiui %a, %b : tensor<512xi32, #l>
/// becomes the second result of
///   %l, %h = arith.mului_extended %a, %b : vector<4xi32>
struct MulhiLowering final : OpConversionPattern<tt::MulhiUIOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::MulhiUIOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto product =
        arith::MulUIExtendedOp::create(rewriter, op.getLoc(), adaptor.getX(), adaptor.getY());
    rewriter.replaceOp(op, product.getHigh());
    return success();
  }
};

/// Between any two formats, to nearest even or toward zero:
///   %r = tt.fp_to_fp %x, rounding = rtne : tensor<512xf32, #l> -> tensor<512xbf16, #l>
/// becomes
///   %r = arith.truncf %x : vector<4xf32> to vector<4xbf16>
/// Formats of the same width meet in f32, which holds all of them exactly. To 8 bits
/// what is too large becomes the largest finite number, as on NVIDIA's GPUs.
struct FpToFpLowering final : OpConversionPattern<tt::FpToFpOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::FpToFpOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value value = adaptor.getSrc();
    Type type = getTypeConverter()->convertType(op.getType());
    if (value.getType() == type) {
      rewriter.replaceOp(op, value);
      return success();
    }
    metal::ElementBuilder b(rewriter, op.getLoc(), value);
    Type from = getElementTypeOrSelf(value), to = getElementTypeOrSelf(type);
    if (from.getIntOrFloatBitWidth() < to.getIntOrFloatBitWidth()) {
      rewriter.replaceOp(op, b.cast<arith::ExtFOp>(type, value));
      return success();
    }
    bool towardZero = op.getRounding() == tt::RoundingMode::RTZ;
    if (from.isF64() && metal::isByteFloat(to))
      value = narrowToOdd(b, value);
    else if (!from.isF32() && !from.isF64())
      value = b.cast<arith::ExtFOp>(b.f32(), value);
    if (metal::isByteFloat(to) || (to.isF16() && towardZero && !from.isF64())) {
      bool saturates = metal::isByteFloat(to);
      value = metal::encodeNarrow(b, value, cast<FloatType>(to), {towardZero, saturates});
    } else {
      auto narrow = arith::TruncFOp::create(rewriter, op.getLoc(), type, value);
      if (towardZero)
        narrow.setRoundingmode(arith::RoundingMode::toward_zero);
      value = narrow;
    }
    rewriter.replaceOp(op, value);
    return success();
  }

private:
  /// An f64 to an f32 whose last bit says whether something was lost: rounded further, it
  /// comes out as if rounded once.
  static Value narrowToOdd(metal::ElementBuilder &b, Value value) {
    auto single = arith::TruncFOp::create(b.getBuilder(), b.getLoc(), b.f32(), value);
    single.setRoundingmode(arith::RoundingMode::toward_zero);
    Value back = b.cast<arith::ExtFOp>(value.getType(), single);
    Value isInexact = b.cmpf(arith::CmpFPredicate::UNE, back, value);
    Value bits = b.ori(b.bitcast(b.i32(), single), b.cast<arith::ExtUIOp>(b.i32(), isInexact));
    return b.bitcast(b.f32(), bits);
  }
};

///   %r = tt.bitcast %x : tensor<512xf32, #l> -> tensor<512xi32, #l>
/// becomes
///   %r = arith.bitcast %x : vector<4xf32> to vector<4xi32>
struct BitcastLowering final : OpConversionPattern<tt::BitcastOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::BitcastOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = getTypeConverter()->convertType(op.getType());
    if (!type)
      return rewriter.notifyMatchFailure(op, "works on pointers");
    if (type == adaptor.getSrc().getType())
      rewriter.replaceOp(op, adaptor.getSrc());
    else
      rewriter.replaceOpWithNewOp<arith::BitcastOp>(op, type, adaptor.getSrc());
    return success();
  }
};

} // namespace

void tritonmetal::populateElementwisePatterns(const TritonGPUToMetalTypeConverter &converter,
                                              RewritePatternSet &patterns) {
  MLIRContext *context = patterns.getContext();
  patterns.add<ElementwiseLowering>(converter, context);
  patterns.add<BitcastLowering, ClampLowering, FpToFpLowering, MulhiLowering, PoisonLowering,
               PreciseLowering<tt::PreciseDivFOp, arith::DivFOp>,
               PreciseLowering<tt::PreciseSqrtOp, math::SqrtOp>>(converter, context,
                                                                 /*benefit=*/2);
}
