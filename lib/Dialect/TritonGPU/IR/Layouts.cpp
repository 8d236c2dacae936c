//===- Layouts.cpp - Text and rules of layouts over threads -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutText.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

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

Attribute TritonGPUDialect::parseAttribute(DialectAsmParser &parser, Type type) const {
  SMLoc loc = parser.getCurrentLocation();
  StringRef mnemonic;
  Attribute attribute;
  OptionalParseResult result = generatedAttributeParser(parser, &mnemonic, type, attribute);
  if (result.has_value())
    return attribute;
  if (mnemonic == "shared")
    return parseOldSharedLayout(parser);
  parser.emitError(loc) << "unknown attribute '" << mnemonic << "' in dialect '" << getNamespace()
                        << "'";
  return {};
}

void TritonGPUDialect::printAttribute(Attribute attribute, DialectAsmPrinter &printer) const {
  (void)generatedAttributePrinter(attribute, printer);
}

//===----------------------------------------------------------------------===//
// Blocked
//===----------------------------------------------------------------------===//

Attribute BlockedEncodingAttr::parse(AsmParser &parser, Type) {
  DictionaryReader reader(parser);
  SmallVector<int32_t> sizes, threads, warps, order;
  layout::LinearLayout cluster;
  if (reader.parse() || reader.readNumbers("sizePerThread", sizes) ||
      reader.readNumbers("threadsPerWarp", threads) || reader.readNumbers("warpsPerCTA", warps) ||
      reader.readNumbers("order", order) || reader.readCluster(order.size(), cluster) ||
      reader.refuseUnknownKeys())
    return {};
  return parser.getChecked<BlockedEncodingAttr>(reader.getLoc(), parser.getContext(), sizes,
                                                threads, warps, order, cluster);
}

void BlockedEncodingAttr::print(AsmPrinter &printer) const {
  printer << "<{";
  printNumbers(printer, "sizePerThread", getSizePerThread());
  printNumbers(printer, ", threadsPerWarp", getThreadsPerWarp());
  printNumbers(printer, ", warpsPerCTA", getWarpsPerCTA());
  printNumbers(printer, ", order", getOrder());
  printCluster(printer, getCgaLayout());
  printer << "}>";
}

LogicalResult BlockedEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                          ArrayRef<int32_t> sizePerThread,
                                          ArrayRef<int32_t> threadsPerWarp,
                                          ArrayRef<int32_t> warpsPerCTA, ArrayRef<int32_t> order,
                                          layout::LinearLayout cluster) {
  unsigned rank = order.size();
  if (failed(verifyOrder(emitError, order)) ||
      failed(verifyPowers(emitError, "sizePerThread", sizePerThread, rank)) ||
      failed(verifyPowers(emitError, "threadsPerWarp", threadsPerWarp, rank)) ||
      failed(verifyPowers(emitError, "warpsPerCTA", warpsPerCTA, rank)))
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

  return verifyCluster(emitError, cluster, rank);
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
  if (!isa<BlockedEncodingAttr, SimdgroupMatrixEncodingAttr, NvidiaMmaEncodingAttr,
           AMDMfmaEncodingAttr, AMDWmmaEncodingAttr>(parent))
    return emitError() << "needs a parent that multiplies matrices, found " << parent;
  if (getLayoutRank(parent) != 2 && getLayoutRank(parent) != 3)
    return emitError() << "needs a parent of rank 2 or 3, found " << parent;
  if (isa<BlockedEncodingAttr>(parent)) {
    if (kWidth != 0)
      return emitError() << "kWidth must be 0 with a blocked parent, found " << kWidth;
    return success();
  }
  auto mma = dyn_cast<NvidiaMmaEncodingAttr>(parent);
  if (mma && mma.isWgmma() && opIdx != 0)
    return emitError() << "version 3 of nvidia_mma reads operand 1 from shared memory only";
  bool isImplied = mma && mma.isWgmma() && kWidth == 0; // up to 3.2
  if ((!llvm::isPowerOf2_32(kWidth) || kWidth > 128) && !isImplied)
    return emitError() << "kWidth must be a power of two up to 128 with a parent of matrix "
                          "instructions, found "
                       << kWidth;
  if (auto mfma = dyn_cast<AMDMfmaEncodingAttr>(parent))
    if (mfma.getInstrShape()[0] != mfma.getInstrShape()[1])
      return emitError() << "operands of the " << mfma.getInstrShape()[0] << "x"
                         << mfma.getInstrShape()[1] << " instruction are not supported";
  return success();
}

//===----------------------------------------------------------------------===//
// Linear
//===----------------------------------------------------------------------===//

template <typename AttrTy>
static Attribute parseLinear(AsmParser &parser) {
  DictionaryReader reader(parser);
  layout::LinearLayout::InBases inputs[] = {
      {"register", {}}, {"lane", {}}, {"warp", {}}, {"block", {}}};
  if (reader.parse())
    return {};
  for (auto &[name, bases] : inputs)
    if (reader.readBases(name, bases))
      return {};
  layout::LinearLayout layout;
  if (reader.refuseUnknownKeys() || reader.makeLayout(inputs, layout))
    return {};
  return parser.getChecked<AttrTy>(reader.getLoc(), parser.getContext(), layout);
}

static void printLinear(AsmPrinter &printer, const layout::LinearLayout &layout) {
  printer << "<{";
  for (StringRef name : {"register", "lane", "warp", "block"}) {
    if (name != "register")
      printer << ", ";
    printBases(printer, name, layout);
  }
  printer << "}>";
}

Attribute LinearEncodingAttr::parse(AsmParser &parser, Type) {
  return parseLinear<LinearEncodingAttr>(parser);
}

void LinearEncodingAttr::print(AsmPrinter &printer) const {
  printLinear(printer, getLinearLayout());
}

LogicalResult LinearEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                         layout::LinearLayout layout) {
  if (failed(verifyPermutation(emitError, layout)))
    return failure();
  return verifySurjective(emitError, layout);
}

Attribute GenericLinearEncodingAttr::parse(AsmParser &parser, Type) {
  return parseLinear<GenericLinearEncodingAttr>(parser);
}

void GenericLinearEncodingAttr::print(AsmPrinter &printer) const {
  printLinear(printer, getLinearLayout());
}

LogicalResult GenericLinearEncodingAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                                layout::LinearLayout layout) {
  return verifySurjective(emitError, layout);
}
