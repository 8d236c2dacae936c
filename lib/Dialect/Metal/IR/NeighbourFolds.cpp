//===- NeighbourFolds.cpp - Exclusive ors that are exchanges ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Triton's language has no way to name the neighbour of an element along an axis of two.
// Sorts take the exclusive or of the pair, and of that and the element:
//
//   %p = metal.reduce_registers %x along = [1] (xori)       %p = x0 ^ x2, x1 ^ x3
//   %q = metal.rearrange %p registers = [1, 0]              for both of each pair
//   %y = arith.xori %x, %q
//
// Here %q becomes `arith.xori %x, (metal.rearrange %x registers = [1, 2] start = 2)`, so that
// the folds of `arith` find that %y is the rearrangement. Casts of bits move behind
// rearrangements and shuffles, where they meet the casts back.
//
//===----------------------------------------------------------------------===//

#include "NeighbourFolds.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// Whether the op combines by one exclusive or.
static bool isXor(ReduceRegistersOp op) {
  Block &block = op.getCombine().front();
  auto xorOp = dyn_cast<arith::XOrIOp>(block.front());
  return op.getSources().size() == 1 && xorOp && llvm::hasNItems(block, 2) &&
         block.getTerminator()->getOperand(0) == xorOp.getResult() &&
         xorOp.getLhs() != xorOp.getRhs() && isa<BlockArgument>(xorOp.getLhs()) &&
         isa<BlockArgument>(xorOp.getRhs());
}

/// The number with a zero put in front of bit `bit`.
static int32_t insertZero(int32_t number, int32_t bit) {
  int32_t low = number & ((int32_t(1) << bit) - 1);
  return low | (number ^ low) << 1;
}

namespace {

struct SpreadXorOfPair final : OpRewritePattern<RearrangeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(RearrangeOp op, PatternRewriter &rewriter) const override {
    auto reduce = op.getSources().front().getDefiningOp<ReduceRegistersOp>();
    if (op.getSources().size() != 1 || op.getShift() || op.getStart() != 0 || !reduce ||
        !isXor(reduce) || reduce.getAlong().size() != 1)
      return rewriter.notifyMatchFailure(op, "spreads no exclusive or of pairs");
    Value source = reduce.getSources().front();
    int32_t pairBit = reduce.getAlong().front();
    bool isInPlace = source.getType() == op.getType();
    for (auto [i, basis] : llvm::enumerate(op.getRegisters()))
      isInPlace &=
          int32_t(i) == pairBit ? basis == 0 : insertZero(basis, pairBit) == int32_t(1) << i;
    if (!isInPlace)
      return rewriter.notifyMatchFailure(op, "moves pairs");
    SmallVector<int32_t> identity;
    for (size_t i = 0; i < op.getRegisters().size(); ++i)
      identity.push_back(int32_t(1) << i);
    Value neighbour = RearrangeOp::create(rewriter, op.getLoc(), op.getType(), source, identity,
                                          int32_t(1) << pairBit);
    rewriter.replaceOpWithNewOp<arith::XOrIOp>(op, source, neighbour);
    return success();
  }
};

struct RearrangeBits final : OpRewritePattern<RearrangeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(RearrangeOp op, PatternRewriter &rewriter) const override {
    auto cast = op.getSources().front().getDefiningOp<arith::BitcastOp>();
    if (op.getSources().size() != 1 || !cast)
      return rewriter.notifyMatchFailure(op, "moves no cast");
    Type element = getElementTypeOrSelf(cast.getIn());
    Type type = llvm::cast<VectorType>(op.getType()).cloneWith(std::nullopt, element);
    Value moved = RearrangeOp::create(rewriter, op.getLoc(), type, ValueRange(cast.getIn()),
                                      op.getShift(), op.getRegistersAttr(), op.getStartAttr());
    rewriter.replaceOpWithNewOp<arith::BitcastOp>(op, op.getType(), moved);
    return success();
  }
};

/// Only types that lanes exchange as they are.
struct ShuffleBits final : OpRewritePattern<SimdShuffleOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(SimdShuffleOp op, PatternRewriter &rewriter) const override {
    auto isExchanged = [](Value value) {
      Type element = getElementTypeOrSelf(value);
      return element.isInteger(16) || element.isInteger(32) || element.isF16() || element.isF32();
    };
    auto cast = op.getValue().getDefiningOp<arith::BitcastOp>();
    if (!cast || !isExchanged(op.getValue()) || !isExchanged(cast.getIn()))
      return rewriter.notifyMatchFailure(op, "exchanges no cast");
    Value moved =
        SimdShuffleOp::create(rewriter, op.getLoc(), op.getKind(), cast.getIn(), op.getLane());
    rewriter.replaceOpWithNewOp<arith::BitcastOp>(op, op.getType(), moved);
    return success();
  }
};

} // namespace

void tritonmetal::metal::populateNeighbourFolds(RewritePatternSet &patterns) {
  patterns.add<RearrangeBits, ShuffleBits, SpreadXorOfPair>(patterns.getContext());
}
