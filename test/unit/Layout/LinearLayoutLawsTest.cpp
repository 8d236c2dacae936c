//===- LinearLayoutLawsTest.cpp - Algebra on random layouts -----*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Each law holds for all layouts; it is tried on a few hundred from a fixed seed. Inputs and
// outputs are small enough to look at every element.
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Layout/LinearLayout.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

using namespace llvm;
using namespace tritonmetal::layout;

namespace {
class LinearLayoutLaws : public ::testing::Test {
protected:
  static constexpr int kRounds = 300;

  int32_t pick(int32_t limit) { return static_cast<int32_t>(random() % uint32_t(limit)); }

  /// Up to 3 bits in each of the dimensions; any bases.
  LinearLayout makeAny(ArrayRef<StringRef> inDims, ArrayRef<StringRef> outDims) {
    SmallVector<LinearLayout::DimSize> outs;
    for (StringRef name : outDims)
      outs.push_back({name, 1 << pick(4)});
    return makeBases(inDims, outs);
  }

  LinearLayout makeBases(ArrayRef<StringRef> inDims, ArrayRef<LinearLayout::DimSize> outs) {
    SmallVector<LinearLayout::InBases> bases;
    for (StringRef name : inDims) {
      LinearLayout::InBases dim{name, {}};
      for (int bits = pick(4); bits > 0; --bits) {
        LinearLayout::Coordinates basis;
        for (auto [outName, size] : outs)
          basis.push_back(pick(size));
        dim.second.push_back(basis);
      }
      bases.push_back(dim);
    }
    return LinearLayout(bases, outs);
  }

  /// A bijection: the identity, its bases mixed by adding one to another again and again.
  LinearLayout makeBijection(StringRef in, StringRef out, int bits) {
    SmallVector<int32_t> columns;
    for (int bit = 0; bit < bits; ++bit)
      columns.push_back(1 << bit);
    for (int step = 0; step < 4 * bits; ++step)
      if (int a = pick(bits), b = pick(bits); a != b)
        columns[a] ^= columns[b];
    LinearLayout::InBases bases{in, {}};
    for (int32_t column : columns)
      bases.second.push_back({column});
    return LinearLayout(bases, ArrayRef<LinearLayout::DimSize>{{out, 1 << bits}});
  }

  static uint64_t countInputs(const LinearLayout &layout) {
    return uint64_t(1) << layout.getTotalInDimSizeLog2();
  }

  std::mt19937 random{20240607};
};
} // namespace

TEST_F(LinearLayoutLaws, MapsAreLinear) {
  for (int round = 0; round < kRounds; ++round) {
    LinearLayout f = makeAny({"r", "l", "w"}, {"a", "b"});
    EXPECT_EQ(f.applyFlat(0), 0u);
    for (int i = 0; i < 8; ++i) {
      uint64_t x = pick(countInputs(f)), y = pick(countInputs(f));
      EXPECT_EQ(f.applyFlat(x ^ y), f.applyFlat(x) ^ f.applyFlat(y));
    }
  }
}

TEST_F(LinearLayoutLaws, RankCountsTheImage) {
  for (int round = 0; round < kRounds; ++round) {
    LinearLayout f = makeAny({"r", "l"}, {"a", "b"});
    std::set<uint64_t> image;
    for (uint64_t x = 0; x < countInputs(f); ++x)
      image.insert(f.applyFlat(x));
    EXPECT_EQ(image.size(), uint64_t(1) << f.getRank());
    EXPECT_EQ(f.isInjective(), image.size() == countInputs(f));
    EXPECT_EQ(f.isSurjective(), image.size() == uint64_t(1) << f.getTotalOutDimSizeLog2());
  }
}

TEST_F(LinearLayoutLaws, NonFreeInputsReachEveryOutputOnce) {
  for (int round = 0; round < kRounds; ++round) {
    LinearLayout f = makeAny({"r", "l"}, {"a", "b"});
    uint64_t freeBits = uint64_t(f.getFreeVariableMask("r")) | uint64_t(f.getFreeVariableMask("l"))
                                                                   << f.getInDimSizeLog2("r");
    std::multiset<uint64_t> image;
    for (uint64_t x = 0; x < countInputs(f); ++x)
      if ((x & freeBits) == 0)
        image.insert(f.applyFlat(x));
    EXPECT_EQ(image.size(), uint64_t(1) << f.getRank());
    for (uint64_t y : image)
      EXPECT_EQ(image.count(y), 1u);
  }
}

