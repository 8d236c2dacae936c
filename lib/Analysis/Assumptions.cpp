//===- Assumptions.cpp - What tl.assume says about values ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Assumptions.h"

#include "triton-metal/Analysis/Comparisons.h"
#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace tritonmetal;

/// The numbers x for which `x predicate bound`; none if that is no range, or empty.
static std::optional<ConstantIntRanges> getRange(arith::CmpIPredicate predicate,
                                                 const APInt &bound) {
  using P = arith::CmpIPredicate;
  unsigned bits = bound.getBitWidth();
  APInt least = APInt::getSignedMinValue(bits), most = APInt::getSignedMaxValue(bits);
  APInt zero(bits, 0), all = APInt::getMaxValue(bits);
  switch (predicate) {
  case P::eq:
    return ConstantIntRanges::constant(bound);
  case P::ne:
    return std::nullopt;
  case P::slt:
    return bound == least ? std::nullopt
                          : std::optional(ConstantIntRanges::fromSigned(least, bound - 1));
  case P::sle:
    return ConstantIntRanges::fromSigned(least, bound);
  case P::sgt:
    return bound == most ? std::nullopt
                         : std::optional(ConstantIntRanges::fromSigned(bound + 1, most));
  case P::sge:
    return ConstantIntRanges::fromSigned(bound, most);
  case P::ult:
    return bound == zero ? std::nullopt
                         : std::optional(ConstantIntRanges::fromUnsigned(zero, bound - 1));
  case P::ule:
    return ConstantIntRanges::fromUnsigned(zero, bound);
  case P::ugt:
    return bound == all ? std::nullopt
                        : std::optional(ConstantIntRanges::fromUnsigned(bound + 1, all));
  case P::uge:
    return ConstantIntRanges::fromUnsigned(bound, all);
  }
  llvm_unreachable("every predicate is listed");
}

/// `x % 16`, `x & 15` -> {x, 16}: if that is zero, x is divisible by 16.
static std::pair<Value, int64_t> getRemainder(Value value) {
  Operation *op = value.getDefiningOp();
  APInt number;
  if (!op || op->getNumOperands() != 2 || !matchPattern(op->getOperand(1), m_ConstantInt(&number)))
    return {};
  if (isa<arith::RemSIOp, arith::RemUIOp>(op) && !number.isZero())
    return {op->getOperand(0), int64_t(1) << std::min(number.countr_zero(), 62u)};
  if (isa<arith::AndIOp>(op))
    return {op->getOperand(0), int64_t(1) << std::min(number.countr_one(), 62u)};
  return {};
}

/// Whether what comes after `op` is reached whenever `op` is.
static bool comesToAnEnd(Operation &op) {
  WalkResult result = op.walk([](Operation *inner) {
    return isa<scf::WhileOp, tt::CallOp>(inner) ? WalkResult::interrupt() : WalkResult::advance();
  });
  return !result.wasInterrupted();
}

Assumptions::Assumptions(ModuleOp module) {
  module.walk([&](LLVM::AssumeOp assume) { read(assume.getCond(), assume); });
}

const Assumption *Assumptions::lookup(Value value) const {
  auto found = assumptions.find(value);
  return found == assumptions.end() ? nullptr : &found->second;
}

void Assumptions::read(Value condition, Operation *assume) {
  SmallVector<Value> conditions = {condition};
  while (!conditions.empty()) {
    Operation *op = conditions.pop_back_val().getDefiningOp();
    if (isa_and_nonnull<arith::AndIOp>(op))
      conditions.append({op->getOperand(0), op->getOperand(1)});
    else if (isa_and_nonnull<arith::CmpIOp>(op))
      readComparison(op, assume);
  }
}

void Assumptions::readComparison(Operation *op, Operation *assume) {
  auto comparison = cast<arith::CmpIOp>(op);
  if (!comparison.getLhs().getType().isInteger())
    return;
  Value value = comparison.getLhs();
  arith::CmpIPredicate predicate = comparison.getPredicate();
  APInt bound;
  if (matchPattern(value, m_ConstantInt(&bound))) {
    value = comparison.getRhs();
    predicate = swapOperands(predicate);
  } else if (!matchPattern(comparison.getRhs(), m_ConstantInt(&bound))) {
    return;
  }
  auto [dividend, divisor] = getRemainder(value);
  if (dividend && bound.isZero() && predicate == arith::CmpIPredicate::eq)
    if (Assumption *assumption = enter(dividend, assume))
      assumption->divisor = std::max(assumption->divisor, divisor);
  std::optional<ConstantIntRanges> range = getRange(predicate, bound);
  if (!range)
    return;
  if (Assumption *assumption = enter(value, assume))
    assumption->range = assumption->range ? assumption->range->intersection(*range) : *range;
}

/// Null where the promise does not hold everywhere.
Assumption *Assumptions::enter(Value value, Operation *assume) {
  if (value.getParentBlock() != assume->getBlock())
    return nullptr;
  Operation *definition = value.getDefiningOp();
  Block::iterator first =
      definition ? std::next(definition->getIterator()) : assume->getBlock()->begin();
  if (!llvm::all_of(llvm::make_range(first, assume->getIterator()), comesToAnEnd))
    return nullptr;
  return &assumptions[value];
}
