//===- Conversion.cpp - How to get from one layout to another ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Everything here is one linear system: find, for each bit of a destination position, source bits
// whose bases sum up to the same element. The kinds differ in the bits that may be used:
//
//   RegisterPermutation  a register bit: registers. Any other bit: itself, and nothing else
//   LaneShuffle          a register bit: registers, then lanes. A lane or other bit: itself with
//                        registers, then with lanes; a lane bit may leave itself out
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Layout/Conversion.h"

#include "Elimination.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"

#include <cassert>

using namespace llvm;

namespace tritonmetal::layout {

static constexpr StringLiteral kRegister("register"), kLane("lane");

StringRef toString(ConversionKind kind) {
  switch (kind) {
  case ConversionKind::None:
    return "none";
  case ConversionKind::RegisterPermutation:
    return "register permutation";
  case ConversionKind::LaneShuffle:
    return "lane shuffle";
  case ConversionKind::ThreadgroupMemory:
    return "threadgroup memory";
  }
  llvm_unreachable("unknown kind of conversion");
}

namespace {
/// Bases of one layout as flat points of the tensor, and systems over its registers and lanes.
struct FlatLayout {
  explicit FlatLayout(const LinearLayout &layout) {
    uint64_t tag = 1;
    for (StringRef name : layout.getInDimNames()) {
      SmallVector<uint64_t> bases;
      for (int bit = 0, e = layout.getInDimSizeLog2(name); bit < e; ++bit, tag <<= 1)
        bases.push_back(layout.applyFlat(tag));
      dims.push_back({name, std::move(bases)});
    }
  }

  ArrayRef<uint64_t> getBases(StringRef name) const {
    for (const auto &[dim, bases] : dims)
      if (dim == name)
        return bases;
    return {};
  }

  SmallVector<std::pair<StringRef, SmallVector<uint64_t>>> dims;
};

/// A place in the source: register and lane.
using Place = std::pair<uint64_t, uint64_t>;

/// Finds places in the source, with registers before lanes.
class PlaceFinder {
public:
  explicit PlaceFinder(const FlatLayout &source) {
    // A solution carries the register in its lower and the lane in its upper half.
    for (auto [bit, basis] : enumerate(source.getBases(kRegister))) {
      registers.insert(basis, uint64_t(1) << bit);
      registersAndLanes.insert(basis, uint64_t(1) << bit);
    }
    for (auto [bit, basis] : enumerate(source.getBases(kLane)))
      registersAndLanes.insert(basis, uint64_t(1) << (bit + 32));
  }

  std::optional<uint64_t> inRegisters(uint64_t element) const { return registers.solve(element); }

  std::optional<Place> inSimdgroup(uint64_t element) const {
    std::optional<uint64_t> tags = registersAndLanes.solve(element);
    if (!tags)
      return std::nullopt;
    return Place(*tags & 0xffffffffu, *tags >> 32);
  }

private:
  Elimination registers, registersAndLanes;
};
} // namespace

std::optional<SmallVector<int32_t>> registerMap(const LinearLayout &src, const LinearLayout &dst) {
  assert(src.getOutDims() == dst.getOutDims() && "both layouts are of one tensor");
  FlatLayout source(src), destination(dst);
  for (StringRef name : dst.getInDimNames())
    if (name != kRegister && source.getBases(name) != destination.getBases(name))
      return std::nullopt;

  PlaceFinder finder(source);
  SmallVector<int32_t> map;
  for (uint64_t element : destination.getBases(kRegister)) {
    std::optional<uint64_t> registers = finder.inRegisters(element);
    if (!registers)
      return std::nullopt;
    map.push_back(static_cast<int32_t>(*registers));
  }
  return map;
}

/// The map from positions in `dst` to positions in `src` that stays in the SIMD-group.
static std::optional<LinearLayout> findInSimdgroup(const LinearLayout &src,
                                                   const LinearLayout &dst) {
  FlatLayout source(src), destination(dst);
  PlaceFinder finder(source);
  SmallVector<LinearLayout::DimSize> outDims;
  for (StringRef name : src.getInDimNames())
    outDims.push_back({name, src.getInDimSize(name)});

  SmallVector<LinearLayout::InBases> result;
  for (const auto &[name, elements] : destination.dims) {
    LinearLayout::InBases bases{name, {}};
    for (auto [bit, element] : enumerate(elements)) {
      uint64_t own = name == kRegister ? 0 : source.getBases(name)[bit];
      std::optional<Place> place;
      bool stays = name != kRegister;
      if (std::optional<uint64_t> registers = finder.inRegisters(element ^ own)) {
        place = Place(*registers, 0);
      } else {
        // A lane may read another one; every other bit stays what it is.
        stays = stays && name != kLane;
        place = finder.inSimdgroup(stays ? element ^ own : element);
      }
      if (!place)
        return std::nullopt;
      LinearLayout::Coordinates position;
      for (auto [outName, size] : outDims) {
        uint64_t value = outName == kRegister ? place->first : 0;
        if (outName == kLane)
          value = place->second;
        if (stays && outName == name)
          value ^= uint64_t(1) << bit;
        position.push_back(static_cast<int32_t>(value));
      }
      bases.second.push_back(std::move(position));
    }
    result.push_back(std::move(bases));
  }
  return LinearLayout(result, outDims);
}

Conversion planConversion(const LinearLayout &src, const LinearLayout &dst) {
  assert(src.getInDimNames() == dst.getInDimNames() && "both layouts have the same inputs");
  for ([[maybe_unused]] StringRef name : src.getInDimNames())
    assert((name == kRegister || src.getInDimSize(name) == dst.getInDimSize(name)) &&
           "both layouts are for the same threads");

  Conversion conversion;
  std::optional<SmallVector<int32_t>> registers = registerMap(src, dst);
  std::optional<LinearLayout> source = findInSimdgroup(src, dst);
  if (!source)
    return conversion;
  conversion.source = std::move(*source);
  if (!registers) {
    conversion.kind = ConversionKind::LaneShuffle;
    return conversion;
  }

  bool identity = int(registers->size()) == src.getInDimSizeLog2(kRegister);
  for (auto [bit, source] : enumerate(*registers))
    identity &= source == 1 << bit;
  conversion.kind = identity ? ConversionKind::None : ConversionKind::RegisterPermutation;
  conversion.registerBases = std::move(*registers);
  return conversion;
}

} // namespace tritonmetal::layout
