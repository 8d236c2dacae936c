//===- TritonShapeFolds.cpp - Folds of shape changes ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A tensor of copies of one scalar stays one, whatever shape it gets; two changes of
// shape in a row are one, and a change and its inverse are none:
//
//   trans (splat %x)                  splat %x
//   reshape (reshape %t)              reshape %t
//   join of both halves of split %t   %t
//
// Every fold keeps the type of the result, layout included.
//
//===----------------------------------------------------------------------===//

#include "OpSupport.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace tritonmetal::tt;

Value tritonmetal::tt::getUniform(Value value, OpBuilder &builder) {
  if (auto splat = value.getDefiningOp<SplatOp>())
    return splat.getSrc();
  SplatElementsAttr constant;
  if (!matchPattern(value, m_Constant(&constant)))
    return Value();
  return arith::ConstantOp::create(builder, value.getLoc(),
                                   cast<TypedAttr>(constant.getSplatValue<Attribute>()));
}

bool tritonmetal::tt::isConstantMask(Value mask, bool expected) {
  return mask && (expected ? matchPattern(mask, m_One()) : matchPattern(mask, m_Zero()));
}

/// The one value of a splat constant under another shape and layout.
static OpFoldResult foldSplat(Attribute source, Type type) {
  auto splat = dyn_cast_if_present<SplatElementsAttr>(source);
  return splat ? OpFoldResult(splat.resizeSplat(cast<ShapedType>(type))) : OpFoldResult();
}

/// The same for two splat constants of one value.
static OpFoldResult foldSplats(Attribute lhs, Attribute rhs, Type type) {
  return lhs == rhs ? foldSplat(lhs, type) : OpFoldResult();
}

/// A change of shape whose source is a splat is a splat.
template <typename Op>
static LogicalResult replaceBySplat(Op op, Value source, PatternRewriter &rewriter) {
  auto splat = source.getDefiningOp<SplatOp>();
  if (!splat)
    return failure();
  rewriter.replaceOpWithNewOp<SplatOp>(op, op.getType(), splat.getSrc());
  return success();
}

/// The same where two splats of one value come together.
template <typename Op>
static LogicalResult replaceBySplat(Op op, Value lhs, Value rhs, PatternRewriter &rewriter) {
  auto left = lhs.getDefiningOp<SplatOp>();
  auto right = rhs.getDefiningOp<SplatOp>();
  if (!left || !right || left.getSrc() != right.getSrc())
    return failure();
  return replaceBySplat(op, lhs, rewriter);
}

//===----------------------------------------------------------------------===//
// Ranges and splats
//===----------------------------------------------------------------------===//

OpFoldResult MakeRangeOp::fold(FoldAdaptor) {
  if (getType().getNumElements() != 1)
    return {};
  return SplatElementsAttr::get(getType(), getStartAttr().getValue());
}

OpFoldResult SplatOp::fold(FoldAdaptor adaptor) {
  Attribute value = adaptor.getSrc();
  if (!isa_and_present<FloatAttr, IntegerAttr>(value))
    return {};
  return SplatElementsAttr::get(cast<ShapedType>(getType()), value);
}

OpFoldResult UnsplatOp::fold(FoldAdaptor adaptor) {
  if (auto splat = getSrc().getDefiningOp<SplatOp>())
    return splat.getSrc();
  auto constant = dyn_cast_if_present<SplatElementsAttr>(adaptor.getSrc());
  return constant ? OpFoldResult(constant.getSplatValue<Attribute>()) : OpFoldResult();
}

//===----------------------------------------------------------------------===//
// Changes of shape
//===----------------------------------------------------------------------===//

OpFoldResult ExpandDimsOp::fold(FoldAdaptor adaptor) {
  return foldSplat(adaptor.getSrc(), getType());
}

LogicalResult ExpandDimsOp::canonicalize(ExpandDimsOp op, PatternRewriter &rewriter) {
  return replaceBySplat(op, op.getSrc(), rewriter);
}

