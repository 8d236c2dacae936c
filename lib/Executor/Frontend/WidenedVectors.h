//===- WidenedVectors.h - Vectors as wide as a matrix that are none -*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where elements of a vector go into a matrix, LLVM widens the vector to the size of the matrix:
//
//   %w = shufflevector <4 x float> %x, <4 x float> poison, <64 x i32> <0, 1, 2, 3, poison, ...>
//   %m = shufflevector <64 x float> %w, <64 x float> %y, <64 x i32> <2, 65, ...>
//
// A lane holds two elements of a matrix, but %w has four. So the third comes from %x:
//
//   %e = extractelement <4 x float> %x, i64 2
//   %f = extractelement <64 x float> %y, i64 1
//   %m = ... both, inserted
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_FRONTEND_WIDENEDVECTORS_H
#define TRITON_METAL_LIB_EXECUTOR_FRONTEND_WIDENEDVECTORS_H

#include "llvm/IR/Function.h"

namespace tritonmetal::executor {

/// Takes elements that are not among the first two of a vector as wide as a matrix from where they
/// came. Those that cannot be followed stay: they are elements of a matrix that other lanes hold.
void lookThroughWidenedVectors(llvm::Function &function);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_FRONTEND_WIDENEDVECTORS_H
