//===- BufferOps.cpp - Rules of accesses by offsets -------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPU.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::amdg;

static LogicalResult verifyContiguity(Operation *op, IntegerAttr contiguity) {
  if (contiguity.getInt() >= 1 && llvm::isPowerOf2_64(contiguity.getInt()))
    return success();
  return op->emitOpError() << "contiguity must be a power of two, found " << contiguity.getInt();
}

LogicalResult BufferLoadOp::verify() { return verifyContiguity(*this, getContiguityAttr()); }

LogicalResult BufferStoreOp::verify() { return verifyContiguity(*this, getContiguityAttr()); }

LogicalResult BufferLoadToLocalOp::verify() {
  ttg::MemDescType memory = getDest().getType();
  RankedTensorType offsets = getOffsets().getType();
  if (!memory.getMutableMemory())
    return emitOpError() << "writes to immutable memory: " << memory;
  if (memory.getShape() != offsets.getShape())
    return emitOpError() << "needs memory with the shape of the offsets, found " << memory
                         << " and " << offsets;
  Type element = memory.getElementType();
  if (getPtr().getType().getPointeeType() != element)
    return emitOpError() << "copies " << getPtr().getType().getPointeeType() << " into memory of "
                         << element;
  if (getOther() && getOther().getType() != tt::withElementType(offsets, element))
    return emitOpError() << "other must be " << tt::withElementType(offsets, element) << ", found "
                         << getOther().getType();
  return verifyContiguity(*this, getContiguityAttr());
}
