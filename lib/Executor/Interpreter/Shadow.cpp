//===- Shadow.cpp - What happened to threadgroup memory ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Shadow.h"

namespace tritonmetal::executor {

static unsigned getSimdgroup(unsigned thread) { return thread / numLanes; }

void ThreadgroupShadow::reset() {
  std::fill(bytes.begin(), bytes.end(), Byte());
  epoch = 1;
}

/// Whether `thread`'s access at `simdEpoch` and the new one are unordered.
static bool isConcurrent(unsigned thread, uint32_t simdEpoch,
                         const ThreadgroupShadow::Access &access) {
  if (thread == access.thread)
    return false;
  return getSimdgroup(thread) != getSimdgroup(access.thread) || simdEpoch == access.simdgroupEpoch;
}

std::optional<ThreadgroupShadow::Conflict>
ThreadgroupShadow::findConflict(const Byte &byte, const Access &access, bool writes) const {
  bool atomic = isAtomic(access.kind);
  if (byte.writeEpoch == epoch && !(atomic && byte.atomicWrite) &&
      isConcurrent(byte.writer, byte.writeSimdEpoch, access))
    return Conflict{0, byte.writer, true};
  if (!writes || byte.readEpoch != epoch || (atomic && byte.atomicRead))
    return std::nullopt;
  bool sameGroup = getSimdgroup(byte.reader) == getSimdgroup(access.thread);
  bool concurrent = isConcurrent(byte.reader, byte.readSimdEpoch, access);
  if (byte.manyGroups || concurrent ||
      (sameGroup && byte.manyThreads && byte.readSimdEpoch == access.simdgroupEpoch))
    return Conflict{0, byte.reader, false};
  return std::nullopt;
}

void ThreadgroupShadow::noteRead(Byte &byte, const Access &access) {
  bool atomic = isAtomic(access.kind);
  bool first = byte.readEpoch != epoch;
  bool sameGroup = getSimdgroup(byte.reader) == getSimdgroup(access.thread);
  if (first) {
    byte.manyGroups = byte.manyThreads = false;
    byte.atomicRead = atomic;
  } else {
    byte.manyGroups |= !sameGroup;
    byte.atomicRead &= atomic;
    if (sameGroup && byte.readSimdEpoch == access.simdgroupEpoch)
      byte.manyThreads |= byte.reader != access.thread;
    else
      byte.manyThreads = false;
  }
  byte.readEpoch = epoch;
  byte.readSimdEpoch = access.simdgroupEpoch;
  byte.reader = uint16_t(access.thread);
}

void ThreadgroupShadow::noteWrite(Byte &byte, const Access &access) {
  byte.writeEpoch = epoch;
  byte.writeSimdEpoch = access.simdgroupEpoch;
  byte.writer = uint16_t(access.thread);
  byte.atomicWrite = isAtomic(access.kind);
}

std::optional<ThreadgroupShadow::Conflict> ThreadgroupShadow::record(const Access &access) {
  bool writes = isWrite(access.kind);
  std::optional<Conflict> conflict;
  for (uint64_t i = access.offset; i < access.offset + access.size; ++i) {
    Byte &byte = bytes[i];
    if (!conflict && (conflict = findConflict(byte, access, writes)))
      conflict->offset = i;
    noteRead(byte, access);
    if (writes)
      noteWrite(byte, access);
  }
  return conflict;
}

std::optional<ThreadgroupShadow::Conflict>
ThreadgroupShadow::recordStore(const Access &access, const uint8_t *before, const uint8_t *after) {
  std::optional<Conflict> conflict;
  for (uint64_t i = 0; i < access.size; ++i) {
    Byte &byte = bytes[access.offset + i];
    bool changes = !byte.written || before[i] != after[i];
    if (changes && !conflict && (conflict = findConflict(byte, access, /*writes=*/true)))
      conflict->offset = access.offset + i;
    noteWrite(byte, access);
  }
  return conflict;
}

std::optional<uint64_t> ThreadgroupShadow::findUnwritten(uint64_t offset, uint64_t size) const {
  for (uint64_t i = offset; i < offset + size; ++i)
    if (!bytes[i].written)
      return i;
  return std::nullopt;
}

void ThreadgroupShadow::markWritten(uint64_t offset, uint64_t size) {
  for (uint64_t i = offset; i < offset + size; ++i)
    bytes[i].written = true;
}

} // namespace tritonmetal::executor
