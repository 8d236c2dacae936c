//===- ElementBuilder.cpp - Arithmetic on a scalar or a vector -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/Metal/Transforms/ElementBuilder.h"

#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace tritonmetal::metal;

Type ElementBuilder::typeOf(Type element) const {
  auto vector = dyn_cast<VectorType>(shape);
  return vector ? vector.clone(element) : element;
}

Value ElementBuilder::constant(Type type, const APInt &value) {
  TypedAttr attribute = builder.getIntegerAttr(getElementTypeOrSelf(type), value);
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, Attribute(attribute));
  return arith::ConstantOp::create(builder, loc, attribute);
}

Value ElementBuilder::constant(Type type, int64_t value) {
  return constant(type, APInt(getElementTypeOrSelf(type).getIntOrFloatBitWidth(), uint64_t(value),
                              /*isSigned=*/true, /*implicitTrunc=*/true));
}

Value ElementBuilder::constant(Type type, double value) {
  TypedAttr attribute = builder.getFloatAttr(getElementTypeOrSelf(type), value);
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, Attribute(attribute));
  return arith::ConstantOp::create(builder, loc, attribute);
}

Value ElementBuilder::polynomial(Value x, ArrayRef<float> coefficients) {
  Value result = constant(coefficients.front());
  for (float coefficient : coefficients.drop_front())
    result = fma(result, x, constant(coefficient));
  return result;
}
