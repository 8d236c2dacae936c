//===- IndexRanges.cpp - Bounds of integer values --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "IndexRanges.h"

#include "triton-metal/Analysis/Comparisons.h"
#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/IR/Matchers.h"
#include "llvm/Support/CheckedArithmetic.h"

using namespace mlir;
using namespace tritonmetal;

/// Expressions deeper than this, and more steps than that in all, are given up: real
/// indices are a few ops deep, and no input may take long.
static constexpr unsigned kMaxNesting = 64;
static constexpr unsigned kMaxSteps = 1u << 20;

/// A ring of more slots than this never settles; real ones have fewer than ten.
static constexpr unsigned kMaxRounds = 80;

static Interval getTypeRange(Type type) {
  unsigned width = isa<IndexType>(type) ? 64 : cast<IntegerType>(type).getWidth();
  if (width >= 64)
    return {INT64_MIN, INT64_MAX};
  return {-(int64_t(1) << (width - 1)), (int64_t(1) << (width - 1)) - 1};
}

static bool isScalarInteger(Type type) {
  auto integer = dyn_cast<IntegerType>(type);
  return isa<IndexType>(type) || (integer && integer.getWidth() <= 64);
}

std::optional<int64_t> tritonmetal::getIntegerConstant(Value value) {
  APInt constant;
  if (!isScalarInteger(value.getType()) || !matchPattern(value, m_ConstantInt(&constant)))
    return std::nullopt;
  return constant.getSExtValue();
}

//===----------------------------------------------------------------------===//
// Comparisons
//===----------------------------------------------------------------------===//

std::optional<ConstantComparison> tritonmetal::matchConstantComparison(Value condition) {
  auto compare = condition.getDefiningOp<arith::CmpIOp>();
  if (!compare)
    return std::nullopt;
  if (std::optional<int64_t> constant = getIntegerConstant(compare.getRhs()))
    return ConstantComparison{compare.getLhs(), compare.getPredicate(), *constant};
  if (std::optional<int64_t> constant = getIntegerConstant(compare.getLhs()))
    return ConstantComparison{compare.getRhs(), swapOperands(compare.getPredicate()), *constant};
  return std::nullopt;
}

/// The bounds of x where `x predicate constant` holds. Unsigned orders agree with the
/// signed ones where neither side is negative, and say nothing otherwise.
static Interval restrictIf(Interval range, arith::CmpIPredicate predicate, int64_t constant) {
  using P = arith::CmpIPredicate;
  bool isUnsigned =
      predicate == P::ult || predicate == P::ule || predicate == P::ugt || predicate == P::uge;
  if (isUnsigned && (range.lo < 0 || constant < 0))
    return range;
  switch (predicate) {
  case P::eq:
    return range.meet({constant, constant});
  case P::ne:
    if (range.lo == constant && range.lo < range.hi)
      return {range.lo + 1, range.hi};
    if (range.hi == constant && range.lo < range.hi)
      return {range.lo, range.hi - 1};
    return range.isSingle() && range.lo == constant ? Interval{1, 0} : range;
  case P::slt:
  case P::ult:
    return constant == INT64_MIN ? Interval{1, 0} : range.meet({INT64_MIN, constant - 1});
  case P::sle:
  case P::ule:
    return range.meet({INT64_MIN, constant});
  case P::sgt:
  case P::ugt:
    return constant == INT64_MAX ? Interval{1, 0} : range.meet({constant + 1, INT64_MAX});
  case P::sge:
  case P::uge:
    return range.meet({constant, INT64_MAX});
  }
  llvm_unreachable("no such predicate");
}

