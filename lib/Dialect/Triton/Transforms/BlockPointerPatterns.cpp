//===- BlockPointerPatterns.cpp - Block pointers to tensors of pointers ----===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "BlockAccess.h"
#include "BlockPatterns.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace tritonmetal::tt;

namespace {

RankedTensorType getBlock(Value blockPointer) {
  return cast<RankedTensorType>(cast<PointerType>(blockPointer.getType()).getPointeeType());
}

/// The access through a converted block pointer.
BlockAccess access(OpBuilder &builder, Operation *op, Value pointer, ValueRange parts,
                   ArrayRef<int32_t> boundaryCheck) {
  RankedTensorType block = getBlock(pointer);
  unsigned rank = block.getRank();
  MemoryView view;
  view.base = parts[0];
  llvm::append_range(view.shape, parts.slice(1, rank));
  llvm::append_range(view.strides, parts.slice(1 + rank, rank));
  llvm::SmallBitVector checked(rank);
  for (int32_t dim : boundaryCheck)
    checked.set(dim);
  return accessBlock(builder, op->getLoc(), view, parts.slice(1 + 2 * rank, rank), block.getShape(),
                     checked);
}

struct RewriteMake final : OpConversionPattern<MakeTensorPtrOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(MakeTensorPtrOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    SmallVector<Value> parts(adaptor.getOperands());
    rewriter.replaceOpWithMultiple(op, {parts});
    return success();
  }
};

/// The offsets move; they wrap like the i32 they are.
struct RewriteAdvance final : OpConversionPattern<AdvanceOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(AdvanceOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    SmallVector<Value> parts(adaptor.getPtr());
    unsigned first = parts.size() - op.getOffsets().size();
    for (auto [index, step] : llvm::enumerate(op.getOffsets()))
      parts[first + index] = rewriter.createOrFold<arith::AddIOp>(
          op.getLoc(), parts[first + index], adaptor.getOffsets()[index].front());
    rewriter.replaceOpWithMultiple(op, {parts});
    return success();
  }
};

struct RewriteLoad final : OpConversionPattern<LoadOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(LoadOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (!isBlockPointer(op.getPtr().getType()))
      return rewriter.notifyMatchFailure(op, "goes through pointers to elements");
    Location loc = op.getLoc();
    BlockAccess block = access(rewriter, op, op.getPtr(), adaptor.getPtr(), op.getBoundaryCheck());
    auto type = cast<RankedTensorType>(op.getType());
    Value other;
    if (block.mask) {
      bool isNaN = op.getPadding() == PaddingOption::NaN;
      other = SplatOp::create(rewriter, loc, type,
                              makePadding(rewriter, loc, type.getElementType(), isNaN));
    }
    auto load = LoadOp::create(rewriter, loc, block.pointers, block.mask, other);
    load.setCache(op.getCache());
    load.setEvict(op.getEvict());
    load.setIsVolatile(op.getIsVolatile());
    rewriter.replaceOp(op, load.getResult());
    return success();
  }
};

struct RewriteStore final : OpConversionPattern<StoreOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(StoreOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (!isBlockPointer(op.getPtr().getType()))
      return rewriter.notifyMatchFailure(op, "goes through pointers to elements");
    BlockAccess block = access(rewriter, op, op.getPtr(), adaptor.getPtr(), op.getBoundaryCheck());
    StoreOp::create(rewriter, op.getLoc(), block.pointers, adaptor.getValue().front(), block.mask,
                    /*boundaryCheck=*/ArrayRef<int32_t>(), op.getCache(), op.getEvict(),
                    /*ignore_cta=*/false);
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void tritonmetal::tt::populateBlockPointerPatterns(const BlockTypeConverter &converter,
                                                   RewritePatternSet &patterns) {
  patterns.add<RewriteMake, RewriteAdvance, RewriteLoad, RewriteStore>(converter,
                                                                       patterns.getContext());
}
