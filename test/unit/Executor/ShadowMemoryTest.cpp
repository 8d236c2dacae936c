//===- ShadowMemoryTest.cpp - Races, to the byte ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Executor/Interpreter/ShadowMemory.h"
#include "../../../lib/Executor/Interpreter/WrittenBits.h"

#include "gtest/gtest.h"

#include <random>

using namespace tritonmetal::executor;

namespace {

ShadowMemory::Observer at(uint32_t threadgroup, unsigned thread, uint32_t interval = 0,
                          unsigned simdEpoch = 0, bool atomic = false) {
  ShadowMemory::Observer observer;
  observer.stamp.threadgroup = threadgroup;
  observer.stamp.thread = thread;
  observer.stamp.interval = interval;
  observer.stamp.simdEpoch = simdEpoch;
  observer.stamp.atomic = atomic;
  return observer;
}

class ShadowMemoryTest : public testing::Test {
protected:
  bool reads(uint64_t offset, uint64_t size, const ShadowMemory::Observer &now) {
    auto conflict = shadow.recordRead(offset, size, now);
    return conflict && !conflict->harmless;
  }
  bool writes(uint64_t offset, uint64_t size, const ShadowMemory::Observer &now) {
    auto conflict = shadow.recordWrite(offset, size, now, nullptr, nullptr);
    return conflict && !conflict->harmless;
  }
  /// Stores one byte over another.
  std::optional<ShadowMemory::Conflict> store(uint8_t before, uint8_t after,
                                              const ShadowMemory::Observer &now) {
    return shadow.recordWrite(0, 1, now, &before, &after);
  }

