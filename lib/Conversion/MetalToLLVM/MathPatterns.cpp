//===- MathPatterns.cpp - math.*, and arith that needs care -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Two kinds of functions:
//
//   exact    llvm.intr.sqrt, fma, floor, … : the optimiser may fold them, everywhere
//            with the same result; the AIR legaliser gives them their AIR names
//   others   llvm.call @air.exp.f32, or @air.fast_exp.f32 for fastmath<afn>: an opaque
//            call, element by element
//
// Upstream's patterns lower the rest of arith one to one.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tritonmetal::metal;

static bool isF16OrF32(Type element) { return element.isF16() || element.isF32(); }

namespace {

/// math.exp %v : f32                  ->  llvm.call @air.exp.f32(%v)
/// math.exp %v fastmath<afn> : f32    ->  llvm.call @air.fast_exp.f32(%v)
template <typename MathOp>
struct LowerToCall final : ConvertOpToLLVMPattern<MathOp> {
  LowerToCall(const LLVMTypeConverter &converter, StringRef name)
      : ConvertOpToLLVMPattern<MathOp>(converter, /*benefit=*/2), name(name) {}

  LogicalResult matchAndRewrite(MathOp op, typename MathOp::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type element = getElementTypeOrSelf(op.getType());
    if (!isF16OrF32(element))
      return rewriter.notifyMatchFailure(op, "AIR has functions of f16 and f32 only");
    bool isFast =
        element.isF32() && bitEnumContainsAny(op.getFastmath(), arith::FastMathFlags::afn);
    std::string callee =
        ((isFast ? "air.fast_" : "air.") + name + ".").str() + getAIRTypeName(element);
    auto call = [&](ValueRange operands) -> Value {
      return callAIR(rewriter, op.getLoc(), callee, element, operands).getResult();
    };
    rewriter.replaceOp(op,
                       mapElements(rewriter, op.getLoc(), adaptor.getOperands(), element, call));
    return success();
  }

  StringRef name;
};

/// math.floor %v : vector<4xf32>  ->  llvm.intr.floor(%v) : (vector<4xf32>) -> vector<4xf32>
template <typename MathOp, typename IntrinsicOp>
struct LowerToIntrinsic final : ConvertOpToLLVMPattern<MathOp> {
  using ConvertOpToLLVMPattern<MathOp>::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(MathOp op, typename MathOp::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type type = this->typeConverter->convertType(op.getType());
    Type element = getElementTypeOrSelf(type);
    if (isa<FloatType>(element) && !isF16OrF32(element))
      return rewriter.notifyMatchFailure(op, "AIR has functions of f16 and f32 only");
    rewriter.replaceOpWithNewOp<IntrinsicOp>(op, type, adaptor.getOperands());
    return success();
  }
};

/// math.ctlz %v : i32  ->  llvm.intr.ctlz(%v) with a defined result for zero
template <typename MathOp, typename IntrinsicOp>
struct LowerWithFlag final : ConvertOpToLLVMPattern<MathOp> {
  using ConvertOpToLLVMPattern<MathOp>::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(MathOp op, typename MathOp::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<IntrinsicOp>(op, adaptor.getOperand().getType(),
                                             adaptor.getOperand(), /*undefined case=*/false);
    return success();
  }
};

/// math.sqrt %v : f32                 ->  llvm.intr.sqrt(%v)
/// math.sqrt %v fastmath<afn> : f32   ->  llvm.call @air.fast_sqrt.f32(%v)
struct LowerSqrt final : ConvertOpToLLVMPattern<math::SqrtOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(math::SqrtOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type element = getElementTypeOrSelf(op.getType());
    if (!isF16OrF32(element))
      return rewriter.notifyMatchFailure(op, "AIR has functions of f16 and f32 only");
    if (element.isF32() && bitEnumContainsAny(op.getFastmath(), arith::FastMathFlags::afn)) {
      auto call = [&](ValueRange operands) -> Value {
        return callAIR(rewriter, op.getLoc(), "air.fast_sqrt.f32", element, operands).getResult();
      };
      rewriter.replaceOp(op,
                         mapElements(rewriter, op.getLoc(), adaptor.getOperand(), element, call));
      return success();
    }
    rewriter.replaceOpWithNewOp<LLVM::SqrtOp>(op, adaptor.getOperand().getType(),
                                              adaptor.getOperand());
    return success();
  }
};

