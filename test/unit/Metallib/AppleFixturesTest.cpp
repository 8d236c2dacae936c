//===- AppleFixturesTest.cpp - Archives made by Apple -----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Archives of Apple's compiler are no part of the project. Where a folder of them is named in the
// environment, all must be read, and come out of the writer as they went in.
//
//===----------------------------------------------------------------------===//

#include "TestArchives.h"

using namespace llvm;
using namespace tritonmetal::metallib;
using namespace tritonmetal::metallib::test;

namespace {

TEST(AppleFixtures, RoundTripByteForByte) {
  SKIP_WITHOUT_APPLE_FIXTURES();
  for (const auto &[name, bytes] : appleFixtures()) {
    Expected<Library> library = read(bytes);
    ASSERT_TRUE(bool(library)) << name << ": " << toString(library.takeError());
    EXPECT_TRUE(write(*library) == bytes) << name;
  }
}

// Apple's order of tags is the one that the writer takes if the model does not say another.
TEST(AppleFixtures, DefaultOrderIsApples) {
  SKIP_WITHOUT_APPLE_FIXTURES();
  for (const auto &[name, bytes] : appleFixtures()) {
    Expected<Library> library = read(bytes);
    ASSERT_TRUE(bool(library)) << name << ": " << toString(library.takeError());
    for (Function &function : library->functions)
      function.tags.clear();
    for (PublicMetadata &metadata : library->publicMetadata)
      metadata.tags.clear();
    for (PrivateMetadata &metadata : library->privateMetadata)
      metadata.tags.clear();
    library->extension.clear();
    EXPECT_TRUE(write(*library) == bytes) << name;
  }
}

// Built again from names, versions and bitcode, an archive differs in UUID and reflection only.
TEST(AppleFixtures, BuilderMakesTheSameContainer) {
  SKIP_WITHOUT_APPLE_FIXTURES();
  for (const auto &[name, bytes] : appleFixtures()) {
    Expected<Library> apple = read(bytes);
    ASSERT_TRUE(bool(apple)) << name << ": " << toString(apple.takeError());
    std::vector<KernelModule> kernels;
    for (const Function &function : apple->functions) {
      KernelModule kernel;
      kernel.name = function.name;
      kernel.bitcode = apple->modules[function.module].bitcode();
      kernel.air = function.air;
      kernel.language = function.language;
      const PublicMetadata &metadata = apple->publicMetadata[function.publicMetadata];
      if (metadata.constants)
        kernel.constants = *metadata.constants;
      kernel.position = apple->privateMetadata[function.privateMetadata].position;
      kernels.push_back(kernel);
    }
    Version os = apple->platform == Platform::None ? Version{11, 0, 0} : apple->os;
    Expected<Library> ours = buildLibrary(kernels, {Platform::MacOS, os, name});
    ASSERT_TRUE(bool(ours)) << name << ": " << toString(ours.takeError());
    EXPECT_EQ(ours->reflection.has_value(), apple->reflection.has_value()) << name;
    ours->uuid = apple->uuid;
    ours->reflection = apple->reflection;
    for (size_t i = 0; i < ours->functions.size(); ++i)
      ours->functions[i].reflection = apple->functions[i].reflection;
    EXPECT_TRUE(write(*ours) == bytes) << name;
  }
}

TEST(AppleFixtures, EveryTruncationIsRefused) {
  SKIP_WITHOUT_APPLE_FIXTURES();
  for (const auto &[name, bytes] : appleFixtures())
    for (size_t size = 0; size < bytes.size(); size += 7)
      EXPECT_NE(readError(StringRef(bytes).take_front(size)), "") << name << " cut to " << size;
}

} // namespace
