//===- MathIntrinsics.h - LLVM's functions of floats ---*- C++ -*-===//
//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_EXECUTOR_FRONTEND_MATHINTRINSICS_H
#define TRITON_METAL_LIB_EXECUTOR_FRONTEND_MATHINTRINSICS_H

#include "triton-metal/Executor/AirFunctions.h"
#include "llvm/IR/Intrinsics.h"

namespace tritonmetal::executor {

/// AIR's function that does the same. Only those that Metal accepts at pipeline creation are here;
/// what may be fused is.
std::optional<AirOperation> getMathOperation(llvm::Intrinsic::ID id);

} // namespace tritonmetal::executor

#endif // TRITON_METAL_LIB_EXECUTOR_FRONTEND_MATHINTRINSICS_H
