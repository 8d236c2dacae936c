//===- BlockOrder.cpp - In which order waiting lanes go on ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decoder.h"

#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace tritonmetal::executor {

namespace {
/// Reverse postorder alone may put a loop's exit between its blocks, and lanes that left would run
/// ahead of those that iterate. Taking each loop as a whole keeps the order topological.
class LoopwiseOrder {
public:
  LoopwiseOrder(const Function &function, const LoopInfo &loops)
      : loops(loops), reversePostOrder(&function) {}

  std::vector<const BasicBlock *> compute() {
    appendRegion(nullptr);
    return std::move(order);
  }

private:
  /// The outermost loop around `block` inside `region`; null if there is none.
  const Loop *getChildLoop(const BasicBlock *block, const Loop *region) const {
    const Loop *loop = loops.getLoopFor(block);
    if (loop == region)
      return nullptr;
    while (loop && loop->getParentLoop() != region)
      loop = loop->getParentLoop();
    return loop;
  }

  void appendRegion(const Loop *region) {
    SmallPtrSet<const Loop *, 8> done;
    for (const BasicBlock *block : reversePostOrder) {
      if (region && !region->contains(block))
        continue;
      const Loop *child = getChildLoop(block, region);
      if (!child)
        order.push_back(block);
      else if (done.insert(child).second)
        appendRegion(child);
    }
  }

  const LoopInfo &loops;
  ReversePostOrderTraversal<const Function *> reversePostOrder;
  std::vector<const BasicBlock *> order;
};
} // namespace

/// Lanes that only have to return do so at once: a barrier that the others reach does not wait for
/// them.
static bool onlyReturns(const BasicBlock *block) {
  return block->size() == 1 && isa<ReturnInst>(block->front());
}

std::vector<const BasicBlock *> computeBlockOrder(const Function &function) {
  DominatorTree dominators(const_cast<Function &>(function));
  LoopInfo loops(dominators);
  std::vector<const BasicBlock *> topological = LoopwiseOrder(function, loops).compute();
  std::vector<const BasicBlock *> order = {topological.front()};
  for (bool returns : {true, false})
    for (const BasicBlock *block : ArrayRef(topological).drop_front())
      if (onlyReturns(block) == returns)
        order.push_back(block);
  return order;
}

} // namespace tritonmetal::executor
