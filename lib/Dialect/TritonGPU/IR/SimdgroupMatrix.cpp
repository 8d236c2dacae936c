//===- SimdgroupMatrix.cpp - The layout of Apple's matrix units -----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A fragment's rows and columns are bits r0 r1 r2 and c0 c1 c2; the hardware says which of
// them a register or lane decides. A tensor's coordinate is made of them and of the number
// of the fragment among neighbours that interleave (g0 g1 …), lowest bit first:
//
//   result     n = c0 g0 g1 c1 c2 …      m = r0 r1 r2 …
//   operand 1  n = c0 g0 g1 c1 c2 …      k = h0 h1 r0 r1 r2 …
//   operand 0  k = h0 h1 c0 c1 c2 …      m = r0 r1 r2 …
//
// c0 (and with it what else of a row lies in registers) stays lowest along N, so that the
// registers of a result are in the order of memory. Along K both operands put fragments
// first: a lane then holds 2^h neighbours of a column of operand 1, and twice as many of a
// row of operand 0. Any order of K will do, as long as it is the same for both.
//
//===----------------------------------------------------------------------===//

#include "LayoutText.h"
#include "MatrixTiles.h"

#include "triton-metal/TargetInfo/TargetInfo.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

Attribute SimdgroupMatrixEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  unsigned size, columns;
  SmallVector<int32_t> warps;
  if (reader.parse() || reader.readUnsigned("size", size) ||
      reader.readNumbers("warpsPerCTA", warps) || reader.readUnsigned("columns", columns) ||
      reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<SimdgroupMatrixEncodingAttr>(reader.getLoc(), parser.getContext(), size,
                                                        ArrayRef(warps), columns);
}

void SimdgroupMatrixEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{size = " << getSize();
  printNumbers(printer, ", warpsPerCTA", getWarpsPerCTA());
  printer << ", columns = " << getColumns() << "}>";
}

/// Neighbours of a row that a lane holds of one fragment.
static unsigned countOwnColumns(const MatrixFragment &fragment) {
  unsigned count = 1;
  for (auto [row, column] : fragment.registerBases)
    count *= column != 0 ? 2 : 1;
  return count;
}

static const MatrixFragment &getFragment(unsigned size) {
  return *lookupFragment(size == 16 ? "mma_16x16" : "mma_8x8");
}

LogicalResult SimdgroupMatrixEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                                  unsigned size, ArrayRef<int32_t> warpsPerCTA,
                                                  unsigned columns) {
  if (size != 8 && size != 16)
    return emitError() << "size must be 8 or 16, found " << size;
  if (warpsPerCTA.size() != 2 && warpsPerCTA.size() != 3)
    return emitError() << "needs warps along 2 dimensions, or 3 with a batch; found "
                       << warpsPerCTA.size();
  if (failed(verifyPowers(emitError, "warpsPerCTA", warpsPerCTA, warpsPerCTA.size())))
    return failure();
  unsigned own = countOwnColumns(getFragment(size));
  if (!llvm::isPowerOf2_32(columns) || columns < own || columns > 32)
    return emitError() << "columns must be a power of two from " << own << " to 32, found "
                       << columns;
  int bits = 0;
  for (int32_t count : warpsPerCTA)
    bits += llvm::Log2_32(count);
  if (bits > 10)
    return emitError() << "has 2^" << bits << " warps; at most 2^10 are allowed";
  return success();
}

//===----------------------------------------------------------------------===//
// Tiles
//===----------------------------------------------------------------------===//

namespace {

/// What one bit of a fragment's row or column adds to a coordinate of the tensor.
struct Axis {
  int32_t dim;
  SmallVector<int32_t> bits;   // of the fragment's coordinate
  SmallVector<int32_t> groups; // of the number among interleaved fragments
};

} // namespace

