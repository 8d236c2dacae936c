//===- Files.cpp - Reading inputs, writing outputs -------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Files.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <vector>

using namespace tritonmetal;
using llvm::Error;
using llvm::Expected;

static Error fileError(llvm::StringRef path, const llvm::Twine &what) {
  return llvm::createStringError(path + ":1:1: error: " + what);
}

/// The whole of a stream, which may have no end.
static Expected<std::unique_ptr<llvm::MemoryBuffer>>
readStream(const std::string &path, llvm::sys::fs::file_t stream, size_t maxBytes) {
  llvm::SmallString<0> text;
  size_t size = 0;
  while (size <= maxBytes) {
    text.resize_for_overwrite(std::max<size_t>(2 * size, 1 << 16));
    auto got = llvm::sys::fs::readNativeFile(
        stream, llvm::MutableArrayRef<char>(text.data() + size, text.size() - size));
    if (!got)
      return fileError(path,
                       "cannot be read: " + llvm::StringRef(toString(got.takeError())).lower());
    if (*got == 0)
      return llvm::MemoryBuffer::getMemBufferCopy(text.str().take_front(size), path);
    size += *got;
  }
  return fileError(path, "has more than " + llvm::Twine(maxBytes) + " bytes");
}

Expected<std::unique_ptr<llvm::MemoryBuffer>> tritonmetal::readInput(const std::string &path,
                                                                     size_t maxBytes) {
  if (path == "-") {
    llvm::sys::ChangeStdinToBinary();
    return readStream("<stdin>", llvm::sys::fs::getStdinHandle(), maxBytes);
  }
  llvm::sys::fs::file_status status;
  std::error_code error = llvm::sys::fs::status(path, status);
  if (!error && llvm::sys::fs::is_directory(status))
    return fileError(path, "this is a directory; pass a file");
  if (!error && !llvm::sys::fs::is_regular_file(status)) {
    auto stream = llvm::sys::fs::openNativeFileForRead(path);
    if (!stream)
      return fileError(path,
                       "cannot be read: " + llvm::StringRef(toString(stream.takeError())).lower());
    auto buffer = readStream(path, *stream, maxBytes);
    llvm::sys::fs::closeFile(*stream);
    return buffer;
  }
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return fileError(path,
                     "cannot be read: " + llvm::StringRef(buffer.getError().message()).lower());
  if ((*buffer)->getBufferSize() > maxBytes)
    return fileError(path, "has " + llvm::Twine((*buffer)->getBufferSize()) + " bytes; at most " +
                               llvm::Twine(maxBytes) + " are read");
  return std::move(*buffer);
}

namespace {
/// A file that is there only once `keep` was called.
struct PendingFile {
  llvm::sys::fs::TempFile temporary;
  std::string path;
};
} // namespace

static Expected<llvm::sys::fs::TempFile> writeTemporary(const OutputFile &file) {
  if (llvm::sys::fs::is_directory(file.path))
    return fileError(file.path, "cannot be written: it is a directory");
  auto temporary = llvm::sys::fs::TempFile::create(file.path + ".tmp%%%%%%");
  if (!temporary)
    return fileError(file.path, "cannot be written: " +
                                    llvm::StringRef(toString(temporary.takeError())).lower());
  llvm::raw_fd_ostream stream(temporary->FD, /*shouldClose=*/false);
  stream << file.contents;
  stream.flush();
  if (!stream.has_error())
    return std::move(*temporary);
  std::string why = stream.error().message();
  stream.clear_error();
  llvm::consumeError(temporary->discard());
  return fileError(file.path, "cannot be written: " + llvm::StringRef(why).lower());
}

Error tritonmetal::writeAll(llvm::ArrayRef<OutputFile> files) {
  std::vector<PendingFile> pending;
  auto discardAll = [&] {
    for (PendingFile &file : pending)
      llvm::consumeError(file.temporary.discard());
  };
  for (const OutputFile &file : files) {
    if (file.path == "-")
      continue;
    auto temporary = writeTemporary(file);
    if (!temporary) {
      discardAll();
      return temporary.takeError();
    }
    pending.push_back({std::move(*temporary), file.path});
  }
  for (size_t i = 0; i < pending.size(); ++i)
    if (Error error = pending[i].temporary.keep(pending[i].path)) {
      pending.erase(pending.begin(), pending.begin() + i + 1);
      discardAll();
      for (size_t written = 0; written < i; ++written)
        llvm::sys::fs::remove(files[written].path);
      return error;
    }
  for (const OutputFile &file : files)
    if (file.path == "-")
      llvm::outs() << file.contents;
  return Error::success();
}

int tritonmetal::report(Error error, int exitCode) {
  llvm::errs() << toString(std::move(error)) << "\n";
  return exitCode;
}

int tritonmetal::report(llvm::StringRef path, Error error, int exitCode) {
  llvm::errs() << path << ":1:1: error: " << toString(std::move(error)) << "\n";
  return exitCode;
}
