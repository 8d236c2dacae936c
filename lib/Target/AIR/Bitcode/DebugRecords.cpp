//===- DebugRecords.cpp - Line tables as LLVM-14 records ------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DebugRecords.h"

#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/IR/DebugInfoMetadata.h"

using namespace llvm;

namespace tritonmetal::air {

using NumberOf = function_ref<uint64_t(const Metadata *)>;
using Record = SmallVectorImpl<uint64_t>;

bool isLineNode(const MDNode &node) {
  return isa<DICompileUnit, DIFile, DILexicalBlock, DILexicalBlockFile, DILocation, DISubprogram,
             DISubroutineType>(node);
}

static unsigned encode(const DILocation &node, NumberOf numberOf, Record &record) {
  record.assign({node.isDistinct(), node.getLine(), node.getColumn(),
                 numberOf(node.getRawScope()) - 1, numberOf(node.getRawInlinedAt()),
                 node.isImplicitCode()});
  return bitc::METADATA_LOCATION;
}

/// Without a checksum its kind and its text are zero.
static unsigned encode(const DIFile &node, NumberOf numberOf, Record &record) {
  record.assign(
      {node.isDistinct(), numberOf(node.getRawFilename()), numberOf(node.getRawDirectory()), 0, 0});
  return bitc::METADATA_FILE;
}

static unsigned encode(const DICompileUnit &node, NumberOf numberOf, Record &record) {
  record.assign({/*distinct=*/1,
                 node.getSourceLanguage().getUnversionedName(),
                 numberOf(node.getRawFile()),
                 numberOf(node.getRawProducer()),
                 node.isOptimized(),
                 numberOf(node.getRawFlags()),
                 node.getRuntimeVersion(),
                 numberOf(node.getRawSplitDebugFilename()),
                 uint64_t(node.getEmissionKind()),
                 numberOf(node.getRawEnumTypes()),
                 numberOf(node.getRawRetainedTypes()),
                 /*subprograms, of old=*/0,
                 numberOf(node.getRawGlobalVariables()),
                 numberOf(node.getRawImportedEntities()),
                 node.getDWOId(),
                 numberOf(node.getRawMacros()),
                 node.getSplitDebugInlining(),
                 node.getDebugInfoForProfiling(),
                 uint64_t(node.getNameTableKind()),
                 node.getRangesBaseAddress(),
                 numberOf(node.getRawSysRoot()),
                 numberOf(node.getRawSDK())});
  return bitc::METADATA_COMPILE_UNIT;
}

static unsigned encode(const DISubprogram &node, NumberOf numberOf, Record &record) {
  constexpr uint64_t hasUnit = 1 << 1, hasFlags = 1 << 2;
  record.assign({uint64_t(node.isDistinct()) | hasUnit | hasFlags, numberOf(node.getRawScope()),
                 numberOf(node.getRawName()), numberOf(node.getRawLinkageName()),
                 numberOf(node.getRawFile()), node.getLine(), numberOf(node.getRawType()),
                 node.getScopeLine(), numberOf(node.getRawContainingType()), node.getSPFlags(),
                 node.getVirtualIndex(), node.getFlags(), numberOf(node.getRawUnit()),
                 numberOf(node.getRawTemplateParams()), numberOf(node.getRawDeclaration()),
                 numberOf(node.getRawRetainedNodes()), uint64_t(int64_t(node.getThisAdjustment())),
                 numberOf(node.getRawThrownTypes()), numberOf(node.getRawAnnotations())});
  return bitc::METADATA_SUBPROGRAM;
}

static unsigned encode(const DISubroutineType &node, NumberOf numberOf, Record &record) {
  constexpr uint64_t hasTypes = 1 << 1; // not names of types, as before LLVM 4
  record.assign({uint64_t(node.isDistinct()) | hasTypes, node.getFlags(),
                 numberOf(node.getRawTypeArray()), node.getCC()});
  return bitc::METADATA_SUBROUTINE_TYPE;
}

static unsigned encode(const DILexicalBlock &node, NumberOf numberOf, Record &record) {
  record.assign({node.isDistinct(), numberOf(node.getRawScope()), numberOf(node.getRawFile()),
                 node.getLine(), node.getColumn()});
  return bitc::METADATA_LEXICAL_BLOCK;
}

static unsigned encode(const DILexicalBlockFile &node, NumberOf numberOf, Record &record) {
  record.assign({node.isDistinct(), numberOf(node.getRawScope()), numberOf(node.getRawFile()),
                 node.getDiscriminator()});
  return bitc::METADATA_LEXICAL_BLOCK_FILE;
}

unsigned encodeLineNode(const MDNode &node, NumberOf numberOf, Record &record) {
  if (auto *location = dyn_cast<DILocation>(&node))
    return encode(*location, numberOf, record);
  if (auto *file = dyn_cast<DIFile>(&node))
    return encode(*file, numberOf, record);
  if (auto *unit = dyn_cast<DICompileUnit>(&node))
    return encode(*unit, numberOf, record);
  if (auto *subprogram = dyn_cast<DISubprogram>(&node))
    return encode(*subprogram, numberOf, record);
  if (auto *type = dyn_cast<DISubroutineType>(&node))
    return encode(*type, numberOf, record);
  if (auto *block = dyn_cast<DILexicalBlock>(&node))
    return encode(*block, numberOf, record);
  return encode(*cast<DILexicalBlockFile>(&node), numberOf, record);
}

} // namespace tritonmetal::air
