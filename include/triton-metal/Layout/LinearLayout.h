//===- LinearLayout.h - Layouts as linear maps over bits --------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Which thread holds which element of a tensor? Every layout that we know is a function from the
// bits of a few numbers (register, lane, warp) to the bits of a few others (dim0, dim1), and it is
// linear over GF(2), the field of 0 and 1 where adding is XOR. So the images of the single bits,
// the *bases*, say everything:
//
//   f(x) = XOR of basis[i] over the bits i that are set in x
//
// Example 1, one dimension. 4 neighbouring elements a thread, 32 lanes, 2 SIMD-groups, tensor<256>:
//
//   register = [[1], [2]]   lane = [[4], [8], [16], [32], [64]]   warp = [[128]]
//
// Register 3 of lane 5 = 0b00101 in warp 1 holds (1^2) ^ (4^16) ^ 128 = 3 + 20 + 128 = 151.
// On tensor<128> warp 1 has nothing left to hold: warp = [[0]]. A zero basis means that the bit
// changes nothing: both warps hold the same 128 elements.
//
// Example 2, two dimensions, blocked sizePerThread [1, 4], threadsPerWarp [8, 4], warpsPerCTA
// [4, 1], order [1, 0] (dim1 runs fastest) on tensor<32x32>. Build the tile from small pieces,
// left to right; `*` puts the right factor's elements around the left factor's:
//
//   identity1D(4, "register", "dim1")                        register = [[0, 1], [0, 2]]
//   * identity1D(4, "lane", "dim1")                          lane     = [[0, 4], [0, 8]
//   * identity1D(8, "lane", "dim0")                                      [1, 0], [2, 0], [4, 0]]
//   * identity1D(4, "warp", "dim0")                          warp     = [[8, 0], [16, 0]]
//
// The tile is 32x16; the other half of the tensor goes to one more register bit, [0, 16]
// (`ensureLayoutNotSmallerThan`). Lane 5 of warp 2 holds, register by register, (17,4) (17,5)
// (17,6) (17,7) (17,20) (17,21) (17,22) (17,23).
//
// Example 3, converting. A source A and a destination B of one tensor: the element at position y of
// B sits in A where A(x) = B(y). `B.invertAndCompose(A)` is that linear map from y to x. With
//
//   A: register = [[1], [2]], lane = [[4], [8]]       B: register = [[2], [1]], lane = [[4], [8]]
//
// it is register = [[2, 0], [1, 0]], lane = [[0, 1], [0, 2]]: swap the two register bits, stay in
// the lane. `Conversion.h` reads the cost of a conversion off such a map.
//
// Example 4, what a thread may skip. tensor<32> in slice(dim = 1) of example 2:
// lane = [[0], [0], [1], [2], [4]], warp = [[8], [16]]. `getFreeVariableMasks` gives lane 0b00011:
// lanes 0 to 3 hold the same element, and only those with (lane & 3) == 0 need to store it.
//
// Terms and conventions
// * A *dimension* is a name and a size, a power of two. Input dimensions are ordered, and so are
//   output dimensions. Flattening puts the *first* dimension into the lowest bits. (For row-major
//   order call `transposeOuts` first, last tensor dimension in front.)
// * Sizes are at most 2^30, and all bits of a side together at most 62. `create` checks input that
//   comes from a user; all other functions assert.
// * Layouts are values; no function changes its argument. StringRefs that a layout returns live as
//   long as it does.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LAYOUT_LINEARLAYOUT_H
#define TRITON_METAL_LAYOUT_LINEARLAYOUT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace tritonmetal::layout {

class LinearLayout {
public:
  /// One coordinate for each dimension, in the layout's order.
  using Coordinates = llvm::SmallVector<int32_t, 4>;
  /// A dimension and its size (as an argument), or a dimension and a mask of its bits.
  using DimSize = std::pair<llvm::StringRef, int32_t>;
  /// An input dimension and where each of its bits goes, lowest bit first.
  using InBases = std::pair<llvm::StringRef, llvm::SmallVector<Coordinates>>;

