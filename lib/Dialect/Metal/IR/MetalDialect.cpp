//===- MetalDialect.cpp - Registration, types and attributes ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal::metal;

#include "triton-metal/Dialect/Metal/IR/MetalDialect.cpp.inc"
#include "triton-metal/Dialect/Metal/IR/MetalEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/Metal/IR/MetalAttributes.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "triton-metal/Dialect/Metal/IR/MetalTypes.cpp.inc"

void MetalDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "triton-metal/Dialect/Metal/IR/MetalAttributes.cpp.inc"
      >();
  addTypes<
#define GET_TYPEDEF_LIST
#include "triton-metal/Dialect/Metal/IR/MetalTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "triton-metal/Dialect/Metal/IR/MetalOps.cpp.inc"
      >();
}

unsigned tritonmetal::metal::getByteSize(Type type) {
  if (auto vector = dyn_cast<VectorType>(type))
    return vector.getNumElements() * getByteSize(vector.getElementType());
  if (type.isIntOrFloat())
    return (type.getIntOrFloatBitWidth() + 7) / 8;
  return 0;
}

LogicalResult PointerType::verify(function_ref<InFlightDiagnostic()> emitError, Type pointee,
                                  MemorySpace space) {
  if (pointee.isIntOrFloat())
    return success();
  return emitError() << "pointee must be an integer or a float, found " << pointee;
}

LogicalResult ThreadArrayType::verify(function_ref<InFlightDiagnostic()> emitError, int64_t count,
                                      Type elementType) {
  if (count < 1)
    return emitError() << "a thread array has at least one element, found " << count;
  auto vector = dyn_cast<VectorType>(elementType);
  bool shortVector = vector && vector.getRank() == 1 && !vector.isScalable() &&
                     vector.getNumElements() >= 2 && vector.getNumElements() <= 4;
  if (shortVector || elementType.isIntOrFloat())
    return success();
  return emitError() << "element must be a scalar or a vector of two to four, found "
                     << elementType;
}
