//===- TritonOps.cpp - Functions, debugging, foreign code -------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "OpSupport.h"

#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/FunctionImplementation.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal::tt;

/// A string that a colon may follow, which starts no type of the string.
static ParseResult parseUntypedString(OpAsmParser &parser, StringAttr &text) {
  return parser.parseAttribute(text, NoneType::get(parser.getContext()));
}

/// The message of an assert, and file, function and line, which Triton 3.0 adds.
static ParseResult parseAssertMessage(OpAsmParser &parser, StringAttr &message) {
  if (parseUntypedString(parser, message))
    return failure();
  if (failed(parser.parseOptionalComma()))
    return success();
  std::string text;
  int64_t line;
  return failure(parser.parseString(&text) || parser.parseComma() || parser.parseString(&text) ||
                 parser.parseComma() || parser.parseInteger(line));
}

static void printAssertMessage(OpAsmPrinter &printer, AssertOp, StringAttr message) {
  printer.printAttributeWithoutType(message);
}

#define GET_OP_CLASSES
#include "triton-metal/Dialect/Triton/IR/TritonOps.cpp.inc"

ParseResult tritonmetal::tt::parseOpAttributes(OpAsmParser &parser, OperationState &state) {
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseOptionalAttrDict(state.attributes))
    return failure();
  auto emitError = [&] {
    return parser.emitError(loc) << "'" << state.name.getStringRef() << "' op ";
  };
  return state.name.verifyInherentAttrs(state.attributes, emitError);
}

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

/// Every tensor, also a block in memory: a dimension, a power of two of elements, not
/// too many, a fitting layout.
static LogicalResult verifyTensor(Operation *op, Type type) {
  if (auto descriptor = dyn_cast<TensorDescType>(type))
    type = descriptor.getBlockType();
  else if (isBlockPointer(type))
    type = cast<PointerType>(type).getPointeeType();
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
  // Ops of one region have the same rules; few types differ.
  llvm::SmallDenseSet<std::pair<Region *, Type>> seen;
  WalkResult result = (*this)->walk([&](Operation *op) {
    for (Type type : op->getResultTypes())
      if (seen.insert({op->getParentRegion(), type}).second && failed(verifyTensor(op, type)))
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
// Debugging
//===----------------------------------------------------------------------===//

ParseResult PrintOp::parse(OpAsmParser &parser, OperationState &state) {
  StringAttr prefix;
  SmallVector<OpAsmParser::UnresolvedOperand> args;
  SmallVector<Type> types;
  if (parseUntypedString(parser, prefix))
    return failure();
  state.addAttribute(getPrefixAttrName(state.name), prefix);
  if (parseOpAttributes(parser, state))
    return failure();
  SMLoc loc = parser.getCurrentLocation();
  if (succeeded(parser.parseOptionalColon()) &&
      (parser.parseOperandList(args) || parser.parseColonTypeList(types)))
    return failure();
  StringAttr isSigned = getIsSignedAttrName(state.name);
  if (!state.attributes.get(isSigned))
    state.addAttribute(
        isSigned, parser.getBuilder().getDenseI32ArrayAttr(SmallVector<int32_t>(args.size(), 1)));
  return parser.resolveOperands(args, types, loc, state.operands);
}

void PrintOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printAttributeWithoutType(getPrefixAttr());
  printer.printOptionalAttrDict((*this)->getAttrs(), {getPrefixAttrName()});
  if (!getArgs().empty())
    printer << " : " << getArgs() << " : " << getArgs().getTypes();
}

LogicalResult AssertOp::canonicalize(AssertOp op, PatternRewriter &rewriter) {
  if (!isConstantMask(op.getCondition(), true))
    return failure();
  rewriter.eraseOp(op);
  return success();
}

LogicalResult PrintOp::verify() {
  if (getIsSigned().empty() || getIsSigned().size() == getArgs().size())
    return success();
  return emitOpError() << "isSigned needs an entry for each of the " << getArgs().size()
                       << " values, found " << getIsSigned().size();
}

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

void ElementwiseInlineAsmOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  if (getPure())
    return;
  effects.emplace_back(MemoryEffects::Read::get());
  effects.emplace_back(MemoryEffects::Write::get());
}

LogicalResult ElementwiseInlineAsmOp::verify() {
  int64_t packed = getPackedElementAttr().getInt();
  if (packed < 1)
    return emitOpError() << "packed_element must be at least 1, found " << packed;
  if (getNumResults() == 0)
    return emitOpError() << "needs at least one result";
  for (Type type : getOperandTypes())
    if (auto tensor = dyn_cast<RankedTensorType>(type); tensor && tensor.getNumElements() % packed)
      return emitOpError() << "packs " << packed << " elements, which do not divide the "
                           << tensor.getNumElements() << " of " << tensor;
  return success();
}
