//===- TritonDescriptorOps.cpp - Tensor descriptors -------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "OpSupport.h"

using namespace mlir;
using namespace tritonmetal::tt;

LogicalResult MakeTensorDescOp::verify() {
  RankedTensorType block = getType().getValueType();
  if (int64_t(getShape().size()) != block.getRank())
    return emitOpError() << "needs a size and a stride for each of the " << block.getRank()
                         << " dimensions of the block, found " << getShape().size();
  Type pointee = getBase().getType().getPointeeType();
  if (pointee != block.getElementType())
    return emitOpError() << "base must point to the element type of the block, "
                         << block.getElementType() << ", found " << pointee;
  if (getPadding() == PaddingOption::NaN && !isa<FloatType>(pointee))
    return emitOpError() << "pads " << pointee << " with NaN, which only floats have";
  return success();
}

/// A block moves to or from a tensor that may leave out leading ones.
static LogicalResult verifyBlock(Operation *op, TensorDescType desc, RankedTensorType tensor,
                                 size_t indices) {
  RankedTensorType block = desc.getValueType();
  if (int64_t(indices) != block.getRank())
    return op->emitOpError() << "needs an index for each of the " << block.getRank()
                             << " dimensions of the block, found " << indices;
  ArrayRef<int64_t> shape = block.getShape();
  while (int64_t(shape.size()) > tensor.getRank() && shape.front() == 1)
    shape = shape.drop_front();
  if (shape != tensor.getShape())
    return op->emitOpError() << "moves a block of " << formatShape(block.getShape())
                             << ", but the tensor is " << formatShape(tensor.getShape());
  return verifySameElement(op, block, tensor);
}

LogicalResult DescriptorLoadOp::verify() {
  return verifyBlock(*this, getDesc().getType(), getType(), getIndices().size());
}

LogicalResult DescriptorStoreOp::verify() {
  return verifyBlock(*this, getDesc().getType(), getSrc().getType(), getIndices().size());
}

LogicalResult DescriptorReduceOp::verify() {
  Type element = getDesc().getType().getBlockType().getElementType();
  bool isFloat = isa<FloatType>(element);
  switch (getKind()) {
  case DescriptorReduceKind::Add:
  case DescriptorReduceKind::Min:
  case DescriptorReduceKind::Max:
    break;
  default:
    if (isFloat)
      return emitOpError() << "cannot do '" << stringifyDescriptorReduceKind(getKind()) << "' on "
                           << element << "; only on integers";
  }
  return verifyBlock(*this, getDesc().getType(), getSrc().getType(), getIndices().size());
}

/// Rows picked one by one: the block is one row of the tensor.
static LogicalResult verifyRows(Operation *op, TensorDescType desc, RankedTensorType rows,
                                RankedTensorType offsets) {
  RankedTensorType block = desc.getValueType();
  if (block.getRank() != 2 || block.getDimSize(0) != 1)
    return op->emitOpError() << "needs a descriptor whose block is one row, found "
                             << formatShape(block.getShape());
  if (offsets.getRank() != 1)
    return op->emitOpError() << "needs row numbers in a tensor of rank 1, found " << offsets;
  SmallVector<int64_t> expected = {offsets.getDimSize(0), block.getDimSize(1)};
  if (rows.getShape() != ArrayRef(expected))
    return op->emitOpError() << "moves " << formatShape(expected) << " elements, but the tensor is "
                             << formatShape(rows.getShape());
  if (expected[0] < 8)
    return op->emitOpError() << "moves at least 8 rows, found " << expected[0];
  int64_t minColumns = 256 / std::max(1u, block.getElementTypeBitWidth());
  if (expected[1] < minColumns)
    return op->emitOpError() << "moves at least " << minColumns << " columns of "
                             << block.getElementType() << ", found " << expected[1];
  return verifySameElement(op, block, rows);
}

LogicalResult DescriptorGatherOp::verify() {
  return verifyRows(*this, getDesc().getType(), getType(), getXOffsets().getType());
}

LogicalResult DescriptorScatterOp::verify() {
  return verifyRows(*this, getDesc().getType(), getSrc().getType(), getXOffsets().getType());
}

//===----------------------------------------------------------------------===//
// Raw descriptors
//===----------------------------------------------------------------------===//

static LogicalResult verifyRawIndices(Operation *op, size_t indices, RankedTensorType tensor) {
  if (int64_t(indices) == tensor.getRank())
    return success();
  return op->emitOpError() << "needs an index for each of the " << tensor.getRank()
                           << " dimensions of the tensor, found " << indices;
}

LogicalResult ExperimentalDescriptorLoadOp::verify() {
  return verifyRawIndices(*this, getIndices().size(), getType());
}

LogicalResult ExperimentalDescriptorStoreOp::verify() {
  return verifyRawIndices(*this, getIndices().size(), getSrc().getType());
}