/// Fragments in `count` groups; of the fragment's own bits the first `low` come before them.
static Axis makeAxis(int32_t dim, unsigned size, unsigned count, unsigned low) {
  Axis axis{dim, {}, {}};
  unsigned groupBits = llvm::Log2_32(count);
  for (unsigned bit = 0; bit < llvm::Log2_32(size); ++bit)
    axis.bits.push_back(1 << (bit < low ? bit : bit + groupBits));
  for (unsigned bit = 0; bit < groupBits; ++bit)
    axis.groups.push_back(1 << (bit + low));
  return axis;
}

/// The fragments that interleave, of one SIMD-group: registers of a fragment first, then
/// those along columns, then along rows.
static LinearLayout makeFragments(const MatrixFragment &fragment, const Axis &rows,
                                  const Axis &columns, const Dimensions &dims) {
  auto place = [&](int32_t row, int32_t column) {
    LinearLayout::Coordinates coordinates(dims.names.size(), 0);
    if (row != 0)
      coordinates[rows.dim] = rows.bits[llvm::Log2_32(row)];
    if (column != 0)
      coordinates[columns.dim] = columns.bits[llvm::Log2_32(column)];
    return coordinates;
  };
  auto group = [&](int32_t dim, int32_t value) {
    LinearLayout::Coordinates coordinates(dims.names.size(), 0);
    coordinates[dim] = value;
    return coordinates;
  };
  LinearLayout::InBases bases[] = {{"register", {}}, {"lane", {}}, {"warp", {}}};
  for (auto [row, column] : fragment.registerBases)
    bases[0].second.push_back(place(row, column));
  for (int32_t value : columns.groups)
    bases[0].second.push_back(group(columns.dim, value));
  for (int32_t value : rows.groups)
    bases[0].second.push_back(group(rows.dim, value));
  for (auto [row, column] : fragment.laneBases)
    bases[1].second.push_back(place(row, column));
  return LinearLayout(bases, dims.names);
}

/// SIMD-groups side by side, the last dimension fastest; along `k` copies.
static LinearLayout makeWarps(SimdgroupMatrixEncodingAttr matrix, const Dimensions &dims,
                              int32_t k = -1) {
  unsigned rank = matrix.getRank();
  return makeTile(matrix.getWarpsPerCTA(), makeOrder(rank, rank - 1), "warp", dims, k);
}

Tile ttg::getSimdgroupTile(SimdgroupMatrixEncodingAttr matrix, const Dimensions &dims) {
  const MatrixFragment &fragment = getFragment(matrix.getSize());
  unsigned own = countOwnColumns(fragment);
  int32_t m = matrix.getRank() - 2, n = matrix.getRank() - 1;
  Axis rows = makeAxis(m, fragment.size, 1, 0);
  Axis columns = makeAxis(n, fragment.size, matrix.getColumns() / own, llvm::Log2_32(own));
  return {makeFragments(fragment, rows, columns, dims) * makeWarps(matrix, dims),
          makeOrder(matrix.getRank(), n), LinearLayout()};
}

Tile ttg::getSimdgroupOperandTile(SimdgroupMatrixEncodingAttr matrix,
                                  DotOperandEncodingAttr operand, const Dimensions &dims) {
  const MatrixFragment &fragment = getFragment(matrix.getSize());
  unsigned own = countOwnColumns(fragment);
  int32_t first = matrix.getRank() - 2, last = matrix.getRank() - 1;
  int32_t k = getReductionDim(matrix.getRank(), operand);
  bool isLeft = operand.getOpIdx() == 0;
  Axis alongK = makeAxis(k, fragment.size, operand.getKWidth(), 0);
  Axis other = isLeft
                   ? makeAxis(first, fragment.size, 1, 0)
                   : makeAxis(last, fragment.size, matrix.getColumns() / own, llvm::Log2_32(own));
  LinearLayout fragments = isLeft ? makeFragments(fragment, other, alongK, dims)
                                  : makeFragments(fragment, alongK, other, dims);
  return {fragments * makeWarps(matrix, dims, k), makeOrder(matrix.getRank(), last),
          LinearLayout()};
}
