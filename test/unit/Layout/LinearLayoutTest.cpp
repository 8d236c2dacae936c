//===- LinearLayoutTest.cpp - Tables worked out by hand ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Layout/LinearLayout.h"

#include "llvm/ADT/STLExtras.h"

#include <gtest/gtest.h>

using namespace llvm;
using namespace tritonmetal::layout;

using Coordinates = LinearLayout::Coordinates;
using Ints = SmallVector<int32_t>;
using Names = SmallVector<StringRef>;

/// sizePerThread [1, 4], threadsPerWarp [8, 4], warpsPerCTA [4, 1], order [1, 0].
static LinearLayout makeTile() {
  return LinearLayout::identity1D(4, "register", "dim1") *
         LinearLayout::identity1D(4, "lane", "dim1") * LinearLayout::identity1D(8, "lane", "dim0") *
         LinearLayout::identity1D(4, "warp", "dim0");
}

static LinearLayout makeBlocked(ArrayRef<LinearLayout::DimSize> shape) {
  return ensureLayoutNotLargerThan(ensureLayoutNotSmallerThan(makeTile(), shape), shape)
      .transposeOuts({"dim0", "dim1"});
}

TEST(LinearLayout, PiecesInOneDimension) {
  EXPECT_EQ(LinearLayout::identity1D(8, "lane", "dim0").toString(),
            "{lane = [[1], [2], [4]]} -> {dim0 = 8}");
  EXPECT_EQ(LinearLayout::strided1D(4, 8, "lane", "dim0").toString(),
            "{lane = [[8], [16]]} -> {dim0 = 32}");
  EXPECT_EQ(LinearLayout::zeros1D(4, "lane", "dim0").toString(),
            "{lane = [[0], [0]]} -> {dim0 = 1}");
  EXPECT_EQ(LinearLayout::zeros1D(2, "lane", "dim0", 16).toString(),
            "{lane = [[0]]} -> {dim0 = 16}");
  EXPECT_EQ(LinearLayout::identity1D(1, "lane", "dim0").toString(), "{lane = []} -> {dim0 = 1}");
  EXPECT_EQ(LinearLayout().toString(), "{} -> {}");
}

TEST(LinearLayout, ProductIsTheBlockedTileOfTheHeader) {
  EXPECT_EQ(makeTile().toString(),
            "{register = [[1, 0], [2, 0]], lane = [[4, 0], [8, 0], [0, 1], [0, 2], [0, 4]], "
            "warp = [[0, 8], [0, 16]]} -> {dim1 = 16, dim0 = 32}");
  EXPECT_EQ(makeBlocked({{"dim1", 32}, {"dim0", 32}}).toString(),
            "{register = [[0, 1], [0, 2], [0, 16]], "
            "lane = [[0, 4], [0, 8], [1, 0], [2, 0], [4, 0]], "
            "warp = [[8, 0], [16, 0]]} -> {dim0 = 32, dim1 = 32}");
}

TEST(LinearLayout, ElementsOfOneThread) {
  LinearLayout layout = makeBlocked({{"dim1", 32}, {"dim0", 32}});
  const int32_t columns[] = {4, 5, 6, 7, 20, 21, 22, 23};
  for (int32_t reg = 0; reg < 8; ++reg) {
    EXPECT_EQ(layout.apply(ArrayRef<int32_t>{reg, 5, 2}), (Coordinates{17, columns[reg]}));
    EXPECT_EQ(layout.apply({{"warp", 2}, {"lane", 5}, {"register", reg}}),
              (Coordinates{17, columns[reg]}));
  }
  // The closed form, over all threads.
  for (int32_t reg = 0; reg < 8; ++reg)
    for (int32_t lane = 0; lane < 32; ++lane)
      for (int32_t warp = 0; warp < 4; ++warp)
        EXPECT_EQ(layout.apply(ArrayRef<int32_t>{reg, lane, warp}),
                  (Coordinates{warp * 8 + lane / 4, (lane % 4) * 4 + reg % 4 + 16 * (reg / 4)}));
}