/// metal.multiply_high %a, %b : i64  ->  llvm.call @air.mul_hi.u.i64(%a, %b), element by element
struct LowerMultiplyHigh final : ConvertOpToLLVMPattern<MultiplyHighOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(MultiplyHighOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type element = getElementTypeOrSelf(op.getType());
    std::string callee = "air.mul_hi.u." + getAIRTypeName(element);
    auto call = [&](ValueRange operands) -> Value {
      return callAIR(rewriter, op.getLoc(), callee, element, operands).getResult();
    };
    rewriter.replaceOp(op,
                       mapElements(rewriter, op.getLoc(), adaptor.getOperands(), element, call));
    return success();
  }
};

/// arith.constant 1.0 : f8E4M3FN  ->  llvm.mlir.constant(0x38 : i8): 8-bit floats are bytes
struct LowerByteConstant final : ConvertOpToLLVMPattern<arith::ConstantOp> {
  LowerByteConstant(const LLVMTypeConverter &converter)
      : ConvertOpToLLVMPattern(converter, /*benefit=*/2) {}

  LogicalResult matchAndRewrite(arith::ConstantOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto element = dyn_cast<FloatType>(getElementTypeOrSelf(op.getType()));
    if (!element || element.getWidth() != 8)
      return failure();
    auto toBits = [](const APFloat &value) { return value.bitcastToAPInt(); };
    Type byte = rewriter.getI8Type();
    TypedAttr bits;
    if (auto dense = dyn_cast<DenseFPElementsAttr>(op.getValue()))
      bits = dense.mapValues(byte, toBits);
    else
      bits = rewriter.getIntegerAttr(byte, toBits(cast<FloatAttr>(op.getValue()).getValue()));
    rewriter.replaceOpWithNewOp<LLVM::ConstantOp>(op, typeConverter->convertType(op.getType()),
                                                  bits);
    return success();
  }
};

/// Whether no element of the divisor makes the division undefined in LLVM.
static bool isSafeDivisor(Value divisor, bool isSigned) {
  auto isSafe = [&](const APInt &value) {
    return !value.isZero() && !(isSigned && value.isAllOnes());
  };
  APInt value;
  if (matchPattern(divisor, m_ConstantInt(&value)))
    return isSafe(value);
  DenseIntElementsAttr values;
  return matchPattern(divisor, m_Constant(&values)) && llvm::all_of(values, isSafe);
}

/// arith.divsi %a, %b : i32
///   ->  %z = %b == 0 or (%a == INT_MIN and %b == -1)
///       %d = llvm.select %z, 1, %b
///       llvm.sdiv %a, %d
/// Inactive lanes may divide by zero: that must stay their own affair, while for LLVM the whole
/// program has no meaning then. INT_MIN / 1 is what the overflowing division wraps to.
template <typename ArithOp, typename LLVMOp, bool isSigned>
struct LowerDivision final : ConvertOpToLLVMPattern<ArithOp> {
  LowerDivision(const LLVMTypeConverter &converter)
      : ConvertOpToLLVMPattern<ArithOp>(converter, /*benefit=*/2) {}

  LogicalResult matchAndRewrite(ArithOp op, typename ArithOp::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value divisor = adaptor.getRhs();
    if (!isSafeDivisor(op.getRhs(), isSigned))
      divisor = guard(rewriter, op.getLoc(), adaptor.getLhs(), divisor);
    rewriter.replaceOpWithNewOp<LLVMOp>(op, adaptor.getLhs(), divisor);
    return success();
  }

private:
  static Value guard(ConversionPatternRewriter &rewriter, Location loc, Value dividend,
                     Value divisor) {
    Type type = divisor.getType();
    unsigned width = getElementTypeOrSelf(type).getIntOrFloatBitWidth();
    auto makeConstant = [&](const APInt &value) -> Value {
      Attribute attribute = rewriter.getIntegerAttr(getElementTypeOrSelf(type), value);
      if (auto vector = dyn_cast<VectorType>(type))
        attribute = DenseElementsAttr::get(vector, attribute);
      return LLVM::ConstantOp::create(rewriter, loc, type, cast<TypedAttr>(attribute));
    };
    auto isEqual = [&](Value value, const APInt &constant) -> Value {
      return LLVM::ICmpOp::create(rewriter, loc, LLVM::ICmpPredicate::eq, value,
                                  makeConstant(constant));
    };
    Value isBad = isEqual(divisor, APInt::getZero(width));
    if (isSigned) {
      Value isLeast = isEqual(dividend, APInt::getSignedMinValue(width));
      Value isMinusOne = isEqual(divisor, APInt::getAllOnes(width));
      Value overflows = LLVM::AndOp::create(rewriter, loc, isLeast, isMinusOne);
      isBad = LLVM::OrOp::create(rewriter, loc, isBad, overflows);
    }
    return LLVM::SelectOp::create(rewriter, loc, isBad, makeConstant(APInt(width, 1)), divisor);
  }
};

} // namespace

