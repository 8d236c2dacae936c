//===- Constants.cpp - Tensors that are part of the program ----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutQuery.h"
#include "Patterns.h"
#include "ValueBuilder.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

///   %c = arith.constant dense<1.0> : tensor<512xf32, #l>
/// becomes
///   %c = arith.constant dense<1.0> : vector<4xf32>
struct ConstantLowering final : OpConversionPattern<arith::ConstantOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(arith::ConstantOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto dense = dyn_cast<DenseElementsAttr>(op.getValue());
    auto type = dyn_cast_or_null<VectorType>(getTypeConverter()->convertType(op.getType()));
    if (!dense || !type || !dense.isSplat())
      return rewriter.notifyMatchFailure(op, "not a splat");
    auto value = DenseElementsAttr::get(type, dense.getSplatValue<Attribute>());
    rewriter.replaceOpWithNewOp<arith::ConstantOp>(op, value);
    return success();
  }
};

/// Different elements are a table in constant memory, in row-major order. Bits travel as
/// integers, one bit as a byte.
///   %c = arith.constant dense<[1.0, 2.0, ...]> : tensor<512xf32, #l>
/// becomes
///   %t = metal.constant_table dense<[1.0, 2.0, ...]> : tensor<512xf32> -> !metal.ptr<f32,
///   constant> %i = metal.coordinate ... %c = metal.gather %t[%i]
struct TableLowering final : OpConversionPattern<arith::ConstantOp> {
  using OpConversionPattern::OpConversionPattern;

  LogicalResult matchAndRewrite(arith::ConstantOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto dense = dyn_cast<DenseElementsAttr>(op.getValue());
    auto type = dyn_cast_or_null<VectorType>(getTypeConverter()->convertType(op.getType()));
    if (!dense || !type || dense.isSplat())
      return rewriter.notifyMatchFailure(op, "has one element");
    Type element = dense.getElementType();
    bool isBit = element.isInteger(1);
    bool isPlain = !isBit && (element.isInteger() || element.isF16() || element.isF32());
    Type stored = element;
    if (!isPlain)
      stored = rewriter.getIntegerType(isBit ? 8 : element.getIntOrFloatBitWidth());
    SmallVector<Attribute> values;
    for (Attribute value : dense.getValues<Attribute>())
      values.push_back(isPlain ? value : rewriter.getIntegerAttr(stored, getBits(value)));
    auto rows = RankedTensorType::get({dense.getNumElements()}, stored);
    auto pointer = metal::PointerType::get(op.getContext(), stored, metal::MemorySpace::Constant);
    Value table = metal::ConstantTableOp::create(rewriter, op.getLoc(), pointer,
                                                 DenseElementsAttr::get(rows, values));
    ValueBuilder builder(rewriter, op.getLoc());
    Value place = makePlace(builder, cast<RankedTensorType>(op.getType()));
    Value result = builder.read(table, place).front();
    if (isBit)
      result = builder.compare(
          arith::CmpIPredicate::ne, result,
          arith::ConstantOp::create(rewriter, op.getLoc(), rewriter.getZeroAttr(result.getType())));
    else if (result.getType() != type)
      result = arith::BitcastOp::create(rewriter, op.getLoc(), type, result);
    rewriter.replaceOp(op, result);
    return success();
  }

private:
  /// One bit grows without its sign.
  static APInt getBits(Attribute value) {
    if (auto integer = dyn_cast<IntegerAttr>(value))
      return integer.getValue().zext(8);
    return cast<FloatAttr>(value).getValue().bitcastToAPInt();
  }

  /// The row-major place of each register's element. Sizes are powers of two, so each bit
  /// of a position adds its own bits to the place.
  static Value makePlace(ValueBuilder &builder, RankedTensorType type) {
    ThreadBases all;
    int64_t stride = 1;
    for (unsigned dim = type.getRank(); dim-- > 0; stride *= type.getDimSize(dim)) {
      ThreadBases bases = getThreadBases(type, dim);
      auto add = [&](SmallVector<int32_t> &sums, ArrayRef<int32_t> parts) {
        sums.resize(parts.size());
        for (auto [sum, part] : llvm::zip(sums, parts))
          sum += int32_t(part * stride);
      };
      add(all.registers, bases.registers);
      add(all.lanes, bases.lanes);
      add(all.simdgroups, bases.simdgroups);
    }
    return builder.coordinate(all.registers, all.lanes, all.simdgroups);
  }
};

} // namespace

void tritonmetal::populateConstantPatterns(const TritonGPUToMetalTypeConverter &converter,
                                           RewritePatternSet &patterns) {
  patterns.add<ConstantLowering, TableLowering>(converter, patterns.getContext(), /*benefit=*/2);
}