  ShadowMemory shadow{1 << 16};
};

TEST_F(ShadowMemoryTest, ReadersDoNotRace) {
  for (unsigned thread = 0; thread < 64; ++thread)
    EXPECT_FALSE(reads(0, 4, at(1, thread)));
  EXPECT_FALSE(reads(0, 4, at(2, 0)));
}

TEST_F(ShadowMemoryTest, WriteAndReadWithinAnInterval) {
  EXPECT_FALSE(writes(8, 4, at(1, 3)));
  EXPECT_FALSE(reads(8, 4, at(1, 3))) << "a thread sees its own writes";
  EXPECT_TRUE(reads(8, 4, at(1, 4)));
  EXPECT_FALSE(reads(12, 4, at(1, 4))) << "the neighbour";
  EXPECT_FALSE(reads(8, 4, at(1, 4, 1))) << "after a barrier";
}

TEST_F(ShadowMemoryTest, ReadBeforeWrite) {
  EXPECT_FALSE(reads(8, 4, at(1, 3)));
  EXPECT_FALSE(writes(8, 4, at(1, 3)));
  EXPECT_FALSE(reads(16, 4, at(1, 3)));
  EXPECT_TRUE(writes(16, 4, at(1, 40)));
}

TEST_F(ShadowMemoryTest, SimdgroupBarriersOrderOneSimdgroup) {
  EXPECT_FALSE(writes(0, 4, at(1, 0)));
  EXPECT_TRUE(reads(0, 4, at(1, 1)));
  EXPECT_FALSE(reads(0, 4, at(1, 1, 0, 1)));
  EXPECT_TRUE(reads(0, 4, at(1, 32, 0, 1))) << "a thread of another SIMD-group";
}

TEST_F(ShadowMemoryTest, ThreadgroupsAreNeverOrderedByBarriers) {
  EXPECT_FALSE(writes(0, 4, at(1, 0, 7)));
  EXPECT_TRUE(reads(0, 4, at(2, 0, 9)));
}

TEST_F(ShadowMemoryTest, OneOfManyReadersIsEnough) {
  // Whoever the writer is, one of the readers is another thread.
  for (unsigned writer = 0; writer < 64; writer += 9) {
    shadow.clear();
    for (unsigned thread = 0; thread < 64; ++thread)
      reads(0, 4, at(1, thread));
    EXPECT_TRUE(writes(0, 4, at(1, writer)));
  }
}

TEST_F(ShadowMemoryTest, ReadersOfManyThreadgroups) {
  for (uint32_t writer : {1, 2, 3}) {
    shadow.clear();
    for (uint32_t threadgroup : {1, 1, 2, 3})
      reads(0, 4, at(threadgroup, 0));
    EXPECT_TRUE(writes(0, 4, at(writer, 0, 5))) << "the barriers of " << writer << " order its own";
  }
}

TEST_F(ShadowMemoryTest, AtomicsRaceWithPlainAccessesOnly) {
  EXPECT_FALSE(writes(0, 4, at(1, 0, 0, 0, true)));
  EXPECT_FALSE(writes(0, 4, at(2, 0, 0, 0, true)));
  EXPECT_FALSE(reads(0, 4, at(3, 0, 0, 0, true)));
  EXPECT_TRUE(reads(0, 4, at(2, 0))) << "the update by threadgroup 1 is still there";
}

TEST_F(ShadowMemoryTest, AtomicReadDoesNotHideThePlainOne) {
  EXPECT_FALSE(reads(0, 4, at(1, 0)));
  EXPECT_FALSE(reads(0, 4, at(1, 0, 0, 0, true)));
  EXPECT_TRUE(writes(0, 4, at(2, 0, 0, 0, true)));
}

TEST_F(ShadowMemoryTest, EqualStoresAreHarmless) {
  EXPECT_FALSE(store(0, 7, at(1, 0)));
  auto equal = store(7, 7, at(1, 1));
  ASSERT_TRUE(equal);
  EXPECT_TRUE(equal->harmless);
  EXPECT_TRUE(writes(0, 1, at(1, 2)));
}

TEST_F(ShadowMemoryTest, EqualStoreDoesNotHideTheOneThatChanged) {
  EXPECT_FALSE(store(0, 7, at(1, 0)));
  EXPECT_TRUE(store(7, 7, at(1, 1))->harmless);
  EXPECT_TRUE(reads(0, 1, at(1, 1))) << "of what thread 0 wrote";
}

TEST_F(ShadowMemoryTest, ReadOfAnEqualStoreIsHarmless) {
  EXPECT_FALSE(store(7, 7, at(1, 0)));
  auto conflict = shadow.recordRead(0, 1, at(1, 1));
  ASSERT_TRUE(conflict);
  EXPECT_TRUE(conflict->harmless);
}

TEST_F(ShadowMemoryTest, OldThreadgroupsAreForgotten) {
  EXPECT_FALSE(writes(0, 4, at(1, 0)));
  shadow.forgetBefore(2);
  EXPECT_FALSE(reads(0, 4, at(2, 0)));
}

/// Accesses of any size and alignment against one stamp a byte.
TEST_F(ShadowMemoryTest, ExactToTheByte) {
  std::mt19937 random(7);
  for (unsigned round = 0; round < 200; ++round) {
    shadow.clear();
    std::vector<int> writer(256, -1), reader(256, -1);
    for (unsigned access = 0; access < 12; ++access) {
      unsigned size = 1u << random() % 5, offset = random() % (256 - size);
      int thread = int(random() % 2);
      bool isWrite = random() % 2;
      bool expected = false;
      for (unsigned i = offset; i < offset + size; ++i) {
        expected |= writer[i] >= 0 && writer[i] != thread;
        expected |= isWrite && reader[i] >= 0 && reader[i] != thread;
      }
      bool found =
          isWrite ? writes(offset, size, at(1, thread)) : reads(offset, size, at(1, thread));
      ASSERT_EQ(found, expected) << "round " << round << ", access " << access;
      if (found)
        break;
      for (unsigned i = offset; i < offset + size; ++i)
        (isWrite ? writer : reader)[i] = thread;
    }
  }
}

TEST_F(ShadowMemoryTest, AcrossPages) {
  EXPECT_FALSE(writes(4090, 12, at(1, 0)));
  EXPECT_TRUE(reads(4095, 1, at(1, 1)));
  EXPECT_TRUE(reads(4101, 1, at(1, 1)));
  EXPECT_FALSE(reads(4102, 1, at(1, 1)));
}

/// Random accesses by whole SIMD-groups: as rows, where that goes, and lane by lane.
TEST_F(ShadowMemoryTest, RowsAreLanesOneByOne) {
  ShadowMemory other(1 << 16);
  std::mt19937 random(7);
  std::vector<uint8_t> before(4096), after(4096);
  unsigned numRows = 0, numConflicts = 0;
  for (unsigned turn = 0; turn < 4000; ++turn) {
    uint64_t size = uint64_t(1) << random() % 5;
    // Half of them do not overlap, so that pages keep rows for a while.
    uint64_t offset = (turn % 8 < 4 ? random() % 4 * numLanes : random() % 90) * size;
    ShadowMemory::Observer now = at(1 + turn / 64 % 3, random() % 4 * numLanes, turn / 16);
    bool isWrite = random() % 4 == 0, changesSome = random() % 2;
    for (size_t i = 0; i < after.size(); ++i)
      after[i] = changesSome && random() % 8 == 0;
    bool isRow = isWrite ? shadow.recordWrites(offset, size, now, before.data(), after.data())
                         : shadow.recordReads(offset, size, now);
    numRows += isRow;
    for (unsigned lane = 0; lane < numLanes; ++lane) {
      auto record = [&](ShadowMemory &memory) {
        return isWrite ? memory.recordWrite(offset + lane * size, size, now, &before[lane * size],
                                            &after[lane * size])
                       : memory.recordRead(offset + lane * size, size, now);
      };
      auto expected = record(other);
      EXPECT_FALSE(isRow && expected) << "turn " << turn;
      if (!isRow) {
        auto found = record(shadow);
        ASSERT_EQ(found.has_value(), expected.has_value()) << "turn " << turn;
        numConflicts += found.has_value();
        if (found) {
          EXPECT_EQ(found->other.thread, expected->other.thread);
          EXPECT_EQ(found->other.threadgroup, expected->other.threadgroup);
          EXPECT_EQ(found->harmless, expected->harmless);
        }
      }
      now.stamp.thread = now.stamp.thread + 1;
    }
  }
  EXPECT_GT(numRows, 20u);
  EXPECT_GT(numConflicts, 100u);
}

/// What one stamp says of a row is there for each lane when others come.
TEST_F(ShadowMemoryTest, LanesOfRows) {
  std::vector<uint8_t> before(128, 0), after(128, 1);
  EXPECT_TRUE(shadow.recordWrites(0, 4, at(1, 32), before.data(), after.data()));
  EXPECT_TRUE(shadow.recordReads(128, 4, at(1, 64)));
  EXPECT_FALSE(shadow.recordReads(0, 4, at(1, 64))) << "a row of other threads";
  EXPECT_TRUE(shadow.recordReads(0, 4, at(1, 32))) << "each lane what it wrote";
  EXPECT_FALSE(reads(4 * 5, 4, at(1, 32 + 5)));
  EXPECT_TRUE(reads(4 * 5 + 3, 1, at(1, 32 + 4)));
  EXPECT_FALSE(writes(128 + 4 * 31, 4, at(1, 64 + 31)));
  EXPECT_TRUE(writes(128 + 4 * 30, 4, at(1, 64 + 31)));
}

TEST_F(ShadowMemoryTest, RowsOfOtherElements) {
  EXPECT_TRUE(shadow.recordReads(0, 4, at(1, 0)));
  EXPECT_TRUE(shadow.recordReads(0, 8, at(1, 0)));
  EXPECT_TRUE(writes(4 * 20, 2, at(1, 20))) << "lane 20 of the first row, 10 of the second";
}

TEST_F(ShadowMemoryTest, RowsEndWithTheirPage) {
  EXPECT_FALSE(shadow.recordReads(4096 - 64, 4, at(1, 0)));
  EXPECT_TRUE(shadow.recordReads(4096 - 128, 4, at(1, 0)));
}

TEST(WrittenBits, RangesAcrossWords) {
  WrittenBits bits(256);
  bits.mark(60, 70);
  EXPECT_TRUE(bits.areAllWritten(60, 70));
  EXPECT_FALSE(bits.areAllWritten(59, 2));
  EXPECT_FALSE(bits.areAllWritten(129, 2));
  EXPECT_TRUE(bits.isAnyWritten(0, 61));
  EXPECT_FALSE(bits.isAnyWritten(0, 60));
  EXPECT_FALSE(bits.isAnyWritten(130, 100));
  bits.clear();
  EXPECT_FALSE(bits.isAnyWritten(0, 256));
}

TEST(WrittenBits, CopyTakesGapsAlong) {
  WrittenBits from(64), to(128);
  from.mark(0, 4);
  from.mark(8, 4);
  to.mark(0, 128);
  to.copy(100, from, 0, 12);
  EXPECT_TRUE(to.areAllWritten(100, 4));
  EXPECT_FALSE(to.isAnyWritten(104, 4));
  EXPECT_TRUE(to.areAllWritten(108, 20));
}

} // namespace
