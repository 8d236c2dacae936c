//===- Shadow.h - What happened to threadgroup memory ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each byte of a threadgroup's memory: who wrote it last and who has read it since the last
// threadgroup barrier. Two accesses race if different threads make them, one of them writes, and
// neither a threadgroup barrier nor, within one SIMD-group, a simdgroup barrier is between them:
//
//   thread 0   a[0] = 1;                 race: the same barrier epoch, different threads
//   thread 9             x = a[0];
//
// The answer does not depend on the order in which the interpreter happens to run the threads.
// Writing the value that is already there is no race: every order gives the same memory. Atomic
// accesses do not race with each other.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SHADOW_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SHADOW_H

#include "Group.h"

namespace tritonmetal::executor {

class ThreadgroupShadow {
public:
  explicit ThreadgroupShadow(uint64_t size) : bytes(size) {}

  /// A new threadgroup: nothing is written, nothing was accessed.
  void reset();
  /// A threadgroup barrier that orders threadgroup memory.
  void advance() { ++epoch; }

  struct Access {
    uint64_t offset = 0; // in the threadgroup's block
    uint64_t size = 0;
    unsigned thread = 0; // index in the threadgroup
    uint32_t simdgroupEpoch = 0;
    AccessKind kind = AccessKind::Load;
  };
  struct Conflict {
    uint64_t offset = 0;
    unsigned otherThread = 0;
    bool otherWrites = false;
  };

  /// Records the access and returns what it races with, if anything. A store is recorded through
  /// `recordStore`, once its value is known.
  std::optional<Conflict> record(const Access &access);
  /// `before` and `after` are the bytes in memory and those that replace them.
  std::optional<Conflict> recordStore(const Access &access, const uint8_t *before,
                                      const uint8_t *after);
  /// The first byte of the range that nobody has written, if any.
  std::optional<uint64_t> findUnwritten(uint64_t offset, uint64_t size) const;
  void markWritten(uint64_t offset, uint64_t size);

private:
  struct Byte {
    uint32_t writeEpoch = 0, readEpoch = 0; // threadgroup barriers; 0: never
    uint32_t writeSimdEpoch = 0, readSimdEpoch = 0;
    uint16_t writer = 0, reader = 0;
    bool atomicWrite = false, atomicRead = false;
    bool manyGroups = false;  // readers of this epoch are in several SIMD-groups
    bool manyThreads = false; // readers of this SIMD-group epoch are several
    bool written = false;
  };

  std::optional<Conflict> findConflict(const Byte &byte, const Access &access, bool writes) const;
  void noteRead(Byte &byte, const Access &access);
  void noteWrite(Byte &byte, const Access &access);

  std::vector<Byte> bytes;
  uint32_t epoch = 1;
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SHADOW_H
