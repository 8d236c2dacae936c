//===- Legalizer.h - From LLVM 22 to the IR that AIR has --------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// AIR is a subset of LLVM 14: scalars of 1 to 64 bits and float, half, bfloat; vectors of them;
// five kinds of memory, each its own address space; no intrinsics but functions called `air.*`.
// What LLVM 22 can say beyond that is
//
//   rewritten   %r = call float @llvm.sqrt.f32(float %x)      ->  call float @air.sqrt.f32(float
//   %x)
//               %c = sitofp i32 %i to float                   ->  call @air.convert.f.f32.s.i32
//               %b = bitcast <4 x i1> %v to i4                ->  shifts and ors in i8
//   dropped     flags, attributes and metadata that only hint
//   refused     double, i128, atomicrmw, indirect calls, unknown functions, ...
//
// Refusals name the construct, its function and, if there is debug information, the source line.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_TARGET_AIR_LEGALIZER_H
#define TRITON_METAL_TARGET_AIR_LEGALIZER_H

#include "triton-metal/Target/AIR/AIRBuilder.h"

namespace tritonmetal::air {

/// Before optimisation: inlines everything into the kernel, moves constant tables to address space
/// 2, gives the kernel and `air.*` functions the attributes that the optimiser should see, in place
/// of their own. Errors: the description does not fit; constructs that no later step can remove
/// (types, recursion, mutable globals, unknown functions).
llvm::Error prepareModule(llvm::Module &module, const KernelDescription &kernel,
                          const ModuleTarget &target, const AIROptions &options);

/// After optimisation: rewrites the kernel into the subset. Needs prepareModule.
llvm::Error legalizeModule(llvm::Module &module, const ModuleTarget &target);

/// Whether the module is within the subset: the allow-list, independent of how it was made.
llvm::Error verifyAIR(const llvm::Module &module, const ModuleTarget &target);

} // namespace tritonmetal::air

#endif // TRITON_METAL_TARGET_AIR_LEGALIZER_H
