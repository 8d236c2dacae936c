//===- MathFunctions.cpp - Floating-point functions by their AIR names ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MathFunctions.h"

#include "Numbers.h"

using namespace llvm;

namespace tritonmetal::executor {

using Unary = double (*)(double);
using Binary = double (*)(double, double);

//===----------------------------------------------------------------------===//
// Functions that the host's library lacks
//===----------------------------------------------------------------------===//

static constexpr double pi = 3.14159265358979323846;

static double reciprocalSquareRoot(double x) { return 1 / std::sqrt(x); }
static double exponential10(double x) { return std::pow(10.0, x); }

/// The argument is reduced exactly, so that large ones keep their meaning.
static double sineOfPi(double x) { return std::sin(pi * std::remainder(x, 2.0)); }
static double cosineOfPi(double x) { return std::cos(pi * std::remainder(x, 2.0)); }
static double tangentOfPi(double x) { return std::tan(pi * std::remainder(x, 1.0)); }

/// In [0, 1), also where rounding would give 1 (Metal specification, "fract").
static double fraction(double x) {
  if (std::isinf(x))
    return std::copysign(0.0, x);
  return std::fmin(x - std::floor(x), 0x1.fffffep-1);
}

/// NaN becomes 0 (Metal specification, "saturate").
static double saturate(double x) { return std::fmin(std::fmax(x, 0.0), 1.0); }

static double minimum(double a, double b) { return minimumNumber(float(a), float(b)); }
static double maximum(double a, double b) { return maximumNumber(float(a), float(b)); }

/// pow for a base that is not negative.
static double powerOfPositive(double x, double y) {
  return x < 0 ? std::numeric_limits<double>::quiet_NaN() : std::pow(x, y);
}

template <typename Function>
struct NamedFunction {
  StringLiteral name;
  Function function;
};

static const NamedFunction<Unary> unaryFunctions[] = {
    {"sqrt", std::sqrt},      {"rsqrt", reciprocalSquareRoot},
    {"sin", std::sin},        {"cos", std::cos},
    {"tan", std::tan},        {"asin", std::asin},
    {"acos", std::acos},      {"atan", std::atan},
    {"sinh", std::sinh},      {"cosh", std::cosh},
    {"tanh", std::tanh},      {"asinh", std::asinh},
    {"acosh", std::acosh},    {"atanh", std::atanh},
    {"sinpi", sineOfPi},      {"cospi", cosineOfPi},
    {"tanpi", tangentOfPi},   {"exp", std::exp},
    {"exp2", std::exp2},      {"exp10", exponential10},
    {"log", std::log},        {"log2", std::log2},
    {"log10", std::log10},    {"floor", std::floor},
    {"ceil", std::ceil},      {"trunc", std::trunc},
    {"rint", std::nearbyint}, {"round", std::round},
    {"fract", fraction},      {"saturate", saturate},
};

static const NamedFunction<Binary> binaryFunctions[] = {
    {"atan2", std::atan2}, {"pow", std::pow}, {"powr", powerOfPositive},
    {"fmin", minimum},     {"fmax", maximum}, {"fmod", std::fmod},
};

//===----------------------------------------------------------------------===//
// Handlers: the immediate is the function
//===----------------------------------------------------------------------===//

namespace {
struct ApplyUnary {
  template <typename Number>
  static void run(Group &group, const Operation &inst) {
    auto function = reinterpret_cast<Unary>(inst.immediate);
    mapUnary(group, inst, [=](Word a) { return Number::encode(function(Number::decode(a))); });
  }
  template <typename Number>
  static Handler get() {
    return run<Number>;
  }
};

struct ApplyBinary {
  template <typename Number>
  static void run(Group &group, const Operation &inst) {
    auto function = reinterpret_cast<Binary>(inst.immediate);
    mapBinary(group, inst, [=](Word a, Word b) {
      return Number::encode(function(Number::decode(a), Number::decode(b)));
    });
  }
  template <typename Number>
  static Handler get() {
    return run<Number>;
  }
};

struct MultiplyAdd {
  template <typename Number>
  static void run(Group &group, const Operation &inst) {
    mapTernary(group, inst, [](Word a, Word b, Word c) {
      return fuseMultiplyAdd<Number>(Number::decode(a), Number::decode(b), Number::decode(c));
    });
  }
  template <typename Number>
  static Handler get() {
    return run<Number>;
  }
};

struct Clamp {
  template <typename Number>
  static void run(Group &group, const Operation &inst) {
    mapTernary(group, inst, [](Word x, Word low, Word high) {
      float raised = maximumNumber(Number::decode(x), Number::decode(low));
      return Number::encode(minimumNumber(raised, Number::decode(high)));
    });
  }
  template <typename Number>
  static Handler get() {
    return run<Number>;
  }
};
} // namespace

/// Operations on the sign bit keep everything else, denormals and NaN payloads included.
static void clearSign(Group &group, const Operation &inst) {
  Word sign = Word(1) << (inst.bits - 1);
  mapUnary(group, inst, [sign](Word a) { return a & ~sign; });
}

static void copySign(Group &group, const Operation &inst) {
  Word sign = Word(1) << (inst.bits - 1);
  mapBinary(group, inst, [sign](Word a, Word b) { return (a & ~sign) | (b & sign); });
}

/// The neighbour of `from` towards `to` among the numbers of `inst.bits` bits.
static void nextAfter(Group &group, const Operation &inst) {
  Word sign = Word(1) << (inst.bits - 1);
  auto decode = [&](Word word) {
    return inst.bits == 16 ? decodeHalf(uint16_t(word)) : llvm::bit_cast<float>(uint32_t(word));
  };
  mapBinary(group, inst, [&](Word from, Word to) -> Word {
    float a = decode(from), b = decode(to);
    if (a != a || b != b)
      return inst.bits == 16 ? 0x7e00 : 0x7fc00000;
    if (a == b)
      return to;
    if (a == 0)
      return (b < 0 ? sign : 0) | 1;
    return (a < b) == ((from & sign) == 0) ? from + 1 : from - 1;
  });
}

//===----------------------------------------------------------------------===//
// Decoding
//===----------------------------------------------------------------------===//

template <typename Maker, typename Function>
static bool emitNamed(Decoder &decoder, const llvm::Instruction &inst, StringRef name,
                      ArrayRef<const Value *> operands, FloatFormat format,
                      ArrayRef<NamedFunction<Function>> table) {
  for (const NamedFunction<Function> &row : table) {
    if (row.name != name)
      continue;
    decoder.emit(inst, chooseFormat<Maker>(format), operands).immediate =
        reinterpret_cast<uint64_t>(row.function);
    return true;
  }
  return false;
}

bool emitMath(Decoder &decoder, const llvm::Instruction &inst, StringRef name,
              ArrayRef<const Value *> operands) {
  const Type *type = inst.getType();
  if (operands.empty() || !type->isFPOrFPVectorTy() || isMatrix(type))
    return false;
  for (const Value *operand : operands)
    if (operand->getType() != type)
      return false;
  FloatFormat format = decoder.getFloatFormat(type);
  switch (operands.size()) {
  case 1:
    if (name == "fabs") {
      decoder.emit(inst, clearSign, operands);
      return true;
    }
    return emitNamed<ApplyUnary, Unary>(decoder, inst, name, operands, format, unaryFunctions);
  case 2:
    if (name == "copysign" || (name == "nextafter" && format != FloatFormat::BFloat)) {
      decoder.emit(inst, name == "copysign" ? copySign : nextAfter, operands);
      return true;
    }
    return emitNamed<ApplyBinary, Binary>(decoder, inst, name, operands, format, binaryFunctions);
  case 3:
    if (name != "fma" && name != "clamp")
      return false;
    decoder.emit(inst,
                 name == "fma" ? chooseFormat<MultiplyAdd>(format) : chooseFormat<Clamp>(format),
                 operands);
    return true;
  default:
    return false;
  }
}

} // namespace tritonmetal::executor
