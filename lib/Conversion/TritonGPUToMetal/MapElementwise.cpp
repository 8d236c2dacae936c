//===- MapElementwise.cpp - Scalar code for each element -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Before the conversion
//
//   branches (`cf`) in the region become `scf`, which is what the Metal dialect has;
//   a region of arithmetic only, on one element at a time, becomes that arithmetic on
//   tensors.
//
// What is left becomes metal.map. It takes neighbouring registers, while the registers
// of a layout may hold copies: these are moved behind first.
//
//===----------------------------------------------------------------------===//

#include "LayoutQuery.h"
#include "Patterns.h"

#include "mlir/Conversion/ControlFlowToSCF/ControlFlowToSCF.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Transforms/CFGToSCF.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

namespace {
/// Also where a loop has no end: nothing follows it.
struct BranchesToSCF final : ControlFlowToSCFTransformation {
  FailureOr<Operation *> createUnreachableTerminator(Location loc, OpBuilder &builder,
                                                     Region &region) override {
    auto map = cast<tt::MapElementwiseOp>(region.getParentOp());
    SmallVector<Value> values;
    for (Type type : map->getResultTypes())
      for (uint32_t i = 0; i < map.getPack(); ++i)
        values.push_back(ub::PoisonOp::create(builder, loc, getElementTypeOrSelf(type)));
    return tt::MapElementwiseReturnOp::create(builder, loc, values).getOperation();
  }
};
} // namespace

static LogicalResult structureBranches(tt::MapElementwiseOp op) {
  if (llvm::hasSingleElement(op.getScalarOp()))
    return success();
  BranchesToSCF transformation;
  DominanceInfo dominance(op);
  if (failed(transformCFGToSCF(op.getScalarOp(), transformation, dominance)) ||
      !llvm::hasSingleElement(op.getScalarOp()))
    return op.emitOpError("has branches in its function that no loops and conditions make; write "
                          "it with if and while");
  return success();
}

static bool isStraightArithmetic(tt::MapElementwiseOp op) {
  return op.getPack() == 1 &&
         llvm::all_of(op.getScalarOp().front().without_terminator(), [](Operation &inner) {
           bool isScalar =
               llvm::all_of(inner.getOperandTypes(), [](Type type) { return type.isIntOrFloat(); });
           return isScalar &&
                  (isa<arith::ConstantOp>(inner) || (inner.hasTrait<OpTrait::Elementwise>() &&
                                                     isPure(&inner) && inner.getNumRegions() == 0));
         });
}

/// `value`, a scalar from outside of the region, for each element.
static Value repeat(OpBuilder &builder, Location loc, Value value, RankedTensorType shape) {
  return tt::SplatOp::create(builder, loc, shape.clone(value.getType()), value);
}

static void replaceByTensors(tt::MapElementwiseOp op) {
  OpBuilder builder(op);
  auto shape = cast<RankedTensorType>(op.getSrcs()[0].getType());
  Block &body = op.getScalarOp().front();
  IRMapping mapping;
  mapping.map(body.getArguments(), op.getSrcs());
  auto lookup = [&](Value value) {
    if (!mapping.contains(value))
      mapping.map(value, repeat(builder, op.getLoc(), value, shape));
    return mapping.lookup(value);
  };
  for (Operation &inner : body.without_terminator()) {
    if (auto constant = dyn_cast<arith::ConstantOp>(inner)) {
      auto type = shape.clone(constant.getType());
      auto value = DenseElementsAttr::get(type, Attribute(constant.getValue()));
      Value dense = arith::ConstantOp::create(builder, inner.getLoc(), value);
      mapping.map(constant.getResult(), dense);
      continue;
    }
    for (Value operand : inner.getOperands())
      lookup(operand);
    Operation *copy = builder.clone(inner, mapping);
    for (OpResult result : copy->getResults())
      result.setType(shape.clone(result.getType()));
  }
  SmallVector<Value> results = llvm::map_to_vector(body.getTerminator()->getOperands(), lookup);
  op->replaceAllUsesWith(results);
  op->erase();
}

