//===- TritonGPUToTriton.cpp - TTGIR back to TTIR --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// In order:
//   1. Refuse what has no meaning in TTIR (CheckRaisable).
//   2. Tensors lose their layouts; memory keeps its own (StripLayouts).
//   3. Ops of foreign machines become loads and stores, of device and of shared memory
//      (RaiseOps.h).
//   4. Shared memory becomes values: views of it (Views), allocations with their accesses
//      (BufferCollector), what is in each slot where it is read (SlotContents, by way of
//      SlotIndices and IndexRanges), what loops therefore carry (CarriedSlots).
//   5. Counters of slots, tokens and memory that nothing accesses any more go (DeadValues).
//   6. Refuse what is left of foreign machines (CheckRaisable).
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Conversion/TritonGPUToTriton/Passes.h"

#include "DeadValues.h"
#include "PromoteBuffers.h"
#include "RaiseOps.h"
#include "StripLayouts.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace tritonmetal {
#define GEN_PASS_DEF_RAISETOTRITON
#include "triton-metal/Conversion/TritonGPUToTriton/Passes.h.inc"
} // namespace tritonmetal

using namespace mlir;
using namespace tritonmetal;

/// Stores of shared memory that every read knows by now, and what allocated and freed it:
/// values that stand for it are left, for nobody.
static void eraseAccesses(tt::FuncOp function) {
  function->walk([](Operation *op) {
    if (isa<ttg::LocalAllocOp, ttg::GlobalScratchAllocOp>(op)) {
      OpBuilder builder(op);
      op->replaceAllUsesWith(UnrealizedConversionCastOp::create(
          builder, op->getLoc(), op->getResultTypes(), ValueRange()));
      op->erase();
    } else if (isa<ttg::LocalStoreOp, ttg::LocalDeallocOp, ttng::TensormapFenceproxyAcquireOp>(
                   op) ||
               (isa<UnrealizedConversionCastOp>(op) && op->getNumResults() == 0)) {
      op->erase();
    }
  });
}

namespace {

struct RaiseToTriton final : tritonmetal::impl::RaiseToTritonBase<RaiseToTriton> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (failed(checkRaisable(module)))
      return signalPassFailure();
    stripLayouts(module);
    for (auto function : module.getOps<tt::FuncOp>())
      if (!function.isDeclaration() && failed(raise(function)))
        return signalPassFailure();
    if (failed(checkRaised(module)))
      signalPassFailure();
  }

private:
  LogicalResult raise(tt::FuncOp function) {
    for (auto raiseFamily :
         {modernizeDescriptors, raiseMBarriers, raiseAsyncCopies, raiseDescriptorAccesses,
          raiseDots, raiseForAMD, accessWithoutViews, promoteBuffers})
      if (failed(raiseFamily(function)))
        return failure();
    eraseAccesses(function);
    removeDeadValues(function);
    return success();
  }
};

} // namespace
