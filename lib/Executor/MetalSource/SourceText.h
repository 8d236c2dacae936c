//===- SourceText.h - Preprocessed source as tokens ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What clang's preprocessor prints: C++ tokens, and lines that say where the following ones are
// from:
//
//   # 12 "softmax.metal"
//   kernel void softmax(device float *x [[buffer(0)]]) {
//
// Lexing never fails. What is no token of C++ becomes punctuation of one character, and clang will
// say what is wrong with it.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_SOURCETEXT_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_SOURCETEXT_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace tritonmetal::executor {

struct Token {
  enum class Kind { Identifier, Number, Literal, Punctuation, Pragma };
  Kind kind;
  llvm::StringRef text; // one character for punctuation, but for `::` and `->`; a whole pragma line
  size_t offset;        // of the first character
  bool operator==(llvm::StringRef other) const { return text == other; }
  bool operator!=(llvm::StringRef other) const { return text != other; }
};

/// Where a token was before preprocessing.
struct SourceLocation {
  llvm::StringRef file;
  unsigned line = 0, column = 0; // from 1
};

class SourceText {
public:
  static constexpr size_t none = size_t(-1);

  explicit SourceText(std::string contents);
  SourceText(const SourceText &) = delete; // tokens point into the text
  SourceText &operator=(const SourceText &) = delete;

  const std::string &getText() const { return text; }
  size_t size() const { return tokens.size(); }
  /// Past the end, an empty punctuation token.
  const Token &operator[](size_t index) const { return index < size() ? tokens[index] : end; }

  /// The bracket that closes or opens the one at `index`: ( ) [ ] { }. `none` if there is none.
  size_t getPartner(size_t index) const { return index < size() ? partners[index] : none; }
  /// The `>` of the template arguments that start with the `<` at `index`, or `none`.
  size_t skipAngles(size_t index) const;
  /// Whether an attribute, `[[`, starts at `index`.
  bool isAttribute(size_t index) const;
  /// The first token of the declaration or statement that `index` is in.
  size_t getStatementStart(size_t index) const;

  SourceLocation locate(size_t offset) const;
  /// The source between two tokens, the last one included, as one line.
  std::string join(size_t first, size_t last) const;

private:
  void lex();
  size_t lexDirective(size_t position);
  size_t lexLiteral(size_t position);
  void pairBrackets();

  struct Marker {
    size_t offset; // at which `line` starts
    std::string file;
    unsigned line;
  };

  std::string text;
  std::vector<Token> tokens;
  std::vector<size_t> partners;
  std::vector<Marker> markers;
  Token end{Token::Kind::Punctuation, "", 0};
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_SOURCETEXT_H
