//===- StagingPlaces.cpp - Places without bank conflicts --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// A place has three parts, from the low bits on:
//
//   | within an access | bank | row |
//
// The elements of the first part are chosen first, among registers. Then, for each side, the
// lanes that share a row: those of one access if it is narrow, fewer if it is wide, since the
// hardware then takes several turns. Then the rows, a common complement of both (Staging.h).
// What is left are the banks.
//
// A wide access also asks that the low bits of the place depend on nothing but these registers.
// They are the linear functional `within`; rows and banks are sought in its kernel.
//
//===----------------------------------------------------------------------===//

#include "StagingPlaces.h"

#include "Elimination.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"

#include <optional>

using namespace llvm;

namespace tritonmetal::layout {

namespace {

/// What is tried: registers that neighbouring places stand for, and how many of the first of
/// them each side accesses at once.
struct Attempt {
  Vectors neighbours;
  int storeWidthLog2 = 0, loadWidthLog2 = 0;

  /// What both sides pay for an access, in 64ths.
  int getCost() const { return (64 >> storeWidthLog2) + (64 >> loadWidthLog2); }
};

class PlaceFinder {
public:
  PlaceFinder(const AccessVectors &store, const AccessVectors &load, const Attempt &attempt,
              int rowLog2)
      : store(store), load(load), attempt(attempt), rowLog2(rowLog2) {}

  std::optional<Places> find();

private:
  bool defineWithin();
  std::optional<Vectors> findRowMates(const AccessVectors &side, int widthLog2) const;
  uint64_t within(uint64_t element) const { return *neighbours.solve(element); }
  uint64_t dropWithin(uint64_t element) const;

