//===- Lexicon.cpp - Which Triton version has which op ---------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Reader/Lexicon.h"

#include <vector>

using namespace tritonmetal;
using llvm::StringRef;

namespace {
struct Row {
  LexiconEntry::Kind kind;
  const char *name, *first, *last;
};
} // namespace

static constexpr Row kRows[] = {
#define TRITON_OP(name, first, last) {LexiconEntry::Op, #name, #first, #last},
#define TRITON_TYPE(name, first, last) {LexiconEntry::Type, #name, #first, #last},
#define TRITON_ATTRIBUTE(name, first, last) {LexiconEntry::Attribute, #name, #first, #last},
#include "Lexicon.def"
};

static TritonVersion parseVersion(StringRef text) {
  TritonVersion version;
  auto [major, minor] = text.split('.');
  [[maybe_unused]] bool isMalformed =
      major.getAsInteger(10, version.major) || minor.getAsInteger(10, version.minor);
  assert(!isMalformed && "versions in Lexicon.def are MAJOR.MINOR");
  return version;
}

llvm::ArrayRef<LexiconEntry> tritonmetal::getLexicon() {
  static const std::vector<LexiconEntry> entries = [] {
    std::vector<LexiconEntry> made;
    for (const Row &row : kRows)
      made.push_back({row.kind, row.name, parseVersion(row.first), parseVersion(row.last)});
    return made;
  }();
  return entries;
}

const LexiconEntry *tritonmetal::lookupInLexicon(LexiconEntry::Kind kind, StringRef name) {
  for (const LexiconEntry &entry : getLexicon())
    if (entry.kind == kind && entry.name == name)
      return &entry;
  return nullptr;
}

std::string LexiconEntry::describeVersions() const {
  if (last < kOldestTriton)
    return "Triton " + std::to_string(last.major);
  bool isOldest = first == kOldestTriton, isNewest = last == kNewestKnownTriton;
  if (isOldest && isNewest)
    return "";
  if (isNewest)
    return "Triton " + first.str() + " and newer";
  if (first == last)
    return "Triton " + first.str();
  return "Triton " + first.str() + " to " + last.str();
}

StringRef tritonmetal::findNearest(StringRef word, llvm::ArrayRef<StringRef> names) {
  constexpr unsigned maxDistance = 2;
  constexpr size_t maxLength = 100; // of a word that is worth the time
  if (word.size() > maxLength)
    return {};
  StringRef nearest;
  unsigned limit = std::min<unsigned>(maxDistance, word.size() / 3) + 1;
  for (StringRef name : names) {
    unsigned distance = word.edit_distance(name, /*AllowReplacements=*/true, limit);
    if (distance < limit) {
      limit = distance;
      nearest = name;
    }
  }
  return nearest;
}
