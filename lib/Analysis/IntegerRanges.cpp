//===- IntegerRanges.cpp - Between which numbers integers lie --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Analysis/IntegerRanges.h"

#include "Assumptions.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/Analysis/DataFlow/ConstantPropagationAnalysis.h"
#include "mlir/Analysis/DataFlow/DeadCodeAnalysis.h"
#include "mlir/Analysis/DataFlow/IntegerRangeAnalysis.h"
#include "mlir/Analysis/DataFlowFramework.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

SignedRange SignedRange::ofWidth(unsigned bits) {
  return {llvm::minIntN(bits), llvm::maxIntN(bits)};
}

bool SignedRange::fits(unsigned bits) const {
  return llvm::isIntN(bits, low) && llvm::isIntN(bits, high);
}

SignedRange SignedRange::join(const SignedRange &other) const {
  return {std::min(low, other.low), std::max(high, other.high)};
}

SignedRange SignedRange::plus(const SignedRange &other) const {
  SignedRange sum;
  if (llvm::AddOverflow(low, other.low, sum.low) || llvm::AddOverflow(high, other.high, sum.high))
    return ofWidth(64);
  return sum;
}

SignedRange SignedRange::times(int64_t factor) const {
  SignedRange product;
  if (llvm::MulOverflow(low, factor, product.low) || llvm::MulOverflow(high, factor, product.high))
    return ofWidth(64);
  return product;
}

namespace {

/// Adds the ops of Triton that move integers or make them, and what kernels promise.
class TritonRangeAnalysis final : public dataflow::IntegerRangeAnalysis {
public:
  TritonRangeAnalysis(DataFlowSolver &solver, const Assumptions &assumptions)
      : IntegerRangeAnalysis(solver), assumptions(assumptions) {}

  void setToEntryState(dataflow::IntegerValueRangeLattice *lattice) override {
    Value value = lattice->getAnchor();
    IntegerValueRange range = IntegerValueRange::getMaxRange(value);
    propagateIfChanged(lattice, lattice->join(narrow(range, value)));
  }

  LogicalResult visitOperation(Operation *op,
                               ArrayRef<const dataflow::IntegerValueRangeLattice *> operands,
                               ArrayRef<dataflow::IntegerValueRangeLattice *> results) override {
    if (auto range = dyn_cast<tt::MakeRangeOp>(op)) {
      set(results[0], range.getStart(), int64_t(range.getEnd()) - 1);
    } else if (isa<tt::GetProgramIdOp>(op)) {
      set(results[0], 0, llvm::maxIntN(32));
    } else if (isa<tt::GetNumProgramsOp>(op)) {
      set(results[0], 1, llvm::maxIntN(32));
    } else if (isa<tt::SplatOp, tt::BroadcastOp, tt::ExpandDimsOp, tt::ReshapeOp, tt::TransOp,
                   ttg::ConvertLayoutOp>(op) &&
               getElementTypeOrSelf(op->getResult(0)).isInteger()) {
      if (!operands[0]->getValue().isUninitialized())
        propagateIfChanged(results[0], results[0]->join(operands[0]->getValue()));
    } else if (llvm::any_of(op->getResults(), [&](Value v) { return hasRange(v); })) {
      visitPromised(op, operands, results);
    } else {
      return IntegerRangeAnalysis::visitOperation(op, operands, results);
    }
    return success();
  }

private:
  bool hasRange(Value value) const {
    const Assumption *assumption = assumptions.lookup(value);
    return assumption && assumption->range;
  }

  /// `range` without what is promised not to happen; a promise that contradicts it is none.
  IntegerValueRange narrow(IntegerValueRange range, Value value) const {
    if (!hasRange(value) || range.isUninitialized())
      return range;
    ConstantIntRanges both = range.getValue().intersection(*assumptions.lookup(value)->range);
    return both.smin().sgt(both.smax()) || both.umin().ugt(both.umax()) ? range
                                                                        : IntegerValueRange(both);
  }

  /// An op of whose result something is promised.
  void visitPromised(Operation *op, ArrayRef<const dataflow::IntegerValueRangeLattice *> operands,
                     ArrayRef<dataflow::IntegerValueRangeLattice *> results) {
    auto inferred = dyn_cast<InferIntRangeInterface>(op);
    if (!inferred) {
      for (dataflow::IntegerValueRangeLattice *result : results)
        setToEntryState(result);
      return;
    }
    SmallVector<IntegerValueRange> ranges;
    for (const dataflow::IntegerValueRangeLattice *operand : operands)
      ranges.push_back(operand->getValue());
    inferred.inferResultRangesFromOptional(
        ranges, [&](Value value, const IntegerValueRange &range) {
          auto result = dyn_cast<OpResult>(value);
          if (!result)
            return;
          dataflow::IntegerValueRangeLattice *lattice = results[result.getResultNumber()];
          propagateIfChanged(lattice, lattice->join(narrow(range, value)));
        });
  }

  void set(dataflow::IntegerValueRangeLattice *lattice, int64_t low, int64_t high) {
    auto range = ConstantIntRanges::fromSigned(APInt(32, low, /*isSigned=*/true),
                                               APInt(32, high, /*isSigned=*/true));
    propagateIfChanged(lattice, lattice->join(narrow(range, lattice->getAnchor())));
  }

  const Assumptions &assumptions;
};

} // namespace

IntegerRanges::IntegerRanges(ModuleOp module) : solver(std::make_unique<DataFlowSolver>()) {
  solver->load<dataflow::DeadCodeAnalysis>();
  solver->load<dataflow::SparseConstantPropagation>();
  Assumptions assumptions(module);
  solver->load<TritonRangeAnalysis>(assumptions);
  // Without a result every value has the range of its type.
  if (failed(solver->initializeAndRun(module)))
    solver = std::make_unique<DataFlowSolver>();
}

IntegerRanges::~IntegerRanges() = default;

SignedRange IntegerRanges::of(Value value) const {
  Type type = getElementTypeOrSelf(value.getType());
  unsigned width = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
  auto *lattice = solver->lookupState<dataflow::IntegerValueRangeLattice>(value);
  if (!lattice || lattice->getValue().isUninitialized())
    return SignedRange::ofWidth(width);
  const ConstantIntRanges &range = lattice->getValue().getValue();
  if (range.smin().getBitWidth() != width || range.smin().sgt(range.smax()))
    return SignedRange::ofWidth(width);
  return {range.smin().getSExtValue(), range.smax().getSExtValue()};
}
