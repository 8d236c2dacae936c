//===- InspectTest.cpp - Descriptions of archives ---------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The modules here are made from LLVM IR text by LLVM's own writer, so their pointers are opaque:
// one warning that each description must have.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Inspect.h"

#include "../../../lib/Metallib/Inspect/Report.h"
#include "TestArchives.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamWriter.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/SourceMgr.h"

#include <random>

using namespace llvm;
using namespace tritonmetal::metallib;
using namespace tritonmetal::metallib::test;

namespace {

constexpr const char *kernelText = R"(
source_filename = "vadd"
target datalayout = "e-p:64:64:64-i1:8:8-i8:8:8-i16:16:16-i32:32:32-i64:64:64-f32:32:32-f64:64:64-v16:16:16-v24:32:32-v32:32:32-v48:64:64-v64:64:64-v96:128:128-v128:128:128-v192:256:256-v256:256:256-v512:512:512-v1024:1024:1024-n8:16:32"
target triple = "air64-apple-macosx15.0.0"
@scale = internal addrspace(2) global float undef
define void @vadd(ptr addrspace(1) %a, ptr addrspace(2) %n, i32 %i) { ret void }
!llvm.module.flags = !{!0}
!llvm.ident = !{!1}
!air.version = !{!2}
!air.language_version = !{!3}
!air.compile_options = !{!4}
!air.kernel = !{!5}
!air.function_constants = !{!12}
!0 = !{i32 2, !"SDK Version", [2 x i32] [i32 15, i32 4]}
!1 = !{!"a test"}
!2 = !{i32 2, i32 7, i32 0}
!3 = !{!"Metal", i32 3, i32 2, i32 0}
!4 = !{!"air.compile.denorms_disable"}
!5 = !{ptr @vadd, !6, !7, !11}
!6 = !{}
!7 = !{!8, !9, !10}
!8 = !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write", !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"float", !"air.arg_name", !"a", !"air.arg_unused"}
!9 = !{i32 1, !"air.buffer", !"air.buffer_size", i32 8, !"air.location_index", i32 4, i32 1, !"air.read", !"air.address_space", i32 2, !"air.struct_type_info", !13, !"air.arg_type_size", i32 8, !"air.arg_type_align_size", i32 4, !"air.arg_type_name", !"Args", !"air.arg_name", !"args"}
!10 = !{i32 2, !"air.thread_position_in_grid", !"air.arg_type_name", !"uint", !"air.arg_name", !"i"}
!11 = !{!"air.max_work_group_size", i32 128}
!12 = !{ptr addrspace(2) @scale, !"float", !"scale", i32 3, i1 true}
!13 = !{i32 0, i32 4, i32 0, !"int", !"n", i32 4, i32 4, i32 0, !"float", !"eps"}
)";

/// Bitcode of a module in LLVM's text form, without wrapper.
Bytes assemble(const std::string &text) {
  LLVMContext context;
  SMDiagnostic diagnostic;
  std::unique_ptr<llvm::Module> module = parseAssemblyString(text, diagnostic, context);
  EXPECT_TRUE(module) << diagnostic.getMessage().str();
  if (!module)
    return fakeBitcode("");
  SmallString<0> buffer;
  raw_svector_ostream stream(buffer);
  WriteBitcodeToFile(*module, stream);
  // For this triple LLVM's writer adds the wrapper by itself.
  Expected<ArrayRef<uint8_t>> bitcode = unwrapBitcode(arrayRefFromStringRef(buffer));
  EXPECT_TRUE(bool(bitcode)) << toString(bitcode.takeError());
  return Bytes(bitcode->begin(), bitcode->end());
}

