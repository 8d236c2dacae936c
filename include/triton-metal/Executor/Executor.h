//===- Executor.h - Runs a kernel on the CPU ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The engines behind `triton-metal-run`:
//
//   interp   runs the 32 lanes of a SIMD-group in lockstep with exact masks, one threadgroup after
//            the other; has all checks and counters, and gives the same result on every run
//   jit      compiles the kernel for the host and spreads threadgroups over its threads
//
// Both give the same results to the bit, unless a kernel's depend on the order of threads.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EXECUTOR_EXECUTOR_H
#define TRITON_METAL_EXECUTOR_EXECUTOR_H

#include "triton-metal/Executor/Fault.h"
#include "triton-metal/Executor/KernelArchive.h"
#include "triton-metal/Executor/Launch.h"
#include "triton-metal/Executor/Options.h"
#include "triton-metal/Executor/Profile.h"

namespace tritonmetal::executor {

struct RunResult {
  std::optional<Fault> fault;  // the first one; the launch ended there
  std::vector<Fault> warnings; // in the order in which they were found
  Profile profile;
};

/// A kernel that an engine has made ready. May run any number of times.
class Executable {
public:
  virtual ~Executable();

  /// Runs `launch`, whose storages change. Error: more threadgroup memory than a GPU has.
  virtual llvm::Expected<RunResult> run(Launch &launch) = 0;
};

/// Makes `kernel` ready for launches of the sizes of `launch`; its module changes and must live as
/// long as the result. Errors: instructions, types or functions that the executor does not know,
/// checks that the engine does not have.
llvm::Expected<std::unique_ptr<Executable>>
makeExecutable(LoadedKernel &kernel, const Launch &launch, const ExecutionOptions &options);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_EXECUTOR_EXECUTOR_H
