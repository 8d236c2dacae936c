//===- Control.cpp - What structured control flow leaves behind ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Loops and branches themselves are converted by MLIR's patterns, which follow the types
// of what they carry. Here is the rest.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/UB/IR/UBOps.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

/// A pointer that no path to its use defines:
///   %p = ub.poison : tensor<512x!tt.ptr<f32>, #l>
/// becomes
///   %b = ub.poison : !metal.ptr<f32, device>
///   %o = arith.constant dense<0> : vector<4xi64>
struct PoisonLowering final : OpConversionPattern<ub::PoisonOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(ub::PoisonOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    SmallVector<Type> types;
    if (failed(getTypeConverter()->convertType(op.getResult(), types)))
      return rewriter.notifyMatchFailure(op, "has no Metal type");
    SmallVector<Value> values;
    for (Type type : types) {
      if (isa<metal::PointerType>(type))
        values.push_back(ub::PoisonOp::create(rewriter, op.getLoc(), type));
      else
        values.push_back(arith::ConstantOp::create(rewriter, op.getLoc(),
                                                   cast<TypedAttr>(rewriter.getZeroAttr(type))));
    }
    rewriter.replaceOpWithMultiple(op, {values});
    return success();
  }
};

/// tl.assume: what it promises was read off before, by the analyses.
struct AssumeLowering final : OpConversionPattern<LLVM::AssumeOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(LLVM::AssumeOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void tritonmetal::populateControlPatterns(const TritonGPUToMetalTypeConverter &converter,
                                          RewritePatternSet &patterns) {
  patterns.add<AssumeLowering, PoisonLowering>(converter, patterns.getContext());
}
