//===- PointerForms.cpp - How each tensor of pointers is held --------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "PointerForms.h"

#include "triton-metal/Analysis/IntegerRanges.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/EquivalenceClasses.h"

using namespace mlir;
using namespace tritonmetal;

bool tritonmetal::isPointerTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && isa<tt::PointerType>(tensor.getElementType());
}

PointerForm tritonmetal::getPointerForm(Type pointerTensor) {
  auto tensor = cast<RankedTensorType>(pointerTensor);
  return PointerForm(cast<tt::PointerType>(tensor.getElementType()).getAddressSpace());
}

unsigned tritonmetal::getOffsetWidth(PointerForm form) {
  return form == PointerForm::Narrow ? 32 : 64;
}

//===----------------------------------------------------------------------===//
// Uniform tensors
//===----------------------------------------------------------------------===//

/// Ops that give each element of the source, or all of them, a new place.
static bool keepsElements(Operation *op) {
  return isa<tt::BroadcastOp, tt::ExpandDimsOp, tt::ReshapeOp, tt::TransOp, ttg::ConvertLayoutOp>(
      op);
}

/// Ops that move elements of one tensor or several, whose parts stay what they are.
static bool movesElements(Operation *op) {
  return keepsElements(op) || isa<tt::CatOp, tt::JoinOp, tt::SplitOp>(op);
}

static DenseElementsAttr getSplatOf(arith::ConstantOp op) {
  auto dense = dyn_cast<DenseElementsAttr>(op.getValue());
  return dense && dense.isSplat() ? dense : DenseElementsAttr();
}

bool tritonmetal::isUniform(Value tensor) {
  Operation *op = tensor.getDefiningOp();
  if (!op || !getElementTypeOrSelf(tensor.getType()).isInteger())
    return false;
  if (isa<tt::SplatOp>(op))
    return true;
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    return bool(getSplatOf(constant));
  if (keepsElements(op))
    return isUniform(op->getOperand(0));
  bool isArithmetic = isa<arith::ArithDialect>(op->getDialect()) && isPure(op) &&
                      op->hasTrait<OpTrait::Elementwise>() && op->getNumResults() == 1;
  return isArithmetic && llvm::all_of(op->getOperands(), isUniform);
}

Value tritonmetal::buildUniform(ConversionPatternRewriter &rewriter, Value tensor) {
  Operation *op = tensor.getDefiningOp();
  if (auto splat = dyn_cast<tt::SplatOp>(op))
    return rewriter.getRemappedValue(splat.getSrc());
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    auto value = cast<TypedAttr>(getSplatOf(constant).getSplatValue<Attribute>());
    return arith::ConstantOp::create(rewriter, op->getLoc(), value);
  }
  if (keepsElements(op))
    return buildUniform(rewriter, op->getOperand(0));
  IRMapping mapping;
  for (Value operand : op->getOperands())
    if (!mapping.contains(operand))
      mapping.map(operand, buildUniform(rewriter, operand));
  Operation *scalar = rewriter.clone(*op, mapping);
  scalar->getResult(0).setType(getElementTypeOrSelf(tensor.getType()));
  return scalar->getResult(0);
}

bool tritonmetal::hasNoOffset(Value pointerTensor) {
  Operation *op = pointerTensor.getDefiningOp();
  if (!op)
    return false;
  if (auto add = dyn_cast<tt::AddPtrOp>(op))
    return isUniform(add.getOffset()) && hasNoOffset(add.getPtr());
  return isa<tt::SplatOp>(op) || (keepsElements(op) && hasNoOffset(op->getOperand(0)));
}

//===----------------------------------------------------------------------===//
// Forms
//===----------------------------------------------------------------------===//

namespace {

/// What is known of the pointers that have one form together.
struct FormState {
  bool isAddress = false;
  SignedRange offsets = {0, 0}; // in pointees
  unsigned changes = 0;

  PointerForm getForm() const {
    if (isAddress)
      return PointerForm::Address;
    return offsets.fits(32) ? PointerForm::Narrow : PointerForm::Wide;
  }
};

class FormAnalysis {
public:
  explicit FormAnalysis(ModuleOp module) : module(module), ranges(module) {}
  void run();

private:
  void connect(Value a, Value b);
  void connectAll(ValueRange as, ValueRange bs);
  void connectCarried(Operation *op);
  bool transfer(Operation *op);
  bool transferAdd(tt::AddPtrOp op);
  bool transferBitcast(tt::BitcastOp op);
  bool transferSelect(arith::SelectOp op);
  bool raise(Value value, bool isAddress, SignedRange offsets);
  FormState &stateOf(Value value) {
    return states[groups.getLeaderValue(value.getAsOpaquePointer())];
  }

  ModuleOp module;
  IntegerRanges ranges;
  llvm::EquivalenceClasses<void *> groups;
  llvm::DenseMap<void *, FormState> states;
};

} // namespace

void FormAnalysis::connect(Value a, Value b) {
  if (isPointerTensor(a.getType()) && isPointerTensor(b.getType()))
    groups.unionSets(a.getAsOpaquePointer(), b.getAsOpaquePointer());
}

void FormAnalysis::connectAll(ValueRange as, ValueRange bs) {
  for (auto [a, b] : llvm::zip(as, bs))
    connect(a, b);
}

