//===- Layouts.cpp - Text and rules of the layout attributes ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A layout's text is a dictionary: `<{sizePerThread = [1, 4], order = [1, 0], …}>`.
// DictionaryReader takes it apart and says which key is missing, wrong or unknown.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUAttributes.cpp.inc"

void TritonGPUDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUAttributes.cpp.inc"
      >();
}

namespace {

using Bases = SmallVector<layout::LinearLayout::Coordinates>;

/// Reads the dictionary of one layout; every failure has been reported.
class DictionaryReader {
public:
  explicit DictionaryReader(AsmParser &parser) : parser(parser), loc(parser.getCurrentLocation()) {}

  ParseResult parse() {
    return failure(parser.parseLess() || parser.parseAttribute(dictionary) ||
                   parser.parseGreater());
  }

  InFlightDiagnostic emitError() { return parser.emitError(loc); }
  SMLoc getLoc() const { return loc; }

  /// The attribute of a key, which may be absent.
  Attribute get(StringRef key) {
    known.push_back(key);
    return dictionary.get(key);
  }

  ParseResult readUnsigned(StringRef key, unsigned &value) {
    auto number = dyn_cast_if_present<IntegerAttr>(get(key));
    if (!number || number.getValue().isNegative() || number.getValue().getActiveBits() > 31)
      return emitError() << "needs a number for '" << key << "'";
    value = number.getValue().getZExtValue();
    return success();
  }

  ParseResult readLayout(StringRef key, Attribute &layout) {
    layout = get(key);
    return layout ? success() : ParseResult(emitError() << "needs a layout for '" << key << "'");
  }

  ParseResult readNumbers(StringRef key, SmallVectorImpl<int32_t> &numbers) {
    if (succeeded(toNumbers(get(key), numbers)))
      return success();
    return emitError() << "needs a list of numbers for '" << key << "'";
  }

  ParseResult readBases(StringRef key, Bases &bases) {
    auto list = dyn_cast_if_present<ArrayAttr>(get(key));
    if (!list)
      return emitError() << "needs a list of bases for '" << key << "'";
    for (Attribute basis : list)
      if (failed(toNumbers(basis, bases.emplace_back())))
        return emitError() << "needs a list of numbers for each basis of '" << key << "'";
    return success();
  }

  /// Clusters have no counterpart: their keys may only say that there is none.
  ParseResult refuseClusters(unsigned rank) {
    if (auto bases = dyn_cast_if_present<ArrayAttr>(get("CGALayout")); bases && !bases.empty())
      return emitError() << "distributes over a cluster of CTAs by 'CGALayout', but only a single "
                            "CTA is supported; compile with num_ctas=1";
    for (StringRef key : {"CTAsPerCGA", "CTASplitNum"}) {
      SmallVector<int32_t> counts;
      if (!get(key))
        continue;
      if (failed(toNumbers(dictionary.get(key), counts)))
        return emitError() << "needs a list of numbers for '" << key << "'";
      if (!llvm::all_of(counts, [](int32_t count) { return count == 1; }))
        return emitError() << "distributes over a cluster of CTAs by '" << key
                           << "', but only a single CTA is supported; compile with num_ctas=1";
    }
    get("CTAOrder");
    return success();
  }

  ParseResult refuseUnknownKeys() {
    for (NamedAttribute entry : dictionary)
      if (!llvm::is_contained(known, entry.getName()))
        return emitError() << "has an unknown key '" << entry.getName().getValue()
                           << "'; known are " << llvm::join(known, ", ");
    return success();
  }

private:
  static LogicalResult toNumbers(Attribute attribute, SmallVectorImpl<int32_t> &numbers) {
    auto list = dyn_cast_if_present<ArrayAttr>(attribute);
    if (!list)
      return failure();
    for (Attribute entry : list) {
      auto number = dyn_cast<IntegerAttr>(entry);
      if (!number || number.getValue().getSignificantBits() > 32)
        return failure();
      numbers.push_back(number.getValue().getSExtValue());
    }
    return success();
  }

  AsmParser &parser;
  SMLoc loc;
  DictionaryAttr dictionary;
  SmallVector<StringRef> known;
};

} // namespace

/// `name = [1, 2]`
static void printNumbers(AsmPrinter &printer, StringRef name, ArrayRef<int32_t> numbers) {
  printer << name << " = [" << numbers << "]";
}

//===----------------------------------------------------------------------===//
// Blocked
//===----------------------------------------------------------------------===//

Attribute BlockedEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  SmallVector<int32_t> sizes, threads, warps, order;
  if (reader.parse() || reader.readNumbers("sizePerThread", sizes) ||
      reader.readNumbers("threadsPerWarp", threads) || reader.readNumbers("warpsPerCTA", warps) ||
      reader.readNumbers("order", order) || reader.refuseClusters(order.size()) ||
      reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<BlockedEncodingAttr>(reader.getLoc(), parser.getContext(), sizes,
                                                threads, warps, order);
}

void BlockedEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{";
  printNumbers(printer, "sizePerThread", getSizePerThread());
  printNumbers(printer, ", threadsPerWarp", getThreadsPerWarp());
  printNumbers(printer, ", warpsPerCTA", getWarpsPerCTA());
  printNumbers(printer, ", order", getOrder());
  printer << "}>";
}

LogicalResult BlockedEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                          ArrayRef<int32_t> sizePerThread,
                                          ArrayRef<int32_t> threadsPerWarp,
                                          ArrayRef<int32_t> warpsPerCTA, ArrayRef<int32_t> order) {
  unsigned rank = order.size();
  if (rank == 0)
    return emitError() << "a blocked layout has at least one dimension";
  auto check = [&](StringRef name, ArrayRef<int32_t> numbers) -> LogicalResult {
    if (numbers.size() != rank)
      return emitError() << name << " has " << numbers.size() << " entries, but order has " << rank;
    for (int32_t number : numbers)
      if (number < 1 || !llvm::isPowerOf2_32(number) ||
          number > tt::TritonDialect::kMaxTensorElements)
        return emitError() << name << " must be powers of two up to "
                           << tt::TritonDialect::kMaxTensorElements << ", found " << number;
    return success();
  };
  if (failed(check("sizePerThread", sizePerThread)) ||
      failed(check("threadsPerWarp", threadsPerWarp)) || failed(check("warpsPerCTA", warpsPerCTA)))
    return failure();

  // Keeps the numbers of a linear layout within 32 bits; no GPU comes near.
  constexpr int kMaxTileBits = layout::LinearLayout::kMaxSizeLog2;
  int tileBits = 0;
  for (ArrayRef<int32_t> numbers : {sizePerThread, threadsPerWarp, warpsPerCTA})
    for (int32_t number : numbers)
      tileBits += llvm::Log2_32(number);
  if (tileBits > kMaxTileBits)
    return emitError() << "sizePerThread, threadsPerWarp and warpsPerCTA make a tile of 2^"
                       << tileBits << " elements; at most 2^" << kMaxTileBits << " are allowed";

  SmallVector<bool> seen(rank);
  for (int32_t dim : order) {
    if (dim < 0 || dim >= int32_t(rank) || seen[dim])
      return emitError() << "order must be a permutation of the " << rank << " dimensions, found ["
                         << order << "]";
    seen[dim] = true;
  }
  return success();
}

BlockedEncodingAttr BlockedEncodingAttr::get(MLIRContext *context, ArrayRef<int64_t> shape,
                                             ArrayRef<int32_t> sizePerThread,
                                             ArrayRef<int32_t> order, int numWarps,
                                             int threadsPerWarp) {
  SmallVector<int32_t> threads(order.size(), 1), warps(order.size(), 1);
  int64_t lanesLeft = threadsPerWarp, warpsLeft = numWarps;
  for (int32_t dim : order.drop_back()) {
    int64_t tiles = std::max<int64_t>(1, shape[dim] / sizePerThread[dim]);
    threads[dim] = std::min(lanesLeft, tiles);
    warps[dim] = std::min(warpsLeft, std::max<int64_t>(1, tiles / threads[dim]));
    lanesLeft /= threads[dim];
    warpsLeft /= warps[dim];
  }
  threads[order.back()] = lanesLeft;
  warps[order.back()] = warpsLeft;
  return get(context, sizePerThread, threads, warps, order);
}

BlockedEncodingAttr BlockedEncodingAttr::getDefault(MLIRContext *context, ArrayRef<int64_t> shape,
                                                    int numWarps, int threadsPerWarp) {
  SmallVector<int32_t> sizes(shape.size(), 1), order;
  for (unsigned dim = shape.size(); dim-- > 0;)
    order.push_back(dim);
  return get(context, shape, sizes, order, numWarps, threadsPerWarp);
}

//===----------------------------------------------------------------------===//
// Slice, dot operand
//===----------------------------------------------------------------------===//

Attribute SliceEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  unsigned dim;
  Attribute parent;
  if (reader.parse() || reader.readUnsigned("dim", dim) || reader.readLayout("parent", parent) ||
      reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<SliceEncodingAttr>(reader.getLoc(), parser.getContext(), dim, parent);
}

void SliceEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{dim = " << getDim() << ", parent = " << getParent() << "}>";
}

LogicalResult SliceEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError, unsigned dim,
                                        Attribute parent) {
  if (!isLinearLayout(parent))
    return emitError() << "needs a parent that distributes over threads, found " << parent;
  unsigned rank = getLayoutRank(parent);
  if (rank < 2)
    return emitError() << "needs a parent of rank 2 or more, found " << parent;
  if (dim >= rank)
    return emitError() << "dim must be 0 to " << rank - 1 << ", found " << dim;
  return success();
}

Attribute DotOperandEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  unsigned opIdx, kWidth = 0;
  Attribute parent;
  if (reader.parse() || reader.readUnsigned("opIdx", opIdx) || reader.readLayout("parent", parent))
    return {};
  if (reader.get("kWidth") && reader.readUnsigned("kWidth", kWidth))
    return {};
  if (reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<DotOperandEncodingAttr>(reader.getLoc(), parser.getContext(), opIdx,
                                                   parent, kWidth);
}

void DotOperandEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{opIdx = " << getOpIdx() << ", parent = " << getParent();
  if (getKWidth() != 0)
    printer << ", kWidth = " << getKWidth();
  printer << "}>";
}

LogicalResult DotOperandEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                             unsigned opIdx, Attribute parent, unsigned kWidth) {
  if (opIdx > 1)
    return emitError() << "opIdx must be 0 or 1, found " << opIdx;
  auto blocked = dyn_cast<BlockedEncodingAttr>(parent);
  if (!blocked)
    return emitError() << "needs a blocked parent, found " << parent;
  if (blocked.getRank() != 2 && blocked.getRank() != 3)
    return emitError() << "needs a parent of rank 2 or 3, found " << parent;
  if (kWidth != 0)
    return emitError() << "kWidth must be 0 with a blocked parent, found " << kWidth;
  return success();
}

//===----------------------------------------------------------------------===//
// Linear
//===----------------------------------------------------------------------===//

Attribute LinearEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  layout::LinearLayout::InBases inputs[] = {{"register", {}}, {"lane", {}}, {"warp", {}}};
  if (reader.parse())
    return {};
  Bases block;
  for (auto &[name, bases] : inputs)
    if (reader.readBases(name, bases))
      return {};
  if (reader.readBases("block", block) || reader.refuseUnknownKeys())
    return {};
  if (!block.empty()) {
    reader.emitError() << "distributes over a cluster of CTAs by 'block', but only a single CTA is "
                          "supported; compile with num_ctas=1";
    return {};
  }

  // Each dimension reaches from 0 to the largest coordinate of any basis.
  size_t rank = 0;
  for (auto &[name, bases] : inputs)
    for (auto &basis : bases)
      rank = std::max(rank, basis.size());
  SmallVector<int32_t> sizes(rank, 1);
  for (auto &[name, bases] : inputs)
    for (auto &basis : bases)
      for (auto [size, coordinate] : llvm::zip(sizes, basis))
        if (coordinate > 0 && coordinate < tt::TritonDialect::kMaxTensorElements)
          size = std::max<int32_t>(size, llvm::PowerOf2Ceil(coordinate + 1));

  SmallVector<std::string> names;
  for (size_t dim = 0; dim < rank; ++dim)
    names.push_back(getDimName(dim));
  SmallVector<layout::LinearLayout::DimSize> outs;
  for (size_t dim = 0; dim < rank; ++dim)
    outs.push_back({names[dim], sizes[dim]});
  llvm::Expected<layout::LinearLayout> linear = layout::LinearLayout::create(inputs, outs);
  if (!linear) {
    reader.emitError() << llvm::toString(linear.takeError());
    return {};
  }
  return parser.getChecked<LinearEncodingAttr>(reader.getLoc(), parser.getContext(), *linear);
}

void LinearEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{";
  for (StringRef name : {"register", "lane", "warp"}) {
    printer << name << " = [";
    int bits = getLinearLayout().getInDimSizeLog2(name);
    for (int bit = 0; bit < bits; ++bit)
      printer << (bit ? ", [" : "[") << ArrayRef<int32_t>(getLinearLayout().getBasis(name, bit))
              << "]";
    printer << "], ";
  }
  printer << "block = []}>";
}

LogicalResult LinearEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                         layout::LinearLayout layout) {
  if (layout.getNumOutDims() == 0)
    return emitError() << "a linear layout needs at least one basis";
  if (layout.getTotalInDimSizeLog2() > layout::LinearLayout::kMaxSizeLog2)
    return emitError() << "a linear layout has at most " << layout::LinearLayout::kMaxSizeLog2
                       << " bases, found " << layout.getTotalInDimSizeLog2();
  llvm::SmallDenseSet<std::pair<unsigned, int32_t>> seen;
  for (StringRef name : {"register", "lane", "warp"})
    for (int bit = 0, bits = layout.getInDimSizeLog2(name); bit < bits; ++bit) {
      unsigned nonZero = 0;
      auto basis = layout.getBasis(name, bit);
      for (auto [dim, coordinate] : llvm::enumerate(basis)) {
        if (coordinate == 0)
          continue;
        ++nonZero;
        if (!llvm::isPowerOf2_32(coordinate) || nonZero > 1)
          return emitError() << "every basis must be zero or a power of two in one dimension, "
                                "found ["
                             << ArrayRef<int32_t>(basis) << "] in '" << name << "'";
        if (!seen.insert({dim, coordinate}).second)
          return emitError() << "two bases must not be the same, found ["
                             << ArrayRef<int32_t>(basis) << "] again in '" << name << "'";
      }
    }
  if (!layout.isSurjective())
    return emitError() << "leaves elements out: the bases reach only 2^" << layout.getRank()
                       << " of the 2^" << layout.getTotalOutDimSizeLog2() << " elements";
  return success();
}
