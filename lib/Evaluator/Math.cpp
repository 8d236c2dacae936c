//===- Math.cpp - Functions of real numbers -------------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Computed in double and rounded to the type, so that the error of a result is its
// rounding: a reference for functions that hardware only approximates. For f64 it
// is the C library's function, which is good to one unit in the last place.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

using namespace mlir;

namespace tritonmetal::evaluator {

static double computeRsqrt(double x) { return 1.0 / std::sqrt(x); }

template <double (*function)(double)>
static LogicalResult evaluateUnary(Machine &machine, Operation *op) {
  return mapDoubles<1>(machine, op, [](double x) { return function(x); });
}

template <double (*function)(double, double)>
static LogicalResult evaluateBinary(Machine &machine, Operation *op) {
  return mapDoubles<2>(machine, op, [](double x, double y) { return function(x, y); });
}

static LogicalResult evaluateFma(Machine &machine, Operation *op) {
  return mapFloats<3>(machine, op, [](auto a, auto b, auto c) { return std::fma(a, b, c); });
}

static LogicalResult evaluateAbsF(Machine &machine, Operation *op) {
  Kind kind = getKind(op->getResult(0).getType());
  return mapBits<1>(machine, op, [=](uint64_t bits) { return truncate(bits, kind.width - 1u); });
}

static LogicalResult evaluateAbsI(Machine &machine, Operation *op) {
  Kind kind = getKind(op->getResult(0).getType());
  return mapBits<1>(machine, op, [=](uint64_t bits) {
    return signExtend(bits, kind.width) < 0 ? truncate(0 - bits, kind.width) : bits;
  });
}

/// min(max(x, low), high); with propagation a NaN x stays one.
static LogicalResult evaluateClampF(Machine &machine, Operation *op) {
  bool propagates = cast<tt::ClampFOp>(op).getPropagateNan() == tt::PropagateNan::All;
  return mapFloats<3>(machine, op, [=](auto x, auto low, auto high) -> decltype(x) {
    if (propagates && std::isnan(x))
      return x;
    return std::fmin(std::fmax(x, low), high);
  });
}

void addMath(HandlerTable &table) {
  table["math.exp"] = evaluateUnary<std::exp>;
  table["math.exp2"] = evaluateUnary<std::exp2>;
  table["math.expm1"] = evaluateUnary<std::expm1>;
  table["math.log"] = evaluateUnary<std::log>;
  table["math.log2"] = evaluateUnary<std::log2>;
  table["math.log10"] = evaluateUnary<std::log10>;
  table["math.log1p"] = evaluateUnary<std::log1p>;
  table["math.sin"] = evaluateUnary<std::sin>;
  table["math.cos"] = evaluateUnary<std::cos>;
  table["math.tan"] = evaluateUnary<std::tan>;
  table["math.asin"] = evaluateUnary<std::asin>;
  table["math.acos"] = evaluateUnary<std::acos>;
  table["math.atan"] = evaluateUnary<std::atan>;
  table["math.sinh"] = evaluateUnary<std::sinh>;
  table["math.cosh"] = evaluateUnary<std::cosh>;
  table["math.tanh"] = evaluateUnary<std::tanh>;
  table["math.erf"] = evaluateUnary<std::erf>;
  table["math.erfc"] = evaluateUnary<std::erfc>;
  table["math.sqrt"] = evaluateUnary<std::sqrt>;
  table["tt.precise_sqrt"] = evaluateUnary<std::sqrt>;
  table["math.rsqrt"] = evaluateUnary<computeRsqrt>;
  table["math.cbrt"] = evaluateUnary<std::cbrt>;
  table["math.floor"] = evaluateUnary<std::floor>;
  table["math.ceil"] = evaluateUnary<std::ceil>;
  table["math.trunc"] = evaluateUnary<std::trunc>;
  table["math.round"] = evaluateUnary<std::round>;
  table["math.roundeven"] = evaluateUnary<std::nearbyint>;
  table["math.powf"] = evaluateBinary<std::pow>;
  table["math.atan2"] = evaluateBinary<std::atan2>;
  table["math.copysign"] = evaluateBinary<std::copysign>;
  table["math.fma"] = evaluateFma;
  table["math.absf"] = evaluateAbsF;
  table["math.absi"] = evaluateAbsI;
  table["tt.clampf"] = evaluateClampF;
}

} // namespace tritonmetal::evaluator
