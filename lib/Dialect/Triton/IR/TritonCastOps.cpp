//===- TritonCastOps.cpp - Conversions between element types ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal::tt;

OpFoldResult BitcastOp::fold(FoldAdaptor) {
  return getSrc().getType() == getType() ? OpFoldResult(getSrc()) : OpFoldResult();
}

LogicalResult BitcastOp::verify() {
  Type from = getElementTypeOrSelf(getSrc());
  Type to = getElementTypeOrSelf(getType());
  auto fromPointer = dyn_cast<PointerType>(from);
  auto toPointer = dyn_cast<PointerType>(to);
  if (!fromPointer != !toPointer)
    return emitOpError() << "cannot cast between a pointer and a number: " << from << " to " << to
                         << "; use tt.ptr_to_int or tt.int_to_ptr";
  if (fromPointer && fromPointer.getAddressSpace() != toPointer.getAddressSpace())
    return emitOpError() << "cannot cast from address space " << fromPointer.getAddressSpace()
                         << " to " << toPointer.getAddressSpace();
  if (!fromPointer && from.getIntOrFloatBitWidth() != to.getIntOrFloatBitWidth())
    return emitOpError() << "needs types of one width, found " << from << " and " << to;
  return success();
}

OpFoldResult FpToFpOp::fold(FoldAdaptor) {
  return getSrc().getType() == getType() ? OpFoldResult(getSrc()) : OpFoldResult();
}

LogicalResult FpToFpOp::verify() {
  Type from = getElementTypeOrSelf(getSrc());
  Type to = getElementTypeOrSelf(getType());
  if (to.getIntOrFloatBitWidth() < from.getIntOrFloatBitWidth() && !getRounding())
    return emitOpError() << "narrows " << from << " to " << to
                         << ", so it must name its rounding, rtne or rtz";
  return success();
}
