//===- SynchronisationTest.cpp - Order through atomics and fences ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Executor/Interpreter/Synchronisation.h"

#include "gtest/gtest.h"

using namespace tritonmetal::executor;

namespace {

constexpr MemoryOrder relaxed{};
constexpr MemoryOrder acquire{true, false, true}, release{false, true, true};
constexpr MemoryOrder acquireRelease{true, true, true};
constexpr MemoryOrder acquireHere{true, false, false}, releaseHere{false, true, false};
constexpr uint64_t flag = 64, otherFlag = 128;

class SynchronisationTest : public testing::Test {
protected:
  MemoryClock makeClock(uint32_t threadgroup) {
    MemoryClock clock;
    clock.stamp.threadgroup = threadgroup;
    clock.shadow = &shadow;
    clock.sync = &sync;
    return clock;
  }
  void write(MemoryClock &clock, unsigned thread = 0) {
    clock.accessed = true;
    clock.stamp.thread = thread;
    shadow.recordWrite(0, 4, clock, nullptr, nullptr);
  }
  /// Whether reading what was written races.
  bool races(MemoryClock &clock, unsigned thread = 0) {
    clock.accessed = true;
    clock.stamp.thread = thread;
    return shadow.recordRead(0, 4, clock).has_value();
  }
  void set(MemoryClock &clock, uint64_t location = flag, MemoryOrder order = relaxed) {
    sync.writeAtomic(clock, location, order, /*isUpdate=*/false);
  }
  void update(MemoryClock &clock, MemoryOrder order = relaxed) {
    sync.readAtomic(clock, flag, order);
    sync.writeAtomic(clock, flag, order, /*isUpdate=*/true);
  }
  void get(MemoryClock &clock, uint64_t location = flag, MemoryOrder order = relaxed) {
    sync.readAtomic(clock, location, order);
  }

  ShadowMemory shadow{4096};
  Synchronisation sync;
  MemoryClock a = makeClock(1), b = makeClock(2), c = makeClock(3);
};

TEST_F(SynchronisationTest, FencesAroundRelaxedAtomics) {
  write(a);
  sync.fence(a, release);
  set(a);
  get(b);
  sync.fence(b, acquire);
  EXPECT_FALSE(races(b));
}

TEST_F(SynchronisationTest, OrderedAtomics) {
  write(a);
  set(a, flag, release);
  get(b, flag, acquire);
  EXPECT_FALSE(races(b));
}

TEST_F(SynchronisationTest, NeitherHalfAlone) {
  write(a);
  sync.fence(a, release);
  set(a);
  get(b);
  EXPECT_TRUE(races(b)) << "nothing acquires";
}

TEST_F(SynchronisationTest, NothingReleases) {
  write(a);
  set(a);
  get(b);
  sync.fence(b, acquire);
  EXPECT_TRUE(races(b));
}

TEST_F(SynchronisationTest, WhatFollowsTheFenceIsNotReleased) {
  sync.fence(a, release);
  write(a);
  set(a);
  get(b);
  sync.fence(b, acquire);
  EXPECT_TRUE(races(b));
}

TEST_F(SynchronisationTest, AnotherLocation) {
  write(a);
  sync.fence(a, release);
  set(a, otherFlag);
  get(b);
  sync.fence(b, acquire);
  EXPECT_TRUE(races(b));
}

TEST_F(SynchronisationTest, AnUpdateGoesOnWithTheSequence) {
  write(a);
  set(a, flag, release);
  update(b);
  get(c, flag, acquire);
  EXPECT_FALSE(races(c));
}

TEST_F(SynchronisationTest, AStoreEndsTheSequence) {
  write(a);
  set(a, flag, release);
  set(b);
  get(c, flag, acquire);
  EXPECT_TRUE(races(c));
}

TEST_F(SynchronisationTest, OrderIsTransitive) {
  write(a);
  set(a, flag, release);
  get(b, flag, acquire);
  set(b, otherFlag, release);
  get(c, otherFlag, acquire);
  EXPECT_FALSE(races(c));
}

TEST_F(SynchronisationTest, ThreadgroupScopeEndsAtTheThreadgroup) {
  write(a);
  sync.fence(a, releaseHere);
  set(a);
  MemoryClock neighbour = makeClock(1);
  get(neighbour);
  sync.fence(neighbour, acquireHere);
  EXPECT_FALSE(races(neighbour, 40));
  get(b);
  sync.fence(b, acquire);
  EXPECT_TRUE(races(b));
}

TEST_F(SynchronisationTest, AcquireOfThreadgroupScopeSeesNoOthers) {
  write(a);
  set(a, flag, release);
  get(b);
  sync.fence(b, acquireHere);
  EXPECT_TRUE(races(b));
}

TEST_F(SynchronisationTest, ABarrierBeforeTheRelease) {
  MemoryClock leader = makeClock(1);
  write(a, 40);
  MemoryClock *clocks[] = {&leader, &a};
  for (MemoryClock *clock : clocks)
    ++clock->stamp.interval;
  sync.barrier(clocks);
  set(leader, flag, release);
  get(b, flag, acquire);
  EXPECT_FALSE(races(b)) << "the leader's release covers its threadgroup up to the barrier";
}

TEST_F(SynchronisationTest, NoBarrierBeforeTheRelease) {
  MemoryClock leader = makeClock(1);
  write(a, 40);
  set(leader, flag, release);
  get(b, flag, acquire);
  EXPECT_TRUE(races(b));
}

TEST_F(SynchronisationTest, ABarrierHandsOnWhatOneHasAcquired) {
  write(a);
  set(a, flag, release);
  get(b, flag, acquire);
  MemoryClock other = makeClock(2);
  EXPECT_TRUE(races(other, 40));
  MemoryClock *clocks[] = {&b, &other};
  for (MemoryClock *clock : clocks)
    ++clock->stamp.interval;
  sync.barrier(clocks);
  EXPECT_FALSE(races(other, 40));
}

/// Threads that wait in a loop make no nodes: the past is not forgotten while they do.
TEST_F(SynchronisationTest, SpinningIsFree) {
  write(a);
  set(a, flag, release);
  for (unsigned i = 0; i < 10000; ++i) {
    update(b, acquireRelease);
    update(c, acquireRelease);
  }
  EXPECT_FALSE(races(c));
  EXPECT_LT(sync.getGraph().getNumNodes(), 100u);
}

/// A release after each access does make nodes. When there are too many, the past is forgotten, and
/// nothing is reported that is not known to race.
TEST_F(SynchronisationTest, TooManyNodes) {
  for (unsigned i = 0; i < 4500000; ++i) {
    a.accessed = true;
    sync.fence(a, release);
  }
  write(a);
  EXPECT_GT(sync.getGraph().getGeneration(), 0u);
  EXPECT_TRUE(races(b));
}

} // namespace
