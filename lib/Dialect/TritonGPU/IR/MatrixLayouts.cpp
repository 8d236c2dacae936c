//===- MatrixLayouts.cpp - Text and rules of matrix layouts -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutText.h"
#include "MatrixTiles.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

/// Keeps the numbers of a linear layout within 32 bits; no GPU comes near.
static LogicalResult verifySize(function_ref<InFlightDiagnostic()> emitError,
                                std::initializer_list<ArrayRef<int32_t>> lists) {
  int bits = 0;
  for (ArrayRef<int32_t> numbers : lists)
    for (int32_t number : numbers)
      bits += llvm::Log2_32(number);
  if (bits <= LinearLayout::kMaxSizeLog2)
    return success();
  return emitError() << "makes a tile of 2^" << bits << " elements; at most 2^"
                     << LinearLayout::kMaxSizeLog2 << " are allowed";
}

static LogicalResult verifyRank(function_ref<InFlightDiagnostic()> emitError, size_t rank) {
  if (rank == 2 || rank == 3)
    return success();
  return emitError() << "needs warps along 2 dimensions, or 3 with a batch; found " << rank;
}

/// Checks what all have: a rank of 2 or 3, powers of two, a cluster of that rank.
static LogicalResult verifyWarps(function_ref<InFlightDiagnostic()> emitError,
                                 ArrayRef<int32_t> warpsPerCTA, const LinearLayout &cluster) {
  unsigned rank = warpsPerCTA.size();
  if (failed(verifyRank(emitError, rank)))
    return failure();
  if (failed(verifyPowers(emitError, "warpsPerCTA", warpsPerCTA, rank)))
    return failure();
  return verifyCluster(emitError, cluster, rank);
}

//===----------------------------------------------------------------------===//
// NVIDIA
//===----------------------------------------------------------------------===//

Attribute NvidiaMmaEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  unsigned major, minor;
  SmallVector<int32_t> warps, shape;
  LinearLayout cluster;
  if (reader.parse() || reader.readUnsigned("versionMajor", major) ||
      reader.readUnsigned("versionMinor", minor) || reader.readNumbers("warpsPerCTA", warps) ||
      reader.readCluster(warps.size(), cluster) || reader.readNumbers("instrShape", shape) ||
      reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<NvidiaMmaEncodingAttr>(reader.getLoc(), parser.getContext(), major,
                                                  minor, ArrayRef(warps), cluster, ArrayRef(shape));
}

void NvidiaMmaEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{versionMajor = " << getVersionMajor() << ", versionMinor = " << getVersionMinor();
  printNumbers(printer, ", warpsPerCTA", getWarpsPerCTA());
  printCluster(printer, getCgaLayout());
  printNumbers(printer, ", instrShape", getInstrShape());
  printer << "}>";
}

LogicalResult NvidiaMmaEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                            unsigned versionMajor, unsigned versionMinor,
                                            ArrayRef<int32_t> warpsPerCTA, LinearLayout cluster,
                                            ArrayRef<int32_t> instrShape) {
  if (versionMajor != 2 && versionMajor != 3)
    return emitError() << "versionMajor must be 2 or 3, found " << versionMajor;
  if (failed(verifyWarps(emitError, warpsPerCTA, cluster)))
    return failure();
  unsigned rank = warpsPerCTA.size();
  if (versionMajor == 3 && rank != 2)
    return emitError() << "version 3 works on tensors of rank 2, found " << rank;
  if (failed(verifyPowers(emitError, "instrShape", instrShape, versionMajor == 3 ? 3 : rank)))
    return failure();
  unsigned m = rank - 2, n = rank - 1;
  if (instrShape[m] < 8 || instrShape[n] < 8 || (rank == 3 && instrShape[0] != 1))
    return emitError() << "instrShape must be 8 or more in M and N, and 1 for a batch; found ["
                       << instrShape << "]";
  return verifySize(emitError, {warpsPerCTA, instrShape});
}

//===----------------------------------------------------------------------===//
// AMD, CDNA
//===----------------------------------------------------------------------===//

