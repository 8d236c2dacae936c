//===- TestArchives.cpp - Archives that the tests read ----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestArchives.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cstdlib>

using namespace llvm;

std::map<std::string, std::string> tritonmetal::metallib::test::appleFixtures() {
  std::map<std::string, std::string> files;
  const char *folder = std::getenv("TRITON_METAL_APPLE_FIXTURES");
  if (!folder)
    return files;
  std::error_code error;
  for (sys::fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (sys::path::extension(it->path()) != ".metallib")
      continue;
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFile(it->path()))
      files[sys::path::filename(it->path()).str()] = (*buffer)->getBuffer().str();
  }
  return files;
}
