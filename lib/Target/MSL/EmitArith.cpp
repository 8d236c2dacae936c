//===- EmitArith.cpp - Arithmetic, comparisons and select in MSL ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// See Emitter.h for the sign of integers.
//
//===----------------------------------------------------------------------===//

#include "Emitter.h"

#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tritonmetal::metal {

/// The constant that all elements of `value` are, if it is one integer.
static std::optional<APInt> getConstant(Value value) {
  auto constant = dyn_cast_or_null<IntegerAttr>(getSplatConstant(value));
  return constant ? std::optional<APInt>(constant.getValue()) : std::nullopt;
}

static bool isBool(Value value) { return getElementTypeOrSelf(value.getType()).isInteger(1); }
static bool isVector(Value value) { return isa<VectorType>(value.getType()); }

/// The type of an integer op that computes in `kind`.
static CType getIntegerType(Emitter &e, Operation *op, CType::Kind kind) {
  return e.getType(op->getOperand(0).getType(), kind == CType::Unsigned, op);
}

/// An operand of an unsigned expression: constants that are the same in both signs carry
/// no suffix, since the other operand decides.
static Expr useMixed(Emitter &e, Value value, CType type) {
  std::optional<APInt> constant = getConstant(value);
  if (constant && !type.isVector() && !constant->isNegative())
    return spellElement(getSplatConstant(value), type.withKind(CType::Signed));
  if (constant || type.isVector())
    return e.useAsOperand(value, type);
  return e.use(value);
}

//===----------------------------------------------------------------------===//
// Sums, products, left shifts: wrap around
//===----------------------------------------------------------------------===//

/// `short` and `char`: C++ computes in `int`, from which the result is cut. The product
/// of two `ushort` does not fit an `int`.
static Expr emitPromoted(Emitter &e, Operation *op, StringRef symbol, Precedence precedence) {
  CType type = e.getType(op->getResult(0));
  Expr lhs = e.useAs(op->getOperand(0), cUInt);
  Expr rhs = e.useAs(op->getOperand(1), cUInt);
  return Emitter::call(type.str(), {Emitter::binary(lhs, symbol, rhs, precedence, cUInt)}, type);
}

/// Sums, differences and products of such numbers fit `width` bits.
static bool isWidened(Value value, unsigned width) {
  auto widening = value.getDefiningOp<arith::ExtSIOp>();
  return widening && 2 * getElementTypeOrSelf(widening.getIn()).getIntOrFloatBitWidth() <= width;
}

static Expr emitWrapping(Emitter &e, Operation *op, StringRef symbol, Precedence precedence) {
  Value a = op->getOperand(0), b = op->getOperand(1);
  CType unsignedType = getIntegerType(e, op, CType::Unsigned);
  if (unsignedType.isPromoted())
    return emitPromoted(e, op, symbol, precedence);
  if (unsignedType.isVector()) {
    auto [lhs, rhs] = e.useOperands(a, b, unsignedType);
    return Emitter::binary(lhs, symbol, rhs, precedence, unsignedType);
  }
  // x + -1 reads better as x - 1.
  std::optional<APInt> constant = getConstant(b);
  if (isa<arith::AddIOp>(op) && constant && constant->isNegative() &&
      !constant->isMinSignedValue()) {
    Expr lhs = e.useUnsigned(a);
    CType signedType = unsignedType.withKind(CType::Signed);
    Expr rhs = {spellInteger(-*constant, signedType), Precedence::Primary, signedType};
    return Emitter::binary(lhs, "-", rhs, precedence, unsignedType);
  }
  Expr lhs = useMixed(e, a, unsignedType), rhs = useMixed(e, b, unsignedType);
  unsigned width = unsignedType.width;
  bool isSmall = e.getBounds().isSmall(op->getResult(0)) ||
                 (!isa<arith::ShLIOp>(op) && isWidened(a, width) && isWidened(b, width));
  bool isAnyUnsigned = lhs.type.kind == CType::Unsigned || rhs.type.kind == CType::Unsigned;
  if (!isAnyUnsigned && !isSmall) {
    lhs = e.convert(lhs, unsignedType);
    isAnyUnsigned = true;
  }
  // Sums that wrap around, and those that do not reach the end, may be taken in any order.
  if (isa<arith::AddIOp>(op) && rhs.precedence == Precedence::Additive && b.getDefiningOp() &&
      (isAnyUnsigned || isa<arith::AddIOp>(b.getDefiningOp())))
    rhs.precedence = Precedence::Multiplicative;
  return Emitter::binary(lhs, symbol, rhs, precedence,
                         isAnyUnsigned ? unsignedType : lhs.type.withKind(CType::Signed));
}

