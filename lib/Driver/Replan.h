//===- Replan.h - TTGIR of other GPUs ---------------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// TTGIR comes with a plan: so many SIMD-groups, this layout for that tensor. A plan that
// an Apple GPU can follow is followed. One that it cannot, because of layouts of matrix
// units that it does not have, say, is taken back to the TTIR that it came from, for
// which we make our own.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_DRIVER_REPLAN_H
#define TRITON_METAL_LIB_DRIVER_REPLAN_H

#include "triton-metal/Driver/Driver.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace tritonmetal {

/// Whether a module of TTGIR keeps its plan. If not, and it was not asked for, a remark
/// says why; a failure is an error at what an Apple GPU cannot follow.
mlir::FailureOr<bool> mustReplan(mlir::ModuleOp module, const CompileOptions &options);

/// Why an output of these options has no use for fragments of 16x16; empty if it may have.
std::string whyNoLargeFragments(const CompileOptions &options);

/// SIMD-groups that a module of TTGIR is planned for.
unsigned getPlannedWarps(mlir::ModuleOp module);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_DRIVER_REPLAN_H
