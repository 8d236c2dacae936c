//===- Editor.cpp - Changes to a source that keep lines and columns ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Editor.h"

using namespace llvm;

namespace tritonmetal::executor {

std::string quote(StringRef text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result + "\"";
}

/// Token by token: lines that say where they are from may stand between.
void Editor::blank(size_t first, size_t last) {
  for (size_t i = first; i <= last && i < source.size(); ++i) {
    text.replace(source[i].offset, source[i].text.size(), source[i].text.size(), ' ');
    edited[i] = true;
  }
}

void Editor::replace(size_t first, size_t last, StringRef replacement) {
  blank(first, last);
  size_t start = source[first].offset;
  size_t end = source[last].offset + source[last].text.size();
  size_t room = std::min(end, text.find('\n', start)) - start;
  if (replacement.size() <= room)
    text.replace(start, replacement.size(), replacement);
  else
    additions.insert({start, replacement.str()});
}

void Editor::insertAfter(size_t token, StringRef addition) {
  additions.insert({source[token].offset + source[token].text.size(), addition.str()});
}

std::string Editor::define(const Twine &expansion) {
  static constexpr char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string name;
  unsigned number = numDefinitions++;
  do {
    name.insert(name.begin(), digits[number % 36]);
    number /= 36;
  } while (number != 0);
  name = "__a" + name;
  definitions += "#define " + name + " " + expansion.str() + "\n";
  return name;
}

void Editor::fail(size_t token, const Twine &message) {
  SourceLocation location = source.locate(source[token].offset);
  errors.insert({source[token].offset,
                 SourceError{location.file.str(), location.line, location.column, message.str()}});
}

std::vector<SourceError> Editor::takeErrors() {
  std::vector<SourceError> result;
  for (auto &[offset, error] : errors)
    result.push_back(std::move(error));
  return result;
}

std::string Editor::takeText() {
  std::string result;
  size_t position = 0;
  for (const auto &[offset, addition] : additions) {
    result += text.substr(position, offset - position) + addition;
    position = offset;
  }
  return result + text.substr(position);
}

} // namespace tritonmetal::executor
