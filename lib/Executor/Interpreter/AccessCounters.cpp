//===- AccessCounters.cpp - What accesses cost ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of an access to device memory by a SIMD-group, the lines that its lanes touch count:
//
//   32 lanes, 4 bytes each, one after the other     1 line of 128 bytes
//   32 lanes, 4 bytes each, 256 bytes apart         32 lines
//
// Of one to threadgroup memory, the cycles: each bank serves one word at a time, and lanes that
// read the same word are served together. What is more than the bytes alone would take is a
// conflict.
//
//===----------------------------------------------------------------------===//

#include "Group.h"

#include "../Profile/DeviceLines.h"

#include <algorithm>

namespace tritonmetal::executor {

namespace {
/// Places of one instruction's accesses, `bytes` each.
using Places = llvm::SmallVector<Word, 2 * numLanes>;
} // namespace

/// Numbers of the units of `unitBytes` that the accesses touch, each once.
static llvm::SmallVector<Word, 2 * numLanes> findUnits(const Places &places, uint64_t bytes,
                                                       uint64_t unitBytes) {
  llvm::SmallVector<Word, 2 * numLanes> units;
  for (Word place : places)
    for (Word unit = place / unitBytes; unit <= (place + bytes - 1) / unitBytes; ++unit)
      units.push_back(unit);
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
  return units;
}

static uint64_t countCycles(const Places &places, uint64_t bytes, uint64_t bankBytes,
                            uint64_t &conflicts) {
  unsigned load[numThreadgroupBanks] = {};
  unsigned most = 0;
  auto words = findUnits(places, bytes, bankBytes);
  for (Word word : words)
    most = std::max(most, ++load[word % numThreadgroupBanks]);
  unsigned least = unsigned((words.size() + numThreadgroupBanks - 1) / numThreadgroupBanks);
  conflicts += most - least;
  return most;
}

/// Where the active lanes' accesses are in the memory of the object's kind; without those outside,
/// which are reported elsewhere.
static void appendPlaces(const Group &group, const Column &addresses, uint64_t bytes,
                         MemoryObject::Kind kind, Places &places) {
  forEachLane(group.mask, [&](unsigned lane) {
    const MemoryObject *object = group.findObject(addresses.lanes[lane]);
    uint64_t offset = uint64_t(getOffset(addresses.lanes[lane]));
    if (object && object->kind == kind && offset <= object->size && bytes <= object->size - offset)
      places.push_back(object->origin + offset);
  });
}

void Group::countLines(llvm::ArrayRef<const Column *> addresses, uint64_t bytes, AccessKind kind) {
  Profile &profile = context.profile;
  Places places;
  for (const Column *column : addresses)
    appendPlaces(*this, *column, bytes, MemoryObject::Kind::Device, places);
  auto lines = findUnits(places, bytes, cacheLineBytes);
  bool reads = kind != AccessKind::Store, writes = isWrite(kind);
  (isAtomic(kind) ? profile.deviceAtomicLines
   : writes       ? profile.deviceStoreLines
                  : profile.deviceLoadLines) += lines.size();
  for (Word line : lines) {
    if (reads)
      context.deviceLines->touch(line, false, deviceClock.stamp.threadgroup, profile);
    if (writes)
      context.deviceLines->touch(line, true, deviceClock.stamp.threadgroup, profile);
  }
}

void Group::countBanks(const Column &addresses, uint64_t bytes) {
  Profile &profile = context.profile;
  Places places;
  appendPlaces(*this, addresses, bytes, MemoryObject::Kind::Threadgroup, places);
  constexpr uint64_t bankBytes = 4, wideBankBytes = 8;
  profile.threadgroupCycles += countCycles(places, bytes, bankBytes, profile.bankConflicts);
  profile.wideThreadgroupCycles +=
      countCycles(places, bytes, wideBankBytes, profile.wideBankConflicts);
}

static Profile::Memory *getMemory(Profile &profile, MemoryObject::Kind kind) {
  switch (kind) {
  case MemoryObject::Kind::None:
    return nullptr;
  case MemoryObject::Kind::Device:
    return &profile.device;
  case MemoryObject::Kind::Constant:
    return &profile.constant;
  case MemoryObject::Kind::Threadgroup:
    return &profile.threadgroup;
  case MemoryObject::Kind::Thread:
    return &profile.thread;
  }
  return nullptr;
}

void Group::countAccess(const Column &addresses, uint64_t bytes, AccessKind kind) {
  const MemoryObject *object = findObject(addresses.lanes[llvm::countr_zero(mask)]);
  Profile::Memory *memory = object ? getMemory(context.profile, object->kind) : nullptr;
  if (!memory)
    return; // the access itself reports it
  bool isDevice = object->kind == MemoryObject::Kind::Device;
  bool isThreadgroup = object->kind == MemoryObject::Kind::Threadgroup;
  uint64_t total = bytes * llvm::popcount(mask);
  if (isAtomic(kind)) {
    ++context.profile.atomics;
    lastAtomic = steps;
  } else if (kind != AccessKind::Store) {
    ++memory->loads;
    memory->loadBytes += total;
  } else {
    ++memory->stores;
    memory->storeBytes += total;
    context.deviceEffects += isDevice;
    if (isDevice || isThreadgroup)
      noteProgress();
  }
  if (!context.countsCosts)
    return;
  if (isDevice)
    countLines(&addresses, bytes, kind);
  else if (isThreadgroup)
    countBanks(addresses, bytes);
}

/// The two accesses of each lane count as one of the SIMD-group. How they meet banks is up to the
/// hardware, so conflicts are not counted: the bytes alone take their cycles.
void Group::countMatrixAccess(const Column (&addresses)[2], uint64_t bytes, AccessKind kind) {
  const MemoryObject *object = findObject(addresses[0].lanes[llvm::countr_zero(mask)]);
  Profile &profile = context.profile;
  Profile::Memory *memory = object ? getMemory(profile, object->kind) : nullptr;
  if (!memory)
    return;
  bool isDevice = object->kind == MemoryObject::Kind::Device;
  uint64_t total = 2 * bytes * llvm::popcount(mask);
  bool writes = kind == AccessKind::Store;
  ++(writes ? memory->stores : memory->loads);
  (writes ? memory->storeBytes : memory->loadBytes) += total;
  if (writes) {
    context.deviceEffects += isDevice;
    noteProgress();
  }
  if (!context.countsCosts)
    return;
  constexpr uint64_t bankBytes = 4 * numThreadgroupBanks, wideBankBytes = 2 * bankBytes;
  if (isDevice) {
    countLines({&addresses[0], &addresses[1]}, bytes, kind);
  } else if (object->kind == MemoryObject::Kind::Threadgroup) {
    profile.threadgroupCycles += (total + bankBytes - 1) / bankBytes;
    profile.wideThreadgroupCycles += (total + wideBankBytes - 1) / wideBankBytes;
  }
}

} // namespace tritonmetal::executor
