//===- TestArchives.h - Archives that the tests make ------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TEST_UNIT_METALLIB_TESTARCHIVES_H
#define TRITON_METAL_TEST_UNIT_METALLIB_TESTARCHIVES_H

#include "triton-metal/Metallib/Builder.h"
#include "triton-metal/Metallib/Reader.h"
#include "triton-metal/Metallib/Writer.h"
#include "llvm/ADT/SmallString.h"
#include "gtest/gtest.h"

#include <map>

namespace tritonmetal::metallib::test {

/// Bytes that start like bitcode and go on with `text`; enough for the container.
inline Bytes fakeBitcode(llvm::StringRef text) {
  Bytes bytes = {'B', 'C', 0xC0, 0xDE};
  bytes.insert(bytes.end(), text.begin(), text.end());
  return bytes;
}

/// Kernels of the given names, each with a module of its own.
inline Library makeLibrary(llvm::ArrayRef<const char *> names, BuildOptions options = {}) {
  std::vector<Bytes> modules;
  std::vector<KernelModule> kernels;
  for (const char *name : names)
    modules.push_back(fakeBitcode("module of " + std::string(name)));
  for (size_t i = 0; i < names.size(); ++i) {
    KernelModule kernel;
    kernel.name = names[i];
    kernel.bitcode = modules[i];
    kernel.air = {2, 3, 0};
    kernel.language = {2, 3, 0};
    kernels.push_back(kernel);
  }
  llvm::Expected<Library> library = buildLibrary(kernels, options);
  EXPECT_TRUE(bool(library)) << llvm::toString(library.takeError());
  return library ? std::move(*library) : Library();
}

/// A library with something in every place that the format has.
inline Library makeFullLibrary() {
  Library library =
      makeLibrary({"foo", "bar", "baz"}, {Platform::MacOS, {26, 1, 2}, "full.metallib"});
  library.functions[2].module = 1; // shared, as in dynamic libraries
  library.functions[2].hash = library.functions[1].hash;
  library.modules.pop_back();
  library.publicMetadata[0].constants = {{"scale", 3, 0, 1}, {"bias", 3, 2, 0}};
  library.publicMetadata[1].tags = {{makeFourCC("VATT"), {1, 2, 3}}};
  library.privateMetadata[0].position = SourcePosition{17, "/src/foo.metal"};
  library.privateMetadata[0].dependency = "foo.air";
  library.sources =
      Sources{"metal -frecord-sources", "/src", {{"0", {9, 8, 7}, {}}, {"1", {}, {}}}};
  library.functions[0].source = 0;
  library.functions[1].source = 1;
  library.imports = {{{tags::name, {'s', 0}}}};
  library.reflection = {{{tags::reflectionBuffer, Bytes(40, 5)}}, {{tags::reflectionBuffer, {}}}};
  library.functions[0].reflection = 0;
  library.functions[1].reflection = 1;
  library.functions[2].reflection = 1;
  library.scripts = Bytes{1, 2, 3};
  return library;
}

inline std::string write(const Library &library) {
  llvm::SmallString<0> out;
  llvm::Error error = writeLibrary(library, out);
  EXPECT_FALSE(bool(error)) << llvm::toString(std::move(error));
  return std::string(out);
}

inline llvm::Expected<Library> read(llvm::StringRef bytes,
                                    HashCheck hashCheck = HashCheck::Require) {
  return readLibrary(llvm::MemoryBufferRef(bytes, "test.metallib"), hashCheck);
}

/// The message that the reader refuses `bytes` with; empty if it does not.
inline std::string readError(llvm::StringRef bytes, HashCheck hashCheck = HashCheck::Require) {
  llvm::Expected<Library> library = read(bytes, hashCheck);
  return library ? "" : llvm::toString(library.takeError());
}

/// Apple's archives by file name, from the folder in the environment; none if it is not set.
std::map<std::string, std::string> appleFixtures();

#define SKIP_WITHOUT_APPLE_FIXTURES()                                                              \
  if (::tritonmetal::metallib::test::appleFixtures().empty())                                      \
  GTEST_SKIP()                                                                                     \
      << "set TRITON_METAL_APPLE_FIXTURES to a folder of .metallib files made by Apple's "         \
         "compiler"

} // namespace tritonmetal::metallib::test

#endif // TRITON_METAL_TEST_UNIT_METALLIB_TESTARCHIVES_H
