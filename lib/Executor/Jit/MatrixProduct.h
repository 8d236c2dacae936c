//===- MatrixProduct.h - Multiplication of 8x8 matrices as code of its own ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one function of a SIMD-group that kernels spend their time in. It computes on columns what
// `multiplyAccumulate8x8` does, with the host's vectors and fused multiply-adds:
//
//   void product.7(ptr columns)
//     A, B, C = rows of 8 floats, shuffled together from the lanes' elements
//     for each row r and k:  C[r] = fma(splat A[r][k], B[k], C[r])
//     the lanes' elements of C are stored
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_MATRIXPRODUCT_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_MATRIXPRODUCT_H

#include "InterpretedCalls.h"

namespace tritonmetal::executor::jit {

/// Adds the function for `call`, a MatrixMultiplyAccumulate; returns its name. All lanes must take
/// part.
std::string createMatrixProduct(ThreadFunction &thread, const InterpretedCall &call,
                                unsigned number);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_MATRIXPRODUCT_H
