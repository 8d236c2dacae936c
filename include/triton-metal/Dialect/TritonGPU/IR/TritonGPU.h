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

namespace tritonmetal::ttg {
class LayoutCache;
} // namespace tritonmetal::ttg

#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUDialect.h.inc"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUAttributes.h.inc"

#define GET_TYPEDEF_CLASSES
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUTypes.h.inc"

namespace tritonmetal::ttg {

// Attributes of a module in TTGIR; i32, but for the target, a string.
constexpr llvm::StringLiteral kNumWarpsAttrName = "ttg.num-warps";
constexpr llvm::StringLiteral kThreadsPerWarpAttrName = "ttg.threads-per-warp";
constexpr llvm::StringLiteral kNumCtasAttrName = "ttg.num-ctas";
constexpr llvm::StringLiteral kTargetAttrName = "ttg.target";

/// Memory that threads share, as side effects know it; device memory is the default.
struct SharedMemory : mlir::SideEffects::Resource::Base<SharedMemory> {
  llvm::StringRef getName() override { return "<shared>"; }
};

/// SIMD-groups that run `op`: those of the partition of a `ttg.warp_specialize` around it,
/// or all of the threadgroup, if the module says so.
std::optional<int> lookupNumWarps(mlir::Operation *op);

/// Lanes in a SIMD-group, if the module around `op` says so.
std::optional<int> lookupThreadsPerWarp(mlir::Operation *op);

/// CTAs in a cluster: what the module around `op` says, or 1.
int lookupNumCTAs(mlir::Operation *op);

/// Dimensions of the tensors that have this layout, in threads or in shared memory; 0 if
/// it is no layout of ours.
unsigned getLayoutRank(mlir::Attribute layout);

/// True for the encodings of shared memory.
bool isSharedLayout(mlir::Attribute layout);

/// "dim0", "dim1", …: how linear layouts name tensor dimensions.
std::string getDimName(unsigned dim);

} // namespace tritonmetal::ttg

#define GET_OP_CLASSES
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPUOps.h.inc"

#endif // TRITON_METAL_DIALECT_TRITONGPU_IR_TRITONGPU_H
