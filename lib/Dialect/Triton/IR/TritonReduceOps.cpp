//===- TritonReduceOps.cpp - Reductions, scans, maps ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "OpSupport.h"

#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal::tt;

LogicalResult ReduceOp::inferReturnTypes(MLIRContext *context, std::optional<Location> loc,
                                         ValueRange operands, DictionaryAttr attributes,
                                         OpaqueProperties properties, RegionRange regions,
                                         SmallVectorImpl<Type> &results) {
  Adaptor adaptor(operands, attributes, properties, regions);
  int64_t axis = adaptor.getAxisAttr().getInt();
  for (Type type : operands.getTypes()) {
    auto source = dyn_cast<RankedTensorType>(type);
    if (!source)
      return emitOptionalError(loc, "\'", getOperationName(), "\' op needs tensors");
    if (axis < 0 || axis >= source.getRank())
      return emitOptionalError(loc, "\'", getOperationName(), "\' op axis must be 0 to ",
                               source.getRank() - 1, ", found ", axis);
    if (source.getRank() == 1) {
      results.push_back(source.getElementType());
      continue;
    }
    SmallVector<int64_t> shape(source.getShape());
    shape.erase(shape.begin() + axis);
    Attribute layout = source.getEncoding();
    if (const LayoutInterface *layouts = LayoutInterface::of(layout))
      layout = layouts->slice(layout, axis);
    results.push_back(RankedTensorType::get(shape, source.getElementType(), layout));
  }
  return success();
}

/// Along a dimension of one element nothing is combined.
static bool hasOneElement(ValueRange srcs, int64_t axis) {
  return cast<RankedTensorType>(srcs.front().getType()).getDimSize(axis) == 1;
}

/// The element of a tensor along a dimension of size 1, which leaves the rest where it is.
static Value dropDimension(Value source, Type type, Location loc, PatternRewriter &rewriter) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return UnsplatOp::create(rewriter, loc, source);
  return ReshapeOp::create(rewriter, loc, type, source, /*allow_reorder=*/false,
                           /*efficient_layout=*/false);
}

/// True if a reshape to `type` needs no other layout than the reduction has.
static bool canReshape(Type source, Type type) {
  auto from = cast<RankedTensorType>(source);
  auto to = dyn_cast<RankedTensorType>(type);
  const LayoutInterface *layouts = LayoutInterface::of(from.getEncoding());
  if (!to || !layouts)
    return true;
  Attribute layout = layouts->reshape(from.getShape(), from.getEncoding(), to.getShape());
  return layout && areEquivalentTypes(to, to.cloneWithEncoding(layout));
}

LogicalResult ReduceOp::canonicalize(ReduceOp op, PatternRewriter &rewriter) {
  if (!hasOneElement(op.getSrcs(), op.getAxis()))
    return failure();
  auto types = llvm::zip_equal(op.getSrcs().getTypes(), op.getResultTypes());
  if (!llvm::all_of(types,
                    [](auto pair) { return canReshape(std::get<0>(pair), std::get<1>(pair)); }))
    return failure();
  SmallVector<Value> results;
  for (auto [source, type] : llvm::zip_equal(op.getSrcs(), op.getResultTypes()))
    results.push_back(dropDimension(source, type, op.getLoc(), rewriter));
  rewriter.replaceOp(op, results);
  return success();
}

LogicalResult ScanOp::fold(FoldAdaptor, SmallVectorImpl<OpFoldResult> &results) {
  if (!hasOneElement(getSrcs(), getAxis()))
    return failure();
  llvm::append_range(results, getSrcs());
  return success();
}

/// The region of a reduction or a scan: n accumulators and n elements in, n out.
template <typename ReturnOp, typename CombineOp>
static LogicalResult verifyCombine(CombineOp op) {
  Block &block = op.getCombineOp().front();
  unsigned count = op.getSrcs().size();
  if (block.getNumArguments() != 2 * count)
    return op.emitOpError() << "region must have " << 2 * count << " arguments for " << count
                            << (count == 1 ? " operand" : " operands") << ", found "
                            << block.getNumArguments();
  auto result = dyn_cast<ReturnOp>(block.getTerminator());
  if (!result)
    return op.emitOpError() << "region must end in " << ReturnOp::getOperationName();
  if (result.getNumOperands() != count)
    return op.emitOpError() << "region must return " << count << " values, found "
                            << result.getNumOperands();
  for (unsigned i = 0; i < count; ++i) {
    Type element = getElementTypeOrSelf(op.getSrcs()[i]);
    for (Type found : {block.getArgument(i).getType(), block.getArgument(count + i).getType(),
                       result.getOperand(i).getType()})
      if (found != element)
        return op.emitOpError() << "combines elements of type " << element
                                << ", but its region has " << found;
  }
  return success();
}

