//===- Conversion.cpp - How to get from one layout to another ---*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Everything here is one linear system: find, for each bit of a destination position, source bits
// whose bases sum up to the same element. The kinds differ in the bits that may be used:
//
//   RegisterPermutation  a register bit: registers. Any other bit: itself, and nothing else
//   LaneShuffle          a register bit: registers, then lanes. Any other bit: itself and
//                        registers, then lanes
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
  explicit PlaceFinder(const FlatLayout &source)
      : source(source), registerBases(source.getBases(kRegister)) {
    // A solution carries the register in its lower and the lane in its upper half.
    for (auto [bit, basis] : enumerate(registerBases)) {
      registers.insert(basis, uint64_t(1) << bit);
      registersAndLanes.insert(basis, uint64_t(1) << bit);
    }
    for (auto [bit, basis] : enumerate(source.getBases(kLane)))
      registersAndLanes.insert(basis, uint64_t(1) << (bit + 32));
  }

  /// The sum of registers that holds `element`.
  std::optional<uint64_t> inRegisters(uint64_t element) const { return registers.solve(element); }

  /// The same for bit `bit` of the destination's register: if it means the same in the source, it
  /// stays, even where another copy is in a lower register.
  std::optional<uint64_t> inRegisters(uint64_t element, size_t bit) const {
    if (bit < registerBases.size() && registerBases[bit] == element)
      return uint64_t(1) << bit;
    return inRegisters(element);
  }

  /// Where bit `bit` of the destination's register moves to.
  std::optional<Place> placeRegister(uint64_t element, size_t bit) const {
    if (std::optional<uint64_t> found = inRegisters(element, bit))
      return Place(*found, 0);
    return inSimdgroup(element);
  }

  /// The same for bit `bit` of dimension `name`, relative to the thread with that bit set. A lane
  /// that cannot help itself gets a lane that cancels its own bit.
  std::optional<Place> placeOther(uint64_t element, StringRef name, size_t bit) const {
    uint64_t rest = element ^ source.getBases(name)[bit];
    if (std::optional<uint64_t> found = inRegisters(rest))
      return Place(*found, 0);
    return inSimdgroup(rest);
  }

private:
  std::optional<Place> inSimdgroup(uint64_t element) const {
    std::optional<uint64_t> tags = registersAndLanes.solve(element);
    if (!tags)
      return std::nullopt;
    return Place(*tags & 0xffffffffu, *tags >> 32);
  }

  const FlatLayout &source;
  ArrayRef<uint64_t> registerBases;
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
  for (auto [bit, element] : enumerate(destination.getBases(kRegister))) {
    std::optional<uint64_t> registers = finder.inRegisters(element, bit);
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
      std::optional<Place> place = name == kRegister ? finder.placeRegister(element, bit)
                                                     : finder.placeOther(element, name, bit);
      if (!place)
        return std::nullopt;
      LinearLayout::Coordinates position;
      for (auto [outName, size] : outDims) {
        uint64_t value = outName == kRegister ? place->first : 0;
        if (outName == kLane)
          value = place->second;
        if (outName == name && name != kRegister)
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
