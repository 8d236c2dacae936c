//===- Shuffles.cpp - Moves between the lanes of a SIMD-group ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Layout/Shuffles.h"

#include "Elimination.h"
#include "triton-metal/Layout/Conversion.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace tritonmetal::layout {

static int32_t applyBases(ArrayRef<int32_t> bases, int32_t index) {
  int32_t result = 0;
  for (auto [bit, basis] : enumerate(bases))
    if (index >> bit & 1)
      result ^= basis;
  return result;
}

/// A linear function of lane and SIMD-group to registers, as few choices: one for each
/// dimension of its image.
static SmallVector<RegisterChoice> makeChoices(ArrayRef<int32_t> lanes,
                                               ArrayRef<int32_t> simdgroups) {
  SmallVector<RegisterChoice> choices;
  Elimination image; // tag: the choices that sum up to a register number
  auto add = [&](int32_t registers, int32_t RegisterChoice::*bits, size_t bit) {
    if (registers == 0)
      return;
    std::optional<uint64_t> known = image.solve(uint64_t(registers));
    if (!known) {
      known = uint64_t(1) << choices.size();
      image.insert(uint64_t(registers), *known);
      choices.push_back({registers, 0, 0});
    }
    for (auto [i, choice] : enumerate(choices))
      if (*known >> i & 1)
        choice.*bits ^= int32_t(1) << bit;
  };
  for (auto [bit, registers] : enumerate(lanes))
    add(registers, &RegisterChoice::lanes, bit);
  for (auto [bit, registers] : enumerate(simdgroups))
    add(registers, &RegisterChoice::simdgroups, bit);
  return choices;
}

/// Fills in `near`, `steps` and `places`.
static void sortByDistance(Shuffles &shuffles) {
  Elimination distances;                        // tag: the steps
  SmallVector<std::pair<uint64_t, bool>> found; // by bit: the steps, and whether it is near, too
  for (auto [bit, distance] : enumerate(shuffles.distances)) {
    int32_t registers = int32_t(1) << bit;
    std::optional<uint64_t> tags = distances.solve(uint64_t(distance));
    found.push_back({tags.value_or(uint64_t(1) << shuffles.steps.size()), tags.has_value()});
    if (!tags) {
      distances.insert(uint64_t(distance), found.back().first);
      shuffles.steps.push_back({registers, distance});
      continue;
    }
    for (auto [i, step] : enumerate(shuffles.steps))
      if (*tags >> i & 1)
        registers ^= step.registers;
    shuffles.near.push_back(registers);
  }
  int numNear = 0;
  for (auto [tags, isNear] : found) {
    int32_t place = int32_t(tags << shuffles.near.size());
    shuffles.places.push_back(isNear ? place | int32_t(1) << numNear++ : place);
  }
}

std::optional<Shuffles> planShuffles(const LinearLayout &src, const LinearLayout &dst) {
  Conversion conversion = planConversion(src, dst);
  if (conversion.kind == ConversionKind::ThreadgroupMemory)
    return std::nullopt;
  const LinearLayout &source = conversion.source;
  SmallVector<int32_t> a = source.getBases("register", "register");
  SmallVector<int32_t> c = source.getBases("register", "lane");
  SmallVector<int32_t> b = source.getBases("lane", "register");
  SmallVector<int32_t> e = source.getBases("lane", "lane");
  SmallVector<int32_t> bySimdgroup = source.getBases("warp", "register");
  if (any_of(source.getBases("warp", "lane"), [](int32_t lane) { return lane != 0; }))
    return std::nullopt;

  Elimination distances; // tag: the register bits that sum up to a distance
  for (auto [bit, lane] : enumerate(c))
    distances.insert(uint64_t(lane), uint64_t(1) << bit);
  SmallVector<int32_t> q, p;
  for (auto [bit, lane] : enumerate(e)) {
    std::optional<uint64_t> registers = distances.solve(uint64_t(lane ^ 1 << bit));
    if (!registers)
      return std::nullopt;
    q.push_back(int32_t(*registers));
    p.push_back(b[bit] ^ applyBases(a, q.back()));
  }

  Shuffles shuffles;
  shuffles.offers = makeChoices(p, bySimdgroup);
  for (auto [bit, registers] : enumerate(a))
    shuffles.offered.push_back(registers ^ applyBases(p, c[bit]));
  shuffles.distances = c;
  shuffles.choices = makeChoices(q, {});
  sortByDistance(shuffles);
  return shuffles;
}

} // namespace tritonmetal::layout
