//===- Editor.h - Changes to a source that keep lines and columns ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What Metal has beyond C++ is blanked or overwritten in place, so that clang's messages and debug
// information name the user's lines and columns:
//
//   device float *x [[buffer(0)]], uint i [[thread_position_in_grid]]
//          float *x __a0         , uint i __a1
//
// where __a0 is a macro defined in front of the source.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_EDITOR_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_EDITOR_H

#include "SourceText.h"

#include "llvm/ADT/Twine.h"

#include <map>

namespace tritonmetal::executor {

/// An error that the rewriter finds itself.
struct SourceError {
  std::string file;
  unsigned line = 0, column = 0;
  std::string text;
};

class Editor {
public:
  explicit Editor(const SourceText &source)
      : source(source), text(source.getText()), edited(source.size()) {}

  const SourceText &source;

  void blank(size_t first, size_t last);
  /// Puts `replacement` in place of the tokens. One that is longer than they are moves the rest of
  /// the line.
  void replace(size_t first, size_t last, llvm::StringRef replacement);
  void insertAfter(size_t token, llvm::StringRef addition);
  /// A macro with this expansion, defined in front of the source. Its name is short.
  std::string define(const llvm::Twine &expansion);
  bool isEdited(size_t token) const { return token < edited.size() && edited[token]; }

  void fail(size_t token, const llvm::Twine &message);

  std::string takeText();
  std::string takeDefinitions() { return std::move(definitions); }
  std::vector<SourceError> takeErrors(); // in the order of the source

private:
  std::string text;
  std::vector<bool> edited;
  std::multimap<size_t, std::string> additions; // by the offset in the source
  std::string definitions;
  unsigned numDefinitions = 0;
  std::multimap<size_t, SourceError> errors; // by the offset in the source
};

/// `text` as a string literal of C++.
std::string quote(llvm::StringRef text);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_EDITOR_H
