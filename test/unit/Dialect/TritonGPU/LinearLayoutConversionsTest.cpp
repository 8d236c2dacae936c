//===- LinearLayoutConversionsTest.cpp - Layouts against tables -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The tables were worked out by hand; formulas check every thread where there is one.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"

#include <gtest/gtest.h>

using namespace mlir;
using namespace tritonmetal;
using layout::LinearLayout;
using Coordinates = LinearLayout::Coordinates;

namespace {
class LinearLayoutConversions : public ::testing::Test {
protected:
  LinearLayoutConversions() { context.loadDialect<tt::TritonDialect, ttg::TritonGPUDialect>(); }

  Attribute blocked(ArrayRef<int32_t> sizes, ArrayRef<int32_t> threads, ArrayRef<int32_t> warps,
                    ArrayRef<int32_t> order) {
    return ttg::BlockedEncodingAttr::get(&context, sizes, threads, warps, order);
  }
  Attribute slice(unsigned dim, Attribute parent) {
    return ttg::SliceEncodingAttr::get(&context, dim, parent);
  }
  Attribute dotOperand(unsigned index, Attribute parent) {
    return ttg::DotOperandEncodingAttr::get(&context, index, parent, 0);
  }
  static std::string convert(ArrayRef<int64_t> shape, Attribute layout) {
    return ttg::toLinearLayout(shape, layout).toString();
  }

  MLIRContext context;
};
} // namespace

TEST_F(LinearLayoutConversions, BlockedTwoDimensions) {
  Attribute layout = blocked({1, 4}, {8, 4}, {4, 1}, {1, 0});
  EXPECT_EQ(convert({32, 32}, layout), "{register = [[0, 1], [0, 2], [0, 16]], "
                                       "lane = [[0, 4], [0, 8], [1, 0], [2, 0], [4, 0]], "
                                       "warp = [[8, 0], [16, 0]]} -> {dim0 = 32, dim1 = 32}");
  LinearLayout map = ttg::toLinearLayout({32, 32}, layout);
  for (int32_t reg = 0; reg < 8; ++reg)
    for (int32_t lane = 0; lane < 32; ++lane)
      for (int32_t warp = 0; warp < 4; ++warp)
        EXPECT_EQ(map.apply(ArrayRef<int32_t>{reg, lane, warp}),
                  (Coordinates{warp * 8 + lane / 4, (lane % 4) * 4 + reg % 4 + 16 * (reg / 4)}));

  Attribute square = blocked({2, 2}, {8, 4}, {1, 2}, {1, 0});
  EXPECT_EQ(convert({16, 16}, square), "{register = [[0, 1], [1, 0]], "
                                       "lane = [[0, 2], [0, 4], [2, 0], [4, 0], [8, 0]], "
                                       "warp = [[0, 8]]} -> {dim0 = 16, dim1 = 16}");
  EXPECT_EQ(ttg::toLinearLayout({16, 16}, square).apply(ArrayRef<int32_t>{3, 9, 1}),
            (Coordinates{5, 11}));
}

TEST_F(LinearLayoutConversions, BlockedColumnMajor) {
  EXPECT_EQ(convert({32, 8}, blocked({4, 1}, {8, 4}, {1, 1}, {0, 1})),
            "{register = [[1, 0], [2, 0], [0, 4]], "
            "lane = [[4, 0], [8, 0], [16, 0], [0, 1], [0, 2]], warp = []} -> "
            "{dim0 = 32, dim1 = 8}");
}

