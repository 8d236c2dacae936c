//===- CompiledKernelsTest.cpp - What is written is what was meant --------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every kernel of the test suite, for several systems: the bitcode that we write, read
// by LLVM, is the module that we meant to write, up to the pointer casts that typed
// pointers need.
//
//===----------------------------------------------------------------------===//

#include "ModuleComparison.h"

#include "triton-metal/Driver/Driver.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "gtest/gtest.h"

#include <algorithm>

using namespace tritonmetal;

namespace {

/// Paths of all TTIR files below a folder, in order.
std::vector<std::string> findKernels(llvm::StringRef folder) {
  std::vector<std::string> paths;
  std::error_code code;
  for (llvm::sys::fs::recursive_directory_iterator it(folder, code), end; it != end && !code;
       it.increment(code))
    if (llvm::sys::path::extension(it->path()) == ".ttir")
      paths.push_back(it->path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// The output of one kind; empty with a failure, or if the kernel is refused.
std::string compileTo(OutputKind kind, llvm::StringRef text, llvm::StringRef system,
                      unsigned numWarps) {
  CompileOptions options;
  options.output = kind;
  options.target = llvm::cantFail(lookupTarget("portable"));
  options.deployment = llvm::cantFail(DeploymentTarget::parse(system));
  options.numWarps = numWarps;
  options.libraryName = "kernel.air";
  Artifacts artifacts;
  std::string messages;
  llvm::raw_string_ostream stream(messages);
  if (compile({{"kernel.ttir", text}}, options, artifacts, stream) != CompileResult::Done)
    EXPECT_NE(messages.find(": error: "), std::string::npos) << messages;
  return artifacts.output;
}

/// Compiles, compares, and says whether there was something to compare.
bool expectFaithful(llvm::StringRef text, llvm::StringRef system, unsigned numWarps) {
  std::string bitcode = compileTo(OutputKind::AIR, text, system, numWarps);
  std::string assembly = compileTo(OutputKind::LLVM, text, system, numWarps);
  EXPECT_EQ(bitcode.empty(), assembly.empty());
  if (bitcode.empty() || assembly.empty())
    return false;
  llvm::LLVMContext context;
  llvm::SMDiagnostic diagnostic;
  auto meant = llvm::parseAssemblyString(assembly, diagnostic, context);
  EXPECT_TRUE(meant) << diagnostic.getMessage().str();
  auto read = llvm::parseBitcodeFile(llvm::MemoryBufferRef(bitcode, "kernel.air"), context);
  EXPECT_TRUE(bool(read)) << llvm::toString(read.takeError());
  if (!meant || !read)
    return true;
  EXPECT_EQ(test::compareModules(*meant, **read), "");
  return true;
}

unsigned checkFolder(llvm::StringRef folder, llvm::ArrayRef<llvm::StringRef> systems,
                     llvm::ArrayRef<unsigned> groups) {
  unsigned count = 0;
  for (const std::string &path : findKernels(folder)) {
    SCOPED_TRACE(path);
    auto buffer = llvm::MemoryBuffer::getFile(path);
    EXPECT_TRUE(bool(buffer));
    for (llvm::StringRef system : systems)
      for (unsigned numWarps : groups)
        count += expectFaithful((*buffer)->getBuffer(), system, numWarps);
  }
  return count;
}

} // namespace

TEST(CompiledKernels, RecordedLaunches) {
  EXPECT_GE(checkFolder(TRITON_METAL_RECORDED_DIR, {"macos15.0"}, {4}), 300u);
}

TEST(CompiledKernels, Examples) {
  EXPECT_EQ(checkFolder(TRITON_METAL_SOURCE_DIR "/examples",
                        {"macos13.0", "macos15.0", "macos26.0"}, {1, 8}),
            34u * 6 - 2 * 2); // macOS 13 has no bfloat, which two of them use
}
