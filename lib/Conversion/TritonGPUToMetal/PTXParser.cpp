//===- PTXParser.cpp - Text of inline assembly to statements ---------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "PTX.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;

namespace tritonmetal::ptx {

/// Comments become spaces, so that lines keep their numbers.
static std::string dropComments(StringRef text) {
  std::string result = text.str();
  for (size_t i = 0; i + 1 < result.size(); ++i) {
    bool isLine = result[i] == '/' && result[i + 1] == '/';
    if (!isLine && !(result[i] == '/' && result[i + 1] == '*'))
      continue;
    size_t end = isLine ? result.find('\n', i) : result.find("*/", i + 2);
    end = end == std::string::npos ? result.size() : end + (isLine ? 0 : 2);
    for (; i < end; ++i)
      if (result[i] != '\n')
        result[i] = ' ';
  }
  return result;
}

static std::string collapseSpaces(StringRef text) {
  SmallVector<StringRef> words;
  SplitString(text, words);
  return join(words, " ");
}

/// ".reg .b32 lo, t<4>;"
static bool parseDeclaration(StringRef text, Program &program) {
  if (!text.consume_front(".reg"))
    return false;
  text = text.ltrim();
  size_t end = text.find_first_of(" \t\n");
  if (!text.consume_front(".") || end == StringRef::npos)
    return false;
  Type type = parseType(text.take_front(end - 1));
  SmallVector<StringRef> names;
  text.drop_front(end - 1).split(names, ',');
  for (StringRef name : names) {
    name = name.trim();
    auto [stem, count] = name.split('<');
    unsigned copies;
    if (count.empty()) {
      program.widths[name] = type.bits();
    } else {
      if (count.rtrim("> \t\n").getAsInteger(10, copies) || copies > 1024)
        return false;
      for (unsigned i = 0; i < copies; ++i)
        program.widths[(stem + Twine(i)).str()] = type.bits();
    }
  }
  return type.kind != Type::None;
}

/// "$0, {a, b}, 2.0" by the commas outside of braces.
static bool parseOperands(StringRef text, Statement &statement) {
  while (!(text = text.trim()).empty()) {
    SmallVector<std::string> words;
    StringRef inner;
    if (text.consume_front("{")) {
      size_t close = text.find('}');
      if (close == StringRef::npos)
        return false;
      inner = text.take_front(close);
      text = text.drop_front(close + 1).ltrim();
      if (!text.empty() && !text.consume_front(","))
        return false;
    } else {
      std::tie(inner, text) = text.split(',');
    }
    SmallVector<StringRef> parts;
    inner.split(parts, ',');
    for (StringRef part : parts)
      words.push_back(part.trim().str());
    statement.operands.push_back(std::move(words));
  }
  return true;
}

static bool parseStatement(StringRef text, Statement &statement) {
  statement.text = collapseSpaces(text);
  if (text.consume_front("@")) {
    text = text.ltrim();
    statement.isNegated = text.consume_front("!");
    size_t end = text.find_first_of(" \t\n");
    if (end == StringRef::npos)
      return false;
    statement.predicate = text.take_front(end).trim().str();
    text = text.drop_front(end).ltrim();
  }
  size_t end = text.find_first_of(" \t\n");
  SmallVector<StringRef> name;
  text.take_front(end).split(name, '.');
  for (StringRef part : name)
    statement.name.push_back(part.str());
  return end == StringRef::npos || parseOperands(text.drop_front(end), statement);
}

/// Whether a brace at `position` opens operands, rather than a block.
static bool opensOperands(StringRef text, size_t position) {
  StringRef before = text.take_front(position).rtrim();
  return !before.empty() && !before.ends_with(";") && !before.ends_with("{") &&
         !before.ends_with("}");
}

Problem parse(StringRef source, Program &program) {
  std::string clean = dropComments(source);
  // Braces of blocks mean nothing where all registers have names of their own.
  std::string text = clean;
  size_t depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') {
      if (opensOperands(text, i) || depth)
        ++depth;
      else
        text[i] = ';';
    } else if (text[i] == '}') {
      if (depth)
        --depth;
      else
        text[i] = ';';
    }
  }
  unsigned line = 1;
  StringRef rest = text;
  while (!rest.empty()) {
    auto [part, next] = rest.split(';');
    StringRef trimmed = part.ltrim();
    unsigned start = line + part.take_front(part.size() - trimmed.size()).count('\n');
    line += part.count('\n');
    rest = next;
    trimmed = trimmed.rtrim();
    if (trimmed.empty())
      continue;
    if (trimmed.starts_with(".")) {
      if (!parseDeclaration(trimmed, program))
        return {start, collapseSpaces(trimmed), "is no declaration of registers"};
      continue;
    }
    Statement statement;
    statement.line = start;
    if (!parseStatement(trimmed, statement))
      return {start, collapseSpaces(trimmed), "is no instruction"};
    program.statements.push_back(std::move(statement));
  }
  return {};
}

Type parseType(StringRef word) {
  Type type;
  type.isPacked = word.consume_back("x2");
  type.kind = StringSwitch<Type::Kind>(word)
                  .Case("pred", Type::Predicate)
                  .Case("e4m3", Type::E4M3)
                  .Case("e5m2", Type::E5M2)
                  .Case("tf32", Type::TF32)
                  .Case("bf16", Type::BFloat)
                  .Cases({"f16", "f32", "f64"}, Type::Float)
                  .Cases({"b8", "b16", "b32", "b64"}, Type::Bits)
                  .Cases({"s8", "s16", "s32", "s64"}, Type::Signed)
                  .Cases({"u8", "u16", "u32", "u64"}, Type::Unsigned)
                  .Default(Type::None);
  switch (type.kind) {
  case Type::None:
    return {};
  case Type::Predicate:
    type.width = 1;
    break;
  case Type::E4M3:
  case Type::E5M2:
    type.width = 8;
    break;
  default:
    word.drop_while([](char c) { return !isDigit(c); }).getAsInteger(10, type.width);
  }
  return type;
}

} // namespace tritonmetal::ptx