TEST_F(LinearLayoutConversions, BlockedRepeatsTheFastestDimensionFirst) {
  // 32 x 64 over a tile of 16 x 16: first columns 16 and 32, then row 16.
  EXPECT_EQ(convert({32, 64}, blocked({1, 1}, {4, 8}, {4, 2}, {1, 0})),
            "{register = [[0, 16], [0, 32], [16, 0]], "
            "lane = [[0, 1], [0, 2], [0, 4], [1, 0], [2, 0]], "
            "warp = [[0, 8], [4, 0], [8, 0]]} -> {dim0 = 32, dim1 = 64}");
  EXPECT_EQ(convert({32, 64}, blocked({1, 1}, {4, 8}, {4, 2}, {0, 1})),
            "{register = [[16, 0], [0, 16], [0, 32]], "
            "lane = [[1, 0], [2, 0], [0, 1], [0, 2], [0, 4]], "
            "warp = [[4, 0], [8, 0], [0, 8]]} -> {dim0 = 32, dim1 = 64}");
}

TEST_F(LinearLayoutConversions, BlockedOneDimension) {
  Attribute four = blocked({4}, {32}, {4}, {0}), one = blocked({1}, {32}, {4}, {0});
  LinearLayout map = ttg::toLinearLayout({512}, four);
  for (int32_t reg = 0; reg < 4; ++reg)
    for (int32_t lane = 0; lane < 32; ++lane)
      for (int32_t warp = 0; warp < 4; ++warp)
        EXPECT_EQ(map.apply(ArrayRef<int32_t>{reg, lane, warp}),
                  (Coordinates{warp * 128 + lane * 4 + reg}));
  // Too small for the tile: warps, then lanes, then registers hold copies.
  EXPECT_EQ(convert({128}, four), "{register = [[1], [2]], lane = [[4], [8], [16], [32], [64]], "
                                  "warp = [[0], [0]]} -> {dim0 = 128}");
  EXPECT_EQ(convert({2}, four), "{register = [[1], [0]], lane = [[0], [0], [0], [0], [0]], "
                                "warp = [[0], [0]]} -> {dim0 = 2}");
  EXPECT_EQ(convert({512}, one), "{register = [[128], [256]], lane = [[1], [2], [4], [8], [16]], "
                                 "warp = [[32], [64]]} -> {dim0 = 512}");
  EXPECT_EQ(convert({64}, one), "{register = [], lane = [[1], [2], [4], [8], [16]], "
                                "warp = [[32], [0]]} -> {dim0 = 64}");
  EXPECT_EQ(convert({1}, one), "{register = [], lane = [[0], [0], [0], [0], [0]], "
                               "warp = [[0], [0]]} -> {dim0 = 1}");
}

TEST_F(LinearLayoutConversions, BlockedThreeDimensions) {
  EXPECT_EQ(convert({4, 8, 16}, blocked({1, 1, 2}, {1, 8, 4}, {2, 1, 1}, {2, 1, 0})),
            "{register = [[0, 0, 1], [0, 0, 8], [2, 0, 0]], "
            "lane = [[0, 0, 2], [0, 0, 4], [0, 1, 0], [0, 2, 0], [0, 4, 0]], "
            "warp = [[1, 0, 0]]} -> {dim0 = 4, dim1 = 8, dim2 = 16}");
}

TEST_F(LinearLayoutConversions, Slice) {
  Attribute parent = blocked({1, 4}, {8, 4}, {4, 1}, {1, 0});
  EXPECT_EQ(convert({32}, slice(1, parent)), "{register = [], lane = [[0], [0], [1], [2], [4]], "
                                             "warp = [[8], [16]]} -> {dim0 = 32}");
  EXPECT_EQ(convert({64}, slice(1, parent)),
            "{register = [[32]], lane = [[0], [0], [1], [2], [4]], "
            "warp = [[8], [16]]} -> {dim0 = 64}");
  EXPECT_EQ(convert({32}, slice(0, parent)),
            "{register = [[1], [2], [16]], lane = [[4], [8], [0], [0], [0]], "
            "warp = [[0], [0]]} -> {dim0 = 32}");
}

