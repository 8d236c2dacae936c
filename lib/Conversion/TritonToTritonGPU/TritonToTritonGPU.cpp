//===- TritonToTritonGPU.cpp - Give every tensor a layout -----------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The default layout depends on the shape alone. So the types of all values can change
// in place, through loops, branches and calls: values that had one type before have one
// type after. What remains are the ops whose operand and result differ in shape; each
// of them gets conversions around it.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Conversion/TritonToTritonGPU/Passes.h"
#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

namespace tritonmetal {
#define GEN_PASS_DEF_CONVERTTRITONTOTRITONGPU
#include "triton-metal/Conversion/TritonToTritonGPU/Passes.h.inc"
} // namespace tritonmetal

using namespace mlir;
using namespace tritonmetal;

namespace {

/// Apple GPUs run at most 1024 threads in a threadgroup, 32 SIMD-groups of 32 lanes
/// (Metal feature set tables); foreign layouts know 64 lanes.
constexpr int kMaxWarps = 32;
constexpr int kMaxThreadsPerWarp = 64;

class LayoutGiver {
public:
  LayoutGiver(MLIRContext *context, int numWarps, int threadsPerWarp)
      : context(context), numWarps(numWarps), threadsPerWarp(threadsPerWarp) {}

  Type convert(Type type) const {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor ? tensor.cloneWithEncoding(getDefault(tensor)) : type;
  }

  void convertFunction(tt::FuncOp function) const {
    FunctionType type = function.getFunctionType();
    auto convertAll = [&](ArrayRef<Type> types) {
      return llvm::map_to_vector(types, [&](Type type) { return convert(type); });
    };
    function.setFunctionType(
        FunctionType::get(context, convertAll(type.getInputs()), convertAll(type.getResults())));
    function->walk([&](Operation *op) {
      for (Value result : op->getResults())
        result.setType(convert(result.getType()));
      for (Region &region : op->getRegions())
        for (Block &block : region)
          for (Value argument : block.getArguments())
            argument.setType(convert(argument.getType()));
      if (auto constant = dyn_cast<arith::ConstantOp>(op))
        if (auto elements = dyn_cast<DenseElementsAttr>(constant.getValue()))
          constant.setValueAttr(elements.reshape(cast<ShapedType>(constant.getType())));
    });
    SmallVector<Operation *> ops;
    function->walk([&](Operation *op) { ops.push_back(op); });
    for (Operation *op : ops)
      TypeSwitch<Operation *>(op)
          .Case<tt::BroadcastOp, tt::DotOp, tt::ExpandDimsOp, tt::JoinOp, tt::ReduceOp,
                tt::ReshapeOp, tt::SplitOp, tt::TransOp>([&](auto op) { connect(op); });
  }

private:
  Attribute getDefault(RankedTensorType type) const {
    return ttg::BlockedEncodingAttr::getDefault(context, type.getShape(), numWarps, threadsPerWarp);
  }

  /// Makes the op read an operand in another layout.
  void convertOperand(OpOperand &operand, Attribute layout) const {
    auto type = cast<RankedTensorType>(operand.get().getType());
    if (type.getEncoding() == layout)
      return;
    OpBuilder builder(operand.getOwner());
    operand.set(ttg::ConvertLayoutOp::create(builder, operand.get().getLoc(),
                                             type.cloneWithEncoding(layout), operand.get()));
  }

  /// Makes the op have a result in another layout, and gives its users the old one.
  void convertResult(OpResult result, Attribute layout) const {
    auto type = cast<RankedTensorType>(result.getType());
    if (type.getEncoding() == layout)
      return;
    result.setType(type.cloneWithEncoding(layout));
    OpBuilder builder(context);
    builder.setInsertionPointAfter(result.getOwner());
    auto back = ttg::ConvertLayoutOp::create(builder, result.getLoc(), type, result);
    result.replaceAllUsesExcept(back, back);
  }

  /// The source repeats within the result's layout.
  void connect(tt::BroadcastOp op) const {
    convertOperand(op.getSrcMutable(), op.getType().getEncoding());
  }

  /// The source has the slice of the result's layout.
  void connect(tt::ExpandDimsOp op) const {
    convertOperand(op.getSrcMutable(),
                   ttg::SliceEncodingAttr::get(context, op.getAxis(),
                                               cast<RankedTensorType>(op.getType()).getEncoding()));
  }

  /// The results have the slice of the source's layout.
  void connect(tt::ReduceOp op) const {
    auto source = cast<RankedTensorType>(op.getSrcs().front().getType());
    if (source.getRank() == 1)
      return;
    for (OpResult result : op->getResults())
      convertResult(result,
                    ttg::SliceEncodingAttr::get(context, op.getAxis(), source.getEncoding()));
  }

  /// Pairs lie in neighbouring registers.
  void connect(tt::JoinOp op) const {
    RankedTensorType source = op.getLhs().getType();
    convertResult(op->getOpResult(0), ttg::joinLayout(source.getShape(), source.getEncoding()));
  }

  void connect(tt::SplitOp op) const {
    RankedTensorType half = op.getOutLHS().getType();
    convertOperand(op.getSrcMutable(), ttg::joinLayout(half.getShape(), half.getEncoding()));
  }

  void connect(tt::ReshapeOp op) const {
    RankedTensorType source = op.getSrc().getType();
    convertResult(op->getOpResult(0), ttg::reshapeLayout(source.getShape(), source.getEncoding(),
                                                         op.getType().getShape()));
  }

  void connect(tt::TransOp op) const {
    RankedTensorType source = op.getSrc().getType();
    convertResult(op->getOpResult(0),
                  ttg::transposeLayout(source.getShape(), source.getEncoding(), op.getOrder()));
  }

