//===- ExpandIntegers.cpp - Integer ops in simpler ones ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// i1 is `bool` in MSL, which promotes to int in arithmetic, so what i1 means as a
// one-bit integer (signed: 0 and -1) is written with and, or, xor.
//
//===----------------------------------------------------------------------===//

#include "ExpandMath.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

using namespace mlir;
using namespace tritonmetal::metal;

static bool isBool(Value value) { return getElementTypeOrSelf(value.getType()).isInteger(1); }

namespace {

//===----------------------------------------------------------------------===//
// Divisions that round up or down
//===----------------------------------------------------------------------===//

/// %q = arith.ceildivui %a, %b  ->  d = a / b;  q = d + (d * b != a)
struct ExpandCeilDivUI final : OpRewritePattern<arith::CeilDivUIOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::CeilDivUIOp op, PatternRewriter &rewriter) const override {
    ElementBuilder b(rewriter, op.getLoc(), op.getLhs());
    Value quotient = b.make<arith::DivUIOp>(op.getLhs(), op.getRhs());
    Value isInexact = b.cmpi(arith::CmpIPredicate::ne, b.muli(quotient, op.getRhs()), op.getLhs());
    rewriter.replaceOp(op, b.addi(quotient, b.cast<arith::ExtUIOp>(op.getType(), isInexact)));
    return success();
  }
};

/// %q = arith.floordivsi %a, %b  ->  d = a / b;  q = d - (d * b != a and signs differ)
/// %q = arith.ceildivsi %a, %b   ->  d = a / b;  q = d + (d * b != a and signs agree)
template <typename DivisionOp>
struct ExpandRoundedDivSI final : OpRewritePattern<DivisionOp> {
  using OpRewritePattern<DivisionOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(DivisionOp op, PatternRewriter &rewriter) const override {
    constexpr bool isFloor = std::is_same_v<DivisionOp, arith::FloorDivSIOp>;
    ElementBuilder b(rewriter, op.getLoc(), op.getLhs());
    Value quotient = b.make<arith::DivSIOp>(op.getLhs(), op.getRhs());
    Value isInexact = b.cmpi(arith::CmpIPredicate::ne, b.muli(quotient, op.getRhs()), op.getLhs());
    Value signs = b.xori(op.getLhs(), op.getRhs());
    Value zero = b.constant(op.getType(), int64_t(0));
    Value isOff =
        b.cmpi(isFloor ? arith::CmpIPredicate::slt : arith::CmpIPredicate::sge, signs, zero);
    Value correction = b.cast<arith::ExtUIOp>(op.getType(), b.andi(isInexact, isOff));
    rewriter.replaceOp(op, isFloor ? b.subi(quotient, correction) : b.addi(quotient, correction));
    return success();
  }
};

//===----------------------------------------------------------------------===//
// Results of twice the width
//===----------------------------------------------------------------------===//

/// %low, %high = arith.mului_extended %a, %b : i32
///   ->  %low = muli %a, %b;  %high = trunci ((extui %a) * (extui %b) shr 32)
/// 64-bit factors have no wider type, but metal.multiply_high.
template <typename MultiplyOp, typename ExtendOp>
struct ExpandWideMultiply final : OpRewritePattern<MultiplyOp> {
  using OpRewritePattern<MultiplyOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(MultiplyOp op, PatternRewriter &rewriter) const override {
    Value x = op.getLhs(), y = op.getRhs();
    if (isBool(x))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), x);
    unsigned width = getElementTypeOrSelf(x.getType()).getIntOrFloatBitWidth();
    Value high = width == 64 ? multiplyHigh64(b, x, y) : multiplyHigh(b, x, y, width);
    rewriter.replaceOp(op, {b.muli(x, y), high});
    return success();
  }

private:
  static Value multiplyHigh(ElementBuilder &b, Value x, Value y, unsigned width) {
    Type wide = b.integer(2 * width);
    Value wideX = b.cast<ExtendOp>(wide, x), wideY = b.cast<ExtendOp>(wide, y);
    Value product = b.muli(wideX, wideY);
    return b.cast<arith::TruncIOp>(x.getType(), b.shrui(product, width));
  }

  /// A negative factor is taken for itself plus 2^64, which the last step takes back.
  static Value multiplyHigh64(ElementBuilder &b, Value x, Value y) {
    Value high = b.make<MultiplyHighOp>(x, y);
    if (std::is_same_v<MultiplyOp, arith::MulUIExtendedOp>)
      return high;
    high = b.subi(high, b.andi(b.shrsi(x, 63), y));
    return b.subi(high, b.andi(b.shrsi(y, 63), x));
  }
};

/// %sum, %carry = arith.addui_extended %a, %b  ->  %sum = addi;  %carry = %sum ult %a
struct ExpandAddExtended final : OpRewritePattern<arith::AddUIExtendedOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::AddUIExtendedOp op,
                                PatternRewriter &rewriter) const override {
    if (isBool(op.getLhs()))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getLhs());
    Value sum = b.addi(op.getLhs(), op.getRhs());
    rewriter.replaceOp(op, {sum, b.cmpi(arith::CmpIPredicate::ult, sum, op.getLhs())});
    return success();
  }
};

