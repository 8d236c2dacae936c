//===- LinearLayoutConversions.cpp - Encodings to linear layouts ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

namespace {

/// The names of a tensor's dimensions, and its shape by name.
class Dimensions {
public:
  explicit Dimensions(ArrayRef<int64_t> shape) {
    for (unsigned dim = 0; dim < shape.size(); ++dim)
      storage.push_back(getDimName(dim));
    for (unsigned dim = 0; dim < shape.size(); ++dim) {
      names.push_back(storage[dim]);
      sizes.push_back({names[dim], int32_t(shape[dim])});
    }
  }

  SmallVector<std::string> storage;
  SmallVector<StringRef> names;
  SmallVector<LinearLayout::DimSize> sizes;
};

} // namespace

std::string ttg::getDimName(unsigned dim) { return "dim" + std::to_string(dim); }

bool ttg::isLinearLayout(Attribute layout) {
  return isa_and_present<BlockedEncodingAttr, DotOperandEncodingAttr, LinearEncodingAttr,
                         SliceEncodingAttr>(layout);
}

unsigned ttg::getLayoutRank(Attribute layout) {
  if (auto blocked = dyn_cast<BlockedEncodingAttr>(layout))
    return blocked.getRank();
  if (auto slice = dyn_cast<SliceEncodingAttr>(layout))
    return getLayoutRank(slice.getParent()) - 1;
  if (auto dotOperand = dyn_cast<DotOperandEncodingAttr>(layout))
    return getLayoutRank(dotOperand.getParent());
  if (auto linear = dyn_cast<LinearEncodingAttr>(layout))
    return linear.getLinearLayout().getNumOutDims();
  return 0;
}

//===----------------------------------------------------------------------===//
// Sizes, before anything is built
//===----------------------------------------------------------------------===//

/// log2 of the registers of a thread. A dimension takes what the tile says, or more if
/// lanes and warps do not reach over the tensor.
static int countRegisterBits(ArrayRef<int64_t> shape, BlockedEncodingAttr blocked, int k = -1) {
  int bits = 0;
  for (auto [dim, size] : llvm::enumerate(shape)) {
    int tensor = llvm::Log2_64(size);
    int own = llvm::Log2_32(blocked.getSizePerThread()[dim]);
    int threads = llvm::Log2_32(blocked.getThreadsPerWarp()[dim]) +
                  llvm::Log2_32(blocked.getWarpsPerCTA()[dim]);
    bits += int(dim) == k ? tensor : std::max(own, tensor - threads);
  }
  return bits;
}

static int getReductionDim(unsigned rank, DotOperandEncodingAttr dotOperand) {
  return dotOperand.getOpIdx() == 0 ? rank - 1 : rank - 2;
}

static int countRegisterBits(ArrayRef<int64_t> shape, Attribute layout) {
  if (auto blocked = dyn_cast<BlockedEncodingAttr>(layout))
    return countRegisterBits(shape, blocked);
  if (auto dotOperand = dyn_cast<DotOperandEncodingAttr>(layout))
    return countRegisterBits(shape, cast<BlockedEncodingAttr>(dotOperand.getParent()),
                             getReductionDim(shape.size(), dotOperand));
  if (auto slice = dyn_cast<SliceEncodingAttr>(layout)) {
    SmallVector<int64_t> parentShape(shape);
    parentShape.insert(parentShape.begin() + slice.getDim(), 1);
    return countRegisterBits(parentShape, slice.getParent());
  }
  const LinearLayout &linear = cast<LinearEncodingAttr>(layout).getLinearLayout();
  int bits = linear.getInDimSizeLog2("register");
  for (auto [dim, size] : llvm::zip(linear.getOutDims(), shape))
    bits += std::max(0, int(llvm::Log2_64(size)) - linear.getOutDimSizeLog2(dim.first));
  return bits;
}

bool ttg::hasLinearLayout(ArrayRef<int64_t> shape, Attribute layout) {
  if (!isLinearLayout(layout) || getLayoutRank(layout) != shape.size())
    return false;
  const int limit = llvm::Log2_64(tt::TritonDialect::kMaxTensorElements);
  int bits = 0;
  for (int64_t size : shape) {
    if (size < 1 || !llvm::isPowerOf2_64(size))
      return false;
    bits += llvm::Log2_64(size);
  }
  return bits <= limit && countRegisterBits(shape, layout) <= limit;
}

//===----------------------------------------------------------------------===//
// Layouts
//===----------------------------------------------------------------------===//

/// Fits a tile to the tensor: repeats it in registers, fastest dimension first,
/// where it is too small, and replicates where it is too large.
static LinearLayout fitToShape(LinearLayout tile, const Dimensions &dims, ArrayRef<int32_t> order) {
  SmallVector<LinearLayout::DimSize> shapeInOrder;
  for (int32_t dim : order)
    shapeInOrder.push_back(dims.sizes[dim]);
  tile = layout::ensureLayoutNotSmallerThan(tile, shapeInOrder, "register");
  tile = layout::ensureLayoutNotLargerThan(tile, shapeInOrder);
  return tile.transposeIns({"register", "lane", "warp"}).transposeOuts(dims.names);
}

/// `counts[d]` neighbours along each dimension; along dimension `k` copies.
static LinearLayout makeTile(ArrayRef<int32_t> counts, ArrayRef<int32_t> order, StringRef inDim,
                             const Dimensions &dims, int32_t k = -1) {
  LinearLayout tile;
  for (int32_t dim : order)
    tile *= dim == k ? LinearLayout::zeros1D(counts[dim], inDim, dims.names[dim])
                     : LinearLayout::identity1D(counts[dim], inDim, dims.names[dim]);
  return tile;
}

