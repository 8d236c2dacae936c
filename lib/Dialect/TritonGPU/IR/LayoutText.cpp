//===- LayoutText.cpp - Reading and writing layout dictionaries -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutText.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;
using layout::LinearLayout;

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

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

ParseResult DictionaryReader::readUnsigned(StringRef key, unsigned &value) {
  auto number = dyn_cast_if_present<IntegerAttr>(get(key));
  if (!number || number.getValue().isNegative() || number.getValue().getActiveBits() > 31)
    return emitError() << "needs a number for '" << key << "'";
  value = number.getValue().getZExtValue();
  return success();
}

ParseResult DictionaryReader::readBool(StringRef key, bool &value) {
  auto flag = dyn_cast_if_present<BoolAttr>(get(key));
  if (!flag)
    return emitError() << "needs true or false for '" << key << "'";
  value = flag.getValue();
  return success();
}

ParseResult DictionaryReader::readLayout(StringRef key, Attribute &layout) {
  layout = get(key);
  return layout ? success() : ParseResult(emitError() << "needs a layout for '" << key << "'");
}

ParseResult DictionaryReader::readNumbers(StringRef key, SmallVectorImpl<int32_t> &numbers) {
  numbers.clear();
  if (succeeded(toNumbers(get(key), numbers)))
    return success();
  return emitError() << "needs a list of numbers for '" << key << "'";
}

ParseResult DictionaryReader::readBases(StringRef key, Bases &bases) {
  auto list = dyn_cast_if_present<ArrayAttr>(get(key));
  if (!list)
    return emitError() << "needs a list of bases for '" << key << "'";
  for (Attribute basis : list)
    if (failed(toNumbers(basis, bases.emplace_back())))
      return emitError() << "needs a list of numbers for each basis of '" << key << "'";
  return success();
}

ParseResult DictionaryReader::readOptionalUnsigned(StringRef key, unsigned &value) {
  return get(key) ? readUnsigned(key, value) : success();
}

ParseResult DictionaryReader::readOptionalBool(StringRef key, bool &value) {
  return get(key) ? readBool(key, value) : success();
}

ParseResult DictionaryReader::readOptionalNumbers(StringRef key,
                                                  SmallVectorImpl<int32_t> &numbers) {
  return get(key) ? readNumbers(key, numbers) : success();
}

ParseResult DictionaryReader::readOptionalBases(StringRef key, Bases &bases) {
  return get(key) ? readBases(key, bases) : success();
}

ParseResult DictionaryReader::refuseUnknownKeys() {
  for (NamedAttribute entry : dictionary)
    if (!llvm::is_contained(known, entry.getName())) {
      llvm::SmallVector<StringRef> names;
      for (StringRef name : known)
        if (!llvm::is_contained(names, name))
          names.push_back(name);
      return emitError() << "has an unknown key '" << entry.getName().getValue() << "'; known are "
                         << llvm::join(names, ", ");
    }
  return success();
}

//===----------------------------------------------------------------------===//
// Linear layouts, clusters
//===----------------------------------------------------------------------===//

ParseResult DictionaryReader::makeLayout(ArrayRef<LinearLayout::InBases> inputs,
                                         LinearLayout &layout) {
  size_t rank = 0;
  for (auto &[name, bases] : inputs)
    for (auto &basis : bases)
      rank = std::max(rank, basis.size());
  if (rank > kMaxRank)
    return emitError() << "has bases of rank " << rank << "; at most " << kMaxRank
                       << " are allowed";
  SmallVector<int32_t> sizes(rank, 1);
  SmallVector<LinearLayout::InBases> used;
  for (auto &input : inputs) {
    if (input.first != "block" || !input.second.empty())
      used.push_back(input);
    for (auto &basis : input.second)
      for (auto [size, coordinate] : llvm::zip(sizes, basis))
        if (coordinate > 0 && coordinate < tt::TritonDialect::kMaxTensorElements)
          size = std::max<int32_t>(size, llvm::PowerOf2Ceil(coordinate + 1));
  }

  SmallVector<std::string> names;
  for (size_t dim = 0; dim < rank; ++dim)
    names.push_back(getDimName(dim));
  SmallVector<LinearLayout::DimSize> outs;
  for (size_t dim = 0; dim < rank; ++dim)
    outs.push_back({names[dim], sizes[dim]});
  llvm::Expected<LinearLayout> linear = LinearLayout::create(used, outs);
  if (!linear)
    return emitError() << llvm::toString(linear.takeError());
  layout = *linear;
  return success();
}

