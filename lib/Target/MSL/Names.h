//===- Names.h - Identifiers of the printed source --------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Triton keeps the Python variable of a value in its location, `loc("acc"("k.py":3:4))`.
// A name is made from it: valid, no word of the language, and unique among the names of
// the scopes around it. Names of closed scopes may be taken again.
//
//   "acc"   ->  acc, then acc_1, acc_2          "max"   ->  max_  (metal::max)
//   "a.b"   ->  a_b                             "1st"   ->  v1st
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_MSL_NAMES_H
#define TRITON_METAL_LIB_TARGET_MSL_NAMES_H

#include "mlir/IR/Location.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"

#include <string>

namespace tritonmetal::metal {

/// The innermost name in `loc`; empty if there is none.
llvm::StringRef getNameHint(mlir::Location loc);

/// Where the user's own code stands: of a call, the outermost place. Null if unknown.
mlir::FileLineColLoc getSourceLine(mlir::Location loc);

/// `hint` as an identifier that is no word of the language and no name of the library
/// that the printer may use.
std::string makeIdentifier(llvm::StringRef hint);

class NameScopes {
public:
  NameScopes() { scopes.emplace_back(); }

  /// A name made from `hint`, taken until the current scope closes.
  std::string take(llvm::StringRef hint);

  /// Names taken while it lives are free afterwards.
  class Scope {
  public:
    explicit Scope(NameScopes &names) : names(names) { names.scopes.emplace_back(); }
    ~Scope() { names.scopes.pop_back(); }
    Scope(const Scope &) = delete;

  private:
    NameScopes &names;
  };

private:
  bool isTaken(llvm::StringRef name) const;

  llvm::SmallVector<llvm::StringSet<>> scopes;
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_TARGET_MSL_NAMES_H
