//===- RemoveLayoutConversions.cpp - Few conversions between layouts ------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Four steps for a function:
//
//   1. take all conversions out, so that only what must have a layout insists on one;
//   2. let LayoutAssignment decide on a layout for every tensor;
//   3. give all tensors these types;
//   4. where an operand does not arrive as its op needs it, compute it once more in the
//      other layout if that is cheap, else convert.
//
//===----------------------------------------------------------------------===//

#include "LayoutAssignment.h"

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/DenseSet.h"

namespace tritonmetal::ttg {
#define GEN_PASS_DEF_REMOVELAYOUTCONVERSIONS
#include "triton-metal/Dialect/TritonGPU/Transforms/Passes.h.inc"
} // namespace tritonmetal::ttg

using namespace mlir;
using namespace tritonmetal;
using namespace tritonmetal::ttg;

namespace {

/// Ops that may be repeated to save one conversion. Address arithmetic has a dozen or
/// two; a conversion through threadgroup memory costs two barriers.
constexpr unsigned kMaxRepeatedOps = 48;

Type withLayout(Value value, Attribute layout) {
  return cast<RankedTensorType>(value.getType()).cloneWithEncoding(layout);
}

void setLayout(Value value, Attribute layout) {
  if (layout && getLayout(value) != layout)
    value.setType(withLayout(value, layout));
}

/// A constant's value has the type of its result.
void updateConstant(Operation *op) {
  auto constant = dyn_cast<arith::ConstantOp>(op);
  if (!constant)
    return;
  if (auto elements = dyn_cast<DenseElementsAttr>(constant.getValue()))
    constant.setValueAttr(elements.reshape(cast<ShapedType>(constant.getType())));
}

/// Puts a tensor into another layout, each only once.
class LayoutChanger {
public:
  Value get(Value value, Attribute layout) {
    if (getLayout(value) == layout)
      return value;
    Value &changed = cache[{value, layout}];
    if (changed)
      return changed;
    unsigned budget = kMaxRepeatedOps;
    DenseSet<Placed> visited;
    Value result =
        canRepeat(value, layout, budget, visited) ? repeat(value, layout) : convert(value, layout);
    return cache[{value, layout}] = result; // `changed` may have moved
  }

private:
  /// A value, and the layout that it is wanted in.
  using Placed = std::pair<Value, Attribute>;

  /// Address and index arithmetic; nothing that takes many instructions.
  static bool isCheap(Operation *op) {
    switch (getLayoutKind(op)) {
    case LayoutKind::Source:
    case LayoutKind::ExpandDims:
    case LayoutKind::Reshape:
    case LayoutKind::Trans:
      return true;
    case LayoutKind::Same:
      if (isa<arith::DivFOp, arith::DivSIOp, arith::DivUIOp, arith::RemFOp, arith::RemSIOp,
              arith::RemUIOp>(op) ||
          !isPure(op) || op->getNumRegions() != 0)
        return false;
      return isa<arith::ArithDialect>(op->getDialect()) ||
             isa<tt::AddPtrOp, tt::BitcastOp, tt::BroadcastOp>(op);
    default:
      return false;
    }
  }

  bool canRepeat(Value value, Attribute layout, unsigned &budget, DenseSet<Placed> &visited) {
    if (getLayout(value) == layout || cache.lookup({value, layout}))
      return true;
    Operation *op = value.getDefiningOp();
    if (!op || op->getNumResults() != 1 || !isCheap(op))
      return false;
    if (!visited.insert({value, layout}).second)
      return true;
    if (budget-- == 0) {
      budget = 0;
      return false;
    }
    Attribute operandLayout = getOperandLayout(op, layout);
    return llvm::all_of(op->getOperands(), [&](Value operand) {
      if (!isa<RankedTensorType>(operand.getType()))
        return true;
      return operandLayout && canRepeat(operand, operandLayout, budget, visited);
    });
  }

