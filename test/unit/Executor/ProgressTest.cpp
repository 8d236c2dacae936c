//===- ProgressTest.cpp - How far a launch is ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Executor/Progress.h"

#include "gtest/gtest.h"

namespace tritonmetal::executor {

TEST(Progress, TimeLeftFromTheTimeSoFar) {
  EXPECT_EQ(formatProgress(0, 4096, 1), "0 of 4096 threadgroups, 0 %");
  EXPECT_EQ(formatProgress(1024, 4096, 10), "1024 of 4096 threadgroups, 25 %, 31 s left");
  EXPECT_EQ(formatProgress(4096, 4096, 10), "4096 of 4096 threadgroups, 100 %");
  EXPECT_EQ(formatProgress(0, 0, 1), "0 of 0 threadgroups, 100 %");
}

} // namespace tritonmetal::executor
