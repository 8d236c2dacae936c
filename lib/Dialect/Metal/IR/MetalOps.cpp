//===- MetalOps.cpp - Verifiers, effects and syntax of the ops --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "RegisterBases.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/Dialect/CommonFolders.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::metal;

#define GET_OP_CLASSES
#include "triton-metal/Dialect/Metal/IR/MetalOps.cpp.inc"

//===----------------------------------------------------------------------===//
// Kernel
//===----------------------------------------------------------------------===//

ParseResult KernelOp::parse(OpAsmParser &parser, OperationState &result) {
  auto buildFuncType = [](Builder &builder, ArrayRef<Type> inputs, ArrayRef<Type> results,
                          function_interface_impl::VariadicFlag,
                          std::string &) { return builder.getFunctionType(inputs, results); };
  return function_interface_impl::parseFunctionOp(
      parser, result, /*allowVariadic=*/false, getFunctionTypeAttrName(result.name), buildFuncType,
      getArgAttrsAttrName(result.name), getResAttrsAttrName(result.name));
}

void KernelOp::print(OpAsmPrinter &printer) {
  function_interface_impl::printFunctionOp(printer, *this, /*isVariadic=*/false,
                                           getFunctionTypeAttrName(), getArgAttrsAttrName(),
                                           getResAttrsAttrName());
}

/// Doubles travel as their bits, see metal-emulate-doubles.
static bool isCarriedAs(Type element, Type type) {
  return element == type || (element.isF64() && type.isInteger(64));
}

