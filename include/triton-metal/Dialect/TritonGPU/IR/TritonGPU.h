//===- TritonGPU.h - The TritonGPU dialect ----------------------*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// Layouts, the ops that need them, and what a module says about its threads.
// LinearLayoutConversions.h turns any layout into its bases.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPU_H
#define TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPU_H

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Layout/LinearLayout.h"

#include "mlir/IR/BuiltinOps.h"

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUDialect.h.inc"

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUAttributes.h.inc"

namespace tritonmetal::ttg {

// Attributes of a module in TTGIR; i32, but for the target, a string.
constexpr llvm::StringLiteral kNumWarpsAttrName = "ttg.num-warps";
constexpr llvm::StringLiteral kThreadsPerWarpAttrName = "ttg.threads-per-warp";
constexpr llvm::StringLiteral kNumCtasAttrName = "ttg.num-ctas";
constexpr llvm::StringLiteral kTargetAttrName = "ttg.target";

/// SIMD-groups in a threadgroup, if the module around `op` says so.
std::optional<int> lookupNumWarps(mlir::Operation *op);

/// Lanes in a SIMD-group, if the module around `op` says so.
std::optional<int> lookupThreadsPerWarp(mlir::Operation *op);

/// Dimensions of the tensors that have this layout; 0 if it is no layout of ours.
unsigned getLayoutRank(mlir::Attribute layout);

/// "dim0", "dim1", …: how linear layouts name tensor dimensions.
std::string getDimName(unsigned dim);

} // namespace tritonmetal::ttg

#define GET_OP_CLASSES
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUOps.h.inc"

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPU_H
