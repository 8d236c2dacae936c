//===- TritonDialect.cpp - Registration, types, inlining --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/LayoutInterface.h"
#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Transforms/InliningUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal::tt;

#include "triton-metal/Dialect/Triton/IR/TritonDialect.cpp.inc"
#include "triton-metal/Dialect/Triton/IR/TritonEnums.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "triton-metal/Dialect/Triton/IR/TritonTypes.cpp.inc"

namespace {

/// Every helper may be inlined, except where Triton asked for a real call.
struct TritonInliner final : DialectInlinerInterface {
  using DialectInlinerInterface::DialectInlinerInterface;

  bool isLegalToInline(Operation *call, Operation *callable, bool wouldBeCloned) const override {
    auto function = dyn_cast<FuncOp>(callable);
    return function && !function.isNoInline();
  }
  bool isLegalToInline(Region *, Region *, bool, IRMapping &) const override { return true; }
  bool isLegalToInline(Operation *, Region *, bool, IRMapping &) const override { return true; }

  /// A function of several blocks: its return becomes a branch.
  void handleTerminator(Operation *op, Block *next) const override {
    auto returnOp = dyn_cast<ReturnOp>(op);
    if (!returnOp)
      return;
    OpBuilder builder(op);
    cf::BranchOp::create(builder, op->getLoc(), next, returnOp.getSrcs());
    op->erase();
  }

  void handleTerminator(Operation *op, ValueRange results) const override {
    auto returnOp = cast<ReturnOp>(op);
    for (auto [result, value] : llvm::zip_equal(results, returnOp.getSrcs()))
      result.replaceAllUsesWith(value);
  }
};

} // namespace

void TritonDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "triton-metal/Dialect/Triton/IR/TritonTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "triton-metal/Dialect/Triton/IR/TritonOps.cpp.inc"
      >();
  addInterfaces<TritonInliner>();
}

Operation *TritonDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                              Location loc) {
  return arith::ConstantOp::materialize(builder, value, type, loc);
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// `<f32>`, or `<f32, 3>` in another address space than device memory.
Type PointerType::parse(AsmParser &parser) {
  Type pointee;
  int addressSpace = 1;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseLess() || parser.parseType(pointee))
    return {};
  if (succeeded(parser.parseOptionalComma()) && parser.parseInteger(addressSpace))
    return {};
  if (parser.parseGreater())
    return {};
  return parser.getChecked<PointerType>(loc, parser.getContext(), pointee, addressSpace);
}

void PointerType::print(AsmPrinter &printer) const {
  printer << "<" << getPointeeType();
  if (getAddressSpace() != 1)
    printer << ", " << getAddressSpace();
  printer << ">";
}

LogicalResult PointerType::verify(function_ref<InFlightDiagnostic()> emitError, Type pointee,
                                  int addressSpace) {
  if (addressSpace < 0)
    return emitError() << "address space must not be negative, found " << addressSpace;
  auto block = dyn_cast<RankedTensorType>(pointee);
  Type element = block ? block.getElementType() : pointee;
  if (element.isSignlessInteger() || isa<FloatType, PointerType>(element))
    return success();
  if (block)
    return emitError() << "a block is of integers, floats or pointers, found " << block;
  return emitError() << "a pointer points to an integer, a float, a pointer or a tensor, found "
                     << pointee;
}

/// `<tensor<64x64xf16>>`, or from Triton 3.8 on `<64x64xf16>`; either with a layout.
Type TensorDescType::parse(AsmParser &parser) {
  Type block;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseLess())
    return {};
  OptionalParseResult named = parser.parseOptionalType(block);
  if (named.has_value() && failed(*named))
    return {};
  if (!named.has_value()) {
    SmallVector<int64_t> shape;
    Type element;
    Attribute layout;
    if (parser.parseDimensionList(shape, /*allowDynamic=*/false) || parser.parseType(element))
      return {};
    if (succeeded(parser.parseOptionalComma()) && parser.parseAttribute(layout))
      return {};
    block = parser.getChecked<RankedTensorType>(loc, shape, element, layout);
  }
  if (!block || parser.parseGreater())
    return {};
  auto tensor = dyn_cast<RankedTensorType>(block);
  if (!tensor)
    return parser.emitError(loc) << "a descriptor is of blocks of a tensor, found " << block,
           Type();
  return parser.getChecked<TensorDescType>(loc, parser.getContext(), tensor);
}

void TensorDescType::print(AsmPrinter &printer) const { printer << "<" << getBlockType() << ">"; }

