//===- Memory.cpp - Accesses of a SIMD-group ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Group.h"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace tritonmetal::executor {

const MemoryObject *Group::findObject(Word address) const {
  unsigned object = getObject(address);
  if (object < objects.size())
    return &objects[object];
  unsigned variable = maxObjects - 1 - object;
  return variable < variables.size() ? &variables[variable] : nullptr;
}

/// Where an address is in the memory that its object is a part of.
static uint64_t getPosition(const MemoryObject &object, unsigned lane, Word address) {
  return object.origin + lane * object.laneStride + uint64_t(getOffset(address));
}

/// Sets a clock to an access of one lane.
inline MemoryClock &Group::observe(MemoryClock &clock, unsigned lane, bool atomic,
                                   const Operation &inst) {
  clock.accessed = true;
  clock.stamp.thread = index * numLanes + lane;
  clock.stamp.site = inst.site;
  clock.stamp.atomic = atomic;
  return clock;
}

static RawFault makeAccessFault(FaultKind kind, unsigned lane, Word address, uint64_t bytes,
                                AccessKind access, const Operation &inst) {
  RawFault raw;
  raw.kind = kind;
  raw.site = inst.site;
  raw.lane = lane;
  raw.address = address;
  raw.bytes = bytes;
  raw.access = access;
  return raw;
}

/// What is wrong with an access, whoever else accesses the place.
static std::optional<FaultKind> findFault(const MemoryObject *object, Word address, uint64_t bytes,
                                          uint64_t alignment, AccessKind kind) {
  if (!object || object->kind == MemoryObject::Kind::None)
    return getObject(address) == 0 ? FaultKind::NullPointer : FaultKind::WildPointer;
  // Below the start this wraps to a number that no object's size reaches.
  uint64_t offset = uint64_t(getOffset(address));
  if (offset > object->size || bytes > object->size - offset)
    return object->bound ? FaultKind::OutOfBounds : FaultKind::UnboundBuffer;
  if (((object->origin + offset) & (alignment - 1)) != 0)
    return FaultKind::Misaligned;
  if (isWrite(kind) ? !object->writable : !object->readable)
    return FaultKind::ForbiddenAccess;
  return std::nullopt;
}

uint8_t *Group::access(unsigned lane, Word address, uint64_t bytes, uint64_t alignment,
                       AccessKind kind, const Operation &inst) {
  const MemoryObject *object = findObject(address);
  if (std::optional<FaultKind> fault = findFault(object, address, bytes, alignment, kind)) {
    RawFault raw = makeAccessFault(*fault, lane, address, bytes, kind, inst);
    raw.alignment = alignment;
    fail(std::move(raw));
    return nullptr;
  }
  if (kind != AccessKind::Store && (object->clock || object->written) &&
      !checkAccess(lane, *object, address, bytes, kind, inst))
    return nullptr;
  return object->data + lane * object->laneStride + uint64_t(getOffset(address));
}

const uint8_t *Group::accessPair(unsigned lane, Word address, uint64_t bytes,
                                 const Operation &inst) {
  const MemoryObject *object = findObject(address);
  if (findFault(object, address, 2 * bytes, /*alignment=*/bytes, AccessKind::Load))
    return nullptr;
  uint64_t position = getPosition(*object, lane, address);
  if (object->written && context.checks.uninit &&
      !object->written->areAllWritten(position, 2 * bytes))
    return nullptr;
  if (object->clock) {
    MemoryClock &clock = observe(*object->clock, lane, /*atomic=*/false, inst);
    if (clock.shadow->recordRead(position, 2 * bytes, clock))
      return nullptr;
  }
  return object->data + lane * object->laneStride + uint64_t(getOffset(address));
}

