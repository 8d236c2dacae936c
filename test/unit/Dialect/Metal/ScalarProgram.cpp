//===- ScalarProgram.cpp - Expanded arithmetic, executed --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "ScalarProgram.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/ErrorHandling.h"

#include <cmath>

using namespace mlir;
using namespace tritonmetal;

static uint64_t truncate(uint64_t value, unsigned width) {
  return width == 64 ? value : value & ((uint64_t(1) << width) - 1);
}

static int64_t extendSign(uint64_t value, unsigned width) {
  return int64_t(value << (64 - width)) >> (64 - width);
}

static uint64_t convert(uint64_t value, const llvm::fltSemantics &from,
                        const llvm::fltSemantics &to) {
  APFloat number(from, APInt(APFloat::getSizeInBits(from), value));
  bool losesInfo;
  number.convert(to, APFloat::rmNearestTiesToEven, &losesInfo);
  return number.bitcastToAPInt().getZExtValue();
}

static const llvm::fltSemantics &semanticsOfWidth(unsigned width) {
  return width == 16 ? APFloat::IEEEhalf() : APFloat::IEEEsingle();
}

/// f16 through APFloat, f32 by the host's own arithmetic.
static double numberOfBits(uint64_t bits, unsigned width) {
  return width == 32
             ? double(floatOf(bits))
             : double(floatOf(convert(bits, semanticsOfWidth(width), semanticsOfWidth(32))));
}

struct StepFunctions {
  using Step = ScalarProgram::Step;
  using Function = ScalarProgram::Function;

  template <float (*function)(float)>
  static uint64_t unary(const Step &, uint64_t a, uint64_t, uint64_t) {
    return bitsOf(function(floatOf(a)));
  }
  static float exp(float x) { return float(std::exp(double(x))); }
  static float exp2(float x) { return float(std::exp2(double(x))); }
  static float negate(float x) { return -x; }

  /// Sums of f16 are exact in double before they are rounded.
  static uint64_t addf(const Step &step, uint64_t a, uint64_t b, uint64_t) {
    if (step.width == 32)
      return bitsOf(floatOf(a) + floatOf(b));
    auto sum = float(numberOfBits(a, step.width) + numberOfBits(b, step.width));
    return convert(bitsOf(sum), semanticsOfWidth(32), semanticsOfWidth(step.width));
  }
  static uint64_t subf(const Step &, uint64_t a, uint64_t b, uint64_t) {
    return bitsOf(floatOf(a) - floatOf(b));
  }
  static uint64_t mulf(const Step &, uint64_t a, uint64_t b, uint64_t) {
    return bitsOf(floatOf(a) * floatOf(b));
  }
  static uint64_t divf(const Step &, uint64_t a, uint64_t b, uint64_t) {
    return bitsOf(floatOf(a) / floatOf(b));
  }
  static uint64_t fma(const Step &, uint64_t a, uint64_t b, uint64_t c) {
    return bitsOf(std::fma(floatOf(a), floatOf(b), floatOf(c)));
  }
  static uint64_t copysign(const Step &, uint64_t a, uint64_t b, uint64_t) {
    return bitsOf(std::copysign(floatOf(a), floatOf(b)));
  }
  static uint64_t cmpf(const Step &step, uint64_t a, uint64_t b, uint64_t) {
    double x = numberOfBits(a, step.width), y = numberOfBits(b, step.width);
    unsigned outcome = std::isnan(x) || std::isnan(y) ? 8 : x == y ? 1 : x > y ? 2 : 4;
    // One bit for each outcome: equal, greater, less, unordered. The ordered predicates
    // are numbered that way; `uno` stands behind the other unordered ones.
    auto predicate = arith::CmpFPredicate(step.predicate);
    unsigned accepted = step.predicate;
    if (predicate == arith::CmpFPredicate::UNO)
      accepted = 8;
    else if (predicate >= arith::CmpFPredicate::UEQ && predicate < arith::CmpFPredicate::UNO)
      accepted = step.predicate + 1;
    return (accepted & outcome) != 0;
  }