template <typename CombineOp>
static LogicalResult verifyOperands(CombineOp op) {
  if (op.getSrcs().empty())
    return op.emitOpError() << "needs at least one operand";
  int64_t rank = cast<RankedTensorType>(op.getSrcs().front().getType()).getRank();
  int64_t axis = op.getAxisAttr().getInt();
  if (axis < 0 || axis >= rank)
    return op.emitOpError() << "axis must be 0 to " << rank - 1 << ", found " << axis;
  return success();
}

LogicalResult ReduceOp::verify() {
  if (failed(verifyOperands(*this)))
    return failure();
  for (auto [from, to] : llvm::zip_equal(getSrcs().getTypes(), getResultTypes()))
    if (auto tensor = dyn_cast<RankedTensorType>(to))
      if (failed(verifyBothHaveLayouts(*this, cast<RankedTensorType>(from), tensor)))
        return failure();
  return success();
}
LogicalResult ReduceOp::verifyRegions() { return verifyCombine<ReduceReturnOp>(*this); }

LogicalResult ScanOp::inferReturnTypes(MLIRContext *, std::optional<Location>, ValueRange operands,
                                       DictionaryAttr, OpaqueProperties, RegionRange,
                                       SmallVectorImpl<Type> &results) {
  llvm::append_range(results, operands.getTypes());
  return success();
}

LogicalResult ScanOp::verify() { return verifyOperands(*this); }
LogicalResult ScanOp::verifyRegions() { return verifyCombine<ScanReturnOp>(*this); }

//===----------------------------------------------------------------------===//
// Maps
//===----------------------------------------------------------------------===//

LogicalResult MapElementwiseOp::verify() {
  int64_t pack = getPackAttr().getInt();
  if (pack < 1 || !llvm::isPowerOf2_64(pack))
    return emitOpError() << "pack must be a power of two, found " << pack;
  int64_t count = cast<RankedTensorType>(getSrcs().front().getType()).getNumElements();
  if (count % pack)
    return emitOpError() << "packs " << pack << " elements, which do not divide the " << count
                         << " of an operand";
  return success();
}

/// Found types against each element type `pack` times.
static LogicalResult verifyPacked(MapElementwiseOp op, StringRef what, TypeRange found,
                                  TypeRange tensors) {
  size_t pack = op.getPackAttr().getInt();
  if (found.size() != pack * tensors.size())
    return op.emitOpError() << "region must have " << pack * tensors.size() << " " << what
                            << ", found " << found.size();
  for (auto [i, type] : llvm::enumerate(found))
    if (Type element = getElementTypeOrSelf(tensors[i / pack]); type != element)
      return op.emitOpError() << "region must have " << element << " as number " << i << " of its "
                              << what << ", found " << type;
  return success();
}

LogicalResult MapElementwiseOp::verifyRegions() {
  if (failed(
          verifyPacked(*this, "arguments", getScalarOp().getArgumentTypes(), getSrcs().getTypes())))
    return failure();
  for (Block &block : getScalarOp()) {
    Operation *terminator = block.getTerminator();
    if (auto returnOp = dyn_cast<MapElementwiseReturnOp>(terminator)) {
      if (failed(
              verifyPacked(*this, "returned values", returnOp.getOperandTypes(), getResultTypes())))
        return failure();
    } else if (terminator->getNumSuccessors() == 0) {
      return emitOpError() << "region must end in " << MapElementwiseReturnOp::getOperationName()
                           << ", found " << terminator->getName();
    }
  }
  std::optional<SmallVector<MemoryEffects::EffectInstance>> effects = getEffectsRecursively(*this);
  auto isWrite = [](const MemoryEffects::EffectInstance &effect) {
    return !isa<MemoryEffects::Read>(effect.getEffect());
  };
  if (!effects || llvm::any_of(*effects, isWrite))
    return emitOpError() << "region must not write memory";
  return success();
}
