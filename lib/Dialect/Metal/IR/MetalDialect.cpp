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

Operation *MetalDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                             Location loc) {
  return arith::ConstantOp::materialize(builder, value, type, loc);
}

unsigned tritonmetal::metal::getByteSize(Type type) {
  if (auto vector = dyn_cast<VectorType>(type))
    return vector.getNumElements() * getByteSize(vector.getElementType());
  if (auto matrix = dyn_cast<SimdgroupMatrixType>(type))
    return matrix.getElementsPerLane() * getByteSize(matrix.getElementType());
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
  if (isa<SimdgroupMatrixType>(elementType))
    return success();
  auto vector = dyn_cast<VectorType>(elementType);
  bool shortVector = vector && vector.getRank() == 1 && !vector.isScalable() &&
                     vector.getNumElements() >= 2 && vector.getNumElements() <= 4;
  if (shortVector || elementType.isIntOrFloat())
    return success();
  return emitError() << "element must be a scalar, a vector of two to four or a SIMD-group "
                        "matrix, found "
                     << elementType;
}

Type SimdgroupMatrixType::parse(AsmParser &parser) {
  SmallVector<int64_t> dims;
  Type elementType;
  SMLoc loc;
  if (parser.parseLess() || parser.getCurrentLocation(&loc) ||
      parser.parseDimensionList(dims, /*allowDynamic=*/false) || parser.parseType(elementType) ||
      parser.parseGreater())
    return {};
  if (dims.size() != 2 || dims[0] != dims[1]) {
    parser.emitError(loc) << "expected as many rows as columns";
    return {};
  }
  return parser.getChecked<SimdgroupMatrixType>(loc, parser.getContext(), dims[0], elementType);
}

void SimdgroupMatrixType::print(AsmPrinter &printer) const {
  printer << "<" << getSize() << "x" << getSize() << "x" << getElementType() << ">";
}

LogicalResult SimdgroupMatrixType::verify(function_ref<InFlightDiagnostic()> emitError,
                                          int64_t size, Type elementType) {
  if (size != 8 && size != 16)
    return emitError() << "a SIMD-group matrix has 8 or 16 rows, found " << size;
  bool isInteger = elementType.isInteger(8) || elementType.isInteger(32);
  if (elementType.isF32() || elementType.isF16() || elementType.isBF16() ||
      (isInteger && size == 16))
    return success();
  return emitError()
         << "a SIMD-group matrix holds f16, bf16 or f32, or i8 or i32 if it is 16x16, found "
         << size << "x" << size << " of " << elementType;
}