/// The archive of `text`, whose kernel is named `vadd`.
Library archiveOf(const std::string &text) {
  Bytes bitcode = assemble(text);
  KernelModule kernel;
  kernel.name = "vadd";
  kernel.bitcode = bitcode;
  kernel.air = {2, 7, 0};
  kernel.language = {3, 2, 0};
  kernel.constants = {{"scale", 3, 3, 1}};
  kernel.position = SourcePosition{12, "vadd.py"};
  Expected<Library> library = buildLibrary(kernel, {});
  EXPECT_TRUE(bool(library)) << toString(library.takeError());
  return std::move(*library);
}

std::string describe(const Library &library, InspectFormat format = InspectFormat::Text) {
  std::string bytes = write(library), text;
  raw_string_ostream out(text);
  Error error = inspect(MemoryBufferRef(bytes, "test.metallib"), format, out);
  EXPECT_FALSE(bool(error)) << toString(std::move(error));
  return text;
}

/// The warnings of a library, one a line.
std::string warningsOf(const Library &library) {
  Expected<json::Value> value = json::parse(describe(library, InspectFormat::JSON));
  EXPECT_TRUE(bool(value)) << toString(value.takeError());
  std::vector<std::string> lines;
  for (const json::Value &warning : *value->getAsObject()->getArray("warnings"))
    lines.push_back(warning.getAsString()->str());
  return join(lines, "\n");
}

std::string replaced(std::string text, StringRef from, StringRef to) {
  size_t at = text.find(from.str());
  EXPECT_NE(at, std::string::npos) << from.str();
  return text.replace(at, from.size(), to.str());
}

constexpr const char *opaqueWarning = "function 'vadd': module has opaque pointers; systems before "
                                      "macOS 26 and iOS 26 refuse them";

TEST(Inspect, Text) {
  std::string text = describe(archiveOf(kernelText));
  // Sizes and hashes depend on LLVM's writer.
  StringRef rest = text;
  EXPECT_TRUE(rest.consume_front("archive: format 1.2.8, executable, macOS 15.0, 64-bit, "));
  EXPECT_TRUE(rest.contains(", hash matches\n"));
  rest = rest.substr(rest.find("  triple: "));
  EXPECT_EQ(rest.str(), R"(  triple: air64-apple-macosx15.0.0
  data layout: AIR's
  air.version: 2.7
  air.language_version: Metal 3.2
  producer: a test
  SDK: 15.4
  compile options: air.compile.denorms_disable
  pointer types: 0 typed, 3 opaque
  attribute: max_work_group_size 128
  arguments:
    0: buffer 0, device, read_write, float 'a', size 4, align 4, unused
    1: buffer 4, constant, read, Args 'args', size 8, align 4, buffer of 8 bytes
       +0: int 'n', size 4
       +4: float 'eps', size 4
    2: thread_position_in_grid, uint 'i'
  function constants:
    3: float 'scale'
  source: line 12 of 'vadd.py'
  debug info: no

warnings:
  function 'vadd': module has opaque pointers; systems before macOS 26 and iOS 26 refuse them
)");
}

TEST(Inspect, JSON) {
  std::string text = describe(archiveOf(kernelText), InspectFormat::JSON);
  Expected<json::Value> value = json::parse(text);
  ASSERT_TRUE(bool(value)) << toString(value.takeError());
  const json::Object &archive = *value->getAsObject();
  EXPECT_EQ(archive.getInteger("schema_version"), 1);
  EXPECT_EQ(archive.getString("format"), "1.2.8");
  EXPECT_EQ(archive.getString("platform"), "macOS");
  EXPECT_EQ(archive.getString("os_version"), "15.0");
  const json::Object &function = *archive.getArray("functions")->front().getAsObject();
  EXPECT_EQ(function.getString("name"), "vadd");
  EXPECT_EQ(function.getString("type"), "kernel");
  EXPECT_EQ(function.getBoolean("hash_matches"), true);
  EXPECT_EQ(function.getString("air_version"), "2.7");
  EXPECT_EQ(function.getObject("source")->getInteger("line"), 12);
  const json::Object &constant = *function.getArray("function_constants")->front().getAsObject();
  EXPECT_EQ(constant.getInteger("data_type"), 3);
  const json::Object &module = *function.getObject("module");
  EXPECT_EQ(module.getString("sdk_version"), "15.4");
  EXPECT_EQ(module.getBoolean("data_layout_is_air"), true);
  EXPECT_EQ(module.getObject("attributes")->getInteger("max_work_group_size"), 128);
  const json::Object &args = *(*module.getArray("arguments"))[1].getAsObject();
  EXPECT_EQ(args.getInteger("location"), 4);
  EXPECT_EQ(args.getInteger("address_space"), 2);
  EXPECT_EQ(args.getInteger("buffer_size"), 8);
  const json::Object &eps = *(*args.getArray("fields"))[1].getAsObject();
  EXPECT_EQ(eps.getInteger("offset"), 4);
  EXPECT_EQ(eps.getString("name"), "eps");
}