/// Register bits of `type` that tell elements apart first, then those that tell copies.
static SmallVector<int32_t> orderRegisters(RankedTensorType type) {
  SmallVector<int32_t> own, copies;
  unsigned bits = llvm::Log2_64(getRegisterCount(type));
  for (unsigned bit = 0; bit < bits; ++bit) {
    bool isCopy = true;
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      isCopy &= getThreadBases(type, dim).registers[bit] == 0;
    (isCopy ? copies : own).push_back(int32_t(1) << bit);
  }
  llvm::append_range(own, copies);
  return own;
}

static int64_t countOwnRegisters(RankedTensorType type) {
  unsigned bits = llvm::Log2_64(getRegisterCount(type)), own = 0;
  for (unsigned bit = 0; bit < bits; ++bit)
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      if (getThreadBases(type, dim).registers[bit] != 0) {
        ++own;
        break;
      }
  return int64_t(1) << own;
}

LogicalResult tritonmetal::prepareMaps(ModuleOp module) {
  SmallVector<tt::MapElementwiseOp> maps;
  module.walk([&](tt::MapElementwiseOp op) { maps.push_back(op); });
  for (tt::MapElementwiseOp op : maps) {
    if (failed(structureBranches(op)))
      return failure();
    auto type = cast<RankedTensorType>(op.getSrcs()[0].getType());
    if (int64_t own = countOwnRegisters(type); own < op.getPack())
      return op.emitOpError("takes ")
             << op.getPack() << " elements at a time, but a thread holds " << own << " of " << type
             << "; use a smaller num_warps or a larger tensor";
    if (isStraightArithmetic(op))
      replaceByTensors(op);
  }
  return success();
}

namespace {

///   %r = "tt.map_elementwise"(%a) <{pack = 2}> ({ ^bb0(%x: i32, %y: i32): … })
/// becomes
///   %r = metal.map %a pack = 2 : (vector<8xi32>) -> vector<8xi32> { ^bb0(%x: i32, %y: i32): … }
struct MapLowering final : OpConversionPattern<tt::MapElementwiseOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::MapElementwiseOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    SmallVector<Type> types;
    if (failed(getTypeConverter()->convertTypes(op->getResultTypes(), types)))
      return rewriter.notifyMatchFailure(op, "works on pointers");
    SmallVector<int32_t> order = orderRegisters(cast<RankedTensorType>(op.getSrcs()[0].getType()));
    SmallVector<int32_t> inverse(order.size());
    for (auto [bit, basis] : llvm::enumerate(order))
      inverse[llvm::Log2_32(basis)] = int32_t(1) << bit;
    auto move = [&](Value value, ArrayRef<int32_t> bases) -> Value {
      if (llvm::is_sorted(order) || op.getPack() == 1)
        return value;
      return metal::RearrangeOp::create(rewriter, op.getLoc(), value.getType(), value, bases);
    };
    SmallVector<Value> sources;
    for (Value source : adaptor.getSrcs())
      sources.push_back(move(source, order));
    auto map = metal::MapOp::create(rewriter, op.getLoc(), types, sources, op.getPack());
    rewriter.inlineRegionBefore(op.getScalarOp(), map.getCode(), map.getCode().end());
    SmallVector<Value> results;
    for (Value result : map.getResults())
      results.push_back(move(result, inverse));
    rewriter.replaceOp(op, results);
    return success();
  }
};

struct MapReturnLowering final : OpConversionPattern<tt::MapElementwiseReturnOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(tt::MapElementwiseReturnOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<metal::YieldOp>(op, adaptor.getResult());
    return success();
  }
};

} // namespace

void tritonmetal::populateMapPatterns(const TritonGPUToMetalTypeConverter &converter,
                                      RewritePatternSet &patterns) {
  patterns.add<MapLowering, MapReturnLowering>(converter, patterns.getContext(), /*benefit=*/2);
}
