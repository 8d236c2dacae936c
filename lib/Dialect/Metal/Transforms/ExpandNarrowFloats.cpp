//===- ExpandNarrowFloats.cpp - bf16, 8-bit floats, f16 ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// bf16 is a storage type: M1 has no instruction for it, and Metal before 3.1 no name.
// Arithmetic happens in f32, rounded after each op as the IR demands:
//
//   %c = arith.addf %a, %b : bf16
//
// becomes
//
//   %x = extf %a, %y = extf %b                       (shift left by 16)
//   %s = arith.addf %x, %y : f32
//   %c = truncf %s : f32 to bf16                     (integer code, nearest even)
//
// f32 keeps 24 bits, bf16 8: sums, products and quotients rounded twice are rounded
// right (24 >= 2 * 8 + 2). Integers of more than 24 bits go to f32 with a last bit that
// says whether something was lost, so that they too are rounded right.
//
// 8-bit floats are treated alike, where a kernel computes in them at all: Triton loads
// them, converts, and computes in wider types.
//
//===----------------------------------------------------------------------===//

#include "ExpandMath.h"

#include "triton-metal/Dialect/Metal/Transforms/NarrowFloats.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace tritonmetal::metal;

static bool isBF16(Type type) { return getElementTypeOrSelf(type).isBF16(); }
static bool isF16(Type type) { return getElementTypeOrSelf(type).isF16(); }

/// Ops on f16 that Metal has in f16 with an exact or correctly rounded result.
static bool isExactInHalf(Operation *op) {
  if (isa<arith::ArithDialect>(op->getDialect()))
    return !isa<arith::RemFOp>(op);
  return isa<math::AbsFOp, math::CeilOp, math::CopySignOp, math::FloorOp, math::FmaOp,
             math::IsFiniteOp, math::IsInfOp, math::IsNaNOp, math::IsNormalOp, math::RoundEvenOp,
             math::RoundOp, math::SqrtOp, math::TruncOp>(op);
}

static bool isMoveOrConversion(Operation *op) {
  return isa<arith::BitcastOp, arith::ConstantOp, arith::ExtFOp, arith::SelectOp, arith::TruncFOp>(
      op);
}

namespace {

/// math.exp %x : f16  ->  arith.truncf (math.exp (arith.extf %x) : f32)
/// Likewise every arith and math op with a bf16 or 8-bit operand or result.
struct WidenToF32 final : RewritePattern {
  WidenToF32(MLIRContext *context) : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!isa_and_nonnull<arith::ArithDialect, math::MathDialect>(op->getDialect()) ||
        isMoveOrConversion(op))
      return failure();
    bool inHalf = !isExactInHalf(op);
    auto isNarrow = [&](Type type) {
      return isBF16(type) || isByteFloat(type) || (inHalf && isF16(type));
    };
    if (!llvm::any_of(op->getOperandTypes(), isNarrow) &&
        !llvm::any_of(op->getResultTypes(), isNarrow))
      return failure();

    Location loc = op->getLoc();
    IRMapping wide;
    for (Value operand : op->getOperands())
      if (isNarrow(operand.getType()) && !wide.contains(operand))
        wide.map(operand, arith::ExtFOp::create(rewriter, loc, widen(operand.getType()), operand));
    Operation *wideOp = rewriter.clone(*op, wide);
    SmallVector<Value> results;
    for (Value result : wideOp->getResults()) {
      Type type = result.getType();
      if (isNarrow(type)) {
        rewriter.modifyOpInPlace(wideOp, [&] { result.setType(widen(type)); });
        result = arith::TruncFOp::create(rewriter, loc, type, result);
      }
      results.push_back(result);
    }
    rewriter.replaceOp(op, results);
    return success();
  }

private:
  static Type widen(Type type) {
    Type f32 = Float32Type::get(type.getContext());
    auto vector = dyn_cast<VectorType>(type);
    return vector ? vector.clone(f32) : f32;
  }
};

