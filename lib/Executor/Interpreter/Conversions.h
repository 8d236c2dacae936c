//===- Conversions.h - Integers to floats and back ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_CONVERSIONS_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_CONVERSIONS_H

#include "Decoder.h"

namespace tritonmetal::executor {

/// One side of a conversion.
struct NumberType {
  ElementType element;
  bool isSigned = false; // integers
};

/// Adds the conversion of `call`'s or cast's only operand: integers to floats and between floats
/// round to nearest even, floats to integers truncate and saturate, with zero for NaN.
void emitConversion(Decoder &decoder, const llvm::Instruction &inst, const llvm::Value *operand,
                    NumberType from, NumberType to);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_CONVERSIONS_H