  static uint64_t addi(const Step &, uint64_t a, uint64_t b, uint64_t) { return a + b; }
  static uint64_t subi(const Step &, uint64_t a, uint64_t b, uint64_t) { return a - b; }
  static uint64_t muli(const Step &, uint64_t a, uint64_t b, uint64_t) { return a * b; }
  static uint64_t mulhi(const Step &step, uint64_t a, uint64_t b, uint64_t) {
    return uint64_t((unsigned __int128)a * b >> step.width);
  }
  static uint64_t andi(const Step &, uint64_t a, uint64_t b, uint64_t) { return a & b; }
  static uint64_t ori(const Step &, uint64_t a, uint64_t b, uint64_t) { return a | b; }
  static uint64_t xori(const Step &, uint64_t a, uint64_t b, uint64_t) { return a ^ b; }
  static uint64_t shli(const Step &, uint64_t a, uint64_t b, uint64_t) { return a << b; }
  static uint64_t shrui(const Step &, uint64_t a, uint64_t b, uint64_t) { return a >> b; }
  static uint64_t shrsi(const Step &step, uint64_t a, uint64_t b, uint64_t) {
    return extendSign(a, step.width) >> b;
  }
  static uint64_t divui(const Step &, uint64_t a, uint64_t b, uint64_t) { return a / b; }
  static uint64_t divsi(const Step &step, uint64_t a, uint64_t b, uint64_t) {
    return extendSign(a, step.width) / extendSign(b, step.width);
  }
  static uint64_t maxsi(const Step &step, uint64_t a, uint64_t b, uint64_t) {
    return extendSign(a, step.width) >= extendSign(b, step.width) ? a : b;
  }
  static uint64_t minsi(const Step &step, uint64_t a, uint64_t b, uint64_t) {
    return extendSign(a, step.width) <= extendSign(b, step.width) ? a : b;
  }
  static uint64_t maxui(const Step &, uint64_t a, uint64_t b, uint64_t) { return std::max(a, b); }
  static uint64_t minui(const Step &, uint64_t a, uint64_t b, uint64_t) { return std::min(a, b); }
  static uint64_t remui(const Step &, uint64_t a, uint64_t b, uint64_t) { return a % b; }
  static uint64_t fptoui(const Step &, uint64_t a, uint64_t, uint64_t) { return floatOf(a); }
  static uint64_t same(const Step &, uint64_t a, uint64_t, uint64_t) { return a; }
  static uint64_t extsi(const Step &step, uint64_t a, uint64_t, uint64_t) {
    return extendSign(a, step.width);
  }
  static uint64_t sitofp(const Step &step, uint64_t a, uint64_t, uint64_t) {
    return bitsOf(float(extendSign(a, step.width)));
  }
  static uint64_t uitofp(const Step &, uint64_t a, uint64_t, uint64_t) { return bitsOf(float(a)); }
  static uint64_t fptosi(const Step &, uint64_t a, uint64_t, uint64_t) {
    return int64_t(floatOf(a));
  }
  static uint64_t extf(const Step &step, uint64_t a, uint64_t, uint64_t) {
    return convert(a, semanticsOfWidth(step.width), semanticsOfWidth(step.resultWidth));
  }
  static uint64_t select(const Step &, uint64_t a, uint64_t b, uint64_t c) { return a ? b : c; }
  static uint64_t cmpi(const Step &step, uint64_t a, uint64_t b, uint64_t) {
    int64_t x = extendSign(a, step.width), y = extendSign(b, step.width);
    switch (arith::CmpIPredicate(step.predicate)) {
    case arith::CmpIPredicate::eq:
      return a == b;
    case arith::CmpIPredicate::ne:
      return a != b;
    case arith::CmpIPredicate::slt:
      return x < y;
    case arith::CmpIPredicate::sle:
      return x <= y;
    case arith::CmpIPredicate::sgt:
      return x > y;
    case arith::CmpIPredicate::sge:
      return x >= y;
    case arith::CmpIPredicate::ult:
      return a < b;
    case arith::CmpIPredicate::ule:
      return a <= b;
    case arith::CmpIPredicate::ugt:
      return a > b;
    case arith::CmpIPredicate::uge:
      return a >= b;
    }
    llvm_unreachable("all predicates are listed");
  }
};

ScalarProgram::Function ScalarProgram::findFunction(Operation *op) {
  using F = StepFunctions;
  return llvm::TypeSwitch<Operation *, Function>(op)
      .Case([](math::ExpOp) { return F::unary<F::exp>; })
      .Case([](math::Exp2Op) { return F::unary<F::exp2>; })
      .Case([](math::AbsFOp) { return F::unary<std::fabs>; })
      .Case([](arith::NegFOp) { return F::unary<F::negate>; })
      .Case([](arith::AddFOp) { return F::addf; })
      .Case([](arith::SubFOp) { return F::subf; })
      .Case([](arith::MulFOp) { return F::mulf; })
      .Case([](arith::DivFOp) { return F::divf; })
      .Case([](math::FmaOp) { return F::fma; })
      .Case([](math::CopySignOp) { return F::copysign; })
      .Case([](arith::CmpFOp) { return F::cmpf; })
      .Case([](arith::AddIOp) { return F::addi; })
      .Case([](arith::SubIOp) { return F::subi; })
      .Case([](arith::MulIOp) { return F::muli; })
      .Case([](metal::MultiplyHighOp) { return F::mulhi; })
      .Case([](arith::AndIOp) { return F::andi; })
      .Case([](arith::OrIOp) { return F::ori; })
      .Case([](arith::XOrIOp) { return F::xori; })
      .Case([](arith::ShLIOp) { return F::shli; })
      .Case([](arith::ShRUIOp) { return F::shrui; })
      .Case([](arith::ShRSIOp) { return F::shrsi; })
      .Case([](arith::DivUIOp) { return F::divui; })
      .Case([](arith::DivSIOp) { return F::divsi; })
      .Case([](arith::CmpIOp) { return F::cmpi; })
      .Case<arith::BitcastOp, arith::ExtUIOp, arith::TruncIOp>([](auto) { return F::same; })
      .Case([](arith::ExtSIOp) { return F::extsi; })
      .Case([](arith::SIToFPOp) { return F::sitofp; })
      .Case([](arith::MaxSIOp) { return F::maxsi; })
      .Case([](arith::MinSIOp) { return F::minsi; })
      .Case([](arith::MaxUIOp) { return F::maxui; })
      .Case([](arith::MinUIOp) { return F::minui; })
      .Case([](arith::RemUIOp) { return F::remui; })
      .Case([](arith::FPToUIOp) { return F::fptoui; })
      .Case([](arith::UIToFPOp) { return F::uitofp; })
      .Case([](arith::FPToSIOp) { return F::fptosi; })
      .Case<arith::ExtFOp, arith::TruncFOp>([](auto) { return F::extf; })
      .Case([](arith::SelectOp) { return F::select; })
      .Default([](Operation *unknown) -> Function {
        unknown->emitOpError("is unknown to the interpreter");
        llvm::report_fatal_error("unknown op");
      });
}

