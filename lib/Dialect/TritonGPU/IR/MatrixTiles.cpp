//===- MatrixTiles.cpp - Which thread holds what of a matrix tile ---------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Each instruction has a fixed map from lanes and registers to the elements of its tile,
// from the vendors' instruction manuals. For example, NVIDIA's m16n8 result:
//
//   register = [[0, 1], [8, 0]]   lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]]
//
// Register 3 of lane 5 = 0b00101 holds row 1 + 8, column 2 + 1.
//
//===----------------------------------------------------------------------===//

#include "MatrixTiles.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

LinearLayout ttg::makeTile(ArrayRef<int32_t> counts, ArrayRef<int32_t> order, StringRef inDim,
                           const Dimensions &dims, int32_t k) {
  LinearLayout tile;
  for (int32_t dim : order)
    tile *= dim == k ? LinearLayout::zeros1D(counts[dim], inDim, dims.names[dim])
                     : LinearLayout::identity1D(counts[dim], inDim, dims.names[dim]);
  return tile;
}

int32_t ttg::getReductionDim(unsigned rank, DotOperandEncodingAttr dotOperand) {
  return dotOperand.getOpIdx() == 0 ? rank - 1 : rank - 2;
}

LinearLayout ttg::zeroAlong(const LinearLayout &layout, int32_t k) {
  SmallVector<LinearLayout::DimSize> outs = layout.getOutDims();
  if (outs.empty())
    return layout;
  outs[k].second = 1;
  return layout::ensureLayoutNotLargerThan(layout, outs);
}

bool ttg::isMatrixLayout(Attribute layout) {
  return isa_and_present<SimdgroupMatrixEncodingAttr, NvidiaMmaEncodingAttr, AMDMfmaEncodingAttr,
                         AMDWmmaEncodingAttr>(layout);
}

SmallVector<int32_t> ttg::makeOrder(unsigned rank, int32_t first) {
  SmallVector<int32_t> order{first};
  for (unsigned dim = rank; dim-- > 0;)
    if (int32_t(dim) != first)
      order.push_back(dim);
  return order;
}

/// All dimensions with size 1, so that every tile has each of them, and each input.
static LinearLayout makeUnit(const Dimensions &dims) {
  LinearLayout unit;
  for (StringRef input : {"register", "lane", "warp"})
    for (StringRef name : dims.names)
      unit *= LinearLayout::identity1D(1, input, name);
  return unit;
}

namespace {

/// Puts pieces around a tile: `tile.along("lane", m, 8)` is 8 lanes along dimension m.
struct TileBuilder {
  explicit TileBuilder(const Dimensions &dims) : dims(dims), layout(makeUnit(dims)) {}

  TileBuilder &along(StringRef input, int32_t dim, int32_t count) {
    layout *= LinearLayout::identity1D(count, input, dims.names[dim]);
    return *this;
  }
  TileBuilder &copies(StringRef input, int32_t count) {
    layout *= LinearLayout::zeros1D(count, input, dims.names[0]);
    return *this;
  }

  const Dimensions &dims;
  LinearLayout layout;
};

} // namespace

//===----------------------------------------------------------------------===//
// NVIDIA
//===----------------------------------------------------------------------===//

/// A quad of lanes holds `width` neighbours each along `inner`, 8 quads stand along
/// `outer`; more registers make it `outerSize` x `innerSize`.
static LinearLayout makeQuads(const Dimensions &dims, int32_t inner, int32_t innerSize,
                              int32_t outer, int32_t outerSize, int32_t width) {
  return TileBuilder(dims)
      .along("register", inner, width)
      .along("lane", inner, 4)
      .along("lane", outer, 8)
      .along("register", outer, outerSize / 8)
      .along("register", inner, std::max(innerSize / (4 * width), 1))
      .layout;
}

/// Warps along the rows first for wgmma, along the columns for mma.
static LinearLayout makeWarps(NvidiaMmaEncodingAttr mma, const Dimensions &dims, int32_t k = -1) {
  unsigned rank = mma.getRank();
  return makeTile(mma.getWarpsPerCTA(), makeOrder(rank, mma.isWgmma() ? rank - 2 : rank - 1),
                  "warp", dims, k);
}