OpFoldResult BroadcastOp::fold(FoldAdaptor adaptor) {
  if (getSrc().getType() == getType())
    return getSrc();
  if (auto previous = getSrc().getDefiningOp<BroadcastOp>()) {
    getSrcMutable().assign(previous.getSrc());
    return getResult();
  }
  return foldSplat(adaptor.getSrc(), getType());
}

LogicalResult BroadcastOp::canonicalize(BroadcastOp op, PatternRewriter &rewriter) {
  return replaceBySplat(op, op.getSrc(), rewriter);
}

/// Where one of two reshapes may reorder, both together may.
OpFoldResult ReshapeOp::fold(FoldAdaptor adaptor) {
  if (getSrc().getType() == getType())
    return getSrc();
  if (auto previous = getSrc().getDefiningOp<ReshapeOp>()) {
    getSrcMutable().assign(previous.getSrc());
    setAllowReorder(getAllowReorder() || previous.getAllowReorder());
    return getResult();
  }
  return foldSplat(adaptor.getSrc(), getType());
}

LogicalResult ReshapeOp::canonicalize(ReshapeOp op, PatternRewriter &rewriter) {
  return replaceBySplat(op, op.getSrc(), rewriter);
}

OpFoldResult TransOp::fold(FoldAdaptor adaptor) {
  if (getSrc().getType() == getType() && llvm::is_sorted(getOrder()))
    return getSrc();
  if (auto previous = getSrc().getDefiningOp<TransOp>()) {
    ArrayRef<int32_t> first = previous.getOrder();
    auto order = llvm::map_to_vector(getOrder(), [&](int32_t dim) { return first[dim]; });
    getSrcMutable().assign(previous.getSrc());
    setOrder(order);
    return getResult();
  }
  return foldSplat(adaptor.getSrc(), getType());
}

LogicalResult TransOp::canonicalize(TransOp op, PatternRewriter &rewriter) {
  return replaceBySplat(op, op.getSrc(), rewriter);
}

//===----------------------------------------------------------------------===//
// Cat, join, split, gather
//===----------------------------------------------------------------------===//

OpFoldResult CatOp::fold(FoldAdaptor adaptor) {
  return foldSplats(adaptor.getLhs(), adaptor.getRhs(), getType());
}

LogicalResult CatOp::canonicalize(CatOp op, PatternRewriter &rewriter) {
  return replaceBySplat(op, op.getLhs(), op.getRhs(), rewriter);
}

OpFoldResult JoinOp::fold(FoldAdaptor adaptor) {
  auto split = getLhs().getDefiningOp<SplitOp>();
  if (split && getLhs() == split.getOutLHS() && getRhs() == split.getOutRHS() &&
      split.getSrc().getType() == getType())
    return split.getSrc();
  return foldSplats(adaptor.getLhs(), adaptor.getRhs(), getType());
}

LogicalResult JoinOp::canonicalize(JoinOp op, PatternRewriter &rewriter) {
  return replaceBySplat(op, op.getLhs(), op.getRhs(), rewriter);
}

LogicalResult SplitOp::fold(FoldAdaptor adaptor, SmallVectorImpl<OpFoldResult> &results) {
  Type type = getOutLHS().getType();
  if (auto join = getSrc().getDefiningOp<JoinOp>(); join && join.getLhs().getType() == type) {
    results.assign({join.getLhs(), join.getRhs()});
    return success();
  }
  OpFoldResult half = foldSplat(adaptor.getSrc(), type);
  if (!half)
    return failure();
  results.assign(2, half);
  return success();
}

LogicalResult SplitOp::canonicalize(SplitOp op, PatternRewriter &rewriter) {
  auto splat = op.getSrc().getDefiningOp<SplatOp>();
  if (!splat)
    return failure();
  Value half = SplatOp::create(rewriter, op.getLoc(), op.getOutLHS().getType(), splat.getSrc());
  rewriter.replaceOp(op, {half, half});
  return success();
}

/// An index out of range reads anything, so also the only value there is.
OpFoldResult GatherOp::fold(FoldAdaptor adaptor) { return foldSplat(adaptor.getSrc(), getType()); }

LogicalResult GatherOp::canonicalize(GatherOp op, PatternRewriter &rewriter) {
  return replaceBySplat(op, op.getSrc(), rewriter);
}
