//===- BitcodeTestSupport.cpp - Write, read back, ask older LLVMs ---------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitcodeTestSupport.h"

#include "ModuleComparison.h"

#include "llvm/AsmParser/Parser.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamReader.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

#include "gtest/gtest.h"

using namespace llvm;

namespace tritonmetal::test {

std::unique_ptr<Module> parseModule(LLVMContext &context, StringRef text) {
  SMDiagnostic diagnostic;
  auto module = parseAssemblyString(text, diagnostic, context);
  if (!module) {
    std::string message;
    raw_string_ostream stream(message);
    diagnostic.print("test", stream, /*ShowColors=*/false);
    ADD_FAILURE() << message;
  }
  return module;
}

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

namespace {

/// Looks at the records that must not be there, block by block.
class RecordCheck {
public:
  explicit RecordCheck(ArrayRef<char> bytes) : cursor(StringRef(bytes.data(), bytes.size())) {}

  std::string run() {
    if (Expected<SimpleBitstreamCursor::word_t> magic = cursor.Read(32);
        !magic || *magic != 0xdec04342)
      return "no bitcode magic";
    while (!cursor.AtEndOfStream())
      if (!walk(/*block=*/~0u))
        return problem;
    return version == 2 ? "" : "MODULE version is not 2";
  }

private:
  bool fail(const Twine &message) {
    problem = message.str();
    return false;
  }

  bool walk(unsigned block) {
    while (true) {
      Expected<BitstreamEntry> entry = cursor.advance();
      if (!entry)
        return fail(toString(entry.takeError()));
      switch (entry->Kind) {
      case BitstreamEntry::Error:
        return fail("malformed stream");
      case BitstreamEntry::EndBlock:
        return true;
      case BitstreamEntry::SubBlock:
        if (Error error = cursor.EnterSubBlock(entry->ID))
          return fail(toString(std::move(error)));
        if (!walk(entry->ID))
          return false;
        if (block == ~0u)
          return true;
        break;
      case BitstreamEntry::Record:
        if (!record(block, entry->ID))
          return false;
        break;
      }
    }
  }

  bool record(unsigned block, unsigned abbreviation) {
    SmallVector<uint64_t, 64> operands;
    Expected<unsigned> code = cursor.readRecord(abbreviation, operands);
    if (!code)
      return fail(toString(code.takeError()));
    if (block == bitc::MODULE_BLOCK_ID && *code == bitc::MODULE_CODE_VERSION)
      version = operands[0];
    if (block == bitc::TYPE_BLOCK_ID_NEW && *code == bitc::TYPE_CODE_OPAQUE_POINTER)
      return fail("an OPAQUE_POINTER record");
    if (block == bitc::PARAMATTR_GROUP_BLOCK_ID)
      return attributes(operands);
    return true;
  }

  /// [group, parameter, then per attribute: 0 code | 1 code value | 3 key 0 | 4 key 0 value 0]
  bool attributes(ArrayRef<uint64_t> operands) {
    for (unsigned i = 2; i < operands.size();) {
      uint64_t form = operands[i++];
      if (form <= 1) {
        if (operands[i] > bitc::ATTR_KIND_DISABLE_SANITIZER_INSTRUMENTATION)
          return fail("attribute code " + Twine(operands[i]));
        i += form + 1;
        continue;
      }
      if (form != 3 && form != 4)
        return fail("attribute form " + Twine(form));
      for (unsigned strings = form - 2; strings > 0; --strings)
        while (operands[i++] != 0)
          ;
    }
    return true;
  }

  BitstreamCursor cursor;
  std::string problem;
  uint64_t version = ~0ull;
};

//===----------------------------------------------------------------------===//
// Older LLVMs
//===----------------------------------------------------------------------===//

struct TemporaryFile {
  SmallString<128> path;
  std::optional<FileRemover> remover;

