//===- AliasSizes.cpp - How much text aliases stand for --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "AliasSizes.h"

#include "llvm/Support/MathExtras.h"

using namespace tritonmetal;

void AliasSizes::finish() {
  if (!current.empty())
    sizes[current] = size;
  current = {};
}

/// A definition has no end mark: outside brackets it goes on only with punctuation and with
/// what follows `=`, `:` and `->`.
void AliasSizes::token(const Token &token, unsigned depth) {
  if (current.empty())
    return;
  bool isPunctuation = token.kind == Token::Punctuation;
  if (depth == 0 && !isPunctuation && !mayContinue) {
    finish();
    return;
  }
  mayContinue = token.is("=") || token.is(":") || token.is("->") || token.is("-");
  size.tokens = llvm::SaturatingAdd<uint64_t>(size.tokens, 1);
  size.nesting = std::max(size.nesting, depth + isPunctuation);
}

void AliasSizes::define(llvm::StringRef name) {
  finish();
  current = name;
  size = {};
  mayContinue = true;
  nesting = 0;
}

void AliasSizes::use(llvm::StringRef name, unsigned depth) {
  auto known = sizes.find(name);
  if (known == sizes.end())
    return;
  nesting = depth + known->second.nesting;
  total = llvm::SaturatingAdd(total, known->second.tokens);
  if (current.empty())
    return;
  size.tokens = llvm::SaturatingAdd(size.tokens, known->second.tokens);
  size.nesting = std::max(size.nesting, nesting);
}
