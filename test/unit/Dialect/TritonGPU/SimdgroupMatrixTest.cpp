//===- SimdgroupMatrixTest.cpp - Layouts of Apple's matrix units -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Tables made by hand for a few tensors; for all others what a product needs: fragments
// that are multiplied by the hardware's map of lanes multiply the right rows and columns.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include "mlir/IR/MLIRContext.h"

#include "gtest/gtest.h"

#include <set>

using namespace mlir;
using namespace tritonmetal;
using layout::LinearLayout;
using Coordinates = LinearLayout::Coordinates;

namespace {

class SimdgroupMatrix : public ::testing::Test {
protected:
  SimdgroupMatrix() { context.loadDialect<tt::TritonDialect, ttg::TritonGPUDialect>(); }

  Attribute matrix(unsigned size, ArrayRef<int32_t> warps, unsigned columns) {
    return ttg::SimdgroupMatrixEncodingAttr::get(&context, size, warps, columns);
  }
  Attribute operand(unsigned index, Attribute parent, unsigned width) {
    return ttg::DotOperandEncodingAttr::get(&context, index, parent, width);
  }
  static std::string convert(ArrayRef<int64_t> shape, Attribute layout) {
    EXPECT_TRUE(ttg::hasLinearLayout(shape, layout));
    return ttg::toLinearLayout(shape, layout).toString();
  }

  MLIRContext context;
};

const MatrixFragment &getFragment(unsigned size) {
  return *lookupFragment(size == 16 ? "mma_16x16" : "mma_8x8");
}

//===----------------------------------------------------------------------===//
// Fragments of a tensor
//===----------------------------------------------------------------------===//

/// The fragments that the threads hold of a tensor, by their numbers along each dimension.
class Fragments {
public:
  Fragments(const MatrixFragment &fragment, ArrayRef<int64_t> shape, Attribute layout)
      : fragment(fragment), map(ttg::toLinearLayout(shape, layout)), bits(shape.size()) {
    for (int bit = int(fragment.registerBases.size()); bit < map.getInDimSizeLog2("register");
         ++bit) {
      Coordinates basis = map.getBasis("register", bit);
      EXPECT_LE(llvm::count_if(basis, [](int32_t value) { return value != 0; }), 1);
      for (auto [dim, value] : llvm::enumerate(basis))
        if (value != 0)
          bits[dim].push_back({value, 1 << bit});
    }
    for (auto &list : bits)
      llvm::sort(list);
  }

  int32_t count(unsigned dim) const { return 1 << bits[dim].size(); }
  int32_t warps() const { return map.getInDimSize("warp"); }

  /// Where the element of a row and column of a fragment of a SIMD-group lies in the tensor.
  Coordinates at(ArrayRef<int32_t> numbers, int32_t row, int32_t column, int32_t warp) const {
    int32_t reg = find(fragment.registerBases, row, column);
    int32_t lane = find(fragment.laneBases, row, column);
    for (auto [dim, number] : llvm::enumerate(numbers))
      for (auto [bit, entry] : llvm::enumerate(bits[dim]))
        if (number >> bit & 1)
          reg |= entry.second;
    return map.apply(ArrayRef<int32_t>{reg, lane, warp});
  }

private:
  /// The number of which these bases make the bits of row and column that they have.
  static int32_t find(ArrayRef<std::pair<int32_t, int32_t>> bases, int32_t row, int32_t column) {
    int32_t number = 0;
    for (auto [bit, place] : llvm::enumerate(bases))
      if ((row & place.first) != 0 || (column & place.second) != 0)
        number |= 1 << bit;
    return number;
  }

