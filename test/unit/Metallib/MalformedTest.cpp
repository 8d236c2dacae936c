//===- MalformedTest.cpp - Archives that the reader refuses -----*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each test takes a good archive, spoils one thing, and pins the message.
//
//===----------------------------------------------------------------------===//

#include "TestArchives.h"

#include "llvm/Support/Endian.h"

#include <random>

using namespace llvm;
using namespace tritonmetal::metallib;
using namespace tritonmetal::metallib::test;

namespace {

/// A good archive with one kernel `foo`, whose bytes the test may change.
class Spoiled {
public:
  explicit Spoiled(const Library &library = makeLibrary({"foo"})) : bytes(write(library)) {}

  /// Replaces `size` bytes at `offset` by a little-endian number.
  Spoiled &put(size_t offset, uint64_t value, unsigned size) {
    EXPECT_LE(offset + size, bytes.size());
    for (unsigned i = 0; i < size; ++i)
      bytes[offset + i] = static_cast<char>(value >> (8 * i));
    return *this;
  }
  uint64_t get(size_t offset) const { return support::endian::read64le(bytes.data() + offset); }
  /// Where the payload of the n-th tag of this name starts.
  size_t payload(StringRef tag, unsigned occurrence = 0) const {
    size_t at = bytes.find(tag.str());
    for (; occurrence > 0 && at != std::string::npos; --occurrence)
      at = bytes.find(tag.str(), at + 1);
    EXPECT_NE(at, std::string::npos) << tag.str();
    return at + 6;
  }
  std::string error() const { return readError(bytes); }