static Tile getTile(NvidiaMmaEncodingAttr mma, const Dimensions &dims) {
  int32_t m = mma.getRank() - 2, n = mma.getRank() - 1;
  // The two columns that a lane holds are one 32-bit register of two halves.
  LinearLayout tile = makeQuads(dims, n, mma.getInstrShape()[mma.isWgmma() ? 1 : n], m,
                                mma.getInstrShape()[mma.isWgmma() ? 0 : m], /*width=*/2);
  return {tile * makeWarps(mma, dims), makeOrder(mma.getRank(), n), mma.getCgaLayout()};
}

static Tile getOperandTile(NvidiaMmaEncodingAttr mma, DotOperandEncodingAttr operand,
                           const Dimensions &dims) {
  unsigned rank = mma.getRank();
  int32_t k = getReductionDim(rank, operand), other = operand.getOpIdx() == 0 ? rank - 2 : rank - 1;
  int32_t width = operand.getKWidth();
  LinearLayout tile = makeQuads(dims, k, 8 * width, other, operand.getOpIdx() == 0 ? 16 : 8, width);
  return {tile * makeWarps(mma, dims, k), makeOrder(rank, k), zeroAlong(mma.getCgaLayout(), k)};
}

//===----------------------------------------------------------------------===//
// AMD, CDNA
//===----------------------------------------------------------------------===//

static constexpr int32_t kMfmaLanes = 64;

static Tile getTile(AMDMfmaEncodingAttr mfma, const Dimensions &dims) {
  int32_t m = mfma.getRank() - 2, n = mfma.getRank() - 1;
  // The transposed result is that of the swapped operands.
  int32_t rows = m, columns = n;
  if (mfma.getIsTransposed())
    std::swap(rows, columns);
  auto sizeOf = [&](int32_t dim) { return mfma.getInstrShape()[dim == m ? 0 : 1]; };
  int32_t height = mfma.getElementBitWidth() == 64 ? 1 : 4;
  int32_t tiles = sizeOf(m) * sizeOf(n) / (kMfmaLanes * height);
  LinearLayout tile = TileBuilder(dims)
                          .along("register", rows, height)
                          .along("lane", columns, sizeOf(columns))
                          .along("lane", rows, kMfmaLanes / sizeOf(columns))
                          .along("register", rows, std::max(tiles, 1))
                          .layout;
  SmallVector<int32_t> order = makeOrder(mfma.getRank(), n);
  return {tile * makeTile(mfma.getTilesPerWarp(), order, "register", dims) *
              makeTile(mfma.getWarpsPerCTA(), order, "warp", dims),
          order, mfma.getCgaLayout()};
}

static Tile getOperandTile(AMDMfmaEncodingAttr mfma, DotOperandEncodingAttr operand,
                           const Dimensions &dims) {
  unsigned rank = mfma.getRank();
  int32_t k = getReductionDim(rank, operand), other = operand.getOpIdx() == 0 ? rank - 2 : rank - 1;
  int32_t size = mfma.getInstrShape()[operand.getOpIdx()];
  int32_t lanesAlongK = kMfmaLanes / size, width = operand.getKWidth();
  LinearLayout tile =
      TileBuilder(dims)
          .along("register", k, width)
          .along("lane", other, size)
          .along("lane", k, lanesAlongK)
          .along("register", k, std::max(dims.sizes[k].second / (lanesAlongK * width), 1))
          .along("register", other, mfma.getTilesPerWarp()[other])
          .layout;
  return {tile * makeTile(mfma.getWarpsPerCTA(), makeOrder(rank, rank - 1), "warp", dims, k),
          makeOrder(rank, k), zeroAlong(mfma.getCgaLayout(), k)};
}

//===----------------------------------------------------------------------===//
// AMD, RDNA
//===----------------------------------------------------------------------===//

