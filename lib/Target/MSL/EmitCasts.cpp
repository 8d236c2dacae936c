//===- EmitCasts.cpp - Conversions in MSL ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Emitter.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tritonmetal::metal {

/// The operand in the sign that says how it grows, then in the result's type.
static Expr extend(Emitter &e, Operation *op, bool isSigned) {
  Value source = op->getOperand(0);
  CType type = e.getType(op->getResult(0));
  CType from = e.getType(source.getType(), !isSigned, op);
  // What is never negative grows alike, and C++ does it by itself.
  if (from.isInteger() && !from.isVector() && e.getBounds().isSmall(source))
    return e.convert(e.use(source), type);
  Expr expr = e.convert(e.useAs(source, from), type);
  if (from.kind == CType::Bool && isSigned)
    return {Emitter::unary("-", expr, type).text, Precedence::Unary, type, type.isPromoted()};
  return expr;
}

static Expr truncate(Emitter &e, arith::TruncIOp op) {
  CType type = e.getType(op.getResult());
  Expr source = e.use(op.getIn());
  if (type.kind != CType::Bool)
    return e.convert(source, type);
  Expr bit = Emitter::binary(source, "&", {"1", Precedence::Primary, source.type.scalar()},
                             Precedence::BitAnd, source.type);
  return e.convert(bit, type);
}

static Expr reinterpret(Emitter &e, Operation *op) {
  Value source = op->getOperand(0);
  CType type = e.getType(op->getResult(0));
  Expr expr = e.useAsArgument(source, e.getType(source));
  if (expr.type.kind == CType::Bool || type.kind == CType::Bool)
    return expr.type == type ? expr : e.fail(op, "of i1 has no counterpart in Metal");
  if (expr.type == type || source.getType() == op->getResult(0).getType())
    return expr;
  bool isIntegers = expr.type.isInteger() && type.isInteger() && expr.type.width == type.width &&
                    expr.type.lanes == type.lanes;
  if (isIntegers)
    return e.convert(expr, type);
  return Emitter::call("as_type<" + type.str() + ">", {expr}, type);
}

static Expr convertNumber(Emitter &e, Operation *op, bool isSigned) {
  Value source = op->getOperand(0);
  CType type = e.getType(op->getResult(0).getType(), !isSigned, op);
  CType from = e.getType(source.getType(), !isSigned, op);
  bool isBits = isa<FloatType>(getElementTypeOrSelf(source.getType())) == from.isInteger() &&
                !isa<IntegerType, IndexType>(getElementTypeOrSelf(source.getType()));
  if (isBits || type.kind == CType::BFloat || from.kind == CType::BFloat)
    return e.fail(op, "converts a type that Metal lacks; run metal-expand-math first");
  Expr expr = from.isInteger() && !from.isVector() && e.getBounds().isSmall(source)
                  ? e.use(source)
                  : e.useAs(source, from);
  if (from.kind != CType::Bool || !isSigned)
    return e.convert(expr, type);
  // true is -1, and the zero of false has no sign.
  Expr zero = {"0", Precedence::Primary, cInt}, minusOne = {"-1", Precedence::Unary, cInt};
  if (type.isVector())
    return Emitter::call("select", {e.convert(zero, type), e.convert(minusOne, type), expr}, type);
  return {Emitter::group(expr, Precedence::LogicalOr) + " ? " + e.convert(minusOne, type).text +
              " : " + e.convert(zero, type).text,
          Precedence::Conditional, type};
}

std::optional<Expr> emitCast(Emitter &e, Operation *op) {
  using Result = std::optional<Expr>;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case([&](arith::ExtSIOp) { return extend(e, op, true); })
      .Case([&](arith::ExtUIOp) { return extend(e, op, false); })
      .Case([&](arith::TruncIOp truncation) { return truncate(e, truncation); })
      .Case<arith::SIToFPOp, arith::FPToSIOp>([&](auto) { return convertNumber(e, op, true); })
      .Case<arith::UIToFPOp, arith::FPToUIOp>([&](auto) { return convertNumber(e, op, false); })
      .Case<arith::ExtFOp, arith::TruncFOp>([&](auto) { return convertNumber(e, op, true); })
      .Case<arith::BitcastOp, vector::BitCastOp>([&](auto) { return reinterpret(e, op); })
      .Case([&](arith::IndexCastOp cast) { return e.use(cast.getIn()); })
      .Default([](Operation *) { return Result(); });
}

} // namespace tritonmetal::metal
