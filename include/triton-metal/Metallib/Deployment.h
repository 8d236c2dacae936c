//===- Deployment.h - Versions that belong together -------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A deployment target, the oldest system that shall load an archive, decides four other versions:
// container format, AIR, Metal language, and the architecture in the triple.
//
//   macOS 15.0  ->  format 1.2.8, AIR 2.7, Metal 3.2, air64-apple-macosx15.0.0
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_METALLIB_DEPLOYMENT_H
#define TRITON_METAL_METALLIB_DEPLOYMENT_H

#include "triton-metal/Metallib/Library.h"
#include "llvm/Support/Error.h"

namespace tritonmetal::metallib {

/// One row: the newest versions that systems of this major number read.
struct DeploymentInfo {
  uint16_t macOSMajor;      // 11, ...
  uint16_t iOSMajor;        // zero: no iOS of this row is supported
  uint16_t formatPatch;     // container format 1.2.x
  Version air;              // 2.x
  Version language;         // Metal language
  const char *architecture; // first component of the triple
};

/// All rows, oldest first.
llvm::ArrayRef<DeploymentInfo> getDeploymentTable();

/// The row of a system. Error: a platform or a major version that is not in the table; the message
/// lists what is.
llvm::Expected<DeploymentInfo> getDeploymentInfo(Platform platform, Version os);

/// `air64-apple-macosx14.0.0`, `air64-apple-ios17.0.0-simulator`, as Apple's compiler writes it
/// into the module.
llvm::Expected<std::string> getTriple(Platform platform, Version os);

} // namespace tritonmetal::metallib

#endif // TRITON_METAL_METALLIB_DEPLOYMENT_H
