//===- SharedLayouts.cpp - Text and rules of layouts in memory --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutText.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

//===----------------------------------------------------------------------===//
// Swizzled
//===----------------------------------------------------------------------===//

namespace {

/// What `swizzled_shared`, `amd_rotating_shared` and the old `shared` say.
struct Swizzle {
  unsigned vec, perPhase, maxPhase;
  SmallVector<int32_t> order;
  LinearLayout cluster;

  ParseResult read(DictionaryReader &reader) {
    return failure(reader.readUnsigned("vec", vec) || reader.readUnsigned("perPhase", perPhase) ||
                   reader.readUnsigned("maxPhase", maxPhase) ||
                   reader.readNumbers("order", order) || reader.readCluster(order.size(), cluster));
  }
};

} // namespace

template <typename AttrTy>
static Attribute parseSwizzled(AsmParser &parser) {
  DictionaryReader reader(parser);
  Swizzle swizzle;
  if (reader.parse() || swizzle.read(reader) || reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<AttrTy>(reader.getLoc(), parser.getContext(), swizzle.vec,
                                   swizzle.perPhase, swizzle.maxPhase, ArrayRef(swizzle.order),
                                   swizzle.cluster);
}

template <typename AttrTy>
static void printSwizzled(AsmPrinter &printer, AttrTy layout) {
  printer << "<{vec = " << layout.getVec() << ", perPhase = " << layout.getPerPhase()
          << ", maxPhase = " << layout.getMaxPhase();
  printNumbers(printer, ", order", layout.getOrder());
  printCluster(printer, layout.getCgaLayout());
  printer << "}>";
}

static LogicalResult verifySwizzled(function_ref<InFlightDiagnostic()> emitError, unsigned vec,
                                    unsigned perPhase, unsigned maxPhase, ArrayRef<int32_t> order,
                                    const LinearLayout &cluster) {
  if (failed(verifyPowers(emitError, "vec", int32_t(vec), 1)) ||
      failed(verifyPowers(emitError, "perPhase", int32_t(perPhase), 1)) ||
      failed(verifyPowers(emitError, "maxPhase", int32_t(maxPhase), 1)) ||
      failed(verifyOrder(emitError, order)))
    return failure();
  return verifyCluster(emitError, cluster, order.size());
}

Attribute SwizzledSharedEncodingAttr::parse(AsmParser &parser, Type) {
  return parseSwizzled<SwizzledSharedEncodingAttr>(parser);
}

void SwizzledSharedEncodingAttr::print(AsmPrinter &printer) const { printSwizzled(printer, *this); }

LogicalResult SwizzledSharedEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                                 unsigned vec, unsigned perPhase, unsigned maxPhase,
                                                 ArrayRef<int32_t> order, LinearLayout cluster) {
  return verifySwizzled(emitError, vec, perPhase, maxPhase, order, cluster);
}

Attribute AMDRotatingSharedEncodingAttr::parse(AsmParser &parser, Type) {
  return parseSwizzled<AMDRotatingSharedEncodingAttr>(parser);
}

void AMDRotatingSharedEncodingAttr::print(AsmPrinter &printer) const {
  printSwizzled(printer, *this);
}

LogicalResult AMDRotatingSharedEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                                    unsigned vec, unsigned perPhase,
                                                    unsigned maxPhase, ArrayRef<int32_t> order,
                                                    LinearLayout cluster) {
  return verifySwizzled(emitError, vec, perPhase, maxPhase, order, cluster);
}

