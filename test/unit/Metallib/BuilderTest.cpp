//===- BuilderTest.cpp - Archives as the compiler makes them ----*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestArchives.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace tritonmetal::metallib;
using namespace tritonmetal::metallib::test;

namespace {

/// The message that the builder refuses one kernel with.
std::string buildError(Version air, Version language, BuildOptions options,
                       const Bytes &bitcode = fakeBitcode("x")) {
  KernelModule kernel;
  kernel.name = "foo";
  kernel.bitcode = bitcode;
  kernel.air = air;
  kernel.language = language;
  Expected<Library> library = buildLibrary(kernel, options);
  return library ? "" : toString(library.takeError());
}

// The layout of a minimal archive, down to the byte, as Apple's tools lay it out.
TEST(Builder, LayoutOfOneKernel) {
  std::string bytes = write(makeLibrary({"foo"}, {Platform::MacOS, {14, 0, 0}, ""}));
  FileHeader header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  EXPECT_EQ(header.formatMajor, 0x8001);
  EXPECT_EQ(header.formatMinor, 2);
  EXPECT_EQ(header.formatPatch, 7);
  EXPECT_EQ(header.fileType, 0);
  EXPECT_EQ(header.platform, 0x81);
  EXPECT_EQ(header.osMajor, 14);
  EXPECT_EQ(header.fileSize, bytes.size());
  EXPECT_EQ(header.functionList.offset, 88u);
  EXPECT_EQ(header.functionList.size, 121u);
  uint64_t extension = 88 + 4 + 121;
  EXPECT_EQ(bytes.substr(extension, 4), "RLST");
  EXPECT_EQ(bytes.substr(extension + 22, 4), "UUID");
  EXPECT_EQ(header.publicMetadata.offset, extension + 22 + 22 + 4);
  EXPECT_EQ(header.publicMetadata.size, 8u);
  EXPECT_EQ(header.privateMetadata.size, 8u);
  EXPECT_EQ(header.modules.size, 48u) << "20 bytes of wrapper, 17 of bitcode, padding";
  EXPECT_EQ(StringRef(bytes).take_back(4), StringRef("\0\0\0\0", 4)) << "no reflection groups";
}

TEST(Builder, WrapperHasTheLengthWithoutPadding) {
  for (size_t size = 4; size < 40; ++size) {
    Bytes bitcode = fakeBitcode(std::string(size - 4, 'x'));
    Expected<Module> module = wrapBitcode(bitcode);
    ASSERT_TRUE(bool(module));
    EXPECT_EQ(module->bytes.size() % 16, 0u);
    EXPECT_LT(module->bytes.size(), 20 + size + 16);
    BitcodeWrapper wrapper;
    std::memcpy(&wrapper, module->bytes.data(), sizeof(wrapper));
    EXPECT_EQ(wrapper.magic, 0x0B17C0DEu);
    EXPECT_EQ(wrapper.version, 0u);
    EXPECT_EQ(wrapper.offset, 20u);
    EXPECT_EQ(wrapper.size, size);
    EXPECT_EQ(wrapper.cpuType, 0xFFFFFFFFu);
    EXPECT_EQ(module->bitcode(), ArrayRef<uint8_t>(bitcode));
  }
}

TEST(Builder, HashCoversWrapperAndPadding) {
  Library library = makeLibrary({"foo"});
  // From an independent implementation of SHA-256 over the 48 bytes.
  EXPECT_EQ(toHex(library.functions[0].hash, /*LowerCase=*/true),
            "28736558229a46dfd79ed3f6198cb9eb21b7d6b38c270247ccc31f915fb9bca4");
}

TEST(Builder, UuidIsOfVersion3AndFollowsTheContents) {
  Library one = makeLibrary({"foo"});
  EXPECT_EQ((*one.uuid)[6] >> 4, 3);
  EXPECT_EQ((*one.uuid)[8] >> 6, 2);
  EXPECT_EQ(one.uuid, makeLibrary({"foo"}).uuid);
  EXPECT_NE(one.uuid, makeLibrary({"bar"}).uuid);
  EXPECT_NE(one.uuid, makeLibrary({"foo", "bar"}).uuid);
  Library changed = one;
  changed.functions[0].hash[0] ^= 1;
  EXPECT_NE(one.uuid, deriveUuid(changed));
}

TEST(Builder, SameInputSameBytes) {
  EXPECT_EQ(write(makeLibrary({"foo", "bar"})), write(makeLibrary({"foo", "bar"})));
}

TEST(Builder, DynamicHeaderFrom26On) {
  EXPECT_FALSE(makeLibrary({"foo"}, {Platform::MacOS, {15, 0, 0}, "a.metallib"}).dynamicHeader);
  Library library = makeLibrary({"foo"}, {Platform::MacOS, {26, 0, 0}, "a.metallib"});
  ASSERT_TRUE(library.dynamicHeader.has_value());
  EXPECT_EQ(library.dynamicHeader->at(0).id, tags::name);
  EXPECT_EQ(StringRef(reinterpret_cast<const char *>(library.dynamicHeader->at(0).payload.data())),
            "a.metallib");
  library = makeLibrary({"foo"}, {Platform::MacOS, {26, 0, 0}, ""});
  EXPECT_EQ(StringRef(reinterpret_cast<const char *>(library.dynamicHeader->at(0).payload.data())),
            "foo.metallib");
}

TEST(Builder, IOSHasNoMacOSBit) {
  std::string bytes = write(makeLibrary({"foo"}, {Platform::IOS, {17, 0, 0}, ""}));
  EXPECT_EQ(StringRef(bytes).substr(4, 2), StringRef("\1\0", 2));
  EXPECT_EQ(uint8_t(bytes[11]), 0x82);
}

TEST(Builder, EveryRowOfTheTable) {
  for (const DeploymentInfo &row : getDeploymentTable()) {
    Library library = makeLibrary({"foo"}, {Platform::MacOS, {row.macOSMajor, 0, 0}, ""});
    EXPECT_EQ(library.format.patch, row.formatPatch);
    EXPECT_EQ(library.reflection.has_value(), row.formatPatch >= 7);
    EXPECT_EQ(library.dynamicHeader.has_value(), row.formatPatch >= 9);
    EXPECT_EQ(readError(write(library)), "");
    EXPECT_EQ(buildError(row.air, row.language, {Platform::MacOS, {row.macOSMajor, 0, 0}, ""}), "");
  }
}

TEST(Builder, Triples) {
  auto triple = [](Platform platform, Version os) {
    Expected<std::string> text = getTriple(platform, os);
    return text ? *text : toString(text.takeError());
  };
  EXPECT_EQ(triple(Platform::MacOS, {14, 2, 1}), "air64-apple-macosx14.2.1");
  EXPECT_EQ(triple(Platform::MacOS, {26, 0, 0}), "air64_v28-apple-macosx26.0.0");
  EXPECT_EQ(triple(Platform::IOS, {17, 0, 0}), "air64_v26-apple-ios17.0.0");
  EXPECT_EQ(triple(Platform::IOSSimulator, {18, 0, 0}), "air64_v27-apple-ios18.0.0-simulator");
  EXPECT_EQ(
      triple(Platform::MacOS, {16, 0, 0}),
      "deployment target macOS 16.0 is not known; major versions are 11, 12, 13, 14, 15, 26, 27");
}

TEST(BuilderErrors, VersionsNewerThanTheTarget) {
  BuildOptions macOS14{Platform::MacOS, {14, 0, 0}, ""};
  EXPECT_EQ(buildError({2, 6}, {3, 1}, macOS14), "");
  EXPECT_EQ(buildError({2, 7}, {3, 1}, macOS14),
            "kernel 'foo' is AIR 2.7, but macOS 14.0 reads AIR up to 2.6; choose a newer "
            "deployment target");
  EXPECT_EQ(buildError({2, 6}, {3, 2}, macOS14),
            "kernel 'foo' is Metal 3.2, but macOS 14.0 reads Metal up to 3.1; choose a newer "
            "deployment target");
}

TEST(BuilderErrors, Platforms) {
  EXPECT_EQ(buildError({2, 3}, {2, 3}, {Platform::WatchOS, {10, 0, 0}, ""}),
            "cannot make an archive for platform watchOS; use macOS, iOS or iOS simulator");
  EXPECT_EQ(buildError({2, 3}, {2, 3}, {Platform::IOS, {15, 0, 0}, ""}),
            "deployment target iOS 15.0 is not known; major versions are 16, 17, 18, 26, 27");
}

TEST(BuilderErrors, Bitcode) {
  BuildOptions options;
  EXPECT_EQ(buildError({2, 3}, {2, 3}, options, {}),
            "kernel 'foo': module is no LLVM bitcode: it does not start with 'BC' 0xC0DE");
  EXPECT_EQ(buildError({2, 3}, {2, 3}, options, wrapBitcode(fakeBitcode("x"))->bytes),
            "kernel 'foo': bitcode has a wrapper already");
}

TEST(BuilderErrors, Names) {
  Bytes bitcode = fakeBitcode("x");
  KernelModule kernel{"foo", bitcode, {2, 3}, {2, 3}, {}, {}};
  Expected<Library> library = buildLibrary({kernel, kernel}, {});
  EXPECT_EQ(toString(library.takeError()),
            "two kernels are named 'foo'; names must differ within an archive");
  library = buildLibrary({}, {});
  EXPECT_EQ(toString(library.takeError()), "an archive needs at least one kernel");
  library = buildLibrary(kernel, {Platform::MacOS, {26, 0, 0}, "out/a.metallib"});
  EXPECT_EQ(toString(library.takeError()),
            "archive name 'out/a.metallib' has a directory; give the file name alone");
}

} // namespace
