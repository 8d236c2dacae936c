//===- BitcodeAppleTest.cpp - Apple's modules through our writer ----------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Modules that Apple's compiler wrote, read by LLVM 22 (which forgets the pointee types) and
// written by us, must be the same text to LLVM 14 as the originals: types, attributes, metadata and
// all. Apple's archives are not part of the project; TRITON_METAL_APPLE_FIXTURES names a folder of
// them.
//
//===----------------------------------------------------------------------===//

#include "BitcodeTestSupport.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/Constants.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include "gtest/gtest.h"

#include <algorithm>
#include <cstdlib>

using namespace llvm;
using namespace tritonmetal::test;

namespace {

/// The raw modules of an archive: the section that the header names at byte 72, a sequence of
/// wrapped modules padded to 16 bytes.
std::vector<StringRef> modulesOf(StringRef archive) {
  std::vector<StringRef> modules;
  if (archive.size() < 88)
    return modules;
  StringRef section = archive.substr(support::endian::read64le(archive.data() + 72),
                                     support::endian::read64le(archive.data() + 80));
  while (section.size() >= 20 && support::endian::read32le(section.data()) == 0x0B17C0DE) {
    uint64_t offset = support::endian::read32le(section.data() + 8);
    uint64_t size = support::endian::read32le(section.data() + 12);
    modules.push_back(section.substr(offset, size));
    section = section.substr(alignTo(offset + size, 16));
  }
  return modules;
}

/// The text without the lines that cannot agree.
std::string comparable(StringRef text) {
  std::string kept;
  for (StringRef line : split(text, '\n'))
    if (!line.starts_with("; ModuleID") && !line.starts_with("@llvm.global_ctors"))
      kept += (line + "\n").str();
  return kept;
}

TEST(BitcodeApple, ModulesComeOutAsTheyWere) {
  const char *folder = std::getenv("TRITON_METAL_APPLE_FIXTURES");
  if (!folder)
    GTEST_SKIP() << "TRITON_METAL_APPLE_FIXTURES is not set";
  std::vector<std::string> paths;
  std::error_code error;
  for (sys::fs::directory_iterator it(folder, error), end; it != end && !error; it.increment(error))
    if (StringRef(it->path()).ends_with(".metallib"))
      paths.push_back(it->path());
  std::sort(paths.begin(), paths.end());
  unsigned compared = 0;
  for (const std::string &path : paths) {
    SCOPED_TRACE(path);
    auto buffer = MemoryBuffer::getFile(path);
    ASSERT_TRUE(buffer);
    for (StringRef bitcode : modulesOf((*buffer)->getBuffer())) {
      LLVMContext context;
      auto module = parseBitcodeFile({bitcode, "apple"}, context);
      ASSERT_TRUE(bool(module)) << toString(module.takeError());
      if ((*module)->getNamedMetadata("llvm.dbg.cu"))
        continue; // more than lines, which is all that is written
      if (GlobalVariable *constructors = (*module)->getNamedGlobal("llvm.global_ctors"))
        constructors->eraseFromParent(); // function constants are not ours
      std::optional<std::string> ours = roundTrip(**module);
      std::optional<std::string> theirs = disassemble(bitcode);
      if (!ours || !theirs)
        GTEST_SKIP() << "llvm-dis-14 is not installed";
      EXPECT_EQ(comparable(*ours), comparable(*theirs));
      ++compared;
    }
  }
  EXPECT_GT(compared, 0u) << "no modules in " << folder;
}

} // namespace