  static constexpr int kMaxSizeLog2 = 30;
  static constexpr int kMaxBits = 62;

  //===--- Construction ---------------------------------------------------===//

  /// The map without dimensions: neutral for `*`.
  LinearLayout() = default;

  /// From all bases and the output sizes. Every coordinate must be smaller than its size.
  LinearLayout(llvm::ArrayRef<InBases> bases, llvm::ArrayRef<DimSize> outDims);

  /// The same with output sizes inferred: the least power of two above every coordinate.
  LinearLayout(llvm::ArrayRef<InBases> bases, llvm::ArrayRef<llvm::StringRef> outDims);

  /// The same for what a user wrote. Errors: a size that is no power of two or too large, two
  /// dimensions of one name, a basis of the wrong rank, a coordinate outside.
  static llvm::Expected<LinearLayout> create(llvm::ArrayRef<InBases> bases,
                                             llvm::ArrayRef<DimSize> outDims);

  /// `size` elements in order: bit i goes to 2^i.
  static LinearLayout identity1D(int32_t size, llvm::StringRef inDim, llvm::StringRef outDim);

  /// `size` elements `stride` apart: bit i goes to stride * 2^i. The output has size
  /// size * stride; both are powers of two.
  static LinearLayout strided1D(int32_t size, int32_t stride, llvm::StringRef inDim,
                                llvm::StringRef outDim);

  /// `size` copies of element 0. The output dimension has size `outSize`.
  static LinearLayout zeros1D(int32_t size, llvm::StringRef inDim, llvm::StringRef outDim,
                              int32_t outSize = 1);

  //===--- Dimensions -----------------------------------------------------===//

  size_t getNumInDims() const { return ins.size(); }
  size_t getNumOutDims() const { return outs.size(); }
  llvm::SmallVector<llvm::StringRef> getInDimNames() const;
  llvm::SmallVector<llvm::StringRef> getOutDimNames() const;
  llvm::SmallVector<DimSize> getOutDims() const;
  bool hasInDim(llvm::StringRef name) const;
  bool hasOutDim(llvm::StringRef name) const;

  /// Bits and size of a dimension, which must exist.
  int getInDimSizeLog2(llvm::StringRef name) const;
  int getOutDimSizeLog2(llvm::StringRef name) const;
  int32_t getInDimSize(llvm::StringRef name) const { return 1 << getInDimSizeLog2(name); }
  int32_t getOutDimSize(llvm::StringRef name) const { return 1 << getOutDimSizeLog2(name); }
  int getTotalInDimSizeLog2() const;
  int getTotalOutDimSizeLog2() const;

  //===--- The map --------------------------------------------------------===//

  /// Where bit `bit` of `inDim` goes.
  Coordinates getBasis(llvm::StringRef inDim, int bit) const;
  int32_t getBasis(llvm::StringRef inDim, int bit, llvm::StringRef outDim) const;

  /// The component `outDim` of all bases of `inDim`, lowest bit first.
  llvm::SmallVector<int32_t> getBases(llvm::StringRef inDim, llvm::StringRef outDim) const;

  /// f(x): one value for each input dimension in order, one for each output dimension in order.
  Coordinates apply(llvm::ArrayRef<int32_t> inputs) const;
  /// f(x) by name, in any order; inputs that are left out are 0.
  Coordinates apply(llvm::ArrayRef<DimSize> inputs) const;
  /// f(x) on flattened numbers (first dimension lowest).
  uint64_t applyFlat(uint64_t input) const;

  //===--- Properties -----------------------------------------------------===//

  /// log2 of the number of different outputs.
  int getRank() const;
  bool isSurjective() const { return getRank() == getTotalOutDimSizeLog2(); }
  bool isInjective() const { return getRank() == getTotalInDimSizeLog2(); }
  bool isInvertible() const { return isSurjective() && isInjective(); }