  explicit TemporaryFile(StringRef suffix) {
    EXPECT_FALSE(sys::fs::createTemporaryFile("bitcode-test", suffix, path));
    remover.emplace(path);
  }
  std::string read() const {
    auto buffer = MemoryBuffer::getFile(path);
    return buffer ? (*buffer)->getBuffer().str() : "";
  }
  void write(StringRef bytes) const {
    std::error_code error;
    raw_fd_ostream stream(path, error);
    stream << bytes;
  }
};

/// Runs a program of the machine; its complaints fail the test. False if there is no such program.
bool runTool(StringRef name, ArrayRef<StringRef> arguments) {
  ErrorOr<std::string> program = sys::findProgramByName(name);
  if (!program)
    return false;
  TemporaryFile errors("err");
  SmallVector<StringRef, 8> command{name};
  command.append(arguments.begin(), arguments.end());
  std::optional<StringRef> redirects[] = {StringRef(), StringRef(), errors.path.str()};
  int status = sys::ExecuteAndWait(*program, command, std::nullopt, redirects);
  EXPECT_EQ(status, 0) << name.str() << ": " << errors.read();
  return true;
}

/// LLVM 14 reads, prints, reassembles and (llvm-as does) verifies the file; the result is its text.
std::optional<std::string> askLLVM14(const TemporaryFile &bitcode) {
  TemporaryFile text("ll"), again("bc");
  if (!runTool("llvm-dis-14", {bitcode.path, "-o", text.path})) {
    static bool said = false;
    if (!std::exchange(said, true))
      outs() << "llvm-dis-14 is not installed: typed output is not checked\n";
    return std::nullopt;
  }
  runTool("llvm-as-14", {text.path, "-o", again.path});
  runTool("llvm-bcanalyzer-14", {bitcode.path});
  return text.read();
}

} // namespace

//===----------------------------------------------------------------------===//
// Round trip
//===----------------------------------------------------------------------===//

std::optional<std::string> disassemble(StringRef bitcode) {
  TemporaryFile file("bc");
  file.write(bitcode);
  return askLLVM14(file);
}

std::string roundTripHere(const Module &module, const air::PointeeTypes &hints) {
  SmallVector<char, 0> bytes, again;
  if (Error error = air::writeAIRBitcode(module, bytes, hints)) {
    ADD_FAILURE() << toString(std::move(error));
    return "";
  }
  cantFail(air::writeAIRBitcode(module, again, hints));
  EXPECT_EQ(bytes, again);
  EXPECT_EQ(RecordCheck(bytes).run(), "");

  LLVMContext context;
  StringRef view(bytes.data(), bytes.size());
  Expected<std::unique_ptr<Module>> read = parseBitcodeFile({view, "written"}, context);
  if (!read) {
    ADD_FAILURE() << toString(read.takeError());
    return "";
  }
  std::string broken;
  raw_string_ostream stream(broken);
  EXPECT_FALSE(verifyModule(**read, &stream)) << broken;
  EXPECT_EQ(compareModules(module, **read), "");
  return view.str();
}

std::optional<std::string> roundTrip(const Module &module, const air::PointeeTypes &hints) {
  std::string bytes = roundTripHere(module, hints);
  if (bytes.empty())
    return std::nullopt;
  TemporaryFile file("bc");
  file.write(bytes);
  std::optional<std::string> text = askLLVM14(file);
  for (StringRef tool : {"llvm-dis-15", "llvm-dis-16"}) {
    TemporaryFile output("ll");
    runTool(tool, {file.path, "-o", output.path});
  }
  return text;
}

std::optional<std::string> roundTrip(StringRef text) {
  LLVMContext context;
  std::unique_ptr<Module> module = parseModule(context, text);
  return module ? roundTrip(*module) : std::nullopt;
}

std::string writeError(StringRef text) {
  LLVMContext context;
  std::unique_ptr<Module> module = parseModule(context, text);
  if (!module)
    return "";
  SmallVector<char, 0> bytes;
  Error error = air::writeAIRBitcode(*module, bytes);
  EXPECT_EQ(bytes.empty(), bool(error)) << "an error appends nothing";
  return toString(std::move(error));
}

void expectLines(const std::optional<std::string> &disassembly,
                 std::initializer_list<StringRef> lines) {
  if (!disassembly)
    return;
  size_t from = 0;
  for (StringRef line : lines) {
    size_t at = StringRef(*disassembly).find(line, from);
    EXPECT_NE(at, StringRef::npos) << "no '" << line.str() << "' in\n" << *disassembly;
    if (at != StringRef::npos)
      from = at + line.size();
  }
}

} // namespace tritonmetal::test
