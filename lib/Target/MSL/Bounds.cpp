//===- Bounds.cpp - Integers that are small whatever happens ----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Bounds.h"

#include "triton-metal/Dialect/Metal/IR/Metal.h"

#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace tritonmetal::metal {

using Bound = std::optional<uint64_t>;

static Bound getConstant(Value value) {
  APInt constant;
  if (!matchPattern(value, m_ConstantInt(&constant)) || constant.isNegative())
    return std::nullopt;
  return constant.getZExtValue();
}

/// All ones up to the highest bit of `value`.
static uint64_t fillBits(uint64_t value) {
  return value == 0 ? 0 : llvm::maskTrailingOnes<uint64_t>(llvm::Log2_64(value) + 1);
}

/// Induction variable of a loop that counts from a small number to a small one.
static Bound getInductionBound(Bounds &bounds, scf::ForOp loop) {
  Bound low = bounds.getUpperBound(loop.getLowerBound());
  Bound high = bounds.getUpperBound(loop.getUpperBound());
  if (!low || !high)
    return std::nullopt;
  return *high == 0 ? 0 : *high - 1;
}

static Bound computeBinary(Operation *op, Bound a, Bound b) {
  // One operand is enough where the other can only make it smaller.
  if (isa<arith::RemUIOp>(op) && b && *b > 0)
    return *b - 1;
  if (isa<arith::AndIOp, arith::MinUIOp>(op) && bool(a) != bool(b))
    return a ? a : b;
  if (!a || !b)
    return std::nullopt;
  return llvm::TypeSwitch<Operation *, Bound>(op)
      .Case([&](arith::AddIOp) { return llvm::SaturatingAdd(*a, *b); })
      .Case([&](arith::MulIOp) { return llvm::SaturatingMultiply(*a, *b); })
      .Case([&](arith::ShLIOp shift) -> Bound {
        Bound amount = getConstant(shift.getRhs());
        if (!amount || *amount > 62)
          return std::nullopt;
        return llvm::SaturatingMultiply(*a, uint64_t(1) << *amount);
      })
      .Case<arith::ShRUIOp, arith::ShRSIOp, arith::DivUIOp, arith::DivSIOp>([&](auto) { return a; })
      .Case([&](arith::RemSIOp) { return a; })
      .Case<arith::OrIOp, arith::XOrIOp>([&](auto) { return fillBits(std::max(*a, *b)); })
      .Case<arith::AndIOp, arith::MinSIOp, arith::MinUIOp>([&](auto) { return std::min(*a, *b); })
      .Case<arith::MaxSIOp, arith::MaxUIOp>([&](auto) { return std::max(*a, *b); })
      .Default([](Operation *) { return std::nullopt; });
}

Bound Bounds::compute(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto loop = dyn_cast<scf::ForOp>(argument.getOwner()->getParentOp());
    if (!loop || argument != loop.getInductionVar())
      return std::nullopt;
    return getInductionBound(*this, loop);
  }
  Operation *op = value.getDefiningOp();
  if (isa<arith::ConstantOp>(op))
    return getConstant(value);
  if (isa<ThreadIndexOp>(op))
    return op->getParentOfType<KernelOp>().getThreadsPerThreadgroup() - 1;
  if (isa<LaneIndexOp>(op))
    return 31;
  if (isa<SimdgroupIndexOp>(op))
    return op->getParentOfType<KernelOp>().getNumSimdgroups() - 1;
  if (isa<arith::ExtSIOp, arith::ExtUIOp, arith::TruncIOp, arith::IndexCastOp>(op)) {
    Type source = op->getOperand(0).getType();
    if (isa<arith::ExtUIOp>(op) && source.isInteger(1))
      return 1;
    return getUpperBound(op->getOperand(0));
  }
  if (auto select = dyn_cast<arith::SelectOp>(op)) {
    Bound a = getUpperBound(select.getTrueValue()), b = getUpperBound(select.getFalseValue());
    return a && b ? Bound(std::max(*a, *b)) : std::nullopt;
  }
  if (op->getNumOperands() == 2 && op->getNumResults() == 1)
    return computeBinary(op, getUpperBound(op->getOperand(0)), getUpperBound(op->getOperand(1)));
  return std::nullopt;
}

Bound Bounds::getUpperBound(Value value) {
  unsigned width = value.getType().isIndex()     ? 32
                   : value.getType().isInteger() ? value.getType().getIntOrFloatBitWidth()
                                                 : 0;
  if (width < 2)
    return std::nullopt;
  if (auto it = known.find(value); it != known.end())
    return it->second;
  Bound bound = compute(value);
  if (bound && *bound > uint64_t(llvm::maxIntN(width)))
    bound = std::nullopt;
  known[value] = bound;
  return bound;
}

} // namespace tritonmetal::metal
