//===- ConversionTest.cpp - From one layout to another ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "LayoutTestSupport.h"

#include "triton-metal/Layout/Conversion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

using namespace llvm;
using namespace tritonmetal::layout;
using tritonmetal::layout::test::Ints;
using tritonmetal::layout::test::make;

/// The map of a conversion finds the element, and moves no more than its kind says.
static void checkMap(const LinearLayout &src, const LinearLayout &dst) {
  Conversion conversion = planConversion(src, dst);
  ASSERT_NE(conversion.kind, ConversionKind::ThreadgroupMemory);
  EXPECT_EQ(conversion.source.compose(src), dst);
  for (StringRef name : dst.getInDimNames())
    for (int bit = 0; bit < dst.getInDimSizeLog2(name); ++bit) {
      int32_t self = name == "warp" ? 1 << bit : 0;
      EXPECT_EQ(conversion.source.getBasis(name, bit, "warp"), self);
      if (conversion.kind != ConversionKind::LaneShuffle)
        EXPECT_EQ(conversion.source.getBasis(name, bit, "lane"), name == "lane" ? 1 << bit : 0);
    }
  if (conversion.kind != ConversionKind::LaneShuffle)
    EXPECT_EQ(conversion.source.getBases("register", "register"), conversion.registerBases);
}

TEST(Conversion, SameLayoutNeedsNothing) {
  LinearLayout layout = make({1, 2}, {4, 8}, {16}, 32);
  Conversion conversion = planConversion(layout, layout);
  EXPECT_EQ(conversion.kind, ConversionKind::None);
  EXPECT_EQ(conversion.registerBases, (Ints{1, 2}));
  checkMap(layout, layout);
}

TEST(Conversion, RegistersTradePlaces) {
  LinearLayout src = make({1, 2, 16}, {4, 8}, {0}, 32);
  LinearLayout dst = make({16, 1, 2}, {4, 8}, {0}, 32);
  Conversion conversion = planConversion(src, dst);
  EXPECT_EQ(conversion.kind, ConversionKind::RegisterPermutation);
  EXPECT_EQ(conversion.registerBases, (Ints{4, 1, 2}));
  EXPECT_EQ(registerMap(src, dst), (std::optional<Ints>(Ints{4, 1, 2})));
  checkMap(src, dst);
}

TEST(Conversion, RegistersAppearAndVanish) {
  LinearLayout once = make({1}, {2, 4}, {}, 8);
  LinearLayout twice = make({0, 1}, {2, 4}, {}, 8);
  EXPECT_EQ(registerMap(once, twice), (std::optional<Ints>(Ints{0, 1})));
  // Both copies hold the same; the lower one is read.
  EXPECT_EQ(registerMap(twice, once), (std::optional<Ints>(Ints{2})));
  EXPECT_EQ(planConversion(once, twice).kind, ConversionKind::RegisterPermutation);
  EXPECT_EQ(planConversion(twice, once).kind, ConversionKind::RegisterPermutation);
  // Where nothing changes nothing moves, though register 0 would do for register 1.
  EXPECT_EQ(registerMap(twice, twice), (std::optional<Ints>(Ints{1, 2})));
  EXPECT_EQ(planConversion(twice, twice).kind, ConversionKind::None);
  checkMap(twice, twice);
}

TEST(Conversion, RegistersMix) {
  LinearLayout src = make({1, 3}, {4}, {}, 8), dst = make({2, 1}, {4}, {}, 8);
  EXPECT_EQ(registerMap(src, dst), (std::optional<Ints>(Ints{3, 1})));
}

TEST(Conversion, LaneShuffleIsTheHeaderExample) {
  LinearLayout src = make({1}, {2, 4}, {}, 8), dst = make({1, 2}, {0, 4}, {}, 8);
  EXPECT_FALSE(registerMap(src, dst));
  Conversion conversion = planConversion(src, dst);
  EXPECT_EQ(conversion.kind, ConversionKind::LaneShuffle);
  EXPECT_EQ(conversion.source.toString(),
            "{register = [[1, 0, 0], [0, 1, 0]], lane = [[0, 0, 0], [0, 2, 0]], warp = []} -> "
            "{register = 2, lane = 4, warp = 1}");
  checkMap(src, dst);
}