Interval tritonmetal::restrict(Interval range, const ConstantComparison &comparison, bool outcome) {
  arith::CmpIPredicate predicate = comparison.predicate;
  if (!outcome)
    predicate = arith::invertPredicate(predicate);
  return restrictIf(range, predicate, comparison.constant);
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

/// The bounds of the exact result, or none where even 64 bits are too few.
std::optional<Interval> IndexRanges::computeExact(Operation *op) {
  Interval a = get(op->getOperand(0)), b = get(op->getOperand(1));
  std::optional<int64_t> corners[4];
  unsigned count = 2;
  if (isa<arith::AddIOp>(op)) {
    corners[0] = llvm::checkedAdd(a.lo, b.lo);
    corners[1] = llvm::checkedAdd(a.hi, b.hi);
  } else if (isa<arith::SubIOp>(op)) {
    corners[0] = llvm::checkedSub(a.lo, b.hi);
    corners[1] = llvm::checkedSub(a.hi, b.lo);
  } else {
    count = 4;
    corners[0] = llvm::checkedMul(a.lo, b.lo);
    corners[1] = llvm::checkedMul(a.lo, b.hi);
    corners[2] = llvm::checkedMul(a.hi, b.lo);
    corners[3] = llvm::checkedMul(a.hi, b.hi);
  }
  Interval range{INT64_MAX, INT64_MIN};
  for (unsigned i = 0; i < count; ++i) {
    if (!corners[i])
      return std::nullopt;
    range = range.join({*corners[i], *corners[i]});
  }
  return range;
}

bool IndexRanges::mayWrap(Operation *op) {
  Interval type = getTypeRange(op->getResult(0).getType());
  std::optional<Interval> exact = computeExact(op);
  return !exact || !type.contains(*exact);
}

/// Remainders and masks by a positive constant.
static std::optional<Interval> boundByConstant(Operation *op, Interval x, int64_t c) {
  if (c <= 0)
    return std::nullopt;
  bool isNonNegative = x.lo >= 0;
  if (isa<arith::RemSIOp>(op))
    return Interval{isNonNegative ? 0 : std::max(x.lo, 1 - c),
                    x.hi <= 0 ? 0 : std::min(x.hi, c - 1)};
  if (isa<arith::RemUIOp>(op))
    return Interval{0, isNonNegative ? std::min(x.hi, c - 1) : c - 1};
  if (isa<arith::AndIOp>(op))
    return Interval{0, isNonNegative ? std::min(x.hi, c) : c};
  if (isa<arith::DivSIOp>(op) || (isa<arith::DivUIOp>(op) && isNonNegative))
    return Interval{x.lo / c, x.hi / c};
  return std::nullopt;
}

Interval IndexRanges::computeArithmetic(Operation *op) {
  Interval type = getTypeRange(op->getResult(0).getType());
  if (isa<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op)) {
    std::optional<Interval> exact = computeExact(op);
    return exact && type.contains(*exact) ? *exact : type;
  }
  if (isa<arith::MinSIOp, arith::MaxSIOp>(op)) {
    Interval a = get(op->getOperand(0)), b = get(op->getOperand(1));
    bool isMin = isa<arith::MinSIOp>(op);
    return isMin ? Interval{std::min(a.lo, b.lo), std::min(a.hi, b.hi)}
                 : Interval{std::max(a.lo, b.lo), std::max(a.hi, b.hi)};
  }
  if (isa<arith::ExtSIOp, arith::TruncIOp, arith::IndexCastOp>(op)) {
    if (!isScalarInteger(op->getOperand(0).getType()))
      return type;
    Interval source = get(op->getOperand(0));
    return type.contains(source) ? source : type;
  }
  if (isa<arith::ExtUIOp>(op)) {
    Interval source = get(op->getOperand(0));
    unsigned width = cast<IntegerType>(op->getOperand(0).getType()).getWidth();
    return source.lo >= 0 ? source
                          : Interval{0, width < 63 ? (int64_t(1) << width) - 1 : INT64_MAX};
  }
  if (isa<tt::GetProgramIdOp, tt::GetNumProgramsOp>(op))
    return {0, type.hi};
  if (isa<arith::RemSIOp, arith::RemUIOp, arith::AndIOp, arith::DivSIOp, arith::DivUIOp>(op))
    if (std::optional<int64_t> constant = getIntegerConstant(op->getOperand(1)))
      if (auto range = boundByConstant(op, get(op->getOperand(0)), *constant))
        return *range;
  return type;
}

