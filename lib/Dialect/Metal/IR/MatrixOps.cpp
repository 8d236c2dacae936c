//===- MatrixOps.cpp - Verifiers of matrix products ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

/// An operand's registers: `start` and all bases are whole fragments within them.
static LogicalResult verifyFragments(MatrixMultiplyOp op, StringRef name, Value operand,
                                     int32_t start, ArrayRef<ArrayRef<int32_t>> bases) {
  int64_t registers = cast<VectorType>(operand.getType()).getNumElements();
  int64_t own = op.getElementsPerLane();
  auto isFragment = [&](int32_t number) {
    return number >= 0 && number < registers && number % own == 0;
  };
  bool isFine = registers % own == 0 && isFragment(start);
  for (ArrayRef<int32_t> list : bases)
    isFine &= llvm::all_of(list, isFragment);
  if (isFine)
    return success();
  return op.emitOpError() << name << " has " << registers << " registers, in fragments of " << own
                          << "; its bases and start must be multiples of that, below the count";
}

LogicalResult MatrixMultiplyOp::verify() {
  if (getSize() != 8 && getSize() != 16)
    return emitOpError("size must be 8 or 16, found ") << getSize();
  if (getARows().size() != getCRows().size() || getBColumns().size() != getCColumns().size() ||
      getADepth().size() != getBDepth().size() || getABatch().size() != getCBatch().size() ||
      getBBatch().size() != getCBatch().size())
    return emitOpError("needs as many bits of rows, columns, depth and batch in each of the "
                       "operands that have them");
  if (failed(verifyFragments(*this, "a", getA(), getAStart(),
                             {getARows(), getADepth(), getABatch()})) ||
      failed(verifyFragments(*this, "b", getB(), getBStart(),
                             {getBDepth(), getBColumns(), getBBatch()})) ||
      failed(verifyFragments(*this, "c", getC(), 0, {getCRows(), getCColumns(), getCBatch()})))
    return failure();
  int64_t fragments = cast<VectorType>(getC().getType()).getNumElements() / getElementsPerLane();
  size_t bits = getCRows().size() + getCColumns().size() + getCBatch().size();
  if (bits >= 31 || int64_t(1) << bits != fragments)
    return emitOpError("c has ") << fragments << " fragments, but " << bits
                                 << " bits of rows, columns and batch";
  Type left = getElementTypeOrSelf(getA().getType()),
       right = getElementTypeOrSelf(getB().getType());
  Type sum = getElementTypeOrSelf(getC().getType());
  auto isMatrixElement = [](Type type) { return type.isF16() || type.isBF16() || type.isF32(); };
  if (isMatrixElement(left) && left == right && (sum.isF32() || sum == left))
    return success();
  return emitOpError("multiplies f16, bf16 or f32 into f32 or that type, found ")
         << left << ", " << right << " and " << sum;
}

/// The matrix type of an array's elements; null, after a message, if they are none.
static SimdgroupMatrixType getMatrix(Operation *op, ThreadArrayType array) {
  auto matrix = dyn_cast<SimdgroupMatrixType>(array.getElementType());
  if (!matrix)
    op->emitOpError("works on arrays of SIMD-group matrices, found ") << array;
  return matrix;
}

static LogicalResult verifyAccess(Operation *op, ThreadArrayType array, Type value, int64_t start) {
  SimdgroupMatrixType matrix = getMatrix(op, array);
  if (!matrix)
    return failure();
  int64_t count = std::min<int64_t>(matrix.getElementsPerLane(), 4);
  auto expected = VectorType::get({count}, matrix.getElementType());
  if (value != expected || start < 0 || start % count != 0 || start >= matrix.getElementsPerLane())
    return op->emitOpError("accesses ")
           << expected << " at a multiple of " << count << " below " << matrix.getElementsPerLane()
           << ", found " << value << " at " << start;
  return success();
}

LogicalResult FragmentLoadOp::verify() {
  return verifyAccess(*this, getArray().getType(), getValue().getType(), getStart());
}

LogicalResult FragmentStoreOp::verify() {
  return verifyAccess(*this, getArray().getType(), getValue().getType(), getStart());
}

LogicalResult SimdgroupMultiplyAccumulateOp::verify() {
  SimdgroupMatrixType a = getMatrix(*this, getA().getType());
  SimdgroupMatrixType b = a ? getMatrix(*this, getB().getType()) : nullptr;
  SimdgroupMatrixType c = b ? getMatrix(*this, getC().getType()) : nullptr;
  if (!c)
    return failure();
  bool fits = a == b && a.getSize() == c.getSize() &&
              (c.getElementType().isF32() || c.getElementType() == a.getElementType());
  if (fits)
    return success();
  return emitOpError("multiplies fragments of one type into f32 or that type, found ")
         << a << ", " << b << " and " << c;
}
