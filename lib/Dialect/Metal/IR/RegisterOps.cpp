//===- RegisterOps.cpp - Moves among the registers of a thread --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A rearrangement disappears where its source is as easily made in the new order:
//
//   %i = metal.coordinate registers = [1, 2] …      %j = metal.coordinate registers = [2, 1] …
//   %s = arith.muli %i, %c                      =>  %r = arith.muli %j, %c
//   %r = metal.rearrange %s registers = [2, 1]
//
// so the addresses of a transposed or broadcast tensor are computed in place.
//
//===----------------------------------------------------------------------===//

#include "NeighbourFolds.h"
#include "RegisterBases.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// XOR of the bases of the set bits of `index`.
static int32_t applyBases(ArrayRef<int32_t> bases, int32_t index) {
  int32_t result = 0;
  for (auto [bit, basis] : llvm::enumerate(bases))
    if (index >> bit & 1)
      result ^= basis;
  return result;
}

static SmallVector<int32_t> composeBases(ArrayRef<int32_t> inner, ArrayRef<int32_t> outer) {
  return llvm::map_to_vector(outer, [&](int32_t basis) { return applyBases(inner, basis); });
}

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

/// Checks that every basis and the start are numbers of one of `count` registers.
static LogicalResult verifyRange(Operation *op, ArrayRef<int32_t> bases, int32_t start,
                                 int64_t count, StringRef whose) {
  for (int32_t basis : bases)
    if (basis < 0 || basis >= count)
      return op->emitOpError("register basis ")
             << basis << " is outside the " << whose << "'s " << count << " registers";
  if (start < 0 || start >= count)
    return op->emitOpError("start ")
           << start << " is outside the " << whose << "'s " << count << " registers";
  return success();
}

LogicalResult RearrangeOp::verify() {
  if (getSources().empty() || !llvm::isPowerOf2_64(getSources().size()))
    return emitOpError("needs a power of two of sources, found ") << getSources().size();
  Type source = getSources().front().getType();
  if (!llvm::all_equal(getSources().getTypes()))
    return emitOpError("needs sources of one type, found ") << getSources().getTypes();
  auto result = cast<VectorType>(getResult().getType());
  if (getElementTypeOrSelf(source) != result.getElementType())
    return emitOpError("keeps the element type, found ") << source << " and " << result;
  int64_t count = getSourceLength() * int64_t(getSources().size());
  if (failed(verifyRange(*this, getRegisters(), getStart(), count, "source")))
    return failure();
  return verifyRegisterBases(*this, getRegisters(), result);
}

LogicalResult InsertRegistersOp::verify() {
  auto part = cast<VectorType>(getPart().getType());
  auto whole = cast<VectorType>(getWhole().getType());
  if (part.getElementType() != whole.getElementType())
    return emitOpError("keeps the element type, found ") << part << " and " << whole;
  if (failed(verifyRange(*this, getRegisters(), getStart(), whole.getNumElements(), "whole")))
    return failure();
  SmallVector<int32_t> independent;
  for (int32_t basis : getRegisters()) {
    for (int32_t other : independent)
      basis = std::min(basis, basis ^ other);
    if (basis == 0)
      return emitOpError("writes a register more than once");
    independent.push_back(basis);
  }
  return verifyRegisterBases(*this, getRegisters(), part);
}

//===----------------------------------------------------------------------===//
// Rearrangements
//===----------------------------------------------------------------------===//

void RearrangeOp::build(OpBuilder &builder, OperationState &state, Type result, Value source,
                        ArrayRef<int32_t> registers, int32_t start) {
  build(builder, state, result, ValueRange(source), Value(),
        builder.getDenseI32ArrayAttr(registers), builder.getI32IntegerAttr(start));
}

bool RearrangeOp::isIdentity() {
  if (getSources().size() != 1 || getShift() || getStart() != 0 ||
      getSources().front().getType() != getResult().getType())
    return false;
  return llvm::all_of(llvm::enumerate(getRegisters()),
                      [](auto it) { return it.value() == int32_t(1) << it.index(); });
}

OpFoldResult RearrangeOp::fold(FoldAdaptor adaptor) {
  return isIdentity() ? OpFoldResult(getSources().front()) : OpFoldResult();
}

/// Integer arithmetic of an instruction or so.
static bool isCheapInteger(Operation *op) {
  auto isInteger = [](Type type) { return getElementTypeOrSelf(type).isInteger(); };
  return op->hasTrait<OpTrait::Elementwise>() && isPure(op) && op->getNumResults() == 1 &&
         isInteger(op->getResult(0).getType()) && llvm::all_of(op->getOperandTypes(), isInteger) &&
         !isa<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp, arith::RemUIOp>(op);
}

/// True if `value` may be computed anew in another order: integer arithmetic of up to
/// `budget` ops on coordinates, constants and what is the same in all registers.
static bool canRepeat(Value value, unsigned &budget) {
  Operation *op = value.getDefiningOp();
  if (!isa<VectorType>(value.getType()) || matchPattern(value, m_Constant()))
    return !isa<VectorType>(value.getType()) ||
           isa<SplatElementsAttr>(cast<arith::ConstantOp>(op).getValue());
  if (!op || budget == 0)
    return false;
  --budget;
  if (isa<CoordinateOp>(op))
    return true;
  if (auto broadcast = dyn_cast<vector::BroadcastOp>(op))
    return !isa<VectorType>(broadcast.getSourceType());
  return isCheapInteger(op) &&
         llvm::all_of(op->getOperands(), [&](Value operand) { return canRepeat(operand, budget); });
}

