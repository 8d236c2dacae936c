//===- ModuleTarget.h - Versions that an AIR module is stamped with -*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A module for macOS 14.2 is AIR 2.6, MSL 3.1 and has the triple "air64-apple-macosx14.2.0"; newer
// systems put the AIR version into the architecture ("air64_v28-apple-macosx26.0.0"). The table
// repeats what Apple's compilers write (macOS 13 to 26: read off their output; iOS and 27:
// reported by other projects).
//
// The lowest targets are macOS 13 and iOS 16 (AIR 2.5). A few conventions changed since; they are
// asked for by AIR version: `hasFramePointerFlag`, and the ranges in AIRFunctions.def.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_MODULETARGET_H
#define TRITON_METAL_TARGET_AIR_MODULETARGET_H

#include "llvm/Support/Error.h"

#include <string>

namespace tritonmetal::air {

enum class Platform { MacOS, IOS };

struct Version {
  unsigned major = 0;
  unsigned minor = 0;
};

struct ModuleTarget {
  Platform platform = Platform::MacOS;
  Version os;       // deployment target
  Version air;      // 2.5 to 2.9
  Version language; // MSL, 3.0 to 4.1
  Version sdk;      // what "SDK Version" claims: that of the Apple toolchain with this AIR version
  bool versionInTriple = false; // "air64_v28" against "air64"

  /// AIR 2.6 came with a newer LLVM, which writes the flag "frame-pointer" and knows mustprogress,
  /// willreturn, nosync, nofree and noundef.
  bool hasFramePointerFlag() const { return air.minor >= 6; }

  /// "air64_v28-apple-macosx26.0.0".
  std::string getTriple() const;
};

/// The versions for a deployment target, or an error that lists the ones there are. macOS 16 to 25
/// and iOS 19 to 25 never existed.
llvm::Expected<ModuleTarget> getModuleTarget(Platform platform, Version os);

} // namespace tritonmetal::air

#endif // TRITON_METAL_TARGET_AIR_MODULETARGET_H
