//===- LexiconTest.cpp - Which Triton version has which op -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Lexicon.h"
#include "triton-metal/Reader/Reader.h"
#include "triton-metal/Reader/Spelling.h"

#include "mlir/IR/OperationSupport.h"
#include "gtest/gtest.h"

#include <set>

using namespace tritonmetal;

TEST(LexiconTest, NamesAreCurrentAndUnique) {
  std::set<std::pair<int, std::string>> seen;
  for (const LexiconEntry &entry : getLexicon()) {
    EXPECT_TRUE(seen.insert({entry.kind, entry.name.str()}).second) << entry.name.str();
    EXPECT_EQ(getCurrentOpName(entry.name), entry.name);
    EXPECT_FALSE(entry.last < entry.first) << entry.name.str();
    EXPECT_FALSE(kNewestKnownTriton < entry.last) << entry.name.str();
  }
}

TEST(LexiconTest, HasAllThatIsRead) {
  mlir::DialectRegistry registry;
  registerTritonDialects(registry);
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  for (mlir::RegisteredOperationName op : context.getRegisteredOperations()) {
    llvm::StringRef dialect = op.getDialectNamespace();
    if (dialect == "tt" || dialect == "ttg" || dialect == "ttng" || dialect == "amdg")
      EXPECT_TRUE(lookupInLexicon(LexiconEntry::Op, getCurrentOpName(op.getStringRef())))
          << op.getStringRef().str();
  }
}

TEST(LexiconTest, Versions) {
  auto describe = [](llvm::StringRef name) {
    const LexiconEntry *entry = lookupInLexicon(LexiconEntry::Op, name);
    return entry ? entry->describeVersions() : "none";
  };
  EXPECT_EQ(describe("tt.load"), "");
  EXPECT_EQ(describe("tt.unsplat"), "Triton 3.5 and newer");
  EXPECT_EQ(describe("tt.advance"), "Triton 3.0 to 3.7");
  EXPECT_EQ(describe("ttg.local_barrier"), "Triton 3.6");
  EXPECT_EQ(describe("tt.view"), "Triton 2");
  EXPECT_EQ(describe("tt.nothing"), "none");
}

TEST(LexiconTest, OldNames) {
  EXPECT_EQ(getCurrentOpName("triton_gpu.local_load"), "ttg.local_load");
  EXPECT_EQ(getCurrentOpName("triton_nvidia_gpu.dot_async"), "ttng.warp_group_dot");
  EXPECT_EQ(getCurrentOpName("amdgpu.buffer_load"), "amdg.buffer_load");
  // An op of MLIR's own dialect of that name.
  EXPECT_EQ(getCurrentOpName("amdgpu.mfma"), "amdgpu.mfma");
}

TEST(LexiconTest, Nearest) {
  llvm::StringRef names[] = {"tt.load", "tt.store", "tt.splat", "tt.split"};
  EXPECT_EQ(findNearest("tt.laod", names), "tt.load");
  EXPECT_EQ(findNearest("tt.splot", names), "tt.splat");
  EXPECT_EQ(findNearest("tt.reduce", names), "");
  EXPECT_EQ(findNearest("a", names), "");
  EXPECT_EQ(findNearest(std::string(10'000'000, 'a'), names), "");
}