TEST(Conversion, TransposeWithinASimdgroup) {
  // Registers and lanes swap: every lane reads from others.
  LinearLayout src = make({1, 2}, {4, 8}, {16}, 32), dst = make({4, 8}, {1, 2}, {16}, 32);
  EXPECT_EQ(planConversion(src, dst).kind, ConversionKind::LaneShuffle);
  checkMap(src, dst);
}

TEST(Conversion, OwnRegistersComeFirst) {
  // Every lane of the source holds everything: the lane selects a register of its own.
  LinearLayout src = make({1, 2, 4}, {0, 0}, {}, 8), dst = make({1}, {2, 4}, {}, 8);
  Conversion conversion = planConversion(src, dst);
  EXPECT_EQ(conversion.kind, ConversionKind::LaneShuffle);
  EXPECT_EQ(conversion.source.getBases("lane", "lane"), (Ints{1, 2}));
  EXPECT_EQ(conversion.source.getBases("lane", "register"), (Ints{2, 4}));
  checkMap(src, dst);
}

TEST(Conversion, WarpWithEveryElementSelects) {
  // Both warps hold everything in lanes; the destination spreads it over warps.
  LinearLayout src = make({1}, {2, 4}, {0}, 8), dst = make({1}, {2, 0}, {4}, 8);
  EXPECT_EQ(planConversion(src, dst).kind, ConversionKind::LaneShuffle);
  checkMap(src, dst);
}

TEST(Conversion, AcrossWarps) {
  LinearLayout src = make({1}, {2, 4}, {8}, 16), dst = make({8}, {2, 4}, {1}, 16);
  Conversion conversion = planConversion(src, dst);
  EXPECT_EQ(conversion.kind, ConversionKind::ThreadgroupMemory);
  EXPECT_TRUE(conversion.registerBases.empty());
  // From spread to replicated over warps, likewise.
  EXPECT_EQ(planConversion(make({1}, {2, 4}, {8}, 16), make({1, 8}, {2, 4}, {0}, 16)).kind,
            ConversionKind::ThreadgroupMemory);
}

TEST(Conversion, RandomPermutationsOfBits) {
  std::mt19937 random(7);
  int shuffles = 0, memory = 0;
  for (int round = 0; round < 400; ++round) {
    auto makeRandom = [&] {
      // Six bits of the tensor and two zeros over 3 register, 3 lane and 2 warp bits.
      Ints bases{1, 2, 4, 8, 16, 32, 0, 0};
      for (size_t i = bases.size() - 1; i > 0; --i)
        std::swap(bases[i], bases[random() % (i + 1)]);
      return make(ArrayRef(bases).take_front(3), ArrayRef(bases).slice(3, 3),
                  ArrayRef(bases).take_back(2), 64);
    };
    LinearLayout src = makeRandom(), dst = makeRandom();
    bool reachable = true;
    for (int32_t warp = 0; warp < 4; ++warp)
      for (int32_t place = 0; place < 64; ++place) {
        int32_t element = dst.apply(ArrayRef<int32_t>{place & 7, place >> 3, warp})[0];
        bool found = false;
        for (int32_t other = 0; other < 64; ++other)
          found |= src.apply(ArrayRef<int32_t>{other & 7, other >> 3, warp})[0] == element;
        reachable &= found;
      }
    Conversion conversion = planConversion(src, dst);
    ASSERT_EQ(conversion.kind != ConversionKind::ThreadgroupMemory, reachable)
        << src.toString() << " to " << dst.toString();
    ++(reachable ? shuffles : memory);
    if (reachable)
      checkMap(src, dst);
  }
  EXPECT_GT(shuffles, 20);
  EXPECT_GT(memory, 100);
}

TEST(Conversion, KindsHaveNames) {
  EXPECT_EQ(toString(ConversionKind::None), "none");
  EXPECT_EQ(toString(ConversionKind::RegisterPermutation), "register permutation");
  EXPECT_EQ(toString(ConversionKind::LaneShuffle), "lane shuffle");
  EXPECT_EQ(toString(ConversionKind::ThreadgroupMemory), "threadgroup memory");
}
