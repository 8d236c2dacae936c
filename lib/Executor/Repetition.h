//===- Repetition.h - Runs a launch several times and measures ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_REPETITION_H
#define TRITON_METAL_LIB_EXECUTOR_REPETITION_H

#include "triton-metal/Executor/Executor.h"

namespace tritonmetal::executor {

/// Milliseconds.
struct Timing {
  double prepare = 0; // decoding or compilation
  double run = 0;     // median over the runs
};

/// Runs `launch` `count` times, each time with the buffers as they were in the beginning; ends at
/// the first fault.
llvm::Expected<RunResult> runRepeatedly(LoadedKernel &kernel, Launch &launch,
                                        const ExecutionOptions &options, unsigned count,
                                        Timing &timing);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_REPETITION_H
