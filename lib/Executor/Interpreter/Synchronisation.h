//===- Synchronisation.h - Atomics, fences and barriers that order memory ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the rules of C++ (and of Metal 3.2, which took them over) for one kind of memory:
//
//   fence(release)      what was done before it ...
//   atomic store        ... goes with the value: it is kept for the location
//   atomic load         what goes with the value that is read is observed ...
//   fence(acquire)      ... and known from here on
//
// An update goes on with what it finds ("release sequence"), a store starts afresh. Fences and
// atomics of threadgroup scope order nothing between threadgroups; a location therefore keeps two
// things: what everybody may acquire, and for each threadgroup what only its own threads may.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SYNCHRONISATION_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SYNCHRONISATION_H

#include "MemoryOrder.h"
#include "ShadowMemory.h"

#include "llvm/ADT/ArrayRef.h"

namespace tritonmetal::executor {

class Synchronisation;

/// The time of one SIMD-group in one kind of memory, and what it knows of the others: all that
/// follows is ordered after `known`.
struct MemoryClock : ShadowMemory::Observer {
  ShadowMemory *shadow = nullptr;  // null: nobody looks for races
  Synchronisation *sync = nullptr; // null: the kernel has no fence
  bool accessed = false;           // since the last release

  /// Nodes for the threadgroup and for the whole device.
  struct Scoped {
    SyncGraph::Node here = 0, everywhere = 0;
  };
  Scoped observed;            // known after the next fence that acquires
  Scoped released;            // by the last fence that releases
  SyncGraph::Node latest = 0; // the last node that was made for a release
  uint32_t generation = 0;    // of the nodes
};

class Synchronisation {
public:
  void fence(MemoryClock &clock, const MemoryOrder &order);
  /// `location` is the same number for all who access the place.
  void readAtomic(MemoryClock &clock, uint64_t location, const MemoryOrder &order);
  void writeAtomic(MemoryClock &clock, uint64_t location, const MemoryOrder &order, bool isUpdate);
  /// A threadgroup barrier: what one SIMD-group knows, all know.
  void barrier(llvm::ArrayRef<MemoryClock *> clocks);
  void clear();

  const SyncGraph &getGraph() const { return graph; }

private:
  void refresh(MemoryClock &clock);
  void setKnown(MemoryClock &clock, SyncGraph::Node known);
  void acquire(MemoryClock &clock, const MemoryClock::Scoped &observed, bool wholeDevice);
  SyncGraph::Node release(MemoryClock &clock);
  void keep(uint64_t location, uint32_t threadgroup, SyncGraph::Node node, bool isUpdate);

  SyncGraph graph;
  /// By location and threadgroup; threadgroup 0: for everybody.
  llvm::DenseMap<std::pair<uint64_t, uint32_t>, SyncGraph::Node> locations;
};

/// A SIMD-group barrier. Time that does not fit a stamp starts afresh, and the past is forgotten.
void advanceSimdEpoch(MemoryClock &clock);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SYNCHRONISATION_H
