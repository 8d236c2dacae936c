//===- Clang.cpp - An installed clang ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Clang.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

static constexpr unsigned secondsToWait = 60;

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

TemporaryFolder::~TemporaryFolder() {
  if (!path.empty())
    sys::fs::remove_directories(path);
}

Error TemporaryFolder::create() {
  if (std::error_code code = sys::fs::createUniqueDirectory("triton-metal-run", path))
    return createStringError(
        formatv("cannot make a folder for temporary files: {0}", code.message()));
  return Error::success();
}

std::string TemporaryFolder::getPath(StringRef file) const {
  SmallString<128> whole(path);
  sys::path::append(whole, file);
  return whole.str().str();
}

Error TemporaryFolder::write(StringRef file, StringRef contents) const {
  std::string name = getPath(file);
  std::error_code code = sys::fs::create_directories(sys::path::parent_path(name));
  if (!code) {
    raw_fd_ostream stream(name, code);
    if (!code) {
      stream << contents;
      stream.close();
      code = stream.error();
      stream.clear_error();
    }
  }
  if (code)
    return createStringError(formatv("cannot write a temporary file: {0}", code.message()));
  return Error::success();
}

Expected<std::unique_ptr<MemoryBuffer>> TemporaryFolder::read(StringRef file) const {
  ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFile(getPath(file));
  if (!buffer)
    return createStringError(
        formatv("cannot read a temporary file: {0}", buffer.getError().message()));
  return std::move(*buffer);
}

//===----------------------------------------------------------------------===//
// The program
//===----------------------------------------------------------------------===//

Expected<std::string> findClang(StringRef name) {
  if (!name.empty()) {
    if (ErrorOr<std::string> found = sys::findProgramByName(name))
      return *found;
    return createStringError(
        formatv("no program '{0}'; --clang takes the name or the path of a clang", name));
  }
  // 22 is what this was written for. Before 19, bfloat has no arithmetic.
  static constexpr StringLiteral names[] = {"clang-22", "clang-23", "clang-21",
                                            "clang-20", "clang-19", "clang"};
  static constexpr StringRef folders[] = {"/usr/lib/llvm-22/bin", "/opt/homebrew/opt/llvm@22/bin",
                                          "/opt/homebrew/opt/llvm/bin",
                                          "/usr/local/opt/llvm@22/bin", "/usr/local/opt/llvm/bin"};
  if (ErrorOr<std::string> found = sys::findProgramByName(names[0]))
    return *found;
  if (ErrorOr<std::string> found = sys::findProgramByName("clang", folders))
    return *found;
  for (StringRef other : ArrayRef(names).drop_front())
    if (ErrorOr<std::string> found = sys::findProgramByName(other))
      return *found;
  return createStringError("Metal source needs an installed clang, and none was found; install "
                           "clang 22, name one with --clang=PATH, or run the .metallib");
}

Expected<bool> runClang(StringRef clang, ArrayRef<std::string> arguments,
                        const TemporaryFolder &folder, StringRef messages, StringRef input) {
  SmallVector<StringRef> command{clang};
  command.append(arguments.begin(), arguments.end());
  std::string log = folder.getPath(messages);
  std::string source = input.empty() ? "" : folder.getPath(input); // empty: nothing to read
  std::optional<StringRef> redirects[] = {StringRef(source), StringRef(log), StringRef(log)};
  std::string problem;
  bool failedToRun = false;
  int status = sys::ExecuteAndWait(clang, command, /*Env=*/std::nullopt, redirects, secondsToWait,
                                   /*MemoryLimit=*/0, &problem, &failedToRun);
  if (failedToRun || status < 0)
    return createStringError(formatv("cannot run '{0}': {1}", clang,
                                     problem.empty() ? "it did not end properly" : problem));
  return status == 0;
}

} // namespace tritonmetal::executor
