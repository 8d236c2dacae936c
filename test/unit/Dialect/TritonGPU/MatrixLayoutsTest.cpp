//===- MatrixLayoutsTest.cpp - Matrix layouts against the manuals -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Which lane holds which element is in NVIDIA's PTX ISA and in AMD's instruction set
// manuals as formulas; they check every lane. Repetition over warps and registers is
// checked against tables made by hand.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"

#include <gtest/gtest.h>

using namespace mlir;
using namespace tritonmetal;
using layout::LinearLayout;
using Coordinates = LinearLayout::Coordinates;

namespace {
class MatrixLayouts : public ::testing::Test {
protected:
  MatrixLayouts() { context.loadDialect<tt::TritonDialect, ttg::TritonGPUDialect>(); }

  Attribute parse(const std::string &text) {
    Attribute attribute = parseAttribute("#ttg." + text, &context);
    EXPECT_TRUE(attribute) << text;
    return attribute;
  }
  Attribute operand(unsigned index, Attribute parent, unsigned width) {
    return ttg::DotOperandEncodingAttr::get(&context, index, parent, width);
  }
  static std::string convert(ArrayRef<int64_t> shape, Attribute layout) {
    EXPECT_TRUE(ttg::hasLinearLayout(shape, layout));
    return ttg::toLinearLayout(shape, layout).toString();
  }
  /// Checks each register of each lane of warp 0.
  static void check(ArrayRef<int64_t> shape, Attribute layout, int32_t registers, int32_t lanes,
                    llvm::function_ref<Coordinates(int32_t, int32_t)> expected) {
    LinearLayout map = ttg::toLinearLayout(shape, layout);
    ASSERT_EQ(map.getInDimSize("register"), registers);
    ASSERT_EQ(map.getInDimSize("lane"), lanes);
    for (int32_t reg = 0; reg < registers; ++reg)
      for (int32_t lane = 0; lane < lanes; ++lane)
        EXPECT_EQ(map.apply(ArrayRef<int32_t>{reg, lane, 0}), expected(reg, lane))
            << "register " << reg << " of lane " << lane;
  }

  MLIRContext context;
};
} // namespace

//===----------------------------------------------------------------------===//
// NVIDIA
//===----------------------------------------------------------------------===//

TEST_F(MatrixLayouts, MmaResult) {
  Attribute one = parse("nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [1, 1], "
                        "instrShape = [16, 8]}>");
  // PTX ISA, mma.m16n8k16, C: a group of 4 lanes has a row, and the row 8 below it.
  check({16, 8}, one, 4, 32, [](int32_t i, int32_t lane) {
    return Coordinates{lane / 4 + 8 * (i / 2), lane % 4 * 2 + i % 2};
  });
  Attribute four = parse("nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], "
                         "instrShape = [16, 8]}>");
  EXPECT_EQ(convert({64, 64}, four),
            "{register = [[0, 1], [8, 0], [0, 16], [0, 32], [32, 0]], "
            "lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], warp = [[0, 8], [16, 0]]} -> "
            "{dim0 = 64, dim1 = 64}");
  // A tensor of one tile: the warps hold copies.
  EXPECT_EQ(convert({16, 8}, four),
            "{register = [[0, 1], [8, 0]], lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], "
            "warp = [[0, 0], [0, 0]]} -> {dim0 = 16, dim1 = 8}");
}

TEST_F(MatrixLayouts, MmaWithBatch) {
  Attribute layout = parse("nvidia_mma<{versionMajor = 2, versionMinor = 0, "
                           "warpsPerCTA = [4, 1, 1], instrShape = [1, 16, 8]}>");
  EXPECT_EQ(convert({8, 16, 16}, layout),
            "{register = [[0, 0, 1], [0, 8, 0], [0, 0, 8], [4, 0, 0]], "
            "lane = [[0, 0, 2], [0, 0, 4], [0, 1, 0], [0, 2, 0], [0, 4, 0]], "
            "warp = [[1, 0, 0], [2, 0, 0]]} -> {dim0 = 8, dim1 = 16, dim2 = 16}");
}

