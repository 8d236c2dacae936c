//===- CopyOps.cpp - Rules of bulk copies -----------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Checks.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttng;

std::string ttng::formatShape(ArrayRef<int64_t> shape) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::interleave(shape, stream, "x");
  return text;
}

LogicalResult ttng::verifyWritable(Operation *op, ttg::MemDescType memory) {
  if (memory.getMutableMemory())
    return success();
  return op->emitOpError() << "writes to immutable memory: " << memory;
}

LogicalResult ttng::verifyBarrier(Operation *op, ttg::MemDescType barrier) {
  if (barrier.getShape().size() != 1 || !barrier.getElementType().isInteger(64) ||
      !isa<ttg::SharedMemoryAttr>(barrier.getMemorySpace()))
    return op->emitOpError() << "needs a barrier of i64 in shared memory, found " << barrier;
  return verifyWritable(op, barrier);
}

LogicalResult ttng::verifyPendings(Operation *op, IntegerAttr pendings) {
  if (pendings.getInt() >= 0)
    return success();
  return op->emitOpError() << "pendings must not be negative, found " << pendings.getInt();
}

/// A block in memory of the type that the descriptor says; it says none in bytes.
static LogicalResult verifyBlock(Operation *op, Type descriptor, ttg::MemDescType memory) {
  if (!isa<ttg::SharedMemoryAttr>(memory.getMemorySpace()))
    return op->emitOpError() << "copies shared memory, found " << memory;
  auto type = dyn_cast<tt::TensorDescType>(descriptor);
  if (!type)
    return success();
  RankedTensorType block = type.getValueType();
  if (block.getElementType() != memory.getElementType())
    return op->emitOpError() << "needs memory of " << block.getElementType() << ", found "
                             << memory.getElementType();
  // A leading dimension of 1 may be left out.
  if (block.getNumElements() != memory.getNumElements())
    return op->emitOpError() << "copies blocks of " << formatShape(block.getShape())
                             << ", found memory of " << formatShape(memory.getShape());
  return success();
}

/// One coordinate for each of the 1 to 5 dimensions of a descriptor.
static LogicalResult verifyCoordinates(Operation *op, Type descriptor, size_t count) {
  if (count < 1 || count > 5)
    return op->emitOpError() << "needs 1 to 5 coordinates, found " << count;
  auto type = dyn_cast<tt::TensorDescType>(descriptor);
  if (type && size_t(type.getBlockType().getRank()) != count)
    return op->emitOpError() << "needs " << type.getBlockType().getRank()
                             << " coordinates for its descriptor, found " << count;
  return success();
}

LogicalResult AsyncTMACopyGlobalToLocalOp::verify() {
  Type descriptor = getDesc().getType();
  if (failed(verifyCoordinates(*this, descriptor, getCoord().size())) ||
      failed(verifyBarrier(*this, getBarrier().getType())) ||
      failed(verifyWritable(*this, getResult().getType())))
    return failure();
  return verifyBlock(*this, descriptor, getResult().getType());
}

LogicalResult AsyncTMACopyLocalToGlobalOp::verify() {
  Type descriptor = getDesc().getType();
  if (failed(verifyCoordinates(*this, descriptor, getCoord().size())))
    return failure();
  return verifyBlock(*this, descriptor, getSrc().getType());
}

LogicalResult AsyncTMAReduceOp::verify() {
  Type descriptor = getDesc().getType();
  if (failed(verifyCoordinates(*this, descriptor, getCoord().size())))
    return failure();
  return verifyBlock(*this, descriptor, getSrc().getType());
}

/// Gather and scatter: the block is one row, the memory has a row for each index.
static LogicalResult verifyRows(Operation *op, Type descriptor, RankedTensorType rows,
                                ttg::MemDescType memory) {
  if (rows.getRank() != 1)
    return op->emitOpError() << "needs row numbers of rank 1, found " << rows;
  ArrayRef<int64_t> shape = memory.getShape();
  if (shape.size() != 2 || shape[0] != rows.getDimSize(0))
    return op->emitOpError() << "needs memory of " << rows.getDimSize(0) << " rows, found "
                             << memory;
  auto type = dyn_cast<tt::TensorDescType>(descriptor);
  if (!type)
    return success();
  ArrayRef<int64_t> block = type.getBlockType().getShape();
  if (block.size() != 2 || block[0] != 1 || block[1] != shape[1])
    return op->emitOpError() << "needs blocks of 1x" << shape[1] << ", found "
                             << formatShape(block);
  if (type.getValueType().getElementType() != memory.getElementType())
    return op->emitOpError() << "needs memory of " << type.getValueType().getElementType()
                             << ", found " << memory.getElementType();
  return success();
}

LogicalResult AsyncTMAGatherOp::verify() {
  if (failed(verifyBarrier(*this, getBarrier().getType())) ||
      failed(verifyWritable(*this, getResult().getType())))
    return failure();
  return verifyRows(*this, getDesc().getType(), getXOffsets().getType(), getResult().getType());
}

LogicalResult AsyncTMAScatterOp::verify() {
  return verifyRows(*this, getDesc().getType(), getXOffsets().getType(), getSrc().getType());
}

LogicalResult TMAStoreWaitOp::verify() { return verifyPendings(*this, getPendingsAttr()); }

LogicalResult TensormapCreateOp::verify() {
  size_t rank = getBoxDim().size();
  if (rank < 1 || rank > 5)
    return emitOpError() << "describes 1 to 5 dimensions, found " << rank;
  if (getGlobalDim().size() != rank || getElementStride().size() != rank ||
      getGlobalStride().size() != rank - 1)
    return emitOpError() << "needs " << rank << " sizes and element strides and " << rank - 1
                         << " strides, found " << getGlobalDim().size() << ", "
                         << getElementStride().size() << " and " << getGlobalStride().size();
  return success();
}
