//===- Reader.cpp - Bytes to metallib model ---------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reader goes through the file once, in its order. References between sections (function to
// metadata group, to module, to reflection group) are resolved last, when all targets are known.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Reader.h"

#include "TagGroups.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SHA256.h"

#include <cstring>

using namespace llvm;

namespace tritonmetal::metallib {

namespace {

/// Where the groups of a section start, relative to the section; ascending.
using GroupStarts = std::vector<uint64_t>;

class LibraryReader {
public:
  LibraryReader(ArrayRef<uint8_t> file, HashCheck hashCheck) : file(file), hashCheck(hashCheck) {}

  Expected<Library> read();
  Expected<std::vector<FunctionView>> list();

private:
  Error readHeader();
  Error decodeFormat();
  Error decodePlatform();
  Error checkSections() const;
  Error readFunctions();
  Error readExtension();
  Error readPublicMetadata();
  Error readPrivateMetadata();
  Error readTrailingSections();
  Error readSection(FourCC id, ByteCursor &cursor);
  Error readSources(ByteCursor &cursor);
  Error readGroupList(ByteCursor &cursor, std::vector<RawGroup> &groups, GroupStarts *starts,
                      const Twine &what);
  Error resolveModules();
  Error copyModules();
  Error resolveReferences();
  Error checkHashes() const;

  ByteCursor section(const SectionRange &range) const {
    return ByteCursor(file.slice(range.offset, range.size), range.offset);
  }

