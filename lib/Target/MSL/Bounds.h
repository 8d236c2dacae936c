//===- Bounds.h - Integers that are small whatever happens ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The IR's integers wrap around; overflow of MSL's `int` has no meaning. Arithmetic is
// therefore printed in `uint`, unless its result is known to be in [0, INT_MAX]: then
// both types give the same number, and `4 * tid + 512 * k` stays as one would write it.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_MSL_BOUNDS_H
#define TRITON_METAL_LIB_TARGET_MSL_BOUNDS_H

#include "mlir/IR/Value.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>

namespace tritonmetal::metal {

class Bounds {
public:
  /// The largest value that the scalar integer `value` can have, if it is never negative
  /// and neither it nor anything that it is computed from overflows.
  std::optional<uint64_t> getUpperBound(mlir::Value value);

  /// Whether `value` is in [0, signed maximum of its type].
  bool isSmall(mlir::Value value) { return getUpperBound(value).has_value(); }

private:
  std::optional<uint64_t> compute(mlir::Value value);

  llvm::DenseMap<mlir::Value, std::optional<uint64_t>> known;
};

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_TARGET_MSL_BOUNDS_H