/// `order` from the fastest dimension: CTAs of `split` share the dimension, the other
/// ones of `count` hold copies.
ParseResult DictionaryReader::readOldCluster(unsigned rank, LinearLayout &cluster) {
  SmallVector<int32_t> counts(rank, 1), splits(rank, 1), order;
  for (unsigned dim = rank; dim-- > 0;)
    order.push_back(dim);
  if (readOptionalNumbers("CTAsPerCGA", counts) || readOptionalNumbers("CTASplitNum", splits) ||
      readOptionalNumbers("CTAOrder", order))
    return failure();
  auto report = [&] { return emitError(); };
  if (verifyPowers(report, "CTAsPerCGA", counts, rank).failed() ||
      verifyPowers(report, "CTASplitNum", splits, rank).failed() ||
      verifyPowers(report, "CTAOrder", SmallVector<int32_t>(order.size(), 1), rank).failed() ||
      verifyOrder(report, order).failed())
    return failure();
  int bits = 0;
  for (int32_t count : counts)
    bits += llvm::Log2_32(count);
  if (bits == 0)
    return success();
  if (bits > LinearLayout::kMaxSizeLog2)
    return emitError() << "CTAsPerCGA has 2^" << bits << " CTAs; at most 2^"
                       << LinearLayout::kMaxSizeLog2 << " are allowed";
  LinearLayout layout;
  for (int32_t dim : order) {
    int32_t split = std::min(splits[dim], counts[dim]);
    layout *= LinearLayout::identity1D(split, "block", getDimName(dim)) *
              LinearLayout::zeros1D(counts[dim] / split, "block", getDimName(dim));
  }
  SmallVector<std::string> names;
  for (unsigned dim = 0; dim < rank; ++dim)
    names.push_back(getDimName(dim));
  cluster = layout.transposeOuts(SmallVector<StringRef>(names.begin(), names.end()));
  return success();
}

ParseResult DictionaryReader::readCluster(unsigned rank, LinearLayout &cluster) {
  if (!get("CGALayout"))
    return readOldCluster(rank, cluster);
  LinearLayout::InBases block{"block", {}};
  if (readBases("CGALayout", block.second))
    return failure();
  if (block.second.empty())
    return success();
  return makeLayout(block, cluster);
}

//===----------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------===//

void ttg::printNumbers(AsmPrinter &printer, StringRef name, ArrayRef<int32_t> numbers) {
  printer << name << " = [" << numbers << "]";
}

void ttg::printBases(AsmPrinter &printer, StringRef name, const LinearLayout &layout) {
  printer << name << " = [";
  int bits = layout.hasInDim(name) ? layout.getInDimSizeLog2(name) : 0;
  for (int bit = 0; bit < bits; ++bit)
    printer << (bit ? ", [" : "[") << ArrayRef<int32_t>(layout.getBasis(name, bit)) << "]";
  printer << "]";
}

void ttg::printCluster(AsmPrinter &printer, const LinearLayout &cluster) {
  if (cluster.getNumInDims() == 0)
    return;
  printer << ", CGALayout = [";
  for (int bit = 0, bits = cluster.getInDimSizeLog2("block"); bit < bits; ++bit)
    printer << (bit ? ", [" : "[") << ArrayRef<int32_t>(cluster.getBasis("block", bit)) << "]";
  printer << "]";
}

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

LogicalResult ttg::verifyPowers(function_ref<InFlightDiagnostic()> emitError, StringRef name,
                                ArrayRef<int32_t> numbers, unsigned rank) {
  if (numbers.size() != rank)
    return emitError() << name << " must have " << rank << " entries, found " << numbers.size();
  for (int32_t number : numbers)
    if (number < 1 || !llvm::isPowerOf2_32(number) ||
        number > tt::TritonDialect::kMaxTensorElements)
      return emitError() << name << " must be powers of two up to "
                         << tt::TritonDialect::kMaxTensorElements << ", found " << number;
  return success();
}

LogicalResult ttg::verifyOrder(function_ref<InFlightDiagnostic()> emitError,
                               ArrayRef<int32_t> order) {
  if (order.empty() || order.size() > kMaxRank)
    return emitError() << "order must have 1 to " << kMaxRank << " dimensions, found "
                       << order.size();
  SmallVector<bool> seen(order.size());
  for (int32_t dim : order) {
    if (dim < 0 || dim >= int32_t(order.size()) || seen[dim])
      return emitError() << "order must be a permutation of the " << order.size()
                         << " dimensions, found [" << order << "]";
    seen[dim] = true;
  }
  return success();
}

LogicalResult ttg::verifyCluster(function_ref<InFlightDiagnostic()> emitError,
                                 const LinearLayout &cluster, unsigned rank) {
  if (cluster.getNumInDims() == 0)
    return success();
  if (cluster.getNumOutDims() != rank)
    return emitError() << "CGALayout must have bases of rank " << rank << ", found "
                       << cluster.getNumOutDims();
  if (failed(verifyPermutation(emitError, cluster)))
    return failure();
  return verifySurjective(emitError, cluster);
}

LogicalResult ttg::verifyPermutation(function_ref<InFlightDiagnostic()> emitError,
                                     const LinearLayout &layout) {
  llvm::SmallDenseSet<std::pair<unsigned, int32_t>> seen;
  for (StringRef name : layout.getInDimNames())
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
  return success();
}

LogicalResult ttg::verifySurjective(function_ref<InFlightDiagnostic()> emitError,
                                    const LinearLayout &layout) {
  if (layout.getNumOutDims() == 0)
    return emitError() << "a linear layout needs at least one basis";
  if (layout.getTotalInDimSizeLog2() > LinearLayout::kMaxSizeLog2)
    return emitError() << "a linear layout has at most " << LinearLayout::kMaxSizeLog2
                       << " bases, found " << layout.getTotalInDimSizeLog2();
  if (!layout.isSurjective())
    return emitError() << "leaves elements out: the bases reach only 2^" << layout.getRank()
                       << " of the 2^" << layout.getTotalOutDimSizeLog2() << " elements";
  return success();
}
