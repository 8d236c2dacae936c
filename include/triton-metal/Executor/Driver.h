//===- Driver.h - The run command without its command line ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_DRIVER_H
#define TRITON_METAL_EXECUTOR_DRIVER_H

#include "triton-metal/Executor/MetalSource.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace llvm {
class raw_ostream;
}

namespace tritonmetal::executor {

/// Flags of `triton-metal-run`, as written.
struct RunConfig {
  std::string input;
  std::string launch;                 // "-": standard input
  std::string metadata;               // empty: none
  std::string kernel;                 // empty: as the launch says
  std::vector<std::string> constants; // NAME=VALUE, before those of the launch
  std::string engine; // empty: jit, or interp if something asks for what only that has
  std::string checks;
  std::string denormals = "flush";
  std::string maxSteps;                  // empty: the default
  std::string schedule;                  // a seed; empty: not shuffled
  std::string threads;                   // of the host; empty: all
  std::string repeat;                    // empty: run once, without timing
  std::optional<std::string> profile;    // "" or "text": text; "json"
  std::string report = "text";           // of faults; "json"
  std::string sample;                    // a number of threadgroups; empty: all
  std::vector<std::string> expectations; // BUFFER:FILE[:TYPE[:RTOL[:ATOL]]]
  std::vector<std::string> dumps;        // BUFFER[,TYPE][:FILE]
  MetalSourceOptions metal;
  std::string saveAir;     // file for what Metal source is compiled to
  bool syntaxOnly = false; // of Metal source: check it, run nothing
};

/// Exit codes of the command.
enum ExitCode { Done = 0, Rejected = 1, WrongUsage = 2, Faulted = 4, Mismatched = 5 };

/// Prints two files that --profile=json wrote side by side.
ExitCode compareProfileFiles(llvm::StringRef first, llvm::StringRef second, llvm::raw_ostream &out,
                             llvm::raw_ostream &err);

/// Runs a launch and writes its outputs, unless the kernel faults. JSON and the profile go to
/// `out`, words to `err`.
ExitCode run(const RunConfig &config, llvm::raw_ostream &out, llvm::raw_ostream &err);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_DRIVER_H
