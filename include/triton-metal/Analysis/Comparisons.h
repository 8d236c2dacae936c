//===- Comparisons.h - The other side of a comparison -----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// What analyses of ranges need to know of `arith.cmpi`, so that they look for a constant on
// one side only.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_ANALYSIS_COMPARISONS_H
#define TRITON_METAL_ANALYSIS_COMPARISONS_H

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace tritonmetal {

/// The q with `y q x` wherever `x predicate y`: `sgt` for `slt`.
mlir::arith::CmpIPredicate swapOperands(mlir::arith::CmpIPredicate predicate);

} // namespace tritonmetal

#endif // TRITON_METAL_ANALYSIS_COMPARISONS_H
