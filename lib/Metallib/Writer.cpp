//===- Writer.cpp - Metallib model to bytes ---------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sections that others refer to are made first, each in a buffer of its own that knows where its
// groups start. Then the function list and the header extension, whose sizes fix all offsets.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Writer.h"

#include "ByteCursor.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace tritonmetal::metallib {

namespace {

/// Bytes that grow at their end. The first thing that does not fit is remembered as the error.
class ByteSink {
public:
  void number(uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i)
      bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
  }
  void append(ArrayRef<uint8_t> more) { bytes.insert(bytes.end(), more.begin(), more.end()); }
  void string(StringRef text) {
    if (text.contains('\0'))
      fail("string '" + text.take_until([](char c) { return c == '\0'; }) +
           "...' has a zero byte inside");
    append(arrayRefFromStringRef(text));
    bytes.push_back(0);
  }
  void tag(FourCC id, ArrayRef<uint8_t> payload) {
    unsigned lengthSize = hasWideLength(id) ? 4 : 2;
    if (payload.size() >> (8 * lengthSize))
      fail(formatTag(id) + " needs " + countBytes(payload.size()) + "; its length field allows " +
           Twine((uint64_t(1) << (8 * lengthSize)) - 1));
    number(id, 4);
    number(payload.size(), lengthSize);
    append(payload);
  }
  /// A group of tags behind a size that counts itself.
  void sizedGroup(const ByteSink &group) {
    if (group.size() + 8 > UINT32_MAX)
      fail("a group of tags has " + countBytes(group.size()) + ", more than its size can say");
    number(group.size() + 8, 4);
    absorb(group);
    number(tags::end, 4);
  }
  void absorb(const ByteSink &other) {
    append(other.bytes);
    if (message.empty())
      message = other.message;
  }
  void fail(const Twine &reason) {
    if (message.empty())
      message = reason.str();
  }

  size_t size() const { return bytes.size(); }
  ArrayRef<uint8_t> data() const { return bytes; }
  const std::string &failure() const { return message; }

private:
  Bytes bytes;
  std::string message;
};

/// A section, and where the groups in it start.
struct Section {
  ByteSink bytes;
  std::vector<uint64_t> starts;
};

class LibraryWriter {
public:
  explicit LibraryWriter(const Library &library) : library(library) {}

  Error write(SmallVectorImpl<char> &out);

private:
  void makeMetadata();
  void makeModules();
  void makeSources();
  void makeTrailingSections();
  Section makeGroupList(ArrayRef<RawGroup> groups) const;
  void makeFunctions();
  void functionTag(ByteSink &group, const Function &function, const Tag &tag);
  uint64_t startOf(const Section &section, size_t index, const Function &function,
                   const char *what);
  ByteSink makeExtension(uint64_t trailingStart);
  FileHeader makeHeader(uint64_t extensionSize, uint64_t trailingSize) const;
  TagOrder functionOrder(const Function &function) const;
  TagOrder extensionOrder() const;
  const Section *trailingSection(FourCC id) const;

  const Library &library;
  ByteSink functions;
  Section publicMetadata, privateMetadata, modules;
  std::optional<Section> sources, dynamicHeader, imports, reflection, scripts;
};

} // namespace

/// The list of the model, or if it is empty, those of `ids` that are present.
static TagOrder orderOf(const TagOrder &given, ArrayRef<std::pair<FourCC, bool>> ids) {
  if (!given.empty())
    return given;
  TagOrder order;
  for (auto [id, present] : ids)
    if (present)
      order.push_back({id, {}});
  return order;
}

static void rawTags(ByteSink &group, ArrayRef<Tag> tags) {
  for (const Tag &tag : tags)
    group.tag(tag.id, tag.payload);
}

static ByteSink makeConstants(ArrayRef<FunctionConstant> constants) {
  ByteSink payload;
  if (constants.size() > UINT16_MAX)
    payload.fail("a function has " + Twine(constants.size()) + " function constants; CNST allows " +
                 Twine(UINT16_MAX));
  payload.number(constants.size(), 2);
  for (const FunctionConstant &constant : constants) {
    payload.string(constant.name);
    payload.number(constant.dataType, 1);
    payload.number(constant.index, 2);
    payload.number(constant.active, 1);
  }
  return payload;
}

/// Adds a tag whose payload was made in `payload`.
static void madeTag(ByteSink &group, FourCC id, const ByteSink &payload) {
  if (!payload.failure().empty())
    group.fail(payload.failure());
  group.tag(id, payload.data());
}