  const MatrixFragment &fragment;
  LinearLayout map;
  SmallVector<SmallVector<std::pair<int32_t, int32_t>>> bits; // of the coordinate, of the register
};

/// How often each element of a tensor is held by a thread; the same for all, or 0.
int64_t countCopies(ArrayRef<int64_t> shape, Attribute layout) {
  LinearLayout map = ttg::toLinearLayout(shape, layout);
  SmallVector<int64_t> counts(size_t(1) << map.getTotalOutDimSizeLog2(), 0);
  for (uint64_t input = 0; input < uint64_t(1) << map.getTotalInDimSizeLog2(); ++input)
    ++counts[map.applyFlat(input)];
  return llvm::all_equal(counts) ? counts.front() : 0;
}

/// A product whose operands and result have these layouts. Of fragments that are
/// multiplied, rows are rows of the result, columns its columns, and the depths meet, each
/// k as often as any other.
void checkProduct(unsigned size, ArrayRef<int64_t> batch, int64_t m, int64_t n, int64_t k,
                  Attribute parent, Attribute left, Attribute right) {
  auto shape = [&](int64_t rows, int64_t columns) {
    SmallVector<int64_t> all(batch);
    all.append({rows, columns});
    return all;
  };
  const MatrixFragment &fragment = getFragment(size);
  Fragments a(fragment, shape(m, k), left), b(fragment, shape(k, n), right);
  Fragments d(fragment, shape(m, n), parent);
  unsigned rows = batch.size(), columns = rows + 1;
  ASSERT_EQ(a.count(rows), d.count(rows));
  ASSERT_EQ(b.count(columns), d.count(columns));
  ASSERT_EQ(a.count(columns), b.count(rows));
  int32_t batches = batch.empty() ? 1 : d.count(0);
  auto numbers = [&](int32_t number, int32_t row, int32_t column) {
    SmallVector<int32_t> all;
    if (!batch.empty())
      all.push_back(number);
    all.append({row, column});
    return all;
  };
  for (int32_t warp = 0; warp < d.warps(); ++warp)
    for (int32_t number = 0; number < batches; ++number) {
      SmallVector<int32_t> depths(size_t(k), 0);
      for (int32_t deep = 0; deep < a.count(columns); ++deep)
        for (int32_t depth = 0; depth < int32_t(size); ++depth) {
          int32_t place = a.at(numbers(number, 0, deep), 0, depth, warp)[columns];
          ++depths[place];
          for (int32_t low = 0; low < d.count(rows); ++low)
            for (int32_t row = 0; row < int32_t(size); ++row) {
              Coordinates expected = d.at(numbers(number, low, 0), row, 0, warp);
              expected[columns] = place;
              ASSERT_EQ(a.at(numbers(number, low, deep), row, depth, warp), expected);
            }
          for (int32_t wide = 0; wide < d.count(columns); ++wide)
            for (int32_t column = 0; column < int32_t(size); ++column) {
              Coordinates expected = d.at(numbers(number, 0, wide), 0, column, warp);
              expected[rows] = place;
              ASSERT_EQ(b.at(numbers(number, deep, wide), depth, column, warp), expected);
            }
        }
      EXPECT_TRUE(llvm::all_equal(depths));
      EXPECT_GE(depths.front(), 1);
    }
}

} // namespace

//===----------------------------------------------------------------------===//
// Tables
//===----------------------------------------------------------------------===//

TEST_F(SimdgroupMatrix, OneFragmentIsTheHardwares) {
  for (const MatrixFragment &fragment : getFragments()) {
    int64_t size = fragment.size;
    Attribute layout = matrix(fragment.size, {1, 1}, fragment.size / 4);
    LinearLayout map = ttg::toLinearLayout({size, size}, layout);
    // Operands of one fragment are no different.
    EXPECT_EQ(ttg::toLinearLayout({size, size}, operand(0, layout, 1)), map);
    EXPECT_EQ(ttg::toLinearLayout({size, size}, operand(1, layout, 1)), map);
    ASSERT_EQ(map.getInDimSizeLog2("register"), int(fragment.registerBases.size()));
    ASSERT_EQ(map.getInDimSizeLog2("lane"), int(fragment.laneBases.size()));
    for (auto [bit, place] : llvm::enumerate(fragment.registerBases))
      EXPECT_EQ(map.getBasis("register", int(bit)), (Coordinates{place.first, place.second}));
    for (auto [bit, place] : llvm::enumerate(fragment.laneBases))
      EXPECT_EQ(map.getBasis("lane", int(bit)), (Coordinates{place.first, place.second}));
  }
}

