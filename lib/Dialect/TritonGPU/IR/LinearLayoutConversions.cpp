//===- LinearLayoutConversions.cpp - Encodings to linear layouts ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

#include "LayoutCache.h"
#include "MatrixTiles.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

std::string ttg::getDimName(unsigned dim) { return "dim" + std::to_string(dim); }

bool ttg::isLinearLayout(Attribute layout) {
  // Up to 3.2 operands of wgmma leave kWidth to the element type, which is not known here.
  if (auto operand = dyn_cast_if_present<DotOperandEncodingAttr>(layout))
    return operand.getKWidth() != 0 || isa<BlockedEncodingAttr>(operand.getParent());
  return isa_and_present<BlockedEncodingAttr, GenericLinearEncodingAttr, LinearEncodingAttr,
                         SliceEncodingAttr>(layout) ||
         isMatrixLayout(layout);
}

bool ttg::isSharedLayout(Attribute layout) {
  return isa_and_present<AMDRotatingSharedEncodingAttr, NVMMASharedEncodingAttr,
                         PaddedSharedEncodingAttr, PartitionedSharedEncodingAttr,
                         SharedLinearEncodingAttr, SwizzledSharedEncodingAttr>(layout);
}

unsigned ttg::getLayoutRank(Attribute layout) {
  return llvm::TypeSwitch<Attribute, unsigned>(layout)
      .Case([](SliceEncodingAttr slice) { return getLayoutRank(slice.getParent()) - 1; })
      .Case([](DotOperandEncodingAttr operand) { return getLayoutRank(operand.getParent()); })
      .Case<LinearEncodingAttr, GenericLinearEncodingAttr>(
          [](auto linear) { return linear.getLinearLayout().getNumOutDims(); })
      .Case([](PartitionedSharedEncodingAttr partitioned) {
        return getLayoutRank(partitioned.getPartitionLayout());
      })
      .Case<BlockedEncodingAttr, SimdgroupMatrixEncodingAttr, NvidiaMmaEncodingAttr,
            AMDMfmaEncodingAttr, AMDWmmaEncodingAttr, AMDRotatingSharedEncodingAttr,
            NVMMASharedEncodingAttr, PaddedSharedEncodingAttr, SharedLinearEncodingAttr,
            SwizzledSharedEncodingAttr>([](auto other) { return other.getRank(); })
      .Default(0u);
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

static Tile getTile(ArrayRef<int64_t> shape, Attribute layout);

static int countRegisterBits(ArrayRef<int64_t> shape, Attribute layout) {
  if (auto blocked = dyn_cast<BlockedEncodingAttr>(layout))
    return countRegisterBits(shape, blocked);
  if (auto dotOperand = dyn_cast<DotOperandEncodingAttr>(layout))
    if (auto blocked = dyn_cast<BlockedEncodingAttr>(dotOperand.getParent()))
      return countRegisterBits(shape, blocked, getReductionDim(shape.size(), dotOperand));
  if (auto slice = dyn_cast<SliceEncodingAttr>(layout)) {
    SmallVector<int64_t> parentShape(shape);
    parentShape.insert(parentShape.begin() + slice.getDim(), 1);
    return countRegisterBits(parentShape, slice.getParent());
  }
  LinearLayout tile = getTile(shape, layout).layout;
  int bits = tile.getInDimSizeLog2("register");
  for (auto [dim, size] : llvm::enumerate(shape))
    bits += std::max(0, int(llvm::Log2_64(size)) - tile.getOutDimSizeLog2(getDimName(dim)));
  return bits;
}

static LayoutCache &getCache(Attribute layout) {
  return cast<TritonGPUDialect>(layout.getDialect()).getLayoutCache();
}

/// Whether a shape of the layout's rank is a tensor's and a thread does not get too much of it.
static bool isSizeAllowed(ArrayRef<int64_t> shape, Attribute layout) {
  const int limit = llvm::Log2_64(tt::TritonDialect::kMaxTensorElements);
  int bits = 0;
  for (int64_t size : shape) {
    if (size < 1 || !llvm::isPowerOf2_64(size))
      return false;
    bits += llvm::Log2_64(size);
  }
  return bits <= limit && countRegisterBits(shape, layout) <= limit;
}

bool ttg::hasLinearLayout(ArrayRef<int64_t> shape, Attribute layout) {
  if (!isLinearLayout(layout))
    return false;
  return getCache(layout).isPossible(shape, layout, [&] {
    return getLayoutRank(layout) == shape.size() && isSizeAllowed(shape, layout);
  });
}

//===----------------------------------------------------------------------===//
// Layouts
//===----------------------------------------------------------------------===//

/// Fits a tile to the tensor, or to the part of a CTA: repeats it in registers, in the
/// order of the tile, where it is too small, and replicates where it is too large.
static LinearLayout fitToShape(const Tile &tile, const Dimensions &dims) {
  bool isShared = tile.cluster.getNumInDims() != 0;
  SmallVector<LinearLayout::DimSize> shapeInOrder;
  for (int32_t dim : tile.order) {
    auto [name, size] = dims.sizes[dim];
    shapeInOrder.push_back(
        {name, isShared ? std::max(size / tile.cluster.getOutDimSize(name), 1) : size});
  }
  LinearLayout layout = layout::ensureLayoutNotSmallerThan(tile.layout, shapeInOrder, "register");
  layout = layout::ensureLayoutNotLargerThan(layout, shapeInOrder);
  if (isShared)
    layout *= layout::ensureLayoutNotLargerThan(tile.cluster, dims.sizes);
  SmallVector<StringRef> inputs{"register", "lane", "warp"};
  if (layout.hasInDim("block"))
    inputs.push_back("block");
  return layout.transposeIns(inputs).transposeOuts(dims.names);
}

static Tile getBlockedTile(BlockedEncodingAttr blocked, const Dimensions &dims) {
  ArrayRef<int32_t> order = blocked.getOrder();
  return {makeTile(blocked.getSizePerThread(), order, "register", dims) *
              makeTile(blocked.getThreadsPerWarp(), order, "lane", dims) *
              makeTile(blocked.getWarpsPerCTA(), order, "warp", dims),
          SmallVector<int32_t>(order), blocked.getCgaLayout()};
}

/// A thread holds all of K; threads that differ along K only hold copies.
static Tile getBlockedOperandTile(BlockedEncodingAttr parent, int32_t k, const Dimensions &dims) {
  ArrayRef<int32_t> order = parent.getOrder();
  SmallVector<int32_t> sizes(parent.getSizePerThread());
  sizes[k] = dims.sizes[k].second;
  return {makeTile(sizes, order, "register", dims) *
              makeTile(parent.getThreadsPerWarp(), order, "lane", dims, k) *
              makeTile(parent.getWarpsPerCTA(), order, "warp", dims, k),
          SmallVector<int32_t>(order), zeroAlong(parent.getCgaLayout(), k)};
}

static Tile getTile(ArrayRef<int64_t> shape, Attribute layout) {
  Dimensions dims(shape);
  if (isMatrixLayout(layout))
    return getMatrixTile(layout, dims);
  if (auto blocked = dyn_cast<BlockedEncodingAttr>(layout))
    return getBlockedTile(blocked, dims);
  if (auto operand = dyn_cast<DotOperandEncodingAttr>(layout)) {
    if (auto blocked = dyn_cast<BlockedEncodingAttr>(operand.getParent()))
      return getBlockedOperandTile(blocked, getReductionDim(shape.size(), operand), dims);
    return getMatrixOperandTile(operand, dims);
  }
  auto generic = dyn_cast<GenericLinearEncodingAttr>(layout);
  SmallVector<int32_t> order;
  for (unsigned dim = shape.size(); dim-- > 0;)
    order.push_back(dim);
  return {generic ? generic.getLinearLayout() : cast<LinearEncodingAttr>(layout).getLinearLayout(),
          order, LinearLayout()};
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

const LinearLayout &ttg::toLinearLayout(ArrayRef<int64_t> shape, Attribute layout) {
  return getCache(layout).getLayout(shape, layout, [&] {
    if (auto slice = dyn_cast<SliceEncodingAttr>(layout))
      return convertSlice(shape, slice);
    return fitToShape(getTile(shape, layout), Dimensions(shape));
  });
}

const LinearLayout &ttg::toLinearLayout(RankedTensorType type) {
  return toLinearLayout(type.getShape(), type.getEncoding());
}

Attribute ttg::makeLinearEncoding(MLIRContext *context, const LinearLayout &layout) {
  for (StringRef name : layout.getInDimNames())
    for (int bit = 0, bits = layout.getInDimSizeLog2(name); bit < bits; ++bit) {
      auto basis = layout.getBasis(name, bit);
      auto isPlain = [](int32_t value) { return value == 0 || llvm::isPowerOf2_32(value); };
      if (llvm::count_if(basis, [](int32_t value) { return value != 0; }) > 1 ||
          !llvm::all_of(basis, isPlain))
        return GenericLinearEncodingAttr::get(context, layout);
    }
  return LinearEncodingAttr::get(context, layout);
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
                                    permute(blocked.getWarpsPerCTA()), newOrder,
                                    transposeOutDims(blocked.getCgaLayout(), order));
  }
  LinearLayout linear = transposeOutDims(toLinearLayout(shape, layout), order);
  return makeLinearEncoding(layout.getContext(), linear);
}

LinearLayout ttg::transposeOutDims(const LinearLayout &layout, ArrayRef<int32_t> order) {
  if (layout.getNumOutDims() == 0)
    return layout;
  SmallVector<std::string> names;
  for (int32_t dim : order)
    names.push_back(getDimName(dim));
  LinearLayout result = layout.transposeOuts(SmallVector<StringRef>(names.begin(), names.end()));
  // Rename by way of fresh names, which no dimension has.
  for (auto [dim, name] : llvm::enumerate(names))
    result = result.renameOutDim(name, "new" + getDimName(dim));
  for (unsigned dim = 0; dim < names.size(); ++dim)
    result = result.renameOutDim("new" + getDimName(dim), getDimName(dim));
  return result;
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
  return makeLinearEncoding(layout.getContext(), linear);
}
