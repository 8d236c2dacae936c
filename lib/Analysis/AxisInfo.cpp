//===- AxisInfo.cpp - Lattice and data flow ---------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Analysis/AxisInfo.h"
#include "Assumptions.h"
#include "AxisInfoTransfer.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Analysis/DataFlow/SparseAnalysis.h"
#include "mlir/Analysis/DataFlow/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace tritonmetal;

//===----------------------------------------------------------------------===//
// Lattice
//===----------------------------------------------------------------------===//

AxisInfo AxisInfo::unknown(Type type) {
  AxisInfo info;
  auto tensor = dyn_cast<RankedTensorType>(type);
  info.dims.resize(tensor ? std::max<int64_t>(tensor.getRank(), 1) : 1);
  if (auto pointer = dyn_cast<tt::PointerType>(getElementTypeOrSelf(type)))
    info.unit = std::max(1u, tt::getElementBytes(pointer.getPointeeType()));
  return info;
}

int64_t AxisInfo::getDivisibilityAt(unsigned dim, int64_t step) const {
  const Dim &d = dims[dim];
  // Within a run the value grows by one unit a position.
  return step >= d.contiguity ? d.divisibility : std::min(d.divisibility, step * unit);
}

int64_t AxisInfo::getDivisibilityOfAll() const {
  int64_t result = 1;
  for (unsigned dim = 0; dim < dims.size(); ++dim)
    result = std::max(result, getDivisibilityAt(dim, 1));
  return result;
}

int64_t AxisInfo::getAlignedRun(unsigned dim) const {
  return std::min(dims[dim].contiguity, std::max<int64_t>(1, dims[dim].divisibility / unit));
}

AxisInfo AxisInfo::join(const AxisInfo &lhs, const AxisInfo &rhs) {
  if (!lhs.isReached())
    return rhs;
  if (!rhs.isReached())
    return lhs;
  AxisInfo result;
  result.unit = lhs.unit;
  for (unsigned dim = 0; dim < lhs.dims.size(); ++dim) {
    Dim joined;
    joined.contiguity = std::min(lhs.getContiguity(dim), rhs.getContiguity(dim));
    joined.constancy = std::min(lhs.getConstancy(dim), rhs.getConstancy(dim));
    joined.divisibility = std::min(lhs.getDivisibilityAt(dim, joined.contiguity),
                                   rhs.getDivisibilityAt(dim, joined.contiguity));
    result.dims.push_back(joined);
  }
  // Two different bounds give none, so that a loop cannot raise one for ever.
  if (lhs.constant == rhs.constant)
    result.constant = lhs.constant;
  if (lhs.upperBound == rhs.upperBound)
    result.upperBound = lhs.upperBound;
  return result;
}

void AxisInfo::print(raw_ostream &os) const {
  if (!isReached()) {
    os << "not reached";
    return;
  }
  auto printDims = [&](StringRef name, auto get) {
    os << name << " = [";
    llvm::interleaveComma(dims, os, [&](const Dim &dim) { os << get(dim); });
    os << "]";
  };
  printDims("contiguity", [](const Dim &dim) { return dim.contiguity; });
  printDims(", divisibility", [](const Dim &dim) { return dim.divisibility; });
  printDims(", constancy", [](const Dim &dim) { return dim.constancy; });
  if (constant)
    os << ", constant = " << *constant;
  if (upperBound)
    os << ", at most " << *upperBound;
}

//===----------------------------------------------------------------------===//
// Data flow
//===----------------------------------------------------------------------===//

namespace {

using AxisInfoLattice = dataflow::Lattice<AxisInfo>;

class AxisInfoFlow final : public dataflow::SparseForwardDataFlowAnalysis<AxisInfoLattice> {
public:
  AxisInfoFlow(DataFlowSolver &solver, const Assumptions &assumptions)
      : SparseForwardDataFlowAnalysis(solver), assumptions(assumptions) {}

