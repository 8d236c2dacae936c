//===- MemDescOps.cpp - Rules of ops on shared memory -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

/// "8x16" for messages.
static std::string formatShape(ArrayRef<int64_t> shape) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::interleave(shape, stream, "x");
  return text;
}

/// A tensor and the memory that it is read from or written to.
static LogicalResult verifySameContents(Operation *op, RankedTensorType tensor,
                                        MemDescType memory) {
  if (tensor.getShape() != memory.getShape())
    return op->emitOpError() << "needs tensor and memory of one shape, found "
                             << formatShape(tensor.getShape()) << " and "
                             << formatShape(memory.getShape());
  if (tensor.getElementType() != memory.getElementType())
    return op->emitOpError() << "needs tensor and memory of one element type, found "
                             << tensor.getElementType() << " and " << memory.getElementType();
  return success();
}

static LogicalResult verifyShared(Operation *op, MemDescType memory) {
  if (isa<SharedMemoryAttr>(memory.getMemorySpace()))
    return success();
  return op->emitOpError() << "works on shared memory, found " << memory;
}

static LogicalResult verifyWritable(Operation *op, MemDescType memory) {
  if (memory.getMutableMemory())
    return success();
  return op->emitOpError() << "writes to immutable memory: " << memory;
}

//===----------------------------------------------------------------------===//
// Allocation, access
//===----------------------------------------------------------------------===//

/// Immutable memory is a value: without effects it can be merged and removed.
void LocalAllocOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>> &effects) {
  if (!getType().getMutableMemory())
    return;
  effects.emplace_back(MemoryEffects::Allocate::get(), getOperation()->getOpResult(0),
                       SharedMemory::get());
  if (getSrc())
    effects.emplace_back(MemoryEffects::Write::get(), getOperation()->getOpResult(0),
                         SharedMemory::get());
}

/// Memory holds the same elements whichever threads had them.
static LogicalResult skipConversion(OpOperand &source, PatternRewriter &rewriter) {
  auto convert = source.get().getDefiningOp<ConvertLayoutOp>();
  if (!convert)
    return failure();
  rewriter.modifyOpInPlace(source.getOwner(), [&] { source.set(convert.getSrc()); });
  return success();
}

LogicalResult LocalAllocOp::canonicalize(LocalAllocOp op, PatternRewriter &rewriter) {
  return op.getSrc() ? skipConversion(op->getOpOperand(0), rewriter) : failure();
}

LogicalResult LocalStoreOp::canonicalize(LocalStoreOp op, PatternRewriter &rewriter) {
  return skipConversion(op.getSrcMutable(), rewriter);
}

LogicalResult LocalAllocOp::verify() {
  MemDescType memory = getType();
  if (failed(verifyShared(*this, memory)))
    return failure();
  if (memory.getAllocShape() != memory.getShape())
    return emitOpError() << "makes a whole allocation, found a view of "
                         << formatShape(memory.getAllocShape()) << ": " << memory;
  if (IntegerAttr alignment = getAlignmentAttr())
    if (alignment.getInt() < 1 || !llvm::isPowerOf2_64(alignment.getInt()))
      return emitOpError() << "alignment must be a power of two, found " << alignment.getInt();
  if (getSrc())
    return verifySameContents(*this, cast<RankedTensorType>(getSrc().getType()), memory);
  if (!memory.getMutableMemory())
    return emitOpError() << "without a source needs mutable memory, found " << memory;
  return success();
}

LogicalResult LocalLoadOp::verify() {
  if (failed(verifyShared(*this, getSrc().getType())))
    return failure();
  return verifySameContents(*this, getType(), getSrc().getType());
}

LogicalResult LocalStoreOp::verify() {
  if (failed(verifyShared(*this, getDst().getType())) ||
      failed(verifyWritable(*this, getDst().getType())))
    return failure();
  return verifySameContents(*this, getSrc().getType(), getDst().getType());
}

