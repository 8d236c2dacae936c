//===- TritonShapeOps.cpp - Ranges, splats, changes of shape ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "OpSupport.h"

using namespace mlir;
using namespace tritonmetal::tt;

std::string tritonmetal::tt::formatShape(ArrayRef<int64_t> shape) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::interleave(shape, stream, "x");
  return text;
}

LogicalResult tritonmetal::tt::verifySameElement(Operation *op, RankedTensorType from,
                                                 RankedTensorType to) {
  if (from.getElementType() == to.getElementType())
    return success();
  return op->emitOpError() << "must keep the element type, found " << from.getElementType()
                           << " and " << to.getElementType();
}

LogicalResult tritonmetal::tt::verifyLayout(Operation *op, RankedTensorType result,
                                            Attribute expected) {
  if (!expected || areEquivalentTypes(result, result.cloneWithEncoding(expected)))
    return success();
  return op->emitOpError() << "result must have layout " << expected << ", found "
                           << result.getEncoding();
}

LogicalResult tritonmetal::tt::verifyBothHaveLayouts(Operation *op, RankedTensorType from,
                                                     RankedTensorType to) {
  if (!from.getEncoding() == !to.getEncoding())
    return success();
  return op->emitOpError() << "needs a layout on both tensors or on none, found " << from << " and "
                           << to;
}

static bool isPermutation(ArrayRef<int32_t> order, int64_t rank) {
  SmallVector<int32_t> sorted(order);
  llvm::sort(sorted);
  return llvm::equal(sorted, llvm::seq<int32_t>(0, rank));
}

LogicalResult tritonmetal::tt::verifyPermutation(Operation *op, StringRef what,
                                                 ArrayRef<int32_t> order, int64_t rank) {
  if (isPermutation(order, rank))
    return success();
  return op->emitOpError() << what << " must be a permutation of the " << rank
                           << " dimensions, found [" << order << "]";
}

LogicalResult MakeRangeOp::verify() {
  RankedTensorType type = getType();
  int64_t size = int64_t(getEndAttr().getInt()) - int64_t(getStartAttr().getInt());
  if (type.getRank() != 1)
    return emitOpError() << "makes a tensor of rank 1, found " << type;
  if (size < 1 || type.getDimSize(0) != size)
    return emitOpError() << "from " << getStartAttr().getInt() << " to " << getEndAttr().getInt()
                         << " has " << size << " elements, but the result is " << type;
  return success();
}

//===----------------------------------------------------------------------===//
// Splat, broadcast, expand_dims
//===----------------------------------------------------------------------===//

LogicalResult SplatOp::verify() {
  if (getSrc().getType() == getType().getElementType())
    return success();
  return emitOpError() << "must keep the element type, found " << getSrc().getType() << " and "
                       << getType().getElementType();
}

LogicalResult UnsplatOp::inferReturnTypes(MLIRContext *, std::optional<Location> loc,
                                          ValueRange operands, DictionaryAttr, OpaqueProperties,
                                          RegionRange, SmallVectorImpl<Type> &results) {
  auto type = operands.empty() ? RankedTensorType()
                               : dyn_cast<RankedTensorType>(operands.front().getType());
  if (!type || !hasCountableShape(type) || type.getNumElements() != 1)
    return emitOptionalError(loc, "\'", getOperationName(), "\' op needs a tensor of one element");
  results.push_back(type.getElementType());
  return success();
}

LogicalResult ExpandDimsOp::inferReturnTypes(MLIRContext *context, std::optional<Location> loc,
                                             ValueRange operands, DictionaryAttr attributes,
                                             OpaqueProperties properties, RegionRange regions,
                                             SmallVectorImpl<Type> &results) {
  Adaptor adaptor(operands, attributes, properties, regions);
  auto source = dyn_cast<RankedTensorType>(adaptor.getSrc().getType());
  if (!source)
    return emitOptionalError(loc, "\'", getOperationName(), "\' op needs a tensor");
  int64_t axis = adaptor.getAxisAttr().getInt();
  if (axis < 0 || axis > source.getRank())
    return emitOptionalError(loc, "\'", getOperationName(), "\' op axis must be 0 to ",
                             source.getRank(), ", found ", axis);

  SmallVector<int64_t> shape(source.getShape());
  shape.insert(shape.begin() + axis, 1);
  Attribute layout = source.getEncoding();
  if (const LayoutInterface *layouts = LayoutInterface::of(layout)) {
    Attribute parent = layouts->unslice(layout, axis);
    if (!parent)
      return emitOptionalError(loc, "\'", getOperationName(),
                               "\' op needs a source whose layout is a slice along dimension ",
                               axis, ", found ", layout);
    layout = parent;
  }
  results.push_back(RankedTensorType::get(shape, source.getElementType(), layout));
  return success();
}

LogicalResult ExpandDimsOp::verify() {
  return verifyBothHaveLayouts(*this, cast<RankedTensorType>(getSrc().getType()),
                               cast<RankedTensorType>(getType()));
}

