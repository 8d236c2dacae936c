//===- DeploymentTarget.cpp - The oldest system to load a result *- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "Suggest.h"
#include "triton-metal/TargetInfo/TargetInfo.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

#include <cassert>

using namespace llvm;

namespace tritonmetal {

using Platform = DeploymentTarget::Platform;

static unsigned getMajor(const Toolchain &row, Platform platform) {
  return platform == Platform::MacOS ? row.macos : row.ios;
}

static DeploymentTarget makeDeploymentTarget(const Toolchain &row, Platform platform,
                                             unsigned minor) {
  DeploymentTarget target;
  target.platform = platform;
  target.major = getMajor(row, platform);
  target.minor = minor;
  target.airVersion = row.air;
  target.mslVersion = row.msl;
  target.metallibFormat =
      join(map_range(row.metallib, [](unsigned n) { return std::to_string(n); }), ".");
  return target;
}

std::string DeploymentTarget::str() const {
  return (platform == Platform::MacOS ? "macos" : "ios") + std::to_string(major) + "." +
         std::to_string(minor);
}

std::vector<std::string> allDeploymentTargets() {
  std::vector<std::string> names;
  for (Platform platform : {Platform::MacOS, Platform::IOS})
    for (const Toolchain &row : getToolchains())
      names.push_back(makeDeploymentTarget(row, platform, 0).str());
  return names;
}

DeploymentTarget DeploymentTarget::getDefault(const GPUFamily &family) {
  auto *row =
      find_if(getToolchains(), [&](const Toolchain &t) { return t.macos == family.defaultMacos; });
  assert(row != getToolchains().end() && "targets.json names a default system it does not have");
  return makeDeploymentTarget(*row, Platform::MacOS, 0);
}

/// `15` or `15.2`, each number at most three digits without a leading zero.
static bool parseVersion(StringRef text, unsigned &major, unsigned &minor) {
  auto parseNumber = [](StringRef digits, unsigned &number) {
    return !digits.empty() && digits.size() <= 3 && all_of(digits, llvm::isDigit) &&
           (digits.size() == 1 || digits.front() != '0') && !digits.getAsInteger(10, number);
  };
  auto [first, second] = text.split('.');
  if (text.ends_with("."))
    return false;
  minor = 0;
  return parseNumber(first, major) && (second.empty() || parseNumber(second, minor));
}

Expected<DeploymentTarget> DeploymentTarget::parse(StringRef text) {
  std::vector<std::string> names = allDeploymentTargets();
  SmallVector<StringRef> known(names.begin(), names.end());
  auto fail = [&] {
    return createStringError(inconvertibleErrorCode(),
                             "unknown deployment target '" + text + "'" + suggest(text, known));
  };

  StringRef version = text;
  Platform platform = Platform::MacOS;
  if (version.consume_front("ios"))
    platform = Platform::IOS;
  else if (!version.consume_front("macos"))
    return fail();
  unsigned major, minor;
  if (!parseVersion(version, major, minor))
    return fail();
  std::string majors;
  for (const Toolchain &row : getToolchains()) {
    if (getMajor(row, platform) == major)
      return makeDeploymentTarget(row, platform, minor);
    majors += (majors.empty() ? "" : ", ") + std::to_string(getMajor(row, platform));
  }
  return createStringError(inconvertibleErrorCode(),
                           "deployment target '" + text + "' is not known; major versions of " +
                               text.drop_back(version.size()) + " are " + majors);
}

} // namespace tritonmetal