static Expr emitShift(Emitter &e, Operation *op, StringRef symbol, bool isUnsigned) {
  CType type = getIntegerType(e, op, isUnsigned ? CType::Unsigned : CType::Signed);
  Value value = op->getOperand(0), amount = op->getOperand(1);
  bool isSmall =
      !type.isVector() && e.getBounds().isSmall(op->getResult(0)) && e.getBounds().isSmall(value);
  Expr lhs = isSmall ? e.use(value) : e.useAsOperand(value, type);
  if (type.isVector() && !lhs.type.isVector())
    lhs = e.useAs(value, type); // a scalar on the left would make a scalar
  Expr rhs = type.isVector() ? e.useAsOperand(amount, type) : useMixed(e, amount, type);
  Expr result = Emitter::binary(lhs, symbol, rhs, Precedence::Shift, lhs.type);
  return type.isPromoted() ? Emitter::call(type.str(), {result}, type) : result;
}

//===----------------------------------------------------------------------===//
// Division: a divisor without a quotient gives the dividend's own bits, as AIR does
//===----------------------------------------------------------------------===//

static bool isSafeDivisor(Value divisor, bool isSigned) {
  std::optional<APInt> constant = getConstant(divisor);
  return constant && !constant->isZero() && !(isSigned && constant->isAllOnes());
}

static Expr emitDivision(Emitter &e, Operation *op, StringRef symbol, bool isSigned) {
  Value a = op->getOperand(0), b = op->getOperand(1);
  CType type = getIntegerType(e, op, isSigned ? CType::Signed : CType::Unsigned);
  bool areSmall = !type.isVector() && e.getBounds().isSmall(a) && e.getBounds().isSmall(b);
  Expr lhs = areSmall ? e.use(a) : e.useAs(a, type);
  Expr rhs = areSmall ? useMixed(e, b, type) : e.useAsOperand(b, type);
  if (!isSafeDivisor(b, isSigned)) {
    CType boolType = {CType::Bool, 1, type.lanes};
    rhs = areSmall ? e.use(b) : e.useAs(b, type);
    Expr zero = {"0", Precedence::Primary, type.scalar()};
    Expr one = {type.isVector() ? type.str() + "(1)" : "1", Precedence::Primary, type};
    Expr isBad = Emitter::binary(rhs, "==", zero, Precedence::Equality, boolType);
    if (isSigned && !areSmall) {
      APInt least = APInt::getSignedMinValue(type.width);
      Expr minimum = {spellInteger(least, type.scalar()), Precedence::Postfix, type.scalar()};
      Expr minusOne = {"-1", Precedence::Unary, type.scalar()};
      Expr overflows =
          Emitter::binary(Emitter::binary(lhs, "==", minimum, Precedence::Equality, boolType),
                          type.isVector() ? "&" : "&&",
                          Emitter::binary(rhs, "==", minusOne, Precedence::Equality, boolType),
                          type.isVector() ? Precedence::BitAnd : Precedence::LogicalAnd, boolType);
      isBad =
          Emitter::binary(isBad, type.isVector() ? "|" : "||", overflows,
                          type.isVector() ? Precedence::BitOr : Precedence::LogicalOr, boolType);
    }
    if (type.isVector())
      rhs = Emitter::call("select", {rhs, one, isBad}, type);
    else
      rhs = {Emitter::group(isBad, Precedence::LogicalOr) + " ? 1 : " + rhs.text,
             Precedence::Conditional, rhs.type};
  }
  Expr result = Emitter::binary(lhs, symbol, rhs, Precedence::Multiplicative, lhs.type);
  return type.isPromoted() ? Emitter::call(type.str(), {result}, type) : result;
}

//===----------------------------------------------------------------------===//
// Bits
//===----------------------------------------------------------------------===//

