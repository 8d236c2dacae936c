//===- Limits.h - What a text may cost --------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MLIR's parser trusts its input: it recurses into brackets and regions, makes room for as
// many results as `%x#4000000000` names, multiplies out a number of a million digits, and
// aliases of aliases grow without bound once they are printed. One pass over the tokens
// finds such text before the parser sees it, so that each byte of what is let through costs
// a bounded amount of stack, memory and time.
//
// All limits are far above what Triton prints; tests hold them against the recorded files.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_LIMITS_H
#define TRITON_METAL_LIB_READER_LIMITS_H

#include "triton-metal/Reader/Reader.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace tritonmetal {

struct TextLimits {
  size_t bytes = kMaxTextBytes;
  /// Open brackets and regions at one place. A level of regions takes the parser, the
  /// verifier and the passes up to 8 KB of stack.
  unsigned nesting = 256;
  /// The same within an alias, with the aliases that it refers to written out.
  unsigned aliasNesting = 1024;
  /// Tokens of all aliases where they are used, written out.
  uint64_t aliasTokens = 64'000'000;
  /// Digits of a number: those of a double in full, and some.
  unsigned digits = 1200;
  unsigned integerBits = 128;
  /// Dimensions of a tensor: Triton's have at most 2^20 elements.
  unsigned rank = 64;
  /// N of `%x#N`, and the sum of all of them.
  unsigned resultNumber = 65535;
  uint64_t resultNumbers = 64'000'000;
};

struct TextProblem {
  /// Where it is; none for what is true of the text as a whole.
  std::optional<size_t> offset;
  std::string message;
};

/// The first thing in `text` that is not let through.
std::optional<TextProblem> findTextProblem(llvm::StringRef text, const TextLimits &limits);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_LIMITS_H
