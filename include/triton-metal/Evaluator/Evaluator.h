//===- Evaluator.h - What a Triton kernel means -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Runs TTIR directly: program by program, tensors as arrays in row-major order,
// without layouts, threads or threadgroup memory. It shares the dialects with the
// compiler and nothing else, so that the two can be held against each other:
//
//   kernel.ttir --- evaluate ------------------------------> buffers
//   kernel.ttir --- compile ---> archive --- execute ------> buffers, the same
//
// Numbers are those of the IR's types: every op rounds as its type says, to nearest
// even; f32 is IEEE with denormals unless they are flushed on request. Functions of
// `math` are computed in double and rounded. What the IR leaves undefined gets the
// value that NVIDIA's GPUs give, and is counted as a warning.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_EVALUATOR_EVALUATOR_H
#define TRITON_METAL_EVALUATOR_EVALUATOR_H

#include "triton-metal/Executor/Launch.h"

#include "mlir/IR/BuiltinOps.h"

#include <map>

namespace tritonmetal::evaluator {

/// In which order a reduction combines elements. Scans keep the order of their elements, and the
/// order changes how they associate.
enum class CombineOrder {
  Forward,  // ((a b) c) d
  Backward, // as if the elements were reversed
  Tree,     // (a b) (c d)
};

struct EvaluatorOptions {
  /// Programs run in grid order, or, with a seed, in an order that the seed decides.
  std::optional<uint64_t> programOrderSeed;
  CombineOrder combineOrder = CombineOrder::Forward;
  /// Dots add up in double, to tell an error from rounding.
  bool preciseDots = false;
  /// Arithmetic on f32, and on bf16, which is computed there, takes and gives zeros for denormals.
  bool flushDenormals = false;
  /// Ops of all programs together; more is a fault.
  uint64_t maxSteps = 2000000000;
};

/// A mistake of the kernel or of its launch, or an op that has no meaning here.
struct EvaluationFault {
  std::string message; // "reads 4 bytes at offset 4000 of buffer 0, which has 4000 bytes"
  std::string op;      // "tt.load"
  mlir::Location location;
  executor::Size3 program{};
};

struct EvaluationResult {
  std::optional<EvaluationFault> fault; // the first one; the launch ended there
  /// Undefined results by what they were: "shift past the width", ... and how many elements.
  std::map<std::string, uint64_t> warnings;
  std::string printed; // by tt.print, in program order
};

/// Runs the kernel `name` of `module` (empty: its only public function) on `buffers`, which change.
/// Error: no such kernel, or arguments of `launch` that do not fit its parameters.
llvm::Expected<EvaluationResult> evaluate(mlir::ModuleOp module, llvm::StringRef name,
                                          const executor::LaunchDescription &launch,
                                          std::vector<executor::Storage> &buffers,
                                          const EvaluatorOptions &options);

} // namespace tritonmetal::evaluator

#endif // TRITON_METAL_EVALUATOR_EVALUATOR_H