  Value repeat(Value value, Attribute layout) {
    if (getLayout(value) == layout)
      return value;
    if (Value known = cache.lookup({value, layout}))
      return known;
    Operation *op = value.getDefiningOp();
    Attribute operandLayout = getOperandLayout(op, layout);
    SmallVector<Value> operands;
    for (Value operand : op->getOperands())
      operands.push_back(isa<RankedTensorType>(operand.getType()) ? repeat(operand, operandLayout)
                                                                  : operand);
    OpBuilder builder(op->getContext());
    builder.setInsertionPointAfter(op);
    Operation *copy = builder.clone(*op);
    copy->setOperands(operands);
    setLayout(copy->getResult(0), layout);
    updateConstant(copy);
    return cache[{value, layout}] = copy->getResult(0);
  }

  Value convert(Value value, Attribute layout) {
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(value);
    return ConvertLayoutOp::create(builder, value.getLoc(), withLayout(value, layout), value);
  }

  DenseMap<Placed, Value> cache;
};

struct RemoveLayoutConversions final
    : ttg::impl::RemoveLayoutConversionsBase<RemoveLayoutConversions> {
  void runOnOperation() override {
    for (auto function : getOperation().getOps<tt::FuncOp>())
      if (!function.isDeclaration() && isPlanned(function))
        runOnFunction(function);
  }

  /// True if every tensor has a layout of ours, so that the rules hold.
  static bool isPlanned(tt::FuncOp function) {
    auto hasLayout = [](Type type) {
      auto tensor = dyn_cast<RankedTensorType>(type);
      return !tensor || hasLinearLayout(tensor.getShape(), tensor.getEncoding());
    };
    WalkResult result = function->walk([&](Operation *op) {
      bool haveLayouts = llvm::all_of(op->getResultTypes(), hasLayout);
      for (Region &region : op->getRegions())
        for (Block &block : region)
          haveLayouts &= llvm::all_of(block.getArgumentTypes(), hasLayout);
      return haveLayouts ? WalkResult::advance() : WalkResult::interrupt();
    });
    return !result.wasInterrupted();
  }

  void runOnFunction(tt::FuncOp function) {
    LayoutAssignment assignment(function);
    strip(function);
    assignment.solve();
    retype(function, assignment);
    connect(function, assignment);
    sweep(function);
  }

  /// Step 1. Types do not fit until step 4.
  static void strip(tt::FuncOp function) {
    function->walk([](ConvertLayoutOp op) {
      op.getResult().replaceAllUsesWith(op.getSrc());
      op.erase();
    });
  }

  /// Step 3. A reduction's result follows from its operand; if the others decided
  /// otherwise, they get a converted one.
  static void retype(tt::FuncOp function, const LayoutAssignment &assignment) {
    SmallVector<tt::ReduceOp> reductions;
    function->walk([&](Operation *op) {
      for (Value result : op->getResults())
        setLayout(result, assignment.of(result));
      for (Region &region : op->getRegions())
        for (Block &block : region)
          for (Value argument : block.getArguments())
            setLayout(argument, assignment.of(argument));
      updateConstant(op);
      if (auto reduction = dyn_cast<tt::ReduceOp>(op))
        reductions.push_back(reduction);
    });
    for (tt::ReduceOp op : reductions) {
      Attribute layout = getResultLayout(op, getLayout(op.getSrcs().front()));
      for (Value result : op->getResults()) {
        Type wanted = result.getType();
        if (!layout || getLayout(result) == layout)
          continue;
        setLayout(result, layout);
        OpBuilder builder(op->getContext());
        builder.setInsertionPointAfter(op);
        auto converted = ConvertLayoutOp::create(builder, op.getLoc(), wanted, result);
        result.replaceAllUsesExcept(converted, converted);
      }
    }
  }

  /// Step 4.
  static void connect(tt::FuncOp function, const LayoutAssignment &assignment) {
    SmallVector<Operation *> ops;
    function->walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (!isa<ConvertLayoutOp>(op))
        ops.push_back(op);
    });
    LayoutChanger changer;
    for (Operation *op : ops)
      for (OpOperand &operand : op->getOpOperands())
        if (getLayout(operand.get()))
          if (Attribute required = assignment.getRequired(operand))
            operand.set(changer.get(operand.get(), required));
  }

  /// What was computed again may not be needed as it was.
  static void sweep(tt::FuncOp function) {
    SmallVector<Operation *> ops;
    function->walk<WalkOrder::PreOrder>([&](Operation *op) { ops.push_back(op); });
    for (Operation *op : llvm::reverse(ops))
      if (isOpTriviallyDead(op))
        op->erase();
  }
};

} // namespace
