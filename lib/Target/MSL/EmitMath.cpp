//===- EmitMath.cpp - Functions in MSL ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// f32 functions are named with their variant, `precise::exp` or `fast::exp`, since what
// plain `exp` means depends on how the source is compiled. half has one variant only.
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"

#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

namespace tritonmetal::metal {

namespace {
struct FunctionName {
  StringLiteral op;
  StringLiteral function;
  bool hasVariants = true; // exact functions have none
};
} // namespace

static const FunctionName functionNames[] = {
    {"math.sqrt", "sqrt"},
    {"math.rsqrt", "rsqrt"},
    {"math.exp", "exp"},
    {"math.exp2", "exp2"},
    {"math.log", "log"},
    {"math.log2", "log2"},
    {"math.log10", "log10"},
    {"math.sin", "sin"},
    {"math.cos", "cos"},
    {"math.tan", "tan"},
    {"math.asin", "asin"},
    {"math.acos", "acos"},
    {"math.atan", "atan"},
    {"math.atan2", "atan2"},
    {"math.sinh", "sinh"},
    {"math.cosh", "cosh"},
    {"math.tanh", "tanh"},
    {"math.asinh", "asinh"},
    {"math.acosh", "acosh"},
    {"math.atanh", "atanh"},
    {"math.powf", "pow"},
    {"arith.remf", "fmod"},
    {"arith.maxnumf", "fmax"},
    {"arith.minnumf", "fmin"},
    {"math.absf", "fabs", false},
    {"math.floor", "floor", false},
    {"math.ceil", "ceil", false},
    {"math.trunc", "trunc", false},
    {"math.round", "round", false},
    {"math.roundeven", "rint", false},
    {"math.fma", "fma", false},
    {"math.copysign", "copysign", false},
};

static bool isFast(Operation *op) {
  auto flags = dyn_cast<arith::ArithFastMathInterface>(op);
  return flags && flags.getFastMathFlagsAttr() &&
         bitEnumContainsAny(flags.getFastMathFlagsAttr().getValue(), arith::FastMathFlags::afn);
}

/// Of integers: the bits of an element, whatever its sign.
static std::optional<Expr> emitBitFunction(Emitter &e, Operation *op) {
  StringRef name = isa<math::CountLeadingZerosOp>(op)    ? "clz"
                   : isa<math::CountTrailingZerosOp>(op) ? "ctz"
                   : isa<math::CtPopOp>(op)              ? "popcount"
                   : isa<math::AbsIOp>(op)               ? "abs"
                                                         : "";
  if (name.empty())
    return std::nullopt;
  CType type = e.getType(op->getResult(0).getType(), /*isUnsigned=*/false, op);
  return Emitter::call(name, {e.useAsArgument(op->getOperand(0), type)}, type);
}

std::optional<Expr> emitMath(Emitter &e, Operation *op) {
  if (auto product = dyn_cast<MultiplyHighOp>(op)) {
    CType type = e.getType(product.getType(), /*isUnsigned=*/true, op);
    return Emitter::call("mulhi",
                         {e.useAs(product.getLhs(), type), e.useAs(product.getRhs(), type)}, type);
  }
  if (std::optional<Expr> expr = emitBitFunction(e, op))
    return expr;
  StringRef opName = op->getName().getStringRef();
  const auto *row = llvm::find_if(functionNames, [&](auto &r) { return r.op == opName; });
  if (row == std::end(functionNames))
    return std::nullopt;
  CType type = e.getType(op->getResult(0));
  if (type.isInteger() || type.kind == CType::BFloat)
    return e.fail(op, "on " + llvm::formatv("{0}", op->getResult(0).getType()).str() +
                          " has no counterpart in Metal; run metal-expand-math first");
  SmallVector<Expr> operands;
  for (Value operand : op->getOperands())
    operands.push_back(e.useAs(operand, type));
  StringRef variant = type.kind != CType::Float || !row->hasVariants ? ""
                      : isFast(op)                                   ? "fast::"
                                                                     : "precise::";
  return Emitter::call(variant + row->function, operands, type);
}

} // namespace tritonmetal::metal
