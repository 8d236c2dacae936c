//===- Executor.cpp - Runs a kernel on the CPU ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Executor.h"

#include "Frontend/Normalise.h"
#include "Interpreter/Interpreter.h"
#include "Jit/Jit.h"

using namespace llvm;

namespace tritonmetal::executor {

Executable::~Executable() = default;

Expected<std::unique_ptr<Executable>> makeExecutable(LoadedKernel &kernel, const Launch &launch,
                                                     const ExecutionOptions &options) {
  if (Error error = normaliseKernel(kernel))
    return std::move(error);
  return options.engine == Engine::Jit ? makeJit(kernel, launch, options)
                                       : makeInterpreter(kernel, options);
}

} // namespace tritonmetal::executor
