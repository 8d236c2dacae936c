//===- AtomicOps.cpp - Verifiers of atomics ------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// Only memory that threads share can be updated atomically.
static LogicalResult verifyPlace(Operation *op, PointerType pointer) {
  if (pointer.getSpace() == MemorySpace::Device || pointer.getSpace() == MemorySpace::Threadgroup)
    return success();
  return op->emitOpError("updates device or threadgroup memory, found ") << pointer;
}

static LogicalResult verifyElement(Operation *op, Type element) {
  unsigned bytes = element.isInteger(1) ? 0 : getByteSize(element);
  if (bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8)
    return success();
  return op->emitOpError("updates 8, 16, 32 or 64 bits, found ") << element;
}

static LogicalResult verifyKind(Operation *op, AtomicKind kind, Type element) {
  bool takesFloat = kind == AtomicKind::Add || kind == AtomicKind::Exchange;
  bool wantsFloat = kind == AtomicKind::MinFloat || kind == AtomicKind::MaxFloat;
  bool isFloat = isa<FloatType>(element);
  if (isFloat ? takesFloat || wantsFloat : !wantsFloat)
    return verifyElement(op, element);
  return op->emitOpError() << "'" << stringifyAtomicKind(kind) << "' takes "
                           << (isFloat ? "integers" : "floats") << ", found " << element;
}

static LogicalResult verifyOffsets(Operation *op, Type values, Type offsets) {
  int64_t registers = cast<VectorType>(values).getNumElements();
  int64_t count = cast<VectorType>(offsets).getNumElements();
  if (count == registers)
    return success();
  return op->emitOpError("has ") << count << " offsets for " << registers << " registers";
}

LogicalResult ScatterAtomicOp::verify() {
  if (failed(verifyPlace(*this, cast<PointerType>(getBase().getType()))) ||
      failed(verifyOffsets(*this, getValue().getType(), getOffsets().getType())))
    return failure();
  return verifyKind(*this, getKind(), getElementTypeOrSelf(getValue()));
}

LogicalResult ScatterCompareExchangeOp::verify() {
  if (failed(verifyPlace(*this, cast<PointerType>(getBase().getType()))) ||
      failed(verifyOffsets(*this, getDesired().getType(), getOffsets().getType())))
    return failure();
  return verifyElement(*this, getElementTypeOrSelf(getDesired()));
}

LogicalResult AtomicRMWOp::verify() {
  if (failed(verifyPlace(*this, cast<PointerType>(getBase().getType()))))
    return failure();
  return verifyKind(*this, getKind(), getValue().getType());
}

LogicalResult AtomicCompareExchangeOp::verify() {
  if (failed(verifyPlace(*this, cast<PointerType>(getBase().getType()))))
    return failure();
  return verifyElement(*this, getDesired().getType());
}
