//===- TritonMemoryOps.cpp - Pointers, loads, stores, atomics ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "OpSupport.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal::tt;

void LoadOp::build(OpBuilder &builder, OperationState &state, Value ptr, Value mask, Value other) {
  build(builder, state, getPointeeLike(ptr.getType()), ptr, mask, other,
        /*boundaryCheck=*/ArrayRef<int32_t>(), /*padding=*/PaddingOptionAttr(), CacheModifier::None,
        EvictionPolicy::Normal, /*isVolatile=*/false);
}

void LoadOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  effects.emplace_back(MemoryEffects::Read::get(), &getPtrMutable());
  if (getIsVolatile())
    effects.emplace_back(MemoryEffects::Write::get(), &getPtrMutable());
}

/// What loads and stores through block pointers have, and others must not.
template <typename AccessOp>
static LogicalResult verifyBoundaryCheck(AccessOp op) {
  ArrayRef<int32_t> dims = op.getBoundaryCheck();
  if (!isBlockPointer(op.getPtr().getType())) {
    if (!dims.empty())
      return op.emitOpError() << "has boundaryCheck, which only block pointers have; found "
                              << op.getPtr().getType();
    return success();
  }
  if (op.getMask())
    return op.emitOpError() << "has a mask on a block pointer; use boundaryCheck";
  auto block = cast<RankedTensorType>(getPointeeLike(op.getPtr().getType()));
  for (int32_t dim : dims)
    if (dim < 0 || dim >= block.getRank())
      return op.emitOpError() << "checks dimension " << dim << " of a block of rank "
                              << block.getRank();
  return success();
}

LogicalResult LoadOp::verify() {
  if (getOther() && !getMask())
    return emitOpError() << "has an other value without a mask";
  if (getPadding() && !isBlockPointer(getPtr().getType()))
    return emitOpError() << "has padding, which only block pointers have; found "
                         << getPtr().getType();
  Type element = getElementTypeOrSelf(getType());
  if (getPadding() == PaddingOption::NaN && !isa<FloatType>(element))
    return emitOpError() << "pads " << element << " with NaN, which only floats have";
  return verifyBoundaryCheck(*this);
}

LogicalResult StoreOp::verify() { return verifyBoundaryCheck(*this); }

//===----------------------------------------------------------------------===//
// Atomics
//===----------------------------------------------------------------------===//

static LogicalResult verifyAtomicElement(Operation *op, Type element) {
  if (element.isIntOrFloat())
    return success();
  return op->emitOpError() << "works on integers and floats, found " << element;
}

LogicalResult AtomicRMWOp::verify() {
  Type element = getElementTypeOrSelf(getType());
  if (failed(verifyAtomicElement(*this, element)))
    return failure();
  RMWOp kind = getAtomicRmwOp();
  bool isFloat = isa<FloatType>(element);
  bool isOrder = kind == RMWOp::Max || kind == RMWOp::Min;
  if (kind == RMWOp::Exchange || isOrder || isFloat == (kind == RMWOp::FAdd))
    return success();
  InFlightDiagnostic error = emitOpError()
                             << "cannot do '" << stringifyRMWOp(kind) << "' on " << element
                             << ", only on " << (isFloat ? "integers" : "floats");
  if (kind == RMWOp::Add)
    error << "; use fadd";
  if (kind == RMWOp::FAdd)
    error << "; use add";
  return error;
}

LogicalResult AtomicCASOp::verify() {
  return verifyAtomicElement(*this, getElementTypeOrSelf(getType()));
}

//===----------------------------------------------------------------------===//
// Block pointers
//===----------------------------------------------------------------------===//

LogicalResult MakeTensorPtrOp::verify() {
  auto block = cast<RankedTensorType>(cast<PointerType>(getType()).getPointeeType());
  if (int64_t(getShape().size()) != block.getRank())
    return emitOpError() << "needs a size, a stride and an offset for each of the "
                         << block.getRank() << " dimensions of the block, found "
                         << getShape().size();
  return verifyPermutation(*this, "order", getOrder(), block.getRank());
}

LogicalResult AdvanceOp::verify() {
  auto block = cast<RankedTensorType>(cast<PointerType>(getType()).getPointeeType());
  if (int64_t(getOffsets().size()) != block.getRank())
    return emitOpError() << "needs an offset for each of the " << block.getRank()
                         << " dimensions of the block, found " << getOffsets().size();
  return success();
}
