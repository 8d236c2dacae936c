//===- Lexer.h - Tokens of MLIR text ----------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What has to be known of a text before MLIR's parser sees it: where strings and comments
// are, and what is a name. Tokens are the parser's, but for two things that nobody here
// needs: punctuation comes one character at a time (only `->` and `>=` stay together, since
// their `>` closes nothing), and a dimension list `4x8xf32` is a number, then names.
//
//   %1#0 = "tt.x"(%0) // ...   ->   SsaName %1#0, Punctuation =, String, Punctuation ( ...
//
// The lexer is a cursor: copying it is cheap, and looking ahead is running a copy.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_LEXER_H
#define TRITON_METAL_LIB_READER_LEXER_H

#include "llvm/ADT/StringRef.h"

namespace tritonmetal {

struct Token {
  enum Kind {
    End,
    Word,        // load, tt.load, xf32
    SsaName,     // %x, %x#1
    HashName,    // #loc1, #ttg.blocked
    BangName,    // !tt.ptr
    SymbolName,  // @kernel; @"quoted" is an At and a String
    BlockName,   // ^bb0
    String,      // with its quotes; ends at the line's end where the closing one is missing
    Number,      // 12, 0x7F, 1.0e-5; a sign is punctuation
    Punctuation, // one character, or -> or >=
  };
  Kind kind = End;
  llvm::StringRef text;

  bool is(llvm::StringRef word) const { return text == word && kind != String; }
  /// The text between the quotes, escapes as they are.
  llvm::StringRef unquoted() const;
};

class Lexer {
public:
  explicit Lexer(llvm::StringRef text) : next(text.begin()), end(text.end()) {}

  Token lex();

  /// The token `count` ahead; 0 is what `lex` would return.
  Token peek(unsigned count = 0) const;

private:
  void skipBlanks();
  Token take(Token::Kind kind, const char *from, const char *to);
  Token lexNumber(const char *from);
  Token lexString(const char *from);

  const char *next;
  const char *end;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_LEXER_H
