//===- MetalModule.h - From clang's module to one like Apple's ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_METALSOURCE_METALMODULE_H
#define TRITON_METAL_LIB_EXECUTOR_METALSOURCE_METALMODULE_H

#include "Annotations.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <memory>

namespace llvm {
class Function;
class MemoryBuffer;
class Module;
} // namespace llvm

namespace tritonmetal::executor {

/// Turns what clang made of a rewritten source into a module like those of Apple's compiler, with
/// one kernel: `name`, or the only one. Several or none of that name: with all kernels, but without
/// what they do. Errors: recursion, calls through pointers, variables that threads share.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
convertMetalModule(const llvm::MemoryBuffer &bitcode, llvm::StringRef name);

//===----------------------------------------------------------------------===//
// Steps, in their order
//===----------------------------------------------------------------------===//

/// Makes the function that a dispatch calls, with the parameters of AIR and the metadata node that
/// describes them. It calls the C++ function, whose vectors travel in memory.
llvm::Expected<llvm::Function *> makeKernelEntry(const AnnotatedKernel &kernel);

/// Calls of library functions without a body become calls of `air.*` functions:
/// metal::__air::simd_sum<float> is air.simd_sum.f32.
void nameAirFunctions(llvm::Module &module);

/// A conversion that saturates, which is what Metal's are, is a call of air.convert.
void convertToIntegersByAir(llvm::Module &module);

/// Inlines all calls of functions with a body. What is inlined from the library takes the place in
/// the source of its call. Errors: recursion, calls through pointers.
llvm::Error inlineEverything(llvm::Module &module);

/// Variables of the thread to values, so that it shows which memory an address is in.
void simplifyFunctions(llvm::Module &module);

/// Function constants become what AIR makes of them. Error: a question about another variable.
llvm::Error placeFunctionConstants(llvm::Module &module,
                                   llvm::ArrayRef<AnnotatedConstant> constants);

/// Threadgroup variables move to address space 3, constants, also function constants, to 2. Error:
/// a variable that is neither.
llvm::Error placeVariables(llvm::Module &module, const ModuleAnnotations &annotations);

/// Completes names that say which memory an address is in: air.atomic.anywhere.add.u.i32 becomes
/// air.atomic.global... or local..., a matrix load from p0f32 one from p1f32 or p3f32.
void nameMemoryOfCalls(llvm::Module &module);

/// Loops, inference of address spaces, and what follows from them.
void optimizeKernels(llvm::Module &module);

/// Drops constants that the kernel does not read, and what computes them.
void eraseUnusedConstants(llvm::Module &module);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_METALSOURCE_METALMODULE_H
