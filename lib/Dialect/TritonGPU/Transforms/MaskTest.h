//===- MaskTest.h - Scalars that tell where masks are all true --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A mask compares numbers that lie close together with a limit. Their largest answers for all:
//
//   %ks = splat(%k) + range(0, 32)            %k + 0 … %k + 31
//   %m = cmpi slt, %ks, splat(%K)      =>     %limit = max(%K, -2^31 + 31) - 31
//                                             %test = cmpi slt, %k, %limit
//
// The test is exact about overflow: where it holds, no sum of the mask wraps and the mask is
// true everywhere. Where it does not, nothing is known. So %k + 31 < %K is asked with 31 taken
// off the side that the loop does not change, held at the least integer.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DIALECT_TRITONGPU_TRANSFORMS_MASKTEST_H
#define TRITON_METAL_LIB_DIALECT_TRITONGPU_TRANSFORMS_MASKTEST_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

#include <optional>

namespace tritonmetal::ttg {

/// The elements of an integer tensor: base + r with low <= r <= high, modulo 2^bits. Each of
/// low and high is an integer of that many bits, read as signed.
struct Spread {
  mlir::Value base; // a scalar; null is zero
  int64_t low = 0, high = 0;
};

/// Builds the test for one access.
class MaskTest {
public:
  /// What the loop does not change is computed before it, the rest before `user`.
  MaskTest(mlir::LoopLikeOpInterface loop, mlir::Operation *user) : loop(loop), builder(user) {}

  /// Adds to the test what makes `mask` true everywhere, as far as that can be told, and
  /// returns what is left of the mask; null if nothing is.
  mlir::Value cover(mlir::Value mask);

  /// Null if nothing was added.
  mlir::Value get();

private:
  mlir::Value coverConjunction(mlir::arith::AndIOp op);
  mlir::Value coverOperand(mlir::Operation *op);
  bool coverComparison(mlir::arith::CmpIOp op);
  bool addLess(const Spread &lhs, const Spread &rhs, int64_t distance, unsigned bits,
               bool isSigned);
  void addBound(mlir::Value base, mlir::arith::CmpIPredicate predicate, int64_t bound);
  mlir::Value moveBy(mlir::Value base, int64_t distance, bool isSigned);

  std::optional<Spread> find(mlir::Value value);
  std::optional<Spread> findAny(mlir::Value value);
  std::optional<Spread> findSum(mlir::Operation *op, bool isDifference);
  std::optional<Spread> findProduct(mlir::Operation *op);
  std::optional<Spread> findExtension(mlir::arith::ExtSIOp op);

  bool isInvariant(mlir::Value value) { return loop.isDefinedOutsideOfLoop(value); }
  mlir::Value constant(mlir::Type type, int64_t value);
  template <typename Op, typename... Args>
  mlir::Value make(mlir::Value lhs, mlir::Value rhs, Args... args);

  mlir::LoopLikeOpInterface loop;
  mlir::OpBuilder builder;
  llvm::SmallVector<mlir::Value> conditions; // scalars
};

} // namespace tritonmetal::ttg

#endif // TRITON_METAL_LIB_DIALECT_TRITONGPU_TRANSFORMS_MASKTEST_H
