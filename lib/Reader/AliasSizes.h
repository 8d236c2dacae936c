//===- AliasSizes.h - How much text aliases stand for -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Aliases may refer to earlier ones, so a few lines can stand for any amount of text:
//
//   #a0 = [1, 1]
//   #a1 = [#a0, #a0]     2 * 5 tokens written out, and so on: 2^n in line n
//
// Fed with the tokens of a file in order, this keeps for each alias the number of tokens and
// of nested brackets it stands for, and the sum over all uses. A name that is not defined
// yet (MLIR allows that for locations of ops alone) stands for one token.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_ALIASSIZES_H
#define TRITON_METAL_LIB_READER_ALIASSIZES_H

#include "Lexer.h"

#include "llvm/ADT/DenseMap.h"

namespace tritonmetal {

class AliasSizes {
public:
  /// Any token, before what it means is told; `depth` is the number of open brackets.
  void token(const Token &token, unsigned depth);
  /// `name` is being defined from here on.
  void define(llvm::StringRef name);
  /// `name` is referred to within `depth` brackets.
  void use(llvm::StringRef name, unsigned depth);

  /// Brackets that the current definition, or the last use, stands for.
  unsigned getNesting() const { return nesting; }
  /// Tokens that all uses so far stand for.
  uint64_t getTotal() const { return total; }

private:
  struct Size {
    uint64_t tokens = 0;
    unsigned nesting = 0;
  };
  void finish();

  llvm::DenseMap<llvm::StringRef, Size> sizes;
  llvm::StringRef current;  // being defined; empty elsewhere
  Size size;                // of the current one, so far
  bool mayContinue = false; // the definition goes on with the next token outside brackets
  unsigned nesting = 0;
  uint64_t total = 0;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_ALIASSIZES_H
