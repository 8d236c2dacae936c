//===- TagGroups.cpp - Groups of tags to model ------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TagGroups.h"

#include "llvm/ADT/STLExtras.h"

#include <cstring>

using namespace llvm;

namespace tritonmetal::metallib {

Expected<RawGroup> readTags(ByteCursor &cursor, const Twine &what) {
  RawGroup group;
  while (true) {
    Expected<FourCC> id = cursor.number<uint32_t>("a tag of " + what);
    if (!id)
      return id.takeError();
    if (*id == tags::end)
      return group;
    std::string name = formatTag(*id);
    uint64_t length;
    if (hasWideLength(*id)) {
      Expected<uint32_t> wide = cursor.number<uint32_t>("the length of " + name + " in " + what);
      if (!wide)
        return wide.takeError();
      length = *wide;
    } else {
      Expected<uint16_t> narrow = cursor.number<uint16_t>("the length of " + name + " in " + what);
      if (!narrow)
        return narrow.takeError();
      length = *narrow;
    }
    Expected<ArrayRef<uint8_t>> payload = cursor.take(length, name + " in " + what);
    if (!payload)
      return payload.takeError();
    group.push_back({*id, Bytes(payload->begin(), payload->end())});
  }
}

Expected<RawGroup> readSizedGroup(ByteCursor &cursor, const Twine &what) {
  uint64_t begin = cursor.position();
  Expected<uint32_t> size = cursor.number<uint32_t>("the size of " + what);
  if (!size)
    return size.takeError();
  if (*size < 8)
    return makeError(what + " at byte " + Twine(begin) + " says that it has " + countBytes(*size) +
                     "; the smallest group has 8 bytes");
  Expected<ByteCursor> inside = cursor.sub(*size - 4, what);
  if (!inside)
    return inside.takeError();
  Expected<RawGroup> group = readTags(*inside, what);
  if (!group)
    return group.takeError();
  if (Error error = inside->finish("the end of " + what))
    return std::move(error);
  return group;
}

Error checkUnique(ArrayRef<Tag> tags, ArrayRef<FourCC> ids, const Twine &what) {
  for (FourCC id : ids)
    if (count_if(tags, [&](const Tag &tag) { return tag.id == id; }) > 1)
      return makeError(what + " has more than one " + formatTag(id));
  return Error::success();
}

/// Takes the payload out of a tag that has a field of its own.
static Bytes takePayload(Tag &tag) {
  Bytes payload = std::move(tag.payload);
  tag.payload.clear();
  return payload;
}

static Error checkSize(const Tag &tag, size_t size, const Twine &what) {
  if (tag.payload.size() == size)
    return Error::success();
  return makeError(formatTag(tag.id) + " in " + what + " has " + countBytes(tag.payload.size()) +
                   "; " + Twine(size) + " expected");
}

/// A payload that is one string with its zero byte.
static Expected<std::string> takeString(Tag &tag, const Twine &what) {
  Bytes payload = takePayload(tag);
  std::string name = formatTag(tag.id) + " in " + what.str();
  ByteCursor cursor(payload, 0);
  Expected<StringRef> text = cursor.string(name);
  if (!text)
    return text.takeError();
  if (Error error = cursor.finish(name))
    return std::move(error);
  return text->str();
}

/// A payload that is one 64-bit number.
static Expected<uint64_t> takeNumber(Tag &tag, const Twine &what) {
  if (Error error = checkSize(tag, 8, what))
    return std::move(error);
  return support::endian::read64le(takePayload(tag).data());
}

static Error decodeName(Tag &tag, FunctionRecord &record, const Twine &what) {
  Expected<std::string> name = takeString(tag, what);
  if (!name)
    return name.takeError();
  if (name->empty())
    return makeError("NAME in " + what + " is empty");
  record.function.name = std::move(*name);
  return Error::success();
}

static Error decodeOffsets(Tag &tag, FunctionRecord &record, const Twine &what) {
  if (Error error = checkSize(tag, sizeof(FunctionOffsets), what))
    return error;
  FunctionOffsets offsets;
  std::memcpy(&offsets, takePayload(tag).data(), sizeof(offsets));
  record.publicMetadata = offsets.publicMetadata;
  record.privateMetadata = offsets.privateMetadata;
  record.module = offsets.module;
  return Error::success();
}

static Error decodeVersions(Tag &tag, FunctionRecord &record, const Twine &what) {
  if (Error error = checkSize(tag, sizeof(FunctionVersions), what))
    return error;
  FunctionVersions versions;
  std::memcpy(&versions, takePayload(tag).data(), sizeof(versions));
  record.function.air = {versions.airMajor, versions.airMinor, 0};
  record.function.language = {versions.languageMajor, versions.languageMinor, 0};
  return Error::success();
}

static Error decodeNumber(Tag &tag, std::optional<uint64_t> &field, const Twine &what) {
  Expected<uint64_t> number = takeNumber(tag, what);
  if (!number)
    return number.takeError();
  field = *number;
  return Error::success();
}

static Error decodeFunctionTag(Tag &tag, FunctionRecord &record, const Twine &what) {
  Function &function = record.function;
  switch (tag.id) {
  case tags::name:
    return decodeName(tag, record, what);
  case tags::type:
    if (Error error = checkSize(tag, 1, what))
      return error;
    function.type = static_cast<FunctionType>(takePayload(tag)[0]);
    return Error::success();
  case tags::hash: {
    if (Error error = checkSize(tag, function.hash.size(), what))
      return error;
    Bytes payload = takePayload(tag);
    copy(payload, function.hash.begin());
    return Error::success();
  }
  case tags::offsets:
    return decodeOffsets(tag, record, what);
  case tags::versions:
    return decodeVersions(tag, record, what);
  case tags::moduleSize:
    return decodeNumber(tag, record.moduleSize, what);
  case tags::sourceOffset:
    return decodeNumber(tag, record.source, what);
  case tags::reflectionOffset:
    return decodeNumber(tag, record.reflection, what);
  default:
    return Error::success();
  }
}

Expected<FunctionRecord> decodeFunction(RawGroup tags, const Twine &what) {
  if (Error error = checkUnique(tags,
                                {tags::name, tags::type, tags::hash, tags::offsets, tags::versions,
                                 tags::moduleSize, tags::sourceOffset, tags::reflectionOffset},
                                what))
    return std::move(error);
  for (FourCC id : {tags::name, tags::type, tags::hash, tags::offsets, tags::versions})
    if (none_of(tags, [&](const Tag &tag) { return tag.id == id; }))
      return makeError(what + " has no " + formatTag(id));
  FunctionRecord record;
  for (Tag &tag : tags)
    if (Error error = decodeFunctionTag(tag, record, what))
      return std::move(error);
  record.function.tags = std::move(tags);
  return record;
}

static Expected<std::vector<FunctionConstant>> decodeConstants(ArrayRef<uint8_t> payload,
                                                               const Twine &what) {
  ByteCursor cursor(payload, 0);
  Expected<uint16_t> count = cursor.number<uint16_t>("the count of CNST in " + what);
  if (!count)
    return count.takeError();
  std::vector<FunctionConstant> constants;
  for (unsigned i = 0; i < *count; ++i) {
    FunctionConstant constant;
    std::string name = "constant " + std::to_string(i) + " of CNST in " + what.str();
    Expected<StringRef> text = cursor.string(name);
    if (!text)
      return text.takeError();
    Expected<ArrayRef<uint8_t>> rest = cursor.take(4, name);
    if (!rest)
      return rest.takeError();
    constant.name = text->str();
    constant.dataType = (*rest)[0];
    constant.index = support::endian::read16le(rest->data() + 1);
    constant.active = (*rest)[3];
    constants.push_back(std::move(constant));
  }
  if (Error error = cursor.finish("CNST in " + what))
    return std::move(error);
  return constants;
}

Expected<PublicMetadata> decodePublicMetadata(RawGroup tags, const Twine &what) {
  if (Error error = checkUnique(tags, {tags::constants}, what))
    return std::move(error);
  PublicMetadata metadata;
  for (Tag &tag : tags) {
    if (tag.id != tags::constants)
      continue;
    Expected<std::vector<FunctionConstant>> constants = decodeConstants(takePayload(tag), what);
    if (!constants)
      return constants.takeError();
    metadata.constants = std::move(*constants);
  }
  metadata.tags = std::move(tags);
  return metadata;
}

static Expected<SourcePosition> decodePosition(Tag &tag, const Twine &what) {
  Bytes payload = takePayload(tag);
  ByteCursor cursor(payload, 0);
  Expected<uint32_t> line = cursor.number<uint32_t>("the line of DEBI in " + what);
  if (!line)
    return line.takeError();
  Expected<StringRef> path = cursor.string("the path of DEBI in " + what);
  if (!path)
    return path.takeError();
  if (Error error = cursor.finish("DEBI in " + what))
    return std::move(error);
  return SourcePosition{*line, path->str()};
}

Expected<PrivateMetadata> decodePrivateMetadata(RawGroup tags, const Twine &what) {
  if (Error error = checkUnique(tags, {tags::debugInfo, tags::dependency}, what))
    return std::move(error);
  PrivateMetadata metadata;
  for (Tag &tag : tags) {
    if (tag.id == tags::debugInfo) {
      Expected<SourcePosition> position = decodePosition(tag, what);
      if (!position)
        return position.takeError();
      metadata.position = std::move(*position);
    } else if (tag.id == tags::dependency) {
      Expected<std::string> name = takeString(tag, what);
      if (!name)
        return name.takeError();
      metadata.dependency = std::move(*name);
    }
  }
  metadata.tags = std::move(tags);
  return metadata;
}

Expected<SourceArchive> decodeSourceArchive(RawGroup tags, const Twine &what) {
  if (Error error = checkUnique(tags, {tags::sourceArchive}, what))
    return std::move(error);
  SourceArchive archive;
  bool found = false;
  for (Tag &tag : tags) {
    if (tag.id != tags::sourceArchive)
      continue;
    found = true;
    Bytes payload = takePayload(tag);
    ByteCursor cursor(payload, 0);
    Expected<StringRef> id = cursor.string("the name of SARC in " + what);
    if (!id)
      return id.takeError();
    archive.id = id->str();
    archive.contents.assign(payload.begin() + id->size() + 1, payload.end());
  }
  if (!found)
    return makeError(what + " has no SARC");
  archive.tags = std::move(tags);
  return archive;
}

} // namespace tritonmetal::metallib
