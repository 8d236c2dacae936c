//===- Duplicates.cpp - Functions that differ in address spaces only ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AddressSpaces.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

#include <map>

using namespace llvm;

namespace tritonmetal::executor {

namespace {
/// A definition, in tokens: the header ends before the brace.
struct Definition {
  size_t first, brace, last;
};

class DuplicateRemover {
public:
  explicit DuplicateRemover(Editor &editor) : editor(editor), source(editor.source) {}

  void scanScope(size_t first, size_t end, const std::string &scope, unsigned depth);

private:
  size_t scanDeclaration(size_t first, size_t end, const std::string &scope, unsigned depth);
  bool isClass(size_t first, size_t brace) const;
  bool hasSpaceWord(size_t first, size_t end) const;
  StringMap<std::string> nameParameters(size_t first, size_t brace) const;
  std::string normalise(size_t first, size_t end, const StringMap<std::string> &names) const;
  void record(const Definition &definition, const std::string &scope);

  struct Known {
    Definition definition;
    std::string body;
  };

  static constexpr unsigned maxDepth = 64;

  Editor &editor;
  const SourceText &source;
  std::map<std::string, Known> known;
};
} // namespace

bool DuplicateRemover::isClass(size_t first, size_t brace) const {
  for (size_t i = first; i < brace; ++i) {
    if (source[i] == "(")
      return false;
    if (source[i] == "<" && source.skipAngles(i) < brace)
      i = source.skipAngles(i);
    else if (source[i] == "struct" || source[i] == "class" || source[i] == "union" ||
             source[i] == "enum")
      return true;
  }
  return false;
}

bool DuplicateRemover::hasSpaceWord(size_t first, size_t end) const {
  for (size_t i = first; i < end; ++i)
    if (isSpaceWord(source, i))
      return true;
  return false;
}

/// Whether an identifier can be no name of a parameter.
static bool isTypeWord(StringRef word) {
  return is_contained({"bool", "char", "short", "int", "long", "signed", "unsigned", "float",
                       "half", "bfloat", "uchar", "ushort", "uint", "ulong", "size_t", "void",
                       "auto", "const", "volatile"},
                      word);
}

/// The names of the parameters of a function by their places, so that `load(T *a)` and `load(T *b)`
/// read the same.
StringMap<std::string> DuplicateRemover::nameParameters(size_t first, size_t brace) const {
  StringMap<std::string> names;
  size_t open = first;
  while (open < brace && source[open] != "(")
    ++open;
  size_t close = source.getPartner(open);
  for (size_t i = open + 2; open < brace && close != SourceText::none && i < close; ++i) {
    const Token &before = source[i - 1], &after = source[i + 1];
    bool isLast = after == "," || after == ")" || after == "=" || after == "[";
    bool hasType = before == "*" || before == "&" || before == ">" ||
                   (before.kind == Token::Kind::Identifier && before != "const" &&
                    before != "volatile" && before != "typename" && !isSpaceWord(source, i - 1));
    if (source[i].kind == Token::Kind::Identifier && isLast && hasType &&
        !isTypeWord(source[i].text))
      names.try_emplace(source[i].text, "$" + std::to_string(names.size()));
  }
  return names;
}

std::string DuplicateRemover::normalise(size_t first, size_t end,
                                        const StringMap<std::string> &names) const {
  std::string text;
  for (size_t i = first; i < end; ++i) {
    if (source.isAttribute(i)) {
      i = source.getPartner(i);
      continue;
    }
    StringRef word = source[i].text;
    if (isSpaceWord(source, i)) {
      if (word != "constant")
        continue;
      word = "const";
    }
    auto name = names.find(word);
    text += (name == names.end() ? word.str() : name->second) + " ";
  }
  // `const device T *` and `device const T *` are one type.
  for (size_t at; (at = text.find("const const ")) != std::string::npos;)
    text.erase(at, StringRef("const ").size());
  return text;
}

void DuplicateRemover::record(const Definition &definition, const std::string &scope) {
  StringMap<std::string> names = nameParameters(definition.first, definition.brace);
  std::string header = scope + normalise(definition.first, definition.brace, names);
  std::string body = normalise(definition.brace, definition.last + 1, names);
  auto [entry, isNew] = known.try_emplace(header, Known{definition, body});
  const Definition &other = entry->second.definition;
  if (isNew || (!hasSpaceWord(definition.first, definition.brace) &&
                !hasSpaceWord(other.first, other.brace)))
    return;
  if (entry->second.body != body) {
    editor.fail(definition.first,
                "differs from an earlier definition in address spaces and in what it does; the "
                "executor has one address space: give the two different names");
    return;
  }
  size_t last = source[definition.last + 1] == ";" ? definition.last + 1 : definition.last;
  editor.blank(definition.first, last);
}

/// Returns the token behind the declaration that starts at `first`.
size_t DuplicateRemover::scanDeclaration(size_t first, size_t end, const std::string &scope,
                                         unsigned depth) {
  bool initialises = false;
  for (size_t i = first; i < end; ++i) {
    const Token &token = source[i];
    if (token == ";")
      return i + 1;
    bool isBracket = token == "(" || token == "[";
    bool isParameters = token == "<" && source[i - 1] == "template";
    size_t last = isBracket      ? source.getPartner(i)
                  : isParameters ? source.skipAngles(i)
                                 : SourceText::none;
    if (last != SourceText::none) {
      i = last;
      continue;
    }
    // Not the sign in `operator==`.
    initialises |= token == "=" && source[i - 1] != "operator" && source[i - 1] != "=" &&
                   source[i - 1] != "!" && source[i - 1] != "<" && source[i - 1] != ">";
    if (token != "{")
      continue;
    size_t close = source.getPartner(i);
    if (close == SourceText::none || close >= end)
      return end;
    bool opensNamespace = source[first] == "namespace" || source[first] == "extern" ||
                          (source[first] == "inline" && source[first + 1] == "namespace");
    if (opensNamespace) {
      scanScope(i + 1, close, scope + source.join(first, i) + " ", depth + 1);
      return close + 1;
    }
    bool isType = isClass(first, i);
    if (!initialises && (isType || source[i - 1] == ")" ||
                         source[i - 1].kind == Token::Kind::Identifier || source[i - 1] == "}"))
      record({first, i, close}, scope);
    if (isType && !editor.isEdited(first))
      scanScope(i + 1, close, scope + source.join(first, i) + " ", depth + 1);
    if (!isType && !initialises)
      return close + 1;
    i = close;
  }
  return end;
}

void DuplicateRemover::scanScope(size_t first, size_t end, const std::string &scope,
                                 unsigned depth) {
  if (depth > maxDepth)
    return;
  for (size_t i = first; i < end;) {
    const Token &token = source[i];
    bool isLabel = is_contained({"public", "private", "protected"}, token.text);
    if (token.kind == Token::Kind::Pragma || token == ";" || token == "}")
      ++i;
    else if (isLabel && source[i + 1] == ":")
      i += 2;
    else
      i = scanDeclaration(i, end, scope, depth);
  }
}

void removeDuplicates(Editor &editor) {
  DuplicateRemover(editor).scanScope(0, editor.source.size(), "", 0);
}

} // namespace tritonmetal::executor
