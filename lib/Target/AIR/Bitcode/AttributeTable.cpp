//===- AttributeTable.cpp - Attributes in LLVM-14 spelling ----------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AttributeTable.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamWriter.h"
#include "llvm/Support/ModRef.h"

using namespace llvm;

namespace tritonmetal::air {

namespace {
/// Forms of an attribute inside a group record.
enum AttributeForm : unsigned { EnumForm = 0, IntForm = 1, StringForm = 3, StringValueForm = 4 };

/// Returned by attributeCode for what has no code of its own.
enum : unsigned { Dropped = ~0u, Refused = ~0u - 1 };
} // namespace

/// The code of an attribute that is kept, or Dropped or Refused. memory and captures are respelled
/// by encodeAttribute and count as dropped here.
static unsigned attributeCode(Attribute::AttrKind kind) {
  switch (kind) {
  case Attribute::Alignment:
    return bitc::ATTR_KIND_ALIGNMENT;
  case Attribute::AlwaysInline:
    return bitc::ATTR_KIND_ALWAYS_INLINE;
  case Attribute::Builtin:
    return bitc::ATTR_KIND_BUILTIN;
  case Attribute::Cold:
    return bitc::ATTR_KIND_COLD;
  case Attribute::Convergent:
    return bitc::ATTR_KIND_CONVERGENT;
  case Attribute::Dereferenceable:
    return bitc::ATTR_KIND_DEREFERENCEABLE;
  case Attribute::DereferenceableOrNull:
    return bitc::ATTR_KIND_DEREFERENCEABLE_OR_NULL;
  case Attribute::Hot:
    return bitc::ATTR_KIND_HOT;
  case Attribute::ImmArg:
    return bitc::ATTR_KIND_IMMARG;
  case Attribute::InlineHint:
    return bitc::ATTR_KIND_INLINE_HINT;
  case Attribute::MinSize:
    return bitc::ATTR_KIND_MIN_SIZE;
  case Attribute::MustProgress:
    return bitc::ATTR_KIND_MUSTPROGRESS;
  case Attribute::NoAlias:
    return bitc::ATTR_KIND_NO_ALIAS;
  case Attribute::NoBuiltin:
    return bitc::ATTR_KIND_NO_BUILTIN;
  case Attribute::NoCallback:
    return bitc::ATTR_KIND_NO_CALLBACK;
  case Attribute::NoDuplicate:
    return bitc::ATTR_KIND_NO_DUPLICATE;
  case Attribute::NoFree:
    return bitc::ATTR_KIND_NOFREE;
  case Attribute::NoInline:
    return bitc::ATTR_KIND_NO_INLINE;
  case Attribute::NoMerge:
    return bitc::ATTR_KIND_NO_MERGE;
  case Attribute::NonNull:
    return bitc::ATTR_KIND_NON_NULL;
  case Attribute::NoRecurse:
    return bitc::ATTR_KIND_NO_RECURSE;
  case Attribute::NoReturn:
    return bitc::ATTR_KIND_NO_RETURN;
  case Attribute::NoSync:
    return bitc::ATTR_KIND_NOSYNC;
  case Attribute::NoUndef:
    return bitc::ATTR_KIND_NOUNDEF;
  case Attribute::NoUnwind:
    return bitc::ATTR_KIND_NO_UNWIND;
  case Attribute::OptimizeForSize:
    return bitc::ATTR_KIND_OPTIMIZE_FOR_SIZE;
  case Attribute::OptimizeNone:
    return bitc::ATTR_KIND_OPTIMIZE_NONE;
  case Attribute::ReadNone:
    return bitc::ATTR_KIND_READ_NONE;
  case Attribute::ReadOnly:
    return bitc::ATTR_KIND_READ_ONLY;
  case Attribute::Returned:
    return bitc::ATTR_KIND_RETURNED;
  case Attribute::SExt:
    return bitc::ATTR_KIND_S_EXT;
  case Attribute::Speculatable:
    return bitc::ATTR_KIND_SPECULATABLE;
  case Attribute::StrictFP:
    return bitc::ATTR_KIND_STRICT_FP;
  case Attribute::WillReturn:
    return bitc::ATTR_KIND_WILLRETURN;
  case Attribute::WriteOnly:
    return bitc::ATTR_KIND_WRITEONLY;
  case Attribute::ZExt:
    return bitc::ATTR_KIND_Z_EXT;
  case Attribute::AllocatedPointer:
  case Attribute::AllocKind:
  case Attribute::Captures:
  case Attribute::DeadOnReturn:
  case Attribute::DeadOnUnwind:
  case Attribute::Initializes:
  case Attribute::Memory:
  case Attribute::NoCreateUndefOrPoison:
  case Attribute::NoDivergenceSource:
  case Attribute::NoFPClass:
  case Attribute::NoExt:
  case Attribute::OptimizeForDebugging:
  case Attribute::Range:
  case Attribute::UWTable:
  case Attribute::Writable:
    return Dropped;
  default:
    return Refused;
  }
}

bool isAttributeSupported(Attribute attribute) {
  return attribute.isStringAttribute() || attributeCode(attribute.getKindAsEnum()) != Refused;
}

static void pushEnum(std::vector<uint64_t> &record, unsigned code) {
  record.insert(record.end(), {EnumForm, code});
}

/// LLVM 14 knows one kind of access (all locations alike) and three sets of locations.
static void encodeMemory(MemoryEffects effects, std::vector<uint64_t> &record) {
  if (effects.doesNotAccessMemory())
    return pushEnum(record, bitc::ATTR_KIND_READ_NONE);
  if (effects.onlyReadsMemory())
    pushEnum(record, bitc::ATTR_KIND_READ_ONLY);
  else if (effects.onlyWritesMemory())
    pushEnum(record, bitc::ATTR_KIND_WRITEONLY);
  if (effects.onlyAccessesArgPointees())
    pushEnum(record, bitc::ATTR_KIND_ARGMEMONLY);
  else if (effects.onlyAccessesInaccessibleMem())
    pushEnum(record, bitc::ATTR_KIND_INACCESSIBLEMEM_ONLY);
  else if (effects.onlyAccessesInaccessibleOrArgMem())
    pushEnum(record, bitc::ATTR_KIND_INACCESSIBLEMEM_OR_ARGMEMONLY);
}

static void pushString(std::vector<uint64_t> &record, StringRef text) {
  for (unsigned char c : text)
    record.push_back(c);
  record.push_back(0);
}

static void encodeAttribute(Attribute attribute, std::vector<uint64_t> &record) {
  if (attribute.isStringAttribute()) {
    StringRef value = attribute.getValueAsString();
    record.push_back(value.empty() ? StringForm : StringValueForm);
    pushString(record, attribute.getKindAsString());
    if (!value.empty())
      pushString(record, value);
    return;
  }
  if (attribute.hasAttribute(Attribute::Memory))
    return encodeMemory(attribute.getMemoryEffects(), record);
  if (attribute.hasAttribute(Attribute::Captures)) {
    if (capturesNothing(attribute.getCaptureInfo()))
      pushEnum(record, bitc::ATTR_KIND_NO_CAPTURE);
    return;
  }
  unsigned code = attributeCode(attribute.getKindAsEnum());
  if (code == Dropped)
    return;
  if (attribute.isIntAttribute())
    record.insert(record.end(), {IntForm, code, attribute.getValueAsInt()});
  else
    pushEnum(record, code);
}

unsigned AttributeTable::enter(AttributeList list) {
  Record numbers;
  auto addGroup = [&](unsigned index) {
    Record record{index};
    for (Attribute attribute : list.getAttributes(index))
      encodeAttribute(attribute, record);
    if (record.size() == 1)
      return;
    auto [it, isNew] = groups.try_emplace(record, groupOrder.size() + 1);
    if (isNew)
      groupOrder.push_back(record);
    numbers.push_back(it->second);
  };
  if (list.isEmpty())
    return 0;
  // Function, result, parameters: the order in which LLVM 14 keeps them.
  addGroup(AttributeList::FunctionIndex);
  for (unsigned index = 0, end = list.getNumAttrSets() - 1; index < end; ++index)
    addGroup(index);
  if (numbers.empty())
    return 0;
  auto [it, isNew] = lists.try_emplace(numbers, listOrder.size() + 1);
  if (isNew)
    listOrder.push_back(numbers);
  return it->second;
}

void AttributeTable::write(BitstreamWriter &stream) const {
  if (listOrder.empty())
    return;
  stream.EnterSubblock(bitc::PARAMATTR_GROUP_BLOCK_ID, 3);
  for (const auto &[index, group] : llvm::enumerate(groupOrder)) {
    Record record{index + 1};
    record.insert(record.end(), group.begin(), group.end());
    stream.EmitRecord(bitc::PARAMATTR_GRP_CODE_ENTRY, record);
  }
  stream.ExitBlock();

  stream.EnterSubblock(bitc::PARAMATTR_BLOCK_ID, 3);
  for (const Record &list : listOrder)
    stream.EmitRecord(bitc::PARAMATTR_CODE_ENTRY, list);
  stream.ExitBlock();
}

} // namespace tritonmetal::air
