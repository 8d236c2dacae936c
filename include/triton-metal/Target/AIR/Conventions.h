//===- Conventions.h - What every AIR module says about itself --*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A legal module with one kernel becomes a module that Metal accepts: data layout, triple, module
// flags, the `air.*` metadata and the attributes of the kernel, in the order and spelling of
// Apple's compilers (read off their output for macOS 13 to 26). The argument of the example in
// KernelDescription.h ends up as
//
//   !{i32 0, !"air.buffer", !"air.location_index", i32 0, i32 1, !"air.read_write",
//     !"air.address_space", i32 1, !"air.arg_type_size", i32 4, !"air.arg_type_align_size", i32 4,
//     !"air.arg_type_name", !"float", !"air.arg_name", !"x"}
//
// Deliberately absent: "air-buffer-no-alias", `noalias` and alias scopes, since pointers of a
// Triton kernel may overlap; they come back with AIROptions::disjointBuffers.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_CONVENTIONS_H
#define TRITON_METAL_TARGET_AIR_CONVENTIONS_H

#include "triton-metal/Target/AIR/AIRBuilder.h"

#include "llvm/ADT/StringRef.h"

namespace tritonmetal::air {

/// The data layout of every AIR version.
llvm::StringRef getAIRDataLayout();

/// Errors: the function is missing; its parameters are not those described; it writes through an
/// argument that is described as read-only.
llvm::Error applyConventions(llvm::Module &module, const KernelDescription &kernel,
                             const ModuleTarget &target, const AIROptions &options);

} // namespace tritonmetal::air

#endif // TRITON_METAL_TARGET_AIR_CONVENTIONS_H