  /// Each thread computes a square of the result, as large as there are elements for,
  /// and reads its rows and columns.
  void connect(tt::DotOp op) const {
    RankedTensorType type = op.getD().getType();
    int64_t elements = type.getNumElements() / (int64_t(numWarps) * threadsPerWarp);
    int32_t side = elements >= 16 ? 4 : elements >= 4 ? 2 : 1;
    unsigned rank = type.getRank();
    SmallVector<int32_t> sizes(rank, 1), order;
    for (unsigned dim = rank; dim-- > 0;)
      order.push_back(dim);
    for (unsigned dim : {rank - 2, rank - 1})
      sizes[dim] = std::min<int64_t>(side, type.getDimSize(dim));
    auto layout = ttg::BlockedEncodingAttr::get(context, type.getShape(), sizes, order, numWarps,
                                                threadsPerWarp);
    convertOperand(op.getAMutable(),
                   ttg::DotOperandEncodingAttr::get(context, /*opIdx=*/0, layout, /*kWidth=*/0));
    convertOperand(op.getBMutable(),
                   ttg::DotOperandEncodingAttr::get(context, /*opIdx=*/1, layout, /*kWidth=*/0));
    convertOperand(op.getCMutable(), layout);
    convertResult(op->getOpResult(0), layout);
  }

  MLIRContext *context;
  int numWarps;
  int threadsPerWarp;
};

/// Calls `visit` for the type of every result and every region argument of the op.
/// False as soon as it is.
bool visitTensors(Operation *op, function_ref<bool(RankedTensorType)> visit) {
  auto visitAll = [&](TypeRange types) {
    return llvm::all_of(types, [&](Type type) {
      auto tensor = dyn_cast<RankedTensorType>(type);
      return !tensor || visit(tensor);
    });
  };
  if (!visitAll(op->getResultTypes()))
    return false;
  for (Region &region : op->getRegions())
    for (Block &block : region)
      if (!visitAll(block.getArgumentTypes()))
        return false;
  auto function = dyn_cast<tt::FuncOp>(op); // a declaration has no arguments in its body
  return !function ||
         (visitAll(function.getArgumentTypes()) && visitAll(function.getResultTypes()));
}

/// Refuses what cannot have a layout, before anything is changed.
LogicalResult verifyCanHaveLayouts(Operation *op) {
  if (isa<tt::LoadOp, tt::StoreOp>(op) && tt::isBlockPointer(op->getOperand(0).getType()))
    return op->emitOpError() << "goes through a block pointer, for which no layout can be planned: "
                             << op->getOperand(0).getType() << "; use a tensor of pointers instead";
  auto constant = dyn_cast<arith::ConstantOp>(op);
  if (constant && isa<RankedTensorType>(constant.getType()) &&
      !isa<DenseElementsAttr>(constant.getValue()))
    return op->emitOpError() << "has elements in a form that is not planned for: "
                             << constant.getValue() << "; write them as dense<...>";
  return success();
}

/// Checks that no tensor is without a layout, where others have one.
LogicalResult verifyHasLayouts(Operation *op) {
  LogicalResult result = success();
  visitTensors(op, [&](RankedTensorType type) {
    if (!type.getEncoding())
      result = op->emitOpError() << "has a tensor without a layout, though others of the module "
                                    "have one: "
                                 << type << "; give a layout to all of them or to none";
    return succeeded(result);
  });
  return result;
}

struct ConvertTritonToTritonGPU final
    : tritonmetal::impl::ConvertTritonToTritonGPUBase<ConvertTritonToTritonGPU> {
  using ConvertTritonToTritonGPUBase::ConvertTritonToTritonGPUBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (failed(verifyCount("num-warps", numWarps, kMaxWarps)) ||
        failed(verifyCount("threads-per-warp", threadsPerWarp, kMaxThreadsPerWarp)))
      return signalPassFailure();
    bool isPlanned = hasLayouts(module);
    auto verify = isPlanned ? verifyHasLayouts : verifyCanHaveLayouts;
    for (auto function : module.getOps<tt::FuncOp>()) {
      WalkResult result = function->walk([&](Operation *op) { return WalkResult(verify(op)); });
      if (result.wasInterrupted())
        return signalPassFailure();
    }
    if (isPlanned)
      return;
    Builder builder(&getContext());
    module->setAttr(ttg::kNumWarpsAttrName, builder.getI32IntegerAttr(numWarps));
    module->setAttr(ttg::kThreadsPerWarpAttrName, builder.getI32IntegerAttr(threadsPerWarp));
    module->setAttr(ttg::kNumCtasAttrName, builder.getI32IntegerAttr(1));
    module->setAttr(ttg::kTargetAttrName, builder.getStringAttr("metal:" + target));
    LayoutGiver giver(&getContext(), numWarps, threadsPerWarp);
    for (auto function : module.getOps<tt::FuncOp>())
      giver.convertFunction(function);
  }

private:
  LogicalResult verifyCount(StringRef name, int count, int limit) {
    if (count >= 1 && count <= limit && llvm::isPowerOf2_32(count))
      return success();
    return getOperation().emitError()
           << name << " must be a power of two from 1 to " << limit << ", found " << count;
  }

  static bool hasLayouts(ModuleOp module) {
    auto hasNone = [](RankedTensorType type) { return !type.getEncoding(); };
    return llvm::any_of(module.getOps<tt::FuncOp>(), [&](tt::FuncOp function) {
      return function
          ->walk([&](Operation *op) {
            return visitTensors(op, hasNone) ? WalkResult::advance() : WalkResult::interrupt();
          })
          .wasInterrupted();
    });
  }
};

} // namespace
