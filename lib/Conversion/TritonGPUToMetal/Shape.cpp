//===- Shape.cpp - Ranges, splats, and ops that move elements --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ElementMoves.h"
#include "LayoutQuery.h"
#include "Patterns.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

using namespace mlir;
using namespace tritonmetal;
using layout::LinearLayout;

/// The layout of two tensors stacked along dimension `dim`, the second in the upper half
/// of the registers.
static LinearLayout stack(const LinearLayout &layout, unsigned dim) {
  return layout * LinearLayout::identity1D(2, "register", ttg::getDimName(dim));
}

namespace {

///   %i = tt.make_range {start = 0, end = 512} : tensor<512xi32, #l>
/// becomes
///   %i = metal.coordinate registers = […] lanes = […] simdgroups = […] : vector<4xi32>
struct MakeRangeLowering final : OpConversionPattern<tt::MakeRangeOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::MakeRangeOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = cast<RankedTensorType>(op.getType());
    ThreadBases bases = getThreadBases(type, /*dim=*/0);
    rewriter.replaceOpWithNewOp<metal::CoordinateOp>(op, getTypeConverter()->convertType(type),
                                                     bases.registers, bases.lanes, bases.simdgroups,
                                                     op.getStart());
    return success();
  }
};

///   %s = tt.splat %x : f32 -> tensor<512xf32, #l>
/// becomes
///   %s = vector.broadcast %x : f32 to vector<4xf32>
struct SplatLowering final : OpConversionPattern<tt::SplatOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::SplatOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<vector::BroadcastOp>(
        op, getTypeConverter()->convertType(op.getType()), adaptor.getSrc());
    return success();
  }
};

/// Ops whose result has elements of the source, some of them more than once; the layout
/// that they ask of the source is LayoutQuery's.
///   %r = tt.broadcast %x : tensor<1x8xf32, #l> -> tensor<4x8xf32, #l>
/// becomes, where no element leaves its thread,
///   %r = metal.rearrange %x registers = [1, 0, 0] : vector<2xf32> -> vector<8xf32>
/// Of tensors of pointers the offsets move.
template <typename OpTy>
struct MoveLowering final : OpConversionPattern<OpTy> {
  MoveLowering(const TypeConverter &converter, const GPUFamily &family, MLIRContext *context)
      : OpConversionPattern<OpTy>(converter, context, /*benefit=*/2), family(family) {}

  LogicalResult
  matchAndRewrite(OpTy op, typename OpTy::template GenericAdaptor<ArrayRef<ValueRange>> adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    auto source = cast<RankedTensorType>(op->getOperand(0).getType());
    LinearLayout from = ttg::toLinearLayout(source);
    LinearLayout to = getSourceLayout(op);
    SmallVector<Value> results;
    for (Value value : adaptor.getOperands().front()) {
      if (isa<VectorType>(value.getType()))
        value = moveElements(rewriter, op.getLoc(), value, from, to, family);
      if (!value)
        return failure();
      results.push_back(value);
    }
    rewriter.replaceOpWithMultiple(op, {results});
    return success();
  }

  const GPUFamily &family;
};

/// Two tensors become one, along a new dimension (join) or the first one (cat): the
/// registers of the second count from R on, then all are moved to their places.
///   %r = tt.join %a, %b : tensor<64xf32, #l> -> tensor<64x2xf32, #m>
/// becomes
///   %r = metal.rearrange %a, %b registers = [2, 1] : vector<2xf32>, … -> vector<4xf32>
template <typename OpTy>
struct StackLowering final : OpConversionPattern<OpTy> {
  StackLowering(const TypeConverter &converter, const GPUFamily &family, MLIRContext *context)
      : OpConversionPattern<OpTy>(converter, context, /*benefit=*/2), family(family) {}