static LinearLayout convertBlocked(ArrayRef<int64_t> shape, BlockedEncodingAttr blocked) {
  Dimensions dims(shape);
  ArrayRef<int32_t> order = blocked.getOrder();
  return fitToShape(makeTile(blocked.getSizePerThread(), order, "register", dims) *
                        makeTile(blocked.getThreadsPerWarp(), order, "lane", dims) *
                        makeTile(blocked.getWarpsPerCTA(), order, "warp", dims),
                    dims, order);
}

/// A thread holds all of K; threads that differ along K only hold copies.
static LinearLayout convertDotOperand(ArrayRef<int64_t> shape, DotOperandEncodingAttr dotOperand) {
  auto parent = cast<BlockedEncodingAttr>(dotOperand.getParent());
  Dimensions dims(shape);
  ArrayRef<int32_t> order = parent.getOrder();
  int32_t k = getReductionDim(shape.size(), dotOperand);
  SmallVector<int32_t> sizes(parent.getSizePerThread());
  sizes[k] = shape[k];
  return fitToShape(makeTile(sizes, order, "register", dims) *
                        makeTile(parent.getThreadsPerWarp(), order, "lane", dims, k) *
                        makeTile(parent.getWarpsPerCTA(), order, "warp", dims, k),
                    dims, order);
}

static LinearLayout convertSlice(ArrayRef<int64_t> shape, SliceEncodingAttr slice) {
  SmallVector<int64_t> parentShape(shape);
  parentShape.insert(parentShape.begin() + slice.getDim(), 1);
  LinearLayout layout =
      toLinearLayout(parentShape, slice.getParent()).removeOutDim(getDimName(slice.getDim()));
  for (unsigned dim = slice.getDim(); dim < shape.size(); ++dim)
    layout = layout.renameOutDim(getDimName(dim + 1), getDimName(dim));
  return layout.removeZeroBasesAlongDim("register");
}

static LinearLayout convertLinear(ArrayRef<int64_t> shape, LinearEncodingAttr linear) {
  SmallVector<int32_t> order;
  for (unsigned dim = shape.size(); dim-- > 0;)
    order.push_back(dim);
  return fitToShape(linear.getLinearLayout(), Dimensions(shape), order);
}

LinearLayout ttg::toLinearLayout(ArrayRef<int64_t> shape, Attribute layout) {
  if (auto blocked = dyn_cast<BlockedEncodingAttr>(layout))
    return convertBlocked(shape, blocked);
  if (auto slice = dyn_cast<SliceEncodingAttr>(layout))
    return convertSlice(shape, slice);
  if (auto dotOperand = dyn_cast<DotOperandEncodingAttr>(layout))
    return convertDotOperand(shape, dotOperand);
  return convertLinear(shape, cast<LinearEncodingAttr>(layout));
}

LinearLayout ttg::toLinearLayout(RankedTensorType type) {
  return toLinearLayout(type.getShape(), type.getEncoding());
}

Attribute ttg::transposeLayout(ArrayRef<int64_t> shape, Attribute layout, ArrayRef<int32_t> order) {
  if (auto blocked = dyn_cast<BlockedEncodingAttr>(layout)) {
    auto permute = [&](ArrayRef<int32_t> numbers) {
      return llvm::map_to_vector(order, [&](int32_t dim) { return numbers[dim]; });
    };
    SmallVector<int32_t> position(order.size());
    for (auto [result, source] : llvm::enumerate(order))
      position[source] = result;
    auto newOrder =
        llvm::map_to_vector(blocked.getOrder(), [&](int32_t dim) { return position[dim]; });
    return BlockedEncodingAttr::get(layout.getContext(), permute(blocked.getSizePerThread()),
                                    permute(blocked.getThreadsPerWarp()),
                                    permute(blocked.getWarpsPerCTA()), newOrder);
  }
  Dimensions dims(shape);
  LinearLayout linear = toLinearLayout(shape, layout);
  SmallVector<StringRef> transposed;
  for (int32_t dim : order)
    transposed.push_back(dims.names[dim]);
  linear = linear.transposeOuts(transposed);
  // Rename by way of fresh names, which no dimension has.
  for (auto [result, source] : llvm::enumerate(order))
    linear = linear.renameOutDim(dims.names[source], "new" + dims.storage[result]);
  for (unsigned dim = 0; dim < order.size(); ++dim)
    linear = linear.renameOutDim("new" + dims.storage[dim], dims.names[dim]);
  return LinearEncodingAttr::get(layout.getContext(), linear);
}

Attribute ttg::reshapeLayout(ArrayRef<int64_t> shape, Attribute layout,
                             ArrayRef<int64_t> newShape) {
  Dimensions from(shape), to(newShape);
  // Row-major: the last dimension is the fastest, so it comes first.
  SmallVector<StringRef> reversed(llvm::reverse(from.names));
  SmallVector<LinearLayout::DimSize> newReversed(llvm::reverse(to.sizes));
  LinearLayout linear = toLinearLayout(shape, layout)
                            .transposeOuts(reversed)
                            .reshapeOuts(newReversed)
                            .transposeOuts(to.names);
  return LinearEncodingAttr::get(layout.getContext(), linear);
}
