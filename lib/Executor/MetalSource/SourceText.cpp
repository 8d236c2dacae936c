//===- SourceText.cpp - Preprocessed source as tokens ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SourceText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

static bool startsIdentifier(char c) { return isAlpha(c) || c == '_' || (c & 0x80); }
static bool continuesIdentifier(char c) { return startsIdentifier(c) || isDigit(c); }

SourceText::SourceText(std::string contents) : text(std::move(contents)) {
  markers.push_back({0, "", 1});
  lex();
  end.offset = text.size();
  pairBrackets();
}

/// A line that starts with `#`: the place of the next line, or a pragma. Returns where the next
/// line starts.
size_t SourceText::lexDirective(size_t position) {
  size_t lineEnd = std::min(text.find('\n', position), text.size());
  size_t next = std::min(lineEnd + 1, text.size());
  StringRef line = StringRef(text).slice(position, lineEnd);
  StringRef rest = line.drop_front().ltrim();
  unsigned number;
  if (!rest.consumeInteger(10, number)) {
    StringRef quoted = rest.ltrim();
    if (quoted.consume_front("\""))
      markers.push_back({next, quoted.take_until([](char c) { return c == '"'; }).str(), number});
    return next;
  }
  if (rest.starts_with("pragma"))
    tokens.push_back({Token::Kind::Pragma, line, position});
  return next;
}

/// A string or character constant. Returns its end.
size_t SourceText::lexLiteral(size_t position) {
  char quote = text[position];
  size_t last = position + 1;
  while (last < text.size() && text[last] != quote && text[last] != '\n')
    last += text[last] == '\\' ? 2 : 1;
  return std::min(last + 1, text.size());
}

void SourceText::lex() {
  bool lineStart = true;
  for (size_t i = 0; i < text.size();) {
    char c = text[i];
    if (isSpace(c)) {
      lineStart |= c == '\n';
      ++i;
      continue;
    }
    if (c == '#' && lineStart) {
      i = lexDirective(i);
      continue;
    }
    lineStart = false;
    size_t last = i + 1;
    Token::Kind kind = Token::Kind::Punctuation;
    if (startsIdentifier(c)) {
      kind = Token::Kind::Identifier;
      while (last < text.size() && continuesIdentifier(text[last]))
        ++last;
    } else if (isDigit(c) || (c == '.' && last < text.size() && isDigit(text[last]))) {
      kind = Token::Kind::Number;
      while (last < text.size() &&
             (continuesIdentifier(text[last]) || text[last] == '.' || text[last] == '\'' ||
              ((text[last] == '+' || text[last] == '-') &&
               StringRef("eEpP").contains(text[last - 1]))))
        ++last;
    } else if (c == '"' || c == '\'') {
      kind = Token::Kind::Literal;
      last = lexLiteral(i);
    } else if (StringRef(text).substr(i).starts_with("::") ||
               StringRef(text).substr(i).starts_with("->")) {
      ++last;
    }
    tokens.push_back({kind, StringRef(text).slice(i, last), i});
    i = last;
  }
}

void SourceText::pairBrackets() {
  partners.assign(tokens.size(), none);
  std::vector<size_t> open;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Token::Kind::Punctuation)
      continue;
    char c = tokens[i].text[0];
    if (c == '(' || c == '[' || c == '{')
      open.push_back(i);
    if (c != ')' && c != ']' && c != '}')
      continue;
    char opening = c == ')' ? '(' : c == ']' ? '[' : '{';
    // A brace closes what was left open in it.
    while (c == '}' && !open.empty() && tokens[open.back()].text[0] != '{')
      open.pop_back();
    if (open.empty() || tokens[open.back()].text[0] != opening)
      continue;
    partners[i] = open.back();
    partners[open.back()] = i;
    open.pop_back();
  }
}

size_t SourceText::skipAngles(size_t index) const {
  unsigned depth = 0;
  for (size_t i = index; i < size(); ++i) {
    StringRef token = tokens[i].text;
    if (token == "(" || token == "[") {
      if (partners[i] == none)
        return none;
      i = partners[i];
    } else if (token == "<") {
      ++depth;
    } else if (token == ">") {
      if (--depth == 0)
        return i;
    } else if (token == ";" || token == "{" || token == "}" || token == ")") {
      return none;
    }
  }
  return none;
}

bool SourceText::isAttribute(size_t index) const {
  return (*this)[index] == "[" && (*this)[index + 1] == "[" && getPartner(index) != none &&
         getPartner(index + 1) + 1 == getPartner(index);
}

size_t SourceText::getStatementStart(size_t index) const {
  size_t start = index;
  while (start > 0) {
    const Token &token = tokens[start - 1];
    if (token == ";" || token == "{" || token == "}" || token.kind == Token::Kind::Pragma ||
        token == "(" || token == "[")
      break;
    // `public:`, `default:` and the like end what is before them.
    if (token == ":" && start >= 2 && tokens[start - 2].kind == Token::Kind::Identifier &&
        is_contained({"public", "private", "protected", "default"}, tokens[start - 2].text))
      break;
    bool closes = token == ")" || token == "]";
    start = closes && partners[start - 1] != none ? partners[start - 1] : start - 1;
  }
  return start;
}

SourceLocation SourceText::locate(size_t offset) const {
  auto after = llvm::upper_bound(
      markers, offset, [](size_t position, const Marker &m) { return position < m.offset; });
  const Marker &marker = after == markers.begin() ? markers.front() : *std::prev(after);
  StringRef before = StringRef(text).slice(marker.offset, offset);
  size_t newline = StringRef(text).take_front(offset).rfind('\n');
  size_t lineStart = newline == StringRef::npos ? 0 : newline + 1;
  return {marker.file, marker.line + unsigned(before.count('\n')),
          unsigned(offset - lineStart + 1)};
}

std::string SourceText::join(size_t first, size_t last) const {
  std::string line;
  for (size_t i = first; i <= last && i < size(); ++i) {
    bool apart = i > first && continuesIdentifier(tokens[i].text.front()) &&
                 continuesIdentifier(tokens[i - 1].text.back());
    line += (apart ? " " : "") + tokens[i].text.str();
  }
  return line;
}

} // namespace tritonmetal::executor
