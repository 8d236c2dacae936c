//===- SlotContents.cpp - What the slots of a buffer hold ------------------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "SlotContents.h"

#include "Refusal.h"

#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace tritonmetal;

/// Events that the search may look at in all, so that no input takes long. Real kernels
/// stay below a thousand.
static constexpr unsigned kMaxEffort = 1u << 22;

/// Values that loops and conditionals may come to carry for one buffer.
static constexpr size_t kMaxDefinitions = 1u << 12;

SlotContents::SlotContents(const SlotBuffer &buffer, SlotIndices &indices, DominanceInfo &dominance)
    : buffer(buffer), indices(indices), dominance(dominance) {
  llvm::SmallPtrSet<Operation *, 16> seen;
  Region *home = buffer.allocation->getParentRegion();
  auto addWithParents = [&](Operation *op) {
    while (seen.insert(op).second) {
      events[op->getBlock()].push_back(op);
      if (op->getParentRegion() == home)
        return;
      op = op->getParentOp();
    }
  };
  addWithParents(buffer.allocation);
  for (const SlotAccess &write : buffer.writes) {
    writes[write.op] = &write;
    addWithParents(write.op);
  }
  for (auto &entry : events)
    llvm::sort(entry.second, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
  unwritten = &definitions.emplace_back();
  unwritten->kind = Definition::Unwritten;
  unwritten->type = buffer.slotType;
}

//===----------------------------------------------------------------------===//
// The search
//===----------------------------------------------------------------------===//

Operation *SlotContents::getLastEvent(Block *block, Operation *before) {
  auto it = events.find(block);
  if (it == events.end())
    return nullptr;
  auto end = it->second.end();
  if (before)
    end = llvm::partition_point(it->second,
                                [&](Operation *op) { return op->isBeforeInBlock(before); });
  return end == it->second.begin() ? nullptr : *std::prev(end);
}

Definition *SlotContents::makeMerge(Definition::Kind kind, Operation *op, const Residue &slot) {
  Definition *&merge = merges[{kind, op, slot}];
  if (merge)
    return merge;
  merge = &definitions.emplace_back();
  merge->kind = kind;
  merge->op = op;
  merge->slot = slot;
  merge->type = buffer.slotType;
  if (kind != Definition::LoopResult)
    pending.push_back(merge);
  return merge;
}

/// Behind an op that writes the buffer somewhere inside.
Definition *SlotContents::findBehind(const SlotAccess &read, const Residue &slot,
                                     Operation *event) {
  if (auto loop = dyn_cast<scf::ForOp>(event)) {
    Residue atHeader = indices.enterLoop(loop, slot);
    Definition *result = makeMerge(Definition::LoopResult, loop, atHeader);
    result->sources = {makeMerge(Definition::LoopArgument, loop, atHeader)};
    return result;
  }
  if (isa<scf::IfOp>(event))
    return makeMerge(Definition::BranchResult, event, slot);
  refuse(read.op, "it reads what is written within '" + event->getName().getStringRef() + "'")
          .attachNote(event->getLoc())
      << "here";
  return nullptr;
}

/// At the start of a block: either an answer, or the place to go on from.
Definition *SlotContents::findAtStart(const SlotAccess &read, const Residue &slot, Block *&block,
                                      Operation *&before) {
  Operation *parent = block->getParentOp();
  assert(parent != buffer.allocation->getParentRegion()->getParentOp() || !block->isEntryBlock());
  bool hasEvents =
      llvm::any_of(*block->getParent(), [&](Block &other) { return events.contains(&other); });
  if (!block->isEntryBlock()) {
    block = getBlockBefore(block);
    before = nullptr;
    if (!block)
      refuse(read.op, "it reads what is written on several ways to its block");
    return nullptr;
  }
  auto loop = dyn_cast<scf::ForOp>(parent);
  bool changes = loop && (hasEvents || indices.changesIn(loop, slot));
  if (changes && indices.isKnownAtHeader(loop, slot))
    return makeMerge(Definition::LoopArgument, loop, slot);
  bool isTransparent = loop || isa<scf::IfOp>(parent) || !hasEvents;
  if (!changes && isTransparent && indices.isKnownBefore(parent, slot)) {
    block = parent->getBlock();
    before = parent;
    return nullptr;
  }
  refuse(read.op, "which slot it reads depends on more than counters, or another iteration of '" +
                      parent->getName().getStringRef() + "' writes it")
          .attachNote(parent->getLoc())
      << "here";
  block = nullptr;
  return nullptr;
}

/// The nearest block that every way to `block` passes, if nothing is written in between.
Block *SlotContents::getBlockBefore(Block *block) {
  if (!dominance.isReachableFromEntry(block))
    return nullptr;
  Block *dominator = dominance.getNode(block)->getIDom()->getBlock();
  // On a way that does not pass the dominator, the block may have come before itself.
  bool isRepeated = block->isReachable(block, /*except=*/{dominator});
  for (auto &entry : events) {
    Block *other = entry.first;
    if (other->getParent() != block->getParent() || (other == block && !isRepeated))
      continue;
    if (dominance.properlyDominates(dominator, other))
      return nullptr;
  }
  return dominator;
}

Definition *SlotContents::find(const SlotAccess &read, Residue slot, Block *block,
                               Operation *before) {
  while (true) {
    if (++effort > kMaxEffort || definitions.size() > kMaxDefinitions) {
      refuse(read.op, "there are too many accesses to this buffer");
      return nullptr;
    }
    Operation *event = getLastEvent(block, before);
    if (!event) {
      if (Definition *answer = findAtStart(read, slot, block, before))
        return answer;
      if (!block)
        return nullptr;
      continue;
    }
    if (event == buffer.allocation) {
      if (event->getNumOperands() == 0)
        return unwritten;
    } else if (const SlotAccess *write = writes.lookup(event)) {
      Residue difference = indices.subtract(slot, indices.get(write->view));
      if (!difference.isConstant()) {
        refuse(read.op, "its slot cannot be told from one that is written")
                .attachNote(event->getLoc())
            << "written here";
        return nullptr;
      }
      if (difference.constant) {
        before = event;
        continue;
      }
    } else {
      return findBehind(read, slot, event);
    }
    Definition *&answer = written[event];
    if (!answer) {
      answer = &definitions.emplace_back();
      answer->kind = Definition::Written;
      answer->type = buffer.slotType;
      answer->op = event;
    }
    return answer;
  }
}

LogicalResult SlotContents::findSources(const SlotAccess &read, Definition &merge) {
  if (merge.kind == Definition::LoopArgument) {
    auto loop = cast<scf::ForOp>(merge.op);
    if (!indices.isKnownAtHeader(loop, merge.slot)) {
      refuse(read.op, "which slot it reads depends on what 'scf.for' computes inside")
              .attachNote(loop.getLoc())
          << "here";
      return failure();
    }
    merge.sources = {find(read, indices.leaveToEntry(loop, merge.slot), loop->getBlock(), loop),
                     nullptr};
    if (merge.sources[0])
      merge.sources[1] = find(read, indices.leaveToPreviousIteration(loop, merge.slot),
                              loop.getBody(), /*before=*/nullptr);
    return success(merge.sources[1] != nullptr);
  }
  auto branch = cast<scf::IfOp>(merge.op);
  auto findInside = [&](Block *side) {
    if (!side)
      return find(read, merge.slot, branch->getBlock(), branch);
    return find(read, indices.enterBranch(branch, side, merge.slot), side, /*before=*/nullptr);
  };
  merge.sources = {findInside(branch.thenBlock()), nullptr};
  if (merge.sources[0])
    merge.sources[1] = findInside(branch.elseBlock());
  return success(merge.sources[1] != nullptr);
}

LogicalResult SlotContents::solve() {
  for (const SlotAccess &read : buffer.reads) {
    Definition *answer = find(read, indices.get(read.view), read.op->getBlock(), read.op);
    if (!answer)
      return failure();
    answers.push_back(answer);
    while (!pending.empty()) {
      Definition *merge = pending.back();
      pending.pop_back();
      if (failed(findSources(read, *merge)))
        return failure();
    }
  }
  simplify();
  return checkWritten();
}

//===----------------------------------------------------------------------===//
// The answers
//===----------------------------------------------------------------------===//

/// What a loop carries unchanged is what it starts with; where both sides of a
/// conditional leave the same there is nothing to choose.
void SlotContents::simplify() {
  for (bool hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (Definition &merge : definitions) {
      if (merge.same || merge.sources.empty())
        continue;
      Definition *first = merge.sources.front()->resolve();
      Definition *last = merge.sources.back()->resolve();
      bool isSame = first == last;
      if (merge.kind == Definition::LoopArgument)
        isSame |= last == &merge;
      else if (merge.kind == Definition::LoopResult)
        isSame = first != merge.sources.front(); // the argument is something else
      if (!isSame || first == &merge)
        continue;
      merge.same = first;
      hasChanged = true;
    }
  }
}

/// Refuses reads of what may never have been written.
LogicalResult SlotContents::checkWritten() {
  llvm::SmallPtrSet<Definition *, 16> visited;
  for (auto [read, answer] : llvm::zip_equal(buffer.reads, answers)) {
    if (read.mayBeUnwritten)
      continue;
    SmallVector<Definition *> worklist{answer->resolve()};
    while (!worklist.empty()) {
      Definition *definition = worklist.pop_back_val();
      if (!visited.insert(definition).second)
        continue;
      if (definition == unwritten) {
        refuse(read.op, "it reads memory that nothing before it has written on every way here")
                .attachNote(buffer.allocation->getLoc())
            << "allocated here";
        return failure();
      }
      for (Definition *source : definition->sources)
        worklist.push_back(source->resolve());
    }
  }
  return success();
}

std::vector<Definition *> SlotContents::getNeeded() {
  llvm::SmallPtrSet<Definition *, 16> isNeeded;
  SmallVector<Definition *> worklist(answers.begin(), answers.end());
  while (!worklist.empty()) {
    Definition *definition = worklist.pop_back_val()->resolve();
    if (isNeeded.insert(definition).second)
      llvm::append_range(worklist, definition->sources);
  }
  std::vector<Definition *> needed;
  for (Definition &definition : definitions)
    if (isNeeded.contains(&definition))
      needed.push_back(&definition);
  return needed;
}
