//===- MetadataTable.cpp - Metadata numbers and records -------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MetadataTable.h"

#include "DebugRecords.h"

#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamWriter.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instruction.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace tritonmetal::air {

/// The last metadata kind that LLVM 14 numbers itself.
static constexpr unsigned lastFixedKind = LLVMContext::MD_annotation;

/// The attachments of a function, variable or instruction, in the order of their kinds.
template <typename T>
static SmallVector<std::pair<unsigned, MDNode *>, 4> attachmentsOf(const T &object) {
  SmallVector<std::pair<unsigned, MDNode *>, 4> attachments;
  object.getAllMetadata(attachments);
  return attachments;
}

/// Of an instruction without its line, which stands among the instructions.
static SmallVector<std::pair<unsigned, MDNode *>, 4> attachmentsOf(const Instruction &inst) {
  SmallVector<std::pair<unsigned, MDNode *>, 4> attachments;
  inst.getAllMetadataOtherThanDebugLoc(attachments);
  return attachments;
}

MetadataTable::MetadataTable(const Module &module, const PointerTyping &typing,
                             ConstantTable &constants)
    : module(module), typing(typing), constants(constants) {
  for (const NamedMDNode &named : module.named_metadata())
    for (const MDNode *node : named.operands())
      collect(node);
  for (const GlobalVariable &global : module.globals())
    collectAttachments(attachmentsOf(global));
  for (const Function &function : module)
    collectFunction(function);
  assignNumbers();
}

void MetadataTable::collectFunction(const Function &function) {
  collectAttachments(attachmentsOf(function));
  for (const Instruction &inst : instructions(function)) {
    collectAttachments(attachmentsOf(inst));
    const DILocation *line = inst.getDebugLoc();
    if (!line)
      continue;
    collect(line->getScope());
    if (const DILocation *caller = line->getInlinedAt())
      collect(caller);
  }
}

void MetadataTable::collectAttachments(const Attachments &attachments) {
  for (auto [kind, node] : attachments) {
    if (kind > lastFixedKind)
      ownKinds.try_emplace(kind, lastFixedKind + 1 + ownKinds.size());
    collect(node);
  }
}

void MetadataTable::collectOperand(const Metadata *operand) {
  if (!numbers.try_emplace(operand, 0).second)
    return;
  if (auto *string = dyn_cast<MDString>(operand)) {
    strings.push_back(string);
    return;
  }
  auto *value = cast<ConstantAsMetadata>(operand);
  values.push_back(value);
  constants.enter(value->getValue(), typing.typeOf(value->getValue()));
}

/// Adds a node after its operands. The stack is explicit: chains of nodes can be long.
void MetadataTable::collect(const MDNode *root) {
  if (!numbers.try_emplace(root, 0).second)
    return;
  SmallVector<std::pair<const MDNode *, unsigned>, 16> stack{{root, 0}};
  while (!stack.empty()) {
    auto &[node, next] = stack.back();
    if (next == node->getNumOperands()) {
      nodes.push_back(node);
      stack.pop_back();
      continue;
    }
    const Metadata *operand = node->getOperand(next++).get();
    if (!operand)
      continue;
    auto *child = dyn_cast<MDNode>(operand);
    if (!child)
      collectOperand(operand);
    else if (numbers.try_emplace(child, 0).second)
      stack.push_back({child, 0});
  }
}

void MetadataTable::assignNumbers() {
  std::vector<const MDNode *> ordered;
  for (bool distinct : {true, false})
    for (const MDNode *node : nodes)
      if (node->isDistinct() == distinct)
        ordered.push_back(node);
  nodes = std::move(ordered);
  unsigned next = 0;
  for (const MDString *string : strings)
    numbers[string] = ++next;
  for (const ConstantAsMetadata *value : values)
    numbers[value] = ++next;
  for (const MDNode *node : nodes)
    numbers[node] = ++next;
}

unsigned MetadataTable::kindNumber(unsigned kind) const {
  return kind <= lastFixedKind ? kind : ownKinds.lookup(kind);
}

static void pushText(StringRef text, SmallVectorImpl<uint64_t> &record) {
  for (unsigned char c : text)
    record.push_back(c);
}

void MetadataTable::writeKinds(BitstreamWriter &stream) const {
  SmallVector<StringRef, 64> names;
  module.getContext().getMDKindNames(names);
  stream.EnterSubblock(bitc::METADATA_KIND_BLOCK_ID, 3);
  auto writeKind = [&](unsigned number, StringRef name) {
    SmallVector<uint64_t, 32> record{number};
    pushText(name, record);
    stream.EmitRecord(bitc::METADATA_KIND, record);
  };
  for (unsigned kind = 0; kind <= lastFixedKind; ++kind)
    writeKind(kind, names[kind]);
  for (auto [kind, number] : ownKinds)
    writeKind(number, names[kind]);
  stream.ExitBlock();
}

