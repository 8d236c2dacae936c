//===- SharedLinearLayouts.cpp - Places in memory as linear maps ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A layout in memory maps each offset to the element that is there. For example, with
// rows of 8 elements of which groups of 2 are swizzled over 4 phases, on 4x8
//
//   #ttg.swizzled_shared<{vec = 2, perPhase = 1, maxPhase = 4, order = [1, 0]}>
//   offset = [[0, 1], [0, 2], [0, 4], [1, 2], [2, 4]]
//
// Offset 10 = 0b01010 holds (0, 2) ^ (1, 2) = row 1, column 0.
//
//===----------------------------------------------------------------------===//

#include "MatrixTiles.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

namespace {

/// Groups of `vec` columns change places from row to row.
struct Swizzle {
  int64_t vec = 1, perPhase = 1, maxPhase = 1;
  bool isRotating = false;

  int64_t getPhase(int64_t row) const {
    int64_t phase = row / perPhase % maxPhase;
    return isRotating ? phase ^ (row / perPhase / maxPhase % maxPhase) : phase;
  }
};

} // namespace

/// Elements in the `order` of dimensions, the rows swizzled.
static LinearLayout makeSwizzled(ArrayRef<int64_t> shape, ArrayRef<int32_t> order,
                                 const Swizzle &swizzle) {
  Dimensions dims(shape);
  LinearLayout::InBases offset{"offset", {}};
  for (auto [position, dim] : llvm::enumerate(order))
    for (int64_t step = 1; step < shape[dim]; step *= 2) {
      LinearLayout::Coordinates basis(shape.size(), 0);
      basis[dim] = step;
      if (position == 1)
        basis[order[0]] = swizzle.vec * swizzle.getPhase(step) % shape[order[0]];
      offset.second.push_back(basis);
    }
  return LinearLayout(offset, dims.sizes);
}

/// The part of a tensor that one CTA of a cluster holds.
static SmallVector<int64_t> getCtaShape(ArrayRef<int64_t> shape, const LinearLayout &cluster) {
  SmallVector<int64_t> result(shape);
  if (cluster.getNumInDims() != 0)
    for (auto [dim, size] : llvm::enumerate(result))
      size = std::max<int64_t>(size / cluster.getOutDimSize(getDimName(dim)), 1);
  return result;
}

/// Puts the parts of the CTAs together.
static LinearLayout addCluster(LinearLayout layout, ArrayRef<int64_t> shape,
                               const LinearLayout &cluster) {
  Dimensions dims(shape);
  if (cluster.getNumInDims() != 0)
    layout *= layout::ensureLayoutNotLargerThan(cluster, dims.sizes);
  return layout.transposeOuts(dims.names);
}

static SmallVector<int32_t> getRowMajor(unsigned rank) {
  SmallVector<int32_t> order;
  for (unsigned dim = rank; dim-- > 0;)
    order.push_back(dim);
  return order;
}

template <typename AttrTy>
static LinearLayout convertSwizzled(ArrayRef<int64_t> shape, AttrTy layout, bool isRotating) {
  Swizzle swizzle{layout.getVec(), layout.getPerPhase(), layout.getMaxPhase(), isRotating};
  SmallVector<int64_t> ctaShape = getCtaShape(shape, layout.getCgaLayout());
  return addCluster(makeSwizzled(ctaShape, layout.getOrder(), swizzle), shape,
                    layout.getCgaLayout());
}

/// The block that one bulk copy moves: `rows` of the swizzled width, all dimensions but
/// the inner one flattened into rows.
static LinearLayout makeCopyBlock(ArrayRef<int64_t> block, int32_t inner, const Swizzle &swizzle) {
  SmallVector<int32_t> outer;
  for (int32_t dim : getRowMajor(block.size()))
    if (dim != inner)
      outer.push_back(dim);
  int64_t rows = 1;
  for (int32_t dim : outer)
    rows *= block[dim];
  LinearLayout flat = makeSwizzled({rows, block[inner]}, {1, 0}, swizzle);

  // Columns stay, the rows fall apart into dimensions again, the last one fastest.
  Dimensions dims(block);
  SmallVector<LinearLayout::DimSize> outs{dims.sizes[inner]};
  for (int32_t dim : outer)
    outs.push_back(dims.sizes[dim]);
  return flat.transposeOuts({"dim1", "dim0"}).reshapeOuts(outs).transposeOuts(dims.names);
}

