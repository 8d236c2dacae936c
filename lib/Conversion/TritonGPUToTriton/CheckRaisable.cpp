//===- CheckRaisable.cpp - What has no meaning in TTIR ---------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Everything that is not known to be raised is refused here, before anything changes; and
// what is left in spite of that, afterwards.
//
//===----------------------------------------------------------------------===//

#include "RaiseOps.h"
#include "Refusal.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

struct Reason {
  StringLiteral prefix; // of op names
  StringLiteral text;
};

} // namespace

/// The first that fits.
static constexpr Reason kReasons[] = {
    {"ttg.warp_specialize", "warps run different code at the same time"},
    {"ttg.warp_yield", "warps run different code at the same time"},
    {"ttg.warp_return", "warps run different code at the same time"},
    {"ttg.warp_id", "it asks for the number of a warp, which TTIR does not have"},
    {"ttg.local_scatter", "it writes parts of a buffer at computed places"},
    {"ttg.local_atomic", "it updates parts of a buffer at computed places"},
    {"ttg.mask", "it is from within Triton's pipeliner, not from finished TTGIR"},
    {"ttg.predicate_stage", "it is from within Triton's pipeliner, not from finished TTGIR"},
    {"ttng.tmem_", "tensor memory has no counterpart in TTIR"},
    {"ttng.tc_gen5_", "tensor memory has no counterpart in TTIR"},
    {"ttng.cluster_", "it orders the CTAs of a cluster"},
    {"ttng.clc_", "it asks the hardware for another program to run"},
    {"ttng.arrive_barrier", "threads that wait for it may rely on the order of device memory"},
    {"ttng.async_shared_store", "it writes the shared memory of another CTA"},
    {"amdg.cond_barrier", "warps run different code at the same time"},
    {"amdg.cluster_", "it orders the CTAs of a cluster"},
    {"amdg.arrive_barrier", "threads that wait for it may rely on the order of device memory"},
};

/// Dialects of GPUs other than ours.
static bool isForeign(Operation *op) {
  static constexpr StringLiteral kDialects[] = {"ttg",  "ttng",  "amdg",  "amdgpu",
                                                "nvws", "gluon", "rocdl", "proton"};
  return llvm::is_contained(kDialects, op->getName().getDialectNamespace());
}

static bool isKnown(Operation *op) {
  return isa<ttg::AsyncCommitGroupOp, ttg::AsyncCopyGlobalToLocalOp, ttg::AsyncWaitOp,
             ttg::BarrierOp, ttg::ConvertLayoutOp, ttg::Fp4ToFpOp, ttg::GlobalScratchAllocOp,
             ttg::LocalAllocOp, ttg::LocalBarrierOp, ttg::LocalDeallocOp, ttg::LocalGatherOp,
             ttg::LocalLoadOp, ttg::LocalStoreOp, ttg::MemDescIndexOp, ttg::MemDescReinterpretOp,
             ttg::MemDescReshapeOp, ttg::MemDescSubsliceOp, ttg::MemDescSubviewOp,
             ttg::MemDescTransOp, ttg::UpcastMXFPOp>(op) ||
         isa<ttng::AsyncCopyMbarrierArriveOp, ttng::AsyncTMACopyGlobalToLocalOp,
             ttng::AsyncTMACopyLocalToGlobalOp, ttng::AsyncTMAGatherOp, ttng::AsyncTMAReduceOp,
             ttng::AsyncTMAScatterOp, ttng::BarrierExpectOp, ttng::FenceAsyncSharedOp,
             ttng::InitBarrierOp, ttng::InvalBarrierOp, ttng::ReinterpretTensorDescOp,
             ttng::TMAStoreWaitOp, ttng::TensorDescToTMAPtrOp, ttng::TensormapCreateOp,
             ttng::TensormapFenceproxyAcquireOp, ttng::WaitBarrierOp, ttng::WarpGroupDotOp,
             ttng::WarpGroupDotWaitOp>(op) ||
         isForAMD(op);
}

static StringRef getReason(Operation *op) {
  for (const Reason &reason : kReasons)
    if (op->getName().getStringRef().starts_with(reason.prefix))
      return reason.text;
  return "what it means in TTIR is not known";
}

LogicalResult tritonmetal::checkRaisable(ModuleOp module) {
  WalkResult result = module->walk<WalkOrder::PreOrder>([](Operation *op) -> WalkResult {
    if (isForeign(op) && !isKnown(op))
      return refuse(op, getReason(op));
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

static bool isForeign(Type type) { return isa<ttg::MemDescType, ttg::AsyncTokenType>(type); }

/// Parameters of functions and blocks; all other values are results of ops.
static LogicalResult checkArguments(Operation *op) {
  for (Region &region : op->getRegions())
    for (Block &block : region)
      for (BlockArgument argument : block.getArguments())
        if (isForeign(argument.getType()))
          return refuse(op, isa<tt::FuncOp>(op)
                                ? "shared memory is a parameter"
                                : "shared memory is passed between blocks or regions");
  return success();
}

LogicalResult tritonmetal::checkRaised(ModuleOp module) {
  WalkResult result = module->walk<WalkOrder::PreOrder>([](Operation *op) -> WalkResult {
    if (failed(checkArguments(op)))
      return WalkResult::interrupt();
    if (isa<ttng::TensormapCreateOp>(op))
      return refuse(op, "it fills memory that was not allocated in this function");
    bool isLeft = isa<UnrealizedConversionCastOp>(op) ||
                  (isForeign(op) && !isa<ttg::BarrierOp>(op)) ||
                  llvm::any_of(op->getResultTypes(), [](Type type) { return isForeign(type); });
    if (isLeft)
      return refuse(op, "values cannot stand for all uses of it");
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}
