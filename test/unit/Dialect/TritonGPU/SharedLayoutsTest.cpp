//===- SharedLayoutsTest.cpp - Places in memory -----------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// The tables were worked out by hand from what the layouts mean: the formula of the
// swizzle, and the permutation of 16-byte pieces that NVIDIA's PTX ISA gives for the
// shared memory of wgmma.
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
class SharedLayouts : public ::testing::Test {
protected:
  SharedLayouts() { context.loadDialect<tt::TritonDialect, ttg::TritonGPUDialect>(); }

  Attribute parse(const std::string &text) {
    Attribute attribute = parseAttribute("#ttg." + text, &context);
    EXPECT_TRUE(attribute) << text;
    return attribute;
  }
  Attribute swizzled(int vec, int perPhase, int maxPhase, const std::string &order) {
    return parse("swizzled_shared<{vec = " + std::to_string(vec) +
                 ", perPhase = " + std::to_string(perPhase) +
                 ", maxPhase = " + std::to_string(maxPhase) + ", order = " + order + "}>");
  }
  Attribute nvmma(int width, bool transposed, int bits, const std::string &rest = "") {
    return parse("nvmma_shared<{swizzlingByteWidth = " + std::to_string(width) +
                 ", transposed = " + (transposed ? "true" : "false") +
                 ", elementBitWidth = " + std::to_string(bits) + rest + "}>");
  }
  static std::string convert(ArrayRef<int64_t> shape, Attribute layout) {
    EXPECT_TRUE(ttg::hasSharedLayout(shape, layout));
    return ttg::toSharedLayout(shape, layout).toString();
  }

  MLIRContext context;
};
} // namespace

TEST_F(SharedLayouts, Swizzled) {
  Attribute layout = swizzled(2, 1, 4, "[1, 0]");
  EXPECT_EQ(convert({4, 8}, layout), "{offset = [[0, 1], [0, 2], [0, 4], [1, 2], [2, 4]]} -> "
                                     "{dim0 = 4, dim1 = 8}");
  LinearLayout map = ttg::toSharedLayout({4, 8}, layout);
  // Row 1 has columns 2, 3, 0, 1, 6, 7, 4, 5 at successive places.
  const int32_t columns[] = {2, 3, 0, 1, 6, 7, 4, 5};
  for (int32_t i = 0; i < 8; ++i)
    EXPECT_EQ(map.apply(ArrayRef<int32_t>{8 + i}), (Coordinates{1, columns[i]}));
  EXPECT_EQ(map.invert().apply(ArrayRef<int32_t>{1, 0}), (Coordinates{10}));

  // The formula, on a layout with rows that share a phase.
  LinearLayout places = ttg::toSharedLayout({64, 32}, swizzled(8, 2, 4, "[1, 0]")).invert();
  for (int32_t row = 0; row < 64; ++row)
    for (int32_t column = 0; column < 32; ++column)
      EXPECT_EQ(places.apply(ArrayRef<int32_t>{row, column}),
                (Coordinates{row * 32 + ((column / 8) ^ (row / 2 % 4)) * 8 + column % 8}));
}

TEST_F(SharedLayouts, SwizzledOrders) {
  EXPECT_EQ(convert({8}, swizzled(4, 1, 8, "[0]")), "{offset = [[1], [2], [4]]} -> {dim0 = 8}");
  EXPECT_EQ(convert({4, 4}, swizzled(1, 1, 2, "[0, 1]")),
            "{offset = [[1, 0], [2, 0], [1, 1], [0, 2]]} -> {dim0 = 4, dim1 = 4}");
  // The outer dimension follows the swizzled ones.
  EXPECT_EQ(convert({2, 4, 4}, swizzled(1, 1, 4, "[2, 1, 0]")),
            "{offset = [[0, 0, 1], [0, 0, 2], [0, 1, 1], [0, 2, 2], [1, 0, 0]]} -> "
            "{dim0 = 2, dim1 = 4, dim2 = 4}");
  // More phases than groups of columns: they begin again.
  EXPECT_EQ(convert({8, 4}, swizzled(2, 1, 8, "[1, 0]")),
            "{offset = [[0, 1], [0, 2], [1, 2], [2, 0], [4, 0]]} -> {dim0 = 8, dim1 = 4}");
}

TEST_F(SharedLayouts, Rotating) {
  EXPECT_EQ(convert({16, 4}, parse("amd_rotating_shared<{vec = 1, perPhase = 1, maxPhase = 4, "
                                   "order = [1, 0]}>")),
            "{offset = [[0, 1], [0, 2], [1, 1], [2, 2], [4, 1], [8, 2]]} -> "
            "{dim0 = 16, dim1 = 4}");
}

