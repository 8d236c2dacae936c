//===- UndoPrefetch.cpp - Loads in the iteration that uses them ------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Raising leaves a pipelined loop with a queue of loaded values:
//
//   %x0 = load %p                                     // for iteration 0
//   scf.for %i = 0 to %n iter_args(%q = %x0, %ptr = %p) {
//     use %q
//     %next = addptr %ptr, %step
//     %x1 = load %next, (%i < %n - 1)                 // for the next one
//     scf.yield %x1, %next
//
// As the value is the same expression in every iteration, the loop can load it where it is
// used, from %ptr and without the condition. DelayedValue.h has the proof. The same goes for
// what was computed early along with the load, from the induction variable.
//
// A load moves past other loads, and past anything if it was an asynchronous copy that no
// wait would have completed by then (CopyWindows.h). Otherwise it stays.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Conversion/TritonGPUToTriton/Passes.h"

#include "CopyWindows.h"
#include "DeadValues.h"
#include "DelayedValue.h"

#include "triton-metal/Dialect/Triton/IR/Triton.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace tritonmetal {
#define GEN_PASS_DEF_UNDOPREFETCH
#include "triton-metal/Conversion/TritonGPUToTriton/Passes.h.inc"
} // namespace tritonmetal

using namespace mlir;
using namespace tritonmetal;

/// Longer queues do not occur.
static constexpr unsigned kMaxDistance = 16;

static bool onlyReads(Operation *op) {
  std::optional<SmallVector<MemoryEffects::EffectInstance>> effects = getEffectsRecursively(op);
  return effects && llvm::all_of(*effects, [](const MemoryEffects::EffectInstance &effect) {
           return isa<MemoryEffects::Read>(effect.getEffect());
         });
}

/// True if both load in the same manner, from wherever.
static bool loadAlike(Operation *a, Operation *b) {
  if (!b || a->getName() != b->getName() || a->getResultTypes() != b->getResultTypes())
    return false;
  auto first = dyn_cast<tt::LoadOp>(a), second = dyn_cast<tt::LoadOp>(b);
  return !first || (first.getCache() == second.getCache() && first.getEvict() == second.getEvict());
}

/// True if the loop computes the value from its induction variable and what is outside.
static bool isFromInduction(scf::ForOp loop, Value value) {
  SmallVector<Value> worklist{value};
  llvm::SmallPtrSet<Operation *, 16> seen;
  while (!worklist.empty()) {
    Value next = worklist.pop_back_val();
    if (loop.isDefinedOutsideOfLoop(next) || next == loop.getInductionVar())
      continue;
    Operation *op = next.getDefiningOp();
    if (!op || op->getBlock() != loop.getBody() || op->getNumRegions() != 0 ||
        !isMemoryEffectFree(op))
      return false;
    if (seen.insert(op).second)
      llvm::append_range(worklist, op->getOperands());
  }
  return true;
}

/// The only place where the loop yields the value, if there is one.
static std::optional<unsigned> findYield(scf::ForOp loop, Value value) {
  std::optional<unsigned> found;
  for (auto [index, yielded] : llvm::enumerate(loop.getYieldedValues())) {
    if (yielded != value)
      continue;
    if (found)
      return std::nullopt;
    found = index;
  }
  return found;
}

/// The queue that ends in the value, if only the first of its values is used, and of a
/// load nothing but the queue.
static std::optional<ValueQueue> findQueue(scf::ForOp loop, Value last, bool isLoaded) {
  ValueQueue queue{{}, {}, last};
  Value next = last;
  while (queue.arguments.size() < kMaxDistance) {
    std::optional<unsigned> index = findYield(loop, next);
    bool isForQueue = next.hasOneUse() || (next == last && !isLoaded);
    if (!index || !isForQueue)
      break;
    BlockArgument argument = loop.getRegionIterArg(*index);
    Value first = loop.getInitArgs()[*index];
    if (llvm::is_contained(queue.arguments, argument) || !loop.getResult(*index).use_empty())
      return std::nullopt;
    if (isLoaded && (!loadAlike(last.getDefiningOp(), first.getDefiningOp()) ||
                     first.getParentBlock() != loop->getBlock()))
      return std::nullopt;
    queue.arguments.push_back(argument);
    queue.firsts.push_back(first);
    next = argument;
  }
  std::reverse(queue.arguments.begin(), queue.arguments.end());
  std::reverse(queue.firsts.begin(), queue.firsts.end());
  return queue.arguments.empty() ? std::nullopt : std::optional(queue);
}

/// True if nothing but loads is passed when the queue's loads move into the iteration of
/// their use.
static bool passesLoadsOnly(scf::ForOp loop, const ValueQueue &queue) {
  for (Value first : queue.firsts)
    for (Operation *op = first.getDefiningOp(); op != loop.getOperation(); op = op->getNextNode())
      if (!op || !onlyReads(op))
        return false;
  return onlyReads(loop);
}

/// True if the loads were asynchronous copies, which might have read that late anyway.
static bool mayLoadLate(const ValueQueue &queue) {
  auto getLatest = [](Value loaded) {
    auto latest = loaded.getDefiningOp()->getAttrOfType<IntegerAttr>(kMayLoadLateAttrName);
    return latest ? latest.getInt() : -1;
  };
  for (auto [iteration, first] : llvm::enumerate(queue.firsts))
    if (getLatest(first) < int64_t(iteration))
      return false;
  return getLatest(queue.last) >= int64_t(queue.firsts.size());
}

/// Moves one value; the loop that is left, or nothing if no other value can be moved.
static std::optional<scf::ForOp> moveOne(scf::ForOp loop,
                                         llvm::SmallPtrSetImpl<Operation *> &tried) {
  SmallVector<Operation *> candidates;
  for (Value yielded : loop.getYieldedValues())
    if (Operation *op = yielded.getDefiningOp(); op && op->getBlock() == loop.getBody())
      if (tried.insert(op).second)
        candidates.push_back(op);
  for (auto [index, op] : llvm::enumerate(candidates)) {
    bool isLoaded = isPlainLoad(op);
    if (op->getNumResults() != 1 || (!isLoaded && !isFromInduction(loop, op->getResult(0))))
      continue;
    std::optional<ValueQueue> queue = findQueue(loop, op->getResult(0), isLoaded);
    if (!queue || (isLoaded && !passesLoadsOnly(loop, *queue) && !mayLoadLate(*queue)))
      continue;
    std::optional<scf::ForOp> moved = DelayedValue(loop, *queue).replace();
    if (!moved)
      continue;
    for (Operation *other : ArrayRef(candidates).drop_front(index + 1))
      tried.erase(other); // its turn is still to come
    return moved;
  }
  return std::nullopt;
}

namespace {

struct UndoPrefetch final : tritonmetal::impl::UndoPrefetchBase<UndoPrefetch> {
  void runOnOperation() override {
    tt::FuncOp function = getOperation();
    SmallVector<scf::ForOp> loops;
    function.walk([&](scf::ForOp loop) { loops.push_back(loop); }); // the inner ones first
    for (scf::ForOp loop : loops) {
      if (loop.getUnsignedCmp())
        continue;
      llvm::SmallPtrSet<Operation *, 8> tried;
      std::optional<scf::ForOp> current = loop;
      while (current)
        current = moveOne(*current, tried);
    }
    function.walk([](tt::LoadOp load) { load->removeDiscardableAttr(kMayLoadLateAttrName); });
    removeDeadValues(function);
  }
};

} // namespace