uint8_t *Group::accessRow(const Column &addresses, uint64_t bytes, uint64_t alignment,
                          AccessKind kind, const Operation &inst) {
  Word address = addresses.lanes[0], differences = 0;
  for (unsigned lane = 0; lane < numLanes; ++lane)
    differences |= addresses.lanes[lane] ^ (address + lane * bytes);
  if (differences != 0 || mask != allLanes ||
      (kind != AccessKind::Load && kind != AccessKind::Store))
    return nullptr;
  const MemoryObject *object = findObject(address);
  if (!object || object->kind == MemoryObject::Kind::None || object->laneStride != 0)
    return nullptr;
  uint64_t offset = uint64_t(getOffset(address)), size = numLanes * bytes;
  if (offset > object->size || size > object->size - offset ||
      (((object->origin + offset) | bytes) & (alignment - 1)) != 0 ||
      (isWrite(kind) ? !object->writable : !object->readable))
    return nullptr;
  if (kind == AccessKind::Load && !checkRowLoad(*object, object->origin + offset, bytes, inst))
    return nullptr;
  return object->data + offset;
}

//===----------------------------------------------------------------------===//
// Races and uninitialised reads
//===----------------------------------------------------------------------===//

/// False after a fault.
bool Group::reportRace(const ShadowMemory::Conflict &conflict, RawFault raw) {
  raw.kind = conflict.harmless ? FaultKind::EqualStores : FaultKind::Race;
  raw.conflict = conflict;
  if (conflict.harmless)
    warn(std::move(raw));
  else
    fail(std::move(raw));
  return conflict.harmless;
}

void Group::findRedundantReads(const Column &addresses) {
  redundantReads = 0;
  const MemoryObject *object = findObject(addresses.lanes[llvm::countr_zero(mask)]);
  if (!object || !object->clock || mask != allLanes)
    return;
  for (unsigned lane = 1; lane + 1 < numLanes; ++lane)
    redundantReads |= LaneMask(addresses.lanes[lane] == addresses.lanes[lane - 1] &&
                               addresses.lanes[lane] == addresses.lanes[lane + 1])
                      << lane;
}

/// False if there is something to report.
bool Group::checkRowLoad(const MemoryObject &object, uint64_t position, uint64_t bytes,
                         const Operation &inst) {
  if (object.written && context.checks.uninit &&
      !object.written->areAllWritten(position, numLanes * bytes))
    return false;
  return !object.clock ||
         object.clock->shadow->recordReads(
             position, bytes, observe(*object.clock, /*lane=*/0, /*atomic=*/false, inst));
}

/// Everything but stores, whose values are not known yet. False after a fault.
bool Group::checkAccess(unsigned lane, const MemoryObject &object, Word address, uint64_t bytes,
                        AccessKind kind, const Operation &inst) {
  uint64_t position = getPosition(object, lane, address);
  if (object.written) {
    if (context.checks.uninit && kind != AccessKind::Copy && isRead(kind) &&
        !object.written->areAllWritten(position, bytes)) {
      fail(makeAccessFault(FaultKind::UninitialisedRead, lane, address, bytes, kind, inst));
      return false;
    }
    if (isWrite(kind))
      object.written->mark(position, bytes);
  }
  if (!object.clock)
    return true;
  if (kind == AccessKind::Load && (redundantReads >> lane & 1))
    return true;
  MemoryClock &clock = observe(*object.clock, lane, isAtomic(kind), inst);
  auto conflict = isWrite(kind)
                      ? clock.shadow->recordWrite(position, bytes, clock, nullptr, nullptr)
                      : clock.shadow->recordRead(position, bytes, clock);
  return !conflict ||
         reportRace(*conflict, makeAccessFault(FaultKind::Race, lane, address, bytes, kind, inst));
}

/// "0x3f800000", the lowest byte last; the first bytes of long ones.
static std::string printBytes(const uint8_t *bytes, uint64_t size) {
  constexpr uint64_t most = 8;
  std::string digits;
  for (uint64_t i = std::min(size, most); i-- > 0;)
    digits += llvm::utohexstr(bytes[i], /*LowerCase=*/true, /*Width=*/2);
  return (size > most ? "0x..." : "0x") + digits;
}

