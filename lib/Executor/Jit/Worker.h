//===- Worker.h - A host thread that runs threadgroups ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Has memory for one threadgroup, which it runs to its end before it takes the next one. With
// coroutines, SIMD-groups take turns at barriers:
//
//   SIMD-group 0   32 threads start, each to its first meeting point
//                  all wait at a sum: the interpreter's handler adds their columns; all go on
//                  all wait at a barrier
//   SIMD-group 1   the same
//                  all SIMD-groups wait at the barrier: it opens
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_JIT_WORKER_H
#define TRITON_METAL_LIB_EXECUTOR_JIT_WORKER_H

#include "CompiledKernel.h"
#include "FaultSites.h"

#include "../Interpreter/Group.h"

namespace tritonmetal::executor::jit {

/// A SIMD-group's threads, as coroutines.
class Simdgroup {
public:
  enum class Status : uint8_t { AtBarrier, Finished, Yielded, Faulted };

  Simdgroup(const CompiledKernel &kernel, RunContext &context, unsigned index);

  /// Starts the threads of `lanes`; each runs to its first meeting point.
  void start(ThreadgroupState &threadgroup, LaneMask lanes);
  /// Goes on to the next barrier, the end, or where other SIMD-groups should have a turn.
  Status run();
  /// Lets the threads that wait at a barrier go on.
  void passBarrier() { resume(waiting); }

  /// The interpreter executes `call` for `lanes`. False after a fault, which `group` has.
  bool execute(const InterpretedCall &call, LaneMask lanes, uint32_t firstColumn = 0);
  unsigned getCurrentThread() const { return group.index * numLanes + currentLane; }

  Group group; // its columns are `columns`
  SimdgroupState state;
  bool atBarrier = false;

private:
  void resume(LaneMask lanes);
  bool perform(const Stop &stop, LaneMask lanes);

  const CompiledKernel &kernel;
  std::vector<Column> columns;
  ThreadFrame *frames[numLanes] = {};
  LaneMask waiting = 0; // at a barrier
  volatile unsigned currentLane = 0;
};

/// Memory that is handed out piece by piece and taken back all at once.
class FrameArena {
public:
  void *allocate(uint64_t size);
  void reset() { block = 0, used = 0; }

private:
  std::vector<std::vector<uint8_t>> blocks;
  size_t block = 0;  // the one in use
  uint64_t used = 0; // of it
};

class Worker {
public:
  Worker(const CompiledKernel &kernel, Launch &launch);
  ~Worker();
  Worker(const Worker &) = delete;

  /// False after a fault, which `fault` describes.
  bool runThreadgroup(const Size3 &position);

  std::optional<Fault> fault;

  //===-- For compiled code ------------------------------------------------===//

  void *allocateFrame(uint64_t size) { return arena.allocate(size); }
  void interpret(unsigned call, SimdgroupState &simdgroup, unsigned lane);
  bool isAccessible(uint64_t address, uint64_t bytes) const;
  [[noreturn]] void trap(uint32_t site, unsigned index, const Trap &trap);

private:
  /// Memory that a pointer may point to.
  struct Buffer {
    unsigned object = 0; // see Program.h
    uint64_t start = 0, size = 0;
  };

  void addArgument(const KernelArgument &argument);
  void addPointees();
  const Buffer *findNearest(uint64_t address) const;
  void prepare(const Size3 &position);
  void runLoop();
  void runCoroutines();
  bool openBarrier(unsigned numGroups);
  void fail(RawFault raw, unsigned index);
  void describe();
  Fault describeHostFault() const;
  Fault::Thread getThread(unsigned index) const;

  const CompiledKernel &kernel;
  Launch &launch;
  RunContext context;
  ThreadgroupState state;
  uint8_t *memory = nullptr;
  std::vector<uint8_t *> arguments;
  std::vector<uint64_t> sizes;
  std::vector<std::unique_ptr<Simdgroup>> simdgroups; // one, for interpreted calls, in a loop
  FrameArena arena;
  std::vector<MemoryObject> objects; // for reports
  std::vector<Buffer> buffers;
  Simdgroup *current = nullptr;
  std::optional<RawFault> raw;
  unsigned faultyThread = 0; // in the threadgroup
};

/// Functions of HostInterface.h.
std::vector<HostSymbol> getRuntimeSymbols();

} // namespace tritonmetal::executor::jit

#endif // TRITON_METAL_LIB_EXECUTOR_JIT_WORKER_H
