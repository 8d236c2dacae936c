//===- BlockCarrierPatterns.cpp - What passes block pointers on ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Loops and branches of `scf` have patterns of MLIR's. Here: selects, `cf` branches and
// kernel parameters.
//
//===----------------------------------------------------------------------===//

#include "BlockPatterns.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;
using namespace tritonmetal::tt;

static SmallVector<Value> flatten(ArrayRef<ValueRange> ranges) {
  SmallVector<Value> values;
  for (ValueRange range : ranges)
    llvm::append_range(values, range);
  return values;
}

namespace {

struct SelectParts final : OpConversionPattern<arith::SelectOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(arith::SelectOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    SmallVector<Value> parts;
    for (auto [yes, no] : llvm::zip_equal(adaptor.getTrueValue(), adaptor.getFalseValue()))
      parts.push_back(
          rewriter.createOrFold<arith::SelectOp>(op.getLoc(), op.getCondition(), yes, no));
    rewriter.replaceOpWithMultiple(op, {parts});
    return success();
  }
};

struct BranchWithParts final : OpConversionPattern<cf::BranchOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(cf::BranchOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<cf::BranchOp>(op, op.getDest(), flatten(adaptor.getDestOperands()));
    return success();
  }
};

struct CondBranchWithParts final : OpConversionPattern<cf::CondBranchOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(cf::CondBranchOp op, OneToNOpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<cf::CondBranchOp>(
        op, op.getCondition(), op.getTrueDest(), flatten(adaptor.getTrueDestOperands()),
        op.getFalseDest(), flatten(adaptor.getFalseDestOperands()));
    return success();
  }
};

///   tt.func @k(%d: !tt.tensordesc<tensor<8x16xf32>>)
/// becomes
///   tt.func @k(%d: !tt.ptr<f32> {metal.role = "descriptor", tt.divisibility = 16 : i32},
///              %d_shape0: i64 {metal.role = "shape"}, …, %d_nan: i1 {metal.role = "padding"})
struct ExpandParameters final : OpConversionPattern<FuncOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(FuncOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    TypeConverter::SignatureConversion signature(op.getNumArguments());
    SmallVector<Attribute> attributes;
    SmallVector<Location> locations;
    for (BlockArgument argument : op.getArguments()) {
      unsigned index = argument.getArgNumber();
      SmallVector<Type> types;
      if (failed(getTypeConverter()->convertType(argument.getType(), types)))
        return rewriter.notifyMatchFailure(op, "a parameter has no parts");
      signature.addInputs(index, types);
      if (auto type = dyn_cast<TensorDescType>(argument.getType())) {
        addDescriptor(type, argument.getLoc(), attributes, locations);
        continue;
      }
      DictionaryAttr own = op.getArgAttrDict(index);
      attributes.push_back(own ? own : rewriter.getDictionaryAttr({}));
      locations.push_back(argument.getLoc());
    }
    if (failed(rewriter.convertRegionTypes(&op.getBody(), *getTypeConverter(), &signature)))
      return rewriter.notifyMatchFailure(op, "a block argument has no parts");
    rewriter.modifyOpInPlace(op, [&] {
      op.setType(rewriter.getFunctionType(signature.getConvertedTypes(), op.getResultTypes()));
      op.setArgAttrsAttr(rewriter.getArrayAttr(attributes));
      for (auto [argument, location] : llvm::zip_equal(op.getBody().getArguments(), locations))
        argument.setLoc(location);
    });
    return success();
  }

  static void addDescriptor(TensorDescType type, Location loc,
                            SmallVectorImpl<Attribute> &attributes,
                            SmallVectorImpl<Location> &locations) {
    Builder builder(loc.getContext());
    for (const DescriptorPart &part : getDescriptorParts(type)) {
      NamedAttrList list;
      list.append("metal.role", builder.getStringAttr(part.role));
      if (part.divisibility > 1)
        list.append("tt.divisibility", builder.getI32IntegerAttr(part.divisibility));
      attributes.push_back(list.getDictionary(loc.getContext()));
      auto name = dyn_cast<NameLoc>(loc);
      locations.push_back(name ? Location(NameLoc::get(
                                     builder.getStringAttr(name.getName().getValue() + part.suffix),
                                     name.getChildLoc()))
                               : loc);
    }
  }
};

} // namespace

SmallVector<DescriptorPart> tritonmetal::tt::getDescriptorParts(TensorDescType type) {
  // Triton checks this of every descriptor that a host makes, as its hardware demands it.
  constexpr int64_t alignment = 16;
  RankedTensorType block = type.getValueType();
  int64_t bytes = getElementBytes(block.getElementType());
  SmallVector<DescriptorPart> parts = {{"descriptor", "", alignment}};
  for (unsigned dim = 0; dim < block.getRank(); ++dim)
    parts.push_back({"shape", "_shape" + std::to_string(dim), 1});
  for (unsigned dim = 0; dim + 1 < block.getRank(); ++dim)
    parts.push_back({"stride", "_stride" + std::to_string(dim), alignment / bytes});
  if (isa<FloatType>(block.getElementType()))
    parts.push_back({"padding", "_nan", 1});
  return parts;
}

void tritonmetal::tt::populateBlockCarrierPatterns(const BlockTypeConverter &converter,
                                                   RewritePatternSet &patterns) {
  patterns.add<SelectParts, BranchWithParts, CondBranchWithParts, ExpandParameters>(
      converter, patterns.getContext());
}
