//===- LinearLayout.cpp - Construction and queries --------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Layout/LinearLayout.h"

#include "Elimination.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVectorExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <cassert>

using namespace llvm;

namespace tritonmetal::layout {

static int getSizeLog2(int32_t size) {
  assert(size > 0 && isPowerOf2_32(size) && "a size is a power of two");
  return static_cast<int>(Log2_32(size));
}

//===----------------------------------------------------------------------===//
// Construction
//===----------------------------------------------------------------------===//

static std::string writeList(ArrayRef<int32_t> values) {
  std::string text;
  raw_string_ostream os(text);
  os << '[';
  interleaveComma(values, os);
  os << ']';
  return text;
}

static Error makeError(const Twine &message) {
  return createStringError(inconvertibleErrorCode(), message);
}

static Error checkOutDims(ArrayRef<LinearLayout::DimSize> outDims) {
  StringSet<> names;
  int bits = 0;
  for (auto [name, size] : outDims) {
    if (!names.insert(name).second)
      return makeError("output dimension '" + name + "' appears twice in a layout");
    if (size <= 0 || !isPowerOf2_32(size) || size > (1 << LinearLayout::kMaxSizeLog2))
      return makeError("output dimension '" + name + "' of a layout has size " + Twine(size) +
                       "; sizes are powers of two up to " + Twine(1 << LinearLayout::kMaxSizeLog2));
    bits += getSizeLog2(size);
  }
  if (bits > LinearLayout::kMaxBits)
    return makeError("a layout has 2^" + Twine(bits) + " elements; at most 2^" +
                     Twine(LinearLayout::kMaxBits) + " are allowed");
  return Error::success();
}

static Error checkBasis(ArrayRef<int32_t> basis, StringRef inDim,
                        ArrayRef<LinearLayout::DimSize> outDims) {
  if (basis.size() != outDims.size())
    return makeError("basis " + writeList(basis) + " of '" + inDim + "' has " +
                     Twine(basis.size()) + (basis.size() == 1 ? " component" : " components") +
                     "; the layout has rank " + Twine(outDims.size()));
  for (auto [component, dim] : zip(basis, outDims))
    if (component < 0 || component >= dim.second)
      return makeError("basis " + writeList(basis) + " of '" + inDim + "' leaves dimension '" +
                       dim.first + "' of size " + Twine(dim.second));
  return Error::success();
}

Expected<LinearLayout> LinearLayout::create(ArrayRef<InBases> bases, ArrayRef<DimSize> outDims) {
  if (Error error = checkOutDims(outDims))
    return error;
  StringSet<> names;
  size_t bits = 0;
  for (const auto &[name, dimBases] : bases) {
    if (!names.insert(name).second)
      return makeError("input dimension '" + name + "' appears twice in a layout");
    bits += dimBases.size();
    if (dimBases.size() > size_t(kMaxSizeLog2) || bits > size_t(kMaxBits))
      return makeError("input dimension '" + name + "' of a layout has " + Twine(dimBases.size()) +
                       " bases; at most " + Twine(kMaxSizeLog2) + " are allowed in one dimension " +
                       "and " + Twine(kMaxBits) + " in all");
    for (const Coordinates &basis : dimBases)
      if (Error error = checkBasis(basis, name, outDims))
        return error;
  }
  return LinearLayout(bases, outDims);
}

LinearLayout::LinearLayout(ArrayRef<InBases> bases, ArrayRef<DimSize> outDims) {
  for (auto [name, size] : outDims)
    outs.push_back({name.str(), getSizeLog2(size)});
  for (const auto &[name, dimBases] : bases) {
    InDim in{name.str(), {}};
    for (const Coordinates &basis : dimBases)
      in.bases.push_back(flatten(basis));
    ins.push_back(std::move(in));
  }
  checkInvariants();
}

static SmallVector<LinearLayout::DimSize> inferSizes(ArrayRef<LinearLayout::InBases> bases,
                                                     ArrayRef<StringRef> outDims) {
  SmallVector<LinearLayout::DimSize> dims;
  for (auto [index, name] : enumerate(outDims)) {
    int32_t largest = 0;
    for (const auto &[inName, dimBases] : bases)
      for (const LinearLayout::Coordinates &basis : dimBases)
        largest = std::max(largest, basis[index]);
    dims.push_back({name, static_cast<int32_t>(NextPowerOf2(largest))});
  }
  return dims;
}

LinearLayout::LinearLayout(ArrayRef<InBases> bases, ArrayRef<StringRef> outDims)
    : LinearLayout(bases, ArrayRef<DimSize>(inferSizes(bases, outDims))) {}

LinearLayout LinearLayout::identity1D(int32_t size, StringRef inDim, StringRef outDim) {
  return strided1D(size, 1, inDim, outDim);
}

LinearLayout LinearLayout::strided1D(int32_t size, int32_t stride, StringRef inDim,
                                     StringRef outDim) {
  LinearLayout result;
  int bits = getSizeLog2(size), shift = getSizeLog2(stride);
  InDim in{inDim.str(), {}};
  for (int bit = 0; bit < bits; ++bit)
    in.bases.push_back(uint64_t(1) << (bit + shift));
  result.ins.push_back(std::move(in));
  result.outs.push_back({outDim.str(), bits + shift});
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::zeros1D(int32_t size, StringRef inDim, StringRef outDim,
                                   int32_t outSize) {
  LinearLayout result;
  InDim in{inDim.str(), {}};
  in.bases.assign(getSizeLog2(size), 0);
  result.ins.push_back(std::move(in));
  result.outs.push_back({outDim.str(), getSizeLog2(outSize)});
  return result;
}

void LinearLayout::checkInvariants() const {
#ifndef NDEBUG
  StringSet<> inNames, outNames;
  for (const InDim &in : ins) {
    assert(inNames.insert(in.name).second && "input dimensions have different names");
    assert(in.bases.size() <= size_t(kMaxSizeLog2) && "input dimension too large");
    for (uint64_t basis : in.bases)
      assert(basis >> getTotalOutDimSizeLog2() == 0 && "basis outside of the output");
  }
  for (const OutDim &out : outs) {
    assert(outNames.insert(out.name).second && "output dimensions have different names");
    assert(out.sizeLog2 <= kMaxSizeLog2 && "output dimension too large");
  }
  assert(getTotalInDimSizeLog2() <= kMaxBits && getTotalOutDimSizeLog2() <= kMaxBits &&
         "layout too large");
#endif
}

//===----------------------------------------------------------------------===//
// Dimensions
//===----------------------------------------------------------------------===//

SmallVector<StringRef> LinearLayout::getInDimNames() const {
  return map_to_vector(ins, [](const InDim &in) { return StringRef(in.name); });
}

SmallVector<StringRef> LinearLayout::getOutDimNames() const {
  return map_to_vector(outs, [](const OutDim &out) { return StringRef(out.name); });
}

SmallVector<LinearLayout::DimSize> LinearLayout::getOutDims() const {
  return map_to_vector(outs, [](const OutDim &out) {
    return DimSize(StringRef(out.name), int32_t(1) << out.sizeLog2);
  });
}

const LinearLayout::InDim *LinearLayout::findIn(StringRef name) const {
  auto *it = find_if(ins, [&](const InDim &in) { return in.name == name; });
  return it == ins.end() ? nullptr : it;
}

const LinearLayout::InDim &LinearLayout::getIn(StringRef name) const {
  const InDim *in = findIn(name);
  assert(in && "the layout has no input dimension of this name");
  return *in;
}

int LinearLayout::findOut(StringRef name) const {
  auto *it = find_if(outs, [&](const OutDim &out) { return out.name == name; });
  return it == outs.end() ? -1 : static_cast<int>(it - outs.begin());
}

bool LinearLayout::hasInDim(StringRef name) const { return findIn(name) != nullptr; }
bool LinearLayout::hasOutDim(StringRef name) const { return findOut(name) >= 0; }

int LinearLayout::getInDimSizeLog2(StringRef name) const {
  return static_cast<int>(getIn(name).bases.size());
}

int LinearLayout::getOutDimSizeLog2(StringRef name) const {
  int index = findOut(name);
  assert(index >= 0 && "the layout has no output dimension of this name");
  return outs[index].sizeLog2;
}

int LinearLayout::getTotalInDimSizeLog2() const {
  int bits = 0;
  for (const InDim &in : ins)
    bits += static_cast<int>(in.bases.size());
  return bits;
}

int LinearLayout::getTotalOutDimSizeLog2() const { return getOutShift(outs.size()); }

int LinearLayout::getOutShift(int index) const {
  int shift = 0;
  for (const OutDim &out : ArrayRef(outs).take_front(index))
    shift += out.sizeLog2;
  return shift;
}

//===----------------------------------------------------------------------===//
// The map
//===----------------------------------------------------------------------===//

uint64_t LinearLayout::flatten(ArrayRef<int32_t> coordinates) const {
  assert(coordinates.size() == outs.size() && "one coordinate for each output dimension");
  uint64_t point = 0;
  int shift = 0;
  for (auto [coordinate, out] : zip(coordinates, outs)) {
    assert(coordinate >= 0 && uint64_t(coordinate) >> out.sizeLog2 == 0 &&
           "coordinate outside of its dimension");
    point |= uint64_t(coordinate) << shift;
    shift += out.sizeLog2;
  }
  return point;
}

LinearLayout::Coordinates LinearLayout::unflatten(uint64_t point) const {
  Coordinates coordinates;
  for (const OutDim &out : outs) {
    coordinates.push_back(static_cast<int32_t>(point & maskTrailingOnes<uint64_t>(out.sizeLog2)));
    point >>= out.sizeLog2;
  }
  return coordinates;
}

SmallVector<uint64_t> LinearLayout::getFlatBases() const {
  SmallVector<uint64_t> bases;
  for (const InDim &in : ins)
    append_range(bases, in.bases);
  return bases;
}

LinearLayout::Coordinates LinearLayout::getBasis(StringRef inDim, int bit) const {
  return unflatten(getIn(inDim).bases[bit]);
}

int32_t LinearLayout::getBasis(StringRef inDim, int bit, StringRef outDim) const {
  int index = findOut(outDim);
  assert(index >= 0 && "the layout has no output dimension of this name");
  return getBasis(inDim, bit)[index];
}

SmallVector<int32_t> LinearLayout::getBases(StringRef inDim, StringRef outDim) const {
  SmallVector<int32_t> components;
  for (int bit = 0, e = getInDimSizeLog2(inDim); bit < e; ++bit)
    components.push_back(getBasis(inDim, bit, outDim));
  return components;
}

static uint64_t sumBases(ArrayRef<uint64_t> bases, uint64_t input) {
  assert(input >> bases.size() == 0 && "input outside of its dimension");
  uint64_t point = 0;
  for (auto [bit, basis] : enumerate(bases))
    if (input >> bit & 1)
      point ^= basis;
  return point;
}

LinearLayout::Coordinates LinearLayout::apply(ArrayRef<int32_t> inputs) const {
  assert(inputs.size() == ins.size() && "one value for each input dimension");
  uint64_t point = 0;
  for (auto [input, in] : zip(inputs, ins))
    point ^= sumBases(in.bases, static_cast<uint32_t>(input));
  return unflatten(point);
}

LinearLayout::Coordinates LinearLayout::apply(ArrayRef<DimSize> inputs) const {
  uint64_t point = 0;
  for (auto [name, input] : inputs)
    point ^= sumBases(getIn(name).bases, static_cast<uint32_t>(input));
  return unflatten(point);
}

uint64_t LinearLayout::applyFlat(uint64_t input) const { return sumBases(getFlatBases(), input); }

//===----------------------------------------------------------------------===//
// Properties
//===----------------------------------------------------------------------===//

int LinearLayout::getRank() const {
  Elimination elimination;
  for (uint64_t basis : getFlatBases())
    elimination.insert(basis, 0);
  return elimination.getRank();
}

SmallVector<LinearLayout::DimSize> LinearLayout::getFreeVariableMasks() const {
  Elimination elimination;
  SmallVector<DimSize> masks;
  for (const InDim &in : ins) {
    int32_t mask = 0;
    for (auto [bit, basis] : enumerate(in.bases))
      if (!elimination.insert(basis, 0))
        mask |= 1 << bit;
    masks.push_back({in.name, mask});
  }
  return masks;
}

int32_t LinearLayout::getFreeVariableMask(StringRef inDim) const {
  for (auto [name, mask] : getFreeVariableMasks())
    if (name == inDim)
      return mask;
  return 0;
}

int32_t LinearLayout::getNumConsecutive(StringRef inDim, ArrayRef<StringRef> outOrder) const {
  SmallVector<StringRef> order(outOrder);
  int orderBits = 0;
  for (StringRef name : outOrder)
    orderBits += getOutDimSizeLog2(name);
  for (const OutDim &out : outs)
    if (!is_contained(outOrder, out.name))
      order.push_back(out.name);
  LinearLayout ordered = transposeOuts(order);

  ArrayRef<uint64_t> bases = ordered.getIn(inDim).bases;
  int count = 0;
  while (count < int(bases.size()) && count < orderBits && bases[count] == uint64_t(1) << count)
    ++count;

  // Every other input bit must keep the start aligned.
  for (const InDim &in : ordered.ins)
    for (auto [bit, basis] : enumerate(in.bases))
      if (basis != 0 && (in.name != inDim || int(bit) >= count))
        count = std::min(count, static_cast<int>(countr_zero(basis)));
  return 1 << count;
}

int32_t LinearLayout::getNumConsecutiveInOut() const {
  if (ins.empty())
    return 1;
  return getNumConsecutive(ins.front().name, getOutDimNames());
}

//===----------------------------------------------------------------------===//
// Comparison and text
//===----------------------------------------------------------------------===//

bool LinearLayout::operator==(const LinearLayout &other) const {
  return ins == other.ins && outs == other.outs;
}

bool LinearLayout::operator<(const LinearLayout &other) const {
  auto inLess = [](const InDim &a, const InDim &b) {
    return a.name != b.name ? a.name < b.name : a.bases < b.bases;
  };
  auto outLess = [](const OutDim &a, const OutDim &b) {
    return a.name != b.name ? a.name < b.name : a.sizeLog2 < b.sizeLog2;
  };
  if (outs != other.outs)
    return std::lexicographical_compare(outs.begin(), outs.end(), other.outs.begin(),
                                        other.outs.end(), outLess);
  return std::lexicographical_compare(ins.begin(), ins.end(), other.ins.begin(), other.ins.end(),
                                      inLess);
}

bool LinearLayout::equalsIgnoringOrder(const LinearLayout &other) const {
  if (ins.size() != other.ins.size() || outs.size() != other.outs.size())
    return false;
  for (const InDim &in : other.ins)
    if (!hasInDim(in.name))
      return false;
  for (const OutDim &out : other.outs)
    if (!hasOutDim(out.name))
      return false;
  return transposeIns(other.getInDimNames()).transposeOuts(other.getOutDimNames()) == other;
}

hash_code hash_value(const LinearLayout &layout) {
  hash_code hash = hash_combine(layout.ins.size(), layout.outs.size());
  for (const LinearLayout::InDim &in : layout.ins)
    hash = hash_combine(hash, in.name, hash_combine_range(in.bases.begin(), in.bases.end()));
  for (const LinearLayout::OutDim &out : layout.outs)
    hash = hash_combine(hash, out.name, out.sizeLog2);
  return hash;
}

raw_ostream &operator<<(raw_ostream &os, const LinearLayout &layout) {
  os << '{';
  interleaveComma(layout.getInDimNames(), os, [&](StringRef name) {
    os << name << " = [";
    for (int bit = 0, e = layout.getInDimSizeLog2(name); bit < e; ++bit)
      os << (bit ? ", " : "") << writeList(layout.getBasis(name, bit));
    os << ']';
  });
  os << "} -> {";
  interleaveComma(layout.getOutDims(), os,
                  [&](LinearLayout::DimSize dim) { os << dim.first << " = " << dim.second; });
  return os << '}';
}

std::string LinearLayout::toString() const {
  std::string text;
  raw_string_ostream(text) << *this;
  return text;
}

} // namespace tritonmetal::layout