static LinearLayout convertNVMMA(ArrayRef<int64_t> shape, NVMMASharedEncodingAttr layout) {
  constexpr int64_t kMaxCopySize = 256; // along each dimension
  SmallVector<int64_t> ctaShape = getCtaShape(shape, layout.getCgaLayout()), block;
  for (int64_t size : ctaShape)
    block.push_back(std::min(size, kMaxCopySize));
  int64_t width = layout.getSwizzlingByteWidth();
  LinearLayout tile;
  if (width == 0) {
    SmallVector<int32_t> order = getRowMajor(shape.size());
    if (layout.getTransposed() && shape.size() > 1)
      std::swap(order[0], order[1]);
    tile = makeSwizzled(block, order, Swizzle());
  } else {
    // A line of 128 bytes has one phase, and after 8 lines all begins again.
    int32_t rank = shape.size(), inner = layout.getTransposed() ? rank - 2 : rank - 1;
    int64_t elementBits = layout.getElementBitWidth();
    block[inner] = std::min(ctaShape[inner], width * 8 / elementBits);
    tile = makeCopyBlock(block, inner, Swizzle{128 / elementBits, 128 / width, width / 16});
  }
  Dimensions dims(ctaShape);
  tile = layout::ensureLayoutNotSmallerThan(tile, dims.sizes, "offset");
  return addCluster(tile, shape, layout.getCgaLayout());
}

/// Bases that are given, fitted to another shape.
static LinearLayout fitBases(ArrayRef<int64_t> shape, const LinearLayout &layout) {
  Dimensions dims(shape);
  SmallVector<LinearLayout::DimSize> fastestFirst(llvm::reverse(dims.sizes));
  LinearLayout fitted = layout::ensureLayoutNotSmallerThan(layout, fastestFirst, "offset");
  return layout::ensureLayoutNotLargerThan(fitted, fastestFirst).transposeOuts(dims.names);
}

bool ttg::hasSharedLayout(ArrayRef<int64_t> shape, Attribute layout) {
  if (!isSharedLayout(layout) || isa<PartitionedSharedEncodingAttr>(layout) ||
      getLayoutRank(layout) != shape.size())
    return false;
  // What transposed means for more than two dimensions differs between Triton's versions.
  if (auto nvmma = dyn_cast<NVMMASharedEncodingAttr>(layout))
    if (nvmma.getFp4Padded() || (nvmma.getTransposed() && nvmma.getRank() > 2))
      return false;
  int bits = 0;
  for (int64_t size : shape) {
    if (size < 1 || !llvm::isPowerOf2_64(size))
      return false;
    bits += llvm::Log2_64(size);
  }
  return bits <= int(llvm::Log2_64(tt::TritonDialect::kMaxTensorElements));
}

LinearLayout ttg::toSharedLayout(ArrayRef<int64_t> shape, Attribute layout) {
  return llvm::TypeSwitch<Attribute, LinearLayout>(layout)
      .Case([&](SwizzledSharedEncodingAttr swizzled) {
        return convertSwizzled(shape, swizzled, /*isRotating=*/false);
      })
      .Case([&](AMDRotatingSharedEncodingAttr rotating) {
        return convertSwizzled(shape, rotating, /*isRotating=*/true);
      })
      .Case([&](NVMMASharedEncodingAttr nvmma) { return convertNVMMA(shape, nvmma); })
      .Case([&](PaddedSharedEncodingAttr padded) {
        return fitBases(shape, padded.getLinearComponent());
      })
      .Case([&](SharedLinearEncodingAttr linear) {
        return fitBases(shape, linear.getLinearLayout());
      });
}

std::optional<LinearLayout> ttg::toSharedLayout(MemDescType type) {
  ArrayRef<int64_t> buffer = getBufferShape(type);
  if (!hasSharedLayout(buffer, type.getEncoding()))
    return std::nullopt;
  return toSharedLayout(buffer, type.getEncoding());
}

ArrayRef<int64_t> ttg::getBufferShape(MemDescType type) {
  return type.getAllocShape().take_back(getLayoutRank(type.getEncoding()));
}

//===----------------------------------------------------------------------===//
// Views
//===----------------------------------------------------------------------===//

/// Position of each source dimension in the result.
static SmallVector<int32_t> invertOrder(ArrayRef<int32_t> order) {
  SmallVector<int32_t> position(order.size());
  for (auto [result, source] : llvm::enumerate(order))
    position[source] = result;
  return position;
}

