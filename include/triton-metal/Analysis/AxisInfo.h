//===- AxisInfo.h - Runs, alignment and repetition in tensors ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// May a thread load four neighbouring elements at once? Only if their addresses
// are consecutive and the first one is aligned, and if one mask bit answers for all
// four. This analysis knows for every integer and pointer tensor, and for every
// dimension of it, three powers of two:
//
//   contiguity  c  aligned groups of c positions hold consecutive values
//   constancy   k  aligned groups of k positions hold one and the same value
//   divisibility v  the value at every position that is a multiple of c is a multiple of v
//
// where "along the dimension, whatever the other coordinates are" is meant, and a
// group is aligned if it starts at a multiple of its size. Pointers count in bytes:
// consecutive means one pointee further, divisible means the address. Example:
//
//   %r = tt.make_range {start = 0, end = 256}     c = 256  k = 1    v = huge (0 is divisible)
//   %s = tt.splat %n   (n a multiple of 16)       c = 1    k = 256  v = 16
//   %i = arith.addi %r, %s                        c = 256  k = 1    v = 16
//   %m = arith.cmpi slt, %r, %s                   c = 1    k = 16: n cuts at a multiple of 16
//   %d = arith.divui %r, 64                       c = 1    k = 64
//   %p = tt.addptr %x, %i  (f32, x aligned to 16) c = 256  k = 1    v = 16 (bytes)
//
// What a kernel promises with `tl.assume` counts as well.
//
// Arithmetic wraps, so a group of consecutive values may break where it passes the
// largest integer. A group of n whose first value is a multiple of n never does:
// `getAlignedRun` gives the n for which that is known, and nothing but that may
// decide the width of an access. Plain contiguity is good enough to choose an order.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_ANALYSIS_AXISINFO_H
#define TRITON_METAL_ANALYSIS_AXISINFO_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/SmallVector.h"

#include <memory>
#include <optional>

namespace mlir {
class DataFlowSolver;
} // namespace mlir

namespace tritonmetal {

/// What is known about one value. Scalars count as one dimension of size 1.
class AxisInfo {
public:
  /// Larger divisibilities count as this one; 0 has it.
  static constexpr int64_t kMaxDivisibility = int64_t(1) << 62;

  struct Dim {
    int64_t contiguity = 1;
    int64_t divisibility = 1;
    int64_t constancy = 1;
    bool operator==(const Dim &other) const {
      return contiguity == other.contiguity && divisibility == other.divisibility &&
             constancy == other.constancy;
    }
  };

  /// No value has reached this point yet.
  AxisInfo() = default;

  /// Nothing is known, but that the value has this type.
  static AxisInfo unknown(mlir::Type type);

  bool isReached() const { return !dims.empty(); }
  unsigned getRank() const { return dims.size(); }
  const Dim &getDim(unsigned dim) const { return dims[dim]; }
  int64_t getContiguity(unsigned dim) const { return dims[dim].contiguity; }
  int64_t getDivisibility(unsigned dim) const { return dims[dim].divisibility; }
  int64_t getConstancy(unsigned dim) const { return dims[dim].constancy; }

  /// Divisor of the value at every position that is a multiple of `step`, a power of two.
  int64_t getDivisibilityAt(unsigned dim, int64_t step) const;

  /// Divisor of every element.
  int64_t getDivisibilityOfAll() const;

  /// The largest n for which every aligned group of n positions along `dim` holds
  /// consecutive values, the first of them a multiple of n (of n pointees, for pointers).
  int64_t getAlignedRun(unsigned dim) const;

  /// The one value of all elements, if known (of integers).
  std::optional<int64_t> getConstant() const { return constant; }

  /// If set, every element, read as signed, is in 0 ... bound.
  std::optional<int64_t> getUpperBound() const { return upperBound; }

  bool operator==(const AxisInfo &other) const {
    return dims == other.dims && constant == other.constant && upperBound == other.upperBound &&
           unit == other.unit;
  }

  /// What holds for both.
  static AxisInfo join(const AxisInfo &lhs, const AxisInfo &rhs);

  void print(llvm::raw_ostream &os) const;

  llvm::SmallVector<Dim, 2> dims;
  std::optional<int64_t> constant;
  std::optional<int64_t> upperBound;
  /// Distance of consecutive values: bytes of the pointee for pointers, else 1.
  int64_t unit = 1;
};

/// The analysis of a module, run when it is made. Changes of the module invalidate it.
class AxisInfoAnalysis {
public:
  explicit AxisInfoAnalysis(mlir::ModuleOp module);
  ~AxisInfoAnalysis();

  /// What is known about `value`; for code that is never reached, nothing.
  AxisInfo lookup(mlir::Value value) const;

private:
  std::unique_ptr<mlir::DataFlowSolver> solver;
};

} // namespace tritonmetal

#endif // TRITON_METAL_ANALYSIS_AXISINFO_H