TEST_F(MatrixLayouts, MmaOperands) {
  Attribute parent = parse("nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], "
                           "instrShape = [16, 8]}>");
  // PTX ISA, mma.m16n8k16, A and B.
  check({16, 16}, operand(0, parent, 2), 8, 32, [](int32_t i, int32_t lane) {
    return Coordinates{lane / 4 + 8 * (i / 2 % 2), lane % 4 * 2 + i % 2 + 8 * (i / 4)};
  });
  check({16, 8}, operand(1, parent, 2), 4, 32, [](int32_t i, int32_t lane) {
    return Coordinates{lane % 4 * 2 + i % 2 + 8 * (i / 2), lane / 4};
  });
  // K is repeated first; warps side by side along N hold copies of A, along M copies of B.
  EXPECT_EQ(convert({64, 32}, operand(0, parent, 2)),
            "{register = [[0, 1], [8, 0], [0, 8], [0, 16], [32, 0]], "
            "lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], warp = [[0, 0], [16, 0]]} -> "
            "{dim0 = 64, dim1 = 32}");
  EXPECT_EQ(convert({32, 32}, operand(1, parent, 4)),
            "{register = [[1, 0], [2, 0], [16, 0], [0, 16]], "
            "lane = [[4, 0], [8, 0], [0, 1], [0, 2], [0, 4]], warp = [[0, 8], [0, 0]]} -> "
            "{dim0 = 32, dim1 = 32}");
}

TEST_F(MatrixLayouts, Wgmma) {
  Attribute layout = parse("nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 1], "
                           "instrShape = [16, 64, 16]}>");
  // PTX ISA, wgmma.m64n64k16, D, of the first of the four warps.
  check({64, 64}, layout, 32, 32, [](int32_t i, int32_t lane) {
    return Coordinates{lane / 4 + 8 * (i / 2 % 2), i / 4 * 8 + lane % 4 * 2 + i % 2};
  });
  EXPECT_EQ(convert({128, 64}, layout),
            "{register = [[0, 1], [8, 0], [0, 8], [0, 16], [0, 32], [64, 0]], "
            "lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], warp = [[16, 0], [32, 0]]} -> "
            "{dim0 = 128, dim1 = 64}");
  // Warps along the rows first.
  Attribute eight = parse("nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [4, 2], "
                          "instrShape = [16, 8, 16]}>");
  EXPECT_EQ(convert({64, 16}, eight),
            "{register = [[0, 1], [8, 0]], lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], "
            "warp = [[16, 0], [32, 0], [0, 8]]} -> {dim0 = 64, dim1 = 16}");
  EXPECT_EQ(convert({64, 16}, operand(0, layout, 2)),
            "{register = [[0, 1], [8, 0], [0, 8]], "
            "lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], warp = [[16, 0], [32, 0]]} -> "
            "{dim0 = 64, dim1 = 16}");
}

//===----------------------------------------------------------------------===//
// AMD
//===----------------------------------------------------------------------===//

TEST_F(MatrixLayouts, MfmaResult) {
  auto mfma = [&](const std::string &shape, const std::string &rest) {
    return parse("amd_mfma<{version = 3, warpsPerCTA = [1, 1], instrShape = " + shape + ", " +
                 rest + "}>");
  };
  // v_mfma_f32_32x32x8_f16, v_mfma_f32_16x16x16_f16, v_mfma_f32_4x4x4_16b_f16, and
  // v_mfma_f64_16x16x4_f64: the result.
  check({32, 32}, mfma("[32, 32, 8]", "isTransposed = false"), 16, 64, [](int32_t i, int32_t lane) {
    return Coordinates{i / 4 * 8 + lane / 32 * 4 + i % 4, lane % 32};
  });
  check({32, 32}, mfma("[32, 32, 8]", "isTransposed = true"), 16, 64, [](int32_t i, int32_t lane) {
    return Coordinates{lane % 32, i / 4 * 8 + lane / 32 * 4 + i % 4};
  });
  check({16, 16}, mfma("[16, 16, 16]", "isTransposed = false"), 4, 64,
        [](int32_t i, int32_t lane) { return Coordinates{lane / 16 * 4 + i, lane % 16}; });
  check({4, 64}, mfma("[4, 64, 4]", "isTransposed = false"), 4, 64,
        [](int32_t i, int32_t lane) { return Coordinates{i, lane}; });
  check({64, 4}, mfma("[64, 4, 4]", "isTransposed = true"), 4, 64,
        [](int32_t i, int32_t lane) { return Coordinates{lane, i}; });
  check({16, 16}, mfma("[16, 16, 4]", "isTransposed = false, elementBitWidth = 64"), 4, 64,
        [](int32_t i, int32_t lane) { return Coordinates{lane / 16 + 4 * i, lane % 16}; });
}

