//===- FunctionConstants.h - Values that a pipeline is made with ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function constant of Metal is a variable whose value the host gives when it makes a pipeline.
// In AIR each has a global that the system initialises, and a constructor copies it to where
// kernels read it:
//
//   @foo.init = externally_initialized constant float undef, section "air.fc_initializer"
//   @foo = internal addrspace(2) global float undef
//   define internal void @init() section "air.static_init" {
//     %v = load float, ptr addrspace(2) @foo.init
//     store float %v, ptr addrspace(2) @foo
//   }
//   @llvm.global_ctors = ... @init ...
//   !air.function_constants = !{!{ptr addrspace(2) @foo.init, !"float", !"foo", i32 0, i1 true}}
//
// Here @foo.init gets its value, the constructors are run, and what they leave becomes the
// initialisers of constants. Code that depends on nothing else is folded, since whole variants of a
// kernel, with arguments that only they have, hang on such constants.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_FUNCTIONCONSTANTS_H
#define TRITON_METAL_LIB_EXECUTOR_FUNCTIONCONSTANTS_H

#include "triton-metal/Executor/KernelInterface.h"
#include "triton-metal/Executor/LaunchDescription.h"
#include "llvm/ADT/ArrayRef.h"

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace tritonmetal::executor {

/// Arguments whose function constant is false do not exist, but Apple's compiler moves loads
/// through them out of the branches that need them: such loads become zeros.
void dropAbsentArguments(llvm::Function &kernel, const KernelInterface &interface);

/// Gives the function constants of a module their values; afterwards it has none. Constants that a
/// kernel asks about (is_function_constant_defined) may be left out. Errors: constants without a
/// value, values without a constant or of another type, constructors that do more than compute.
llvm::Error specialise(llvm::Module &module, llvm::StringRef kernel,
                       llvm::ArrayRef<FunctionConstantValue> values);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_FUNCTIONCONSTANTS_H