TEST_F(LinearLayoutLaws, InverseUndoes) {
  for (int round = 0; round < kRounds; ++round) {
    int bits = 1 + pick(9);
    LinearLayout f = makeBijection("x", "y", bits);
    LinearLayout g = f.invert();
    EXPECT_EQ(f.compose(g), LinearLayout::identity1D(1 << bits, "x", "x"));
    EXPECT_EQ(g.compose(f), LinearLayout::identity1D(1 << bits, "y", "y"));
    EXPECT_EQ(g.invert(), f);
  }
}

TEST_F(LinearLayoutLaws, PseudoInverseIsARightInverse) {
  int tried = 0;
  for (int round = 0; round < 4 * kRounds; ++round) {
    LinearLayout f = makeAny({"r", "l", "w"}, {"a", "b"});
    if (!f.isSurjective())
      continue;
    ++tried;
    LinearLayout g = f.pseudoInvert();
    for (uint64_t y = 0; y < uint64_t(1) << f.getTotalOutDimSizeLog2(); ++y)
      EXPECT_EQ(f.applyFlat(g.applyFlat(y)), y);
  }
  EXPECT_GT(tried, 100);
}

TEST_F(LinearLayoutLaws, InvertAndComposeFindsTheSameElement) {
  int found = 0, missed = 0;
  for (int round = 0; round < 2 * kRounds; ++round) {
    LinearLayout source = makeAny({"r", "l", "w"}, {"a", "b"});
    LinearLayout f = makeBases({"x", "y"}, source.getOutDims());
    std::set<uint64_t> image;
    for (uint64_t x = 0; x < countInputs(source); ++x)
      image.insert(source.applyFlat(x));
    bool reachable = true;
    for (uint64_t x = 0; x < countInputs(f); ++x)
      reachable &= image.count(f.applyFlat(x)) == 1;

    std::optional<LinearLayout> g = f.invertAndCompose(source);
    ASSERT_EQ(bool(g), reachable);
    ++(g ? found : missed);
    if (g)
      EXPECT_EQ(g->compose(source), f);
  }
  EXPECT_GT(found, 50);
  EXPECT_GT(missed, 50);
}

TEST_F(LinearLayoutLaws, ComposeAppliesOneAfterTheOther) {
  for (int round = 0; round < kRounds; ++round) {
    LinearLayout g = makeAny({"a", "b"}, {"c", "d"});
    LinearLayout f =
        makeBases({"r", "l"}, {{"b", g.getInDimSize("b")}, {"a", g.getInDimSize("a")}});
    LinearLayout h = f.compose(g);
    for (uint64_t x = 0; x < countInputs(f); ++x) {
      LinearLayout::Coordinates middle = f.apply(
          ArrayRef<int32_t>{int32_t(x % f.getInDimSize("r")), int32_t(x / f.getInDimSize("r"))});
      EXPECT_EQ(h.apply(ArrayRef<int32_t>{int32_t(x % f.getInDimSize("r")),
                                          int32_t(x / f.getInDimSize("r"))}),
                g.apply({{"b", middle[0]}, {"a", middle[1]}}));
    }
  }
}

TEST_F(LinearLayoutLaws, ProductIsAssociativeWithNeutralElement) {
  for (int round = 0; round < kRounds; ++round) {
    LinearLayout f = makeAny({"r", "l"}, {"a", "b"});
    LinearLayout g = makeAny({"l", "w"}, {"b", "c"});
    LinearLayout h = makeAny({"r"}, {"a", "c"});
    EXPECT_EQ((f * g) * h, f * (g * h));
    EXPECT_EQ(f * LinearLayout(), f);
    EXPECT_EQ(LinearLayout() * f, f);
  }
}

