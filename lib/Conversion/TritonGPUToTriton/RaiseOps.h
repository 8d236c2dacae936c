//===- RaiseOps.h - Ops of foreign machines as loads and stores -*- C++ -*-===//
// Part of the triton-metal project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
//
// One way to run an asynchronous op is at once, where it begins. So a copy becomes a load
// of device memory and a store of shared memory, a dot on shared memory loads of it and a
// dot on values, and what waits for them nothing. All that remains of shared memory are
// `ttg.local_load`, `ttg.local_store` and views, for PromoteBuffers.h. Tensors have no
// layouts any more; each function does nothing to ops of other families, and fails with
// an error at what it cannot raise.
//
//===----------------------------------------------------------------------===//

#ifndef TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_RAISEOPS_H
#define TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_RAISEOPS_H

#include "triton-metal/Dialect/Triton/IR/Triton.h"
#include "triton-metal/Dialect/TritonAMDGPU/IR/TritonAMDGPU.h"
#include "triton-metal/Dialect/TritonGPU/IR/TritonGPU.h"
#include "triton-metal/Dialect/TritonNvidiaGPU/IR/TritonNvidiaGPU.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace tritonmetal {

/// Bytes that a tensor descriptor takes in memory (CUDA driver: CUtensorMap).
constexpr int64_t kDescriptorBytes = 128;

/// The values that an operand of a loop, of a loop's end or of a conditional's end goes to;
/// nothing if that is not what the operand is.
std::optional<llvm::SmallVector<mlir::Value>> getCarriers(mlir::OpOperand &use);

/// Refuses what has no meaning in TTIR, or none that is known.
mlir::LogicalResult checkRaisable(mlir::ModuleOp module);

/// Refuses what is still there after raising and is no TTIR: nothing may be half raised.
mlir::LogicalResult checkRaised(mlir::ModuleOp module);

/// `ttg.async_copy_global_to_local`, its groups, waits and tokens; barriers that only
/// order shared memory.
mlir::LogicalResult raiseAsyncCopies(tt::FuncOp function);

/// mbarriers that only copies arrive at.
mlir::LogicalResult raiseMBarriers(tt::FuncOp function);

/// Up to 3.3 (and in part 3.4) copies took the addresses of descriptors: brings them into the
/// form of later versions.
mlir::LogicalResult modernizeDescriptors(tt::FuncOp function);

/// Bulk copies from and to tensor descriptors.
mlir::LogicalResult raiseDescriptorAccesses(tt::FuncOp function);

/// `ttng.warp_group_dot` and its wait, `ttg.fp4_to_fp`, `ttg.upcast_mxfp`.
mlir::LogicalResult raiseDots(tt::FuncOp function);

/// `amdg.buffer_load` and the like, slices, hints.
bool isForAMD(mlir::Operation *op);
mlir::LogicalResult raiseForAMD(tt::FuncOp function);

/// A token for users that order nothing any more.
mlir::Value getAnyToken(mlir::OpBuilder &builder, mlir::Location loc);

/// Replaces the creation of a descriptor in memory by one of a descriptor as a value, and
/// an op that stands for the store of it, with the value as its operand 0. Null after an
/// error.
mlir::Operation *makeDescriptor(ttng::TensormapCreateOp op, tt::TensorDescType type);

} // namespace tritonmetal

#endif // TRITON_METAL_LIB_CONVERSION_TRITONGPUTOTRITON_RAISEOPS_H
