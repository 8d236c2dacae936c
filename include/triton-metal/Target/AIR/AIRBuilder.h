//===- AIRBuilder.h - From an LLVM module to a legal AIR module -*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The entry to lib/Target/AIR. Input: an LLVM 22 module with one kernel function, whose GPU
// operations are calls to `air.*` functions, in the address spaces of AIR (0 thread, 1 device,
// 2 constant, 3 threadgroup). Output: the same module as Apple's compiler could have made it, ready
// for writeAIRBitcode. In order:
//
//   prepareModule      one function, nothing but the types and memories of the GPU   Legalizer.h
//   optimizeModule     a fixed list of LLVM's scalar passes                          Optimizer.h
//   legalizeModule     what LLVM 22 says, in words that AIR has                      Legalizer.h
//   applyConventions   triple, flags, `!air.kernel`, attributes                      Conventions.h
//   verifyAIR          nothing outside the allow-list is left                        Legalizer.h
//
//   ModuleTarget target = cantFail(getModuleTarget(Platform::MacOS, {15, 0}));
//   if (Error error = buildAIR(module, kernel, target, AIROptions()))
//     return error;
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_AIRBUILDER_H
#define TRITON_METAL_TARGET_AIR_AIRBUILDER_H

#include "triton-metal/Target/AIR/KernelDescription.h"
#include "triton-metal/Target/AIR/ModuleTarget.h"

namespace llvm {
class Module;
} // namespace llvm

namespace tritonmetal::air {

struct AIROptions {
  /// 0 to 3, see Optimizer.h.
  unsigned optimizationLevel = 2;

  /// Declare fast math for the whole kernel. Flags of single instructions are not touched.
  bool fastMath = false;

  /// Buffers never overlap (`--overlap=none`): what Apple's compiler assumes of every MSL kernel.
  bool disjointBuffers = false;
};

/// Turns `module` into AIR, or returns an error that names the construct AIR does not have, with
/// its source location where there is one; the module is then in an unspecified state. Doing it
/// twice changes nothing the second time.
llvm::Error buildAIR(llvm::Module &module, const KernelDescription &kernel,
                     const ModuleTarget &target, const AIROptions &options = AIROptions());

} // namespace tritonmetal::air

#endif // TRITON_METAL_TARGET_AIR_AIRBUILDER_H
