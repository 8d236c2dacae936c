//===- Suggest.h - "did you mean" -------------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGETINFO_SUGGEST_H
#define TRITON_METAL_LIB_TARGETINFO_SUGGEST_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace tritonmetal {

/// `; did you mean 'apple7'? (portable, apple7, ...)`. Nothing is suggested for a word that differs
/// in more than a third of its letters.
inline std::string suggest(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> known) {
  unsigned limit = static_cast<unsigned>(word.size() / 3);
  llvm::StringRef nearest;
  for (llvm::StringRef name : known) {
    unsigned distance = word.edit_distance_insensitive(name, /*AllowReplacements=*/true, limit);
    // Of equals the first: a distance must beat the best so far.
    if (distance > limit || (!nearest.empty() && distance == limit))
      continue;
    nearest = name;
    limit = distance;
  }
  std::string text;
  if (!nearest.empty())
    text = "; did you mean '" + nearest.str() + "'?";
  text += nearest.empty() ? "; known are " : " (";
  for (size_t i = 0; i < known.size(); ++i)
    text += (i ? ", " : "") + known[i].str();
  return nearest.empty() ? text : text + ")";
}

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_TARGETINFO_SUGGEST_H