  const AccessVectors &store, &load;
  const Attempt &attempt;
  int rowLog2;
  Elimination neighbours; // tag: the part of the place within an access
};

} // namespace

/// The vectors of a side but for the registers that are among its first neighbours.
static Vectors getOthers(const AccessVectors &side, ArrayRef<uint64_t> neighbours) {
  Elimination taken;
  for (uint64_t neighbour : neighbours)
    taken.insert(neighbour, 0);
  Vectors others;
  for (uint64_t element : side.registers)
    if (taken.insert(element, 0))
      others.push_back(element);
  others.append(side.lanes);
  others.append(side.simdgroups);
  return others;
}

/// False if an access could not be as wide as is tried.
bool PlaceFinder::defineWithin() {
  for (auto [bit, neighbour] : enumerate(attempt.neighbours))
    if (!neighbours.insert(neighbour, uint64_t(1) << bit))
      return false;
  bool loadIsWider = attempt.loadWidthLog2 >= attempt.storeWidthLog2;
  const AccessVectors &wide = loadIsWider ? load : store;
  for (uint64_t element : getOthers(wide, attempt.neighbours))
    neighbours.insert(element, 0);
  auto isClear = [&](const AccessVectors &side, int widthLog2) {
    Vectors others = getOthers(side, ArrayRef(attempt.neighbours).take_front(widthLog2));
    others.append(side.copies);
    return all_of(others, [&](uint64_t element) {
      return (within(element) & ((uint64_t(1) << widthLog2) - 1)) == 0;
    });
  };
  return isClear(store, attempt.storeWidthLog2) && isClear(load, attempt.loadWidthLog2);
}

uint64_t PlaceFinder::dropWithin(uint64_t element) const {
  uint64_t part = within(element);
  for (auto [bit, neighbour] : enumerate(attempt.neighbours))
    if (part >> bit & 1)
      element ^= neighbour;
  return element;
}

/// A basis, in the kernel of `within`, of what must not share a bank: elements of one access of
/// the lanes that take their turn together, filled up to a row. None if `within` is not free
/// to differ among them, so that banks would stay idle.
std::optional<Vectors> PlaceFinder::findRowMates(const AccessVectors &side, int widthLog2) const {
  Elimination seen, pivots;
  SmallVector<std::pair<uint64_t, uint64_t>> pivotParts; // element and its part within
  Vectors mates;
  int count = 0;
  auto add = [&](uint64_t element) {
    if (count == rowLog2 || !seen.insert(element, 0))
      return;
    ++count;
    for (auto [pivot, part] : pivotParts)
      if ((within(element) ^ part) < within(element))
        element ^= pivot;
    if (uint64_t part = within(element)) {
      pivotParts.push_back({element, part});
      llvm::sort(pivotParts, [](const auto &a, const auto &b) { return a.second > b.second; });
    } else {
      mates.push_back(element);
    }
  };
  for (int i = 0; i < widthLog2; ++i)
    add(attempt.neighbours[i]);
  for (uint64_t element : side.lanes)
    add(element);
  for (const Vectors *filling : {&attempt.neighbours, &side.simdgroups, &side.registers})
    for (uint64_t element : *filling)
      add(element);
  if (pivotParts.size() != attempt.neighbours.size())
    return std::nullopt;
  return mates;
}

std::optional<Places> PlaceFinder::find() {
  if (!defineWithin())
    return std::nullopt;
  std::optional<Vectors> writing = findRowMates(store, attempt.storeWidthLog2);
  std::optional<Vectors> reading = findRowMates(load, attempt.loadWidthLog2);
  if (!writing || !reading)
    return std::nullopt;

  // Rows: pairs of what only one side has, and what neither has.
  Elimination fromWriting, fromReading;
  for (uint64_t element : *writing)
    fromWriting.insert(element, 0);
  for (uint64_t element : *reading)
    fromReading.insert(element, 0);
  Elimination sum = fromReading, other = fromWriting;
  Vectors onlyWriting, onlyReading, rows;
  for (uint64_t element : *writing)
    if (sum.insert(element, 0))
      onlyWriting.push_back(element);
  for (uint64_t element : *reading)
    if (other.insert(element, 0))
      onlyReading.push_back(element);
  for (auto [a, b] : zip_equal(onlyWriting, onlyReading))
    rows.push_back(a ^ b);
  Vectors all = getOthers(load, {});
  for (uint64_t element : all)
    if (sum.insert(dropWithin(element), 0))
      rows.push_back(dropWithin(element));

  Places places{attempt.neighbours, attempt.storeWidthLog2, attempt.loadWidthLog2};
  Elimination taken;
  for (ArrayRef<uint64_t> part : {ArrayRef(attempt.neighbours), ArrayRef(rows)})
    for (uint64_t element : part)
      taken.insert(element, 0);
  for (ArrayRef<uint64_t> part : {ArrayRef(*reading), ArrayRef(*writing), ArrayRef(all)})
    for (uint64_t element : part)
      if (taken.insert(dropWithin(element), 0))
        places.elements.push_back(dropWithin(element));
  places.elements.append(rows);
  return places;
}

/// All that may be tried, cheapest first. The last one is always possible.
static SmallVector<Attempt> listAttempts(const AccessVectors &store, const AccessVectors &load,
                                         int maxWidthLog2) {
  SmallVector<Attempt> attempts;
  auto add = [&](const AccessVectors &wide, const AccessVectors &narrow, bool loadIsWide) {
    Elimination narrowRegisters;
    for (uint64_t element : narrow.registers)
      narrowRegisters.insert(element, 0);
    Vectors order;
    for (uint64_t element : wide.registers)
      if (narrowRegisters.solve(element))
        order.push_back(element);
    int numCommon = order.size();
    for (uint64_t element : wide.registers)
      if (!is_contained(order, element))
        order.push_back(element);
    for (int width = std::min<int>(maxWidthLog2, order.size()); width >= 0; --width)
      for (int other = std::min(width, numCommon); other >= 0; --other)
        attempts.push_back({Vectors(ArrayRef(order).take_front(width)), loadIsWide ? other : width,
                            loadIsWide ? width : other});
  };
  add(load, store, /*loadIsWide=*/true);
  add(store, load, /*loadIsWide=*/false);
  stable_sort(attempts,
              [](const Attempt &a, const Attempt &b) { return a.getCost() < b.getCost(); });
  return attempts;
}

Places choosePlaces(const AccessVectors &store, const AccessVectors &load, int maxWidthLog2,
                    int rowLog2) {
  for (const Attempt &attempt : listAttempts(store, load, maxWidthLog2))
    if (std::optional<Places> places = PlaceFinder(store, load, attempt, rowLog2).find())
      return *places;
  llvm_unreachable("narrow accesses are always possible");
}

} // namespace tritonmetal::layout
