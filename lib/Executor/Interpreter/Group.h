//===- Group.h - A SIMD-group while it runs ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// 32 lanes and one program counter. Lanes that took another branch wait at the start of their
// block; whenever a block ends, the lanes of the lowest block in the program's order go on, merged
// with all that wait there. Code that all lanes reach therefore runs once for all of them.
//
//   mask 1111   if (c)        blocks 0: 1111
//   mask 0011     f();               1: 0011     2 waits: 1100
//   mask 1111   g();                 2: 1111
//
// Inside a block nobody waits, except all at once at a threadgroup barrier.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_GROUP_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_GROUP_H

#include "Program.h"

#include "triton-metal/Executor/Fault.h"
#include "triton-metal/Executor/Profile.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/bit.h"

#include <cstring>
#include <optional>

namespace tritonmetal::executor {

class ThreadgroupShadow;

/// Memory that a pointer can point to.
struct MemoryObject {
  enum class Kind : uint8_t { None, Device, Constant, Threadgroup, Thread };
  uint8_t *data = nullptr;
  uint64_t size = 0;
  uint64_t laneStride = 0; // from one lane's copy to the next one's; zero if they share it
  Kind kind = Kind::None;
  bool readable = true, writable = true, bound = true;
  /// Threadgroup memory: where the object starts in the threadgroup's block.
  uint64_t blockOffset = 0;
};

enum class AccessKind : uint8_t { Load, Store, AtomicLoad, AtomicUpdate };

inline bool isAtomic(AccessKind kind) {
  return kind == AccessKind::AtomicLoad || kind == AccessKind::AtomicUpdate;
}
inline bool isWrite(AccessKind kind) {
  return kind == AccessKind::Store || kind == AccessKind::AtomicUpdate;
}

/// A fault as a handler leaves it; the words come later, if at all.
struct RawFault {
  FaultKind kind = FaultKind::Trap;
  uint32_t site = 0;
  unsigned lane = 0;
  Word address = 0;
  uint64_t bytes = 0;
  uint64_t alignment = 1;
  AccessKind access = AccessKind::Load;
  LaneMask mask = 0;        // lanes that take part
  LaneMask other = 0;       // lanes that do not
  unsigned otherThread = 0; // Race: index in the threadgroup
  bool otherWrites = false; // Race
  std::string message;      // instead of the words that the kind has
};

/// What handlers may know about the launch.
struct RunContext {
  const Program *program = nullptr;
  CheckSet checks;
  bool countMemory = false;
  uint64_t maxSteps = 0; // instructions of one SIMD-group
  Profile profile;
};

class Group {
public:
  enum class Status : uint8_t { Running, EndOfBlock, AtBarrier, Finished, Faulted, Paused };

  Group(RunContext &context, unsigned index);

  /// Starts the program for the lanes of `mask`.
  void start(LaneMask mask);
  /// Runs until a barrier, the end, a fault, or about `slice` instructions.
  Status run(uint64_t slice);

  //===-- Columns ---------------------------------------------------------===//

  const Column &read(uint32_t operand, unsigned element = 0) const {
    return (operand & constantBit ? constants : columns)[(operand & ~constantBit) + element];
  }
  Column &write(uint32_t column, unsigned element = 0) { return columns[column + element]; }

  //===-- Control ---------------------------------------------------------===//

  /// Sends the lanes of `lanes` along an edge.
  void take(uint32_t edge, LaneMask lanes);
  void exit(LaneMask lanes) { exited |= lanes; }
  void endBlock() { status = Status::EndOfBlock; }
  /// Lanes that started and did not return.
  LaneMask getLive() const { return started & ~exited; }

  //===-- Memory ----------------------------------------------------------===//

  /// The memory behind `address` for one lane, or null after a fault.
  uint8_t *access(unsigned lane, Word address, uint64_t bytes, uint64_t alignment, AccessKind kind,
                  const Operation &inst);
  /// Looks for races and marks bytes as written, before `data` is stored at `address`; to be called
  /// after `access` if there is a shadow.
  void checkStore(unsigned lane, Word address, const void *data, uint64_t bytes,
                  const Operation &inst);
  /// Counts one instruction that accesses memory at the addresses of the active lanes.
  void countAccess(const Column &addresses, uint64_t bytes, AccessKind kind);

  void fail(RawFault fault);
  void fail(FaultKind kind, const Operation &inst, unsigned lane);

  RunContext &context;
  const unsigned index;                // in the threadgroup
  ThreadgroupShadow *shadow = nullptr; // of its memory, if anything is looked for there
  LaneMask mask = 0;                   // lanes that execute the current instruction
  Status status = Status::Finished;
  std::vector<MemoryObject> objects;
  std::vector<MemoryObject> variables; // objects that count from the end, see Program
  std::vector<uint8_t> threadMemory;
  std::optional<RawFault> fault;
  uint32_t barrierSite = 0;
  uint32_t barrierFlags = 0;
  uint32_t simdgroupEpoch = 0; // simdgroup barriers so far

private:
  struct Waiting {
    uint32_t block;
    LaneMask lanes;
  };

  bool enterLowestBlock();
  const MemoryObject *findObject(Word address) const;
  /// Reports what is wrong with an access; returns null.
  uint8_t *failAccess(FaultKind kind, unsigned lane, Word address, uint64_t bytes,
                      uint64_t alignment, AccessKind access, const Operation &inst);
  bool checkShadow(unsigned lane, const MemoryObject &object, Word address, uint64_t bytes,
                   AccessKind kind, const Operation &inst);
  void countSegments(const Column &addresses, uint64_t bytes);
  void countBankConflicts(const Column &addresses, uint64_t bytes);

  std::vector<Column> columnStorage;
  Column *columns = nullptr;
  const Column *constants = nullptr;
  const Operation *next = nullptr;
  llvm::SmallVector<Waiting, 8> waiting; // by block, the lowest last
  LaneMask started = 0, exited = 0;
  uint64_t steps = 0; // instructions since the start
};

/// Calls `body(lane)` for each lane of `mask`.
template <typename Body>
inline void forEachLane(LaneMask mask, Body body) {
  if (mask == allLanes) {
    for (unsigned lane = 0; lane < numLanes; ++lane)
      body(lane);
    return;
  }
  for (; mask != 0; mask &= mask - 1)
    body(unsigned(llvm::countr_zero(mask)));
}

/// The lanes of `mask` whose bit 0 in `column` is set.
inline LaneMask getTrueLanes(const Column &column, LaneMask mask) {
  LaneMask result = 0;
  for (unsigned lane = 0; lane < numLanes; ++lane)
    result |= LaneMask(column.lanes[lane] & 1) << lane;
  return result & mask;
}

inline Word truncateTo(Word value, unsigned bits) { return value & (~Word(0) >> (64 - bits)); }
inline int64_t signExtend(Word value, unsigned bits) {
  return int64_t(value << (64 - bits)) >> (64 - bits);
}

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_GROUP_H
