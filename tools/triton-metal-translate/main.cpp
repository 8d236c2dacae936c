//===- main.cpp - triton-metal-translate -----------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Parses the command line, reads files, calls the driver, writes files. Exit codes:
// 0 done, 1 input rejected, 2 wrong usage, 3 internal error.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "Files.h"

#include "triton-metal/Driver/Driver.h"
#include "triton-metal/Metallib/Inspect.h"
#include "triton-metal/Reader/Reader.h"

#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace tritonmetal;

static int listTargets() {
  for (const Target &target : allTargets()) {
    llvm::outs() << llvm::left_justify(target.name, 16) << target.family->name;
    if (target.chip)
      llvm::outs() << "  " << target.chip->product;
    llvm::outs() << "\n";
  }
  return ExitDone;
}

/// The largest archive that is looked into.
static constexpr size_t kMaxArchive = size_t(1) << 30;

static int inspect(const CommandLine &line) {
  for (const std::string &path : line.inputs) {
    auto buffer = readInput(path, kMaxArchive);
    if (!buffer)
      return report(buffer.takeError(), ExitRejected);
    auto format = line.inspectJson ? metallib::InspectFormat::JSON : metallib::InspectFormat::Text;
    if (llvm::Error error = metallib::inspect(**buffer, format, llvm::outs()))
      return report(path, std::move(error), ExitRejected);
  }
  return ExitDone;
}

/// As Make reads a name.
static std::string escapeForMake(llvm::StringRef name) {
  std::string text;
  for (char c : name) {
    if (c == '$')
      text += '$';
    else if (c == ' ' || c == '#')
      text += '\\';
    text += c;
  }
  return text;
}

static std::string makeRule(const CommandLine &line) {
  std::string rule = escapeForMake(line.dependencyTarget) + ":";
  for (const std::string &path : line.inputs)
    if (path != "-")
      rule += " " + escapeForMake(path);
  return rule + "\n";
}

static int translate(const CommandLine &line) {
  std::vector<std::unique_ptr<llvm::MemoryBuffer>> buffers;
  std::vector<Input> inputs;
  for (const std::string &path : line.inputs) {
    auto buffer = readInput(path, kMaxTextBytes);
    if (!buffer)
      return report(buffer.takeError(), ExitRejected);
    inputs.push_back({path == "-" ? "<stdin>" : path, (*buffer)->getBuffer()});
    buffers.push_back(std::move(*buffer));
  }
  Artifacts artifacts;
  switch (compile(inputs, line.options, artifacts, llvm::errs())) {
  case CompileResult::Done:
    break;
  case CompileResult::Rejected:
    return ExitRejected;
  case CompileResult::InternalError:
    return ExitInternal;
  }
  std::vector<OutputFile> files = {{line.output, artifacts.output}};
  if (!line.metadata.empty())
    files.push_back({line.metadata, artifacts.metadata});
  std::string rule = makeRule(line);
  if (!line.dependencies.empty())
    files.push_back({line.dependencies, rule});
  if (llvm::Error error = writeAll(files))
    return report(std::move(error), ExitRejected);
  return ExitDone;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  CommandLine line;
  if (std::optional<int> exitCode = parseCommandLine(argc, argv, line))
    return *exitCode;
  if (line.listTargets)
    return listTargets();
  return line.inspect ? inspect(line) : translate(line);
}