TEST_F(LinearLayoutConversions, SliceOfSlice) {
  Attribute parent = blocked({1, 1, 2}, {1, 8, 4}, {2, 1, 1}, {2, 1, 0});
  // Dimensions 0 and 2 of the parent remain, then 0 alone.
  EXPECT_EQ(convert({4, 16}, slice(1, parent)),
            "{register = [[0, 1], [0, 8], [2, 0]], "
            "lane = [[0, 2], [0, 4], [0, 0], [0, 0], [0, 0]], warp = [[1, 0]]} -> "
            "{dim0 = 4, dim1 = 16}");
  EXPECT_EQ(convert({4}, slice(1, slice(1, parent))),
            "{register = [[2]], lane = [[0], [0], [0], [0], [0]], warp = [[1]]} -> {dim0 = 4}");
  EXPECT_EQ(convert({16}, slice(0, slice(1, parent))),
            "{register = [[1], [8]], lane = [[2], [4], [0], [0], [0]], warp = [[0]]} -> "
            "{dim0 = 16}");
}

TEST_F(LinearLayoutConversions, SliceHoldsWhatTheParentHolds) {
  // expand_dims moves nothing: each thread's elements are those of its column 0.
  Attribute parent = blocked({2, 2}, {4, 8}, {2, 2}, {1, 0});
  LinearLayout whole = ttg::toLinearLayout({64, 1}, parent);
  LinearLayout rows = ttg::toLinearLayout({64}, slice(1, parent));
  for (StringRef dim : {"lane", "warp"})
    EXPECT_EQ(rows.getBases(dim, "dim0"), whole.getBases(dim, "dim0"));
  EXPECT_EQ(rows.getBases("register", "dim0"),
            whole.removeZeroBasesAlongDim("register").getBases("register", "dim0"));
}

TEST_F(LinearLayoutConversions, DotOperands) {
  Attribute parent = blocked({2, 2}, {4, 8}, {2, 2}, {1, 0});
  EXPECT_EQ(convert({32, 16}, dotOperand(0, parent)),
            "{register = [[0, 1], [0, 2], [0, 4], [0, 8], [1, 0], [16, 0]], "
            "lane = [[0, 0], [0, 0], [0, 0], [2, 0], [4, 0]], "
            "warp = [[0, 0], [8, 0]]} -> {dim0 = 32, dim1 = 16}");
  EXPECT_EQ(convert({16, 64}, dotOperand(1, parent)),
            "{register = [[0, 1], [1, 0], [2, 0], [4, 0], [8, 0], [0, 32]], "
            "lane = [[0, 2], [0, 4], [0, 8], [0, 0], [0, 0]], "
            "warp = [[0, 16], [0, 0]]} -> {dim0 = 16, dim1 = 64}");
  EXPECT_EQ(convert({32, 64}, parent), "{register = [[0, 1], [1, 0], [0, 32], [16, 0]], "
                                       "lane = [[0, 2], [0, 4], [0, 8], [2, 0], [4, 0]], "
                                       "warp = [[0, 16], [8, 0]]} -> {dim0 = 32, dim1 = 64}");
}

TEST_F(LinearLayoutConversions, DotOperandsHoldWhatTheResultNeeds) {
  // A thread has A(m, k) and B(k, n) for each of its C(m, n) and every k.
  const int64_t m = 16, n = 32, k = 8;
  Attribute parent = blocked({1, 2}, {8, 4}, {1, 2}, {1, 0});
  LinearLayout a = ttg::toLinearLayout({m, k}, dotOperand(0, parent));
  LinearLayout b = ttg::toLinearLayout({k, n}, dotOperand(1, parent));
  LinearLayout c = ttg::toLinearLayout({m, n}, parent);
  auto holds = [](const LinearLayout &map, int32_t lane, int32_t warp, Coordinates element) {
    for (int32_t reg = 0; reg < map.getInDimSize("register"); ++reg)
      if (map.apply(ArrayRef<int32_t>{reg, lane, warp}) == element)
        return true;
    return false;
  };
  for (int32_t lane = 0; lane < 32; ++lane)
    for (int32_t warp = 0; warp < 2; ++warp)
      for (int32_t reg = 0; reg < c.getInDimSize("register"); ++reg) {
        Coordinates element = c.apply(ArrayRef<int32_t>{reg, lane, warp});
        for (int32_t depth = 0; depth < k; ++depth) {
          EXPECT_TRUE(holds(a, lane, warp, {element[0], depth}));
          EXPECT_TRUE(holds(b, lane, warp, {depth, element[1]}));
        }
      }
}