TEST_F(SimdgroupMatrix, FragmentsInterleave) {
  Attribute layout = matrix(8, {2, 2}, 4);
  EXPECT_EQ(convert({32, 32}, layout),
            "{register = [[0, 1], [0, 2], [16, 0]], "
            "lane = [[0, 4], [1, 0], [2, 0], [0, 8], [4, 0]], warp = [[0, 16], [8, 0]]} -> "
            "{dim0 = 32, dim1 = 32}");
  EXPECT_EQ(convert({32, 16}, operand(0, layout, 2)),
            "{register = [[0, 2], [0, 1], [16, 0]], "
            "lane = [[0, 4], [1, 0], [2, 0], [0, 8], [4, 0]], warp = [[0, 0], [8, 0]]} -> "
            "{dim0 = 32, dim1 = 16}");
  EXPECT_EQ(convert({16, 32}, operand(1, layout, 2)),
            "{register = [[0, 1], [0, 2], [1, 0]], "
            "lane = [[0, 4], [2, 0], [4, 0], [0, 8], [8, 0]], warp = [[0, 16], [0, 0]]} -> "
            "{dim0 = 16, dim1 = 32}");
}

TEST_F(SimdgroupMatrix, LargeFragmentsInterleave) {
  Attribute layout = matrix(16, {2, 1}, 8);
  EXPECT_EQ(convert({32, 32}, layout),
            "{register = [[0, 1], [0, 2], [8, 0], [0, 4]], "
            "lane = [[0, 8], [1, 0], [2, 0], [0, 16], [4, 0]], warp = [[16, 0]]} -> "
            "{dim0 = 32, dim1 = 32}");
  EXPECT_EQ(convert({32, 32}, operand(0, layout, 2)),
            "{register = [[0, 2], [0, 4], [8, 0], [0, 1]], "
            "lane = [[0, 8], [1, 0], [2, 0], [0, 16], [4, 0]], warp = [[16, 0]]} -> "
            "{dim0 = 32, dim1 = 32}");
  EXPECT_EQ(convert({32, 32}, operand(1, layout, 2)),
            "{register = [[0, 1], [0, 2], [16, 0], [0, 4], [1, 0]], "
            "lane = [[0, 8], [2, 0], [4, 0], [0, 16], [8, 0]], warp = [[0, 0]]} -> "
            "{dim0 = 32, dim1 = 32}");
}

TEST_F(SimdgroupMatrix, SmallTensorsHaveCopies) {
  Attribute layout = matrix(8, {4, 1}, 2);
  EXPECT_EQ(convert({2, 4}, layout), "{register = [[0, 1]], "
                                     "lane = [[0, 2], [1, 0], [0, 0], [0, 0], [0, 0]], "
                                     "warp = [[0, 0], [0, 0]]} -> {dim0 = 2, dim1 = 4}");
  // Registers of a fragment stay, whatever they hold.
  EXPECT_EQ(convert({8, 1}, layout), "{register = [[0, 0]], "
                                     "lane = [[0, 0], [1, 0], [2, 0], [0, 0], [4, 0]], "
                                     "warp = [[0, 0], [0, 0]]} -> {dim0 = 8, dim1 = 1}");
}

TEST_F(SimdgroupMatrix, Batches) {
  Attribute layout = matrix(8, {2, 1, 2}, 2);
  EXPECT_EQ(convert({4, 8, 16}, layout),
            "{register = [[0, 0, 1], [2, 0, 0]], "
            "lane = [[0, 0, 2], [0, 1, 0], [0, 2, 0], [0, 0, 4], [0, 4, 0]], "
            "warp = [[0, 0, 8], [1, 0, 0]]} -> {dim0 = 4, dim1 = 8, dim2 = 16}");
  EXPECT_EQ(convert({4, 8, 8}, operand(0, layout, 1)),
            "{register = [[0, 0, 1], [2, 0, 0]], "
            "lane = [[0, 0, 2], [0, 1, 0], [0, 2, 0], [0, 0, 4], [0, 4, 0]], "
            "warp = [[0, 0, 0], [1, 0, 0]]} -> {dim0 = 4, dim1 = 8, dim2 = 8}");
}

//===----------------------------------------------------------------------===//
// Laws
//===----------------------------------------------------------------------===//

