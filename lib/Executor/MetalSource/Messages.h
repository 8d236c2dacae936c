//===- Messages.h - Messages of clang, as ours ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Clang sees a rewritten source, so the line that a message shows is read from the user's file:
//
//   softmax.metal:12:7: error: use of undeclared identifier 'foo'
//      12 |   x = foo(1);
//         |       ^
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_MESSAGES_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_MESSAGES_H

#include "Editor.h"

#include "llvm/ADT/StringMap.h"

#include <memory>

namespace llvm {
class MemoryBuffer;
class raw_ostream;
} // namespace llvm

namespace tritonmetal::executor {

class MessagePrinter {
public:
  explicit MessagePrinter(llvm::raw_ostream &os);
  ~MessagePrinter();

  /// Prints what clang wrote, without its own excerpts.
  void printClang(llvm::StringRef log);
  void printError(const SourceError &error);
  unsigned getNumErrors() const { return numErrors; }

private:
  void print(llvm::StringRef file, unsigned line, unsigned column, llvm::StringRef kind,
             llvm::StringRef text);
  void printExcerpt(llvm::StringRef file, unsigned line, unsigned column);
  llvm::StringRef getFile(llvm::StringRef name);

  llvm::raw_ostream &os;
  unsigned numErrors = 0;
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> files;
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_MESSAGES_H
