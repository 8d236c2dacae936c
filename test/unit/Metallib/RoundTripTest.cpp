//===- RoundTripTest.cpp - Write, read, write -------------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestArchives.h"

using namespace llvm;
using namespace tritonmetal::metallib;
using namespace tritonmetal::metallib::test;

namespace {

TEST(RoundTrip, EveryPlaceOfTheFormat) {
  Library before = makeFullLibrary();
  std::string bytes = write(before);
  Expected<Library> after = read(bytes);
  ASSERT_TRUE(bool(after)) << toString(after.takeError());

  EXPECT_EQ(after->platform, Platform::MacOS);
  EXPECT_EQ(after->os, (Version{26, 1, 2}));
  EXPECT_EQ(after->format, (Version{1, 2, 9}));
  ASSERT_EQ(after->functions.size(), 3u);
  EXPECT_EQ(after->functions[2].name, "baz");
  EXPECT_EQ(after->functions[2].module, 1u);
  EXPECT_EQ(after->functions[1].source, 1u);
  EXPECT_EQ(after->functions[2].reflection, 1u);
  EXPECT_FALSE(after->functions[2].source.has_value());
  ASSERT_EQ(after->modules.size(), 2u);
  EXPECT_EQ(after->modules[1].bytes, before.modules[1].bytes);

  ASSERT_TRUE(after->publicMetadata[0].constants.has_value());
  const FunctionConstant &bias = after->publicMetadata[0].constants->at(1);
  EXPECT_EQ(bias.name, "bias");
  EXPECT_EQ(bias.dataType, 3);
  EXPECT_EQ(bias.index, 2);
  EXPECT_EQ(bias.active, 0);
  EXPECT_EQ(after->publicMetadata[1].tags[0].payload, (Bytes{1, 2, 3}));
  EXPECT_EQ(after->privateMetadata[0].position->line, 17u);
  EXPECT_EQ(after->privateMetadata[0].position->path, "/src/foo.metal");
  EXPECT_EQ(after->privateMetadata[0].dependency, "foo.air");

  EXPECT_EQ(after->sources->commandLine, "metal -frecord-sources");
  EXPECT_EQ(after->sources->workingDirectory, "/src");
  EXPECT_EQ(after->sources->archives[0].contents, (Bytes{9, 8, 7}));
  EXPECT_EQ(after->sources->archives[1].id, "1");
  EXPECT_EQ(after->imports->size(), 1u);
  EXPECT_EQ(after->reflection->at(0).at(0).payload, Bytes(40, 5));
  EXPECT_EQ(after->scripts, (Bytes{1, 2, 3}));
  EXPECT_EQ(after->uuid, before.uuid);

  EXPECT_EQ(write(*after), bytes);
}

TEST(RoundTrip, UnknownTagsKeepTheirPlace) {
  Library library = makeFullLibrary();
  Tag unknown = {makeFourCC("ZZZZ"), {4, 5}};
  library.functions[1].tags = {
      unknown,          {tags::name, {}},     {tags::type, {}}, {tags::moduleSize, {}},
      {tags::hash, {}}, {tags::versions, {}}, unknown,          {tags::offsets, {}}};
  library.privateMetadata[1].tags = {unknown};
  library.sources->archives[0].tags = {{tags::sourceArchive, {}}, unknown};
  library.extension = {unknown,
                       {tags::sources, {}},
                       {tags::uuid, {}},
                       {tags::dynamicHeader, {}},
                       {tags::importList, {}},
                       {tags::reflectionList, {}}};
  std::string bytes = write(library);
  Expected<Library> after = read(bytes);
  ASSERT_TRUE(bool(after)) << toString(after.takeError());
  EXPECT_EQ(after->functions[1].tags[0].id, unknown.id);
  EXPECT_EQ(after->functions[1].tags[6].payload, unknown.payload);
  EXPECT_FALSE(after->functions[1].source.has_value()) << "no SOFF in its list of tags";
  EXPECT_EQ(after->extension[0].payload, unknown.payload);
  EXPECT_FALSE(after->scripts.has_value()) << "no SLST in the extension's list of tags";
  EXPECT_EQ(write(*after), bytes);
}

TEST(RoundTrip, ModuleSizeMayBeLeftOut) {
  Library library = makeLibrary({"foo", "bar"});
  for (Function &function : library.functions)
    function.tags = {{tags::name, {}},
                     {tags::type, {}},
                     {tags::hash, {}},
                     {tags::offsets, {}},
                     {tags::versions, {}}};
  std::string bytes = write(library);
  EXPECT_EQ(bytes.find("MDSZ"), std::string::npos);
  Expected<Library> after = read(bytes);
  ASSERT_TRUE(bool(after)) << toString(after.takeError());
  EXPECT_EQ(after->modules[0].bytes, library.modules[0].bytes);
  EXPECT_EQ(after->modules[1].bytes, library.modules[1].bytes);
}

TEST(RoundTrip, RawBitcodeWithoutWrapper) {
  Library library = makeLibrary({"foo"});
  library.modules[0].bytes = fakeBitcode("unpadded");
  library.functions[0].hash = hashModule(library.modules[0]);
  Expected<Library> after = read(write(library));
  ASSERT_TRUE(bool(after)) << toString(after.takeError());
  EXPECT_EQ(after->modules[0].bytes, library.modules[0].bytes);
  EXPECT_EQ(after->modules[0].bitcode().size(), library.modules[0].bytes.size());
}

TEST(RoundTrip, OldFormatHasNoPlatform) {
  Library library = makeLibrary({"foo"}, {Platform::MacOS, {11, 0, 0}, ""});
  std::string bytes = write(library);
  EXPECT_EQ(StringRef(bytes).substr(11, 5), StringRef("\0\0\0\0\0", 5));
  Expected<Library> after = read(bytes);
  ASSERT_TRUE(bool(after)) << toString(after.takeError());
  EXPECT_EQ(after->platform, Platform::None);
  EXPECT_EQ(after->os, Version());
  EXPECT_EQ(write(*after), bytes);
}

TEST(RoundTrip, FlagsOfTheHeader) {
  Library library = makeLibrary({"foo"});
  library.stub = true;
  library.is64Bit = false;
  library.macOSFamily = false;
  library.fileType = FileType::DynamicLibrary;
  library.platform = Platform::VisionOS;
  Expected<Library> after = read(write(library));
  ASSERT_TRUE(bool(after)) << toString(after.takeError());
  EXPECT_TRUE(after->stub);
  EXPECT_FALSE(after->is64Bit);
  EXPECT_FALSE(after->macOSFamily);
  EXPECT_EQ(after->fileType, FileType::DynamicLibrary);
  EXPECT_EQ(after->platform, Platform::VisionOS);
}

//===----------------------------------------------------------------------===//
// What the writer refuses
//===----------------------------------------------------------------------===//

std::string writeError(const Library &library) {
  SmallString<16> out("kept");
  Error error = writeLibrary(library, out);
  EXPECT_EQ(out, "kept") << "nothing may be written on an error";
  return error ? toString(std::move(error)) : "";
}

TEST(WriterErrors, IndexOutOfRange) {
  Library library = makeLibrary({"foo"});
  library.functions[0].module = 1;
  EXPECT_EQ(writeError(library), "function 'foo' refers to module 1, but there are 1");
  library = makeLibrary({"foo"});
  library.functions[0].reflection = 0;
  EXPECT_EQ(writeError(library), "function 'foo' refers to reflection group 0, but there are 0");
}

TEST(WriterErrors, ZeroByteInString) {
  Library library = makeLibrary({"foo"});
  library.functions[0].name = std::string("a\0b", 3);
  EXPECT_EQ(writeError(library), "string 'a...' has a zero byte inside");
}

TEST(WriterErrors, TagTooLong) {
  Library library = makeLibrary({"foo"});
  library.functions[0].name = std::string(65535, 'x');
  EXPECT_EQ(writeError(library), "NAME needs 65536 bytes; its length field allows 65535");
}

TEST(WriterErrors, TooManyConstants) {
  Library library = makeLibrary({"foo"});
  library.publicMetadata[0].constants.emplace(65536);
  EXPECT_EQ(writeError(library), "a function has 65536 function constants; CNST allows 65535");
}

TEST(WriterErrors, SystemVersionTooLarge) {
  Library library = makeLibrary({"foo"});
  library.os.minor = 256;
  EXPECT_EQ(writeError(library),
            "deployment version 15.256 does not fit: minor and patch go up to 255");
}

} // namespace