TEST_F(SimdgroupMatrix, NoCopiesWhereTheTensorIsLargeEnough) {
  SmallVector<int32_t> shares[] = {{1, 1}, {2, 2}, {32, 1}};
  for (unsigned size : {8u, 16u})
    for (const SmallVector<int32_t> &warps : shares)
      for (unsigned columns = size / 4; columns <= 32; columns *= 2) {
        Attribute layout = matrix(size, warps, columns);
        // A fragment's lanes have `size / 4` neighbours of a row each, and four share a row.
        int64_t m = size * warps[0], n = 4 * columns * warps[1];
        for (int64_t more : {1, 2}) {
          EXPECT_EQ(countCopies({m * more, n}, layout), 1);
          EXPECT_EQ(countCopies({m, n * more}, layout), 1);
        }
        // Half the columns: everything is there twice.
        EXPECT_EQ(countCopies({m, n / 2}, layout), 2);
        EXPECT_EQ(countCopies({m / 2, n}, layout), 2);
        for (unsigned width : {1u, 2u, 4u, 8u}) {
          int64_t k = size * width;
          EXPECT_EQ(countCopies({m, k}, operand(0, layout, width)), warps[1]);
          EXPECT_EQ(countCopies({k, n}, operand(1, layout, width)), warps[0]);
          EXPECT_EQ(countCopies({m, 2 * k}, operand(0, layout, width)), warps[1]);
          EXPECT_EQ(countCopies({k / 2, n}, operand(1, layout, width)), 2 * warps[0]);
        }
      }
}

TEST_F(SimdgroupMatrix, RegistersOfARowAreNeighbours) {
  for (unsigned size : {8u, 16u})
    for (unsigned columns = size / 4; columns <= 32; columns *= 2) {
      LinearLayout map = ttg::toLinearLayout({size, 4 * columns}, matrix(size, {1, 1}, columns));
      SmallVector<int32_t> held;
      for (int32_t reg = 0; reg < map.getInDimSize("register"); ++reg)
        if (Coordinates place = map.apply(ArrayRef<int32_t>{reg, 0, 0}); place[0] == 0)
          held.push_back(place[1]);
      llvm::sort(held);
      EXPECT_EQ(held, llvm::to_vector(llvm::seq<int32_t>(0, int32_t(columns))));
    }
}

TEST_F(SimdgroupMatrix, ProductsOfMatrices) {
  SmallVector<int32_t> shares[] = {{1, 1}, {4, 1}, {2, 2}, {1, 4}};
  for (unsigned size : {8u, 16u})
    for (const SmallVector<int32_t> &warps : shares)
      for (unsigned columns : {size / 4, size / 2, size})
        for (unsigned width : {1u, 2u, 4u}) {
          Attribute layout = matrix(size, warps, columns);
          Attribute left = operand(0, layout, width), right = operand(1, layout, width);
          for (int64_t m : {4, 32})
            for (int64_t n : {4 * columns, 64u})
              for (int64_t k : {2, 16, 64})
                checkProduct(size, {}, m, n, k, layout, left, right);
        }
}

TEST_F(SimdgroupMatrix, ProductsOfFewColumns) {
  for (unsigned size : {8u, 16u}) {
    Attribute layout = matrix(size, {2, 2}, size / 4);
    for (int64_t m : {1, 2, 8, 32})
      for (int64_t n : {1, 2, 8, 32})
        for (int64_t k : {1, 4, 16})
          checkProduct(size, {}, m, n, k, layout, operand(0, layout, 1), operand(1, layout, 1));
  }
}

TEST_F(SimdgroupMatrix, ProductsOfBatches) {
  SmallVector<int32_t> shares[] = {{1, 1, 1}, {4, 1, 1}, {2, 2, 1}, {1, 2, 2}};
  for (unsigned size : {8u, 16u})
    for (const SmallVector<int32_t> &warps : shares)
      for (int64_t batch : {1, 2, 8}) {
        Attribute layout = matrix(size, warps, size / 2);
        Attribute left = operand(0, layout, 2), right = operand(1, layout, 2);
        checkProduct(size, {batch}, 16, 64, 32, layout, left, right);
        checkProduct(size, {batch}, 64, 32, 8, layout, left, right);
      }
}