/// `version`, or `versionMajor` and `versionMinor` up to 3.4.
static ParseResult readVersion(DictionaryReader &reader, unsigned &version) {
  if (!reader.get("versionMajor"))
    return reader.readUnsigned("version", version);
  unsigned minor;
  return failure(reader.readUnsigned("versionMajor", version) ||
                 reader.readUnsigned("versionMinor", minor));
}

/// `elementBitWidth`, or the type itself in 3.5.
static ParseResult readElementWidth(DictionaryReader &reader, unsigned &width) {
  if (!reader.get("elementType"))
    return reader.readOptionalUnsigned("elementBitWidth", width);
  auto type = dyn_cast<TypeAttr>(reader.get("elementType"));
  if (!type || !type.getValue().isIntOrFloat())
    return reader.emitError() << "needs a type for 'elementType'";
  width = type.getValue().getIntOrFloatBitWidth();
  return success();
}

Attribute AMDMfmaEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  unsigned version, width = 32;
  bool isTransposed;
  SmallVector<int32_t> warps, shape;
  LinearLayout cluster;
  if (reader.parse() || readVersion(reader, version) || reader.readNumbers("warpsPerCTA", warps) ||
      reader.readNumbers("instrShape", shape) || reader.readBool("isTransposed", isTransposed) ||
      reader.readCluster(warps.size(), cluster))
    return {};
  SmallVector<int32_t> tiles(warps.size(), 1);
  if (reader.readOptionalNumbers("tilesPerWarp", tiles) || readElementWidth(reader, width) ||
      reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<AMDMfmaEncodingAttr>(reader.getLoc(), parser.getContext(), version,
                                                ArrayRef(warps), ArrayRef(shape), isTransposed,
                                                cluster, ArrayRef(tiles), width);
}

void AMDMfmaEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{version = " << getVersion();
  printNumbers(printer, ", warpsPerCTA", getWarpsPerCTA());
  printNumbers(printer, ", instrShape", getInstrShape());
  printer << ", isTransposed = " << (getIsTransposed() ? "true" : "false");
  printCluster(printer, getCgaLayout());
  if (!llvm::all_of(getTilesPerWarp(), [](int32_t tiles) { return tiles == 1; }))
    printNumbers(printer, ", tilesPerWarp", getTilesPerWarp());
  if (getElementBitWidth() != 32)
    printer << ", elementBitWidth = " << getElementBitWidth();
  printer << "}>";
}

LogicalResult AMDMfmaEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                          unsigned version, ArrayRef<int32_t> warpsPerCTA,
                                          ArrayRef<int32_t> instrShape, bool isTransposed,
                                          LinearLayout cluster, ArrayRef<int32_t> tilesPerWarp,
                                          unsigned elementBitWidth) {
  if (version > 4)
    return emitError() << "version must be 0 to 4, found " << version;
  if (failed(verifyWarps(emitError, warpsPerCTA, cluster)) ||
      failed(verifyPowers(emitError, "tilesPerWarp", tilesPerWarp, warpsPerCTA.size())))
    return failure();
  if (instrShape.size() != 2 && instrShape.size() != 3)
    return emitError() << "instrShape must be M, N and K, found [" << instrShape << "]";
  std::pair<int32_t, int32_t> tile(instrShape[0], instrShape[1]);
  if (!llvm::is_contained<std::pair<int32_t, int32_t>>({{32, 32}, {16, 16}, {64, 4}, {4, 64}},
                                                       tile))
    return emitError() << "instrShape must be 32x32, 16x16, 64x4 or 4x64 in M and N, found ["
                       << instrShape << "]";
  if (elementBitWidth != 32 && elementBitWidth != 64)
    return emitError() << "elementBitWidth must be 32 or 64, found " << elementBitWidth;
  return verifySize(emitError, {warpsPerCTA, tilesPerWarp, instrShape.take_front(2)});
}

//===----------------------------------------------------------------------===//
// AMD, RDNA
//===----------------------------------------------------------------------===//

