//===- ScalarCalls.h - The interpreter's functions of single numbers ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Functions of Air/ScalarMath.h take words and return one, with everything that formats ask for:
//
//   %e = call half @air.exp.f16(half %x)
//   becomes
//   words[0] = %x
//   %e = call i64 @Exp.Half(ptr words)
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_SCALARCALLS_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_SCALARCALLS_H

#include "ThreadFunction.h"

namespace tritonmetal::executor::jit {

/// The function for each element of `type`; null if the operation is not of that kind. `operands`
/// are scalars, which count for each element, or vectors like the result.
llvm::Value *createMathCall(ThreadFunction &thread, llvm::IRBuilderBase &builder,
                            AirOperation operation, llvm::Type *type,
                            llvm::ArrayRef<llvm::Value *> operands);
llvm::Value *createIntegerCall(ThreadFunction &thread, llvm::IRBuilderBase &builder,
                               AirOperation operation, bool isSigned, llvm::Type *type,
                               llvm::ArrayRef<llvm::Value *> operands);

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_SCALARCALLS_H
