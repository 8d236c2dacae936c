//===- DeploymentTargetTest.cpp - Versions and messages ---------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Deployment.h"
#include "triton-metal/TargetInfo/TargetInfo.h"

#include <gtest/gtest.h>

using namespace llvm;
using namespace tritonmetal;

static DeploymentTarget parse(StringRef text) {
  Expected<DeploymentTarget> target = DeploymentTarget::parse(text);
  if (target)
    return *target;
  ADD_FAILURE() << toString(target.takeError());
  return {};
}

static std::string getError(StringRef text) {
  Expected<DeploymentTarget> target = DeploymentTarget::parse(text);
  return target ? "" : toString(target.takeError());
}

static constexpr const char *kAll = "macos13.0, macos14.0, macos15.0, macos26.0, macos27.0, "
                                    "ios16.0, ios17.0, ios18.0, ios26.0, ios27.0";

TEST(DeploymentTarget, VersionsThatBelongTogether) {
  struct Row {
    const char *macos, *ios;
    LanguageVersion msl, air;
    const char *metallib;
  };
  const Row rows[] = {{"macos13.0", "ios16.0", {3, 0}, {2, 5}, "1.2.7"},
                      {"macos14.0", "ios17.0", {3, 1}, {2, 6}, "1.2.7"},
                      {"macos15.0", "ios18.0", {3, 2}, {2, 7}, "1.2.8"},
                      {"macos26.0", "ios26.0", {4, 0}, {2, 8}, "1.2.9"},
                      {"macos27.0", "ios27.0", {4, 1}, {2, 9}, "1.2.9"}};
  for (const Row &row : rows)
    for (StringRef name : {row.macos, row.ios}) {
      DeploymentTarget target = parse(name);
      EXPECT_EQ(target.str(), name);
      EXPECT_EQ(target.mslVersion.str(), row.msl.str());
      EXPECT_EQ(target.airVersion.str(), row.air.str());
      EXPECT_EQ(target.metallibFormat, row.metallib);
    }
}

TEST(DeploymentTarget, AgreesWithTheContainer) {
  for (const std::string &name : allDeploymentTargets()) {
    DeploymentTarget target = parse(name);
    bool isMac = target.platform == DeploymentTarget::Platform::MacOS;
    Expected<metallib::DeploymentInfo> info =
        metallib::getDeploymentInfo(isMac ? metallib::Platform::MacOS : metallib::Platform::IOS,
                                    metallib::Version{static_cast<uint16_t>(target.major), 0, 0});
    ASSERT_TRUE(bool(info)) << toString(info.takeError());
    EXPECT_EQ(info->air.major, target.airVersion.major);
    EXPECT_EQ(info->air.minor, target.airVersion.minor);
    EXPECT_EQ(info->language.major, target.mslVersion.major);
    EXPECT_EQ(info->language.minor, target.mslVersion.minor);
    EXPECT_EQ("1.2." + std::to_string(info->formatPatch), target.metallibFormat);
  }
}

TEST(DeploymentTarget, MinorVersions) {
  EXPECT_EQ(parse("macos14").str(), "macos14.0");
  DeploymentTarget target = parse("ios17.4");
  EXPECT_EQ(target.platform, DeploymentTarget::Platform::IOS);
  EXPECT_EQ(target.major, 17u);
  EXPECT_EQ(target.minor, 4u);
  EXPECT_EQ(target.mslVersion.str(), "3.1");
}

TEST(DeploymentTarget, Defaults) {
  for (const GPUFamily &family : getFamilies())
    EXPECT_EQ(DeploymentTarget::getDefault(family).str(),
              family.name == "apple10" ? "macos26.0" : "macos15.0");
  EXPECT_EQ(DeploymentTarget::getDefault(*lookupFamily("apple7")).mslVersion.str(), "3.2");
}

TEST(DeploymentTarget, UnknownNames) {
  EXPECT_EQ(getError("macs15.0"),
            std::string("unknown deployment target 'macs15.0'; did you mean 'macos15.0'? (") +
                kAll + ")");
  EXPECT_EQ(getError("windows"),
            std::string("unknown deployment target 'windows'; known are ") + kAll);
  EXPECT_EQ(getError("macOS14.0"),
            std::string("unknown deployment target 'macOS14.0'; did you mean 'macos14.0'? (") +
                kAll + ")");
  EXPECT_EQ(getError(""), std::string("unknown deployment target ''; known are ") + kAll);
}

TEST(DeploymentTarget, UnknownSystems) {
  EXPECT_EQ(getError("macos16.0"), "deployment target 'macos16.0' is not known; major versions of "
                                   "macos are 13, 14, 15, 26, 27");
  EXPECT_EQ(getError("ios15"), "deployment target 'ios15' is not known; major versions of ios are "
                               "16, 17, 18, 26, 27");
}

TEST(DeploymentTarget, MalformedVersions) {
  for (StringRef text :
       {"macos", "macos.", "macos15.", "macos15.0.1", "macos015", "macos15.00", "macos15.x",
        "macos-15", "macos15 ", "macos12.0", "ios15.0", "ios13.0", "macos18.0", "macos4294967311",
        "macos15.99999999999999999999", "macosx15.0", "tvos17.0"})
    EXPECT_NE(getError(text), "") << text.str();
}
