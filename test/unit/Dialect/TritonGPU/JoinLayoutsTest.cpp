//===- JoinLayoutsTest.cpp - Layouts of joined and split tensors ----------===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Dialect/TritonGPU/IR/LinearLayoutConversions.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"

#include "mlir/AsmParser/AsmParser.h"

#include "gtest/gtest.h"

using namespace mlir;
using namespace tritonmetal::ttg;

namespace {

class JoinLayoutsTest : public testing::Test {
protected:
  JoinLayoutsTest() { context.loadDialect<TritonGPUDialect>(); }

  Attribute parse(StringRef text) { return parseAttribute(text, &context); }

  MLIRContext context;
};

TEST_F(JoinLayoutsTest, BlockedStaysBlocked) {
  Attribute part = parse("#ttg.blocked<{sizePerThread = [1, 2], threadsPerWarp = [4, 8], "
                         "warpsPerCTA = [4, 1], order = [1, 0]}>");
  Attribute joined = parse("#ttg.blocked<{sizePerThread = [1, 2, 2], threadsPerWarp = [4, 8, 1], "
                           "warpsPerCTA = [4, 1, 1], order = [2, 1, 0]}>");
  EXPECT_EQ(joinLayout({16, 16}, part), joined);
  EXPECT_EQ(*splitLayout({16, 16, 2}, joined), part);
}

TEST_F(JoinLayoutsTest, PairsTakeTheLowestRegisterBit) {
  Attribute part = parse("#ttg.linear<{register = [[4]], lane = [[1], [2], [8], [16], [32]], "
                         "warp = [[64]], block = []}>");
  Attribute joined =
      parse("#ttg.linear<{register = [[0, 1], [4, 0]], lane = [[1, 0], [2, 0], [8, 0], [16, 0], "
            "[32, 0]], warp = [[64, 0]], block = []}>");
  EXPECT_EQ(joinLayout({128}, part), joined);
  EXPECT_EQ(*splitLayout({128, 2}, joined), part);
}

TEST_F(JoinLayoutsTest, BlockedAndLinearAgree) {
  SmallVector<int64_t> shape = {64};
  Attribute blocked = parse("#ttg.blocked<{sizePerThread = [2], threadsPerWarp = [32], "
                            "warpsPerCTA = [2], order = [0]}>");
  Attribute linear = LinearEncodingAttr::get(&context, toLinearLayout(shape, blocked));
  EXPECT_EQ(toLinearLayout({64, 2}, joinLayout(shape, blocked)),
            toLinearLayout({64, 2}, joinLayout(shape, linear)));
}

TEST_F(JoinLayoutsTest, AnyRegisterBitSplits) {
  Attribute late = parse("#ttg.linear<{register = [[32, 0], [0, 1], [64, 0]], lane = [[1, 0], "
                         "[2, 0], [4, 0], [8, 0], [16, 0]], warp = [], block = []}>");
  Attribute half = parse("#ttg.linear<{register = [[32], [64]], lane = [[1], [2], [4], [8], [16]], "
                         "warp = [], block = []}>");
  EXPECT_EQ(*splitLayout({128, 2}, late), half);
}

TEST_F(JoinLayoutsTest, PairsInTwoThreadsDoNotSplit) {
  for (StringRef text :
       {// A lane holds the other element.
        "#ttg.linear<{register = [], lane = [[0, 1], [1, 0], [2, 0], [4, 0], [8, 0]], warp = [], "
        "block = []}>",
        // So does a warp.
        "#ttg.linear<{register = [], lane = [[1, 0], [2, 0], [4, 0], [8, 0], [16, 0]], warp = "
        "[[0, 1]], block = []}>",
        // The other register holds another row as well.
        "#ttg.generic_linear<{register = [[1, 1]], lane = [[1, 0], [2, 0], [4, 0], [8, 0], [16, "
        "0]], "
        "warp = [], block = []}>"})
    EXPECT_TRUE(failed(splitLayout({32, 2}, parse(text)))) << text.str();
}

TEST_F(JoinLayoutsTest, OtherShapesDoNotSplit) {
  Attribute blocked = parse("#ttg.blocked<{sizePerThread = [1, 4], threadsPerWarp = [32, 1], "
                            "warpsPerCTA = [1, 1], order = [1, 0]}>");
  EXPECT_TRUE(failed(splitLayout({32, 4}, blocked)));
}

} // namespace