  ArrayRef<uint8_t> file;
  HashCheck hashCheck;
  FileHeader header;
  Library library;
  std::vector<FunctionRecord> records;
  std::vector<ArrayRef<uint8_t>> modules;
  std::vector<std::pair<FourCC, SectionRange>> trailing;
  GroupStarts publicStarts, privateStarts, sourceStarts, reflectionStarts;
};

} // namespace

Error LibraryReader::readHeader() {
  if (file.size() < sizeof(FileHeader))
    return makeError("file has " + countBytes(file.size()) + "; the header of a metallib has " +
                     Twine(sizeof(FileHeader)));
  std::memcpy(&header, file.data(), sizeof(header));
  if (std::memcmp(header.magic, fileMagic, sizeof(fileMagic)) != 0)
    return makeError("file does not start with 'MTLB', so it is no metallib");
  if (Error error = decodeFormat())
    return error;
  if (Error error = decodePlatform())
    return error;
  if (header.fileSize != file.size())
    return makeError("header says that the file has " + countBytes(header.fileSize) +
                     ", but it has " + Twine(file.size()));
  return checkSections();
}

Error LibraryReader::decodeFormat() {
  library.macOSFamily = (header.formatMajor & macOSFamilyBit) != 0;
  library.format = {static_cast<uint16_t>(header.formatMajor & ~macOSFamilyBit), header.formatMinor,
                    header.formatPatch};
  if (library.format.major != 1 || library.format.minor != 2)
    return makeError("format version is " + library.format.str() + "; only 1.2 is known");
  uint8_t fileType = header.fileType & ~stubBit;
  library.fileType = static_cast<FileType>(fileType);
  library.stub = (header.fileType & stubBit) != 0;
  if (!getName(library.fileType))
    return makeError("file type is " + Twine(unsigned(fileType)) + "; 0 to 3 are known");
  return Error::success();
}

Error LibraryReader::decodePlatform() {
  uint8_t platform = header.platform & ~is64BitBit;
  library.platform = static_cast<Platform>(platform);
  library.is64Bit = (header.platform & is64BitBit) != 0;
  library.os = {header.osMajor, header.osMinor, header.osPatch};
  if (header.formatPatch < firstPatchWithPlatform) {
    if (header.platform != 0 || library.os != Version())
      return makeError("bytes 11 to 15 are not zero, but format " + library.format.str() +
                       " has no platform; it came with 1.2.6");
    return Error::success();
  }
  if (platform == 0 || !getName(library.platform))
    return makeError("platform is " + Twine(unsigned(platform)) + "; 1 (macOS) to 12 are known");
  return Error::success();
}

/// The four sections of the header must lie in the file, in order; between the function list and
/// the public metadata there is room for the header extension.
Error LibraryReader::checkSections() const {
  struct Named {
    const char *name;
    uint64_t begin;
    uint64_t size;
  };
  const Named sections[] = {
      {"function list", header.functionList.offset, header.functionList.size},
      {"public metadata", header.publicMetadata.offset, header.publicMetadata.size},
      {"private metadata", header.privateMetadata.offset, header.privateMetadata.size},
      {"module section", header.modules.offset, header.modules.size}};
  uint64_t expected = sizeof(FileHeader);
  for (const Named &section : sections) {
    bool isFunctionList = &section == &sections[0];
    bool afterExtension = &section == &sections[1];
    if (section.begin > file.size())
      return makeError(Twine(section.name) + " starts at byte " + Twine(section.begin) +
                       ", past the end of the file (" + Twine(file.size()) + " bytes)");
    // The list's size leaves out its count.
    uint64_t begin = section.begin + (isFunctionList ? 4 : 0);
    if (begin > file.size() || section.size > file.size() - begin) {
      uint64_t end = begin + section.size;
      return makeError(Twine(section.name) +
                       (end < begin ? " has " + countBytes(section.size)
                                    : " ends at byte " + std::to_string(end)) +
                       ", past the end of the file (" + Twine(file.size()) + " bytes)");
    }
    if (afterExtension ? section.begin < expected : section.begin != expected)
      return makeError(Twine(section.name) + " starts at byte " + Twine(section.begin) +
                       ", but the " + (isFunctionList ? "header" : (&section)[-1].name) +
                       " ends at byte " + Twine(expected));
    expected = begin + section.size;
  }
  return Error::success();
}

Error LibraryReader::readFunctions() {
  ByteCursor cursor(file.slice(header.functionList.offset, header.functionList.size + 4),
                    header.functionList.offset);
  Expected<uint32_t> count = cursor.number<uint32_t>("the number of functions");
  if (!count)
    return count.takeError();
  for (uint32_t i = 0; i < *count; ++i) {
    std::string what = "function record " + std::to_string(i);
    Expected<RawGroup> group = readSizedGroup(cursor, what);
    if (!group)
      return group.takeError();
    Expected<FunctionRecord> record = decodeFunction(std::move(*group), what);
    if (!record)
      return record.takeError();
    records.push_back(std::move(*record));
  }
  return cursor.finish("the function list (count " + Twine(*count) + ")");
}

static bool isSectionTag(FourCC id) {
  switch (id) {
  case tags::sourcesOld:
  case tags::sources:
  case tags::dynamicHeader:
  case tags::importList:
  case tags::reflectionList:
  case tags::scriptList:
    return true;
  default:
    return false;
  }
}

Error LibraryReader::readExtension() {
  uint64_t begin = header.functionList.offset + 4 + header.functionList.size;
  ByteCursor cursor(file.slice(begin, header.publicMetadata.offset - begin), begin);
  Expected<RawGroup> group = readTags(cursor, "the header extension");
  if (!group)
    return group.takeError();
  if (Error error = cursor.finish("the header extension"))
    return error;
  if (Error error =
          checkUnique(*group,
                      {tags::sourcesOld, tags::sources, tags::dynamicHeader, tags::importList,
                       tags::reflectionList, tags::scriptList, tags::uuid},
                      "the header extension"))
    return error;
  for (Tag &tag : *group) {
    if (tag.id != tags::uuid && !isSectionTag(tag.id))
      continue;
    if (tag.payload.size() != 16)
      return makeError(formatTag(tag.id) + " in the header extension has " +
                       countBytes(tag.payload.size()) + "; 16 expected");
    if (tag.id == tags::uuid) {
      library.uuid.emplace();
      copy(tag.payload, library.uuid->begin());
    } else {
      SectionRange range;
      std::memcpy(&range, tag.payload.data(), sizeof(range));
      trailing.emplace_back(tag.id, range);
    }
    tag.payload.clear();
  }
  library.extension = std::move(*group);
  return Error::success();
}

Error LibraryReader::readPublicMetadata() {
  ByteCursor cursor = section(header.publicMetadata);
  while (!cursor.empty()) {
    std::string what = "public metadata group " + std::to_string(publicStarts.size());
    publicStarts.push_back(cursor.position() - header.publicMetadata.offset);
    Expected<RawGroup> group = readSizedGroup(cursor, what);
    if (!group)
      return group.takeError();
    Expected<PublicMetadata> metadata = decodePublicMetadata(std::move(*group), what);
    if (!metadata)
      return metadata.takeError();
    library.publicMetadata.push_back(std::move(*metadata));
  }
  return Error::success();
}

Error LibraryReader::readPrivateMetadata() {
  ByteCursor cursor = section(header.privateMetadata);
  while (!cursor.empty()) {
    std::string what = "private metadata group " + std::to_string(privateStarts.size());
    privateStarts.push_back(cursor.position() - header.privateMetadata.offset);
    Expected<RawGroup> group = readSizedGroup(cursor, what);
    if (!group)
      return group.takeError();
    Expected<PrivateMetadata> metadata = decodePrivateMetadata(std::move(*group), what);
    if (!metadata)
      return metadata.takeError();
    library.privateMetadata.push_back(std::move(*metadata));
  }
  return Error::success();
}

/// The sections after the modules, in the order of their tags, up to the last byte of the file.
Error LibraryReader::readTrailingSections() {
  uint64_t expected = header.modules.offset + header.modules.size;
  for (const auto &[id, range] : trailing) {
    std::string name = formatTag(id) + " section";
    if (range.offset != expected)
      return makeError(name + " starts at byte " + Twine(uint64_t(range.offset)) +
                       ", but what is before it ends at byte " + Twine(expected));
    if (range.size > file.size() - expected)
      return makeError(name + " has " + countBytes(range.size) + ", but only " +
                       Twine(file.size() - expected) + " are left in the file");
    ByteCursor cursor = section(range);
    if (Error error = readSection(id, cursor))
      return error;
    if (Error error = cursor.finish("the " + name))
      return error;
    expected += range.size;
  }
  if (expected != file.size())
    return makeError("the last section ends at byte " + Twine(expected) + ", but the file has " +
                     countBytes(file.size()));
  return Error::success();
}

Error LibraryReader::readSection(FourCC id, ByteCursor &cursor) {
  switch (id) {
  case tags::sourcesOld:
  case tags::sources:
    if (library.sources)
      return makeError("the header extension has both HSRC and HSRD");
    library.sources.emplace();
    if (id == tags::sources)
      library.sources->workingDirectory.emplace();
    return readSources(cursor);
  case tags::dynamicHeader: {
    Expected<RawGroup> group = readTags(cursor, "the dynamic header");
    if (!group)
      return group.takeError();
    library.dynamicHeader = std::move(*group);
    return Error::success();
  }
  case tags::importList:
    library.imports.emplace();
    return readGroupList(cursor, *library.imports, nullptr, "import");
  case tags::reflectionList:
    library.reflection.emplace();
    return readGroupList(cursor, *library.reflection, &reflectionStarts, "reflection group");
  default: {
    // The contents of a script list are not known.
    Expected<ArrayRef<uint8_t>> bytes = cursor.take(cursor.left(), "the script list");
    if (!bytes)
      return bytes.takeError();
    library.scripts.emplace(bytes->begin(), bytes->end());
    return Error::success();
  }
  }
}

Error LibraryReader::readGroupList(ByteCursor &cursor, std::vector<RawGroup> &groups,
                                   GroupStarts *starts, const Twine &what) {
  uint64_t begin = cursor.position();
  Expected<uint32_t> count = cursor.number<uint32_t>("the count of " + what + "s");
  if (!count)
    return count.takeError();
  for (uint32_t i = 0; i < *count; ++i) {
    if (starts)
      starts->push_back(cursor.position() - begin);
    Expected<RawGroup> group = readSizedGroup(cursor, what + " " + Twine(i));
    if (!group)
      return group.takeError();
    groups.push_back(std::move(*group));
  }
  return Error::success();
}

Error LibraryReader::readSources(ByteCursor &cursor) {
  uint64_t begin = cursor.position();
  Sources &sources = *library.sources;
  Expected<uint32_t> count = cursor.number<uint32_t>("the count of source archives");
  if (!count)
    return count.takeError();
  Expected<StringRef> commandLine = cursor.string("the command line of the sources");
  if (!commandLine)
    return commandLine.takeError();
  sources.commandLine = commandLine->str();
  if (sources.workingDirectory) {
    Expected<StringRef> directory = cursor.string("the working directory of the sources");
    if (!directory)
      return directory.takeError();
    sources.workingDirectory = directory->str();
  }
  for (uint32_t i = 0; i < *count; ++i) {
    std::string what = "source archive " + std::to_string(i);
    Expected<uint32_t> size = cursor.number<uint32_t>("the size of " + what);
    if (!size)
      return size.takeError();
    // Functions refer to the byte behind the size word.
    sourceStarts.push_back(cursor.position() - begin);
    Expected<ByteCursor> inside = cursor.sub(*size, what);
    if (!inside)
      return inside.takeError();
    Expected<RawGroup> group = readTags(*inside, what);
    if (!group)
      return group.takeError();
    if (Error error = inside->finish("the end of " + what))
      return error;
    Expected<SourceArchive> archive = decodeSourceArchive(std::move(*group), what);
    if (!archive)
      return archive.takeError();
    sources.archives.push_back(std::move(*archive));
  }
  return Error::success();
}

/// Cuts the module section at the offsets that functions refer to. A module ends where the next one
/// starts, and every MDSZ must say the same: so modules neither overlap nor leave a gap.
Error LibraryReader::resolveModules() {
  std::vector<uint64_t> starts;
  for (const FunctionRecord &record : records)
    starts.push_back(record.module);
  sort(starts);
  starts.erase(llvm::unique(starts), starts.end());
  uint64_t sectionSize = header.modules.size;
  uint64_t first = starts.empty() ? sectionSize : starts.front();
  if (first != 0)
    return makeError("no function uses the first " + countBytes(first) + " of the module section");
  if (!starts.empty() && starts.back() >= sectionSize)
    return makeError("a function's module starts at byte " + Twine(starts.back()) +
                     " of the module section, which has " + countBytes(sectionSize));
  starts.push_back(sectionSize);

  for (FunctionRecord &record : records) {
    auto it = lower_bound(starts, record.module);
    uint64_t size = *(it + 1) - *it;
    if (record.moduleSize && *record.moduleSize != size)
      return makeError("module of function '" + record.function.name + "' has " +
                       countBytes(*record.moduleSize) + " at byte " + Twine(record.module) +
                       " of the module section, but the next module or the end of the section is " +
                       countBytes(size) + " further");
    record.function.module = it - starts.begin();
  }
  for (size_t i = 0; i + 1 < starts.size(); ++i)
    modules.push_back(file.slice(header.modules.offset + starts[i], starts[i + 1] - starts[i]));
  return Error::success();
}

Error LibraryReader::copyModules() {
  for (size_t i = 0; i < modules.size(); ++i) {
    Expected<ArrayRef<uint8_t>> bitcode = unwrapBitcode(modules[i]);
    if (!bitcode)
      return joinErrors(makeError("in module " + Twine(i)), bitcode.takeError());
    library.modules.push_back({Bytes(modules[i].begin(), modules[i].end())});
  }
  return Error::success();
}

/// The index of the group that starts at `offset`.
static Expected<size_t> findGroup(ArrayRef<uint64_t> starts, uint64_t offset, StringRef function,
                                  const char *what) {
  auto it = lower_bound(starts, offset);
  if (it == starts.end() || *it != offset)
    return makeError("function '" + function + "' refers to byte " + Twine(offset) + " of the " +
                     what + ", where nothing starts");
  return it - starts.begin();
}

Error LibraryReader::resolveReferences() {
  for (FunctionRecord &record : records) {
    Function &function = record.function;
    struct Reference {
      std::optional<uint64_t> offset;
      ArrayRef<uint64_t> starts;
      const char *what;
      std::optional<size_t> index;
    };
    Reference references[] = {{record.publicMetadata, publicStarts, "public metadata", {}},
                              {record.privateMetadata, privateStarts, "private metadata", {}},
                              {record.source, sourceStarts, "embedded sources", {}},
                              {record.reflection, reflectionStarts, "reflection list", {}}};
    for (Reference &reference : references) {
      if (!reference.offset)
        continue;
      Expected<size_t> index =
          findGroup(reference.starts, *reference.offset, function.name, reference.what);
      if (!index)
        return index.takeError();
      reference.index = *index;
    }
    function.publicMetadata = *references[0].index;
    function.privateMetadata = *references[1].index;
    function.source = references[2].index;
    function.reflection = references[3].index;
    library.functions.push_back(std::move(function));
  }
  return Error::success();
}

static Error wrongHash(StringRef function) {
  return makeError("module of function '" + function +
                   "' does not have the hash that its record says: the file was damaged or "
                   "changed after it was written");
}

Error LibraryReader::checkHashes() const {
  if (hashCheck == HashCheck::Report)
    return Error::success();
  std::vector<Hash> hashes;
  for (const Module &module : library.modules)
    hashes.push_back(hashModule(module));
  for (const Function &function : library.functions)
    if (hashes[function.module] != function.hash)
      return wrongHash(function.name);
  return Error::success();
}

Expected<Library> LibraryReader::read() {
  using Step = Error (LibraryReader::*)();
  for (Step step :
       {&LibraryReader::readHeader, &LibraryReader::readFunctions, &LibraryReader::readExtension,
        &LibraryReader::readPublicMetadata, &LibraryReader::readPrivateMetadata,
        &LibraryReader::readTrailingSections, &LibraryReader::resolveModules,
        &LibraryReader::copyModules, &LibraryReader::resolveReferences})
    if (Error error = (this->*step)())
      return std::move(error);
  if (Error error = checkHashes())
    return std::move(error);
  return std::move(library);
}

Expected<std::vector<FunctionView>> LibraryReader::list() {
  using Step = Error (LibraryReader::*)();
  for (Step step :
       {&LibraryReader::readHeader, &LibraryReader::readFunctions, &LibraryReader::resolveModules})
    if (Error error = (this->*step)())
      return std::move(error);
  std::vector<FunctionView> views;
  views.reserve(records.size());
  for (FunctionRecord &record : records) {
    Function &function = record.function;
    views.push_back(
        {std::move(function.name), function.type, function.hash, modules[function.module]});
  }
  return std::move(views);
}

Expected<std::vector<FunctionView>> listFunctions(MemoryBufferRef buffer) {
  return LibraryReader(arrayRefFromStringRef(buffer.getBuffer()), HashCheck::Report).list();
}

Expected<ArrayRef<uint8_t>> FunctionView::readBitcode() const {
  Expected<ArrayRef<uint8_t>> bitcode = unwrapBitcode(module);
  if (bitcode && SHA256::hash(module) != hash)
    return wrongHash(name);
  return bitcode;
}

Expected<Library> readLibrary(MemoryBufferRef buffer, HashCheck hashCheck) {
  return LibraryReader(arrayRefFromStringRef(buffer.getBuffer()), hashCheck).read();
}

} // namespace tritonmetal::metallib
