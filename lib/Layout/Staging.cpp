//===- Staging.cpp - A trip through threadgroup memory ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Elements are flat points of the tensor, vectors over GF(2); see Staging.h for the idea.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Layout/Staging.h"

#include "Elimination.h"
#include "StagingPlaces.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVectorExtras.h"
#include "llvm/Support/MathExtras.h"

#include <cassert>

using namespace llvm;

namespace tritonmetal::layout {

namespace {

/// A register, or the XOR of several, and the element that it stands for.
struct RegisterVector {
  int32_t number;
  uint64_t element;

  RegisterVector operator^(const RegisterVector &other) const {
    return {number ^ other.number, element ^ other.element};
  }
};

/// One layout as vectors: all bases of lanes and SIMD-groups, and those of registers without
/// copies.
struct SideVectors {
  explicit SideVectors(const LinearLayout &layout);

  SmallVector<RegisterVector> registers;
  Vectors lanes, simdgroups;
  int32_t laneCopies, simdgroupCopies;
};

/// The number of a band as a linear function of the element.
struct Bands {
  /// The part of `element` in band 0.
  uint64_t project(uint64_t element) const {
    for (auto [bit, direction] : enumerate(directions))
      if (bandOf(element) >> bit & 1)
        element ^= direction.element;
    return element;
  }
  int32_t bandOf(uint64_t element) const { return int32_t(*system.solve(element)); }

