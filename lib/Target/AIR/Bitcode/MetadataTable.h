//===- MetadataTable.h - Metadata numbers and records -----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers all metadata of a module and writes the METADATA_KIND and METADATA blocks. The order is
// LLVM 14's: strings (in one record), constants, distinct nodes, uniqued nodes after their
// operands. Nodes that only functions use stand in the module's block as well.
//
//   !0 = !{i32 2, !"x", null}   ->   STRINGS 'x'; VALUE [i32, number of 2]; NODE [2, 1, 0]
//
// Operands are numbers plus one, null is zero. Kinds 0 to 30 are fixed, the same in LLVM 14 and 22;
// a kind of the module's own ("air.function_groups") gets the next number when first used.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_BITCODE_METADATATABLE_H
#define TRITON_METAL_LIB_TARGET_AIR_BITCODE_METADATATABLE_H

#include "ConstantTable.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/IR/Metadata.h"

namespace llvm {
class DILocation;
} // namespace llvm

namespace tritonmetal::air {

class MetadataTable {
public:
  /// Collects the metadata of `module` and enters its constants into `constants`.
  MetadataTable(const llvm::Module &module, const PointerTyping &typing, ConstantTable &constants);

  void writeKinds(llvm::BitstreamWriter &stream) const;

  /// Writes the module's METADATA block, with the attachments of variables and declarations;
  /// `globals` numbers those.
  void write(llvm::BitstreamWriter &stream,
             const llvm::DenseMap<const llvm::Value *, unsigned> &globals) const;

  /// Says inside a function body where the instruction before comes from.
  void writeLine(llvm::BitstreamWriter &stream, const llvm::DILocation &line) const;

  /// Writes the METADATA_ATTACHMENT block of a function body. `numbers` gives each instruction its
  /// position in the written stream.
  void writeAttachments(llvm::BitstreamWriter &stream, const llvm::Function &function,
                        const llvm::DenseMap<const llvm::Instruction *, unsigned> &numbers) const;

private:
  using Attachments = llvm::SmallVector<std::pair<unsigned, llvm::MDNode *>, 4>;

  void collect(const llvm::MDNode *root);
  void collectAttachments(const Attachments &attachments);
  void collectFunction(const llvm::Function &function);
  void collectOperand(const llvm::Metadata *operand);
  void assignNumbers();
  void writeStrings(llvm::BitstreamWriter &stream) const;
  void writeNamedNodes(llvm::BitstreamWriter &stream) const;
  unsigned kindNumber(unsigned kind) const;
  void pushAttachments(const Attachments &attachments,
                       llvm::SmallVectorImpl<uint64_t> &record) const;

  const llvm::Module &module;
  const PointerTyping &typing;
  ConstantTable &constants;
  std::vector<const llvm::MDString *> strings;
  std::vector<const llvm::ConstantAsMetadata *> values;
  std::vector<const llvm::MDNode *> nodes;
  llvm::DenseMap<const llvm::Metadata *, unsigned> numbers; // plus one; 0 while being visited
  llvm::MapVector<unsigned, unsigned> ownKinds;             // kind of the context to kind written
};

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_BITCODE_METADATATABLE_H