TEST_F(MatrixLayouts, MfmaOperandsAndWarps) {
  Attribute four = parse("amd_mfma<{version = 3, warpsPerCTA = [2, 2], instrShape = [32, 32, 8], "
                         "isTransposed = true}>");
  // v_mfma_f32_32x32x8_f16, A: 4 neighbours along K in a lane.
  check({32, 8}, operand(0, four, 4), 4, 64,
        [](int32_t i, int32_t lane) { return Coordinates{lane % 32, lane / 32 * 4 + i}; });
  check({8, 32}, operand(1, four, 4), 4, 64,
        [](int32_t i, int32_t lane) { return Coordinates{lane / 32 * 4 + i, lane % 32}; });
  EXPECT_EQ(convert({128, 64}, four), "{register = [[0, 1], [0, 2], [0, 8], [0, 16], [64, 0]], "
                                      "lane = [[1, 0], [2, 0], [4, 0], [8, 0], [16, 0], [0, 4]], "
                                      "warp = [[0, 32], [32, 0]]} -> {dim0 = 128, dim1 = 64}");
  EXPECT_EQ(convert({128, 16}, operand(0, four, 4)),
            "{register = [[0, 1], [0, 2], [0, 8], [64, 0]], "
            "lane = [[1, 0], [2, 0], [4, 0], [8, 0], [16, 0], [0, 4]], "
            "warp = [[0, 0], [32, 0]]} -> {dim0 = 128, dim1 = 16}");

  Attribute tiles = parse("amd_mfma<{version = 3, warpsPerCTA = [2, 2], "
                          "instrShape = [16, 16, 16], isTransposed = false, "
                          "tilesPerWarp = [2, 1]}>");
  EXPECT_EQ(convert({64, 32}, tiles), "{register = [[1, 0], [2, 0], [16, 0]], "
                                      "lane = [[0, 1], [0, 2], [0, 4], [0, 8], [4, 0], [8, 0]], "
                                      "warp = [[0, 16], [32, 0]]} -> {dim0 = 64, dim1 = 32}");
  EXPECT_EQ(convert({64, 16}, operand(0, tiles, 4)),
            "{register = [[0, 1], [0, 2], [16, 0]], "
            "lane = [[1, 0], [2, 0], [4, 0], [8, 0], [0, 4], [0, 8]], "
            "warp = [[0, 0], [32, 0]]} -> {dim0 = 64, dim1 = 16}");
  EXPECT_EQ(convert({16, 32}, operand(1, tiles, 4)),
            "{register = [[1, 0], [2, 0]], "
            "lane = [[0, 1], [0, 2], [0, 4], [0, 8], [4, 0], [8, 0]], "
            "warp = [[0, 16], [0, 0]]} -> {dim0 = 16, dim1 = 32}");
}

TEST_F(MatrixLayouts, Wmma) {
  Attribute first = parse("amd_wmma<{version = 1, isTranspose = false, warpsPerCTA = [2, 2]}>");
  // RDNA 3: the halves of a warp have alternate rows. RDNA 4: the halves of the tile.
  check({16, 16}, first, 8, 32,
        [](int32_t i, int32_t lane) { return Coordinates{2 * i + lane / 16, lane % 16}; });
  Attribute second = parse("amd_wmma<{version = 2, isTranspose = false, warpsPerCTA = [2, 2]}>");
  check({16, 16}, second, 8, 32,
        [](int32_t i, int32_t lane) { return Coordinates{i + lane / 16 * 8, lane % 16}; });
  Attribute turned = parse("amd_wmma<{version = 2, isTranspose = true, warpsPerCTA = [2, 2]}>");
  check({16, 16}, turned, 8, 32,
        [](int32_t i, int32_t lane) { return Coordinates{lane % 16, i + lane / 16 * 8}; });
  EXPECT_EQ(convert({64, 32}, first),
            "{register = [[2, 0], [4, 0], [8, 0], [32, 0]], "
            "lane = [[0, 1], [0, 2], [0, 4], [0, 8], [1, 0]], warp = [[0, 16], [16, 0]]} -> "
            "{dim0 = 64, dim1 = 32}");

  // RDNA 3: both halves of a warp hold all 16 of K. RDNA 4: 8 each.
  check({16, 16}, operand(0, first, 16), 16, 32,
        [](int32_t i, int32_t lane) { return Coordinates{lane % 16, i}; });
  check({16, 16}, operand(1, second, 8), 8, 32,
        [](int32_t i, int32_t lane) { return Coordinates{lane / 16 * 8 + i, lane % 16}; });
  EXPECT_EQ(convert({32, 32}, operand(0, second, 8)),
            "{register = [[0, 1], [0, 2], [0, 4], [0, 16]], "
            "lane = [[1, 0], [2, 0], [4, 0], [8, 0], [0, 8]], warp = [[0, 0], [16, 0]]} -> "
            "{dim0 = 32, dim1 = 32}");
}

