//===- ModuleTargetTest.cpp - Deployment targets and their versions -------===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/ModuleTarget.h"

#include "gtest/gtest.h"

using namespace llvm;

namespace tritonmetal::air {

static std::string describeTarget(Platform platform, Version os) {
  Expected<ModuleTarget> target = getModuleTarget(platform, os);
  if (!target)
    return toString(target.takeError());
  return target->getTriple() + " AIR " + std::to_string(target->air.major) + "." +
         std::to_string(target->air.minor) + " MSL " + std::to_string(target->language.major) +
         "." + std::to_string(target->language.minor);
}

TEST(ModuleTarget, MacOSAsAppleWritesIt) {
  EXPECT_EQ(describeTarget(Platform::MacOS, {13, 0}), "air64-apple-macosx13.0.0 AIR 2.5 MSL 3.0");
  EXPECT_EQ(describeTarget(Platform::MacOS, {14, 2}), "air64-apple-macosx14.2.0 AIR 2.6 MSL 3.1");
  EXPECT_EQ(describeTarget(Platform::MacOS, {15, 0}), "air64-apple-macosx15.0.0 AIR 2.7 MSL 3.2");
  EXPECT_EQ(describeTarget(Platform::MacOS, {26, 0}),
            "air64_v28-apple-macosx26.0.0 AIR 2.8 MSL 4.0");
  EXPECT_EQ(describeTarget(Platform::MacOS, {27, 1}),
            "air64_v29-apple-macosx27.1.0 AIR 2.9 MSL 4.1");
}

TEST(ModuleTarget, IOS) {
  EXPECT_EQ(describeTarget(Platform::IOS, {16, 0}), "air64-apple-ios16.0.0 AIR 2.5 MSL 3.0");
  EXPECT_EQ(describeTarget(Platform::IOS, {17, 0}), "air64_v26-apple-ios17.0.0 AIR 2.6 MSL 3.1");
  EXPECT_EQ(describeTarget(Platform::IOS, {26, 0}), "air64_v28-apple-ios26.0.0 AIR 2.8 MSL 4.0");
}

TEST(ModuleTarget, RefusesOthersAndListsTheKnownOnes) {
  EXPECT_EQ(describeTarget(Platform::MacOS, {16, 0}),
            "no AIR version is known for macos 16.0; known are macos 13, 14, 15, 26, 27");
  EXPECT_EQ(describeTarget(Platform::IOS, {15, 4}),
            "no AIR version is known for ios 15.4; known are ios 16, 17, 18, 26, 27");
}

} // namespace tritonmetal::air
