//===- LinearLayoutAlgebra.cpp - New layouts from old ones ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Layout/LinearLayout.h"

#include "Elimination.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <cassert>

using namespace llvm;

namespace tritonmetal::layout {

uint64_t LinearLayout::moveOut(uint64_t point, ArrayRef<OutDim> target) const {
  uint64_t moved = 0;
  int shift = 0;
  for (auto [place, out] : enumerate(target)) {
    // Mostly the dimensions stay in order: no search then, which is long at rank 16.
    bool isInPlace = place < outs.size() && outs[place].name == out.name;
    if (int index = isInPlace ? int(place) : findOut(out.name); index >= 0) {
      uint64_t component =
          point >> getOutShift(index) & maskTrailingOnes<uint64_t>(outs[index].sizeLog2);
      assert(component >> out.sizeLog2 == 0 && "coordinate outside of its new dimension");
      moved |= component << shift;
    }
    shift += out.sizeLog2;
  }
  return moved;
}

LinearLayout LinearLayout::withOuts(SmallVector<OutDim, 0> target) const {
  LinearLayout result;
  for (const InDim &in : ins) {
    InDim moved{in.name, {}};
    for (uint64_t basis : in.bases)
      moved.bases.push_back(moveOut(basis, target));
    result.ins.push_back(std::move(moved));
  }
  result.outs = std::move(target);
  result.checkInvariants();
  return result;
}

SmallVector<LinearLayout::OutDim, 0> LinearLayout::getInsAsOuts() const {
  SmallVector<OutDim, 0> result;
  for (const InDim &in : ins)
    result.push_back({in.name, static_cast<int>(in.bases.size())});
  return result;
}

SmallVector<LinearLayout::InDim, 0> LinearLayout::getOutsAsIns() const {
  SmallVector<InDim, 0> result;
  for (const OutDim &out : outs)
    result.push_back({out.name, SmallVector<uint64_t, 0>(out.sizeLog2, 0)});
  return result;
}

void LinearLayout::addInDim(StringRef name) {
  if (!hasInDim(name))
    ins.push_back({name.str(), {}});
}

//===----------------------------------------------------------------------===//
// Products and quotients
//===----------------------------------------------------------------------===//

LinearLayout LinearLayout::operator*(const LinearLayout &outer) const {
  SmallVector<OutDim, 0> target = outs;
  for (const OutDim &out : outer.outs) {
    int index = findOut(out.name);
    if (index >= 0)
      target[index].sizeLog2 += out.sizeLog2;
    else
      target.push_back(out);
  }
  LinearLayout result = withOuts(target);

  // A point of the outer layout lands above the tile in each dimension that the tile has.
  auto moveOuter = [&](uint64_t point) {
    uint64_t moved = 0;
    int shift = 0;
    for (const OutDim &out : target) {
      int inner = findOut(out.name);
      int index = outer.findOut(out.name);
      if (index >= 0) {
        uint64_t component = point >> outer.getOutShift(index) &
                             maskTrailingOnes<uint64_t>(outer.outs[index].sizeLog2);
        moved |= component << (shift + (inner >= 0 ? outs[inner].sizeLog2 : 0));
      }
      shift += out.sizeLog2;
    }
    return moved;
  };
  for (const InDim &in : outer.ins) {
    result.addInDim(in.name);
    auto *place = find_if(result.ins, [&](const InDim &r) { return r.name == in.name; });
    for (uint64_t basis : in.bases)
      place->bases.push_back(moveOuter(basis));
  }
  result.checkInvariants();
  return result;
}

/// Does `layout` have all dimensions of `tile`, at least as large?
static bool contains(const LinearLayout &layout, const LinearLayout &tile) {
  for (StringRef name : tile.getInDimNames())
    if (!layout.hasInDim(name) || layout.getInDimSizeLog2(name) < tile.getInDimSizeLog2(name))
      return false;
  for (StringRef name : tile.getOutDimNames())
    if (!layout.hasOutDim(name) || layout.getOutDimSizeLog2(name) < tile.getOutDimSizeLog2(name))
      return false;
  return true;
}

// Both divisions guess the quotient from the bits that are not the tile's and multiply back.

std::optional<LinearLayout> LinearLayout::divideLeft(const LinearLayout &tile) const {
  if (!contains(*this, tile))
    return std::nullopt;
  LinearLayout quotient;
  for (const OutDim &out : outs)
    quotient.outs.push_back(
        {out.name,
         out.sizeLog2 - (tile.hasOutDim(out.name) ? tile.getOutDimSizeLog2(out.name) : 0)});
  for (const InDim &in : ins) {
    InDim rest{in.name, {}};
    size_t skip = tile.hasInDim(in.name) ? tile.getInDimSizeLog2(in.name) : 0;
    for (uint64_t basis : ArrayRef(in.bases).drop_front(skip)) {
      Coordinates coordinates = unflatten(basis);
      for (auto [coordinate, out, quotientOut] : zip(coordinates, outs, quotient.outs))
        coordinate >>= out.sizeLog2 - quotientOut.sizeLog2;
      rest.bases.push_back(quotient.flatten(coordinates));
    }
    quotient.ins.push_back(std::move(rest));
  }
  if (!(tile * quotient).equalsIgnoringOrder(*this))
    return std::nullopt;
  return quotient;
}

std::optional<LinearLayout> LinearLayout::divideRight(const LinearLayout &tile) const {
  if (!contains(*this, tile))
    return std::nullopt;
  LinearLayout quotient;
  for (const OutDim &out : outs)
    quotient.outs.push_back(
        {out.name,
         out.sizeLog2 - (tile.hasOutDim(out.name) ? tile.getOutDimSizeLog2(out.name) : 0)});
  for (const InDim &in : ins) {
    InDim rest{in.name, {}};
    size_t skip = tile.hasInDim(in.name) ? tile.getInDimSizeLog2(in.name) : 0;
    for (uint64_t basis : ArrayRef(in.bases).drop_back(skip)) {
      Coordinates coordinates = unflatten(basis);
      for (auto [coordinate, quotientOut] : zip(coordinates, quotient.outs))
        if (coordinate >> quotientOut.sizeLog2)
          return std::nullopt;
      rest.bases.push_back(quotient.flatten(coordinates));
    }
    quotient.ins.push_back(std::move(rest));
  }
  if (!(quotient * tile).equalsIgnoringOrder(*this))
    return std::nullopt;
  return quotient;
}

std::optional<LinearLayout> LinearLayout::dropIdentityPart(ArrayRef<StringRef> dims) const {
  SmallVector<StringRef> otherIns, otherOuts;
  for (const InDim &in : ins)
    if (!is_contained(dims, in.name))
      otherIns.push_back(in.name);
  for (const OutDim &out : outs)
    if (!is_contained(dims, out.name))
      otherOuts.push_back(out.name);

  LinearLayout rest = sublayout(otherIns, otherOuts);
  LinearLayout whole = rest;
  for (StringRef name : dims) {
    if (!hasInDim(name) || !hasOutDim(name))
      return std::nullopt;
    whole *= identity1D(getInDimSize(name), name, name);
  }
  if (!whole.equalsIgnoringOrder(*this))
    return std::nullopt;
  return rest;
}

//===----------------------------------------------------------------------===//
// Composition and inverses
//===----------------------------------------------------------------------===//

LinearLayout LinearLayout::compose(const LinearLayout &outer) const {
  SmallVector<OutDim, 0> middle = outer.getInsAsOuts();
  for ([[maybe_unused]] const OutDim &out : outs)
    assert(outer.hasInDim(out.name) && "the outer layout takes every output of the inner one");
  LinearLayout result;
  result.outs = outer.outs;
  for (const InDim &in : ins) {
    InDim composed{in.name, {}};
    for (uint64_t basis : in.bases)
      composed.bases.push_back(outer.applyFlat(moveOut(basis, middle)));
    result.ins.push_back(std::move(composed));
  }
  return result;
}

std::optional<LinearLayout> LinearLayout::invertAndCompose(const LinearLayout &source) const {
  assert(outs.size() == source.outs.size() && "both layouts have the same output dimensions");
  Elimination elimination;
  for (auto [bit, basis] : enumerate(source.getFlatBases()))
    elimination.insert(basis, uint64_t(1) << bit);

  // The two spaces may differ in the order and size of their dimensions: compare in their union.
  SmallVector<OutDim, 0> common = source.outs;
  for (OutDim &out : common) {
    assert(hasOutDim(out.name) && "both layouts have the same output dimensions");
    out.sizeLog2 = std::max(out.sizeLog2, getOutDimSizeLog2(out.name));
  }
  if (common != source.outs)
    return invertAndCompose(source.withOuts(common));

  LinearLayout result;
  result.outs = source.getInsAsOuts();
  for (const InDim &in : ins) {
    InDim solved{in.name, {}};
    for (uint64_t basis : in.bases) {
      std::optional<uint64_t> input = elimination.solve(moveOut(basis, source.outs));
      if (!input)
        return std::nullopt;
      solved.bases.push_back(*input);
    }
    result.ins.push_back(std::move(solved));
  }
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::pseudoInvert() const {
  assert(isSurjective() && "only a surjective layout has a right inverse");
  LinearLayout everything;
  everything.outs = outs;
  everything.ins = getOutsAsIns();
  int shift = 0;
  for (InDim &in : everything.ins)
    for (uint64_t &basis : in.bases)
      basis = uint64_t(1) << shift++;
  return *everything.invertAndCompose(*this);
}

LinearLayout LinearLayout::invert() const {
  assert(isInvertible() && "only a bijective layout has an inverse");
  return pseudoInvert();
}

//===----------------------------------------------------------------------===//
// Dimensions, changed
//===----------------------------------------------------------------------===//

LinearLayout LinearLayout::transposeIns(ArrayRef<StringRef> order) const {
  assert(order.size() == ins.size() && "transposition names every dimension once");
  LinearLayout result;
  for (StringRef name : order)
    result.ins.push_back(getIn(name));
  result.outs = outs;
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::transposeOuts(ArrayRef<StringRef> order) const {
  assert(order.size() == outs.size() && "transposition names every dimension once");
  SmallVector<OutDim, 0> target;
  for (StringRef name : order)
    target.push_back({name.str(), getOutDimSizeLog2(name)});
  return withOuts(std::move(target));
}

LinearLayout LinearLayout::reshapeIns(ArrayRef<DimSize> dims) const {
  SmallVector<uint64_t> bases = getFlatBases();
  ArrayRef<uint64_t> rest = bases;
  LinearLayout result;
  result.outs = outs;
  for (auto [name, size] : dims) {
    size_t bits = Log2_32(size);
    assert(bits <= rest.size() && "a reshape keeps the number of elements");
    result.ins.push_back({name.str(), SmallVector<uint64_t, 0>(rest.take_front(bits))});
    rest = rest.drop_front(bits);
  }
  assert(rest.empty() && "a reshape keeps the number of elements");
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::reshapeOuts(ArrayRef<DimSize> dims) const {
  LinearLayout result;
  result.ins = ins;
  for (auto [name, size] : dims)
    result.outs.push_back({name.str(), static_cast<int>(Log2_32(size))});
  assert(result.getTotalOutDimSizeLog2() == getTotalOutDimSizeLog2() &&
         "a reshape keeps the number of elements");
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::flattenIns(StringRef name) const {
  return reshapeIns({{name, int32_t(1) << getTotalInDimSizeLog2()}});
}

LinearLayout LinearLayout::flattenOuts(StringRef name) const {
  return reshapeOuts({{name, int32_t(1) << getTotalOutDimSizeLog2()}});
}

LinearLayout LinearLayout::renameInDim(StringRef from, StringRef to) const {
  LinearLayout result = *this;
  for (InDim &in : result.ins)
    if (in.name == from)
      in.name = to.str();
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::renameOutDim(StringRef from, StringRef to) const {
  LinearLayout result = *this;
  for (OutDim &out : result.outs)
    if (out.name == from)
      out.name = to.str();
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::sublayout(ArrayRef<StringRef> inDims,
                                     ArrayRef<StringRef> outDims) const {
  LinearLayout chosen;
  for (StringRef name : inDims)
    chosen.ins.push_back(getIn(name));
  chosen.outs = outs;
  SmallVector<OutDim, 0> target;
  for (StringRef name : outDims)
    target.push_back({name.str(), getOutDimSizeLog2(name)});
  return chosen.withOuts(std::move(target));
}

LinearLayout LinearLayout::removeOutDim(StringRef name) const {
  SmallVector<StringRef> kept = getOutDimNames();
  erase(kept, name);
  return sublayout(getInDimNames(), kept);
}

LinearLayout LinearLayout::removeInDim(StringRef name) const {
  SmallVector<StringRef> kept = getInDimNames();
  erase(kept, name);
  return sublayout(kept, getOutDimNames());
}

LinearLayout LinearLayout::concatIns(const LinearLayout &other) const {
  assert(outs.size() == other.outs.size() && "both layouts have the same outputs");
  LinearLayout result = *this;
  append_range(result.ins, other.transposeOuts(getOutDimNames()).ins);
  assert(other.transposeOuts(getOutDimNames()).outs == outs &&
         "both layouts have the same outputs");
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::concatOuts(const LinearLayout &other) const {
  assert(ins.size() == other.ins.size() && "both layouts have the same inputs");
  LinearLayout second = other.transposeIns(getInDimNames());
  LinearLayout result = *this;
  append_range(result.outs, second.outs);
  int shift = getTotalOutDimSizeLog2();
  for (auto [in, more] : zip(result.ins, second.ins)) {
    assert(in.bases.size() == more.bases.size() && "both layouts have the same inputs");
    for (auto [basis, upper] : zip(in.bases, more.bases))
      basis |= upper << shift;
  }
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::resizeOutDim(StringRef name, int32_t size) const {
  SmallVector<OutDim, 0> target = outs;
  int index = findOut(name);
  assert(index >= 0 && "the layout has no output dimension of this name");
  target[index].sizeLog2 = static_cast<int>(Log2_32(size));
  return withOuts(std::move(target));
}

LinearLayout LinearLayout::resizeInDim(StringRef name, int32_t size) const {
  LinearLayout result = *this;
  for (InDim &in : result.ins)
    if (in.name == name)
      in.bases.resize(Log2_32(size), 0);
  result.checkInvariants();
  return result;
}

LinearLayout LinearLayout::removeZeroBasesAlongDim(StringRef inDim) const {
  LinearLayout result = *this;
  for (InDim &in : result.ins)
    if (in.name == inDim)
      erase(in.bases, uint64_t(0));
  return result;
}

//===----------------------------------------------------------------------===//
// Tiles and tensors
//===----------------------------------------------------------------------===//

LinearLayout ensureLayoutNotSmallerThan(const LinearLayout &layout,
                                        ArrayRef<LinearLayout::DimSize> shape, StringRef inDim) {
  LinearLayout result = layout;
  for (auto [name, size] : shape) {
    int32_t have = result.hasOutDim(name) ? result.getOutDimSize(name) : 1;
    if (have < size || !result.hasOutDim(name))
      result *= LinearLayout::identity1D(std::max(size / have, 1), inDim, name);
  }
  return result;
}

LinearLayout ensureLayoutNotLargerThan(const LinearLayout &layout,
                                       ArrayRef<LinearLayout::DimSize> shape) {
  SmallVector<LinearLayout::DimSize> outDims = layout.getOutDims();
  for (auto &[name, size] : outDims)
    for (auto [limitedName, limit] : shape)
      if (limitedName == name)
        size = std::min(size, limit);

  SmallVector<LinearLayout::InBases> bases;
  for (StringRef inDim : layout.getInDimNames()) {
    LinearLayout::InBases dimBases{inDim, {}};
    for (int bit = 0, e = layout.getInDimSizeLog2(inDim); bit < e; ++bit) {
      LinearLayout::Coordinates basis = layout.getBasis(inDim, bit);
      for (auto [coordinate, dim] : zip(basis, outDims))
        if (coordinate >= dim.second)
          coordinate = 0;
      dimBases.second.push_back(std::move(basis));
    }
    bases.push_back(std::move(dimBases));
  }
  return LinearLayout(bases, outDims);
}

} // namespace tritonmetal::layout
