//===- LayoutAssignment.cpp - One layout for each tensor ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutAssignment.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

#include "mlir/Interfaces/ControlFlowInterfaces.h"

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

//===----------------------------------------------------------------------===//
// Rules
//===----------------------------------------------------------------------===//

LayoutKind ttg::getLayoutKind(Operation *op) {
  bool endsBranchRegion = op->hasTrait<OpTrait::IsTerminator>() &&
                          isa_and_present<RegionBranchOpInterface>(op->getParentOp());
  if (endsBranchRegion || isa<BranchOpInterface, RegionBranchOpInterface>(op))
    return LayoutKind::ControlFlow;
  if (isa<tt::AssertOp, tt::PrintOp>(op))
    return LayoutKind::Any;
  if (isa<tt::ExpandDimsOp>(op))
    return LayoutKind::ExpandDims;
  if (isa<tt::HistogramOp>(op))
    return LayoutKind::Histogram;
  if (isa<tt::ReduceOp>(op))
    return LayoutKind::Reduce;
  if (isa<tt::ReshapeOp>(op))
    return LayoutKind::Reshape;
  if (isa<tt::TransOp>(op))
    return LayoutKind::Trans;
  if (isa<tt::MakeRangeOp, tt::SplatOp>(op) || op->hasTrait<OpTrait::ConstantLike>())
    return LayoutKind::Source;
  // Packs of several elements ask for as many registers side by side.
  auto map = dyn_cast<tt::MapElementwiseOp>(op);
  if ((map && map.getPack() == 1) || isa<tt::BroadcastOp, tt::ScanOp>(op) ||
      op->hasTrait<OpTrait::Elementwise>())
    return LayoutKind::Same;
  return LayoutKind::Keep;
}

Attribute ttg::getLayout(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type ? type.getEncoding() : Attribute();
}

