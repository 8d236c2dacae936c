//===- Jit.h - The fast engine ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_JIT_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_JIT_H

#include "triton-metal/Executor/Executor.h"

namespace tritonmetal::executor {

/// Compiles a normalised kernel, which must live as long as the result, for launches of the sizes
/// of `launch`. Errors: instructions, types or functions that the executor does not know, more
/// threadgroup memory than a GPU has, checks and counters that only the interpreter has.
llvm::Expected<std::unique_ptr<Executable>>
makeJit(const LoadedKernel &kernel, const Launch &launch, const ExecutionOptions &options);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_JIT_H
