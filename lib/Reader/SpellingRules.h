//===- SpellingRules.h - What older versions wrote differently --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Names are replaced wherever they stand (Spelling.cpp). Where the clauses of an op changed,
// a rule looks at the statement: the tokens from behind the name of the op to the end of its
// types.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_READER_SPELLINGRULES_H
#define TRITON_METAL_LIB_READER_SPELLINGRULES_H

#include "Statement.h"

namespace tritonmetal {

/// True if an op of this (current) name may have to be edited beyond its name.
bool hasSpellingRule(llvm::StringRef name);

/// Edits the clauses and types of a statement, and its name where that depends on them.
void applySpellingRules(const Statement &statement, EditCollector &edits);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_READER_SPELLINGRULES_H
