//===- Assumptions.h - What tl.assume says about values ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A kernel may promise what its arguments look like:
//
//   tl.assume(stride % 16 == 0)    %r = arith.remsi %stride, %c16
//                                  %c = arith.cmpi eq, %r, %c0
//                                  llvm.intr.assume %c            %stride is divisible by 16
//   tl.assume(n > 0)               %c = arith.cmpi sgt, %n, %c0   %n is in 1 … 2^31 - 1
//
// Read are comparisons of an integer with a constant, of its remainder or its low bits with
// zero, and conjunctions of those. Whatever else is assumed is not read, which is no harm.
//
// The analyses know values, not points of the program, so a promise counts only where it
// holds wherever the value does: the value is made in the block of the assume, and what lies
// between the two comes to an end. A promise inside of a branch about a value from outside
// says nothing about the value where the branch is not taken.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_ANALYSIS_ASSUMPTIONS_H
#define TRITON_METAL_LIB_ANALYSIS_ASSUMPTIONS_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Value.h"
#include "mlir/Interfaces/InferIntRangeInterface.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>

namespace tritonmetal {

/// What is promised of one integer.
struct Assumption {
  int64_t divisor = 1; // a power of two
  std::optional<mlir::ConstantIntRanges> range;
};

class Assumptions {
public:
  explicit Assumptions(mlir::ModuleOp module);

  /// Null where nothing is promised.
  const Assumption *lookup(mlir::Value value) const;

private:
  void read(mlir::Value condition, mlir::Operation *assume);
  void readComparison(mlir::Operation *comparison, mlir::Operation *assume);
  Assumption *enter(mlir::Value value, mlir::Operation *assume);

  llvm::DenseMap<mlir::Value, Assumption> assumptions;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_ANALYSIS_ASSUMPTIONS_H
