//===- ExternFunctions.h - CUDA's and AMD's device libraries ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// `tt.extern_elementwise` names a function by its symbol; only the symbol says what is
// meant. The names of libdevice, without their prefix and the `f` of f32:
//
//   __nv_tanhf           tanh on f32
//   __nv_fast_expf       exp, the fast one
//   __ocml_tanh_f32      tanh on f32, AMD's spelling
//   __nv_exp             exp on f64: for metal-emulate-doubles, else refused
//
// A function is given operands of f32 or integers and writes arithmetic; operands of
// f16 and bf16 are widened around it.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_EXTERNFUNCTIONS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_EXTERNFUNCTIONS_H

#include "triton-metal/Dialect/Metal/Transforms/ElementBuilder.h"

namespace tritonmetal {

struct ExternFunction {
  llvm::StringLiteral name;
  /// One letter an operand, then the result's: `f` f32, `d` f64, `i` i32, `l` i64, `h` the bits of
  /// an f16 in i16. "fi:f" takes an f32 and an i32. A result may be wider than i32 where
  /// the IR says so.
  llvm::StringLiteral signature;
  mlir::Value (*expand)(metal::ElementBuilder &b, mlir::ValueRange operands);

  unsigned getNumOperands() const { return signature.find(':'); }
  char getOperandKind(unsigned i) const { return signature[i]; }
  char getResultKind() const { return signature.back(); }
};

/// For functions that are one op.
template <typename Op>
mlir::Value unaryOp(metal::ElementBuilder &b, mlir::ValueRange x) {
  return b.apply<Op>(x[0]);
}
template <typename Op>
mlir::Value binaryOp(metal::ElementBuilder &b, mlir::ValueRange x) {
  return b.make<Op>(x[0], x[1]);
}

/// The function with this symbol, from either library; null if it is not known.
const ExternFunction *lookupExternFunction(llvm::StringRef symbol);

/// The same among functions of doubles.
const ExternFunction *lookupExternDouble(llvm::StringRef symbol);

/// Whether `symbol` is a double form, `__nv_exp`, of a function that is known in f32.
bool isDoubleForm(llvm::StringRef symbol);

/// Arithmetic, functions of the math dialect: ExternArithmetic.cpp
llvm::ArrayRef<ExternFunction> getExternArithmetic();
/// Functions of doubles: ExternDoubles.cpp
llvm::ArrayRef<ExternFunction> getExternDoubles();
/// Conversions and operations by their rounding: ExternRounding.cpp
llvm::ArrayRef<ExternFunction> getExternRounding();
/// Functions of integers: ExternIntegers.cpp
llvm::ArrayRef<ExternFunction> getExternIntegers();

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOMETAL_EXTERNFUNCTIONS_H
