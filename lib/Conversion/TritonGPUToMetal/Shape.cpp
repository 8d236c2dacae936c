//===- Shape.cpp - Ranges, splats, broadcasts, layout conversions ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutQuery.h"
#include "Patterns.h"

using namespace mlir;
using namespace tritonmetal;

/// The registers of each converted value (a base pointer stays) rearranged.
static SmallVector<Value> rearrange(OpBuilder &builder, Location loc, ValueRange values,
                                    ArrayRef<int32_t> bases) {
  SmallVector<Value> results;
  for (Value value : values) {
    auto source = dyn_cast<VectorType>(value.getType());
    if (!source) {
      results.push_back(value);
      continue;
    }
    auto type = VectorType::get({int64_t(1) << bases.size()}, source.getElementType());
    bool isIdentity = type == source;
    for (auto [bit, basis] : llvm::enumerate(bases))
      isIdentity &= basis == int32_t(1) << bit;
    results.push_back(
        isIdentity ? value : Value(metal::RearrangeOp::create(builder, loc, type, value, bases)));
  }
  return results;
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
/// A splat of a pointer is the pointer and offsets of zero.
struct SplatLowering final : OpConversionPattern<tt::SplatOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::SplatOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    SmallVector<Type> types;
    if (failed(getTypeConverter()->convertType(op.getResult(), types)))
      return rewriter.notifyMatchFailure(op, "the layout has no registers");
    if (types.size() == 1) {
      rewriter.replaceOpWithNewOp<vector::BroadcastOp>(op, types[0], adaptor.getSrc());
      return success();
    }
    Value zero = arith::ConstantOp::create(rewriter, op.getLoc(),
                                           cast<TypedAttr>(rewriter.getZeroAttr(types[1])));
    rewriter.replaceOpWithMultiple(op, {{adaptor.getSrc(), zero}});
    return success();
  }
};

/// Ops whose result is the source's registers in another order, some of them more
/// than once: broadcast, expand_dims, and conversions within a thread.
///   %r = tt.broadcast %x : tensor<1x8xf32, #l> -> tensor<4x8xf32, #l>
/// becomes
///   %r = metal.rearrange %x registers = [1, 0, 0] : vector<2xf32> -> vector<8xf32>
template <typename OpTy>
struct RearrangeLowering final : OpConversionPattern<OpTy> {
  using OpConversionPattern<OpTy>::OpConversionPattern;

  LogicalResult
  matchAndRewrite(OpTy op, typename OpTy::template GenericAdaptor<ArrayRef<ValueRange>> adaptor,
                  ConversionPatternRewriter &rewriter) const override {
    auto bases = getRegisterMap(op);
    if (!bases)
      return rewriter.notifyMatchFailure(op, "values move between threads");
    ValueRange source = *adaptor.getOperands().begin();
    rewriter.replaceOpWithMultiple(op, {rearrange(rewriter, op.getLoc(), source, *bases)});
    return success();
  }
};

} // namespace

void tritonmetal::populateShapePatterns(const TritonGPUToMetalTypeConverter &converter,
                                        RewritePatternSet &patterns) {
  patterns.add<MakeRangeLowering, SplatLowering, RearrangeLowering<tt::BroadcastOp>,
               RearrangeLowering<tt::ExpandDimsOp>, RearrangeLowering<ttg::ConvertLayoutOp>>(
      converter, patterns.getContext(), /*benefit=*/2);
}