LogicalResult BroadcastOp::verify() {
  RankedTensorType from = getSrc().getType();
  RankedTensorType to = getType();
  if (from.getRank() != to.getRank())
    return emitOpError() << "must keep the rank, found " << from.getRank() << " and "
                         << to.getRank() << "; use tt.expand_dims";
  for (int64_t dim = 0; dim < from.getRank(); ++dim)
    if (from.getDimSize(dim) != 1 && from.getDimSize(dim) != to.getDimSize(dim))
      return emitOpError() << "grows dimension " << dim << " from " << from.getDimSize(dim)
                           << " to " << to.getDimSize(dim) << ", but only a size of 1 can grow";
  return verifySameElement(*this, from, to);
}

//===----------------------------------------------------------------------===//
// Reshape, trans
//===----------------------------------------------------------------------===//

ParseResult ReshapeOp::parse(OpAsmParser &parser, OperationState &state) {
  OpAsmParser::UnresolvedOperand source;
  Type sourceType, resultType;
  StringAttr reorder = getAllowReorderAttrName(state.name);
  if (parser.parseOperand(source))
    return failure();
  for (StringAttr name : {reorder, getEfficientLayoutAttrName(state.name)})
    if (succeeded(parser.parseOptionalKeyword(name)))
      state.addAttribute(name, parser.getBuilder().getUnitAttr());

  SMLoc loc = parser.getCurrentLocation();
  NamedAttrList attributes;
  if (parser.parseOptionalAttrDict(attributes))
    return failure();
  // Triton 3.0: a flag as a number.
  if (auto flag = dyn_cast_if_present<BoolAttr>(attributes.get(reorder))) {
    attributes.erase(reorder);
    if (flag.getValue())
      attributes.set(reorder, parser.getBuilder().getUnitAttr());
  }
  for (NamedAttribute attribute : attributes)
    state.attributes.set(attribute.getName(), attribute.getValue());
  auto emitError = [&] {
    return parser.emitError(loc) << "'" << state.name.getStringRef() << "' op ";
  };
  return failure(failed(state.name.verifyInherentAttrs(state.attributes, emitError)) ||
                 parser.parseColonType(sourceType) || parser.parseArrow() ||
                 parser.parseType(resultType) ||
                 parser.resolveOperand(source, sourceType, state.operands) ||
                 parser.addTypeToList(resultType, state.types));
}

void ReshapeOp::print(OpAsmPrinter &printer) {
  printer << " " << getSrc();
  SmallVector<StringRef> flags = {getAllowReorderAttrName(), getEfficientLayoutAttrName()};
  for (StringRef flag : flags)
    if ((*this)->hasAttr(flag))
      printer << " " << flag;
  printer.printOptionalAttrDict((*this)->getAttrs(), flags);
  printer << " : " << getSrc().getType() << " -> " << getType();
}

LogicalResult ReshapeOp::verify() {
  RankedTensorType from = getSrc().getType();
  RankedTensorType to = getType();
  if (from.getNumElements() != to.getNumElements())
    return emitOpError() << "must keep the number of elements, found " << from.getNumElements()
                         << " in " << formatShape(from.getShape()) << " and " << to.getNumElements()
                         << " in " << formatShape(to.getShape());
  if (failed(verifyBothHaveLayouts(*this, from, to)))
    return failure();
  const LayoutInterface *layouts = LayoutInterface::of(from.getEncoding());
  if (layouts && !getAllowReorder() &&
      failed(verifyLayout(*this, to,
                          layouts->reshape(from.getShape(), from.getEncoding(), to.getShape()))))
    return failure();
  return verifySameElement(*this, from, to);
}

LogicalResult TransOp::inferReturnTypes(MLIRContext *context, std::optional<Location> loc,
                                        ValueRange operands, DictionaryAttr attributes,
                                        OpaqueProperties properties, RegionRange regions,
                                        SmallVectorImpl<Type> &results) {
  Adaptor adaptor(operands, attributes, properties, regions);
  auto source = dyn_cast<RankedTensorType>(adaptor.getSrc().getType());
  if (!source)
    return emitOptionalError(loc, "\'", getOperationName(), "\' op needs a tensor");
  ArrayRef<int32_t> order = adaptor.getOrder();
  if (!isPermutation(order, source.getRank()))
    return emitOptionalError(loc, "\'", getOperationName(),
                             "\' op order must be a permutation of the ", source.getRank(),
                             " dimensions, found [", order, "]");
  auto shape = llvm::map_to_vector(order, [&](int32_t dim) { return source.getDimSize(dim); });
  Attribute layout = source.getEncoding();
  if (const LayoutInterface *layouts = LayoutInterface::of(layout))
    layout = layouts->transpose(source.getShape(), layout, order);
  results.push_back(RankedTensorType::get(shape, source.getElementType(), layout));
  return success();
}

LogicalResult TransOp::verify() {
  return verifyBothHaveLayouts(*this, getSrc().getType(), getType());
}

//===----------------------------------------------------------------------===//
// Cat, join, split, gather, histogram
//===----------------------------------------------------------------------===//