namespace {

/// Takes one step towards the leaves: the rearrangement of an op becomes the op on
/// rearranged operands.
struct RearrangeCheap final : OpRewritePattern<RearrangeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(RearrangeOp op, PatternRewriter &rewriter) const override {
    constexpr unsigned kMaxRepeatedOps = 16;
    if (op.getSources().size() != 1 || op.getShift())
      return rewriter.notifyMatchFailure(op, "takes parts of several values");
    Operation *source = op.getSources().front().getDefiningOp();
    unsigned budget = kMaxRepeatedOps;
    if (!source || !canRepeat(op.getSources().front(), budget))
      return rewriter.notifyMatchFailure(op, "the source is dear");
    if (auto coordinate = dyn_cast<CoordinateOp>(source))
      return rewriteCoordinate(op, coordinate, rewriter);
    if (auto broadcast = dyn_cast<vector::BroadcastOp>(source)) {
      rewriter.replaceOpWithNewOp<vector::BroadcastOp>(op, op.getType(), broadcast.getSource());
      return success();
    }
    if (auto constant = dyn_cast<arith::ConstantOp>(source)) {
      auto splat = cast<SplatElementsAttr>(constant.getValue());
      rewriter.replaceOpWithNewOp<arith::ConstantOp>(
          op,
          DenseElementsAttr::get(cast<ShapedType>(op.getType()), splat.getSplatValue<Attribute>()));
      return success();
    }
    IRMapping mapping;
    int64_t count = cast<VectorType>(op.getType()).getNumElements();
    for (Value operand : source->getOperands())
      if (auto type = dyn_cast<VectorType>(operand.getType()))
        mapping.map(operand, RearrangeOp::create(rewriter, op.getLoc(),
                                                 type.cloneWith({count}, type.getElementType()),
                                                 operand, op.getRegisters(), op.getStart()));
    Operation *copy = rewriter.clone(*source, mapping);
    copy->getResult(0).setType(op.getType());
    rewriter.replaceOp(op, copy);
    return success();
  }

  static LogicalResult rewriteCoordinate(RearrangeOp op, CoordinateOp coordinate,
                                         PatternRewriter &rewriter) {
    int32_t moved = applyBases(coordinate.getRegisters(), op.getStart());
    if (moved != 0 && coordinate.getStart() != 0)
      return rewriter.notifyMatchFailure(op, "would be XOR after an addition");
    Value result = CoordinateOp::create(rewriter, op.getLoc(), op.getType(),
                                        composeBases(coordinate.getRegisters(), op.getRegisters()),
                                        coordinate.getLanes(), coordinate.getSimdgroups(),
                                        coordinate.getStart());
    if (moved != 0) {
      auto all = DenseElementsAttr::get(cast<ShapedType>(op.getType()),
                                        Attribute(rewriter.getI32IntegerAttr(moved)));
      Value constant = arith::ConstantOp::create(rewriter, op.getLoc(), all);
      result = arith::XOrIOp::create(rewriter, op.getLoc(), result, constant);
    }
    rewriter.replaceOp(op, result);
    return success();
  }
};

/// Two rearrangements are one.
struct RearrangeTwice final : OpRewritePattern<RearrangeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(RearrangeOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getSources().front().getDefiningOp<RearrangeOp>();
    if (op.getSources().size() != 1 || op.getShift() || !inner)
      return rewriter.notifyMatchFailure(op, "is not the only source's second");
    rewriter.replaceOpWithNewOp<RearrangeOp>(
        op, op.getType(), inner.getSources(), inner.getShift(),
        rewriter.getDenseI32ArrayAttr(composeBases(inner.getRegisters(), op.getRegisters())),
        rewriter.getI32IntegerAttr(inner.getStart() ^
                                   applyBases(inner.getRegisters(), op.getStart())));
    return success();
  }
};

/// Without the sources that no register comes from: those whose number differs from
/// the start's in a bit that no basis has.
struct DropUnusedSources final : OpRewritePattern<RearrangeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(RearrangeOp op, PatternRewriter &rewriter) const override {
    int64_t length = op.getSourceLength();
    if (op.getSources().size() == 1 || op.getShift() ||
        llvm::any_of(op.getRegisters(), [&](int32_t basis) { return basis >= length; }))
      return rewriter.notifyMatchFailure(op, "takes from several sources");
    rewriter.replaceOpWithNewOp<RearrangeOp>(op, op.getType(),
                                             op.getSources()[op.getStart() / length],
                                             op.getRegisters(), int32_t(op.getStart() % length));
    return success();
  }
};

} // namespace

void RearrangeOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<RearrangeCheap, RearrangeTwice, DropUnusedSources>(context);
  populateNeighbourFolds(patterns);
}
