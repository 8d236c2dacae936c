//===- DescriptorPatterns.cpp - Descriptors to tensors of pointers ---------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A reduction becomes atomics. Of floats the least and the greatest are found among the
// bits: they grow with the number above zero, and fall with it below, so that
//
//   max   is the signed   max of the bits   where the operand is not negative,
//         and the unsigned min of the bits  where it is
//
// An operand that is NaN changes nothing.
//
//===----------------------------------------------------------------------===//

#include "BlockAccess.h"
#include "BlockPatterns.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace tritonmetal::tt;

namespace {

/// A converted descriptor.
struct Descriptor {
  Descriptor(Value descriptor, ValueRange parts)
      : block(cast<TensorDescType>(descriptor.getType()).getValueType()) {
    unsigned rank = block.getRank();
    view.base = parts[0];
    llvm::append_range(view.shape, parts.slice(1, rank));
    llvm::append_range(view.strides, parts.slice(1 + rank, rank - 1));
    view.strides.push_back(Value());
    if (parts.size() > 2 * rank)
      padsWithNaN = parts.back();
  }

  /// The shape of an access to values of `type`: that of the values, if it only leaves
  /// out leading dimensions of the block, else the block's.
  ArrayRef<int64_t> getShape(RankedTensorType type) const {
    ArrayRef<int64_t> shape = block.getShape();
    bool isPart =
        type.getRank() <= block.getRank() && shape.take_back(type.getRank()) == type.getShape();
    return isPart ? shape.take_back(type.getRank()) : shape;
  }

  BlockAccess access(OpBuilder &builder, Location loc, ValueRange indices,
                     RankedTensorType type) const {
    return accessBlock(builder, loc, view, indices, getShape(type),
                       llvm::SmallBitVector(block.getRank(), true));
  }

  /// What elements outside read as.
  Value getPadding(OpBuilder &builder, Location loc, ArrayRef<int64_t> shape) const {
    Type element = block.getElementType();
    Value padding = makePadding(builder, loc, element, /*isNaN=*/false);
    if (padsWithNaN)
      padding = builder.createOrFold<arith::SelectOp>(
          loc, padsWithNaN, makePadding(builder, loc, element, /*isNaN=*/true), padding);
    return SplatOp::create(builder, loc, RankedTensorType::get(shape, element), padding);
  }

  RankedTensorType block;
  MemoryView view;
  Value padsWithNaN; // null: pads with zero
};

/// `value` in the shape of an access, or the other way round.
Value reshapeTo(OpBuilder &builder, Location loc, Value value, ArrayRef<int64_t> shape) {
  auto type = RankedTensorType::get(shape, getElementTypeOrSelf(value));
  if (value.getType() == type)
    return value;
  return ReshapeOp::create(builder, loc, type, value);
}

void storeTo(OpBuilder &builder, Location loc, const BlockAccess &access, Value value) {
  StoreOp::create(builder, loc, access.pointers, value, access.mask,
                  /*boundaryCheck=*/ArrayRef<int32_t>(), CacheModifier::None,
                  EvictionPolicy::Normal, /*ignore_cta=*/false);
}

struct RewriteMake final : OpConversionPattern<MakeTensorDescOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(MakeTensorDescOp op, OneToNOpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    SmallVector<Value> parts = {op.getBase()};
    for (Value extent : op.getShape())
      parts.push_back(rewriter.createOrFold<arith::ExtSIOp>(loc, rewriter.getI64Type(), extent));
    llvm::append_range(parts, op.getStrides().drop_back());
    if (isa<FloatType>(op.getType().getValueType().getElementType()))
      parts.push_back(arith::ConstantOp::create(
          rewriter, loc, rewriter.getBoolAttr(op.getPadding() == PaddingOption::NaN)));
    rewriter.replaceOpWithMultiple(op, {parts});
    return success();
  }
};

struct RewriteLoad final : OpConversionPattern<DescriptorLoadOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(DescriptorLoadOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Descriptor descriptor(op.getDesc(), adaptor.getDesc());
    auto type = cast<RankedTensorType>(op.getType());
    BlockAccess block = descriptor.access(rewriter, loc, op.getIndices(), type);
    Value other;
    if (block.mask)
      other = descriptor.getPadding(rewriter, loc, descriptor.getShape(type));
    auto load = LoadOp::create(rewriter, loc, block.pointers, block.mask, other);
    load.setCache(op.getCache());
    load.setEvict(op.getEvict());
    rewriter.replaceOp(op, reshapeTo(rewriter, loc, load.getResult(), type.getShape()));
    return success();
  }
};