void Group::checkStore(unsigned lane, Word address, const void *data, uint64_t bytes,
                       const Operation &inst) {
  const MemoryObject &object = *findObject(address);
  uint64_t position = getPosition(object, lane, address);
  if (object.clock) {
    auto *after = static_cast<const uint8_t *>(data);
    const uint8_t *before = object.data + lane * object.laneStride + uint64_t(getOffset(address));
    bool isKnown = !object.written || object.written->areAllWritten(position, bytes);
    MemoryClock &clock = observe(*object.clock, lane, /*atomic=*/false, inst);
    auto conflict =
        clock.shadow->recordWrite(position, bytes, clock, isKnown ? before : nullptr, after);
    if (conflict) {
      RawFault raw =
          makeAccessFault(FaultKind::Race, lane, address, bytes, AccessKind::Store, inst);
      if (isKnown)
        raw.values.push_back({"in memory", printBytes(before, bytes)});
      raw.values.push_back({"stored", printBytes(after, bytes)});
      reportRace(*conflict, std::move(raw));
    }
  }
  if (object.written)
    object.written->mark(position, bytes);
}

bool Group::checkRowStore(Word address, const void *data, uint64_t bytes, const Operation &inst) {
  const MemoryObject &object = *findObject(address);
  uint64_t offset = uint64_t(getOffset(address)), size = numLanes * bytes;
  uint64_t position = object.origin + offset;
  if (object.clock) {
    if (object.written && !object.written->areAllWritten(position, size))
      return false;
    MemoryClock &clock = observe(*object.clock, /*lane=*/0, /*atomic=*/false, inst);
    if (!clock.shadow->recordWrites(position, bytes, clock, object.data + offset,
                                    static_cast<const uint8_t *>(data)))
      return false;
  }
  if (object.written)
    object.written->mark(position, size);
  return true;
}

void Group::noteEffect(Word address) {
  noteProgress();
  context.deviceEffects += findObject(address)->kind == MemoryObject::Kind::Device;
}

void Group::copyWritten(unsigned lane, Word to, Word from, uint64_t bytes, const Operation &inst) {
  const MemoryObject &source = *findObject(from);
  const MemoryObject &target = *findObject(to);
  if (!source.written)
    return;
  uint64_t position = getPosition(source, lane, from);
  if (target.written)
    target.written->copy(getPosition(target, lane, to), *source.written, position, bytes);
  else if (context.checks.uninit && !source.written->isAnyWritten(position, bytes))
    fail(makeAccessFault(FaultKind::UninitialisedRead, lane, from, bytes, AccessKind::Copy, inst));
}

void Group::noteAtomic(unsigned lane, Word address, bool reads, bool writes,
                       const Operation &inst) {
  if (!deviceClock.sync && !threadgroupClock.sync)
    return;
  const MemoryObject &object = *findObject(address);
  // Blocks of threadgroup memory have the same positions in all threadgroups; those of device
  // memory have their upper bits clear.
  constexpr unsigned positionBits = 24;
  static_assert(maxThreadgroupMemory <= 1 << positionBits, "positions do not overlap");
  uint64_t location = getPosition(object, lane, address);
  if (object.kind == MemoryObject::Kind::Threadgroup)
    location |= ~uint64_t(deviceClock.stamp.threadgroup) << positionBits;
  const MemoryOrder &order = context.program->orders[inst.site];
  for (MemoryClock *clock : {&deviceClock, &threadgroupClock}) {
    if (!clock->sync)
      continue;
    if (reads)
      clock->sync->readAtomic(*clock, location, order);
    if (writes)
      clock->sync->writeAtomic(*clock, location, order, /*isUpdate=*/reads);
  }
}

} // namespace tritonmetal::executor
