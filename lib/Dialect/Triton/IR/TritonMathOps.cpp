//===- TritonMathOps.cpp - Arithmetic that arith and math lack --*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/CommonFolders.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tritonmetal::tt;

OpFoldResult MulhiUIOp::fold(FoldAdaptor adaptor) {
  // The high half of 0 * y is 0; the constant itself is the result.
  for (Attribute operand : adaptor.getOperands())
    if (operand && matchPattern(operand, m_Zero()))
      return operand;
  return constFoldBinaryOp<IntegerAttr, APInt, /*PoisonAttr=*/void>(
      adaptor.getOperands(),
      [](const APInt &x, const APInt &y) { return llvm::APIntOps::mulhu(x, y); });
}

OpFoldResult PreciseDivFOp::fold(FoldAdaptor adaptor) {
  if (matchPattern(adaptor.getY(), m_OneFloat()))
    return getX();
  return constFoldBinaryOpConditional<FloatAttr, APFloat, /*PoisonAttr=*/void>(
      adaptor.getOperands(), [](const APFloat &x, const APFloat &y) -> std::optional<APFloat> {
        APFloat result = x / y;
        return result.isNaN() ? std::nullopt : std::optional<APFloat>(result);
      });
}