TEST_F(LinearLayoutConversions, DotOperandWithBatch) {
  Attribute parent = blocked({1, 1, 2}, {1, 8, 4}, {2, 1, 1}, {2, 1, 0});
  EXPECT_EQ(convert({2, 8, 4}, dotOperand(0, parent)),
            "{register = [[0, 0, 1], [0, 0, 2]], "
            "lane = [[0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 2, 0], [0, 4, 0]], "
            "warp = [[1, 0, 0]]} -> {dim0 = 2, dim1 = 8, dim2 = 4}");
  EXPECT_EQ(convert({2, 4, 8}, dotOperand(1, parent)),
            "{register = [[0, 0, 1], [0, 1, 0], [0, 2, 0]], "
            "lane = [[0, 0, 2], [0, 0, 4], [0, 0, 0], [0, 0, 0], [0, 0, 0]], "
            "warp = [[1, 0, 0]]} -> {dim0 = 2, dim1 = 4, dim2 = 8}");
}

TEST_F(LinearLayoutConversions, Linear) {
  Attribute layout = parseAttribute(
      "#ttg.linear<{register = [[1, 0], [0, 1], [0, 2], [0, 4]], lane = [[0, 8], [0, 16], [0, 32], "
      "[2, 0], [4, 0], [8, 0]], warp = [[16, 0], [32, 0]], block = []}>",
      &context);
  ASSERT_TRUE(layout);
  LinearLayout map = ttg::toLinearLayout({64, 64}, layout);
  for (int32_t reg = 0; reg < 16; ++reg)
    for (int32_t lane = 0; lane < 64; ++lane)
      for (int32_t warp = 0; warp < 4; ++warp)
        EXPECT_EQ(
            map.apply(ArrayRef<int32_t>{reg, lane, warp}),
            (Coordinates{(reg & 1) | (lane >> 3) << 1 | warp << 4, (reg >> 1) | (lane & 7) << 3}));
  // A larger tensor repeats it, a smaller one cuts it.
  EXPECT_EQ(ttg::toLinearLayout({64, 128}, layout).getBases("register", "dim1"),
            (SmallVector<int32_t>{0, 1, 2, 4, 64}));
  EXPECT_EQ(ttg::toLinearLayout({64, 16}, layout).getBases("lane", "dim1"),
            (SmallVector<int32_t>{8, 0, 0, 0, 0, 0}));

  Attribute few = parseAttribute("#ttg.linear<{register = [], lane = [[0], [0], [1], [0], [0]], "
                                 "warp = [[0], [0]], block = []}>",
                                 &context);
  ASSERT_TRUE(few);
  EXPECT_EQ(convert({2}, few), "{register = [], lane = [[0], [0], [1], [0], [0]], "
                               "warp = [[0], [0]]} -> {dim0 = 2}");
}

TEST_F(LinearLayoutConversions, TypesCarryShapeAndLayout) {
  Attribute layout = blocked({4}, {32}, {1}, {0});
  auto type = RankedTensorType::get({128}, Float32Type::get(&context), layout);
  EXPECT_EQ(ttg::toLinearLayout(type), ttg::toLinearLayout({128}, layout));
}

