//===- StagingTest.cpp - A trip through threadgroup memory ------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Every plan is carried out here, thread by thread, on a memory that knows which element it
// holds. So a plan is right if all registers of the destination find their elements, and fast
// if no two lanes that take their turn together ask one bank for different words.
//
//===----------------------------------------------------------------------===//

#include "LayoutTestSupport.h"

#include "triton-metal/Layout/Staging.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

using namespace llvm;
using namespace tritonmetal::layout;
using tritonmetal::layout::test::applyBases;
using tritonmetal::layout::test::Ints;
using tritonmetal::layout::test::make;

namespace {

int32_t evaluate(const ThreadFunction &function, int32_t access, int32_t lane, int32_t simdgroup) {
  return applyBases(function.registers, access) ^ applyBases(function.lanes, lane) ^
         applyBases(function.simdgroups, simdgroup);
}

/// One plan, carried out.
class Trip {
public:
  Trip(const LinearLayout &src, const LinearLayout &dst, int32_t bytes, StagingLimits limits = {})
      : src(src), dst(dst), bytes(bytes), limits(limits),
        staging(*planStaging(src, dst, bytes, limits)) {}

  void run() {
    EXPECT_LE(staging.size * bytes, limits.bytes);
    for (int32_t band = 0; band < 1 << staging.numBandBits; ++band) {
      memory.clear();
      forAllThreads([&](int32_t lane, int32_t simdgroup) { write(band, lane, simdgroup); });
      EXPECT_EQ(int64_t(memory.size()), staging.size) << "every place is written";
      forAllThreads([&](int32_t lane, int32_t simdgroup) { read(band, lane, simdgroup); });
    }
    forAllThreads([&](int32_t lane, int32_t simdgroup) { check(lane, simdgroup); });
  }

  /// The most words that lanes ask of one bank in one turn.
  int getConflicts(const StagingSide &side, const LinearLayout &layout) const {
    int worst = 0;
    int32_t lanes = layout.getInDimSize("lane");
    int32_t turn = std::max(1, std::min(lanes, limits.rowBytes / (bytes * side.width)));
    for (int32_t access = 0; access < 1 << side.registers.size(); access += side.width)
      for (int32_t first = 0; first < lanes; first += turn) {
        std::map<int32_t, std::set<int32_t>> words;
        for (int32_t lane = first; lane < first + turn; ++lane)
          for (int32_t i = 0; i < side.width; ++i) {
            int32_t word = evaluate(side.places, access + i, lane, 0) * bytes / 4;
            words[word % (limits.rowBytes / 4)].insert(word);
          }
        for (const auto &[bank, wanted] : words)
          worst = std::max<int>(worst, wanted.size());
      }
    return worst;
  }

  const LinearLayout &src, &dst;
  int32_t bytes;
  StagingLimits limits;
  Staging staging;

private:
  template <typename Function>
  void forAllThreads(Function function) {
    for (int32_t simdgroup = 0; simdgroup < src.getInDimSize("warp"); ++simdgroup)
      for (int32_t lane = 0; lane < src.getInDimSize("lane"); ++lane)
        function(lane, simdgroup);
  }

  static int32_t elementOf(const LinearLayout &layout, int32_t number, int32_t lane,
                           int32_t simdgroup) {
    return layout.apply(ArrayRef<int32_t>{number, lane, simdgroup}).front();
  }

  void checkWidth(const StagingSide &side, int32_t access, int32_t place, int32_t first) {
    int32_t i = access % side.width;
    EXPECT_EQ(place, first + i);
    EXPECT_EQ(first % side.width, 0);
  }