LogicalResult KernelOp::verify() {
  if (getNumResults() != 0)
    return emitOpError("returns nothing, found ") << getNumResults() << " results";
  if (getArguments().size() != getNumArguments())
    return emitOpError("has ") << getNumArguments() << " parameters but 'arguments' describes "
                               << getArguments().size();
  for (unsigned i = 0, e = getNumArguments(); i < e; ++i) {
    auto info = dyn_cast<ArgumentAttr>(getArguments()[i]);
    if (!info)
      return emitOpError("'arguments' holds #metal.argument only, found ") << getArguments()[i];
    Type type = getArgumentTypes()[i];
    auto pointer = dyn_cast<PointerType>(type);
    bool isPointer = info.getKind() == ArgumentKind::Pointer;
    if (isPointer != bool(pointer) ||
        !isCarriedAs(info.getElement(), pointer ? pointer.getPointee() : type))
      return emitOpError("parameter ")
             << i << " of type " << type << " does not agree with its description " << info;
  }
  uint32_t groups = getNumSimdgroups();
  if (groups < 1 || groups > 32 || !llvm::isPowerOf2_32(groups))
    return emitOpError("number of SIMD-groups must be a power of two from 1 to 32, found ")
           << groups;
  return success();
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

OpFoldResult MultiplyHighOp::fold(FoldAdaptor adaptor) {
  auto multiply = [](const APInt &a, const APInt &b) { return llvm::APIntOps::mulhu(a, b); };
  return constFoldBinaryOp<IntegerAttr, APInt, void>(adaptor.getOperands(), multiply);
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

static LogicalResult verifyAlignment(Operation *op, uint32_t alignment) {
  if (llvm::isPowerOf2_32(alignment))
    return success();
  return op->emitOpError("alignment must be a power of two, found ") << alignment;
}

/// A volatile read may not be removed, moved or merged: it counts as a write. Nobody writes what
/// is constant.
template <typename LoadLike>
static void
addReadEffects(LoadLike op,
               SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  if (cast<PointerType>(op.getBase().getType()).getSpace() == MemorySpace::Constant)
    return;
  effects.emplace_back(MemoryEffects::Read::get(), &op.getBaseMutable());
  if (op.getIsVolatile())
    effects.emplace_back(MemoryEffects::Write::get(), &op.getBaseMutable());
}

void LoadOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  addReadEffects(*this, effects);
}

LogicalResult LoadOp::verify() { return verifyAlignment(*this, getAlignment()); }

LogicalResult StoreOp::verify() { return verifyAlignment(*this, getAlignment()); }

OpFoldResult OffsetOp::fold(FoldAdaptor adaptor) {
  return matchPattern(getIndex(), m_Zero()) ? OpFoldResult(getBase()) : OpFoldResult();
}

OpFoldResult PointerCastOp::fold(FoldAdaptor) {
  if (auto inner = getSource().getDefiningOp<PointerCastOp>())
    setOperand(inner.getSource());
  else if (getSource().getType() != getType())
    return {};
  return getSource().getType() == getType() ? OpFoldResult(getSource()) : OpFoldResult(getResult());
}

LogicalResult PointerCastOp::verify() {
  if (getSource().getType().getSpace() == getType().getSpace())
    return success();
  return emitOpError("keeps the memory, found ") << getSource().getType() << " and " << getType();
}

static LogicalResult verifyIsDevice(Operation *op, PointerType type) {
  if (type.getSpace() == MemorySpace::Device)
    return success();
  return op->emitOpError("knows addresses in device memory only, found ") << type;
}

LogicalResult PtrToIntOp::verify() { return verifyIsDevice(*this, getSource().getType()); }

LogicalResult IntToPtrOp::verify() { return verifyIsDevice(*this, getType()); }

static LogicalResult verifyCount(Operation *op, int64_t count) {
  if (count >= 1)
    return success();
  return op->emitOpError("needs at least one element, found ") << count;
}

LogicalResult ThreadgroupAllocOp::verify() {
  if (getResult().getType().getSpace() != MemorySpace::Threadgroup)
    return emitOpError("allocates threadgroup memory, found ") << getResult().getType();
  if (failed(verifyCount(*this, static_cast<int64_t>(getCount()))))
    return failure();
  return verifyAlignment(*this, getAlignment());
}

LogicalResult ThreadgroupViewOp::verify() {
  PointerType memory = getMemory().getType();
  PointerType view = getResult().getType();
  if (memory.getSpace() != MemorySpace::Threadgroup || !memory.getPointee().isInteger(8) ||
      view.getSpace() != MemorySpace::Threadgroup)
    return emitOpError("views bytes of threadgroup memory as threadgroup memory, found ")
           << memory << " and " << view;
  int64_t offset = static_cast<int64_t>(getOffset());
  if (offset < 0 || offset % getByteSize(view.getPointee()) != 0)
    return emitOpError("offset must be a multiple of the element's ")
           << getByteSize(view.getPointee()) << " bytes, found " << offset;
  return verifyCount(*this, static_cast<int64_t>(getCount()));
}

LogicalResult ConstantTableOp::verify() {
  PointerType type = getResult().getType();
  if (type.getSpace() != MemorySpace::Constant)
    return emitOpError("is in constant memory, found ") << type;
  auto values = dyn_cast<DenseElementsAttr>(getValues());
  if (!values || values.getType().getRank() != 1)
    return emitOpError("expects one row of elements, dense<...>");
  if (values.getElementType() != type.getPointee() || type.getPointee().isInteger(1))
    return emitOpError("has elements of ") << values.getElementType() << " behind a " << type;
  return verifyCount(*this, values.getNumElements());
}

//===----------------------------------------------------------------------===//
// Value form
//===----------------------------------------------------------------------===//

LogicalResult tritonmetal::metal::verifyRegisterBases(Operation *op, ArrayRef<int32_t> bases,
                                                      VectorType registers) {
  int64_t count = registers.getNumElements();
  if (bases.size() < 63 && int64_t(1) << bases.size() == count)
    return success();
  return op->emitOpError("has ") << bases.size() << " register bases for " << count << " registers";
}

LogicalResult CoordinateOp::verify() {
  if (failed(verifyRegisterBases(*this, getRegisters(), getResult().getType())))
    return failure();
  if (getLanes().size() != 5)
    return emitOpError("needs 5 lane bases, for 32 lanes, found ") << getLanes().size();
  return success();
}

/// Shared by gather and scatter: `contiguous` divides the register count, offsets match it.
template <typename AccessOp>
static LogicalResult verifyAccess(AccessOp op, VectorType data) {
  uint32_t width = op.getContiguous();
  if (!llvm::isPowerOf2_32(width) || data.getNumElements() % width)
    return op.emitOpError("contiguous must be a power of two that divides ")
           << data.getNumElements() << " registers, found " << width;
  auto offsets = cast<VectorType>(op.getOffsets().getType());
  if (offsets.getNumElements() != data.getNumElements())
    return op.emitOpError("has ") << offsets.getNumElements() << " offsets for "
                                  << data.getNumElements() << " registers";
  return verifyAlignment(op, op.getAlignment());
}

void GatherOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  addReadEffects(*this, effects);
}

LogicalResult GatherOp::verify() {
  return verifyAccess(*this, cast<VectorType>(getResult().getType()));
}

LogicalResult ScatterOp::verify() {
  return verifyAccess(*this, cast<VectorType>(getValue().getType()));
}