TEST_F(LinearLayoutLaws, DivisionUndoesTheProduct) {
  for (int round = 0; round < kRounds; ++round) {
    LinearLayout f = makeAny({"r", "l"}, {"a", "b"});
    LinearLayout g = makeAny({"r", "l"}, {"a", "b"});
    EXPECT_EQ((f * g).divideLeft(f), std::optional<LinearLayout>(g));
    EXPECT_EQ((f * g).divideRight(g), std::optional<LinearLayout>(f));
    // Whenever a quotient exists for unrelated layouts, it multiplies back.
    if (std::optional<LinearLayout> quotient = f.divideLeft(g))
      EXPECT_TRUE((g * *quotient).equalsIgnoringOrder(f));
    if (std::optional<LinearLayout> quotient = f.divideRight(g))
      EXPECT_TRUE((*quotient * g).equalsIgnoringOrder(f));
  }
}

TEST_F(LinearLayoutLaws, TransposeAndReshapeKeepTheMap) {
  for (int round = 0; round < kRounds; ++round) {
    LinearLayout f = makeAny({"r", "l"}, {"a", "b"});
    LinearLayout turned = f.transposeIns({"l", "r"}).transposeOuts({"b", "a"});
    EXPECT_EQ(turned.transposeOuts({"a", "b"}).transposeIns({"r", "l"}), f);
    for (int32_t r = 0; r < f.getInDimSize("r"); ++r)
      for (int32_t l = 0; l < f.getInDimSize("l"); ++l) {
        LinearLayout::Coordinates y = f.apply(ArrayRef<int32_t>{r, l});
        EXPECT_EQ(turned.apply(ArrayRef<int32_t>{l, r}), (LinearLayout::Coordinates{y[1], y[0]}));
      }
    LinearLayout flat = f.flattenIns("i").flattenOuts("o");
    for (uint64_t x = 0; x < countInputs(f); ++x)
      EXPECT_EQ(uint64_t(flat.apply(ArrayRef<int32_t>{int32_t(x)})[0]), f.applyFlat(x));
    EXPECT_EQ(flat.reshapeIns({{"r", f.getInDimSize("r")}, {"l", f.getInDimSize("l")}})
                  .reshapeOuts({{"a", f.getOutDimSize("a")}, {"b", f.getOutDimSize("b")}}),
              f);
  }
}

TEST_F(LinearLayoutLaws, ConsecutiveRegistersAreConsecutiveAndAligned) {
  for (int round = 0; round < kRounds; ++round) {
    LinearLayout f =
        LinearLayout::identity1D(1 << pick(3), "r", "b") * makeAny({"r", "l"}, {"b", "a"});
    int32_t count = f.getNumConsecutive("r", {"b", "a"});
    LinearLayout flat = f.transposeOuts({"b", "a"}).flattenOuts("o");
    auto holds = [&](int32_t n) {
      if (n > flat.getInDimSize("r"))
        return false;
      for (int32_t r = 0; r < flat.getInDimSize("r"); ++r)
        for (int32_t l = 0; l < flat.getInDimSize("l"); ++l) {
          int32_t start = flat.apply(ArrayRef<int32_t>{r & -n, l})[0];
          if (start % n != 0 || flat.apply(ArrayRef<int32_t>{r, l})[0] != start + (r & (n - 1)))
            return false;
        }
      return true;
    };
    EXPECT_TRUE(holds(count)) << flat.toString();
    EXPECT_FALSE(holds(2 * count)) << flat.toString();
  }
}

TEST_F(LinearLayoutLaws, OrderIsTotalAndHashesAgree) {
  SmallVector<LinearLayout> layouts;
  for (int round = 0; round < 60; ++round)
    layouts.push_back(makeAny({"r"}, {"a"}));
  for (const LinearLayout &f : layouts)
    for (const LinearLayout &g : layouts) {
      EXPECT_EQ((f < g) + (g < f) + (f == g), 1);
      EXPECT_EQ(f == g, f.toString() == g.toString());
      if (f == g)
        EXPECT_EQ(hash_value(f), hash_value(g));
    }
}
