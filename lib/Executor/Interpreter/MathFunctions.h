//===- MathFunctions.h - Functions of numbers, element by element ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the functions compute is in Air/ScalarMath.h.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MATHFUNCTIONS_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MATHFUNCTIONS_H

#include "Decoder.h"

#include "triton-metal/Executor/AirFunctions.h"

namespace tritonmetal::executor {

/// Adds the instruction for a function of half, bfloat or float scalars or vectors.
void emitMath(Decoder &decoder, const llvm::Instruction &inst, AirOperation operation,
              llvm::ArrayRef<const llvm::Value *> operands);

/// Likewise for integers. Scalar operands of a function of vectors count for every element.
void emitInteger(Decoder &decoder, const llvm::Instruction &inst, AirOperation operation,
                 bool isSigned, llvm::ArrayRef<const llvm::Value *> operands);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_MATHFUNCTIONS_H
