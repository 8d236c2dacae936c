//===- Messages.cpp - Messages of clang, as ours ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Messages.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tritonmetal::executor {

MessagePrinter::MessagePrinter(raw_ostream &os) : os(os) {}
MessagePrinter::~MessagePrinter() = default;

static void replaceAll(std::string &text, StringRef from, StringRef to) {
  for (size_t at = 0; (at = text.find(from.str(), at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to.str());
}

/// metal::vec<float, 4> -> float4
static void shortenVectors(std::string &text) {
  const StringRef start = "metal::vec<";
  for (size_t at = 0; (at = text.find(start.str(), at)) != std::string::npos;) {
    size_t end = text.find('>', at);
    auto [element, count] = StringRef(text).slice(at + start.size(), end).split(", ");
    if (end == std::string::npos || count.size() != 1 || element.contains('<')) {
      at += start.size();
      continue;
    }
    text.replace(at, end + 1 - at, (element + count).str());
  }
}

/// What C++ calls the types of Metal.
static std::string useMetalNames(StringRef message) {
  static constexpr std::pair<StringLiteral, StringLiteral> names[] = {
      {"_Float16", "half"},
      {"__bf16", "bfloat"},
      {"unsigned char", "uchar"},
      {"unsigned short", "ushort"},
      {"unsigned int", "uint"},
      {"unsigned long", "ulong"},
      {"metal::packed_vec<", "packed_vec<"}};
  std::string text = message.str();
  for (auto [from, to] : names)
    replaceAll(text, from, to);
  shortenVectors(text);
  // 'uint4' (aka 'uint4')
  for (size_t at = 0; (at = text.find("' (aka '", at)) != std::string::npos; ++at) {
    size_t quote = text.rfind('\'', at - 1);
    StringRef name = StringRef(text).slice(quote + 1, at);
    StringRef rest = StringRef(text).substr(at + StringRef("' (aka '").size());
    if (quote != std::string::npos && rest.starts_with((name + "')").str()))
      text.erase(at + 1, name.size() + StringRef(" (aka '')").size());
  }
  return text;
}

void MessagePrinter::printClang(StringRef log) {
  SmallVector<StringRef> lines;
  log.split(lines, '\n', -1, /*KeepEmpty=*/false);
  for (StringRef text : lines) {
    // FILE:LINE:COLUMN: KIND: TEXT; a file may have colons in its name, but hardly one of these.
    for (StringRef kind : {"fatal error", "error", "warning", "note"}) {
      size_t at = text.find((": " + kind + ": ").str());
      StringRef place = text.take_front(at);
      auto [rest, column] = place.rsplit(':');
      auto [file, line] = rest.rsplit(':');
      unsigned lineNumber, columnNumber;
      if (at == StringRef::npos || column.getAsInteger(10, columnNumber) ||
          line.getAsInteger(10, lineNumber))
        continue;
      if (!text.contains("__tm_")) // expansions of the library's own macros
        print(file, lineNumber, columnNumber, kind == "fatal error" ? "error" : kind,
              useMetalNames(text.drop_front(at + kind.size() + 4)));
      break;
    }
    if (text.starts_with("clang") && text.contains("error: ")) {
      os << text << '\n'; // about its command line
      ++numErrors;
    }
  }
}

void MessagePrinter::printError(const SourceError &error) {
  print(error.file, error.line, error.column, "error", error.text);
}

void MessagePrinter::print(StringRef file, unsigned line, unsigned column, StringRef kind,
                           StringRef text) {
  numErrors += kind == "error";
  os << file << ':' << line << ':' << column << ": " << kind << ": " << text << '\n';
  printExcerpt(file, line, column);
}

StringRef MessagePrinter::getFile(StringRef name) {
  auto [entry, isNew] = files.try_emplace(name);
  if (isNew)
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFile(name))
      entry->second = std::move(*buffer);
  return entry->second ? entry->second->getBuffer() : StringRef();
}

void MessagePrinter::printExcerpt(StringRef file, unsigned line, unsigned column) {
  StringRef text = getFile(file);
  for (unsigned i = 1; i < line && !text.empty(); ++i)
    text = text.split('\n').second;
  text = text.split('\n').first.rtrim();
  if (text.empty())
    return;
  os << format("%5u | ", line) << text << '\n';
  if (column == 0 || column > text.size() + 1)
    return;
  os << "      | ";
  for (char c : text.take_front(column - 1))
    os << (c == '\t' ? '\t' : ' ');
  os << "^\n";
}

} // namespace tritonmetal::executor
