//===- Clang.h - An installed clang ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_CLANG_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_CLANG_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Error.h"

#include <memory>
#include <string>

namespace llvm {
class MemoryBuffer;
}

namespace tritonmetal::executor {

/// A folder for the files of one compilation, removed at the end.
class TemporaryFolder {
public:
  TemporaryFolder() = default;
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  llvm::Error create();
  std::string getPath(llvm::StringRef file) const;
  llvm::Error write(llvm::StringRef file, llvm::StringRef contents) const;
  llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> read(llvm::StringRef file) const;

private:
  llvm::SmallString<128> path;
};

/// The program that `name` (of --clang) says, or clang 22 or another from PATH and from where
/// packages of LLVM put it.
llvm::Expected<std::string> findClang(llvm::StringRef name);

/// Runs clang; what it says goes to the file `messages` of `folder`, which may hold its standard
/// input `input` as well. True if it exits with 0, false
/// if the source is at fault. Error: it could not be run, crashed or took longer than a minute.
llvm::Expected<bool> runClang(llvm::StringRef clang, llvm::ArrayRef<std::string> arguments,
                              const TemporaryFolder &folder, llvm::StringRef messages,
                              llvm::StringRef input = "");

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_CLANG_H
