//===- KernelMetadata.h - The `air.*` named metadata ------------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_KERNELMETADATA_H
#define TRITON_METAL_LIB_TARGET_AIR_KERNELMETADATA_H

#include "triton-metal/Target/AIR/AIRBuilder.h"

namespace llvm {
class Function;
} // namespace llvm

namespace tritonmetal::air {

/// Whether the description fits the parameters of the function.
llvm::Error checkKernelArguments(const llvm::Function &kernel,
                                 const KernelDescription &description);

/// Whether the function only reads what is described as read-only.
llvm::Error checkKernelAccesses(const llvm::Function &kernel, const KernelDescription &description);

/// Adds llvm.ident, air.version, air.language_version, air.compile_options and air.kernel, in this
/// order. The description must fit.
void addKernelMetadata(llvm::Function &kernel, const KernelDescription &description,
                       const ModuleTarget &target, const AIROptions &options);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_KERNELMETADATA_H