TEST_F(MatrixLayouts, WmmaGrids) {
  // Two tiles for each warp, one below the other, then the warps.
  Attribute tiles = parse("amd_wmma<{version = 2, isTranspose = false, "
                          "ctaLayout = {register = [[1, 0]], warp = [[0, 1], [2, 0]]}}>");
  EXPECT_EQ(tiles, parse("amd_wmma<{version = 2, isTranspose = false, warpsPerCTA = [2, 2], "
                         "tilesPerWarp = [2, 1]}>"));
  EXPECT_EQ(convert({64, 32}, tiles),
            "{register = [[1, 0], [2, 0], [4, 0], [16, 0]], "
            "lane = [[0, 1], [0, 2], [0, 4], [0, 8], [8, 0]], warp = [[0, 16], [32, 0]]} -> "
            "{dim0 = 64, dim1 = 32}");
  EXPECT_EQ(convert({16, 32}, operand(1, tiles, 8)),
            "{register = [[1, 0], [2, 0], [4, 0]], "
            "lane = [[0, 1], [0, 2], [0, 4], [0, 8], [8, 0]], warp = [[0, 16], [0, 0]]} -> "
            "{dim0 = 16, dim1 = 32}");
  // Warps below each other first.
  Attribute columns = parse("amd_wmma<{version = 2, ctaLayout = {warp = [[1, 0], [0, 1]]}}>");
  EXPECT_EQ(convert({32, 32}, columns),
            "{register = [[1, 0], [2, 0], [4, 0]], "
            "lane = [[0, 1], [0, 2], [0, 4], [0, 8], [8, 0]], warp = [[16, 0], [0, 16]]} -> "
            "{dim0 = 32, dim1 = 32}");
}

//===----------------------------------------------------------------------===//
// Clusters, slices, sizes
//===----------------------------------------------------------------------===//

TEST_F(MatrixLayouts, Clusters) {
  Attribute blocked = parse("blocked<{sizePerThread = [1], threadsPerWarp = [32], "
                            "warpsPerCTA = [4], order = [0], CGALayout = [[1], [0]]}>");
  EXPECT_EQ(convert({512}, blocked),
            "{register = [[128]], lane = [[1], [2], [4], [8], [16]], warp = [[32], [64]], "
            "block = [[256], [0]]} -> {dim0 = 512}");
  // Less than one element for each CTA: copies.
  EXPECT_EQ(convert({1}, blocked), "{register = [], lane = [[0], [0], [0], [0], [0]], "
                                   "warp = [[0], [0]], block = [[0], [0]]} -> {dim0 = 1}");
  Attribute mma = parse("nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [1, 1], "
                        "CGALayout = [[0, 1], [1, 0]], instrShape = [16, 8]}>");
  EXPECT_EQ(convert({32, 16}, mma),
            "{register = [[0, 1], [8, 0]], lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], "
            "warp = [], block = [[0, 8], [16, 0]]} -> {dim0 = 32, dim1 = 16}");
  // CTAs side by side along N hold copies of A.
  EXPECT_EQ(convert({32, 16}, operand(0, mma, 2)),
            "{register = [[0, 1], [8, 0], [0, 8]], "
            "lane = [[0, 2], [0, 4], [1, 0], [2, 0], [4, 0]], warp = [], "
            "block = [[0, 0], [16, 0]]} -> {dim0 = 32, dim1 = 16}");
}

TEST_F(MatrixLayouts, Slices) {
  Attribute mma = parse("nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [2, 2], "
                        "instrShape = [16, 8]}>");
  EXPECT_EQ(convert({64}, ttg::SliceEncodingAttr::get(&context, 1, mma)),
            "{register = [[8], [32]], lane = [[0], [0], [1], [2], [4]], "
            "warp = [[0], [16]]} -> {dim0 = 64}");
}

TEST_F(MatrixLayouts, GenericLinear) {
  Attribute layout = parse("generic_linear<{register = [[0, 1]], lane = [[1, 1], [2, 2]], "
                           "warp = [[0, 2]], block = []}>");
  EXPECT_EQ(convert({4, 4}, layout), "{register = [[0, 1]], lane = [[1, 1], [2, 2]], "
                                     "warp = [[0, 2]]} -> {dim0 = 4, dim1 = 4}");
  EXPECT_EQ(ttg::transposeLayout({4, 4}, layout, {1, 0}),
            parse("generic_linear<{register = [[1, 0]], lane = [[1, 1], [2, 2]], "
                  "warp = [[2, 0]], block = []}>"));
}

TEST_F(MatrixLayouts, Sizes) {
  Attribute mma = parse("nvidia_mma<{versionMajor = 2, versionMinor = 0, warpsPerCTA = [1, 1], "
                        "instrShape = [16, 8]}>");
  EXPECT_TRUE(ttg::hasLinearLayout({1024, 1024}, mma));
  EXPECT_FALSE(ttg::hasLinearLayout({2048, 1024}, mma));
  EXPECT_FALSE(ttg::hasLinearLayout({1024}, mma));
  Attribute wide = parse("nvidia_mma<{versionMajor = 3, versionMinor = 0, warpsPerCTA = [1, 1], "
                         "instrShape = [64, 1048576, 16]}>");
  EXPECT_FALSE(ttg::hasLinearLayout({16, 16}, wide));
}
