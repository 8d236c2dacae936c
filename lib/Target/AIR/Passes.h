//===- Passes.h - Steps of preparation and legalisation ---------*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In the order in which legalizeModule runs them. Each leaves alone what another one handles.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_PASSES_H
#define TRITON_METAL_LIB_TARGET_AIR_PASSES_H

#include "triton-metal/Target/AIR/ModuleTarget.h"

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace tritonmetal::air {

/// Pointers of address space 0 that come from another one get that one:
///   %g = addrspacecast ptr addrspace(2) @table to ptr
///   %v = load float, ptr %g                            ->  load float, ptr addrspace(2) @table
void removeGenericPointers(llvm::Function &kernel);

/// Constant expressions become instructions before their user:
///   load float, ptr addrspace(3) getelementptr (i8, ptr addrspace(3) @tile, i64 4)
/// Older readers take some of them for undef.
void expandConstantExpressions(llvm::Function &kernel);

/// Reductions of vectors become scalar instructions. Before optimisation, since LLVM would turn
/// those of i1 into arithmetic on i4, which AIR does not have either.
llvm::Error expandReductions(llvm::Function &kernel, Version air);

/// Calls of `llvm.*` become calls of `air.*` or plain instructions. Errors name what has neither.
llvm::Error lowerIntrinsics(llvm::Function &kernel, Version air);

/// Integers of odd widths become the next wider ones, and bit casts between them and vectors of i1
/// become shifts.
llvm::Error widenOddIntegers(llvm::Function &kernel);

/// Casts, aggregates, shuffles of matrices: instructions that AIR does not have in this form.
void rewriteInstructions(llvm::Function &kernel, Version air);

/// Vector forms of `air.*` math become scalar ones.
void scalarizeCalls(llvm::Function &kernel, Version air);

/// Flags, metadata, attributes, names and declarations that LLVM 14 or Apple's compiler would not
/// have written.
void dropUnknownHints(llvm::Module &module, Version air);

} // namespace tritonmetal::air

#endif // TRITON_METAL_LIB_TARGET_AIR_PASSES_H