  /// For each input dimension the bits that reach nothing new: zero bases, and bases that are sums
  /// of earlier ones (dimensions in order, low bits first). Each output that is reached at all is
  /// reached exactly once with all free bits 0.
  llvm::SmallVector<DimSize> getFreeVariableMasks() const;
  /// The mask of one dimension; 0 if the layout does not have it.
  int32_t getFreeVariableMask(llvm::StringRef inDim) const;

  /// The largest n (a power of two) for which inputs 0 ... n-1 of `inDim` go to n consecutive
  /// positions of the output flattened in `outOrder`, fastest dimension first, starting at a
  /// multiple of n whatever the other input bits are. Dimensions missing in `outOrder` must not
  /// move meanwhile. This is how many registers one vector access can serve.
  int32_t getNumConsecutive(llvm::StringRef inDim, llvm::ArrayRef<llvm::StringRef> outOrder) const;
  /// The same for the first input dimension and the outputs in their own order.
  int32_t getNumConsecutiveInOut() const;

  //===--- Algebra --------------------------------------------------------===//

  /// Product: this layout is the inner tile, `outer` repeats it. In a dimension that both have, the
  /// bits of `outer` come above. identity(4, r, d) * identity(8, r, d) == identity(32, r, d).
  LinearLayout operator*(const LinearLayout &outer) const;
  LinearLayout &operator*=(const LinearLayout &outer) { return *this = *this * outer; }

  /// x -> outer(f(x)). The outputs of this are the inputs of `outer`, by name in any order, and no
  /// larger.
  LinearLayout compose(const LinearLayout &outer) const;

  /// The inverse of an invertible layout.
  LinearLayout invert() const;

  /// For a surjective layout a map g with f(g(y)) == y; free bits (above) are 0.
  LinearLayout pseudoInvert() const;

  /// The map g from the inputs of this to the inputs of `source` with source(g(x)) == f(x); free
  /// bits of `source` are 0, so early dimensions and low bits are preferred. None if some f(x) is
  /// not reached by `source`. Both have the same output dimensions by name.
  std::optional<LinearLayout> invertAndCompose(const LinearLayout &source) const;

  /// The q with tile * q == *this up to the order of dimensions, if there is one. q keeps all
  /// dimensions of this layout, if only with size 1.
  std::optional<LinearLayout> divideLeft(const LinearLayout &tile) const;
  /// The q with q * tile == *this up to the order of dimensions.
  std::optional<LinearLayout> divideRight(const LinearLayout &tile) const;

  /// Drops the dimensions `dims` if on each of them the map is the identity from the input to the
  /// output of that name and independent of everything else. None if not. For a map between
  /// positions, `dropIdentityPart({"warp"})` succeeds iff nothing crosses warps.
  std::optional<LinearLayout> dropIdentityPart(llvm::ArrayRef<llvm::StringRef> dims) const;

  //===--- Dimensions, changed --------------------------------------------===//

  /// The same map with its dimensions in another order: all names, permuted.
  LinearLayout transposeIns(llvm::ArrayRef<llvm::StringRef> order) const;
  LinearLayout transposeOuts(llvm::ArrayRef<llvm::StringRef> order) const;

  /// Flattens one side (first dimension lowest) and cuts it anew, from the lowest bits on. The
  /// products of sizes agree.
  LinearLayout reshapeIns(llvm::ArrayRef<DimSize> dims) const;
  LinearLayout reshapeOuts(llvm::ArrayRef<DimSize> dims) const;
  LinearLayout flattenIns(llvm::StringRef name) const;
  LinearLayout flattenOuts(llvm::StringRef name) const;

  LinearLayout renameInDim(llvm::StringRef from, llvm::StringRef to) const;
  LinearLayout renameOutDim(llvm::StringRef from, llvm::StringRef to) const;

  /// Only these inputs (the others 0) and only these outputs (the others ignored), in this order.
  LinearLayout sublayout(llvm::ArrayRef<llvm::StringRef> inDims,
                         llvm::ArrayRef<llvm::StringRef> outDims) const;
  LinearLayout removeOutDim(llvm::StringRef name) const;
  LinearLayout removeInDim(llvm::StringRef name) const;