/// Gather and scatter: `values` has the shape of the indices, and that of the memory in
/// all dimensions but `axis`.
static LogicalResult verifyIndexed(Operation *op, MemDescType memory, RankedTensorType indices,
                                   RankedTensorType values, int64_t axis) {
  if (failed(verifyShared(op, memory)))
    return failure();
  if (values.getShape() != indices.getShape() || values.getEncoding() != indices.getEncoding())
    return op->emitOpError() << "needs values with the shape and layout of the indices, found "
                             << values << " and " << indices;
  if (values.getElementType() != memory.getElementType())
    return op->emitOpError() << "needs values and memory of one element type, found "
                             << values.getElementType() << " and " << memory.getElementType();
  int64_t rank = memory.getShape().size();
  if (indices.getRank() != rank)
    return op->emitOpError() << "needs indices of the memory's rank " << rank << ", found "
                             << indices.getRank();
  if (axis < 0 || axis >= rank)
    return op->emitOpError() << "axis must be 0 to " << rank - 1 << ", found " << axis;
  return success();
}

LogicalResult LocalGatherOp::verify() {
  return verifyIndexed(*this, getSrc().getType(), getIndices().getType(), getType(),
                       getAxisAttr().getInt());
}

LogicalResult LocalScatterOp::verify() {
  if (failed(verifyWritable(*this, getDst().getType())))
    return failure();
  return verifyIndexed(*this, getDst().getType(), getIndices().getType(), getValues().getType(),
                       getAxisAttr().getInt());
}

//===----------------------------------------------------------------------===//
// Views
//===----------------------------------------------------------------------===//

/// What no view changes: the memory space; and no view makes memory writable. (Up to 3.2
/// some views for reading are immutable.)
static LogicalResult verifyView(Operation *op, MemDescType from, MemDescType to) {
  if (from.getMemorySpace() != to.getMemorySpace())
    return op->emitOpError() << "must keep the memory space, found " << from.getMemorySpace()
                             << " and " << to.getMemorySpace();
  if (!from.getMutableMemory() && to.getMutableMemory())
    return op->emitOpError() << "must keep immutable memory immutable, found " << from << " and "
                             << to;
  return success();
}

/// A view of some of the elements, each where it was.
static LogicalResult verifyPart(Operation *op, MemDescType from, MemDescType to) {
  if (failed(verifyView(op, from, to)))
    return failure();
  if (from.getElementType() != to.getElementType())
    return op->emitOpError() << "must keep the element type, found " << from.getElementType()
                             << " and " << to.getElementType();
  return success();
}

/// True for a whole buffer, whatever dimensions of the allocation count buffers.
static bool isWholeBuffer(MemDescType type) {
  return type.getAllocShape().take_back(type.getShape().size()) == type.getShape();
}

static LogicalResult verifySameEncoding(Operation *op, MemDescType from, MemDescType to) {
  if (from.getEncoding() == to.getEncoding())
    return success();
  return op->emitOpError() << "must keep the layout, found " << from.getEncoding() << " and "
                           << to.getEncoding();
}

LogicalResult MemDescIndexOp::verify() {
  MemDescType from = getSrc().getType(), to = getType();
  if (failed(verifyPart(*this, from, to)) || failed(verifySameEncoding(*this, from, to)))
    return failure();
  if (from.getShape().drop_front() != to.getShape())
    return emitOpError() << "makes " << formatShape(from.getShape().drop_front())
                         << " of the source, but the result is " << formatShape(to.getShape());
  if (!isWholeBuffer(from) || !isWholeBuffer(to))
    return emitOpError() << "works on whole buffers, found a part of one: " << from << " and "
                         << to;
  return success();
}

/// A part must begin at one place in memory: a swizzle that moves elements of one part
/// among those of another has no such place.
static LogicalResult verifyCut(Operation *op, MemDescType from, MemDescType to) {
  std::optional<layout::LinearLayout> layout = toSharedLayout(from);
  if (!layout || !layout->isInvertible())
    return success();
  layout::LinearLayout places = layout->invert();
  unsigned buffers = from.getShape().size() - getLayoutRank(from.getEncoding());
  for (auto [dim, name] : llvm::enumerate(layout->getOutDimNames())) {
    int64_t size = to.getShape()[buffers + dim];
    for (int64_t step = size; step < from.getShape()[buffers + dim]; step *= 2)
      if (!llvm::isPowerOf2_32(places.getBasis(name, llvm::Log2_64(step), "offset")))
        return op->emitOpError() << "cuts dimension " << buffers + dim << " into parts of " << size
                                 << ", through the swizzle of " << from.getEncoding();
  }
  return success();
}

