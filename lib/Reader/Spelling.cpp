//===- Spelling.cpp - Old and new words for the same IR --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// One walk over the tokens. Names are replaced wherever they stand; ops whose clauses
// changed are handed to SpellingRules.cpp.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Spelling.h"

#include "SpellingRules.h"

#include "triton-metal/Reader/Lexicon.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace tritonmetal;
using llvm::StringRef;

namespace {
struct Renaming {
  StringRef old, current;
};
} // namespace

/// Dialects that were renamed: triton_gpu in 3.3, amdgpu in 3.6 (only the ops that are
/// Triton's: MLIR has a dialect of that name, too).
static constexpr Renaming kDialects[] = {
    {"triton_gpu.", "ttg."}, {"triton_nvidia_gpu.", "ttng."}, {"amdgpu.", "amdg."}};

/// Ops and types that were renamed, after their dialects.
static constexpr Renaming kNames[] = {
    {"ttng.dot_async", "ttng.warp_group_dot"},     // 3.0, 3.1
    {"ttng.dot_wait", "ttng.warp_group_dot_wait"}, // 3.0, 3.1
    {"tt.experimental_tensormap_create", "ttng.tensormap_create"},
    {"tt.experimental_tensormap_fenceproxy_acquire", "ttng.tensormap_fenceproxy_acquire"},
    {"tt.reinterpret_tensor_descriptor", "ttng.reinterpret_tensor_descriptor"}, // 3.3
    {"llvm.mlir.undef", "ub.poison"},                                           // 3.0, 3.1
    {"tt.memdesc", "ttg.memdesc"},
    {"ttg.token", "ttg.async.token"},
};

/// The current form of a name without its `!`, `#` or quotes; empty if it is current.
static std::string findCurrentName(StringRef name) {
  std::string renamed;
  for (const Renaming &dialect : kDialects) {
    if (!name.starts_with(dialect.old))
      continue;
    renamed = (dialect.current + name.drop_front(dialect.old.size())).str();
    if (dialect.current == "amdg." && !lookupInLexicon(LexiconEntry::Op, renamed))
      return "";
  }
  StringRef sofar = renamed.empty() ? name : StringRef(renamed);
  for (const Renaming &entry : kNames)
    if (sofar == entry.old)
      return entry.current.str();
  return renamed;
}

std::string tritonmetal::getCurrentOpName(StringRef name) {
  std::string current = findCurrentName(name);
  return current.empty() ? name.str() : current;
}

namespace {

class Speller {
public:
  Speller(StringRef text, SourceTarget target) : text(text), target(target), edits(text) {}

  SpellingEdits run(std::optional<SpellingProblem> &problem);

private:
  void visit(const Token &token, const Lexer &behind);
  void visitWord(const Token &token, const Lexer &behind);
  void visitHashName(const Token &token, const Lexer &behind);
  void visitDotOperand(const Token &token, const Lexer &behind);
  void visitString(const Token &token, const Lexer &behind);
  void visitOp(StringRef name, const Token &token, const Lexer &behind);
  void settleFloat8(std::optional<SpellingProblem> &problem);

  StringRef text;
  SourceTarget target;
  EditCollector edits;
  Token previous, secondPrevious; // the tokens before the one that is visited
  bool hasFunction = false;
  llvm::StringSet<> matrixLayouts; // aliases of them
  std::vector<Token> undefs;       // uses of llvm.mlir.undef
  std::vector<Token> float8s;      // words that end in f8E4M3FNUZ
};

} // namespace

static constexpr StringRef kFloat8 = "f8E4M3FNUZ";

/// An op by its name, as a word or in quotes.
void Speller::visitOp(StringRef name, const Token &token, const Lexer &behind) {
  std::string current = findCurrentName(name);
  if (name == "llvm.mlir.undef") {
    undefs.push_back(token);
    return;
  }
  if (!current.empty())
    edits.replace(token, token.kind == Token::String ? "\"" + current + "\"" : current);
  StringRef known = current.empty() ? name : StringRef(current);
  if (hasSpellingRule(known))
    applySpellingRules(readStatement(known.str(), token, behind), edits);
}

void Speller::visitWord(const Token &token, const Lexer &behind) {
  StringRef word = token.text;
  if (word.ends_with(kFloat8)) {
    float8s.push_back(token);
    return;
  }
  // A name with a dialect, as an op or as the key of an attribute.
  if (word.front() < 'a' || word.front() > 't' || !word.contains('.'))
    return;
  hasFunction |= word == "tt.func";
  if (word.ends_with(".target") && target == SourceTarget::Unknown && behind.peek().is("=")) {
    StringRef value = behind.peek(1).text;
    target = value.starts_with("\"cuda")  ? SourceTarget::Cuda
             : value.starts_with("\"hip") ? SourceTarget::Hip
                                          : SourceTarget::Unknown;
  }
  visitOp(word, token, behind);
}

void Speller::visitHashName(const Token &token, const Lexer &behind) {
  StringRef name = token.text.drop_front();
  if (!name.contains('.'))
    return;
  if (name == "amdgpu.OpIdx") { // a hint of 3.3 and 3.4: keep the number
    if (behind.peek().is("<") && behind.peek(2).is(">")) {
      edits.remove(token);
      edits.remove(behind.peek());
      edits.replace(behind.peek(2), " : i32");
    }
    return;
  }
  std::string current = findCurrentName(name);
  StringRef known = current.empty() ? name : StringRef(current);
  if (known == "ttg.nvidia_mma" && previous.is("=") && secondPrevious.kind == Token::HashName)
    matrixLayouts.insert(secondPrevious.text);
  if (known == "ttg.dot_op")
    visitDotOperand(token, behind);
  if (!current.empty())
    edits.replace(token, "#" + current);
}

