//===- AppleComparisonTest.cpp - Our modules against Apple's --------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The same kernels as Apple's compiler made them for macOS 13, 14, 15 and 26, node by node. Every
// difference that is left is listed here with its reason. Apple's archives are no part of the
// project: TRITON_METAL_APPLE_FIXTURES names a folder with
//
//   kernel.N.metallib      kernel void foo() {}
//   constants.N.metallib   vadd: c[i] = foo * a[i] + b[i] + bar, where foo and bar are function
//                          constants, compiled with fast math
//
//===----------------------------------------------------------------------===//

#include "AIRTestSupport.h"
#include "triton-metal/Metallib/Reader.h"
#include "triton-metal/Target/AIR/BitcodeWriter.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Bitstream/BitstreamReader.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/MemoryBuffer.h"

#include <cstdlib>
#include <map>
#include <set>

using namespace llvm;

namespace tritonmetal::air {

static const unsigned releases[] = {13, 14, 15, 26};

//===----------------------------------------------------------------------===//
// Both modules
//===----------------------------------------------------------------------===//

/// The bitcode of the first function of an archive; empty (and a failed test) if it cannot be read.
static std::vector<uint8_t> readBitcode(StringRef archive) {
  SmallString<128> path(std::getenv("TRITON_METAL_APPLE_FIXTURES"));
  path += ("/" + archive + ".metallib").str();
  auto buffer = MemoryBuffer::getFile(path);
  if (!buffer) {
    ADD_FAILURE() << path.str().str() << ": " << buffer.getError().message();
    return {};
  }
  Expected<metallib::Library> library = metallib::readLibrary((*buffer)->getMemBufferRef());
  if (!library) {
    ADD_FAILURE() << toString(library.takeError());
    return {};
  }
  ArrayRef<uint8_t> bitcode = library->modules[library->functions.front().module].bitcode();
  return bitcode.vec();
}

static TestModule parseBitcode(ArrayRef<uint8_t> bytes) {
  TestModule test;
  auto parsed = parseBitcodeFile({toStringRef(bytes), "module"}, *test.context);
  if (parsed)
    test.module = std::move(*parsed);
  else
    ADD_FAILURE() << toString(parsed.takeError());
  return test;
}

static std::vector<uint8_t> write(const TestModule &test) {
  SmallVector<char, 0> bytes;
  Error error = writeAIRBitcode(*test.module, bytes);
  EXPECT_FALSE(bool(error)) << toString(std::move(error));
  return std::vector<uint8_t>(bytes.begin(), bytes.end());
}

static TestModule buildEmptyKernel(unsigned release, AIROptions options) {
  TestModule test("define void @foo() { ret void }");
  KernelDescription kernel;
  kernel.name = "foo";
  Error error = buildAIR(*test.module, kernel, macOS(release), options);
  EXPECT_FALSE(bool(error)) << toString(std::move(error));
  return test;
}

static TestModule buildVectorAdd(unsigned release) {
  TestModule test(R"(
    define void @vadd(ptr addrspace(1) %a, ptr addrspace(1) %b, ptr addrspace(1) %c, i32 %i) {
      %n = zext i32 %i to i64
      %pa = getelementptr inbounds float, ptr addrspace(1) %a, i64 %n
      %x = load float, ptr addrspace(1) %pa
      %pb = getelementptr inbounds float, ptr addrspace(1) %b, i64 %n
      %y = load float, ptr addrspace(1) %pb
      %s = fadd float %x, %y
      %pc = getelementptr inbounds float, ptr addrspace(1) %c, i64 %n
      store float %s, ptr addrspace(1) %pc
      ret void
    })");
  KernelDescription kernel;
  kernel.name = "vadd";
  kernel.arguments = {KernelArgument::deviceBuffer("a", 0, "float", 4, 4, BufferAccess::Read),
                      KernelArgument::deviceBuffer("b", 1, "float", 4, 4, BufferAccess::Read),
                      KernelArgument::deviceBuffer("c", 2, "float", 4, 4, BufferAccess::Write),
                      KernelArgument::builtIn("i", "thread_position_in_grid", "uint")};
  Error error = buildAIR(*test.module, kernel, macOS(release), AIROptions());
  EXPECT_FALSE(bool(error)) << toString(std::move(error));
  return test;
}

#define SKIP_WITHOUT_FIXTURES()                                                                    \
  if (!std::getenv("TRITON_METAL_APPLE_FIXTURES"))                                                 \
  GTEST_SKIP() << "TRITON_METAL_APPLE_FIXTURES is not set"

//===----------------------------------------------------------------------===//
// Differences
//===----------------------------------------------------------------------===//

using Set = std::set<std::string>;

/// What only the first has, and what only the second has.
static Set operator-(const Set &first, const Set &second) {
  Set rest;
  for (const std::string &element : first)
    if (!second.count(element))
      rest.insert(element);
  return rest;
}

/// Apple's fast math; ours is safe unless asked otherwise.
static const Set fastMathAttributes = {
    R"("approx-func-fp-math"="true")", R"("no-infs-fp-math"="true")", R"("no-nans-fp-math"="true")",
    R"("no-signed-zeros-fp-math"="true")", R"("unsafe-fp-math"="true")"};

/// Buffers of a Triton kernel may overlap.
static const Set noAliasAttribute = {R"("air-buffer-no-alias")"};

static std::string printNode(const MDNode &node, const Module &module) {
  std::string text;
  raw_string_ostream stream(text);
  for (const MDOperand &operand : node.operands()) {
    if (auto *nested = dyn_cast_or_null<MDNode>(operand.get()))
      stream << "{" << printNode(*nested, module) << "} ";
    else {
      operand->printAsOperand(stream, &module);
      stream << " ";
    }
  }
  return text;
}

static std::string printNamed(const Module &module, StringRef name) {
  std::string text;
  if (const NamedMDNode *named = module.getNamedMetadata(name))
    for (const MDNode *node : named->operands())
      text += printNode(*node, module) + "\n";
  return text;
}

static Set attributesOf(AttributeSet set) {
  Set texts;
  for (Attribute attribute : set)
    texts.insert(attribute.getAsString());
  return texts;
}

static std::map<std::string, int> countInstructions(const Function &function) {
  std::map<std::string, int> counts;
  for (const Instruction &inst : instructions(function))
    ++counts[inst.getOpcodeName()];
  return counts;
}

//===----------------------------------------------------------------------===//
// Tests
//===----------------------------------------------------------------------===//

// With fast math asked for, an empty kernel is Apple's to the letter but for the compiler's name.
TEST(AppleComparison, EmptyKernelIsTheSameText) {
  SKIP_WITHOUT_FIXTURES();
  AIROptions fast;
  fast.fastMath = true;
  for (unsigned release : releases) {
    TestModule apple = parseBitcode(readBitcode("kernel." + std::to_string(release)));
    TestModule ours = buildEmptyKernel(release, fast);
    auto normalize = [](TestModule &test) {
      test.module->setModuleIdentifier("");
      NamedMDNode *ident = test.module->getNamedMetadata("llvm.ident");
      ident->setOperand(0, MDNode::get(*test.context, MDString::get(*test.context, "compiler")));
      return test.print();
    };
    EXPECT_EQ(normalize(apple), normalize(ours)) << release;
  }
}

TEST(AppleComparison, ModuleProperties) {
  SKIP_WITHOUT_FIXTURES();
  for (unsigned release : releases) {
    TestModule apple = parseBitcode(readBitcode("constants." + std::to_string(release)));
    TestModule ours = buildVectorAdd(release);
    EXPECT_EQ(apple.module->getTargetTriple().str(), ours.module->getTargetTriple().str());
    EXPECT_EQ(apple.module->getDataLayoutStr(), ours.module->getDataLayoutStr());
    EXPECT_EQ(apple.module->getSourceFileName(), ours.module->getSourceFileName());
    // Globals hold function constants, which Triton does not have.
    for (const GlobalVariable &global : apple.module->globals())
      EXPECT_TRUE(global.getName() == "llvm.global_ctors" || global.getName().contains("foo") ||
                  global.getName().contains("bar"));
    EXPECT_TRUE(ours.module->global_empty());
  }
}

TEST(AppleComparison, NamedMetadata) {
  SKIP_WITHOUT_FIXTURES();
  for (unsigned release : releases) {
    TestModule apple = parseBitcode(readBitcode("constants." + std::to_string(release)));
    TestModule ours = buildVectorAdd(release);
    std::vector<std::string> appleNames, ourNames;
    for (const NamedMDNode &named : apple.module->named_metadata())
      appleNames.push_back(named.getName().str());
    for (const NamedMDNode &named : ours.module->named_metadata())
      ourNames.push_back(named.getName().str());
    ourNames.push_back("air.function_constants"); // which Triton does not have
    EXPECT_EQ(appleNames, ourNames) << release;
    for (StringRef name :
         {"llvm.module.flags", "air.version", "air.language_version", "air.kernel"})
      EXPECT_EQ(printNamed(*apple.module, name), printNamed(*ours.module, name)) << release;
    // Safe math.
    EXPECT_EQ(printNamed(*ours.module, "air.compile_options"),
              "!\"air.compile.denorms_disable\" \n!\"air.compile.fast_math_disable\" \n"
              "!\"air.compile.framebuffer_fetch_enable\" \n");
    // Another compiler.
    EXPECT_TRUE(has(printNamed(*apple.module, "llvm.ident"), "Apple metal version"));
    EXPECT_TRUE(has(printNamed(*ours.module, "llvm.ident"), "triton-metal"));
  }
}

TEST(AppleComparison, KernelSignatureAndAttributes) {
  SKIP_WITHOUT_FIXTURES();
  for (unsigned release : releases) {
    TestModule apple = parseBitcode(readBitcode("constants." + std::to_string(release)));
    TestModule ours = buildVectorAdd(release);
    const Function &first = *apple.module->getFunction("vadd");
    const Function &second = *ours.module->getFunction("vadd");
    EXPECT_EQ(first.getLinkage(), second.getLinkage());
    EXPECT_EQ(first.getUnnamedAddr(), second.getUnnamedAddr());
    EXPECT_EQ(first.isDSOLocal(), second.isDSOLocal());
    EXPECT_EQ(first.getCallingConv(), second.getCallingConv());
    Set appleKernel = attributesOf(first.getAttributes().getFnAttrs());
    Set ourKernel = attributesOf(second.getAttributes().getFnAttrs());
    EXPECT_EQ(appleKernel - ourKernel, fastMathAttributes) << release;
    EXPECT_EQ(ourKernel - appleKernel, Set()) << release;
    ASSERT_EQ(first.arg_size(), second.arg_size());
    for (unsigned index = 0; index < first.arg_size(); ++index) {
      EXPECT_EQ(first.getArg(index)->getName(), second.getArg(index)->getName());
      Set appleArgument = attributesOf(first.getAttributes().getParamAttrs(index));
      Set ourArgument = attributesOf(second.getAttributes().getParamAttrs(index));
      EXPECT_EQ(appleArgument - ourArgument, index < 3 ? noAliasAttribute : Set())
          << release << ", " << index;
      EXPECT_EQ(ourArgument - appleArgument, Set()) << release << ", " << index;
    }
  }
}

TEST(AppleComparison, Instructions) {
  SKIP_WITHOUT_FIXTURES();
  for (unsigned release : releases) {
    TestModule apple = parseBitcode(readBitcode("constants." + std::to_string(release)));
    TestModule ours = buildVectorAdd(release);
    std::map<std::string, int> counts = countInstructions(*ours.module->getFunction("vadd"));
    counts["load"] += 2; // foo and bar
    counts["fmul"] += 1; // times foo
    counts["fadd"] += 1; // plus bar
    const Function &appleKernel = *apple.module->getFunction("vadd");
    EXPECT_EQ(countInstructions(appleKernel), counts) << release;
    bool fast = false, tbaa = false, scopes = false;
    for (const Instruction &inst : instructions(appleKernel)) {
      fast |= inst.isFast();
      tbaa |= inst.hasMetadata(LLVMContext::MD_tbaa);
      scopes |= inst.hasMetadata(LLVMContext::MD_alias_scope);
    }
    EXPECT_TRUE(fast && tbaa && scopes);
    // Ours: safe math; no types to compare memory by; buffers that may overlap.
    for (const Instruction &inst : instructions(*ours.module->getFunction("vadd"))) {
      EXPECT_FALSE(isa<FPMathOperator>(inst) && inst.isFast());
      EXPECT_FALSE(inst.hasMetadataOtherThanDebugLoc());
    }
  }
}

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

namespace {
/// Collects every "block.code" of a bitcode file.
class RecordCollector {
public:
  explicit RecordCollector(ArrayRef<uint8_t> bytes) : cursor(toStringRef(bytes)) {
    cantFail(cursor.Read(32)); // the magic number
    while (!cursor.AtEndOfStream())
      collect(/*block=*/~0u);
  }