void LibraryWriter::makeMetadata() {
  for (const PublicMetadata &metadata : library.publicMetadata) {
    ByteSink group;
    for (const Tag &tag :
         orderOf(metadata.tags, {{tags::constants, metadata.constants.has_value()}})) {
      if (tag.id == tags::constants && metadata.constants)
        madeTag(group, tag.id, makeConstants(*metadata.constants));
      else
        group.tag(tag.id, tag.payload);
    }
    publicMetadata.starts.push_back(publicMetadata.bytes.size());
    publicMetadata.bytes.sizedGroup(group);
  }
  for (const PrivateMetadata &metadata : library.privateMetadata) {
    ByteSink group;
    for (const Tag &tag :
         orderOf(metadata.tags, {{tags::debugInfo, metadata.position.has_value()},
                                 {tags::dependency, metadata.dependency.has_value()}})) {
      ByteSink payload;
      if (tag.id == tags::debugInfo && metadata.position) {
        payload.number(metadata.position->line, 4);
        payload.string(metadata.position->path);
      } else if (tag.id == tags::dependency && metadata.dependency) {
        payload.string(*metadata.dependency);
      } else {
        payload.append(tag.payload);
      }
      madeTag(group, tag.id, payload);
    }
    privateMetadata.starts.push_back(privateMetadata.bytes.size());
    privateMetadata.bytes.sizedGroup(group);
  }
}

void LibraryWriter::makeModules() {
  for (const Module &module : library.modules) {
    modules.starts.push_back(modules.bytes.size());
    modules.bytes.append(module.bytes);
  }
}

void LibraryWriter::makeSources() {
  const Sources &from = *library.sources;
  Section &section = sources.emplace();
  section.bytes.number(from.archives.size(), 4);
  section.bytes.string(from.commandLine);
  if (from.workingDirectory)
    section.bytes.string(*from.workingDirectory);
  for (const SourceArchive &archive : from.archives) {
    ByteSink group;
    for (const Tag &tag : orderOf(archive.tags, {{tags::sourceArchive, true}})) {
      ByteSink payload;
      if (tag.id == tags::sourceArchive) {
        payload.string(archive.id);
        payload.append(archive.contents);
      } else {
        payload.append(tag.payload);
      }
      madeTag(group, tag.id, payload);
    }
    group.number(tags::end, 4);
    if (group.size() > UINT32_MAX)
      group.fail("a source archive has " + countBytes(group.size()) +
                 ", more than its size can say");
    section.bytes.number(group.size(), 4);
    section.starts.push_back(section.bytes.size());
    section.bytes.absorb(group);
  }
}

Section LibraryWriter::makeGroupList(ArrayRef<RawGroup> groups) const {
  Section section;
  section.bytes.number(groups.size(), 4);
  for (const RawGroup &tags : groups) {
    ByteSink group;
    rawTags(group, tags);
    section.starts.push_back(section.bytes.size());
    section.bytes.sizedGroup(group);
  }
  return section;
}

void LibraryWriter::makeTrailingSections() {
  if (library.sources)
    makeSources();
  if (library.dynamicHeader) {
    dynamicHeader.emplace();
    rawTags(dynamicHeader->bytes, *library.dynamicHeader);
    dynamicHeader->bytes.number(tags::end, 4);
  }
  if (library.imports)
    imports = makeGroupList(*library.imports);
  if (library.reflection)
    reflection = makeGroupList(*library.reflection);
  if (library.scripts)
    scripts.emplace().bytes.append(*library.scripts);
}

TagOrder LibraryWriter::functionOrder(const Function &function) const {
  return orderOf(function.tags, {{tags::name, true},
                                 {tags::type, true},
                                 {tags::hash, true},
                                 {tags::offsets, true},
                                 {tags::versions, true},
                                 {tags::moduleSize, true},
                                 {tags::sourceOffset, function.source.has_value()},
                                 {tags::reflectionOffset, function.reflection.has_value()}});
}

uint64_t LibraryWriter::startOf(const Section &section, size_t index, const Function &function,
                                const char *what) {
  if (index < section.starts.size())
    return section.starts[index];
  functions.fail("function '" + function.name + "' refers to " + what + " " + Twine(index) +
                 ", but there are " + Twine(section.starts.size()));
  return 0;
}

void LibraryWriter::functionTag(ByteSink &group, const Function &function, const Tag &tag) {
  ByteSink payload;
  static const Section none;
  switch (tag.id) {
  case tags::name:
    payload.string(function.name);
    break;
  case tags::type:
    payload.number(static_cast<uint8_t>(function.type), 1);
    break;
  case tags::hash:
    payload.append(function.hash);
    break;
  case tags::offsets:
    payload.number(startOf(publicMetadata, function.publicMetadata, function, "public group"), 8);
    payload.number(startOf(privateMetadata, function.privateMetadata, function, "private group"),
                   8);
    payload.number(startOf(modules, function.module, function, "module"), 8);
    break;
  case tags::versions:
    for (uint16_t number :
         {function.air.major, function.air.minor, function.language.major, function.language.minor})
      payload.number(number, 2);
    break;
  case tags::moduleSize:
    if (function.module < library.modules.size())
      payload.number(library.modules[function.module].bytes.size(), 8);
    break;
  case tags::sourceOffset:
    payload.number(startOf(sources ? *sources : none, function.source.value_or(SIZE_MAX), function,
                           "source archive"),
                   8);
    break;
  case tags::reflectionOffset:
    payload.number(startOf(reflection ? *reflection : none, function.reflection.value_or(SIZE_MAX),
                           function, "reflection group"),
                   8);
    break;
  default:
    payload.append(tag.payload);
  }
  madeTag(group, tag.id, payload);
}

