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
//   void product.float.half.half.float(ptr A, ptr B, ptr C, ptr D)
//     rows of 8 floats, shuffled together from the lanes' elements in two columns each
//     for each row r and k:  C[r] = fma(splat A[r][k], B[k], C[r])
//     the lanes' elements of C are stored to the columns D
//
// Kernels have hundreds of products, of one or two kinds: there is a function for each kind.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_MATRIXPRODUCT_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_MATRIXPRODUCT_H

#include "ThreadFunction.h"

#include <string>

namespace tritonmetal::executor::jit {

/// D = A * B + C. D may be where one of the others is.
using MatrixProduct = void (*)(const Column *a, const Column *b, const Column *c, Column *d);

/// The name of the function that multiplies as `inst`, a MatrixMultiplyAccumulate, does; adds it
/// if there is none yet. All lanes must take part.
std::string getMatrixProduct(ThreadFunction &thread, const llvm::CallInst &inst);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_MATRIXPRODUCT_H