TEST(LinearLayout, SecondBlockedExampleOfTheReference) {
  LinearLayout layout =
      (LinearLayout::identity1D(2, "register", "dim1") *
       LinearLayout::identity1D(2, "register", "dim0") *
       LinearLayout::identity1D(4, "lane", "dim1") * LinearLayout::identity1D(8, "lane", "dim0") *
       LinearLayout::identity1D(2, "warp", "dim1"))
          .transposeOuts({"dim0", "dim1"});
  EXPECT_EQ(layout.toString(), "{register = [[0, 1], [1, 0]], "
                               "lane = [[0, 2], [0, 4], [2, 0], [4, 0], [8, 0]], "
                               "warp = [[0, 8]]} -> {dim0 = 16, dim1 = 16}");
  EXPECT_EQ(layout.apply(ArrayRef<int32_t>{3, 9, 1}), (Coordinates{5, 11}));
}

TEST(LinearLayout, TensorSmallerThanTheTileReplicates) {
  LinearLayout tile = LinearLayout::identity1D(4, "register", "dim0") *
                      LinearLayout::identity1D(32, "lane", "dim0") *
                      LinearLayout::identity1D(4, "warp", "dim0");
  EXPECT_EQ(ensureLayoutNotLargerThan(tile, {{"dim0", 128}}).toString(),
            "{register = [[1], [2]], lane = [[4], [8], [16], [32], [64]], warp = [[0], [0]]} -> "
            "{dim0 = 128}");
  EXPECT_EQ(ensureLayoutNotLargerThan(tile, {{"dim0", 2}}).toString(),
            "{register = [[1], [0]], lane = [[0], [0], [0], [0], [0]], warp = [[0], [0]]} -> "
            "{dim0 = 2}");
  EXPECT_EQ(ensureLayoutNotLargerThan(tile, {{"dim0", 512}}), tile);
  // A dimension that is not named keeps its size.
  EXPECT_EQ(ensureLayoutNotLargerThan(tile, {{"dim1", 1}}), tile);
}

TEST(LinearLayout, TensorLargerThanTheTileTakesRegisters) {
  LinearLayout tile =
      LinearLayout::identity1D(32, "lane", "dim0") * LinearLayout::identity1D(4, "warp", "dim0");
  EXPECT_EQ(ensureLayoutNotSmallerThan(tile, {{"dim0", 512}}).toString(),
            "{lane = [[1], [2], [4], [8], [16]], warp = [[32], [64]], register = [[128], [256]]} "
            "-> {dim0 = 512}");
  // A new dimension appears, in the order of the shape; size 1 needs no bit.
  EXPECT_EQ(ensureLayoutNotSmallerThan(LinearLayout::identity1D(2, "register", "dim0"),
                                       {{"dim2", 2}, {"dim0", 4}, {"dim1", 1}})
                .toString(),
            "{register = [[1, 0, 0], [0, 1, 0], [2, 0, 0]]} -> {dim0 = 4, dim2 = 2, dim1 = 1}");
}

TEST(LinearLayout, SliceDropsADimension) {
  LinearLayout parent = makeBlocked({{"dim1", 1}, {"dim0", 32}});
  LinearLayout rows =
      parent.removeOutDim("dim1").removeZeroBasesAlongDim("register").renameOutDim("dim0", "row");
  EXPECT_EQ(rows.toString(), "{register = [], lane = [[0], [0], [1], [2], [4]], "
                             "warp = [[8], [16]]} -> {row = 32}");
  EXPECT_EQ(rows.getFreeVariableMask("lane"), 0b00011);
  EXPECT_EQ(rows.getFreeVariableMask("warp"), 0);
  EXPECT_EQ(rows.getFreeVariableMask("block"), 0);

  LinearLayout columns = makeBlocked({{"dim1", 32}, {"dim0", 1}})
                             .removeOutDim("dim0")
                             .removeZeroBasesAlongDim("register");
  EXPECT_EQ(columns.toString(), "{register = [[1], [2], [16]], lane = [[4], [8], [0], [0], [0]], "
                                "warp = [[0], [0]]} -> {dim1 = 32}");
  SmallVector<LinearLayout::DimSize> masks = columns.getFreeVariableMasks();
  ASSERT_EQ(masks.size(), 3u);
  EXPECT_EQ(masks[0], LinearLayout::DimSize("register", 0));
  EXPECT_EQ(masks[1], LinearLayout::DimSize("lane", 0b11100));
  EXPECT_EQ(masks[2], LinearLayout::DimSize("warp", 0b11));
}

