//===- Limits.cpp - What a text may cost -----------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Limits.h"

#include "AliasSizes.h"
#include "Lexer.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"

using namespace tritonmetal;
using llvm::StringRef;

/// The offset of the first byte that is not UTF-8.
static std::optional<size_t> findInvalidUTF8(StringRef text) {
  const auto *at = reinterpret_cast<const llvm::UTF8 *>(text.bytes_begin());
  const auto *end = reinterpret_cast<const llvm::UTF8 *>(text.bytes_end());
  while (at != end) {
    uint64_t word = 0;
    if (end - at >= 8)
      memcpy(&word, at, 8);
    if (end - at >= 8 && (word & 0x8080808080808080u) == 0) {
      at += 8; // ASCII
    } else if (*at < 0x80) {
      ++at;
    } else {
      if (!llvm::isLegalUTF8Sequence(at, end))
        return reinterpret_cast<const char *>(at) - text.data();
      at += llvm::getNumBytesForUTF8(*at);
    }
  }
  return std::nullopt;
}

namespace {

/// Looks at one token after the other.
class Check {
public:
  Check(StringRef text, const TextLimits &limits) : text(text), limits(limits) {}

  std::optional<TextProblem> run();

private:
  bool checkBracket(const Token &token);
  bool checkNumber(const Token &token);
  bool checkWord(const Token &token);
  bool checkRank(const Token &token);
  bool checkResultNumber(const Token &token);
  bool checkAlias(const Token &token, const Token &following);

  /// Remembers what is wrong; false, for the caller to return.
  bool refuse(const Token &token, const llvm::Twine &message) {
    problem = TextProblem{static_cast<size_t>(token.text.data() - text.data()), message.str()};
    return false;
  }

  StringRef text;
  const TextLimits &limits;
  std::optional<TextProblem> problem;
  /// Open `(`, `[`, `{` and `<`: apart, so that no stray `>` closes a region.
  unsigned open[4] = {0, 0, 0, 0};
  unsigned depth = 0; // the sum
  uint64_t resultNumbers = 0;
  AliasSizes aliases;
};

} // namespace

bool Check::checkBracket(const Token &token) {
  if (token.text.size() != 1)
    return true;
  size_t kind = StringRef("([{<").find(token.text[0]);
  if (kind != StringRef::npos) {
    ++open[kind];
    if (++depth > limits.nesting)
      return refuse(token, "brackets are nested more than " + llvm::Twine(limits.nesting) +
                               " deep; no kernel needs that many");
    return true;
  }
  kind = StringRef(")]}>").find(token.text[0]);
  if (kind != StringRef::npos && open[kind] != 0) {
    --open[kind];
    --depth;
  }
  return true;
}

bool Check::checkNumber(const Token &token) {
  if (token.text.size() <= limits.digits)
    return true;
  return refuse(token, "number has " + llvm::Twine(token.text.size()) + " characters; at most " +
                           llvm::Twine(limits.digits) + " are read");
}

/// `i64`, `si8`, and `xi32` behind the dimensions of a tensor; affine maps, whose
/// expressions are folded by recursion and which Triton does not print.
bool Check::checkWord(const Token &token) {
  StringRef word = token.text;
  if (word == "affine_map" || word == "affine_set")
    return refuse(token, "'" + word + "' does not occur in Triton IR and is not read");
  if (word.front() == 'x' && !checkRank(token))
    return false;
  if (word.size() < 4 || !llvm::isDigit(word.back()))
    return true;
  StringRef name = word.rtrim("0123456789");
  StringRef digits = word.drop_front(name.size());
  if (!name.consume_back("i") || digits.size() < 3)
    return true;
  if (!name.empty() && !name.ends_with("x") && name != "s" && name != "u")
    return true;
  unsigned bits = 0;
  if (!digits.getAsInteger(10, bits) && bits <= limits.integerBits)
    return true;
  StringRef shown = digits.take_front(20);
  return refuse(token, "integer type of " + shown + (shown.size() < digits.size() ? "..." : "") +
                           " bits; at most " + llvm::Twine(limits.integerBits) + " are read");
}

/// What is left of `1x8x1xf32` behind its first number: `x8x1xf32`.
bool Check::checkRank(const Token &token) {
  unsigned rank = 1;
  StringRef rest = token.text;
  while (rest.consume_front("x") && !rest.empty() && llvm::isDigit(rest.front())) {
    rest = rest.drop_while(llvm::isDigit);
    if (++rank > limits.rank)
      return refuse(token, "tensor has more than " + llvm::Twine(limits.rank) + " dimensions");
  }
  return true;
}

bool Check::checkResultNumber(const Token &token) {
  StringRef digits = token.text.split('#').second;
  if (digits.empty())
    return true;
  unsigned number = 0;
  if (digits.getAsInteger(10, number) || number > limits.resultNumber)
    return refuse(token, "result number " + digits.take_front(20) + " is above " +
                             llvm::Twine(limits.resultNumber) + "; no op has that many results");
  resultNumbers += number;
  if (resultNumbers > limits.resultNumbers)
    return refuse(token, "the result numbers of this file sum up to more than " +
                             llvm::Twine(limits.resultNumbers));
  return true;
}

bool Check::checkAlias(const Token &token, const Token &following) {
  if (depth == 0 && following.is("="))
    aliases.define(token.text);
  else
    aliases.use(token.text, depth);
  if (aliases.getNesting() > limits.aliasNesting)
    return refuse(token, "alias '" + token.text +
                             "' and those that it refers to are nested more than " +
                             llvm::Twine(limits.aliasNesting) + " deep");
  if (aliases.getTotal() > limits.aliasTokens)
    return refuse(token, "the aliases of this file, written out, have more than " +
                             llvm::Twine(limits.aliasTokens) + " words");
  return true;
}

std::optional<TextProblem> Check::run() {
  Lexer lexer(text);
  Token token = lexer.lex();
  for (bool isFine = true; isFine && token.kind != Token::End;) {
    Token following = lexer.lex();
    aliases.token(token, depth);
    switch (token.kind) {
    case Token::Punctuation:
      isFine = checkBracket(token);
      break;
    case Token::Number:
      isFine = checkNumber(token);
      break;
    case Token::Word:
      isFine = checkWord(token);
      break;
    case Token::SsaName:
      isFine = checkResultNumber(token);
      break;
    case Token::HashName:
    case Token::BangName:
      isFine = checkAlias(token, following);
      break;
    default:
      break;
    }
    token = following;
  }
  return problem;
}

std::optional<TextProblem> tritonmetal::findTextProblem(StringRef text, const TextLimits &limits) {
  if (text.size() > limits.bytes)
    return TextProblem{std::nullopt, "has " + std::to_string(text.size()) + " bytes; at most " +
                                         std::to_string(limits.bytes) + " are read"};
  if (text.starts_with("MTLB"))
    return TextProblem{std::nullopt,
                       "this is a Metal archive, not Triton IR; `--inspect` shows its contents"};
  if (text.starts_with("ML\xefR"))
    return TextProblem{std::nullopt, "this is MLIR bytecode; pass the text of the kernel"};
  if (text.contains('\0'))
    return TextProblem{std::nullopt,
                       "this is a binary file, not Triton IR; pass the text of a .ttir or .ttgir"};
  if (std::optional<size_t> offset = findInvalidUTF8(text))
    return TextProblem{offset, "this byte is not UTF-8"};
  return Check(text, limits).run();
}