  LogicalResult visitOperation(Operation *op, ArrayRef<const AxisInfoLattice *> operands,
                               ArrayRef<AxisInfoLattice *> results) override {
    SmallVector<AxisInfo> infos;
    for (const AxisInfoLattice *operand : operands) {
      if (!operand->getValue().isReached())
        return success(); // visited again when it is
      infos.push_back(operand->getValue());
    }
    for (auto [index, result] : llvm::enumerate(results)) {
      AxisInfo info = transferAxisInfo(op, index, infos);
      applyHints(info, result->getAnchor().getType(), op->getDiscardableAttrDictionary());
      applyAssumptions(info, result->getAnchor());
      propagateIfChanged(result, result->join(info));
    }
    return success();
  }

  /// Arguments of functions have the promises that Triton attached to them; all
  /// else that comes from outside is unknown.
  void setToEntryState(AxisInfoLattice *lattice) override {
    Value value = lattice->getAnchor();
    AxisInfo info = AxisInfo::unknown(value.getType());
    if (auto argument = dyn_cast<BlockArgument>(value))
      if (auto function = dyn_cast<tt::FuncOp>(argument.getOwner()->getParentOp());
          function && argument.getOwner()->isEntryBlock())
        if (DictionaryAttr attributes = function.getArgAttrDict(argument.getArgNumber()))
          applyHints(info, value.getType(), attributes);
    applyAssumptions(info, value);
    propagateIfChanged(lattice, lattice->join(info));
  }

  /// The induction variable starts at the lower bound and moves by the step.
  void visitNonControlFlowArguments(Operation *op, const RegionSuccessor &successor,
                                    ArrayRef<AxisInfoLattice *> arguments,
                                    unsigned firstIndex) override {
    auto loop = dyn_cast<scf::ForOp>(op);
    if (!loop || successor.isParent()) {
      for (auto [index, argument] : llvm::enumerate(arguments))
        if (index < firstIndex || index >= firstIndex + successor.getSuccessorInputs().size())
          setToEntryState(argument);
      return;
    }
    ProgramPoint *point = getProgramPointBefore(loop.getBody());
    auto get = [&](Value value) -> const AxisInfo & {
      return static_cast<const AxisInfoLattice *>(getLatticeElementFor(point, value))->getValue();
    };
    const AxisInfo &lower = get(loop.getLowerBound());
    const AxisInfo &upper = get(loop.getUpperBound());
    const AxisInfo &step = get(loop.getStep());
    if (!lower.isReached() || !upper.isReached() || !step.isReached())
      return;
    AxisInfo info = AxisInfo::unknown(loop.getInductionVar().getType());
    info.dims[0].divisibility = std::min(lower.getDivisibilityOfAll(), step.getDivisibilityOfAll());
    if (!loop.getUnsignedCmp() && lower.getUpperBound() && upper.getUpperBound())
      info.upperBound = std::max<int64_t>(0, *upper.getUpperBound() - 1);
    AxisInfoLattice *lattice = getLatticeElement(loop.getInductionVar());
    propagateIfChanged(lattice, lattice->join(info));
  }

private:
  /// Of scalars, which is what kernels make promises about.
  void applyAssumptions(AxisInfo &info, Value value) {
    const Assumption *assumption = assumptions.lookup(value);
    if (!assumption)
      return;
    info.dims[0].divisibility = std::max(info.dims[0].divisibility, assumption->divisor);
    if (!assumption->range || assumption->range->smin().isNegative() ||
        assumption->range->smax().isNegative())
      return;
    int64_t bound = assumption->range->smax().getSExtValue();
    info.upperBound = std::min(info.upperBound.value_or(bound), bound);
  }

  const Assumptions &assumptions;
};

} // namespace

AxisInfoAnalysis::AxisInfoAnalysis(ModuleOp module) : solver(std::make_unique<DataFlowSolver>()) {
  Assumptions assumptions(module);
  dataflow::loadBaselineAnalyses(*solver);
  solver->load<AxisInfoFlow>(assumptions);
  if (failed(solver->initializeAndRun(module)))
    solver.reset(); // then nothing is known
}

AxisInfoAnalysis::~AxisInfoAnalysis() = default;

AxisInfo AxisInfoAnalysis::lookup(Value value) const {
  const AxisInfoLattice *lattice = solver ? solver->lookupState<AxisInfoLattice>(value) : nullptr;
  if (!lattice || !lattice->getValue().isReached())
    return AxisInfo::unknown(value.getType());
  return lattice->getValue();
}