TEST_F(LinearLayoutConversions, EveryElementIsSomewhere) {
  Attribute parent = blocked({2, 1}, {2, 16}, {1, 4}, {0, 1});
  for (int64_t rows : {1, 2, 8, 64})
    for (int64_t columns : {1, 4, 64, 256})
      for (Attribute layout : {parent, dotOperand(0, parent), dotOperand(1, parent)}) {
        LinearLayout map = ttg::toLinearLayout({rows, columns}, layout);
        EXPECT_TRUE(map.isSurjective()) << map.toString();
        EXPECT_EQ(map.getInDimSize("lane"), 32);
        EXPECT_EQ(map.getInDimSize("warp"), 4);
        EXPECT_EQ(map.getOutDimSize("dim0"), rows);
        EXPECT_EQ(map.getOutDimSize("dim1"), columns);
        EXPECT_TRUE(ttg::hasLinearLayout({rows, columns}, layout));
      }
}

TEST_F(LinearLayoutConversions, TransposeMovesNothing) {
  Attribute parent = blocked({1, 4}, {8, 4}, {4, 1}, {1, 0});
  for (Attribute layout : {parent, dotOperand(0, parent)}) {
    LinearLayout before = ttg::toLinearLayout({32, 64}, layout);
    LinearLayout after =
        ttg::toLinearLayout({64, 32}, ttg::transposeLayout({32, 64}, layout, {1, 0}));
    for (StringRef dim : {"register", "lane", "warp"}) {
      EXPECT_EQ(before.getBases(dim, "dim0"), after.getBases(dim, "dim1"));
      EXPECT_EQ(before.getBases(dim, "dim1"), after.getBases(dim, "dim0"));
    }
  }
}

TEST_F(LinearLayoutConversions, ReshapeKeepsRowMajorOrder) {
  Attribute layout = blocked({1, 4}, {8, 4}, {4, 1}, {1, 0});
  LinearLayout before = ttg::toLinearLayout({32, 16}, layout);
  LinearLayout after = ttg::toLinearLayout({512}, ttg::reshapeLayout({32, 16}, layout, {512}));
  for (int32_t reg = 0; reg < before.getInDimSize("register"); ++reg)
    for (int32_t lane = 0; lane < 32; ++lane)
      for (int32_t warp = 0; warp < 4; ++warp) {
        Coordinates element = before.apply(ArrayRef<int32_t>{reg, lane, warp});
        EXPECT_EQ(after.apply(ArrayRef<int32_t>{reg, lane, warp}),
                  (Coordinates{element[0] * 16 + element[1]}));
      }
}

TEST_F(LinearLayoutConversions, ShapesThatNoTensorHas) {
  Attribute layout = blocked({1, 4}, {8, 4}, {4, 1}, {1, 0});
  EXPECT_TRUE(ttg::hasLinearLayout({1024, 1024}, layout));
  EXPECT_FALSE(ttg::hasLinearLayout({2048, 1024}, layout));
  EXPECT_FALSE(ttg::hasLinearLayout({3, 4}, layout));
  EXPECT_FALSE(ttg::hasLinearLayout({0, 4}, layout));
  EXPECT_FALSE(ttg::hasLinearLayout({ShapedType::kDynamic, 4}, layout));
  EXPECT_FALSE(ttg::hasLinearLayout({INT64_MAX / 2 + 1, INT64_MAX / 2 + 1}, layout));
  EXPECT_FALSE(ttg::hasLinearLayout({4}, layout));
  EXPECT_FALSE(ttg::hasLinearLayout({4}, Attribute()));
  EXPECT_FALSE(ttg::hasLinearLayout({4}, UnitAttr::get(&context)));
  EXPECT_TRUE(ttg::hasLinearLayout({4}, slice(0, layout)));
  // 2^10 registers from the layout times 2^11 from the tensor are too many for a thread.
  Attribute wide = blocked({1024, 1}, {1, 32}, {1, 1}, {0, 1});
  EXPECT_TRUE(ttg::hasLinearLayout({1, 32768}, wide));
  EXPECT_FALSE(ttg::hasLinearLayout({1, 65536}, wide));
  EXPECT_FALSE(ttg::hasLinearLayout({1, 2048}, dotOperand(0, wide)));
}
