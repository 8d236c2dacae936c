//===- IndexRanges.h - Bounds of integer values -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Signed bounds of the scalar integers that choose slots of ring buffers. A counter
// that wraps,
//
//   %next = arith.addi %i, %c1          // i in [-1, 2]
//   %wraps = arith.cmpi sge, %next, %c3
//   %slot = arith.select %wraps, %c0, %next
//
// has the bounds [-1, 2] of its start -1 and of all that it can step to: values that a
// loop carries start at their initial bounds and widen until nothing changes. Bounds
// that have not settled after some rounds are given up, to those of the type.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_INDEXRANGES_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_INDEXRANGES_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/DenseMap.h"

namespace tritonmetal {

/// Bounds of a signed integer, both included. Empty where lo > hi.
struct Interval {
  int64_t lo;
  int64_t hi;

  bool isEmpty() const { return lo > hi; }
  bool isSingle() const { return lo == hi; }
  bool contains(const Interval &other) const { return lo <= other.lo && other.hi <= hi; }
  bool operator==(const Interval &other) const { return lo == other.lo && hi == other.hi; }
  Interval join(const Interval &other) const {
    return {std::min(lo, other.lo), std::max(hi, other.hi)};
  }
  Interval meet(const Interval &other) const {
    return {std::max(lo, other.lo), std::min(hi, other.hi)};
  }
};

/// The comparison of a value with a constant: `%x < 3`, whichever way it was written.
struct ConstantComparison {
  mlir::Value value;
  mlir::arith::CmpIPredicate predicate;
  int64_t constant;
};

/// None if the condition is no comparison with a constant.
std::optional<ConstantComparison> matchConstantComparison(mlir::Value condition);

/// What is left of `range` where the comparison is `outcome`.
Interval restrict(Interval range, const ConstantComparison &comparison, bool outcome);

/// The signed value of an integer constant.
std::optional<int64_t> getIntegerConstant(mlir::Value value);

class IndexRanges {
public:
  /// Bounds of a scalar integer or index.
  Interval get(mlir::Value value);

  /// True if the addition, subtraction or multiplication leaves its type for some
  /// operands within their bounds.
  bool mayWrap(mlir::Operation *op);

private:
  Interval compute(mlir::Value value);
  Interval computeResult(mlir::OpResult result);
  Interval computeArithmetic(mlir::Operation *op);
  std::optional<Interval> computeExact(mlir::Operation *op);
  Interval computeSelect(mlir::arith::SelectOp op);
  Interval computeCarried(mlir::scf::ForOp loop, unsigned index);
  void settle(mlir::scf::ForOp loop);
  void forgetBody(mlir::scf::ForOp loop);

  /// Settled or assumed bounds of what each loop carries.
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<Interval>> carried;
  llvm::DenseMap<mlir::Value, Interval> known;
  unsigned nesting = 0;
  unsigned steps = 0;
};

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_INDEXRANGES_H