static Expr emitBool(Emitter &e, Operation *op) {
  Value a = op->getOperand(0), b = op->getOperand(1);
  CType type = e.getType(op->getResult(0));
  auto combine = [&](StringRef scalar, Precedence scalarPrecedence, StringRef vector,
                     Precedence precedence) {
    return Emitter::binary(e.use(a), type.isVector() ? vector : scalar, e.use(b),
                           type.isVector() ? precedence : scalarPrecedence, type);
  };
  if (isa<arith::AndIOp, arith::MulIOp, arith::MinUIOp, arith::MaxSIOp>(op))
    return combine("&&", Precedence::LogicalAnd, "&", Precedence::BitAnd);
  if (isa<arith::OrIOp, arith::MaxUIOp, arith::MinSIOp>(op))
    return combine("||", Precedence::LogicalOr, "|", Precedence::BitOr);
  if (isa<arith::XOrIOp, arith::AddIOp, arith::SubIOp>(op)) {
    if (std::optional<APInt> constant = getConstant(b); constant && constant->isOne())
      return Emitter::unary("!", e.use(a), type);
    return combine("!=", Precedence::Equality, "!=", Precedence::Equality);
  }
  return e.fail(op, "on i1 has no counterpart in Metal; compute in a wider type");
}

static Expr emitBitwise(Emitter &e, Operation *op, StringRef symbol, Precedence precedence) {
  Value a = op->getOperand(0), b = op->getOperand(1);
  CType type = e.getType(op->getResult(0));
  std::optional<APInt> constant = getConstant(b);
  Expr lhs = type.isVector() ? e.useAs(a, type) : e.use(a);
  if (constant && constant->isAllOnes() && isa<arith::XOrIOp>(op))
    return type.isPromoted() ? Emitter::call(type.str(), {Emitter::unary("~", lhs, type)}, type)
                             : Emitter::unary("~", lhs, type);
  Expr rhs;
  if (constant) {
    // A suffix is needed only where the number has no signed type.
    bool fits = !type.isVector() && !constant->isNegative();
    CType literal = fits ? lhs.type.withKind(CType::Signed) : lhs.type;
    rhs = spellElement(getSplatConstant(b), literal, /*isHex=*/constant->ugt(9));
  } else {
    rhs = type.isVector() ? e.useAsOperand(b, type) : e.use(b);
  }
  bool isUnsigned = lhs.type.kind == CType::Unsigned || rhs.type.kind == CType::Unsigned;
  CType result = type.withKind(isUnsigned ? CType::Unsigned : CType::Signed);
  Expr expr = Emitter::binary(lhs, symbol, rhs, precedence, result);
  return type.isPromoted() ? Emitter::call(type.str(), {expr}, type) : expr;
}

//===----------------------------------------------------------------------===//
// Comparisons
//===----------------------------------------------------------------------===//

static Expr emitCompareIntegers(Emitter &e, arith::CmpIOp op) {
  using Predicate = arith::CmpIPredicate;
  struct Row {
    Predicate predicate;
    StringRef symbol;
    bool isUnsigned;
  };
  static const Row rows[] = {
      {Predicate::eq, "==", false},  {Predicate::ne, "!=", false}, {Predicate::slt, "<", false},
      {Predicate::sle, "<=", false}, {Predicate::sgt, ">", false}, {Predicate::sge, ">=", false},
      {Predicate::ult, "<", true},   {Predicate::ule, "<=", true}, {Predicate::ugt, ">", true},
      {Predicate::uge, ">=", true},
  };
  const Row &row =
      *llvm::find_if(rows, [&](const Row &r) { return r.predicate == op.getPredicate(); });
  Value a = op.getLhs(), b = op.getRhs();
  bool isEquality = op.getPredicate() == Predicate::eq || op.getPredicate() == Predicate::ne;
  CType result = e.getType(op.getResult());
  Precedence precedence = isEquality ? Precedence::Equality : Precedence::Relational;
  if (isBool(a) && isEquality)
    return Emitter::binary(e.use(a), row.symbol, e.use(b), precedence, result);
  if (isBool(a) && !isVector(a)) {
    // As a signed number, true is -1.
    bool swap = !row.isUnsigned;
    return Emitter::binary(e.useAs(swap ? b : a, cInt), row.symbol, e.useAs(swap ? a : b, cInt),
                           precedence, result);
  }
  CType type = getIntegerType(e, op, row.isUnsigned ? CType::Unsigned : CType::Signed);
  if (isBool(a))
    return e.fail(op, "on vectors of i1 has no counterpart in Metal; compare scalars");
  if (!type.isVector()) {
    bool areSmall = e.getBounds().isSmall(a) && e.getBounds().isSmall(b);
    Expr lhs = useMixed(e, a, type), rhs = useMixed(e, b, type);
    if (isEquality && type.isPromoted() && getConstant(b))
      rhs = e.useAs(b, lhs.type); // in an `int`, -1 and 65535 differ
    bool sameSign = lhs.type.kind == rhs.type.kind || getConstant(b);
    if (sameSign && (isEquality || areSmall))
      return Emitter::binary(lhs, row.symbol, rhs, precedence, result);
    if (isEquality)
      type = lhs.type;
  }
  auto [lhs, rhs] = e.useOperands(a, b, type);
  return Emitter::binary(lhs, row.symbol, rhs, precedence, result);
}

