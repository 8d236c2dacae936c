//===- SyncGraph.cpp - What happens before what, through atomics ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SyncGraph.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <algorithm>

using namespace llvm;

namespace tritonmetal::executor {

SyncGraph::Node SyncGraph::release(const Stamp &now, Node known) {
  Entry entry;
  entry.threadgroup = now.threadgroup;
  entry.interval = now.interval;
  entry.simdgroup = now.getSimdgroup();
  entry.tick = uint32_t(now.tick);
  entry.first = known;
  entries.push_back(entry);
  return Node(entries.size() - 1);
}

/// Whether `node` covers all that `part` does, as far as a short search tells. Threads that wait in
/// a loop join the same few nodes over and over, and shall not make new ones.
bool SyncGraph::contains(Node node, Node part) const {
  constexpr unsigned mostVisits = 64;
  SmallVector<Node, mostVisits> queue{node};
  for (unsigned i = 0; i < queue.size(); ++i) {
    if (queue[i] == part)
      return true;
    for (Node next : {entries[queue[i]].first, entries[queue[i]].second})
      // Nodes are older than those that cover them.
      if (next >= part && queue.size() < mostVisits && !is_contained(queue, next))
        queue.push_back(next);
  }
  return false;
}

SyncGraph::Node SyncGraph::join(Node a, Node b) {
  if (b == 0 || contains(a, b))
    return a;
  if (a == 0 || contains(b, a))
    return b;
  Entry entry;
  entry.first = a;
  entry.second = b;
  entries.push_back(entry);
  return Node(entries.size() - 1);
}

void SyncGraph::search(Node known) const {
  searched = known;
  covered.clear();
  DenseSet<Node> seen;
  SmallVector<Node, 64> stack{known};
  while (!stack.empty()) {
    Node node = stack.pop_back_val();
    if (node == 0 || !seen.insert(node).second)
      continue;
    const Entry &entry = entries[node];
    stack.push_back(entry.first);
    stack.push_back(entry.second);
    if (entry.threadgroup == 0)
      continue;
    Coverage &coverage = covered[entry.threadgroup];
    coverage.interval = std::max(coverage.interval, entry.interval);
    uint32_t &tick = coverage.ticks[entry.simdgroup];
    tick = std::max(tick, entry.tick + 1);
  }
}

bool SyncGraph::covers(Node known, const Stamp &access) const {
  if (known == 0)
    return false;
  if (known != searched)
    search(known);
  auto found = covered.find(access.threadgroup);
  if (found == covered.end())
    return false;
  return access.interval < found->second.interval ||
         access.tick < found->second.ticks[access.getSimdgroup()];
}

void SyncGraph::clear() {
  entries.assign(1, Entry());
  covered.clear();
  searched = 0;
  ++generation;
}

} // namespace tritonmetal::executor