/// Each side of a select counts only where the condition lets it through.
Interval IndexRanges::computeSelect(arith::SelectOp op) {
  std::optional<ConstantComparison> comparison = matchConstantComparison(op.getCondition());
  if (!comparison)
    return get(op.getTrueValue()).join(get(op.getFalseValue()));
  Interval whole = get(comparison->value);
  auto getSide = [&](Value side, bool outcome) {
    Interval restricted = restrict(whole, *comparison, outcome);
    if (restricted.isEmpty())
      return Interval{1, 0};
    if (side == comparison->value)
      return restricted;
    // `x + 1` where x is what was compared: with its bounds on this side.
    Operation *step = side.getDefiningOp();
    if (isa_and_nonnull<arith::AddIOp, arith::SubIOp>(step) &&
        step->getOperand(0) == comparison->value && step->getOperand(1) != comparison->value) {
      get(step->getOperand(1)); // known from here on, so that only these bounds are looked up
      known[comparison->value] = restricted;
      Interval range = computeArithmetic(step);
      known[comparison->value] = whole;
      return range;
    }
    return get(side);
  };
  Interval a = getSide(op.getTrueValue(), true), b = getSide(op.getFalseValue(), false);
  if (a.isEmpty())
    return b;
  return b.isEmpty() ? a : a.join(b);
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

void IndexRanges::forgetBody(scf::ForOp loop) {
  known.clear();
  SmallVector<Operation *> inner;
  for (auto &entry : carried)
    if (loop->isProperAncestor(entry.first))
      inner.push_back(entry.first);
  for (Operation *op : inner)
    carried.erase(op);
}

/// Widens the bounds of what the loop carries until an iteration adds nothing.
void IndexRanges::settle(scf::ForOp loop) {
  if (carried.contains(loop))
    return;
  if (auto outer = loop->getParentOfType<scf::ForOp>())
    settle(outer);
  if (carried.contains(loop)) // while the outer one settled
    return;
  auto getOrNone = [&](Value value) {
    return isScalarInteger(value.getType()) ? get(value) : Interval{0, 0};
  };
  SmallVector<Interval> bounds = llvm::map_to_vector(loop.getInitArgs(), getOrNone);
  for (unsigned round = 0;; ++round) {
    carried[loop] = bounds;
    forgetBody(loop);
    bool hasChanged = false;
    SmallVector<Interval> next = bounds;
    for (auto [index, yielded] : llvm::enumerate(loop.getYieldedValues())) {
      Interval joined = bounds[index].join(getOrNone(yielded));
      if (joined == bounds[index])
        continue;
      hasChanged = true;
      next[index] = round < kMaxRounds ? joined : getTypeRange(yielded.getType());
    }
    bounds = next;
    if (!hasChanged)
      return;
  }
}

Interval IndexRanges::computeCarried(scf::ForOp loop, unsigned index) {
  settle(loop);
  return carried[loop][index];
}

//===----------------------------------------------------------------------===//
// All values
//===----------------------------------------------------------------------===//

Interval IndexRanges::computeResult(OpResult result) {
  Operation *op = result.getOwner();
  if (std::optional<int64_t> constant = getIntegerConstant(result))
    return {*constant, *constant};
  if (auto select = dyn_cast<arith::SelectOp>(op))
    return computeSelect(select);
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return computeCarried(loop, result.getResultNumber());
  if (auto branch = dyn_cast<scf::IfOp>(op)) {
    unsigned index = result.getResultNumber();
    return get(branch.thenYield().getOperand(index))
        .join(get(branch.elseYield().getOperand(index)));
  }
  return computeArithmetic(op);
}

Interval IndexRanges::compute(Value value) {
  Interval type = getTypeRange(value.getType());
  if (value.getType().isInteger(1))
    return type;
  if (auto result = dyn_cast<OpResult>(value))
    return computeResult(result);
  auto argument = cast<BlockArgument>(value);
  auto loop = dyn_cast_or_null<scf::ForOp>(argument.getOwner()->getParentOp());
  if (!loop)
    return type;
  if (argument != loop.getInductionVar())
    return computeCarried(loop, argument.getArgNumber() - loop.getNumInductionVars());
  if (loop.getUnsignedCmp())
    return type;
  Interval upper = get(loop.getUpperBound());
  Interval range{get(loop.getLowerBound()).lo, upper.hi == INT64_MIN ? upper.hi : upper.hi - 1};
  return range.isEmpty() ? type : range; // of a loop that never runs, anything is true
}

Interval IndexRanges::get(Value value) {
  if (auto it = known.find(value); it != known.end())
    return it->second;
  if (nesting > kMaxNesting || ++steps > kMaxSteps)
    return getTypeRange(value.getType());
  ++nesting;
  Interval range = compute(value);
  --nesting;
  known[value] = range;
  return range;
}