//===----------------------------------------------------------------------===//
// i1
//===----------------------------------------------------------------------===//

/// arith.addi %a, %b : i1  ->  arith.xori %a, %b : i1
template <typename IntegerOp, typename BitwiseOp>
struct ExpandBool final : OpRewritePattern<IntegerOp> {
  using OpRewritePattern<IntegerOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(IntegerOp op, PatternRewriter &rewriter) const override {
    if (!isBool(op.getLhs()))
      return failure();
    rewriter.replaceOpWithNewOp<BitwiseOp>(op, op.getLhs(), op.getRhs());
    return success();
  }
};

/// arith.cmpi slt, %a, %b : i1  ->  a and not b        (signed, true is -1)
/// arith.cmpi ult, %a, %b : i1  ->  b and not a
struct ExpandBoolCompare final : OpRewritePattern<arith::CmpIOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::CmpIOp op, PatternRewriter &rewriter) const override {
    Value x = op.getLhs(), y = op.getRhs();
    if (!isBool(x))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), x);
    auto invert = [&](Value value) { return b.xori(value, b.constant(x.getType(), int64_t(1))); };
    rewriter.replaceOp(op, expand(b, op.getPredicate(), x, y, invert));
    return success();
  }

private:
  static Value expand(ElementBuilder &b, arith::CmpIPredicate predicate, Value x, Value y,
                      llvm::function_ref<Value(Value)> invert) {
    switch (predicate) {
    case arith::CmpIPredicate::eq:
      return invert(b.xori(x, y));
    case arith::CmpIPredicate::ne:
      return b.xori(x, y);
    case arith::CmpIPredicate::slt:
    case arith::CmpIPredicate::ugt:
      return b.andi(x, invert(y));
    case arith::CmpIPredicate::sgt:
    case arith::CmpIPredicate::ult:
      return b.andi(y, invert(x));
    case arith::CmpIPredicate::sle:
    case arith::CmpIPredicate::uge:
      return b.ori(x, invert(y));
    case arith::CmpIPredicate::sge:
    case arith::CmpIPredicate::ule:
      return b.ori(y, invert(x));
    }
    llvm_unreachable("all predicates are listed");
  }
};

/// arith.uitofp %c : i1 to f32  ->  c ? 1.0 : 0.0      (arith.sitofp: -1.0)
template <typename CastOp>
struct ExpandBoolToFloat final : OpRewritePattern<CastOp> {
  using OpRewritePattern<CastOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(CastOp op, PatternRewriter &rewriter) const override {
    if (!isBool(op.getIn()))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getIn());
    double one = std::is_same_v<CastOp, arith::SIToFPOp> ? -1.0 : 1.0;
    rewriter.replaceOp(
        op, b.select(op.getIn(), b.constant(op.getType(), one), b.constant(op.getType(), 0.0)));
    return success();
  }
};

/// arith.fptoui %x : f32 to i1  ->  trunci (fptoui %x : f32 to i32)
template <typename CastOp>
struct ExpandFloatToBool final : OpRewritePattern<CastOp> {
  using OpRewritePattern<CastOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(CastOp op, PatternRewriter &rewriter) const override {
    if (!isBool(op.getOut()))
      return failure();
    ElementBuilder b(rewriter, op.getLoc(), op.getIn());
    Value wide = b.cast<CastOp>(b.i32(), op.getIn());
    rewriter.replaceOpWithNewOp<arith::TruncIOp>(op, op.getType(), wide);
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateIntegerPatterns(RewritePatternSet &patterns) {
  MLIRContext *context = patterns.getContext();
  patterns.add<ExpandCeilDivUI, ExpandRoundedDivSI<arith::CeilDivSIOp>,
               ExpandRoundedDivSI<arith::FloorDivSIOp>,
               ExpandWideMultiply<arith::MulUIExtendedOp, arith::ExtUIOp>,
               ExpandWideMultiply<arith::MulSIExtendedOp, arith::ExtSIOp>, ExpandAddExtended>(
      context);
  // Signed, the greater of 0 and -1 is 0.
  patterns.add<ExpandBool<arith::AddIOp, arith::XOrIOp>, ExpandBool<arith::SubIOp, arith::XOrIOp>,
               ExpandBool<arith::MulIOp, arith::AndIOp>, ExpandBool<arith::MaxUIOp, arith::OrIOp>,
               ExpandBool<arith::MinUIOp, arith::AndIOp>, ExpandBool<arith::MaxSIOp, arith::AndIOp>,
               ExpandBool<arith::MinSIOp, arith::OrIOp>, ExpandBoolCompare,
               ExpandBoolToFloat<arith::UIToFPOp>, ExpandBoolToFloat<arith::SIToFPOp>,
               ExpandFloatToBool<arith::FPToUIOp>, ExpandFloatToBool<arith::FPToSIOp>>(context);
}