template <typename AttrTy>
static Attribute transposeSwizzled(AttrTy layout, ArrayRef<int32_t> order) {
  SmallVector<int32_t> position = invertOrder(order);
  auto newOrder =
      llvm::map_to_vector(layout.getOrder(), [&](int32_t dim) { return position[dim]; });
  return AttrTy::get(layout.getContext(), layout.getVec(), layout.getPerPhase(),
                     layout.getMaxPhase(), newOrder,
                     transposeOutDims(layout.getCgaLayout(), order));
}

/// Only the two last dimensions can change places.
static Attribute transposeNVMMA(NVMMASharedEncodingAttr layout, ArrayRef<int32_t> order) {
  unsigned rank = order.size();
  if (llvm::is_sorted(order))
    return layout;
  bool isSwap = rank >= 2 && order[rank - 1] == int32_t(rank) - 2 &&
                order[rank - 2] == int32_t(rank) - 1 && llvm::is_sorted(order.drop_back(2));
  if (!isSwap)
    return {};
  return NVMMASharedEncodingAttr::get(layout.getContext(), layout.getSwizzlingByteWidth(),
                                      !layout.getTransposed(), layout.getElementBitWidth(),
                                      layout.getFp4Padded(), layout.getRank(),
                                      transposeOutDims(layout.getCgaLayout(), order));
}

Attribute ttg::transposeSharedLayout(Attribute layout, ArrayRef<int32_t> order) {
  MLIRContext *context = layout.getContext();
  return llvm::TypeSwitch<Attribute, Attribute>(layout)
      .Case<SwizzledSharedEncodingAttr, AMDRotatingSharedEncodingAttr>(
          [&](auto swizzled) { return transposeSwizzled(swizzled, order); })
      .Case([&](NVMMASharedEncodingAttr nvmma) { return transposeNVMMA(nvmma, order); })
      .Case([&](PaddedSharedEncodingAttr padded) {
        return PaddedSharedEncodingAttr::get(context, padded.getIntervals(), padded.getPaddings(),
                                             transposeOutDims(padded.getLinearComponent(), order));
      })
      .Case([&](SharedLinearEncodingAttr linear) {
        return SharedLinearEncodingAttr::get(
            context, transposeOutDims(linear.getLinearLayout(), order), linear.getAlignment());
      })
      .Default(Attribute());
}

Attribute ttg::reshapeSharedLayout(ArrayRef<int64_t> shape, Attribute layout,
                                   ArrayRef<int64_t> newShape) {
  if (!hasSharedLayout(shape, layout))
    return {};
  Dimensions from(shape), to(newShape);
  SmallVector<StringRef> reversed(llvm::reverse(from.names));
  SmallVector<LinearLayout::DimSize> newReversed(llvm::reverse(to.sizes));
  LinearLayout linear = toSharedLayout(shape, layout)
                            .transposeOuts(reversed)
                            .reshapeOuts(newReversed)
                            .transposeOuts(to.names);
  MLIRContext *context = layout.getContext();
  if (auto padded = dyn_cast<PaddedSharedEncodingAttr>(layout))
    return PaddedSharedEncodingAttr::get(context, padded.getIntervals(), padded.getPaddings(),
                                         linear);
  unsigned alignment = 16;
  if (auto nvmma = dyn_cast<NVMMASharedEncodingAttr>(layout))
    alignment = std::max(128u, 8 * nvmma.getSwizzlingByteWidth()); // where its swizzle begins
  if (auto given = dyn_cast<SharedLinearEncodingAttr>(layout))
    alignment = given.getAlignment();
  return SharedLinearEncodingAttr::get(context, linear, alignment);
}

bool ttg::areEquivalentSharedLayouts(ArrayRef<int64_t> shape, Attribute lhs, Attribute rhs) {
  if (lhs == rhs)
    return true;
  if (!hasSharedLayout(shape, lhs) || !hasSharedLayout(shape, rhs))
    return false;
  auto left = dyn_cast<PaddedSharedEncodingAttr>(lhs);
  auto right = dyn_cast<PaddedSharedEncodingAttr>(rhs);
  if (!left != !right || (left && (left.getIntervals() != right.getIntervals() ||
                                   left.getPaddings() != right.getPaddings())))
    return false;
  return toSharedLayout(shape, lhs) == toSharedLayout(shape, rhs);
}
