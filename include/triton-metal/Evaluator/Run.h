//===- Run.h - Evaluate a file and a launch ---------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EVALUATOR_RUN_H
#define TRITON_METAL_EVALUATOR_RUN_H

#include "triton-metal/Executor/Driver.h"

namespace tritonmetal::evaluator {

/// Flags that `triton-metal-run` has for TTIR alone, as written.
struct EvaluationConfig {
  std::string programOrder; // "grid" or "seed=N"; empty: grid
  std::string combineOrder; // forward, backward, tree; empty: forward
  bool preciseDots = false;
};

/// True if `text` is Triton IR rather than an archive, bitcode or LLVM IR.
bool isTritonIR(llvm::StringRef text);

/// Evaluates `config.input` and writes the launch's outputs, unless the kernel faults. What kernels
/// print goes to `out`, words to `err`.
executor::ExitCode run(const executor::RunConfig &config, const EvaluationConfig &evaluation,
                       llvm::raw_ostream &out, llvm::raw_ostream &err);

} // namespace tritonmetal::evaluator

#endif // TRITON_METAL_EVALUATOR_RUN_H
