//===- ShufflesTest.cpp - Moves between the lanes of a SIMD-group -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every plan is carried out on lanes whose registers hold the numbers of elements.
//
//===----------------------------------------------------------------------===//

#include "LayoutTestSupport.h"

#include "triton-metal/Layout/Shuffles.h"

#include "llvm/ADT/bit.h"

#include <gtest/gtest.h>

#include <random>

using namespace llvm;
using namespace tritonmetal::layout;
using tritonmetal::layout::test::applyBases;
using tritonmetal::layout::test::Ints;

namespace {

using tritonmetal::layout::test::make;

/// The registers of all lanes of one SIMD-group.
using SimdgroupValue = SmallVector<Ints>;

SimdgroupValue choose(SimdgroupValue lanes, ArrayRef<RegisterChoice> choices, int32_t simdgroup) {
  for (const RegisterChoice &choice : choices)
    for (size_t lane = 0; lane < lanes.size(); ++lane) {
      int bits = popcount(uint32_t(lane) & uint32_t(choice.lanes)) +
                 popcount(uint32_t(simdgroup & choice.simdgroups));
      Ints old = lanes[lane];
      for (size_t number = 0; bits % 2 && number < old.size(); ++number)
        lanes[lane][number] = old[number ^ choice.registers];
    }
  return lanes;
}

SimdgroupValue make(const LinearLayout &layout, int32_t simdgroup) {
  SimdgroupValue lanes;
  for (int32_t lane = 0; lane < layout.getInDimSize("lane"); ++lane) {
    Ints registers;
    for (int32_t number = 0; number < layout.getInDimSize("register"); ++number)
      registers.push_back(layout.apply(ArrayRef<int32_t>{number, lane, simdgroup}).front());
    lanes.push_back(registers);
  }
  return lanes;
}

/// Sorted by distance they are the same registers.
void checkPlaces(const Shuffles &shuffles) {
  int32_t near = int32_t(shuffles.near.size());
  for (size_t bit = 0; bit < shuffles.distances.size(); ++bit) {
    int32_t place = shuffles.places[bit];
    int32_t registers = applyBases(shuffles.near, place & ((1 << near) - 1)), distance = 0;
    for (size_t i = 0; i < shuffles.steps.size(); ++i)
      if (place >> near >> i & 1) {
        registers ^= shuffles.steps[i].registers;
        distance ^= shuffles.steps[i].distance;
      }
    EXPECT_EQ(registers, 1 << bit);
    EXPECT_EQ(distance, shuffles.distances[bit]);
  }
}

void carryOut(const LinearLayout &src, const LinearLayout &dst, const Shuffles &shuffles) {
  checkPlaces(shuffles);
  for (int32_t simdgroup = 0; simdgroup < src.getInDimSize("warp"); ++simdgroup) {
    SimdgroupValue offered = choose(make(src, simdgroup), shuffles.offers, simdgroup);
    SimdgroupValue received;
    for (int32_t lane = 0; lane < src.getInDimSize("lane"); ++lane) {
      Ints registers;
      for (int32_t number = 0; number < dst.getInDimSize("register"); ++number)
        registers.push_back(offered[lane ^ applyBases(shuffles.distances, number)]
                                   [applyBases(shuffles.offered, number)]);
      received.push_back(registers);
    }
    EXPECT_EQ(choose(received, shuffles.choices, simdgroup), make(dst, simdgroup));
  }
}

TEST(Shuffles, Transpose) {
  LinearLayout src = make({1}, {2, 4, 8, 16, 32}, {}, 64);
  LinearLayout dst = make({2}, {1, 4, 8, 16, 32}, {}, 64);
  std::optional<Shuffles> shuffles = planShuffles(src, dst);
  ASSERT_TRUE(shuffles);
  EXPECT_EQ(shuffles->distances, (Ints{1}));
  EXPECT_EQ(shuffles->offers.size(), 1u);
  EXPECT_EQ(shuffles->choices.size(), 1u);
  carryOut(src, dst, *shuffles);
}

TEST(Shuffles, BroadcastOffersNothing) {
  // Both lanes of a pair get both elements.
  LinearLayout src = make({}, {1, 2, 4, 8, 16}, {}, 32);
  LinearLayout dst = make({1}, {0, 2, 4, 8, 16}, {}, 32);
  std::optional<Shuffles> shuffles = planShuffles(src, dst);
  ASSERT_TRUE(shuffles);
  EXPECT_TRUE(shuffles->offers.empty());
  EXPECT_EQ(shuffles->distances, (Ints{1}));
  carryOut(src, dst, *shuffles);
}

TEST(Shuffles, LanesDoNotChangePlaces) {
  LinearLayout src = make({}, {1, 2, 4, 8, 16}, {}, 32);
  LinearLayout dst = make({}, {2, 1, 4, 8, 16}, {}, 32);
  EXPECT_FALSE(planShuffles(src, dst));
}

TEST(Shuffles, NotBetweenSimdgroups) {
  LinearLayout src = make({1}, {2, 4, 8, 16, 32}, {64}, 128);
  LinearLayout dst = make({64}, {2, 4, 8, 16, 32}, {1}, 128);
  EXPECT_FALSE(planShuffles(src, dst));
}

TEST(Shuffles, RandomLayouts) {
  std::mt19937 random(3);
  auto pick = [&](int limit) { return int(random() % unsigned(limit)); };
  int planned = 0;
  for (int round = 0; round < 2000; ++round) {
    // Registers and lanes of the source, mixed a little.
    Ints bits = {1, 2, 4, 8, 16, 32, 64};
    int registers = 1 + pick(2);
    auto makeOne = [&] {
      Ints columns = bits;
      for (int step = pick(4); step > 0; --step)
        std::swap(columns[pick(7)], columns[pick(7)]);
      if (int a = pick(7), b = pick(7); a != b && pick(2))
        columns[a] ^= columns[b];
      auto all = ArrayRef(columns);
      Ints lanes(all.slice(registers, 5 - (pick(4) == 0)));
      Ints own(all.take_front(registers));
      own.append(all.drop_front(registers + lanes.size()).begin(), all.end());
      if (lanes.size() < 5)
        lanes.insert(lanes.begin() + pick(5), pick(2) ? 0 : lanes.front());
      return make(own, lanes, {0}, 128);
    };
    LinearLayout src = makeOne(), dst = makeOne();
    if (std::optional<Shuffles> shuffles = planShuffles(src, dst)) {
      ++planned;
      SCOPED_TRACE("round " + std::to_string(round) + "\n" + src.toString() + "\n" +
                   dst.toString());
      carryOut(src, dst, *shuffles);
    }
    if (::testing::Test::HasFailure())
      return;
  }
  EXPECT_GT(planned, 100);
}

} // namespace
