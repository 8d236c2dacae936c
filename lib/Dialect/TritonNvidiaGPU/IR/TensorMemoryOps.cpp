//===- TensorMemoryOps.cpp - Rules of tensor memory -------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Checks.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttng;

static LogicalResult verifyTensorMemory(Operation *op, ttg::MemDescType memory) {
  if (isa<TensorMemoryAttr>(memory.getMemorySpace()))
    return success();
  return op->emitOpError() << "works on tensor memory, found " << memory;
}

static LogicalResult verifySameContents(Operation *op, RankedTensorType tensor,
                                        ttg::MemDescType memory) {
  if (failed(verifyTensorMemory(op, memory)))
    return failure();
  if (tensor.getShape() != memory.getShape() || tensor.getElementType() != memory.getElementType())
    return op->emitOpError() << "needs tensor and memory of one shape and element type, found "
                             << tensor << " and " << memory;
  return success();
}

LogicalResult TMEMAllocOp::verify() {
  ttg::MemDescType memory = getResult().getType();
  if (getSrc())
    return verifySameContents(*this, cast<RankedTensorType>(getSrc().getType()), memory);
  if (failed(verifyTensorMemory(*this, memory)))
    return failure();
  if (!memory.getMutableMemory())
    return emitOpError() << "without a source needs mutable memory, found " << memory;
  return success();
}

LogicalResult TMEMLoadOp::verify() {
  return verifySameContents(*this, getResult().getType(), getSrc().getType());
}

LogicalResult TMEMStoreOp::verify() {
  if (failed(verifySameContents(*this, getSrc().getType(), getDst().getType())))
    return failure();
  return verifyWritable(*this, getDst().getType());
}

LogicalResult TMEMSubSliceOp::verify() {
  ttg::MemDescType from = getSrc().getType(), to = getType();
  if (failed(verifyTensorMemory(*this, from)) || failed(verifyTensorMemory(*this, to)))
    return failure();
  if (from.getShape().size() != 2 || to.getShape().size() != 2)
    return emitOpError() << "works on rank 2, found " << from << " and " << to;
  int64_t first = getNAttr().getInt(), columns = from.getShape()[1];
  if (first < 0 || first + to.getShape()[1] > columns)
    return emitOpError() << "takes columns " << first << " to " << first + to.getShape()[1]
                         << " of " << columns;
  return success();
}

LogicalResult TMEMCopyOp::verify() {
  if (!isa<ttg::SharedMemoryAttr>(getSrc().getType().getMemorySpace()))
    return emitOpError() << "copies shared memory, found " << getSrc().getType();
  if (failed(verifyTensorMemory(*this, getDst().getType())) ||
      failed(verifyWritable(*this, getDst().getType())))
    return failure();
  if (Value barrier = getBarrier())
    return verifyBarrier(*this, cast<ttg::MemDescType>(barrier.getType()));
  return success();
}

/// What both products ask of their result and barriers.
template <typename OpTy>
static LogicalResult verifyProduct(OpTy op) {
  if (failed(verifyTensorMemory(op, op.getD().getType())) ||
      failed(verifyWritable(op, op.getD().getType())))
    return failure();
  if (op.getBarriers().size() != op.getBarrierPreds().size())
    return op.emitOpError() << "needs a predicate for each of " << op.getBarriers().size()
                            << " barriers, found " << op.getBarrierPreds().size();
  for (Value barrier : op.getBarriers())
    if (failed(verifyBarrier(op, cast<ttg::MemDescType>(barrier.getType()))))
      return failure();
  return success();
}

LogicalResult TCGen5MMAOp::verify() {
  ArrayRef<int64_t> a = getA().getType().getShape(), b = getB().getType().getShape(),
                    d = getD().getType().getShape();
  if (a.size() != 2 || b.size() != 2 || d.size() != 2 || a[1] != b[0] || a[0] != d[0] ||
      b[1] != d[1])
    return emitOpError() << "cannot multiply " << formatShape(a) << " by " << formatShape(b)
                         << " into " << formatShape(d);
  return verifyProduct(*this);
}

LogicalResult TCGen5MMAScaledOp::verify() { return verifyProduct(*this); }

LogicalResult TCGen5CommitOp::verify() { return verifyBarrier(*this, getBarrier().getType()); }