static Expr emitCompareFloats(Emitter &e, arith::CmpFOp op) {
  using Predicate = arith::CmpFPredicate;
  CType operandType = e.getType(op.getLhs().getType(), false, op), type = e.getType(op.getResult());
  if (operandType.isInteger())
    return e.fail(op, "compares numbers that Metal has no type for; extend them to f32");
  auto [left, right] = e.useOperands(op.getLhs(), op.getRhs(), operandType);
  const Expr a = left, b = right;
  bool isVector = type.isVector();
  auto compare = [&](StringRef symbol) {
    return Emitter::binary(
        a, symbol, b,
        symbol == "==" || symbol == "!=" ? Precedence::Equality : Precedence::Relational, type);
  };
  auto negate = [&](const Expr &expr) { return Emitter::unary("!", expr, type); };
  auto either = [&](const Expr &x, const Expr &y) {
    return Emitter::binary(x, isVector ? "|" : "||", y,
                           isVector ? Precedence::BitOr : Precedence::LogicalOr, type);
  };
  auto isUnordered = [&] {
    Expr first = Emitter::call("isnan", {a}, type);
    return op.getLhs() == op.getRhs() ? first : either(first, Emitter::call("isnan", {b}, type));
  };
  switch (op.getPredicate()) {
  case Predicate::AlwaysFalse:
  case Predicate::AlwaysTrue: {
    bool isTrue = op.getPredicate() == Predicate::AlwaysTrue;
    Expr constant = {isTrue ? "true" : "false", Precedence::Primary, type.scalar()};
    return isVector ? Emitter::call(type.str(), {constant}, type) : constant;
  }
  case Predicate::OEQ:
    return compare("==");
  case Predicate::OGT:
    return compare(">");
  case Predicate::OGE:
    return compare(">=");
  case Predicate::OLT:
    return compare("<");
  case Predicate::OLE:
    return compare("<=");
  case Predicate::ONE:
    return either(compare("<"), compare(">"));
  case Predicate::ORD:
    return negate(isUnordered());
  case Predicate::UEQ:
    return negate(either(compare("<"), compare(">")));
  case Predicate::UGT:
    return negate(compare("<="));
  case Predicate::UGE:
    return negate(compare("<"));
  case Predicate::ULT:
    return negate(compare(">="));
  case Predicate::ULE:
    return negate(compare(">"));
  case Predicate::UNE:
    return compare("!=");
  case Predicate::UNO:
    return isUnordered();
  }
  llvm_unreachable("all predicates are listed");
}

static Expr emitSelect(Emitter &e, arith::SelectOp op) {
  Value condition = op.getCondition();
  CType type = e.getType(op.getResult());
  if (isVector(condition)) {
    // Literals of vectors would leave the overload open.
    Expr no = e.useAs(op.getFalseValue(), type), yes = e.useAs(op.getTrueValue(), type);
    return Emitter::call("select", {no, yes, e.use(condition)}, type);
  }
  Expr yes = e.useAs(op.getTrueValue(), type), no = e.useAs(op.getFalseValue(), type);
  Expr test = e.use(condition);
  return {Emitter::group(test, Precedence::LogicalOr) + " ? " +
              Emitter::group(yes, Precedence::LogicalOr) + " : " +
              Emitter::group(no, Precedence::Conditional),
          Precedence::Conditional, type, yes.isPromoted || no.isPromoted};
}

