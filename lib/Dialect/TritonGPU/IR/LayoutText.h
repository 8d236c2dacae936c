//===- LayoutText.h - Reading and writing layout dictionaries ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A layout's text is a dictionary: `<{sizePerThread = [1, 4], order = [1, 0], …}>`.
// DictionaryReader takes it apart and says which key is missing, wrong or unknown:
//
//   DictionaryReader reader(parser);
//   unsigned vec;
//   if (reader.parse() || reader.readUnsigned("vec", vec) || reader.refuseUnknownKeys())
//     return {};
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_LAYOUTTEXT_H
#define TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_LAYOUTTEXT_H

#include "triton-metal/Layout/LinearLayout.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpImplementation.h"

namespace tritonmetal::ttg {

/// Dimensions that a layout may have. A tensor has at most 20 that are larger than 1.
constexpr size_t kMaxRank = 32;

using Bases = llvm::SmallVector<layout::LinearLayout::Coordinates>;

/// Reads the dictionary of one layout; every failure has been reported.
class DictionaryReader {
public:
  explicit DictionaryReader(mlir::AsmParser &parser)
      : parser(parser), loc(parser.getCurrentLocation()) {}
  /// Of a dictionary inside another one.
  DictionaryReader(DictionaryReader &outer, mlir::DictionaryAttr dictionary)
      : parser(outer.parser), loc(outer.loc), dictionary(dictionary) {}

  /// `<{…}>`
  mlir::ParseResult parse() {
    return mlir::failure(parser.parseLess() || parseDictionary() || parser.parseGreater());
  }
  /// `{…}`
  mlir::ParseResult parseDictionary() { return parser.parseAttribute(dictionary); }

  mlir::InFlightDiagnostic emitError() { return parser.emitError(loc); }
  llvm::SMLoc getLoc() const { return loc; }

  /// The attribute of a key, which may be absent.
  mlir::Attribute get(llvm::StringRef key) {
    known.push_back(key);
    return dictionary.get(key);
  }

  mlir::ParseResult readUnsigned(llvm::StringRef key, unsigned &value);
  mlir::ParseResult readBool(llvm::StringRef key, bool &value);
  mlir::ParseResult readLayout(llvm::StringRef key, mlir::Attribute &layout);
  mlir::ParseResult readNumbers(llvm::StringRef key, llvm::SmallVectorImpl<int32_t> &numbers);
  mlir::ParseResult readBases(llvm::StringRef key, Bases &bases);

  /// The same for keys that may be absent; the value then stays as it is.
  mlir::ParseResult readOptionalUnsigned(llvm::StringRef key, unsigned &value);
  mlir::ParseResult readOptionalBool(llvm::StringRef key, bool &value);
  mlir::ParseResult readOptionalNumbers(llvm::StringRef key,
                                        llvm::SmallVectorImpl<int32_t> &numbers);
  mlir::ParseResult readOptionalBases(llvm::StringRef key, Bases &bases);

  /// How a cluster shares a tensor of `rank`: `CGALayout`, or `CTAsPerCGA`, `CTASplitNum`
  /// and `CTAOrder` up to 3.5. Without dimensions for a single CTA.
  mlir::ParseResult readCluster(unsigned rank, layout::LinearLayout &cluster);

  /// A layout from the bases of its inputs; each dimension reaches from 0 to the largest
  /// coordinate. The rank is that of the longest basis. An input called "block" without
  /// bases is left out.
  mlir::ParseResult makeLayout(llvm::ArrayRef<layout::LinearLayout::InBases> inputs,
                               layout::LinearLayout &layout);

  mlir::ParseResult refuseUnknownKeys();

private:
  mlir::ParseResult readOldCluster(unsigned rank, layout::LinearLayout &cluster);

  mlir::AsmParser &parser;
  llvm::SMLoc loc;
  mlir::DictionaryAttr dictionary;
  llvm::SmallVector<llvm::StringRef> known;
};

/// `<{…}>` of `#ttg.shared`, as Triton up to 3.2 spells `swizzled_shared` and, with
/// `hasLeadingOffset`, `nvmma_shared`.
mlir::Attribute parseOldSharedLayout(mlir::AsmParser &parser);

/// `name = [1, 2]`
void printNumbers(mlir::AsmPrinter &printer, llvm::StringRef name, llvm::ArrayRef<int32_t> numbers);

/// `name = [[0, 1], [1, 0]]`, the bases of the input `name`.
void printBases(mlir::AsmPrinter &printer, llvm::StringRef name,
                const layout::LinearLayout &layout);

/// `, CGALayout = [[1, 0]]`, nothing for a single CTA.
void printCluster(mlir::AsmPrinter &printer, const layout::LinearLayout &cluster);

/// Checks a list of numbers: `rank` powers of two.
mlir::LogicalResult verifyPowers(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                                 llvm::StringRef name, llvm::ArrayRef<int32_t> numbers,
                                 unsigned rank);

/// Checks an order of dimensions: a permutation.
mlir::LogicalResult verifyOrder(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                                llvm::ArrayRef<int32_t> order);

/// Checks that a cluster's layout has the rank and bases as a linear layout has them.
mlir::LogicalResult verifyCluster(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                                  const layout::LinearLayout &cluster, unsigned rank);

/// Checks that every basis is zero or a power of two in one dimension, and no two the
/// same.
mlir::LogicalResult verifyPermutation(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                                      const layout::LinearLayout &layout);

/// Checks that the layout has bases, not too many, and reaches every element.
mlir::LogicalResult verifySurjective(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                                     const layout::LinearLayout &layout);

} // namespace tritonmetal::ttg

#endif // TRITON_METAL_LIB_DIALECT_TRITONGPU_IR_LAYOUTTEXT_H