  Set records;

private:
  void collect(unsigned block) {
    SmallVector<uint64_t, 64> operands;
    while (true) {
      BitstreamEntry entry = cantFail(cursor.advance());
      if (entry.Kind == BitstreamEntry::EndBlock || entry.Kind == BitstreamEntry::Error)
        return;
      if (entry.Kind == BitstreamEntry::SubBlock) {
        collectBlock(entry.ID);
        if (block == ~0u)
          return;
        continue;
      }
      operands.clear();
      unsigned code = cantFail(cursor.readRecord(entry.ID, operands));
      records.insert(std::to_string(block) + "." + std::to_string(code));
    }
  }

  void collectBlock(unsigned block) {
    if (block == bitc::BLOCKINFO_BLOCK_ID) {
      info = cantFail(cursor.ReadBlockInfoBlock());
      cursor.setBlockInfo(&*info);
      return;
    }
    cantFail(cursor.EnterSubBlock(block));
    collect(block);
  }

  BitstreamCursor cursor;
  std::optional<BitstreamBlockInfo> info;
};
} // namespace

/// Records that Apple's files have and ours do not need.
static const Set onlyApple = {
    "8.5",   "8.7",   "11.3",
    "11.7",  "17.18", // function constants: sections, globals, their values
    "16.11", "15.5",  // TBAA and alias scopes
    "15.38", "15.39", // an index for lazy loading of large metadata
    "17.16",          // the type of metadata operands of intrinsics
    "25.1",           // a symbol table for linkers
};

// No record is new to a reader that takes Apple's files.
TEST(AppleComparison, RecordKinds) {
  SKIP_WITHOUT_FIXTURES();
  for (unsigned release : releases) {
    Set apple;
    for (const char *archive : {"kernel.", "kernels.", "constants."})
      for (const std::string &record :
           RecordCollector(readBitcode(archive + std::to_string(release))).records)
        apple.insert(record);
    Set ours = RecordCollector(write(buildVectorAdd(release))).records;
    EXPECT_EQ(ours - apple, Set()) << release;
    EXPECT_EQ(apple - ours, onlyApple) << release;
  }
}

} // namespace tritonmetal::air