  /// More inputs for the same outputs: (x, y) -> f(x) ^ other(y). Input names are disjoint.
  LinearLayout concatIns(const LinearLayout &other) const;
  /// More outputs for the same inputs: x -> (f(x), other(x)). Output names are disjoint.
  LinearLayout concatOuts(const LinearLayout &other) const;

  /// Another size for an output; all bases must fit into it.
  LinearLayout resizeOutDim(llvm::StringRef name, int32_t size) const;
  /// Another size for an input: the upper bits are dropped, or new bits with zero bases appear.
  LinearLayout resizeInDim(llvm::StringRef name, int32_t size) const;

  /// Drops the bits of `inDim` that change nothing.
  LinearLayout removeZeroBasesAlongDim(llvm::StringRef inDim) const;

  bool operator==(const LinearLayout &other) const;
  bool operator!=(const LinearLayout &other) const { return !(*this == other); }
  /// Some total order; it depends on nothing but the layouts.
  bool operator<(const LinearLayout &other) const;
  /// Equal up to the order of input and of output dimensions.
  bool equalsIgnoringOrder(const LinearLayout &other) const;
  friend llvm::hash_code hash_value(const LinearLayout &layout);

  /// `{register = [[0, 1]], lane = [[1, 0], [2, 0]]} -> {dim0 = 4, dim1 = 2}`
  std::string toString() const;

private:
  /// Bases are flattened points of the output.
  struct InDim {
    std::string name;
    llvm::SmallVector<uint64_t, 0> bases;
    bool operator==(const InDim &o) const { return name == o.name && bases == o.bases; }
  };
  struct OutDim {
    std::string name;
    int sizeLog2;
    bool operator==(const OutDim &o) const { return name == o.name && sizeLog2 == o.sizeLog2; }
  };

  const InDim &getIn(llvm::StringRef name) const;
  const InDim *findIn(llvm::StringRef name) const;
  int findOut(llvm::StringRef name) const;
  /// First bit of output dimension `index` in a flattened point.
  int getOutShift(int index) const;
  uint64_t flatten(llvm::ArrayRef<int32_t> coordinates) const;
  Coordinates unflatten(uint64_t point) const;
  llvm::SmallVector<uint64_t> getFlatBases() const;
  /// Moves a flattened point of this layout's output into the space `target`; a dimension that
  /// `target` lacks is dropped.
  uint64_t moveOut(uint64_t point, llvm::ArrayRef<OutDim> target) const;
  LinearLayout withOuts(llvm::SmallVector<OutDim, 0> target) const;
  llvm::SmallVector<OutDim, 0> getInsAsOuts() const;
  llvm::SmallVector<InDim, 0> getOutsAsIns() const;
  void addInDim(llvm::StringRef name);
  void checkInvariants() const;

  llvm::SmallVector<InDim, 0> ins;
  llvm::SmallVector<OutDim, 0> outs;
};

/// Repeats `layout` over a tensor that is larger than it: for each dimension of `shape` in this
/// order, new upper bits of `inDim` ("register") step through the rest. Dimensions that the layout
/// lacks count as size 1.
LinearLayout ensureLayoutNotSmallerThan(const LinearLayout &layout,
                                        llvm::ArrayRef<LinearLayout::DimSize> shape,
                                        llvm::StringRef inDim = "register");

/// Cuts `layout` down to a tensor that is smaller than it: each coordinate of a basis at or above
/// the size becomes 0, so that those bits only replicate. Zero register bases stay.
LinearLayout ensureLayoutNotLargerThan(const LinearLayout &layout,
                                       llvm::ArrayRef<LinearLayout::DimSize> shape);

llvm::hash_code hash_value(const LinearLayout &layout);
llvm::raw_ostream &operator<<(llvm::raw_ostream &os, const LinearLayout &layout);

} // namespace tritonmetal::layout

#endif // TRITON_METAL_LAYOUT_LINEARLAYOUT_H