  std::string bytes;
};

TEST(MalformedHeader, TooShort) {
  EXPECT_EQ(readError(""), "file has 0 bytes; the header of a metallib has 88");
  EXPECT_EQ(readError("M"), "file has 1 byte; the header of a metallib has 88");
}

TEST(MalformedHeader, Fields) {
  EXPECT_EQ(Spoiled().put(0, 'N', 1).error(),
            "file does not start with 'MTLB', so it is no metallib");
  EXPECT_EQ(Spoiled().put(4, 0x8002, 2).error(), "format version is 2.2.8; only 1.2 is known");
  EXPECT_EQ(Spoiled().put(6, 3, 2).error(), "format version is 1.3.8; only 1.2 is known");
  EXPECT_EQ(Spoiled().put(8, 5, 2).error(),
            "bytes 11 to 15 are not zero, but format 1.2.5 has no platform; it came with 1.2.6");
  EXPECT_EQ(Spoiled().put(10, 4, 1).error(), "file type is 4; 0 to 3 are known");
  EXPECT_EQ(Spoiled().put(11, 0x80, 1).error(), "platform is 0; 1 (macOS) to 12 are known");
  EXPECT_EQ(Spoiled().put(11, 0x8D, 1).error(), "platform is 13; 1 (macOS) to 12 are known");
  EXPECT_EQ(Spoiled().put(16, 1, 8).error(),
            "header says that the file has 1 byte, but it has 329");
}

TEST(MalformedHeader, SectionsPastTheEnd) {
  const std::pair<const char *, size_t> sections[] = {{"function list", 24},
                                                      {"public metadata", 40},
                                                      {"private metadata", 56},
                                                      {"module section", 72}};
  for (auto [name, field] : sections) {
    Spoiled offset;
    EXPECT_EQ(offset.put(field, 4000, 8).error(),
              std::string(name) + " starts at byte 4000, past the end of the file (329 bytes)");
    Spoiled size;
    size.put(field + 8, 4000, 8);
    uint64_t end = size.get(field) + 4000 + (field == 24 ? 4 : 0);
    EXPECT_EQ(size.error(), std::string(name) + " ends at byte " + std::to_string(end) +
                                ", past the end of the file (329 bytes)");
    Spoiled overflow;
    EXPECT_EQ(overflow.put(field + 8, ~uint64_t(0), 8).error(),
              std::string(name) +
                  " has 18446744073709551615 bytes, past the end of the file (329 bytes)");
  }
}

TEST(MalformedHeader, GapsAndOverlaps) {
  EXPECT_EQ(Spoiled().put(24, 89, 8).error(),
            "function list starts at byte 89, but the header ends at byte 88");
  EXPECT_EQ(Spoiled().put(40, 100, 8).error(),
            "public metadata starts at byte 100, but the function list ends at byte 213");
  Spoiled lateExtension;
  lateExtension.put(40, lateExtension.get(40) + 1, 8).put(48, 7, 8);
  EXPECT_EQ(lateExtension.error(),
            "the header extension is followed by 1 byte that nothing accounts for, at byte 261");
  Spoiled privateGap;
  privateGap.put(56, privateGap.get(56) + 1, 8);
  EXPECT_EQ(privateGap.error(),
            "private metadata starts at byte 270, but the public metadata ends at byte 269");
  Spoiled privateOverlap;
  privateOverlap.put(56, privateOverlap.get(56) - 1, 8);
  EXPECT_EQ(privateOverlap.error(),
            "private metadata starts at byte 268, but the public metadata ends at byte 269");
  Spoiled moduleGap;
  moduleGap.put(72, moduleGap.get(72) + 2, 8);
  EXPECT_EQ(moduleGap.error(),
            "module section starts at byte 279, but the private metadata ends at byte 277");
  Spoiled shortModules;
  shortModules.put(80, 32, 8);
  EXPECT_EQ(shortModules.error(),
            "RLST section starts at byte 325, but what is before it ends at byte 309");
}

TEST(MalformedHeader, TrailingBytes) {
  Spoiled file;
  file.bytes += '\0';
  file.put(16, file.bytes.size(), 8);
  EXPECT_EQ(file.error(), "the last section ends at byte 329, but the file has 330 bytes");
}

TEST(MalformedFunctions, Count) {
  EXPECT_EQ(Spoiled().put(88, 0, 4).error(),
            "the function list (count 0) is followed by 121 bytes that nothing accounts for, at "
            "byte 92");
  EXPECT_EQ(Spoiled().put(88, 0xFFFFFFFF, 4).error(),
            "the size of function record 1 needs 4 bytes at byte 213, where only 0 are left");
}

TEST(MalformedFunctions, GroupSize) {
  EXPECT_EQ(
      Spoiled().put(92, 7, 4).error(),
      "function record 0 at byte 92 says that it has 7 bytes; the smallest group has 8 bytes");
  EXPECT_EQ(Spoiled().put(92, 122, 4).error(),
            "function record 0 needs 118 bytes at byte 96, where only 117 are left");
  EXPECT_EQ(Spoiled().put(92, 120, 4).error(),
            "a tag of function record 0 needs 4 bytes at byte 209, where only 3 are left");
}

TEST(MalformedFunctions, TagLength) {
  Spoiled name;
  EXPECT_EQ(name.put(name.payload("NAME") - 2, 5000, 2).error(),
            "NAME in function record 0 needs 5000 bytes at byte 102, where only 111 are left");
  for (const char *tag : {"TYPE", "HASH", "OFFT", "VERS", "MDSZ"}) {
    // Another tag of this length in its place: the required one is missing then.
    Spoiled file;
    file.put(file.payload(tag) - 6, 0x58585858, 4);
    if (StringRef(tag) == "MDSZ")
      EXPECT_EQ(file.error(), "");
    else
      EXPECT_EQ(file.error(), std::string("function record 0 has no ") + tag);
  }
}

/// A library whose only function has `tag` as it stands in a record of Apple's order.
std::string errorWithTag(Tag tag) {
  Library library = makeLibrary({"foo"});
  TagOrder order;
  for (FourCC id : {tags::name, tags::type, tags::hash, tags::offsets, tags::versions})
    if (id != tag.id)
      order.push_back({id, {}});
  library.functions[0].tags = order;
  Spoiled file(library);
  // Written as an unknown tag, then given its name.
  FourCC name = tag.id;
  tag.id = makeFourCC("XXXX");
  library.functions[0].tags.push_back(tag);
  file = Spoiled(library);
  file.put(file.payload("XXXX") - 6, name, 4);
  return file.error();
}

TEST(MalformedFunctions, PayloadSizes) {
  EXPECT_EQ(errorWithTag({tags::type, {2, 2}}),
            "TYPE in function record 0 has 2 bytes; 1 expected");
  EXPECT_EQ(errorWithTag({tags::hash, Bytes(31)}),
            "HASH in function record 0 has 31 bytes; 32 expected");
  EXPECT_EQ(errorWithTag({tags::offsets, Bytes(25)}),
            "OFFT in function record 0 has 25 bytes; 24 expected");
  EXPECT_EQ(errorWithTag({tags::versions, Bytes(4)}),
            "VERS in function record 0 has 4 bytes; 8 expected");
  EXPECT_EQ(errorWithTag({tags::moduleSize, Bytes(4)}),
            "MDSZ in function record 0 has 4 bytes; 8 expected");
  EXPECT_EQ(errorWithTag({tags::sourceOffset, Bytes()}),
            "SOFF in function record 0 has 0 bytes; 8 expected");
  EXPECT_EQ(errorWithTag({tags::reflectionOffset, Bytes(9)}),
            "RFLT in function record 0 has 9 bytes; 8 expected");
  EXPECT_EQ(errorWithTag({tags::name, {}}),
            "NAME in function record 0 at byte 0 has no zero byte at its end");
  EXPECT_EQ(errorWithTag({tags::name, {0}}), "NAME in function record 0 is empty");
  EXPECT_EQ(errorWithTag({tags::name, {'a', 0, 0}}),
            "NAME in function record 0 is followed by 1 byte that nothing accounts for, at byte 2");
}

TEST(MalformedFunctions, TwiceTheSameTag) {
  Library library = makeLibrary({"foo"});
  library.functions[0].tags = {{tags::name, {}},    {tags::type, {}},     {tags::hash, {}},
                               {tags::offsets, {}}, {tags::versions, {}}, {tags::type, {}}};
  EXPECT_EQ(Spoiled(library).error(), "function record 0 has more than one TYPE");
}

TEST(MalformedFunctions, References) {
  Spoiled file;
  size_t offsets = file.payload("OFFT");
  EXPECT_EQ(Spoiled().put(offsets, 4, 8).error(),
            "function 'foo' refers to byte 4 of the public metadata, where nothing starts");
  EXPECT_EQ(Spoiled().put(offsets + 8, 8, 8).error(),
            "function 'foo' refers to byte 8 of the private metadata, where nothing starts");
  EXPECT_EQ(Spoiled().put(offsets + 16, 16, 8).error(),
            "no function uses the first 16 bytes of the module section");
  EXPECT_EQ(errorWithTag({tags::sourceOffset, Bytes(8)}),
            "function 'foo' refers to byte 0 of the embedded sources, where nothing starts");
  EXPECT_EQ(errorWithTag({tags::reflectionOffset, {4, 0, 0, 0, 0, 0, 0, 0}}),
            "function 'foo' refers to byte 4 of the reflection list, where nothing starts");
}

TEST(MalformedModules, Size) {
  Spoiled file;
  EXPECT_EQ(file.put(file.payload("MDSZ"), 32, 8).error(),
            "module of function 'foo' has 32 bytes at byte 0 of the module section, but the next "
            "module or the end of the section is 48 bytes further");
  Spoiled two(makeLibrary({"foo", "bar"}));
  EXPECT_EQ(two.put(two.payload("OFFT", 1) + 16, 96, 8).error(),
            "a function's module starts at byte 96 of the module section, which has 96 bytes");
  Spoiled overlap(makeLibrary({"foo", "bar"}));
  EXPECT_EQ(overlap.put(overlap.payload("OFFT", 1) + 16, 32, 8).error(),
            "module of function 'foo' has 48 bytes at byte 0 of the module section, but the next "
            "module or the end of the section is 32 bytes further");
}

TEST(MalformedModules, Hash) {
  Spoiled file;
  file.put(file.payload("HASH"), 0, 4);
  EXPECT_EQ(file.error(),
            "module of function 'foo' does not have the hash that its record says: the file was "
            "damaged or changed after it was written");
  Expected<Library> library = read(file.bytes, HashCheck::Report);
  ASSERT_TRUE(bool(library)) << toString(library.takeError());
  EXPECT_FALSE(hashMatches(*library, library->functions[0]));
  EXPECT_EQ(write(*library), file.bytes) << "the wrong hash is kept";
}

/// The message for a module of these bytes.
std::string moduleError(const Bytes &bytes) {
  Library library = makeLibrary({"foo"});
  library.modules[0].bytes = bytes;
  library.functions[0].hash = hashModule(library.modules[0]);
  return Spoiled(library).error();
}

TEST(MalformedModules, Wrapper) {
  Bytes good = wrapBitcode(fakeBitcode("x"))->bytes;
  EXPECT_EQ(moduleError(good), "");
  EXPECT_EQ(
      moduleError({1, 2, 3, 4}),
      "in module 0\nmodule is no LLVM bitcode: it starts neither with 'BC' nor with a wrapper");
  EXPECT_EQ(moduleError(Bytes(good.begin(), good.begin() + 19)),
            "in module 0\nmodule has 19 bytes; a bitcode wrapper has 20");
  Bytes version = good;
  version[4] = 1;
  EXPECT_EQ(moduleError(version), "in module 0\nbitcode wrapper has version 1; only 0 is known");
  Bytes offset = good;
  offset[8] = 19;
  EXPECT_EQ(moduleError(offset),
            "in module 0\nbitcode wrapper says that the bitcode is from byte 19 to 24 of a module "
            "of 32 bytes");
  Bytes size = good;
  size[12] = 13;
  EXPECT_EQ(moduleError(size),
            "in module 0\nbitcode wrapper says that the bitcode is from byte 20 to 33 of a module "
            "of 32 bytes");
  Bytes huge = good;
  std::fill(huge.begin() + 8, huge.begin() + 16, 0xFF);
  EXPECT_EQ(moduleError(huge), "in module 0\nbitcode wrapper says that the bitcode is from byte "
                               "4294967295 to 8589934590 of a module of 32 bytes");
  Bytes inside = good;
  inside[20] = 'X';
  EXPECT_EQ(moduleError(inside),
            "in module 0\nbitcode wrapper does not lead to bitcode ('BC' 0xC0DE)");
  Bytes twice = good;
  twice.insert(twice.begin(), good.begin(), good.begin() + 20);
  twice[12] = 32;
  EXPECT_EQ(moduleError(twice), "in module 0\nmodule is wrapped twice");
}

TEST(MalformedExtension, Tags) {
  Spoiled size;
  EXPECT_EQ(size.put(size.payload("UUID") - 2, 17, 2).error(),
            "a tag of the header extension needs 4 bytes at byte 258, where only 3 are left");
  Library twice = makeLibrary({"foo"});
  twice.extension = {{tags::uuid, {}}, {tags::uuid, {}}};
  EXPECT_EQ(Spoiled(twice).error(), "the header extension has more than one UUID");
  Library shortTag = makeLibrary({"foo"});
  shortTag.extension = {{tags::importList, Bytes(8)}};
  EXPECT_EQ(Spoiled(shortTag).error(), "ILST in the header extension has 8 bytes; 16 expected");
}

TEST(MalformedExtension, Sections) {
  Spoiled offset;
  EXPECT_EQ(offset.put(offset.payload("RLST"), 0, 8).error(),
            "RLST section starts at byte 0, but what is before it ends at byte 325");
  Spoiled size;
  EXPECT_EQ(size.put(size.payload("RLST") + 8, ~uint64_t(0), 8).error(),
            "RLST section has 18446744073709551615 bytes, but only 4 are left in the file");
  Spoiled small;
  EXPECT_EQ(small.put(small.payload("RLST") + 8, 3, 8).error(),
            "the count of reflection groups needs 4 bytes at byte 325, where only 3 are left");
  Spoiled count;
  EXPECT_EQ(count.put(325, 0xFFFFFFFF, 4).error(),
            "the size of reflection group 0 needs 4 bytes at byte 329, where only 0 are left");
  Library both = makeFullLibrary();
  both.extension = {{tags::sources, {}}, {tags::sourcesOld, {}}};
  for (Function &function : both.functions)
    function.reflection.reset();
  EXPECT_EQ(Spoiled(both).error(), "the header extension has both HSRC and HSRD");
}

TEST(MalformedMetadata, Constants) {
  Library library = makeLibrary({"foo"});
  library.publicMetadata[0].constants = {{"a", 3, 0, 1}};
  Spoiled count(library);
  EXPECT_EQ(count.put(count.payload("CNST"), 2, 2).error(),
            "constant 1 of CNST in public metadata group 0 at byte 8 has no zero byte at its end");
  Spoiled none(library);
  EXPECT_EQ(none.put(none.payload("CNST"), 0, 2).error(),
            "CNST in public metadata group 0 is followed by 6 bytes that nothing accounts for, at "
            "byte 2");
  Spoiled name(library);
  EXPECT_EQ(name.put(name.payload("CNST") + 3, 'b', 1).error(),
            "constant 0 of CNST in public metadata group 0 needs 4 bytes at byte 6, where only 2 "
            "are left");
}

TEST(MalformedMetadata, DebugInfo) {
  Library library = makeLibrary({"foo"});
  library.privateMetadata[0].tags = {{tags::debugInfo, {1, 0, 0}}};
  EXPECT_EQ(
      Spoiled(library).error(),
      "the line of DEBI in private metadata group 0 needs 4 bytes at byte 0, where only 3 are "
      "left");
  library.privateMetadata[0].tags = {{tags::debugInfo, {1, 0, 0, 0, 'a'}}};
  EXPECT_EQ(Spoiled(library).error(),
            "the path of DEBI in private metadata group 0 at byte 4 has no zero byte at its end");
}

TEST(MalformedSources, Archives) {
  Library library = makeFullLibrary();
  Spoiled file(library);
  size_t sources = file.get(file.payload("HSRD"));
  EXPECT_EQ(file.put(sources, 3, 4).error(),
            "the size of source archive 2 needs 4 bytes at byte " +
                std::to_string(sources + file.get(file.payload("HSRD") + 8)) +
                ", where only 0 are left");
  library.sources->archives[1].tags = {{makeFourCC("ZZZZ"), {}}};
  EXPECT_EQ(Spoiled(library).error(), "source archive 1 has no SARC");
}

// A shorter file is refused wherever it is cut, with and without the right size in its header.
TEST(MalformedFiles, EveryTruncation) {
  for (const Library &library : {makeLibrary({"foo"}), makeFullLibrary()}) {
    std::string bytes = write(library);
    for (size_t size = 0; size < bytes.size(); ++size) {
      Spoiled file(library);
      file.bytes.resize(size);
      EXPECT_NE(file.error(), "") << size;
      if (size >= 24)
        EXPECT_NE(file.put(16, size, 8).error(), "") << size;
    }
  }
}

TEST(MalformedFiles, NoLargeAllocations) {
  // Every 32-bit word in turn says four billion; the reader must not believe it.
  std::string good = write(makeFullLibrary());
  for (size_t at = 0; at + 4 <= good.size(); ++at) {
    std::string bytes = good;
    bytes.replace(at, 4, "\xFF\xFF\xFF\xFF");
    readError(bytes, HashCheck::Report);
  }
}

// One to four random changes each. Whatever is still accepted must come out as it went in.
TEST(MalformedFiles, RandomMutations) {
  std::vector<std::string> seeds = {
      write(makeLibrary({"foo"})), write(makeFullLibrary()),
      write(makeLibrary({"a", "b"}, {Platform::MacOS, {11, 0, 0}, ""}))};
  std::mt19937 random(20240611);
  auto below = [&](size_t limit) { return random() % limit; };
  unsigned accepted = 0;
  for (int round = 0; round < 100000; ++round) {
    std::string bytes = seeds[below(seeds.size())];
    for (unsigned change = 0, changes = 1 + below(4); change < changes; ++change) {
      size_t at = below(bytes.size());
      switch (below(4)) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1u << below(8)));
        break;
      case 2: { // a piece from elsewhere
        size_t from = below(bytes.size());
        size_t size = std::min<size_t>(1 + below(16), bytes.size() - std::max(at, from));
        bytes.replace(at, size, bytes.substr(from, size));
        break;
      }
      default: { // a piece less or more, with the file's size put right
        if (below(2))
          bytes.erase(at, 1 + below(8));
        else
          bytes.insert(at, 1 + below(8), static_cast<char>(random()));
        for (unsigned i = 0; i < 8 && 16 + i < bytes.size(); ++i)
          bytes[16 + i] = static_cast<char>(uint64_t(bytes.size()) >> (8 * i));
        if (bytes.empty())
          bytes = seeds[0];
      }
      }
    }
    Expected<Library> library = read(bytes, HashCheck::Report);
    if (!library) {
      EXPECT_FALSE(toString(library.takeError()).empty());
      continue;
    }
    ++accepted;
    ASSERT_EQ(write(*library), bytes) << "round " << round;
  }
  EXPECT_GT(accepted, 1000u) << "mutations should reach beyond the first check";
}

} // namespace
