//===- Interpreter.h - The checking engine ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_INTERPRETER_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_INTERPRETER_H

#include "triton-metal/Executor/Executor.h"

namespace tritonmetal::executor {

/// Makes a normalised kernel ready for the interpreter; it must live as long as the result.
/// Error: instructions, types or functions that the executor does not know.
llvm::Expected<std::unique_ptr<Executable>> makeInterpreter(const LoadedKernel &kernel,
                                                            const ExecutionOptions &options);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_INTERPRETER_H
