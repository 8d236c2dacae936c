//===- CombineOps.cpp - Verifiers of ops with a combine function -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

static VectorType typeOf(Value value) { return cast<VectorType>(value.getType()); }

/// All values of `values` have the same power of two of registers.
static LogicalResult verifySameRegisters(Operation *op, ValueRange values) {
  int64_t registers = typeOf(values.front()).getNumElements();
  if (!llvm::isPowerOf2_64(registers))
    return op->emitOpError("works on a power of two of registers, found ") << registers;
  for (Value value : values)
    if (typeOf(value).getNumElements() != registers)
      return op->emitOpError("works on values of as many registers, found ")
             << typeOf(values.front()) << " and " << typeOf(value);
  return success();
}

/// The region takes elements of `sources` twice and yields elements of `results`.
static LogicalResult verifyRegion(Operation *op, ValueRange sources, ValueRange results) {
  Block &block = op->getRegion(0).front();
  size_t count = sources.size();
  if (count == 0 || results.empty() || block.getNumArguments() != 2 * count)
    return op->emitOpError("needs sources, results and 2 region arguments for each source");
  for (auto [i, argument] : llvm::enumerate(block.getArguments()))
    if (argument.getType() != typeOf(sources[i % count]).getElementType())
      return op->emitOpError("region argument ")
             << i << " has type " << argument.getType() << ", its source has elements of "
             << typeOf(sources[i % count]).getElementType();
  Operation *yield = block.getTerminator();
  bool agree = yield->getNumOperands() == results.size();
  for (size_t i = 0; agree && i < results.size(); ++i)
    agree = yield->getOperand(i).getType() == typeOf(results[i]).getElementType();
  if (!agree)
    return op->emitOpError("yields something else than elements of its results");
  return success();
}

static LogicalResult verifyAlong(Operation *op, ArrayRef<int32_t> along, int64_t registers) {
  if (along.empty())
    return op->emitOpError("needs a bit of the register number to go along");
  for (auto [i, bit] : llvm::enumerate(along))
    if (bit < 0 || bit >= int32_t(llvm::Log2_64(registers)) || (i && bit <= along[i - 1]))
      return op->emitOpError("goes along ascending bits of the number of ")
             << registers << " registers, found [" << along << "]";
  return success();
}

LogicalResult MapOp::verify() {
  if (getSources().empty() || getResults().empty())
    return emitOpError("needs an operand and a result");
  int64_t count = cast<VectorType>(getSources()[0].getType()).getNumElements();
  if (!llvm::isPowerOf2_32(getPack()) || count % getPack() != 0)
    return emitOpError("pack must be a power of two that divides ")
           << count << " registers, found " << getPack();
  for (Type type : llvm::concat<const Type>(llvm::to_vector(getSources().getTypes()),
                                            llvm::to_vector(getResults().getTypes())))
    if (cast<VectorType>(type).getNumElements() != count)
      return emitOpError("has operands and results of one length, found ")
             << getSources()[0].getType() << " and " << type;
  return success();
}

/// Whether `types` are `pack` of each of the vectors' elements.
static bool arePacked(TypeRange types, TypeRange vectors, uint32_t pack) {
  if (types.size() != vectors.size() * pack)
    return false;
  for (auto [i, type] : llvm::enumerate(types))
    if (type != cast<VectorType>(vectors[i / pack]).getElementType())
      return false;
  return true;
}

LogicalResult MapOp::verifyRegions() {
  Block &block = getCode().front();
  if (!arePacked(block.getArgumentTypes(), getSources().getTypes(), getPack()))
    return emitOpError("the region takes ") << getPack() << " elements of each operand";
  if (!arePacked(block.getTerminator()->getOperandTypes(), getResults().getTypes(), getPack()))
    return emitOpError("the region yields ") << getPack() << " elements of each result";
  return success();
}

/// Reductions and scans: as many results as sources, of the same elements.
template <typename OpTy>
static LogicalResult verifyCombine(OpTy op, int64_t registersOut) {
  ValueRange sources = op.getSources(), results = op.getResults();
  if (failed(verifyRegion(op, sources, results)) || failed(verifySameRegisters(op, sources)))
    return failure();
  if (results.size() != sources.size())
    return op.emitOpError("needs as many results as sources");
  for (auto [source, result] : llvm::zip(sources, results))
    if (typeOf(result) != VectorType::get({registersOut}, typeOf(source).getElementType()))
      return op.emitOpError("makes ")
             << VectorType::get({registersOut}, typeOf(source).getElementType()) << " of "
             << typeOf(source) << ", found " << typeOf(result);
  return success();
}

LogicalResult ReduceRegistersOp::verify() {
  if (getSources().empty())
    return emitOpError("needs sources, results and 2 region arguments for each source");
  int64_t registers = typeOf(getSources().front()).getNumElements();
  if (failed(verifyAlong(*this, getAlong(), registers)))
    return failure();
  return verifyCombine(*this, registers >> getAlong().size());
}

LogicalResult ScanRegistersOp::verify() {
  if (getSources().empty())
    return emitOpError("needs sources, results and 2 region arguments for each source");
  int64_t registers = typeOf(getSources().front()).getNumElements();
  if (failed(verifyAlong(*this, getAlong(), registers)))
    return failure();
  return verifyCombine(*this, registers);
}

LogicalResult LaneGatherOp::verify() {
  if (typeOf(getValue()).getNumElements() == typeOf(getLanes()).getNumElements())
    return success();
  return emitOpError("has ") << typeOf(getLanes()).getNumElements() << " lanes for "
                             << typeOf(getValue()).getNumElements() << " registers";
}
