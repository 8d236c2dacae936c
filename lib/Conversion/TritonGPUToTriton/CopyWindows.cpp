//===- CopyWindows.cpp - How late a copy may read --------------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "CopyWindows.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace tritonmetal;

namespace {

/// What a loop does in one iteration.
struct GroupCount {
  int64_t groups = 0;
  /// Of each wait how many groups may be under way, and how many the iteration has made.
  SmallVector<std::pair<int64_t, int64_t>> waits;

  /// The latest iteration at whose start no wait has completed the group; groups count
  /// from the loop's first iteration on, backwards before it.
  int64_t getLatest(int64_t group) const {
    int64_t latest = INT32_MAX;
    for (auto [underWay, made] : waits)
      latest = std::min(latest, llvm::divideFloorSigned(group + underWay - made, groups) + 1);
    return latest;
  }
};

} // namespace

/// Copies, groups and waits in regions come in numbers that nobody knows.
static bool hasAsyncOpsInside(Operation *op) {
  return op->getNumRegions() != 0 &&
         op->walk([](Operation *inner) {
             return isa<ttg::AsyncCommitGroupOp, ttg::AsyncWaitOp>(inner) ? WalkResult::interrupt()
                                                                          : WalkResult::advance();
           }).wasInterrupted();
}

static std::optional<GroupCount> countGroups(scf::ForOp loop) {
  GroupCount count;
  for (Operation &op : *loop.getBody()) {
    if (hasAsyncOpsInside(&op))
      return std::nullopt;
    if (isa<ttg::AsyncCommitGroupOp>(op))
      ++count.groups;
    else if (auto wait = dyn_cast<ttg::AsyncWaitOp>(op))
      count.waits.push_back({wait.getNum(), count.groups});
  }
  return count.groups != 0 && !count.waits.empty() ? std::optional(count) : std::nullopt;
}

static void note(ttg::AsyncCopyGlobalToLocalOp copy, int64_t latest) {
  if (latest >= 0)
    copy->setDiscardableAttr(kMayLoadLateAttrName,
                             Builder(copy.getContext()).getI32IntegerAttr(latest));
}

static void noteInLoop(scf::ForOp loop, const GroupCount &count) {
  int64_t group = 0;
  for (Operation &op : *loop.getBody()) {
    if (isa<ttg::AsyncCommitGroupOp>(op))
      ++group;
    else if (auto copy = dyn_cast<ttg::AsyncCopyGlobalToLocalOp>(op); copy && group < count.groups)
      note(copy, count.getLatest(group));
  }
}

static void noteBefore(scf::ForOp loop, const GroupCount &count) {
  int64_t group = 0;
  for (Operation *op = loop->getPrevNode(); op; op = op->getPrevNode()) {
    if (hasAsyncOpsInside(op) || isa<ttg::AsyncWaitOp>(op))
      return;
    if (isa<ttg::AsyncCommitGroupOp>(op))
      --group;
    else if (auto copy = dyn_cast<ttg::AsyncCopyGlobalToLocalOp>(op); copy && group < 0)
      note(copy, count.getLatest(group));
  }
}

void tritonmetal::noteCopyWindows(tt::FuncOp function) {
  function->walk([](scf::ForOp loop) {
    if (std::optional<GroupCount> count = countGroups(loop)) {
      noteInLoop(loop, *count);
      noteBefore(loop, *count);
    }
  });
}