LinearLayout ttg::makeTileGrid(ArrayRef<int32_t> tilesPerWarp, ArrayRef<int32_t> warpsPerCTA) {
  Dimensions dims(SmallVector<int64_t>(warpsPerCTA.size(), 1));
  if (dims.names.empty())
    return LinearLayout();
  SmallVector<int32_t> order = makeOrder(dims.names.size(), dims.names.size() - 1);
  LinearLayout grid =
      makeTile(tilesPerWarp, order, "register", dims) * makeTile(warpsPerCTA, order, "warp", dims);
  return grid.transposeOuts(dims.names);
}

SmallVector<int32_t> ttg::countAlong(const LinearLayout &grid, StringRef inDim) {
  SmallVector<int32_t> counts(grid.getNumOutDims(), 1);
  for (int bit = 0, bits = grid.getInDimSizeLog2(inDim); bit < bits; ++bit)
    for (auto [count, coordinate] : llvm::zip(counts, grid.getBasis(inDim, bit)))
      if (coordinate != 0)
        count *= 2;
  return counts;
}

static Tile getTile(AMDWmmaEncodingAttr wmma, const Dimensions &dims) {
  int32_t rank = wmma.getRank(), rows = rank - 2, columns = rank - 1;
  if (wmma.getIsTranspose())
    std::swap(rows, columns);
  TileBuilder tile(dims);
  // The two halves of a warp hold alternate rows in version 1, the upper and lower half
  // of the tile from then on.
  if (wmma.getVersion() == 1)
    tile.along("lane", columns, 16).along("lane", rows, 2).along("register", rows, 8);
  else
    tile.along("register", rows, 8).along("lane", columns, 16).along("lane", rows, 2);
  return {tile.layout * wmma.getCtaLayout(), makeOrder(rank, rank - 1), wmma.getCgaLayout()};
}

static Tile getOperandTile(AMDWmmaEncodingAttr wmma, DotOperandEncodingAttr operand,
                           const Dimensions &dims) {
  int32_t rank = wmma.getRank();
  int32_t k = getReductionDim(rank, operand), other = operand.getOpIdx() == 0 ? rank - 2 : rank - 1;
  int32_t width = operand.getKWidth();
  int32_t lanesAlongK = wmma.getVersion() == 1 ? 1 : 2;
  TileBuilder tile(dims);
  tile.along("register", k, width).along("lane", other, 16);
  if (lanesAlongK == 1)
    tile.copies("lane", 2); // both halves of the warp hold all of K
  tile.along("lane", k, lanesAlongK);
  tile.along("register", k, std::max(dims.sizes[k].second / (lanesAlongK * width), 1));
  LinearLayout grid = zeroAlong(wmma.getCtaLayout(), k);
  // Tiles of a warp side by side along K are copies of one: the registers go.
  return {tile.layout * grid.removeZeroBasesAlongDim("register"), makeOrder(rank, k),
          zeroAlong(wmma.getCgaLayout(), k)};
}

//===----------------------------------------------------------------------===//
// All
//===----------------------------------------------------------------------===//

Tile ttg::getMatrixTile(Attribute layout, const Dimensions &dims) {
  if (auto matrix = dyn_cast<SimdgroupMatrixEncodingAttr>(layout))
    return getSimdgroupTile(matrix, dims);
  if (auto mma = dyn_cast<NvidiaMmaEncodingAttr>(layout))
    return getTile(mma, dims);
  if (auto mfma = dyn_cast<AMDMfmaEncodingAttr>(layout))
    return getTile(mfma, dims);
  return getTile(cast<AMDWmmaEncodingAttr>(layout), dims);
}

Tile ttg::getMatrixOperandTile(DotOperandEncodingAttr operand, const Dimensions &dims) {
  Attribute parent = operand.getParent();
  if (auto matrix = dyn_cast<SimdgroupMatrixEncodingAttr>(parent))
    return getSimdgroupOperandTile(matrix, operand, dims);
  if (auto mma = dyn_cast<NvidiaMmaEncodingAttr>(parent))
    return getOperandTile(mma, operand, dims);
  if (auto mfma = dyn_cast<AMDMfmaEncodingAttr>(parent))
    return getOperandTile(mfma, operand, dims);
  return getOperandTile(cast<AMDWmmaEncodingAttr>(parent), operand, dims);
}
