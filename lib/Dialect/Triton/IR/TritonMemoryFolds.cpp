//===- TritonMemoryFolds.cpp - Folds of pointers and accesses ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What is one number for all elements is added to the scalar pointer, once:
//
//   addptr (addptr (splat %p), %x), (splat %u)   addptr (splat (addptr %p, %u)), %x
//
// An offset is sign-extended to 64 bits before it is added, so the sum of two offsets
// of 32 bits is not one of 32 bits: offsets are only added to each other where both
// are constants, and then in a width that holds the sum.
//
// Masks that are known are dropped, with the access where it never happens. A volatile
// access is left alone.
//
//===----------------------------------------------------------------------===//

#include "OpSupport.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal::tt;

//===----------------------------------------------------------------------===//
// Pointers
//===----------------------------------------------------------------------===//

OpFoldResult AddPtrOp::fold(FoldAdaptor adaptor) {
  return matchPattern(adaptor.getOffset(), m_Zero()) ? OpFoldResult(getPtr()) : OpFoldResult();
}

/// addptr (addptr %p, 3), 4 is addptr %p, 7.
static LogicalResult addConstantOffsets(AddPtrOp op, PatternRewriter &rewriter) {
  auto previous = op.getPtr().getDefiningOp<AddPtrOp>();
  APInt first, second;
  if (!previous || !matchPattern(previous.getOffset(), m_ConstantInt(&first)) ||
      !matchPattern(op.getOffset(), m_ConstantInt(&second)))
    return failure();
  // Addresses wrap at 64 bits, and so may the sum.
  unsigned width = std::max(first.getBitWidth(), second.getBitWidth());
  APInt sum = first.sextOrTrunc(64) + second.sextOrTrunc(64);
  if (!sum.isSignedIntN(width))
    width = 64;
  Type element = rewriter.getIntegerType(width);
  Type type = withElementType(op.getOffset().getType(), element);
  TypedAttr value = rewriter.getIntegerAttr(element, sum.sextOrTrunc(width));
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    value = SplatElementsAttr::get(tensor, Attribute(value));
  Value offset = arith::ConstantOp::create(rewriter, op.getLoc(), value);
  rewriter.replaceOpWithNewOp<AddPtrOp>(op, op.getType(), previous.getPtr(), offset);
  return success();
}

/// Adds an offset that all elements share to the scalar pointer below.
static LogicalResult addUniformOffset(AddPtrOp op, PatternRewriter &rewriter) {
  auto type = dyn_cast<RankedTensorType>(op.getType());
  auto previous = op.getPtr().getDefiningOp<AddPtrOp>();
  if (previous && !previous->hasOneUse())
    return failure();
  auto base = (previous ? previous.getPtr() : op.getPtr()).getDefiningOp<SplatOp>();
  Value uniform = type && base ? getUniform(op.getOffset(), rewriter) : Value();
  if (!uniform)
    return failure();
  Value pointer =
      AddPtrOp::create(rewriter, op.getLoc(), base.getSrc().getType(), base.getSrc(), uniform);
  if (!previous) {
    rewriter.replaceOpWithNewOp<SplatOp>(op, type, pointer);
    return success();
  }
  Value splat = SplatOp::create(rewriter, op.getLoc(), type, pointer);
  rewriter.replaceOpWithNewOp<AddPtrOp>(op, type, splat, previous.getOffset());
  return success();
}

LogicalResult AddPtrOp::canonicalize(AddPtrOp op, PatternRewriter &rewriter) {
  if (succeeded(addConstantOffsets(op, rewriter)))
    return success();
  return addUniformOffset(op, rewriter);
}

OpFoldResult AdvanceOp::fold(FoldAdaptor adaptor) {
  auto isZero = [](Attribute offset) { return matchPattern(offset, m_Zero()); };
  return llvm::all_of(adaptor.getOffsets(), isZero) ? OpFoldResult(getPtr()) : OpFoldResult();
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

/// Zeros stand for an undefined result. Null for pointers, which have no constant.
static Value createZeros(Type type, Location loc, PatternRewriter &rewriter) {
  TypedAttr zero = rewriter.getZeroAttr(type);
  return zero ? arith::ConstantOp::create(rewriter, loc, zero) : Value();
}

LogicalResult LoadOp::canonicalize(LoadOp op, PatternRewriter &rewriter) {
  if (op.getIsVolatile())
    return failure();
  if (isConstantMask(op.getMask(), true)) {
    rewriter.modifyOpInPlace(op, [&] {
      op.getMaskMutable().clear();
      op.getOtherMutable().clear();
    });
    return success();
  }
  if (!isConstantMask(op.getMask(), false))
    return failure();
  Value result = op.getOther() ? op.getOther() : createZeros(op.getType(), op.getLoc(), rewriter);
  if (!result)
    return failure();
  rewriter.replaceOp(op, result);
  return success();
}

LogicalResult StoreOp::canonicalize(StoreOp op, PatternRewriter &rewriter) {
  if (isConstantMask(op.getMask(), true)) {
    rewriter.modifyOpInPlace(op, [&] { op.getMaskMutable().clear(); });
    return success();
  }
  if (!isConstantMask(op.getMask(), false))
    return failure();
  rewriter.eraseOp(op);
  return success();
}

/// An atomic that never happens still orders memory, unless it is relaxed.
LogicalResult AtomicRMWOp::canonicalize(AtomicRMWOp op, PatternRewriter &rewriter) {
  if (isConstantMask(op.getMask(), true)) {
    rewriter.modifyOpInPlace(op, [&] { op.getMaskMutable().clear(); });
    return success();
  }
  if (!isConstantMask(op.getMask(), false) || op.getSem() != MemSemantic::Relaxed)
    return failure();
  rewriter.replaceOp(op, createZeros(op.getType(), op.getLoc(), rewriter));
  return success();
}
