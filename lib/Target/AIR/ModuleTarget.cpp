//===- ModuleTarget.cpp - Versions that an AIR module is stamped with -----===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Target/AIR/ModuleTarget.h"

#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace tritonmetal::air {

namespace {
struct TargetRow {
  Platform platform;
  unsigned os;
  unsigned airMinor;
  Version language;
  Version sdk;
  bool versionInTriple;
};
} // namespace

static const TargetRow targetRows[] = {
    {Platform::MacOS, 13, 5, {3, 0}, {14, 4}, false},
    {Platform::MacOS, 14, 6, {3, 1}, {14, 4}, false},
    {Platform::MacOS, 15, 7, {3, 2}, {15, 0}, false},
    {Platform::MacOS, 26, 8, {4, 0}, {26, 5}, true},
    {Platform::MacOS, 27, 9, {4, 1}, {27, 0}, true},
    {Platform::IOS, 16, 5, {3, 0}, {17, 4}, false},
    {Platform::IOS, 17, 6, {3, 1}, {17, 4}, true},
    {Platform::IOS, 18, 7, {3, 2}, {18, 0}, true},
    {Platform::IOS, 26, 8, {4, 0}, {26, 5}, true},
    {Platform::IOS, 27, 9, {4, 1}, {27, 0}, true},
};

static const char *getPlatformName(Platform platform) {
  return platform == Platform::MacOS ? "macos" : "ios";
}

std::string ModuleTarget::getTriple() const {
  std::string arch = "air64";
  if (versionInTriple)
    arch += formatv("_v{0}{1}", air.major, air.minor).str();
  const char *system = platform == Platform::MacOS ? "macosx" : "ios";
  return formatv("{0}-apple-{1}{2}.{3}.0", arch, system, os.major, os.minor).str();
}

Expected<ModuleTarget> getModuleTarget(Platform platform, Version os) {
  std::string known;
  for (const TargetRow &row : targetRows) {
    if (row.platform != platform)
      continue;
    if (row.os == os.major)
      return ModuleTarget{platform,     os,      {2, row.airMinor},
                          row.language, row.sdk, row.versionInTriple};
    known += (known.empty() ? "" : ", ") + std::to_string(row.os);
  }
  return createStringError(formatv("no AIR version is known for {0} {1}.{2}; known are {0} {3}",
                                   getPlatformName(platform), os.major, os.minor, known));
}

} // namespace tritonmetal::air
