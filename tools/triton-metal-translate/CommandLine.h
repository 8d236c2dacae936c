//===- CommandLine.h - The options of triton-metal-translate ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TOOLS_TRANSLATE_COMMANDLINE_H
#define TRITON_METAL_TOOLS_TRANSLATE_COMMANDLINE_H

#include "triton-metal/Driver/Driver.h"

#include <optional>
#include <string>
#include <vector>

namespace tritonmetal {

/// A checked command line: what to do, in the terms of the driver.
struct CommandLine {
  std::vector<std::string> inputs;
  std::string output;
  std::string metadata; // empty: none
  /// A rule for Make: where it is written (empty: nowhere), and the target's name in it.
  std::string dependencies, dependencyTarget;
  CompileOptions options;
  bool listTargets = false;
  bool inspect = false;
  bool inspectJson = false;
};

/// Fills `line`. Returns an exit code if that is all: after --help and --version, or
/// after wrong usage, which was reported.
std::optional<int> parseCommandLine(int argc, char **argv, CommandLine &line);

} // namespace tritonmetal

#endif // TRITON_METAL_TOOLS_TRANSLATE_COMMANDLINE_H