  LogicalResult
  matchAndRewrite(OpTy op, typename OpTy::template GenericAdaptor<ArrayRef<ValueRange>> adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    auto source = cast<RankedTensorType>(op.getLhs().getType());
    unsigned dim = isa<tt::JoinOp>(op.getOperation()) ? source.getRank() : 0;
    LinearLayout from = stack(ttg::toLinearLayout(source), dim);
    LinearLayout to = ttg::toLinearLayout(cast<RankedTensorType>(op.getType()));
    ValueRange lhs = adaptor.getLhs(), rhs = adaptor.getRhs();
    if (lhs.size() != 1)
      return rewriter.notifyMatchFailure(op, "the parts are pointers");
    Value stacked = stackRegisters(rewriter, op.getLoc(), lhs.front(), rhs.front());
    Value moved = moveElements(rewriter, op.getLoc(), stacked, from, to, family);
    if (!moved)
      return failure();
    rewriter.replaceOp(op, moved);
    return success();
  }

  static Value stackRegisters(OpBuilder &builder, Location loc, Value lhs, Value rhs) {
    auto type = cast<VectorType>(lhs.getType());
    SmallVector<int32_t> bases;
    for (int64_t register_ = 1; register_ <= type.getNumElements(); register_ *= 2)
      bases.push_back(int32_t(register_));
    auto both = VectorType::get({2 * type.getNumElements()}, type.getElementType());
    return metal::RearrangeOp::create(builder, loc, both, ValueRange{lhs, rhs}, Value(),
                                      builder.getDenseI32ArrayAttr(bases),
                                      builder.getI32IntegerAttr(0));
  }

  const GPUFamily &family;
};

/// The reverse of join: the elements of the first half are moved to the lower registers
/// of a vector of twice the length, those of the second half to the upper ones.
struct SplitLowering final : OpConversionPattern<tt::SplitOp> {
  SplitLowering(const TypeConverter &converter, const GPUFamily &family, MLIRContext *context)
      : OpConversionPattern(converter, context, /*benefit=*/2), family(family) {}

  LogicalResult matchAndRewrite(tt::SplitOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    RankedTensorType half = op.getOutLHS().getType();
    LinearLayout from = ttg::toLinearLayout(op.getSrc().getType());
    LinearLayout to = stack(ttg::toLinearLayout(half), half.getRank());
    Value both = moveElements(rewriter, op.getLoc(), adaptor.getSrc(), from, to, family);
    if (!both)
      return failure();
    auto type = cast<VectorType>(getTypeConverter()->convertType(half));
    int64_t count = type.getNumElements();
    SmallVector<int32_t> bases;
    for (int64_t register_ = 1; register_ < count; register_ *= 2)
      bases.push_back(int32_t(register_));
    Value low = metal::RearrangeOp::create(rewriter, op.getLoc(), type, both, bases);
    Value high =
        metal::RearrangeOp::create(rewriter, op.getLoc(), type, both, bases, int32_t(count));
    rewriter.replaceOp(op, {low, high});
    return success();
  }

  const GPUFamily &family;
};

/// Every thread holds the only element.
///   %s = tt.unsplat %t : tensor<1xf32, #l>
/// becomes
///   %s = vector.extract %t[0] : f32 from vector<1xf32>
struct UnsplatLowering final : OpConversionPattern<tt::UnsplatOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::UnsplatOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<vector::ExtractOp>(op, adaptor.getSrc(), 0);
    return success();
  }
};

} // namespace

void tritonmetal::populateShapePatterns(const TritonGPUToMetalTypeConverter &converter,
                                        const GPUFamily &family, RewritePatternSet &patterns) {
  MLIRContext *context = patterns.getContext();
  patterns.add<MakeRangeLowering, SplatLowering, UnsplatLowering>(converter, context,
                                                                  /*benefit=*/2);
  patterns.add<MoveLowering<tt::BroadcastOp>, MoveLowering<tt::ExpandDimsOp>,
               MoveLowering<tt::ReshapeOp>, MoveLowering<tt::TransOp>,
               MoveLowering<ttg::ConvertLayoutOp>, SplitLowering, StackLowering<tt::CatOp>,
               StackLowering<tt::JoinOp>>(converter, family, context);
}
