//===- TritonGPUTypes.cpp - Memory descriptors, tokens ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

#define GET_TYPEDEF_CLASSES
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUTypes.cpp.inc"

void TritonGPUDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUTypes.cpp.inc"
      >();
}

/// What follows the element type: `, #shared, #smem, mutable, 64x64`, of which all but
/// the first may be absent.
static ParseResult parseRest(AsmParser &parser, Attribute &encoding, Attribute &space,
                             bool &isMutable, SmallVectorImpl<int64_t> &allocShape) {
  while (succeeded(parser.parseOptionalComma())) {
    SMLoc loc = parser.getCurrentLocation();
    if (!isMutable && allocShape.empty() && succeeded(parser.parseOptionalKeyword("mutable"))) {
      isMutable = true;
      continue;
    }
    // Without a number in front this reads nothing.
    SmallVector<int64_t> shape;
    if (parser.parseDimensionList(shape, /*allowDynamic=*/false, /*withTrailingX=*/false))
      return failure();
    if (!shape.empty()) {
      if (!allocShape.empty())
        return parser.emitError(loc, "has the shape of the allocation twice");
      allocShape = shape;
      continue;
    }
    if (space || isMutable || !allocShape.empty())
      return parser.emitError(loc, "expected '>', 'mutable' or the shape of the allocation");
    if (parser.parseAttribute(encoding ? space : encoding))
      return failure();
  }
  return success();
}

Type MemDescType::parse(AsmParser &parser) {
  SMLoc loc = parser.getCurrentLocation();
  SmallVector<int64_t> shape, allocShape;
  Type element;
  Attribute encoding, space;
  bool isMutable = false;
  if (parser.parseLess() || parser.parseDimensionList(shape, /*allowDynamic=*/false) ||
      parser.parseType(element) || parseRest(parser, encoding, space, isMutable, allocShape) ||
      parser.parseGreater())
    return {};
  if (!encoding) {
    parser.emitError(loc, "a memory descriptor needs a layout, as in <64x32xf16, #shared, #smem>");
    return {};
  }
  if (!space)
    space = SharedMemoryAttr::get(parser.getContext());
  return parser.getChecked<MemDescType>(loc, parser.getContext(), shape, element, encoding, space,
                                        isMutable,
                                        allocShape.empty() ? ArrayRef(shape) : allocShape);
}

void MemDescType::print(AsmPrinter &printer) const {
  printer << "<";
  printer.printDimensionList(getShape());
  printer << "x" << getElementType() << ", " << getEncoding() << ", " << getMemorySpace();
  if (getMutableMemory())
    printer << ", mutable";
  if (getAllocShape() != getShape()) {
    printer << ", ";
    printer.printDimensionList(getAllocShape());
  }
  printer << ">";
}

MemDescType MemDescType::cloneWith(std::optional<ArrayRef<int64_t>> shape, Type element) const {
  ArrayRef<int64_t> newShape = shape.value_or(getShape());
  return get(getContext(), newShape, element, getEncoding(), getMemorySpace(), getMutableMemory(),
             shape ? newShape : getAllocShape());
}

/// A shape of memory: at least one dimension, and all but the first, which may count
/// buffers, are powers of two. Numbers of elements stay far below 2^63.
static LogicalResult verifyShape(function_ref<InFlightDiagnostic()> emitError, StringRef what,
                                 ArrayRef<int64_t> shape) {
  constexpr int kMaxBits = 40;
  if (shape.empty())
    return emitError() << what << " must have at least one dimension";
  int bits = 0;
  for (auto [dim, size] : llvm::enumerate(shape)) {
    if (size < 1 || (dim != 0 && !llvm::isPowerOf2_64(size)))
      return emitError() << what << " must have powers of two in all dimensions but the first, "
                         << "found " << size << " in dimension " << dim;
    bits += llvm::Log2_64_Ceil(size);
  }
  if (bits > kMaxBits)
    return emitError() << what << " has more than 2^" << kMaxBits << " elements";
  return success();
}

/// What a layout in shared memory asks of its memory.
static LogicalResult verifySharedLayout(function_ref<InFlightDiagnostic()> emitError,
                                        ArrayRef<int64_t> shape, Attribute encoding,
                                        Attribute space) {
  if (!isa<SharedMemoryAttr>(space))
    return emitError() << "needs #ttg.shared_memory as the memory of " << encoding << ", found "
                       << space;
  unsigned rank = getLayoutRank(encoding);
  if (shape.size() != rank && shape.size() != rank + 1)
    return emitError() << "needs the rank of its layout, " << rank
                       << ", or one more to count buffers; found " << shape.size();
  return success();
}

LogicalResult MemDescType::verify(function_ref<InFlightDiagnostic()> emitError,
                                  ArrayRef<int64_t> shape, Type elementType, Attribute encoding,
                                  Attribute space, bool mutableMemory,
                                  ArrayRef<int64_t> allocShape) {
  if (!elementType.isSignlessInteger() && !isa<FloatType, tt::PointerType>(elementType))
    return emitError() << "holds integers, floats or pointers, found " << elementType;
  if (failed(verifyShape(emitError, "the shape", shape)) ||
      failed(verifyShape(emitError, "the shape of the allocation", allocShape)))
    return failure();
  if (allocShape.size() < shape.size())
    return emitError() << "the shape of the allocation has rank " << allocShape.size()
                       << ", less than the " << shape.size() << " of the shape";
  for (auto [size, allocSize] : llvm::zip(llvm::reverse(shape), llvm::reverse(allocShape)))
    if (size > allocSize)
      return emitError() << "the shape must fit into the allocation, found " << size << " of "
                         << allocSize;
  if (isSharedLayout(encoding))
    return verifySharedLayout(emitError, shape, encoding, space);
  // Other memories have their layouts in other dialects.
  if (isa<TritonGPUDialect>(encoding.getDialect()) || &encoding.getDialect() != &space.getDialect())
    return emitError() << "needs a layout in memory, found " << encoding;
  return success();
}