TEST(Inspect, SameBytesTwice) {
  Library library = archiveOf(kernelText);
  EXPECT_EQ(describe(library), describe(library));
  EXPECT_EQ(describe(library, InspectFormat::JSON), describe(library, InspectFormat::JSON));
}

TEST(Inspect, MalformedContainerWritesNothing) {
  std::string text;
  raw_string_ostream out(text);
  Error error = inspect(MemoryBufferRef("MTLB", "x"), InspectFormat::Text, out);
  EXPECT_EQ(toString(std::move(error)), "file has 4 bytes; the header of a metallib has 88");
  EXPECT_EQ(text, "");
}

TEST(Inspect, HostileStringsAreEscaped) {
  Library library = archiveOf(kernelText);
  library.functions[0].name = "\x1b[31m\xff'";
  std::string text = describe(library);
  EXPECT_TRUE(all_of(text, [](char c) { return c == '\n' || isPrint(c); }));
  EXPECT_TRUE(bool(json::parse(describe(library, InspectFormat::JSON))));
}

TEST(Inspect, RandomMutations) {
  std::string good = write(archiveOf(kernelText));
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = good, text;
    bytes[random() % bytes.size()] = static_cast<char>(random());
    raw_string_ostream out(text);
    Error error = inspect(MemoryBufferRef(bytes, "x"), InspectFormat::JSON, out);
    EXPECT_NE(bool(error), bool(json::parse(text))) << "round " << round;
    consumeError(std::move(error));
  }
}

//===----------------------------------------------------------------------===//
// Warnings
//===----------------------------------------------------------------------===//

TEST(InspectWarnings, HashHidesTheModule) {
  Library library = archiveOf(kernelText);
  library.functions[0].hash[5] ^= 1;
  EXPECT_EQ(warningsOf(library), "function 'vadd': hash in the record is not that of the module; "
                                 "the module is not shown");
  EXPECT_EQ(describe(library).find("triple"), std::string::npos);
}

TEST(InspectWarnings, ModuleThatCannotBeRead) {
  Library library = makeLibrary({"foo"});
  EXPECT_TRUE(StringRef(warningsOf(library)).starts_with("module 0 cannot be read: "));
}

TEST(InspectWarnings, Triple) {
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "macosx15", "macosx26"))),
            "function 'vadd': header says macOS 15.0, but the triple is "
            "'air64-apple-macosx26.0.0'; the system goes by the triple\n" +
                std::string(opaqueWarning));
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "macosx15", "ios15"))),
            "function 'vadd': header says macOS 15.0, but the triple is 'air64-apple-ios15.0.0'; "
            "the system goes by the triple\n" +
                std::string(opaqueWarning));
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "air64-", "xyz64-"))),
            "function 'vadd': triple 'xyz64-apple-macosx15.0.0' is not AIR's\n" +
                std::string(opaqueWarning));
}

