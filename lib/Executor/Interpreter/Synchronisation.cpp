//===- Synchronisation.cpp - Atomics, fences and barriers that order memory ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Synchronisation.h"

using namespace llvm;

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Clocks
//===----------------------------------------------------------------------===//

void advanceSimdEpoch(MemoryClock &clock) {
  if (clock.stamp.simdEpoch == Stamp::maxSimdEpoch && clock.shadow)
    clock.shadow->clear();
  ++clock.stamp.simdEpoch; // wraps
}

//===----------------------------------------------------------------------===//
// Synchronisation
//===----------------------------------------------------------------------===//

void Synchronisation::clear() {
  if (locations.empty() && graph.getNumNodes() == 0)
    return;
  graph.clear();
  locations.clear();
}

void Synchronisation::refresh(MemoryClock &clock) {
  if (graph.isFull()) {
    clear();
    if (clock.shadow)
      clock.shadow->clear();
  }
  if (clock.generation == graph.getGeneration())
    return;
  clock.generation = graph.getGeneration();
  clock.known = clock.latest = 0;
  clock.graph = nullptr;
  clock.observed = clock.released = {};
}

void Synchronisation::setKnown(MemoryClock &clock, SyncGraph::Node known) {
  clock.known = known;
  clock.graph = known == 0 ? nullptr : &graph;
}

void Synchronisation::acquire(MemoryClock &clock, const MemoryClock::Scoped &observed,
                              bool wholeDevice) {
  SyncGraph::Node known = graph.join(clock.known, observed.here);
  if (wholeDevice)
    known = graph.join(known, observed.everywhere);
  setKnown(clock, known);
}

/// A node for all that was done until now.
SyncGraph::Node Synchronisation::release(MemoryClock &clock) {
  if (!clock.accessed && clock.latest != 0)
    return clock.latest = graph.join(clock.latest, clock.known);
  clock.latest = graph.release(clock.stamp, clock.known);
  clock.accessed = false;
  if (clock.stamp.tick == Stamp::maxTick && clock.shadow)
    clock.shadow->clear();
  ++clock.stamp.tick; // wraps
  return clock.latest;
}

void Synchronisation::fence(MemoryClock &clock, const MemoryOrder &order) {
  refresh(clock);
  if (order.acquires)
    acquire(clock, clock.observed, order.wholeDevice);
  if (!order.releases)
    return;
  clock.released.here = release(clock);
  if (order.wholeDevice)
    clock.released.everywhere = clock.released.here;
}

void Synchronisation::readAtomic(MemoryClock &clock, uint64_t location, const MemoryOrder &order) {
  refresh(clock);
  MemoryClock::Scoped found;
  found.here = locations.lookup({location, clock.stamp.threadgroup});
  found.everywhere = locations.lookup({location, 0});
  clock.observed.here = graph.join(clock.observed.here, found.here);
  clock.observed.everywhere = graph.join(clock.observed.everywhere, found.everywhere);
  if (order.acquires)
    acquire(clock, found, order.wholeDevice);
}

void Synchronisation::keep(uint64_t location, uint32_t threadgroup, SyncGraph::Node node,
                           bool isUpdate) {
  if (node == 0) {
    if (!isUpdate)
      locations.erase({location, threadgroup});
    return;
  }
  SyncGraph::Node &kept = locations[{location, threadgroup}];
  kept = isUpdate ? graph.join(kept, node) : node;
}

void Synchronisation::writeAtomic(MemoryClock &clock, uint64_t location, const MemoryOrder &order,
                                  bool isUpdate) {
  refresh(clock);
  MemoryClock::Scoped released = clock.released;
  if (order.releases) {
    released.here = release(clock);
    if (order.wholeDevice)
      released.everywhere = released.here;
  }
  keep(location, clock.stamp.threadgroup, released.here, isUpdate);
  keep(location, 0, released.everywhere, isUpdate);
}

void Synchronisation::barrier(ArrayRef<MemoryClock *> clocks) {
  SyncGraph::Node known = 0;
  for (MemoryClock *clock : clocks) {
    refresh(*clock);
    known = graph.join(known, clock->known);
  }
  for (MemoryClock *clock : clocks)
    setKnown(*clock, known);
}

} // namespace tritonmetal::executor
