//===- IntegerRanges.h - Between which numbers integers lie -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// MLIR's range analysis, which knows `arith` and loops, taught Triton's ops:
//
//   %r = tt.make_range {start = 0, end = 64}     0 … 63
//   %p = tt.get_program_id x                     0 … 2^31 - 1
//   %m = arith.muli %r, 100                      0 … 6300
//
//   tl.assume(n > 0)             n in 1 … 2^31 - 1
//
// A tensor has the range that covers all of its elements.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_ANALYSIS_INTEGERRANGES_H
#define TRITON_METAL_ANALYSIS_INTEGERRANGES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Value.h"

#include <memory>

namespace mlir {
class DataFlowSolver;
} // namespace mlir

namespace tritonmetal {

/// low <= x <= high, read as signed.
struct SignedRange {
  int64_t low, high;

  /// Of all integers of a type.
  static SignedRange ofWidth(unsigned bits);
  bool fits(unsigned bits) const;
  bool operator==(const SignedRange &other) const { return low == other.low && high == other.high; }
  SignedRange join(const SignedRange &other) const;
  /// Sum and multiple, cut to the range of 64 bits.
  SignedRange plus(const SignedRange &other) const;
  SignedRange times(int64_t factor) const;
};

/// The analysis of a module, run when it is made. Changes of the module invalidate it.
class IntegerRanges {
public:
  explicit IntegerRanges(mlir::ModuleOp module);
  ~IntegerRanges();

  /// Of an integer of at most 64 bits, or of a tensor of them.
  SignedRange of(mlir::Value value) const;

private:
  std::unique_ptr<mlir::DataFlowSolver> solver;
};

} // namespace tritonmetal

#endif // TRITON_METAL_ANALYSIS_INTEGERRANGES_H