template <typename MathOp>
static void addCall(LLVMTypeConverter &converter, RewritePatternSet &patterns, StringRef name) {
  patterns.add<LowerToCall<MathOp>>(converter, name);
}

static void populateCalls(LLVMTypeConverter &converter, RewritePatternSet &patterns) {
  addCall<math::RsqrtOp>(converter, patterns, "rsqrt");
  addCall<math::ExpOp>(converter, patterns, "exp");
  addCall<math::Exp2Op>(converter, patterns, "exp2");
  addCall<math::LogOp>(converter, patterns, "log");
  addCall<math::Log2Op>(converter, patterns, "log2");
  addCall<math::Log10Op>(converter, patterns, "log10");
  addCall<math::SinOp>(converter, patterns, "sin");
  addCall<math::CosOp>(converter, patterns, "cos");
  addCall<math::TanOp>(converter, patterns, "tan");
  addCall<math::AsinOp>(converter, patterns, "asin");
  addCall<math::AcosOp>(converter, patterns, "acos");
  addCall<math::AtanOp>(converter, patterns, "atan");
  addCall<math::Atan2Op>(converter, patterns, "atan2");
  addCall<math::SinhOp>(converter, patterns, "sinh");
  addCall<math::CoshOp>(converter, patterns, "cosh");
  addCall<math::TanhOp>(converter, patterns, "tanh");
  addCall<math::AsinhOp>(converter, patterns, "asinh");
  addCall<math::AcoshOp>(converter, patterns, "acosh");
  addCall<math::AtanhOp>(converter, patterns, "atanh");
  addCall<math::PowFOp>(converter, patterns, "pow");
  addCall<arith::RemFOp>(converter, patterns, "fmod");
}

void tritonmetal::metal::populateMathPatterns(LLVMTypeConverter &converter,
                                              RewritePatternSet &patterns) {
  populateCalls(converter, patterns);
  patterns.add<
      LowerSqrt, LowerToIntrinsic<math::FmaOp, LLVM::FMAOp>,
      LowerToIntrinsic<math::AbsFOp, LLVM::FAbsOp>, LowerToIntrinsic<math::FloorOp, LLVM::FFloorOp>,
      LowerToIntrinsic<math::CeilOp, LLVM::FCeilOp>,
      LowerToIntrinsic<math::TruncOp, LLVM::FTruncOp>,
      LowerToIntrinsic<math::RoundOp, LLVM::RoundOp>,
      // The GPU has no other rounding mode than to nearest even.
      LowerToIntrinsic<math::RoundEvenOp, LLVM::RintOp>,
      LowerToIntrinsic<math::CopySignOp, LLVM::CopySignOp>,
      LowerToIntrinsic<math::CtPopOp, LLVM::CtPopOp>, LowerWithFlag<math::AbsIOp, LLVM::AbsOp>,
      LowerWithFlag<math::CountLeadingZerosOp, LLVM::CountLeadingZerosOp>,
      LowerWithFlag<math::CountTrailingZerosOp, LLVM::CountTrailingZerosOp>>(converter);
  patterns
      .add<LowerByteConstant, LowerMultiplyHigh, LowerDivision<arith::DivSIOp, LLVM::SDivOp, true>,
           LowerDivision<arith::DivUIOp, LLVM::UDivOp, false>,
           LowerDivision<arith::RemSIOp, LLVM::SRemOp, true>,
           LowerDivision<arith::RemUIOp, LLVM::URemOp, false>>(converter);
  arith::populateArithToLLVMConversionPatterns(converter, patterns);
}
