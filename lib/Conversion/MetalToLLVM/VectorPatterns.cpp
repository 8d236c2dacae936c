//===- VectorPatterns.cpp - vector.* on two to four elements ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Own patterns: the loop form uses a handful of vector ops, all of rank 1, while
// MLIR's general lowering brings memref, masks and higher ranks along.
//
//===----------------------------------------------------------------------===//

#include "Patterns.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// The one position of a vector.extract or vector.insert; null unless there is exactly one.
template <typename PositionOp>
static Value makePosition(PositionOp op, ValueRange dynamic, OpBuilder &builder) {
  if (op.getNumIndices() != 1)
    return {};
  if (!dynamic.empty())
    return dynamic.front();
  return makeI32(builder, op.getLoc(), int32_t(op.getStaticPosition().front()));
}

namespace {

/// vector.broadcast %s : f32 to vector<4xf32>
///   ->  %v = llvm.insertelement %s, %poison[0]
///       llvm.shufflevector %v, %poison [0, 0, 0, 0]
struct LowerBroadcast final : ConvertOpToLLVMPattern<vector::BroadcastOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(vector::BroadcastOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (op.getSource().getType() == op.getType()) {
      rewriter.replaceOp(op, adaptor.getSource());
      return success();
    }
    auto type = dyn_cast_or_null<VectorType>(typeConverter->convertType(op.getType()));
    if (!type || type.getRank() != 1 || isa<VectorType>(adaptor.getSource().getType()))
      return rewriter.notifyMatchFailure(op, "only scalars are broadcast in the loop form");
    Location loc = op.getLoc();
    Value poison = LLVM::PoisonOp::create(rewriter, loc, type);
    Value first = LLVM::InsertElementOp::create(rewriter, loc, poison, adaptor.getSource(),
                                                makeI32(rewriter, loc, 0));
    SmallVector<int32_t> mask(type.getNumElements(), 0);
    rewriter.replaceOpWithNewOp<LLVM::ShuffleVectorOp>(op, first, poison, mask);
    return success();
  }
};

/// vector.extract %v[2] : f32 from vector<4xf32>  ->  llvm.extractelement %v[%c2 : i32]
struct LowerExtract final : ConvertOpToLLVMPattern<vector::ExtractOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(vector::ExtractOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value position = makePosition(op, adaptor.getDynamicPosition(), rewriter);
    if (!position)
      return rewriter.notifyMatchFailure(op, "vectors of the loop form have one dimension");
    rewriter.replaceOpWithNewOp<LLVM::ExtractElementOp>(op, adaptor.getSource(), position);
    return success();
  }
};

/// vector.insert %s, %v[2] : f32 into vector<4xf32>  ->  llvm.insertelement %s, %v[%c2 : i32]
struct LowerInsert final : ConvertOpToLLVMPattern<vector::InsertOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(vector::InsertOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value position = makePosition(op, adaptor.getDynamicPosition(), rewriter);
    if (!position)
      return rewriter.notifyMatchFailure(op, "vectors of the loop form have one dimension");
    rewriter.replaceOpWithNewOp<LLVM::InsertElementOp>(op, adaptor.getDest(),
                                                       adaptor.getValueToStore(), position);
    return success();
  }
};

/// vector.from_elements %a, %b : vector<2xf32>  ->  two llvm.insertelement into poison
struct LowerFromElements final : ConvertOpToLLVMPattern<vector::FromElementsOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(vector::FromElementsOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Value result = LLVM::PoisonOp::create(rewriter, loc, typeConverter->convertType(op.getType()));
    for (auto [i, element] : llvm::enumerate(adaptor.getElements()))
      result = LLVM::InsertElementOp::create(rewriter, loc, result, element,
                                             makeI32(rewriter, loc, int32_t(i)));
    rewriter.replaceOp(op, result);
    return success();
  }
};

/// vector.to_elements %v : vector<2xf32>  ->  two llvm.extractelement
struct LowerToElements final : ConvertOpToLLVMPattern<vector::ToElementsOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(vector::ToElementsOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    SmallVector<Value> elements;
    for (int32_t i = 0, e = op->getNumResults(); i < e; ++i)
      elements.push_back(LLVM::ExtractElementOp::create(rewriter, loc, adaptor.getSource(),
                                                        makeI32(rewriter, loc, i)));
    rewriter.replaceOp(op, elements);
    return success();
  }
};

/// vector.shuffle %a, %b [0, 4] : vector<4xf32>, vector<4xf32>
///   ->  llvm.shufflevector %a, %b [0, 4]
/// Sources of different lengths, which LLVM does not take, are brought to the longer
/// one first, by a shuffle that fills up with poison.
struct LowerShuffle final : ConvertOpToLLVMPattern<vector::ShuffleOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(vector::ShuffleOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    int64_t lengths[2] = {op.getV1VectorType().getNumElements(),
                          op.getV2VectorType().getNumElements()};
    int64_t longer = std::max(lengths[0], lengths[1]);
    Value sources[2] = {adaptor.getV1(), adaptor.getV2()};
    for (auto [source, length] : llvm::zip(sources, lengths)) {
      if (length == longer)
        continue;
      SmallVector<int32_t> widen(longer, -1);
      std::iota(widen.begin(), widen.begin() + length, 0);
      Value poison = LLVM::PoisonOp::create(rewriter, op.getLoc(), source.getType());
      source = LLVM::ShuffleVectorOp::create(rewriter, op.getLoc(), source, poison, widen);
    }
    SmallVector<int32_t> mask;
    for (int64_t position : op.getMask())
      mask.push_back(position < lengths[0] ? position : position - lengths[0] + longer);
    rewriter.replaceOpWithNewOp<LLVM::ShuffleVectorOp>(op, sources[0], sources[1], mask);
    return success();
  }
};

/// vector.bitcast %v : vector<2xi32> to vector<4xf16>  ->  llvm.bitcast
struct LowerBitcast final : ConvertOpToLLVMPattern<vector::BitCastOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(vector::BitCastOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (op.getSourceVectorType().getElementType().isInteger(1) ||
        op.getResultVectorType().getElementType().isInteger(1))
      return rewriter.notifyMatchFailure(op, "AIR has no packed vectors of i1");
    rewriter.replaceOpWithNewOp<LLVM::BitcastOp>(op, typeConverter->convertType(op.getType()),
                                                 adaptor.getSource());
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateVectorPatterns(LLVMTypeConverter &converter,
                                                RewritePatternSet &patterns) {
  patterns.add<LowerBroadcast, LowerExtract, LowerInsert, LowerFromElements, LowerToElements,
               LowerShuffle, LowerBitcast>(converter);
}
