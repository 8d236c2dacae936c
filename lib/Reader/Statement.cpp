//===- Statement.cpp - The tokens of an op, sorted by role -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Statement.h"

#include "llvm/ADT/STLExtras.h"

using namespace tritonmetal;
using llvm::ArrayRef;
using llvm::StringRef;

/// Tokens of a statement that are looked at. The longest that Triton prints is a call with
/// a few hundred operands, which no rule is about.
static constexpr size_t kMaxTokens = 400;

static int getBracketStep(const Token &token) {
  if (token.kind != Token::Punctuation || token.text.size() != 1)
    return 0;
  return StringRef("([{<").contains(token.text) - StringRef(")]}>").contains(token.text);
}

/// A statement ends at a bracket that was not opened in it, at `loc(`, and at the results
/// or the name of the next one. Names of ops have dots, the words in types do not.
Token tritonmetal::collectTokens(Lexer &lexer, llvm::SmallVectorImpl<Token> &tokens,
                                 bool stopAtColon) {
  int depth = 0;
  while (tokens.size() < kMaxTokens) {
    Token token = lexer.peek();
    if (token.kind == Token::End || token.is("loc"))
      return token;
    if (depth == 0) {
      if (stopAtColon && token.is(":"))
        return token;
      if (token.is("=") && !tokens.empty() && tokens.back().kind == Token::SsaName) {
        tokens.pop_back();
        return token;
      }
      bool isName = (token.kind == Token::Word && token.text.contains('.')) ||
                    token.kind == Token::SsaName || token.kind == Token::String;
      if (!stopAtColon && isName)
        return token;
    }
    depth += getBracketStep(token);
    if (depth < 0)
      return token;
    tokens.push_back(lexer.lex());
  }
  return {};
}

Statement tritonmetal::readStatement(std::string name, const Token &written, Lexer behind) {
  Statement statement;
  statement.name = std::move(name);
  statement.written = written;
  Token last = collectTokens(behind, statement.clauses, /*stopAtColon=*/true);
  if (!last.is(":"))
    return statement;
  statement.colon = behind.lex();
  collectTokens(behind, statement.types, /*stopAtColon=*/false);
  return statement;
}

size_t tritonmetal::findOutside(ArrayRef<Token> tokens, StringRef word) {
  int depth = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token &token = tokens[i];
    if (depth == 0 && token.is(word))
      return i;
    depth += getBracketStep(token);
  }
  return tokens.size();
}

Token tritonmetal::getFirstType(const Statement &statement) {
  ArrayRef<Token> types = statement.types;
  if (!types.empty() && types.front().is("("))
    types = types.drop_front();
  return types.empty() ? Token() : types.front();
}

Entry tritonmetal::findEntry(ArrayRef<Token> clauses, StringRef key) {
  for (size_t i = 1; i + 2 < clauses.size(); ++i) {
    if (!clauses[i].is(key) || !clauses[i + 1].is("=") ||
        (!clauses[i - 1].is("{") && !clauses[i - 1].is(",")))
      continue;
    Entry entry{i, i + 2, i + 2};
    int depth = 0;
    while (entry.end < clauses.size()) {
      const Token &token = clauses[entry.end];
      if (depth == 0 && (token.is(",") || token.is("}")))
        return entry;
      depth += getBracketStep(token);
      ++entry.end;
    }
  }
  return {};
}

void tritonmetal::addEntry(const Statement &statement, StringRef entry, EditCollector &edits) {
  ArrayRef<Token> clauses = statement.clauses;
  size_t angle = findOutside(clauses, "<"); // properties, in generic form
  bool hasProperties = angle + 1 < clauses.size() && clauses[angle + 1].is("{");
  size_t brace = hasProperties ? angle + 1 : findOutside(clauses, "{");
  if (brace != clauses.size()) {
    bool isEmpty = brace + 1 < clauses.size() && clauses[brace + 1].is("}");
    edits.insertBehind(clauses[brace], entry + (isEmpty ? "" : ", "));
  } else {
    edits.insertBehind(clauses.empty() ? statement.written : clauses.back(), " {" + entry + "}");
  }
}
