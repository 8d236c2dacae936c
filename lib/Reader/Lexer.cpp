//===- Lexer.cpp - Tokens of MLIR text -------------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Lexer.h"

#include "llvm/ADT/StringExtras.h"

#include <array>

using namespace tritonmetal;

namespace {

/// Which characters go on in a name: `Word` in any, `Suffix` only behind a prefix.
enum CharClass : unsigned char { Other, Word, Suffix };

constexpr std::array<CharClass, 256> makeClasses() {
  std::array<CharClass, 256> classes{};
  for (int c = 0; c < 256; ++c) {
    bool isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '$' || c == '.';
    classes[c] = isWord ? Word : c == '-' ? Suffix : Other;
  }
  return classes;
}
constexpr std::array<CharClass, 256> kClasses = makeClasses();

} // namespace

static const char *skipName(const char *from, const char *end, CharClass last) {
  while (from != end && kClasses[static_cast<unsigned char>(*from)] != Other &&
         kClasses[static_cast<unsigned char>(*from)] <= last)
    ++from;
  return from;
}

llvm::StringRef Token::unquoted() const {
  llvm::StringRef inner = text.drop_front();
  inner.consume_back("\"");
  return inner;
}

void Lexer::skipBlanks() {
  while (next != end) {
    if (*next == ' ' || *next == '\n' || *next == '\t' || *next == '\r') {
      ++next;
    } else if (*next == '/' && next + 1 != end && next[1] == '/') {
      const void *newline = memchr(next, '\n', end - next);
      next = newline ? static_cast<const char *>(newline) : end;
    } else {
      return;
    }
  }
}

Token Lexer::take(Token::Kind kind, const char *from, const char *to) {
  next = to;
  return {kind, llvm::StringRef(from, to - from)};
}

Token Lexer::lexNumber(const char *from) {
  const char *at = from + 1;
  if (*from == '0' && at != end && *at == 'x' && at + 1 != end && llvm::isHexDigit(at[1])) {
    while (++at != end && llvm::isHexDigit(*at))
      ;
    return take(Token::Number, from, at);
  }
  auto skipDigits = [&] {
    while (at != end && llvm::isDigit(*at))
      ++at;
  };
  skipDigits();
  if (at == end || *at != '.')
    return take(Token::Number, from, at);
  ++at;
  skipDigits();
  if (at != end && (*at == 'e' || *at == 'E')) {
    const char *exponent = at + 1;
    if (exponent != end && (*exponent == '+' || *exponent == '-'))
      ++exponent;
    if (exponent != end && llvm::isDigit(*exponent)) {
      at = exponent;
      skipDigits();
    }
  }
  return take(Token::Number, from, at);
}

Token Lexer::lexString(const char *from) {
  const char *at = from + 1;
  while (at != end && *at != '"' && *at != '\n')
    at += (*at == '\\' && at + 1 != end && at[1] != '\n') ? 2 : 1;
  return take(Token::String, from, at != end && *at == '"' ? at + 1 : at);
}

Token Lexer::lex() {
  skipBlanks();
  if (next == end)
    return {};
  const char *from = next;
  auto prefixed = [&](Token::Kind kind) {
    const char *to = skipName(from + 1, end, Suffix);
    return take(to == from + 1 ? Token::Punctuation : kind, from, to);
  };
  switch (*from) {
  case '%': {
    const char *to = skipName(from + 1, end, Suffix);
    if (to == from + 1)
      return take(Token::Punctuation, from, to);
    // The number of a result belongs to the name.
    if (end - to >= 2 && *to == '#' && llvm::isDigit(to[1]))
      for (++to; to != end && llvm::isDigit(*to); ++to)
        ;
    return take(Token::SsaName, from, to);
  }
  case '#':
    if (end - from >= 3 && from[1] == '-' && from[2] == '}')
      return take(Token::Punctuation, from, from + 1); // the end of {-# ... #-}
    return prefixed(Token::HashName);
  case '!':
    return prefixed(Token::BangName);
  case '@':
    return prefixed(Token::SymbolName);
  case '^':
    return prefixed(Token::BlockName);
  case '"':
    return lexString(from);
  case '-':
  case '>': {
    char pair = *from == '-' ? '>' : '=';
    return take(Token::Punctuation, from, from + (end - from >= 2 && from[1] == pair ? 2 : 1));
  }
  default:
    break;
  }
  if (llvm::isDigit(*from))
    return lexNumber(from);
  const char *to = skipName(from, end, Word);
  return to == from ? take(Token::Punctuation, from, from + 1) : take(Token::Word, from, to);
}

Token Lexer::peek(unsigned count) const {
  Lexer copy = *this;
  Token token = copy.lex();
  while (count-- != 0)
    token = copy.lex();
  return token;
}
