//===- SyncGraph.h - What happens before what, through atomics ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Threadgroups, and SIMD-groups between barriers, are ordered by nothing but atomics and fences:
//
//   threadgroup 0   data = 1;  fence(release);  flag.store(1);
//   threadgroup 1                               while (flag.load() == 0);  fence(acquire);  x =
//   data;
//
// A release makes a node. It covers what its SIMD-group has done until then, what its threadgroup
// had done before the last barrier, and all that the nodes cover which the SIMD-group had acquired
// before. Whoever acquires the node is ordered after all of that. Nothing is computed when a node
// is made: most are never asked about. A conflict asks, and then the nodes are searched.
//
// The lanes of a SIMD-group count as one: a release by one of them covers what the others did in
// earlier instructions.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SYNCGRAPH_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SYNCGRAPH_H

#include "Stamp.h"

#include "llvm/ADT/DenseMap.h"

#include <array>
#include <vector>

namespace tritonmetal::executor {

class SyncGraph {
public:
  /// 0: covers nothing.
  using Node = uint32_t;

  SyncGraph() : entries(1) {}

  /// Covers what the SIMD-group of `now` has done until now and what `known` covers.
  Node release(const Stamp &now, Node known);
  /// Covers what either does.
  Node join(Node a, Node b);
  /// Whether `known` covers an access.
  bool covers(Node known, const Stamp &access) const;

  /// Nodes cost memory, and a kernel can make one with every atomic.
  bool isFull() const { return entries.size() >= maxNodes; }
  size_t getNumNodes() const { return entries.size() - 1; }
  /// Forgets all nodes. Accesses from before count as unordered from then on, so who keeps them
  /// must forget them too.
  void clear();
  /// Changes with `clear`: nodes of another generation mean nothing.
  uint32_t getGeneration() const { return generation; }

private:
  static constexpr size_t maxNodes = size_t(1) << 22;

  struct Entry {
    uint32_t threadgroup = 0; // 0: nothing but the two below
    uint32_t interval = 0;
    uint32_t simdgroup = 0;
    uint32_t tick = 0;
    Node first = 0, second = 0;
  };
  /// What is known of one threadgroup.
  struct Coverage {
    uint32_t interval = 0;                       // everything in those before it
    std::array<uint32_t, maxSimdgroups> ticks{}; // of each SIMD-group, those below
  };

  bool contains(Node node, Node part) const;
  void search(Node known) const;

  std::vector<Entry> entries;
  uint32_t generation = 0;

  // The answer for the node that was asked about last.
  mutable Node searched = 0;
  mutable llvm::DenseMap<uint32_t, Coverage> covered; // by threadgroup
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SYNCGRAPH_H