TEST(LinearLayout, FreeBitsAreSumsOfEarlierOnes) {
  // Lane bit 1 repeats the sum of a register and a lane bit; warp bit 0 repeats the register.
  LinearLayout layout({{"register", {{1, 0}}}, {"lane", {{0, 1}, {1, 1}}}, {"warp", {{1, 0}}}},
                      ArrayRef<LinearLayout::DimSize>{{"dim0", 2}, {"dim1", 2}});
  EXPECT_EQ(layout.getFreeVariableMask("register"), 0);
  EXPECT_EQ(layout.getFreeVariableMask("lane"), 0b10);
  EXPECT_EQ(layout.getFreeVariableMask("warp"), 0b1);
  EXPECT_EQ(layout.getRank(), 2);
  EXPECT_TRUE(layout.isSurjective());
  EXPECT_FALSE(layout.isInjective());
}

TEST(LinearLayout, PropertiesOfMaps) {
  EXPECT_TRUE(LinearLayout::identity1D(8, "i", "o").isInvertible());
  EXPECT_FALSE(LinearLayout::zeros1D(2, "i", "o").isInjective());
  EXPECT_TRUE(LinearLayout::zeros1D(2, "i", "o").isSurjective());
  EXPECT_TRUE(LinearLayout::strided1D(4, 2, "i", "o").isInjective());
  EXPECT_FALSE(LinearLayout::strided1D(4, 2, "i", "o").isSurjective());
  EXPECT_TRUE(LinearLayout().isInvertible());
}

TEST(LinearLayout, Dimensions) {
  LinearLayout layout = makeBlocked({{"dim1", 32}, {"dim0", 32}});
  EXPECT_EQ(layout.getInDimNames(), (Names{"register", "lane", "warp"}));
  EXPECT_EQ(layout.getOutDimNames(), (Names{"dim0", "dim1"}));
  EXPECT_EQ(layout.getNumInDims(), 3u);
  EXPECT_EQ(layout.getNumOutDims(), 2u);
  EXPECT_EQ(layout.getInDimSize("register"), 8);
  EXPECT_EQ(layout.getOutDimSizeLog2("dim1"), 5);
  EXPECT_EQ(layout.getTotalInDimSizeLog2(), 10);
  EXPECT_EQ(layout.getTotalOutDimSizeLog2(), 10);
  EXPECT_FALSE(layout.hasInDim("block"));
  EXPECT_TRUE(layout.hasOutDim("dim1"));
  EXPECT_EQ(layout.getBasis("lane", 1), (Coordinates{0, 8}));
  EXPECT_EQ(layout.getBasis("lane", 1, "dim1"), 8);
  EXPECT_EQ(layout.getBases("lane", "dim0"), (Ints{0, 0, 1, 2, 4}));
}

TEST(LinearLayout, ConsecutiveElements) {
  LinearLayout layout = makeBlocked({{"dim1", 32}, {"dim0", 32}});
  EXPECT_EQ(layout.getNumConsecutive("register", {"dim1", "dim0"}), 4);
  EXPECT_EQ(layout.getNumConsecutive("register", {"dim1"}), 4);
  EXPECT_EQ(layout.getNumConsecutive("register", {"dim0", "dim1"}), 1);
  EXPECT_EQ(layout.getNumConsecutiveInOut(), 1);

  // A whole row in registers goes on into the next one.
  LinearLayout rows = LinearLayout::identity1D(4, "register", "dim1") *
                      LinearLayout::identity1D(4, "register", "dim0");
  EXPECT_EQ(rows.getNumConsecutiveInOut(), 16);
  EXPECT_EQ(rows.getNumConsecutive("register", {"dim1"}), 4);

  // Registers 0 and 1 are neighbours, but lanes start at odd places: no aligned pair.
  LinearLayout crossed({{"register", {{1}}}, {"lane", {{3}}}}, Names{"dim0"});
  EXPECT_EQ(crossed.getNumConsecutiveInOut(), 1);
  // A zero basis keeps the start where it is.
  LinearLayout replicated({{"register", {{1}, {0}}}, {"lane", {{2}}}}, Names{"dim0"});
  EXPECT_EQ(replicated.getNumConsecutiveInOut(), 2);
  EXPECT_EQ(LinearLayout().getNumConsecutiveInOut(), 1);
}