/// STRINGS [count, offset of the characters, blob]: lengths as vbr6 up to a word boundary, then all
/// characters.
void MetadataTable::writeStrings(BitstreamWriter &stream) const {
  if (strings.empty())
    return;
  SmallVector<char, 0> blob;
  {
    BitstreamWriter lengths(blob);
    for (const MDString *string : strings)
      lengths.EmitVBR(string->getLength(), 6);
    lengths.FlushToWord();
  }
  uint64_t offset = blob.size();
  for (const MDString *string : strings)
    blob.append(string->getString().begin(), string->getString().end());

  auto abbreviation = std::make_shared<BitCodeAbbrev>();
  abbreviation->Add(BitCodeAbbrevOp(bitc::METADATA_STRINGS));
  abbreviation->Add(BitCodeAbbrevOp(BitCodeAbbrevOp::VBR, 6));
  abbreviation->Add(BitCodeAbbrevOp(BitCodeAbbrevOp::VBR, 6));
  abbreviation->Add(BitCodeAbbrevOp(BitCodeAbbrevOp::Blob));
  unsigned id = stream.EmitAbbrev(std::move(abbreviation));
  uint64_t record[] = {bitc::METADATA_STRINGS, strings.size(), offset};
  stream.EmitRecordWithBlob(id, ArrayRef(record), StringRef(blob.data(), blob.size()));
}

void MetadataTable::writeNamedNodes(BitstreamWriter &stream) const {
  for (const NamedMDNode &named : module.named_metadata()) {
    SmallVector<uint64_t, 32> record;
    pushText(named.getName(), record);
    stream.EmitRecord(bitc::METADATA_NAME, record);
    record.clear();
    for (const MDNode *node : named.operands())
      record.push_back(numbers.lookup(node) - 1);
    stream.EmitRecord(bitc::METADATA_NAMED_NODE, record);
  }
}

void MetadataTable::pushAttachments(const Attachments &attachments,
                                    SmallVectorImpl<uint64_t> &record) const {
  for (auto [kind, node] : attachments) {
    record.push_back(kindNumber(kind));
    record.push_back(numbers.lookup(node) - 1);
  }
}

void MetadataTable::write(BitstreamWriter &stream,
                          const DenseMap<const Value *, unsigned> &globals) const {
  stream.EnterSubblock(bitc::METADATA_BLOCK_ID, 4);
  writeStrings(stream);
  SmallVector<uint64_t, 64> record;
  for (const ConstantAsMetadata *value : values) {
    TypeId type = typing.typeOf(value->getValue());
    record = {type, constants.numberOf(value->getValue(), type)};
    stream.EmitRecord(bitc::METADATA_VALUE, record);
  }
  for (const MDNode *node : nodes) {
    record.clear();
    if (isLineNode(*node)) {
      unsigned code = encodeLineNode(
          *node, [&](const Metadata *operand) { return numbers.lookup(operand); }, record);
      stream.EmitRecord(code, record);
      continue;
    }
    for (const MDOperand &operand : node->operands())
      record.push_back(operand ? numbers.lookup(operand) : 0);
    stream.EmitRecord(node->isDistinct() ? bitc::METADATA_DISTINCT_NODE : bitc::METADATA_NODE,
                      record);
  }
  writeNamedNodes(stream);

  auto writeGlobal = [&](const GlobalObject &global) {
    Attachments attachments = attachmentsOf(global);
    if (attachments.empty())
      return;
    record = {globals.lookup(&global)};
    pushAttachments(attachments, record);
    stream.EmitRecord(bitc::METADATA_GLOBAL_DECL_ATTACHMENT, record);
  };
  for (const GlobalVariable &global : module.globals())
    writeGlobal(global);
  for (const Function &function : module)
    if (function.isDeclaration())
      writeGlobal(function);
  stream.ExitBlock();
}

void MetadataTable::writeLine(BitstreamWriter &stream, const DILocation &line) const {
  uint64_t record[] = {line.getLine(), line.getColumn(), numbers.lookup(line.getScope()),
                       numbers.lookup(line.getInlinedAt()), line.isImplicitCode()};
  stream.EmitRecord(bitc::FUNC_CODE_DEBUG_LOC, record);
}

void MetadataTable::writeAttachments(
    BitstreamWriter &stream, const Function &function,
    const DenseMap<const Instruction *, unsigned> &instructionNumbers) const {
  bool open = false;
  auto writeRecord = [&](ArrayRef<uint64_t> record) {
    if (!open)
      stream.EnterSubblock(bitc::METADATA_ATTACHMENT_ID, 3);
    open = true;
    stream.EmitRecord(bitc::METADATA_ATTACHMENT, record);
  };
  SmallVector<uint64_t, 16> record;
  pushAttachments(attachmentsOf(function), record);
  if (!record.empty())
    writeRecord(record);
  for (const Instruction &inst : instructions(function)) {
    Attachments attachments = attachmentsOf(inst);
    if (attachments.empty())
      continue;
    record = {instructionNumbers.lookup(&inst)};
    pushAttachments(attachments, record);
    writeRecord(record);
  }
  if (open)
    stream.ExitBlock();
}

} // namespace tritonmetal::air
