//===- BlockAccess.cpp - Pointers and masks of a block ---------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "BlockAccess.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tritonmetal::tt;

namespace {

/// Builds scalars and tensors of one shape.
class AccessBuilder {
public:
  AccessBuilder(OpBuilder &builder, Location loc, ArrayRef<int64_t> shape)
      : builder(builder), loc(loc), shape(shape), i32(builder.getI32Type()),
        i64(builder.getI64Type()) {}

  Value makeI64(int64_t value) {
    return arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(value));
  }

  template <typename OpTy>
  Value make(Value lhs, Value rhs) {
    return builder.createOrFold<OpTy>(loc, lhs, rhs);
  }

  Value extend(Value value, Type type) {
    return value.getType() == type ? value : builder.createOrFold<arith::ExtSIOp>(loc, type, value);
  }

  Value splat(Value scalar, ArrayRef<int64_t> sizes) {
    return SplatOp::create(builder, loc, RankedTensorType::get(sizes, scalar.getType()), scalar);
  }

  /// 0, 1, 2, … along one dimension.
  Value makeRange(int64_t size) {
    return MakeRangeOp::create(builder, loc, RankedTensorType::get({size}, i32), 0, size);
  }

  /// A range times a stride (i64; null is 1): in 32 bits where that is known to do.
  Value scale(Value line, Value stride) {
    if (!stride)
      return line;
    int64_t size = cast<RankedTensorType>(line.getType()).getDimSize(0);
    IntegerAttr constant;
    if (matchPattern(stride, m_Constant(&constant)) && llvm::isInt<31>(constant.getInt()) &&
        llvm::isInt<32>(constant.getInt() * size)) {
      if (constant.getInt() == 1)
        return line;
      stride =
          arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(constant.getInt()));
      return make<arith::MulIOp>(line, splat(stride, size));
    }
    return make<arith::MulIOp>(extend(line, RankedTensorType::get({size}, i64)),
                               splat(stride, size));
  }

  /// A tensor of rank 1 along dimension `dim` of the shape, repeated in the others.
  Value spread(Value line, unsigned dim) {
    for (unsigned other = 0; other < shape.size(); ++other)
      if (other != dim)
        line = ExpandDimsOp::create(builder, loc, line, other);
    auto type = cast<RankedTensorType>(line.getType());
    if (type.getShape() == shape)
      return line;
    return BroadcastOp::create(builder, loc, RankedTensorType::get(shape, type.getElementType()),
                               line);
  }

  /// The scalar `value`, an i64, cut to 0 … limit, as an i32.
  Value clamp(Value value, int64_t limit) {
    value = make<arith::MaxSIOp>(value, makeI64(0));
    value = make<arith::MinSIOp>(value, makeI64(limit));
    return builder.createOrFold<arith::TruncIOp>(loc, i32, value);
  }

  /// `extent` where nothing can overflow: coordinates lie below 2^31 + 2^20, so beyond
  /// 2^32 one extent is as good as another, and below zero nothing is inside.
  Value limitExtent(Value extent) {
    if (auto extended = extent.getDefiningOp<arith::ExtSIOp>())
      if (extended.getIn().getType().getIntOrFloatBitWidth() <= 32)
        return extent;
    extent = make<arith::MaxSIOp>(extent, makeI64(0));
    return make<arith::MinSIOp>(extent, makeI64(int64_t(1) << 32));
  }

  Value compare(arith::CmpIPredicate predicate, Value lhs, Value rhs) {
    return builder.createOrFold<arith::CmpIOp>(loc, predicate, lhs, rhs);
  }

  /// 0 <= offset + i < extent, for i of `line`; null where that is known.
  Value isInside(Value line, Value offset, Value extent);

  /// `mask`, of rank 1, for dimension `dim`; null is all.
  void addMask(Value mask, unsigned dim) {
    if (!mask)
      return;
    mask = spread(mask, dim);
    all = all ? make<arith::AndIOp>(all, mask) : mask;
  }

  OpBuilder &builder;
  Location loc;
  ArrayRef<int64_t> shape;
  Type i32, i64;
  Value all; // the mask so far
};

} // namespace

