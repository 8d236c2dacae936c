//===- FormLoops.cpp - Value form to loop form -----------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LoopFormer.h"
#include "PacketEmitter.h"
#include "triton-metal/Dialect/Metal/Transforms/Passes.h"

using namespace mlir;
using namespace tritonmetal::metal;

namespace tritonmetal::metal {
#define GEN_PASS_DEF_FORMLOOPS
#include "triton-metal/Dialect/Metal/Transforms/Passes.h.inc"
} // namespace tritonmetal::metal

LogicalResult LoopFormer::run(KernelOp oldKernel) {
  planProducers(oldKernel);
  Block &body = oldKernel.getBody().front();
  if (failed(processBlock(body)))
    return failure();
  builder.clone(*body.getTerminator());
  return success();
}

LogicalResult LoopFormer::processBlock(Block &block) {
  for (Operation &op : block.without_terminator()) {
    position = &op;
    if (failed(processOp(&op)))
      return failure();
  }
  position = block.getTerminator();
  flush();
  return success();
}

LogicalResult LoopFormer::processOp(Operation *op) {
  if (waiting.contains(op))
    return success();
  if (auto forOp = dyn_cast<scf::ForOp>(op))
    return processFor(forOp);
  if (auto ifOp = dyn_cast<scf::IfOp>(op))
    return processIf(ifOp);
  if (auto whileOp = dyn_cast<scf::WhileOp>(op))
    return processWhile(whileOp);
  if (auto multiply = dyn_cast<MatrixMultiplyOp>(op))
    return processMultiply(multiply);
  if (op->getNumRegions() != 0 && !op->hasTrait<ValueFormOp>())
    return op->emitOpError("is not control flow that metal-form-loops knows");
  bool isWideOp = llvm::any_of(op->getOperands(), LoopFormState::isWide) ||
                  llvm::any_of(op->getResults(), LoopFormState::isWide);
  if (!isWideOp || isa<vector::ExtractOp>(op))
    return processScalarOp(op);
  if (op->getNumResults() == 1 && state.isCheap(op->getResult(0)))
    return success();
  return join(op);
}

LogicalResult LoopFormer::processScalarOp(Operation *op) {
  bool usesGroup = llvm::any_of(
      op->getOperands(), [&](Value operand) { return group.contains(operand.getDefiningOp()); });
  if (usesGroup || !isMemoryEffectFree(op))
    flush();
  if (auto extract = dyn_cast<vector::ExtractOp>(op)) {
    bindExtract(extract);
    return success();
  }
  builder.clone(*op, state.scalars);
  return success();
}

/// `vector.extract %v[i]`, the way from a reduction's result to a scalar.
void LoopFormer::bindExtract(vector::ExtractOp op) {
  PacketShape shape = state.shapeOf(op.getSource());
  PacketEmitter packet(state, builder, shape, Value());
  state.scalars.map(op.getResult(), packet.get(op.getSource(), op.getStaticPosition().front(), 1));
}

namespace {
struct FormLoops final : tritonmetal::metal::impl::FormLoopsBase<FormLoops> {
  using FormLoopsBase::FormLoopsBase;

  void runOnOperation() override {
    for (KernelOp kernel : llvm::make_early_inc_range(getOperation().getOps<KernelOp>()))
      if (failed(rewrite(kernel)))
        return signalPassFailure();
  }

  LogicalResult rewrite(KernelOp kernel) {
    if (!llvm::hasSingleElement(kernel.getBody()))
      return kernel.emitOpError("has control flow outside `scf`, which metal-form-loops "
                                "does not take");
    OpBuilder builder(kernel);
    auto newKernel = cast<KernelOp>(builder.cloneWithoutRegions(*kernel));
    SmallVector<Location> locs;
    for (BlockArgument argument : kernel.getBody().getArguments())
      locs.push_back(argument.getLoc());
    builder.createBlock(&newKernel.getBody(), {}, kernel.getArgumentTypes(), locs);
    LogicalResult result = LoopFormer(kernel, newKernel, registerBudget).run(kernel);
    (succeeded(result) ? kernel : newKernel).erase();
    return result;
  }
};
} // namespace
