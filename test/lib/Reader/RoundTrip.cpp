//===- RoundTrip.cpp - Read, print and read again ---------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   triton-metal-roundtrip [--time] [--source-target=cuda|hip] FILE...
//
// `-` as a file is a list of files on standard input.
//
// Each file is read, printed, read again and compared, in pretty and in generic form. One
// line of output a file, `ok FILE` or `failed FILE: reason`; with --time the microseconds
// of processor time that reading took and the size come before the name. The exit code is 1 if a
// file failed.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Reader.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OperationSupport.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <ctime>

using namespace mlir;
using namespace tritonmetal;

namespace {

/// Reads, and keeps the first error as `FILE:LINE:COLUMN: message`.
class FileReader {
public:
  FileReader(MLIRContext &context, SourceTarget target = SourceTarget::Unknown)
      : context(context), target(target) {}

  OwningOpRef<ModuleOp> read(StringRef text, StringRef name) {
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      if (diagnostic.getSeverity() != DiagnosticSeverity::Error || !error.empty())
        return;
      llvm::raw_string_ostream stream(error);
      stream << diagnostic.getLocation() << ": " << diagnostic;
    });
    return readModule(text, name, context, {target, {}});
  }

  std::string error;

private:
  MLIRContext &context;
  SourceTarget target;
};

struct Options {
  bool showTime = false;
  SourceTarget target = SourceTarget::Unknown;
};

} // namespace

static std::string print(ModuleOp module, bool isGeneric) {
  OpPrintingFlags flags;
  flags.enableDebugInfo(/*enable=*/true, /*prettyForm=*/false);
  if (isGeneric)
    flags.printGenericOpForm();
  std::string text;
  llvm::raw_string_ostream stream(text);
  module->print(stream, flags);
  return text;
}

/// Why the module does not survive being printed; empty if it does.
static std::string checkPrinted(ModuleOp module, bool isGeneric, MLIRContext &context) {
  const char *form = isGeneric ? "generic form" : "printed form";
  std::string text = print(module, isGeneric);
  // What is printed is in today's words: f8E4M3FNUZ means what it says.
  FileReader reader(context, SourceTarget::Hip);
  OwningOpRef<ModuleOp> again = reader.read(text, "printed.mlir");
  if (!again)
    return std::string(form) + " is not read: " + reader.error;
  // Locations are compared as text.
  if (!OperationEquivalence::isEquivalentTo(module, *again, OperationEquivalence::IgnoreLocations))
    return std::string(form) + " is read as other IR";
  if (print(*again, isGeneric) != text)
    return std::string(form) + " is printed differently again";
  return "";
}

static std::string check(StringRef text, StringRef name, SourceTarget target,
                         int64_t &microseconds) {
  DialectRegistry registry;
  registerTritonDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  context.printOpOnDiagnostic(false);
  FileReader reader(context, target);
  std::clock_t start = std::clock();
  OwningOpRef<ModuleOp> module = reader.read(text, name);
  microseconds = int64_t(std::clock() - start) * 1'000'000 / CLOCKS_PER_SEC;
  if (!module)
    return reader.error.empty() ? "no module and no error" : reader.error;
  std::string reason = checkPrinted(*module, /*isGeneric=*/false, context);
  return reason.empty() ? checkPrinted(*module, /*isGeneric=*/true, context) : reason;
}

static bool checkFile(StringRef path, const Options &options) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  int64_t microseconds = 0;
  std::string reason = buffer ? check((*buffer)->getBuffer(), llvm::sys::path::filename(path),
                                      options.target, microseconds)
                              : buffer.getError().message();
  llvm::outs() << (reason.empty() ? "ok " : "failed ");
  if (options.showTime)
    llvm::outs() << microseconds << " " << (buffer ? (*buffer)->getBufferSize() : 0) << " ";
  llvm::outs() << path;
  if (!reason.empty())
    llvm::outs() << ": " << StringRef(reason).split('\n').first;
  llvm::outs() << "\n";
  llvm::outs().flush();
  return reason.empty();
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  Options options;
  bool isFine = true;
  for (StringRef argument : llvm::ArrayRef(argv + 1, argv + argc)) {
    if (argument == "--time") {
      options.showTime = true;
    } else if (argument == "--source-target=cuda") {
      options.target = SourceTarget::Cuda;
    } else if (argument == "--source-target=hip") {
      options.target = SourceTarget::Hip;
    } else if (argument != "-") {
      isFine &= checkFile(argument, options);
    } else if (auto list = llvm::MemoryBuffer::getSTDIN()) {
      for (llvm::line_iterator line(**list); !line.is_at_eof(); ++line)
        isFine &= checkFile(*line, options);
    }
  }
  return isFine ? 0 : 1;
}