/// A piece of `vec` elements is 16 bytes in the layout of wgmma, a row `maxPhase` pieces.
Attribute ttg::parseOldSharedLayout(AsmParser &parser) {
  DictionaryReader reader(parser);
  Swizzle swizzle;
  bool hasLeadingOffset = false;
  if (reader.parse() || swizzle.read(reader) ||
      reader.readOptionalBool("hasLeadingOffset", hasLeadingOffset) || reader.refuseUnknownKeys())
    return {};
  if (!hasLeadingOffset)
    return parser.getChecked<SwizzledSharedEncodingAttr>(
        reader.getLoc(), parser.getContext(), swizzle.vec, swizzle.perPhase, swizzle.maxPhase,
        ArrayRef(swizzle.order), swizzle.cluster);
  if (swizzle.vec == 0 || swizzle.vec > 128 || swizzle.order.empty()) {
    reader.emitError() << "has a leading offset but no pieces of 16 bytes: vec = " << swizzle.vec;
    return {};
  }
  unsigned rank = swizzle.order.size();
  return parser.getChecked<NVMMASharedEncodingAttr>(
      reader.getLoc(), parser.getContext(),
      swizzle.maxPhase == 1 ? 0u : 16 * std::min(swizzle.maxPhase, 1024u),
      /*transposed=*/rank > 1 && swizzle.order[0] == int32_t(rank) - 2, 128 / swizzle.vec,
      /*fp4Padded=*/false, rank, swizzle.cluster);
}

//===----------------------------------------------------------------------===//
// NVIDIA
//===----------------------------------------------------------------------===//

Attribute NVMMASharedEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  unsigned width, elementBits, rank = 2;
  bool transposed, fp4Padded = false;
  LinearLayout cluster;
  if (reader.parse() || reader.readUnsigned("swizzlingByteWidth", width) ||
      reader.readBool("transposed", transposed) ||
      reader.readUnsigned("elementBitWidth", elementBits) ||
      reader.readOptionalBool("fp4Padded", fp4Padded))
    return {};
  // A cluster's bases tell the rank as well.
  if (auto bases = dyn_cast_if_present<ArrayAttr>(reader.get("CGALayout")); bases && !bases.empty())
    if (auto basis = dyn_cast<ArrayAttr>(bases[0]))
      rank = basis.size();
  if (auto counts = dyn_cast_if_present<ArrayAttr>(reader.get("CTAsPerCGA")))
    rank = counts.size();
  if (reader.readOptionalUnsigned("rank", rank))
    return {};
  if (rank == 0 || rank > kMaxRank) {
    reader.emitError() << "rank must be 1 to " << kMaxRank << ", found " << rank;
    return {};
  }
  if (reader.readCluster(rank, cluster) || reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<NVMMASharedEncodingAttr>(reader.getLoc(), parser.getContext(), width,
                                                    transposed, elementBits, fp4Padded, rank,
                                                    cluster);
}

void NVMMASharedEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{swizzlingByteWidth = " << getSwizzlingByteWidth()
          << ", transposed = " << (getTransposed() ? "true" : "false")
          << ", elementBitWidth = " << getElementBitWidth();
  if (getFp4Padded())
    printer << ", fp4Padded = true";
  if (getCgaLayout().getNumInDims() == 0 && getRank() != 2)
    printer << ", rank = " << getRank();
  printCluster(printer, getCgaLayout());
  printer << "}>";
}

LogicalResult NVMMASharedEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                              unsigned swizzlingByteWidth, bool transposed,
                                              unsigned elementBitWidth, bool fp4Padded,
                                              unsigned rank, LinearLayout cluster) {
  if (!llvm::is_contained({0, 32, 64, 128}, int(swizzlingByteWidth)))
    return emitError() << "swizzlingByteWidth must be 0, 32, 64 or 128, found "
                       << swizzlingByteWidth;
  if (!llvm::is_contained({8, 16, 32, 64}, int(elementBitWidth)))
    return emitError() << "elementBitWidth must be 8, 16, 32 or 64, found " << elementBitWidth;
  if (rank == 1 && swizzlingByteWidth != 0)
    return emitError() << "swizzlingByteWidth must be 0 with rank 1, found " << swizzlingByteWidth;
  return verifyCluster(emitError, cluster, rank);
}

//===----------------------------------------------------------------------===//
// Padded
//===----------------------------------------------------------------------===//

/// Elements in the `order` of dimensions, and the CTAs of a cluster above them.
static LinearLayout makeOrdered(ArrayRef<int32_t> shape, ArrayRef<int32_t> order,
                                const LinearLayout &cluster) {
  SmallVector<std::string> names;
  for (unsigned dim = 0; dim < shape.size(); ++dim)
    names.push_back(getDimName(dim));
  LinearLayout layout;
  for (int32_t dim : order) {
    int32_t ctas = cluster.getNumInDims() ? cluster.getOutDimSize(names[dim]) : 1;
    layout *= LinearLayout::identity1D(std::max(shape[dim] / ctas, 1), "offset", names[dim]);
  }
  if (cluster.getNumInDims())
    layout *= cluster;
  return layout.transposeOuts(SmallVector<StringRef>(names.begin(), names.end()));
}

