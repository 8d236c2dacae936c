//===- Spelling.h - Old and new words for the same IR -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Triton 3.0 to 3.7 print the same things in different words. Before MLIR's parser sees a
// text, its words are replaced by those of 3.6, token by token, never within strings and
// comments:
//
//   triton_gpu.local_alloc %a : ... !tt.memdesc<64xf16, #shared>      3.0
//   ttg.local_alloc %a : ... !ttg.memdesc<64xf16, #shared>            what is parsed
//
// Line breaks stay where they are, so that an edit moves columns of its own line only, and
// every place in the new text has one in the user's.
//
// docs/versions.md lists what is replaced; what only the op or type can tell (a memory
// descriptor without memory space, the keys of clusters) its parser accepts in all forms.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_READER_SPELLING_H
#define TRITON_METAL_READER_SPELLING_H

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tritonmetal {

/// Who the IR was made for, where the text does not say so: TTIR names no target.
enum class SourceTarget { Unknown, Cuda, Hip };

/// `removed` bytes at a place of the original became `inserted` bytes.
struct SpellingEdit {
  size_t offset;
  unsigned line;   // from 1
  unsigned column; // in bytes, from 1
  unsigned removed;
  std::string inserted;
  unsigned number; // in the order they were found
};

class SpellingEdits {
public:
  bool empty() const { return edits.empty(); }

  /// The place in the original of a place in the edited text.
  std::pair<unsigned, unsigned> toOriginal(unsigned line, unsigned column) const;

  std::string apply(llvm::StringRef text) const;

  /// Sorted by offset, not overlapping.
  std::vector<SpellingEdit> edits;
};

/// Something whose meaning depends on what the text does not say.
struct SpellingProblem {
  size_t offset;
  std::string message;
};

/// The edits that make `text` one of Triton 3.6; none for a text that is.
SpellingEdits findSpellingEdits(llvm::StringRef text, SourceTarget target,
                                std::optional<SpellingProblem> &problem);

/// The current name of an op: `ttg.local_load` for `triton_gpu.local_load`; `name` itself
/// if it is current or unknown.
std::string getCurrentOpName(llvm::StringRef name);

} // namespace tritonmetal

#endif // TRITON_METAL_READER_SPELLING_H
