//===- TritonCastOps.cpp - Conversions between element types ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/CommonFolders.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal::tt;

//===----------------------------------------------------------------------===//
// Addresses
//===----------------------------------------------------------------------===//

OpFoldResult IntToPtrOp::fold(FoldAdaptor) {
  auto back = getSrc().getDefiningOp<PtrToIntOp>();
  return back && back.getSrc().getType() == getType() ? OpFoldResult(back.getSrc())
                                                      : OpFoldResult();
}

/// A pointer that went by way of its address, and points to something else now.
LogicalResult IntToPtrOp::canonicalize(IntToPtrOp op, PatternRewriter &rewriter) {
  auto back = op.getSrc().getDefiningOp<PtrToIntOp>();
  if (!back)
    return failure();
  auto from = cast<PointerType>(getElementTypeOrSelf(back.getSrc()));
  auto to = cast<PointerType>(getElementTypeOrSelf(op.getType()));
  if (from.getAddressSpace() != to.getAddressSpace())
    return failure();
  rewriter.replaceOpWithNewOp<BitcastOp>(op, op.getType(), back.getSrc());
  return success();
}

OpFoldResult PtrToIntOp::fold(FoldAdaptor) {
  if (auto back = getSrc().getDefiningOp<IntToPtrOp>())
    return back.getSrc();
  if (auto cast = getSrc().getDefiningOp<BitcastOp>()) {
    getSrcMutable().assign(cast.getSrc());
    return getResult();
  }
  return {};
}

//===----------------------------------------------------------------------===//
// Bits
//===----------------------------------------------------------------------===//

/// The bits of a constant as another number.
static Attribute castBits(Attribute value, Type type) {
  Type element = getElementTypeOrSelf(type);
  if (auto elements = dyn_cast_if_present<DenseElementsAttr>(value))
    return elements.bitcast(element);
  APInt bits;
  if (auto integer = dyn_cast_if_present<IntegerAttr>(value))
    bits = integer.getValue();
  else if (auto number = dyn_cast_if_present<FloatAttr>(value))
    bits = number.getValue().bitcastToAPInt();
  else
    return Attribute();
  if (auto floatType = dyn_cast<FloatType>(element))
    return FloatAttr::get(element, APFloat(floatType.getFloatSemantics(), bits));
  return IntegerAttr::get(element, bits);
}

OpFoldResult BitcastOp::fold(FoldAdaptor adaptor) {
  if (getSrc().getType() == getType())
    return getSrc();
  if (auto previous = getSrc().getDefiningOp<BitcastOp>()) {
    getSrcMutable().assign(previous.getSrc());
    return getResult();
  }
  return castBits(adaptor.getSrc(), getType());
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

//===----------------------------------------------------------------------===//
// Floats
//===----------------------------------------------------------------------===//

/// A constant that the wider type holds exactly. What a narrower one makes of it is left
/// to the lowering, and so are NaNs.
OpFoldResult FpToFpOp::fold(FoldAdaptor adaptor) {
  if (getSrc().getType() == getType())
    return getSrc();
  auto to = cast<FloatType>(getElementTypeOrSelf(getType()));
  return constFoldCastOp<FloatAttr, FloatAttr, APFloat, APFloat, /*PoisonAttr=*/void>(
      adaptor.getOperands(), getType(), [&](APFloat value, bool &isExact) {
        bool losesInfo = false;
        APFloat::opStatus status =
            value.convert(to.getFloatSemantics(), APFloat::rmNearestTiesToEven, &losesInfo);
        isExact = !losesInfo && status == APFloat::opOK && !value.isNaN();
        return value;
      });
}

LogicalResult FpToFpOp::verify() {
  Type from = getElementTypeOrSelf(getSrc());
  Type to = getElementTypeOrSelf(getType());
  if (to.getIntOrFloatBitWidth() < from.getIntOrFloatBitWidth() && !getRounding())
    return emitOpError() << "narrows " << from << " to " << to
                         << ", so it must name its rounding, rtne or rtz";
  return success();
}
