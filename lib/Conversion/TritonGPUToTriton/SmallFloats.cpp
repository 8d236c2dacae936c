//===- SmallFloats.cpp - Operands in four and eight bits -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "SmallFloats.h"

#include "TensorValues.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace tritonmetal;

static RankedTensorType getTensorType(Value value) {
  return cast<RankedTensorType>(value.getType());
}

namespace {

/// Integer arithmetic on a tensor, with constants of its type.
struct IntegerBuilder {
  OpBuilder &builder;
  Location loc;
  RankedTensorType type;

  Value constant(int64_t value) {
    return arith::ConstantOp::create(
        builder, loc,
        DenseElementsAttr::get(type, builder.getIntegerAttr(type.getElementType(), value)));
  }
  Value equals(Value x, int64_t value) {
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, x, constant(value));
  }
  Value select(Value condition, Value a, Value b) {
    return arith::SelectOp::create(builder, loc, condition, a, b);
  }
  template <typename Op>
  Value apply(Value a, int64_t b) {
    return Op::create(builder, loc, a, constant(b));
  }
};

} // namespace

/// The bits of the float that a code of four bits means: a sign and 0, 0.5, 1, 1.5, 2, 3, 4
/// or 6. From 1 on the upper bits of the code are an exponent, one step below that of the
/// float's bias, and the lowest is the top of the mantissa.
static Value decodeE2M1(OpBuilder &builder, Location loc, Value codes, FloatType format) {
  unsigned width = format.getWidth();
  unsigned mantissa = format.getFPMantissaWidth() - 1;
  int64_t bias = (int64_t(1) << (width - mantissa - 2)) - 1;
  int64_t half = (bias - 1) << mantissa; // the bits of 0.5
  RankedTensorType type = getTensorType(codes).clone(builder.getIntegerType(width));
  IntegerBuilder integers{builder, loc, type};
  Value code = arith::ExtUIOp::create(builder, loc, type, codes);
  Value magnitude = integers.apply<arith::AndIOp>(code, 7);
  Value scaled = integers.apply<arith::ShLIOp>(magnitude, mantissa - 1);
  Value normal = integers.apply<arith::AddIOp>(scaled, half);
  Value small = integers.select(integers.equals(magnitude, 1), integers.constant(half), normal);
  Value bits = integers.select(integers.equals(magnitude, 0), integers.constant(0), small);
  Value signOnly = integers.apply<arith::AndIOp>(code, 8);
  Value sign = integers.apply<arith::ShLIOp>(signOnly, width - 4);
  return arith::OrIOp::create(builder, loc, bits, sign);
}

Value tritonmetal::expandFp4(OpBuilder &builder, Location loc, Value bytes, unsigned axis,
                             RankedTensorType type) {
  IntegerBuilder integers{builder, loc, getTensorType(bytes)};
  auto format = cast<FloatType>(type.getElementType());
  Value low = integers.apply<arith::AndIOp>(bytes, 15);
  Value high = integers.apply<arith::ShRUIOp>(bytes, 4);
  low = decodeE2M1(builder, loc, low, format);
  high = decodeE2M1(builder, loc, high, format);
  // Neighbours along the axis: the pairs belong right behind it.
  Value bits = joinAlong(builder, loc, low, high, axis + 1);
  return bitcast(builder, loc, reshape(builder, loc, bits, type.getShape()), format);
}

//===----------------------------------------------------------------------===//
// Scales
//===----------------------------------------------------------------------===//

/// One value for `count` neighbours in the last dimension.
static Value repeatLast(OpBuilder &builder, Location loc, Value tensor, int64_t count) {
  RankedTensorType type = getTensorType(tensor);
  SmallVector<int64_t> shape(type.getShape());
  shape.push_back(1);
  Value one = tt::ExpandDimsOp::create(builder, loc, type.clone(shape), tensor, type.getRank());
  shape.back() = count;
  Value many = tt::BroadcastOp::create(builder, loc, type.clone(shape), one);
  shape.pop_back();
  shape.back() *= count;
  return reshape(builder, loc, many, shape);
}

Value tritonmetal::scaleBlocks(OpBuilder &builder, Location loc, Value tensor, Value exponents) {
  RankedTensorType type = getTensorType(tensor), scaleType = getTensorType(exponents);
  int64_t count = type.getShape().back() / scaleType.getShape().back();
  // The exponent of a bf16 has the same bias and the same width.
  auto bits = scaleType.clone(builder.getI16Type());
  Value wide = arith::ExtUIOp::create(builder, loc, bits, exponents);
  Value shifted = IntegerBuilder{builder, loc, bits}.apply<arith::ShLIOp>(wide, 7);
  Value scales =
      repeatLast(builder, loc, bitcast(builder, loc, shifted, builder.getBF16Type()), count);
  Value scaled = arith::MulFOp::create(builder, loc, tensor, scales);
  Value isNaN = IntegerBuilder{builder, loc, scaleType}.equals(exponents, -1);
  Value nan = arith::ConstantOp::create(
      builder, loc, DenseElementsAttr::get(type, APFloat::getNaN(APFloat::BFloat())));
  return arith::SelectOp::create(builder, loc, repeatLast(builder, loc, isNaN, count), nan, scaled);
}