struct RewriteStore final : OpConversionPattern<DescriptorStoreOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(DescriptorStoreOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Descriptor descriptor(op.getDesc(), adaptor.getDesc());
    Value value = adaptor.getSrc().front();
    auto type = cast<RankedTensorType>(value.getType());
    BlockAccess block = descriptor.access(rewriter, loc, op.getIndices(), type);
    value = reshapeTo(rewriter, loc, value, descriptor.getShape(type));
    storeTo(rewriter, loc, block, value);
    rewriter.eraseOp(op);
    return success();
  }
};

struct RewriteGather final : OpConversionPattern<DescriptorGatherOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(DescriptorGatherOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Descriptor descriptor(op.getDesc(), adaptor.getDesc());
    auto type = cast<RankedTensorType>(op.getType());
    BlockAccess rows = accessRows(rewriter, loc, descriptor.view, adaptor.getXOffsets().front(),
                                  op.getYOffset(), type.getDimSize(1));
    Value other = descriptor.getPadding(rewriter, loc, type.getShape());
    rewriter.replaceOpWithNewOp<LoadOp>(op, rows.pointers, rows.mask, other);
    return success();
  }
};

struct RewriteScatter final : OpConversionPattern<DescriptorScatterOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(DescriptorScatterOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Descriptor descriptor(op.getDesc(), adaptor.getDesc());
    auto type = cast<RankedTensorType>(op.getSrc().getType());
    BlockAccess rows = accessRows(rewriter, loc, descriptor.view, adaptor.getXOffsets().front(),
                                  op.getYOffset(), type.getDimSize(1));
    storeTo(rewriter, loc, rows, adaptor.getSrc().front());
    rewriter.eraseOp(op);
    return success();
  }
};

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

/// The atomic op for a kind; none where `isFloat` needs two, or there is none.
std::optional<RMWOp> getAtomicOp(DescriptorReduceKind kind, bool isFloat, bool isUnsigned) {
  switch (kind) {
  case DescriptorReduceKind::Add:
    return isFloat ? RMWOp::FAdd : RMWOp::Add;
  case DescriptorReduceKind::Min:
    return isUnsigned ? RMWOp::UMin : RMWOp::Min;
  case DescriptorReduceKind::Max:
    return isUnsigned ? RMWOp::UMax : RMWOp::Max;
  case DescriptorReduceKind::And:
    return RMWOp::And;
  case DescriptorReduceKind::Or:
    return RMWOp::Or;
  case DescriptorReduceKind::Xor:
    return RMWOp::Xor;
  case DescriptorReduceKind::Increment:
  case DescriptorReduceKind::Decrement:
    return std::nullopt;
  }
  llvm_unreachable("all kinds are listed");
}

struct RewriteReduce final : OpConversionPattern<DescriptorReduceOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(DescriptorReduceOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    Descriptor descriptor(op.getDesc(), adaptor.getDesc());
    Value value = adaptor.getSrc().front();
    auto type = cast<RankedTensorType>(value.getType());
    BlockAccess block = descriptor.access(rewriter, loc, op.getIndices(), type);
    value = reshapeTo(rewriter, loc, value, descriptor.getShape(type));
    Type element = cast<TensorDescType>(op.getDesc().getType()).getBlockType().getElementType();
    bool isFloat = isa<FloatType>(element);
    auto rmw = getAtomicOp(op.getKind(), isFloat, element.isUnsignedInteger());
    if (!rmw)
      return rewriter.notifyMatchFailure(op, "has no atomic");
    AtomicRMWOp::create(rewriter, loc, value.getType(), *rmw, block.pointers, value, block.mask,
                        MemSemantic::Relaxed, MemSyncScope::GPU);
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void tritonmetal::tt::populateDescriptorPatterns(const BlockTypeConverter &converter,
                                                 RewritePatternSet &patterns) {
  patterns
      .add<RewriteMake, RewriteLoad, RewriteStore, RewriteGather, RewriteScatter, RewriteReduce>(
          converter, patterns.getContext());
}