  void write(int32_t band, int32_t lane, int32_t simdgroup) {
    if (lane & staging.laneCopies || simdgroup & staging.simdgroupCopies)
      return;
    const StagingSide &side = staging.store;
    int32_t first = 0;
    for (int32_t access = 0; access < 1 << side.registers.size(); ++access) {
      int32_t compared = evaluate(staging.comparedBands, access, lane, simdgroup) ^
                         applyBases(staging.bandComparedBands, band);
      if (compared != (band & staging.comparedBandBits))
        continue;
      int32_t place =
          evaluate(side.places, access, lane, simdgroup) ^ applyBases(side.bandPlaces, band);
      first = access % side.width == 0 ? place : first;
      checkWidth(side, access, place, first);
      ASSERT_LT(place, staging.size);
      int32_t number = applyBases(side.registers, access) ^ applyBases(side.bandRegisters, band);
      EXPECT_TRUE(memory.insert({place, elementOf(src, number, lane, simdgroup)}).second)
          << "two writes to place " << place;
    }
  }

  void read(int32_t band, int32_t lane, int32_t simdgroup) {
    const StagingSide &side = staging.load;
    int32_t count = 1 << side.registers.size();
    int32_t first = 0;
    for (int32_t access = 0; access < count; ++access) {
      int32_t place =
          evaluate(side.places, access, lane, simdgroup) ^ applyBases(side.bandPlaces, band);
      first = access % side.width == 0 ? place : first;
      checkWidth(side, access, place, first);
      received[{band * count + access, lane, simdgroup}] = memory.at(place);
    }
  }

  void check(int32_t lane, int32_t simdgroup) {
    for (int32_t number = 0; number < dst.getInDimSize("register"); ++number) {
      int32_t access = applyBases(staging.results, number);
      EXPECT_EQ((received.at({access, lane, simdgroup})), elementOf(dst, number, lane, simdgroup));
    }
  }