TEST(InspectWarnings, Versions) {
  EXPECT_EQ(warningsOf(archiveOf(
                replaced(kernelText, "!{i32 2, i32 7, i32 0}", "!{i32 2, i32 6, i32 0}"))),
            "function 'vadd': record says AIR 2.7, but the module says 2.6\n" +
                std::string(opaqueWarning));
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "!air.language_version = !{!3}", ""))),
            "function 'vadd': module has no Metal version\n" + std::string(opaqueWarning));
  Library library = archiveOf(kernelText);
  library.format.patch = 7;
  EXPECT_EQ(warningsOf(library), "format is 1.2.7, but Apple's tools write 1.2.8 for macOS 15.0\n" +
                                     std::string(opaqueWarning));
}

TEST(InspectWarnings, SDKVersionAndDataLayout) {
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "SDK Version", "SDK Edition"))),
            "function 'vadd': module has no 'SDK Version' flag; some systems crash without it\n" +
                std::string(opaqueWarning));
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "-n8:16:32", "-n32"))),
            "function 'vadd': data layout of the module is not AIR's\n" +
                std::string(opaqueWarning));
}

TEST(InspectWarnings, Arguments) {
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, ", !\"air.arg_name\", !\"i\"", ""))),
            std::string(opaqueWarning) +
                "\nfunction 'vadd': argument 2 has no name or no type name; macOS 26 refuses that");
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "air.arg_unused", "air.arg_strange"))),
            std::string(opaqueWarning) +
                "\nfunction 'vadd': argument 0 has the unknown key 'air.arg_strange'");
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "!air.kernel = !{!5}", ""))),
            std::string(opaqueWarning) +
                "\nfunction 'vadd': module has no such entry in !air.kernel");
}

TEST(InspectWarnings, FunctionConstants) {
  EXPECT_EQ(warningsOf(archiveOf(replaced(kernelText, "i32 3, i1 true", "i32 4, i1 true"))),
            std::string(opaqueWarning) + "\nfunction 'vadd': public metadata and the module list "
                                         "different function constants (1 and 1)");
}

TEST(InspectWarnings, Container) {
  Library library = archiveOf(kernelText);
  library.uuid.reset();
  library.functions[0].tags = {{tags::name, {}},     {tags::type, {}},
                               {tags::hash, {}},     {tags::offsets, {}},
                               {tags::versions, {}}, {makeFourCC("ZZZZ"), {1}}};
  library.extension = {{tags::reflectionList, {}}, {makeFourCC("YYYY"), {}}};
  library.privateMetadata[0].tags = {{tags::debugInfo, {}}, {makeFourCC("XXXX"), {1, 2}}};
  EXPECT_EQ(
      warningsOf(library),
      "archive has no UUID\n"
      "header extension: unknown tag YYYY (0 bytes)\n"
      "private metadata group 0: unknown tag XXXX (2 bytes)\n"
      "function 'vadd': unknown tag ZZZZ (1 byte)\n"
      "function 'vadd': record has no MDSZ; the module's size was taken from its neighbour\n" +
          std::string(opaqueWarning));
}

TEST(InspectWarnings, NamesAndTypes) {
  Library library = archiveOf(kernelText);
  library.functions.push_back(library.functions[0]);
  library.functions[1].type = static_cast<tritonmetal::metallib::FunctionType>(9);
  EXPECT_EQ(warningsOf(library), std::string(opaqueWarning) +
                                     "\nfunction 'vadd': name is used more than once\n"
                                     "function 'vadd': unknown function type 9\n" +
                                     opaqueWarning);
}

TEST(InspectWarnings, ModuleWithoutWrapper) {
  Library library = archiveOf(kernelText);
  library.modules[0].bytes = fakeBitcode("not bitcode inside");
  library.functions[0].hash = hashModule(library.modules[0]);
  std::string warnings = warningsOf(library);
  EXPECT_NE(warnings.find("function 'vadd': module has no bitcode wrapper\n"
                          "function 'vadd': module has 22 bytes, which is no multiple of 16"),
            std::string::npos)
      << warnings;
}

