//===- FloatClasses.h - Questions about a float's kind, by its bits ---===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang makes one question of several comparisons:
//
//   !(x < inf || x > inf)    ->   llvm.is.fpclass(x, nan | positive infinity)
//
// No archive of Apple's has it; it becomes integer comparisons.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_FRONTEND_FLOATCLASSES_H
#define TRITON_METAL_LIB_EXECUTOR_FRONTEND_FLOATCLASSES_H

#include "llvm/IR/Function.h"

namespace tritonmetal::executor {

/// Replaces every call of llvm.is.fpclass.
void expandFloatClasses(llvm::Function &function);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_FRONTEND_FLOATCLASSES_H