LogicalResult MemDescSubsliceOp::verify() {
  MemDescType from = getSrc().getType(), to = getType();
  if (failed(verifyPart(*this, from, to)) || failed(verifySameEncoding(*this, from, to)))
    return failure();
  size_t rank = from.getShape().size();
  if (to.getShape().size() != rank || getOffsets().size() != rank)
    return emitOpError() << "needs " << rank << " offsets and a result of that rank, found "
                         << getOffsets().size() << " and " << to.getShape().size();
  if (from.getAllocShape() != to.getAllocShape())
    return emitOpError() << "must keep the shape of the allocation, "
                         << formatShape(from.getAllocShape()) << ", found "
                         << formatShape(to.getAllocShape());
  for (auto [dim, offset] : llvm::enumerate(getOffsets())) {
    int64_t size = to.getShape()[dim], whole = from.getShape()[dim];
    if (offset < 0 || offset % size != 0)
      return emitOpError() << "needs offsets that are multiples of the result's size, found "
                           << offset << " for size " << size << " in dimension " << dim;
    if (offset + size > whole)
      return emitOpError() << "reaches to " << offset + size << " in dimension " << dim
                           << ", but the source has " << whole;
  }
  return verifyCut(*this, from, to);
}

LogicalResult MemDescSubviewOp::verify() {
  MemDescType from = getSrc().getType(), to = getType();
  if (failed(verifyPart(*this, from, to)) || failed(verifySameEncoding(*this, from, to)))
    return failure();
  ArrayRef<int64_t> whole = from.getShape();
  if (getOffsets().size() != whole.size())
    return emitOpError() << "needs " << whole.size() << " offsets, found " << getOffsets().size();
  if (to.getShape().size() == whole.size() - 1)
    whole = whole.drop_front();
  if (to.getShape().size() != whole.size())
    return emitOpError() << "must keep the rank or drop the first dimension, found "
                         << from.getShape().size() << " and " << to.getShape().size();
  for (auto [dim, sizes] : llvm::enumerate(llvm::zip(to.getShape(), whole)))
    if (std::get<0>(sizes) > std::get<1>(sizes))
      return emitOpError() << "makes a part of " << std::get<0>(sizes) << " in dimension " << dim
                           << ", but the source has " << std::get<1>(sizes);
  return success();
}

/// Nothing moves, or the second of two turns back what the first one did.
OpFoldResult MemDescTransOp::fold(FoldAdaptor) {
  if (getSrc().getType() == getType() && llvm::is_sorted(getOrder()))
    return getSrc();
  auto previous = getSrc().getDefiningOp<MemDescTransOp>();
  if (!previous || previous.getSrc().getType() != getType())
    return {};
  for (auto [position, dim] : llvm::enumerate(getOrder()))
    if (previous.getOrder()[dim] != int32_t(position))
      return {};
  return previous.getSrc();
}

/// `order` without the dimension that counts buffers. That one must stay in front, and so
/// must any first dimension that is no power of two; none if it does not.
static std::optional<SmallVector<int32_t>> getBufferOrder(ArrayRef<int32_t> order,
                                                          MemDescType type) {
  bool countsBuffers = order.size() != getLayoutRank(type.getEncoding());
  bool staysInFront = countsBuffers || !llvm::isPowerOf2_64(type.getShape()[0]) ||
                      !llvm::isPowerOf2_64(type.getAllocShape().take_back(order.size())[0]);
  if (staysInFront && order[0] != 0)
    return std::nullopt;
  if (!countsBuffers)
    return SmallVector<int32_t>(order);
  return llvm::map_to_vector(order.drop_front(), [](int32_t dim) { return dim - 1; });
}

