//===- UntrustedModules.h - Reading modules of anybody ----------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// LLVM's readers bring the debug info of old modules up to date. To see whether it is whole they
// verify the module, and end the process if that is broken. We verify ourselves, and report it. The
// verifier in turn trusts the module's flags.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_METALLIB_UNTRUSTEDMODULES_H
#define TRITON_METAL_METALLIB_UNTRUSTEDMODULES_H

namespace llvm {
class Module;
} // namespace llvm

namespace tritonmetal {

/// From now on LLVM's readers leave debug info as it is, in all of the process. To be called
/// before a module that a user gave is read; the reader's module is to be verified.
void leaveDebugInfoToVerifier();

/// Drops module flags that LLVM, its verifier among others, would take for what they are not: each
/// is to be a behaviour, a name and a number. The SDK's version, an array, stays.
void dropOddModuleFlags(llvm::Module &module);

} // namespace tritonmetal

#endif // TRITON_METAL_METALLIB_UNTRUSTEDMODULES_H