TEST(LinearLayout, SimdgroupMatrixFragment) {
  // Lane l, element e of an 8x8 fragment: row ((l>>1)&3) + 4*((l>>4)&1),
  // column 2*(l&1) + 4*((l>>3)&1) + e.
  LinearLayout fragment(
      {{"register", {{0, 1}}}, {"lane", {{0, 2}, {1, 0}, {2, 0}, {0, 4}, {4, 0}}}},
      Names{"row", "col"});
  EXPECT_TRUE(fragment.isInvertible());
  for (int32_t l = 0; l < 32; ++l)
    for (int32_t e = 0; e < 2; ++e)
      EXPECT_EQ(
          fragment.apply(ArrayRef<int32_t>{e, l}),
          (Coordinates{((l >> 1) & 3) + 4 * ((l >> 4) & 1), 2 * (l & 1) + 4 * ((l >> 3) & 1) + e}));
  EXPECT_EQ(fragment.getNumConsecutive("register", {"col"}), 2);

  // A 16x16 tile of four fragments in one SIMD-group divides into fragment and grid.
  LinearLayout grid = LinearLayout::identity1D(2, "register", "col") *
                      LinearLayout::identity1D(2, "register", "row");
  LinearLayout tile = fragment * grid;
  EXPECT_EQ(tile.getBases("register", "col"), (Ints{1, 8, 0}));
  EXPECT_EQ(tile.getBases("register", "row"), (Ints{0, 0, 8}));
  ASSERT_TRUE(tile.divideLeft(fragment));
  EXPECT_EQ(tile.divideLeft(fragment)->toString(),
            "{register = [[0, 1], [1, 0]], lane = []} -> {row = 2, col = 2}");
  EXPECT_FALSE(makeTile().divideLeft(fragment));
}

TEST(LinearLayout, Division) {
  LinearLayout whole = LinearLayout::identity1D(32, "register", "dim0");
  EXPECT_EQ(*whole.divideLeft(LinearLayout::identity1D(4, "register", "dim0")),
            LinearLayout::identity1D(8, "register", "dim0"));
  EXPECT_EQ(*whole.divideRight(LinearLayout::identity1D(4, "register", "dim0")),
            LinearLayout::identity1D(8, "register", "dim0"));
  EXPECT_EQ(*whole.divideLeft(LinearLayout()), whole);
  EXPECT_FALSE(whole.divideLeft(LinearLayout::identity1D(64, "register", "dim0")));
  EXPECT_FALSE(whole.divideLeft(LinearLayout::identity1D(4, "lane", "dim0")));
  EXPECT_FALSE(whole.divideLeft(LinearLayout::identity1D(4, "register", "dim1")));
  EXPECT_FALSE(whole.divideLeft(LinearLayout::zeros1D(4, "register", "dim0")));
  EXPECT_FALSE(whole.divideRight(LinearLayout::zeros1D(4, "register", "dim0")));
  EXPECT_FALSE(whole.divideRight(LinearLayout::strided1D(2, 2, "register", "dim0")));

  // The upper register bit reaches back into the tile.
  LinearLayout folded({{"register", {{1}, {3}}}}, Names{"dim0"});
  EXPECT_FALSE(folded.divideLeft(LinearLayout::identity1D(2, "register", "dim0")));
}

TEST(LinearLayout, DropIdentityPart) {
  LinearLayout inLane(
      {{"register", {{2, 0, 0}, {1, 0, 0}}}, {"lane", {{0, 1, 0}}}, {"warp", {{0, 0, 1}}}},
      ArrayRef<LinearLayout::DimSize>{{"register", 4}, {"lane", 2}, {"warp", 2}});
  ASSERT_TRUE(inLane.dropIdentityPart({"lane", "warp"}));
  EXPECT_EQ(inLane.dropIdentityPart({"lane", "warp"})->toString(),
            "{register = [[2], [1]]} -> {register = 4}");
  EXPECT_FALSE(inLane.dropIdentityPart({"register"}));
  EXPECT_FALSE(inLane.dropIdentityPart({"block"}));

  // The register also moves with the lane: the lane is the identity, but not independent.
  LinearLayout mixed({{"register", {{1, 0}}}, {"lane", {{1, 1}}}},
                     ArrayRef<LinearLayout::DimSize>{{"register", 2}, {"lane", 2}});
  EXPECT_FALSE(mixed.dropIdentityPart({"lane"}));
}