unsigned ScalarProgram::numberOf(Value value) {
  auto [it, isNew] = numbers.try_emplace(value, values.size());
  if (isNew)
    values.push_back(0);
  return it->second;
}

void ScalarProgram::compile(Operation *op) {
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    unsigned number = numberOf(constant.getResult());
    if (auto integer = dyn_cast<IntegerAttr>(constant.getValue()))
      values[number] = integer.getValue().getZExtValue();
    else
      values[number] =
          cast<FloatAttr>(constant.getValue()).getValue().bitcastToAPInt().getZExtValue();
    return;
  }
  Step step = {};
  step.function = findFunction(op);
  step.width = op->getOperand(0).getType().getIntOrFloatBitWidth();
  step.resultWidth = op->getResult(0).getType().getIntOrFloatBitWidth();
  if (auto comparison = dyn_cast<arith::CmpFOp>(op))
    step.predicate = unsigned(comparison.getPredicate());
  if (auto comparison = dyn_cast<arith::CmpIOp>(op))
    step.predicate = unsigned(comparison.getPredicate());
  for (unsigned i = 0; i < op->getNumOperands(); ++i)
    step.operands[i] = numberOf(op->getOperand(i));
  step.result = numberOf(op->getResult(0));
  steps.push_back(step);
}

/// A kernel that stores the expression's result.
static std::string makeKernel(ArrayRef<std::string> types, const std::string &resultType,
                              const std::string &expression, unsigned resultNumber) {
  std::string parameters, descriptions;
  for (auto [i, type] : llvm::enumerate(types)) {
    std::string comma = i == 0 ? "" : ", ";
    parameters += comma + "%" + char('a' + i) + ": " + type;
    descriptions += comma + "#metal.argument<name = \"p\", kind = scalar, element = " + type +
                    ", binding = 0, offset = " + std::to_string(8 * i) + ">";
  }
  bool isPair = expression.find("_extended") != std::string::npos;
  std::string value = isPair ? "%r#" + std::to_string(resultNumber) : "%r";
  return "metal.kernel @k(" + parameters + ") attributes {arguments = [" + descriptions +
         "], num_simdgroups = 1 : i32, target = \"apple7\"} {\n" + //
         "%p = metal.threadgroup_alloc 1 : !metal.ptr<" + resultType + ", threadgroup>\n" +
         "%i = arith.constant 0 : i32\n" + //
         "%r" + (isPair ? ":2" : "") + " = " + expression + "\n" + "metal.store " + value +
         ", %p[%i] {alignment = 1 : i32} : " + resultType + ", !metal.ptr<" + resultType +
         ", threadgroup>, i32\nmetal.return\n}\n";
}

ScalarProgram::ScalarProgram(std::vector<std::string> parameterTypes, std::string resultType,
                             std::string expression, unsigned resultNumber) {
  DialectRegistry registry;
  registry.insert<metal::MetalDialect, math::MathDialect>();
  MLIRContext context(registry);
  std::string text = makeKernel(parameterTypes, resultType, expression, resultNumber);
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  if (!module)
    llvm::report_fatal_error("the expression does not parse");
  PassManager passes(&context, ModuleOp::getOperationName());
  passes.addPass(metal::createExpandMath());
  if (failed(passes.run(*module)))
    llvm::report_fatal_error("the expression does not expand");

  auto kernel = *module->getOps<metal::KernelOp>().begin();
  for (BlockArgument argument : kernel.getBody().getArguments())
    numberOf(argument);
  for (Operation &op : kernel.getBody().front()) {
    if (auto store = dyn_cast<metal::StoreOp>(op))
      result = numberOf(store.getValue());
    else if (isa<arith::ArithDialect, math::MathDialect>(op.getDialect()) ||
             isa<metal::MultiplyHighOp>(op))
      compile(&op);
  }
  numbers.clear(); // its keys die with the module
}

uint64_t ScalarProgram::operator()(std::initializer_list<uint64_t> arguments) {
  std::copy(arguments.begin(), arguments.end(), values.begin());
  for (const Step &step : steps)
    values[step.result] =
        truncate(step.function(step, values[step.operands[0]], values[step.operands[1]],
                               values[step.operands[2]]),
                 step.resultWidth);
  return values[result];
}
