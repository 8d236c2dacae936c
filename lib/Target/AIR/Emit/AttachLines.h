//===- AttachLines.h - Line tables for AIR ----------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Profilers and the executor's reports show for an instruction the line of Python that it
// comes from. For that LLVM wants a subprogram in a compile unit, and locations in it:
//
//   llvm.func @k(…) { … } loc(fused<#di_subprogram>["kernels.py":4:0])
//   %v = llvm.load … loc("kernels.py":7:16)
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_TARGET_AIR_EMIT_ATTACHLINES_H
#define TRITON_METAL_LIB_TARGET_AIR_EMIT_ATTACHLINES_H

#include "mlir/IR/BuiltinOps.h"

namespace tritonmetal::metal {

/// Gives the LLVM functions of `module` a subprogram each and their ops one line each, of
/// the function's file (getSourceLine). A function without a line stays without.
void attachLines(mlir::ModuleOp module);

} // namespace tritonmetal::metal

#endif // TRITON_METAL_LIB_TARGET_AIR_EMIT_ATTACHLINES_H
