//===- TritonNvidiaGPUOps.cpp - Matrix products, barriers -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPU.h"

#include "Checks.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttng;

//===----------------------------------------------------------------------===//
// Pieces of syntax
//===----------------------------------------------------------------------===//

using OptionalOperand = std::optional<OpAsmParser::UnresolvedOperand>;

/// `[%token]` for an op that waits for a token and makes one, `[]` if it only makes one.
static ParseResult parseToken(OpAsmParser &parser, OptionalOperand &dependency, Type &token) {
  if (failed(parser.parseOptionalLSquare()))
    return success();
  token = ttg::AsyncTokenType::get(parser.getContext());
  if (succeeded(parser.parseOptionalRSquare()))
    return success();
  return failure(parser.parseOperand(dependency.emplace()) || parser.parseRSquare());
}

static void printToken(OpAsmPrinter &printer, Operation *, Value dependency, Type token) {
  if (!token)
    return;
  printer << "[";
  if (dependency)
    printer << dependency;
  printer << "]";
}

/// `, %barrier[%pred], …`
static ParseResult parseBarriersAndPreds(OpAsmParser &parser,
                                         SmallVectorImpl<OpAsmParser::UnresolvedOperand> &barriers,
                                         SmallVectorImpl<OpAsmParser::UnresolvedOperand> &preds) {
  while (succeeded(parser.parseOptionalComma()))
    if (parser.parseOperand(barriers.emplace_back()) || parser.parseLSquare() ||
        parser.parseOperand(preds.emplace_back()) || parser.parseRSquare())
      return failure();
  return success();
}

static void printBarriersAndPreds(OpAsmPrinter &printer, Operation *, OperandRange barriers,
                                  OperandRange preds) {
  for (auto [barrier, pred] : llvm::zip(barriers, preds))
    printer << ", " << barrier << "[" << pred << "]";
}

#define GET_OP_CLASSES
#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPUOps.cpp.inc"

//===----------------------------------------------------------------------===//
// Matrix products
//===----------------------------------------------------------------------===//

void WarpGroupDotOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  if (isa<ttg::MemDescType>(getA().getType()))
    effects.emplace_back(MemoryEffects::Read::get(), &getAMutable(), ttg::SharedMemory::get());
  effects.emplace_back(MemoryEffects::Read::get(), &getBMutable(), ttg::SharedMemory::get());
}

LogicalResult WarpGroupDotOp::verify() {
  auto a = cast<ShapedType>(getA().getType());
  ShapedType b = getB().getType(), d = getType();
  if (a.getRank() != 2 || b.getRank() != 2 || d.getRank() != 2)
    return emitOpError() << "works on rank 2, found " << a.getRank() << ", " << b.getRank()
                         << " and " << d.getRank();
  if (a.getDimSize(1) != b.getDimSize(0) || a.getDimSize(0) != d.getDimSize(0) ||
      b.getDimSize(1) != d.getDimSize(1))
    return emitOpError() << "cannot multiply " << formatShape(a.getShape()) << " by "
                         << formatShape(b.getShape()) << " into " << formatShape(d.getShape());
  if (a.getElementTypeBitWidth() != b.getElementTypeBitWidth())
    return emitOpError() << "needs operands of one element width, found " << a.getElementType()
                         << " and " << b.getElementType();
  auto layout = dyn_cast_if_present<ttg::NvidiaMmaEncodingAttr>(getType().getEncoding());
  if (!layout || !layout.isWgmma())
    return emitOpError() << "needs a result in version 3 of nvidia_mma, found " << getType();
  return success();
}

LogicalResult WarpGroupDotWaitOp::inferReturnTypes(MLIRContext *, std::optional<Location>,
                                                   ValueRange operands, DictionaryAttr,
                                                   OpaqueProperties, RegionRange,
                                                   SmallVectorImpl<Type> &results) {
  llvm::append_range(results, operands.getTypes());
  return success();
}

LogicalResult WarpGroupDotWaitOp::verify() {
  if (getInputs().empty())
    return emitOpError() << "needs something to wait for";
  return verifyPendings(*this, getPendingsAttr());
}

//===----------------------------------------------------------------------===//
// Barriers
//===----------------------------------------------------------------------===//

LogicalResult InitBarrierOp::verify() {
  if (getCountAttr().getInt() < 1)
    return emitOpError() << "count must be positive, found " << getCountAttr().getInt();
  return verifyBarrier(*this, getAlloc().getType());
}

LogicalResult InvalBarrierOp::verify() { return verifyBarrier(*this, getAlloc().getType()); }

LogicalResult BarrierExpectOp::verify() {
  if (getSizeAttr().getInt() < 0)
    return emitOpError() << "size must not be negative, found " << getSizeAttr().getInt();
  return verifyBarrier(*this, getAlloc().getType());
}

LogicalResult WaitBarrierOp::verify() { return verifyBarrier(*this, getAlloc().getType()); }

LogicalResult ArriveBarrierOp::verify() {
  if (getCountAttr().getInt() < 1)
    return emitOpError() << "count must be positive, found " << getCountAttr().getInt();
  return verifyBarrier(*this, getAlloc().getType());
}

LogicalResult AsyncCopyMbarrierArriveOp::verify() {
  return verifyBarrier(*this, getBarrier().getType());
}
