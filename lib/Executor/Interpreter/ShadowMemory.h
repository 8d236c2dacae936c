//===- ShadowMemory.h - Who accessed which byte last ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two accesses to a byte race if different threads make them, one of them writes, not both are
// atomic, and nothing orders them: no barrier (Stamp.h), no chain of atomics (SyncGraph.h).
//
//   thread 0   a[0] = 1;                 race: one interval, two threads
//   thread 9             x = a[0];
//
// The answer does not depend on the order in which the interpreter happens to run the threads.
//
// For each granule of memory there is the stamp of the last write and of two reads. Two suffice:
// of all reads that nothing orders after each other, those two are kept that are furthest apart (in
// different threadgroups, else SIMD-groups, else threads), so that a writer who races with any
// reader races with one of them. The same holds for atomic writes, which may be concurrent.
// (Where atomics order some readers but not others, a third one can be missed.)
//
// A granule is as large as all accesses to its page allow, 1 to 16 bytes, so that the answer is
// exact to the byte. Pages exist only where something was accessed.
//
// Most SIMD-groups access rows: each lane the next element, all in one instruction. Where a page
// has seen nothing else, in rows that do not overlap, a row has one stamp, that of lane 0. Lane 7
// of another row meets lane 7 of this one, so what holds for lane 0 holds for all:
//
//   thread 32 to 63 write floats 0 to 31     one granule of 128 bytes, thread 32
//   thread 40 reads float 8                  granules of 4 bytes: threads 32, 33, ..., 63
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SHADOWMEMORY_H
#define TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SHADOWMEMORY_H

#include "Stamp.h"
#include "SyncGraph.h"

#include <memory>
#include <optional>

namespace tritonmetal::executor {

class ShadowMemory {
public:
  explicit ShadowMemory(uint64_t size) : pages((size + pageBytes - 1) / pageBytes) {}

  /// Who accesses now.
  struct Observer {
    Stamp stamp;
    const SyncGraph *graph = nullptr; // null: nothing is ordered by atomics
    SyncGraph::Node known = 0;        // what the SIMD-group has acquired
  };
  struct Conflict {
    Stamp other;
    bool otherWrites = false;
    /// Every order of the two gives the same memory and the same values read.
    bool harmless = false;
  };

  std::optional<Conflict> recordRead(uint64_t offset, uint64_t size, const Observer &now);
  /// `before` are the bytes in memory and `after` those that replace them; null: unknown, and a
  /// change.
  std::optional<Conflict> recordWrite(uint64_t offset, uint64_t size, const Observer &now,
                                      const uint8_t *before, const uint8_t *after);

  /// A whole SIMD-group's accesses in a row, `size` bytes for each lane; `now` is lane 0. False if
  /// a lane conflicts with something or the row does not lie in one page; then the accesses are to
  /// be recorded one by one, which may be done to those that were recorded already.
  bool recordReads(uint64_t offset, uint64_t size, const Observer &now);
  bool recordWrites(uint64_t offset, uint64_t size, const Observer &now, const uint8_t *before,
                    const uint8_t *after);

  /// From now on only threadgroups from number `threadgroup` on count.
  void forgetBefore(uint32_t threadgroup) { oldest = threadgroup; }
  /// Forgets everything.
  void clear();

  /// Bytes of pages at most; more, and everything is forgotten. Races across that moment are
  /// missed.
  static constexpr uint64_t maxBytes = uint64_t(1) << 29;

private:
  static constexpr uint64_t pageBytes = 4096;
  static constexpr unsigned maxGranuleShift = 4;

  struct Page {
    std::unique_ptr<Stamp[]> writes, otherWrites, reads, otherReads; // as needed
    unsigned granuleShift = 0;
    bool hasRows = false; // granules are rows
    uint64_t unalignedBits =
        0; // an access with one of them in its offset or size needs smaller granules

    Page(unsigned granuleShift, bool hasRows) { setGranules(granuleShift, hasRows); }
    void setGranules(unsigned shift, bool rows);
    size_t getNumGranules() const { return pageBytes >> granuleShift; }
  };

  Page &getPage(uint64_t offset, uint64_t size);
  Page *getPageOfRows(uint64_t offset, uint64_t size);
  void makePage(std::unique_ptr<Page> &page, unsigned shift);
  void refine(Page &page, unsigned shift);
  void allocate(std::unique_ptr<Stamp[]> &stamps, const Page &page);
  /// Calls `body(page, granule)` for each granule of a range.
  template <typename Body>
  void forEachGranule(uint64_t offset, uint64_t size, Body body);
  /// Calls `body(page, granule, observer)` for each granule of a row until it returns false.
  template <typename Body>
  bool forEachLaneOfRow(uint64_t offset, uint64_t size, const Observer &now, Body body);
  bool noteRead(Page &page, size_t granule, const Observer &now);
  bool isWriteConflict(const Page &page, size_t granule, const Observer &now) const;

  bool isConcurrent(const Stamp &before, const Observer &now) const;
  bool conflicts(const Stamp &before, const Observer &now) const {
    return !(before.atomic && now.stamp.atomic) && isConcurrent(before, now);
  }
  bool isReadConflict(const Stamp &before, const Observer &now,
                      std::optional<Conflict> &conflict) const;
  bool isWriteConflict(const Stamp &before, bool writes, const Observer &now,
                       std::optional<Conflict> &conflict) const;
  void findWriteConflict(const Page &page, size_t granule, const Observer &now,
                         std::optional<Conflict> &conflict) const;
  void forgetIfFull();
  void keepFurthest(Page &page, std::unique_ptr<Stamp[]> Page::*firsts,
                    std::unique_ptr<Stamp[]> Page::*seconds, size_t granule, const Observer &now);
  void noteWrite(Page &page, size_t granule, const Observer &now);

  std::vector<std::unique_ptr<Page>> pages;
  uint64_t bytes = 0;
  uint32_t oldest = 1;
};

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_INTERPRETER_SHADOWMEMORY_H
