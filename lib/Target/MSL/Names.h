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

#include "triton-metal/Dialect/Metal/IR/Identifiers.h"

#include "mlir/IR/Location.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"

#include <string>

namespace tritonmetal::metal {

/// The innermost name in `loc`; empty if there is none.
llvm::StringRef getNameHint(mlir::Location loc);

/// The name of the Python variable that `value` is. Triton names all parts of
/// `e = exp(x - m)` alike; only the one that no other part uses is the variable.
llvm::StringRef getNameHint(mlir::Value value);

/// A name for a value without hint, from what computes it: `x_value` for a load from x.
std::string suggestName(mlir::Value value);

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
