//===- Memory.cpp - Accesses of a SIMD-group ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Shadow.h"

#include <algorithm>

namespace tritonmetal::executor {

/// A model of the memory system, not values measured on a GPU.
static constexpr uint64_t segmentBytes = 64;
static constexpr unsigned numBanks = 32;
static constexpr uint64_t bankBytes = 4;

const MemoryObject *Group::findObject(Word address) const {
  unsigned object = getObject(address);
  if (object < objects.size())
    return &objects[object];
  unsigned variable = maxObjects - 1 - object;
  return variable < variables.size() ? &variables[variable] : nullptr;
}

uint8_t *Group::failAccess(FaultKind kind, unsigned lane, Word address, uint64_t bytes,
                           uint64_t alignment, AccessKind access, const Operation &inst) {
  RawFault raw;
  raw.kind = kind;
  raw.site = inst.site;
  raw.lane = lane;
  raw.address = address;
  raw.bytes = bytes;
  raw.alignment = alignment;
  raw.access = access;
  fail(std::move(raw));
  return nullptr;
}

uint8_t *Group::access(unsigned lane, Word address, uint64_t bytes, uint64_t alignment,
                       AccessKind kind, const Operation &inst) {
  auto failWith = [&](FaultKind fault) {
    return failAccess(fault, lane, address, bytes, alignment, kind, inst);
  };
  const MemoryObject *object = findObject(address);
  if (!object || object->kind == MemoryObject::Kind::None)
    return failWith(getObject(address) == 0 ? FaultKind::NullPointer : FaultKind::WildPointer);
  // Below the start this wraps to a number that no object's size reaches.
  uint64_t offset = uint64_t(getOffset(address));
  if (offset > object->size || bytes > object->size - offset)
    return failWith(object->bound ? FaultKind::OutOfBounds : FaultKind::UnboundBuffer);
  if ((address & (alignment - 1)) != 0)
    return failWith(FaultKind::Misaligned);
  if (isWrite(kind) ? !object->writable : !object->readable)
    return failWith(FaultKind::ForbiddenAccess);
  if (shadow && kind != AccessKind::Store && object->kind == MemoryObject::Kind::Threadgroup &&
      !checkShadow(lane, *object, address, bytes, kind, inst))
    return nullptr;
  return object->data + lane * object->laneStride + offset;
}

//===----------------------------------------------------------------------===//
// Races and uninitialised reads
//===----------------------------------------------------------------------===//

bool Group::checkShadow(unsigned lane, const MemoryObject &object, Word address, uint64_t bytes,
                        AccessKind kind, const Operation &inst) {
  uint64_t offset = object.blockOffset + uint64_t(getOffset(address));
  if (context.checks.uninit && shadow->findUnwritten(offset, bytes)) {
    failAccess(FaultKind::UninitialisedRead, lane, address, bytes, 1, kind, inst);
    return false;
  }
  if (isWrite(kind))
    shadow->markWritten(offset, bytes);
  if (!context.checks.races)
    return true;
  auto conflict = shadow->record({offset, bytes, index * numLanes + lane, simdgroupEpoch, kind});
  if (!conflict)
    return true;
  failAccess(FaultKind::Race, lane, address + (conflict->offset - offset), bytes, 1, kind, inst);
  fault->otherThread = conflict->otherThread;
  fault->otherWrites = conflict->otherWrites;
  return false;
}

void Group::checkStore(unsigned lane, Word address, const void *data, uint64_t bytes,
                       const Operation &inst) {
  const MemoryObject &object = *findObject(address);
  if (object.kind != MemoryObject::Kind::Threadgroup)
    return;
  uint64_t start = uint64_t(getOffset(address));
  uint64_t offset = object.blockOffset + start;
  if (context.checks.races) {
    auto conflict = shadow->recordStore(
        {offset, bytes, index * numLanes + lane, simdgroupEpoch, AccessKind::Store},
        object.data + start, static_cast<const uint8_t *>(data));
    if (conflict) {
      failAccess(FaultKind::Race, lane, address + (conflict->offset - offset), bytes, 1,
                 AccessKind::Store, inst);
      fault->otherThread = conflict->otherThread;
      fault->otherWrites = conflict->otherWrites;
    }
  }
  shadow->markWritten(offset, bytes);
}

//===----------------------------------------------------------------------===//
// Counters
//===----------------------------------------------------------------------===//

void Group::countSegments(const Column &addresses, uint64_t bytes) {
  Word segments[2 * numLanes];
  unsigned count = 0;
  forEachLane(mask, [&](unsigned lane) {
    segments[count++] = addresses.lanes[lane] / segmentBytes;
    segments[count++] = (addresses.lanes[lane] + bytes - 1) / segmentBytes;
  });
  std::sort(segments, segments + count);
  context.profile.deviceSegments += std::unique(segments, segments + count) - segments;
}

/// Distinct words that fall into one bank are served one after the other.
void Group::countBankConflicts(const Column &addresses, uint64_t bytes) {
  std::vector<Word> words;
  forEachLane(mask, [&](unsigned lane) {
    Word first = addresses.lanes[lane] / bankBytes;
    Word last = (addresses.lanes[lane] + bytes - 1) / bankBytes;
    for (Word word = first; word <= last && word < first + numBanks; ++word)
      words.push_back(word);
  });
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  unsigned load[numBanks] = {};
  unsigned most = 0;
  for (Word word : words)
    most = std::max(most, ++load[word % numBanks]);
  context.profile.bankConflicts += most > 0 ? most - 1 : 0;
}

void Group::countAccess(const Column &addresses, uint64_t bytes, AccessKind kind) {
  Profile &profile = context.profile;
  const MemoryObject *object = findObject(addresses.lanes[llvm::countr_zero(mask)]);
  if (!object || object->kind == MemoryObject::Kind::None)
    return; // the access itself reports it
  Profile::Memory *memory = nullptr;
  switch (object->kind) {
  case MemoryObject::Kind::None:
  case MemoryObject::Kind::Device:
    memory = &profile.device;
    break;
  case MemoryObject::Kind::Constant:
    memory = &profile.constant;
    break;
  case MemoryObject::Kind::Threadgroup:
    memory = &profile.threadgroup;
    break;
  case MemoryObject::Kind::Thread:
    memory = &profile.thread;
    break;
  }
  uint64_t total = bytes * llvm::popcount(mask);
  if (isAtomic(kind)) {
    ++profile.atomics;
  } else if (kind == AccessKind::Load) {
    ++memory->loads;
    memory->loadBytes += total;
  } else {
    ++memory->stores;
    memory->storeBytes += total;
  }
  if (!context.countMemory)
    return;
  if (object->kind == MemoryObject::Kind::Device)
    countSegments(addresses, bytes);
  else if (object->kind == MemoryObject::Kind::Threadgroup)
    countBankConflicts(addresses, bytes);
}

} // namespace tritonmetal::executor
