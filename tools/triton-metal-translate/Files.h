//===- Files.h - Reading inputs, writing outputs ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TOOLS_TRANSLATE_FILES_H
#define TRITON_METAL_TOOLS_TRANSLATE_FILES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>
#include <string>

namespace tritonmetal {

enum ExitCode { ExitDone = 0, ExitRejected = 1, ExitUsage = 2, ExitInternal = 3 };

/// A file, or standard input for "-", of at most `maxBytes`. Errors begin with the path and
/// say why.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> readInput(const std::string &path,
                                                              size_t maxBytes);

struct OutputFile {
  std::string path; // "-" is standard output
  llvm::StringRef contents;
};

/// Writes all files or none: each to a temporary file beside it, renamed at the end.
llvm::Error writeAll(llvm::ArrayRef<OutputFile> files);

/// Prints an error in the tool's style and returns the exit code.
int report(llvm::Error error, int exitCode);
int report(llvm::StringRef path, llvm::Error error, int exitCode);

} // namespace tritonmetal

#endif // TRITON_METAL_TOOLS_TRANSLATE_FILES_H