/// math.absf %x : bf16   ->  and with 0x7fff       (nothing is rounded or flushed)
/// arith.negf %x : bf16  ->  xor with 0x8000
template <typename SignOp>
struct ChangeSignBit final : OpRewritePattern<SignOp> {
  ChangeSignBit(MLIRContext *context) : OpRewritePattern<SignOp>(context, /*benefit=*/2) {}

  LogicalResult matchAndRewrite(SignOp op, PatternRewriter &rewriter) const override {
    if (!isBF16(op.getType()))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getOperand());
    Value bits = b.bitcast(b.i16(), op.getOperand());
    bits = std::is_same_v<SignOp, math::AbsFOp>
               ? b.andi(bits, b.constant(b.i16(), int64_t(0x7fff)))
               : b.xori(bits, b.constant(b.i16(), int64_t(0x8000)));
    rewriter.replaceOp(op, b.bitcast(op.getType(), bits));
    return success();
  }
};

/// math.copysign %x, %s : bf16  ->  (x and 0x7fff) or (s and 0x8000)
struct CopySignBit final : OpRewritePattern<math::CopySignOp> {
  CopySignBit(MLIRContext *context) : OpRewritePattern(context, /*benefit=*/2) {}

  LogicalResult matchAndRewrite(math::CopySignOp op, PatternRewriter &rewriter) const override {
    if (!isBF16(op.getType()))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getLhs());
    Value magnitude = b.andi(b.bitcast(b.i16(), op.getLhs()), b.constant(b.i16(), int64_t(0x7fff)));
    Value sign = b.andi(b.bitcast(b.i16(), op.getRhs()), b.constant(b.i16(), int64_t(0x8000)));
    rewriter.replaceOp(op, b.bitcast(op.getType(), b.ori(magnitude, sign)));
    return success();
  }
};

/// arith.extf %x : bf16 to f32  ->  bitcast (extui (bitcast %x : i16) shl 16)
struct ExpandExtension final : OpRewritePattern<arith::ExtFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::ExtFOp op, PatternRewriter &rewriter) const override {
    if (!isBF16(op.getIn().getType()) || !getElementTypeOrSelf(op.getType()).isF32())
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getIn());
    Value bits = b.cast<arith::ExtUIOp>(b.i32(), b.bitcast(b.i16(), op.getIn()));
    rewriter.replaceOp(op, b.bitcast(b.f32(), b.shli(bits, 16)));
    return success();
  }
};

/// arith.truncf %x : f32 to bf16
///   ->  %i = bitcast %x : i32
///       %r = (i + 0x7fff + ((i shr 16) and 1)) shr 16     (nearest, ties to even)
///       x is NaN ? (i shr 16) or 0x40 : r                 (the sum could make NaN an infinity)
/// toward_zero takes i shr 16, NaN apart.
struct ExpandTruncation final : OpRewritePattern<arith::TruncFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::TruncFOp op, PatternRewriter &rewriter) const override {
    if (!isBF16(op.getType()) || !getElementTypeOrSelf(op.getIn().getType()).isF32())
      return failure();
    arith::RoundingMode mode = op.getRoundingmode().value_or(arith::RoundingMode::to_nearest_even);
    bool isNearest = mode == arith::RoundingMode::to_nearest_even;
    if (!isNearest && mode != arith::RoundingMode::toward_zero)
      return rewriter.notifyMatchFailure(op, "no integer code for this rounding mode");
    ElementBuilder b(rewriter, op.getLoc(), op.getIn());
    Value bits = b.bitcast(b.i32(), op.getIn());
    Value high = b.shrui(bits, 16);
    Value rounded = high;
    if (isNearest) {
      Value odd = b.andi(high, b.constant(b.i32(), int64_t(1)));
      Value bias = b.addi(odd, b.constant(b.i32(), int64_t(0x7fff)));
      rounded = b.shrui(b.addi(bits, bias), 16);
    }
    Value quiet = b.ori(high, b.constant(b.i32(), int64_t(0x40)));
    Value result = b.select(b.isNaN(op.getIn()), quiet, rounded);
    result = b.cast<arith::TruncIOp>(b.i16(), result);
    rewriter.replaceOp(op, b.bitcast(op.getType(), result));
    return success();
  }
};