LogicalResult MemDescTransOp::inferReturnTypes(MLIRContext *, std::optional<Location> loc,
                                               ValueRange operands, DictionaryAttr attributes,
                                               OpaqueProperties properties, RegionRange regions,
                                               SmallVectorImpl<Type> &results) {
  Adaptor adaptor(operands, attributes, properties, regions);
  auto from = dyn_cast<MemDescType>(adaptor.getSrc().getType());
  if (!from)
    return emitOptionalError(loc, "needs a memory descriptor");
  ArrayRef<int32_t> order = adaptor.getOrder();
  SmallVector<int32_t> sorted(order);
  llvm::sort(sorted);
  bool isPermutation = order.size() == from.getShape().size();
  for (size_t i = 0; isPermutation && i < sorted.size(); ++i)
    isPermutation = sorted[i] == int32_t(i);
  if (!isPermutation)
    return emitOptionalError(loc, "order must be a permutation of the ", from.getShape().size(),
                             " dimensions");
  auto permute = [&](ArrayRef<int64_t> shape) {
    return llvm::map_to_vector(order, [&](int32_t dim) { return shape[dim]; });
  };
  auto bufferOrder = getBufferOrder(order, from);
  Attribute layout =
      bufferOrder ? transposeSharedLayout(from.getEncoding(), *bufferOrder) : Attribute();
  if (!layout)
    return emitOptionalError(loc, "cannot permute the dimensions of ", from);
  // Dimensions of the allocation in front of those of the view stay.
  SmallVector<int64_t> allocShape(from.getAllocShape().drop_back(order.size()));
  llvm::append_range(allocShape, permute(from.getAllocShape().take_back(order.size())));
  results.push_back(MemDescType::get(from.getContext(), permute(from.getShape()),
                                     from.getElementType(), layout, from.getMemorySpace(),
                                     from.getMutableMemory(), allocShape));
  return success();
}

/// Layouts may be spelled differently.
bool MemDescTransOp::isCompatibleReturnTypes(TypeRange inferred, TypeRange found) {
  if (inferred.size() != 1 || found.size() != 1)
    return false;
  auto expected = dyn_cast<MemDescType>(inferred[0]);
  auto actual = dyn_cast<MemDescType>(found[0]);
  if (!expected || !actual)
    return false;
  return expected.getShape() == actual.getShape() &&
         expected.getElementType() == actual.getElementType() &&
         expected.getMemorySpace() == actual.getMemorySpace() &&
         expected.getMutableMemory() == actual.getMutableMemory() &&
         expected.getAllocShape() == actual.getAllocShape() &&
         areEquivalentSharedLayouts(getBufferShape(expected), expected.getEncoding(),
                                    actual.getEncoding());
}

OpFoldResult MemDescReshapeOp::fold(FoldAdaptor) {
  return getSrc().getType() == getType() ? OpFoldResult(getSrc()) : OpFoldResult();
}

LogicalResult MemDescReshapeOp::verify() {
  MemDescType from = getSrc().getType(), to = getType();
  if (failed(verifyPart(*this, from, to)))
    return failure();
  if (from.getNumElements() != to.getNumElements())
    return emitOpError() << "must keep the number of elements, found " << from.getNumElements()
                         << " in " << formatShape(from.getShape()) << " and " << to.getNumElements()
                         << " in " << formatShape(to.getShape());
  if (!isWholeBuffer(from) || !isWholeBuffer(to))
    return emitOpError() << "works on whole buffers, found a part of one: " << from << " and "
                         << to;
  Attribute expected = reshapeSharedLayout(from.getShape(), from.getEncoding(), to.getShape());
  if (!expected || areEquivalentSharedLayouts(to.getShape(), expected, to.getEncoding()))
    return success();
  return emitOpError() << "needs a result with layout " << expected << ", found "
                       << to.getEncoding();
}

/// Nothing changes, or of two in a row only the last counts.
OpFoldResult MemDescReinterpretOp::fold(FoldAdaptor) {
  if (getSrc().getType() == getType())
    return getSrc();
  if (auto previous = getSrc().getDefiningOp<MemDescReinterpretOp>()) {
    getSrcMutable().assign(previous.getSrc());
    return getResult();
  }
  return {};
}

LogicalResult MemDescReinterpretOp::verify() {
  MemDescType from = getSrc().getType(), to = getType();
  if (from.getMemorySpace() != to.getMemorySpace())
    return emitOpError() << "must keep the memory space, found " << from.getMemorySpace() << " and "
                         << to.getMemorySpace();
  return success();
}