//===----------------------------------------------------------------------===//
// Pointer records
//===----------------------------------------------------------------------===//

TEST(PointerRecords, TypedAndOpaque) {
  SmallString<0> buffer;
  {
    BitstreamWriter writer(buffer);
    for (unsigned char byte : {0x42, 0x43, 0xC0, 0xDE})
      writer.Emit(byte, 8);
    writer.EnterSubblock(bitc::IDENTIFICATION_BLOCK_ID, 5);
    writer.ExitBlock();
    writer.EnterSubblock(bitc::MODULE_BLOCK_ID, 3);
    writer.EmitRecord(bitc::MODULE_CODE_VERSION, SmallVector<unsigned>{2});
    writer.EnterSubblock(bitc::TYPE_BLOCK_ID_NEW, 4);
    writer.EmitRecord(bitc::TYPE_CODE_NUMENTRY, SmallVector<unsigned>{4});
    writer.EmitRecord(bitc::TYPE_CODE_FLOAT, SmallVector<unsigned>{});
    writer.EmitRecord(bitc::TYPE_CODE_POINTER, SmallVector<unsigned>{0, 1});
    writer.EmitRecord(bitc::TYPE_CODE_POINTER, SmallVector<unsigned>{0, 2});
    writer.EmitRecord(bitc::TYPE_CODE_OPAQUE_POINTER, SmallVector<unsigned>{3});
    writer.ExitBlock();
    writer.ExitBlock();
  }
  ModuleInfo info;
  Error error = countPointerRecords(arrayRefFromStringRef(buffer), info);
  EXPECT_FALSE(bool(error)) << toString(std::move(error));
  EXPECT_EQ(info.typedPointers, 2u);
  EXPECT_EQ(info.opaquePointers, 1u);
}

//===----------------------------------------------------------------------===//
// Apple's archives
//===----------------------------------------------------------------------===//

TEST(InspectAppleFixtures, NothingToWarnAbout) {
  SKIP_WITHOUT_APPLE_FIXTURES();
  for (const auto &[name, bytes] : appleFixtures()) {
    std::string text;
    raw_string_ostream out(text);
    Error error = inspect(MemoryBufferRef(bytes, name), InspectFormat::Text, out);
    ASSERT_FALSE(bool(error)) << name << ": " << toString(std::move(error));
    EXPECT_TRUE(StringRef(text).ends_with("\nwarnings: none\n")) << name << "\n" << text;
    EXPECT_NE(text.find(" 0 opaque\n"), std::string::npos) << name;
    EXPECT_EQ(text.find(": 0 typed"), std::string::npos) << name;
  }
}

TEST(InspectAppleFixtures, Contents) {
  SKIP_WITHOUT_APPLE_FIXTURES();
  std::map<std::string, std::string> files = appleFixtures();
  if (!files.count("constants.15.metallib") || !files.count("debuginfo.14.metallib"))
    GTEST_SKIP() << "no constants.15.metallib and debuginfo.14.metallib in the folder";
  auto describeFile = [&](const char *name) {
    std::string text;
    raw_string_ostream out(text);
    cantFail(inspect(MemoryBufferRef(files[name], name), InspectFormat::Text, out));
    return text;
  };
  std::string constants = describeFile("constants.15.metallib");
  for (const char *line :
       {"archive: format 1.2.8, executable, macOS 15.0, 64-bit, 5448 bytes\n", "kernel 'vadd'\n",
        "  triple: air64-apple-macosx15.0.0\n", "    0: float 'foo'\n", "    2: float 'bar'\n",
        "thread_position_in_grid, uint "})
    EXPECT_NE(constants.find(line), std::string::npos) << line << constants;
  EXPECT_NE(describeFile("debuginfo.14.metallib").find("  debug info: yes\n"), std::string::npos);
}

} // namespace
