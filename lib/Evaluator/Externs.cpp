//===- Externs.cpp - Functions of CUDA's device library -------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// `tt.extern_elementwise` names a function by its symbol: `__nv_tanhf` on f32,
// `__nv_tanh` on f64. As in Math.cpp numbers are computed in double and rounded,
// so one entry serves both.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "llvm/ADT/bit.h"

#include <limits>

using namespace mlir;

namespace tritonmetal::evaluator {

using Unary = double (*)(double);
using Binary = double (*)(double, double);

/// x with erfc(x) = q, for 0 < q <= 1. The start is erfc's leading behaviour, exp(-x^2); Newton's
/// method on log(erfc(x)), which is concave and nearly a parabola, converges from there.
static double invertErfc(double q) {
  double x = std::sqrt(std::fmax(0, -std::log(q)));
  for (int i = 0; i < 100; ++i) {
    double value = std::erfc(x);
    double slope = -2 / std::sqrt(M_PI) * std::exp(-x * x) / value;
    double step = std::log(value / q) / slope;
    x -= step;
    if (std::fabs(step) <= std::fabs(x) * 1e-16)
      break;
  }
  return x;
}

/// x with erf(x) = y.
static double computeErfInv(double y) {
  double magnitude = std::fabs(y);
  if (!(magnitude < 1))
    return magnitude == 1 ? std::copysign(std::numeric_limits<double>::infinity(), y)
                          : std::nan("");
  if (magnitude > 0.5)
    return std::copysign(invertErfc(1 - magnitude), y);
  double x = y * std::sqrt(M_PI) / 2;
  for (int i = 0; i < 20; ++i)
    x -= (std::erf(x) - y) * std::sqrt(M_PI) / 2 * std::exp(x * x);
  return x;
}

static double computeErfcInv(double y) {
  return y > 0 && y <= 0.5 ? invertErfc(y) : computeErfInv(1 - y);
}
static double computeNormCdf(double x) { return 0.5 * std::erfc(-x * M_SQRT1_2); }
static double computeNormCdfInv(double p) { return M_SQRT2 * computeErfInv(2 * p - 1); }
static double computeRsqrt(double x) { return 1 / std::sqrt(x); }
static double computeRcbrt(double x) { return 1 / std::cbrt(x); }
static double computeExp10(double x) { return std::pow(10.0, x); }
static double computeSinPi(double x) { return std::sin(M_PI * std::fmod(x, 2)); }
static double computeCosPi(double x) { return std::cos(M_PI * std::fmod(x, 2)); }
static double computeErfcx(double x) { return std::exp(x * x) * std::erfc(x); }
static double computeSaturate(double x) { return std::fmin(std::fmax(x, 0), 1); }
static double computeDim(double x, double y) { return std::fdim(x, y); }
static double computeDivide(double x, double y) { return x / y; }
static double computeRhypot(double x, double y) { return 1 / std::hypot(x, y); }

struct UnaryEntry {
  const char *name;
  Unary function;
};
static const UnaryEntry unaryFunctions[] = {
    {"acos", std::acos},
    {"acosh", std::acosh},
    {"asin", std::asin},
    {"asinh", std::asinh},
    {"atan", std::atan},
    {"atanh", std::atanh},
    {"cbrt", std::cbrt},
    {"ceil", std::ceil},
    {"cos", std::cos},
    {"cosh", std::cosh},
    {"cospi", computeCosPi},
    {"erf", std::erf},
    {"erfc", std::erfc},
    {"erfcinv", computeErfcInv},
    {"erfcx", computeErfcx},
    {"erfinv", computeErfInv},
    {"exp", std::exp},
    {"exp10", computeExp10},
    {"exp2", std::exp2},
    {"expm1", std::expm1},
    {"fabs", std::fabs},
    {"floor", std::floor},
    {"j0", ::j0},
    {"j1", ::j1},
    {"lgamma", std::lgamma},
    {"log", std::log},
    {"log10", std::log10},
    {"log1p", std::log1p},
    {"log2", std::log2},
    {"logb", std::logb},
    {"nearbyint", std::nearbyint},
    {"normcdf", computeNormCdf},
    {"normcdfinv", computeNormCdfInv},
    {"rcbrt", computeRcbrt},
    {"rint", std::nearbyint},
    {"round", std::round},
    {"rsqrt", computeRsqrt},
    {"saturate", computeSaturate},
    {"sin", std::sin},
    {"sinh", std::sinh},
    {"sinpi", computeSinPi},
    {"sqrt", std::sqrt},
    {"tan", std::tan},
    {"tanh", std::tanh},
    {"tgamma", std::tgamma},
    {"trunc", std::trunc},
    {"y0", ::y0},
    {"y1", ::y1},
};

struct BinaryEntry {
  const char *name;
  Binary function;
};
static const BinaryEntry binaryFunctions[] = {
    {"atan2", std::atan2},         {"copysign", std::copysign}, {"fdim", computeDim},
    {"fdivide", computeDivide},    {"fmax", std::fmax},         {"fmin", std::fmin},
    {"fmod", std::fmod},           {"hypot", std::hypot},       {"pow", std::pow},
    {"remainder", std::remainder}, {"rhypot", computeRhypot},
};

/// What a classification of a number says: 1 or 0 as an i32.
static bool classify(StringRef name, double x, bool &known) {
  known = true;
  if (name == "isnan")
    return std::isnan(x);
  if (name == "isinf")
    return std::isinf(x);
  if (name == "finite" || name == "isfinite")
    return std::isfinite(x);
  if (name == "signbit")
    return std::signbit(x);
  known = false;
  return false;
}

/// Functions of one integer.
static bool computeInteger(StringRef name, uint64_t bits, unsigned width, uint64_t &result) {
  if (name == "clz" || name == "clzll")
    result = uint64_t(llvm::countl_zero(bits)) - (64 - width);
  else if (name == "popc" || name == "popcll")
    result = uint64_t(llvm::popcount(bits));
  else if (name == "ffs" || name == "ffsll")
    result = bits ? uint64_t(llvm::countr_zero(bits)) + 1 : 0;
  else if (name == "brev" || name == "brevll") {
    result = 0;
    for (unsigned i = 0; i < width; ++i)
      result |= (bits >> i & 1) << (width - 1 - i);
  } else if (name == "abs" || name == "llabs")
    result = signExtend(bits, width) < 0 ? truncate(0 - bits, width) : bits;
  else
    return false;
  return true;
}

static LogicalResult evaluateOnIntegers(Machine &machine, Operation *op, StringRef name) {
  uint64_t probe;
  Kind kind = getKind(op->getOperand(0).getType());
  if (op->getNumOperands() != 1 || !computeInteger(name, 0, kind.width, probe))
    return machine.fail(op, "the evaluator does not know the function '__nv_" + name + "'");
  return mapBits<1>(machine, op, [=](uint64_t bits) {
    uint64_t result = 0;
    computeInteger(name, bits, kind.width, result);
    return result;
  });
}

static LogicalResult evaluateOnFloats(Machine &machine, Operation *op, StringRef name) {
  Kind kind = getKind(op->getOperand(0).getType());
  bool known;
  classify(name, 0, known);
  if (known && op->getNumOperands() == 1)
    return mapBits<1>(machine, op, [=](uint64_t bits) {
      bool ignored;
      return uint64_t(classify(name, decodeFloat(kind, bits), ignored));
    });
  if (op->getNumOperands() == 1)
    for (const UnaryEntry &entry : unaryFunctions)
      if (name == entry.name)
        return mapDoubles<1>(machine, op, entry.function);
  if (op->getNumOperands() == 2)
    for (const BinaryEntry &entry : binaryFunctions)
      if (name == entry.name)
        return mapDoubles<2>(machine, op, entry.function);
  if (op->getNumOperands() == 3 && name == "fma")
    return mapFloats<3>(machine, op, [](auto a, auto b, auto c) { return std::fma(a, b, c); });
  return machine.fail(op, "the evaluator does not know the function '__nv_" + name + "'");
}

static LogicalResult evaluateExtern(Machine &machine, Operation *op) {
  StringRef symbol = cast<tt::ExternElementwiseOp>(op).getSymbol(), name = symbol;
  if (!name.consume_front("__nv_") || op->getNumOperands() == 0)
    return machine.fail(op, "the evaluator does not know the function '" + symbol + "'");
  Kind kind = getKind(op->getOperand(0).getType());
  if (!kind.isFloat())
    return evaluateOnIntegers(machine, op, name);
  name.consume_front("fast_");
  if (kind.format == Format::F64) {
    name.consume_back("d"); // isnand, isinfd, isfinited
    return evaluateOnFloats(machine, op, name);
  }
  // The float form ends in f; `erf` itself does too.
  name.consume_back("f");
  return evaluateOnFloats(machine, op, name);
}

void addExterns(HandlerTable &table) { table["tt.extern_elementwise"] = evaluateExtern; }

} // namespace tritonmetal::evaluator
