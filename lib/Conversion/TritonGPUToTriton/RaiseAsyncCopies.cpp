//===- RaiseAsyncCopies.cpp - Copies into shared memory --------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
//   %t = ttg.async_copy_global_to_local %p, %m mask %k   =>   %v = tt.load %p, %k, %zeros
//   %g = ttg.async_commit_group tokens %t                     ttg.local_store %v, %m
//   ttg.async_wait %g {num = 0 : i32}
//
// A copy fills with zeros where the mask is false; a load without a third operand would
// leave these elements undefined.
//
//===----------------------------------------------------------------------===//

#include "CopyWindows.h"
#include "RaiseOps.h"
#include "Refusal.h"
#include "TensorValues.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tritonmetal;

static LogicalResult raiseCopy(ttg::AsyncCopyGlobalToLocalOp op) {
  OpBuilder builder(op);
  Value other = op.getOther();
  if (op.getMask() && !other) {
    Type type = tt::getPointeeLike(op.getSrc().getType());
    other = makeZero(builder, op.getLoc(), type);
    if (!other)
      return refuse(op, "where its mask is false it makes null pointers");
  }
  auto load = tt::LoadOp::create(builder, op.getLoc(), op.getSrc(), op.getMask(), other);
  load.setCache(op.getCache());
  load.setEvict(op.getEvict());
  load.setIsVolatile(op.getIsVolatile());
  if (Attribute latest = op->getDiscardableAttr(kMayLoadLateAttrName))
    load->setDiscardableAttr(kMayLoadLateAttrName, latest);
  ttg::LocalStoreOp::create(builder, op.getLoc(), load, op.getResult());
  return success();
}

Value tritonmetal::getAnyToken(OpBuilder &builder, Location loc) {
  auto type = ttg::AsyncTokenType::get(builder.getContext());
  return UnrealizedConversionCastOp::create(builder, loc, type, ValueRange()).getResult(0);
}

/// Barriers that order nothing but shared memory order nothing once it is gone.
static bool ordersOnlySharedMemory(Operation *op) {
  if (isa<ttg::LocalBarrierOp>(op))
    return true;
  auto barrier = dyn_cast<ttg::BarrierOp>(op);
  constexpr auto kGlobal = ttg::AddrSpace::GlobalRead | ttg::AddrSpace::GlobalWrite;
  return barrier && (barrier.getAddrSpace() & kGlobal) == ttg::AddrSpace::None;
}

LogicalResult tritonmetal::raiseAsyncCopies(tt::FuncOp function) {
  noteCopyWindows(function);
  SmallVector<Operation *> done;
  WalkResult result = function->walk([&](Operation *op) {
    if (auto copy = dyn_cast<ttg::AsyncCopyGlobalToLocalOp>(op))
      if (failed(raiseCopy(copy)))
        return WalkResult::interrupt();
    if (auto load = dyn_cast<ttg::LocalLoadOp>(op))
      load.getTokenMutable().clear();
    if (ordersOnlySharedMemory(op) ||
        isa<ttg::AsyncCopyGlobalToLocalOp, ttg::AsyncWaitOp, ttg::AsyncCommitGroupOp>(op))
      done.push_back(op);
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  for (Operation *op : done) {
    OpBuilder builder(op);
    if (op->getNumResults() == 1)
      op->getResult(0).replaceAllUsesWith(getAnyToken(builder, op->getLoc()));
    op->erase();
  }
  return success();
}
