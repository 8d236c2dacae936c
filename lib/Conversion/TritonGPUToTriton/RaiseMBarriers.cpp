//===- RaiseMBarriers.cpp - Barriers that count copies ---------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// An mbarrier is a word of shared memory that copies arrive at and threads wait for. Where
// nothing but copies arrives, waiting means that they are done, which they are at once
// after raising, and all goes. Where threads arrive, waiting may order their accesses to
// device memory as well, and is refused; so is a wait for which nothing arrives.
//
//===----------------------------------------------------------------------===//

#include "RaiseOps.h"
#include "Refusal.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

/// Who uses the barriers of one allocation, through views and what loops carry.
struct BarrierUses {
  SmallVector<Operation *> bookkeeping; // goes with the barrier
  Operation *wait = nullptr;
  bool hasCopies = false;
};

} // namespace

static bool isBookkeeping(Operation *op) {
  return isa<ttng::InitBarrierOp, ttng::InvalBarrierOp, ttng::BarrierExpectOp, ttng::WaitBarrierOp>(
      op);
}

static bool arrivesAt(Operation *op, Value barrier) {
  if (auto copy = dyn_cast<ttng::AsyncTMACopyGlobalToLocalOp>(op))
    return copy.getBarrier() == barrier;
  if (auto gather = dyn_cast<ttng::AsyncTMAGatherOp>(op))
    return gather.getBarrier() == barrier;
  return isa<ttng::AsyncCopyMbarrierArriveOp>(op);
}

static void follow(Value barrier, llvm::DenseSet<Value> &seen, BarrierUses &uses) {
  SmallVector<Value> worklist{barrier};
  auto add = [&](Value value) {
    if (seen.insert(value).second)
      worklist.push_back(value);
  };
  while (!worklist.empty()) {
    Value value = worklist.pop_back_val();
    for (OpOperand &use : value.getUses()) {
      Operation *user = use.getOwner();
      if (isBookkeeping(user) && use.getOperandNumber() == 0) {
        uses.bookkeeping.push_back(user);
        if (isa<ttng::WaitBarrierOp>(user))
          uses.wait = user;
      } else if (arrivesAt(user, value)) {
        uses.hasCopies = true;
      } else if (auto index = dyn_cast<ttg::MemDescIndexOp>(user)) {
        add(index.getResult());
      } else if (std::optional<SmallVector<Value>> carriers = getCarriers(use)) {
        llvm::for_each(*carriers, add);
      }
    }
  }
}

LogicalResult tritonmetal::raiseMBarriers(tt::FuncOp function) {
  SmallVector<ttg::LocalAllocOp> allocations;
  function->walk([&](ttg::LocalAllocOp op) { allocations.push_back(op); });
  llvm::SetVector<Operation *> bookkeeping;
  for (ttg::LocalAllocOp allocation : allocations) {
    llvm::DenseSet<Value> seen;
    BarrierUses uses;
    follow(allocation.getResult(), seen, uses);
    if (uses.wait && !uses.hasCopies)
      return refuse(uses.wait, "nothing that could be raised arrives at its barrier");
    bookkeeping.insert_range(uses.bookkeeping);
  }
  function->walk([&](ttng::AsyncCopyMbarrierArriveOp op) { bookkeeping.insert(op); });
  for (Operation *op : bookkeeping)
    op->erase();
  // What is left waits for a barrier from elsewhere.
  WalkResult result = function->walk([](Operation *op) -> WalkResult {
    if (isBookkeeping(op))
      return refuse(op, "its barrier is not allocated in this function");
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}