LogicalResult TensorDescType::verify(function_ref<InFlightDiagnostic()> emitError,
                                     RankedTensorType block) {
  if (!block.getElementType().isIntOrFloat())
    return emitError() << "a descriptor is of integers or floats, found " << block.getElementType();
  if (!block.hasStaticShape() || block.getRank() == 0)
    return emitError() << "a descriptor needs blocks of a static shape with one dimension or more, "
                       << "found " << block;
  return success();
}

RankedTensorType TensorDescType::getValueType() const {
  RankedTensorType block = getBlockType();
  Type element = block.getElementType();
  if (auto integer = dyn_cast<IntegerType>(element))
    element = IntegerType::get(getContext(), integer.getWidth());
  return RankedTensorType::get(block.getShape(), element);
}

bool tritonmetal::tt::isBlockPointer(Type type) {
  auto pointer = dyn_cast<PointerType>(type);
  return pointer && isa<RankedTensorType>(pointer.getPointeeType());
}

bool tritonmetal::tt::isPointerLike(Type type) {
  return isa<PointerType>(getElementTypeOrSelf(type));
}

Type tritonmetal::tt::withElementType(Type type, Type element) {
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    return tensor.clone(element);
  return element;
}

Type tritonmetal::tt::getPointeeLike(Type type) {
  auto pointer = dyn_cast<PointerType>(getElementTypeOrSelf(type));
  if (!pointer)
    return type;
  Type pointee = pointer.getPointeeType();
  if (isa<RankedTensorType>(type) && isa<RankedTensorType>(pointee))
    return type; // a tensor of block pointers: the operand's constraint refuses it
  return withElementType(type, pointee);
}

Type tritonmetal::tt::getBlockElementPointer(Type type) {
  if (!isBlockPointer(type))
    return type;
  auto pointer = cast<PointerType>(type);
  Type element = cast<RankedTensorType>(pointer.getPointeeType()).getElementType();
  return PointerType::get(type.getContext(), element, pointer.getAddressSpace());
}

Type tritonmetal::tt::getMaskType(Type type) {
  return withElementType(getPointeeLike(type), IntegerType::get(type.getContext(), 1));
}

bool tritonmetal::tt::hasCountableShape(Type type) {
  auto tensor = dyn_cast<ShapedType>(type);
  if (!tensor || !tensor.hasStaticShape())
    return false;
  constexpr int64_t limit = int64_t(1) << 40;
  int64_t count = 1;
  for (int64_t size : tensor.getShape()) {
    if (size > limit / count)
      return false;
    count = std::max<int64_t>(1, count * size);
  }
  return true;
}

unsigned tritonmetal::tt::getElementBytes(Type scalar) {
  if (isa<PointerType>(scalar))
    return 8;
  return scalar.isIntOrFloat() ? (scalar.getIntOrFloatBitWidth() + 7) / 8 : 0;
}

//===----------------------------------------------------------------------===//
// Layouts
//===----------------------------------------------------------------------===//

const LayoutInterface *LayoutInterface::of(Attribute layout) {
  return layout ? dyn_cast<LayoutInterface>(&layout.getDialect()) : nullptr;
}

bool tritonmetal::tt::areEquivalentTypes(Type lhs, Type rhs) {
  if (lhs == rhs)
    return true;
  auto left = dyn_cast<RankedTensorType>(lhs);
  auto right = dyn_cast<RankedTensorType>(rhs);
  if (!left || !right || left.getShape() != right.getShape() ||
      left.getElementType() != right.getElementType())
    return false;
  const LayoutInterface *layouts = LayoutInterface::of(left.getEncoding());
  return layouts && right.getEncoding() &&
         layouts->areEquivalent(left.getShape(), left.getEncoding(), right.getEncoding());
}

bool tritonmetal::tt::detail::areCompatibleTypes(TypeRange inferred, TypeRange found) {
  return llvm::equal(inferred, found, [](Type inferred, Type found) {
    auto tensor = dyn_cast<RankedTensorType>(found);
    if (auto plain = dyn_cast<RankedTensorType>(inferred); tensor && plain && !plain.getEncoding())
      inferred = plain.cloneWithEncoding(tensor.getEncoding());
    return areEquivalentTypes(inferred, found);
  });
}

LogicalResult tritonmetal::tt::detail::verifySameLayout(Operation *op, TypeRange operands,
                                                        TypeRange results) {
  RankedTensorType first;
  auto check = [&](Type type) -> LogicalResult {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor)
      return success();
    if (!first)
      first = tensor;
    if (tensor.getEncoding() == first.getEncoding())
      return success();
    return op->emitOpError() << "needs the same layout on all its tensors, found " << first
                             << " and " << tensor;
  };
  for (Type type : operands)
    if (failed(check(type)))
      return failure();
  for (Type type : results)
    if (failed(check(type)))
      return failure();
  return success();
}