//===----------------------------------------------------------------------===//
// Dispatch
//===----------------------------------------------------------------------===//

static Expr emitExtremum(Emitter &e, Operation *op, StringRef name, CType::Kind kind) {
  CType type = getIntegerType(e, op, kind);
  return Emitter::call(
      name, {e.useAsArgument(op->getOperand(0), type), e.useAsArgument(op->getOperand(1), type)},
      type);
}

static Expr emitFloat(Emitter &e, Operation *op, StringRef symbol, Precedence precedence) {
  CType type = e.getType(op->getResult(0));
  if (type.isInteger() || type.kind == CType::BFloat)
    return e.fail(op, "on " + llvm::formatv("{0}", op->getResult(0).getType()).str() +
                          " has no counterpart in Metal; run metal-expand-math first");
  auto [lhs, rhs] = e.useOperands(op->getOperand(0), op->getOperand(1), type);
  return Emitter::binary(lhs, symbol, rhs, precedence, type);
}

static std::optional<Expr> emitInteger(Emitter &e, Operation *op) {
  using Result = std::optional<Expr>;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case([&](arith::AddIOp) { return emitWrapping(e, op, "+", Precedence::Additive); })
      .Case([&](arith::SubIOp) { return emitWrapping(e, op, "-", Precedence::Additive); })
      .Case([&](arith::MulIOp) { return emitWrapping(e, op, "*", Precedence::Multiplicative); })
      .Case([&](arith::ShLIOp) { return emitShift(e, op, "<<", true); })
      .Case([&](arith::ShRUIOp) { return emitShift(e, op, ">>", true); })
      .Case([&](arith::ShRSIOp) { return emitShift(e, op, ">>", false); })
      .Case([&](arith::DivSIOp) { return emitDivision(e, op, "/", true); })
      .Case([&](arith::DivUIOp) { return emitDivision(e, op, "/", false); })
      .Case([&](arith::RemSIOp) { return emitDivision(e, op, "%", true); })
      .Case([&](arith::RemUIOp) { return emitDivision(e, op, "%", false); })
      .Case([&](arith::AndIOp) { return emitBitwise(e, op, "&", Precedence::BitAnd); })
      .Case([&](arith::OrIOp) { return emitBitwise(e, op, "|", Precedence::BitOr); })
      .Case([&](arith::XOrIOp) { return emitBitwise(e, op, "^", Precedence::BitXor); })
      .Case([&](arith::MinSIOp) { return emitExtremum(e, op, "min", CType::Signed); })
      .Case([&](arith::MaxSIOp) { return emitExtremum(e, op, "max", CType::Signed); })
      .Case([&](arith::MinUIOp) { return emitExtremum(e, op, "min", CType::Unsigned); })
      .Case([&](arith::MaxUIOp) { return emitExtremum(e, op, "max", CType::Unsigned); })
      .Default([](Operation *) { return Result(); });
}

std::optional<Expr> emitArith(Emitter &e, Operation *op) {
  if (auto compare = dyn_cast<arith::CmpIOp>(op))
    return emitCompareIntegers(e, compare);
  if (auto compare = dyn_cast<arith::CmpFOp>(op))
    return emitCompareFloats(e, compare);
  if (auto select = dyn_cast<arith::SelectOp>(op))
    return emitSelect(e, select);
  if (isa<arith::AddFOp>(op))
    return emitFloat(e, op, "+", Precedence::Additive);
  if (isa<arith::SubFOp>(op))
    return emitFloat(e, op, "-", Precedence::Additive);
  if (isa<arith::MulFOp>(op))
    return emitFloat(e, op, "*", Precedence::Multiplicative);
  if (isa<arith::DivFOp>(op))
    return emitFloat(e, op, "/", Precedence::Multiplicative);
  if (isa<arith::NegFOp>(op)) {
    CType type = e.getType(op->getResult(0));
    return Emitter::unary("-", e.useAs(op->getOperand(0), type), type);
  }
  bool isBinary = op->getNumOperands() == 2 && op->getNumResults() == 1 &&
                  isa<arith::ArithDialect>(op->getDialect());
  if (isBinary && isBool(op->getResult(0)))
    return emitBool(e, op);
  return emitInteger(e, op);
}

} // namespace tritonmetal::metal
