//===- Statement.h - The tokens of an op, sorted by role --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Enough of an op's grammar to edit it: what stands before the colon and behind it, and
// the entries of its attributes.
//
//   %r = tt.trans %a {order = array<i32: 1, 0>} : !tt.memdesc<8x16xf16, #s> -> ...
//        name     | clauses                    | types
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_STATEMENT_H
#define TRITON_METAL_LIB_READER_STATEMENT_H

#include "EditCollector.h"

#include "llvm/ADT/SmallVector.h"

namespace tritonmetal {

/// An op as it stands in the text: `NAME operands {attributes} : types`.
struct Statement {
  std::string name;                     // current: "ttg.local_load", whatever the text has
  Token written;                        // "triton_gpu.local_load", or the same in quotes
  llvm::SmallVector<Token, 32> clauses; // up to the colon
  Token colon;                          // End if there is none
  llvm::SmallVector<Token, 32> types;   // from behind the colon to the end of the statement
};

/// Reads the statement behind its name. It looks no further than a statement is long in
/// practice.
Statement readStatement(std::string name, const Token &written, Lexer behind);

/// Adds the tokens up to a colon outside of brackets or, for types, to the end of the
/// statement; the token that comes then.
Token collectTokens(Lexer &lexer, llvm::SmallVectorImpl<Token> &tokens, bool stopAtColon);

/// The index of `word` outside of brackets; the number of tokens if it is not there.
size_t findOutside(llvm::ArrayRef<Token> tokens, llvm::StringRef word);

/// The first token of the first type, which stands in brackets in generic form.
Token getFirstType(const Statement &statement);

/// `key = value` in the attributes of an op, `{...}` or `<{...}>`.
struct Entry {
  size_t key = 0;   // index of the key
  size_t value = 0; // index of the value's first token
  size_t end = 0;   // index behind the value
  bool isFound() const { return end != 0; }
};
Entry findEntry(llvm::ArrayRef<Token> clauses, llvm::StringRef key);

/// Adds an entry to the attributes of an op.
void addEntry(const Statement &statement, llvm::StringRef entry, EditCollector &edits);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_STATEMENT_H