TEST_F(SharedLayouts, NVMMA) {
  // PTX ISA: bits 4 to 6 of the address are combined with bits 7 to 9; for 64 bytes two
  // bits each, for 32 bytes one.
  struct Case {
    int width, mask;
  };
  for (Case c : {Case{128, 7}, Case{64, 3}, Case{32, 1}}) {
    int32_t columns = c.width / 2; // halves
    LinearLayout places = ttg::toSharedLayout({32, columns}, nvmma(c.width, false, 16)).invert();
    for (int32_t row = 0; row < 32; ++row)
      for (int32_t column = 0; column < columns; ++column) {
        int32_t address = 2 * (row * columns + column);
        address ^= (address >> 7 & c.mask) << 4;
        EXPECT_EQ(places.apply(ArrayRef<int32_t>{row, column}), (Coordinates{address / 2}))
            << c.width << ": " << row << ", " << column;
      }
  }
  // All rows of the first columns come first.
  EXPECT_EQ(convert({16, 128}, nvmma(128, false, 16)),
            "{offset = [[0, 1], [0, 2], [0, 4], [0, 8], [0, 16], [0, 32], [1, 8], [2, 16], "
            "[4, 32], [8, 0], [0, 64]]} -> {dim0 = 16, dim1 = 128}");
  EXPECT_EQ(convert({128, 8}, nvmma(128, true, 16)),
            "{offset = [[1, 0], [2, 0], [4, 0], [8, 0], [16, 0], [32, 0], [8, 1], [16, 2], "
            "[32, 4], [64, 0]]} -> {dim0 = 128, dim1 = 8}");
}

TEST_F(SharedLayouts, NVMMARanks) {
  EXPECT_EQ(convert({8}, nvmma(0, true, 8, ", rank = 1")),
            "{offset = [[1], [2], [4]]} -> {dim0 = 8}");
  EXPECT_EQ(convert({4, 4}, nvmma(0, false, 32)),
            "{offset = [[0, 1], [0, 2], [1, 0], [2, 0]]} -> {dim0 = 4, dim1 = 4}");
  EXPECT_EQ(convert({4, 2}, nvmma(0, true, 32)),
            "{offset = [[1, 0], [2, 0], [0, 1]]} -> {dim0 = 4, dim1 = 2}");
  // Dimensions in front count as rows of the swizzle.
  EXPECT_EQ(convert({4, 4, 32}, nvmma(64, false, 16, ", rank = 3")),
            "{offset = [[0, 0, 1], [0, 0, 2], [0, 0, 4], [0, 0, 8], [0, 0, 16], [0, 1, 0], "
            "[0, 2, 8], [1, 0, 16], [2, 0, 0]]} -> {dim0 = 4, dim1 = 4, dim2 = 32}");
  // One copy moves at most 256 rows.
  EXPECT_EQ(convert({512, 32}, nvmma(32, false, 16)),
            "{offset = [[0, 1], [0, 2], [0, 4], [0, 8], [1, 0], [2, 0], [4, 8], [8, 0], "
            "[16, 0], [32, 0], [64, 0], [128, 0], [256, 0], [0, 16]]} -> "
            "{dim0 = 512, dim1 = 32}");
  EXPECT_FALSE(ttg::hasSharedLayout({8, 64}, nvmma(64, false, 8, ", fp4Padded = true")));
  EXPECT_FALSE(ttg::hasSharedLayout({8, 64, 8}, nvmma(64, true, 8, ", rank = 3")));
}

TEST_F(SharedLayouts, Padded) {
  Attribute attribute = parse("padded_shared<[32:+4, 128:+8] {order = [1, 0], shape = [32, 16]}>");
  EXPECT_EQ(convert({32, 16}, attribute),
            "{offset = [[0, 1], [0, 2], [0, 4], [0, 8], [1, 0], [2, 0], [4, 0], [8, 0], "
            "[16, 0]]} -> {dim0 = 32, dim1 = 16}");
  auto padded = cast<ttg::PaddedSharedEncodingAttr>(attribute);
  EXPECT_EQ(padded.getPaddedOffset(0), 0);
  EXPECT_EQ(padded.getPaddedOffset(31), 31);
  EXPECT_EQ(padded.getPaddedOffset(32), 36);
  EXPECT_EQ(padded.getPaddedOffset(127), 127 + 3 * 4);
  EXPECT_EQ(padded.getPaddedOffset(128), 128 + 4 * 4 + 8);
  EXPECT_EQ(padded.getPaddedOffset(300), 300 + 9 * 4 + 2 * 8);
  EXPECT_EQ(convert({4, 4}, parse("padded_shared<[8:+2] {offset = [[0, 1], [0, 2], [2, 0], "
                                  "[1, 0]], block = []}>")),
            "{offset = [[0, 1], [0, 2], [2, 0], [1, 0]]} -> {dim0 = 4, dim1 = 4}");
  // The bases are the same, the gaps are not.
  Attribute other = parse("padded_shared<[32:+8, 128:+8] {order = [1, 0], shape = [32, 16]}>");
  EXPECT_FALSE(ttg::areEquivalentSharedLayouts({32, 16}, attribute, other));
  EXPECT_FALSE(ttg::areEquivalentSharedLayouts({32, 16}, attribute, swizzled(1, 1, 1, "[1, 0]")));
}

