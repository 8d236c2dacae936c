//===- Names.cpp - Identifiers of the printed source ------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Names.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tritonmetal::metal {

StringRef getNameHint(Location loc) {
  return llvm::TypeSwitch<LocationAttr, StringRef>(loc)
      .Case([](NameLoc name) { return name.getName().getValue(); })
      .Case([](CallSiteLoc call) {
        StringRef inner = getNameHint(call.getCallee());
        return inner.empty() ? getNameHint(call.getCaller()) : inner;
      })
      .Case([](FusedLoc fused) {
        for (Location part : fused.getLocations())
          if (StringRef name = getNameHint(part); !name.empty())
            return name;
        return StringRef();
      })
      .Default([](LocationAttr) { return StringRef(); });
}

StringRef getNameHint(Value value) {
  StringRef hint = getNameHint(value.getLoc());
  bool isPart = llvm::any_of(value.getUsers(), [&](Operation *user) {
    return user->getNumResults() != 0 && getNameHint(user->getLoc()) == hint;
  });
  return isPart ? StringRef() : hint;
}

bool NameScopes::isTaken(StringRef name) const {
  return llvm::any_of(scopes, [&](const llvm::StringSet<> &scope) { return scope.contains(name); });
}

std::string NameScopes::take(StringRef hint) {
  std::string base = makeIdentifier(hint);
  std::string name = base;
  StringRef joint = base.back() == '_' ? "" : "_";
  for (unsigned i = 1; isTaken(name); ++i)
    name = (base + joint + llvm::Twine(i)).str();
  scopes.back().insert(name);
  return name;
}

} // namespace tritonmetal::metal
