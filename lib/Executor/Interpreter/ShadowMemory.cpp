//===- ShadowMemory.cpp - Who accessed which byte last ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ShadowMemory.h"

#include "llvm/ADT/bit.h"

#include <algorithm>
#include <cstring>

namespace tritonmetal::executor {

//===----------------------------------------------------------------------===//
// Pages
//===----------------------------------------------------------------------===//

/// 32 lanes make a row.
static constexpr unsigned rowShift = 5;
static_assert(1 << rowShift == numLanes, "a row is what a SIMD-group accesses");

void ShadowMemory::Page::setGranules(unsigned shift, bool rows) {
  granuleShift = shift;
  hasRows = rows;
  unalignedBits = rows ? ~uint64_t(0) : (uint64_t(1) << shift) - 1;
}

void ShadowMemory::allocate(std::unique_ptr<Stamp[]> &stamps, const Page &page) {
  stamps = std::make_unique<Stamp[]>(page.getNumGranules());
  bytes += page.getNumGranules() * sizeof(Stamp);
}

/// Every granule becomes several that went through the same, a row's those of its lanes.
void ShadowMemory::refine(Page &page, unsigned shift) {
  bool hasRows = page.hasRows;
  unsigned laneShift = page.granuleShift - (hasRows ? rowShift : 0);
  shift = std::min(shift, laneShift);
  unsigned difference = page.granuleShift - shift;
  page.setGranules(shift, /*rows=*/false);
  for (std::unique_ptr<Stamp[]> *stamps :
       {&page.writes, &page.otherWrites, &page.reads, &page.otherReads}) {
    if (!*stamps)
      continue;
    std::unique_ptr<Stamp[]> coarse = std::move(*stamps);
    bytes -= (page.getNumGranules() >> difference) * sizeof(Stamp);
    allocate(*stamps, page);
    for (size_t i = 0, n = page.getNumGranules(); i < n; ++i) {
      Stamp &stamp = (*stamps)[i] = coarse[i >> difference];
      if (hasRows)
        stamp.thread = stamp.thread + (i >> (laneShift - shift)) % numLanes;
    }
  }
}

void ShadowMemory::makePage(std::unique_ptr<Page> &page, unsigned shift) {
  if (page)
    return refine(*page, shift);
  page = std::make_unique<Page>(shift, /*hasRows=*/false);
}

/// The page of a range that lies in one, with granules that are whole inside or outside of it.
inline ShadowMemory::Page &ShadowMemory::getPage(uint64_t offset, uint64_t size) {
  std::unique_ptr<Page> &page = pages[offset / pageBytes];
  if (!page || ((offset | size) & page->unalignedBits) != 0)
    makePage(page, std::min(unsigned(llvm::countr_zero(offset | size)), maxGranuleShift));
  return *page;
}

/// The page of a row, if that is a granule of it; else null.
inline ShadowMemory::Page *ShadowMemory::getPageOfRows(uint64_t offset, uint64_t size) {
  uint64_t rowBytes = numLanes * size;
  if (!llvm::has_single_bit(size) || size > (1 << maxGranuleShift) || offset % rowBytes != 0)
    return nullptr;
  unsigned shift = rowShift + unsigned(llvm::countr_zero(size));
  std::unique_ptr<Page> &page = pages[offset / pageBytes];
  if (!page)
    page = std::make_unique<Page>(shift, /*hasRows=*/true);
  return page->hasRows && page->granuleShift == shift ? page.get() : nullptr;
}

template <typename Body>
inline void ShadowMemory::forEachGranule(uint64_t offset, uint64_t size, Body body) {
  while (size != 0) {
    uint64_t start = offset % pageBytes;
    uint64_t part = std::min(size, pageBytes - start);
    Page &page = getPage(offset, part);
    size_t granule = start >> page.granuleShift;
    size_t end = granule + (part >> page.granuleShift);
    do
      body(page, granule);
    while (++granule < end);
    offset += part;
    size -= part;
  }
  forgetIfFull();
}

template <typename Body>
inline bool ShadowMemory::forEachLaneOfRow(uint64_t offset, uint64_t size, const Observer &now,
                                           Body body) {
  uint64_t start = offset % pageBytes;
  if (start + numLanes * size > pageBytes)
    return false;
  Page &page = getPage(offset, size);
  size_t granule = start >> page.granuleShift, granulesPerLane = size >> page.granuleShift;
  Observer observer = now;
  for (unsigned lane = 0; lane < numLanes; ++lane) {
    observer.stamp.thread = now.stamp.thread + lane;
    for (size_t end = granule + granulesPerLane; granule < end; ++granule)
      if (!body(page, granule, observer))
        return false;
  }
  forgetIfFull();
  return true;
}

inline void ShadowMemory::forgetIfFull() {
  if (bytes > maxBytes)
    clear();
}

void ShadowMemory::clear() {
  for (std::unique_ptr<Page> &page : pages)
    page.reset();
  bytes = 0;
}

//===----------------------------------------------------------------------===//
// Order
//===----------------------------------------------------------------------===//

/// Whether there was such an access and nothing orders it before the new one.
inline bool ShadowMemory::isConcurrent(const Stamp &before, const Observer &now) const {
  if (before.threadgroup < oldest || isOrdered(before, now.stamp))
    return false;
  return !now.graph || !now.graph->covers(now.known, before);
}

static unsigned getDistance(const Stamp &a, const Stamp &b) {
  if (a.threadgroup != b.threadgroup)
    return 3;
  if (a.getSimdgroup() != b.getSimdgroup())
    return 2;
  return a.thread != b.thread;
}

/// Adds the new access to the two that are kept.
inline void ShadowMemory::keepFurthest(Page &page, std::unique_ptr<Stamp[]> Page::*firsts,
                                       std::unique_ptr<Stamp[]> Page::*seconds, size_t granule,
                                       const Observer &now) {
  if (!(page.*firsts))
    allocate(page.*firsts, page);
  Stamp &first = (page.*firsts)[granule];
  if (!isConcurrent(first, now)) {
    // A thread's plain access says more than its atomic one in the same place.
    if (now.stamp.atomic && !first.atomic && first.isSameThread(now.stamp) &&
        first.interval == now.stamp.interval && first.simdEpoch == now.stamp.simdEpoch)
      return;
    first = now.stamp;
    return;
  }
  if (!(page.*seconds))
    allocate(page.*seconds, page);
  Stamp &second = (page.*seconds)[granule];
  // Most often, threads of two SIMD-groups in the interval are there already.
  if (first.isSameInterval(now.stamp) && second.isSameInterval(now.stamp) &&
      first.getSimdgroup() != second.getSimdgroup() && !second.isSameThread(now.stamp) &&
      second.atomic <= now.stamp.atomic)
    return;
  if (!isConcurrent(second, now) || getDistance(first, now.stamp) > getDistance(first, second) ||
      second.atomic > now.stamp.atomic)
    second = now.stamp;
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

inline bool ShadowMemory::isReadConflict(const Stamp &before, const Observer &now,
                                         std::optional<Conflict> &conflict) const {
  if (!conflicts(before, now))
    return false;
  conflict = Conflict{before, true, bool(before.unchanged)};
  return true;
}

std::optional<ShadowMemory::Conflict> ShadowMemory::recordRead(uint64_t offset, uint64_t size,
                                                               const Observer &now) {
  std::optional<Conflict> conflict;
  forEachGranule(offset, size, [&](Page &page, size_t i) {
    if (page.writes && !conflict && !isReadConflict(page.writes[i], now, conflict) &&
        page.otherWrites)
      isReadConflict(page.otherWrites[i], now, conflict);
    keepFurthest(page, &Page::reads, &Page::otherReads, i, now);
  });
  return conflict;
}

inline bool ShadowMemory::isWriteConflict(const Stamp &before, bool writes, const Observer &now,
                                          std::optional<Conflict> &conflict) const {
  if (!conflicts(before, now))
    return false;
  conflict = Conflict{before, writes, bool(now.stamp.unchanged)};
  return true;
}

void ShadowMemory::findWriteConflict(const Page &page, size_t i, const Observer &now,
                                     std::optional<Conflict> &conflict) const {
  if (isWriteConflict(page.writes[i], true, now, conflict))
    return;
  if (page.otherWrites && isWriteConflict(page.otherWrites[i], true, now, conflict))
    return;
  if (page.reads && isWriteConflict(page.reads[i], false, now, conflict))
    return;
  if (page.otherReads)
    isWriteConflict(page.otherReads[i], false, now, conflict);
}

/// Of a few bytes: a call of memcmp would take longer than all else.
static inline bool areEqual(const uint8_t *a, const uint8_t *b, uint64_t size) {
  auto differ = [&](auto whole, uint64_t at) {
    auto other = whole;
    std::memcpy(&whole, a + at, sizeof(whole));
    std::memcpy(&other, b + at, sizeof(other));
    return whole ^ other;
  };
  switch (size) {
  case 1:
    return *a == *b;
  case 2:
    return differ(uint16_t(), 0) == 0;
  case 4:
    return differ(uint32_t(), 0) == 0;
  case 8:
    return differ(uint64_t(), 0) == 0;
  case 16:
    return (differ(uint64_t(), 0) | differ(uint64_t(), 8)) == 0;
  default:
    return std::memcmp(a, b, size) == 0;
  }
}

void ShadowMemory::noteWrite(Page &page, size_t granule, const Observer &now) {
  if (now.stamp.atomic)
    return keepFurthest(page, &Page::writes, &Page::otherWrites, granule, now);
  Stamp &last = page.writes[granule];
  // A store that changes nothing does not hide one that did.
  if (now.stamp.unchanged && !last.unchanged && isConcurrent(last, now))
    return;
  last = now.stamp;
}

std::optional<ShadowMemory::Conflict> ShadowMemory::recordWrite(uint64_t offset, uint64_t size,
                                                                const Observer &now,
                                                                const uint8_t *before,
                                                                const uint8_t *after) {
  std::optional<Conflict> conflict;
  Observer writer = now;
  forEachGranule(offset, size, [&](Page &page, size_t i) {
    if (!page.writes)
      allocate(page.writes, page);
    if (before) {
      size_t granuleBytes = size_t(1) << page.granuleShift;
      writer.stamp.unchanged = areEqual(before, after, granuleBytes);
      before += granuleBytes;
      after += granuleBytes;
    }
    // One that does harm counts more than one that does not.
    if (!conflict || conflict->harmless)
      findWriteConflict(page, i, writer, conflict);
    noteWrite(page, i, writer);
  });
  return conflict;
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

/// Adds a read to a granule; false if it conflicts with a write.
inline bool ShadowMemory::noteRead(Page &page, size_t i, const Observer &reader) {
  if (page.writes && conflicts(page.writes[i], reader))
    return false;
  if (page.otherWrites && conflicts(page.otherWrites[i], reader))
    return false;
  if (page.reads && !isConcurrent(page.reads[i], reader))
    page.reads[i] = reader.stamp;
  else
    keepFurthest(page, &Page::reads, &Page::otherReads, i, reader);
  return true;
}

bool ShadowMemory::recordReads(uint64_t offset, uint64_t size, const Observer &now) {
  if (Page *page = getPageOfRows(offset, size)) {
    bool isFine = noteRead(*page, offset % pageBytes >> page->granuleShift, now);
    forgetIfFull();
    return isFine;
  }
  return forEachLaneOfRow(offset, size, now, [&](Page &page, size_t i, const Observer &reader) {
    return noteRead(page, i, reader);
  });
}

inline bool ShadowMemory::isWriteConflict(const Page &page, size_t i,
                                          const Observer &writer) const {
  return conflicts(page.writes[i], writer) ||
         (page.otherWrites && conflicts(page.otherWrites[i], writer)) ||
         (page.reads && conflicts(page.reads[i], writer)) ||
         (page.otherReads && conflicts(page.otherReads[i], writer));
}

/// Whether the lanes of a row store what is there already; nothing if some do and some do not.
static std::optional<bool> isRowUnchanged(const uint8_t *before, const uint8_t *after,
                                          uint64_t size) {
  bool isUnchanged = areEqual(before, after, size);
  for (unsigned lane = 1; lane < numLanes; ++lane)
    if (areEqual(before + lane * size, after + lane * size, size) != isUnchanged)
      return std::nullopt;
  return isUnchanged;
}

bool ShadowMemory::recordWrites(uint64_t offset, uint64_t size, const Observer &now,
                                const uint8_t *before, const uint8_t *after) {
  std::optional<bool> isUnchanged = isRowUnchanged(before, after, size);
  if (Page *page = isUnchanged ? getPageOfRows(offset, size) : nullptr) {
    if (!page->writes)
      allocate(page->writes, *page);
    size_t row = offset % pageBytes >> page->granuleShift;
    Observer writer = now;
    writer.stamp.unchanged = *isUnchanged;
    if (isWriteConflict(*page, row, writer))
      return false;
    noteWrite(*page, row, writer);
    forgetIfFull();
    return true;
  }
  return forEachLaneOfRow(offset, size, now, [&](Page &page, size_t i, Observer &writer) {
    if (!page.writes)
      allocate(page.writes, page);
    size_t granuleBytes = size_t(1) << page.granuleShift;
    writer.stamp.unchanged = areEqual(before, after, granuleBytes);
    before += granuleBytes;
    after += granuleBytes;
    if (isWriteConflict(page, i, writer))
      return false;
    noteWrite(page, i, writer);
    return true;
  });
}

} // namespace tritonmetal::executor
