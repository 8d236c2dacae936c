//===- Lexicon.h - Which Triton version has which op ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every op, type and attribute that some Triton version prints, whether or not it can be
// read here: so that an error can tell a typing mistake from a file that is too new, too
// old, or for another GPU.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_READER_LEXICON_H
#define TRITON_METAL_READER_LEXICON_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace tritonmetal {

/// A Triton release, without its patch level.
struct TritonVersion {
  unsigned major = 0;
  unsigned minor = 0;

  bool operator==(TritonVersion other) const {
    return major == other.major && minor == other.minor;
  }
  bool operator<(TritonVersion other) const {
    return major != other.major ? major < other.major : minor < other.minor;
  }
  std::string str() const { return std::to_string(major) + "." + std::to_string(minor); }
};

/// What is read: files of these versions, and of newer ones what they share with these.
constexpr TritonVersion kOldestTriton{3, 0};
constexpr TritonVersion kNewestTriton{3, 7};
/// The newest version that the lexicon knows.
constexpr TritonVersion kNewestKnownTriton{3, 9};

struct LexiconEntry {
  enum Kind { Op, Type, Attribute };
  Kind kind;
  llvm::StringRef name; // "tt.load", "ttg.blocked": as in Triton 3.6, no `!` or `#`
  TritonVersion first;
  TritonVersion last;

  /// "Triton 3.3 and newer", "Triton 3.0 to 3.7", "Triton 2"; empty for what all versions have.
  std::string describeVersions() const;
};

llvm::ArrayRef<LexiconEntry> getLexicon();

/// The entry of a current name; null if no version has it.
const LexiconEntry *lookupInLexicon(LexiconEntry::Kind kind, llvm::StringRef name);

/// Among `names` the one that `word` was probably meant to be, empty if none is near: at
/// most two letters differ, and no more than a third of them. Of equals the first.
llvm::StringRef findNearest(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> names);

} // namespace tritonmetal

#endif // TRITON_METAL_READER_LEXICON_H
