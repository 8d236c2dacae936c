//===- AddressSpaces.cpp - Words for memory ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AddressSpaces.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace tritonmetal::executor {

static constexpr StringLiteral words[] = {"device",   "constant",    "thread",  "threadgroup",
                                          "coherent", "object_data", "ray_data"};

bool isSpaceWord(const SourceText &source, size_t index) {
  if (source[index].kind != Token::Kind::Identifier || !is_contained(words, source[index].text))
    return false;
  if (index == 0)
    return true;
  const Token &before = source[index - 1];
  return before != "::" && before != "." && before != "->";
}

namespace {
/// What follows `threadgroup`.
enum class Declares { Pointer, Variable, Mixture };
} // namespace

/// The bracket that closes the one at `open`; `none` if it opens nothing: `alignas )`.
static size_t getClosing(const SourceText &source, size_t open) {
  size_t partner = source.getPartner(open);
  return partner != SourceText::none && partner > open ? partner : SourceText::none;
}

/// Declarators after the first: `a[2], *b;`
static Declares readMoreDeclarators(const SourceText &source, size_t index) {
  for (size_t i = index; i < source.size(); ++i) {
    const Token &token = source[i];
    if (token == ";" || token == "{" || token == "}")
      break;
    if ((token == "[" || token == "(") && source.getPartner(i) != SourceText::none)
      i = source.getPartner(i);
    else if (token == "," && (source[i + 1] == "*" || source[i + 1] == "&"))
      return Declares::Mixture;
  }
  return Declares::Variable;
}

/// Reads the type and the first declarator behind the word at `index`.
static Declares readDeclaration(const SourceText &source, size_t index) {
  unsigned names = 0;
  for (size_t i = index + 1; i < source.size(); ++i) {
    const Token &token = source[i];
    if (source.isAttribute(i)) {
      i = source.getPartner(i);
    } else if (token == "alignas" || token == "decltype" || token == "__attribute__") {
      names += token == "decltype";
      if (getClosing(source, i + 1) == SourceText::none)
        return Declares::Pointer;
      i = getClosing(source, i + 1);
    } else if (token.kind == Token::Kind::Identifier) {
      names += token != "const" && token != "volatile" && source[i - 1] != "::";
    } else if (token == "<" && source.skipAngles(i) != SourceText::none) {
      i = source.skipAngles(i);
    } else if (token != "::") {
      bool ends = token == "[" || token == ";" || token == "," || token == "=";
      return names >= 2 && ends ? readMoreDeclarators(source, i) : Declares::Pointer;
    }
  }
  return Declares::Pointer;
}

/// Whether the words before `index` are those of a declaration: `static`, `alignas(16)`, a type.
static bool startsDeclaration(const SourceText &source, size_t index) {
  size_t start = source.getStatementStart(index);
  if (start > 0 && (source[start - 1] == "(" || source[start - 1] == "["))
    return false;
  for (size_t i = start; i < index; ++i) {
    if (source.isAttribute(i) || source[i] == "alignas") {
      size_t open = source[i] == "alignas" ? i + 1 : i;
      if (getClosing(source, open) == SourceText::none)
        return false;
      i = getClosing(source, open);
    } else if (source[i].kind != Token::Kind::Identifier || source[i] == "return" ||
               source[i] == "using" || source[i] == "typedef" || source[i] == "template") {
      return false;
    }
  }
  return true;
}

void rewriteAddressSpaces(Editor &editor) {
  const SourceText &source = editor.source;
  std::string variable;
  for (size_t i = 0; i < source.size(); ++i) {
    if (!isSpaceWord(source, i) || editor.isEdited(i))
      continue;
    StringRef word = source[i].text;
    if (word == "coherent") { // coherent(device)
      bool hasScope = source[i + 1] == "(" && source.getPartner(i + 1) == i + 3;
      editor.blank(i, hasScope ? i + 3 : i);
      continue;
    }
    if (word == "constant") {
      bool repeats = source[i + 1] == "const" || (i > 0 && source[i - 1] == "const");
      if (repeats)
        editor.blank(i, i);
      else
        editor.replace(i, i, "const");
      continue;
    }
    if (word == "threadgroup" && startsDeclaration(source, i)) {
      Declares declares = readDeclaration(source, i);
      if (declares == Declares::Mixture)
        editor.fail(i, "a declaration of a threadgroup variable and of a pointer; make two of it");
      if (declares != Declares::Pointer) {
        if (variable.empty())
          variable = editor.define("static __attribute__((annotate(\"metal.threadgroup\")))");
        editor.replace(i, i, variable);
        continue;
      }
    }
    editor.blank(i, i);
  }
}

} // namespace tritonmetal::executor
