//===- TensorValues.cpp - Tensors from tensors -----------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "TensorValues.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

static RankedTensorType getTensorType(Value value) {
  return cast<RankedTensorType>(value.getType());
}

Value tritonmetal::makeZero(OpBuilder &builder, Location loc, Type type) {
  TypedAttr zero = builder.getZeroAttr(type);
  return zero ? arith::ConstantOp::create(builder, loc, zero) : Value();
}

Value tritonmetal::reshape(OpBuilder &builder, Location loc, Value tensor,
                           ArrayRef<int64_t> shape) {
  RankedTensorType type = getTensorType(tensor);
  if (type.getShape() == shape)
    return tensor;
  return tt::ReshapeOp::create(builder, loc, type.clone(shape), tensor,
                               /*allow_reorder=*/false, /*efficient_layout=*/false);
}

Value tritonmetal::transpose(OpBuilder &builder, Location loc, Value tensor,
                             ArrayRef<int32_t> order) {
  RankedTensorType type = getTensorType(tensor);
  SmallVector<int64_t> shape;
  for (int32_t dim : order)
    shape.push_back(type.getDimSize(dim));
  return tt::TransOp::create(builder, loc, type.clone(shape), tensor, order);
}

Value tritonmetal::bitcast(OpBuilder &builder, Location loc, Value tensor, Type elementType) {
  RankedTensorType type = getTensorType(tensor);
  if (type.getElementType() == elementType)
    return tensor;
  return tt::BitcastOp::create(builder, loc, type.clone(elementType), tensor);
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

bool tritonmetal::canExtractSlice(ArrayRef<int64_t> from, ArrayRef<int32_t> offsets,
                                  ArrayRef<int64_t> shape) {
  if (from.size() != offsets.size() || from.size() != shape.size())
    return false;
  return llvm::all_of(llvm::seq<size_t>(0, from.size()), [&](size_t dim) {
    return shape[dim] > 0 && llvm::isPowerOf2_64(from[dim]) && llvm::isPowerOf2_64(shape[dim]) &&
           offsets[dim] >= 0 && offsets[dim] % shape[dim] == 0 &&
           offsets[dim] + shape[dim] <= from[dim];
  });
}

/// One half of the tensor along a dimension.
static Value extractHalf(OpBuilder &builder, Location loc, Value tensor, unsigned dim,
                         bool isUpper) {
  RankedTensorType type = getTensorType(tensor);
  SmallVector<int64_t> shape(type.getShape());
  shape[dim] /= 2;
  SmallVector<int64_t> pairShape(shape);
  pairShape.insert(pairShape.begin() + dim, 2);
  Value pairs = reshape(builder, loc, tensor, pairShape);
  // The halves become the last dimension, along which they split.
  SmallVector<int32_t> order;
  for (unsigned i = 0; i < pairShape.size(); ++i)
    if (i != dim)
      order.push_back(i);
  order.push_back(dim);
  Value last = transpose(builder, loc, pairs, order);
  auto split = tt::SplitOp::create(builder, loc, type.clone(shape), type.clone(shape), last);
  return isUpper ? split.getOutRHS() : split.getOutLHS();
}

Value tritonmetal::extractSlice(OpBuilder &builder, Location loc, Value tensor,
                                ArrayRef<int32_t> offsets, ArrayRef<int64_t> shape) {
  for (unsigned dim = 0; dim < shape.size(); ++dim)
    for (int64_t size = getTensorType(tensor).getDimSize(dim); size > shape[dim]; size /= 2)
      tensor = extractHalf(builder, loc, tensor, dim, offsets[dim] & (size / 2));
  return tensor;
}

Value tritonmetal::joinAlong(OpBuilder &builder, Location loc, Value a, Value b, int32_t dim) {
  RankedTensorType type = getTensorType(a);
  SmallVector<int64_t> shape(type.getShape());
  shape.push_back(2);
  Value pairs = tt::JoinOp::create(builder, loc, type.clone(shape), a, b);
  int32_t last = type.getRank();
  if (dim == last)
    return pairs;
  SmallVector<int32_t> order = llvm::to_vector(llvm::seq<int32_t>(0, last));
  order.insert(order.begin() + dim, last);
  return transpose(builder, loc, pairs, order);
}

Value tritonmetal::concatenate(OpBuilder &builder, Location loc, Value a, Value b, unsigned dim) {
  SmallVector<int64_t> shape(getTensorType(a).getShape());
  shape[dim] *= 2;
  return reshape(builder, loc, joinAlong(builder, loc, a, b, dim), shape);
}