/// `order` and `shape`, or `offset` and `block`.
static ParseResult readLinearComponent(DictionaryReader &reader, LinearLayout &layout) {
  if (!reader.get("order")) {
    LinearLayout::InBases inputs[] = {{"offset", {}}, {"block", {}}};
    return failure(reader.readBases("offset", inputs[0].second) ||
                   reader.readOptionalBases("block", inputs[1].second) ||
                   reader.makeLayout(inputs, layout));
  }
  SmallVector<int32_t> order, shape;
  LinearLayout cluster;
  if (reader.readNumbers("order", order) || reader.readNumbers("shape", shape) ||
      reader.readCluster(order.size(), cluster))
    return failure();
  auto report = [&] { return reader.emitError(); };
  if (verifyPowers(report, "shape", shape, order.size()).failed() ||
      verifyOrder(report, order).failed() || verifyCluster(report, cluster, order.size()).failed())
    return failure();
  int bits = 0;
  for (int32_t size : shape)
    bits += llvm::Log2_32(size);
  if (bits > LinearLayout::kMaxSizeLog2 - 10)
    return reader.emitError() << "shape has 2^" << bits << " elements; at most "
                              << tt::TritonDialect::kMaxTensorElements << " are allowed";
  layout = makeOrdered(shape, order, cluster);
  return success();
}

/// `<[32:+4, 128:+8] {…}>`
Attribute PaddedSharedEncodingAttr::parse(AsmParser &parser, Type) {
  SmallVector<int32_t> intervals, paddings;
  auto parsePair = [&]() -> ParseResult {
    return failure(parser.parseInteger(intervals.emplace_back()) || parser.parseColon() ||
                   parser.parsePlus() || parser.parseInteger(paddings.emplace_back()));
  };
  if (parser.parseLess() || parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parsePair))
    return {};
  DictionaryReader reader(parser);
  LinearLayout layout;
  if (reader.parseDictionary() || readLinearComponent(reader, layout) ||
      reader.refuseUnknownKeys() || parser.parseGreater())
    return {};
  return parser.getChecked<PaddedSharedEncodingAttr>(
      reader.getLoc(), parser.getContext(), ArrayRef(intervals), ArrayRef(paddings), layout);
}

/// The order of dimensions in which the places of a single CTA run, if there is one.
static SmallVector<int32_t> findOrder(const LinearLayout &layout) {
  SmallVector<int32_t> order;
  for (int bit = 0, bits = layout.getInDimSizeLog2("offset"); bit < bits; ++bit)
    for (auto [dim, coordinate] : llvm::enumerate(layout.getBasis("offset", bit)))
      if (coordinate != 0 && !llvm::is_contained(order, int32_t(dim)))
        order.push_back(dim);
  // Dimensions of size 1 come last, the inner ones first.
  for (unsigned dim = layout.getNumOutDims(); dim-- > 0;)
    if (!llvm::is_contained(order, int32_t(dim)))
      order.push_back(dim);
  return order;
}

void PaddedSharedEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<[";
  for (size_t i = 0; i < getIntervals().size(); ++i)
    printer << (i ? ", " : "") << getIntervals()[i] << ":+" << getPaddings()[i];
  printer << "] {";
  const LinearLayout &layout = getLinearComponent();
  SmallVector<int32_t> order = findOrder(layout), shape;
  for (auto &[name, size] : layout.getOutDims())
    shape.push_back(size);
  if (!layout.hasInDim("block") && makeOrdered(shape, order, LinearLayout()) == layout) {
    printNumbers(printer, "order", order);
    printNumbers(printer, ", shape", shape);
  } else {
    printBases(printer, "offset", layout);
    printer << ", ";
    printBases(printer, "block", layout);
  }
  printer << "}>";
}