  Elimination system; // tag: the number of the band
  /// Registers of the destination, one for each bit of the number.
  SmallVector<RegisterVector> directions;
  /// The first bits depend on nothing but the register in the source, too.
  int numFree = 0;
};

} // namespace

static Vectors getFlatBases(const LinearLayout &layout, StringRef name) {
  Vectors bases;
  int shift = 0;
  for (StringRef dim : layout.getInDimNames()) {
    int bits = layout.getInDimSizeLog2(dim);
    for (int bit = 0; bit < bits && dim == name; ++bit)
      bases.push_back(layout.applyFlat(uint64_t(1) << (shift + bit)));
    shift += bits;
  }
  return bases;
}

SideVectors::SideVectors(const LinearLayout &layout)
    : lanes(getFlatBases(layout, "lane")), simdgroups(getFlatBases(layout, "warp")),
      laneCopies(layout.getFreeVariableMask("lane")),
      simdgroupCopies(layout.getFreeVariableMask("warp")) {
  int32_t copies = layout.getFreeVariableMask("register");
  for (auto [bit, element] : enumerate(getFlatBases(layout, "register")))
    if (!(copies >> bit & 1))
      registers.push_back({int32_t(1) << bit, element});
}

static void insertAll(Elimination &system, ArrayRef<uint64_t> vectors) {
  for (uint64_t vector : vectors)
    system.insert(vector, 0);
}

static Vectors dropBits(ArrayRef<uint64_t> vectors, int32_t mask) {
  Vectors kept;
  for (auto [bit, vector] : enumerate(vectors))
    if (!(mask >> bit & 1))
      kept.push_back(vector);
  return kept;
}

//===----------------------------------------------------------------------===//
// Bands
//===----------------------------------------------------------------------===//

/// Directions are registers of the destination, high ones first, since low ones tend to travel
/// in one access. Those come first that are no sum of threads of both sides.
static Bands chooseBands(const SideVectors &src, const SideVectors &dst, int numBits) {
  Bands bands;
  Elimination threads; // tag: the directions chosen
  for (const Vectors *vectors : {&dst.lanes, &dst.simdgroups, &src.lanes, &src.simdgroups})
    insertAll(threads, *vectors);
  Elimination registers; // independent of the destination's threads and of each other
  insertAll(registers, dst.lanes);
  insertAll(registers, dst.simdgroups);
  SmallVector<RegisterVector> rest;
  for (const RegisterVector &candidate : reverse(dst.registers)) {
    int next = bands.directions.size();
    if (next < numBits && threads.insert(candidate.element, uint64_t(1) << next)) {
      registers.insert(candidate.element, 0);
      bands.directions.push_back(candidate);
    } else {
      rest.push_back(candidate);
    }
  }
  bands.numFree = bands.directions.size();
  // The others are made sums of threads, so that they say nothing about the first.
  for (RegisterVector candidate : rest) {
    if (int(bands.directions.size()) == numBits)
      break;
    if (!registers.insert(candidate.element, 0))
      continue;
    uint64_t shared = *threads.solve(candidate.element);
    for (int bit = 0; bit < bands.numFree; ++bit)
      if (shared >> bit & 1)
        candidate = candidate ^ bands.directions[bit];
    bands.directions.push_back(candidate);
  }
  if (int(bands.directions.size()) < numBits)
    return bands;

  auto insertDirections = [&](int first, int last) {
    for (int bit = first; bit < last; ++bit)
      bands.system.insert(bands.directions[bit].element, uint64_t(1) << bit);
  };
  insertAll(bands.system, dst.lanes);
  insertAll(bands.system, dst.simdgroups);
  insertDirections(bands.numFree, numBits);
  insertAll(bands.system, src.lanes);
  insertAll(bands.system, src.simdgroups);
  insertDirections(0, bands.numFree);
  for (const RegisterVector &candidate : dst.registers)
    bands.system.insert(candidate.element, 0);
  return bands;
}

/// Splits registers by the bits `mask` of their band: `inBand` is a basis of those where they
/// are 0, low registers first; `steps` has one register for each bit.
static void splitRegisters(ArrayRef<RegisterVector> registers, const Bands &bands, int numBits,
                           SmallVector<RegisterVector> &inBand,
                           SmallVector<RegisterVector> &steps) {
  uint64_t mask = (uint64_t(1) << numBits) - 1;
  Elimination pivots; // tag: which of `chosen`
  SmallVector<RegisterVector> chosen;
  auto sumOf = [&](uint64_t tags) {
    RegisterVector sum{0, 0};
    for (auto [i, vector] : enumerate(chosen))
      if (tags >> i & 1)
        sum = sum ^ vector;
    return sum;
  };
  for (const RegisterVector &vector : reverse(registers)) {
    uint64_t band = bands.bandOf(vector.element) & mask;
    if (std::optional<uint64_t> tags = pivots.solve(band)) {
      inBand.push_back(vector ^ sumOf(*tags));
    } else {
      pivots.insert(band, uint64_t(1) << chosen.size());
      chosen.push_back(vector);
    }
  }
  std::reverse(inBand.begin(), inBand.end());
  for (int bit = 0; bit < numBits; ++bit)
    steps.push_back(sumOf(*pivots.solve(uint64_t(1) << bit)));
}

//===----------------------------------------------------------------------===//
// Sides
//===----------------------------------------------------------------------===//

static AccessVectors getAccessVectors(const SideVectors &side, ArrayRef<RegisterVector> inBand,
                                      const Bands &bands) {
  auto projectAll = [&](ArrayRef<uint64_t> vectors) {
    return map_to_vector(vectors, [&](uint64_t element) { return bands.project(element); });
  };
  AccessVectors access;
  for (const RegisterVector &vector : inBand)
    access.registers.push_back(bands.project(vector.element));
  access.lanes = projectAll(dropBits(side.lanes, side.laneCopies));
  access.simdgroups = projectAll(dropBits(side.simdgroups, side.simdgroupCopies));
  access.copies = projectAll(dropBits(side.lanes, ~side.laneCopies));
  access.copies.append(projectAll(dropBits(side.simdgroups, ~side.simdgroupCopies)));
  return access;
}

/// `inBand` in another order: sums of them that stand for `first`, then the others.
static SmallVector<RegisterVector> orderRegisters(ArrayRef<RegisterVector> inBand,
                                                  ArrayRef<uint64_t> first, const Bands &bands) {
  Elimination system; // tag: the register's number
  for (const RegisterVector &vector : inBand)
    system.insert(bands.project(vector.element), uint64_t(vector.number));
  SmallVector<RegisterVector> order;
  Elimination taken;
  for (uint64_t element : first) {
    order.push_back({int32_t(*system.solve(element)), element});
    taken.insert(element, 0);
  }
  for (const RegisterVector &vector : inBand)
    if (taken.insert(bands.project(vector.element), 0))
      order.push_back(vector);
  return order;
}

namespace {

/// Places of elements, given what each bit of a place stands for.
class PlaceMap {
public:
  PlaceMap(const Bands &bands, ArrayRef<uint64_t> elements) : bands(bands) {
    for (auto [bit, element] : enumerate(elements))
      system.insert(element, uint64_t(1) << bit);
  }
  int32_t operator()(uint64_t element) const {
    return int32_t(*system.solve(bands.project(element)));
  }

private:
  const Bands &bands;
  Elimination system;
};

} // namespace

static StagingSide makeSide(const SideVectors &side, ArrayRef<RegisterVector> order,
                            ArrayRef<RegisterVector> steps, const PlaceMap &placeOf,
                            int widthLog2) {
  auto placesOf = [&](ArrayRef<uint64_t> vectors) {
    return SmallVector<int32_t>(map_range(vectors, placeOf));
  };
  StagingSide result;
  for (const RegisterVector &vector : order) {
    result.registers.push_back(vector.number);
    result.places.registers.push_back(placeOf(vector.element));
  }
  result.places.lanes = placesOf(side.lanes);
  result.places.simdgroups = placesOf(side.simdgroups);
  for (const RegisterVector &vector : steps) {
    result.bandRegisters.push_back(vector.number);
    result.bandPlaces.push_back(placeOf(vector.element));
  }
  result.width = 1 << widthLog2;
  return result;
}

/// Decides which threads write in which band, where registers do not.
static void compareBands(Staging &staging, const SideVectors &src, const Bands &bands,
                         ArrayRef<RegisterVector> order, ArrayRef<RegisterVector> steps) {
  int32_t freeBits = (int32_t(1) << bands.numFree) - 1;
  staging.comparedBandBits = ((int32_t(1) << staging.numBandBits) - 1) & ~freeBits;
  auto compared = [&](uint64_t element) {
    return bands.bandOf(element) & staging.comparedBandBits;
  };
  for (const RegisterVector &vector : order)
    staging.comparedBands.registers.push_back(compared(vector.element));
  for (uint64_t element : src.lanes)
    staging.comparedBands.lanes.push_back(compared(element));
  for (uint64_t element : src.simdgroups)
    staging.comparedBands.simdgroups.push_back(compared(element));
  for (const RegisterVector &vector : steps)
    staging.bandComparedBands.push_back(compared(vector.element));
}

std::optional<Staging> planStaging(const LinearLayout &srcLayout, const LinearLayout &dstLayout,
                                   int32_t elementBytes, const StagingLimits &limits) {
  assert(srcLayout.getOutDims() == dstLayout.getOutDims() && "both layouts are of one tensor");
  SideVectors src(srcLayout), dst(dstLayout);
  int totalBits = srcLayout.getTotalOutDimSizeLog2();
  int roomBits = Log2_64(std::max<int64_t>(1, limits.bytes / elementBytes));
  Staging staging;
  staging.numBandBits = std::max(0, totalBits - roomBits);
  staging.size = int64_t(1) << (totalBits - staging.numBandBits);
  Bands bands = chooseBands(src, dst, staging.numBandBits);
  if (int(bands.directions.size()) < staging.numBandBits)
    return std::nullopt;

  SmallVector<RegisterVector> written, writtenSteps, read, readSteps;
  splitRegisters(src.registers, bands, bands.numFree, written, writtenSteps);
  splitRegisters(dst.registers, bands, staging.numBandBits, read, readSteps);
  AccessVectors store = getAccessVectors(src, written, bands);
  AccessVectors load = getAccessVectors(dst, read, bands);
  // Whether elements are in the band must be the same for all of an access: none is wide where
  // bands are compared.
  int maxWidthLog2 = Log2_32(std::max(1, limits.accessBytes / elementBytes));
  int rowLog2 = std::min<int>(Log2_32(std::max(1, limits.rowBytes / elementBytes)),
                              totalBits - staging.numBandBits);
  Places places = choosePlaces(store, load, maxWidthLog2, rowLog2);
  if (bands.numFree != staging.numBandBits)
    places.storeWidthLog2 = 0;

  PlaceMap placeOf(bands, places.elements);
  auto neighbours = [&](int widthLog2) { return ArrayRef(places.elements).take_front(widthLog2); };
  written = orderRegisters(written, neighbours(places.storeWidthLog2), bands);
  read = orderRegisters(read, neighbours(places.loadWidthLog2), bands);
  staging.store = makeSide(src, written, writtenSteps, placeOf, places.storeWidthLog2);
  staging.load = makeSide(dst, read, readSteps, placeOf, places.loadWidthLog2);
  staging.laneCopies = src.laneCopies;
  staging.simdgroupCopies = src.simdgroupCopies;
  compareBands(staging, src, bands, written, writtenSteps);

  Elimination sources; // tag: the access, and the band above it
  for (auto [bit, vector] : enumerate(read))
    sources.insert(vector.element, uint64_t(1) << bit);
  for (auto [bit, vector] : enumerate(readSteps))
    sources.insert(vector.element, uint64_t(1) << (read.size() + bit));
  for (uint64_t element : getFlatBases(dstLayout, "register"))
    staging.results.push_back(int32_t(*sources.solve(element)));
  return staging;
}

} // namespace tritonmetal::layout
