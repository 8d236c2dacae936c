//===- AttributeTable.h - Attributes in LLVM-14 spelling --------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers attribute lists and writes the two PARAMATTR blocks. LLVM 14 knows attribute codes up to
// 78 and refuses a file with any other, so each attribute of LLVM 22 falls in one of four classes:
//
//   kept       same meaning and code: nounwind, convergent, noalias, align, strings, ...
//   respelled  memory(...) of a function: readnone, readonly, writeonly and argmemonly,
//              inaccessiblememonly, inaccessiblemem_or_argmemonly, widened where these say less
//              (memory(read, argmem: readwrite) is nothing at all); captures(none): nocapture
//   dropped    hints that LLVM 14 lacks: range, nofpclass, initializes, other captures, ...
//   refused    what changes the meaning: byval, sret, swiftself, ... (isAttributeSupported)
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_ATTRIBUTETABLE_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_ATTRIBUTETABLE_H

#include "llvm/IR/Attributes.h"

#include <map>
#include <vector>

namespace llvm {
class BitstreamWriter;
} // namespace llvm

namespace tritonmetal::air {

/// Whether the attribute can be kept, respelled or dropped without a change of meaning.
bool isAttributeSupported(llvm::Attribute attribute);

class AttributeTable {
public:
  /// The number of the list in records: 0 for one of which nothing is left.
  unsigned enter(llvm::AttributeList list);

  void write(llvm::BitstreamWriter &stream) const;

private:
  using Record = std::vector<uint64_t>;

  std::map<Record, unsigned> groups; // key: parameter index, attributes; value: number from 1
  std::vector<Record> groupOrder;
  std::map<Record, unsigned> lists; // key: group numbers; value: number from 1
  std::vector<Record> listOrder;
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_ATTRIBUTETABLE_H