/// arith.sitofp %i : i64 to bf16  ->  truncf of an f32 that remembers what it lost
template <typename CastOp>
struct ConvertWideInteger final : OpRewritePattern<CastOp> {
  ConvertWideInteger(MLIRContext *context) : OpRewritePattern<CastOp>(context, /*benefit=*/2) {}

  LogicalResult matchAndRewrite(CastOp op, PatternRewriter &rewriter) const override {
    unsigned width = getElementTypeOrSelf(op.getIn().getType()).getIntOrFloatBitWidth();
    if (width < 32 || !(isBF16(op.getType()) || isByteFloat(op.getType())))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getIn());
    Value wide = convertToOdd(b, op.getIn(), std::is_same_v<CastOp, arith::SIToFPOp>);
    rewriter.replaceOpWithNewOp<arith::TruncFOp>(op, op.getType(), wide);
    return success();
  }
};

/// arith.extf %x : f8E4M3FN to f32  ->  integer code; to bf16 it goes through f32
struct ExpandByteExtension final : OpRewritePattern<arith::ExtFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::ExtFOp op, PatternRewriter &rewriter) const override {
    if (!isByteFloat(op.getIn().getType()))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getIn());
    if (isF16(op.getType())) {
      rewriter.replaceOp(op, decodeByte(b, op.getIn(), rewriter.getF16Type()));
      return success();
    }
    Value result = decodeByte(b, op.getIn(), rewriter.getF32Type());
    if (isBF16(op.getType()))
      result = b.cast<arith::TruncFOp>(op.getType(), result);
    rewriter.replaceOp(op, result);
    return success();
  }
};

/// arith.truncf %x : f32 to f8E4M3FN                ->  integer code
/// arith.truncf %x toward_zero : f32 to f16         ->  integer code; to nearest is Metal's own
struct ExpandNarrowing final : OpRewritePattern<arith::TruncFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::TruncFOp op, PatternRewriter &rewriter) const override {
    auto mode = op.getRoundingmode().value_or(arith::RoundingMode::to_nearest_even);
    bool towardZero = mode == arith::RoundingMode::toward_zero;
    if (!towardZero && mode != arith::RoundingMode::to_nearest_even)
      return rewriter.notifyMatchFailure(op, "no integer code for this rounding mode");
    if (!isByteFloat(op.getType()) && !(towardZero && isF16(op.getType())))
      return rewriter.notifyMatchFailure(op, "not a conversion that Metal lacks");
    ElementBuilder b(rewriter, op.getLoc(), op.getIn());
    Value wide = op.getIn();
    if (!getElementTypeOrSelf(wide.getType()).isF32())
      wide = b.cast<arith::ExtFOp>(b.f32(), wide);
    auto format = cast<FloatType>(getElementTypeOrSelf(op.getType()));
    rewriter.replaceOp(op, encodeNarrow(b, wide, format, {towardZero, /*saturates=*/false}));
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateWidenPatterns(RewritePatternSet &patterns) {
  patterns.add<WidenToF32, ChangeSignBit<math::AbsFOp>, ChangeSignBit<arith::NegFOp>, CopySignBit,
               ConvertWideInteger<arith::SIToFPOp>, ConvertWideInteger<arith::UIToFPOp>>(
      patterns.getContext());
}

void tritonmetal::metal::populateBytePatterns(RewritePatternSet &patterns) {
  patterns.add<ExpandByteExtension, ExpandNarrowing>(patterns.getContext());
}

void tritonmetal::metal::populateConversionPatterns(RewritePatternSet &patterns) {
  patterns.add<ExpandExtension, ExpandTruncation>(patterns.getContext());
}