TEST(LinearLayout, InvertAndComposeIsTheHeaderExample) {
  LinearLayout a({{"register", {{1}, {2}}}, {"lane", {{4}, {8}}}}, Names{"dim0"});
  LinearLayout b({{"register", {{2}, {1}}}, {"lane", {{4}, {8}}}}, Names{"dim0"});
  EXPECT_EQ(b.invertAndCompose(a)->toString(),
            "{register = [[2, 0], [1, 0]], lane = [[0, 1], [0, 2]]} -> {register = 4, lane = 4}");
}

TEST(LinearLayout, InvertAndComposePrefersLowBits) {
  // Registers 1 and 2 hold the same; the lane repeats register bit 0 and is never used.
  LinearLayout source({{"register", {{1}, {1}, {2}}}, {"lane", {{1}}}}, Names{"dim0"});
  EXPECT_EQ(LinearLayout::identity1D(4, "x", "dim0").invertAndCompose(source)->toString(),
            "{x = [[1, 0], [4, 0]]} -> {register = 8, lane = 2}");
  EXPECT_EQ(source.pseudoInvert().toString(),
            "{dim0 = [[1, 0], [4, 0]]} -> {register = 8, lane = 2}");
}

TEST(LinearLayout, InvertAndComposeFailsOutsideOfTheImage) {
  LinearLayout even = LinearLayout::strided1D(4, 2, "x", "dim0");
  EXPECT_FALSE(LinearLayout::identity1D(8, "y", "dim0").invertAndCompose(even));
  // Output dimensions in another order and of other sizes are matched by name.
  LinearLayout source =
      LinearLayout::identity1D(8, "x", "dim1") * LinearLayout::identity1D(4, "x", "dim0");
  LinearLayout small =
      LinearLayout::identity1D(2, "y", "dim0") * LinearLayout::identity1D(2, "y", "dim1");
  EXPECT_EQ(small.invertAndCompose(source)->toString(), "{y = [[8], [1]]} -> {x = 32}");
  EXPECT_FALSE(source.invertAndCompose(small));
}

TEST(LinearLayout, ReshapeAndFlatten) {
  LinearLayout layout = makeTile();
  EXPECT_EQ(layout.flattenOuts("offset").toString(),
            "{register = [[1], [2]], lane = [[4], [8], [16], [32], [64]], warp = [[128], [256]]} "
            "-> {offset = 512}");
  EXPECT_EQ(layout.flattenIns("thread").reshapeIns({{"r", 4}, {"t", 128}}).toString(),
            "{r = [[1, 0], [2, 0]], t = [[4, 0], [8, 0], [0, 1], [0, 2], [0, 4], [0, 8], "
            "[0, 16]]} -> {dim1 = 16, dim0 = 32}");
  EXPECT_EQ(layout.reshapeOuts({{"a", 2}, {"b", 256}}).flattenOuts("o"), layout.flattenOuts("o"));
}

TEST(LinearLayout, ConcatAndResize) {
  LinearLayout a({{"register", {{0, 1}}}}, ArrayRef<LinearLayout::DimSize>{{"r", 2}, {"c", 2}});
  LinearLayout b({{"lane", {{0, 1}}}}, ArrayRef<LinearLayout::DimSize>{{"c", 2}, {"r", 2}});
  EXPECT_EQ(a.concatIns(b).toString(), "{register = [[0, 1]], lane = [[1, 0]]} -> {r = 2, c = 2}");
  LinearLayout c({{"register", {{3}}}}, Names{"d"});
  EXPECT_EQ(a.concatOuts(c).toString(), "{register = [[0, 1, 3]]} -> {r = 2, c = 2, d = 4}");
  EXPECT_EQ(a.resizeOutDim("r", 8).toString(), "{register = [[0, 1]]} -> {r = 8, c = 2}");
  EXPECT_EQ(a.resizeInDim("register", 4).toString(),
            "{register = [[0, 1], [0, 0]]} -> {r = 2, c = 2}");
  EXPECT_EQ(a.resizeInDim("register", 1).toString(), "{register = []} -> {r = 2, c = 2}");
  EXPECT_EQ(makeTile().removeInDim("lane").removeInDim("warp").removeOutDim("dim0").toString(),
            "{register = [[1], [2]]} -> {dim1 = 16}");
  EXPECT_EQ(a.renameInDim("register", "x").toString(), "{x = [[0, 1]]} -> {r = 2, c = 2}");
}