  std::map<int32_t, int32_t> memory;
  std::map<std::tuple<int32_t, int32_t, int32_t>, int32_t> received;
};

void expectNoConflicts(const Trip &trip) {
  EXPECT_EQ(trip.getConflicts(trip.staging.store, trip.src), 1);
  EXPECT_EQ(trip.getConflicts(trip.staging.load, trip.dst), 1);
}

// tensor<32x32>, flat with dim1 in the low bits: rows to columns.
TEST(Staging, TransposeIsFreeOfConflicts) {
  LinearLayout rows = make({32, 64, 128, 256, 512}, {1, 2, 4, 8, 16}, {}, 1024);
  LinearLayout columns = make({1, 2, 4, 8, 16}, {32, 64, 128, 256, 512}, {}, 1024);
  for (int32_t bytes : {1, 2, 4, 8}) {
    Trip trip(rows, columns, bytes);
    trip.run();
    expectNoConflicts(trip);
  }
}

TEST(Staging, CommonRegistersTravelTogether) {
  LinearLayout src = make({1, 2, 256}, {4, 8, 16, 32, 64}, {128}, 512);
  LinearLayout dst = make({1, 2, 4}, {128, 256, 8, 16, 32}, {64}, 512);
  Trip trip(src, dst, 4);
  trip.run();
  EXPECT_EQ(trip.staging.store.width, 4);
  EXPECT_EQ(trip.staging.load.width, 4);
  expectNoConflicts(trip);
}

TEST(Staging, OneSideMayBeWide) {
  // Four neighbours of a row, then four of a column: 8 lanes share a row of memory there.
  LinearLayout src = make({1, 2, 256}, {4, 8, 16, 32, 64}, {128}, 512);
  LinearLayout dst = make({32, 64, 1}, {2, 4, 8, 16, 128}, {256}, 512);
  Trip trip(src, dst, 4);
  trip.run();
  EXPECT_EQ(std::max(trip.staging.store.width, trip.staging.load.width), 4);
  expectNoConflicts(trip);
}

TEST(Staging, CopiesDoNotWrite) {
  LinearLayout src = make({1, 0}, {2, 0, 4, 8, 0}, {0, 16}, 32);
  LinearLayout dst = make({0, 16, 8}, {1, 2, 0, 4, 0}, {0, 0}, 32);
  Trip trip(src, dst, 4);
  EXPECT_EQ(trip.staging.laneCopies, 0b10010);
  EXPECT_EQ(trip.staging.simdgroupCopies, 0b01);
  EXPECT_EQ(trip.staging.store.registers, (Ints{1}));
  trip.run();
}

TEST(Staging, BandsByRegisters) {
  LinearLayout src = make({1, 2, 512, 1024, 2048}, {4, 8, 16, 32, 64}, {128, 256}, 4096);
  LinearLayout dst = make({64, 128, 512, 1024, 2048}, {1, 2, 4, 8, 16}, {32, 256}, 4096);
  StagingLimits limits;
  limits.bytes = 4096;
  Trip trip(src, dst, 4, limits);
  EXPECT_EQ(trip.staging.numBandBits, 2);
  EXPECT_EQ(trip.staging.comparedBandBits, 0);
  trip.run();
}

TEST(Staging, BandsBySimdgroupsOfTheSource) {
  LinearLayout src = make({1, 2, 4}, {8, 16, 32, 64, 128}, {256, 512}, 1024);
  LinearLayout dst = make({256, 512, 128}, {1, 2, 4, 8, 16}, {32, 64}, 1024);
  StagingLimits limits;
  limits.bytes = 1024;
  Trip trip(src, dst, 4, limits);
  EXPECT_EQ(trip.staging.numBandBits, 2);
  EXPECT_NE(trip.staging.comparedBandBits, 0);
  trip.run();
}

TEST(Staging, NoBandsAcrossThreads) {
  // The upper half of the lanes holds copies, in other registers.
  LinearLayout src = make({16}, {1, 2, 4, 8, 0}, {}, 32);
  LinearLayout dst = make({16}, {1, 2, 4, 8, 16}, {}, 32);
  StagingLimits limits;
  limits.bytes = 64;
  EXPECT_FALSE(planStaging(src, dst, 4, limits));
  EXPECT_TRUE(planStaging(dst, src, 4, limits));
}

/// A layout of 2^bits elements: a random bijection with zero bases and sums strewn in.
LinearLayout makeRandom(std::mt19937 &random, int bits, int lanes, int warps, bool isPlain) {
  auto pick = [&](int limit) { return int(random() % unsigned(limit)); };
  Ints columns;
  for (int bit = 0; bit < bits; ++bit)
    columns.push_back(1 << bit);
  for (int step = 0; step < 4 * bits; ++step) {
    int a = pick(bits), b = pick(bits);
    if (a != b && isPlain)
      std::swap(columns[a], columns[b]);
    else if (a != b)
      columns[a] ^= columns[b];
  }
  Ints parts[3]; // registers, lanes, SIMD-groups
  int room[3] = {64, lanes, warps};
  for (int32_t column : columns) {
    int part = pick(3);
    if (int(parts[part].size()) >= room[part])
      part = 0;
    parts[part].push_back(column);
  }
  for (int part : {1, 2})
    while (int(parts[part].size()) < room[part])
      parts[part].insert(parts[part].begin() + pick(parts[part].size() + 1),
                         isPlain || pick(2) ? 0 : 1 + pick((1 << bits) - 1));
  if (pick(3) == 0)
    parts[0].insert(parts[0].begin() + pick(parts[0].size() + 1), 0);
  return make(parts[0], parts[1], parts[2], 1 << bits);
}

TEST(Staging, RandomLayouts) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    int bits = 3 + round % 8;
    bool isPlain = round % 2;
    LinearLayout src = makeRandom(random, bits, 3, 2, isPlain);
    LinearLayout dst = makeRandom(random, bits, 3, 2, isPlain);
    int32_t bytes = 1 << random() % 4;
    StagingLimits limits;
    limits.rowBytes = 32;
    // As many bands as the registers of the destination allow, or none.
    int registers = 0;
    int32_t copies = dst.getFreeVariableMask("register");
    for (int bit = 0; bit < dst.getInDimSizeLog2("register"); ++bit)
      registers += !(copies >> bit & 1);
    if (isPlain && round % 3 == 0)
      limits.bytes = int64_t(bytes) << (bits - registers);
    Trip trip(src, dst, bytes, limits);
    SCOPED_TRACE("round " + std::to_string(round) + "\n" + src.toString() + "\n" + dst.toString());
    trip.run();
    if (isPlain && trip.staging.numBandBits == 0)
      expectNoConflicts(trip);
    if (::testing::Test::HasFailure())
      return;
  }
}

} // namespace