LogicalResult CatOp::verify() {
  RankedTensorType from = getLhs().getType();
  RankedTensorType to = getType();
  if (to.getNumElements() != 2 * from.getNumElements())
    return emitOpError() << "result must have twice the " << from.getNumElements()
                         << " elements of an operand, found " << to.getNumElements();
  return verifySameElement(*this, from, to);
}

/// Layout of each half of a tensor that has a last dimension of 2. Success with null for
/// a layout that nobody knows.
static FailureOr<Attribute> getHalfLayout(RankedTensorType joined,
                                          function_ref<InFlightDiagnostic()> emitError) {
  Attribute layout = joined.getEncoding();
  const LayoutInterface *layouts = LayoutInterface::of(layout);
  if (!layouts)
    return Attribute();
  FailureOr<Attribute> half = layouts->split(joined.getShape(), layout);
  if (succeeded(half))
    return half;
  return emitError() << "needs both elements of a pair in registers of one thread, but the layout "
                        "of the joined tensor is "
                     << layout;
}

LogicalResult JoinOp::verify() {
  RankedTensorType part = getLhs().getType();
  RankedTensorType joined = getType();
  SmallVector<int64_t> shape(part.getShape());
  shape.push_back(2);
  if (joined.getShape() != ArrayRef(shape))
    return emitOpError() << "joins two tensors of " << formatShape(part.getShape())
                         << " into one of " << formatShape(shape) << ", found "
                         << formatShape(joined.getShape());
  if (failed(verifySameElement(*this, part, joined)) ||
      failed(verifyBothHaveLayouts(*this, part, joined)))
    return failure();
  FailureOr<Attribute> half = getHalfLayout(joined, [&] { return emitOpError(); });
  if (failed(half))
    return failure();
  if (!*half || areEquivalentTypes(part, part.cloneWithEncoding(*half)))
    return success();
  return emitOpError() << "operands must have layout " << *half << " for a result with "
                       << joined.getEncoding() << ", found " << part.getEncoding();
}

LogicalResult SplitOp::inferReturnTypes(MLIRContext *context, std::optional<Location> loc,
                                        ValueRange operands, DictionaryAttr attributes,
                                        OpaqueProperties properties, RegionRange regions,
                                        SmallVectorImpl<Type> &results) {
  auto joined = operands.empty() ? RankedTensorType()
                                 : dyn_cast<RankedTensorType>(operands.front().getType());
  if (!joined || joined.getRank() < 2 || joined.getShape().back() != 2)
    return emitOptionalError(loc, "\'", getOperationName(),
                             "\' op needs a tensor of rank 2 or more with a last dimension of 2");
  auto emitError = [&] {
    return mlir::emitError(loc.value_or(UnknownLoc::get(context)))
           << "'" << getOperationName() << "' op ";
  };
  FailureOr<Attribute> half = getHalfLayout(joined, emitError);
  if (failed(half))
    return failure();
  results.assign(
      2, RankedTensorType::get(joined.getShape().drop_back(), joined.getElementType(), *half));
  return success();
}

LogicalResult SplitOp::verify() {
  return verifyBothHaveLayouts(*this, getSrc().getType(), getOutLHS().getType());
}

LogicalResult GatherOp::inferReturnTypes(MLIRContext *context, std::optional<Location> loc,
                                         ValueRange operands, DictionaryAttr attributes,
                                         OpaqueProperties properties, RegionRange regions,
                                         SmallVectorImpl<Type> &results) {
  Adaptor adaptor(operands, attributes, properties, regions);
  auto source = dyn_cast<RankedTensorType>(adaptor.getSrc().getType());
  auto indices = dyn_cast<RankedTensorType>(adaptor.getIndices().getType());
  if (!source || !indices)
    return emitOptionalError(loc, "\'", getOperationName(), "\' op needs tensors");
  results.push_back(indices.clone(source.getElementType()));
  return success();
}

LogicalResult GatherOp::verify() {
  RankedTensorType source = getSrc().getType();
  RankedTensorType indices = getIndices().getType();
  if (getType().getEncoding() != indices.getEncoding())
    return emitOpError() << "result must have the layout of the indices, found " << getType()
                         << " and " << indices;
  int64_t axis = getAxisAttr().getInt();
  if (source.getRank() != indices.getRank())
    return emitOpError() << "needs indices of the source's rank " << source.getRank() << ", found "
                         << indices.getRank();
  if (axis < 0 || axis >= source.getRank())
    return emitOpError() << "axis must be 0 to " << source.getRank() - 1 << ", found " << axis;
  for (int64_t dim = 0; dim < source.getRank(); ++dim)
    if (dim != axis && source.getDimSize(dim) != indices.getDimSize(dim))
      return emitOpError() << "needs indices of size " << source.getDimSize(dim) << " in dimension "
                           << dim << ", found " << indices.getDimSize(dim);
  return success();
}

LogicalResult HistogramOp::verify() {
  if (getSrc().getType().getRank() != 1 || getType().getRank() != 1)
    return emitOpError() << "works on tensors of rank 1, found " << getSrc().getType() << " and "
                         << getType();
  return success();
}