/// Up to 3.2 the operands of Hopper's products have no width, since it follows from their
/// type: a register of 32 bits.
///   tensor<64x32xf16, #triton_gpu.dot_op<{opIdx = 0, parent = #mma}>>  ->  kWidth = 2
void Speller::visitDotOperand(const Token &token, const Lexer &behind) {
  StringRef type = secondPrevious.text.rsplit('x').second;
  unsigned bits = type.starts_with("f8") || type == "i8" ? 8
                  : type == "f16" || type == "bf16"      ? 16
                  : type == "f32"                        ? 32
                                                         : 0;
  if (!previous.is(",") || secondPrevious.kind != Token::Word || bits == 0)
    return;
  // As Triton prints it; with a width, or of other layouts, it looks different.
  static constexpr StringRef pattern[] = {"<",      "{", "opIdx", "=", "", ",",
                                          "parent", "=", "",      "}", ">"};
  Lexer ahead = behind;
  Token tokens[std::size(pattern)];
  for (auto [token, expected] : llvm::zip(tokens, pattern)) {
    token = ahead.lex();
    if (!expected.empty() && !token.is(expected))
      return;
  }
  if (matrixLayouts.contains(tokens[8].text))
    edits.insertBefore(tokens[9], ", kWidth = " + llvm::Twine(32 / bits));
}

/// A string is a name where it is the key of an attribute, `{"ttg.num-warps" = ...`, or an
/// op in generic form, `%0 = "tt.load"(%p)`. The names of locations and of symbols have a
/// bracket behind them as well, but are known by what is before them.
void Speller::visitString(const Token &token, const Lexer &behind) {
  StringRef name = token.unquoted();
  if (!name.contains('.') || name.empty())
    return;
  Token following = behind.peek();
  if (following.is("=") && (previous.is("{") || previous.is(","))) {
    std::string current = findCurrentName(name);
    if (!current.empty())
      edits.replace(token, "\"" + current + "\"");
    return;
  }
  bool isOther = previous.is("(") || previous.is("[") || previous.is(",") || previous.is("@") ||
                 previous.is("at");
  if (following.is("(") && !isOther)
    visitOp(name, token, behind);
}

void Speller::visit(const Token &token, const Lexer &behind) {
  switch (token.kind) {
  case Token::Word:
    return visitWord(token, behind);
  case Token::HashName:
    return visitHashName(token, behind);
  case Token::BangName: {
    if (!token.text.contains('.'))
      return;
    std::string current = findCurrentName(token.text.drop_front());
    if (!current.empty())
      edits.replace(token, "!" + current);
    return;
  }
  case Token::String:
    return visitString(token, behind);
  default:
    return;
  }
}

/// True if only Triton 3.2 or newer can have printed this: arguments with names, or an op
/// that older versions lack.
static bool isNewerThanFNUZ(StringRef text) {
  constexpr TritonVersion firstClear{3, 2};
  Lexer lexer(text);
  for (Token token = lexer.lex(); token.kind != Token::End; token = lexer.lex()) {
    if (token.kind != Token::Word)
      continue;
    if (token.is("loc") && lexer.peek().is("(") && lexer.peek(1).kind == Token::String &&
        lexer.peek(2).is("("))
      return true;
    if (!token.text.contains('.'))
      continue;
    const LexiconEntry *op = lookupInLexicon(LexiconEntry::Op, token.text);
    if (op && !(op->first < firstClear))
      return true;
  }
  return false;
}

/// Triton 3.0 and 3.1 have one type, f8E4M3FNUZ, for two formats: e4m3fn in files for CUDA,
/// e4m3fnuz in files for HIP. From 3.2 on it is what it says, and CUDA files lack it.
void Speller::settleFloat8(std::optional<SpellingProblem> &problem) {
  if (float8s.empty() || target == SourceTarget::Hip || isNewerThanFNUZ(text))
    return;
  if (target == SourceTarget::Unknown) {
    problem = {edits.getOffset(float8s.front()) + float8s.front().text.size() - kFloat8.size(),
               "type 'f8E4M3FNUZ' means e4m3fn in a CUDA file of Triton 3.0 and 3.1 and e4m3fnuz "
               "elsewhere, and this file does not say what it is; add --source-target=cuda or "
               "--source-target=hip"};
    return;
  }
  for (const Token &token : float8s)
    edits.replace(token, token.text.drop_back(2)); // UZ
}

SpellingEdits Speller::run(std::optional<SpellingProblem> &problem) {
  if (text.starts_with("\xef\xbb\xbf")) // a byte order mark
    edits.remove({Token::Punctuation, text.take_front(3)});
  Lexer lexer(text);
  for (Token token = lexer.lex(); token.kind != Token::End; token = lexer.lex()) {
    visit(token, lexer);
    secondPrevious = previous;
    previous = token;
  }
  // In other IR than Triton's it is what MLIR means by it.
  if (hasFunction)
    for (const Token &token : undefs)
      edits.replace(token, token.kind == Token::String ? "\"ub.poison\"" : "ub.poison");
  settleFloat8(problem);
  return edits.take();
}

SpellingEdits tritonmetal::findSpellingEdits(StringRef text, SourceTarget target,
                                             std::optional<SpellingProblem> &problem) {
  return Speller(text, target).run(problem);
}
