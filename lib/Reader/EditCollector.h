//===- EditCollector.h - Edits as they are found ----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_EDITCOLLECTOR_H
#define TRITON_METAL_LIB_READER_EDITCOLLECTOR_H

#include "Lexer.h"

#include "triton-metal/Reader/Spelling.h"

namespace tritonmetal {

/// Collects edits, in any order of their offsets.
class EditCollector {
public:
  explicit EditCollector(llvm::StringRef text) : text(text) {}

  void replace(const Token &token, const llvm::Twine &with) {
    add(token.text.data(), token.text.size(), with);
  }
  void remove(const Token &token) { replace(token, ""); }
  void insertBefore(const Token &token, const llvm::Twine &what) {
    add(token.text.data(), 0, what);
  }
  void insertBehind(const Token &token, const llvm::Twine &what) { add(token.text.end(), 0, what); }

  /// Sorted, with the lines and columns filled in.
  SpellingEdits take();

  size_t getOffset(const Token &token) const { return token.text.data() - text.data(); }

private:
  void add(const char *at, size_t removed, const llvm::Twine &inserted);

  llvm::StringRef text;
  std::vector<SpellingEdit> edits;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_EDITCOLLECTOR_H