TEST(LinearLayout, EqualityOrderAndHash) {
  LinearLayout a = LinearLayout::identity1D(4, "lane", "dim0");
  LinearLayout b = LinearLayout::identity1D(4, "lane", "dim1");
  EXPECT_EQ(a, LinearLayout::identity1D(4, "lane", "dim0"));
  EXPECT_NE(a, b);
  EXPECT_NE(a, a.resizeOutDim("dim0", 8));
  EXPECT_TRUE(a < b);
  EXPECT_FALSE(b < a);
  EXPECT_FALSE(a < a);
  EXPECT_EQ(hash_value(a), hash_value(LinearLayout::identity1D(4, "lane", "dim0")));
  EXPECT_NE(hash_value(a), hash_value(b));

  LinearLayout turned = makeTile().transposeIns({"warp", "lane", "register"});
  EXPECT_NE(makeTile(), turned);
  EXPECT_TRUE(makeTile().equalsIgnoringOrder(turned));
  EXPECT_FALSE(makeTile().equalsIgnoringOrder(turned.renameInDim("warp", "block")));
  EXPECT_FALSE(makeTile().equalsIgnoringOrder(turned.removeInDim("warp")));
}

static std::string getError(ArrayRef<LinearLayout::InBases> bases,
                            ArrayRef<LinearLayout::DimSize> outDims) {
  Expected<LinearLayout> layout = LinearLayout::create(bases, outDims);
  return layout ? "" : toString(layout.takeError());
}

TEST(LinearLayout, CreateChecksWhatUsersWrite) {
  Expected<LinearLayout> good =
      LinearLayout::create({{"lane", {{1, 0}, {0, 1}}}}, {{"a", 2}, {"b", 2}});
  ASSERT_TRUE(bool(good));
  EXPECT_EQ(good->toString(), "{lane = [[1, 0], [0, 1]]} -> {a = 2, b = 2}");

  EXPECT_EQ(getError({}, {{"a", 2}, {"a", 2}}), "output dimension 'a' appears twice in a layout");
  EXPECT_EQ(getError({}, {{"a", 12}}), "output dimension 'a' of a layout has size 12; sizes are "
                                       "powers of two up to 1073741824");
  EXPECT_EQ(getError({}, {{"a", 0}}), "output dimension 'a' of a layout has size 0; sizes are "
                                      "powers of two up to 1073741824");
  EXPECT_EQ(getError({}, {{"a", INT32_MIN}}), "output dimension 'a' of a layout has size "
                                              "-2147483648; sizes are powers of two up to "
                                              "1073741824");
  EXPECT_EQ(getError({}, {{"a", 1 << 30}, {"b", 1 << 30}, {"c", 8}}),
            "a layout has 2^63 elements; at most 2^62 are allowed");
  EXPECT_EQ(getError({{"x", {}}, {"x", {}}}, {}), "input dimension 'x' appears twice in a layout");
  EXPECT_EQ(getError({{"x", SmallVector<Coordinates>(31, Coordinates{0})}}, {{"a", 2}}),
            "input dimension 'x' of a layout has 31 bases; at most 30 are allowed in one dimension "
            "and 62 in all");
  EXPECT_EQ(getError({{"x", {{1}}}}, {{"a", 2}, {"b", 2}}),
            "basis [1] of 'x' has 1 component; the layout has rank 2");
  EXPECT_EQ(getError({{"x", {{1, 2}}}}, {{"a", 2}, {"b", 2}}),
            "basis [1, 2] of 'x' leaves dimension 'b' of size 2");
  EXPECT_EQ(getError({{"x", {{-1}}}}, {{"a", 2}}),
            "basis [-1] of 'x' leaves dimension 'a' of size 2");
}
