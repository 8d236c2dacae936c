//===- Deployment.cpp - Versions that belong together -----------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "triton-metal/Metallib/Deployment.h"

#include "ByteCursor.h"

using namespace llvm;

namespace tritonmetal::metallib {

// macOS 11 to 26: read off archives that Apple's compiler made for these targets. iOS, and 27: as
// several public projects report them, with `air64_v26` and up where the row has `air64`.
static const DeploymentInfo table[] = {
    // macOS, iOS, format 1.2.x, AIR, language, architecture on macOS
    {11, 0, 5, {2, 3}, {2, 3}, "air64"},      {12, 0, 6, {2, 4}, {2, 4}, "air64"},
    {13, 16, 7, {2, 5}, {3, 0}, "air64"},     {14, 17, 7, {2, 6}, {3, 1}, "air64"},
    {15, 18, 8, {2, 7}, {3, 2}, "air64"},     {26, 26, 9, {2, 8}, {4, 0}, "air64_v28"},
    {27, 27, 9, {2, 9}, {4, 1}, "air64_v29"},
};

ArrayRef<DeploymentInfo> getDeploymentTable() { return table; }

Expected<DeploymentInfo> getDeploymentInfo(Platform platform, Version os) {
  bool isMac = platform == Platform::MacOS;
  if (!isMac && platform != Platform::IOS && platform != Platform::IOSSimulator)
    return makeError("cannot make an archive for platform " +
                     Twine(getName(platform) ? getName(platform) : "of unknown number") +
                     "; use macOS, iOS or iOS simulator");
  std::string known;
  for (const DeploymentInfo &row : table) {
    uint16_t rowMajor = isMac ? row.macOSMajor : row.iOSMajor;
    if (rowMajor == 0)
      continue;
    if (rowMajor == os.major)
      return row;
    known += (known.empty() ? "" : ", ") + std::to_string(rowMajor);
  }
  return makeError("deployment target " + Twine(getName(platform)) + " " + os.str() +
                   " is not known; major versions are " + known);
}

Expected<std::string> getTriple(Platform platform, Version os) {
  Expected<DeploymentInfo> info = getDeploymentInfo(platform, os);
  if (!info)
    return info.takeError();
  std::string version =
      std::to_string(os.major) + "." + std::to_string(os.minor) + "." + std::to_string(os.patch);
  if (platform == Platform::MacOS)
    return info->architecture + ("-apple-macosx" + version);
  // Below AIR 2.6 no architecture with a version exists.
  bool versioned = !(info->air < Version{2, 6, 0});
  std::string architecture =
      versioned ? "air64_v" + std::to_string(info->air.major) + std::to_string(info->air.minor)
                : std::string("air64");
  return architecture + "-apple-ios" + version +
         (platform == Platform::IOSSimulator ? "-simulator" : "");
}

} // namespace tritonmetal::metallib
