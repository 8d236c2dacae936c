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
// A shuffled schedule lets others go first that have no such lanes to wait for: blocks 0, 2, 1 if 1
// and 2 are the two branches of 0, and 3 is where they meet.
//
// Inside a block nobody waits, except all at once at a threadgroup barrier.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_GROUP_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_GROUP_H

#include "Program.h"
#include "Schedule.h"
#include "Synchronisation.h"
#include "WrittenBits.h"

#include "triton-metal/Executor/Fault.h"
#include "triton-metal/Executor/Profile.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/bit.h"

#include <cstring>
#include <memory>
#include <optional>

namespace tritonmetal::executor {

class DeviceLines;

/// Memory that a pointer can point to.
struct MemoryObject {
  enum class Kind : uint8_t { None, Device, Constant, Threadgroup, Thread };
  uint8_t *data = nullptr;
  uint64_t size = 0;
  uint64_t laneStride = 0; // from one lane's copy to the next one's; zero if they share it
  Kind kind = Kind::None;
  bool readable = true, writable = true, bound = true;
  /// Where the object starts in the memory that it is a part of: the storage of a device buffer,
  /// the block of a threadgroup, the local variables of a thread. Checks count from there.
  uint64_t origin = 0;
  MemoryClock *clock = nullptr;   // null: nobody looks for races
  WrittenBits *written = nullptr; // null: nobody looks for uninitialised reads
};

/// A copy moves bytes that need not have been written.
enum class AccessKind : uint8_t { Load, Copy, Store, AtomicLoad, AtomicStore, AtomicUpdate };

inline bool isAtomic(AccessKind kind) { return kind >= AccessKind::AtomicLoad; }
inline bool isWrite(AccessKind kind) {
  return kind == AccessKind::Store || kind >= AccessKind::AtomicStore;
}
/// Whether the old value plays a role.
inline bool isRead(AccessKind kind) {
  return kind != AccessKind::Store && kind != AccessKind::AtomicStore;
}

/// A fault as a handler leaves it; the words come later, if at all.
struct RawFault {
  FaultKind kind = FaultKind::Trap;
  uint32_t site = 0;
  unsigned group = 0; // SIMD-group, where it is not plain from the context
  unsigned lane = 0;
  Word address = 0;
  uint64_t bytes = 0;
  uint64_t alignment = 1;
  AccessKind access = AccessKind::Load;
  LaneMask mask = 0;                              // lanes that take part
  LaneMask other = 0;                             // lanes that do not
  std::optional<ShadowMemory::Conflict> conflict; // Race, EqualStores
  llvm::SmallVector<std::pair<const char *, std::string>, 2> values;
  std::string message; // instead of the words that the kind has
};

/// What was found that does not end a launch: each kind at each place once, and how often.
class WarningLog {
public:
  /// Counts the warning; true if it is the first of its kind there.
  bool add(FaultKind kind, uint32_t site);
  void describe(FaultKind kind, uint32_t site, Fault fault);
  /// In the order in which they were found.
  std::vector<Fault> take();

private:
  using Key = std::pair<unsigned, uint32_t>;
  llvm::DenseMap<Key, size_t> index;
  std::vector<Fault> faults;
};

/// What handlers may know about the launch.
struct RunContext {
  RunContext();
  ~RunContext();

  const Program *program = nullptr;
  CheckSet checks;
  /// Also count what costs time to count.
  bool countsCosts = false;
  std::unique_ptr<DeviceLines> deviceLines; // if so
  uint64_t maxSteps = 0;                    // instructions of one SIMD-group
  /// Device memory, storage after storage; null: nobody looks for races.
  std::unique_ptr<ShadowMemory> deviceShadow;
  Synchronisation deviceSync;
  std::vector<Size3> started; // position of each threadgroup, in the order of their numbers
  WarningLog warnings;
  Schedule schedule{std::nullopt};
  std::unique_ptr<ForwardPaths> paths; // if the schedule is shuffled
  unsigned firstLane = 0;              // with which atomics and stores begin
  uint64_t deviceEffects = 0;          // stores to device memory, and atomics that change it
  Profile profile;
};

class Group {
public:
  enum class Status : uint8_t { Running, EndOfBlock, AtBarrier, Finished, Faulted, Paused };

  Group(RunContext &context, unsigned index);

  /// Starts the program for the lanes of `mask`, in the threadgroup of this number (Stamp.h).
  void start(LaneMask mask, uint32_t threadgroup);
  /// Runs until a barrier, the end, a fault, or about `slice` instructions.
  Status run(uint64_t slice);

  /// Instead of `start` and `run`: makes `program`, one instruction, the one whose operations the
  /// caller executes, on columns that the caller owns.
  void attach(const Program &program, Column *storage);

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
  LaneMask getStarted() const { return started; }
  /// Whether it waits in a loop: it does atomics, and has changed no memory for long.
  bool isSpinning() const;
  /// It has done something: it does not only wait.
  void noteProgress() { quietSince = steps; }
  /// Neither at a barrier nor at its end.
  bool canRun() const { return status != Status::Finished && status != Status::AtBarrier; }
  /// Where it goes on after a pause, and with which lanes.
  uint32_t getNextSite() const;
  LaneMask getNextLanes() const { return waiting.back().lanes; }

  //===-- Memory ----------------------------------------------------------===//

