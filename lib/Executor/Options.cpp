//===- Options.cpp - How a launch is executed ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Options.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::executor {

static const std::pair<StringLiteral, bool CheckSet::*> checkNames[] = {
    {"bounds", &CheckSet::bounds},         {"races", &CheckSet::races},
    {"divergence", &CheckSet::divergence}, {"uninit", &CheckSet::uninit},
    {"arithmetic", &CheckSet::arithmetic},
};

static Error unknownCheck(StringRef name) {
  std::string nearest;
  std::string known;
  for (auto [candidate, member] : checkNames) {
    if (nearest.empty() && candidate.edit_distance(name) <= 2)
      nearest = formatv("; did you mean '{0}'?", candidate).str();
    known += candidate.str() + ", ";
  }
  return createStringError(formatv("unknown check '{0}'{1} ({2}all)", name, nearest, known));
}

Expected<CheckSet> parseChecks(StringRef list) {
  CheckSet checks;
  SmallVector<StringRef, 4> names;
  list.split(names, ',');
  for (StringRef name : names) {
    name = name.trim();
    bool found = name == "all";
    checks.all |= found;
    for (auto [candidate, member] : checkNames) {
      if (name != "all" && name != candidate)
        continue;
      checks.*member = true;
      found = true;
    }
    if (!found)
      return unknownCheck(name);
  }
  return checks;
}

} // namespace tritonmetal::executor
