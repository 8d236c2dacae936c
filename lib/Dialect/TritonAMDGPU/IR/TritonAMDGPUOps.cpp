//===- TritonAMDGPUOps.cpp - Rules of ops on tensors ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::amdg;

#define GET_OP_CLASSES
#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPUOps.cpp.inc"

static LogicalResult verifySameElement(Operation *op, RankedTensorType from, RankedTensorType to) {
  if (from.getElementType() == to.getElementType())
    return success();
  return op->emitOpError() << "must keep the element type, found " << from.getElementType()
                           << " and " << to.getElementType();
}

//===----------------------------------------------------------------------===//
// Parts of tensors
//===----------------------------------------------------------------------===//

LogicalResult ExtractSliceOp::verify() {
  RankedTensorType from = getSource().getType(), to = getType();
  size_t rank = from.getRank();
  if (size_t(to.getRank()) != rank || getStaticOffsets().size() != rank)
    return emitOpError() << "needs " << rank << " offsets and a result of that rank, found "
                         << getStaticOffsets().size() << " and " << to.getRank();
  for (auto [dim, offset] : llvm::enumerate(getStaticOffsets()))
    if (offset < 0 || offset > from.getDimSize(dim) - to.getDimSize(dim))
      return emitOpError() << "takes " << to.getDimSize(dim) << " elements from " << offset
                           << " on in dimension " << dim << ", but the source has "
                           << from.getDimSize(dim);
  return verifySameElement(*this, from, to);
}

LogicalResult ConcatOp::verify() {
  if (getSources().empty())
    return emitOpError() << "needs at least one part";
  auto part = cast<RankedTensorType>(getSources().front().getType());
  RankedTensorType whole = getType();
  for (Type type : getSources().getTypes())
    if (type != part)
      return emitOpError() << "needs parts of one type, found " << part << " and " << type;
  if (part.getRank() != whole.getRank())
    return emitOpError() << "must keep the rank, found " << part.getRank() << " and "
                         << whole.getRank();
  for (int64_t dim = 0; dim < whole.getRank(); ++dim)
    if (whole.getDimSize(dim) % part.getDimSize(dim) != 0)
      return emitOpError() << "cannot fill " << whole << " with parts of " << part;
  int64_t needed = whole.getNumElements() / part.getNumElements();
  if (int64_t(getSources().size()) != needed)
    return emitOpError() << "needs " << needed << " parts, found " << getSources().size();
  return verifySameElement(*this, part, whole);
}

LogicalResult InThreadTransposeOp::verify() {
  if (getSrc().getType().getEncoding() && getType().getEncoding())
    return success();
  return emitOpError() << "needs a layout on both tensors, found " << getSrc().getType() << " and "
                       << getType();
}

LogicalResult LocalLoadPackedTransposedOp::verify() {
  ttg::MemDescType from = getSrc().getType();
  RankedTensorType to = getType();
  if (!from.getElementType().isInteger(8) || !to.getElementType().isInteger(8))
    return emitOpError() << "reads pairs in i8, found " << from.getElementType() << " and "
                         << to.getElementType();
  if (to.getRank() != int64_t(from.getShape().size()) ||
      to.getNumElements() != from.getNumElements())
    return emitOpError() << "must keep rank and number of elements, found " << from << " and "
                         << to;
  return success();
}

//===----------------------------------------------------------------------===//
// Small floats
//===----------------------------------------------------------------------===//

LogicalResult UpcastMXFPOp::verify() {
  RankedTensorType from = getSrc().getType(), to = getType();
  if (to.getRank() != from.getRank() || getScale().getType().getRank() != from.getRank())
    return emitOpError() << "must keep the rank, found " << from.getRank() << ", "
                         << getScale().getType().getRank() << " and " << to.getRank();
  int64_t factor = getFpType() == tt::ScaleDotElemType::E2M1 ? 2 : 1;
  if (to.getNumElements() != factor * from.getNumElements())
    return emitOpError() << "makes " << factor * from.getNumElements()
                         << " elements, but the result is " << to;
  return success();
}

LogicalResult ScaledUpcastFp4Op::verify() {
  RankedTensorType from = getInput().getType(), to = getType();
  int64_t axis = getAxisAttr().getInt();
  if (axis < 0 || axis >= from.getRank())
    return emitOpError() << "axis must be 0 to " << from.getRank() - 1 << ", found " << axis;
  SmallVector<int64_t> shape(from.getShape());
  shape[axis] *= 2;
  if (to.getShape() != ArrayRef(shape))
    return emitOpError() << "doubles dimension " << axis << " of " << from << ", but the result is "
                         << to;
  if (getScale().getType().getShape() != to.getShape())
    return emitOpError() << "needs a scale for each element of the result, found "
                         << getScale().getType();
  return success();
}

LogicalResult ScaledUpcastFp8Op::verify() {
  RankedTensorType from = getInput().getType(), to = getType();
  if (from.getElementTypeBitWidth() != 8)
    return emitOpError() << "widens floats of 8 bits, found " << from.getElementType();
  if (from.getShape() != to.getShape() || getScale().getType().getShape() != to.getShape())
    return emitOpError() << "needs input, scale and result of one shape, found " << from << ", "
                         << getScale().getType() << " and " << to;
  return success();
}

//===----------------------------------------------------------------------===//
// Waits, hints
//===----------------------------------------------------------------------===//

LogicalResult AsyncWaitOp::verify() {
  if (getNumInstAttr().getInt() < 0)
    return emitOpError() << "num_inst must not be negative, found " << getNumInstAttr().getInt();
  return success();
}

LogicalResult InstructionSchedHintOp::verify() {
  Attribute variant = (*this)->getAttr("variant");
  if (!variant || isa<SchedHintVariantAttr>(variant))
    return success();
  return emitOpError() << "needs a #amdg.SchedHintVariant for 'variant', found " << variant;
}