/// Control flow makes its operands one with what they become.
void FormAnalysis::connectCarried(Operation *op) {
  if (auto loop = dyn_cast<scf::ForOp>(op)) {
    connectAll(loop.getInitArgs(), loop.getRegionIterArgs());
    connectAll(loop.getYieldedValues(), loop.getRegionIterArgs());
    connectAll(loop.getResults(), loop.getRegionIterArgs());
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    connectAll(loop.getInits(), loop.getBeforeArguments());
    connectAll(loop.getYieldOp().getOperands(), loop.getBeforeArguments());
    connectAll(loop.getConditionOp().getArgs(), loop.getAfterArguments());
    connectAll(loop.getResults(), loop.getAfterArguments());
  } else if (auto branch = dyn_cast<BranchOpInterface>(op)) {
    for (auto [index, successor] : llvm::enumerate(op->getSuccessors())) {
      SuccessorOperands operands = branch.getSuccessorOperands(index);
      connectAll(operands.getForwardedOperands(),
                 successor->getArguments().drop_front(operands.getProducedOperandCount()));
    }
  } else {
    for (Region &region : op->getRegions()) // scf.if
      for (Block &block : region)
        if (block.mightHaveTerminator() &&
            block.getTerminator()->getNumOperands() == op->getNumResults())
          connectAll(block.getTerminator()->getOperands(), op->getResults());
  }
}

bool FormAnalysis::raise(Value value, bool isAddress, SignedRange offsets) {
  // A group that keeps growing goes round in a loop.
  constexpr unsigned maxChanges = 8;
  FormState &state = stateOf(value);
  SignedRange joined = state.offsets.join(offsets);
  if ((!isAddress || state.isAddress) && joined == state.offsets)
    return false;
  state.isAddress |= isAddress;
  state.offsets = ++state.changes > maxChanges ? SignedRange::ofWidth(64) : joined;
  return true;
}

bool FormAnalysis::transferAdd(tt::AddPtrOp op) {
  FormState source = stateOf(op.getPtr());
  SignedRange offsets = source.offsets;
  if (!isUniform(op.getOffset()))
    offsets = offsets.plus(ranges.of(op.getOffset()));
  return raise(op.getResult(), source.isAddress, offsets);
}

/// Offsets count smaller elements by a whole number, larger ones not.
bool FormAnalysis::transferBitcast(tt::BitcastOp op) {
  FormState source = stateOf(op.getSrc());
  int64_t from =
      tt::getElementBytes(getElementTypeOrSelf(tt::getPointeeLike(op.getSrc().getType())));
  int64_t to = tt::getElementBytes(getElementTypeOrSelf(tt::getPointeeLike(op.getType())));
  bool isWhole = from % to == 0;
  return raise(op.getResult(), source.isAddress || !isWhole,
               isWhole ? source.offsets.times(from / to) : source.offsets);
}

/// By one condition the base is chosen like the offsets.
bool FormAnalysis::transferSelect(arith::SelectOp op) {
  FormState yes = stateOf(op.getTrueValue()), no = stateOf(op.getFalseValue());
  bool isForAll = op.getCondition().getType().isInteger(1);
  return raise(op.getResult(), !isForAll || yes.isAddress || no.isAddress,
               yes.offsets.join(no.offsets));
}

bool FormAnalysis::transfer(Operation *op) {
  if (op->getNumResults() == 0 || !isPointerTensor(op->getResult(0).getType()) ||
      op->getNumRegions() != 0 || isa<tt::SplatOp, tt::SplitOp>(op) || keepsElements(op))
    return false;
  Value result = op->getResult(0);
  if (auto add = dyn_cast<tt::AddPtrOp>(op))
    return transferAdd(add);
  if (auto bitcast = dyn_cast<tt::BitcastOp>(op))
    return transferBitcast(bitcast);
  if (auto select = dyn_cast<arith::SelectOp>(op))
    return transferSelect(select);
  // From memory, from integers, or from several tensors, which may have several bases.
  return raise(result, /*isAddress=*/true, {0, 0});
}

void FormAnalysis::run() {
  SmallVector<Value> values;
  SmallVector<Operation *> ops;
  auto note = [&](Value value) {
    if (!isPointerTensor(value.getType()))
      return;
    groups.insert(value.getAsOpaquePointer());
    values.push_back(value);
  };
  module.walk<WalkOrder::PreOrder>([&](Operation *op) {
    ops.push_back(op);
    llvm::for_each(op->getResults(), note);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        llvm::for_each(block.getArguments(), note);
  });
  for (Operation *op : ops) {
    bool isCarrier = op->getNumRegions() != 0 || isa<BranchOpInterface>(op);
    if (isCarrier)
      connectCarried(op);
    else if (movesElements(op))
      for (Value operand : op->getOperands())
        for (Value result : op->getResults())
          connect(operand, result);
  }
  bool changed = true;
  while (changed) {
    changed = false;
    for (Operation *op : ops)
      changed |= transfer(op);
  }
  SmallVector<PointerForm> forms;
  for (Value value : values)
    forms.push_back(stateOf(value).getForm());
  for (auto [value, form] : llvm::zip(values, forms)) {
    auto type = cast<RankedTensorType>(value.getType());
    Type pointee = cast<tt::PointerType>(type.getElementType()).getPointeeType();
    auto pointer = tt::PointerType::get(type.getContext(), pointee, int(form));
    value.setType(RankedTensorType::get(type.getShape(), pointer, type.getEncoding()));
  }
}

void tritonmetal::writePointerForms(ModuleOp module) { FormAnalysis(module).run(); }
