//===- SymbolicValues.h - Values that are equal -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Two values are equal if they are computed alike from equal values: the same op without
// effects, with the same attributes. Scalar integers are compared as sums of multiples of
// other values modulo 2^width, so that k - (i + 1) * 32 equals (k - 32) - i * 32.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SYMBOLICVALUES_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SYMBOLICVALUES_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/APInt.h"
#include "llvm/ADT/DenseMap.h"

namespace tritonmetal {

/// constant + Σ coefficient · value, of scalar integers of one type.
struct Linear {
  llvm::APInt constant;
  llvm::SmallVector<std::pair<mlir::Value, llvm::APInt>> terms;
};

class SymbolicValues {
public:
  /// Whether both are equal in every run. A hole is equal to anything, but always to the
  /// same: the first value that it is compared with.
  bool areEqual(mlir::Value a, mlir::Value b);

  /// Holes and what they were found equal to, or null.
  llvm::DenseMap<mlir::Value, mlir::Value> holes;

  Linear linearize(mlir::Value value);
  /// a + factor · b
  Linear add(Linear a, const Linear &b, int64_t factor = 1);
  bool isZero(const Linear &sum) const { return sum.constant.isZero() && sum.terms.empty(); }

private:
  bool haveEqualOps(mlir::Value a, mlir::Value b);

  unsigned nesting = 0;
  unsigned effort = 0;
};

/// The sum as ops: what is added first, then what is subtracted.
mlir::Value emitLinear(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type,
                       const Linear &sum);

/// A copy of the op with mapped operands, folded if it can be; its only result.
mlir::Value cloneFolded(mlir::OpBuilder &builder, mlir::Operation *op, mlir::IRMapping &mapping);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_SYMBOLICVALUES_H
