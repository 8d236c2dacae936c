//===- KernelArchiveTest.cpp - Kernels of archives ------------------------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/KernelArchive.h"

#include "triton-metal/Metallib/Builder.h"
#include "triton-metal/Metallib/Reader.h"
#include "triton-metal/Metallib/Writer.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/SourceMgr.h"

#include "gtest/gtest.h"

using namespace llvm;

namespace tritonmetal::executor {

/// Bitcode of a module with an empty kernel.
static SmallString<0> makeBitcode(StringRef name) {
  LLVMContext context;
  SMDiagnostic diagnostic;
  std::string text = ("define void @" + name + "() { ret void }\n" +
                      "!air.kernel = !{!0}\n!0 = !{ptr @" + name + ", !{}, !{}}\n")
                         .str();
  std::unique_ptr<Module> module = parseAssemblyString(text, diagnostic, context);
  SmallString<0> bitcode;
  raw_svector_ostream os(bitcode);
  WriteBitcodeToFile(*module, os);
  return bitcode;
}

/// An archive of empty kernels. `change` may spoil it before it is written.
static std::string makeArchive(ArrayRef<StringRef> names,
                               function_ref<void(metallib::Library &)> change) {
  std::vector<SmallString<0>> modules;
  std::vector<metallib::KernelModule> kernels;
  for (StringRef name : names)
    modules.push_back(makeBitcode(name));
  for (size_t i = 0; i < names.size(); ++i) {
    metallib::KernelModule kernel;
    kernel.name = names[i].str();
    kernel.bitcode = arrayRefFromStringRef(modules[i]);
    kernel.air = {2, 7};
    kernel.language = {3, 2};
    kernels.push_back(kernel);
  }
  metallib::Library library = cantFail(metallib::buildLibrary(kernels, {}));
  change(library);
  SmallString<0> bytes;
  cantFail(metallib::writeLibrary(library, bytes));
  return std::string(bytes);
}

static std::string load(StringRef archive, StringRef name) {
  Expected<LoadedKernel> kernel = loadKernel(MemoryBufferRef(archive, "test"), name);
  return kernel ? kernel->function->getName().str() : toString(kernel.takeError());
}

TEST(KernelArchive, FindsOneOfMany) {
  std::string archive = makeArchive({"copy", "softmax"}, [](metallib::Library &) {});
  EXPECT_EQ(load(archive, "softmax"), "softmax");
  EXPECT_EQ(load(archive, ""), "the file holds 2 kernels; name one of them (copy, softmax)");
  EXPECT_EQ(load(archive, "sofmax"), "no kernel 'sofmax'; did you mean 'softmax'? (copy, softmax)");
}

TEST(KernelArchive, ManyNamesAreCut) {
  std::vector<std::string> names;
  for (unsigned i = 0; i < 20; ++i)
    names.push_back("kernel" + utostr(i));
  std::string archive =
      makeArchive(SmallVector<StringRef>(names.begin(), names.end()), [](metallib::Library &) {});
  EXPECT_EQ(load(archive, "x"), "no kernel 'x' (kernel0, kernel1, kernel2, kernel3, kernel4, "
                                "kernel5, kernel6, kernel7, and 12 more)");
}

TEST(KernelArchive, OtherKindsOfFunctionsAreRefusedByName) {
  std::string archive = makeArchive({"copy", "shade"}, [](metallib::Library &library) {
    library.functions[1].type = metallib::FunctionType::Visible;
  });
  EXPECT_EQ(load(archive, "shade"), "'shade' is a visible function; the executor runs kernels");
  EXPECT_EQ(load(archive, ""), "copy");
}

/// Only the module that is wanted must be whole.
TEST(KernelArchive, ReadsOneModule) {
  std::string archive = makeArchive(
      {"copy", "broken"}, [](metallib::Library &library) { library.functions[1].hash[0] ^= 1; });
  EXPECT_EQ(load(archive, "copy"), "copy");
  EXPECT_EQ(load(archive, "broken"),
            "module of function 'broken' does not have the hash that its record says: the file was "
            "damaged or changed after it was written");
}

TEST(KernelArchive, FunctionListAgreesWithTheWholeLibrary) {
  std::string archive = makeArchive({"copy", "softmax"}, [](metallib::Library &) {});
  MemoryBufferRef buffer(archive, "test");
  std::vector<metallib::FunctionView> views = cantFail(metallib::listFunctions(buffer));
  metallib::Library library = cantFail(metallib::readLibrary(buffer));
  ASSERT_EQ(views.size(), library.functions.size());
  for (size_t i = 0; i < views.size(); ++i) {
    EXPECT_EQ(views[i].name, library.functions[i].name);
    EXPECT_EQ(views[i].hash, library.functions[i].hash);
    EXPECT_EQ(views[i].module, ArrayRef(library.modules[library.functions[i].module].bytes));
  }
}

TEST(KernelArchive, BitcodeWithAndWithoutWrapper) {
  SmallString<0> bitcode = makeBitcode("copy");
  EXPECT_EQ(load(bitcode, ""), "copy");
  EXPECT_EQ(load(bitcode, "paste"), "no kernel 'paste' (copy)");
  metallib::Module wrapped = cantFail(metallib::wrapBitcode(arrayRefFromStringRef(bitcode)));
  EXPECT_EQ(load(toStringRef(wrapped.bytes), "copy"), "copy");
}

TEST(KernelArchive, WhatIsNoArchive) {
  EXPECT_NE(load("MTLB", "").find("file has 4 bytes"), std::string::npos);
  EXPECT_NE(load(StringRef("BC\xc0\xde", 4), ""), "");
  EXPECT_NE(load("define", "").find("1:"), std::string::npos);
}

} // namespace tritonmetal::executor