  /// Calls `body(lane)` for each lane that executes the instruction, in the order of the schedule.
  template <typename Body>
  void forEachScheduledLane(Body body);
  /// An atomic has changed memory.
  void noteEffect(Word address);

  /// Null if the address is of no object.
  const MemoryObject *findObject(Word address) const;
  /// The memory behind `address` for one lane, or null after a fault.
  uint8_t *access(unsigned lane, Word address, uint64_t bytes, uint64_t alignment, AccessKind kind,
                  const Operation &inst);
  /// What a lane loads that wants two neighbours of `bytes` bytes, if nothing is wrong with that.
  /// Else null: `access` tells for each of them.
  const uint8_t *accessPair(unsigned lane, Word address, uint64_t bytes, const Operation &inst);
  /// What lane 0 accesses if all lanes access memory in a row, each the next `bytes` bytes, and
  /// nothing is wrong with that. Else null: `access` tells for each lane.
  uint8_t *accessRow(const Column &addresses, uint64_t bytes, uint64_t alignment, AccessKind kind,
                     const Operation &inst);
  /// Before an instruction reads: of lanes in a row that read one place, only the first and the
  /// last are looked at. Whoever races with one of the others races with one of those.
  void findRedundantReads(const Column &addresses);
  /// After it.
  void forgetRedundantReads() { redundantReads = 0; }
  /// Looks for races and marks bytes as written, before `data` is stored at `address`; to be called
  /// after `access` where `tracksStores`.
  void checkStore(unsigned lane, Word address, const void *data, uint64_t bytes,
                  const Operation &inst);
  /// The same for all lanes, whose `data` goes to a row of memory, after `accessRow`. False if
  /// there is something to report: `checkStore` tells for each lane.
  bool checkRowStore(Word address, const void *data, uint64_t bytes, const Operation &inst);
  /// After `checkStore` of a copy: only those bytes are written that were written where they come
  /// from. Structures have gaps that nobody writes; it is a fault if device memory gets nothing
  /// else.
  void copyWritten(unsigned lane, Word to, Word from, uint64_t bytes, const Operation &inst);
  /// An atomic has read or written a place, or both.
  void noteAtomic(unsigned lane, Word address, bool reads, bool writes, const Operation &inst);
  /// Counts one instruction that accesses memory at the addresses of the active lanes.
  void countAccess(const Column &addresses, uint64_t bytes, AccessKind kind);
  /// One that a matrix takes, in which each lane has two elements of `bytes` bytes.
  void countMatrixAccess(const Column (&addresses)[2], uint64_t bytes, AccessKind kind);

  /// Calls `body(clock)` for each kind of memory that mem_flags name.
  template <typename Body>
  void forEachClock(uint64_t memoryFlags, Body body) {
    constexpr uint64_t device = 1, threadgroup = 2;
    if (memoryFlags & device)
      body(deviceClock);
    if (memoryFlags & threadgroup)
      body(threadgroupClock);
  }

  void fail(RawFault fault);
  void fail(FaultKind kind, const Operation &inst, unsigned lane);
  /// Like `fail`, but the launch goes on.
  void warn(RawFault fault);

  RunContext &context;
  const unsigned index;      // in the threadgroup
  bool tracksStores = false; // a check wants to see them
  MemoryClock deviceClock, threadgroupClock;
  LaneMask mask = 0; // lanes that execute the current instruction
  Status status = Status::Finished;
  std::vector<MemoryObject> objects;
  std::vector<MemoryObject> variables; // objects that count from the end, see Program
  std::vector<uint8_t> threadMemory;
  WrittenBits threadWritten; // if uninitialised reads are looked for
  std::optional<RawFault> fault;
  uint32_t barrierSite = 0;
  uint32_t barrierFlags = 0;
  std::vector<RawFault> newWarnings; // each the first of its kind at its place

private:
  struct Waiting {
    uint32_t block;
    LaneMask lanes;
  };

  bool enterNextBlock();
  size_t chooseWaiting() const;
  bool checkRowLoad(const MemoryObject &object, uint64_t position, uint64_t bytes,
                    const Operation &inst);
  bool checkAccess(unsigned lane, const MemoryObject &object, Word address, uint64_t bytes,
                   AccessKind kind, const Operation &inst);
  MemoryClock &observe(MemoryClock &clock, unsigned lane, bool atomic, const Operation &inst);
  bool reportRace(const ShadowMemory::Conflict &conflict, RawFault raw);
  void countLines(llvm::ArrayRef<const Column *> addresses, uint64_t bytes, AccessKind kind);
  void countBanks(const Column &addresses, uint64_t bytes);

  LaneMask redundantReads = 0;
  std::vector<Column> columnStorage;
  Column *columns = nullptr;
  const Column *constants = nullptr;
  const Operation *next = nullptr;
  llvm::SmallVector<Waiting, 8> waiting; // by block, the lowest last
  LaneMask started = 0, exited = 0;
  uint64_t steps = 0;      // instructions since the start
  uint64_t quietSince = 0; // the step at which it changed memory last
  uint64_t lastAtomic = 0; // the step of its last atomic
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

template <typename Body>
inline void Group::forEachScheduledLane(Body body) {
  LaneMask late = (LaneMask(1) << context.firstLane) - 1;
  forEachLane(mask & ~late, body);
  if (late != 0)
    forEachLane(mask & late, body);
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