LogicalResult PaddedSharedEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                               ArrayRef<int32_t> intervals,
                                               ArrayRef<int32_t> paddings, LinearLayout layout) {
  if (intervals.empty())
    return emitError() << "needs at least one interval with its padding";
  if (failed(verifyPowers(emitError, "intervals", intervals, intervals.size())) ||
      failed(verifyPowers(emitError, "paddings", paddings, intervals.size())))
    return failure();
  for (auto [index, interval] : llvm::enumerate(intervals))
    if (llvm::is_contained(intervals.drop_front(index + 1), interval))
      return emitError() << "has interval " << interval << " twice";
  if (failed(verifyPermutation(emitError, layout)))
    return failure();
  return verifySurjective(emitError, layout);
}

int64_t PaddedSharedEncodingAttr::getPaddedOffset(int64_t offset) const {
  int64_t padded = offset;
  for (auto [interval, padding] : llvm::zip(getIntervals(), getPaddings()))
    padded += offset / interval * padding;
  return padded;
}

//===----------------------------------------------------------------------===//
// Linear, partitioned
//===----------------------------------------------------------------------===//

/// `<{offset = […], block = […]}, alignment = 16>`
Attribute SharedLinearEncodingAttr::parse(AsmParser &parser, Type) {
  if (parser.parseLess())
    return {};
  DictionaryReader reader(parser);
  LinearLayout::InBases inputs[] = {{"offset", {}}, {"block", {}}};
  LinearLayout layout;
  unsigned alignment = 16;
  if (reader.parseDictionary() || reader.readBases("offset", inputs[0].second) ||
      reader.readOptionalBases("block", inputs[1].second) || reader.refuseUnknownKeys() ||
      reader.makeLayout(inputs, layout))
    return {};
  if (succeeded(parser.parseOptionalComma()) &&
      (parser.parseKeyword("alignment") || parser.parseEqual() || parser.parseInteger(alignment)))
    return {};
  if (parser.parseGreater())
    return {};
  return parser.getChecked<SharedLinearEncodingAttr>(reader.getLoc(), parser.getContext(), layout,
                                                     alignment);
}

void SharedLinearEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{";
  printBases(printer, "offset", getLinearLayout());
  if (getLinearLayout().hasInDim("block")) {
    printer << ", ";
    printBases(printer, "block", getLinearLayout());
  }
  printer << "}, alignment = " << getAlignment() << ">";
}

LogicalResult SharedLinearEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                               LinearLayout layout, unsigned alignment) {
  if (!llvm::isPowerOf2_32(alignment))
    return emitError() << "alignment must be a power of two, found " << alignment;
  return verifySurjective(emitError, layout);
}

Attribute PartitionedSharedEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  unsigned partitions, groups, dim;
  Attribute layout;
  if (reader.parse() || reader.readUnsigned("numPartitions", partitions) ||
      reader.readUnsigned("numGroups", groups) || reader.readUnsigned("partitionDim", dim) ||
      reader.readLayout("partitionLayout", layout) || reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<PartitionedSharedEncodingAttr>(reader.getLoc(), parser.getContext(),
                                                          partitions, groups, dim, layout);
}

void PartitionedSharedEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{numPartitions = " << getNumPartitions() << ", numGroups = " << getNumGroups()
          << ", partitionDim = " << getPartitionDim()
          << ", partitionLayout = " << getPartitionLayout() << "}>";
}

LogicalResult PartitionedSharedEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                                    unsigned numPartitions, unsigned numGroups,
                                                    unsigned partitionDim, Attribute layout) {
  if (!llvm::isPowerOf2_32(numPartitions) || !llvm::isPowerOf2_32(numGroups))
    return emitError() << "numPartitions and numGroups must be powers of two, found "
                       << numPartitions << " and " << numGroups;
  if (!isSharedLayout(layout) || isa<PartitionedSharedEncodingAttr>(layout))
    return emitError() << "needs a layout in memory for its pieces, found " << layout;
  if (partitionDim >= getLayoutRank(layout))
    return emitError() << "partitionDim must be 0 to " << getLayoutRank(layout) - 1 << ", found "
                       << partitionDim;
  return success();
}