static ArrayRef<int64_t> getShape(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

static Attribute unslice(Attribute layout, unsigned dim) {
  auto slice = dyn_cast<SliceEncodingAttr>(layout);
  return slice && slice.getDim() == dim ? slice.getParent() : Attribute();
}

Attribute ttg::getOperandLayout(Operation *op, Attribute result) {
  switch (getLayoutKind(op)) {
  case LayoutKind::Same:
    return result;
  case LayoutKind::ExpandDims:
    return SliceEncodingAttr::get(op->getContext(), cast<tt::ExpandDimsOp>(op).getAxis(), result);
  case LayoutKind::Reduce:
    return unslice(result, cast<tt::ReduceOp>(op).getAxis());
  case LayoutKind::Reshape:
    return reshapeLayout(getShape(op->getResult(0)), result, getShape(op->getOperand(0)));
  case LayoutKind::Trans: {
    ArrayRef<int32_t> order = cast<tt::TransOp>(op).getOrder();
    SmallVector<int32_t> inverse(order.size());
    for (auto [index, dim] : llvm::enumerate(order))
      inverse[dim] = index;
    return transposeLayout(getShape(op->getResult(0)), result, inverse);
  }
  default:
    return {};
  }
}

Attribute ttg::getResultLayout(Operation *op, Attribute operand) {
  switch (getLayoutKind(op)) {
  case LayoutKind::Same:
    return operand;
  case LayoutKind::ExpandDims:
    return unslice(operand, cast<tt::ExpandDimsOp>(op).getAxis());
  case LayoutKind::Reduce:
    if (!isa<RankedTensorType>(op->getResult(0).getType()))
      return {};
    return SliceEncodingAttr::get(op->getContext(), cast<tt::ReduceOp>(op).getAxis(), operand);
  case LayoutKind::Reshape:
    return reshapeLayout(getShape(op->getOperand(0)), operand, getShape(op->getResult(0)));
  case LayoutKind::Trans:
    return transposeLayout(getShape(op->getOperand(0)), operand, cast<tt::TransOp>(op).getOrder());
  default:
    return {};
  }
}

//===----------------------------------------------------------------------===//
// Collecting
//===----------------------------------------------------------------------===//

bool ttg::feedsDot(Operation *op) {
  llvm::SetVector<Operation *> reached;
  reached.insert(op);
  for (unsigned i = 0; i < reached.size(); ++i)
    for (OpOperand &use : reached[i]->getUses()) {
      Operation *user = use.getOwner();
      if (isa<tt::DotOp>(user) && use.getOperandNumber() < 2)
        return true;
      if (isa<ConvertLayoutOp>(user) || getLayoutKind(user) == LayoutKind::Same)
        reached.insert(user);
    }
  return false;
}

LayoutAssignment::LayoutAssignment(tt::FuncOp function) : function(function) {
  function->walk([&](Operation *op) {
    if (op == function.getOperation() || getLayoutKind(op) != LayoutKind::Keep ||
        isa<ConvertLayoutOp>(op))
      return;
    keepers.push_back(op);
    for (OpOperand &operand : op->getOpOperands())
      if (Attribute layout = getLayout(operand.get()))
        kept[&operand] = layout;
  });
}

void LayoutAssignment::collectControlFlow() {
  auto pass = [&](OpOperand &operand, Value receiver) {
    if (!isa<RankedTensorType>(receiver.getType()))
      return;
    receivers[&operand].push_back(receiver);
    feeders[receiver].push_back(&operand);
  };
  function->walk([&](Operation *op) {
    if (auto branch = dyn_cast<BranchOpInterface>(op)) {
      for (OpOperand &operand : op->getOpOperands())
        if (std::optional<BlockArgument> argument =
                branch.getSuccessorBlockArgument(operand.getOperandNumber()))
          pass(operand, *argument);
      return;
    }
    auto regions = dyn_cast<RegionBranchOpInterface>(op);
    if (!regions)
      return;
    RegionBranchSuccessorMapping mapping;
    regions.getSuccessorOperandInputMapping(mapping);
    // In program order, not in that of the map.
    auto visit = [&](Operation *source) {
      for (OpOperand &operand : source->getOpOperands())
        for (Value receiver : mapping.lookup(&operand))
          pass(operand, receiver);
    };
    visit(op);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        visit(block.getTerminator());
  });
}

//===----------------------------------------------------------------------===//
// Spreading
//===----------------------------------------------------------------------===//

/// All that one operand may be passed to gets its layout at once, so that they agree.
/// A layout that fits a small tensor may give too many registers to a large one.
void LayoutAssignment::assign(Value value, Attribute layout) {
  if (!layout || !isa<RankedTensorType>(value.getType()) || layouts.contains(value) ||
      !hasLinearLayout(getShape(value), layout))
    return;
  layouts[value] = layout;
  pending.push_back(value);
  auto it = feeders.find(value);
  if (it == feeders.end())
    return;
  for (OpOperand *feeder : it->second)
    for (Value receiver : receivers.find(feeder)->second)
      assign(receiver, layout);
}

void LayoutAssignment::spreadToUser(OpOperand &use, Attribute layout) {
  Operation *user = use.getOwner();
  LayoutKind kind = getLayoutKind(user);
  if (kind == LayoutKind::ControlFlow) {
    for (Value receiver : receivers.lookup(&use))
      assign(receiver, layout);
    return;
  }
  if (kind == LayoutKind::Histogram || kind == LayoutKind::Reduce || kind == LayoutKind::Same)
    for (Value operand : user->getOperands())
      assign(operand, layout);
  Attribute resultLayout = getResultLayout(user, layout);
  for (Value result : user->getResults())
    assign(result, resultLayout);
}

void LayoutAssignment::spreadToProducer(Value value, Attribute layout) {
  if (auto it = feeders.find(value); it != feeders.end()) {
    for (OpOperand *feeder : it->second)
      assign(feeder->get(), layout);
    return;
  }
  Operation *producer = value.getDefiningOp();
  if (!producer)
    return;
  Attribute operandLayout = getOperandLayout(producer, layout);
  for (Value operand : producer->getOperands())
    assign(operand, operandLayout);
  if (getLayoutKind(producer) == LayoutKind::Same)
    for (Value result : producer->getResults())
      assign(result, layout);
}

static bool isSource(Value value) {
  Operation *op = value.getDefiningOp();
  return op && getLayoutKind(op) == LayoutKind::Source;
}

void LayoutAssignment::spread() {
  while (!pending.empty()) {
    Value value = pending.front();
    pending.pop_front();
    Attribute layout = of(value);
    if (passesSources || !isSource(value))
      for (OpOperand &use : value.getUses())
        spreadToUser(use, layout);
    spreadToProducer(value, layout);
  }
}

/// How much it would cost to convert what the op reads or writes, in bytes.
static int64_t getWeight(Operation *op) {
  int64_t bytes = 0;
  auto add = [&](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (tensor && !isa<tt::PointerType>(tensor.getElementType()))
      bytes =
          std::max(bytes, tensor.getNumElements() * tt::getElementBytes(tensor.getElementType()));
  };
  for (Type type : op->getOperandTypes())
    add(type);
  for (Type type : op->getResultTypes())
    add(type);
  return bytes;
}

void LayoutAssignment::solve() {
  collectControlFlow();
  // What nobody may change comes first, for nothing to spread over it.
  for (Operation *op : keepers)
    for (Value result : op->getResults())
      if (Attribute layout = getLayout(result))
        layouts[result] = layout;
  for (Value argument : function.getArguments())
    if (Attribute layout = getLayout(argument))
      layouts[argument] = layout;

  llvm::stable_sort(keepers, [](Operation *a, Operation *b) {
    return std::pair(isa<tt::DotOp>(a), getWeight(a)) > std::pair(isa<tt::DotOp>(b), getWeight(b));
  });
  for (Operation *op : keepers) {
    for (OpOperand &operand : op->getOpOperands())
      assign(operand.get(), kept.lookup(&operand));
    for (Value result : op->getResults())
      if (layouts.contains(result))
        pending.push_back(result);
    spread();
  }
  for (Value argument : function.getArguments())
    if (layouts.contains(argument))
      pending.push_back(argument);
  spread();

  // What no Keep op reaches follows a range or a constant that others use as well.
  passesSources = true;
  function->walk<WalkOrder::PreOrder>([&](Operation *op) {
    for (Value result : op->getResults())
      if (isSource(result) && layouts.contains(result))
        pending.push_back(result);
  });
  spread();

  // All else keeps its layout, one for all that hangs together.
  auto settle = [&](Value value) {
    assign(value, getLayout(value));
    spread();
  };
  function->walk<WalkOrder::PreOrder>([&](Operation *op) {
    for (Value result : op->getResults())
      settle(result);
    for (Region &region : op->getRegions())
      for (Value argument : region.getArguments())
        settle(argument);
  });
}

Attribute LayoutAssignment::getRequired(OpOperand &operand) const {
  Operation *op = operand.getOwner();
  Attribute found = getLayout(operand.get());
  switch (getLayoutKind(op)) {
  case LayoutKind::Any:
  case LayoutKind::Source:
    return {};
  case LayoutKind::Keep:
    return kept.lookup(&operand);
  case LayoutKind::ControlFlow: {
    auto it = receivers.find(&operand);
    return it == receivers.end() ? Attribute() : getLayout(it->second.front());
  }
  case LayoutKind::Histogram:
  case LayoutKind::Reduce:
    return getLayout(op->getOperand(0));
  case LayoutKind::ExpandDims:
  case LayoutKind::Same:
    return getOperandLayout(op, getLayout(op->getResult(0)));
  case LayoutKind::Reshape:
  case LayoutKind::Trans: {
    // There are several names for one layout; any is right here.
    Type result = op->getResult(0).getType();
    Type expected = cast<RankedTensorType>(result).cloneWithEncoding(getResultLayout(op, found));
    return tt::areEquivalentTypes(expected, result)
               ? found
               : getOperandLayout(op, getLayout(op->getResult(0)));
  }
  }
  llvm_unreachable("every kind has its case");
}
