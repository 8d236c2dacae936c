//===- VaryingNumbers.h - Numbers that differ by the pass of loops -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Code written out for several passes of a loop differs in constants. As a loop it needs
// each as a function of the counters of the loops around. In this order:
//
//   3, 3, 3             3
//   1, 3, 5             1 + 2 * i
//   16, 8, 4            1 << (4 - i)
//   17, 9, 5            1 << (4 - i) ^ 1 << 0          as many powers as there are bits
//   9, 12, 7            table[i]                       in constant memory
//
// Passes of nested loops, whose inner one may be shorter in some passes of the outer one,
// are points with one counter for each loop.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_VARYINGNUMBERS_H
#define TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_VARYINGNUMBERS_H

#include "mlir/IR/Builders.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace tritonmetal::metal {

/// Counters of the loops around, outermost first.
using Point = llvm::SmallVector<int32_t, 3>;

/// `first + sum of slopes[d] * counter d`.
struct AffineFunction {
  int64_t first = 0;
  llvm::SmallVector<int64_t, 3> slopes;

  int64_t at(const Point &point) const;
};

/// `mask & XOR of (1 << exponent)`: numbers with few bits that move evenly. Bits that are
/// not in the mask are how a number has fewer than the others.
struct PowersFunction {
  llvm::SmallVector<AffineFunction, 2> exponents;
  uint32_t mask = ~0u;
};

/// The function through all points; none if there is none.
std::optional<AffineFunction> fitAffine(llvm::ArrayRef<Point> points,
                                        llvm::ArrayRef<int64_t> numbers);
std::optional<PowersFunction> fitPowers(llvm::ArrayRef<Point> points,
                                        llvm::ArrayRef<int64_t> numbers);

/// Code for the number at the point `counters`: an i32.
mlir::Value buildVarying(mlir::OpBuilder &builder, mlir::Location loc, llvm::ArrayRef<Point> points,
                         llvm::ArrayRef<int64_t> numbers, mlir::ValueRange counters);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_DIALECT_METAL_TRANSFORMS_VARYINGNUMBERS_H