/// `ctaLayout = {register = […], warp = […]}` from 3.7 on, `warpsPerCTA` and
/// `tilesPerWarp` before.
static ParseResult readCtaLayout(DictionaryReader &reader, LinearLayout &layout) {
  if (Attribute nested = reader.get("ctaLayout")) {
    auto dictionary = dyn_cast<DictionaryAttr>(nested);
    if (!dictionary)
      return reader.emitError() << "needs a dictionary for 'ctaLayout'";
    DictionaryReader inner(reader, dictionary);
    LinearLayout::InBases inputs[] = {{"register", {}}, {"warp", {}}};
    if (inner.readOptionalBases("register", inputs[0].second) ||
        inner.readBases("warp", inputs[1].second) || inner.refuseUnknownKeys() ||
        inner.makeLayout(inputs, layout))
      return failure();
    if (layout.getNumOutDims() == 0) // one warp with one tile
      layout = makeTileGrid({1, 1}, {1, 1});
    return success();
  }
  SmallVector<int32_t> warps;
  if (reader.readNumbers("warpsPerCTA", warps))
    return failure();
  SmallVector<int32_t> tiles(warps.size(), 1);
  if (reader.readOptionalNumbers("tilesPerWarp", tiles))
    return failure();
  auto report = [&] { return reader.emitError(); };
  if (verifyRank(report, warps.size()).failed() ||
      verifyPowers(report, "warpsPerCTA", warps, warps.size()).failed() ||
      verifyPowers(report, "tilesPerWarp", tiles, warps.size()).failed())
    return failure();
  if (verifySize(report, {tiles, warps}).failed())
    return failure();
  layout = makeTileGrid(tiles, warps);
  return success();
}

Attribute AMDWmmaEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  unsigned version;
  bool isTranspose = false;
  LinearLayout ctaLayout, cluster;
  SmallVector<int32_t> shape{16, 16, 16};
  if (reader.parse() || reader.readUnsigned("version", version) ||
      reader.readOptionalBool("isTranspose", isTranspose) || readCtaLayout(reader, ctaLayout) ||
      reader.readCluster(ctaLayout.getNumOutDims(), cluster) ||
      reader.readOptionalNumbers("instrShape", shape) || reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<AMDWmmaEncodingAttr>(reader.getLoc(), parser.getContext(), version,
                                                isTranspose, ctaLayout, cluster, ArrayRef(shape));
}

void AMDWmmaEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{version = " << getVersion()
          << ", isTranspose = " << (getIsTranspose() ? "true" : "false");
  const LinearLayout &grid = getCtaLayout();
  SmallVector<int32_t> tiles = countAlong(grid, "register"), warps = countAlong(grid, "warp");
  if (makeTileGrid(tiles, warps) == grid) {
    printNumbers(printer, ", warpsPerCTA", warps);
    printCluster(printer, getCgaLayout());
    if (!llvm::all_of(tiles, [](int32_t count) { return count == 1; }))
      printNumbers(printer, ", tilesPerWarp", tiles);
  } else {
    printer << ", ctaLayout = {";
    if (grid.getInDimSizeLog2("register") != 0) {
      printBases(printer, "register", grid);
      printer << ", ";
    }
    printBases(printer, "warp", grid);
    printer << "}";
    printCluster(printer, getCgaLayout());
  }
  if (getInstrShape() != ArrayRef<int32_t>{16, 16, 16})
    printNumbers(printer, ", instrShape", getInstrShape());
  printer << "}>";
}

LogicalResult AMDWmmaEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                          unsigned version, bool isTranspose,
                                          LinearLayout ctaLayout, LinearLayout cluster,
                                          ArrayRef<int32_t> instrShape) {
  if (version < 1 || version > 3)
    return emitError() << "version must be 1, 2 or 3, found " << version;
  unsigned rank = ctaLayout.getNumOutDims();
  if (failed(verifyRank(emitError, rank)) || failed(verifyPermutation(emitError, ctaLayout)) ||
      failed(verifySurjective(emitError, ctaLayout)) ||
      failed(verifyPowers(emitError, "instrShape", instrShape, 3)))
    return failure();
  if (ctaLayout.getTotalInDimSizeLog2() > 20)
    return emitError() << "has 2^" << ctaLayout.getTotalInDimSizeLog2()
                       << " tiles; at most 2^20 are allowed";
  if (instrShape[0] != 16 || instrShape[1] != 16)
    return emitError() << "instrShape must be 16x16 in M and N, found [" << instrShape << "]";
  return verifyCluster(emitError, cluster, rank);
}