static bool isConstant(Value value, int64_t number) {
  IntegerAttr attribute;
  return matchPattern(value, m_Constant(&attribute)) && attribute.getInt() == number;
}

Value AccessBuilder::isInside(Value line, Value offset, Value extent) {
  using arith::CmpIPredicate;
  offset = extend(offset, i64);
  int64_t size = cast<RankedTensorType>(line.getType()).getDimSize(0);
  Value low = clamp(make<arith::SubIOp>(makeI64(0), offset), size);
  Value high = clamp(make<arith::SubIOp>(limitExtent(extent), offset), size);
  Value isAbove, isBelow;
  if (!isConstant(low, 0))
    isAbove = compare(CmpIPredicate::sge, line, splat(low, size));
  if (!isConstant(high, size))
    isBelow = compare(CmpIPredicate::slt, line, splat(high, size));
  if (isAbove && isBelow)
    return make<arith::AndIOp>(isAbove, isBelow);
  return isAbove ? isAbove : isBelow;
}

BlockAccess tritonmetal::tt::accessBlock(OpBuilder &builder, Location loc, const MemoryView &view,
                                         ValueRange offsets, ArrayRef<int64_t> shape,
                                         const llvm::SmallBitVector &checked) {
  AccessBuilder b(builder, loc, shape);
  Value first = view.base;
  for (auto [offset, stride] : llvm::zip_equal(offsets, view.strides)) {
    Value step = b.extend(offset, b.i64);
    if (stride)
      step = b.make<arith::MulIOp>(step, stride);
    first = builder.createOrFold<AddPtrOp>(loc, first.getType(), first, step);
  }
  Value pointers = b.splat(first, shape);
  unsigned left = offsets.size() - shape.size();
  for (unsigned i = 0; i < left; ++i)
    if (checked[i])
      b.addMask(b.isInside(b.makeRange(1), offsets[i], view.shape[i]), 0);
  for (auto [dim, size] : llvm::enumerate(shape)) {
    unsigned i = left + dim;
    if (size == 1 && !checked[i])
      continue;
    Value line = b.makeRange(size);
    if (checked[i])
      b.addMask(b.isInside(line, offsets[i], view.shape[i]), dim);
    if (size == 1)
      continue;
    line = b.scale(line, view.strides[i]);
    pointers = AddPtrOp::create(builder, loc, pointers.getType(), pointers, b.spread(line, dim));
  }
  return {pointers, b.all};
}

BlockAccess tritonmetal::tt::accessRows(OpBuilder &builder, Location loc, const MemoryView &view,
                                        Value rows, Value column, int64_t columns) {
  using arith::CmpIPredicate;
  int64_t count = cast<RankedTensorType>(rows.getType()).getDimSize(0);
  int64_t shape[] = {count, columns};
  AccessBuilder b(builder, loc, shape);
  rows = b.extend(rows, RankedTensorType::get({count}, b.i64));
  Value zero = b.splat(b.makeI64(0), count);
  b.addMask(
      b.make<arith::AndIOp>(b.compare(CmpIPredicate::sge, rows, zero),
                            b.compare(CmpIPredicate::slt, rows, b.splat(view.shape[0], count))),
      0);
  Value line = b.makeRange(columns);
  b.addMask(b.isInside(line, column, view.shape[1]), 1);

  Value first = builder.createOrFold<AddPtrOp>(loc, view.base.getType(), view.base, column);
  Value pointers = b.splat(first, shape);
  if (view.strides[0])
    rows = b.make<arith::MulIOp>(rows, b.splat(view.strides[0], count));
  pointers = AddPtrOp::create(builder, loc, pointers.getType(), pointers, b.spread(rows, 0));
  pointers = AddPtrOp::create(builder, loc, pointers.getType(), pointers, b.spread(line, 1));
  return {pointers, b.all};
}

Value tritonmetal::tt::makePadding(OpBuilder &builder, Location loc, Type element, bool isNaN) {
  TypedAttr attribute = cast<TypedAttr>(builder.getZeroAttr(element));
  if (auto type = dyn_cast<FloatType>(element); type && isNaN)
    attribute = FloatAttr::get(type, APFloat::getQNaN(type.getFloatSemantics()));
  return arith::ConstantOp::create(builder, loc, attribute);
}
