//===- MetalSource.cpp - Kernels from Metal source ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/MetalSource.h"

#include "Clang.h"
#include "Library.h"
#include "Messages.h"
#include "MetalModule.h"
#include "Rewriter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

/// The preprocessor's output may be much longer than the source, but not without end.
static constexpr uint64_t maxSourceBytes = 16 << 20;

/// Of both runs. spir64 is a target with half, bfloat and one plain calling convention; its code
/// generator is not needed.
static const char *const commonArguments[] = {
    "--no-default-config",
    "--target=spir64",
    "-std=c++17",
    "-ffreestanding",
    "-nostdinc",
    "-nostdinc++",
    "-fno-color-diagnostics",
    "-fno-caret-diagnostics",
    "-fmessage-length=0",
    "-ferror-limit=20",
    "-fshow-overloads=best",
};

/// What the language is like: literals are floats, conversions saturate, integers wrap.
static const char *const languageArguments[] = {
    "-x",
    "c++",
    "-fdeclspec",
    "-fno-exceptions",
    "-fno-rtti",
    "-fno-threadsafe-statics",
    "-fno-use-cxa-atexit",
    "-fwrapv",
    "-ffp-contract=off",
    "-fno-strict-float-cast-overflow",
    "-Xclang",
    "-cl-single-precision-constant",
    "-Wall",
    // About what the rewriter made, or about what is no mistake in Metal.
    "-Wno-unknown-pragmas",
    "-Wno-unused-function",
    "-Wno-unused-const-variable",
    "-Wno-duplicate-decl-specifier",
    "-Wno-missing-braces",
    "-Wno-c99-extensions",
    "-Wno-user-defined-literals",
};

static const char *const predefinedMacros[] = {
    "-D__METAL__=1",
    "-D__METAL_VERSION__=320",
    "-D__METAL_MACOS__=1",
    "-D__HAVE_BFLOAT__=1",
    "-D__HAVE_SIMDGROUP_MATRIX__=1",
    "-D__HAVE_SIMDGROUP_REDUCTION__=1",
    "-D__HAVE_ATOMIC_FLOAT__=1",
};

bool isMetalSource(StringRef path) { return sys::path::extension(path) == ".metal"; }

namespace {
class Compilation {
public:
  Compilation(StringRef path, const MetalSourceOptions &options, raw_ostream &messages)
      : path(path), options(options), printer(messages) {}

  /// Runs both steps. `output`: bitcode in the folder, or nothing to check only.
  Error run(bool checkOnly);
  Expected<std::unique_ptr<MemoryBuffer>> readBitcode() const { return folder.read("kernel.bc"); }

private:
  Error preprocess(std::string &contents);
  Error rewrite(std::string contents);
  Error compile(bool checkOnly);
  Error runStep(std::vector<std::string> arguments, StringRef input = "");
  Error failWithMessages() const;

  StringRef path;
  const MetalSourceOptions &options;
  MessagePrinter printer;
  TemporaryFolder folder;
  std::string clang;
};
} // namespace

Error Compilation::failWithMessages() const {
  unsigned count = printer.getNumErrors();
  if (count == 0)
    return createStringError(formatv("'{0}' does not compile", path));
  return createStringError(
      formatv("'{0}' does not compile: {1} error{2}", path, count, count == 1 ? "" : "s"));
}

Error Compilation::runStep(std::vector<std::string> arguments, StringRef input) {
  std::vector<std::string> all(std::begin(commonArguments), std::end(commonArguments));
  llvm::append_range(all, arguments);
  Expected<bool> succeeded = runClang(clang, all, folder, "messages", input);
  if (!succeeded)
    return succeeded.takeError();
  Expected<std::unique_ptr<MemoryBuffer>> log = folder.read("messages");
  if (!log)
    return log.takeError();
  printer.printClang((*log)->getBuffer());
  return *succeeded ? Error::success() : failWithMessages();
}

Error Compilation::preprocess(std::string &contents) {
  for (StringRef header : getLibraryHeaders())
    if (Error error = folder.write(("include/" + header).str(), ""))
      return error;
  std::vector<std::string> arguments{"-E", "-x", "c++", "-isystem", folder.getPath("include")};
  arguments.insert(arguments.end(), std::begin(predefinedMacros), std::end(predefinedMacros));
  for (const std::string &include : options.includeFolders)
    arguments.insert(arguments.end(), {"-I", include});
  for (const std::string &definition : options.definitions)
    arguments.push_back("-D" + definition);
  arguments.insert(arguments.end(), {"-o", folder.getPath("kernel.i"), "--", path.str()});
  if (Error error = runStep(std::move(arguments)))
    return error;
  Expected<std::unique_ptr<MemoryBuffer>> text = folder.read("kernel.i");
  if (!text)
    return text.takeError();
  if ((*text)->getBufferSize() > maxSourceBytes)
    return createStringError(formatv("'{0}' has {1} bytes after preprocessing; {2} is the most",
                                     path, (*text)->getBufferSize(), maxSourceBytes));
  contents = (*text)->getBuffer().str();
  return Error::success();
}

Error Compilation::rewrite(std::string contents) {
  SourceText source(std::move(contents));
  RewrittenSource rewritten = rewriteMetalSource(source);
  for (const SourceError &error : rewritten.errors)
    printer.printError(error);
  if (!rewritten.errors.empty())
    return failWithMessages();
  return folder.write("kernel.cpp", joinLibrary(rewritten.swizzles, rewritten.usesInternals) +
                                        rewritten.definitions + rewritten.text);
}

Error Compilation::compile(bool checkOnly) {
  std::vector<std::string> arguments(std::begin(languageArguments), std::end(languageArguments));
  if (options.warningsAreErrors)
    arguments.push_back("-Werror");
  if (checkOnly)
    arguments.push_back("-fsyntax-only");
  else
    // Our own passes do the rest: they know which functions threads call together.
    arguments.insert(arguments.end(), {"-c", "-emit-llvm", "-O0", "-Xclang", "-disable-O0-optnone",
                                       "-gline-tables-only", "-fdebug-compilation-dir=.", "-o",
                                       folder.getPath("kernel.bc")});
  // From standard input: the name of a temporary file would get into the debug information.
  arguments.push_back("-");
  return runStep(std::move(arguments), "kernel.cpp");
}

Error Compilation::run(bool checkOnly) {
  if (!sys::fs::exists(path))
    return createStringError(formatv("cannot read '{0}': no such file", path));
  Expected<std::string> found = findClang(options.clang);
  if (!found)
    return found.takeError();
  clang = *found;
  if (Error error = folder.create())
    return error;
  std::string contents;
  if (Error error = preprocess(contents))
    return error;
  if (Error error = rewrite(std::move(contents)))
    return error;
  return compile(checkOnly);
}

Error checkMetalSource(StringRef path, const MetalSourceOptions &options, raw_ostream &messages) {
  return Compilation(path, options, messages).run(/*checkOnly=*/true);
}

Expected<std::unique_ptr<MemoryBuffer>> compileMetalSource(StringRef path, StringRef kernel,
                                                           const MetalSourceOptions &options,
                                                           raw_ostream &messages) {
  Compilation compilation(path, options, messages);
  if (Error error = compilation.run(/*checkOnly=*/false))
    return std::move(error);
  Expected<std::unique_ptr<MemoryBuffer>> bitcode = compilation.readBitcode();
  if (!bitcode)
    return bitcode.takeError();
  return convertMetalModule(**bitcode, kernel);
}

} // namespace tritonmetal::executor
