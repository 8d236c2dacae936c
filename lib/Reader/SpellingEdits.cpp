//===- SpellingEdits.cpp - Edits, and places before and after them ---------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "EditCollector.h"

#include "llvm/ADT/STLExtras.h"

using namespace tritonmetal;

std::pair<unsigned, unsigned> SpellingEdits::toOriginal(unsigned line, unsigned column) const {
  auto edit =
      llvm::partition_point(edits, [&](const SpellingEdit &other) { return other.line < line; });
  int64_t added = 0; // bytes, by the edits further left on the line
  for (; edit != edits.end() && edit->line == line; ++edit) {
    int64_t start = edit->column + added; // of this edit, in the edited text
    if (column < start)
      break;
    int64_t inserted = edit->inserted.size();
    if (column < start + inserted) // within what was inserted
      return {line, edit->column};
    added += inserted - int64_t(edit->removed);
  }
  return {line, static_cast<unsigned>(column - added)};
}

std::string SpellingEdits::apply(llvm::StringRef text) const {
  size_t size = text.size();
  for (const SpellingEdit &edit : edits)
    size += edit.inserted.size() - edit.removed;
  std::string result;
  result.reserve(size);
  size_t done = 0;
  for (const SpellingEdit &edit : edits) {
    result += text.slice(done, edit.offset);
    result += edit.inserted;
    done = edit.offset + edit.removed;
  }
  result += text.substr(done);
  return result;
}

void EditCollector::add(const char *at, size_t removed, const llvm::Twine &inserted) {
  edits.push_back({static_cast<size_t>(at - text.data()), 0, 0, static_cast<unsigned>(removed),
                   inserted.str(), static_cast<unsigned>(edits.size())});
}

SpellingEdits EditCollector::take() {
  // Insertions at one place stay in the order they were made in. A token that one rule
  // removes and another replaces is removed.
  auto rank = [](const SpellingEdit &edit) {
    return std::make_tuple(edit.offset, edit.removed != 0, edit.removed == 0 ? edit.number : 0,
                           !edit.inserted.empty());
  };
  llvm::sort(edits,
             [&](const SpellingEdit &a, const SpellingEdit &b) { return rank(a) < rank(b); });
  edits.erase(std::unique(edits.begin(), edits.end(),
                          [](const SpellingEdit &a, const SpellingEdit &b) {
                            return a.offset == b.offset && a.removed != 0 && b.removed != 0;
                          }),
              edits.end());
  unsigned line = 1;
  size_t lineStart = 0, seen = 0;
  for (SpellingEdit &edit : edits) {
    llvm::StringRef passed = text.slice(seen, edit.offset);
    if (size_t breaks = passed.count('\n')) {
      line += breaks;
      lineStart = seen + passed.rfind('\n') + 1;
    }
    seen = edit.offset;
    edit.line = line;
    edit.column = edit.offset - lineStart + 1;
  }
  SpellingEdits result;
  result.edits = std::move(edits);
  return result;
}
