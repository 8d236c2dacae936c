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

struct KeptAttribute {
  Attribute::AttrKind kind;
  unsigned code;
};

constexpr KeptAttribute keptAttributes[] = {
    {Attribute::Alignment, bitc::ATTR_KIND_ALIGNMENT},
    {Attribute::AlwaysInline, bitc::ATTR_KIND_ALWAYS_INLINE},
    {Attribute::Builtin, bitc::ATTR_KIND_BUILTIN},
    {Attribute::Cold, bitc::ATTR_KIND_COLD},
    {Attribute::Convergent, bitc::ATTR_KIND_CONVERGENT},
    {Attribute::Dereferenceable, bitc::ATTR_KIND_DEREFERENCEABLE},
    {Attribute::DereferenceableOrNull, bitc::ATTR_KIND_DEREFERENCEABLE_OR_NULL},
    {Attribute::Hot, bitc::ATTR_KIND_HOT},
    {Attribute::ImmArg, bitc::ATTR_KIND_IMMARG},
    {Attribute::InlineHint, bitc::ATTR_KIND_INLINE_HINT},
    {Attribute::MinSize, bitc::ATTR_KIND_MIN_SIZE},
    {Attribute::MustProgress, bitc::ATTR_KIND_MUSTPROGRESS},
    {Attribute::NoAlias, bitc::ATTR_KIND_NO_ALIAS},
    {Attribute::NoBuiltin, bitc::ATTR_KIND_NO_BUILTIN},
    {Attribute::NoCallback, bitc::ATTR_KIND_NO_CALLBACK},
    {Attribute::NoDuplicate, bitc::ATTR_KIND_NO_DUPLICATE},
    {Attribute::NoFree, bitc::ATTR_KIND_NOFREE},
    {Attribute::NoInline, bitc::ATTR_KIND_NO_INLINE},
    {Attribute::NoMerge, bitc::ATTR_KIND_NO_MERGE},
    {Attribute::NonNull, bitc::ATTR_KIND_NON_NULL},
    {Attribute::NoRecurse, bitc::ATTR_KIND_NO_RECURSE},
    {Attribute::NoReturn, bitc::ATTR_KIND_NO_RETURN},
    {Attribute::NoSync, bitc::ATTR_KIND_NOSYNC},
    {Attribute::NoUndef, bitc::ATTR_KIND_NOUNDEF},
    {Attribute::NoUnwind, bitc::ATTR_KIND_NO_UNWIND},
    {Attribute::OptimizeForSize, bitc::ATTR_KIND_OPTIMIZE_FOR_SIZE},
    {Attribute::OptimizeNone, bitc::ATTR_KIND_OPTIMIZE_NONE},
    {Attribute::ReadNone, bitc::ATTR_KIND_READ_NONE},
    {Attribute::ReadOnly, bitc::ATTR_KIND_READ_ONLY},
    {Attribute::Returned, bitc::ATTR_KIND_RETURNED},
    {Attribute::SExt, bitc::ATTR_KIND_S_EXT},
    {Attribute::Speculatable, bitc::ATTR_KIND_SPECULATABLE},
    {Attribute::StrictFP, bitc::ATTR_KIND_STRICT_FP},
    {Attribute::WillReturn, bitc::ATTR_KIND_WILLRETURN},
    {Attribute::WriteOnly, bitc::ATTR_KIND_WRITEONLY},
    {Attribute::ZExt, bitc::ATTR_KIND_Z_EXT},
};

/// Hints without a code in LLVM 14. Memory and Captures stand here because what remains of them is
/// spelled otherwise (encodeAttribute).
constexpr Attribute::AttrKind droppedAttributes[] = {
    Attribute::AllocatedPointer,
    Attribute::AllocKind,
    Attribute::Captures,
    Attribute::DeadOnReturn,
    Attribute::DeadOnUnwind,
    Attribute::Initializes,
    Attribute::Memory,
    Attribute::NoCreateUndefOrPoison,
    Attribute::NoDivergenceSource,
    Attribute::NoFPClass,
    Attribute::NoExt,
    Attribute::OptimizeForDebugging,
    Attribute::Range,
    Attribute::UWTable,
    Attribute::Writable,
};
} // namespace

static const KeptAttribute *findKept(Attribute::AttrKind kind) {
  auto *found =
      find_if(keptAttributes, [&](const KeptAttribute &kept) { return kept.kind == kind; });
  return found == std::end(keptAttributes) ? nullptr : found;
}

bool isAttributeSupported(Attribute attribute) {
  if (attribute.isStringAttribute())
    return true;
  Attribute::AttrKind kind = attribute.getKindAsEnum();
  return findKept(kind) || is_contained(droppedAttributes, kind);
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
  const KeptAttribute *kept = findKept(attribute.getKindAsEnum());
  if (!kept)
    return;
  if (attribute.isIntAttribute())
    record.insert(record.end(), {IntForm, kept->code, attribute.getValueAsInt()});
  else
    pushEnum(record, kept->code);
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
