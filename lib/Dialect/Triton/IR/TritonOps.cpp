//===- TritonOps.cpp - Functions, casts, memory -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/LayoutInterface.h"
#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::tt;

#define GET_OP_CLASSES
#include "triton-metal/Dialect/Triton/IR/TritonOps.cpp.inc"

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

void FuncOp::build(OpBuilder &builder, OperationState &state, StringRef name, FunctionType type,
                   ArrayRef<NamedAttribute> attributes) {
  state.addAttribute(getSymNameAttrName(state.name), builder.getStringAttr(name));
  state.addAttribute(getFunctionTypeAttrName(state.name), TypeAttr::get(type));
  state.attributes.append(attributes.begin(), attributes.end());
  state.addRegion();
}

ParseResult FuncOp::parse(OpAsmParser &parser, OperationState &result) {
  auto buildType = [](Builder &builder, ArrayRef<Type> arguments, ArrayRef<Type> results,
                      function_interface_impl::VariadicFlag,
                      std::string &) { return builder.getFunctionType(arguments, results); };
  return function_interface_impl::parseFunctionOp(
      parser, result, /*allowVariadic=*/false, getFunctionTypeAttrName(result.name), buildType,
      getArgAttrsAttrName(result.name), getResAttrsAttrName(result.name));
}

void FuncOp::print(OpAsmPrinter &printer) {
  function_interface_impl::printFunctionOp(printer, *this, /*isVariadic=*/false,
                                           getFunctionTypeAttrName(), getArgAttrsAttrName(),
                                           getResAttrsAttrName());
}

bool FuncOp::isNoInline() {
  auto noInline = (*this)->getAttrOfType<BoolAttr>("noinline");
  return noInline && noInline.getValue();
}

/// Every tensor: a dimension, a power of two of elements, not too many, a fitting layout.
static LogicalResult verifyTensor(Operation *op, Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return success();
  auto emitError = [&] { return op->emitOpError(); };
  if (!tensor.hasStaticShape())
    return emitError() << "has a tensor without a static shape: " << tensor;
  if (tensor.getRank() == 0)
    return emitError() << "has a tensor of rank 0: " << tensor
                       << "; use a scalar or a tensor of one dimension";
  int64_t count = 1;
  for (int64_t size : tensor.getShape()) {
    if (size < 1 || !llvm::isPowerOf2_64(size))
      return emitError() << "has a tensor with a dimension of " << size << " in " << tensor
                         << "; every dimension must be a power of two";
    if (size > TritonDialect::kMaxTensorElements / count)
      return emitError() << "has a tensor with more elements than allowed: " << tensor
                         << ", at most " << TritonDialect::kMaxTensorElements << " are";
    count *= size;
  }
  const LayoutInterface *layouts = LayoutInterface::of(tensor.getEncoding());
  return layouts ? layouts->verifyTensor(op, tensor, emitError) : success();
}

LogicalResult FuncOp::verifyRegions() {
  WalkResult result = (*this)->walk([](Operation *op) {
    for (Type type : op->getResultTypes())
      if (failed(verifyTensor(op, type)))
        return WalkResult::interrupt();
    for (Region &region : op->getRegions())
      for (Type type : region.getArgumentTypes())
        if (failed(verifyTensor(op, type)))
          return WalkResult::interrupt();
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  // A declaration has no arguments in its body, and results are nowhere else.
  for (TypeRange types : {TypeRange(getArgumentTypes()), TypeRange(getResultTypes())})
    for (Type type : types)
      if (failed(verifyTensor(*this, type)))
        return failure();
  return success();
}

LogicalResult ReturnOp::verify() {
  auto function = cast<FuncOp>((*this)->getParentOp());
  ArrayRef<Type> expected = function.getResultTypes();
  if (expected.size() != getNumOperands())
    return emitOpError() << "has " << getNumOperands() << " operands, but function @"
                         << function.getName() << " returns " << expected.size();
  for (unsigned i = 0; i < expected.size(); ++i)
    if (getOperand(i).getType() != expected[i])
      return emitOpError() << "operand " << i << " has type " << getOperand(i).getType()
                           << ", but function @" << function.getName() << " returns "
                           << expected[i];
  return success();
}

LogicalResult CallOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto function = symbols.lookupNearestSymbolFrom<FuncOp>(*this, getCalleeAttr());
  if (!function)
    return emitOpError() << "calls '" << getCallee() << "', which is no tt.func of this module";
  auto check = [&](StringRef what, TypeRange found, ArrayRef<Type> expected) -> LogicalResult {
    if (found.size() != expected.size())
      return emitOpError() << "has " << found.size() << " " << what << "s, but '" << getCallee()
                           << "' has " << expected.size();
    for (unsigned i = 0; i < expected.size(); ++i)
      if (found[i] != expected[i])
        return emitOpError() << what << " " << i << " has type " << found[i] << ", but '"
                             << getCallee() << "' has " << expected[i];
    return success();
  };
  if (failed(check("argument", getOperandTypes(), function.getArgumentTypes())))
    return failure();
  return check("result", getResultTypes(), function.getResultTypes());
}

//===----------------------------------------------------------------------===//
// Casts
//===----------------------------------------------------------------------===//

OpFoldResult BitcastOp::fold(FoldAdaptor) {
  return getSrc().getType() == getType() ? OpFoldResult(getSrc()) : OpFoldResult();
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

OpFoldResult FpToFpOp::fold(FoldAdaptor) {
  return getSrc().getType() == getType() ? OpFoldResult(getSrc()) : OpFoldResult();
}

LogicalResult FpToFpOp::verify() {
  Type from = getElementTypeOrSelf(getSrc());
  Type to = getElementTypeOrSelf(getType());
  if (to.getIntOrFloatBitWidth() < from.getIntOrFloatBitWidth() && !getRounding())
    return emitOpError() << "narrows " << from << " to " << to
                         << ", so it must name its rounding, rtne or rtz";
  return success();
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

OpFoldResult AddPtrOp::fold(FoldAdaptor adaptor) {
  return matchPattern(adaptor.getOffset(), m_Zero()) ? OpFoldResult(getPtr()) : OpFoldResult();
}

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
  return verifyBoundaryCheck(*this);
}

LogicalResult StoreOp::verify() { return verifyBoundaryCheck(*this); }

//===----------------------------------------------------------------------===//
// Foreign functions
//===----------------------------------------------------------------------===//

void ExternElementwiseOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  if (getPure())
    return;
  effects.emplace_back(MemoryEffects::Read::get());
  effects.emplace_back(MemoryEffects::Write::get());
}
