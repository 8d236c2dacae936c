//===- CompiledKernel.h - A kernel as the host's code ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_COMPILEDKERNEL_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_COMPILEDKERNEL_H

#include "Forms.h"
#include "HostCode.h"

namespace tritonmetal::executor::jit {

/// What workers need; nothing of it changes while they run.
struct CompiledKernel {
  CompiledKernel(const LoadedKernel &kernel, const ExecutionOptions &options)
      : kernel(kernel), options(options) {}

  const LoadedKernel &kernel;
  ExecutionOptions options;
  ThreadgroupLayout layout;
  /// The whole kernel as the interpreter sees it, for reports; sites are the JIT's.
  Program program;
  std::vector<InterpretedCall> calls;
  uint32_t numColumns = 0; // that a SIMD-group needs
  std::vector<Stop> stops; // of the coroutine

  std::unique_ptr<LoadedCode> code;
  void (*runThreadgroup)(ThreadgroupState *, SimdgroupState *) = nullptr; // loop, or
  ThreadFrame *(*startThread)(ThreadgroupState *, SimdgroupState *, uint32_t) = nullptr;
};

/// Compiles a normalised kernel for launches of the sizes of `launch`. Errors: what the executor
/// does not know, more threadgroup memory than a GPU has.
llvm::Expected<std::unique_ptr<CompiledKernel>>
compileKernel(const LoadedKernel &kernel, const Launch &launch, const ExecutionOptions &options);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_COMPILEDKERNEL_H