TEST_F(SharedLayouts, SharedLinear) {
  Attribute layout = parse("shared_linear<{offset = [[0, 1], [1, 0], [0, 2]]}, alignment = 16>");
  EXPECT_EQ(convert({2, 4}, layout), "{offset = [[0, 1], [1, 0], [0, 2]]} -> {dim0 = 2, dim1 = 4}");
  // A larger allocation repeats it, a smaller one leaves gaps.
  EXPECT_EQ(convert({4, 8}, layout), "{offset = [[0, 1], [1, 0], [0, 2], [0, 4], [2, 0]]} -> "
                                     "{dim0 = 4, dim1 = 8}");
  EXPECT_EQ(convert({1, 4}, layout), "{offset = [[0, 1], [0, 0], [0, 2]]} -> "
                                     "{dim0 = 1, dim1 = 4}");
  EXPECT_TRUE(ttg::areEquivalentSharedLayouts(
      {4, 8}, swizzled(2, 1, 4, "[1, 0]"),
      parse("shared_linear<{offset = [[0, 1], [0, 2], [0, 4], [1, 2], [2, 4]]}, "
            "alignment = 16>")));
}

TEST_F(SharedLayouts, Clusters) {
  EXPECT_EQ(convert({8, 4}, parse("swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 4, "
                                  "order = [1, 0], CGALayout = [[1, 0], [0, 0]]}>")),
            "{offset = [[0, 1], [0, 2], [1, 1], [2, 2]], block = [[4, 0], [0, 0]]} -> "
            "{dim0 = 8, dim1 = 4}");
  EXPECT_EQ(convert({2, 4}, parse("padded_shared<[4:+1] {order = [1, 0], shape = [2, 4], "
                                  "CGALayout = [[1, 0]]}>")),
            "{offset = [[0, 1], [0, 2]], block = [[1, 0]]} -> {dim0 = 2, dim1 = 4}");
}

TEST_F(SharedLayouts, Descriptors) {
  auto type = [&](const std::string &text) {
    return cast<ttg::MemDescType>(parseType("!ttg.memdesc<" + text + ">", &context));
  };
  std::string row = "#ttg.swizzled_shared<{vec = 1, perPhase = 1, maxPhase = 1, order = [1, 0]}>, "
                    "#ttg.shared_memory, mutable";
  // The buffers of a ring follow each other; a view has the places of its allocation.
  EXPECT_EQ(ttg::toSharedLayout(type("3x2x4xf16, " + row))->toString(),
            "{offset = [[0, 1], [0, 2], [1, 0]]} -> {dim0 = 2, dim1 = 4}");
  EXPECT_EQ(ttg::toSharedLayout(type("2x2xf16, " + row + ", 2x4"))->toString(),
            "{offset = [[0, 1], [0, 2], [1, 0]]} -> {dim0 = 2, dim1 = 4}");
  EXPECT_EQ(ttg::getBufferShape(type("2x4xf16, " + row + ", 3x2x4")), ArrayRef<int64_t>({2, 4}));
}

TEST_F(SharedLayouts, TransposeAndReshape) {
  EXPECT_EQ(ttg::transposeSharedLayout(swizzled(2, 1, 4, "[2, 0, 1]"), {1, 2, 0}),
            swizzled(2, 1, 4, "[1, 2, 0]"));
  EXPECT_EQ(ttg::transposeSharedLayout(nvmma(64, false, 16), {1, 0}), nvmma(64, true, 16));
  EXPECT_EQ(ttg::transposeSharedLayout(nvmma(64, false, 16, ", rank = 3"), {0, 2, 1}),
            nvmma(64, true, 16, ", rank = 3"));
  EXPECT_FALSE(ttg::transposeSharedLayout(nvmma(64, false, 16, ", rank = 3"), {1, 0, 2}));
  EXPECT_EQ(ttg::transposeSharedLayout(
                parse("padded_shared<[8:+2] {order = [1, 0], shape = [4, 8]}>"), {1, 0}),
            parse("padded_shared<[8:+2] {order = [0, 1], shape = [8, 4]}>"));

  // What moves is the names of the dimensions, not an element.
  for (Attribute layout : {swizzled(2, 1, 4, "[1, 0]"), nvmma(32, false, 32)}) {
    LinearLayout before = ttg::toSharedLayout({16, 8}, layout);
    LinearLayout after = ttg::toSharedLayout({8, 16}, ttg::transposeSharedLayout(layout, {1, 0}));
    EXPECT_EQ(ttg::transposeOutDims(before, {1, 0}), after);
  }

  EXPECT_EQ(ttg::reshapeSharedLayout({4, 8}, swizzled(2, 1, 4, "[1, 0]"), {4, 2, 4}),
            parse("shared_linear<{offset = [[0, 0, 1], [0, 0, 2], [0, 1, 0], [1, 0, 2], "
                  "[2, 1, 0]]}, alignment = 16>"));
  EXPECT_TRUE(ttg::areEquivalentSharedLayouts(
      {2, 8, 64}, ttg::reshapeSharedLayout({16, 64}, nvmma(128, false, 16), {2, 8, 64}),
      nvmma(128, false, 16, ", rank = 3")));
}