void LibraryWriter::makeFunctions() {
  for (const Function &function : library.functions) {
    ByteSink group;
    for (const Tag &tag : functionOrder(function))
      functionTag(group, function, tag);
    functions.sizedGroup(group);
  }
}

TagOrder LibraryWriter::extensionOrder() const {
  bool oldSources = library.sources && !library.sources->workingDirectory;
  bool newSources = library.sources && library.sources->workingDirectory;
  return orderOf(library.extension, {{tags::sourcesOld, oldSources},
                                     {tags::sources, newSources},
                                     {tags::dynamicHeader, dynamicHeader.has_value()},
                                     {tags::importList, imports.has_value()},
                                     {tags::reflectionList, reflection.has_value()},
                                     {tags::scriptList, scripts.has_value()},
                                     {tags::uuid, library.uuid.has_value()}});
}

const Section *LibraryWriter::trailingSection(FourCC id) const {
  auto get = [](const std::optional<Section> &section) { return section ? &*section : nullptr; };
  switch (id) {
  case tags::sourcesOld:
  case tags::sources:
    return get(sources);
  case tags::dynamicHeader:
    return get(dynamicHeader);
  case tags::importList:
    return get(imports);
  case tags::reflectionList:
    return get(reflection);
  case tags::scriptList:
    return get(scripts);
  default:
    return nullptr;
  }
}

/// The extension for trailing sections that start at `trailingStart`; its size does not depend on
/// it.
ByteSink LibraryWriter::makeExtension(uint64_t trailingStart) {
  ByteSink extension;
  uint64_t offset = trailingStart;
  for (const Tag &tag : extensionOrder()) {
    ByteSink payload;
    if (const Section *section = trailingSection(tag.id)) {
      payload.number(offset, 8);
      payload.number(section->bytes.size(), 8);
      offset += section->bytes.size();
    } else if (tag.id == tags::uuid && library.uuid) {
      payload.append(*library.uuid);
    } else {
      payload.append(tag.payload);
    }
    madeTag(extension, tag.id, payload);
  }
  extension.number(tags::end, 4);
  return extension;
}

FileHeader LibraryWriter::makeHeader(uint64_t extensionSize, uint64_t trailingSize) const {
  FileHeader header;
  std::copy(std::begin(fileMagic), std::end(fileMagic), header.magic);
  header.formatMajor = library.format.major | (library.macOSFamily ? macOSFamilyBit : 0);
  header.formatMinor = library.format.minor;
  header.formatPatch = library.format.patch;
  header.fileType = static_cast<uint8_t>(library.fileType) | (library.stub ? stubBit : 0);
  bool hasPlatform = library.format.patch >= firstPatchWithPlatform;
  uint8_t platform = static_cast<uint8_t>(library.platform) | (library.is64Bit ? is64BitBit : 0);
  header.platform = hasPlatform ? platform : 0;
  header.osMajor = hasPlatform ? library.os.major : 0;
  header.osMinor = hasPlatform ? static_cast<uint8_t>(library.os.minor) : 0;
  header.osPatch = hasPlatform ? static_cast<uint8_t>(library.os.patch) : 0;

  uint64_t offset = sizeof(FileHeader);
  auto place = [&](SectionRange &range, uint64_t size) {
    range.offset = offset;
    range.size = size;
    offset += size;
  };
  place(header.functionList, functions.size());
  offset += 4 + extensionSize;
  place(header.publicMetadata, publicMetadata.bytes.size());
  place(header.privateMetadata, privateMetadata.bytes.size());
  place(header.modules, modules.bytes.size());
  header.fileSize = offset + trailingSize;
  return header;
}

Error LibraryWriter::write(SmallVectorImpl<char> &out) {
  if (library.os.minor > UINT8_MAX || library.os.patch > UINT8_MAX)
    return makeError("deployment version " + library.os.str() +
                     " does not fit: minor and patch go up to 255");
  makeMetadata();
  makeModules();
  makeTrailingSections();
  makeFunctions();

  uint64_t extensionSize = makeExtension(0).size();
  FileHeader header = makeHeader(extensionSize, 0);
  uint64_t trailingStart = header.fileSize;
  ByteSink extension = makeExtension(trailingStart);
  ByteSink file;
  for (const ByteSink *part :
       {&functions, &extension, &publicMetadata.bytes, &privateMetadata.bytes, &modules.bytes}) {
    if (part == &functions)
      file.number(library.functions.size(), 4);
    file.absorb(*part);
  }
  for (const Tag &tag : extensionOrder())
    if (const Section *section = trailingSection(tag.id))
      file.absorb(section->bytes);
  if (!file.failure().empty())
    return makeError(file.failure());

  header.fileSize = sizeof(FileHeader) + file.size();
  const auto *front = reinterpret_cast<const char *>(&header);
  out.append(front, front + sizeof(header));
  out.append(file.data().begin(), file.data().end());
  return Error::success();
}

Error writeLibrary(const Library &library, SmallVectorImpl<char> &out) {
  return LibraryWriter(library).write(out);
}

} // namespace tritonmetal::metallib
